//! The profile that play is steered to, and the comparisons that decide whether it is played.

use serde::{Deserialize, Serialize};

use super::super::GapError;
use crate::contract::ContractError;
use crate::game::{Game, GameExt, NormalForm, ProfileSpace};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// What is asked of the target profile in the game with money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concept {
    /// It is a Nash equilibrium: no player does better against the target actions of the others.
    #[default]
    Equilibrium,
    /// Each target action is dominant (never worse, whatever the others do).
    Dominant,
}

/// A comparison of a player's target action with another, at one profile of the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comparison {
    pub(super) player: usize,
    /// Index of the profile with the target action.
    pub(super) from: usize,
    /// The other action.
    pub(super) action: usize,
    /// Index of the profile with it.
    pub(super) to: usize,
}

/// All comparisons that a concept asks for at the profile with index `target`: players, profiles,
/// actions ascending.
pub(super) fn comparisons(
    space: &ProfileSpace,
    target: usize,
    concept: Concept,
) -> impl Iterator<Item = Comparison> + '_ {
    (0..space.players()).flat_map(move |player| {
        let planned = space.action(target, player);
        let froms = match concept {
            Concept::Equilibrium => target..target + 1,
            Concept::Dominant => 0..space.len(),
        };
        froms
            .filter(move |&from| space.action(from, player) == planned)
            .flat_map(move |from| {
                (0..space.actions()[player])
                    .filter(move |&action| action != planned)
                    .map(move |action| Comparison {
                        player,
                        from,
                        action,
                        to: space.deviation(from, player, action),
                    })
            })
    })
}

/// A material game in memory with the index of a target profile.
pub(super) struct Steered {
    pub(super) game: NormalForm<Rational>,
    pub(super) target: usize,
}

impl Steered {
    pub(super) fn new<G: Game<Rational> + ?Sized>(
        game: &G,
        profile: &[usize],
    ) -> Result<Self, GapError> {
        game.check_profile(profile)?;
        let game = NormalForm::from_game(game)?;
        let target = game.space().index(profile)?;
        Ok(Steered { game, target })
    }

    pub(super) fn players(&self) -> usize {
        self.game.space().players()
    }

    pub(super) fn comparisons(&self, concept: Concept) -> impl Iterator<Item = Comparison> + '_ {
        comparisons(self.game.space(), self.target, concept)
    }

    /// What each player's payoff is at the target action less what it is at the other.
    pub(super) fn differences(&self, comparison: &Comparison) -> Vec<Rational> {
        (0..self.players())
            .map(|j| {
                self.game.payoff_at(j, comparison.from) - self.game.payoff_at(j, comparison.to)
            })
            .collect()
    }
}

/// Checks that preferences are for this number of players.
pub(super) fn check_preferences(
    preferences: &WeightMatrix<Rational>,
    players: usize,
) -> Result<(), GapError> {
    if preferences.players() == players {
        return Ok(());
    }
    Err(ContractError::PreferenceMismatch {
        found: preferences.players(),
        players,
    }
    .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concept_says_what_is_compared() {
        let space = ProfileSpace::new(&[2, 3, 1]).expect("small");
        let target = space.index(&[1, 2, 0]).expect("a profile");
        // One deviation of player 0, two of player 1; against 3 and 2 profiles of the others.
        let count = |concept| comparisons(&space, target, concept).count();
        assert_eq!(count(Concept::Equilibrium), 3);
        assert_eq!(count(Concept::Dominant), 3 + 2 * 2);
        let first = comparisons(&space, target, Concept::Dominant).next();
        let first = first.map(|c| (c.player, space.profile_unchecked(c.from), c.action));
        assert_eq!(first, Some((0, vec![1, 0, 0], 0)));
    }
}
