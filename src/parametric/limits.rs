//! One-sided limits of the pieces of a value curve.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::curve::CurveValue;
use super::polynomial::Polynomial;
use super::rational_function::RationalFunction;
use super::roots::End;
use crate::number::Rational;

/// A value of the curve at a point, or its limit from one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Level {
    /// A rational number.
    Finite(Rational),
    /// A number between two others, at an irrational λ. Which of two such numbers is greater is not
    /// said by it; [`Breakpoint::jump`](super::Breakpoint::jump) is exact.
    #[non_exhaustive]
    Enclosed {
        /// Not above it.
        low: Rational,
        /// Not below it.
        high: Rational,
    },
    /// It grows beyond every number.
    PlusInfinity,
    /// It falls below every number.
    MinusInfinity,
    /// There is no feasible point.
    Infeasible,
    /// The objective can be improved without limit.
    Unbounded,
}

impl Level {
    /// The number if it is rational.
    pub fn finite(&self) -> Option<&Rational> {
        match self {
            Level::Finite(value) => Some(value),
            _ => None,
        }
    }
}

impl CurveValue {
    /// The level towards an end, from below or from above it.
    pub(super) fn limit(&self, end: &End, from_below: bool, width: &Rational) -> Level {
        match (self, end) {
            (CurveValue::Infeasible, _) => Level::Infeasible,
            (CurveValue::Unbounded, _) => Level::Unbounded,
            (CurveValue::Finite(function), _) if end.is_root_of(function.denominator()) => {
                pole(function, end, from_below)
            }
            (CurveValue::Finite(function), End::Exact(value)) => {
                // Not a pole: the value is there.
                Level::Finite(function.evaluate(value).unwrap_or_default())
            }
            (CurveValue::Finite(function), End::Isolated { .. }) => enclose(function, end, width),
        }
    }
}

/// To which side a function grows towards a pole.
fn pole(function: &RationalFunction, end: &End, from_below: bool) -> Level {
    let mut end = end.clone();
    // No other root of numerator or denominator in the interval; the numerator has none at the end.
    let alone = |end: &End| {
        let (low, high) = (end.low(), end.high());
        let clear = |p: &Polynomial| {
            p.sign_at(low) != Ordering::Equal && p.sign_at(high) != Ordering::Equal
        };
        clear(function.numerator())
            && clear(function.denominator())
            && function.numerator().roots_between(low, high) == 0
            && function.denominator().roots_between(low, high) == 1
    };
    let signs = match &end {
        End::Exact(value) => {
            let towards = |p: &Polynomial| {
                if from_below {
                    p.reflected().sign_above(&-value)
                } else {
                    p.sign_above(value)
                }
            };
            (
                towards(function.numerator()),
                towards(function.denominator()),
            )
        }
        End::Isolated { .. } => {
            while !alone(&end) {
                end = end.refined();
            }
            let near = if from_below { end.low() } else { end.high() };
            (
                function.numerator().sign_at(near),
                function.denominator().sign_at(near),
            )
        }
    };
    if signs.0 == signs.1 {
        Level::PlusInfinity
    } else {
        Level::MinusInfinity
    }
}

/// The value at an irrational number that is no pole, between two numbers at most `width` apart.
fn enclose(function: &RationalFunction, end: &End, width: &Rational) -> Level {
    if function.is_constant()
        && let Some(value) = function.evaluate(end.low())
    {
        return Level::Finite(value);
    }
    let mut end = end.clone();
    loop {
        let above = range(function.numerator(), end.low(), end.high());
        let below = range(function.denominator(), end.low(), end.high());
        if let (Some(least), Some(most)) = (below.0.recip(), below.1.recip())
            && below.0.signum() == below.1.signum()
        {
            // The reciprocal of an interval without 0 turns it round.
            let (low, high) = product(&above, &(most, least));
            if &high - &low <= *width {
                return Level::Enclosed { low, high };
            }
        }
        end = end.refined();
    }
}

fn product(left: &(Rational, Rational), right: &(Rational, Rational)) -> (Rational, Rational) {
    let products = [
        &left.0 * &right.0,
        &left.0 * &right.1,
        &left.1 * &right.0,
        &left.1 * &right.1,
    ];
    let [first, rest @ ..] = products;
    rest.into_iter()
        .fold((first.clone(), first), |(low, high), p| {
            if p < low {
                (p, high)
            } else if p > high {
                (low, p)
            } else {
                (low, high)
            }
        })
}

/// An interval that contains the values of a polynomial on an interval.
fn range(polynomial: &Polynomial, low: &Rational, high: &Rational) -> (Rational, Rational) {
    let interval = (low.clone(), high.clone());
    let mut sum = (Rational::ZERO, Rational::ZERO);
    for coefficient in polynomial.coefficients().iter().rev() {
        sum = product(&sum, &interval);
        sum = (&sum.0 + coefficient, &sum.1 + coefficient);
    }
    sum
}
