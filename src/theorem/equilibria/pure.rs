//! Pure equilibria, and what does not change them.

use crate::equilibrium::dominance::{Dominance, dominated_actions};
use crate::equilibrium::{PureOptions, TwoPlayerOptions, all_equilibria, pure_equilibria};
use crate::game::{Game, GameExt, NormalForm, Profile};
use crate::number::Rational;
use crate::theorem::by_definition::{
    all_profiles, extreme_equilibria, is_equilibrium_at, pure_equilibria_at, shape, with_action,
};
use crate::theorem::describe::{game_table, listed};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// The scan finds the profiles in which every action is a best reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PureEquilibriaAreMutualBestReplies;

/// A game without tables: solvers see its payoffs one by one.
struct Opaque<'a>(&'a NormalForm<Rational>);

impl Game<Rational> for Opaque<'_> {
    fn players(&self) -> usize {
        self.0.players()
    }
    fn actions(&self, player: usize) -> usize {
        self.0.actions(player)
    }
    fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
        self.0.payoff(player, profile)
    }
}

/// The best replies of a player, from the definition.
fn best_replies(game: &NormalForm<Rational>, player: usize, profile: &[usize]) -> Vec<usize> {
    let worth = |action: usize| game.payoff(player, &with_action(profile, player, action));
    let best_of_all =
        |&action: &usize| (0..game.actions(player)).all(|other| worth(other) <= worth(action));
    (0..game.actions(player)).filter(best_of_all).collect()
}

