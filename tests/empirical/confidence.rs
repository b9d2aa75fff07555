//! Intervals hold as often as they say.

use lacuna::equilibrium::MixedProfile;
use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::number::Rational;
use lacuna::simulate::empirical::{EmpiricalGame, EmpiricalOptions, Evidence, IntervalMethod};

use super::{Noisy, q, ratio};

fn sampler() -> Noisy {
    let game = NormalForm::from_fn(&[2, 3], |player, profile| {
        let (row, column) = (profile[0] as i64, profile[1] as i64);
        q(if player == 0 {
            3 * row - column * row
        } else {
            (row - column).pow(2)
        })
    });
    Noisy {
        game: game.expect("small"),
        noise: 2,
    }
}

/// In how many of so many games every true payoff, and every true regret, is in its interval.
fn covered(repetitions: u64, episodes: u64, options: &EmpiricalOptions) -> (u64, u64) {
    let sampler = sampler();
    let truth = &sampler.game;
    let half = ratio(1, 2);
    let mixed = MixedProfile::new(vec![
        vec![half.clone(), half],
        vec![ratio(1, 3), ratio(1, 6), ratio(1, 2)],
    ])
    .expect("a profile");
    let mixed_regret = mixed.regret(truth).expect("fits");
    let (mut payoffs_hold, mut regrets_hold) = (0, 0);
    for repetition in 0..repetitions {
        let options = options.clone().with_seed(repetition);
        let game = EmpiricalGame::sample(&sampler, episodes, &options).expect("samples");
        let mut payoffs = true;
        let mut regrets = game
            .mixed_regret(&mixed)
            .expect("fits")
            .contains(&mixed_regret);
        for profile in truth.space() {
            for player in 0..2 {
                let interval = game.payoff(player, &profile).expect("fits");
                payoffs &= interval.contains(&truth.payoff(player, &profile));
                let regret = truth.regret(player, &profile).expect("fits");
                let interval = game.player_regret(player, &profile).expect("fits");
                regrets &= interval.contains(&regret);
            }
        }
        let separate =
            !options.common_random_numbers || options.method == IntervalMethod::Hoeffding;
        assert!(
            regrets || !payoffs || !separate,
            "regrets follow from payoffs"
        );
        payoffs_hold += u64::from(payoffs);
        regrets_hold += u64::from(regrets);
    }
    (payoffs_hold, regrets_hold)
}

#[test]
fn proved_intervals_hold_at_least_as_often_as_they_say() {
    let range = EmpiricalOptions::default().with_payoff_range(-2, 8);
    for method in [
        IntervalMethod::Hoeffding,
        IntervalMethod::EmpiricalBernstein,
    ] {
        let options = range
            .clone()
            .with_method(method)
            .with_confidence(ratio(4, 5));
        let (payoffs, regrets) = covered(200, 40, &options);
        assert!(
            payoffs >= 160 && regrets >= payoffs,
            "{method:?}: {payoffs} and {regrets}"
        );
    }
}

#[test]
fn proved_intervals_are_not_so_wide_that_they_could_not_fail() {
    // A single payoff of two values: with hardly any confidence asked for, Hoeffding's interval
    // is narrower than the noise.
    let game = NormalForm::from_fn(&[1], |_, _| q(0)).expect("small");
    let sampler = Noisy { game, noise: 1 };
    let options = EmpiricalOptions::default()
        .with_payoff_range(-1, 1)
        .with_confidence(ratio(1, 100));
    let mut missed = 0;
    for seed in 0..200 {
        let game = EmpiricalGame::sample(&sampler, 9, &options.clone().with_seed(seed));
        let interval = game.expect("samples").payoff(0, &[0]).expect("fits");
        missed += u64::from(!interval.contains(&Rational::ZERO));
    }
    // The half-width is 2 √(ln(2/0.99)/18) = 0.395: missed if at least 7 of 9 signs agree, which
    // has probability 2 (1 + 9 + 36)/512 = 0.18.
    assert!((15..=60).contains(&missed), "{missed}");
}

#[test]
fn the_normal_approximation_is_close_and_says_that_it_is_one() {
    let options = EmpiricalOptions::default()
        .with_method(IntervalMethod::Normal)
        .with_common_random_numbers(false)
        .with_confidence(ratio(4, 5));
    // Twelve independent means, each in its interval with about 59/60: all with 0.82.
    let (payoffs, _) = covered(200, 100, &options);
    assert!((140..=185).contains(&payoffs), "{payoffs}");
    let game = EmpiricalGame::sample(&sampler(), 100, &options).expect("samples");
    assert!(matches!(game.evidence(), Evidence::Approximate { .. }));
}

#[test]
fn sure_verdicts_are_right_and_every_profile_has_one() {
    let sampler = sampler();
    let options = EmpiricalOptions::default().with_payoff_range(-2, 8);
    for episodes in [10, 100, 12_000] {
        let game = EmpiricalGame::sample(&sampler, episodes, &options).expect("samples");
        for epsilon in [q(0), ratio(1, 2), q(2)] {
            let verdicts = game.equilibria(&epsilon).expect("not negative");
            let truly = |profile: &Vec<usize>| {
                let game = &sampler.game;
                game.is_pure_equilibrium_within(profile, &epsilon)
                    .expect("fits")
            };
            assert!(verdicts.certain.iter().all(truly));
            assert!(!verdicts.excluded.iter().any(truly));
            let [certain, undecided, excluded] =
                [&verdicts.certain, &verdicts.undecided, &verdicts.excluded].map(Vec::len);
            assert_eq!(certain + undecided + excluded, 6);
            if episodes == 12_000 && epsilon == ratio(1, 2) {
                assert_eq!(undecided, 0, "{verdicts:?}");
            }
        }
    }
}
