//! What an examination finds: a proof by exhaustion, or the worst case.

use serde::{Deserialize, Serialize};

use super::Examination;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// One case of a condition: where it is looked at, and by how much it is broken there.
pub trait Witness {
    /// By how much the condition is broken: above 0 for a violation, 0 for a tie, below 0 for the
    /// slack that is left.
    fn excess(&self) -> &Rational;

    /// The same number from the definition: from the setting, the mechanism, the strategies and the
    /// preferences that the examination was given, and not from its tables.
    ///
    /// # Errors
    /// [`SettingError`] if the case does not exist, such as a type that is out of range.
    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError>;

    /// The case in a sentence, with the names of the setting and the mechanism.
    fn in_words(&self, examination: &Examination<'_>) -> String;

    /// Is this a violation, by exactly as much as it says? Decided from the definition.
    fn verify(&self, examination: &Examination<'_>) -> bool {
        self.excess().is_positive()
            && self
                .recomputed(examination)
                .is_ok_and(|found| &found == self.excess())
    }
}

/// A type of an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AgentType {
    /// The agent.
    pub agent: usize,
    /// Its type.
    pub own_type: usize,
}

/// Whether a condition holds in every case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict<W> {
    /// It holds: every case was looked at.
    #[non_exhaustive]
    Holds {
        /// The number of cases.
        comparisons: u64,
        /// In how many of them the condition holds with equality.
        ties: u64,
        /// The first of the cases with the least slack; `None` if there are no cases.
        tightest: Option<W>,
        /// Types of probability zero that were left out.
        skipped: Vec<AgentType>,
    },
    /// It does not hold.
    #[non_exhaustive]
    Fails {
        /// The first of the cases in which it is broken by most.
        witness: W,
        /// In how many cases it is broken.
        violations: u64,
        /// The number of cases.
        comparisons: u64,
        /// Types of probability zero that were left out.
        skipped: Vec<AgentType>,
    },
}

impl<W> Verdict<W> {
    /// Does the condition hold?
    pub fn holds(&self) -> bool {
        matches!(self, Verdict::Holds { .. })
    }

    /// The worst violation, if there is any.
    pub fn witness(&self) -> Option<&W> {
        match self {
            Verdict::Fails { witness, .. } => Some(witness),
            Verdict::Holds { .. } => None,
        }
    }

    /// The number of cases looked at.
    pub fn comparisons(&self) -> u64 {
        match self {
            Verdict::Holds { comparisons, .. } | Verdict::Fails { comparisons, .. } => *comparisons,
        }
    }

    /// The number of cases in which the condition is broken.
    pub fn violations(&self) -> u64 {
        match self {
            Verdict::Holds { .. } => 0,
            Verdict::Fails { violations, .. } => *violations,
        }
    }

    /// Types of probability zero that were left out.
    pub fn skipped(&self) -> &[AgentType] {
        match self {
            Verdict::Holds { skipped, .. } | Verdict::Fails { skipped, .. } => skipped,
        }
    }
}

impl<W: Witness> Verdict<W> {
    /// The least slack: below 0 if the condition fails, `None` if there are no cases.
    pub fn least_slack(&self) -> Option<Rational> {
        match self {
            Verdict::Holds { tightest, .. } => tightest.as_ref().map(|case| -case.excess().clone()),
            Verdict::Fails { witness, .. } => Some(-witness.excess().clone()),
        }
    }

    /// By how much the condition is broken at most, at least 0: the ε for which it holds
    /// approximately.
    pub fn epsilon(&self) -> Rational {
        match self {
            Verdict::Holds { .. } => Rational::ZERO,
            Verdict::Fails { witness, .. } => witness.excess().clone(),
        }
    }
}

/// Gathers cases in order and keeps the first of the worst.
pub(super) struct Search<V, K> {
    comparisons: u64,
    ties: u64,
    violations: u64,
    worst: Option<(V, K)>,
    pub(super) skipped: Vec<AgentType>,
}

impl<V: Ord, K> Search<V, K> {
    pub(super) fn new() -> Self {
        Search {
            comparisons: 0,
            ties: 0,
            violations: 0,
            worst: None,
            skipped: Vec::new(),
        }
    }

    /// A case that stands for `times` equal ones.
    #[inline]
    pub(super) fn record_times(
        &mut self,
        excess: V,
        zero: &V,
        times: u64,
        key: impl FnOnce() -> K,
    ) {
        self.comparisons += times;
        match excess.cmp(zero) {
            std::cmp::Ordering::Greater => self.violations += times,
            std::cmp::Ordering::Equal => self.ties += times,
            std::cmp::Ordering::Less => {}
        }
        let is_worse = match &self.worst {
            Some((worst, _)) => excess > *worst,
            None => true,
        };
        if is_worse {
            self.worst = Some((excess, key()));
        }
    }

    /// The verdict; `witness` makes the case from its excess and its place.
    pub(super) fn finish<W>(self, witness: impl FnOnce(V, K) -> W) -> Verdict<W> {
        let Search {
            comparisons,
            ties,
            violations,
            worst,
            skipped,
        } = self;
        match worst.map(|(excess, key)| witness(excess, key)) {
            Some(witness) if violations > 0 => Verdict::Fails {
                witness,
                violations,
                comparisons,
                skipped,
            },
            tightest => Verdict::Holds {
                comparisons,
                ties,
                tightest,
                skipped,
            },
        }
    }
}

impl<K> Search<Rational, K> {
    pub(super) fn record(&mut self, excess: Rational, key: impl FnOnce() -> K) {
        self.record_times(excess, &Rational::ZERO, 1, key);
    }
}

impl<W: Witness> Search<Rational, W> {
    /// The verdict of a search whose places are the cases themselves.
    pub(super) fn verdict(self) -> Verdict<W> {
        self.finish(|_, case| case)
    }
}

impl<V, K> Search<V, K> {
    /// A case without violation whose slack is not known.
    pub(super) fn pass(&mut self) {
        self.comparisons += 1;
    }
}
