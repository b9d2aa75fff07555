//! Why a search could not be begun, or did not end.

use std::fmt;
use std::time::Duration;

use super::SearchState;
use crate::game::GameError;
use crate::theorem::TheoremError;

/// Why a search stopped before it had seen everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// So many classes were examined as the options allow.
    Examined(u64),
    /// The time of the options is over.
    Time(Duration),
    /// The caller's progress function said so.
    Caller,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Examined(limit) => write!(f, "it examined {limit} classes; raise `max_examined`"),
            Stop::Time(limit) => write!(f, "it took {limit:?}; raise `max_time`"),
            Stop::Caller => write!(f, "the caller stopped it"),
        }
    }
}

/// Why a search could not be begun, or did not end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The shape is not one of a game.
    #[error(transparent)]
    Game(#[from] GameError),
    /// Payoffs that are not listed in ascending order.
    #[error("payoff {place} is {value}, after {previous}; they must strictly ascend")]
    #[non_exhaustive]
    ValuesNotAscending {
        /// Where the payoff at fault stands.
        place: usize,
        /// The payoff.
        value: String,
        /// The payoff before it.
        previous: String,
    },
    /// No payoffs, or too many.
    #[error("there are {found} payoffs to choose from; there must be 1 to 256")]
    #[non_exhaustive]
    WrongNumberOfValues {
        /// How many there are.
        found: usize,
    },
    /// More payoffs in a game than the search can handle.
    #[error("a game has {found} payoffs; at most {limit} can be enumerated")]
    #[non_exhaustive]
    TooManyPayoffs {
        /// Players times profiles.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// More ways to rename players and actions than the limit.
    #[error(
        "there are more than {limit} ways to rename players and actions; raise \
         `max_renamings`, or rename fewer of them"
    )]
    #[non_exhaustive]
    TooManyRenamings {
        /// The limit.
        limit: usize,
    },
    /// The renamings of so large a game need too much memory.
    #[error(
        "{renamings} ways to rename players and actions, each of {payoffs} payoffs, are more than \
         {limit} places; rename fewer of them (`with_symmetry`)"
    )]
    #[non_exhaustive]
    RenamingsTooLarge {
        /// How many ways there are.
        renamings: usize,
        /// The payoffs of a game.
        payoffs: usize,
        /// The most of the one times the other.
        limit: usize,
    },
    /// A word that is too long or too short.
    #[error("the word has {found} places; a game has {expected} payoffs")]
    #[non_exhaustive]
    WrongWordLength {
        /// The length of the word.
        found: usize,
        /// The number of payoffs of a game.
        expected: usize,
    },
    /// A word that names a payoff beyond the list.
    #[error("place {place} of the word is {digit}; there are {values} payoffs, from 0 on")]
    #[non_exhaustive]
    NoSuchPayoff {
        /// Where the number stands in the word.
        place: usize,
        /// The number.
        digit: u8,
        /// How many payoffs there are to choose from.
        values: usize,
    },
    /// More climbs than the search can keep.
    #[error(
        "there are {found} climbs to make; at most {limit} are made at once, with other seeds more"
    )]
    #[non_exhaustive]
    TooManyClimbs {
        /// How many there are.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// An objective that tells games apart that the class takes for the same.
    #[error(
        "`{objective}` changes if players or actions are renamed ({value}, and {renamed_value} \
         for the renamed game), and the class takes such games for the same; use \
         `with_symmetry(Symmetry::Actions)` or `with_symmetry(Symmetry::Nothing)`; in\n{instance}"
    )]
    #[non_exhaustive]
    DependsOnNames {
        /// The objective.
        objective: String,
        /// The game.
        instance: String,
        /// Its value in words.
        value: String,
        /// The value of the game with other names.
        renamed_value: String,
    },
    /// An objective could not be measured.
    #[error("`{objective}` could not be measured: {source}, in\n{instance}")]
    #[non_exhaustive]
    Objective {
        /// The objective.
        objective: String,
        /// The instance.
        instance: String,
        /// What went wrong.
        source: Box<TheoremError>,
    },
    /// A limit was reached; the state has what was found and goes on from there.
    #[error("the search stopped after {} classes: {stop}", .state.examined())]
    #[non_exhaustive]
    Stopped {
        /// Why.
        stop: Stop,
        /// What was found, and where to go on.
        state: Box<SearchState>,
    },
    /// A state that belongs to a search for something else.
    #[error("the state is of a search for `{found}`; this is one for `{expected}`")]
    #[non_exhaustive]
    OtherObjective {
        /// The objective of the state.
        found: String,
        /// The objective given.
        expected: String,
    },
    /// A stored state that no search can have reached.
    #[error("the state is not consistent: {what}")]
    #[non_exhaustive]
    InconsistentState {
        /// What does not fit.
        what: &'static str,
    },
}
