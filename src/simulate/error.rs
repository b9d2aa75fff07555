//! Why a step of a simulation was refused.

/// Why a step of a simulation was refused. The environment is as it was before, unless the error is
/// that of an [institution](super::institution::Under) that refuses after the step.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// A list that has not one entry for each player.
    #[error("{what} has {found} entries; it must have one for each of the {players} players")]
    #[non_exhaustive]
    WrongLength {
        /// The list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The number of players.
        players: usize,
    },
    /// An action that the player cannot take here.
    #[error("player {player} cannot do {action}: {reason}")]
    #[non_exhaustive]
    IllegalAction {
        /// The player.
        player: usize,
        /// The action, in words.
        action: String,
        /// Why not, and what it can do.
        reason: String,
    },
    /// A step after the end.
    #[error("the episode is over; reset the environment to begin another")]
    Over,
    /// Something else that an environment of one's own refuses.
    #[error(transparent)]
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl SimulationError {
    /// A list that has not one entry for each player.
    pub fn wrong_length(what: &'static str, found: usize, players: usize) -> Self {
        SimulationError::WrongLength {
            what,
            found,
            players,
        }
    }

    /// An action that the player cannot take here, and why.
    pub fn illegal_action(
        player: usize,
        action: impl std::fmt::Debug,
        reason: impl Into<String>,
    ) -> Self {
        SimulationError::IllegalAction {
            player,
            action: format!("{action:?}"),
            reason: reason.into(),
        }
    }

    /// Any other reason of an environment of one's own.
    pub fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        SimulationError::Other(error.into())
    }
}
