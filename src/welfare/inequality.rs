//! Inequality, and welfare that dislikes it.

use serde::{Deserialize, Serialize};

use super::{Welfare, WelfareError, ascending, check, representable};
use crate::number::Scalar;

fn count<S: Scalar>(value: usize) -> S {
    S::from_integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// `Σ_{i<j} |x_i − x_j|`, by sorting: in ascending order, the k-th of n values (from 0) is the
/// larger one of k pairs and the smaller one of n−1−k.
fn total_difference<S: Scalar>(payoffs: &[S]) -> S {
    let n = payoffs.len();
    let mut sum = S::zero();
    for (k, &payoff) in ascending(payoffs).iter().enumerate() {
        let rank = count::<S>(k) - &count::<S>(n - 1 - k);
        sum += &(rank * payoff);
    }
    sum
}

/// `Σ u_i − κ/(2n) Σ_ij |u_i − u_j|` with `0 <= κ <= 1`.
///
/// `κ = 0` is utilitarian; `κ = 1` is `n` times the welfare of Sen ("Real national income",
/// 1976), mean times one minus the Gini index, which is the sum over all pairs of the lower payoff
/// divided by `n`, each player paired with themselves too. Within the range every payoff counts
/// positively, so that no Pareto improvement is disliked. Payoffs may be negative. serde writes
/// the number.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::welfare::{InequalityAverse, Welfare};
/// let welfare = InequalityAverse::new(Rational::new(1, 2)?)?;
/// // 6 in sum, and 4 apart: 6 − (1/2)/(2·2) · 2 · 4.
/// assert_eq!(welfare.welfare(&[1, 5].map(Rational::from))?, Rational::from(5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "Aversion<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct InequalityAverse<S>(S);

#[derive(Deserialize)]
struct Aversion<S>(S);

impl<S: Scalar> TryFrom<Aversion<S>> for InequalityAverse<S> {
    type Error = WelfareError;
    fn try_from(aversion: Aversion<S>) -> Result<Self, WelfareError> {
        InequalityAverse::new(aversion.0)
    }
}

impl<S: Scalar> InequalityAverse<S> {
    /// The welfare with this aversion `κ`.
    ///
    /// # Errors
    /// [`WelfareError::OutOfRange`] unless `0 <= κ <= 1`.
    pub fn new(aversion: S) -> Result<Self, WelfareError> {
        if aversion >= S::zero() && aversion <= S::one() {
            Ok(InequalityAverse(aversion))
        } else {
            Err(WelfareError::OutOfRange {
                parameter: "the aversion κ to inequality",
                value: aversion.to_string(),
                range: "at least 0 and at most 1",
            })
        }
    }

    /// The aversion to inequality, `κ`.
    pub fn aversion(&self) -> &S {
        &self.0
    }
}

impl<S: Scalar> Welfare<S> for InequalityAverse<S> {
    fn welfare(&self, payoffs: &[S]) -> Result<S, WelfareError> {
        check(payoffs)?;
        let sum: S = payoffs.iter().cloned().sum();
        let difference = (total_difference(payoffs) * &self.0)
            .checked_divide(&count(payoffs.len()))
            .ok_or(WelfareError::NoPlayers)?;
        representable(sum - &difference)
    }
}

/// The Gini index, `Σ_ij |x_i − x_j| / (2n Σ x_i)`: 0 if all are equal, `1 − 1/n` if one has
/// everything. `O(n log n)`.
///
/// # Errors
/// [`WelfareError::NoPlayers`], [`WelfareError::NotFinite`]; [`WelfareError::OutsideDomain`] for a
/// negative payoff, with which the index could exceed 1; [`WelfareError::ZeroTotal`] if nobody has
/// anything, where the index is 0/0.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::welfare::gini;
/// assert_eq!(gini(&[0, 0, 0, 8].map(Rational::from))?.to_string(), "3/4");
/// assert!(gini(&[0, 0].map(Rational::from)).is_err());
/// # Ok::<(), lacuna::welfare::WelfareError>(())
/// ```
pub fn gini<S: Scalar>(payoffs: &[S]) -> Result<S, WelfareError> {
    check(payoffs)?;
    if let Some(player) = payoffs.iter().position(|payoff| *payoff < S::zero()) {
        return Err(WelfareError::OutsideDomain {
            measure: "the Gini index",
            player,
            value: payoffs[player].to_string(),
            domain: "at least 0",
        });
    }
    let sum: S = payoffs.iter().cloned().sum();
    let scaled = representable(sum * &count(payoffs.len()))?;
    let index = total_difference(payoffs)
        .checked_divide(&scaled)
        .ok_or(WelfareError::ZeroTotal)?;
    representable(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;
    use proptest::prelude::*;

    #[test]
    fn the_gini_index_has_a_domain() {
        let number = |value: i64| Rational::from(value);
        assert_eq!(gini(&[number(3)]), Ok(number(0)));
        assert_eq!(gini::<Rational>(&[]), Err(WelfareError::NoPlayers));
        assert_eq!(gini(&[number(0), number(0)]), Err(WelfareError::ZeroTotal));
        assert!(matches!(
            gini(&[number(3), number(-1)]),
            Err(WelfareError::OutsideDomain { player: 1, .. })
        ));
        assert!(InequalityAverse::new(1.1).is_err() && InequalityAverse::new(-0.1).is_err());
        assert!(InequalityAverse::new(f64::NAN).is_err());
    }

    proptest! {
        #[test]
        fn sorting_gives_the_sum_over_all_pairs(
            values in proptest::collection::vec(-20i64..20, 1..8),
            kappa in 0i64..=4
        ) {
            let n = values.len() as i64;
            let pairs: i64 = values
                .iter()
                .flat_map(|a| values.iter().map(move |b| (a - b).abs()))
                .sum();
            let payoffs: Vec<Rational> = values.iter().map(|&x| Rational::from(x)).collect();
            let kappa = Rational::new(kappa, 4).expect("non-zero");
            let expected = Rational::from(values.iter().sum::<i64>())
                - &kappa * &Rational::new(pairs, 2 * n).expect("positive");
            let welfare = InequalityAverse::new(kappa).expect("in range");
            prop_assert_eq!(welfare.welfare(&payoffs), Ok(expected));
            let positive: Vec<Rational> = values.iter().map(|&x| Rational::from(x + 21)).collect();
            let total: i64 = values.iter().map(|x| x + 21).sum();
            let index = gini(&positive).expect("positive");
            prop_assert_eq!(&index, &Rational::new(pairs, 2 * n * total).expect("positive"));
            // Sen: n times the mean times one minus the index.
            let sen = InequalityAverse::new(Rational::ONE).expect("in range");
            prop_assert_eq!(
                sen.welfare(&positive),
                Ok(Rational::from(total) * (Rational::ONE - &index))
            );
        }
    }
}
