//! The altruism from which a contract attains the first best.

use serde_json::{Value, json};

use super::{Rules, claim, contracting_problem, finite, language_problem, refused, transfers};
use crate::contract::{
    Budget, ContractingProblem, Implementability, Language, Monitoring, SettlementOptions,
    implement,
};
use crate::gap::irreducible::AttainedThreshold;
use crate::gap::level::{Level, LevelWitness, plan_level};
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;
use crate::proof::{Proof, ProofError};

/// The largest number of first-best plans for which chains are looked for.
const MAX_PLANS: usize = 100_000;

/// Without weights: the claims are about all of them.
const ALL_WEIGHTS: Rules<'static> = Rules {
    weights: None,
    budget: Budget::Unrestricted,
    liability: None,
    mechanisms: None,
};

impl Proof {
    /// The level without contracts, of Apt and Schäfer.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_selfishness_level(
        level: &Level,
        problem: &ContractingProblem,
    ) -> Result<Self, ProofError> {
        let claim = enumerated("alone", level);
        let problem = language_problem(problem, &Language::trivial(problem), &ALL_WEIGHTS)?;
        Ok(Proof::new(problem, vec![claim]))
    }

    /// The level with messages.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_message_level(
        level: &Level,
        problem: &ContractingProblem,
        language: &Language,
    ) -> Result<Self, ProofError> {
        let claim = enumerated("messages", level);
        let problem = language_problem(problem, language, &ALL_WEIGHTS)?;
        Ok(Proof::new(problem, vec![claim]))
    }

    /// The level of a language: the contract at the level, and for every first-best plan a chain of
    /// deviations that asks for as much. A level has the chain of one plan; those of others (where
    /// optima are tied) are looked for again.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit, for a level that is not that of the
    /// language, and for more than 100,000 partial plans.
    ///
    /// ```
    /// use lacuna::contract::{ContractingProblem, Language};
    /// use lacuna::game::catalogue;
    /// use lacuna::gap::level::language_level;
    /// use lacuna::proof::{CheckOptions, Proof, check};
    /// let problem = ContractingProblem::single_state(catalogue::prisoners_dilemma(3, 0, 5, 1)?)?;
    /// let nothing = Language::trivial(&problem);
    /// let level = language_level(&problem, &nothing, &Default::default())?;
    /// let proof = Proof::of_language_level(&level, &problem, &nothing)?;
    /// let checked = check(&proof, &CheckOptions::default())?;
    /// assert_eq!(checked.claims[0].statement, "The altruism level (language) is 2.");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_language_level(
        level: &Level,
        problem: &ContractingProblem,
        language: &Language,
    ) -> Result<Self, ProofError> {
        let document = language_problem(problem, language, &ALL_WEIGHTS)?;
        let chains = match &level.value {
            Extended::Finite(value) if value.is_zero() => Vec::new(),
            value => chains(problem, language, value)?,
        };
        let (plan, transfers) = match &level.value {
            Extended::Infinite => (None, None),
            Extended::Finite(lambda) => {
                let weights = WeightMatrix::cooperative(problem.players(), lambda)
                    .map_err(|error| refused(error.to_string()))?;
                let found = implement(problem, language, &level.plan, &weights)
                    .map_err(|error| refused(error.to_string()))?;
                let Implementability::Implementable(found) = found else {
                    return Err(refused(
                        "no contract makes the plan an equilibrium at the level",
                    ));
                };
                (Some(&level.plan), Some(transfers(&found.contract)?))
            }
        };
        let claim = claim(
            "altruism_level",
            statement("language", &level.value),
            json!({
                "rule": "language",
                "value": finite(&level.value),
                "plan": plan,
                "transfers": transfers,
                "chains": chains,
            }),
        );
        Ok(Proof::new(document, vec![claim]))
    }

    /// The altruism at which a plain contract attains the first best, with noise and limits on
    /// money.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_attained_threshold(
        threshold: &AttainedThreshold,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &SettlementOptions,
    ) -> Result<Self, ProofError> {
        let rules = Rules {
            budget: options.budget,
            liability: options.liability.as_ref(),
            ..ALL_WEIGHTS
        };
        let incentives: Vec<_> = threshold
            .proof
            .iter()
            .map(|w| (w.state, w.player, w.action, &w.weight))
            .collect();
        let claim = claim(
            "attained_threshold",
            format!(
                "A plain contract attains the first best from λ = {} on.",
                threshold.value
            ),
            json!({
                "value": finite(&threshold.value),
                "plan": threshold.plan,
                "transfers": threshold.contract.as_ref().map(transfers).transpose()?,
                "incentives": incentives,
            }),
        );
        let problem = contracting_problem(problem, monitoring, &rules)?;
        Ok(Proof::new(problem, vec![claim]))
    }
}

fn statement(rule: &str, value: &Extended<Rational>) -> String {
    format!("The altruism level ({rule}) is {value}.")
}

fn enumerated(rule: &str, level: &Level) -> Value {
    claim(
        "altruism_level",
        statement(rule, &level.value),
        json!({
            "rule": rule,
            "value": finite(&level.value),
            "plan": null,
            "transfers": null,
            "chains": [],
        }),
    )
}

/// For every first-best plan a chain of at least this ratio.
fn chains(
    problem: &ContractingProblem,
    language: &Language,
    value: &Extended<Rational>,
) -> Result<Vec<Value>, ProofError> {
    let optima = problem.first_best().optima;
    let mut chains: Vec<Value> = Vec::new();
    let mut places = vec![0usize; optima.len()];
    let (mut depth, mut plans) = (0, 0usize);
    loop {
        if places[depth] == optima[depth].len() {
            if depth == 0 {
                return Ok(chains);
            }
            places[depth] = 0;
            depth -= 1;
            continue;
        }
        places[depth] += 1;
        plans += 1;
        if plans > MAX_PLANS {
            return Err(refused(format!(
                "there are more than {MAX_PLANS} first-best plans"
            )));
        }
        let plan: Vec<usize> = (0..=depth)
            .map(|state| optima[state][places[state] - 1])
            .collect();
        let (found, witness) = plan_level(problem, language, &plan);
        match witness {
            Some(witness) if found >= *value => {
                let chain = written(&witness);
                if !chains.contains(&chain) {
                    chains.push(chain);
                }
            }
            _ if depth + 1 < optima.len() => depth += 1,
            _ => return Err(refused(format!("a first-best plan has the level {found}"))),
        }
    }
}

fn written(witness: &LevelWitness) -> Value {
    let links = witness
        .chain
        .iter()
        .map(|link| json!({"state": link.state, "profile": link.profile, "action": link.action}));
    json!({"player": witness.player, "links": links.collect::<Vec<_>>()})
}
