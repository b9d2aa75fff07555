//! Regard for the worst off and for the total (Charness and Rabin, 2002).

use serde::{Deserialize, Serialize};

use super::support::total;
use super::{Outcome, Preference, PreferenceError, WeightMatrix};
use crate::number::Scalar;

/// `U_i = (1−γ)u_i + γ[δ min_j u_j + (1−δ)W]` with `0 <= γ <= 1`, `0 <= δ <= 1`: weight `γ` on a
/// social welfare that looks at the worst off (`δ`) and at the total (`1−δ`).
///
/// The model without reciprocity for any number of players in the appendix of Charness and Rabin,
/// "Understanding social preferences with simple tests", 2002. With `δ = 0` it is
/// [`ConvexAltruism`](super::ConvexAltruism).
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::{Outcome, Preference, QuasiMaximin};
/// let half = Rational::new(1, 2)?;
/// let payoffs = [8, 2, 2].map(Rational::from);
/// let fair = QuasiMaximin::new(half.clone(), half)?;
/// // Half of 8, a quarter of the minimum 2 and a quarter of the total 12.
/// assert_eq!(fair.perceived(0, &Outcome::new(&payoffs)), "7.5".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "RawQuasiMaximin<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct QuasiMaximin<S> {
    social: S,
    worst_off: S,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuasiMaximin<S> {
    social: S,
    worst_off: S,
}

impl<S: Scalar> TryFrom<RawQuasiMaximin<S>> for QuasiMaximin<S> {
    type Error = PreferenceError;
    fn try_from(raw: RawQuasiMaximin<S>) -> Result<Self, PreferenceError> {
        QuasiMaximin::new(raw.social, raw.worst_off)
    }
}

impl<S: Scalar> QuasiMaximin<S> {
    /// Weight `social` (`γ`) on welfare, of which `worst_off` (`δ`) on the minimum.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] unless both are from 0 to 1.
    pub fn new(social: S, worst_off: S) -> Result<Self, PreferenceError> {
        for (parameter, value) in [
            ("the weight γ on welfare", &social),
            ("the weight δ on the worst off", &worst_off),
        ] {
            if !(*value >= S::zero() && *value <= S::one()) {
                return Err(PreferenceError::out_of_range(
                    parameter,
                    value,
                    "at least 0 and at most 1",
                ));
            }
        }
        Ok(QuasiMaximin { social, worst_off })
    }

    /// The weight on welfare, `γ`.
    pub fn social_weight(&self) -> &S {
        &self.social
    }

    /// Within welfare, the weight on the worst off, `δ`.
    pub fn worst_off_weight(&self) -> &S {
        &self.worst_off
    }
}

impl<S: Scalar> Preference<S> for QuasiMaximin<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        let payoffs = outcome.payoffs();
        let own = &payoffs[player];
        let least = payoffs.iter().fold(
            own,
            |least, payoff| if payoff < least { payoff } else { least },
        );
        let welfare =
            self.worst_off.clone() * least + &((S::one() - &self.worst_off) * &total(payoffs));
        (S::one() - &self.social) * own + &(welfare * &self.social)
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        let linear = players == 1 || self.worst_off == S::zero() || self.social == S::zero();
        linear.then(|| {
            // Alone, the minimum and the total are both the own payoff.
            let other = if players == 1 {
                S::zero()
            } else {
                self.social.clone()
            };
            let own = if players == 1 || self.social == S::zero() {
                S::one()
            } else {
                S::one() - &self.social + &other
            };
            WeightMatrix::own_and_others(players, &own, &other)
        })
    }
}
