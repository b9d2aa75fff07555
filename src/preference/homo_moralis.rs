//! What if everybody did as I do? (Alger and Weibull, 2013.)

use serde::{Deserialize, Serialize};

use super::cooperative::Parameter;
use super::{Asymmetry, Outcome, Preference, PreferenceError};
use crate::game::{Game, GameExt};
use crate::number::Scalar;

/// `U_i = (1−κ) u_i(x_i, x_−i) + κ u_i(x_i, …, x_i)`, `0 <= κ <= 1`: some weight on the payoff
/// that one would get had all others done the same as oneself.
///
/// It needs a symmetric game, because others doing "the same" must mean something, and the
/// profile that was played. For two players it is the *homo moralis* of Alger and Weibull, "Homo
/// moralis: preference evolution under incomplete information and assortative matching", 2013; for
/// more it is the case of their 2016 generalisation in which the others are replaced all at once
/// or not at all. In additive games it acts like altruism (Hamilton's rule); in others the two
/// families differ. serde writes the number.
///
/// ```
/// use lacuna::game::{GameExt, NormalForm};
/// use lacuna::number::Rational;
/// use lacuna::preference::{HomoMoralis, Perceived};
/// let number = |value: i64| Rational::from(value);
/// let dilemma = NormalForm::symmetric(&[
///     vec![number(3), number(0)],
///     vec![number(5), number(1)],
/// ])?;
/// let moral = Perceived::new(&dilemma, HomoMoralis::new(Rational::new(1, 2)?)?)?;
/// assert!(moral.is_pure_equilibrium(&[0, 0])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "Parameter<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct HomoMoralis<S>(S);

const NAME: &str = "homo moralis";

impl<S: Scalar> HomoMoralis<S> {
    /// Players with degree of morality `kappa`.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] unless `0 <= κ <= 1`.
    pub fn new(kappa: S) -> Result<Self, PreferenceError> {
        if kappa >= S::zero() && kappa <= S::one() {
            Ok(HomoMoralis(kappa))
        } else {
            Err(PreferenceError::out_of_range(
                "the degree of morality κ",
                &kappa,
                "at least 0 and at most 1",
            ))
        }
    }

    /// The degree of morality.
    pub fn morality(&self) -> &S {
        &self.0
    }
}

impl<S: Scalar> TryFrom<Parameter<S>> for HomoMoralis<S> {
    type Error = PreferenceError;
    fn try_from(parameter: Parameter<S>) -> Result<Self, PreferenceError> {
        HomoMoralis::new(parameter.0)
    }
}

impl<S: Scalar> Preference<S> for HomoMoralis<S> {
    /// # Panics
    /// If the outcome comes without its game, see [`Preference::check_outcome`].
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        let Some((game, profile)) = outcome.played() else {
            panic!("{}", PreferenceError::NeedsGame { preference: NAME });
        };
        let own = profile[player];
        let universal = match profile.len() {
            2 => game.payoff(player, &[own, own]),
            players => game.payoff(player, &vec![own; players]),
        };
        (S::one() - &self.0) * &outcome.payoffs()[player] + &(universal * &self.0)
    }

    fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        match outcome.played() {
            None => Err(PreferenceError::NeedsGame { preference: NAME }),
            Some((game, profile)) => {
                game.check_profile(profile)?;
                check_actions(game)
            }
        }
    }

    /// Verifies that the game is symmetric, by exact comparisons: the payoffs must be carried
    /// along when any two neighbouring players change places. Looks at every profile `n` times.
    fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
        check_symmetric(game)
    }
}

/// Checks that every action of one player is one of all others.
fn check_actions<S: Scalar>(game: &dyn Game<S>) -> Result<(), PreferenceError> {
    let expected = game.actions(0);
    for player in 1..game.players() {
        let found = game.actions(player);
        if found != expected {
            return Err(PreferenceError::UnequalActions {
                preference: NAME,
                player,
                found,
                expected,
            });
        }
    }
    Ok(())
}

