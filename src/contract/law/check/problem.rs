//! What is wrong with a law: every problem, where it is, and what would be right.

use std::fmt;

use super::super::spelling::NAME_RULE;
use super::super::{FormProblem, LawPlace};
use crate::number::Rational;

/// A law that a court refuses, with every reason there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    problems: Vec<LawProblem>,
}

impl Rejection {
    pub(super) fn new(problems: Vec<LawProblem>) -> Self {
        Rejection { problems }
    }

    /// All problems, in the order of the law.
    pub fn problems(&self) -> &[LawProblem] {
        &self.problems
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => write!(formatter, "the law has a problem:")?,
            count => write!(formatter, "the law has {count} problems:")?,
        }
        for problem in &self.problems {
            write!(formatter, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Rejection {}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LawProblem {
    /// Where.
    pub place: LawPlace,
    /// What.
    pub kind: LawProblemKind,
}

impl fmt::Display for LawProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.kind)
    }
}

/// What is wrong with a law.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LawProblemKind {
    /// The court knows that it cannot verify this.
    #[error("the court cannot verify {name:?}: {reason}")]
    #[non_exhaustive]
    Hidden {
        /// What the law mentions.
        name: String,
        /// The court's reason.
        reason: String,
    },
    /// A name that neither the court nor the law knows.
    #[error(
        "{name:?} is unknown; {needed} is needed here{}",
        did_you_mean(suggestions)
    )]
    #[non_exhaustive]
    Unknown {
        /// The name.
        name: String,
        /// What would be right.
        needed: &'static str,
        /// The known names that are nearest to it.
        suggestions: Vec<String>,
    },
    /// A name that stands for something else.
    #[error(
        "{name:?} is {found}; {needed} is needed here{}",
        did_you_mean(suggestions)
    )]
    #[non_exhaustive]
    Misused {
        /// The name.
        name: String,
        /// What it is.
        found: &'static str,
        /// What would be right.
        needed: &'static str,
        /// The names of such things that are nearest to it.
        suggestions: Vec<String>,
    },
    /// A label that is not in the list.
    #[error("{name:?} has no label {label:?}{}", did_you_mean(suggestions))]
    #[non_exhaustive]
    UnknownLabel {
        /// The observation, or the court's word for the action.
        name: String,
        /// The label.
        label: String,
        /// The labels that are nearest to it.
        suggestions: Vec<String>,
    },
    /// A player who cannot be directed to a label, because it has no such action.
    #[error("{player:?} has no action {label:?} to be directed to{}", nor_have(*others))]
    #[non_exhaustive]
    NoSuchAction {
        /// The first such player whom the clause can mean.
        player: String,
        /// The label.
        label: String,
        /// How many more there are.
        others: usize,
    },
    /// Actions in the hook that runs before them.
    #[error("{name:?} is the players' action, and nobody has acted yet at the start of a round")]
    #[non_exhaustive]
    NoActionsYet {
        /// The court's word for the action.
        name: String,
    },
    /// What only the hook `resolve` has.
    #[error(
        "{what} belongs in resolve, the only hook between the choice of actions and what they do"
    )]
    #[non_exhaustive]
    OnlyInResolve {
        /// What the clause does or mentions.
        what: &'static str,
    },
    /// A divisor that may be zero.
    #[error(
        "a divisor must be made of numbers, `players` and constants of the law; ratio(a, b, c) divides by anything"
    )]
    #[non_exhaustive]
    DivisorNotConstant,
    /// A divisor that is zero.
    #[error("the divisor is zero")]
    #[non_exhaustive]
    DivisorZero,
    /// A number whose numerator or denominator does not fit 64 bits.
    #[error("{what} is {value}; its numerator and denominator must fit 64 bits")]
    #[non_exhaustive]
    TooLarge {
        /// Which number.
        what: &'static str,
        /// The number.
        value: Rational,
    },
    /// `min()` or `max()`.
    #[error("min and max need at least one number")]
    #[non_exhaustive]
    NothingToCompare,
    /// An expression within an expression within an expression.
    #[error("expressions and conditions are nested more than {limit} deep")]
    #[non_exhaustive]
    TooDeep {
        /// The most that is allowed.
        limit: usize,
    },
    /// A hook that may take too long.
    #[error("the clauses of this hook may take {steps} steps; at most {limit} are allowed")]
    #[non_exhaustive]
    TooManySteps {
        /// The most that they can take.
        steps: u64,
        /// The most that is allowed.
        limit: u64,
    },
    /// More accounts than can be kept.
    #[error(
        "the law keeps {accounts} pools, accounts, counters and memories; at most {limit} are allowed"
    )]
    #[non_exhaustive]
    TooManyAccounts {
        /// How many there are.
        accounts: u64,
        /// The most that is allowed.
        limit: u64,
    },
    /// A court that sees more than can be held.
    #[error("it makes {readings} readings; at most {limit} are allowed")]
    #[non_exhaustive]
    TooManyReadings {
        /// How many there are on one occasion.
        readings: u64,
        /// The most that are allowed.
        limit: u64,
    },
    /// A declaration whose name is in use.
    #[error("{name:?} cannot be declared: it is the name of {taken}")]
    #[non_exhaustive]
    NameTaken {
        /// The name.
        name: String,
        /// What has it.
        taken: &'static str,
    },
    /// A variable whose name is in use.
    #[error("{name:?} cannot be a variable here: it is the name of {taken}")]
    #[non_exhaustive]
    VariableTaken {
        /// The name.
        name: String,
        /// What has it.
        taken: &'static str,
    },
    /// A name that cannot be written down.
    #[error("{name:?} is no name: {NAME_RULE}")]
    #[non_exhaustive]
    Unreadable {
        /// The name.
        name: String,
    },
    /// Something else that has no text which could be read back.
    #[error("{problem}")]
    #[non_exhaustive]
    Form {
        /// What it is.
        problem: FormProblem,
    },
}

impl LawProblemKind {
    /// The name in the law that is wrong, if it is one.
    pub(in crate::contract::law) fn name(&self) -> Option<&str> {
        match self {
            LawProblemKind::Hidden { name, .. }
            | LawProblemKind::Unknown { name, .. }
            | LawProblemKind::Misused { name, .. }
            | LawProblemKind::NoActionsYet { name }
            | LawProblemKind::NameTaken { name, .. }
            | LawProblemKind::VariableTaken { name, .. }
            | LawProblemKind::Unreadable { name } => Some(name),
            LawProblemKind::UnknownLabel { label, .. }
            | LawProblemKind::NoSuchAction { label, .. } => Some(label),
            LawProblemKind::OnlyInResolve { .. }
            | LawProblemKind::DivisorNotConstant
            | LawProblemKind::DivisorZero
            | LawProblemKind::TooLarge { .. }
            | LawProblemKind::NothingToCompare
            | LawProblemKind::TooDeep { .. }
            | LawProblemKind::TooManySteps { .. }
            | LawProblemKind::TooManyAccounts { .. }
            | LawProblemKind::TooManyReadings { .. }
            | LawProblemKind::Form { .. } => None,
        }
    }
}

fn nor_have(others: usize) -> String {
    match others {
        0 => String::new(),
        1 => ", nor has 1 other player".to_owned(),
        _ => format!(", nor have {others} other players"),
    }
}

fn did_you_mean(suggestions: &[String]) -> String {
    match suggestions {
        [] => String::new(),
        [only] => format!("; did you mean {only:?}?"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("{name:?}")).collect();
            format!("; did you mean {} or {last:?}?", first.join(", "))
        }
    }
}
