//! Social preferences between two (Charness and Rabin, 2002).

use serde::{Deserialize, Serialize};

use super::support::check_two;
use super::{Outcome, Preference, PreferenceError, WeightMatrix};
use crate::game::Game;
use crate::number::Scalar;

/// `U_i = w u_j + (1−w) u_i` for two players. The weight `w` on the other is `ρ` if one has more,
/// `σ` if one has less and `0` at a tie, with `σ <= ρ <= 1`; if the other misbehaved, it is `θ`
/// less. A positive `θ` withdraws regard from those who misbehave.
///
/// It nests competitive players (`σ <= ρ <= 0`), difference-averse ones (`σ < 0 < ρ`, among them
/// [`FehrSchmidt`](super::FehrSchmidt) with `ρ = β`, `σ = −α`) and those who care about welfare
/// (`0 < σ <= ρ`, with `ρ = σ = λ/(1+2λ)` the [`Cooperative`](super::Cooperative) ones). Source:
/// Charness and Rabin, "Understanding social preferences with simple tests", 2002, where the
/// indicator of misbehaviour is `q = −1`. For more players see
/// [`QuasiMaximin`](super::QuasiMaximin).
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::{CharnessRabin, Outcome, Preference};
/// let q = |text: &str| text.parse::<Rational>();
/// let kind = CharnessRabin::new(q("0.4")?, q("0")?, q("0.1")?)?;
/// let payoffs = [q("10")?, q("0")?];
/// assert_eq!(kind.perceived(0, &Outcome::new(&payoffs)), q("6")?);
/// let hurt = kind.after_misbehaviour(true);
/// assert_eq!(hurt.perceived(0, &Outcome::new(&payoffs)), q("7")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "RawCharnessRabin<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct CharnessRabin<S> {
    rho: S,
    sigma: S,
    theta: S,
    misbehaved: bool,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "S: Scalar"), deny_unknown_fields)]
struct RawCharnessRabin<S> {
    rho: S,
    sigma: S,
    #[serde(default)]
    theta: S,
    #[serde(default)]
    misbehaved: bool,
}

impl<S: Scalar> TryFrom<RawCharnessRabin<S>> for CharnessRabin<S> {
    type Error = PreferenceError;
    fn try_from(raw: RawCharnessRabin<S>) -> Result<Self, PreferenceError> {
        Ok(CharnessRabin::new(raw.rho, raw.sigma, raw.theta)?.after_misbehaviour(raw.misbehaved))
    }
}

const NAME: &str = "a Charness-Rabin preference";

impl<S: Scalar> CharnessRabin<S> {
    /// Players with weight `rho` on the other when ahead, `sigma` when behind, and `theta` less
    /// after misbehaviour, which has not happened.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] unless `σ <= ρ <= 1` and all are finite.
    pub fn new(rho: S, sigma: S, theta: S) -> Result<Self, PreferenceError> {
        if !(rho.is_finite() && rho <= S::one()) {
            return Err(PreferenceError::out_of_range(
                "the weight ρ on the other when ahead",
                &rho,
                "at most 1 and finite",
            ));
        }
        if !(sigma.is_finite() && sigma <= rho) {
            return Err(PreferenceError::out_of_range(
                "the weight σ on the other when behind",
                &sigma,
                format!("at most ρ = {rho} and finite"),
            ));
        }
        if !theta.is_finite() {
            return Err(PreferenceError::out_of_range(
                "the reciprocity θ",
                &theta,
                "finite",
            ));
        }
        Ok(CharnessRabin {
            rho,
            sigma,
            theta,
            misbehaved: false,
        })
    }

    /// The same preference after the other player did or did not misbehave.
    #[must_use]
    pub fn after_misbehaviour(mut self, misbehaved: bool) -> Self {
        self.misbehaved = misbehaved;
        self
    }

    /// The weight on the other when ahead, `ρ`.
    pub fn weight_ahead(&self) -> &S {
        &self.rho
    }

    /// The weight on the other when behind, `σ`.
    pub fn weight_behind(&self) -> &S {
        &self.sigma
    }

    /// The weight withdrawn after misbehaviour, `θ`.
    pub fn reciprocity(&self) -> &S {
        &self.theta
    }

    /// Did the other misbehave?
    pub fn other_misbehaved(&self) -> bool {
        self.misbehaved
    }

    /// The weight on the other, given that when ahead, when behind or at a tie.
    fn after_reciprocity(&self, weight: S) -> S {
        if self.misbehaved {
            weight - &self.theta
        } else {
            weight
        }
    }
}

impl<S: Scalar> Preference<S> for CharnessRabin<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        let payoffs = outcome.payoffs();
        let (own, other) = (&payoffs[player], &payoffs[1 - player]);
        let weight = self.after_reciprocity(if own > other {
            self.rho.clone()
        } else if own < other {
            self.sigma.clone()
        } else {
            S::zero()
        });
        // With the weight on the difference, a tie is worth the common payoff also in floats.
        own.clone() - &(weight * &(own.clone() - other))
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        // At a tie any weight gives the common payoff, so that ρ = σ is linear.
        (players == 2 && self.rho == self.sigma).then(|| {
            let weight = self.after_reciprocity(self.rho.clone());
            WeightMatrix::own_and_others(2, &(S::one() - &weight), &weight)
        })
    }

    fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        check_two(NAME, outcome.players())
    }

    fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
        check_two(NAME, game.players())
    }
}
