//! What comes of a design, with the proof.

use serde::{Deserialize, Serialize};

use super::Multiplier;
use crate::mechanism::protocol::MechanismTable;
use crate::number::Rational;

/// What came of a design. [`DesignOutcome::verify`] checks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DesignOutcome {
    /// There is a best mechanism.
    Optimal(Box<OptimalDesign>),
    /// No mechanism meets all conditions.
    Infeasible(Box<DesignProof>),
    /// The objective has no limit.
    Unbounded(Box<UnboundedDesign>),
}

impl DesignOutcome {
    /// The value of the best mechanism, if there is one.
    pub fn value(&self) -> Option<&Rational> {
        self.optimal().map(|design| &design.value)
    }

    /// The best mechanism, if there is one.
    pub fn optimal(&self) -> Option<&OptimalDesign> {
        match self {
            DesignOutcome::Optimal(design) => Some(design),
            _ => None,
        }
    }

    /// The best mechanism, if there is one.
    pub fn into_optimal(self) -> Option<OptimalDesign> {
        match self {
            DesignOutcome::Optimal(design) => Some(*design),
            _ => None,
        }
    }
}

/// A best mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OptimalDesign {
    /// The value of the objective.
    pub value: Rational,
    /// The mechanism: direct, message `k` is type `k`.
    pub mechanism: MechanismTable,
    /// Why no mechanism does better.
    pub proof: DesignProof,
}

/// Why no mechanism does better than a bound, or why there is none at all.
///
/// In a mechanism that meets the conditions every slack is at least 0, so that the objective is at
/// most the objective plus the weighted sum of the slacks. In that sum the transfers cancel, and at
/// each type profile what is left of an alternative is at most the number in `profiles`. If there
/// is no mechanism the same is done without the objective, and the bound is below 0: a sum of
/// numbers that are at least 0 would be negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DesignProof {
    /// The weights of the conditions that matter.
    pub multipliers: Vec<Multiplier>,
    /// What each type profile contributes at most, the last agent's type fastest.
    pub profiles: Vec<Rational>,
    /// What all of it comes to.
    pub bound: Rational,
}

/// Why the objective has no limit: a mechanism, and transfers that can be added to it any number of
/// times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnboundedDesign {
    /// A mechanism that meets the conditions.
    pub mechanism: MechanismTable,
    /// What is added, one list a type profile with one transfer an agent.
    pub transfers: Vec<Vec<Rational>>,
    /// By how much the objective rises with each addition.
    pub gain: Rational,
}
