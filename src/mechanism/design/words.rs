//! Proofs in words.

use super::{Condition, DesignProof, Designer};
use crate::mechanism::setting::Setting;

impl DesignProof {
    /// The proof in words: a sentence for each condition with its weight, and what follows. Agents,
    /// types and alternatives are called by their names where they have some.
    pub fn in_words(&self, designer: &Designer<'_>) -> Vec<String> {
        let setting = designer.setting();
        let mut sentences: Vec<String> = self
            .multipliers
            .iter()
            .map(|entry| {
                format!(
                    "weight {}: {}",
                    entry.weight,
                    words(setting, &entry.condition)
                )
            })
            .collect();
        let bound = &self.bound;
        sentences.push(if bound.is_negative() {
            format!(
                "with these weights the conditions add up to {bound} or less, and should add up to \
                 at least 0: no mechanism meets all of them"
            )
        } else {
            format!("with these weights no mechanism is worth more than {bound}")
        });
        sentences
    }
}

fn words(setting: &Setting, condition: &Condition) -> String {
    let known = |agent: usize| agent < setting.agents();
    let agent_name = |agent: usize| setting.agent_name(agent);
    let type_name = |agent: usize, own: usize| match known(agent) {
        true => setting.type_name(agent, own),
        false => format!("type {own}"),
    };
    let profile = |types: &[usize]| {
        let names: Vec<String> = types
            .iter()
            .enumerate()
            .map(|(agent, &own)| type_name(agent, own))
            .collect();
        format!("({})", names.join(", "))
    };
    let branch = |alternative: &Option<usize>| match alternative {
        Some(a) => format!(" if it is {}", setting.alternative_name(*a)),
        None => String::new(),
    };
    match condition {
        Condition::Honesty {
            agent,
            own_type,
            lie,
        } => format!(
            "{} of {} does not gain by saying {}",
            agent_name(*agent),
            type_name(*agent, *own_type),
            type_name(*agent, *lie)
        ),
        Condition::HonestyAt {
            agent,
            types,
            reports,
            lie,
        } => {
            let said = match types == reports {
                true => String::new(),
                false => format!(" when the reports are {}", profile(reports)),
            };
            format!(
                "at {}{said} {} does not gain by saying {}",
                profile(types),
                agent_name(*agent),
                type_name(*agent, *lie)
            )
        }
        Condition::ParticipationExAnte { agent } => {
            format!("{} expects to take part", agent_name(*agent))
        }
        Condition::ParticipationInterim { agent, own_type } => format!(
            "{} of {} takes part",
            agent_name(*agent),
            type_name(*agent, *own_type)
        ),
        Condition::ParticipationExPost {
            agent,
            types,
            alternative,
        } => format!(
            "at {} {} takes part{}",
            profile(types),
            agent_name(*agent),
            branch(alternative)
        ),
        Condition::Budget => "the budget is kept in expectation".to_owned(),
        Condition::BudgetAt { types, alternative } => {
            let branch = branch(alternative);
            format!("the budget is kept at {}{branch}", profile(types))
        }
        Condition::LeastTransfer {
            agent,
            types,
            alternative,
        } => format!(
            "at {} {} does not pay too much{}",
            profile(types),
            agent_name(*agent),
            branch(alternative)
        ),
        Condition::GreatestTransfer {
            agent,
            types,
            alternative,
        } => format!(
            "at {} {} does not receive too much{}",
            profile(types),
            agent_name(*agent),
            branch(alternative)
        ),
    }
}
