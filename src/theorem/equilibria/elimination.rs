//! Iterated elimination.

use crate::equilibrium::dominance::{Dominance, dominated_actions, eliminate};
use crate::equilibrium::mixed_dominance::{
    MixedDominance, MixedDominanceOptions, MixedVerdict, dominated_by_mixture,
    eliminate_by_mixtures, rationalizable,
};
use crate::equilibrium::{PureOptions, TwoPlayerOptions, all_equilibria, pure_equilibria};
use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::theorem::by_definition::{
    all_profiles, extreme_equilibria, pure, pure_equilibria_at, shape, with_action,
};
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

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

    fn in_words(&self) -> String {
        format!(
            "{:?} dominance with the choices {:?}, {}",
            self.dominance,
            self.choices,
            game_table(&self.game)
        )
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
///
/// ```
/// use lacuna::equilibrium::dominance::Dominance;
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::theorem::equilibria::{EliminationOrder, StrictEliminationHasOneResult};
/// use lacuna::theorem::{Theorem, Verdict};
/// let game = prisoners_dilemma(3, 0, 5, 1)?;
/// for first in 0..2 {
///     let order = EliminationOrder::new(game.clone(), Dominance::Strict, vec![first]);
///     assert_eq!(StrictEliminationHasOneResult.check(&order)?, Verdict::Holds);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
                    lifted == extreme_equilibria(game)?,
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

    fn describe(&self, instance: &Self::Instance) -> String {
        instance.in_words()
    }
}

/// Elimination in any sense wins no equilibrium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EliminationCreatesNoEquilibria;

impl Theorem for EliminationCreatesNoEquilibria {
    type Instance = EliminationOrder;

    fn statement(&self) -> Statement {
        Statement::new(
            "elimination_creates_no_equilibria",
            "Elimination creates no equilibria",
        )
        .saying(
            "Each round of elimination removes exactly the actions that others dominate among those \
             left, strictly, weakly or very weakly. In whatever sense, the equilibria of the game that \
             is left are equilibria of the whole game.",
        )
        .from_source("Luce and Raiffa, 1957; Osborne and Rubinstein, 1994")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &instance.game;
        let all: Vec<Vec<usize>> = shape(game).iter().map(|&m| (0..m).collect()).collect();
        let dominated = |left: &[Vec<usize>]| -> Vec<(usize, usize)> {
            let pairs = left.iter().enumerate();
            let pairs = pairs.flat_map(|(player, own)| own.iter().map(move |&a| (player, a)));
            pairs
                .filter(|&(player, action)| instance.is_dominated(left, player, action))
                .collect()
        };
        let listed = dominated_actions(game, instance.dominance)?;
        let listed: Vec<_> = listed
            .iter()
            .map(|found| (found.player, found.action))
            .collect();
        claim!(
            listed == dominated(&all),
            "{:?} are dominated, and {listed:?} are listed",
            dominated(&all)
        );
        let trace = eliminate(game, instance.dominance)?;
        let mut left = all.clone();
        for round in &trace.rounds {
            let removed: Vec<_> = round
                .iter()
                .map(|gone| (gone.player, gone.action))
                .collect();
            let expected = dominated(&left);
            claim!(
                removed == expected,
                "a round removes {removed:?}, and not {expected:?}"
            );
            for (player, action) in removed {
                left[player].retain(|&kept| kept != action);
            }
        }
        claim!(
            dominated(&left).is_empty() && left == trace.surviving,
            "{left:?} is left, and not {:?}",
            trace.surviving
        );
        let mixtures = match instance.dominance {
            Dominance::Strict => MixedDominance::Strict,
            _ => MixedDominance::Weak,
        };
        let options = MixedDominanceOptions::default();
        let mixed = eliminate_by_mixtures(game, mixtures, &options)?;
        claim!(
            mixed.verify(game),
            "the elimination by mixtures does not verify"
        );
        // What an action dominates a mixture does, too: the mixture that is the action.
        for &(player, action) in &dominated(&all) {
            let verdict = dominated_by_mixture(game, player, action, mixtures, &options)?;
            let gone = verdict.is_dominated() || instance.dominance == Dominance::VeryWeak;
            claim!(
                gone && verdict.verify(game),
                "no mixture dominates {action} of {player}"
            );
        }
        let stable = pure_equilibria_at(game, &Rational::ZERO);
        for surviving in [&trace.surviving, &mixed.surviving] {
            let small = game.restricted(surviving)?;
            for places in pure_equilibria_at(&small, &Rational::ZERO) {
                let places = places.iter().zip(surviving);
                let profile: Vec<usize> = places.map(|(&place, actions)| actions[place]).collect();
                claim!(
                    stable.contains(&profile),
                    "{profile:?} is an equilibrium of {surviving:?} alone"
                );
            }
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        instance.in_words()
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::games;
    use super::{EliminationCreatesNoEquilibria, EliminationOrder, StrictEliminationHasOneResult};
    use crate::equilibrium::dominance::Dominance;
    use crate::theorem::{Drawn, Theorem};

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

    impl Drawn for EliminationCreatesNoEquilibria {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            let senses = vec![Dominance::Strict, Dominance::Weak, Dominance::VeryWeak];
            orders(prop::sample::select(senses).boxed())
        }
    }
}
