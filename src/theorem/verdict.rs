//! What a check of a theorem finds.

use std::fmt;

/// What shows that a predicate does not hold, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Witness {
    /// The sentence.
    pub words: String,
}

impl Witness {
    /// A witness in words.
    pub fn new(words: impl Into<String>) -> Self {
        Witness {
            words: words.into(),
        }
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// Whether a predicate holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It does.
    Holds,
    /// It does not, and this shows it.
    Fails(Witness),
}

impl Finding {
    /// `Holds` if the condition is true; otherwise it fails with these words.
    pub fn when(condition: bool, otherwise: impl FnOnce() -> String) -> Self {
        if condition {
            Finding::Holds
        } else {
            Finding::Fails(Witness::new(otherwise()))
        }
    }

    /// It fails with these words.
    pub fn fails(words: impl Into<String>) -> Self {
        Finding::Fails(Witness::new(words))
    }

    /// Does it hold?
    pub fn holds(&self) -> bool {
        matches!(self, Finding::Holds)
    }

    /// What shows that it fails.
    pub fn witness(&self) -> Option<&Witness> {
        match self {
            Finding::Holds => None,
            Finding::Fails(witness) => Some(witness),
        }
    }

    /// Both: the first failure, without looking at the second.
    ///
    /// # Errors
    ///
    /// Those of the second.
    pub fn and<E>(self, second: impl FnOnce() -> Result<Finding, E>) -> Result<Finding, E> {
        match self {
            Finding::Holds => second(),
            fails @ Finding::Fails(_) => Ok(fails),
        }
    }
}

/// An instance on which every hypothesis holds, and the conclusion does not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counterexample<I> {
    /// The instance.
    pub instance: I,
    /// Why the conclusion fails on it.
    pub witness: Witness,
}

/// What a theorem says about an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<I> {
    /// The hypotheses hold, and so does the conclusion.
    Holds,
    /// The theorem does not apply.
    HypothesisFails {
        /// The name of the first hypothesis that fails.
        hypothesis: &'static str,
        /// Why it does.
        witness: Witness,
    },
    /// The hypotheses hold, and the conclusion does not.
    Refuted(Counterexample<I>),
}
