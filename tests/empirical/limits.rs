//! Budgets, and what is refused.

use lacuna::equilibrium::MixedProfile;
use lacuna::game::{GameError, NormalForm, SizeLimit, catalogue};
use lacuna::number::Rational;
use lacuna::simulate::empirical::{
    EmpiricalError, EmpiricalGame, EmpiricalOptions, Episodes, IntervalMethod, PayoffRange,
    PayoffSampler,
};
use lacuna::simulate::{GameRounds, SimulationError};

use super::{Noisy, q, ratio};

fn noisy() -> Noisy {
    Noisy {
        game: catalogue::prisoners_dilemma(3, 0, 5, 1).expect("a dilemma"),
        noise: 1,
    }
}

fn options() -> EmpiricalOptions {
    EmpiricalOptions::default().with_payoff_range(-1, 6)
}

#[test]
fn sampling_stops_as_soon_as_regrets_are_known_well_enough() {
    let width = q(2);
    let game = EmpiricalGame::sample_until(&noisy(), &width, 100_000, &options());
    let game = game.expect("enough");
    assert!(game.episodes() < 20_000, "{}", game.episodes());
    for profile in game.space() {
        assert!(game.regret(&profile).expect("fits").width() <= width);
    }
    // One look less would not have been enough: intervals at half the episodes are wider.
    let half = game.episodes() / 2;
    let error = EmpiricalGame::sample_until(&noisy(), &width, half, &options());
    let Err(EmpiricalError::BudgetSpent {
        episodes,
        widest,
        asked,
        found,
        ..
    }) = error
    else {
        panic!("{error:?}");
    };
    assert_eq!((episodes, &asked), (half, &width));
    assert!(widest > width);
    assert_eq!(found.episodes(), half);
}

#[test]
fn looking_more_often_costs_width() {
    let at_once = EmpiricalGame::sample(&noisy(), 256, &options()).expect("samples");
    let width = ratio(1, 1000);
    let error = EmpiricalGame::sample_until(&noisy(), &width, 4 * 256, &options());
    let Err(EmpiricalError::BudgetSpent { found, .. }) = error else {
        panic!("{error:?}");
    };
    // Sixteen episodes and 32, 64, 128 and 256: five looks.
    assert_eq!(found.means(), at_once.means());
    let wider = found.largest_half_width().to_f64() / at_once.largest_half_width().to_f64();
    let right = (f64::ln(2.0 * 8.0 * 5.0 * 20.0) / f64::ln(2.0 * 8.0 * 20.0)).sqrt();
    assert!((wider - right).abs() < 1e-6, "{wider} and {right}");
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let words = |result: Result<EmpiricalGame, EmpiricalError>| {
        result.map(|_| ()).expect_err("refused").to_string()
    };
    let sample = |episodes, options: &EmpiricalOptions| {
        words(EmpiricalGame::sample(&noisy(), episodes, options))
    };
    assert_eq!(
        sample(0, &options()),
        "the number of episodes is 0; it must be at least 1"
    );
    let bernstein = options().with_method(IntervalMethod::EmpiricalBernstein);
    assert_eq!(
        sample(1, &bernstein),
        "the number of episodes is 1; it must be at least 2"
    );
    for confidence in [q(0), q(1), q(-1)] {
        let found = sample(9, &options().with_confidence(confidence.clone()));
        let right = format!("the confidence is {confidence}; it must be above 0 and below 1");
        assert_eq!(found, right);
    }
    assert_eq!(
        sample(9, &EmpiricalOptions::default()),
        "the intervals need the range of payoffs; say it with `with_payoff_range`, or ask for others"
    );
    let three = vec![PayoffRange::new(0, 1); 3];
    assert_eq!(
        sample(9, &options().with_payoff_ranges(three)),
        "the number of payoff ranges is 3; it must be 1, or one for each of the 2 players"
    );
    assert_eq!(
        sample(9, &options().with_payoff_range(2, 1)),
        "the largest payoff of a range is 1; it must be at least the least one, 2"
    );
    assert!(matches!(
        EmpiricalGame::sample(
            &noisy(),
            9,
            &options().with_size_limit(SizeLimit::payoffs(7))
        ),
        Err(EmpiricalError::Game(GameError::TooLarge { .. }))
    ));
    assert_eq!(
        words(EmpiricalGame::sample_until(&noisy(), &q(1), 3, &options())),
        "the number of episodes that the budget leaves for each profile is 0; it must be at least 1"
    );
    assert_eq!(
        words(EmpiricalGame::sample_until(
            &noisy(),
            &q(-1),
            100,
            &options()
        )),
        "the width of intervals of regrets is -1; it must be at least 0"
    );
}

