//! What happens: solution concepts and their solvers.
//!
//! [`pure_equilibria`] scans any finite game for all pure equilibria; [`dominance`] eliminates
//! dominated actions; [`phase_diagram`] says, exactly, for which altruism weights λ each profile
//! is an equilibrium when every player i maximises `u_i + λ·W`. [`symmetric`] has the symmetric
//! equilibria of symmetric games and their evolutionary stability, [`selection`] the criteria that
//! choose between equilibria.
//!
//! A set of equilibria comes as [`Found`], whose variant says whether it is complete; a limit that
//! was hit is an error that carries what was found.
//!
//! ```
//! use lacuna::equilibrium::{PureOptions, pure_equilibria};
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//!
//! let stag_hunt = [[4, 0], [3, 3]].map(|row| row.map(Rational::from).to_vec());
//! let game = NormalForm::symmetric(&stag_hunt)?;
//! let found = pure_equilibria(&game, &PureOptions::default())?;
//! assert!(found.is_complete());
//! assert_eq!(found.set().profiles(), vec![vec![0, 0], vec![1, 1]]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod dominance;
mod lambda;
mod mixed;
pub mod phase_diagram;
mod pure;
mod scan;
pub mod selection;
pub mod symmetric;

pub use lambda::{Deviation, LambdaInterval, lambda_interval};
pub use mixed::MixedProfile;
pub use phase_diagram::{PhaseDiagram, PhaseOptions};
pub use pure::{PureEquilibria, PureOptions, pure_equilibria};

use serde::{Deserialize, Serialize};

use symmetric::SymmetricEquilibrium;

use crate::game::{GameError, Profile};
use crate::linear_program::LinearError;
use crate::number::Rational;
use crate::welfare::WelfareError;

/// A set of equilibria that says whether it is complete.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Found<T> {
    /// Every equilibrium of the kind asked for, with the argument why.
    #[non_exhaustive]
    All {
        /// The equilibria.
        set: T,
        /// Why there are no others.
        because: Completeness,
    },
    /// Some equilibria; there may be others.
    #[non_exhaustive]
    Some {
        /// The equilibria.
        set: T,
    },
}

/// Why a set of equilibria is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Completeness {
    /// Every profile was looked at.
    #[non_exhaustive]
    ExhaustiveScan {
        /// How many profiles there are.
        profiles: usize,
    },
    /// Every support that can carry such an equilibrium was examined.
    #[non_exhaustive]
    SupportSearch {
        /// How many supports were examined.
        supports: usize,
    },
}

impl<T> Found<T> {
    /// The equilibria found.
    pub fn set(&self) -> &T {
        match self {
            Found::All { set, .. } | Found::Some { set } => set,
        }
    }

    /// The equilibria found.
    pub fn into_set(self) -> T {
        match self {
            Found::All { set, .. } | Found::Some { set } => set,
        }
    }

    /// Are these all?
    pub fn is_complete(&self) -> bool {
        matches!(self, Found::All { .. })
    }
}

/// Why equilibria were not delivered.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SolveError {
    /// The game is not valid.
    #[error(transparent)]
    Game(#[from] GameError),
    /// There are more equilibria than the limit; those found so far come along.
    #[error("there are more than {limit} pure equilibria; raise `max_equilibria` to list them")]
    #[non_exhaustive]
    TooManyEquilibria {
        /// The limit.
        limit: usize,
        /// The first equilibria in the order of the profiles.
        found: Box<PureEquilibria>,
    },
    /// The lists of a phase diagram would be longer than the limit.
    #[error(
        "the equilibria of all phases together are {needed} entries; raise `max_entries` above {limit}"
    )]
    #[non_exhaustive]
    TooManyPhaseEntries {
        /// Entries needed.
        needed: usize,
        /// The limit.
        limit: usize,
    },
    /// An altruism weight below zero.
    #[error("the altruism weight λ is {value}; it must be at least 0")]
    #[non_exhaustive]
    NegativeLambda {
        /// The weight given.
        value: String,
    },
    /// A list of numbers that is not a mixed strategy.
    #[error("the strategy of player {player} is not one: {problem}")]
    #[non_exhaustive]
    NotAStrategy {
        /// The player.
        player: usize,
        /// What is wrong.
        problem: String,
    },
    /// A game that does not have exactly two players.
    #[error("the game has {players} players; exactly two are needed")]
    #[non_exhaustive]
    NotTwoPlayers {
        /// Players of the game.
        players: usize,
    },
    /// A two-player game that cannot be symmetric because the players' actions differ in number.
    #[error(
        "the game is not symmetric: the players have {} and {} actions", .actions[0], .actions[1]
    )]
    #[non_exhaustive]
    NotSquare {
        /// The numbers of actions.
        actions: [usize; 2],
    },
    /// A two-player game in which it matters who one is.
    #[error(
        "the game is not symmetric: at [{row}, {column}] the first player gets {first}, and at \
         [{column}, {row}] the second player gets {second}"
    )]
    #[non_exhaustive]
    NotSymmetric {
        /// The first player's action.
        row: usize,
        /// The second player's action.
        column: usize,
        /// The first player's payoff there.
        first: Rational,
        /// The second player's payoff with the actions exchanged.
        second: Rational,
    },
    /// More supports had to be examined than the limit allows; what was found comes along.
    #[error("more than {limit} supports must be examined; raise `max_supports`")]
    #[non_exhaustive]
    TooManySupports {
        /// The limit.
        limit: usize,
        /// Those found among the supports examined.
        found: Vec<SymmetricEquilibrium>,
    },
    /// A profile that had to be a strict equilibrium is none.
    #[error(
        "profile {profile:?} is no strict equilibrium: player {player} does not lose by action \
         {action}"
    )]
    #[non_exhaustive]
    NotStrict {
        /// The profile.
        profile: Profile,
        /// A player who has an alternative at least as good.
        player: usize,
        /// The alternative.
        action: usize,
    },
    /// An equilibrium was to be compared with itself.
    #[error("both equilibria are {profile:?}; two different ones are compared")]
    #[non_exhaustive]
    SameEquilibrium {
        /// The profile.
        profile: Profile,
    },
    /// Payoffs that cannot be compared.
    #[error(transparent)]
    Welfare(#[from] WelfareError),
    /// A linear program reached a limit.
    #[error(transparent)]
    Linear(#[from] LinearError),
}
