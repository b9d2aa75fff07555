//! Payoffs of symmetric games of two actions, and numbers near thresholds.

use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

use crate::game::catalogue::DilemmaPayoffs;
use crate::number::Rational;
use crate::theorem::strategy::dilemma_payoffs;

/// Any four whole numbers.
pub(in super::super) fn any_payoffs() -> impl Strategy<Value = DilemmaPayoffs> {
    let number = || -4i64..=4;
    (number(), number(), number(), number())
        .prop_map(|(r, s, t, p)| DilemmaPayoffs::new(r, s, t, p))
}

/// Half of them and more are dilemmas.
pub(in super::super) fn payoffs() -> impl Strategy<Value = DilemmaPayoffs> {
    prop_oneof![2 => dilemma_payoffs(), 1 => any_payoffs()]
}

/// A little below, at, or a little above a value, or somewhere else; at least 0.
pub(in super::super) fn near(value: Option<Rational>) -> BoxedStrategy<Rational> {
    let value = value.unwrap_or_default();
    let apart = (-1i64..=1, 1i64..=2).prop_map(move |(sign, power)| {
        let step = Rational::new(sign, [10, 1000][power as usize - 1]).unwrap_or_default();
        (&value + &step).max(Rational::ZERO)
    });
    let anywhere = crate::theorem::strategy::rationals(0..=3, 4);
    prop_oneof![3 => apart, 1 => anywhere].boxed()
}
