//! Intervals, and how wide they must be.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{EmpiricalError, IntervalMethod};
use crate::number::Rational;

/// The numbers from `low` to `high`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Interval {
    /// The least.
    pub low: Rational,
    /// The most.
    pub high: Rational,
}

impl Interval {
    pub(super) fn new(low: Rational, high: Rational) -> Self {
        Interval { low, high }
    }

    /// How wide it is.
    pub fn width(&self) -> Rational {
        &self.high - &self.low
    }

    /// Is this number in it?
    pub fn contains(&self, value: &Rational) -> bool {
        self.low <= *value && *value <= self.high
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{}, {}]", self.low, self.high)
    }
}

/// How much intervals can be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// All of them hold at once with this probability, whatever the distribution of payoffs in the
    /// range that was declared.
    Proved {
        /// The probability.
        confidence: Rational,
    },
    /// They would hold with about this probability if means were normally distributed.
    Approximate {
        /// The probability.
        confidence: Rational,
    },
    /// The caller declared that there is no chance, and no episode said otherwise.
    Declared,
}

/// How wide the intervals of one game are.
pub(super) struct Widths {
    method: IntervalMethod,
    /// ln(2K/δ), ln(4K/δ) or z, as the method needs it.
    factor: f64,
}

impl Widths {
    /// For so many intervals that are to hold at once, except with probability δ.
    pub fn new(method: IntervalMethod, intervals: usize, confidence: &Rational) -> Self {
        let share = (Rational::ONE - confidence).to_f64() / intervals.max(1) as f64;
        let factor = match method {
            IntervalMethod::Hoeffding => (2.0 / share).ln(),
            IntervalMethod::EmpiricalBernstein => (4.0 / share).ln(),
            IntervalMethod::Normal => normal_quantile(share / 2.0),
            IntervalMethod::WithoutChance => 0.0,
        };
        Widths { method, factor }
    }

    /// The half-width for the mean of `count` draws of this variance from a range of this length.
    pub fn half_width(
        &self,
        count: u64,
        variance: &Rational,
        length: Option<&Rational>,
    ) -> Result<Rational, EmpiricalError> {
        let draws = count as f64;
        let whole = length.map_or(f64::INFINITY, not_nothing);
        let variance = not_nothing(variance);
        let width = match self.method {
            IntervalMethod::Hoeffding => whole * (self.factor / (2.0 * draws)).sqrt(),
            IntervalMethod::EmpiricalBernstein => {
                let spread = (2.0 * variance * self.factor / draws).sqrt();
                spread + 7.0 * whole * self.factor / (3.0 * (draws - 1.0))
            }
            IntervalMethod::Normal => self.factor * (variance / draws).sqrt(),
            IntervalMethod::WithoutChance => return Ok(Rational::ZERO),
        };
        let width = outward(width)?;
        // A mean and an expectation in one range are never further apart than it is long.
        Ok(match length {
            Some(length) if *length < width => length.clone(),
            _ => width,
        })
    }
}

/// As a float that is 0 only if the number is, however small: half-widths never vanish by rounding.
fn not_nothing(number: &Rational) -> f64 {
    if number.is_zero() {
        return 0.0;
    }
    number.to_f64().max(f64::MIN_POSITIVE)
}

/// A number of 24 binary digits that is not below a computed one, nor below the exact one that was
/// to be computed. Machines that round the last digits differently mostly agree on it.
fn outward(value: f64) -> Result<Rational, EmpiricalError> {
    if value == 0.0 {
        return Ok(Rational::ZERO);
    }
    let above = value * (1.0 + 2f64.powi(-40));
    let exponent = ((above.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    let scale = 2f64.powi(23 - exponent.clamp(-900, 900));
    Rational::from_f64_exact((above * scale).ceil() / scale).map_err(|error| {
        EmpiricalError::bad_option("a half-width", error, "finite; payoffs are too far apart")
    })
}

/// The number that a standard normal one exceeds with this probability, up to about 10⁻¹².
fn normal_quantile(probability: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if upper_tail(middle) > probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The probability that a standard normal number exceeds this one: by its power series near zero,
/// by Laplace's continued fraction far from it.
fn upper_tail(z: f64) -> f64 {
    if z < 0.0 {
        return 1.0 - upper_tail(-z);
    }
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if z < 3.0 {
        let (mut term, mut sum, mut odd) = (z, z, 1.0);
        while term > 1e-18 {
            odd += 2.0;
            term *= z * z / odd;
            sum += term;
        }
        return 0.5 - density * sum;
    }
    let fraction = (1..=60)
        .rev()
        .fold(z, |below, step| z + f64::from(step) / below);
    density / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // Abramowitz and Stegun, table 26.5 and 26.6.
        let table = [
            (0.5, 0.0),
            (0.1, 1.281_551_565_5),
            (0.025, 1.959_963_984_5),
            (0.001, 3.090_232_306_2),
            (1e-6, 4.753_424_308_8),
            (1e-9, 5.997_807_015_0),
        ];
        for (probability, quantile) in table {
            assert!(
                (normal_quantile(probability) - quantile).abs() < 1e-9,
                "{probability}"
            );
        }
        assert!((normal_quantile(0.975) + 1.959_963_984_5).abs() < 1e-9);
    }

    #[test]
    fn half_widths_do_not_vanish_by_rounding() {
        // 10⁻⁴⁰⁰, which no float can say.
        let mut tiny = Rational::ONE;
        for _ in 0..400 {
            tiny = tiny.checked_div(&Rational::from(10)).expect("not 0");
        }
        let confidence = Rational::new(9, 10).expect("not 0");
        let half_width = |method, variance: &Rational, length: Option<&Rational>| {
            let widths = Widths::new(method, 1, &confidence);
            widths.half_width(10, variance, length).expect("finite")
        };
        let hoeffding = half_width(IntervalMethod::Hoeffding, &Rational::ZERO, Some(&tiny));
        assert_eq!(hoeffding, tiny);
        assert!(half_width(IntervalMethod::Normal, &tiny, None).is_positive());
        let none = half_width(
            IntervalMethod::Hoeffding,
            &Rational::ZERO,
            Some(&Rational::ZERO),
        );
        assert!(none.is_zero());
    }

    #[test]
    fn rounding_is_outward_and_small() {
        for value in [1.0, 0.1, 3.7e-9, 12345.678, 1e12, 0.333_333_333_333] {
            let exact = Rational::from_f64_exact(value).expect("finite");
            let rounded = outward(value).expect("finite");
            assert!(rounded > exact);
            assert!((rounded.to_f64() / value - 1.0) < 3e-7, "{value}");
        }
        assert!(outward(f64::INFINITY).is_err());
    }
}
