//! What agents have if they stay away.

use serde::{Deserialize, Serialize};

use super::{Setting, SettingError};
use crate::number::Rational;

/// What agents have if they stay away, in the units of their utility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OutsideOptions {
    /// The same for everybody.
    Constant(Rational),
    /// One number an agent.
    PerAgent(Vec<Rational>),
    /// For each agent, for each of its types.
    PerType(Vec<Vec<Rational>>),
    /// For each agent, for each type profile, the last agent's type fastest.
    PerProfile(Vec<Vec<Rational>>),
}

impl Default for OutsideOptions {
    /// Nothing.
    fn default() -> Self {
        OutsideOptions::Constant(Rational::ZERO)
    }
}

impl OutsideOptions {
    /// Checks that there is one for each agent and type or type profile of the setting.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`].
    pub fn check(&self, setting: &Setting) -> Result<(), SettingError> {
        const WHAT: &str = "the outside options";
        let (lists, profiles) = match self {
            OutsideOptions::Constant(_) => return Ok(()),
            OutsideOptions::PerAgent(list) => {
                return SettingError::check_length(WHAT, list.len(), setting.agents());
            }
            OutsideOptions::PerType(lists) => (lists, None),
            OutsideOptions::PerProfile(lists) => (lists, Some(setting.profiles()?.len())),
        };
        SettingError::check_length(WHAT, lists.len(), setting.agents())?;
        for (list, &types) in lists.iter().zip(setting.types()) {
            let expected = profiles.unwrap_or(types);
            SettingError::check_length("the outside options of an agent", list.len(), expected)?;
        }
        Ok(())
    }

    /// The option of `agent` of this type at the type profile with this index.
    pub(crate) fn at(
        &self,
        agent: usize,
        own_type: usize,
        types: usize,
    ) -> &Rational {
        match self {
            OutsideOptions::Constant(value) => value,
            OutsideOptions::PerAgent(list) => &list[agent],
            OutsideOptions::PerType(lists) => &lists[agent][own_type],
            OutsideOptions::PerProfile(lists) => &lists[agent][types],
        }
    }
}
