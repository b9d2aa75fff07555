//! A lie that pays.

use serde::{Deserialize, Serialize};

use super::{Examination, Witness};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// What the better reply is one to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Against {
    /// Messages of the others, whatever their reasons.
    Messages {
        /// The type of each agent; `None` if others' types do not matter to the agent.
        types: Option<Vec<usize>>,
        /// The message of each agent; the own entry of the agent is what it should say.
        messages: Vec<usize>,
    },
    /// Others of these types, the agent's own among them, who follow their strategies.
    Types {
        /// The type of each agent.
        types: Vec<usize>,
    },
    /// What the agent believes, given its type, of others who follow their strategies.
    Beliefs,
}

/// A message that an agent of some type prefers to the one that its strategy sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BetterReply {
    /// The agent.
    pub agent: usize,
    /// Its type.
    pub own_type: usize,
    /// What it should say.
    pub message: usize,
    /// What it says instead.
    pub better: usize,
    /// What it is a reply to.
    pub against: Against,
    /// The utility of the better message less that of the right one; given the type, for beliefs.
    pub gain: Rational,
}

impl BetterReply {
    fn gain_at(
        &self,
        examination: &Examination<'_>,
        types: &[usize],
        mut messages: Vec<usize>,
    ) -> Result<Rational, SettingError> {
        messages[self.agent] = self.message;
        let honest = examination.utility(self.agent, types, &messages)?;
        messages[self.agent] = self.better;
        Ok(examination.utility(self.agent, types, &messages)? - honest)
    }
}

impl Witness for BetterReply {
    fn excess(&self) -> &Rational {
        &self.gain
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let (agent, own_type) = (self.agent, self.own_type);
        examination.check_own_type(agent, own_type)?;
        let strategies = examination.strategies()?;
        if self.message != strategies.message(agent, own_type) {
            return Err(SettingError::invalid(
                "the message that should be sent",
                self.message,
                "it must be the one of the strategy",
            ));
        }
        let same_type = |types: &[usize]| -> Result<(), SettingError> {
            examination.check_types(types)?;
            if types[agent] == own_type {
                return Ok(());
            }
            let needs = "it must be the type of the agent";
            Err(SettingError::invalid(
                "the agent's type",
                types[agent],
                needs,
            ))
        };
        match &self.against {
            Against::Messages { types, messages } => {
                examination.check_messages(messages)?;
                if messages[agent] != self.message {
                    return Err(SettingError::invalid(
                        "the agent's own message",
                        messages[agent],
                        "it must be what the agent should say",
                    ));
                }
                let setting = examination.setting();
                let types = match types {
                    Some(types) => types.clone(),
                    None if examination.perspective.own_type_only(setting)[agent] => {
                        let mut types = vec![0; setting.agents()];
                        types[agent] = own_type;
                        types
                    }
                    None => {
                        return Err(SettingError::invalid(
                            "the list of types",
                            "missing",
                            "others' types matter to this agent",
                        ));
                    }
                };
                same_type(&types)?;
                self.gain_at(examination, &types, messages.clone())
            }
            Against::Types { types } => {
                same_type(types)?;
                self.gain_at(examination, types, strategies.messages(types))
            }
            Against::Beliefs => {
                let (mut sum, mut mass) = (Rational::ZERO, Rational::ZERO);
                for (types, probability) in examination.beliefs(agent, own_type)? {
                    if !probability.is_zero() {
                        let messages = strategies.messages(&types);
                        sum += &probability * &self.gain_at(examination, &types, messages)?;
                        mass += probability;
                    }
                }
                sum.checked_div(&mass).ok_or_else(|| {
                    let needs = "Bayes' rule needs a positive one";
                    SettingError::invalid("the probability of the type", 0, needs)
                })
            }
        }
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        let who = examination.who(self.agent, self.own_type);
        let should = examination.message_name(self.agent, self.message);
        let says = examination.message_name(self.agent, self.better);
        let against = match &self.against {
            Against::Messages { types, messages } => {
                let said = examination.messages_text(messages, Some(self.agent));
                match types {
                    None => format!("when the others say [{said}]"),
                    Some(types) => {
                        let types = examination.types_text(types, Some(self.agent));
                        format!("when the others are [{types}] and say [{said}]")
                    }
                }
            }
            Against::Types { types } => {
                let types = examination.types_text(types, Some(self.agent));
                format!("when the others are [{types}] and follow their strategies")
            }
            Against::Beliefs => "by what it believes of the others".to_owned(),
        };
        let gain = &self.gain;
        format!("{who} gains {gain} by saying \"{says}\" and not \"{should}\", {against}")
    }
}
