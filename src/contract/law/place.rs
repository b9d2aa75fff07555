//! Where something stands in a law.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Clause, Law};

/// When clauses take effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hook {
    /// Before the players act.
    Start,
    /// On the actions that they chose.
    Resolve,
    /// After everything has happened.
    End,
}

impl Hook {
    /// All of them, in the order in which they run.
    pub const ALL: [Hook; 3] = [Hook::Start, Hook::Resolve, Hook::End];

    /// Its word in the text form.
    pub(super) fn word(self) -> &'static str {
        match self {
            Hook::Start => "start",
            Hook::Resolve => "resolve",
            Hook::End => "end",
        }
    }
}

impl fmt::Display for Hook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

/// A part of a law, or the court before which it comes. Numbers are 0-based; they print 1-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LawPlace {
    /// No part of the law: what the court is like.
    Court,
    /// What the law is called.
    Title,
    /// A declaration.
    #[non_exhaustive]
    Declaration {
        /// Its number.
        declaration: usize,
    },
    /// A hook as a whole.
    #[non_exhaustive]
    Hook {
        /// Which.
        hook: Hook,
    },
    /// A clause.
    #[non_exhaustive]
    Clause {
        /// In which hook.
        hook: Hook,
        /// Its number there.
        clause: usize,
    },
}

impl fmt::Display for LawPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LawPlace::Court => formatter.write_str("court"),
            LawPlace::Title => formatter.write_str("title"),
            LawPlace::Declaration { declaration } => {
                write!(formatter, "declaration {}", declaration + 1)
            }
            LawPlace::Hook { hook } => write!(formatter, "{hook}"),
            LawPlace::Clause { hook, clause } => write!(formatter, "{hook}, clause {}", clause + 1),
        }
    }
}

impl Law {
    /// The clauses of a hook, in order.
    pub fn clauses(&self, hook: Hook) -> &[Clause] {
        match hook {
            Hook::Start => &self.start,
            Hook::Resolve => &self.resolve,
            Hook::End => &self.end,
        }
    }
}
