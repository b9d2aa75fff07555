//! Players who care about an equal share.

use super::forms::unless_refused;
use super::inequity::grid_steps;
use crate::number::Rational;
use crate::preference::{EquityReciprocityCompetition, Outcome, PreferenceExt};
use crate::theorem::by_definition::fraction;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A dictator who cares about the own payoff and about an equal share.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dictator {
    /// The weight a on the own payoff.
    pub own: Rational,
    /// The weight b on an equal share.
    pub equity: Rational,
    /// What there is to share.
    pub pie: Rational,
    /// In how many steps the shares go from 0 to 1, at least 1.
    pub steps: u32,
}

impl Dictator {
    /// A dictator with these weights and this pie, with shares on a grid.
    pub fn new(
        own: impl Into<Rational>,
        equity: impl Into<Rational>,
        pie: impl Into<Rational>,
        steps: u32,
    ) -> Self {
        Dictator {
            own: own.into(),
            equity: equity.into(),
            pie: pie.into(),
            steps,
        }
    }
}

/// What an equitable dictator keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EquitableDictatorKeeps;

impl Theorem for EquitableDictatorKeeps {
    type Instance = Dictator;

    fn statement(&self) -> Statement {
        Statement::new(
            "equitable_dictator_keeps",
            "What an equitable dictator keeps",
        )
        .saying(
            "A dictator with utility `a·y − (b/2)(y/Σy − 1/2)²` keeps the share `min(1, 1/2 + \
             a·pie/b)` and likes every other share less.",
        )
        .from_source("Bolton and Ockenfels, 2000")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "something_to_share",
                "There is something to share.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.pie.is_positive(), || {
                        format!("the pie is {}", instance.pie)
                    }))
                },
            ),
            Hypothesis::new(
                "in_range",
                "The weight on the own payoff is not negative, that on an equal share positive.",
                |instance: &Self::Instance| {
                    let Dictator { own, equity, .. } = instance;
                    let within = !own.is_negative() && equity.is_positive();
                    Ok(Finding::when(within, || {
                        format!("they are {own} and {equity}")
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let Dictator {
            own,
            equity,
            pie,
            steps,
        } = instance;
        let Some(more) = (own * pie).checked_div(equity) else {
            return Ok(Finding::fails("the share is not defined"));
        };
        let expected = (fraction(1, 2) + more).min(Rational::ONE);
        unless_refused((|| {
            let dictator = EquityReciprocityCompetition::new(own.clone(), equity.clone())?;
            let kept = dictator.dictator_share(pie);
            claim!(
                kept == expected,
                "the dictator is said to keep {kept}, the closed form is {expected}"
            );
            let utility = |share: &Rational| -> Result<Rational, TheoremError> {
                let payoffs = [share * pie, (Rational::ONE - share) * pie];
                Ok(dictator.evaluate(0, &Outcome::new(&payoffs))?)
            };
            let best = utility(&expected)?;
            let little = fraction(1, 1000);
            let steps = grid_steps(*steps)?;
            let mut shares: Vec<Rational> = (0..=steps).map(|step| fraction(step, steps)).collect();
            shares.extend([
                &expected - &little,
                (&expected + &little).min(Rational::ONE),
            ]);
            for share in shares.iter().filter(|share| **share != expected) {
                let found = utility(share)?;
                claim!(
                    found < best,
                    "the share {share} is worth {found}, and {expected} is worth {best}"
                );
            }
            Ok(Finding::Holds)
        })())
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;

    impl Drawn for EquitableDictatorKeeps {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            (0i64..=4, 1i64..=12, 1i64..=4, 1u32..=8)
                .prop_map(|(own, equity, pie, steps)| {
                    Dictator::new(fraction(own, 2), equity, fraction(pie, 2), steps)
                })
                .boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            (-2i64..=4, -2i64..=8, 0i64..=4, 1u32..=4)
                .prop_map(|(own, equity, pie, steps)| Dictator::new(own, equity, pie, steps))
                .boxed()
        }
    }
}
