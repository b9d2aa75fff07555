//! Mediators to whom players may hand their decisions.

use super::definition::{all_of, with};
use super::principles::has_equilibria;
use super::steering::nash;
use crate::game::{Game, NormalForm};
use crate::mechanism::principle::{Mediator, Transform};
use crate::number::Rational;
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A game with a mediator who plays a target for all, and a fallback for those who delegate while
/// not all do.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MediatedGame {
    /// The game.
    pub game: NormalForm<Rational>,
    /// What is played if all delegate.
    pub target: Vec<usize>,
    /// What those do who delegate while not all do.
    pub fallback: Vec<usize>,
}

impl MediatedGame {
    /// A game with a mediator.
    pub fn new(game: NormalForm<Rational>, target: Vec<usize>, fallback: Vec<usize>) -> Self {
        MediatedGame {
            game,
            target,
            fallback,
        }
    }
}

/// A mediator keeps everybody who would not do better alone against the fallback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediatorsThreaten;

impl Theorem for MediatorsThreaten {
    type Instance = MediatedGame;

    fn statement(&self) -> Statement {
        Statement::new("mediators_threaten", "Mediators")
            .saying(
                "That all delegate to a mediator is an equilibrium if and only if each player \
                 has at least as much at the target as by any action against the others' \
                 fallbacks.",
            )
            .from_source("Monderer and Tennenholtz, 2009")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<MediatedGame>> {
        Vec::new()
    }

    fn conclusion(&self, mediated: &MediatedGame) -> Result<Finding, TheoremError> {
        let MediatedGame {
            game,
            target,
            fallback,
        } = mediated;
        let changed = Mediator::new(target.clone(), fallback.clone()).apply(game)?;
        let all: Vec<usize> = (0..game.players())
            .map(|player| game.actions(player))
            .collect();
        let threatened = (0..game.players()).all(|player| {
            let alone = (0..game.actions(player)).map(|own| with(fallback, player, own));
            let mut payoffs = alone.map(|profile| game.payoff(player, &profile));
            payoffs.all(|payoff| payoff <= game.payoff(player, target))
        });
        // What is played, from the definition.
        for profile in changed.game().space() {
            let everybody = profile == all;
            let played: Vec<usize> = (0..game.players())
                .map(|player| match profile[player] == all[player] {
                    true if everybody => target[player],
                    true => fallback[player],
                    false => profile[player],
                })
                .collect();
            for player in 0..game.players() {
                if changed.game().payoff(player, &profile) != game.payoff(player, &played) {
                    return Ok(Finding::fails(format!(
                        "{profile:?} does not play {played:?}"
                    )));
                }
            }
        }
        let own = nash(changed.game());
        all_of![
            Finding::when(own.contains(&all) == threatened, || {
                format!("all are threatened: {threatened}, and the equilibria are {own:?}")
            }),
            has_equilibria(&changed, &own)?,
        ]
    }

    fn describe(&self, mediated: &MediatedGame) -> String {
        let (target, fallback) = (&mediated.target, &mediated.fallback);
        let table = game_table(&mediated.game);
        format!("target {target:?}, fallback {fallback:?}, {table}")
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::principles::games;

    impl Drawn for MediatorsThreaten {
        fn instances(&self) -> BoxedStrategy<MediatedGame> {
            games()
                .prop_map(|(game, target, fallback)| MediatedGame::new(game, target, fallback))
                .boxed()
        }
    }
}
