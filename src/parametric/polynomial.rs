//! Polynomials in λ with integer coefficients.

use std::cmp::Ordering;
use std::fmt;

use dashu_int::IBig;
use dashu_int::ops::Gcd;
use serde::{Deserialize, Serialize};

use super::ParametricError;
use crate::number::Rational;

/// The leading coefficient of the zero polynomial.
static ZERO: IBig = IBig::ZERO;

/// A polynomial in λ with integer coefficients of any length.
///
/// Prints in ascending powers; goes through serde as the list of its coefficients, that of λ⁰
/// first.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::parametric::Polynomial;
///
/// // (λ − 1)(λ + 2) = -2 + λ + λ²
/// let polynomial = Polynomial::new([-2, 1, 1]);
/// assert_eq!(polynomial.to_string(), "-2 + λ + λ^2");
/// assert_eq!(polynomial.evaluate(&Rational::from(3)), Rational::from(10));
/// assert_eq!(polynomial.roots_between(&Rational::ZERO, &Rational::from(5)), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Rational>", into = "Vec<Rational>")]
pub struct Polynomial {
    /// Ascending powers; the last entry is not zero.
    coefficients: Vec<IBig>,
}

impl TryFrom<Vec<Rational>> for Polynomial {
    type Error = ParametricError;
    fn try_from(coefficients: Vec<Rational>) -> Result<Self, ParametricError> {
        if let Some(value) = coefficients.iter().find(|value| !value.is_integer()) {
            return Err(ParametricError::NotAnInteger {
                value: value.clone(),
            });
        }
        let integers = coefficients.iter().map(|c| c.numerator_over(&IBig::ONE));
        Ok(Polynomial::from_integers(integers.collect()))
    }
}

impl From<Polynomial> for Vec<Rational> {
    fn from(polynomial: Polynomial) -> Self {
        polynomial.coefficients()
    }
}

impl Polynomial {
    /// The polynomial with these coefficients, that of λ⁰ first.
    pub fn new(coefficients: impl IntoIterator<Item = i64>) -> Self {
        Self::from_integers(coefficients.into_iter().map(IBig::from).collect())
    }

    pub(super) fn from_integers(mut coefficients: Vec<IBig>) -> Self {
        while coefficients.last().is_some_and(|last| last.is_zero()) {
            coefficients.pop();
        }
        Polynomial { coefficients }
    }

    pub(super) fn constant(value: IBig) -> Self {
        Self::from_integers(vec![value])
    }

    /// The coefficients, that of λ⁰ first; none of the zero polynomial. All are integers.
    pub fn coefficients(&self) -> Vec<Rational> {
        let ratios = self.coefficients.iter();
        ratios
            .map(|c| Rational::from_integers(c.clone(), &IBig::ONE))
            .collect()
    }

    pub(super) fn integers(&self) -> &[IBig] {
        &self.coefficients
    }

    /// The degree; that of the zero polynomial is 0.
    pub fn degree(&self) -> usize {
        self.coefficients.len().saturating_sub(1)
    }

    /// Is it zero everywhere?
    pub fn is_zero(&self) -> bool {
        self.coefficients.is_empty()
    }

    /// Is it the same everywhere?
    pub fn is_constant(&self) -> bool {
        self.coefficients.len() <= 1
    }

    /// The coefficient of the highest power.
    pub(super) fn leading(&self) -> &IBig {
        self.coefficients.last().unwrap_or(&ZERO)
    }

    /// `denominator^degree` times the value at `numerator / denominator`.
    fn homogeneous(&self, numerator: &IBig, denominator: &IBig) -> IBig {
        let mut value = IBig::ZERO;
        let mut power = IBig::ONE;
        for coefficient in self.coefficients.iter().rev() {
            value = value * numerator + coefficient * &power;
            power *= denominator;
        }
        value
    }

    /// The value at λ.
    pub fn evaluate(&self, lambda: &Rational) -> Rational {
        let denominator = lambda.denominator();
        let numerator = lambda.numerator_over(&denominator);
        let value = self.homogeneous(&numerator, &denominator);
        Rational::from_integers(value, &denominator.pow(self.degree()))
    }

    /// The sign of the value at λ.
    pub fn sign_at(&self, lambda: &Rational) -> Ordering {
        let denominator = lambda.denominator();
        let numerator = lambda.numerator_over(&denominator);
        self.homogeneous(&numerator, &denominator).cmp(&IBig::ZERO)
    }

    /// The sign just above λ: `Equal` only for the zero polynomial.
    pub(super) fn sign_above(&self, lambda: &Rational) -> Ordering {
        let mut derivative = self.clone();
        while !derivative.is_zero() {
            let sign = derivative.sign_at(lambda);
            if sign != Ordering::Equal {
                return sign;
            }
            derivative = derivative.derivative();
        }
        Ordering::Equal
    }

    /// The derivative.
    #[must_use]
    pub fn derivative(&self) -> Self {
        let powers = self.coefficients.iter().enumerate().skip(1);
        Self::from_integers(powers.map(|(power, c)| c * IBig::from(power)).collect())
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        let (long, short) = if self.coefficients.len() >= other.coefficients.len() {
            (self, other)
        } else {
            (other, self)
        };
        let mut sum = long.coefficients.clone();
        for (place, value) in sum.iter_mut().zip(&short.coefficients) {
            *place += value;
        }
        Self::from_integers(sum)
    }

    pub(super) fn subtract(&self, other: &Self) -> Self {
        self.add(&other.negated())
    }

