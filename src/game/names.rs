//! Optional names of players and actions.

use serde::{Deserialize, Serialize};

use super::{GameError, ProfileSpace};

/// Names of the players and of each player's actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    players: Vec<String>,
    actions: Vec<Vec<String>>,
}

impl Names {
    /// Names for a game of this shape: one for each player, and for each player one for each
    /// action.
    ///
    /// # Errors
    /// [`GameError::WrongNameCount`].
    pub fn new(
        space: &ProfileSpace,
        players: Vec<String>,
        actions: Vec<Vec<String>>,
    ) -> Result<Self, GameError> {
        let check = |what: &dyn Fn() -> String, found: usize, expected: usize| {
            if found == expected {
                Ok(())
            } else {
                Err(GameError::WrongNameCount {
                    what: what(),
                    found,
                    expected,
                })
            }
        };
        check(
            &|| "the list of players".into(),
            players.len(),
            space.players(),
        )?;
        check(
            &|| "the list of action lists".into(),
            actions.len(),
            space.players(),
        )?;
        for (player, names) in actions.iter().enumerate() {
            check(
                &|| format!("the action list of player {player}"),
                names.len(),
                space.actions()[player],
            )?;
        }
        Ok(Names { players, actions })
    }

    /// The name of a player.
    pub fn player(&self, player: usize) -> Option<&str> {
        self.players.get(player).map(String::as_str)
    }

    /// The name of an action.
    pub fn action(&self, player: usize, action: usize) -> Option<&str> {
        self.actions.get(player)?.get(action).map(String::as_str)
    }

    /// The names of all players.
    pub fn players(&self) -> &[String] {
        &self.players
    }

    /// The names of each player's actions.
    pub fn actions(&self) -> &[Vec<String>] {
        &self.actions
    }
}
