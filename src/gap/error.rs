//! Why a gap could not be measured.

use crate::contract::ContractError;
use crate::equilibrium::SolveError;
use crate::game::GameError;
use crate::linear_program::LinearError;
use crate::number::Rational;
use crate::preference::PreferenceError;

/// Why a gap, a price, a benefit or the money that steers play could not be measured.
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
    /// A linear program reached a limit.
    #[error(transparent)]
    Linear(#[from] LinearError),
    /// A question about another number of players.
    #[error("{what} needs {expected} players; the game has {found}")]
    #[non_exhaustive]
    WrongPlayers {
        /// What was asked for.
        what: &'static str,
        /// How many players it needs, in words.
        expected: &'static str,
        /// Players of the game.
        found: usize,
    },
    /// Not one entry for each player or action.
    #[error("{what} has {found} entries; {expected} are needed")]
    #[non_exhaustive]
    WrongLength {
        /// Of what there are too few or too many.
        what: &'static str,
        /// Entries given.
        found: usize,
        /// Entries needed.
        expected: usize,
    },
    /// A number outside the range in which it means something.
    #[error("{what} is {value}; it must be {range}")]
    #[non_exhaustive]
    OutOfRange {
        /// What it is.
        what: &'static str,
        /// The value given.
        value: Rational,
        /// What would be right.
        range: &'static str,
    },
    /// A target action that is itself listed among the defections.
    #[error(
        "action {action} of player {player} is the target and is listed as a defection; a contract \
         that fines it cannot steer towards it"
    )]
    #[non_exhaustive]
    TargetDefects {
        /// The player.
        player: usize,
        /// Its target action.
        action: usize,
    },
    /// The least net subsidy without anything that limits taxes.
    #[error(
        "without a liability or participation constraints a lump-sum tax makes the net subsidy as \
         low as one likes; set one of them in the options"
    )]
    #[non_exhaustive]
    UnlimitedTax,
}
