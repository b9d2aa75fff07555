//! What the strategies draw, and how it shrinks.

mod contracts;
mod designed;
mod draws;
mod games;
mod mechanisms;
mod people;
mod shrinking;
mod thresholds;
mod worlds;

use std::collections::BTreeMap;

use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

/// A runner with a seed, for which anything that is drawn to be thrown away is an error.
fn runner(seed: u8) -> TestRunner {
    let config = Config {
        max_local_rejects: 0,
        failure_persistence: None,
        cases: 4096,
        max_shrink_iters: 1 << 16,
        ..Config::default()
    };
    TestRunner::new_with_rng(
        config,
        TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]),
    )
}

/// So many values from one seed.
fn drawn<S: Strategy>(strategy: &S, count: usize) -> Vec<S::Value> {
    let mut runner = runner(7);
    (0..count)
        .map(|_| {
            strategy
                .new_tree(&mut runner)
                .expect("nothing is rejected")
                .current()
        })
        .collect()
}

/// How often each answer is given on drawn values.
fn tally<S: Strategy, K: Ord>(
    strategy: &S,
    count: usize,
    answer: impl Fn(&S::Value) -> K,
) -> BTreeMap<K, usize> {
    let mut tally = BTreeMap::new();
    for value in drawn(strategy, count) {
        *tally.entry(answer(&value)).or_default() += 1;
    }
    tally
}

/// The simplest value found for which a statement is false.
fn simplest<S: Strategy>(strategy: &S, statement: impl Fn(&S::Value) -> bool) -> S::Value {
    let result = runner(3).run(strategy, |value| {
        prop_assert!(statement(&value));
        Ok(())
    });
    match result {
        Err(TestError::Fail(_, value)) => value,
        other => panic!("no counterexample: {other:?}"),
    }
}

fn q(above: i64, below: i64) -> Rational {
    Rational::new(above, below).expect("not zero")
}

/// Every profile of a shape, by counting.
fn all_profiles(shape: &[usize]) -> Vec<Vec<usize>> {
    shape.iter().fold(vec![Vec::new()], |profiles, &actions| {
        (profiles.iter())
            .flat_map(|profile| (0..actions).map(move |action| [&profile[..], &[action]].concat()))
            .collect()
    })
}

fn shape(game: &NormalForm<Rational>) -> Vec<usize> {
    (0..game.players())
        .map(|player| game.actions(player))
        .collect()
}

fn welfare(game: &NormalForm<Rational>, profile: &[usize]) -> Rational {
    (0..game.players())
        .map(|player| game.payoff(player, profile))
        .sum()
}

/// What a player would gain by a deviation if it maximised `u_i + λ·W`.
fn gain(
    game: &NormalForm<Rational>,
    lambda: &Rational,
    player: usize,
    profile: &[usize],
    action: usize,
) -> Rational {
    let mut other = profile.to_vec();
    other[player] = action;
    let seen = |at: &[usize]| game.payoff(player, at) + &(lambda * &welfare(game, at));
    seen(&other) - &seen(profile)
}

/// Is the profile an equilibrium among players who maximise `u_i + λ·W`?
fn is_equilibrium(game: &NormalForm<Rational>, lambda: &Rational, profile: &[usize]) -> bool {
    (0..game.players()).all(|player| {
        (0..game.actions(player))
            .all(|action| !gain(game, lambda, player, profile, action).is_positive())
    })
}

fn optima(game: &NormalForm<Rational>) -> Vec<Vec<usize>> {
    let all = all_profiles(&shape(game));
    let best = all.iter().map(|profile| welfare(game, profile)).max();
    all.into_iter()
        .filter(|profile| Some(welfare(game, profile)) == best)
        .collect()
}
