//! Inequity aversion (Fehr and Schmidt, 1999).

use serde::{Deserialize, Serialize};

use super::support::{count, positive_part, quotient};
use super::{Outcome, Preference, PreferenceError, WeightMatrix};
use crate::number::Scalar;

/// `U_i = x_i − α/(n−1) Σ_j (x_j−x_i)⁺ − β/(n−1) Σ_j (x_i−x_j)⁺` with `0 <= β < 1` and `β <= α`:
/// envy `α` of those who have more, guilt `β` towards those who have less.
///
/// One pair for all players; a [`Population`](super::Population) of them gives each player a pair
/// of their own. Source: Fehr and Schmidt, "A theory of fairness, competition, and cooperation",
/// 1999.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::{FehrSchmidt, Population};
/// let q = |text: &str| text.parse::<Rational>();
/// let mixed = Population::new(vec![
///     FehrSchmidt::new(q("4")?, q("0.6")?)?,
///     FehrSchmidt::new(q("0")?, q("0")?)?,
/// ])?;
/// assert_eq!(mixed.members()[0].envy(), &q("4")?);
/// assert!(FehrSchmidt::new(q("0.1")?, q("0.2")?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "RawFehrSchmidt<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct FehrSchmidt<S> {
    alpha: S,
    beta: S,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFehrSchmidt<S> {
    alpha: S,
    beta: S,
}

impl<S: Scalar> TryFrom<RawFehrSchmidt<S>> for FehrSchmidt<S> {
    type Error = PreferenceError;
    fn try_from(raw: RawFehrSchmidt<S>) -> Result<Self, PreferenceError> {
        FehrSchmidt::new(raw.alpha, raw.beta)
    }
}

impl<S: Scalar> FehrSchmidt<S> {
    /// Players with envy `alpha` and guilt `beta`.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] unless `0 <= β < 1` and `β <= α`.
    pub fn new(alpha: S, beta: S) -> Result<Self, PreferenceError> {
        if !(beta.is_finite() && beta >= S::zero() && beta < S::one()) {
            return Err(PreferenceError::out_of_range(
                "the guilt β",
                &beta,
                "at least 0 and below 1",
            ));
        }
        if !(alpha.is_finite() && alpha >= beta) {
            return Err(PreferenceError::out_of_range(
                "the envy α",
                &alpha,
                format!("at least the guilt β = {beta} and finite"),
            ));
        }
        Ok(FehrSchmidt { alpha, beta })
    }

    /// The envy `α`: what it costs to have less than others.
    pub fn envy(&self) -> &S {
        &self.alpha
    }

    /// The guilt `β`: what it costs to have more than others.
    pub fn guilt(&self) -> &S {
        &self.beta
    }

    /// The smallest share that a responder accepts in an ultimatum game between two, where
    /// refusal leaves both with nothing: `α/(1+2α)`.
    pub fn smallest_accepted_share(&self) -> S {
        quotient(&self.alpha, &(S::one() + &self.alpha + &self.alpha))
    }
}

impl<S: Scalar> Preference<S> for FehrSchmidt<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        let payoffs = outcome.payoffs();
        let own = &payoffs[player];
        let (mut behind, mut ahead) = (S::zero(), S::zero());
        for other in payoffs {
            behind += &positive_part(other.clone() - own);
            ahead += &positive_part(own.clone() - other);
        }
        let cost = behind * &self.alpha + &(ahead * &self.beta);
        // Alone there is nobody to compare with, and the cost is zero.
        let others = count(payoffs.len().saturating_sub(1));
        own.clone() - &cost.checked_divide(&others).unwrap_or_default()
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        // β <= α, so that α = 0 is the selfish player; every other one has a kink.
        (players == 1 || self.alpha == S::zero()).then(|| WeightMatrix::identity(players))
    }
}
