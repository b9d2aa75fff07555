//! Which type says what.

use serde::{Deserialize, Serialize};

use super::Mechanism;
use crate::mechanism::setting::{Setting, SettingError};

/// A pure strategy for each agent: the message of each of its types.
///
/// ```
/// use lacuna::mechanism::Strategies;
/// // Two bidders with three types each; both shade their bid by one step.
/// let shaded = Strategies::new(vec![vec![0, 0, 1], vec![0, 0, 1]]);
/// assert_eq!(shaded.messages(&[2, 1]), vec![1, 0]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Strategies {
    messages: Vec<Vec<usize>>,
}

impl Strategies {
    /// One list an agent, one message a type.
    pub fn new(messages: Vec<Vec<usize>>) -> Self {
        Strategies { messages }
    }

    /// Every type says its own number: honesty in a direct mechanism.
    pub fn truthful(setting: &Setting) -> Self {
        let types = setting.types().iter();
        Strategies {
            messages: types.map(|&count| (0..count).collect()).collect(),
        }
    }

    /// What `agent` of this type says.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn message(&self, agent: usize, own_type: usize) -> usize {
        self.messages[agent][own_type]
    }

    /// What everybody says at a type profile.
    ///
    /// # Panics
    /// If a type is out of range.
    pub fn messages(&self, types: &[usize]) -> Vec<usize> {
        let own = types.iter().enumerate();
        own.map(|(agent, &own_type)| self.message(agent, own_type))
            .collect()
    }

    /// Checks that every type of the setting says something that the mechanism hears.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`].
    pub fn check(&self, setting: &Setting, mechanism: &dyn Mechanism) -> Result<(), SettingError> {
        let agents = setting.agents();
        SettingError::check_length("the list of strategies", self.messages.len(), agents)?;
        for (agent, (list, &count)) in self.messages.iter().zip(setting.types()).enumerate() {
            SettingError::check_length("the strategy of an agent", list.len(), count)?;
            for &message in list {
                SettingError::check_index("a message", message, mechanism.messages(agent))?;
            }
        }
        Ok(())
    }
}
