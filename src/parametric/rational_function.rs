//! Quotients of polynomials in lowest terms.

use std::fmt;

use dashu_int::IBig;
use serde::{Deserialize, Serialize};

use super::divisibility::common_factor;
use super::{ParametricError, Polynomial};
use crate::number::Rational;

/// A quotient of two polynomials in lowest terms: no common factor, integer coefficients without a
/// common divisor, the leading one of the denominator positive. Equal functions have equal form.
///
/// ```
/// use lacuna::parametric::{Polynomial, RationalFunction};
///
/// // (28 + 44λ + 16λ²)/(6 + 8λ + 2λ²): both have the factor 2 + 2λ.
/// let function =
///     RationalFunction::new(Polynomial::new([28, 44, 16]), Polynomial::new([6, 8, 2]))?;
/// assert_eq!(function.to_string(), "(14 + 8λ)/(3 + λ)");
/// # Ok::<(), lacuna::parametric::ParametricError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawFunction")]
pub struct RationalFunction {
    numerator: Polynomial,
    denominator: Polynomial,
}

#[derive(Deserialize)]
struct RawFunction {
    numerator: Polynomial,
    denominator: Polynomial,
}

impl TryFrom<RawFunction> for RationalFunction {
    type Error = ParametricError;
    fn try_from(raw: RawFunction) -> Result<Self, ParametricError> {
        RationalFunction::new(raw.numerator, raw.denominator)
    }
}

impl RationalFunction {
    /// The quotient, brought to lowest terms.
    ///
    /// # Errors
    /// [`ParametricError::ZeroDenominator`].
    pub fn new(numerator: Polynomial, denominator: Polynomial) -> Result<Self, ParametricError> {
        if denominator.is_zero() {
            return Err(ParametricError::ZeroDenominator);
        }
        Ok(Self::reduced(&numerator, &denominator))
    }

    /// The quotient by a denominator that is not zero.
    pub(super) fn reduced(numerator: &Polynomial, denominator: &Polynomial) -> Self {
        let common = numerator.common_divisor(denominator);
        let numerator = numerator.exact_quotient(&common);
        let denominator = denominator.exact_quotient(&common);
        let mut divisor = common_factor(&numerator.content(), &denominator.content());
        if *denominator.leading() < IBig::ZERO {
            divisor = -divisor;
        }
        RationalFunction {
            numerator: numerator.over(&divisor),
            denominator: denominator.over(&divisor),
        }
    }

    /// The numerator.
    pub fn numerator(&self) -> &Polynomial {
        &self.numerator
    }

    /// The denominator.
    pub fn denominator(&self) -> &Polynomial {
        &self.denominator
    }

    /// The value at λ; `None` at a pole.
    pub fn evaluate(&self, lambda: &Rational) -> Option<Rational> {
        let below = self.denominator.evaluate(lambda);
        self.numerator.evaluate(lambda).checked_div(&below)
    }

    /// Is it the same everywhere?
    pub fn is_constant(&self) -> bool {
        self.numerator.is_constant() && self.denominator.is_constant()
    }

    /// The numerator of the difference, over the product of the denominators.
    pub(super) fn difference(&self, other: &Self) -> Polynomial {
        let left = self.numerator.multiply(&other.denominator);
        left.subtract(&other.numerator.multiply(&self.denominator))
    }
}

impl fmt::Display for RationalFunction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = |p: &Polynomial| p.integers().iter().filter(|c| !c.is_zero()).count();
        if self.denominator.is_constant() && self.denominator.leading().is_one() {
            return self.numerator.fmt(formatter);
        }
        let above = if terms(&self.numerator) > 1 {
            format!("({})", self.numerator)
        } else {
            self.numerator.to_string()
        };
        // A number or a bare power of λ stands on its own.
        let bare = terms(&self.denominator) == 1 && self.denominator.leading().is_one();
        let below = if self.denominator.is_constant() || bare {
            self.denominator.to_string()
        } else {
            format!("({})", self.denominator)
        };
        formatter.pad(&format!("{above}/{below}"))
    }
}
