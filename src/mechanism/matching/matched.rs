//! Who is matched with whom.

use serde::{Deserialize, Serialize};

use crate::mechanism::rankings::check_ranking;
use crate::mechanism::setting::SettingError;

/// What one side of a market thinks of the other: for each member the acceptable members of the
/// other side, best first. Who is not listed is unacceptable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "PreferencesForm", into = "PreferencesForm")]
pub struct SidePreferences {
    others: usize,
    lists: Vec<Vec<usize>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PreferencesForm {
    others: usize,
    lists: Vec<Vec<usize>>,
}

impl TryFrom<PreferencesForm> for SidePreferences {
    type Error = SettingError;
    fn try_from(form: PreferencesForm) -> Result<Self, SettingError> {
        SidePreferences::new(form.others, form.lists)
    }
}

impl From<SidePreferences> for PreferencesForm {
    fn from(preferences: SidePreferences) -> Self {
        PreferencesForm {
            others: preferences.others,
            lists: preferences.lists,
        }
    }
}

impl SidePreferences {
    /// One list a member, of some of the `others` members of the other side.
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`] for a member that there is not, [`SettingError::Invalid`] for
    /// one that is listed twice.
    pub fn new(others: usize, lists: Vec<Vec<usize>>) -> Result<Self, SettingError> {
        for list in &lists {
            check_ranking(list, others)?;
        }
        Ok(SidePreferences { others, lists })
    }

    /// Lists that are known to be of different members of the other side.
    pub(super) fn known(others: usize, lists: Vec<Vec<usize>>) -> Self {
        SidePreferences { others, lists }
    }

    /// The number of members of this side.
    pub fn members(&self) -> usize {
        self.lists.len()
    }

    /// The number of members of the other side.
    pub fn others(&self) -> usize {
        self.others
    }

    /// The acceptable members of the other side, best first.
    ///
    /// # Panics
    /// If there is no such member.
    pub fn list(&self, member: usize) -> &[usize] {
        &self.lists[member]
    }

    /// All lists.
    pub fn lists(&self) -> &[Vec<usize>] {
        &self.lists
    }

    /// Refuses two sides that are not each other's.
    pub(super) fn check_sides(&self, receivers: &SidePreferences) -> Result<(), SettingError> {
        let what = "the list of members of a side";
        SettingError::check_length(what, receivers.members(), self.others)?;
        SettingError::check_length(what, self.members(), receivers.others)
    }
}

/// A matching: for each proposer (student, agent) the receiver (college, object) that it gets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Matching {
    partners: Vec<Option<usize>>,
}

impl Matching {
    /// One entry a proposer; `None` for who stays alone.
    pub fn new(partners: Vec<Option<usize>>) -> Self {
        Matching { partners }
    }

    /// Whom this proposer gets.
    ///
    /// # Panics
    /// If there is no such proposer.
    pub fn partner(&self, proposer: usize) -> Option<usize> {
        self.partners[proposer]
    }

    /// One entry a proposer.
    pub fn partners(&self) -> &[Option<usize>] {
        &self.partners
    }

    /// The proposers that get this receiver, in ascending order.
    pub fn held_by(&self, receiver: usize) -> Vec<usize> {
        let all = self.partners.iter().enumerate();
        all.filter(|(_, partner)| **partner == Some(receiver))
            .map(|(proposer, _)| proposer)
            .collect()
    }

    /// The number of pairs.
    pub fn pairs(&self) -> usize {
        self.partners.iter().flatten().count()
    }
}
