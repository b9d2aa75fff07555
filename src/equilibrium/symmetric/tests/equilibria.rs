//! The convex sets of symmetric equilibria.

use proptest::prelude::*;

use super::*;
use crate::equilibrium::Found;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn equilibria_on_a_grid_lie_in_the_convex_sets(game in games(4)) {
        let found = equilibria(&game);
        prop_assert!(!found.extreme.is_empty());
        for one in &found.extreme {
            prop_assert!(one.profile().expect("a strategy").is_equilibrium(&game).expect("fits"));
            prop_assert_eq!(&one.payoff, &payoff(&game, &one.strategy, &one.strategy));
        }
        for set in &found.convex_sets {
            let share = q(1, set.len() as i64);
            let mut centre = vec![Rational::ZERO; game.actions(0)];
            for &index in set {
                for (sum, p) in centre.iter_mut().zip(&found.extreme[index].strategy) {
                    *sum += p * &share;
                }
            }
            prop_assert!(verdict_at(&game, &centre).is_equilibrium());
        }
        for x in grid(game.actions(0), 4) {
            if verdict_at(&game, &x).is_equilibrium() {
                // In the convex set of the equilibria on its own support that are extreme.
                let inside = found.convex_sets.iter().any(|set| {
                    let points: Vec<Vec<Rational>> =
                        set.iter().map(|&i| found.extreme[i].strategy.clone()).collect();
                    in_hull(&x, &points)
                });
                prop_assert!(inside, "{:?} in {:?}", x, found);
            }
        }
    }

    #[test]
    fn a_constant_added_to_a_column_changes_nothing(game in games(4), added in proptest::collection::vec(-9i64..10, 4)) {
        let size = game.actions(0);
        let rows: Vec<Vec<Rational>> = (0..size)
            .map(|i| (0..size).map(|j| game.payoff(0, &[i, j]) + Rational::from(added[j])).collect())
            .collect();
        let moved = NormalForm::symmetric(&rows).expect("square");
        let strategies = |game: &NormalForm<Rational>| -> Vec<Vec<Rational>> {
            stable(game).into_iter().map(|found| found.strategy).collect()
        };
        prop_assert_eq!(strategies(&game), strategies(&moved));
        let extreme = |game: &NormalForm<Rational>| -> Vec<Vec<Rational>> {
            equilibria(game).extreme.into_iter().map(|found| found.strategy).collect()
        };
        prop_assert_eq!(extreme(&game), extreme(&moved));
        prop_assert_eq!(equilibria(&game).convex_sets, equilibria(&moved).convex_sets);
    }
}

/// Is a point a mixture of these? Of at most four coordinates, so that some affinely independent
/// ones do (Carathéodory, 1911).
fn in_hull(x: &[Rational], points: &[Vec<Rational>]) -> bool {
    use crate::equilibrium::symmetric::elimination::{Solutions, quotient, solve};
    (1u32..1 << points.len()).any(|subset| {
        let chosen: Vec<&Vec<Rational>> = (0..points.len())
            .filter(|&i| subset >> i & 1 == 1)
            .map(|i| &points[i])
            .collect();
        let rows: Vec<Vec<Rational>> = (0..x.len())
            .map(|j| {
                chosen
                    .iter()
                    .map(|p| p[j].clone())
                    .chain([x[j].clone()])
                    .collect()
            })
            .collect();
        match solve(&rows, chosen.len()) {
            Solutions::One {
                numerators,
                denominator,
            } => numerators
                .iter()
                .all(|n| !quotient(n, &denominator).is_negative()),
            _ => false,
        }
    })
}

#[test]
fn an_isolated_set_is_told_from_a_continuum() {
    let game = symmetric([[1, 1, 0], [1, 1, 0], [0, 0, 2]]);
    let found = equilibria(&game);
    assert!(!found.are_isolated());
    // Actions 0 and 1 are twins: their mixtures, action 2, and both of the mixtures with 2.
    assert_eq!(found.extreme.len(), 5);
    assert_eq!(found.convex_sets, vec![vec![0, 1], vec![2], vec![3, 4]]);
    match neutrally_stable_strategies(&game, &options()).expect("small") {
        Found::Some { set } => assert_eq!(set.len(), 3),
        other => panic!("{other:?}"),
    }
    assert_eq!(stable(&game).len(), 1);
}

#[test]
fn a_game_of_twelve_actions_is_listed() {
    let mut state = 12345u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) as i64 % 1000
    };
    let entries: Vec<i64> = (0..144).map(|_| draw()).collect();
    let game = from_list(12, &entries);
    let found = equilibria(&game);
    // Of a regular game an odd number (Harsanyi, 1973).
    assert_eq!(found.extreme.len() % 2, 1);
    assert!(found.are_isolated());
    for one in &stable(&game) {
        assert!(found.extreme.contains(one));
    }
}