impl Theorem for PureEquilibriaAreMutualBestReplies {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "pure_equilibria_are_mutual_best_replies",
            "Pure equilibria are mutual best replies",
        )
        .saying(
            "The scan for pure equilibria finds exactly the profiles in which no player gains by \
             another action, ties included: those in which every action is among the best replies, \
             and those without regret.",
        )
        .from_source("Nash, 1951")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let expected = pure_equilibria_at(game, &Rational::ZERO);
        let options = PureOptions::default();
        let dense = pure_equilibria(game, &options)?;
        let opaque = pure_equilibria(&Opaque(game), &options)?;
        for found in [&dense, &opaque] {
            let profiles = found.set().profiles();
            claim!(
                found.is_complete() && profiles == expected,
                "the scan found {profiles:?}, and {expected:?} are equilibria"
            );
        }
        for profile in all_profiles(&shape(game)) {
            let mut mutual = true;
            for (player, action) in profile.iter().enumerate() {
                let best = best_replies(game, player, &profile);
                let found = game.best_responses(player, &profile)?;
                claim!(
                    found == best,
                    "player {player} has the best replies {best:?} at {profile:?}, not {found:?}"
                );
                let top = game.payoff(player, &with_action(&profile, player, best[0]));
                let regret = game.regret(player, &profile)?;
                claim!(
                    regret == top - game.payoff(player, &profile),
                    "the regret of player {player} at {profile:?} is not {regret}"
                );
                mutual &= best.contains(action);
            }
            claim!(
                game.is_pure_equilibrium(&profile)? == mutual
                    && dense.set().contains(&profile) == mutual,
                "{profile:?} is judged wrongly"
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

/// A game and the same with other units and other sums that a player cannot influence.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Rescaled {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The factor of each player's payoffs.
    pub scale: Vec<Rational>,
    /// What each player gets for the first action of its successor: it has no influence on it.
    pub gift: Vec<Rational>,
}

impl Rescaled {
    /// One factor and one gift for each player.
    pub fn new(game: NormalForm<Rational>, scale: Vec<Rational>, gift: Vec<Rational>) -> Self {
        Rescaled { game, scale, gift }
    }

    /// The other game.
    fn other(&self) -> Result<NormalForm<Rational>, TheoremError> {
        let players = self.game.players();
        if self.scale.len() != players || self.gift.len() != players {
            return Err(TheoremError::Instance(format!(
                "there are {players} players, and not one factor and one gift for each"
            )));
        }
        let given = |player: usize, profile: &[usize]| {
            let next = (player + 1) % players;
            next != player && profile[next] == 0
        };
        let payoff = |player: usize, profile: &[usize]| {
            let own = self.game.payoff(player, profile) * &self.scale[player];
            match given(player, profile) {
                true => own + &self.gift[player],
                false => own,
            }
        };
        Ok(NormalForm::from_fn(&shape(&self.game), payoff)?)
    }
}

/// Equilibria depend neither on units nor on what players cannot influence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EquilibriaIgnoreUnits;

impl Theorem for EquilibriaIgnoreUnits {
    type Instance = Rescaled;

    fn statement(&self) -> Statement {
        Statement::new(
            "equilibria_ignore_units",
            "Units do not matter to equilibria",
        )
        .saying(
            "Best replies, dominance and equilibria, pure and mixed, do not change if the payoffs \
                 of a player are multiplied by a positive number, or if something is added that \
                 depends on the actions of others alone.",
        )
        .from_source("von Neumann and Morgenstern, 1944")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "positive_units",
            "Every factor is positive.",
            |instance: &Rescaled| {
                let bad = instance.scale.iter().position(|scale| !scale.is_positive());
                Ok(Finding::when(bad.is_none(), || {
                    format!("the factor of player {bad:?} is not positive")
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let (game, other) = (&instance.game, instance.other()?);
        let options = PureOptions::default();
        let profiles = |game: &NormalForm<Rational>| -> Result<Vec<Profile>, TheoremError> {
            Ok(pure_equilibria(game, &options)?.into_set().profiles())
        };
        claim!(
            profiles(game)? == profiles(&other)?,
            "other pure equilibria: {:?} and {:?}",
            profiles(game)?,
            profiles(&other)?
        );
        for profile in all_profiles(&shape(game)) {
            for player in 0..game.players() {
                let best = best_replies(game, player, &profile);
                claim!(
                    best == other.best_responses(player, &profile)?,
                    "other best replies of player {player} at {profile:?}"
                );
            }
            let zero = &Rational::ZERO;
            claim!(
                is_equilibrium_at(game, &profile, zero) == other.is_pure_equilibrium(&profile)?,
                "{profile:?} is an equilibrium of one alone"
            );
        }
        for dominance in [Dominance::Strict, Dominance::Weak, Dominance::VeryWeak] {
            claim!(
                dominated_actions(game, dominance)? == dominated_actions(&other, dominance)?,
                "other dominated actions ({dominance:?})"
            );
        }
        if game.players() == 2 {
            let found = all_equilibria(&other, &TwoPlayerOptions::default())?;
            let mut extreme: Vec<Vec<Vec<Rational>>> = (found.set().extreme().iter())
                .map(|profile| profile.strategies().to_vec())
                .collect();
            extreme.sort();
            claim!(
                extreme == extreme_equilibria(game)?,
                "other mixed equilibria"
            );
        }
        // The crate's own change of units.
        if instance.scale.iter().all(Rational::is_positive) {
            let affine = game.affine(&instance.scale, &instance.gift)?;
            for profile in all_profiles(&shape(game)) {
                for player in 0..game.players() {
                    let own = game.payoff(player, &profile) * &instance.scale[player];
                    claim!(
                        affine.payoff(player, &profile) == own + &instance.gift[player],
                        "the payoff of player {player} at {profile:?} is in the wrong unit"
                    );
                }
            }
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        format!(
            "factors ({}), gifts ({}), {}",
            listed(&instance.scale),
            listed(&instance.gift),
            game_table(&instance.game)
        )
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::games;
    use super::{EquilibriaIgnoreUnits, PureEquilibriaAreMutualBestReplies, Rescaled};
    use crate::game::Game;
    use crate::number::Rational;
    use crate::theorem::strategy::{payoffs, rationals};
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for PureEquilibriaAreMutualBestReplies {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            games(1..=3, 1..=3)
        }
    }

    fn rescaled(
        scales: impl Strategy<Value = Rational> + Clone + 'static,
    ) -> BoxedStrategy<Rescaled> {
        games(1..=3, 1..=3)
            .prop_flat_map(move |game| {
                let players = game.players();
                (
                    Just(game),
                    vec(scales.clone(), players),
                    vec(payoffs(), players),
                )
            })
            .prop_map(|(game, scale, gift)| Rescaled::new(game, scale, gift))
            .boxed()
    }

    impl Drawn for EquilibriaIgnoreUnits {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            rescaled(rationals(1..=5, 4))
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            rescaled(rationals(-2..=2, 2))
        }
    }
}
