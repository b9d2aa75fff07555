use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::game::Game;

fn table(game: &NormalForm<Rational>, player: usize) -> Vec<i64> {
    (0..game.space().len())
        .map(|index| {
            game.payoff_at(player, index)
                .to_i64_parts()
                .expect("a small integer")
                .0
        })
        .collect()
}

#[test]
fn values_are_stable() {
    let words: Vec<u64> = {
        let mut rng = generator(0, 0);
        (0..3).map(|_| rng.next_u64()).collect()
    };
    // Computed apart from this code, by a few lines of another language.
    assert_eq!(
        words,
        [
            10_036_820_880_332_236_985,
            3_915_150_410_211_586_943,
            3_120_513_165_083_250_583
        ]
    );
    let game = uniform_integers(&[2, 3], -10..=10, &mut generator(1, 2)).expect("valid");
    assert_eq!(table(&game, 0), [7, -2, 10, 7, 0, -1]);
    assert_eq!(table(&game, 1), [5, 5, -4, -6, -3, -2]);
    let game = uniform(&[2], 0.0, 1.0, &mut generator(1, 2)).expect("valid");
    assert_eq!(
        [game.payoff(0, &[0]), game.payoff(0, &[1])],
        [0.8204642779770205, 0.741366435156958]
    );
    let game = covariant(&[1, 1, 1], 0.5, &mut generator(1, 2)).expect("valid");
    assert_eq!(
        [0, 1, 2].map(|player| game.payoff(player, &[0, 0, 0])),
        [0.7025653449266096, 0.5717363323843423, -0.23922579954787407]
    );
    let game = zero_sum(2, 2, -10..=10, &mut generator(1, 2)).expect("valid");
    assert_eq!(table(&game, 0), [7, 5, -2, 5]);
    assert_eq!(table(&game, 1), [-7, -5, 2, -5]);
    let found = potential(&[2, 2], 0..=9, &mut generator(1, 2)).expect("valid");
    assert_eq!(table(&found.game, 0), [17, 10, 13, 10]);
    assert_eq!(table(&found.game, 1), [16, 15, 6, 9]);
    let game = symmetric(3, 2, 0..=99, &mut generator(1, 2)).expect("valid");
    assert_eq!(table(&game, 1), [82, 74, 73, 95, 74, 41, 95, 33]);
}

#[test]
fn streams_differ_from_each_other_and_from_other_seeds() {
    let first: HashSet<u64> = (0..100)
        .flat_map(|seed| (0..100).map(move |stream| generator(seed, stream).next_u64()))
        .collect();
    assert_eq!(first.len(), 10_000);
    // Neighbouring streams share no pattern: their first words differ in about half of the bits.
    let flipped: u32 = (0..1000)
        .map(|k| (generator(7, k).next_u64() ^ generator(7, k + 1).next_u64()).count_ones())
        .sum();
    assert!((31_000..33_000).contains(&flipped), "{flipped}");
}

#[test]
fn bad_parameters_are_named() {
    let rng = &mut generator(0, 0);
    let parameter = |error: GameError| match error {
        GameError::BadParameter { parameter, .. } => parameter,
        other => panic!("{other:?}"),
    };
    #[allow(clippy::reversed_empty_ranges)] // The point of the test.
    let empty = 1..=0;
    for error in [
        uniform_integers(&[2, 2], empty.clone(), rng).map(|_| ()),
        zero_sum(2, 2, empty.clone(), rng).map(|_| ()),
        potential(&[2, 2], empty.clone(), rng).map(|_| ()),
        symmetric(2, 2, empty.clone(), rng).map(|_| ()),
    ] {
        assert_eq!(parameter(error.expect_err("empty")), "range");
    }
    for (low, high) in [
        (1.0, 1.0),
        (0.0, f64::NAN),
        (0.0, f64::INFINITY),
        (-f64::MAX, f64::MAX),
    ] {
        let error = uniform(&[2], low, high, rng).expect_err("no range");
        assert_eq!(parameter(error), "high");
    }
    for (players, correlation) in [(2, -1.01), (3, -0.51), (2, 1.01), (2, f64::NAN), (1, -1.5)] {
        let error = covariant(&vec![2; players], correlation, rng).expect_err("impossible");
        assert_eq!(parameter(error), "correlation");
    }
    assert_eq!(
        parameter(symmetric(0, 2, 0..=1, rng).expect_err("no players")),
        "players"
    );
    assert_eq!(uniform_integers(&[], 0..=1, rng), Err(GameError::NoPlayers));
    assert_eq!(
        zero_sum(2, 0, 0..=1, rng),
        Err(GameError::NoActions { player: 1 })
    );
    assert!(matches!(
        potential(&[1 << 20, 1 << 20], 0..=1, rng),
        Err(GameError::TooLarge { .. })
    ));
}

