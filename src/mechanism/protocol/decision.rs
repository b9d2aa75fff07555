//! What a mechanism does with the messages it was sent.

use serde::{Deserialize, Serialize};

use crate::mechanism::setting::{Setting, SettingError, distribution};
use crate::number::Rational;

/// One thing that may come of the messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Branch {
    /// Its probability, above 0.
    pub probability: Rational,
    /// The alternative that is chosen.
    pub alternative: usize,
    /// What each agent receives; negative for a payment.
    pub transfers: Vec<Rational>,
}

impl Branch {
    /// A branch.
    pub fn new(probability: Rational, alternative: usize, transfers: Vec<Rational>) -> Self {
        Branch {
            probability,
            alternative,
            transfers,
        }
    }

    /// The payoff of `agent` at a type profile: its value of the alternative and its transfer.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn payoff(&self, setting: &Setting, agent: usize, types: &[usize]) -> Rational {
        setting.value(agent, types, self.alternative) + &self.transfers[agent]
    }
}

/// What a mechanism does after some messages: a lottery over alternatives with transfers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Branch>", into = "Vec<Branch>")]
pub struct Decision {
    branches: Vec<Branch>,
}

impl TryFrom<Vec<Branch>> for Decision {
    type Error = SettingError;
    fn try_from(branches: Vec<Branch>) -> Result<Self, SettingError> {
        Decision::lottery(branches)
    }
}

impl From<Decision> for Vec<Branch> {
    fn from(decision: Decision) -> Self {
        decision.branches
    }
}

impl Decision {
    /// An alternative with transfers, for sure.
    pub fn certain(alternative: usize, transfers: Vec<Rational>) -> Self {
        Decision {
            branches: vec![Branch::new(Rational::ONE, alternative, transfers)],
        }
    }

    /// A lottery; branches of probability zero are left out.
    ///
    /// # Errors
    /// [`SettingError::NegativeProbability`], [`SettingError::ProbabilitySum`].
    pub fn lottery(branches: Vec<Branch>) -> Result<Self, SettingError> {
        let probabilities: Vec<Rational> = branches
            .iter()
            .map(|branch| branch.probability.clone())
            .collect();
        distribution(&probabilities, || "the branches of a decision".to_owned())?;
        Ok(Decision {
            branches: branches
                .into_iter()
                .filter(|branch| !branch.probability.is_zero())
                .collect(),
        })
    }

    /// Branches that are known to be a lottery, each of positive probability.
    pub(crate) fn drawn(branches: Vec<Branch>) -> Self {
        Decision { branches }
    }

    /// Equally likely branches, each an alternative with transfers; at least one.
    ///
    /// # Errors
    /// [`SettingError::ProbabilitySum`] without branches.
    pub fn equally_likely(branches: Vec<(usize, Vec<Rational>)>) -> Result<Self, SettingError> {
        let each = Rational::new(1, branches.len().max(1) as i64).unwrap_or_default();
        Self::lottery(
            branches
                .into_iter()
                .map(|(alternative, transfers)| Branch::new(each.clone(), alternative, transfers))
                .collect(),
        )
    }

    /// What may happen, each with a positive probability.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// The probability of an alternative.
    pub fn probability(&self, alternative: usize) -> Rational {
        let chosen = |branch: &&Branch| branch.alternative == alternative;
        let branches = self.branches.iter().filter(chosen);
        branches.map(|branch| &branch.probability).sum()
    }

    /// What `agent` receives in expectation.
    ///
    /// # Panics
    /// If there is no such agent.
    pub fn expected_transfer(&self, agent: usize) -> Rational {
        let branches = self.branches.iter();
        branches
            .map(|branch| &branch.probability * &branch.transfers[agent])
            .sum()
    }

    /// The expected payoff of `agent` at a type profile.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn payoff(&self, setting: &Setting, agent: usize, types: &[usize]) -> Rational {
        let branches = self.branches.iter();
        branches
            .map(|branch| &branch.probability * &branch.payoff(setting, agent, types))
            .sum()
    }

    /// Checks that the decision is a lottery over alternatives below `alternatives`, with one
    /// transfer for each of `agents`.
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`], [`SettingError::WrongLength`],
    /// [`SettingError::NegativeProbability`], [`SettingError::ProbabilitySum`].
    pub fn check(&self, agents: usize, alternatives: usize) -> Result<(), SettingError> {
        for branch in &self.branches {
            SettingError::check_index("an alternative", branch.alternative, alternatives)?;
            SettingError::check_length("a list of transfers", branch.transfers.len(), agents)?;
        }
        if let [only] = self.branches.as_slice()
            && only.probability == Rational::ONE
        {
            return Ok(());
        }
        let probabilities: Vec<Rational> = self
            .branches
            .iter()
            .map(|branch| branch.probability.clone())
            .collect();
        distribution(&probabilities, || "the branches of a decision".to_owned())
    }
}
