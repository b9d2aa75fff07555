//! Settings, priors and games to draw from: small, with ties.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

use crate::game::ProfileSpace;
use crate::mechanism::{Prior, Setting};
use crate::number::Rational;

/// Whole numbers in a range, as values.
pub(super) fn whole(range: std::ops::RangeInclusive<i64>) -> BoxedStrategy<Rational> {
    range.prop_map(Rational::from).boxed()
}

/// A whole number of a range and up to `more` larger ones, one or two apart.
pub(super) fn grids(
    first: std::ops::RangeInclusive<i64>,
    more: usize,
) -> BoxedStrategy<Vec<Rational>> {
    (first, vec(1i64..=2, 0..=more))
        .prop_map(|(first, steps)| {
            let rising = steps.iter().scan(first, |sum, step| {
                *sum += step;
                Some(*sum)
            });
            std::iter::once(first)
                .chain(rising)
                .map(Rational::from)
                .collect()
        })
        .boxed()
}

/// The types of each agent: two agents with up to three, or three with up to two.
pub(super) fn shapes() -> BoxedStrategy<Vec<usize>> {
    prop_oneof![3 => vec(1usize..=3, 2), 1 => vec(1usize..=2, 3)].boxed()
}

/// Settings with private values of a range, up to three alternatives, and independent types.
pub(super) fn settings(range: std::ops::RangeInclusive<i64>) -> BoxedStrategy<Setting> {
    (shapes(), 1usize..=3)
        .prop_flat_map(move |(types, alternatives)| settings_of(types, alternatives, range.clone()))
        .boxed()
}

/// The same with these types and alternatives.
pub(super) fn settings_of(
    types: Vec<usize>,
    alternatives: usize,
    range: std::ops::RangeInclusive<i64>,
) -> BoxedStrategy<Setting> {
    let rows = types.iter().sum::<usize>();
    (
        vec(vec(whole(range), alternatives), rows),
        independent(&types),
    )
        .prop_filter_map("no setting", move |(values, prior)| {
            let first = |agent: usize| types[..agent].iter().sum::<usize>();
            Setting::private(&types, alternatives, |agent, own, alternative| {
                values[first(agent) + own][alternative].clone()
            })
            .ok()?
            .with_prior(prior)
            .ok()
        })
        .boxed()
}

/// Settings with values that depend on everybody's type.
pub(super) fn interdependent(range: std::ops::RangeInclusive<i64>) -> BoxedStrategy<Setting> {
    (vec(2usize..=2, 2), 2usize..=3)
        .prop_flat_map(move |(types, alternatives)| {
            let profiles = types.iter().product::<usize>();
            let cells = types.len() * profiles * alternatives;
            let values = vec(whole(range.clone()), cells);
            values.prop_filter_map("no setting", move |values| {
                let space = ProfileSpace::new(&types).ok()?;
                Setting::interdependent(&types, alternatives, |agent, profile, alternative| {
                    let place = space.index(profile).unwrap_or(0);
                    let row = agent * space.len() + place;
                    values[row * alternatives + alternative].clone()
                })
                .ok()
            })
        })
        .boxed()
}

/// Weights over their sum.
pub(super) fn shares(weights: &[i64]) -> Vec<Rational> {
    let sum: i64 = weights.iter().sum();
    let shares = weights.iter();
    shares
        .map(|&weight| Rational::new(weight, sum).unwrap_or_default())
        .collect()
}

/// Distributions over so many things; with `least` 1 each has a positive probability.
pub(super) fn distributions(count: usize, least: i64) -> BoxedStrategy<Vec<Rational>> {
    vec(least..=3, count)
        .prop_map(|mut weights| {
            if weights.iter().all(|&weight| weight == 0) {
                weights[0] = 1;
            }
            shares(&weights)
        })
        .boxed()
}

/// Independent types; one in four has a type of probability zero.
pub(super) fn independent(types: &[usize]) -> BoxedStrategy<Prior> {
    let of = |least: i64| -> Vec<BoxedStrategy<Vec<Rational>>> {
        let counts = types.iter();
        counts.map(|&count| distributions(count, least)).collect()
    };
    prop_oneof![3 => of(1), 1 => of(0)]
        .prop_map(Prior::Independent)
        .boxed()
}

/// Any prior over type profiles.
pub(super) fn joint(profiles: usize) -> BoxedStrategy<Prior> {
    distributions(profiles, 0).prop_map(Prior::Joint).boxed()
}

/// An order of so many things.
pub(super) fn orders(count: usize) -> BoxedStrategy<Vec<usize>> {
    Just((0..count).collect::<Vec<_>>()).prop_shuffle().boxed()
}
