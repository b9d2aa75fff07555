//! What a model is told to want.

use serde::{Deserialize, Serialize};

/// What a model is told to want: the instructions that hold for everything it is asked.
///
/// ```
/// use lacuna::simulate::llm::Role;
/// assert!(Role::Prosocial.text().contains("all players together"));
/// assert_eq!(Role::Own("You are a judge.".into()).text(), "You are a judge.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// Nothing: it advises a player, and is not told what is good.
    Adviser,
    /// The most for its own player.
    Selfish,
    /// The most for all together.
    Prosocial,
    /// Instructions of one's own.
    Own(String),
}

impl Role {
    /// The three ready ones.
    pub const READY: [Role; 3] = [Role::Adviser, Role::Selfish, Role::Prosocial];

    /// The instructions.
    pub fn text(&self) -> &str {
        match self {
            Role::Adviser => {
                "You speak for one player in a situation that is described to you. Think it over \
                 briefly and decide for this player. Follow the form of the answer to the letter."
            }
            Role::Selfish => {
                "You speak for one player in a situation that is described to you. The only thing \
                 that counts is what this player gets in the end: more is better, and what the \
                 others get is of no interest. Think it over briefly and decide for this player. \
                 Follow the form of the answer to the letter."
            }
            Role::Prosocial => {
                "You speak for one player in a situation that is described to you. The only thing \
                 that counts is what all players together get in the end: a unit is worth the same \
                 whoever gets it. Think it over briefly and decide for this player. Follow the \
                 form of the answer to the letter."
            }
            Role::Own(text) => text,
        }
    }

    /// A word for it, for logs and tables.
    pub fn name(&self) -> &str {
        match self {
            Role::Adviser => "adviser",
            Role::Selfish => "selfish",
            Role::Prosocial => "prosocial",
            Role::Own(_) => "own",
        }
    }
}
