//! Why a document cannot be written, read or accepted.

use thiserror::Error;

/// Why a certificate cannot be written as a document, or a document is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The text is not JSON, or not of the form of a document.
    #[error("the text is not a document: {problem}")]
    NotADocument {
        /// What was found, and where.
        problem: String,
    },
    /// The document is of another format.
    #[error("the format is {found:?}, and this checker knows \"lacuna-proof\"")]
    Format {
        /// What the document says.
        found: String,
    },
    /// The document is of another version.
    #[error("the version is {found}, and this checker knows version {known}")]
    Version {
        /// What the document says.
        found: u64,
        /// The version that this checker knows.
        known: u64,
    },
    /// The hash is not that of the problem.
    #[error("the document says that the problem has the hash {found}, and it has {computed}")]
    Hash {
        /// What the document says.
        found: String,
        /// The hash of the problem.
        computed: String,
    },
    /// The problem, or a claim, is not of the form that its kind has.
    #[error("{place}: {problem}")]
    Malformed {
        /// The problem, or which claim.
        place: String,
        /// What was found and what would be right.
        problem: String,
    },
    /// A claim does not hold.
    #[error("claim {claim} ({kind}) does not hold: {problem}")]
    Refuted {
        /// The number of the claim, from 0.
        claim: usize,
        /// Its kind.
        kind: String,
        /// What does not hold.
        problem: String,
    },
    /// The document asks for more work than the options allow.
    #[error("{place}: there are more than {limit} {what}; raise the limit to check them")]
    TooLarge {
        /// The problem, or which claim.
        place: String,
        /// What there are too many of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The certificate cannot be written as a document.
    #[error("the certificate cannot be written as a document: {problem}")]
    NotExported {
        /// Why, and what would be right.
        problem: String,
    },
}
