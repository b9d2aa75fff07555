//! Conditions on mechanisms by their names.

use serde::{Deserialize, Serialize};

use crate::number::Rational;

/// A condition on a mechanism. Each says that some number, its *slack*, is at least 0; an exact
/// budget that it is 0. `alternative` is given where conditions are asked of every branch of a
/// decision; then both sides count with the probability of the alternative.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// An agent of this type expects from honesty at least what it expects from the lie, both
    /// weighted with the prior (not conditional on the type).
    Honesty {
        /// The agent.
        agent: usize,
        /// Its type.
        own_type: usize,
        /// The type it could pretend to have.
        lie: usize,
    },
    /// At the types `types`, when the others report what stands in `reports`, an agent has from
    /// honesty at least what it has from the lie.
    HonestyAt {
        /// The agent.
        agent: usize,
        /// Everybody's types.
        types: Vec<usize>,
        /// Everybody's reports; the agent's own is its type.
        reports: Vec<usize>,
        /// The type it could pretend to have.
        lie: usize,
    },
    /// An agent expects at least its outside payoff before it knows its type.
    ParticipationExAnte {
        /// The agent.
        agent: usize,
    },
    /// An agent of this type expects at least its outside payoff, both weighted with the prior.
    ParticipationInterim {
        /// The agent.
        agent: usize,
        /// Its type.
        own_type: usize,
    },
    /// An agent has at least its outside payoff at this type profile.
    ParticipationExPost {
        /// The agent.
        agent: usize,
        /// Everybody's types.
        types: Vec<usize>,
        /// In the branch with this alternative.
        alternative: Option<usize>,
    },
    /// Transfers sum to at most 0 in expectation.
    Budget,
    /// Transfers sum to at most 0 at this type profile.
    BudgetAt {
        /// Everybody's types.
        types: Vec<usize>,
        /// In the branch with this alternative.
        alternative: Option<usize>,
    },
    /// An agent receives at least the least transfer.
    LeastTransfer {
        /// The agent.
        agent: usize,
        /// Everybody's types.
        types: Vec<usize>,
        /// In the branch with this alternative.
        alternative: Option<usize>,
    },
    /// An agent receives at most the greatest transfer.
    GreatestTransfer {
        /// The agent.
        agent: usize,
        /// Everybody's types.
        types: Vec<usize>,
        /// In the branch with this alternative.
        alternative: Option<usize>,
    },
}

/// The weight of a condition in a proof: at least 0, any number for an exact budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Multiplier {
    /// The condition.
    pub condition: Condition,
    /// Its weight.
    pub weight: Rational,
}

impl Multiplier {
    /// A condition with its weight.
    pub fn new(condition: Condition, weight: Rational) -> Self {
        Multiplier { condition, weight }
    }
}
