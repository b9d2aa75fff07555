//! What is wrong with a map, or with the rules of a grid world.

/// What is wrong with a map, or with the rules of a grid world.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GridError {
    /// A map without places.
    #[error("the map has no places; it needs at least one line")]
    #[non_exhaustive]
    Empty,
    /// More places than are held.
    #[error("the map has {places} places; it may have at most {most}")]
    #[non_exhaustive]
    TooLarge {
        /// The number of places.
        places: usize,
        /// The most there may be.
        most: usize,
    },
    /// A line of another length than the first.
    #[error("line {line} of the map has {found} places; it must have {expected}, as the first")]
    #[non_exhaustive]
    Ragged {
        /// The line, from 1.
        line: usize,
        /// Its length.
        found: usize,
        /// The length of the first line.
        expected: usize,
    },
    /// A character that means nothing.
    #[error(
        "line {line}, column {column} of the map is {found:?}; a place is # (wall), . (floor), \
         P (where players begin), A (an apple), a (where apples grow), R (river) or W (waste in it)"
    )]
    #[non_exhaustive]
    Unknown {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What stands there.
        found: char,
    },
    /// A rule that makes no sense.
    #[error("{what} is {found}; it must be {needs}")]
    #[non_exhaustive]
    Rule {
        /// What is wrong.
        what: &'static str,
        /// What it is.
        found: String,
        /// What would be right.
        needs: String,
    },
}

impl GridError {
    pub(super) fn rule(what: &'static str, found: impl ToString, needs: impl Into<String>) -> Self {
        GridError::Rule {
            what,
            found: found.to_string(),
            needs: needs.into(),
        }
    }
}
