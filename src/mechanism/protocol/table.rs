//! A mechanism written out: one decision for each profile of messages.

use serde::{Deserialize, Serialize};

use super::{Decision, Mechanism};
use crate::game::ProfileSpace;
use crate::mechanism::setting::SettingError;

/// The largest number of message profiles that is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TableLimit {
    profiles: usize,
}

impl TableLimit {
    /// At most this many message profiles.
    pub const fn profiles(profiles: usize) -> Self {
        TableLimit { profiles }
    }

    /// Refuses more cases than that.
    pub(crate) fn check(self, what: &'static str, cases: u128) -> Result<(), SettingError> {
        if cases <= self.profiles as u128 {
            return Ok(());
        }
        Err(SettingError::TooLarge {
            what,
            cases,
            limit: self.profiles,
        })
    }
}

impl Default for TableLimit {
    /// Four million.
    fn default() -> Self {
        TableLimit::profiles(4_000_000)
    }
}

/// A mechanism as a table, profile by profile of messages, the last agent's message fastest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TableForm", into = "TableForm")]
pub struct MechanismTable {
    space: ProfileSpace,
    alternatives: usize,
    decisions: Vec<Decision>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TableForm {
    messages: ProfileSpace,
    alternatives: usize,
    decisions: Vec<Decision>,
}

impl TryFrom<TableForm> for MechanismTable {
    type Error = SettingError;
    fn try_from(form: TableForm) -> Result<Self, SettingError> {
        MechanismTable::new(form.messages, form.alternatives, form.decisions)
    }
}

impl From<MechanismTable> for TableForm {
    fn from(table: MechanismTable) -> Self {
        TableForm {
            messages: table.space,
            alternatives: table.alternatives,
            decisions: table.decisions,
        }
    }
}

impl MechanismTable {
    /// A table of decisions, one for each message profile.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], and those of [`Decision::check`].
    pub fn new(
        messages: ProfileSpace,
        alternatives: usize,
        decisions: Vec<Decision>,
    ) -> Result<Self, SettingError> {
        SettingError::check_length("the list of decisions", decisions.len(), messages.len())?;
        for decision in &decisions {
            decision.check(messages.players(), alternatives)?;
        }
        Ok(MechanismTable {
            space: messages,
            alternatives,
            decisions,
        })
    }

    /// Writes a mechanism out.
    ///
    /// # Errors
    /// [`SettingError::TooLarge`], and those of [`Decision::check`] if the mechanism breaks its
    /// promises.
    pub fn of(mechanism: &dyn Mechanism, limit: TableLimit) -> Result<Self, SettingError> {
        let counts: Vec<usize> = (0..mechanism.agents())
            .map(|agent| mechanism.messages(agent))
            .collect();
        let cases = counts.iter().fold(1u128, |product, &count| {
            product.saturating_mul(count as u128)
        });
        limit.check("the table of a mechanism", cases)?;
        let space = ProfileSpace::new(&counts)?;
        let mut decisions = Vec::with_capacity(space.len());
        space.for_each(|_, messages| decisions.push(mechanism.decide(messages)));
        Self::new(space, mechanism.alternatives(), decisions)
    }

    /// The message profiles.
    pub fn space(&self) -> &ProfileSpace {
        &self.space
    }

    /// The decisions, one for each message profile.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }
}

impl Mechanism for MechanismTable {
    fn agents(&self) -> usize {
        self.space.players()
    }
    fn messages(&self, agent: usize) -> usize {
        self.space.actions()[agent]
    }
    fn alternatives(&self) -> usize {
        self.alternatives
    }
    fn decide(&self, messages: &[usize]) -> Decision {
        self.decisions[self.space.index_unchecked(messages)].clone()
    }
}
