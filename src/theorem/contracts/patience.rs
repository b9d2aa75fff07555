//! Patience, where nothing is verifiable.

use crate::contract::ContractingProblem;
use crate::game::catalogue::DilemmaPayoffs;
use crate::gap::ladder::sustain;
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A dilemma that is played again with some probability.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PatienceInstance {
    /// The payoffs.
    pub payoffs: DilemmaPayoffs,
    /// The discount factor, at least 0 and below 1.
    pub discount: Rational,
}

impl PatienceInstance {
    /// Payoffs and a discount factor.
    pub fn new(payoffs: DilemmaPayoffs, discount: Rational) -> Self {
        PatienceInstance { payoffs, discount }
    }
}

/// Patience sustains cooperation where nothing is verifiable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatienceSustainsCooperation;

impl Theorem for PatienceSustainsCooperation {
    type Instance = PatienceInstance;

    fn statement(&self) -> Statement {
        Statement::new("patience_sustains_cooperation", "Patience needs no court")
            .saying(
                "If a dilemma is repeated, reverting to mutual defection for ever sustains mutual \
                 cooperation iff the discount factor is at least (T − R)⁺/(T − P).",
            )
            .from_source("Friedman, 1971")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "turns_are_worse",
                "Mutual cooperation is worth more than taking turns: 2R > S + T.",
                |instance: &PatienceInstance| {
                    let p = &instance.payoffs;
                    let worse = &p.reward + &p.reward > &p.sucker + &p.temptation;
                    Ok(Finding::when(worse, || "2R is not above S + T".to_owned()))
                },
            ),
            Hypothesis::new(
                "cooperation_is_better",
                "Mutual cooperation is better than mutual defection: R > P.",
                |instance: &PatienceInstance| {
                    let better = instance.payoffs.reward > instance.payoffs.punishment;
                    Ok(Finding::when(better, || "R is not above P".to_owned()))
                },
            ),
            Hypothesis::new(
                "defection_is_an_equilibrium",
                "Mutual defection is an equilibrium of the dilemma: P ≥ S.",
                |instance: &PatienceInstance| {
                    let stable = instance.payoffs.punishment >= instance.payoffs.sucker;
                    Ok(Finding::when(stable, || "S is above P".to_owned()))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let p = &instance.payoffs;
        let tempted = (&p.temptation - &p.reward).max(Rational::ZERO);
        let needed = tempted.checked_div(&(&p.temptation - &p.punishment));
        let needed = match tempted.is_positive() {
            true => needed,
            false => Some(Rational::ZERO),
        };
        let problem = ContractingProblem::single_state(p.game()?)?;
        let selfish = Rational::ZERO;
        let found = sustain(&problem, &selfish, &instance.discount)?;
        if let Some(found) = &found
            && !found.verify(&problem, &selfish, &instance.discount)?
        {
            return Ok(Finding::fails(
                "what is sustained does not stand up to its check",
            ));
        }
        let both = &p.reward + &p.reward;
        let sustained = found.as_ref().is_some_and(|found| found.welfare == both);
        let patient = needed
            .as_ref()
            .is_some_and(|needed| instance.discount >= *needed);
        Ok(Finding::when(sustained == patient, || {
            format!(
                "the least discount factor is {needed:?}; cooperation is sustained: {sustained}"
            )
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::{near, payoffs};
    use super::{PatienceInstance, PatienceSustainsCooperation};
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for PatienceSustainsCooperation {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            payoffs()
                .prop_flat_map(|payoffs| {
                    let gain = &payoffs.temptation - &payoffs.reward;
                    let threshold = gain.checked_div(&(&payoffs.temptation - &payoffs.punishment));
                    let below = Rational::new(999, 1000).unwrap_or_default();
                    near(threshold).prop_map(move |discount| {
                        PatienceInstance::new(payoffs.clone(), discount.min(below.clone()))
                    })
                })
                .boxed()
        }
    }
}
