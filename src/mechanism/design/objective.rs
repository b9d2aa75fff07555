//! What a mechanism is to be good at.

use serde::{Deserialize, Serialize};

use crate::mechanism::setting::{Setting, SettingError};
use crate::number::Rational;

/// What is maximised. Everything is in material payoffs, whatever agents care about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Objective {
    /// The expected sum of what the agents pay.
    Revenue,
    /// The expected sum of the agents' values.
    #[default]
    Welfare,
    /// The expected sum of values and transfers: what the agents are left with.
    ResidualSurplus,
    /// The expected sum of the agents' payoffs, value plus transfer, with one weight each.
    WeightedPayoffs(Vec<Rational>),
    /// Any linear objective. The coefficients count as they are, without the prior.
    Linear {
        /// Of the probability of each alternative at each type profile, the alternative fastest.
        alternatives: Vec<Rational>,
        /// Of each agent's expected transfer at each type profile, the agent fastest; empty for
        /// none.
        transfers: Vec<Rational>,
    },
}

impl Objective {
    pub(super) fn check(&self, setting: &Setting, profiles: usize) -> Result<(), SettingError> {
        match self {
            Objective::WeightedPayoffs(weights) => {
                let (found, right) = (weights.len(), setting.agents());
                SettingError::check_length("the list of weights", found, right)
            }
            Objective::Linear {
                alternatives,
                transfers,
            } => {
                let right = profiles * setting.alternatives();
                let what = "the list of coefficients of alternatives";
                SettingError::check_length(what, alternatives.len(), right)?;
                if transfers.is_empty() {
                    return Ok(());
                }
                let what = "the list of coefficients of transfers";
                SettingError::check_length(what, transfers.len(), profiles * setting.agents())
            }
            _ => Ok(()),
        }
    }
}
