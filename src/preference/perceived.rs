//! A game seen through preferences.

use super::{Outcome, Preference, PreferenceError};
use crate::game::{Game, GameError, GameExt};
use crate::number::Scalar;

/// A game as its players see it: every payoff is what the preference makes of the material ones.
///
/// It is itself a [`Game`], so that solvers take it like any other. Its payoffs are utilities and
/// their sum is no welfare: welfare is measured on [`Perceived::material`], for one profile by
/// [`Perceived::welfare`].
///
/// A payoff costs one call of `payoffs_into` on the material game and no allocation up to eight
/// players; copy the perceived game into a [`NormalForm`](crate::game::NormalForm) to scan it
/// often.
///
/// ```
/// use lacuna::game::{Game, NormalForm};
/// use lacuna::preference::{FehrSchmidt, Perceived};
/// let dilemma = NormalForm::symmetric(&[vec![3.0, 0.0], vec![5.0, 1.0]])?;
/// let seen = Perceived::new(dilemma, FehrSchmidt::new(0.5, 0.5)?)?;
/// // Exploiting the other is worth 5 − 0.5 · 5.
/// assert_eq!(seen.payoff(0, &[1, 0]), 2.5);
/// assert_eq!(seen.material().payoff(0, &[1, 0]), 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Perceived<G, P> {
    material: G,
    preference: P,
}

impl<G, P> Perceived<G, P> {
    /// `game` as seen by players with `preference`.
    ///
    /// # Errors
    /// Those of [`Preference::check`]: the preference must be defined for every outcome.
    pub fn new<S: Scalar>(game: G, preference: P) -> Result<Self, PreferenceError>
    where
        G: Game<S>,
        P: Preference<S>,
    {
        preference.check(&game)?;
        Ok(Perceived {
            material: game,
            preference,
        })
    }

    /// The game with its material payoffs, on which welfare is measured.
    pub fn material(&self) -> &G {
        &self.material
    }

    /// What the players make of material payoffs.
    pub fn preference(&self) -> &P {
        &self.preference
    }

    /// The material game and the preference.
    pub fn into_parts(self) -> (G, P) {
        (self.material, self.preference)
    }

    /// The utilitarian welfare in *material* payoffs at `profile`. It stands before the method of
    /// the same name that every game has, which would add up utilities.
    ///
    /// # Errors
    /// As [`GameExt::check_profile`].
    pub fn welfare<S: Scalar>(&self, profile: &[usize]) -> Result<S, GameError>
    where
        G: Game<S>,
    {
        self.material.welfare(profile)
    }
}

/// Players up to which the material payoffs of a profile are held on the stack.
const ON_STACK: usize = 8;

/// Calls `read` with the payoffs of all players at `profile`.
fn with_payoffs<S: Scalar, R>(
    game: &dyn Game<S>,
    profile: &[usize],
    read: impl FnOnce(&[S]) -> R,
) -> R {
    let players = game.players();
    if players <= ON_STACK {
        let mut payoffs: [S; ON_STACK] = std::array::from_fn(|_| S::zero());
        let payoffs = &mut payoffs[..players];
        game.payoffs_into(profile, payoffs);
        read(payoffs)
    } else {
        let mut payoffs = vec![S::zero(); players];
        game.payoffs_into(profile, &mut payoffs);
        read(&payoffs)
    }
}

impl<S: Scalar, G: Game<S>, P: Preference<S>> Game<S> for Perceived<G, P> {
    fn players(&self) -> usize {
        self.material.players()
    }

    fn actions(&self, player: usize) -> usize {
        self.material.actions(player)
    }

    fn payoff(&self, player: usize, profile: &[usize]) -> S {
        with_payoffs(&self.material, profile, |payoffs| {
            let outcome = Outcome::in_game(payoffs, &self.material, profile);
            self.preference.perceived(player, &outcome)
        })
    }

    fn payoffs_into(&self, profile: &[usize], payoffs: &mut [S]) {
        with_payoffs(&self.material, profile, |material| {
            let outcome = Outcome::in_game(material, &self.material, profile);
            for (player, payoff) in payoffs.iter_mut().enumerate() {
                *payoff = self.preference.perceived(player, &outcome);
            }
        });
    }

    fn player_name(&self, player: usize) -> Option<&str> {
        self.material.player_name(player)
    }

    fn action_name(&self, player: usize, action: usize) -> Option<&str> {
        self.material.action_name(player, action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::NormalForm;
    use crate::number::Rational;
    use crate::preference::{Cooperative, Selfish, WeightMatrix};

    /// Payoffs that tell every player and profile apart.
    fn marked(actions: &[usize]) -> NormalForm<Rational> {
        NormalForm::from_fn(actions, |player, profile| {
            let place = profile.iter().fold(0usize, |sum, &a| 10 * sum + a);
            Rational::from(1 + place + 7 * player * player)
        })
        .expect("small")
    }

    #[test]
    fn payoffs_are_those_of_the_preference_on_both_sides_of_the_stack_limit() {
        for players in [1, 2, 3, ON_STACK, ON_STACK + 1] {
            let game = marked(&vec![2; players]);
            let lambda = Rational::new(3, 2).expect("non-zero");
            let seen = Perceived::new(&game, Cooperative::new(lambda.clone()).expect("valid"))
                .expect("any");
            game.space().for_each(|_, profile| {
                let all = seen.payoffs(profile).expect("valid");
                let welfare = game.welfare(profile).expect("valid");
                for (player, seen_with_all) in all.iter().enumerate() {
                    let expected = game.payoff(player, profile) + &lambda * &welfare;
                    assert_eq!(seen.payoff(player, profile), expected);
                    assert_eq!(seen_with_all, &expected);
                }
                assert_eq!(seen.welfare(profile).expect("valid"), welfare);
            });
        }
    }

    #[test]
    fn names_shape_and_selfish_payoffs_are_those_of_the_material_game() {
        let game = marked(&[2, 3])
            .with_names(
                vec!["a".into(), "b".into()],
                vec![
                    vec!["x".into(), "y".into()],
                    vec!["l".into(), "m".into(), "r".into()],
                ],
            )
            .expect("one name each");
        let seen = Perceived::new(game.clone(), Selfish).expect("any");
        assert_eq!(NormalForm::from_game(&seen).expect("small"), game);
        assert!(Game::<Rational>::as_normal_form(&seen).is_none());
    }

    #[test]
    fn a_preference_that_does_not_fit_the_game_is_refused() {
        let error = Perceived::new(marked(&[2, 2, 2]), WeightMatrix::<Rational>::identity(2));
        assert_eq!(
            error.expect_err("three players").to_string(),
            "a weight matrix is for exactly 2 players; there are 3"
        );
    }

    #[test]
    fn preferences_and_games_work_behind_pointers() {
        let game: Box<dyn Game<Rational>> = Box::new(marked(&[2, 2]));
        let preference: std::sync::Arc<dyn Preference<Rational>> =
            std::sync::Arc::new(Cooperative::new(Rational::ONE).expect("valid"));
        let seen = Perceived::new(game, preference).expect("any");
        assert_eq!(seen.payoff(0, &[0, 0]), Rational::from(1 + 1 + 8));
        assert!(seen.preference().weights(2).is_some());
    }
}