#[test]
fn payoffs_have_the_correlation_asked_for() {
    for (players, correlation) in [
        (2, -1.0),
        (2, -0.4),
        (2, 0.0),
        (2, 0.7),
        (3, -0.5),
        (3, 0.3),
        (4, -1.0 / 3.0),
        (4, 1.0),
    ] {
        let mut shape = vec![1; players];
        shape[0] = 20_000;
        let game = covariant(&shape, correlation, &mut generator(11, players as u64))
            .expect("in the range");
        let draws = game.space().len() as f64;
        let moment = |i: usize, j: usize| {
            (0..game.space().len())
                .map(|index| game.payoff_at(i, index) * game.payoff_at(j, index))
                .sum::<f64>()
                / draws
        };
        for i in 0..players {
            assert!((moment(i, i) - 1.0).abs() < 0.05);
            for j in 0..i {
                assert!(
                    (moment(i, j) - correlation).abs() < 0.05,
                    "{players} players at {correlation}: {}",
                    moment(i, j)
                );
            }
        }
        if (1.0 + (players as f64 - 1.0) * correlation).abs() < 1e-12 {
            // Rounding at the end of the range enters under a square root.
            let worst = (0..game.space().len())
                .map(|index| game.welfare_at(index).abs())
                .fold(0.0, f64::max);
            assert!(worst < 1e-6, "{worst}");
        }
    }
}

#[test]
fn multisets_are_numbered_without_gaps() {
    for (size, kinds) in [(0usize, 3usize), (3, 1), (2, 3), (4, 3), (3, 4)] {
        let ranks = multiset_ranks(size, kinds);
        let mut found = HashSet::new();
        for code in 0..kinds.pow(size as u32) {
            let mut multiset: Vec<usize> = (0..size as u32)
                .map(|place| code / kinds.pow(place) % kinds)
                .collect();
            multiset.sort_unstable();
            let rank: usize = multiset
                .iter()
                .enumerate()
                .map(|(place, &kind)| ranks[kind][place + 1])
                .sum();
            found.insert((rank, multiset));
        }
        let numbers: HashSet<usize> = found.iter().map(|(rank, _)| *rank).collect();
        assert_eq!(numbers.len(), found.len());
        assert_eq!(numbers.iter().max(), Some(&(found.len() - 1)));
    }
}

#[test]
fn every_profile_of_the_others_has_its_own_dummy_term() {
    let shape = [2, 3, 4];
    let PotentialGame { game, potential } =
        potential(&shape, 0..=1 << 50, &mut generator(2, 0)).expect("valid");
    for (player, &actions) in shape.iter().enumerate() {
        let dummies: HashSet<Rational> = (0..24)
            .map(|index| game.payoff_at(player, index) - &potential[index])
            .collect();
        assert_eq!(dummies.len(), 24 / actions);
    }
}

fn shape() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(1usize..4, 1..5)
}

proptest! {
    #[test]
    fn uniform_payoffs_stay_in_their_range(shape in shape(), seed: u64, low in -5i64..5, width in 0i64..5) {
        let game = uniform_integers(&shape, low..=low + width, &mut generator(seed, 0)).expect("valid");
        for player in 0..shape.len() {
            prop_assert!(table(&game, player).iter().all(|x| (low..=low + width).contains(x)));
        }
        let (low, high) = (low as f64, (low + width) as f64 + 0.5);
        let game = uniform(&shape, low, high, &mut generator(seed, 0)).expect("valid");
        for index in 0..game.space().len() {
            prop_assert!((low..=high).contains(&game.payoff_at(0, index)));
        }
    }

    #[test]
    fn zero_sum_games_sum_to_zero(rows in 1usize..6, columns in 1usize..6, seed: u64) {
        let game = zero_sum(rows, columns, i64::MIN..=i64::MAX, &mut generator(seed, 0)).expect("valid");
        for index in 0..game.space().len() {
            prop_assert_eq!(game.welfare_at(index), Rational::ZERO);
        }
    }

    #[test]
    fn every_deviation_changes_the_potential_by_its_gain(shape in shape(), seed: u64) {
        let PotentialGame { game, potential } =
            potential(&shape, -20..=20, &mut generator(seed, 0)).expect("valid");
        let space = game.space();
        for index in 0..space.len() {
            for (player, &actions) in shape.iter().enumerate() {
                for action in 0..actions {
                    let moved = space.deviation(index, player, action);
                    prop_assert_eq!(
                        game.payoff_at(player, moved) - game.payoff_at(player, index),
                        &potential[moved] - &potential[index]
                    );
                }
            }
        }
    }

    #[test]
    fn symmetric_games_are_invariant_under_every_exchange_of_players(
        players in 1usize..5, actions in 1usize..4, seed: u64
    ) {
        let game = symmetric(players, actions, 0..=1_000_000, &mut generator(seed, 0)).expect("valid");
        // Adjacent exchanges generate all permutations.
        for first in 1..players {
            let mut order: Vec<usize> = (0..players).collect();
            order.swap(first - 1, first);
            prop_assert_eq!(&game.with_players_permuted(&order).expect("a permutation"), &game);
        }
        // And nothing else is equal: as many different payoffs as own actions and counts.
        let different: HashSet<i64> = table(&game, 0).into_iter().collect();
        let ranks = multiset_ranks(players - 1, actions);
        let multisets = 1 + (1..players).map(|j| ranks[actions - 1][j]).sum::<usize>();
        prop_assert!(different.len() <= actions * multisets);
        prop_assert!(different.len() + 2 >= actions * multisets);
    }
}
