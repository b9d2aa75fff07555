//! Envy and guilt, most of it near thresholds.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

use super::*;
use crate::theorem::altruism::drawn::{any_four_payoffs, dilemmas_of_any_kind, near};
use crate::theorem::{Drawn, strategy};

/// Envy and guilt within their range, in eighths.
fn minding() -> impl Strategy<Value = EnvyAndGuilt> + Clone {
    prop_oneof![1 => Just(4i64), 3 => 0i64..=7].prop_flat_map(|guilt| {
        (0i64..=16)
            .prop_map(move |more| EnvyAndGuilt::new(fraction(guilt + more, 8), fraction(guilt, 8)))
    })
}

/// Any two numbers.
fn any_minding() -> impl Strategy<Value = EnvyAndGuilt> + Clone {
    (-4i64..=12, -4i64..=12)
        .prop_map(|(envy, guilt)| EnvyAndGuilt::new(fraction(envy, 8), fraction(guilt, 8)))
}

/// Guilt near a threshold, and at least as much envy.
fn guilt_near(threshold: Rational) -> impl Strategy<Value = EnvyAndGuilt> + Clone {
    (near(threshold), 0i64..=8).prop_map(|(guilt, more)| {
        let guilt = guilt.max(Rational::ZERO);
        EnvyAndGuilt::new(&guilt + fraction(more, 8), guilt)
    })
}

impl Drawn for FehrSchmidtIsCharnessRabin {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        (minding(), vec(strategy::payoffs(), 2))
            .prop_map(|(minding, payoffs)| InequityAtAnOutcome::new(minding, payoffs))
            .boxed()
    }

    fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        let (minding, players) = match hypothesis {
            "two_players" => (minding().boxed(), 3),
            _ => (any_minding().boxed(), 2),
        };
        (minding, vec(strategy::payoffs(), players))
            .prop_map(|(minding, payoffs)| InequityAtAnOutcome::new(minding, payoffs))
            .boxed()
    }
}

impl Drawn for FehrSchmidtDilemma {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        dilemmas_of_any_kind()
            .prop_flat_map(|payoffs| {
                let threshold = (&payoffs.temptation - &payoffs.reward)
                    .checked_div(&(&payoffs.temptation - &payoffs.sucker));
                (guilt_near(threshold.unwrap_or_default()), Just(payoffs))
            })
            .prop_map(|(minding, payoffs)| InequityInADilemma::new(minding, payoffs))
            .boxed()
    }

    fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        (any_minding(), any_four_payoffs())
            .prop_map(|(minding, payoffs)| InequityInADilemma::new(minding, payoffs))
            .boxed()
    }
}

impl Drawn for GuiltProvidesPublicGoods {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        (2usize..=4, 0i64..=9)
            .prop_flat_map(|(players, eighths)| {
                let marginal = fraction(eighths, 8);
                let minding = guilt_near(Rational::ONE - &marginal);
                (minding, Just(players), Just(marginal))
            })
            .prop_map(|(minding, players, marginal)| {
                InequityAndAPublicGood::new(minding, players, marginal)
            })
            .boxed()
    }

    fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        (any_minding(), 1usize..=3, 0i64..=8)
            .prop_map(|(minding, players, eighths)| {
                InequityAndAPublicGood::new(minding, players, fraction(eighths, 8))
            })
            .boxed()
    }
}

impl Drawn for EnvyRefusesAndGuiltOffers {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        (minding(), 1u32..=6)
            .prop_map(|(minding, steps)| Ultimatum::new(minding, steps))
            .boxed()
    }

    fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        (any_minding(), 1u32..=6)
            .prop_map(|(minding, steps)| Ultimatum::new(minding, steps))
            .boxed()
    }
}
