//! How much is checked, what was checked, and what was found.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Requirement;

/// How much is checked.
///
/// ```
/// use lacuna::simulate::conformance::ConformanceOptions;
/// let options = ConformanceOptions::default().with_cases(500).with_seed(7);
/// assert_eq!((options.cases, options.seed), (500, 7));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ConformanceOptions {
    /// The seed of the first case, from which the others are derived. Default: 0.
    pub seed: u64,
    /// How many cases are drawn: episodes of an environment, profiles of a game, lists of payoffs.
    /// Default: 64.
    pub cases: usize,
    /// The number of steps after which an episode is left. Default: 100.
    pub max_steps: usize,
}

impl Default for ConformanceOptions {
    fn default() -> Self {
        ConformanceOptions {
            seed: 0,
            cases: 64,
            max_steps: 100,
        }
    }
}

impl ConformanceOptions {
    /// The same with another seed, for example the one of a [`NonConformance`], which then fails in
    /// the first case.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The same with another number of cases.
    #[must_use]
    pub fn with_cases(mut self, cases: usize) -> Self {
        self.cases = cases;
        self
    }

    /// The same with another number of steps after which an episode is left.
    #[must_use]
    pub fn with_max_steps(mut self, steps: usize) -> Self {
        self.max_steps = steps;
        self
    }
}

/// What was checked and held. Prints as a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Report {
    /// How often each requirement was checked.
    pub checks: BTreeMap<Requirement, u64>,
    /// How many cases there were.
    pub cases: u64,
    /// How many of them were outside the domain, and refused as they should be.
    pub refused: u64,
    /// How many episodes were left before the environment ended them.
    pub unfinished: u64,
}

impl Report {
    /// How often a requirement was checked.
    pub fn times(&self, requirement: Requirement) -> u64 {
        self.checks.get(&requirement).copied().unwrap_or(0)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} cases", self.cases)?;
        if self.refused > 0 {
            write!(formatter, ", {} refused", self.refused)?;
        }
        if self.unfinished > 0 {
            write!(formatter, ", {} left before their end", self.unfinished)?;
        }
        for (requirement, times) in &self.checks {
            write!(formatter, "\n{requirement}: {times} times")?;
        }
        Ok(())
    }
}

/// A requirement that does not hold, and how to see it again.
///
/// `Debug` prints the same sentence as `Display`, because that is what a test prints that ends with
/// an error.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NonConformance {
    /// What does not hold.
    pub requirement: Requirement,
    /// What was seen instead, in words.
    pub witness: String,
    /// The seed with which it shows in the first case.
    pub seed: u64,
    /// The step of the episode, from 0, if it showed in one.
    pub step: Option<usize>,
}

impl fmt::Display for NonConformance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, but {}", self.requirement, self.witness)?;
        write!(formatter, " (seed {}", self.seed)?;
        if let Some(step) = self.step {
            write!(formatter, ", step {step}")?;
        }
        write!(formatter, ")")
    }
}

impl fmt::Debug for NonConformance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
