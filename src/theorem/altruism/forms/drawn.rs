//! Outcomes and altruists, also outside the family.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

use super::*;
use crate::theorem::altruism::drawn::near;
use crate::theorem::by_definition::fraction;
use crate::theorem::{Drawn, strategy};

/// Altruists with such a λ, and two outcomes for so many players.
pub(in crate::theorem::altruism) fn outcomes(
    players: std::ops::RangeInclusive<usize>,
    lambda: impl Strategy<Value = Rational> + Clone + 'static,
) -> BoxedStrategy<TwoOutcomes> {
    (players, lambda)
        .prop_flat_map(|(players, lambda)| {
            let outcome = || vec(strategy::payoffs(), players);
            (Just(lambda), outcome(), outcome())
        })
        .prop_map(|(lambda, first, second)| TwoOutcomes::new(lambda, first, second))
        .boxed()
}

/// Any weight, also spite.
pub(in crate::theorem::altruism) fn any_weight() -> impl Strategy<Value = Rational> + Clone {
    strategy::rationals(-2..=2, 4)
}

impl Drawn for OneParameterForms {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        outcomes(2..=4, strategy::altruism_weights())
    }

    fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        outcomes(1..=3, any_weight())
    }
}

impl Drawn for SocialValueAnglesBelowHalfARightAngle {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        prop_oneof![
            2 => (0i64..=8).prop_map(|n| fraction(n, 8)),
            1 => near(Rational::ZERO),
            1 => near(Rational::ONE),
            1 => strategy::rationals(-3..=3, 4),
        ]
        .boxed()
    }
}

impl Drawn for FeelingsRevealPayoffs {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        let close_to_singular = (-4i64..=-1).prop_map(|n| fraction(1, n));
        let weights = prop_oneof![1 => close_to_singular, 3 => any_weight()];
        outcomes(1..=4, weights)
    }
}
