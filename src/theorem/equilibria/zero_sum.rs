//! Games in which one player wins what the other loses.

use crate::equilibrium::SolveError;
use crate::equilibrium::two_player::zero_sum;
use crate::equilibrium::{MixedProfile, TwoPlayerOptions, all_equilibria};
use crate::game::{Game, NormalForm};
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::Rational;
use crate::theorem::by_definition::{all_profiles, shape, vertices, welfare};
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// What each player can be sure of adds up to what there is.
///
/// ```
/// use lacuna::game::catalogue::matching_pennies;
/// use lacuna::theorem::equilibria::MinimaxIsMaximin;
/// use lacuna::theorem::{Theorem, Verdict};
/// assert_eq!(MinimaxIsMaximin.check(&matching_pennies(1)?)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinimaxIsMaximin;

/// The most that a player can be sure of, by a linear program written from the definition.
fn security_level(
    game: &NormalForm<Rational>,
    player: usize,
) -> Result<Option<Rational>, TheoremError> {
    let mut program = LinearProgram::maximise();
    let own = game.actions(player);
    for _ in 0..own {
        program.variable(Bounds::NONNEGATIVE, 0);
    }
    let level = program.variable(Bounds::FREE, 1);
    program.row((0..own).map(|action| (action, 1)), Relation::Equal, 1)?;
    for other in 0..game.actions(1 - player) {
        let mut terms: Vec<(usize, Rational)> = (0..own)
            .map(|action| {
                let profile = if player == 0 {
                    [action, other]
                } else {
                    [other, action]
                };
                (action, game.payoff(player, &profile))
            })
            .collect();
        terms.push((level, -Rational::ONE));
        program.row(terms, Relation::AtLeast, 0)?;
    }
    Ok(match program.solve(&LinearOptions::default())?.answer {
        Answer::Optimal(optimum) => Some(optimum.value),
        _ => None,
    })
}

impl Theorem for MinimaxIsMaximin {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new("minimax_is_maximin", "Minimax is maximin")
            .saying(
                "In a two-player game of constant sum every equilibrium is worth the same to a player: \
                 what it can be sure of whatever the other does. The equilibria are the pairs of \
                 optimal strategies, so that they can be exchanged.",
            )
            .from_source("von Neumann, 1928")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "constant_sum",
            "The payoffs add up to the same in every profile.",
            |game: &Self::Instance| {
                let profiles = all_profiles(&shape(game));
                let mut sums: Vec<Rational> = profiles.iter().map(|s| welfare(game, s)).collect();
                sums.sort();
                sums.dedup();
                Ok(Finding::when(sums.len() == 1, || {
                    format!("they add up to {} numbers", sums.len())
                }))
            },
        )]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let options = TwoPlayerOptions::default();
        let found = all_equilibria(game, &options)?;
        let set = found.set();
        let sure = [security_level(game, 0)?, security_level(game, 1)?];
        for payoffs in set.payoffs() {
            for player in 0..2 {
                claim!(
                    Some(&payoffs[player]) == sure[player].as_ref(),
                    "player {player} gets {} in an equilibrium, and is sure of {:?}",
                    payoffs[player],
                    sure[player]
                );
            }
        }
        for row in set.row_strategies() {
            for column in set.column_strategies() {
                let pair = MixedProfile::new(vec![row.clone(), column.clone()])?;
                claim!(
                    pair.is_equilibrium(game)? && set.extreme().contains(&pair),
                    "{pair:?} is no equilibrium, and its parts belong to some"
                );
            }
        }
        let solved = match zero_sum(game, &options) {
            Err(SolveError::NotConstantSum { .. }) => return Ok(Finding::Holds),
            solved => solved?,
        };
        let total = welfare(game, &[0, 0]);
        claim!(
            Some(&solved.value) == sure[0].as_ref()
                && Some(&total - &solved.value) == sure[1]
                && solved.total == total
                && solved.verify(game)?,
            "the value is {}, and the row player is sure of {:?}",
            solved.value,
            sure[0]
        );
        // Optimal strategies: those vertices that hold the other down to the rest.
        for (player, optimal) in [&solved.row, &solved.column].into_iter().enumerate() {
            let rest = match player {
                0 => &total - &solved.value,
                _ => solved.value.clone(),
            };
            let mut expected: Vec<Vec<Rational>> = Vec::new();
            for vertex in vertices(game, player)? {
                let reply = vertex.replies[0];
                let worth: Rational = (vertex.strategy.iter().enumerate())
                    .map(|(own, p)| match player {
                        0 => p * &game.payoff(1, &[own, reply]),
                        _ => p * &game.payoff(0, &[reply, own]),
                    })
                    .sum();
                if worth == rest {
                    expected.push(vertex.strategy);
                }
            }
            expected.sort();
            expected.reverse();
            claim!(
                optimal.complete && optimal.vertices == expected,
                "player {player} has the optimal strategies {expected:?}"
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::{bimatrices, few};
    use super::MinimaxIsMaximin;
    use crate::game::{Game, NormalForm};
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for MinimaxIsMaximin {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (bimatrices(), few())
                .prop_filter_map("not a game", |(game, total)| {
                    let payoff = |player: usize, profile: &[usize]| {
                        let first = game.payoff(0, profile);
                        if player == 0 { first } else { &total - &first }
                    };
                    NormalForm::from_fn(&[game.actions(0), game.actions(1)], payoff).ok()
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            bimatrices()
        }
    }
}
