//! Why a game was refused.

/// Why a game, or something said about one, was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GameError {
    /// A game without players.
    #[error("the game has no players; it needs at least one")]
    #[non_exhaustive]
    NoPlayers,
    /// A player without actions.
    #[error("player {player} has no actions; every player needs at least one")]
    #[non_exhaustive]
    NoActions {
        /// The player at fault.
        player: usize,
    },
    /// More payoffs than the limit allows, found before any memory was asked for.
    #[error("the game has {} payoffs; the limit is {limit}", .payoffs.map_or("more than 2^128".to_owned(), |p| p.to_string()))]
    #[non_exhaustive]
    TooLarge {
        /// Players times profiles; `None` if beyond 128 bits.
        payoffs: Option<u128>,
        /// The largest number allowed.
        limit: usize,
    },
    /// The system refused the memory for the payoffs.
    #[error("the system refused the memory for {payoffs} payoffs")]
    #[non_exhaustive]
    OutOfMemory {
        /// Players times profiles.
        payoffs: usize,
    },
    /// Not one payoff table for each player.
    #[error("there are {found} payoff tables for {players} players; one for each is needed")]
    #[non_exhaustive]
    WrongTableCount {
        /// Tables given.
        found: usize,
        /// Players of the game.
        players: usize,
    },
    /// A payoff table that does not have one entry for each profile.
    #[error(
        "the payoff table of player {player} has {found} entries; the game has {expected} profiles"
    )]
    #[non_exhaustive]
    WrongTableLength {
        /// The player at fault.
        player: usize,
        /// Entries given.
        found: usize,
        /// Profiles of the game.
        expected: usize,
    },
    /// A row of a matrix with another number of entries than the first.
    #[error(
        "row {row} of the payoff matrix of player {player} has {found} entries; the first row of the game has {expected}"
    )]
    #[non_exhaustive]
    RaggedRow {
        /// The player whose matrix it is.
        player: usize,
        /// The row at fault.
        row: usize,
        /// Entries of that row.
        found: usize,
        /// Entries of the first row.
        expected: usize,
    },
    /// A matrix with another number of rows than that of the first player.
    #[error(
        "the payoff matrix of player {player} has {found} rows; that of player 0 has {expected}"
    )]
    #[non_exhaustive]
    WrongRowCount {
        /// The player whose matrix it is.
        player: usize,
        /// Rows given.
        found: usize,
        /// Rows of player 0.
        expected: usize,
    },
    /// A symmetric two-player game from a matrix that is not square.
    #[error(
        "a symmetric game needs a square matrix; row {row} has {found} entries and there are {rows} rows"
    )]
    #[non_exhaustive]
    NotSquare {
        /// The row at fault.
        row: usize,
        /// Entries of that row.
        found: usize,
        /// Rows of the matrix.
        rows: usize,
    },
    /// A payoff that is NaN or infinite.
    #[error(
        "the payoff of player {player} at profile {profile:?} is {value}; payoffs must be finite"
    )]
    #[non_exhaustive]
    NotFinite {
        /// The player at fault.
        player: usize,
        /// The profile at fault.
        profile: Vec<usize>,
        /// The payoff as it prints.
        value: String,
    },
    /// A profile without exactly one action for each player.
    #[error("the profile has {found} actions; the game has {players} players")]
    #[non_exhaustive]
    WrongProfileLength {
        /// Actions given.
        found: usize,
        /// Players of the game.
        players: usize,
    },
    /// A player that the game does not have.
    #[error("there is no player {player}; the game has players 0..{players}")]
    #[non_exhaustive]
    PlayerOutOfRange {
        /// The player asked for.
        player: usize,
        /// Players of the game.
        players: usize,
    },
    /// An action that a player does not have.
    #[error("player {player} has no action {action}; its actions are 0..{actions}")]
    #[non_exhaustive]
    ActionOutOfRange {
        /// The player.
        player: usize,
        /// The action asked for.
        action: usize,
        /// Actions of the player.
        actions: usize,
    },
    /// A profile index beyond the last profile.
    #[error("there is no profile number {index}; the game has {profiles} profiles")]
    #[non_exhaustive]
    ProfileOutOfRange {
        /// The index asked for.
        index: usize,
        /// Profiles of the game.
        profiles: usize,
    },
    /// The same thing listed twice where each may appear once.
    #[error("{what} {value} of player {player} is listed twice")]
    #[non_exhaustive]
    Duplicate {
        /// `action` or `player`.
        what: &'static str,
        /// The player concerned.
        player: usize,
        /// What was repeated.
        value: usize,
    },
    /// A relabelling that does not list every action or player exactly once.
    #[error("{what} has {found} entries; it must list each of {expected} exactly once")]
    #[non_exhaustive]
    NotAPermutation {
        /// What should be a permutation.
        what: &'static str,
        /// Entries given.
        found: usize,
        /// Entries needed.
        expected: usize,
    },
    /// A scale that would reverse or erase a player's preferences.
    #[error("the scale of player {player} is {value}; it must be above 0 and finite")]
    #[non_exhaustive]
    BadScale {
        /// The player concerned.
        player: usize,
        /// The scale as it prints.
        value: String,
    },
    /// Names that do not match the shape of the game.
    #[error("{what} has {found} names; {expected} are needed")]
    #[non_exhaustive]
    WrongNameCount {
        /// Whose names.
        what: String,
        /// Names given.
        found: usize,
        /// Names needed.
        expected: usize,
    },
    /// A parameter outside the range in which the game is defined.
    #[error("{parameter} is {value}; it must be {range}")]
    #[non_exhaustive]
    BadParameter {
        /// The name of the parameter.
        parameter: &'static str,
        /// The value given.
        value: String,
        /// What would be right.
        range: String,
    },
    /// An exact conversion of a payoff that failed.
    #[error(transparent)]
    Number(#[from] crate::number::NumberError),
}
