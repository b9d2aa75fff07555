//! Settings with private types: rules that transfers make truthful, and budgets of Groves mechanisms.

use serde_json::{Value, json};

use super::{claim, matrix, refused};
use crate::game::ProfileSpace;
use crate::mechanism::examine::{Against, Cycle, Verdict};
use crate::mechanism::groves::GrovesBalance;
use crate::mechanism::{Mechanism, Setting};
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::proof::{Proof, ProofError};

/// The type profiles of a setting.
pub(super) fn profiles(setting: &Setting) -> Result<ProfileSpace, ProofError> {
    setting
        .profiles()
        .map_err(|error| refused(error.to_string()))
}

/// A setting as a problem of this kind.
pub(super) fn setting_problem(
    kind: &str,
    setting: &Setting,
    weights: &WeightMatrix<Rational>,
) -> Result<Value, ProofError> {
    let space = profiles(setting)?;
    if weights.players() != setting.agents() {
        return Err(refused("the weights are for another number of agents"));
    }
    let row = |agent: usize, types: &[usize]| -> Vec<Rational> {
        let all = 0..setting.alternatives();
        all.map(|a| setting.value(agent, types, a).clone())
            .collect()
    };
    let values: Vec<Vec<Vec<Rational>>> = (0..setting.agents())
        .map(|agent| space.iter().map(|types| row(agent, &types)).collect())
        .collect();
    let prior: Vec<Rational> = space
        .iter()
        .map(|types| setting.probability(&types))
        .collect();
    Ok(json!({
        "kind": kind,
        "types": setting.types(),
        "alternatives": setting.alternatives(),
        "prior": prior,
        "values": values,
        "weights": matrix(weights),
    }))
}

impl Proof {
    /// Whether the choice of alternatives of a direct mechanism is cyclically monotone for agents
    /// who perceive values through `preferences`: transfers that make it truthful, or a cycle of
    /// types that gain in sum. What the verdict says of agents that were not examined is not known,
    /// so that all must be.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] if messages are not types, for shapes that do not fit, and if the
    /// verdict says that the condition holds and it does not.
    ///
    /// # Complexity
    /// The number of type profiles times the square of the number of types of an agent.
    ///
    /// ```
    /// use lacuna::mechanism::examine::Examination;
    /// use lacuna::mechanism::{Decision, MechanismTable, Setting};
    /// use lacuna::number::Rational;
    /// use lacuna::preference::WeightMatrix;
    /// use lacuna::proof::{CheckOptions, Proof, check};
    /// // The buyer gets the object if it says that it values it at nothing.
    /// let sale = Setting::private(&[2], 2, |_, value, sold| Rational::from(value * sold))?;
    /// let decisions = [1, 0].map(|sold| Decision::certain(sold, vec![Rational::ZERO]));
    /// let perverse = MechanismTable::new(sale.profiles()?, 2, decisions.to_vec())?;
    /// let verdict = Examination::new(&sale, &perverse)?.cyclic_monotonicity()?;
    /// let selfish = WeightMatrix::identity(1);
    /// let proof = Proof::of_cyclic_monotonicity(&verdict, &sale, &perverse, &selfish)?;
    /// assert_eq!(check(&proof, &CheckOptions::default())?.claims[0].kind, "positive_cycle");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_cyclic_monotonicity(
        verdict: &Verdict<Cycle>,
        setting: &Setting,
        mechanism: &dyn Mechanism,
        preferences: &WeightMatrix<Rational>,
    ) -> Result<Self, ProofError> {
        let agents = setting.agents();
        let direct = mechanism.agents() == agents
            && mechanism.alternatives() <= setting.alternatives()
            && (0..agents).all(|agent| mechanism.messages(agent) == setting.types()[agent]);
        if !direct {
            return Err(refused(
                "the mechanism is not a direct one for the setting; write the rule that follows \
                 from the strategies",
            ));
        }
        let problem = setting_problem("setting", setting, preferences)?;
        let space = profiles(setting)?;
        let law = |types: &[usize]| -> Vec<Rational> {
            let decision = mechanism.decide(types);
            (0..setting.alternatives())
                .map(|a| decision.probability(a))
                .collect()
        };
        let rule: Vec<Vec<Rational>> = space.iter().map(|types| law(&types)).collect();
        if let Some(cycle) = verdict.witness() {
            let others = match &cycle.against {
                Against::Messages { messages, .. } => messages,
                Against::Types { types } => types,
                Against::Beliefs => return Err(refused("the cycle is against beliefs")),
            };
            let claim = claim(
                "positive_cycle",
                format!(
                    "No transfers make the rule truthful: types of agent {} gain {} in sum.",
                    cycle.agent, cycle.gain
                ),
                json!({
                    "rule": rule,
                    "agent": cycle.agent,
                    "others": others,
                    "own_types": cycle.own_types,
                    "gain": cycle.gain,
                }),
            );
            return Ok(Proof::new(problem, vec![claim]));
        }
        let transfers = (0..agents)
            .map(|agent| potentials(setting, &space, &rule, preferences, agent))
            .collect::<Result<Vec<_>, _>>()?;
        let claim = claim(
            "cyclically_monotone",
            "The rule is cyclically monotone: these transfers make it truthful.".to_owned(),
            json!({"rule": rule, "transfers": transfers}),
        );
        Ok(Proof::new(problem, vec![claim]))
    }

    /// Terms with which a Groves mechanism balances its budget, or the mixed difference that shows
    /// that none does.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for a setting with more type profiles than can be counted.
    pub fn of_groves_balance(
        balance: &GrovesBalance,
        setting: &Setting,
    ) -> Result<Self, ProofError> {
        let claim = match balance {
            GrovesBalance::Possible(terms) => claim(
                "balanced_groves",
                "The Groves mechanism with these terms balances its budget.".to_owned(),
                json!({"terms": terms}),
            ),
            GrovesBalance::Impossible(mixed) => claim(
                "balanced_groves_impossible",
                "No Groves mechanism balances its budget at every type profile.".to_owned(),
                json!({"from": mixed.from, "to": mixed.to, "difference": mixed.difference}),
            ),
        };
        let selfish = WeightMatrix::identity(setting.agents());
        let problem = setting_problem("setting", setting, &selfish)?;
        Ok(Proof::new(problem, vec![claim]))
    }
}

