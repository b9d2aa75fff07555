//! One preference for each player.

use serde::{Deserialize, Serialize};

use super::weight_matrix::check_size;
use super::{Outcome, Preference, PreferenceError, WeightMatrix};
use crate::game::Game;
use crate::number::Scalar;

/// A heterogeneous population: player `i` has the `i`-th preference.
///
/// `P` may be one kind with different parameters, [`AnyPreference`](super::AnyPreference) for
/// mixed populations as data, or `Box<dyn Preference<S>>`. serde writes the list.
///
/// ```
/// use lacuna::game::{Game, NormalForm};
/// use lacuna::number::Rational;
/// use lacuna::preference::{Cooperative, Perceived, Population, Preference, Selfish};
/// let game = NormalForm::symmetric(&[
///     vec![Rational::from(3), Rational::from(0)],
///     vec![Rational::from(5), Rational::from(1)],
/// ])?;
/// let cooperative = Cooperative::new(Rational::ONE)?;
/// let members: Vec<Box<dyn Preference<Rational>>> =
///     vec![Box::new(Selfish), Box::new(cooperative)];
/// let mixed = Population::new(members)?;
/// let seen = Perceived::new(game, mixed)?;
/// assert_eq!(seen.payoff(0, &[0, 1]), Rational::from(0));
/// assert_eq!(seen.payoff(1, &[0, 1]), Rational::from(10));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<P>", bound(deserialize = "P: Deserialize<'de>"))]
pub struct Population<P>(Vec<P>);

impl<P> Population<P> {
    /// A population with these preferences, one for each player.
    ///
    /// # Errors
    /// [`PreferenceError::Empty`].
    pub fn new(members: Vec<P>) -> Result<Self, PreferenceError> {
        if members.is_empty() {
            return Err(PreferenceError::Empty {
                what: "the list of preferences",
            });
        }
        Ok(Population(members))
    }

    /// The preferences, one for each player.
    pub fn members(&self) -> &[P] {
        &self.0
    }
}

impl<P> TryFrom<Vec<P>> for Population<P> {
    type Error = PreferenceError;
    fn try_from(members: Vec<P>) -> Result<Self, PreferenceError> {
        Population::new(members)
    }
}

impl<P> Population<P> {
    fn check_members(
        &self,
        players: usize,
        check: impl Fn(&P) -> Result<(), PreferenceError>,
    ) -> Result<(), PreferenceError> {
        check_size("a population", self.0.len(), players)?;
        for (player, member) in self.0.iter().enumerate() {
            check(member).map_err(|source| PreferenceError::Member {
                player,
                source: Box::new(source),
            })?;
        }
        Ok(())
    }
}

impl<S: Scalar, P: Preference<S>> Preference<S> for Population<P> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        self.0[player].perceived(player, outcome)
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        if players != self.0.len() {
            return None;
        }
        let members: Vec<WeightMatrix<S>> = self
            .0
            .iter()
            .map(|member| member.weights(players))
            .collect::<Option<_>>()?;
        Some(WeightMatrix::from_fn(players, |i, j| {
            members[i].entry(i, j).clone()
        }))
    }

    fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        self.check_members(outcome.players(), |member| member.check_outcome(outcome))
    }

    fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
        self.check_members(game.players(), |member| member.check(game))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::NormalForm;
    use crate::number::Rational;
    use crate::preference::{
        AnyPreference, Cooperative, EquityReciprocityCompetition, FehrSchmidt, Perceived, Selfish,
        WeightOnOthers,
    };

    fn q(text: &str) -> Rational {
        text.parse().expect("a number")
    }

    #[test]
    fn weights_take_row_i_from_player_i() {
        let linear: Population<AnyPreference<Rational>> = Population::new(vec![
            Selfish.into(),
            Cooperative::new(q("2")).expect("valid").into(),
            WeightOnOthers::new(q("-1/2")).expect("valid").into(),
        ])
        .expect("three");
        let expected = WeightMatrix::new(vec![
            vec![q("1"), q("0"), q("0")],
            vec![q("2"), q("3"), q("2")],
            vec![q("-1/2"), q("-1/2"), q("1")],
        ])
        .expect("square");
        assert_eq!(linear.weights(3), Some(expected));
        assert_eq!(linear.weights(2), None);
        let kinked: Population<AnyPreference<Rational>> = Population::new(vec![
            Selfish.into(),
            FehrSchmidt::new(q("1"), q("0")).expect("valid").into(),
        ])
        .expect("two");
        assert_eq!(kinked.weights(2), None);
    }

    #[test]
    fn a_member_that_does_not_fit_is_named() {
        let game =
            NormalForm::symmetric(&[vec![q("1"), q("-1")], vec![q("2"), q("0")]]).expect("square");
        let population: Population<AnyPreference<Rational>> = Population::new(vec![
            Selfish.into(),
            EquityReciprocityCompetition::new(q("1"), q("1"))
                .expect("valid")
                .into(),
        ])
        .expect("two");
        assert_eq!(
            Perceived::new(&game, population)
                .expect_err("a negative payoff")
                .to_string(),
            "the preference of player 1: an equity, reciprocity and competition preference is \
             defined for payoffs that are at least 0; player 0 has -1 at profile [0, 1]"
        );
        let three = Population::new(vec![Selfish; 3]).expect("three");
        assert!(matches!(
            Perceived::new(&game, three),
            Err(PreferenceError::WrongPlayers { found: 2, .. })
        ));
        assert!(Population::<Selfish>::new(vec![]).is_err());
    }
}
