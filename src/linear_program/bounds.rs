//! The interval in which a variable lies.

use serde::{Deserialize, Serialize};

use super::LinearError;
use crate::number::Rational;

/// The interval in which a variable of a linear program lies; either end may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawBounds")]
pub struct Bounds {
    lower: Option<Rational>,
    upper: Option<Rational>,
}

#[derive(Deserialize)]
struct RawBounds {
    lower: Option<Rational>,
    upper: Option<Rational>,
}

impl TryFrom<RawBounds> for Bounds {
    type Error = LinearError;
    fn try_from(raw: RawBounds) -> Result<Self, LinearError> {
        Bounds::new(raw.lower, raw.upper)
    }
}

impl Bounds {
    /// No bounds.
    pub const FREE: Bounds = Bounds {
        lower: None,
        upper: None,
    };

    /// At least zero.
    pub const NONNEGATIVE: Bounds = Bounds {
        lower: Some(Rational::ZERO),
        upper: None,
    };

    /// Bounds from their two ends.
    ///
    /// # Errors
    /// [`LinearError::EmptyBounds`] if the lower end is above the upper.
    pub fn new(lower: Option<Rational>, upper: Option<Rational>) -> Result<Self, LinearError> {
        if let (Some(low), Some(high)) = (&lower, &upper)
            && low > high
        {
            return Err(LinearError::EmptyBounds {
                lower: low.clone(),
                upper: high.clone(),
            });
        }
        Ok(Bounds { lower, upper })
    }

    /// At least `lower`.
    pub fn at_least(lower: impl Into<Rational>) -> Self {
        Bounds {
            lower: Some(lower.into()),
            upper: None,
        }
    }

    /// At most `upper`.
    pub fn at_most(upper: impl Into<Rational>) -> Self {
        Bounds {
            lower: None,
            upper: Some(upper.into()),
        }
    }

    /// Between `lower` and `upper`, both included.
    ///
    /// # Errors
    /// [`LinearError::EmptyBounds`] if `lower` is above `upper`.
    pub fn between(
        lower: impl Into<Rational>,
        upper: impl Into<Rational>,
    ) -> Result<Self, LinearError> {
        Bounds::new(Some(lower.into()), Some(upper.into()))
    }

    /// The lower end, if there is one.
    pub fn lower(&self) -> Option<&Rational> {
        self.lower.as_ref()
    }

    /// The upper end, if there is one.
    pub fn upper(&self) -> Option<&Rational> {
        self.upper.as_ref()
    }
}
