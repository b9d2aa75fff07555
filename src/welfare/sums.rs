//! Sums of payoffs.

use serde::{Deserialize, Serialize};

use super::{Welfare, WelfareError, check, representable};
use crate::number::Scalar;

/// The sum of all payoffs: the paper's `W`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Utilitarian;

impl<S: Scalar> Welfare<S> for Utilitarian {
    fn welfare(&self, payoffs: &[S]) -> Result<S, WelfareError> {
        check(payoffs)?;
        representable(payoffs.iter().cloned().sum())
    }
}

/// `Σ w_i u_i` with weights of at least 0 that are not all 0.
///
/// serde writes the list of weights.
///
/// ```
/// use lacuna::welfare::{Welfare, WeightedUtilitarian};
/// let welfare = WeightedUtilitarian::new(vec![2.0, 1.0])?;
/// assert_eq!(welfare.welfare(&[1.0, 3.0])?, 5.0);
/// assert!(WeightedUtilitarian::new(vec![0.0, 0.0]).is_err());
/// # Ok::<(), lacuna::welfare::WelfareError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "Weights<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct WeightedUtilitarian<S>(Vec<S>);

#[derive(Deserialize)]
struct Weights<S>(Vec<S>);

impl<S: Scalar> TryFrom<Weights<S>> for WeightedUtilitarian<S> {
    type Error = WelfareError;
    fn try_from(weights: Weights<S>) -> Result<Self, WelfareError> {
        WeightedUtilitarian::new(weights.0)
    }
}

impl<S: Scalar> WeightedUtilitarian<S> {
    /// The welfare with these weights, one for each player.
    ///
    /// # Errors
    /// [`WelfareError::NoPlayers`], [`WelfareError::BadEntry`] for a weight that is negative or
    /// not finite, [`WelfareError::AllWeightsZero`].
    pub fn new(weights: Vec<S>) -> Result<Self, WelfareError> {
        if weights.is_empty() {
            return Err(WelfareError::NoPlayers);
        }
        for (player, weight) in weights.iter().enumerate() {
            if !(weight.is_finite() && *weight >= S::zero()) {
                return Err(WelfareError::BadEntry {
                    parameter: "the weight",
                    player,
                    value: weight.to_string(),
                    range: "at least 0 and finite",
                });
            }
        }
        if weights.iter().all(|weight| *weight == S::zero()) {
            return Err(WelfareError::AllWeightsZero);
        }
        Ok(WeightedUtilitarian(weights))
    }

    /// The weights, one for each player.
    pub fn weights(&self) -> &[S] {
        &self.0
    }
}

impl<S: Scalar> Welfare<S> for WeightedUtilitarian<S> {
    fn welfare(&self, payoffs: &[S]) -> Result<S, WelfareError> {
        check(payoffs)?;
        if payoffs.len() != self.0.len() {
            return Err(WelfareError::WrongLength {
                what: "the list of weights",
                found: payoffs.len(),
                expected: self.0.len(),
            });
        }
        let weighted = self.0.iter().zip(payoffs);
        representable(weighted.map(|(w, u)| w.clone() * u).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;

    #[test]
    fn weights_must_be_a_positive_measure_on_the_players() {
        let q = |text: &str| text.parse::<Rational>().expect("a number");
        assert_eq!(
            WeightedUtilitarian::new(vec![q("1"), q("-1/2")])
                .expect_err("negative")
                .to_string(),
            "the weight of player 1 is -1/2; it must be at least 0 and finite"
        );
        assert_eq!(
            WeightedUtilitarian::new(vec![q("0")]),
            Err(WelfareError::AllWeightsZero)
        );
        assert!(WeightedUtilitarian::new(vec![f64::NAN]).is_err());
        assert!(WeightedUtilitarian::<f64>::new(vec![]).is_err());
        let welfare = WeightedUtilitarian::new(vec![q("1/3"), q("0")]).expect("valid");
        assert_eq!(welfare.welfare(&[q("3"), q("-9")]), Ok(q("1")));
        assert_eq!(
            welfare.welfare(&[q("3")]),
            Err(WelfareError::WrongLength {
                what: "the list of weights",
                found: 1,
                expected: 2
            })
        );
        let text = serde_json::to_string(&welfare).expect("json");
        assert_eq!(text, r#"["1/3","0"]"#);
        assert!(serde_json::from_str::<WeightedUtilitarian<Rational>>(r#"["0"]"#).is_err());
    }
}
