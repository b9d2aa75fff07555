//! The one-parameter forms of altruism in the literature, each equivalent to some `λ`.

use serde::{Deserialize, Serialize};

use super::cooperative::Parameter;
use super::support::{count, quotient, total};
use super::{Cooperative, Outcome, Preference, PreferenceError, WeightMatrix};
use crate::game::Game;
use crate::number::Scalar;

/// A type with one validated number, its documents and its linear preference. The number and the
/// count of players give the weight on the own payoff and that on each other's.
macro_rules! one_parameter {
    (
        $(#[$docs:meta])*
        $name:ident, $getter:ident, $words:literal, $range:literal,
        $valid:expr, $weights:expr, least players $least:literal
    ) => {
        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(
            try_from = "Parameter<S>",
            bound(serialize = "S: Scalar", deserialize = "S: Scalar")
        )]
        pub struct $name<S>(S);

        impl<S: Scalar> $name<S> {
            const PARAMETER: &'static str = $words;

            #[doc = concat!("The preference with ", $words, ", which must be ", $range, ".")]
            ///
            /// # Errors
            /// [`PreferenceError::OutOfRange`].
            pub fn new(value: S) -> Result<Self, PreferenceError> {
                let valid: fn(&S) -> bool = $valid;
                if value.is_finite() && valid(&value) {
                    Ok($name(value))
                } else {
                    Err(PreferenceError::out_of_range(
                        Self::PARAMETER,
                        &value,
                        $range,
                    ))
                }
            }

            #[doc = concat!("The value of ", $words, ".")]
            pub fn $getter(&self) -> &S {
                &self.0
            }

            /// The weights on the own payoff and on each other's.
            fn own_and_other(&self, players: usize) -> (S, S) {
                let weights: fn(&S, usize) -> (S, S) = $weights;
                weights(&self.0, players)
            }
        }

        impl<S: Scalar> TryFrom<Parameter<S>> for $name<S> {
            type Error = PreferenceError;
            fn try_from(parameter: Parameter<S>) -> Result<Self, PreferenceError> {
                $name::new(parameter.0)
            }
        }

        impl<S: Scalar> Preference<S> for $name<S> {
            fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
                let payoffs = outcome.payoffs();
                let (own, other) = self.own_and_other(payoffs.len());
                let others = total(&payoffs[..player]) + &total(&payoffs[player + 1..]);
                own * &payoffs[player] + &(other * &others)
            }

            fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
                let (own, other) = self.own_and_other(players);
                (players >= $least)
                    .then(|| WeightMatrix::own_and_others(players, &own, &other))
            }

            fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
                check_least(Self::PARAMETER, outcome.players(), $least)
            }

            fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
                check_least(Self::PARAMETER, game.players(), $least)
            }
        }
    };
}

fn check_least(
    preference: &'static str,
    players: usize,
    least: usize,
) -> Result<(), PreferenceError> {
    if players >= least {
        Ok(())
    } else {
        Err(PreferenceError::wrong_players(
            preference,
            players,
            format!("at least {least}"),
        ))
    }
}

/// Is the value at least 0 and below `bound`?
fn below<S: Scalar>(value: &S, bound: S) -> bool {
    *value >= S::zero() && *value < bound
}

one_parameter! {
    /// `(1−a)u_i + aW`, `0 <= a < 1` (Chen, de Keijzer, Kempe and Schäfer, 2014, call it
    /// α-altruism; there and here `W` includes `i`).
    ///
    /// `a = λ/(1+λ)`. serde writes the number.
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// use lacuna::preference::{ConvexAltruism, Cooperative};
    /// let altruism = ConvexAltruism::new(Rational::new(2, 3)?)?;
    /// assert_eq!(altruism.to_lambda()?, Cooperative::new(Rational::from(2))?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ConvexAltruism, altruism, "the altruism a", "at least 0 and below 1",
    |a| below(a, S::one()),
    |a, _| (S::one(), a.clone()),
    least players 1
}

impl<S: Scalar> ConvexAltruism<S> {
    /// The same ranking as `V_i = u_i + λW` with `λ = a/(1−a)`.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] if floating point overflows.
    pub fn to_lambda(&self) -> Result<Cooperative<S>, PreferenceError> {
        Cooperative::new(quotient(&self.0, &(S::one() - &self.0)))
    }

