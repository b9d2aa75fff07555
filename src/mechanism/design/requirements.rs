//! What a mechanism must do.

use serde::{Deserialize, Serialize};

use crate::mechanism::setting::{Setting, SettingError};
use crate::number::Rational;

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

/// What preferences are applied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Concern {
    /// Material payoffs: values and transfers of everybody.
    #[default]
    Payoffs,
    /// Values alone; the own transfer is added in full, others' money does not count.
    Values,
}

/// What agents have, as they perceive it, if they stay out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OutsidePayoffs {
    /// Nothing.
    #[default]
    Zero,
    /// One number an agent.
    Agents(Vec<Rational>),
    /// For each agent one number a type.
    Types(Vec<Vec<Rational>>),
    /// For each agent one number a type profile, the last agent's type fastest.
    Profiles(Vec<Vec<Rational>>),
}

impl OutsidePayoffs {
    /// What an agent has outside at a type profile with this index.
    pub(super) fn at(&self, agent: usize, own_type: usize, profile: usize) -> Rational {
        match self {
            OutsidePayoffs::Zero => Rational::ZERO,
            OutsidePayoffs::Agents(list) => list[agent].clone(),
            OutsidePayoffs::Types(lists) => lists[agent][own_type].clone(),
            OutsidePayoffs::Profiles(lists) => lists[agent][profile].clone(),
        }
    }

    pub(super) fn check(&self, setting: &Setting, profiles: usize) -> Result<(), SettingError> {
        const WHAT: &str = "the list of outside payoffs";
        let agents = setting.agents();
        match self {
            OutsidePayoffs::Zero => Ok(()),
            OutsidePayoffs::Agents(list) => SettingError::check_length(WHAT, list.len(), agents),
            OutsidePayoffs::Types(lists) => {
                SettingError::check_length(WHAT, lists.len(), agents)?;
                let mut each = lists.iter().zip(setting.types());
                each.try_for_each(|(list, &count)| {
                    SettingError::check_length("an agent's outside payoffs", list.len(), count)
                })
            }
            OutsidePayoffs::Profiles(lists) => {
                SettingError::check_length(WHAT, lists.len(), agents)?;
                lists.iter().try_for_each(|list| {
                    SettingError::check_length("an agent's outside payoffs", list.len(), profiles)
                })
            }
        }
    }
}
