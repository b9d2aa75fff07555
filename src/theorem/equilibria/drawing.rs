//! Instances that several theorems share.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

use crate::game::NormalForm;
use crate::number::Rational;
use crate::theorem::strategy::{games_of_shape, payoffs, shapes};

/// One of few whole numbers, so that many are equal.
pub(super) fn few() -> impl Strategy<Value = Rational> + Clone {
    (-1i64..=2).prop_map(Rational::from)
}

/// Games with payoffs of which many are equal, or few.
pub(super) fn games(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> BoxedStrategy<NormalForm<Rational>> {
    let tied = |shape: Vec<usize>| {
        let profiles = shape.iter().product::<usize>();
        vec(vec(few(), profiles), shape.len()).prop_filter_map("not a game", move |tables| {
            NormalForm::from_tables(&shape, tables).ok()
        })
    };
    (shapes(players, actions))
        .prop_flat_map(move |shape| prop_oneof![tied(shape.clone()), games_of_shape(&shape)])
        .boxed()
}

/// Two-player games with one to three actions each.
pub(super) fn bimatrices() -> BoxedStrategy<NormalForm<Rational>> {
    games(2..=2, 1..=3)
}

/// Square matrices of numbers of which many are equal, or few.
pub(super) fn matrices(sizes: RangeInclusive<usize>) -> BoxedStrategy<Vec<Vec<Rational>>> {
    sizes
        .prop_flat_map(|size| {
            prop_oneof![vec(vec(few(), size), size), vec(vec(payoffs(), size), size),]
        })
        .boxed()
}

/// Symmetric two-player games.
pub(super) fn symmetric_games(sizes: RangeInclusive<usize>) -> BoxedStrategy<NormalForm<Rational>> {
    matrices(sizes)
        .prop_filter_map("not a game", |matrix| NormalForm::symmetric(&matrix).ok())
        .boxed()
}

/// A number, or slightly less, or slightly more.
pub(super) fn nudges() -> impl Strategy<Value = Rational> + Clone {
    prop_oneof![
        2 => Just(Rational::ZERO),
        1 => (1i64..=100).prop_map(|part| Rational::new(1, 10 * part).unwrap_or_default()),
        1 => (1i64..=100).prop_map(|part| Rational::new(-1, 10 * part).unwrap_or_default()),
    ]
}

/// Near the threshold, and within the range of discount factors.
pub(super) fn near(threshold: &Rational, nudge: &Rational) -> Rational {
    let most = Rational::new(999, 1000).unwrap_or_default();
    (threshold + nudge).max(Rational::ZERO).min(most)
}

/// Weights from zero to one; often zero.
pub(super) fn weights() -> impl Strategy<Value = Rational> {
    prop_oneof![
        2 => Just(Rational::ZERO),
        3 => (1i64..=12).prop_map(|part| Rational::new(part, 12).unwrap_or_default()),
    ]
}
