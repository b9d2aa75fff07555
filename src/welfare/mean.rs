//! Generalised means (Hardy, Littlewood and Pólya, 1934; Atkinson, 1970).

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::root::exact_root;
use super::{Welfare, WelfareError, check, check_lengths, order, representable};
use crate::number::Rational;

/// `((1/n) Σ u_i^p)^{1/p}`; for `p = 0` the geometric mean.
///
/// `p = 1` is the mean, and the lower `p`, the more the worst off count, down to the minimum;
/// Atkinson's aversion to inequality is `1 − p`. Payoffs must be at least 0, and above 0 if
/// `p <= 0`.
///
/// In exact numbers the value is exact where it is rational and refused elsewhere; for an integer
/// `p`, [`Welfare::compare`] is always exact, since it compares sums of powers without a root.
/// In floating point `p` may be any fraction. serde writes the exponent as an exact number.
///
/// ```
/// use std::cmp::Ordering;
/// use lacuna::number::Rational;
/// use lacuna::welfare::{GeneralisedMean, Welfare};
/// let square = GeneralisedMean::new(Rational::from(2))?;
/// let [a, b] = [[1, 7], [4, 6]].map(|payoffs| payoffs.map(Rational::from));
/// assert_eq!(square.welfare(&a)?, Rational::from(5));
/// // √26 is not rational, but larger than 5.
/// assert!(square.welfare(&b).is_err());
/// assert_eq!(square.compare(&b, &a)?, Ordering::Greater);
/// # Ok::<(), lacuna::welfare::WelfareError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Exponent")]
pub struct GeneralisedMean(Rational);

#[derive(Deserialize)]
struct Exponent(Rational);

impl TryFrom<Exponent> for GeneralisedMean {
    type Error = WelfareError;
    fn try_from(exponent: Exponent) -> Result<Self, WelfareError> {
        GeneralisedMean::new(exponent.0)
    }
}

/// Largest absolute numerator and denominator of an exponent: exact powers have as many times
/// more digits than the payoffs.
const LIMIT: i64 = 1000;

impl GeneralisedMean {
    /// The mean with this exponent.
    ///
    /// # Errors
    /// [`WelfareError::OutOfRange`] if the numerator or the denominator of the exponent exceeds
    /// 1000.
    pub fn new(exponent: Rational) -> Result<Self, WelfareError> {
        match exponent.to_i64_parts() {
            Some((above, below)) if above.abs() <= LIMIT && below <= LIMIT => {
                Ok(GeneralisedMean(exponent))
            }
            _ => Err(WelfareError::OutOfRange {
                parameter: "the exponent p",
                value: exponent.to_string(),
                range: "a fraction with numerator from -1000 to 1000 and denominator up to 1000",
            }),
        }
    }

    /// The exponent.
    pub fn exponent(&self) -> &Rational {
        &self.0
    }

    fn check_domain<S: crate::number::Scalar>(&self, payoffs: &[S]) -> Result<(), WelfareError> {
        check(payoffs)?;
        let from_zero = self.0.is_positive();
        let outside = |payoff: &S| *payoff < S::zero() || (!from_zero && *payoff == S::zero());
        match payoffs.iter().position(outside) {
            None => Ok(()),
            Some(player) => Err(WelfareError::OutsideDomain {
                measure: "a generalised mean",
                player,
                value: payoffs[player].to_string(),
                domain: if from_zero {
                    "at least 0"
                } else {
                    "above 0 (the exponent is not positive)"
                },
            }),
        }
    }

    /// Numerator and denominator of the exponent, within the limit.
    fn parts(&self) -> (i32, usize) {
        let (above, below) = self.0.to_i64_parts().unwrap_or((1, 1));
        (above as i32, below as usize)
    }

    /// `Σ u_i^p`, or the product for `p = 0`.
    fn power_sum(&self, payoffs: &[Rational]) -> Result<Rational, WelfareError> {
        let (above, below) = self.parts();
        if above == 0 {
            return Ok(payoffs
                .iter()
                .fold(Rational::ONE, |product, payoff| &product * payoff));
        }
        let mut sum = Rational::ZERO;
        for payoff in payoffs {
            // The domain has no zero where the exponent is negative.
            let power = exact_root(payoff, below).and_then(|root| root.checked_pow(above));
            sum += power.ok_or_else(|| WelfareError::NotRational {
                what: format!("{payoff}^({})", self.0),
            })?;
        }
        Ok(sum)
    }
}

impl Welfare<Rational> for GeneralisedMean {
    /// # Errors
    /// [`WelfareError::NoPlayers`], [`WelfareError::OutsideDomain`], [`WelfareError::NotRational`].
    fn welfare(&self, payoffs: &[Rational]) -> Result<Rational, WelfareError> {
        self.check_domain(payoffs)?;
        let (above, below) = self.parts();
        let sum = self.power_sum(payoffs)?;
        if above == 0 {
            let degree = payoffs.len();
            return exact_root(&sum, degree).ok_or_else(|| WelfareError::NotRational {
                what: format!("({sum})^(1/{degree})"),
            });
        }
        let mean = sum
            .checked_div(&Rational::from(payoffs.len()))
            .ok_or(WelfareError::NoPlayers)?;
        let root = exact_root(&mean, above.unsigned_abs() as usize).and_then(|root| {
            let power = root.checked_pow(below as i32)?;
            if above < 0 {
                power.recip()
            } else {
                Some(power)
            }
        });
        root.ok_or_else(|| WelfareError::NotRational {
            what: format!("({mean})^({below}/{above})"),
        })
    }

