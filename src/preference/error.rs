//! Why a preference was refused.

use std::fmt::Display;

use crate::game::GameError;

/// Why a preference, or its use on a game, was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PreferenceError {
    /// A parameter outside the range in which the preference is defined.
    #[error("{parameter} is {value}; it must be {range}")]
    #[non_exhaustive]
    OutOfRange {
        /// The name of the parameter.
        parameter: &'static str,
        /// The value given.
        value: String,
        /// What would be right.
        range: String,
    },
    /// A preference that no finite, non-negative λ represents.
    #[error(
        "{parameter} is {value}, which no finite λ >= 0 represents; a λ exists where it is {range}"
    )]
    #[non_exhaustive]
    NoLambda {
        /// The name of the parameter.
        parameter: &'static str,
        /// The value given.
        value: String,
        /// Where a λ exists.
        range: String,
    },
    /// A matrix or a list with nothing in it.
    #[error("{what} is empty; it needs one entry for each player, and at least one")]
    #[non_exhaustive]
    Empty {
        /// What is empty.
        what: &'static str,
    },
    /// A matrix that is not square.
    #[error("row {row} of {what} has {found} entries; there are {rows} rows and it must be square")]
    #[non_exhaustive]
    NotSquare {
        /// Which matrix.
        what: &'static str,
        /// The row at fault.
        row: usize,
        /// Entries of that row.
        found: usize,
        /// Rows of the matrix.
        rows: usize,
    },
    /// An entry of a matrix that is out of its range.
    #[error("entry ({row}, {column}) of {what} is {value}; it must be {range}")]
    #[non_exhaustive]
    BadEntry {
        /// Which matrix.
        what: &'static str,
        /// The row at fault.
        row: usize,
        /// The column at fault.
        column: usize,
        /// The entry as it prints.
        value: String,
        /// What would be right.
        range: &'static str,
    },
    /// Benevolence so strong that utilities feed on each other without end.
    #[error(
        "the benevolence coefficients have spectral radius {radius}; it must be below 1, \
         or more money would not mean more utility"
    )]
    #[non_exhaustive]
    SpectralRadius {
        /// The spectral radius, numerically; the verdict itself is exact for exact numbers.
        radius: f64,
    },
    /// A preference for another number of players.
    #[error("{preference} is for {expected} players; there are {found}")]
    #[non_exhaustive]
    WrongPlayers {
        /// The preference.
        preference: &'static str,
        /// Players of the game or outcome.
        found: usize,
        /// Players that the preference is for, in words.
        expected: String,
    },
    /// A player that the outcome does not have.
    #[error("there is no player {player}; the outcome has players 0..{players}")]
    #[non_exhaustive]
    PlayerOutOfRange {
        /// The player asked for.
        player: usize,
        /// Players of the outcome.
        players: usize,
    },
    /// A material payoff for which the preference is not defined.
    #[error(
        "{preference} is defined for payoffs that are {domain}; player {player} has {value}{}",
        .profile.as_ref().map_or(String::new(), |profile| format!(" at profile {profile:?}"))
    )]
    #[non_exhaustive]
    OutsideDomain {
        /// The preference.
        preference: &'static str,
        /// The player with the payoff.
        player: usize,
        /// The profile, if the outcome came with one.
        profile: Option<Vec<usize>>,
        /// The payoff as it prints.
        value: String,
        /// What would be right.
        domain: &'static str,
    },
    /// A game in which players have different numbers of actions, where a symmetric one is needed.
    #[error(
        "{preference} needs a symmetric game; player {player} has {found} actions and player 0 \
         has {expected}"
    )]
    #[non_exhaustive]
    UnequalActions {
        /// The preference.
        preference: &'static str,
        /// The player at fault.
        player: usize,
        /// Actions of that player.
        found: usize,
        /// Actions of player 0.
        expected: usize,
    },
    /// A game that is not symmetric, with the pair of payoffs that shows it.
    #[error("{preference} needs a symmetric game; {witness}")]
    #[non_exhaustive]
    NotSymmetric {
        /// The preference.
        preference: &'static str,
        /// The payoffs that show it.
        witness: Box<Asymmetry>,
    },
    /// An outcome without its game, for a preference that asks what would have been.
    #[error(
        "{preference} asks what would have been; the outcome must come with its game and profile"
    )]
    #[non_exhaustive]
    NeedsGame {
        /// The preference.
        preference: &'static str,
    },
    /// A slider measure without one choice for each item.
    #[error("there are {found} choices; the slider measure has {expected} items")]
    #[non_exhaustive]
    WrongChoiceCount {
        /// Choices given.
        found: usize,
        /// Items of the measure.
        expected: usize,
    },
    /// The preference of one member of a population was refused.
    #[error("the preference of player {player}: {source}")]
    #[non_exhaustive]
    Member {
        /// Whose preference.
        player: usize,
        /// Why it was refused.
        source: Box<PreferenceError>,
    },
    /// What an implementation of [`Preference`](super::Preference) outside this crate refused; see
    /// [`PreferenceError::custom`].
    #[error("{reason}")]
    #[non_exhaustive]
    Custom {
        /// What was wrong, and what would be right.
        reason: String,
    },
    /// The game or the profile was refused.
    #[error(transparent)]
    Game(#[from] GameError),
}

/// Two payoffs that would be equal if the game were symmetric.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "player {player} gets {value} at {profile:?}, but player {twin} gets {twin_value} at \
     {twin_profile:?}, where two players have changed places"
)]
#[non_exhaustive]
pub struct Asymmetry {
    /// A player.
    pub player: usize,
    /// A profile.
    pub profile: Vec<usize>,
    /// What the player gets there, as it prints.
    pub value: String,
    /// Who stands where the player stood once two players have changed places.
    pub twin: usize,
    /// The profile after the change of places.
    pub twin_profile: Vec<usize>,
    /// What the twin gets there, as it prints.
    pub twin_value: String,
}

impl PreferenceError {
    /// The error for implementations of [`Preference`](super::Preference) outside this crate: say
    /// what was wrong, where, and what would be right.
    pub fn custom(reason: impl Into<String>) -> Self {
        PreferenceError::Custom {
            reason: reason.into(),
        }
    }

    pub(super) fn out_of_range(
        parameter: &'static str,
        value: &impl Display,
        range: impl Into<String>,
    ) -> Self {
        PreferenceError::OutOfRange {
            parameter,
            value: value.to_string(),
            range: range.into(),
        }
    }

    pub(super) fn no_lambda(
        parameter: &'static str,
        value: &impl Display,
        range: impl Into<String>,
    ) -> Self {
        PreferenceError::NoLambda {
            parameter,
            value: value.to_string(),
            range: range.into(),
        }
    }

    pub(super) fn wrong_players(
        preference: &'static str,
        found: usize,
        expected: impl Into<String>,
    ) -> Self {
        PreferenceError::WrongPlayers {
            preference,
            found,
            expected: expected.into(),
        }
    }
}
