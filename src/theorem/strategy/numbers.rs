//! Exact numbers: payoffs, weights, probabilities, and numbers near a threshold.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::number::Rational;

/// Payoffs: mostly small whole numbers, which make ties; some halves and thirds. They shrink
/// towards zero.
pub fn payoffs() -> impl Strategy<Value = Rational> + Clone {
    rationals(-6..=6, 3)
}

/// Fractions with a numerator from the range and a denominator from 1 to `denominator` (which is at
/// least 1); four in five are whole numbers. They shrink towards whole numbers, and towards zero.
pub fn rationals(
    numerators: RangeInclusive<i64>,
    denominator: i64,
) -> impl Strategy<Value = Rational> + Clone {
    let denominators = prop_oneof![4 => Just(1i64), 1 => 1..=denominator.max(1)];
    (numerators, denominators).prop_map(|(above, below)| ratio(above, below))
}

/// Altruism weights λ from zero to three; one in four is zero.
pub fn altruism_weights() -> impl Strategy<Value = Rational> + Clone {
    prop_oneof![1 => Just(Rational::ZERO), 3 => rationals(0..=3, 4)]
}

/// Numbers at the edge of machine words and beyond, of either sign: whole numbers next to 2⁶³,
/// fractions whose common denominator does not fit 64 bits, and some with more than 64 bits
/// themselves; also small ones. They shrink towards zero.
pub fn large_numbers() -> impl Strategy<Value = Rational> + Clone {
    // Primes next to 2³¹ and 2⁶¹ have no factor in common.
    const DENOMINATORS: [i64; 4] = [1, 2_147_483_629, 2_147_483_647, 2_305_843_009_213_693_951];
    (0u8..5, -9i64..=9, 0..DENOMINATORS.len()).prop_map(|(kind, small, denominator)| match kind {
        0 => Rational::from(small),
        1 => Rational::from(i64::MAX - small.abs()),
        2 => Rational::from(i64::MIN + small.abs()),
        3 => ratio(small, DENOMINATORS[denominator]),
        _ => Rational::from(i64::MAX) * &Rational::from(small) + &ratio(1, 3),
    })
}

/// Numbers exactly at a threshold, below it and above it: the threshold itself in one case of
/// three, otherwise up to a quarter and down to 10⁻¹² away from it. They shrink towards the
/// threshold.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::theorem::strategy::near;
/// use proptest::prelude::*;
/// let half = Rational::new(1, 2)?;
/// proptest!(|(number in near(&half))| {
///     prop_assert!((number - &half).abs() <= Rational::new(1, 4)?);
/// });
/// # Ok::<(), lacuna::number::NumberError>(())
/// ```
pub fn near(threshold: &Rational) -> impl Strategy<Value = Rational> + Clone + use<> {
    let threshold = threshold.clone();
    places().prop_map(move |(side, distance)| match side {
        Ordering::Equal => threshold.clone(),
        Ordering::Less => &threshold - &distance,
        Ordering::Greater => &threshold + &distance,
    })
}

/// Weights that are not negative, exactly at a threshold, below it (unless it is zero) and above
/// it. They shrink towards the threshold.
pub fn weights_near(threshold: &Rational) -> impl Strategy<Value = Rational> + Clone + use<> {
    let threshold = threshold.clone();
    places().prop_map(move |place| weight_at(&threshold, &place))
}

/// A side of a threshold, and how far from it.
pub(super) type Place = (Ordering, Rational);

pub(super) fn places() -> impl Strategy<Value = Place> + Clone {
    const DISTANCES: [i64; 4] = [4, 100, 1_000_000, 1_000_000_000_000];
    const SIDES: [Ordering; 3] = [Ordering::Equal, Ordering::Less, Ordering::Greater];
    (0..SIDES.len(), 0..DISTANCES.len())
        .prop_map(|(side, distance)| (SIDES[side], ratio(1, DISTANCES[distance])))
}

/// The weight at a place of a threshold that is not negative: below, by a share of the threshold.
pub(super) fn weight_at(threshold: &Rational, (side, distance): &Place) -> Rational {
    match side {
        Ordering::Equal => threshold.clone(),
        Ordering::Less => threshold - &(threshold * distance),
        Ordering::Greater => threshold + distance,
    }
}

/// Probabilities of so many cases (at least one), which sum to one; often some are zero, and
/// sometimes one is certain. They shrink towards certainty of the first.
pub fn probabilities(cases: usize) -> impl Strategy<Value = Vec<Rational>> + Clone {
    vec(0i64..=3, cases.max(1)).prop_map(shares)
}

/// Probabilities of so many cases (at least one), none of which is zero. They shrink towards equal
/// ones.
pub fn positive_probabilities(cases: usize) -> impl Strategy<Value = Vec<Rational>> + Clone {
    vec(1i64..=4, cases.max(1)).prop_map(shares)
}

/// Weights that are not negative as shares of their sum; the first has all if they are all zero.
pub(super) fn shares(mut weights: Vec<i64>) -> Vec<Rational> {
    let mut total = weights.iter().sum::<i64>();
    if total == 0
        && let Some(first) = weights.first_mut()
    {
        *first = 1;
        total = 1;
    }
    weights
        .into_iter()
        .map(|weight| ratio(weight, total))
        .collect()
}

/// A fraction whose denominator is not zero.
pub(super) fn ratio(above: i64, below: i64) -> Rational {
    Rational::new(above, below).unwrap_or(Rational::ZERO)
}
