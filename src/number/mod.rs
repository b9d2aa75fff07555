//! Numbers: exact rationals where a verdict is given, `f64` where speed matters.
//!
//! [`Rational`] is the default number of the crate. It never rounds: small values live in two
//! machine words and larger ones in a big rational, and the switch between them is invisible.
//! `f64` is supported for large numeric work; results that come from it are labelled
//! ([`Exactness`]) and every comparison at a tie takes an explicit [`Tolerance`].
//!
//! An `f64` never becomes a [`Rational`] silently: [`Rational::from_f64_exact`] takes its exact
//! binary value, [`Rational::from_f64_nearest`] the closest fraction with a bounded denominator,
//! together with the error made.
//!
//! ```
//! use lacuna::number::Rational;
//!
//! let third: Rational = "1/3".parse()?;
//! let tenth: Rational = "0.1".parse()?;
//! assert_eq!((third + tenth).to_string(), "13/30");
//! assert_eq!(Rational::from_f64_exact(0.5)?, Rational::new(1, 2)?);
//! # Ok::<(), lacuna::number::NumberError>(())
//! ```

mod arithmetic;
mod convert;
mod dot_product;
mod extended;
mod integers;
mod parse;
mod rational;
mod scalar;
mod tolerance;

pub use convert::Nearest;
pub(crate) use dot_product::DotProduct;
pub use extended::Extended;
pub use rational::Rational;
pub(crate) use rational::gcd_u64;
pub use scalar::Scalar;
pub(crate) use scalar::{Entry, ExactStore, PayoffStore, StoreVisitor, SumOfProducts};
pub use tolerance::{ExactTies, Exactness, Ties, Tolerance};

/// Why a number was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// The denominator is zero.
    #[error("the denominator of a fraction is zero; it must be a non-zero integer")]
    #[non_exhaustive]
    ZeroDenominator,
    /// A NaN or an infinity where a finite number is needed.
    #[error("{value} is not a finite number")]
    #[non_exhaustive]
    NotFinite {
        /// The number as it prints.
        value: String,
    },
    /// The text is not a number.
    #[error(
        "cannot read {text:?} as an exact number at byte {position}: expected {expected}; \
         accepted forms are 3, -3/4, 0.75 and 7.5e-1"
    )]
    #[non_exhaustive]
    Syntax {
        /// The text, cut after 40 characters.
        text: String,
        /// Byte offset of the first offending character.
        position: usize,
        /// What would have been right there.
        expected: &'static str,
    },
    /// A decimal exponent so large that its digits would fill the memory.
    #[error("the exponent {exponent} is out of range; its absolute value may be at most {limit}")]
    #[non_exhaustive]
    ExponentTooLarge {
        /// The exponent as written, cut after 40 characters.
        exponent: String,
        /// The largest absolute value accepted.
        limit: i64,
    },
    /// A tolerance that is negative or not finite.
    #[error("the {which} tolerance is {value}; it must be finite and at least 0")]
    #[non_exhaustive]
    BadTolerance {
        /// `absolute` or `relative`.
        which: &'static str,
        /// The value given.
        value: String,
    },
    /// A bound on the denominator below 1.
    #[error("the largest denominator must be at least 1")]
    #[non_exhaustive]
    EmptyDenominatorRange,
}
