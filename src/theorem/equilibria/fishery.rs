//! A fishery with many boats.

use crate::game::catalogue::GordonSchaefer;
use crate::number::Rational;
use crate::theorem::by_definition::{fraction, over};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A fishery and how many fish in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CrowdedFishery {
    /// The fishery.
    pub fishery: GordonSchaefer,
    /// The number of players.
    pub players: usize,
}

impl CrowdedFishery {
    /// A fishery with so many players.
    pub fn new(fishery: GordonSchaefer, players: usize) -> Self {
        CrowdedFishery { fishery, players }
    }
}

/// The more players, the closer to open access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrowdsDissipateRent;

impl Theorem for CrowdsDissipateRent {
    type Instance = CrowdedFishery;

    fn statement(&self) -> Statement {
        Statement::new("crowds_dissipate_rent", "Crowds dissipate rent")
            .saying(
                "In the fishery of Gordon and Schaefer n players spend `n/(n + 1)` of the effort at \
                 which rent is zero, each its best reply to the others, and keep `4n/(n + 1)²` of the \
                 greatest rent, which half of that effort brings.",
            )
            .from_source("Gordon, 1954; Schaefer, 1957")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let CrowdedFishery { fishery, players } = instance;
        let count = Rational::from(*players);
        // Rent as a function of the effort of all, from the five numbers.
        let rent_a_unit = |effort: &Rational| {
            let fished = over(&(fishery.catchability() * effort), fishery.growth_rate());
            let stock = fishery.carrying_capacity() * (Rational::ONE - fished);
            let stock = stock.max(Rational::ZERO);
            fishery.price() * fishery.catchability() * stock - fishery.effort_cost()
        };
        let open = fishery.open_access_effort();
        let total = fishery.equilibrium_effort(*players)?;
        let own = over(&total, &count);
        let others = &total - &own;
        let worth = |own: &Rational| own * &rent_a_unit(&(&others + own));
        claim!(rent_a_unit(&open).is_zero(), "there is rent at open access");
        for step in 0..=24 {
            let share = &open * &fraction(step, 16);
            let rent = &share * rent_a_unit(&share);
            claim!(
                fishery.rent(&share) == rent && rent <= fishery.rent(&fishery.optimal_effort()),
                "the rent of {share} is {rent}, more than is best or not {}",
                fishery.rent(&share)
            );
            for other in [share.clone(), &own + &over(&share, &Rational::from(1000))] {
                claim!(
                    other == own || worth(&other) < worth(&own),
                    "{other} is at least as good a reply as {own}"
                );
            }
        }
        let next = &count + &Rational::ONE;
        let square = &next * &next;
        let kept =
            fishery.rent(&fishery.optimal_effort()) * over(&(&count * &Rational::from(4)), &square);
        let rent = fishery.rent(&total);
        Ok(Finding::when(
            rent == kept && total == over(&(&open * &count), &next),
            || format!("the rent is {rent}, and not {kept}"),
        ))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::{CrowdedFishery, CrowdsDissipateRent};
    use crate::game::catalogue::GordonSchaefer;
    use crate::number::Rational;
    use crate::theorem::strategy::rationals;
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for CrowdsDissipateRent {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            let positive = || rationals(1..=5, 3);
            let cost = (0i64..=9).prop_map(|part| Rational::new(part, 10).unwrap_or_default());
            (
                positive(),
                positive(),
                positive(),
                positive(),
                cost,
                1usize..=5,
            )
                .prop_filter_map(
                    "not a fishery",
                    |(growth, capacity, catch, price, part, players)| {
                        // Costs below what the first unit of effort earns.
                        let cost = part * (&price * &catch * &capacity);
                        let fishery =
                            GordonSchaefer::new(growth, capacity, catch, price, cost).ok()?;
                        Some(CrowdedFishery::new(fishery, players))
                    },
                )
                .boxed()
        }
    }
}
