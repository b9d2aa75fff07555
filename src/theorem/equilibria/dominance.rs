//! What no reasonable player does.

use crate::equilibrium::correlated::{Objective, Quantity, SideConstraint};
use crate::equilibrium::dominance::{Dominance, compare, dominated_actions};
use crate::equilibrium::mixed_dominance::{
    MixedDominance, MixedDominanceOptions, dominated_by_mixture, rationalizable,
};
use crate::equilibrium::{
    CorrelatedOptions, PureOptions, TwoPlayerOptions, all_equilibria, correlated_equilibrium,
    pure_equilibria,
};
use crate::game::{Game, NormalForm};
use crate::linear_program::Relation;
use crate::number::Rational;
use crate::theorem::by_definition::{all_profiles, dot, shape, with_action};
use crate::theorem::describe::{game_table, listed};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// An action of a player, and a mixture of its actions that may be better.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ActionAndMixture {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The player.
    pub player: usize,
    /// The action.
    pub action: usize,
    /// The probability of each action of the player in the mixture.
    pub mixture: Vec<Rational>,
}

impl ActionAndMixture {
    /// An action of a player of the game, and a mixture.
    pub fn new(
        game: NormalForm<Rational>,
        player: usize,
        action: usize,
        mixture: Vec<Rational>,
    ) -> Self {
        ActionAndMixture {
            game,
            player,
            action,
            mixture,
        }
    }

    /// Are there such a player, such an action, and a number for each action?
    fn check(&self) -> Result<(), TheoremError> {
        let counts = shape(&self.game);
        match counts.get(self.player) {
            Some(&count) if self.action < count && self.mixture.len() == count => Ok(()),
            _ => Err(TheoremError::Instance(format!(
                "there is no action {} of player {}, or there are not as many probabilities as \
                 actions: the game is of shape {counts:?}, and there are {}",
                self.action,
                self.player,
                self.mixture.len()
            ))),
        }
    }

    /// The least advantage of the mixture over all profiles of the others.
    fn least_advantage(&self) -> Option<Rational> {
        let game = &self.game;
        let advantage = |profile: &Vec<usize>| {
            let worths: Vec<Rational> = (0..game.actions(self.player))
                .map(|a| game.payoff(self.player, &with_action(profile, self.player, a)))
                .collect();
            dot(&self.mixture, &worths) - &worths[self.action]
        };
        all_profiles(&shape(game)).iter().map(advantage).min()
    }
}

/// No equilibrium, and no mediator, has a strictly dominated action played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DominatedActionsAreNotPlayed;

impl Theorem for DominatedActionsAreNotPlayed {
    type Instance = ActionAndMixture;

