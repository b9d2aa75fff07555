//! The product of gains over disagreement (Nash, 1950).

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{Welfare, WelfareError, check, check_lengths, order, representable};
use crate::number::Scalar;

/// `Π (u_i − d_i)`, where `d_i` is what player `i` gets in disagreement.
///
/// Defined where nobody gets less than in disagreement; elsewhere the product says nothing (two
/// losses would multiply to a gain) and the payoffs are refused with the player who loses. Source:
/// Nash, "The bargaining problem", 1950. serde writes the list of disagreement payoffs, or `null`
/// for zero.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::welfare::{NashProduct, Welfare};
/// let number = |value: i64| Rational::from(value);
/// let welfare = NashProduct::new(vec![number(1), number(2)])?;
/// assert_eq!(welfare.welfare(&[number(4), number(4)])?, number(6));
/// let error = welfare.welfare(&[number(0), number(0)]).unwrap_err();
/// assert!(error.to_string().starts_with("player 0 gets 0, less than the 1"));
/// # Ok::<(), lacuna::welfare::WelfareError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "Disagreement<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct NashProduct<S>(Option<Vec<S>>);

#[derive(Deserialize)]
struct Disagreement<S>(Option<Vec<S>>);

impl<S: Scalar> TryFrom<Disagreement<S>> for NashProduct<S> {
    type Error = WelfareError;
    fn try_from(disagreement: Disagreement<S>) -> Result<Self, WelfareError> {
        match disagreement.0 {
            Some(point) => NashProduct::new(point),
            None => Ok(NashProduct(None)),
        }
    }
}

impl<S: Scalar> NashProduct<S> {
    /// The product of gains over this disagreement point, one payoff for each player.
    ///
    /// # Errors
    /// [`WelfareError::NoPlayers`], [`WelfareError::NotFinite`].
    pub fn new(disagreement: Vec<S>) -> Result<Self, WelfareError> {
        check(&disagreement)?;
        Ok(NashProduct(Some(disagreement)))
    }

    /// The product of payoffs: any number of players who get 0 in disagreement.
    pub fn from_zero() -> Self {
        NashProduct(None)
    }

    /// The disagreement point; `None` if everybody gets 0 there.
    pub fn disagreement(&self) -> Option<&[S]> {
        self.0.as_deref()
    }

    fn gains(&self, payoffs: &[S]) -> Result<Vec<S>, WelfareError> {
        check(payoffs)?;
        let zero = S::zero();
        if let Some(point) = &self.0
            && point.len() != payoffs.len()
        {
            return Err(WelfareError::WrongLength {
                what: "the disagreement point",
                found: payoffs.len(),
                expected: point.len(),
            });
        }
        payoffs
            .iter()
            .enumerate()
            .map(|(player, payoff)| {
                let disagreement = self.0.as_ref().map_or(&zero, |point| &point[player]);
                if payoff < disagreement {
                    return Err(WelfareError::BelowDisagreement {
                        player,
                        value: payoff.to_string(),
                        disagreement: disagreement.to_string(),
                    });
                }
                representable(payoff.clone() - disagreement)
            })
            .collect()
    }
}

fn product<S: Scalar>(gains: &[S]) -> S {
    gains.iter().fold(S::one(), |product, gain| product * gain)
}

impl<S: Scalar> Welfare<S> for NashProduct<S> {
    /// # Errors
    /// [`WelfareError::BelowDisagreement`], [`WelfareError::Overflow`] if floating point cannot
    /// hold the product, be it too large or too close to zero; [`Welfare::compare`] still can.
    fn welfare(&self, payoffs: &[S]) -> Result<S, WelfareError> {
        let gains = self.gains(payoffs)?;
        let product = product(&gains);
        let vanished = product == S::zero() && gains.iter().all(|gain| *gain > S::zero());
        if vanished {
            return Err(WelfareError::Overflow);
        }
        representable(product)
    }

    /// The order of the products; in floating point, that of their logarithms where a product
    /// is out of range.
    fn compare(&self, first: &[S], second: &[S]) -> Result<Ordering, WelfareError> {
        check_lengths(first, second)?;
        match (self.welfare(first), self.welfare(second)) {
            (Ok(first), Ok(second)) => order(&first, &second),
            (Err(error), _) | (_, Err(error)) if error != WelfareError::Overflow => Err(error),
            _ => {
                let logarithm =
                    |gains: Vec<S>| -> f64 { gains.iter().map(|gain| gain.to_f64().ln()).sum() };
                order(
                    &logarithm(self.gains(first)?),
                    &logarithm(self.gains(second)?),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;

    #[test]
    fn two_losses_never_multiply_to_a_gain() {
        let number = |value: i64| Rational::from(value);
        let welfare = NashProduct::from_zero();
        assert_eq!(welfare.welfare(&[number(1), number(1)]), Ok(number(1)));
        assert_eq!(
            welfare.welfare(&[number(-3), number(-3)]),
            Err(WelfareError::BelowDisagreement {
                player: 0,
                value: "-3".into(),
                disagreement: "0".into()
            })
        );
        assert!(
            welfare
                .compare(&[number(1), number(1)], &[number(-3), number(-3)])
                .is_err()
        );
        // At the disagreement point itself the gain is nothing, and allowed.
        assert_eq!(welfare.welfare(&[number(0), number(7)]), Ok(number(0)));
    }

    #[test]
    fn products_beyond_the_range_of_floats_are_refused_but_still_compared() {
        let welfare = NashProduct::from_zero();
        let large = vec![1e10; 40];
        let mut larger = large.clone();
        larger[7] = 2e10;
        let small = vec![1e-10; 40];
        assert_eq!(welfare.welfare(&large), Err(WelfareError::Overflow));
        assert_eq!(welfare.welfare(&small), Err(WelfareError::Overflow));
        assert_eq!(welfare.compare(&larger, &large), Ok(Ordering::Greater));
        assert_eq!(welfare.compare(&small, &large), Ok(Ordering::Less));
        // A true zero is the lowest product of all.
        let mut nothing = large.clone();
        nothing[3] = 0.0;
        assert_eq!(welfare.compare(&nothing, &small), Ok(Ordering::Less));
    }

    #[test]
    fn the_document_is_the_disagreement_point() {
        for welfare in [
            NashProduct::from_zero(),
            NashProduct::new(vec![1.0, 2.0]).expect("finite"),
        ] {
            let text = serde_json::to_string(&welfare).expect("json");
            assert_eq!(
                serde_json::from_str::<NashProduct<f64>>(&text).expect("own"),
                welfare
            );
        }
        assert!(serde_json::from_str::<NashProduct<f64>>("[]").is_err());
        let welfare = NashProduct::new(vec![1.0, 2.0]).expect("finite");
        assert!(matches!(
            welfare.welfare(&[3.0]),
            Err(WelfareError::WrongLength {
                found: 1,
                expected: 2,
                ..
            })
        ));
    }
}
