//! What happens: solution concepts and their solvers.
//!
//! [`pure_equilibria`] scans any finite game for all pure equilibria; [`dominance`] eliminates
//! dominated actions; [`phase_diagram`] says, exactly, for which altruism weights λ each profile
//! is an equilibrium when every player i maximises `u_i + λ·W`.
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
pub mod two_player;

pub use lambda::{Deviation, LambdaInterval, lambda_interval};
pub use mixed::MixedProfile;
pub use phase_diagram::{PhaseDiagram, PhaseOptions};
pub use pure::{PureEquilibria, PureOptions, pure_equilibria};
pub use two_player::{EquilibriumSet, TwoPlayerOptions, all_equilibria};

use serde::{Deserialize, Serialize};

use crate::game::GameError;
use crate::linear_program::LinearError;

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
    /// Every vertex of both best-response polytopes was visited.
    #[non_exhaustive]
    VertexEnumeration {
        /// How many the polytope of the row player's strategies has, with the origin.
        row_vertices: usize,
        /// How many that of the column player's strategies has, with the origin.
        column_vertices: usize,
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
    /// A game that must have two players has not.
    #[error("the game has {players} players; this takes games of two")]
    #[non_exhaustive]
    NotTwoPlayers {
        /// The players it has.
        players: usize,
    },
    /// A best-response polytope has more bases than the limit.
    #[error(
        "a best-response polytope has more than {limit} vertices; raise `max_vertices` to go on"
    )]
    #[non_exhaustive]
    TooManyVertices {
        /// The limit.
        limit: usize,
        /// The equilibria among the vertices visited; subsets and components are those of these.
        found: Box<EquilibriumSet>,
    },
    /// There are more extreme equilibria than the limit.
    #[error("there are more than {limit} extreme equilibria; raise `max_equilibria` to list them")]
    #[non_exhaustive]
    TooManyExtremeEquilibria {
        /// The limit.
        limit: usize,
        /// The first ones found; subsets and components are those of these.
        found: Box<EquilibriumSet>,
    },
    /// There are more maximal Nash subsets than the limit.
    #[error("there are more than {limit} maximal Nash subsets; raise `max_subsets` to list them")]
    #[non_exhaustive]
    TooManySubsets {
        /// The limit.
        limit: usize,
        /// All extreme equilibria and components, with the subsets found.
        found: Box<EquilibriumSet>,
    },
    /// An enumeration of all equilibria took longer than the limit.
    #[error("the enumeration of equilibria was not done within {} s; raise `max_time`", .limit.as_secs_f64())]
    #[non_exhaustive]
    EnumerationTimeLimit {
        /// The limit.
        limit: std::time::Duration,
        /// The equilibria found; subsets and components are those of these.
        found: Box<EquilibriumSet>,
    },
    /// The payoffs do not add up to the same at every profile.
    #[error("the payoffs at {profile:?} add up to {sum}, and to {expected} at the first profile")]
    #[non_exhaustive]
    NotConstantSum {
        /// A profile where the sum is another.
        profile: crate::game::Profile,
        /// The sum there.
        sum: String,
        /// The sum at the first profile.
        expected: String,
    },
    /// The best of no equilibria was asked for: a limit ended the search before the first.
    #[error("the set has no equilibrium, because a limit ended the search before the first")]
    NoEquilibriumFound,
    /// A document that is no set of equilibria.
    #[error("the set of equilibria is not valid: {problem}")]
    #[non_exhaustive]
    BadEquilibriumSet {
        /// What is wrong.
        problem: String,
    },
    /// A linear program reached a limit.
    #[error(transparent)]
    Linear(#[from] LinearError),
}
