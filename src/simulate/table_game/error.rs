//! Why a scene or a session was refused.

use crate::contract::ContractError;
use crate::contract::law::{CourtError, EnforceError, Rejection};
use crate::equilibrium::SolveError;
use crate::game::GameError;
use crate::simulate::negotiation::NegotiationError;
use crate::simulate::{SimulationError, WrongLength};

/// Why a scene or a session was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The game.
    #[error(transparent)]
    Game(#[from] GameError),
    /// What a contract can command of an action.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// The names make no court.
    #[error("the game makes no court: {0}; give its players and actions other names")]
    Court(#[from] CourtError),
    /// A list that has not one entry for each player, or not one for each of its actions.
    #[error(transparent)]
    WrongLength(#[from] WrongLength),
    /// An action that the player does not have.
    #[error("player {player} has no action {action}; its actions are 0 to {last}", last = actions.saturating_sub(1))]
    #[non_exhaustive]
    NoSuchAction {
        /// The player.
        player: usize,
        /// The action.
        action: usize,
        /// How many it has.
        actions: usize,
    },
    /// The equilibria of the game could not be listed.
    #[error(transparent)]
    Solve(#[from] SolveError),
    /// Nothing can be agreed, though the treatment asks for it.
    #[error(
        "the treatment asks for an agreement, and there is neither a protocol nor a given agreement"
    )]
    NothingToAgree,
    /// Words where a law is needed.
    #[error("what is agreed must be a law under this treatment, and it is words")]
    NotALaw,
    /// A law that the court refuses.
    #[error(transparent)]
    Rejected(Rejection),
    /// The negotiation could not take place.
    #[error(transparent)]
    Negotiation(#[from] NegotiationError),
    /// A law that was not applied.
    #[error(transparent)]
    Enforce(#[from] EnforceError),
    /// An action that was refused.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
}
