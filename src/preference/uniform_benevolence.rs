//! Players who all care about each other's utility alike.

use serde::{Deserialize, Serialize};

use super::support::{count, quotient, total};
use super::weight_matrix::check_size;
use super::{BenevolentSystem, Cooperative, Outcome, Preference, PreferenceError, WeightMatrix};
use crate::game::Game;
use crate::number::Scalar;

/// Players who all count the same share `b` of each other's utility: `U_i = u_i + b Σ_{j≠i} U_j`,
/// `b >= 0` and `(n−1)b < 1`.
///
/// Solved, `U_i = [(1−(n−2)b) u_i + b Σ_{j≠i} u_j] / [(1+b)(1−(n−1)b)]`, the same ranking as that
/// of cooperative players with `λ = b/(1−(n−1)b)`.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::UniformBenevolence;
/// let benevolence = UniformBenevolence::new(Rational::new(2, 5)?, 3)?;
/// assert_eq!(benevolence.to_lambda()?.lambda(), &Rational::from(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "RawUniform<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct UniformBenevolence<S> {
    coefficient: S,
    players: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUniform<S> {
    coefficient: S,
    players: usize,
}

impl<S: Scalar> TryFrom<RawUniform<S>> for UniformBenevolence<S> {
    type Error = PreferenceError;
    fn try_from(raw: RawUniform<S>) -> Result<Self, PreferenceError> {
        UniformBenevolence::new(raw.coefficient, raw.players)
    }
}

impl<S: Scalar> UniformBenevolence<S> {
    /// This many players who count `coefficient` of each other's utility.
    ///
    /// # Errors
    /// [`PreferenceError::WrongPlayers`] if there are none, [`PreferenceError::OutOfRange`]
    /// unless `0 <= b` and `(n−1)b < 1`.
    pub fn new(coefficient: S, players: usize) -> Result<Self, PreferenceError> {
        if players == 0 {
            return Err(PreferenceError::wrong_players(
                "uniform benevolence",
                players,
                "at least 1",
            ));
        }
        let others = count::<S>(players - 1);
        let valid = coefficient.is_finite()
            && coefficient >= S::zero()
            && others.clone() * &coefficient < S::one();
        if !valid {
            let range = match players {
                1 => "at least 0 and finite".to_owned(),
                2 => "at least 0 and below 1".to_owned(),
                _ => format!("at least 0 and below 1/{others} for {players} players"),
            };
            return Err(PreferenceError::out_of_range(
                "the benevolence b",
                &coefficient,
                range,
            ));
        }
        Ok(UniformBenevolence {
            coefficient,
            players,
        })
    }

    /// The share of each other's utility that counts.
    pub fn coefficient(&self) -> &S {
        &self.coefficient
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.players
    }

    /// `1 − (n−1)b`, above 0.
    fn slack(&self) -> S {
        S::one() - &(count::<S>(self.players - 1) * &self.coefficient)
    }

    /// The weights on the own payoff and on each other's.
    fn own_and_other(&self) -> (S, S) {
        let below = (S::one() + &self.coefficient) * &self.slack();
        let own = self.slack() + &self.coefficient;
        (quotient(&own, &below), quotient(&self.coefficient, &below))
    }

    /// The same ranking as `V_i = u_i + λW` with `λ = b/(1−(n−1)b)`.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] if floating point overflows.
    pub fn to_lambda(&self) -> Result<Cooperative<S>, PreferenceError> {
        Cooperative::new(quotient(&self.coefficient, &self.slack()))
    }

    /// The same ranking as that of this many cooperative players, with `b = λ/(1+(n−1)λ)`.
    ///
    /// # Errors
    /// [`PreferenceError::WrongPlayers`] if there are none, [`PreferenceError::OutOfRange`] if
    /// floating point rounds `(n−1)b` to 1.
    pub fn from_lambda(
        cooperative: &Cooperative<S>,
        players: usize,
    ) -> Result<Self, PreferenceError> {
        let lambda = cooperative.lambda();
        let below = S::one() + &(count::<S>(players.saturating_sub(1)) * lambda);
        UniformBenevolence::new(quotient(lambda, &below), players)
    }

    /// The same system with its coefficients as a matrix.
    ///
    /// # Errors
    /// [`PreferenceError::SpectralRadius`] if floating point cannot tell `(n−1)b` from 1.
    pub fn to_system(&self) -> Result<BenevolentSystem<S>, PreferenceError> {
        BenevolentSystem::new(
            (0..self.players)
                .map(|i| {
                    (0..self.players)
                        .map(|j| {
                            if i == j {
                                S::zero()
                            } else {
                                self.coefficient.clone()
                            }
                        })
                        .collect()
                })
                .collect(),
        )
    }
}

impl<S: Scalar> Preference<S> for UniformBenevolence<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        let payoffs = outcome.payoffs();
        let (own, other) = self.own_and_other();
        let others = total(&payoffs[..player]) + &total(&payoffs[player + 1..]);
        own * &payoffs[player] + &(other * &others)
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        let (own, other) = self.own_and_other();
        (players == self.players).then(|| WeightMatrix::own_and_others(players, &own, &other))
    }

    fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        check_size("uniform benevolence", self.players, outcome.players())
    }

    fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
        check_size("uniform benevolence", self.players, game.players())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn uniform_benevolence_is_the_system_with_equal_coefficients(
            players in 1usize..6,
            part in 0i64..40
        ) {
            let b = Rational::new(part, 40 * (players as i64).max(2)).expect("positive");
            let uniform = UniformBenevolence::new(b, players).expect("in range");
            let system = uniform.to_system().expect("stable");
            prop_assert_eq!(uniform.weights(players), Some(system.weight_matrix().clone()));
        }
    }
}
