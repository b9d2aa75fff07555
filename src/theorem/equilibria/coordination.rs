//! Coordination that is not sure.

use super::by_definition::{claim, moves, shape};
use crate::equilibrium::selection::{HalfDominance, RiskDominance, half_dominance, risk_dominance};
use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// The less risky of two ways to coordinate is the one that half the others make best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskDominanceIsHalfDominance;

/// What each way to coordinate loses a player who leaves it alone: two strict equilibria on the
/// diagonal of a 2×2 game.
fn losses(game: &NormalForm<Rational>) -> [[Rational; 2]; 2] {
    [0, 1].map(|at| {
        [0, 1].map(|player| {
            let mut alone = [at, at];
            alone[player] = 1 - at;
            game.payoff(player, &[at, at]) - game.payoff(player, &alone)
        })
    })
}

fn is_symmetric(game: &NormalForm<Rational>) -> bool {
    let same = |i: usize, j: usize| game.payoff(1, &[i, j]) == game.payoff(0, &[j, i]);
    same(0, 0) && same(0, 1) && same(1, 0) && same(1, 1)
}

impl Theorem for RiskDominanceIsHalfDominance {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "risk_dominance_is_half_dominance",
            "Risk dominance is half-dominance",
        )
        .saying(
            "Of two strict equilibria of a symmetric game with two actions, the one with the larger \
             product of losses from leaving it is risk-dominant, and its action is the only best reply \
             to whoever plays it at least half the time.",
        )
        .from_source("Harsanyi and Selten, 1988; Morris, Rob and Shin, 1995")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "symmetric",
                "The game is symmetric, with two players of two actions.",
                |game: &Self::Instance| {
                    let two = shape(game) == [2, 2];
                    claim!(two, "its shape is {:?}", shape(game));
                    Ok(Finding::when(is_symmetric(game), || "it is not".to_owned()))
                },
            ),
            Hypothesis::new(
                "two_strict_equilibria",
                "To leave either alone costs.",
                |game: &Self::Instance| {
                    let losses = losses(game);
                    let strict = losses.iter().flatten().all(Rational::is_positive);
                    Ok(Finding::when(strict, || format!("it costs {losses:?}")))
                },
            ),
        ]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let losses = losses(game);
        if !losses.iter().flatten().all(Rational::is_positive) {
            // There is nothing to compare, and a unilateral move that does not lose shows it.
            let stable = [[0, 0], [1, 1]].map(|at| {
                let mut others = moves(&[2, 2], &at).into_iter().filter(|(_, to)| *to != at);
                others.all(|(player, to)| game.payoff(player, &to) < game.payoff(player, &at))
            });
            return Ok(Finding::when(stable == [true, true], || {
                "one of them is not strict".to_owned()
            }));
        }
        let found = risk_dominance(game, &[0, 0], &[1, 1])?;
        let products = [0, 1].map(|at| &losses[at][0] * &losses[at][1]);
        let expected = match products[0].cmp(&products[1]) {
            std::cmp::Ordering::Greater => RiskDominance::First,
            std::cmp::Ordering::Less => RiskDominance::Second,
            std::cmp::Ordering::Equal => RiskDominance::Neither,
        };
        claim!(
            found.losses == losses && found.products == products && found.verdict == expected,
            "{found:?}, and the losses are {losses:?}"
        );
        let reverse = risk_dominance(game, &[1, 1], &[0, 0])?.verdict;
        let turned = match expected {
            RiskDominance::First => RiskDominance::Second,
            RiskDominance::Second => RiskDominance::First,
            RiskDominance::Neither => RiskDominance::Neither,
        };
        claim!(reverse == turned, "the other way round it is {reverse:?}");
        for (action, dominant) in [(0, RiskDominance::First), (1, RiskDominance::Second)] {
            // Against one half each.
            let half = |own: usize| game.payoff(0, &[own, 0]) + game.payoff(0, &[own, 1]);
            let (own, other) = (half(action), half(1 - action));
            claim!(
                (own > other) == (expected == dominant),
                "action {action} is worth {own} against {other}, and {expected:?} is risk-dominant"
            );
            if !is_symmetric(game) {
                continue;
            }
            let verdict = half_dominance(game, action)?;
            let right = match &verdict {
                HalfDominance::Strict => own > other,
                HalfDominance::Weak { .. } => own == other,
                HalfDominance::No { .. } => own < other,
            };
            claim!(
                right,
                "action {action} is {verdict:?}, and worth {own} against {other}"
            );
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::{few, games, symmetric_games};
    use super::RiskDominanceIsHalfDominance;
    use crate::game::NormalForm;
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for RiskDominanceIsHalfDominance {
        /// From payoffs of miscoordination, and what coordination adds to them.
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (few(), few(), 1i64..=3, 1i64..=3)
                .prop_filter_map("not a game", |(first, second, more, other)| {
                    let top = &second + Rational::from(more);
                    let bottom = &first + Rational::from(other);
                    NormalForm::symmetric(&[vec![top, first], vec![second, bottom]]).ok()
                })
                .boxed()
        }

        fn instances_without(
            &self,
            hypothesis: &str,
        ) -> BoxedStrategy<<Self as Theorem>::Instance> {
            match hypothesis {
                "symmetric" => games(2..=2, 2..=2),
                _ => symmetric_games(2..=2),
            }
        }
    }
}