#[test]
fn payoffs_out_of_range_and_chance_that_was_denied_are_found_out() {
    let narrow = options().with_payoff_range(0, 6);
    match EmpiricalGame::sample(&noisy(), 50, &narrow) {
        Err(EmpiricalError::PayoffOutOfRange {
            profile,
            payoff,
            seed,
            ..
        }) => {
            assert_eq!(payoff, q(-1));
            let mut again = vec![q(0); 2];
            noisy().sample(&profile, seed, &mut again).expect("plays");
            assert!(again.contains(&payoff));
        }
        other => panic!("{other:?}"),
    }
    let denied = EmpiricalGame::sample(&noisy(), 50, &EmpiricalOptions::without_chance());
    assert!(matches!(
        denied,
        Err(EmpiricalError::NotDeterministic { .. })
    ));
}

#[test]
fn a_great_many_episodes_are_not_listed_beforehand() {
    /// Pays one more than it says.
    struct TooMuch;
    impl PayoffSampler for TooMuch {
        fn strategies(&self) -> Vec<usize> {
            vec![1]
        }
        fn sample(
            &self,
            _profile: &[usize],
            _seed: u64,
            payoffs: &mut [Rational],
        ) -> Result<(), SimulationError> {
            payoffs[0] = q(2);
            Ok(())
        }
    }
    let options = EmpiricalOptions::default().with_payoff_range(0, 1);
    assert!(matches!(
        EmpiricalGame::sample(&TooMuch, u64::MAX, &options),
        Err(EmpiricalError::PayoffOutOfRange { .. })
    ));
}

#[test]
fn strategies_that_do_not_fit_are_refused() {
    let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let make = || GameRounds::new(dilemma.clone(), 1);
    let one = Episodes::of_actions(make, vec![vec![0, 1]])
        .map(|_| ())
        .expect_err("two players");
    assert_eq!(
        one.to_string(),
        "the number of lists of strategies is 1; it must be one for each of the 2 players"
    );
    let none = Episodes::of_actions(make, vec![vec![0], vec![]]).map(|_| ());
    assert!(matches!(
        none,
        Err(EmpiricalError::Game(GameError::NoActions { player: 1, .. }))
    ));
    // Action 2 is none of the game's: the environment says so, and the error where.
    let episodes = Episodes::of_actions(make, vec![vec![0], vec![1, 2]]).expect("fits");
    match EmpiricalGame::sample(&episodes, 1, &EmpiricalOptions::without_chance()) {
        Err(EmpiricalError::Refused {
            profile, source, ..
        }) => {
            assert_eq!(profile, [0, 1]);
            assert!(matches!(
                source,
                SimulationError::IllegalAction { player: 1, .. }
            ));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn players_who_are_not_alike_are_not_interchangeable() {
    struct Uneven;
    impl PayoffSampler for Uneven {
        fn strategies(&self) -> Vec<usize> {
            vec![2, 3]
        }
        fn sample(
            &self,
            _profile: &[usize],
            _seed: u64,
            _payoffs: &mut [Rational],
        ) -> Result<(), SimulationError> {
            Ok(())
        }
        fn is_symmetric(&self) -> bool {
            true
        }
    }
    let found = EmpiricalGame::sample(&Uneven, 1, &EmpiricalOptions::without_chance());
    assert!(matches!(
        found,
        Err(EmpiricalError::NotInterchangeable {
            player: 1,
            found: 3,
            expected: 2,
            ..
        })
    ));
}

#[test]
fn tables_that_do_not_fit_are_not_read() {
    let game = EmpiricalGame::sample(&noisy(), 2, &options()).expect("samples");
    let mut document = serde_json::to_value(&game).expect("writes");
    let larger = NormalForm::from_fn(&[2, 3], |_, _| q(0)).expect("small");
    document["half_widths"] = serde_json::to_value(&larger).expect("writes");
    let error = serde_json::from_value::<EmpiricalGame>(document.clone()).expect_err("refused");
    assert_eq!(
        error.to_string(),
        "the shape of the half-widths is [2, 3]; it must be that of the means, [2, 2]"
    );
    let negative = NormalForm::from_fn(&[2, 2], |_, _| q(-1)).expect("small");
    document["half_widths"] = serde_json::to_value(&negative).expect("writes");
    assert!(serde_json::from_value::<EmpiricalGame>(document).is_err());
}

#[test]
fn questions_about_other_games_are_refused() {
    let game = EmpiricalGame::sample(&noisy(), 2, &options()).expect("samples");
    assert!(game.payoff(2, &[0, 0]).is_err());
    assert!(game.payoff(0, &[0, 2]).is_err());
    assert!(game.regret(&[0]).is_err());
    assert!(game.welfare(&[0, 0, 0]).is_err());
    assert!(game.equilibria(&q(-1)).is_err());
    assert!(game.welfare_gap(&q(-1)).is_err());
    let other = MixedProfile::pure(&[2, 3], &[0, 0]).expect("fits");
    assert!(game.mixed_regret(&other).is_err());
    let larger = NormalForm::from_fn(&[2, 3], |_, _| q(0)).expect("small");
    assert_ne!(game.means(), &larger);
}