    /// The same ranking as that of cooperative players, with `a = λ/(1+λ)`.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] if floating point rounds `a` to 1.
    pub fn from_lambda(cooperative: &Cooperative<S>) -> Result<Self, PreferenceError> {
        let lambda = cooperative.lambda();
        ConvexAltruism::new(quotient(lambda, &(S::one() + lambda)))
    }
}

one_parameter! {
    /// `(1−g)u_i + gW/n`, `0 <= g < 1`: some weight on the average payoff of the group.
    ///
    /// `g = nλ/(1+nλ)`. serde writes the number.
    GroupAverage, group_weight, "the weight g on the group average", "at least 0 and below 1",
    |g| below(g, S::one()),
    |g, players| {
        let other = g.checked_divide(&count(players)).unwrap_or_default();
        (S::one() - g + &other, other)
    },
    least players 1
}

impl<S: Scalar> GroupAverage<S> {
    /// The same ranking as `V_i = u_i + λW` with `λ = g/(n(1−g))` among this many players.
    ///
    /// # Errors
    /// [`PreferenceError::WrongPlayers`] if there are none, [`PreferenceError::OutOfRange`] if
    /// floating point overflows.
    pub fn to_lambda(&self, players: usize) -> Result<Cooperative<S>, PreferenceError> {
        check_least(Self::PARAMETER, players, 1)?;
        let below = (S::one() - &self.0) * &count(players);
        Cooperative::new(quotient(&self.0, &below))
    }

    /// The same ranking as that of this many cooperative players, with `g = nλ/(1+nλ)`.
    ///
    /// # Errors
    /// [`PreferenceError::WrongPlayers`] if there are none, [`PreferenceError::OutOfRange`] if
    /// floating point rounds `g` to 1.
    pub fn from_lambda(
        cooperative: &Cooperative<S>,
        players: usize,
    ) -> Result<Self, PreferenceError> {
        check_least(Self::PARAMETER, players, 1)?;
        let scaled = cooperative.lambda().clone() * &count(players);
        GroupAverage::new(quotient(&scaled, &(S::one() + &scaled)))
    }
}

one_parameter! {
    /// `u_i + ρ Σ_{j≠i} u_j`, any finite `ρ`.
    ///
    /// `ρ = λ/(1+λ)`, so that `0 <= ρ < 1` is the `λ` family. `ρ = 1` cares about welfare alone
    /// (`λ = ∞`), a larger one about others more than about oneself, a negative one is spite:
    /// these are preferences too, but no `λ` represents them. serde writes the number.
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// use lacuna::preference::WeightOnOthers;
    /// let weight = WeightOnOthers::new(Rational::new(1, 2)?)?;
    /// assert_eq!(weight.to_lambda()?.lambda(), &Rational::ONE);
    /// assert!(WeightOnOthers::new(Rational::ONE)?.to_lambda().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    WeightOnOthers, weight, "the weight ρ on others", "finite",
    |_| true,
    |rho, _| (S::one(), rho.clone()),
    least players 1
}

impl<S: Scalar> WeightOnOthers<S> {
    /// The same ranking as `V_i = u_i + λW` with `λ = ρ/(1−ρ)`.
    ///
    /// # Errors
    /// [`PreferenceError::NoLambda`] unless `0 <= ρ < 1`, [`PreferenceError::OutOfRange`] if
    /// floating point overflows.
    pub fn to_lambda(&self) -> Result<Cooperative<S>, PreferenceError> {
        lambda_of_weight(Self::PARAMETER, &self.0)
    }

    /// The same ranking as that of cooperative players, with `ρ = λ/(1+λ)`. In floating point
    /// `ρ` rounds to 1 for the largest `λ`.
    ///
    /// # Errors
    /// None for a valid `λ`; the signature is that of its siblings.
    pub fn from_lambda(cooperative: &Cooperative<S>) -> Result<Self, PreferenceError> {
        WeightOnOthers::new(weight_of_lambda(cooperative))
    }
}

/// `λ = ρ/(1−ρ)`, if there is one.
pub(super) fn lambda_of_weight<S: Scalar>(
    parameter: &'static str,
    weight: &S,
) -> Result<Cooperative<S>, PreferenceError> {
    if !below(weight, S::one()) {
        return Err(PreferenceError::no_lambda(
            parameter,
            weight,
            "at least 0 and below 1",
        ));
    }
    Cooperative::new(quotient(weight, &(S::one() - weight)))
}

/// `ρ = λ/(1+λ)`.
pub(super) fn weight_of_lambda<S: Scalar>(cooperative: &Cooperative<S>) -> S {
    let lambda = cooperative.lambda();
    quotient(lambda, &(S::one() + lambda))
}

