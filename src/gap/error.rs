//! Why a gap could not be measured.

use crate::contract::ContractError;
use crate::equilibrium::SolveError;
use crate::game::GameError;
use crate::preference::PreferenceError;

/// Why a gap, a price or a benefit could not be measured.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GapError {
    /// The contracts could not be found.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// The equilibria could not be listed.
    #[error(transparent)]
    Solve(#[from] SolveError),
    /// The game is not valid.
    #[error(transparent)]
    Game(#[from] GameError),
    /// The preferences do not fit the game.
    #[error(transparent)]
    Preference(#[from] PreferenceError),
    /// No equilibrium that could be measured.
    #[error("no equilibrium meets the side constraints; without them there always is one")]
    #[non_exhaustive]
    NoEquilibrium,
    /// More sets of players than the limit.
    #[error("there are more than {limit} sets of prosocial players; raise `max_sets`")]
    #[non_exhaustive]
    TooManySets {
        /// The limit.
        limit: usize,
    },
}
