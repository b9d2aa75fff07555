//! What no mechanism recovers.

use serde_json::{Value, json};

use super::{Rules, claim, contracting_problem, finite};
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::gap::irreducible::{
    AltruismThreshold, ClosedLaw, Dilemma, GapTest, PlannedDeviation, StateThreshold,
};
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;
use crate::proof::{Proof, ProofError};

impl Proof {
    /// A dilemma that no contract reaches.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_dilemma(
        dilemma: &Dilemma,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
    ) -> Result<Self, ProofError> {
        let claim = claim(
            "dilemma",
            "No mechanism attains the first best.".to_owned(),
            json!({
                "player": dilemma.player,
                "own_type": dilemma.own_type,
                "rule": dilemma.rule,
                "decisive": dilemma.decisive,
            }),
        );
        let rules = rules(Some(preferences), Budget::Unrestricted);
        Ok(Proof::new(
            contracting_problem(problem, monitoring, &rules)?,
            vec![claim],
        ))
    }

    /// Whether anything is lost under the best mechanism with unlimited transfers.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_gap_test(
        test: &GapTest,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        budget: Budget,
    ) -> Result<Self, ProofError> {
        let claim = match test {
            GapTest::Gap(gap) => {
                let plans = gap.plans.iter().map(|plan| {
                    json!({
                        "state": plan.state,
                        "deviations": deviations(&plan.deviations),
                        "bound": plan.bound,
                    })
                });
                claim(
                    "certified_gap",
                    format!("Every mechanism loses at least {}.", gap.at_least),
                    json!({"plans": plans.collect::<Vec<_>>(), "at_least": gap.at_least}),
                )
            }
            GapTest::NoGap(laws) => {
                let laws = laws.iter().map(|law| {
                    let mut fields = written(law);
                    fields["state"] = json!(law.state);
                    fields
                });
                claim(
                    "closed_gap",
                    "Mechanisms come as close to the first best as desired.".to_owned(),
                    json!({"laws": laws.collect::<Vec<_>>()}),
                )
            }
        };
        let rules = rules(Some(preferences), budget);
        Ok(Proof::new(
            contracting_problem(problem, monitoring, &rules)?,
            vec![claim],
        ))
    }

    /// The altruism from which on nothing is lost in the supremum.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_altruism_threshold(
        threshold: &AltruismThreshold,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        budget: Budget,
    ) -> Result<Self, ProofError> {
        let state = |found: &StateThreshold| {
            json!({
                "state": found.state,
                "low": finite(&found.value.low()),
                "high": finite(&found.value.high()),
                "below": found.below.iter().map(|plan| deviations(plan)).collect::<Vec<_>>(),
                "law": found.closed.as_ref().map(written),
            })
        };
        let (low, high) = (threshold.value.low(), threshold.value.high());
        let claim = claim(
            "altruism_threshold",
            between(&low, &high),
            json!({
                "low": finite(&low),
                "high": finite(&high),
                "states": threshold.states.iter().map(state).collect::<Vec<_>>(),
            }),
        );
        let rules = rules(None, budget);
        Ok(Proof::new(
            contracting_problem(problem, monitoring, &rules)?,
            vec![claim],
        ))
    }
}

fn rules(weights: Option<&WeightMatrix<Rational>>, budget: Budget) -> Rules<'_> {
    Rules {
        weights,
        budget,
        liability: None,
        mechanisms: None,
    }
}

fn between(low: &Extended<Rational>, high: &Extended<Rational>) -> String {
    match low == high {
        true => format!("The altruism threshold of the best mechanism is {low}."),
        false => format!("The altruism threshold of the best mechanism is from {low} to {high}."),
    }
}

fn deviations(list: &[PlannedDeviation]) -> Vec<(usize, usize, usize, &Rational)> {
    list.iter()
        .map(|d| (d.player, d.told, d.action, &d.weight))
        .collect()
}

fn written(law: &ClosedLaw) -> Value {
    let paid = law.transfers.iter();
    json!({
        "recommendations": law.recommendations,
        "transfers": paid
            .map(|paid| (&paid.profile, paid.signal, &paid.amounts))
            .collect::<Vec<_>>(),
    })
}
