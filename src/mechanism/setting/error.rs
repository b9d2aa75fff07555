//! Why a setting, a mechanism or a question about them was refused.

use crate::game::GameError;
use crate::linear_program::LinearError;
use crate::number::Rational;
use crate::preference::PreferenceError;

/// Why a setting, a mechanism or a question about them was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// The numbers of types or messages make no profile space.
    #[error(transparent)]
    Game(#[from] GameError),
    /// The preferences are not defined here.
    #[error(transparent)]
    Preference(#[from] PreferenceError),
    /// A linear program reached a limit.
    #[error(transparent)]
    Linear(#[from] LinearError),
    /// A number that is out of its range.
    #[error("{what} is {found}; it must be below {limit}")]
    #[non_exhaustive]
    OutOfRange {
        /// What is out of range.
        what: &'static str,
        /// The number.
        found: usize,
        /// The first number that is too large.
        limit: usize,
    },
    /// A list of the wrong length.
    #[error("{what} has {found} entries; it must have {expected}")]
    #[non_exhaustive]
    WrongLength {
        /// The list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The length that is right.
        expected: usize,
    },
    /// More cases than are allowed to be looked at.
    #[error("{what} needs {cases} cases; the limit is {limit}, and can be raised")]
    #[non_exhaustive]
    TooLarge {
        /// What needs them.
        what: &'static str,
        /// How many, at most `u128::MAX`.
        cases: u128,
        /// The limit.
        limit: usize,
    },
    /// A probability below zero.
    #[error("{what} has probability {value}; it must be at least 0")]
    #[non_exhaustive]
    NegativeProbability {
        /// What has it.
        what: String,
        /// The probability.
        value: Rational,
    },
    /// Probabilities that do not sum to one.
    #[error("the probabilities of {what} sum to {total}; they must sum to 1")]
    #[non_exhaustive]
    ProbabilitySum {
        /// Of what.
        what: String,
        /// Their sum.
        total: Rational,
    },
    /// Something that a definition or question does not take.
    #[error("{what} is {found}; {needs}")]
    #[non_exhaustive]
    Invalid {
        /// What is wrong.
        what: String,
        /// What it is.
        found: String,
        /// What would be right.
        needs: &'static str,
    },
}

impl SettingError {
    /// Something that a definition or question does not take.
    pub(crate) fn invalid(
        what: impl Into<String>,
        found: impl ToString,
        needs: &'static str,
    ) -> Self {
        SettingError::Invalid {
            what: what.into(),
            found: found.to_string(),
            needs,
        }
    }

    /// Refuses `found` unless it is below `limit`.
    pub(crate) fn check_index(
        what: &'static str,
        found: usize,
        limit: usize,
    ) -> Result<(), SettingError> {
        if found < limit {
            return Ok(());
        }
        Err(SettingError::OutOfRange { what, found, limit })
    }

    /// Refuses a list that has not `expected` entries.
    pub(crate) fn check_length(
        what: &'static str,
        found: usize,
        expected: usize,
    ) -> Result<(), SettingError> {
        if found == expected {
            return Ok(());
        }
        Err(SettingError::WrongLength {
            what,
            found,
            expected,
        })
    }
}
