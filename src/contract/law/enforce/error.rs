//! Why enforcement was refused, as opposed to a failure of a law, which is a value.

use super::super::Hook;
use super::Failure;
use crate::number::Rational;

/// Why an enforcer was not made, evidence not accepted, or a law not amended. No ledger has changed
/// when one is returned; only a hook that was aborted has been counted as a failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnforceError {
    /// Not one action a player; at the start of a round, any action.
    #[error("{hook}: there are {found} {what}; there must be {expected}")]
    #[non_exhaustive]
    ActionCount {
        /// In which hook.
        hook: Hook,
        /// Whose actions.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Not one list of readings for each observation.
    #[error("the evidence has {found} lists of observations; the court makes {expected}")]
    #[non_exhaustive]
    ObservationCount {
        /// How many lists there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Not one reading, or not one a player.
    #[error("{observation:?} has {found} readings; it must have {expected}")]
    #[non_exhaustive]
    ReadingCount {
        /// The observation.
        observation: String,
        /// How many readings there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A reading that the court cannot have made.
    #[error("{what} is {problem}")]
    #[non_exhaustive]
    Reading {
        /// Of what, and whose.
        what: String,
        /// What is wrong with it.
        problem: ReadingProblem,
    },
    /// A hook failed, and the policy is to abort.
    #[error("the law failed and was not applied: {failure}")]
    #[non_exhaustive]
    Aborted {
        /// What failed.
        failure: Failure,
    },
    /// Ledgers that are not those of the law.
    #[error("these ledgers do not fit the law: {problem}")]
    #[non_exhaustive]
    OtherLedgers {
        /// What differs.
        problem: String,
    },
    /// An amendment by a law for other players.
    #[error("the amendment is for the players {found:?}; the law has {expected:?}")]
    #[non_exhaustive]
    OtherPlayers {
        /// Those of the amendment.
        found: Vec<String>,
        /// Those of the law.
        expected: Vec<String>,
    },
    /// An amendment that leaves money over.
    #[error(
        "{ledger:?} holds {held} and the amendment does not declare it; refund or forfeit what is left over"
    )]
    #[non_exhaustive]
    LeftOver {
        /// The pool or escrow.
        ledger: String,
        /// All that it holds.
        held: Rational,
    },
}

/// What is wrong with a reading.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadingProblem {
    /// A label in place of a quantity.
    #[error("a label; it must be a quantity")]
    NotAQuantity,
    /// A quantity in place of a label.
    #[error("a quantity; it must be a label")]
    NotALabel,
    /// A label that is not in the list.
    #[error("label {found}; labels are numbered below {count}")]
    #[non_exhaustive]
    NoSuchLabel {
        /// Its number.
        found: usize,
        /// How many labels there are.
        count: usize,
    },
    /// An action beyond the court's limits.
    #[error("{value}; it must be {limit}")]
    #[non_exhaustive]
    OutOfRange {
        /// The action.
        value: Rational,
        /// What it must be.
        limit: String,
    },
    /// A number whose numerator or denominator does not fit 64 bits.
    #[error("{value}; its numerator and denominator must fit 64 bits")]
    #[non_exhaustive]
    TooLarge {
        /// The number.
        value: Rational,
    },
}
