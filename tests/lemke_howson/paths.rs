//! Properties of the paths on random games.

use lacuna::equilibrium::{
    LemkeHowsonOptions, PathArithmetic, PathObstacle, SolveError, lemke_howson, lemke_howson_all,
    lemke_howson_numeric,
};
use lacuna::game::{Game, NormalForm, random};
use lacuna::number::Rational;
use proptest::prelude::*;

fn exact() -> LemkeHowsonOptions {
    LemkeHowsonOptions::default().with_float_first(false)
}

/// A game of a given shape with integer payoffs in a range.
fn game(actions: [usize; 2], largest: i64, seed: u64) -> NormalForm<Rational> {
    random::uniform_integers(&actions, 0..=largest, &mut random::generator(seed, 0)).expect("small")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn games_full_of_ties_from_every_label(m in 1usize..=6, n in 1usize..=6, seed: u64) {
        let game = game([m, n], 2, seed);
        for label in 0..m + n {
            for options in [LemkeHowsonOptions::default(), exact()] {
                let end = lemke_howson(&game, label, &options).expect("a path");
                prop_assert!(end.verify(&game));
            }
        }
    }

    #[test]
    fn both_arithmetics_follow_the_same_path(m in 1usize..=9, n in 1usize..=9, seed: u64) {
        // Payoffs this far apart make ties all but impossible.
        let game = game([m, n], 1 << 40, seed);
        for label in 0..m + n {
            let float = lemke_howson(&game, label, &LemkeHowsonOptions::default()).expect("a path");
            let whole = lemke_howson(&game, label, &exact()).expect("a path");
            prop_assert_eq!(float.arithmetic, PathArithmetic::Float);
            prop_assert_eq!(&float.profile, &whole.profile);
            prop_assert_eq!(float.pivots, whole.pivots);
            prop_assert!(whole.verify(&game));
            let numeric = lemke_howson_numeric(
                &game.to_f64().expect("finite"), label, &LemkeHowsonOptions::default(),
            ).expect("a path");
            prop_assert_eq!(numeric.pivots, whole.pivots);
            prop_assert!(numeric.largest_regret <= 1e-9 * (1u64 << 40) as f64);
            for player in 0..2 {
                prop_assert_eq!(numeric.profile.support(player), whole.profile.support(player));
            }
        }
    }

    #[test]
    fn positive_affine_payoffs_change_nothing(seed: u64, shift in -1000i64..1000, scale in 1i64..50) {
        let game = game([4, 5], 1000, seed);
        let moved = game.affine(
            &[Rational::new(scale, 7).expect("positive"), Rational::from(scale)],
            &[Rational::from(shift), Rational::new(shift, 3).expect("a fraction")],
        ).expect("positive");
        let ends = |game: &NormalForm<Rational>| {
            lemke_howson_all(game, &exact()).expect("paths").into_set()
        };
        prop_assert_eq!(ends(&game), ends(&moved));
    }

    #[test]
    fn payoffs_beyond_the_machine(m in 1usize..=5, n in 1usize..=5, seed: u64) {
        let small = game([m, n], 50, seed);
        let factor: Rational = "1e40".parse().expect("a number");
        let shift: Rational = "-7e45/3".parse().unwrap_or_else(|_| Rational::from(-7));
        let big = small.affine(&[factor.clone(), factor], &[shift.clone(), shift]).expect("positive");
        for label in 0..m + n {
            for options in [LemkeHowsonOptions::default(), exact()] {
                let end = lemke_howson(&big, label, &options).expect("a path");
                prop_assert!(end.verify(&big));
                let same = lemke_howson(&small, label, &options).expect("a path");
                prop_assert!(same.verify(&small));
            }
        }
    }
}