    fn statement(&self) -> Statement {
        Statement::new(
            "dominated_actions_are_not_played",
            "Dominated actions are not played",
        )
        .saying(
            "An action that some mixture beats whatever the others do has probability zero in every \
             equilibrium and in every correlated equilibrium, and is not rationalisable.",
        )
        .from_source("Luce and Raiffa, 1957; Pearce, 1984")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "a_mixture",
                "The probabilities of the mixture are at least zero and add up to one.",
                |instance: &ActionAndMixture| {
                    instance.check()?;
                    let mixture = &instance.mixture;
                    let valid = mixture.iter().all(|p| !p.is_negative())
                        && mixture.iter().sum::<Rational>() == Rational::ONE;
                    Ok(Finding::when(valid, || format!("it is {mixture:?}")))
                },
            ),
            Hypothesis::new(
                "strictly_better",
                "Whatever the others do, the mixture is worth more than the action.",
                |instance: &ActionAndMixture| {
                    instance.check()?;
                    let least = instance.least_advantage();
                    let strict = least.as_ref().is_some_and(Rational::is_positive);
                    Ok(Finding::when(strict, || {
                        format!("somewhere it is worth only {least:?} more")
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let ActionAndMixture {
            game,
            player,
            action,
            ..
        } = instance;
        instance.check()?;
        let (player, action) = (*player, *action);
        let options = MixedDominanceOptions::default();
        for profile in pure_equilibria(game, &PureOptions::default())?.set().iter() {
            claim!(profile[player] != action, "{profile:?} is an equilibrium");
        }
        if game.players() == 2 {
            let found = all_equilibria(game, &TwoPlayerOptions::default())?;
            for profile in found.set().extreme() {
                claim!(
                    profile.strategies()[player][action].is_zero(),
                    "the action is played in {profile:?}"
                );
            }
        }
        let played = Quantity::ActionProbability { player, action };
        let sometimes = CorrelatedOptions::default()
            .with_objective(Objective::Any)
            .with_side_constraint(SideConstraint::new(
                played,
                Relation::AtLeast,
                Rational::new(1, 1000)?,
            ));
        let outcome = correlated_equilibrium(game, &sometimes)?;
        claim!(
            outcome.found().is_none() && outcome.verify(game, &sometimes),
            "a mediator can have the action played"
        );
        let verdict = dominated_by_mixture(game, player, action, MixedDominance::Strict, &options)?;
        claim!(
            verdict.is_dominated() && verdict.verify(game),
            "the action is a best reply to a belief: {verdict:?}"
        );
        let left = rationalizable(game, &options)?;
        claim!(
            !left.surviving[player].contains(&action) && left.verify(game),
            "the action is rationalisable"
        );
        // By another action it shows without mixtures, too.
        if let Some(by) = instance.mixture.iter().position(|p| *p == Rational::ONE) {
            let listed = dominated_actions(game, Dominance::Strict)?;
            claim!(
                compare(game, player, by, action, Dominance::Strict)?.dominates()
                    && listed
                        .iter()
                        .any(|d| (d.player, d.action) == (player, action)),
                "action {by} does not dominate it"
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        format!(
            "player {} with action {} or the mixture ({}), {}",
            instance.player,
            instance.action,
            listed(&instance.mixture),
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
    use super::{ActionAndMixture, DominatedActionsAreNotPlayed};
    use crate::game::{Game, NormalForm};
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

    /// Games in which the last action of the first player is worth a mixture of its others, less the
    /// loss.
    fn dominated(losses: BoxedStrategy<Rational>) -> BoxedStrategy<ActionAndMixture> {
        let games = prop_oneof![4 => games(2..=2, 2..=3), 1 => games(3..=3, 2..=2)];
        (games, vec(0i64..=2, 2), losses)
            .prop_filter_map("not a game", |(game, parts, loss)| {
                let action = game.actions(0).checked_sub(1)?;
                let parts = parts.get(..action)?;
                let total: i64 = parts.iter().sum();
                let mut mixture: Vec<Rational> = match total {
                    0 => (0..action)
                        .map(|other| Rational::from(i64::from(other == 0)))
                        .collect(),
                    _ => parts
                        .iter()
                        .map(|&p| Rational::new(p, total).unwrap_or_default())
                        .collect(),
                };
                mixture.push(Rational::ZERO);
                let payoff = |player: usize, profile: &[usize]| {
                    if player > 0 || profile[0] != action {
                        return game.payoff(player, profile);
                    }
                    let mut other = profile.to_vec();
                    let worth: Rational = (mixture.iter().enumerate())
                        .map(|(a, p)| {
                            other[0] = a;
                            p * &game.payoff(0, &other)
                        })
                        .sum();
                    worth - &loss
                };
                let shape: Vec<usize> = (0..game.players()).map(|i| game.actions(i)).collect();
                let game = NormalForm::from_fn(&shape, payoff).ok()?;
                Some(ActionAndMixture::new(game, 0, action, mixture))
            })
            .boxed()
    }

    impl Drawn for DominatedActionsAreNotPlayed {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            dominated(
                (1i64..=20)
                    .prop_map(|part| Rational::new(1, part).unwrap_or_default())
                    .boxed(),
            )
        }

        fn instances_without(
            &self,
            hypothesis: &str,
        ) -> BoxedStrategy<<Self as Theorem>::Instance> {
            if hypothesis == "strictly_better" {
                return dominated(Just(Rational::ZERO).boxed());
            }
            // Twice every action: not a mixture, and better where payoffs are positive.
            (games(2..=2, 2..=2), 0usize..2)
                .prop_map(|(game, action)| {
                    ActionAndMixture::new(game, 0, action, vec![Rational::from(2); 2])
                })
                .boxed()
        }
    }
}