/// Transfers to an agent that make the rule truthful: the lengths of shortest paths between its
/// types, where a step costs what the agent would lose by it (Rochet 1987).
fn potentials(
    setting: &Setting,
    space: &ProfileSpace,
    rule: &[Vec<Rational>],
    preferences: &WeightMatrix<Rational>,
    agent: usize,
) -> Result<Vec<Rational>, ProofError> {
    let worth = |types: &[usize], decided: usize| -> Rational {
        let seen = |a: usize| -> Rational {
            let row = preferences.row(agent).iter().enumerate();
            row.map(|(other, weight)| weight * setting.value(other, types, a))
                .sum()
        };
        let chances = rule[decided].iter().enumerate();
        chances
            .filter(|(_, chance)| !chance.is_zero())
            .map(|(a, chance)| chance * &seen(a))
            .sum()
    };
    let (own_types, stride) = (setting.types()[agent], space.stride(agent));
    let mut transfers = vec![Rational::ZERO; space.len()];
    for first in (0..space.len()).filter(|&index| space.action(index, agent) == 0) {
        let place = |own: usize| first + own * stride;
        let mut lengths = Vec::with_capacity(own_types);
        for own in 0..own_types {
            let types = space
                .profile(place(own))
                .map_err(|error| refused(error.to_string()))?;
            let honest = worth(&types, place(own));
            let to = (0..own_types).map(|said| &honest - &worth(&types, place(said)));
            lengths.push(to.collect::<Vec<Rational>>());
        }
        let mut changed = true;
        for _ in 0..=own_types {
            changed = false;
            for (own, row) in lengths.iter().enumerate() {
                for (said, length) in row.iter().enumerate() {
                    let way = &transfers[place(own)] + length;
                    if way < transfers[place(said)] {
                        transfers[place(said)] = way;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        if changed {
            return Err(refused(format!(
                "the rule is not cyclically monotone for agent {agent}"
            )));
        }
    }
    Ok(transfers)
}
