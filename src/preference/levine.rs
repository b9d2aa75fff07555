//! Regard that depends on whom one faces (Levine, 1998).

use serde::{Deserialize, Serialize};

use super::support::quotient;
use super::weight_matrix::check_size;
use super::{Outcome, Preference, PreferenceError, WeightMatrix};
use crate::game::Game;
use crate::number::Scalar;

/// `U_i = u_i + Σ_{j≠i} (a_i + l a_j)/(1+l) u_j`: each player has a coefficient of altruism
/// `−1 < a_i < 1` (spite if negative) and cares more about those who have a higher one,
/// `0 <= l <= 1`.
///
/// Linear, with one weight for each pair. Source: Levine, "Modeling altruism and spitefulness in
/// experiments", 1998.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::{Levine, Preference};
/// let q = |text: &str| text.parse::<Rational>();
/// // An altruist who faces a spiteful player.
/// let pair = Levine::new(vec![q("0.29")?, q("-0.9")?], q("0.45")?)?;
/// let weights = pair.weights(2).ok_or("two players")?;
/// assert_eq!(weights.entry(0, 1), &q("-23/290")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "RawLevine<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct Levine<S> {
    altruism: Vec<S>,
    regard: S,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLevine<S> {
    altruism: Vec<S>,
    regard: S,
}

impl<S: Scalar> TryFrom<RawLevine<S>> for Levine<S> {
    type Error = PreferenceError;
    fn try_from(raw: RawLevine<S>) -> Result<Self, PreferenceError> {
        Levine::new(raw.altruism, raw.regard)
    }
}

impl<S: Scalar> Levine<S> {
    /// Players with these coefficients of altruism, one each, and `regard` (`l`) for those of
    /// others.
    ///
    /// # Errors
    /// [`PreferenceError::Empty`]; [`PreferenceError::OutOfRange`] unless `−1 < a_i < 1` and
    /// `0 <= l <= 1`, inside [`PreferenceError::Member`] for a coefficient.
    pub fn new(altruism: Vec<S>, regard: S) -> Result<Self, PreferenceError> {
        if altruism.is_empty() {
            return Err(PreferenceError::Empty {
                what: "the list of coefficients of altruism",
            });
        }
        let bad = altruism
            .iter()
            .enumerate()
            .find(|(_, value)| !(**value > -S::one() && **value < S::one()));
        if let Some((player, value)) = bad {
            return Err(PreferenceError::Member {
                player,
                source: Box::new(PreferenceError::out_of_range(
                    "the coefficient of altruism a",
                    value,
                    "above -1 and below 1",
                )),
            });
        }
        if !(regard >= S::zero() && regard <= S::one()) {
            return Err(PreferenceError::out_of_range(
                "the regard l for the altruism of others",
                &regard,
                "at least 0 and at most 1",
            ));
        }
        Ok(Levine { altruism, regard })
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.altruism.len()
    }

    /// The coefficients of altruism.
    pub fn altruism(&self) -> &[S] {
        &self.altruism
    }

    /// The regard for the altruism of others, `l`.
    pub fn regard(&self) -> &S {
        &self.regard
    }

    fn weight(&self, player: usize, other: usize) -> S {
        if player == other {
            return S::one();
        }
        let sum = self.regard.clone() * &self.altruism[other] + &self.altruism[player];
        quotient(&sum, &(S::one() + &self.regard))
    }
}

impl<S: Scalar> Preference<S> for Levine<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        let mut sum = S::zero();
        for (other, payoff) in outcome.payoffs().iter().enumerate() {
            sum += &(self.weight(player, other) * payoff);
        }
        sum
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        (players == self.players())
            .then(|| WeightMatrix::from_fn(players, |i, j| self.weight(i, j)))
    }

    fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        check_size("a Levine preference", self.players(), outcome.players())
    }

    fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
        check_size("a Levine preference", self.players(), game.players())
    }
}
