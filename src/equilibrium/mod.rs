//! What happens: solution concepts and their solvers.
//!
//! [`pure_equilibria`] scans any finite game for all pure equilibria; [`dominance`] eliminates
//! dominated actions, [`mixed_dominance`] those that mixtures dominate; [`phase_diagram`] says,
//! exactly, for which altruism weights λ each profile is an equilibrium when every player i
//! maximises `u_i + λ·W`; [`correlated`] finds the best equilibrium of play that a mediator
//! recommends.
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

pub mod correlated;
pub mod dominance;
mod gains;
mod lambda;
mod lemke_howson;
mod mixed;
pub mod mixed_dominance;
pub mod phase_diagram;
mod pure;
mod scan;
mod support_enumeration;

pub use correlated::{CorrelatedConcept, CorrelatedOptions, Distribution, correlated_equilibrium};
pub use lambda::{Deviation, LambdaInterval, lambda_interval};
pub use lemke_howson::{
    LabelledEquilibrium, LemkeHowson, LemkeHowsonOptions, NumericLemkeHowson, PathArithmetic,
    PathObstacle, lemke_howson, lemke_howson_all, lemke_howson_numeric,
};
pub use mixed::MixedProfile;
pub use phase_diagram::{PhaseDiagram, PhaseOptions};
pub use pure::{PureEquilibria, PureOptions, pure_equilibria};
pub use support_enumeration::{
    SupportEquilibrium, SupportObstacle, SupportOptions, first_equilibrium, support_enumeration,
};

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
    /// Every pair of supports was looked at or ruled out, and no pair found has two equilibria.
    #[non_exhaustive]
    ExhaustiveSupports {
        /// How many pairs were looked at.
        pairs: usize,
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
    /// A list of numbers that is not a distribution over profiles.
    #[error("the probabilities are not a distribution over profiles: {problem}")]
    #[non_exhaustive]
    NotADistribution {
        /// What is wrong.
        problem: String,
    },
    /// Two things that must be about the same profiles are not.
    #[error(
        "the numbers of actions differ: {first:?} and {second:?}; both must be of the same players and actions"
    )]
    #[non_exhaustive]
    ShapesDiffer {
        /// The numbers of actions of the first.
        first: Vec<usize>,
        /// The numbers of actions of the second.
        second: Vec<usize>,
    },
    /// A linear form that does not have one coefficient a profile.
    #[error("a linear form has {found} coefficients; the game has {profiles} profiles")]
    #[non_exhaustive]
    WrongCoefficients {
        /// Coefficients given.
        found: usize,
        /// Profiles of the game.
        profiles: usize,
    },
    /// The conditions of correlated play would be longer than the limit.
    #[error(
        "the conditions of correlated play have {needed} terms; raise `max_terms` above {limit}"
    )]
    #[non_exhaustive]
    TooManyTerms {
        /// Terms needed.
        needed: u128,
        /// The limit.
        limit: usize,
    },
    /// A linear program gave an answer that it cannot have: an error of this crate.
    #[error("a linear program has {problem}; this cannot be, please report it")]
    #[non_exhaustive]
    UnexpectedAnswer {
        /// What it says.
        problem: &'static str,
    },
    /// A solver for two players was given another game.
    #[error("the game has {players} players; this solver is for two")]
    #[non_exhaustive]
    NotTwoPlayers {
        /// The number of players.
        players: usize,
    },
    /// A label that no action has.
    #[error(
        "there is no label {label}; the actions of both players, the row player's first, have labels below {labels}"
    )]
    #[non_exhaustive]
    LabelOutOfRange {
        /// The label given.
        label: usize,
        /// How many labels there are.
        labels: usize,
    },
    /// A path of Lemke and Howson was not followed to its end.
    #[error("the path from label {label} was not followed to its end: {obstacle}")]
    #[non_exhaustive]
    PathUnfinished {
        /// The label dropped.
        label: usize,
        /// What stopped it.
        obstacle: PathObstacle,
        /// The equilibria at the ends of paths from other labels before.
        found: Vec<LabelledEquilibrium>,
    },
    /// An enumeration of supports was not finished; what was found so far comes along.
    #[error("the enumeration stopped after {looked_at} supports and pairs: {obstacle}")]
    #[non_exhaustive]
    SupportsUnfinished {
        /// What stopped it.
        obstacle: SupportObstacle,
        /// The supports of the row player and pairs of supports looked at.
        looked_at: usize,
        /// The equilibria found, in the order of the enumeration.
        found: Vec<SupportEquilibrium>,
    },
    /// A linear program reached a limit.
    #[error(transparent)]
    Linear(#[from] LinearError),
}