fn check_symmetric<S: Scalar>(game: &dyn Game<S>) -> Result<(), PreferenceError> {
    let space = game.profile_space()?;
    check_actions(game)?;
    let players = space.players();
    let mut profile = vec![0; players];
    let mut payoffs = vec![S::zero(); players];
    let mut swapped = vec![S::zero(); players];
    loop {
        game.payoffs_into(&profile, &mut payoffs);
        // Changes of places between neighbours generate all others.
        for first in 0..players - 1 {
            let mut twin_profile = profile.clone();
            twin_profile.swap(first, first + 1);
            game.payoffs_into(&twin_profile, &mut swapped);
            swapped.swap(first, first + 1);
            if let Some(player) = (0..players).find(|&i| payoffs[i] != swapped[i]) {
                let twin = match player {
                    i if i == first => first + 1,
                    i if i == first + 1 => first,
                    i => i,
                };
                return Err(PreferenceError::NotSymmetric {
                    preference: NAME,
                    witness: Box::new(Asymmetry {
                        player,
                        value: payoffs[player].to_string(),
                        profile,
                        twin,
                        twin_profile,
                        twin_value: swapped[player].to_string(),
                    }),
                });
            }
        }
        if !space.advance(&mut profile) {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::NormalForm;
    use crate::number::Rational;
    use crate::preference::{Perceived, PreferenceExt};

    fn half() -> HomoMoralis<Rational> {
        HomoMoralis::new(Rational::new(1, 2).expect("non-zero")).expect("in range")
    }

    #[test]
    fn an_asymmetric_game_is_refused_with_a_witness_that_holds() {
        let row = [[3, 0], [5, 1]];
        let game = NormalForm::from_fn(&[2, 2], |player, p| {
            let value = row[p[player]][p[1 - player]];
            // One payoff of the column player is off.
            Rational::from(if player == 1 && p == [1, 0] {
                value + 1
            } else {
                value
            })
        })
        .expect("small");
        let error = Perceived::new(&game, half()).expect_err("asymmetric");
        let PreferenceError::NotSymmetric { witness, .. } = error else {
            panic!("{error}");
        };
        let Asymmetry {
            player,
            profile,
            value,
            twin,
            twin_profile,
            twin_value,
        } = *witness;
        assert_eq!(game.payoff(player, &profile).to_string(), value);
        assert_eq!(game.payoff(twin, &twin_profile).to_string(), twin_value);
        assert_ne!(value, twin_value);
    }

    #[test]
    fn cyclic_symmetry_among_three_is_not_enough() {
        // Player i gains if the next player, but not if the one after, plays 1.
        let game = NormalForm::from_fn(&[2, 2, 2], |player, p| {
            Rational::from(p[(player + 1) % 3] as i64)
        })
        .expect("small");
        assert!(matches!(
            Perceived::new(&game, half()),
            Err(PreferenceError::NotSymmetric { .. })
        ));
        let symmetric = NormalForm::from_fn(&[2, 2, 2], |player, p| {
            let others = p.iter().sum::<usize>() - p[player];
            Rational::from(10 * p[player] + others * others)
        })
        .expect("small");
        assert!(Perceived::new(symmetric, half()).is_ok());
    }

    #[test]
    fn unequal_action_sets_and_missing_games_are_refused() {
        let game = NormalForm::from_fn(&[2, 3], |_, _| Rational::ONE).expect("small");
        assert_eq!(
            Perceived::new(&game, half()).expect_err("shape"),
            PreferenceError::UnequalActions {
                preference: NAME,
                player: 1,
                found: 3,
                expected: 2
            }
        );
        let payoffs = [Rational::ONE, Rational::ONE];
        assert_eq!(
            half().evaluate(0, &Outcome::new(&payoffs)),
            Err(PreferenceError::NeedsGame { preference: NAME })
        );
    }

    #[test]
    fn the_public_goods_threshold_of_full_morality_is_linear_in_kappa() {
        // Linear public good, return m = 2 among n = 4: contributing costs 1 − m/n alone and
        // gains m − 1 if all do the same, so that κ >= (1 − m/n)/(m − m/n) = 1/3.
        let game = NormalForm::from_fn(&[2; 4], |player, p| {
            let contributions: usize = p.iter().sum();
            Rational::new(contributions as i64, 2).expect("non-zero") - Rational::from(p[player])
        })
        .expect("small");
        for (kappa, expected) in [("1/3", true), ("0.3333", false), ("0.3334", true)] {
            let moral = HomoMoralis::new(kappa.parse().expect("number")).expect("in range");
            let seen = Perceived::new(&game, moral).expect("symmetric");
            assert_eq!(
                seen.is_pure_equilibrium(&[1; 4]).expect("valid"),
                expected,
                "{kappa}"
            );
        }
    }
}