    /// Exact without a root of the sum.
    ///
    /// # Errors
    /// Those of [`Welfare::welfare`], but [`WelfareError::NotRational`] only if `p` is not an
    /// integer.
    fn compare(&self, first: &[Rational], second: &[Rational]) -> Result<Ordering, WelfareError> {
        check_lengths(first, second)?;
        self.check_domain(first)?;
        self.check_domain(second)?;
        let verdict = self.power_sum(first)?.cmp(&self.power_sum(second)?);
        // A negative power falls in the payoff, and its root falls back.
        Ok(if self.0.is_negative() {
            verdict.reverse()
        } else {
            verdict
        })
    }
}

impl Welfare<f64> for GeneralisedMean {
    fn welfare(&self, payoffs: &[f64]) -> Result<f64, WelfareError> {
        self.check_domain(payoffs)?;
        let p = self.0.to_f64();
        let n = payoffs.len() as f64;
        if self.0.is_zero() {
            let logarithms: f64 = payoffs.iter().map(|payoff| payoff.ln()).sum();
            return representable((logarithms / n).exp());
        }
        // Powers of ratios to the payoff that dominates stay between 0 and 1.
        let unit = payoffs.iter().copied().fold(payoffs[0], |unit, payoff| {
            if p > 0.0 {
                unit.max(payoff)
            } else {
                unit.min(payoff)
            }
        });
        if unit == 0.0 {
            return Ok(0.0);
        }
        let sum: f64 = payoffs.iter().map(|payoff| (payoff / unit).powf(p)).sum();
        representable(unit * (sum / n).powf(1.0 / p))
    }

    fn compare(&self, first: &[f64], second: &[f64]) -> Result<Ordering, WelfareError> {
        check_lengths(first, second)?;
        order(&self.welfare(first)?, &self.welfare(second)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn q(text: &str) -> Rational {
        text.parse().expect("a number")
    }

    fn mean(exponent: &str) -> GeneralisedMean {
        GeneralisedMean::new(q(exponent)).expect("in range")
    }

    #[test]
    fn classical_means_are_exact() {
        let payoffs = [q("2"), q("8")];
        assert_eq!(mean("1").welfare(&payoffs), Ok(q("5")));
        assert_eq!(mean("0").welfare(&payoffs), Ok(q("4")));
        assert_eq!(mean("-1").welfare(&payoffs), Ok(q("16/5")));
        assert_eq!(mean("1/2").welfare(&[q("1"), q("9")]), Ok(q("4")));
        assert_eq!(mean("-1/2").welfare(&[q("1"), q("1/9")]), Ok(q("1/4")));
        assert_eq!(mean("2").welfare(&[q("0"), q("0")]), Ok(q("0")));
    }

    #[test]
    fn irrational_values_are_refused_but_compared_where_the_exponent_is_whole() {
        assert_eq!(
            mean("2")
                .welfare(&[q("1"), q("2")])
                .expect_err("irrational")
                .to_string(),
            "(5/2)^(1/2) is not a rational number; compare outcomes exactly instead, or take the \
             value in f64"
        );
        // Beyond the reach of floats: the sums of squares differ by 1 in 10^40.
        let close = [q("100000000000000000001"), q("1")];
        let other = [q("100000000000000000001"), q("0")];
        assert_eq!(mean("2").compare(&close, &other), Ok(Ordering::Greater));
        assert!(matches!(
            mean("1/2").compare(&[q("2")], &[q("3")]),
            Err(WelfareError::NotRational { .. })
        ));
    }

    #[test]
    fn the_domain_depends_on_the_sign_of_the_exponent() {
        let zero = [q("1"), q("0")];
        assert!(mean("1/2").welfare(&zero).is_ok() || mean("2").compare(&zero, &zero).is_ok());
        for exponent in ["0", "-1"] {
            assert!(matches!(
                mean(exponent).compare(&zero, &zero),
                Err(WelfareError::OutsideDomain { player: 1, .. })
            ));
        }
        assert!(mean("1").welfare(&[q("-1")]).is_err());
        assert!(mean("2").welfare(&[-1.0]).is_err());
        assert!(GeneralisedMean::new(q("1001")).is_err());
        assert!(GeneralisedMean::new(q("1/1001")).is_err());
    }

    proptest! {
        #[test]
        fn floats_agree_and_the_mean_rises_with_the_exponent(
            values in proptest::collection::vec(1i64..50, 1..6),
            exponent in -6i64..6
        ) {
            let exact: Vec<Rational> = values.iter().map(|&x| Rational::from(x)).collect();
            let floats: Vec<f64> = values.iter().map(|&x| x as f64).collect();
            let low = GeneralisedMean::new(Rational::from(exponent)).expect("in range");
            let high = GeneralisedMean::new(Rational::from(exponent + 1)).expect("in range");
            let value = low.welfare(&floats).expect("positive");
            prop_assert!(value <= high.welfare(&floats).expect("positive") * (1.0 + 1e-12));
            if let Ok(exact) = low.welfare(&exact) {
                prop_assert!((exact.to_f64() - value).abs() <= 1e-10 * value);
            }
            // A constant vector is worth its constant.
            prop_assert_eq!(low.welfare(&vec![exact[0].clone(); values.len()]), Ok(exact[0].clone()));
        }
    }
}
