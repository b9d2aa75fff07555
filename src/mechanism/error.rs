//! Why a mechanism could not be found.

use super::SampledCurve;
use crate::contract::ContractError;
use crate::game::GameError;
use crate::linear_program::LinearError;
use crate::number::Rational;
use crate::parametric::ParametricError;

impl From<ParametricError> for MechanismError {
    fn from(error: ParametricError) -> Self {
        MechanismError::Curve(Box::new(error))
    }
}

/// Why a mechanism or its value could not be found.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MechanismError {
    /// The problem, the monitoring or the preferences are not valid.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// A game is not valid.
    #[error(transparent)]
    Game(#[from] GameError),
    /// A linear program reached a limit.
    #[error(transparent)]
    Linear(#[from] LinearError),
    /// The value as a function of λ could not be traced; what was found comes along.
    #[error(transparent)]
    Curve(#[from] Box<ParametricError>),
    /// More samples than allowed are needed; those that were taken come along.
    #[error(
        "the curve needs more than {limit} samples; raise `max_samples`, `tolerance` or `width`"
    )]
    #[non_exhaustive]
    TooManySamples {
        /// The limit.
        limit: usize,
        /// What was found; jumps are missing.
        found: Box<SampledCurve>,
    },
    /// The program is larger than the limit.
    #[error("the mechanism has {what} {needed}, more than {limit}; raise `{option}`")]
    #[non_exhaustive]
    TooLarge {
        /// Of what there are too many.
        what: &'static str,
        /// How many there are.
        needed: usize,
        /// The limit.
        limit: usize,
        /// The option that sets it.
        option: &'static str,
    },
    /// The search for columns was cut off; the bounds so far come along.
    #[error(
        "the value was not decided in {limit} rounds; it is at least {} and at most {}; raise `max_rounds`",
        .lower.as_ref().map_or("unknown".to_owned(), Rational::to_string),
        .upper.as_ref().map_or("unknown".to_owned(), Rational::to_string)
    )]
    #[non_exhaustive]
    RoundLimit {
        /// The limit.
        limit: usize,
        /// The value of a mechanism that was found.
        lower: Option<Rational>,
        /// A bound on the value of every mechanism.
        upper: Option<Rational>,
    },
    /// A mechanism that does not fit the problem.
    #[error("after the reports {reports:?}: {what}; {right}")]
    #[non_exhaustive]
    BadLaw {
        /// After which reports.
        reports: Vec<usize>,
        /// What is wrong.
        what: String,
        /// What would be right.
        right: &'static str,
    },
    /// Floating point found no mechanism that meets all conditions.
    #[error(
        "floating point found no mechanism that meets all conditions in {rounds} rounds; \
         `best_mechanism` decides whether there is one"
    )]
    #[non_exhaustive]
    NothingFound {
        /// The rounds of adding columns.
        rounds: usize,
    },
    /// Outside options, a tolerance or another option that is not valid.
    #[error("{what}; {right}")]
    #[non_exhaustive]
    BadOption {
        /// What is wrong.
        what: String,
        /// What would be right.
        right: &'static str,
    },
}
