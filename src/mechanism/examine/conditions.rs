//! Capacities, and conditions of one's own that are linear in probabilities and transfers.

use serde::{Deserialize, Serialize};

use super::budget::{Side, decided};
use super::verdict::Search;
use super::{Examination, Lottery, Verdict, Witness};
use crate::mechanism::protocol::Decision;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// Bounds on the use of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Capacity {
    /// What each alternative uses.
    pub usage: Vec<Rational>,
    /// The least use.
    #[serde(default)]
    pub least: Option<Rational>,
    /// The largest use.
    #[serde(default)]
    pub most: Option<Rational>,
}

impl Capacity {
    /// A resource of which alternative `a` uses `usage[a]`, without bounds.
    pub fn new(usage: Vec<Rational>) -> Self {
        Capacity {
            usage,
            least: None,
            most: None,
        }
    }

    /// With a least use.
    #[must_use]
    pub fn with_least(mut self, least: Rational) -> Self {
        self.least = Some(least);
        self
    }

    /// With a largest use.
    #[must_use]
    pub fn with_most(mut self, most: Rational) -> Self {
        self.most = Some(most);
        self
    }

    fn used(&self, decision: &Decision) -> Rational {
        let branches = decision.branches().iter();
        branches
            .map(|branch| &branch.probability * &self.usage[branch.alternative])
            .sum()
    }

    fn sides(&self) -> impl Iterator<Item = (Side, &Rational)> {
        let below = self.least.iter().map(|bound| (Side::Below, bound));
        below.chain(self.most.iter().map(|bound| (Side::Above, bound)))
    }
}

/// Too much or too little of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CapacityBreach {
    /// The capacity.
    pub capacity: Capacity,
    /// The side on which it is broken.
    pub side: Side,
    /// The message of each agent.
    pub messages: Vec<usize>,
    /// The branch of the decision, if it is drawn.
    pub branch: Option<usize>,
    /// How far the use is beyond the bound.
    pub excess: Rational,
}

impl Witness for CapacityBreach {
    fn excess(&self) -> &Rational {
        &self.excess
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let alternatives = examination.setting().alternatives();
        SettingError::check_length("the usage", self.capacity.usage.len(), alternatives)?;
        let decision = decided(examination, &self.messages, self.branch)?;
        let used = self.capacity.used(&decision);
        let bound = self.capacity.sides().find(|(side, _)| *side == self.side);
        match bound {
            Some((side, bound)) => Ok(side.excess(&used, bound)),
            None => {
                let needs = "the capacity must have it";
                Err(SettingError::invalid("the bound", self.side.text(), needs))
            }
        }
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        format!(
            "the use is {} {} what is allowed when messages are [{}]",
            self.excess,
            self.side.text(),
            examination.messages_text(&self.messages, None)
        )
    }
}

/// A number that a mechanism has after some messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Coordinate {
    /// The probability of an alternative.
    Probability {
        /// The message of each agent.
        messages: Vec<usize>,
        /// The alternative.
        alternative: usize,
    },
    /// What an agent receives in expectation; less what it pays.
    Transfer {
        /// The message of each agent.
        messages: Vec<usize>,
        /// The agent.
        agent: usize,
    },
}

/// How the two sides of a linear condition compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Comparison {
    /// `≥`.
    AtLeast,
    /// `≤`.
    AtMost,
    /// `=`.
    Equal,
}

/// A condition of one's own: a weighted sum of probabilities and transfers against a bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LinearCondition {
    /// What it is called.
    pub name: String,
    /// The terms of the sum with their weights.
    pub terms: Vec<(Coordinate, Rational)>,
    /// How the sum compares with the bound.
    pub comparison: Comparison,
    /// The bound.
    pub bound: Rational,
}

impl LinearCondition {
    /// A condition on the sum of these terms.
    pub fn new(
        name: impl Into<String>,
        terms: Vec<(Coordinate, Rational)>,
        comparison: Comparison,
        bound: Rational,
    ) -> Self {
        LinearCondition {
            name: name.into(),
            terms,
            comparison,
            bound,
        }
    }

    /// By how much the condition is broken when the weighted sum is this.
    fn excess(&self, sum: &Rational) -> Rational {
        match self.comparison {
            Comparison::AtLeast => &self.bound - sum,
            Comparison::AtMost => sum - &self.bound,
            Comparison::Equal => (sum - &self.bound).abs(),
        }
    }

    fn sum(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let setting = examination.setting();
        let mut sum = Rational::ZERO;
        for (coordinate, weight) in &self.terms {
            let value = match coordinate {
                Coordinate::Probability {
                    messages,
                    alternative,
                } => {
                    let alternatives = setting.alternatives();
                    SettingError::check_index("an alternative", *alternative, alternatives)?;
                    decided(examination, messages, None)?.probability(*alternative)
                }
                Coordinate::Transfer { messages, agent } => {
                    SettingError::check_index("an agent", *agent, setting.agents())?;
                    decided(examination, messages, None)?.expected_transfer(*agent)
                }
            };
            sum += weight * &value;
        }
        Ok(sum)
    }
}

/// A linear condition that is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ConditionBreach {
    /// The condition.
    pub condition: LinearCondition,
    /// By how much it is broken.
    pub excess: Rational,
}

impl Witness for ConditionBreach {
    fn excess(&self) -> &Rational {
        &self.excess
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        Ok(self.condition.excess(&self.condition.sum(examination)?))
    }

    fn in_words(&self, _examination: &Examination<'_>) -> String {
        format!("{} is broken by {}", self.condition.name, self.excess)
    }
}

impl Examination<'_> {
    /// Is the use of a resource within its bounds, at every message profile?
    ///
    /// One case for each bound and message profile, or each of its branches.
    ///
    /// # Errors
    /// Those of [`Examination::budget`]; [`SettingError::WrongLength`]; [`SettingError::Invalid`] if
    /// the least use is above the largest.
    pub fn capacity(
        &self,
        capacity: &Capacity,
        lottery: Lottery,
    ) -> Result<Verdict<CapacityBreach>, SettingError> {
        let alternatives = self.setting().alternatives();
        SettingError::check_length("the usage", capacity.usage.len(), alternatives)?;
        if let (Some(least), Some(most)) = (&capacity.least, &capacity.most)
            && least > most
        {
            let needs = "it must be at most the largest";
            return Err(SettingError::invalid("the least use", least, needs));
        }
        let tables = self.tables()?;
        let mut search = Search::new();
        self.each_decision(lottery, |messages, branch, decision| {
            let used = capacity.used(decision);
            for (side, bound) in capacity.sides() {
                let excess = side.excess(&used, bound);
                search.record(excess.clone(), || CapacityBreach {
                    capacity: capacity.clone(),
                    side,
                    messages: tables.messages().profile_unchecked(messages),
                    branch,
                    excess,
                });
            }
        })?;
        Ok(search.verdict())
    }

    /// Do conditions of one's own hold? One case for each.
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`], [`SettingError::WrongLength`].
    pub fn conditions(
        &self,
        conditions: &[LinearCondition],
    ) -> Result<Verdict<ConditionBreach>, SettingError> {
        let mut search = Search::new();
        for condition in conditions {
            let excess = condition.excess(&condition.sum(self)?);
            search.record(excess.clone(), || ConditionBreach {
                condition: condition.clone(),
                excess,
            });
        }
        Ok(search.verdict())
    }
}
