//! Limits on the work of checking, and what comes of it.

use serde::{Deserialize, Serialize};

/// Limits on the work of checking a document. A document that asks for more is neither accepted nor
/// refuted: see [`ProofError::TooLarge`](super::ProofError::TooLarge).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CheckOptions {
    /// The largest number of outcomes (states times profiles) of a problem, of pairs of actions of a
    /// player, of pairs of a player and a signal, and of rows or variables of a linear program.
    /// Default: one million.
    pub max_outcomes: usize,
    /// The largest number of (partial) plans enumerated for a claim. Default: one million.
    pub max_plans: usize,
    /// The largest number of pairs of reports and recommendations of a bound on mechanisms.
    /// Default: one million.
    pub max_recommendations: usize,
}

impl Default for CheckOptions {
    fn default() -> Self {
        CheckOptions {
            max_outcomes: 1_000_000,
            max_plans: 1_000_000,
            max_recommendations: 1_000_000,
        }
    }
}

impl CheckOptions {
    /// The same with another limit on outcomes.
    #[must_use]
    pub fn with_max_outcomes(mut self, limit: usize) -> Self {
        self.max_outcomes = limit;
        self
    }

    /// The same with another limit on plans.
    #[must_use]
    pub fn with_max_plans(mut self, limit: usize) -> Self {
        self.max_plans = limit;
        self
    }

    /// The same with another limit on pairs of reports and recommendations.
    #[must_use]
    pub fn with_max_recommendations(mut self, limit: usize) -> Self {
        self.max_recommendations = limit;
        self
    }
}

/// What comes of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Verdict {
    /// The kind of claim.
    pub kind: String,
    /// What it says, in the words of the document, which nobody checks.
    pub statement: String,
    /// Why it does not hold; `None` if it does.
    pub refuted: Option<String>,
}

/// A claim that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CheckedClaim {
    /// The kind of claim.
    pub kind: String,
    /// What it says, in the words of the document, which nobody checks.
    pub statement: String,
}

/// An accepted document: every claim holds of the problem with this hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Checked {
    /// The hash of the problem.
    pub problem_hash: String,
    /// The claims.
    pub claims: Vec<CheckedClaim>,
}
