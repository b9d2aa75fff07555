//! Real roots of polynomials, exactly: rational ones as numbers, irrational ones isolated.

use std::cmp::Ordering;
use std::fmt;

use dashu_int::IBig;
use serde::{Deserialize, Serialize};

use super::polynomial::{Polynomial, variations};
use crate::number::Rational;

/// The end of a piece: a rational number, or a root of a polynomial that is not rational.
///
/// Prints a rational number as such, and an irrational one as the middle of its interval in decimals
/// after `≈`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum End {
    /// A rational number.
    Exact(Rational),
    /// The only root of the polynomial strictly between two numbers; it is simple and irrational.
    #[non_exhaustive]
    Isolated {
        /// The polynomial, with different signs at the two numbers.
        polynomial: Polynomial,
        /// Below the root.
        low: Rational,
        /// Above the root.
        high: Rational,
    },
}

impl End {
    /// The number if it is rational.
    pub fn exact(&self) -> Option<&Rational> {
        match self {
            End::Exact(value) => Some(value),
            End::Isolated { .. } => None,
        }
    }

    /// The number itself, or the lower end of its interval.
    pub fn low(&self) -> &Rational {
        match self {
            End::Exact(value) => value,
            End::Isolated { low, .. } => low,
        }
    }

    /// The number itself, or the upper end of its interval.
    pub fn high(&self) -> &Rational {
        match self {
            End::Exact(value) => value,
            End::Isolated { high, .. } => high,
        }
    }

    /// How it compares with a rational number: exactly, however wide the interval is.
    pub fn compare(&self, lambda: &Rational) -> Ordering {
        match self {
            End::Exact(value) => value.cmp(lambda),
            End::Isolated {
                polynomial,
                low,
                high,
            } => {
                if lambda <= low {
                    Ordering::Greater
                } else if lambda >= high || polynomial.sign_at(lambda) != polynomial.sign_at(low) {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        }
    }

    /// How it compares with another end, exactly.
    pub(super) fn compare_end(&self, other: &End) -> Ordering {
        let (polynomial, second) = match (self, other) {
            (_, End::Exact(value)) => return self.compare(value),
            (End::Exact(value), _) => return other.compare(value).reverse(),
            (End::Isolated { polynomial, .. }, End::Isolated { polynomial: p, .. }) => {
                (polynomial, p)
            }
        };
        let low = self.low().max(other.low());
        let high = self.high().min(other.high());
        if low < high {
            // A common root in both intervals is the one root of either; no end of an interval is a
            // root, and the common divisor has simple roots only.
            let common = polynomial.common_divisor(second);
            if common.sign_at(low) != common.sign_at(high) {
                return Ordering::Equal;
            }
        }
        let (mut left, mut right) = (self.clone(), other.clone());
        loop {
            if left.high() <= right.low() {
                return Ordering::Less;
            }
            if right.high() <= left.low() {
                return Ordering::Greater;
            }
            left = left.refined();
            right = right.refined();
        }
    }

    /// The same in half the interval.
    #[must_use]
    pub(super) fn refined(&self) -> End {
        let End::Isolated {
            polynomial,
            low,
            high,
        } = self
        else {
            return self.clone();
        };
        let middle = middle(low, high);
        let (low, high) = if polynomial.sign_at(&middle) == polynomial.sign_at(low) {
            (middle, high.clone())
        } else {
            (low.clone(), middle)
        };
        End::Isolated {
            polynomial: polynomial.clone(),
            low,
            high,
        }
    }

    /// The same on the other side of 0.
    #[must_use]
    pub(super) fn reflected(&self) -> End {
        match self {
            End::Exact(value) => End::Exact(-value),
            End::Isolated {
                polynomial,
                low,
                high,
            } => End::Isolated {
                polynomial: polynomial.reflected(),
                low: -high,
                high: -low,
            },
        }
    }

    /// Is it a root of this polynomial as well?
    pub(super) fn is_root_of(&self, other: &Polynomial) -> bool {
        match self {
            End::Exact(value) => other.sign_at(value) == Ordering::Equal,
            End::Isolated {
                polynomial,
                low,
                high,
            } => {
                let common = polynomial.common_divisor(other);
                common.sign_at(low) != common.sign_at(high)
            }
        }
    }

    /// The closest `f64` to it, or to the middle of its interval.
    pub fn to_f64(&self) -> f64 {
        middle(self.low(), self.high()).to_f64()
    }
}

impl fmt::Display for End {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Exact(value) => value.fmt(formatter),
            End::Isolated { .. } => formatter.pad(&format!("≈{:.6}", self.to_f64())),
        }
    }
}

