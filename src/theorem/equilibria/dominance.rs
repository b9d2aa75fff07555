//! What no reasonable player does.

use super::by_definition::{
    all_profiles, claim, dot, extreme_equilibria, pure, pure_equilibria_at, shape, with_action,
};
use crate::equilibrium::correlated::{Objective, Quantity, SideConstraint};
use crate::equilibrium::dominance::{Dominance, compare, dominated_actions, eliminate};
use crate::equilibrium::mixed_dominance::{
    MixedDominanceOptions, MixedVerdict, dominated_by_mixture, rationalizable,
};
use crate::equilibrium::{
    CorrelatedOptions, PureOptions, TwoPlayerOptions, all_equilibria, correlated_equilibrium,
    pure_equilibria,
};
use crate::game::{Game, NormalForm};
use crate::linear_program::Relation;
use crate::number::Rational;
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
                    let mixture = &instance.mixture;
                    let game = &instance.game;
                    let fits = instance.player < game.players()
                        && instance.action < game.actions(instance.player)
                        && mixture.len() == game.actions(instance.player);
                    let valid = mixture.iter().all(|p| !p.is_negative())
                        && mixture.iter().sum::<Rational>() == Rational::ONE;
                    Ok(Finding::when(fits && valid, || {
                        format!("it is {mixture:?}")
                    }))
                },
            ),
            Hypothesis::new(
                "strictly_better",
                "Whatever the others do, the mixture is worth more than the action.",
                |instance: &ActionAndMixture| {
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
        let verdict = dominated_by_mixture(
            game,
            player,
            action,
            crate::equilibrium::mixed_dominance::MixedDominance::Strict,
            &options,
        )?;
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
}

/// A game, a sense of dominance, and an order in which actions go.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EliminationOrder {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The sense of dominance.
    pub dominance: Dominance,
    /// Which of the actions that could go next does, as long as there are any: the remainder by
    /// their number.
    pub choices: Vec<usize>,
}

impl EliminationOrder {
    /// A game, a sense of dominance, and which action goes in each step; the first one once there
    /// are no more choices.
    pub fn new(game: NormalForm<Rational>, dominance: Dominance, choices: Vec<usize>) -> Self {
        EliminationOrder {
            game,
            dominance,
            choices,
        }
    }

    /// Is an action dominated by another among those left?
    fn is_dominated(&self, left: &[Vec<usize>], player: usize, action: usize) -> bool {
        let counts: Vec<usize> = left.iter().map(Vec::len).collect();
        let others: Vec<Vec<usize>> = (all_profiles(&counts).iter())
            .map(|places| {
                let actions = places.iter().enumerate();
                actions.map(|(i, &place)| left[i][place]).collect()
            })
            .collect();
        left[player].iter().any(|&by| {
            let advantages: Vec<Rational> = (others.iter())
                .map(|profile| {
                    let worth = |a| self.game.payoff(player, &with_action(profile, player, a));
                    worth(by) - worth(action)
                })
                .collect();
            let never_worse = advantages.iter().all(|more| !more.is_negative());
            by != action
                && match self.dominance {
                    Dominance::Strict => advantages.iter().all(Rational::is_positive),
                    Dominance::Weak => never_worse && advantages.iter().any(Rational::is_positive),
                    // Of equal actions the lower stays, as in the elimination of all at once.
                    Dominance::VeryWeak => {
                        never_worse && (by < action || advantages.iter().any(Rational::is_positive))
                    }
                }
        })
    }

    /// What is left if actions go one by one.
    fn one_by_one(&self) -> Vec<Vec<usize>> {
        let mut left: Vec<Vec<usize>> = shape(&self.game)
            .iter()
            .map(|&count| (0..count).collect())
            .collect();
        for step in 0.. {
            let mut candidates = Vec::new();
            for (player, actions) in left.iter().enumerate() {
                let dominated = actions
                    .iter()
                    .filter(|&&a| self.is_dominated(&left, player, a));
                candidates.extend(dominated.map(|&action| (player, action)));
            }
            if candidates.is_empty() {
                break;
            }
            let choice = self
                .choices
                .get(step)
                .map_or(0, |choice| choice % candidates.len());
            let (player, action) = candidates[choice];
            left[player].retain(|&kept| kept != action);
        }
        left
    }
}

/// The order of strict elimination does not matter, and no equilibrium is lost or won.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StrictEliminationHasOneResult;

impl Theorem for StrictEliminationHasOneResult {
    type Instance = EliminationOrder;

