//! What counts as reaching the first best, and limits on the search for the least λ.

use serde::{Deserialize, Serialize};

use crate::number::Rational;

/// What it means that a mechanism reaches the first best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reach {
    /// Mechanisms come as close as desired: the closed value is the first best.
    #[default]
    Approach,
    /// A mechanism has it.
    Attain,
    /// A plain contract has it: one first-best plan, followed for sure, with transfers that depend
    /// on the signal only.
    Plain,
}

/// Limits on the search for the least λ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ClosingOptions {
    /// What counts. Default: to approach the first best.
    pub reach: Reach,
    /// The most candidates for λ. Default: 60.
    pub max_candidates: usize,
    /// How narrow a bracket must be if the least λ is not found exactly. Default: 2⁻²⁰.
    pub width: Rational,
}

impl Default for ClosingOptions {
    fn default() -> Self {
        ClosingOptions {
            reach: Reach::default(),
            max_candidates: 60,
            width: Rational::new(1, 1 << 20).unwrap_or(Rational::ONE),
        }
    }
}

impl ClosingOptions {
    /// The same with another meaning of reaching the first best.
    #[must_use]
    pub fn with_reach(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    /// The same with another limit on candidates.
    #[must_use]
    pub fn with_max_candidates(mut self, limit: usize) -> Self {
        self.max_candidates = limit;
        self
    }

    /// The same with another width of brackets.
    #[must_use]
    pub fn with_width(mut self, width: Rational) -> Self {
        self.width = width;
        self
    }
}
