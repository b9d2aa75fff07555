//! What preferences look at where money changes hands.

use serde::{Deserialize, Serialize};

/// What the preferences of agents are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Concern {
    /// Material payoffs, value plus transfer: agents also care about each other's money, and money
    /// that leaves the group is lost to those who care about it.
    #[default]
    Payoffs,
    /// Values alone; the own transfer is added in full, others' transfers do not count.
    Values,
}