    fn statement(&self) -> Statement {
        Statement::new(
            "strict_elimination_has_one_result",
            "The order of strict elimination does not matter",
        )
        .saying(
            "If strictly dominated actions are removed one by one, in whatever order, the same \
             actions are left as if all go at once, and the game that is left has the same \
             equilibria, pure and mixed. What mixtures dominate can go as well.",
        )
        .from_source("Gilboa, Kalai and Zemel, 1990")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "strict",
            "Only strictly dominated actions are removed.",
            |instance: &EliminationOrder| {
                let dominance = instance.dominance;
                Ok(Finding::when(dominance == Dominance::Strict, || {
                    format!("dominance is {dominance:?}")
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &instance.game;
        let at_once = eliminate(game, instance.dominance)?;
        let left = instance.one_by_one();
        claim!(
            at_once.surviving == left,
            "all at once leave {:?}, and one by one {left:?}",
            at_once.surviving
        );
        let removed: usize = at_once.rounds.iter().map(Vec::len).sum();
        let (all, kept) = (shape(game), left.iter().map(Vec::len).sum::<usize>());
        claim!(
            removed + kept == all.iter().sum::<usize>(),
            "the trace has {removed} removals"
        );
        let options = MixedDominanceOptions::default();
        let rational = rationalizable(game, &options)?;
        claim!(
            rational.verify(game),
            "the elimination by mixtures does not verify"
        );
        for (player, actions) in rational.surviving.iter().enumerate() {
            claim!(
                actions.iter().all(|action| left[player].contains(action)),
                "mixtures leave {actions:?} to player {player}"
            );
        }
        // Whatever is left to somebody is a best reply, and nothing else ever is.
        for surviving in [&left, &rational.surviving] {
            let small = game.restricted(surviving)?;
            let found = pure_equilibria(&small, &PureOptions::default())?;
            let lifted: Vec<Vec<usize>> = (found.set().iter())
                .map(|profile| {
                    let places = profile.iter().zip(surviving);
                    places.map(|(&place, actions)| actions[place]).collect()
                })
                .collect();
            let expected = pure_equilibria_at(game, &Rational::ZERO);
            claim!(
                lifted == expected,
                "{surviving:?} has the pure equilibria {lifted:?}, and the game {expected:?}"
            );
            if game.players() == 2 {
                let found = all_equilibria(&small, &TwoPlayerOptions::default())?;
                let mut lifted: Vec<Vec<Vec<Rational>>> = Vec::new();
                for profile in found.set().extreme() {
                    let lift = |player: usize| {
                        let mix = &profile.strategies()[player];
                        let sums = surviving[player].iter().zip(mix).map(|(&action, p)| {
                            let unit = pure(all[player], action);
                            unit.into_iter().map(|entry| entry * p).collect::<Vec<_>>()
                        });
                        sums.fold(vec![Rational::ZERO; all[player]], |total, part| {
                            total.iter().zip(&part).map(|(a, b)| a + b).collect()
                        })
                    };
                    lifted.push(vec![lift(0), lift(1)]);
                }
                lifted.sort();
                claim!(
                    lifted == extreme_equilibria(game),
                    "{surviving:?} has other mixed equilibria than the game"
                );
            }
        }
        for belief in &rational.beliefs {
            let verdict = MixedVerdict::BestResponse(belief.clone());
            let survives = rational.surviving[belief.player].contains(&belief.action);
            claim!(
                survives && (!rational.rounds.is_empty() || verdict.verify(game)),
                "{belief:?} supports nothing"
            );
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::games;
    use super::{
        ActionAndMixture, DominatedActionsAreNotPlayed, EliminationOrder,
        StrictEliminationHasOneResult,
    };
    use crate::equilibrium::dominance::Dominance;
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

    fn orders(dominance: BoxedStrategy<Dominance>) -> BoxedStrategy<EliminationOrder> {
        let games = prop_oneof![4 => games(2..=2, 1..=3), 1 => games(3..=3, 1..=2)];
        (games, dominance, vec(0usize..6, 4))
            .prop_map(|(game, dominance, choices)| EliminationOrder::new(game, dominance, choices))
            .boxed()
    }

    impl Drawn for StrictEliminationHasOneResult {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            orders(Just(Dominance::Strict).boxed())
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            orders(prop_oneof![Just(Dominance::Weak), Just(Dominance::VeryWeak)].boxed())
        }
    }
}
