//! To build or not, with fixed cost shares.

use crate::mechanism::auction::{check_grids, level_name};
use crate::mechanism::groves::Groves;
use crate::mechanism::{Decision, Mechanism, Setting, SettingError};
use crate::number::Rational;

/// A project that is built for everybody or not at all, and what each pays of its cost if it is.
///
/// Alternative 0 does not build and is worth nothing to anybody; alternative 1 builds, and is worth
/// to each agent its value less its share of the cost. Shares are inside the values: transfers of
/// the mechanisms come on top, and a budget that balances has transfers that sum to zero.
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::public_project::PublicProject;
/// use lacuna::number::Rational;
///
/// let values = vec![[0, 10, 20].map(Rational::from).to_vec(); 3];
/// let project = PublicProject::equal_shares(values, Rational::from(30))?;
/// // 20 + 10 + 0 pays for it, but the last objects.
/// assert_eq!(project.pivotal()?.decide(&[2, 1, 0]).branches()[0].alternative, 1);
/// assert_eq!(project.unanimity().decide(&[2, 1, 0]).branches()[0].alternative, 0);
/// assert_eq!(project.referendum(2)?.decide(&[2, 1, 0]).branches()[0].alternative, 1);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicProject {
    values: Vec<Vec<Rational>>,
    shares: Vec<Rational>,
}

impl PublicProject {
    /// The values that each agent may have, in increasing order, and its share of the cost.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`]; [`SettingError::Invalid`] if a list is empty or not increasing.
    pub fn new(values: Vec<Vec<Rational>>, shares: Vec<Rational>) -> Result<Self, SettingError> {
        check_grids("values", &values)?;
        SettingError::check_length("the list of cost shares", shares.len(), values.len())?;
        Ok(PublicProject { values, shares })
    }

    /// The same with equal shares of this cost.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if a list is empty or not increasing.
    pub fn equal_shares(values: Vec<Vec<Rational>>, cost: Rational) -> Result<Self, SettingError> {
        let each = Rational::from(values.len()).recip().unwrap_or_default() * &cost;
        let shares = vec![each; values.len()];
        Self::new(values, shares)
    }

    /// What it costs: the sum of the shares.
    pub fn cost(&self) -> Rational {
        self.shares.iter().sum()
    }

    /// The values less the cost shares, as a setting; types are independent and uniform.
    ///
    /// # Errors
    /// None that a project which was built can meet.
    pub fn setting(&self) -> Result<Setting, SettingError> {
        let types: Vec<usize> = self.values.iter().map(Vec::len).collect();
        let names = self.values.iter();
        Setting::private(
            &types,
            2,
            |agent, own_type, alternative| match alternative {
                0 => Rational::ZERO,
                _ => &self.values[agent][own_type] - &self.shares[agent],
            },
        )?
        .with_type_names(
            names.map(|list| list.iter().map(Rational::to_string).collect::<Vec<_>>()),
        )?
        .with_alternative_names(["not built", "built"])
    }

    /// Clarke's (1971) pivotal mechanism: built if the values reported cover the cost, and who turns
    /// the decision pays what the others lose by it.
    ///
    /// # Errors
    /// None that a project which was built can meet.
    pub fn pivotal(&self) -> Result<Groves, SettingError> {
        Groves::clarke(&self.setting()?)?.with_order(vec![1, 0])
    }

    /// Built if everybody is in favour, and nobody pays more than its share. Honesty is dominant,
    /// the budget balances and nobody loses; much that is worth its cost is not built.
    pub fn unanimity(&self) -> Referendum {
        Referendum {
            project: self.clone(),
            quota: self.values.len(),
        }
    }

    /// Built if at least `quota` agents are in favour.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if the quota is zero or above the number of agents.
    pub fn referendum(&self, quota: usize) -> Result<Referendum, SettingError> {
        if quota == 0 || quota > self.values.len() {
            let needs = "it must be at least 1 and at most the number of agents";
            return Err(SettingError::invalid("the quota", quota, needs));
        }
        Ok(Referendum {
            project: self.clone(),
            quota,
        })
    }
}

/// A vote on a [`PublicProject`]: an agent whose reported value is at least its share is in favour,
/// and it takes a quota of them to build. There are no transfers beside the shares.
///
/// Honesty is dominant and the budget balances; who is outvoted loses, unless the quota is
/// everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referendum {
    project: PublicProject,
    quota: usize,
}

impl Mechanism for Referendum {
    fn agents(&self) -> usize {
        self.project.values.len()
    }

    fn messages(&self, agent: usize) -> usize {
        self.project.values[agent].len()
    }

    fn alternatives(&self) -> usize {
        2
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let said = self.project.values.iter().zip(messages);
        let said = said.zip(&self.project.shares);
        let favour = said
            .filter(|((values, message), share)| &values[**message] >= *share)
            .count();
        let none = vec![Rational::ZERO; self.agents()];
        Decision::certain(usize::from(favour >= self.quota), none)
    }

    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        level_name(&self.project.values, agent, message)
    }
}
