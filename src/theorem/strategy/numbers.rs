//! Exact numbers.

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
    numerators: std::ops::RangeInclusive<i64>,
    denominator: i64,
) -> impl Strategy<Value = Rational> + Clone {
    let denominators = prop_oneof![4 => Just(1i64), 1 => 1..=denominator.max(1)];
    (numerators, denominators)
        .prop_map(|(above, below)| Rational::new(above, below).unwrap_or(Rational::ZERO))
}

/// Altruism weights λ from zero to three; one in four is zero.
pub fn altruism_weights() -> impl Strategy<Value = Rational> + Clone {
    prop_oneof![1 => Just(Rational::ZERO), 3 => rationals(0..=3, 4)]
}
