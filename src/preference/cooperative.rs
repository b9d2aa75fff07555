//! Selfish players, and the paper's cooperative ones.

use serde::{Deserialize, Serialize};

use super::support::total;
use super::{Outcome, Preference, PreferenceError, WeightMatrix};
use crate::number::Scalar;

/// Cares about the own material payoff only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Selfish;

impl<S: Scalar> Preference<S> for Selfish {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        outcome.payoffs()[player].clone()
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        Some(WeightMatrix::identity(players))
    }
}

/// A parameter as it lies in a document, before it is validated.
#[derive(Deserialize)]
pub(super) struct Parameter<S>(pub(super) S);

/// `V_i = u_i + λW` with `W` the sum over all players, `i` included, and `λ >= 0`.
///
/// The least `λ` at which some welfare optimum is a pure equilibrium is the selfishness level of
/// Apt and Schäfer (2014). serde writes the number.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::{Cooperative, PreferenceError};
/// let cooperative = Cooperative::new(Rational::new(1, 2)?)?;
/// assert_eq!(cooperative.lambda().to_string(), "1/2");
/// let error = Cooperative::new(Rational::from(-1)).unwrap_err();
/// assert_eq!(error.to_string(), "λ is -1; it must be at least 0 and finite");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "Parameter<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct Cooperative<S>(S);

impl<S: Scalar> Cooperative<S> {
    /// Cooperative players with this `λ`, at least 0.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`].
    pub fn new(lambda: S) -> Result<Self, PreferenceError> {
        if lambda.is_finite() && lambda >= S::zero() {
            Ok(Cooperative(lambda))
        } else {
            Err(PreferenceError::out_of_range(
                "λ",
                &lambda,
                "at least 0 and finite",
            ))
        }
    }

    /// The preference as a matrix.
    pub(super) fn matrix(&self, players: usize) -> WeightMatrix<S> {
        WeightMatrix::own_and_others(players, &(S::one() + &self.0), &self.0)
    }

    /// The weight on welfare.
    pub fn lambda(&self) -> &S {
        &self.0
    }
}

impl<S: Scalar> TryFrom<Parameter<S>> for Cooperative<S> {
    type Error = PreferenceError;
    fn try_from(parameter: Parameter<S>) -> Result<Self, PreferenceError> {
        Cooperative::new(parameter.0)
    }
}

impl<S: Scalar> Preference<S> for Cooperative<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        let welfare = total(outcome.payoffs());
        welfare * &self.0 + &outcome.payoffs()[player]
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        Some(self.matrix(players))
    }
}
