//! Why a solver did not deliver.

use super::symmetric::SymmetricEquilibrium;
use super::{
    EquilibriumSet, LabelledEquilibrium, PathObstacle, PureEquilibria, SupportEquilibrium,
    SupportObstacle,
};
use crate::game::{Game, GameError, Profile};
use crate::linear_program::LinearError;
use crate::number::{Rational, Scalar};
use crate::welfare::WelfareError;

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
        profile: Profile,
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

/// The numbers of actions of a game of two players; refuses others.
pub(super) fn check_two_players<S: Scalar, G: Game<S> + ?Sized>(
    game: &G,
) -> Result<[usize; 2], SolveError> {
    match game.players() {
        2 => Ok([game.actions(0), game.actions(1)]),
        players => Err(SolveError::NotTwoPlayers { players }),
    }
}