#[test]
fn extremes_of_the_machine_integers() {
    let extremes = [i64::MIN, i64::MAX, 0, -1, i64::MAX - 1, i64::MIN + 1];
    for seed in 0..40u64 {
        let game = NormalForm::from_fn(&[3, 3], |player, p| {
            let pick = seed as usize * 7 + 5 * p[0] + 11 * p[1] + 3 * player * (1 + p[0]);
            Rational::from(extremes[(pick * pick + pick / 3) % 6])
        })
        .expect("small");
        for label in 0..6 {
            for options in [LemkeHowsonOptions::default(), exact()] {
                let end = lemke_howson(&game, label, &options).expect("a path");
                assert!(end.verify(&game));
            }
        }
    }
}

#[test]
fn larger_games_are_proved_too() {
    for (size, seed) in [(20, 1), (30, 2), (40, 3), (60, 4)] {
        let game = game([size, size + 3], 9999, seed);
        for label in [0, size - 1, size, 2 * size + 2] {
            let end = lemke_howson(&game, label, &LemkeHowsonOptions::default()).expect("a path");
            assert_eq!(end.arithmetic, PathArithmetic::Float);
            assert!(end.verify(&game));
        }
    }
}

#[test]
fn pennies_of_many_sides_need_the_whole_support() {
    // Shapley's cyclic games: the only equilibrium mixes all actions evenly.
    for sides in [3usize, 8, 25] {
        let game = NormalForm::from_fn(&[sides, sides], |player, p| {
            Rational::from(i64::from((p[0] + player) % sides == p[1]))
        })
        .expect("small");
        for options in [LemkeHowsonOptions::default(), exact()] {
            let end = lemke_howson(&game, 0, &options).expect("a path");
            let share = Rational::new(1, sides as i64).expect("positive");
            assert_eq!(end.profile.strategies(), vec![vec![share; sides]; 2]);
        }
    }
}

#[test]
fn misuse_and_limits_are_typed() {
    let options = LemkeHowsonOptions::default();
    let three = random::uniform_integers(&[2, 2, 2], 0..=9, &mut random::generator(1, 0));
    let three = three.expect("small");
    assert!(matches!(
        lemke_howson(&three, 0, &options),
        Err(SolveError::NotTwoPlayers { players: 3, .. })
    ));
    let game = game([6, 6], 1000, 5);
    assert!(matches!(
        lemke_howson(&game, 12, &options),
        Err(SolveError::LabelOutOfRange {
            label: 12,
            labels: 12,
            ..
        })
    ));
    let numeric = game.to_f64().expect("finite");
    assert!(matches!(
        lemke_howson_numeric(&numeric, 99, &options),
        Err(SolveError::LabelOutOfRange { .. })
    ));
    assert!(matches!(
        lemke_howson(&game, 0, &options.clone().with_max_pivots(1)),
        Err(SolveError::PathUnfinished {
            label: 0,
            obstacle: PathObstacle::Pivots,
            ..
        })
    ));
    assert!(matches!(
        lemke_howson(
            &game,
            0,
            &options.clone().with_max_time(std::time::Duration::ZERO)
        ),
        Err(SolveError::PathUnfinished {
            obstacle: PathObstacle::Time,
            ..
        })
    ));
    assert!(matches!(
        lemke_howson(&game, 0, &exact().with_max_exact_actions(11)),
        Err(SolveError::PathUnfinished {
            obstacle: PathObstacle::ExactSize,
            ..
        })
    ));
    // The paths before the one that was too long come along.
    let pivots: Vec<usize> = (0..12)
        .map(|label| lemke_howson(&game, label, &options).expect("a path").pivots)
        .collect();
    let longest = (0..12).max_by_key(|&label| (pivots[label], std::cmp::Reverse(label)));
    let longest = longest.expect("labels");
    match lemke_howson_all(&game, &options.with_max_pivots(pivots[longest] - 1)) {
        Err(SolveError::PathUnfinished { label, found, .. }) => {
            assert_eq!(label, longest);
            let covered: usize = found.iter().map(|e| e.labels.len()).sum();
            assert_eq!(covered, longest);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(game.actions(0), 6);
}