    #[must_use]
    pub(super) fn negated(&self) -> Self {
        self.times(&-IBig::ONE)
    }

    pub(super) fn times(&self, factor: &IBig) -> Self {
        Self::from_integers(self.coefficients.iter().map(|c| c * factor).collect())
    }

    pub(super) fn multiply(&self, other: &Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::default();
        }
        let mut product = vec![IBig::ZERO; self.coefficients.len() + other.coefficients.len() - 1];
        for (i, left) in self.coefficients.iter().enumerate() {
            for (j, right) in other.coefficients.iter().enumerate() {
                product[i + j] += left * right;
            }
        }
        Self::from_integers(product)
    }

    /// The greatest common divisor of the coefficients; 0 of the zero polynomial.
    pub(super) fn content(&self) -> IBig {
        let mut content = IBig::ZERO;
        for coefficient in &self.coefficients {
            if content.is_one() {
                break;
            }
            if content.is_zero() {
                content = coefficient.clone();
            } else if !coefficient.is_zero() {
                content = IBig::from((&content).gcd(coefficient));
            }
        }
        if content < IBig::ZERO {
            -content
        } else {
            content
        }
    }

    /// All coefficients over a divisor of them.
    pub(super) fn over(&self, divisor: &IBig) -> Self {
        if divisor.is_one() || divisor.is_zero() {
            return self.clone();
        }
        Self::from_integers(self.coefficients.iter().map(|c| c / divisor).collect())
    }

    /// Divided by the content: coprime coefficients, the same signs everywhere.
    #[must_use]
    pub(super) fn primitive(&self) -> Self {
        self.over(&self.content())
    }

    /// The polynomial at −λ.
    #[must_use]
    pub(super) fn reflected(&self) -> Self {
        let powers = self.coefficients.iter().enumerate();
        let turned = powers.map(|(power, c)| if power % 2 == 1 { -c } else { c.clone() });
        Self::from_integers(turned.collect())
    }

    /// The polynomial through integer points of a polynomial with integer coefficients whose degree
    /// is below their number (Newton's divided differences, which are integers then).
    pub(super) fn interpolate(points: &[i64], values: &[IBig]) -> Self {
        let mut differences = values.to_vec();
        for order in 1..points.len() {
            for place in (order..points.len()).rev() {
                let span = IBig::from(points[place]) - IBig::from(points[place - order]);
                differences[place] = (&differences[place] - &differences[place - 1]) / span;
            }
        }
        let mut polynomial = Self::default();
        for (&point, difference) in points.iter().zip(&differences).rev() {
            let factor = Polynomial::new([-point, 1]);
            let constant = Self::constant(difference.clone());
            polynomial = polynomial.multiply(&factor).add(&constant);
        }
        polynomial
    }

    /// The signs of the polynomial as the open interval is mapped to `(0, ∞)`: the coefficients,
    /// from the lower end of the interval to the upper, of `(1 + x)^n·p((low + high·x)/(1 + x))`.
    pub(super) fn signs_on(&self, low: &Rational, high: &Rational) -> Vec<Ordering> {
        let (ends, common) = Rational::over_common_denominator([low, high].into_iter());
        let width = &ends[1] - &ends[0];
        let degree = self.degree();
        let mut table = self.coefficients.clone();
        let mut power = IBig::ONE;
        for coefficient in table.iter_mut().rev() {
            *coefficient *= &power;
            power *= &common;
        }
        shift(&mut table, &ends[0]);
        let mut power = IBig::ONE;
        for coefficient in &mut table {
            *coefficient *= &power;
            power *= &width;
        }
        // Reversed and shifted by 1, the coefficients run from the upper end to the lower.
        table.reverse();
        shift(&mut table, &IBig::ONE);
        debug_assert_eq!(table.len(), degree + usize::from(!self.is_zero()));
        table.iter().rev().map(|c| c.cmp(&IBig::ZERO)).collect()
    }
}

/// Replaces the coefficients of p(x) by those of p(x + by).
fn shift(coefficients: &mut [IBig], by: &IBig) {
    if by.is_zero() {
        return;
    }
    for start in 0..coefficients.len().saturating_sub(1) {
        for place in (start..coefficients.len() - 1).rev() {
            let carried = &coefficients[place + 1] * by;
            coefficients[place] += carried;
        }
    }
}

/// Changes of sign in a list, zeros left out: at least the number of roots the list stands for, and
/// of the same parity (Descartes' rule).
pub(super) fn variations(signs: &[Ordering]) -> usize {
    let nonzero: Vec<&Ordering> = signs.iter().filter(|s| **s != Ordering::Equal).collect();
    nonzero.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

impl fmt::Display for Polynomial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for (power, coefficient) in self.coefficients.iter().enumerate() {
            if coefficient.is_zero() {
                continue;
            }
            let negative = *coefficient < IBig::ZERO;
            let size = if negative {
                -coefficient
            } else {
                coefficient.clone()
            };
            text.push_str(match (text.is_empty(), negative) {
                (true, true) => "-",
                (true, false) => "",
                (false, true) => " - ",
                (false, false) => " + ",
            });
            if power == 0 || !size.is_one() {
                text.push_str(&size.to_string());
            }
            match power {
                0 => {}
                1 => text.push('λ'),
                _ => text.push_str(&format!("λ^{power}")),
            }
        }
        if text.is_empty() {
            text.push('0');
        }
        formatter.pad(&text)
    }
}
