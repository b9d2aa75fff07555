//! Why an agent was refused.

use std::fmt::Display;

use crate::equilibrium::SolveError;
use crate::game::GameError;
use crate::preference::PreferenceError;

/// Why an agent, or a population of them, was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AgentError {
    /// A parameter outside its range.
    #[error("{parameter} is {value}; it must be {range}")]
    #[non_exhaustive]
    BadParameter {
        /// The name of the parameter.
        parameter: &'static str,
        /// The value given.
        value: String,
        /// What would be right.
        range: String,
    },
    /// Something that is not of the game.
    #[error(transparent)]
    Game(#[from] GameError),
    /// A preference that is not defined here.
    #[error(transparent)]
    Preference(#[from] PreferenceError),
    /// Strategies that are none, or not of this game.
    #[error(transparent)]
    Strategy(#[from] SolveError),
}

impl AgentError {
    pub(super) fn bad_parameter(
        parameter: &'static str,
        value: impl Display,
        range: impl Into<String>,
    ) -> Self {
        AgentError::BadParameter {
            parameter,
            value: value.to_string(),
            range: range.into(),
        }
    }
}

/// Refuses what is not a probability.
pub(super) fn check_probability(
    parameter: &'static str,
    value: &crate::number::Rational,
) -> Result<(), AgentError> {
    if value.is_negative() || *value > crate::number::Rational::ONE {
        return Err(AgentError::bad_parameter(
            parameter,
            value,
            "between 0 and 1",
        ));
    }
    Ok(())
}
