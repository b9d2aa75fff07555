//! What a mechanism must do.

use serde::{Deserialize, Serialize};

/// In which sense honesty is to be a best reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Incentives {
    /// No sense: types are known. The first best.
    None,
    /// Whatever the others report, and whatever their types are: a dominant strategy. If utilities
    /// depend on the own type only, the others' types do not matter.
    Dominant,
    /// Whatever the others' types are, if they report them.
    ExPost,
    /// In expectation over the others' types given the own one, if they report them
    /// (Bayes–Nash). Types of probability zero are not asked for honesty.
    #[default]
    Bayesian,
}

/// How much money may leave or enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BudgetRule {
    /// Any amount.
    #[default]
    None,
    /// Transfers sum to at most zero in expectation.
    ExpectedNoDeficit,
    /// Transfers sum to zero in expectation.
    ExpectedBalance,
    /// Transfers sum to at most zero at every type profile.
    NoDeficit,
    /// Transfers sum to zero at every type profile.
    Balance,
}

impl BudgetRule {
    /// Is it asked at every type profile?
    pub(super) fn is_ex_post(self) -> bool {
        matches!(self, BudgetRule::NoDeficit | BudgetRule::Balance)
    }

    /// Is it an equation?
    pub(super) fn is_exact(self) -> bool {
        matches!(self, BudgetRule::ExpectedBalance | BudgetRule::Balance)
    }
}