one_parameter! {
    /// `(1−ξ)u_i + ξ Σ_{j≠i} u_j`, `0 <= ξ < 1/2`: a unit of regard split between oneself and
    /// each other.
    ///
    /// `ξ = λ/(1+2λ)`; at `ξ = 1/2` only welfare counts. serde writes the number.
    WeightSplit, weight, "the weight split ξ", "at least 0 and below 1/2",
    |xi| below(&(xi.clone() + xi), S::one()),
    |xi, _| (S::one() - xi, xi.clone()),
    least players 1
}

impl<S: Scalar> WeightSplit<S> {
    /// The same ranking as `V_i = u_i + λW` with `λ = ξ/(1−2ξ)`.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] if floating point overflows.
    pub fn to_lambda(&self) -> Result<Cooperative<S>, PreferenceError> {
        Cooperative::new(quotient(&self.0, &(S::one() - &self.0 - &self.0)))
    }

    /// The same ranking as that of cooperative players, with `ξ = λ/(1+2λ)`.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] if floating point rounds `ξ` to 1/2.
    pub fn from_lambda(cooperative: &Cooperative<S>) -> Result<Self, PreferenceError> {
        let lambda = cooperative.lambda();
        WeightSplit::new(quotient(lambda, &(S::one() + lambda + lambda)))
    }
}

one_parameter! {
    /// Players who keep the share `s` of their payoff and give `(1−s)/(n−1)` to each other player,
    /// `0 <= s <= 1` (reward exchange: Willis, Du, Leibo and Luck).
    ///
    /// `s = (1+λ)/(1+nλ)`, so that `1/n < s <= 1` is the `λ` family; at `s = 1/n` everything is
    /// shared equally. Needs at least two players. serde writes the number.
    RewardSharing, kept, "the share s kept", "at least 0 and at most 1",
    |s| *s >= S::zero() && *s <= S::one(),
    |s, players| {
        let others = count(players.saturating_sub(1));
        let given = (S::one() - s).checked_divide(&others).unwrap_or_default();
        (s.clone(), given)
    },
    least players 2
}

impl<S: Scalar> RewardSharing<S> {
    /// The same ranking as `V_i = u_i + λW` with `λ = (1−s)/(ns−1)` among this many players.
    ///
    /// # Errors
    /// [`PreferenceError::WrongPlayers`] below two players, [`PreferenceError::NoLambda`] unless
    /// `s > 1/n`.
    pub fn to_lambda(&self, players: usize) -> Result<Cooperative<S>, PreferenceError> {
        check_least(Self::PARAMETER, players, 2)?;
        let below = self.0.clone() * &count(players) - &S::one();
        if below <= S::zero() {
            return Err(PreferenceError::no_lambda(
                Self::PARAMETER,
                &self.0,
                format!("above 1/{players} and at most 1"),
            ));
        }
        Cooperative::new(quotient(&(S::one() - &self.0), &below))
    }

    /// The same ranking as that of this many cooperative players, with `s = (1+λ)/(1+nλ)`.
    ///
    /// # Errors
    /// [`PreferenceError::WrongPlayers`] below two players, [`PreferenceError::OutOfRange`] if
    /// floating point overflows.
    pub fn from_lambda(
        cooperative: &Cooperative<S>,
        players: usize,
    ) -> Result<Self, PreferenceError> {
        check_least(Self::PARAMETER, players, 2)?;
        let lambda = cooperative.lambda();
        let below = lambda.clone() * &count(players) + &S::one();
        RewardSharing::new(quotient(&(S::one() + lambda), &below))
    }
}

macro_rules! try_from_lambda {
    ($($name:ident),*) => {$(
        impl<S: Scalar> TryFrom<&Cooperative<S>> for $name<S> {
            type Error = PreferenceError;
            fn try_from(cooperative: &Cooperative<S>) -> Result<Self, PreferenceError> {
                $name::from_lambda(cooperative)
            }
        }
        impl<S: Scalar> TryFrom<&$name<S>> for Cooperative<S> {
            type Error = PreferenceError;
            fn try_from(preference: &$name<S>) -> Result<Self, PreferenceError> {
                preference.to_lambda()
            }
        }
    )*};
}
pub(super) use try_from_lambda;
try_from_lambda!(ConvexAltruism, WeightOnOthers, WeightSplit);
