//! Why a text was refused.

/// Why a document or a game file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The text is not JSON, or what it says is not a valid value.
    #[error("line {line}, column {column}: {problem}")]
    #[non_exhaustive]
    Invalid {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1 in bytes.
        column: usize,
        /// What was wrong and what was expected.
        problem: String,
    },
    /// A game file says something else than its format has at this place.
    #[error("line {line}, column {column}: expected {expected}; found {found}")]
    #[non_exhaustive]
    Unexpected {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1 in bytes.
        column: usize,
        /// What the format has at this place.
        expected: String,
        /// What the text has, cut after 40 characters.
        found: String,
    },
    /// A document of another format.
    #[error("the format is {found:?}; expected \"lacuna\"")]
    #[non_exhaustive]
    WrongFormat {
        /// The format named in the document.
        found: String,
    },
    /// A document of a version that this release does not read.
    #[error("the version is {found}; this release reads version 1")]
    #[non_exhaustive]
    WrongVersion {
        /// The version named in the document.
        found: u32,
    },
    /// A document that holds something else.
    #[error("the document holds a {found:?}; expected a {expected:?}")]
    #[non_exhaustive]
    WrongKind {
        /// The kind named in the document.
        found: String,
        /// The kind asked for.
        expected: &'static str,
    },
}
