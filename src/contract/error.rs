//! Why a contracting problem, a language or a contract was refused.

use crate::game::GameError;
use crate::linear_program::LinearError;
use crate::number::Rational;

/// Why a contracting problem, a language, a plan or a contract was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ContractError {
    /// A game in it is not valid.
    #[error(transparent)]
    Game(#[from] GameError),
    /// A problem without states.
    #[error("the problem has no states; it needs at least one")]
    #[non_exhaustive]
    NoStates,
    /// A state with a negative probability.
    #[error("the probability of state {state} is {value}; it must be at least 0")]
    #[non_exhaustive]
    NegativeProbability {
        /// The state at fault.
        state: usize,
        /// Its probability.
        value: Rational,
    },
    /// A prior that does not sum to one.
    #[error("the probabilities of the states sum to {total}; they must sum to 1")]
    #[non_exhaustive]
    PriorSum {
        /// The sum.
        total: Rational,
    },
    /// A state whose game has other players or actions than that of the first state.
    #[error(
        "state {state} has action counts {found:?}; state 0 has {expected:?}, and all must be the same"
    )]
    #[non_exhaustive]
    ShapeMismatch {
        /// The state at fault.
        state: usize,
        /// Its actions, one count a player.
        found: Vec<usize>,
        /// Those of state 0.
        expected: Vec<usize>,
    },
    /// More outcomes (states times profiles) than can be counted.
    #[error("{states} states of {profiles} profiles are more outcomes than can be counted")]
    #[non_exhaustive]
    TooManyOutcomes {
        /// Number of states.
        states: usize,
        /// Profiles of each.
        profiles: usize,
    },
    /// A contractible part that does not list every action, or not as a grid.
    #[error(
        "the contractible part of player {player}'s actions is not a grid: every contractible \
         class must be combined with every hidden part by exactly one action; {problem}"
    )]
    #[non_exhaustive]
    NotAGrid {
        /// The player at fault.
        player: usize,
        /// What is wrong.
        problem: String,
    },
    /// Not one list for each player, state or cell.
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
    /// A cell that the language does not have.
    #[error("there is no cell {cell}; the language has cells 0..{cells}")]
    #[non_exhaustive]
    UnknownCell {
        /// The cell asked for.
        cell: usize,
        /// Cells of the language.
        cells: usize,
    },
    /// A state that the problem does not have.
    #[error("there is no state {state}; the problem has states 0..{states}")]
    #[non_exhaustive]
    UnknownState {
        /// The state asked for.
        state: usize,
        /// States of the problem.
        states: usize,
    },
    /// A directive to a contractible class that the player does not have.
    #[error("player {player} has no contractible class {class}; its classes are 0..{classes}")]
    #[non_exhaustive]
    UnknownClass {
        /// The player.
        player: usize,
        /// The class asked for.
        class: usize,
        /// Classes of the player.
        classes: usize,
    },
    /// A language or contract for a problem of another shape.
    #[error(
        "the language has {found_states} states with action counts {found_actions:?}; the problem \
         has {states} with {actions:?}"
    )]
    #[non_exhaustive]
    LanguageMismatch {
        /// States of the language.
        found_states: usize,
        /// Action counts of the language.
        found_actions: Vec<usize>,
        /// States of the problem.
        states: usize,
        /// Action counts of the problem.
        actions: Vec<usize>,
    },
    /// Preferences for another number of players.
    #[error("the preferences are for {found} players; the problem has {players}")]
    #[non_exhaustive]
    PreferenceMismatch {
        /// Players of the preferences.
        found: usize,
        /// Players of the problem.
        players: usize,
    },
    /// Preferences through which transfers cannot be steered: the weight matrix is singular.
    #[error(
        "the weight matrix of the preferences is singular, so that perceived transfers do not \
         determine transfers; perturb it, or use λ-cooperative preferences"
    )]
    #[non_exhaustive]
    SingularPreferences,
    /// The law of a signal at an outcome is not a probability distribution.
    #[error(
        "the probabilities of the signals in state {state} at profile {profile:?} must be at least \
         0 and sum to 1; {problem}"
    )]
    #[non_exhaustive]
    SignalLaw {
        /// The state.
        state: usize,
        /// The profile.
        profile: Vec<usize>,
        /// What is wrong.
        problem: String,
    },
    /// What is asked is about players who all know the state.
    #[error(
        "player {player} cannot tell states {first} and {second} apart, and this is defined for \
         players who know the state; for others use `mechanism`"
    )]
    #[non_exhaustive]
    PrivateInformation {
        /// The player.
        player: usize,
        /// A state.
        first: usize,
        /// Another one of the same type.
        second: usize,
    },
    /// A plain contract with a budget that holds only in expectation.
    #[error(
        "a budget in expectation is for mechanisms; a plain contract needs one that holds in every \
         cell"
    )]
    #[non_exhaustive]
    ExpectedBudget,
    /// A liability below zero.
    #[error("the liability is {value}; it must be at least 0")]
    #[non_exhaustive]
    NegativeLiability {
        /// The liability given.
        value: Rational,
    },
    /// The search over plans was cut off; the best found so far comes along.
    #[error(
        "the search looked at {limit} partial plans without finishing; the best plan found has \
         welfare {} and no plan has more than {upper_bound}; raise `max_nodes`",
        .best.as_ref().map_or("none".to_owned(), |(w, _)| w.to_string())
    )]
    #[non_exhaustive]
    SearchLimit {
        /// The limit on partial plans.
        limit: usize,
        /// The best plan found and its expected welfare.
        best: Option<(Rational, Vec<Vec<usize>>)>,
        /// No plan has more expected welfare than this.
        upper_bound: Rational,
    },
    /// A linear program reached a limit.
    #[error(transparent)]
    Linear(#[from] LinearError),
}
