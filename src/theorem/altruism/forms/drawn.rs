//! Outcomes and altruists, also outside the family.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

use super::*;
use crate::theorem::altruism::by_definition::fraction;
use crate::theorem::altruism::drawn::near;
use crate::theorem::{Drawn, strategy};

fn outcomes(
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
fn any_weight() -> impl Strategy<Value = Rational> + Clone {
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

impl Drawn for AltruismIsCharnessRabin {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        outcomes(2..=2, strategy::altruism_weights())
    }

    fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        outcomes(1..=3, any_weight())
    }
}

impl Drawn for ReciprocityAmongEqualsIsAltruism {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        (1usize..=4, -7i64..=7, 0i64..=4)
            .prop_flat_map(|(players, altruism, regard)| {
                let types = vec![fraction(altruism, 8); players];
                (
                    Just((types, fraction(regard, 4))),
                    vec(strategy::payoffs(), players),
                )
            })
            .prop_map(|((types, regard), payoffs)| KnownTypes::new(types, regard, payoffs))
            .boxed()
    }

    fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        (vec(-7i64..=7, 2), 0i64..=4, vec(strategy::payoffs(), 2))
            .prop_map(|(types, regard, payoffs)| {
                let types = types.into_iter().map(|a| fraction(a, 8)).collect();
                KnownTypes::new(types, fraction(regard, 4), payoffs)
            })
            .boxed()
    }
}
