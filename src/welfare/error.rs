//! Why payoffs could not be weighed.

use crate::game::GameError;

/// Why a welfare, or the payoffs given to it, was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WelfareError {
    /// Payoffs of nobody.
    #[error("there are no payoffs; welfare needs at least one player")]
    #[non_exhaustive]
    NoPlayers,
    /// A payoff that is NaN or infinite.
    #[error("the payoff of player {player} is {value}; payoffs must be finite")]
    #[non_exhaustive]
    NotFinite {
        /// The player at fault.
        player: usize,
        /// The payoff as it prints.
        value: String,
    },
    /// Two outcomes for different numbers of players.
    #[error("the outcomes have {first} and {second} payoffs; only equally many can be compared")]
    #[non_exhaustive]
    DifferentLengths {
        /// Payoffs of the first outcome.
        first: usize,
        /// Payoffs of the second outcome.
        second: usize,
    },
    /// One of several payoff vectors with another length than the first.
    #[error("payoff vector {index} has {found} entries; the first has {expected}")]
    #[non_exhaustive]
    RaggedVector {
        /// The vector at fault.
        index: usize,
        /// Its entries.
        found: usize,
        /// Entries of the first vector.
        expected: usize,
    },
    /// A welfare made for another number of players.
    #[error("there are {found} payoffs; {what} has one entry for each of {expected} players")]
    #[non_exhaustive]
    WrongLength {
        /// What has the other length.
        what: &'static str,
        /// Payoffs given.
        found: usize,
        /// Players that the welfare is for.
        expected: usize,
    },
    /// A parameter outside the range in which the welfare is defined.
    #[error("{parameter} is {value}; it must be {range}")]
    #[non_exhaustive]
    OutOfRange {
        /// The name of the parameter.
        parameter: &'static str,
        /// The value given.
        value: String,
        /// What would be right.
        range: &'static str,
    },
    /// One entry of a list of parameters outside its range.
    #[error("{parameter} of player {player} is {value}; it must be {range}")]
    #[non_exhaustive]
    BadEntry {
        /// The name of the parameter.
        parameter: &'static str,
        /// The player at fault.
        player: usize,
        /// The value given.
        value: String,
        /// What would be right.
        range: &'static str,
    },
    /// Weights that are all zero.
    #[error("all weights are 0; at least one must be above 0")]
    #[non_exhaustive]
    AllWeightsZero,
    /// A payoff below what its player gets in disagreement.
    #[error(
        "player {player} gets {value}, less than the {disagreement} of the disagreement point; \
         the product of gains is defined where nobody loses"
    )]
    #[non_exhaustive]
    BelowDisagreement {
        /// The player who loses.
        player: usize,
        /// The payoff as it prints.
        value: String,
        /// The player's payoff in disagreement.
        disagreement: String,
    },
    /// A payoff for which the measure is not defined.
    #[error("{measure} is defined for payoffs that are {domain}; player {player} has {value}")]
    #[non_exhaustive]
    OutsideDomain {
        /// The measure.
        measure: &'static str,
        /// The player with the payoff.
        player: usize,
        /// The payoff as it prints.
        value: String,
        /// What would be right.
        domain: &'static str,
    },
    /// Shares of nothing.
    #[error("all payoffs are 0; shares of nothing, and their inequality, are not defined")]
    #[non_exhaustive]
    ZeroTotal,
    /// A root that no exact number holds.
    #[error(
        "{what} is not a rational number; compare outcomes exactly instead, or take the value in \
         f64"
    )]
    #[non_exhaustive]
    NotRational {
        /// The number, in words or as a formula.
        what: String,
    },
    /// A result beyond the range of `f64`.
    #[error("the welfare is beyond the range of floating-point numbers; scale the payoffs")]
    #[non_exhaustive]
    Overflow,
    /// What an implementation of [`Welfare`](super::Welfare) outside this crate refused; see
    /// [`WelfareError::custom`].
    #[error("{reason}")]
    #[non_exhaustive]
    Custom {
        /// What was wrong, and what would be right.
        reason: String,
    },
    /// The game was refused.
    #[error(transparent)]
    Game(#[from] GameError),
}

impl WelfareError {
    /// The error for implementations of [`Welfare`](super::Welfare) outside this crate: say what
    /// was wrong, where, and what would be right.
    pub fn custom(reason: impl Into<String>) -> Self {
        WelfareError::Custom {
            reason: reason.into(),
        }
    }
}