/// Half-way between two numbers.
pub(super) fn middle(low: &Rational, high: &Rational) -> Rational {
    let sum = low + high;
    let denominator = sum.denominator();
    let numerator = sum.numerator_over(&denominator);
    Rational::from_integers(numerator, &(denominator * IBig::from(2)))
}

/// The simplest fraction between two numbers, both included: that with the smallest denominator.
pub(super) fn simplest_between(low: &Rational, high: &Rational) -> Rational {
    let mut wholes = Vec::new();
    let (mut low, mut high) = (low.clone(), high.clone());
    let mut simplest = loop {
        let whole = low.floor();
        if whole == low || whole < high.floor() {
            break low.ceil();
        }
        // Both lie strictly between the same two integers, or the upper one is not below the lower.
        let turned = (&low - &whole).recip().zip((&high - &whole).recip());
        let Some((above, below)) = turned else {
            break low;
        };
        wholes.push(whole);
        (low, high) = (below, above);
    };
    for whole in wholes.iter().rev() {
        simplest = whole + simplest.recip().unwrap_or_default();
    }
    simplest
}

/// The roots of a polynomial in an open interval, in ascending order.
pub(super) struct Roots<'a> {
    /// With simple roots.
    polynomial: &'a Polynomial,
    width: &'a Rational,
    /// Intervals still to be looked at, the lowest last; a number stands for a root found.
    ahead: Vec<(Rational, Rational)>,
}

impl<'a> Roots<'a> {
    /// For a polynomial all of whose roots are simple; irrational ones in intervals at most this
    /// wide.
    ///
    /// Bisection with Descartes' rule of signs (Collins and Akritas, 1976).
    pub(super) fn new(
        polynomial: &'a Polynomial,
        low: &Rational,
        high: &Rational,
        width: &'a Rational,
    ) -> Self {
        let ahead = if low < high && !polynomial.is_constant() {
            vec![(low.clone(), high.clone())]
        } else {
            Vec::new()
        };
        Roots {
            polynomial,
            width,
            ahead,
        }
    }

    /// Narrows an open interval with a single root until both ends differ in sign, it is at most as
    /// wide as wanted, and the root is known to be irrational; or returns the root.
    fn narrow(&self, mut low: Rational, mut high: Rational, sign_below: Ordering) -> End {
        let polynomial = self.polynomial;
        // A rational root times the leading coefficient is an integer: an interval in which there
        // is at most one such candidate decides.
        let leading = Rational::from_integers(polynomial.leading().clone(), &IBig::ONE).abs();
        let one_candidate = leading.recip().unwrap_or(Rational::ONE);
        let mut decided = false;
        loop {
            let width = &high - &low;
            if !decided && width < one_candidate {
                let candidate = (&(&low * &leading).floor() + &Rational::ONE) * &one_candidate;
                if candidate < high && polynomial.sign_at(&candidate) == Ordering::Equal {
                    return End::Exact(candidate);
                }
                decided = true;
            }
            if decided
                && width <= *self.width
                && polynomial.sign_at(&low) != Ordering::Equal
                && polynomial.sign_at(&high) != Ordering::Equal
            {
                return End::Isolated {
                    polynomial: polynomial.clone(),
                    low,
                    high,
                };
            }
            let middle = middle(&low, &high);
            match polynomial.sign_at(&middle) {
                Ordering::Equal => return End::Exact(middle),
                sign if sign == sign_below => low = middle,
                _ => high = middle,
            }
        }
    }
}

impl Iterator for Roots<'_> {
    type Item = End;

    fn next(&mut self) -> Option<End> {
        while let Some((low, high)) = self.ahead.pop() {
            if low == high {
                return Some(End::Exact(low));
            }
            let signs = self.polynomial.signs_on(&low, &high);
            match variations(&signs) {
                0 => {}
                1 => {
                    let below = signs.into_iter().find(|sign| *sign != Ordering::Equal);
                    return Some(self.narrow(low, high, below.unwrap_or(Ordering::Equal)));
                }
                _ => {
                    let middle = middle(&low, &high);
                    self.ahead.push((middle.clone(), high));
                    if self.polynomial.sign_at(&middle) == Ordering::Equal {
                        self.ahead.push((middle.clone(), middle.clone()));
                    }
                    self.ahead.push((low, middle));
                }
            }
        }
        None
    }
}
