//! Welfare gaps: the first best, a contract, and why none does better.

use serde_json::{Value, json};

use super::{Rules, claim, language_problem, transfers};
use crate::contract::{
    AttainedPlan, Certificate, ContractingProblem, Language, Refutation, SettlementOptions,
};
use crate::gap::WelfareGap;
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::proof::{Proof, ProofError};

impl Proof {
    /// A welfare gap: the first best, the contract that attains the rest, the refutations of all
    /// better plans, and the worst equilibrium under the contract.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_welfare_gap(
        gap: &WelfareGap,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
        options: &SettlementOptions,
    ) -> Result<Self, ProofError> {
        let statement = match &gap.best {
            Some(best) => format!("The welfare gap is {best}."),
            None => "No plain contract in the language makes any pure plan an equilibrium.".into(),
        };
        let mut claims = vec![
            first_best(problem),
            claim(
                "welfare_gap",
                statement,
                json!({"first_best": gap.first_best, "gap": gap.best}),
            ),
        ];
        claims.extend(attained(gap.attained.as_ref(), &gap.certificate)?);
        if let Some(attained) = &gap.attained {
            let welfare = gap.worst.as_ref().map(|worst| &gap.first_best - worst);
            claims.push(claim(
                "worst_equilibrium",
                match &welfare {
                    Some(welfare) => {
                        format!("The worst pure equilibria under the contract have {welfare}.")
                    }
                    None => "Some state has no pure equilibrium under the contract.".to_owned(),
                },
                json!({"transfers": transfers(&attained.contract)?, "welfare": welfare}),
            ));
        }
        let rules = rules(preferences, options);
        Ok(Proof::new(
            language_problem(problem, language, &rules)?,
            claims,
        ))
    }

    /// The best plan that plain contracts attain (or that they attain none), with the refutations
    /// of all better ones.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_attainable(
        found: &crate::contract::Attainable,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
        options: &SettlementOptions,
    ) -> Result<Self, ProofError> {
        let claims = attained(found.best.as_ref(), &found.certificate)?;
        let rules = rules(preferences, options);
        Ok(Proof::new(
            language_problem(problem, language, &rules)?,
            claims,
        ))
    }
}

fn rules<'a>(preferences: &'a WeightMatrix<Rational>, options: &'a SettlementOptions) -> Rules<'a> {
    Rules {
        weights: Some(preferences),
        budget: options.budget,
        liability: options.liability.as_ref(),
        mechanisms: None,
    }
}

pub(super) fn first_best(problem: &ContractingProblem) -> Value {
    let best = problem.first_best();
    claim(
        "first_best",
        format!("The first best has the expected welfare {}.", best.expected),
        json!({"by_state": best.by_state, "value": best.expected}),
    )
}

fn attained(
    best: Option<&AttainedPlan>,
    certificate: &Certificate,
) -> Result<Vec<Value>, ProofError> {
    let mut claims = Vec::new();
    if let Some(best) = best {
        claims.push(claim(
            "plain_contract",
            format!(
                "A plain contract attains the expected welfare {}.",
                best.welfare
            ),
            json!({
                "plan": best.plan,
                "transfers": transfers(&best.contract)?,
                "welfare": best.welfare,
            }),
        ));
    }
    let welfare = best.map(|best| &best.welfare);
    claims.push(claim(
        "no_better_plain_contract",
        match welfare {
            Some(welfare) => format!("No plain contract attains more than {welfare}."),
            None => "No plain contract makes any pure plan an equilibrium.".to_owned(),
        },
        json!({
            "welfare": welfare,
            "refutations": certificate.refutations.iter().map(refutation).collect::<Vec<_>>(),
        }),
    ));
    Ok(claims)
}

fn refutation(refutation: &Refutation) -> Value {
    match refutation {
        Refutation::Chain(chain) => {
            let links = chain.chain.iter();
            let links = links.map(
                |link| json!({"state": link.state, "profile": link.profile, "action": link.action}),
            );
            json!({
                "kind": "chain",
                "player": chain.player,
                "links": links.collect::<Vec<_>>(),
            })
        }
        Refutation::Money { plan, bound } => {
            let incentives = bound.incentives.iter();
            json!({
                "kind": "money",
                "plan": plan,
                "incentives": incentives
                    .map(|w| (w.state, w.player, w.action, &w.weight))
                    .collect::<Vec<_>>(),
                "budget": bound.budget,
                "liability": bound.liability,
                "net_at_most": bound.net_at_most,
            })
        }
    }
}
