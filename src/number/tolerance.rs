//! How floating-point values are compared, and how results say so.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::NumberError;

/// How much worse than the best a floating-point payoff may be and still count as best.
///
/// The slack is `absolute + relative · range`, where `range` is the difference between the largest
/// and the smallest payoff of the player concerned, so that the verdict does not depend on the
/// unit in which payoffs are written. Exact numbers have no tolerance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawTolerance")]
pub struct Tolerance {
    absolute: f64,
    relative: f64,
}

#[derive(Deserialize)]
struct RawTolerance {
    absolute: f64,
    relative: f64,
}

impl TryFrom<RawTolerance> for Tolerance {
    type Error = NumberError;
    fn try_from(raw: RawTolerance) -> Result<Self, NumberError> {
        Tolerance::new(raw.absolute, raw.relative)
    }
}

impl Tolerance {
    /// Ties only where the floating-point values are equal.
    pub const NONE: Tolerance = Tolerance {
        absolute: 0.0,
        relative: 0.0,
    };

    /// A tolerance from its two parts.
    ///
    /// # Errors
    /// [`NumberError::BadTolerance`] if a part is negative, NaN or infinite.
    pub fn new(absolute: f64, relative: f64) -> Result<Self, NumberError> {
        for (which, value) in [("absolute", absolute), ("relative", relative)] {
            if !(value.is_finite() && value >= 0.0) {
                return Err(NumberError::BadTolerance {
                    which,
                    value: value.to_string(),
                });
            }
        }
        Ok(Tolerance { absolute, relative })
    }

    /// The absolute part.
    pub fn absolute(&self) -> f64 {
        self.absolute
    }

    /// The part relative to the range of the payoffs.
    pub fn relative(&self) -> f64 {
        self.relative
    }

    /// The slack for payoffs of this range.
    pub fn slack(&self, range: f64) -> f64 {
        self.absolute + self.relative * range
    }
}

/// Ties of exact numbers: equal is equal, and there is nothing to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExactTies;

/// How ties are decided; implemented by [`ExactTies`] and [`Tolerance`].
pub trait Ties:
    Copy + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The tolerance, if the numbers are floating point.
    fn tolerance(&self) -> Option<Tolerance>;
}

impl Ties for ExactTies {
    fn tolerance(&self) -> Option<Tolerance> {
        None
    }
}

impl Ties for Tolerance {
    fn tolerance(&self) -> Option<Tolerance> {
        Some(*self)
    }
}

/// Whether a result is exact, or numeric with the largest regret that was measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Exactness {
    /// Computed in exact arithmetic; ties are ties.
    Exact,
    /// Computed in floating point.
    #[non_exhaustive]
    Numeric {
        /// The slack that was allowed.
        tolerance: Tolerance,
        /// The largest amount by which a reported profile misses a best response.
        largest_regret: f64,
    },
}
