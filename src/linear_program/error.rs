//! What can go wrong with a linear program. That it has no solution is not an error.

use super::Basis;
use crate::number::Rational;

/// A linear program that is not valid, or a limit that was reached.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LinearError {
    /// A lower bound above the upper bound.
    #[error("the lower bound {lower} of a variable is above its upper bound {upper}")]
    #[non_exhaustive]
    EmptyBounds {
        /// The lower bound.
        lower: Rational,
        /// The upper bound.
        upper: Rational,
    },
    /// A term of a variable that the program does not have.
    #[error("a term names variable {variable}; the program has {variables} variables so far")]
    #[non_exhaustive]
    NoSuchVariable {
        /// The variable named.
        variable: usize,
        /// How many there are.
        variables: usize,
    },
    /// A basis that does not belong to a program of this shape.
    #[error(
        "the basis names {what} {index}, or names it twice; the program has {limit}, and as many variables as rows must be named"
    )]
    #[non_exhaustive]
    BadBasis {
        /// `variable` or `row`.
        what: &'static str,
        /// The index.
        index: usize,
        /// How many there are.
        limit: usize,
    },
    /// More pivots than allowed.
    #[error("the linear program needs more than {limit} pivots; raise `max_pivots`")]
    #[non_exhaustive]
    PivotLimit {
        /// The limit.
        limit: usize,
        /// Where the search stood: a start for another attempt.
        basis: Basis,
    },
    /// More time than allowed.
    #[error("the linear program was not decided within {} s; raise `max_time`", .limit.as_secs_f64())]
    #[non_exhaustive]
    TimeLimit {
        /// The limit.
        limit: std::time::Duration,
        /// Where the search stood: a start for another attempt.
        basis: Basis,
    },
    /// More memory than allowed.
    #[error("the linear program needs about {needed} bytes; raise `max_memory` above {limit}")]
    #[non_exhaustive]
    MemoryLimit {
        /// An estimate of the bytes needed.
        needed: usize,
        /// The limit in bytes.
        limit: usize,
        /// Where the search stood: a start for another attempt.
        basis: Basis,
    },
    /// Floating point alone does not decide the program.
    #[error(
        "the floating-point search stopped where rounding hides which variable to change; solve the program exactly, with `LinearProgram::solve`"
    )]
    #[non_exhaustive]
    Unstable {
        /// Where the search stood: a start for an exact attempt.
        basis: Basis,
    },
}
