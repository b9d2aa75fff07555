//! Why a step of a simulation was refused.

use std::borrow::Cow;

/// A list that has not one entry for each player, or for each action of a player.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} has {found} entries; it must have one for each of the {expected} {each}")]
#[non_exhaustive]
pub struct WrongLength {
    /// The list.
    pub what: Cow<'static, str>,
    /// Its length.
    pub found: usize,
    /// The length that is right.
    pub expected: usize,
    /// What it must have an entry for each of: `players`, `actions`.
    pub each: &'static str,
}

impl WrongLength {
    /// Refuses a list of `found` entries unless that is one for each of so many players.
    pub(super) fn check_players(
        what: impl Into<Cow<'static, str>>,
        found: usize,
        players: usize,
    ) -> Result<(), WrongLength> {
        WrongLength::check(what, found, players, "players")
    }

    /// Refuses a list of `found` entries unless that is one for each of so many of something.
    pub(super) fn check(
        what: impl Into<Cow<'static, str>>,
        found: usize,
        expected: usize,
        each: &'static str,
    ) -> Result<(), WrongLength> {
        if found == expected {
            return Ok(());
        }
        let what = what.into();
        Err(WrongLength {
            what,
            found,
            expected,
            each,
        })
    }
}

/// Why a step of a simulation was refused. The environment is as it was before, unless the error is
/// that of an [institution](super::institution::Under) that refuses after the step.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// A list that has not one entry for each player.
    #[error(transparent)]
    WrongLength(#[from] WrongLength),
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
        SimulationError::WrongLength(WrongLength {
            what: what.into(),
            found,
            expected: players,
            each: "players",
        })
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
