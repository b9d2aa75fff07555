//! What a player answers when it has to choose.

use serde::{Deserialize, Serialize};

/// What a player chooses: one of its actions, or nothing that could be understood.
///
/// ```
/// use lacuna::simulate::table_game::Choice;
/// assert_eq!(Choice::Action(1).action(), Some(1));
/// assert_eq!(Choice::no_answer("I would rather not say").action(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Choice {
    /// The number of an action, from 0.
    Action(usize),
    /// No answer, or one that names no action; word by word.
    NoAnswer(String),
}

impl Choice {
    /// An answer that names no action, word by word.
    pub fn no_answer(words: impl Into<String>) -> Self {
        Choice::NoAnswer(words.into())
    }

    /// The number of the action, if there is one.
    pub fn action(&self) -> Option<usize> {
        match self {
            Choice::Action(action) => Some(*action),
            Choice::NoAnswer(_) => None,
        }
    }
}

impl From<usize> for Choice {
    fn from(action: usize) -> Self {
        Choice::Action(action)
    }
}

/// What is made of a player who gives no answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum NoAnswer {
    /// Nobody plays: everybody gets zero, and the sample is counted as invalid.
    #[default]
    Invalid,
    /// Any action of the player, each as likely as another.
    Random,
    /// These actions, one a player.
    Default(Vec<usize>),
}
