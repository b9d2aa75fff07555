//! Why a law could not be taken for a plain contract, or a plain contract for a law.

use crate::contract::ContractError;
use crate::contract::law::{CourtError, EnforceError, Failure};
use crate::game::GameError;
use crate::number::Rational;

/// Why a law has no plain contract, or a plain contract no law.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FiniteLawError {
    /// The names of the game make no court.
    #[error("the game makes no court: {0}; give its players and actions other names")]
    Court(#[from] CourtError),
    /// The language or the contract does not fit the problem.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// The enforcer refused the evidence.
    #[error(transparent)]
    Enforce(#[from] EnforceError),
    /// A law for another court.
    #[error(
        "the law is written for a court that is not one of this problem: {what}; check it against \
         `Court::of_language` or `Court::of_actions`"
    )]
    #[non_exhaustive]
    OtherCourt {
        /// What differs.
        what: String,
    },
    /// A hook failed.
    #[error("when the players choose {outcome}, the law fails: {failure}")]
    #[non_exhaustive]
    Fails {
        /// The outcome, in words.
        outcome: String,
        /// Where and why.
        failure: Box<Failure>,
    },
    /// Two outcomes of one cell that the law treats differently.
    #[error(
        "the law tells outcomes apart that the language does not: {first} and {second} are \
         both seen as {cell}, and {difference}"
    )]
    #[non_exhaustive]
    NotMeasurable {
        /// The cell, by name.
        cell: String,
        /// An outcome in words.
        first: String,
        /// Another one.
        second: String,
        /// How they are treated differently, in words.
        difference: String,
    },
    /// A hook that runs before the players act and depends on what they do.
    #[error(
        "the clauses of `start` run before the players act, and they do other things when the \
         outcome will be {first} than when it will be {second}; move them to `resolve` or `end`"
    )]
    #[non_exhaustive]
    StartSeesOutcome {
        /// The name of a cell.
        first: String,
        /// Another one.
        second: String,
    },
    /// An order that reaches the hidden part of an action.
    #[error(
        "{player} chooses {chosen} and is directed to {ordered}, which differs in what cannot be \
         commanded; with {chosen}, {player} can be directed to {possible}"
    )]
    #[non_exhaustive]
    NotCommandable {
        /// The player.
        player: String,
        /// The action chosen.
        chosen: String,
        /// The action ordered.
        ordered: String,
        /// What could have been ordered.
        possible: String,
    },
    /// An amount that a law cannot hold.
    #[error(
        "the transfer of {player} in cell {cell} is {amount}; the numbers of a law have a \
         numerator and a denominator of at most 63 bits"
    )]
    #[non_exhaustive]
    AmountTooLarge {
        /// The player.
        player: String,
        /// The cell, by name.
        cell: String,
        /// The amount.
        amount: Box<Rational>,
    },
}

impl From<GameError> for FiniteLawError {
    fn from(error: GameError) -> Self {
        FiniteLawError::Contract(error.into())
    }
}
