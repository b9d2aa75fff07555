//! What can go wrong with a parametric program.

use super::ValueCurve;
use crate::linear_program::LinearError;
use crate::number::Rational;

/// Programs that do not make a family, a bad range, or a limit that was reached.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParametricError {
    /// The programs at 0 and at 1 differ in more than coefficients.
    #[error(
        "{what} differs between two programs of the family: {first} and {second}; it must not depend on λ"
    )]
    #[non_exhaustive]
    DifferentShape {
        /// What differs.
        what: String,
        /// In the program at the lower λ.
        first: String,
        /// In the program at the higher λ.
        second: String,
    },
    /// The programs at 0, 1 and 2 do not lie on a line.
    #[error(
        "{what} is not affine in λ: {expected} was expected at λ = 2 from λ = 0 and 1, but it is {found}"
    )]
    #[non_exhaustive]
    NotAffine {
        /// Which coefficient.
        what: String,
        /// The continuation from 0 and 1.
        expected: Rational,
        /// What is there.
        found: Rational,
    },
    /// The bounds of a variable cross.
    #[error(
        "at λ = {lambda} the lower bound {lower} of variable {variable} is above its upper bound {upper}; state bounds that may cross as rows"
    )]
    #[non_exhaustive]
    EmptyBounds {
        /// The variable.
        variable: usize,
        /// The parameter.
        lambda: Rational,
        /// The lower bound there.
        lower: Rational,
        /// The upper bound there.
        upper: Rational,
    },
    /// A range of λ whose ends are the wrong way round.
    #[error(
        "the range of λ from {low} to {high} is empty; its lower end must not be above the upper one"
    )]
    #[non_exhaustive]
    EmptyRange {
        /// The lower end.
        low: Rational,
        /// The upper end.
        high: Rational,
    },
    /// A width that is not positive.
    #[error("the width of isolating intervals is {width}; it must be above 0")]
    #[non_exhaustive]
    BadWidth {
        /// The width.
        width: Rational,
    },
    /// A coefficient of a polynomial that is a fraction.
    #[error(
        "the coefficient {value} of a polynomial is not an integer; multiply all by the common denominator"
    )]
    #[non_exhaustive]
    NotAnInteger {
        /// The coefficient.
        value: Rational,
    },
    /// A quotient by the zero polynomial.
    #[error("the denominator of a rational function is the zero polynomial")]
    ZeroDenominator,
    /// More pieces than allowed.
    #[error("the value curve has more than {limit} pieces; raise `max_pieces` or narrow the range")]
    #[non_exhaustive]
    TooManyPieces {
        /// The limit.
        limit: usize,
        /// What was found; the rest of the range is unresolved.
        found: Box<ValueCurve>,
    },
    /// More time than allowed.
    #[error("the value curve was not complete within {} s; raise `max_time` or narrow the range", .limit.as_secs_f64())]
    #[non_exhaustive]
    TimeLimit {
        /// The limit.
        limit: std::time::Duration,
        /// What was found; the rest of the range is unresolved.
        found: Box<ValueCurve>,
    },
    /// A linear program at one λ was refused or reached a limit.
    #[error("at λ = {lambda}: {source}")]
    #[non_exhaustive]
    Linear {
        /// The parameter.
        lambda: Rational,
        /// What happened.
        source: LinearError,
        /// What was found before, if a curve was being traced; the rest of the range is unresolved.
        found: Option<Box<ValueCurve>>,
    },
}
