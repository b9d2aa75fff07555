//! The value of a constant-sum game and all optimal strategies.

use serde::{Deserialize, Serialize};

use super::{TwoPlayerOptions, all_equilibria};
use crate::equilibrium::SolveError;
use crate::equilibrium::error::check_two_players;
use crate::game::{Game, NormalForm, SizeLimit, dense};
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::{DotProduct, Rational};

/// Optimal strategies of one player of a constant-sum game.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OptimalStrategies {
    /// The vertices of the polytope of optimal strategies, in descending lexicographic order; one
    /// optimal strategy, if not all were listed.
    pub vertices: Vec<Vec<Rational>>,
    /// Are these all vertices, so that their mixtures are all optimal strategies?
    pub complete: bool,
}

/// The value of a constant-sum game and the optimal strategies of both players.
///
/// The equilibria are the pairs of optimal strategies (von Neumann, 1928).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ZeroSum {
    /// What the row player gets at every equilibrium.
    pub value: Rational,
    /// The sum of the payoffs at every profile; the column player gets it less the value.
    pub total: Rational,
    /// The row player's optimal strategies.
    pub row: OptimalStrategies,
    /// The column player's optimal strategies.
    pub column: OptimalStrategies,
}

/// Solves a two-player game in which the payoffs add up to the same at every profile.
///
/// The optimal strategies come from the enumeration of all equilibria; where one of its limits is
/// hit, the value and one optimal strategy each come from linear programs, and
/// [`OptimalStrategies::complete`] says so.
///
/// # Errors
/// [`SolveError::NotTwoPlayers`], [`SolveError::NotConstantSum`], [`SolveError::Game`] for a game
/// that is too large; [`SolveError::Linear`] if a linear program reaches a limit.
///
/// # Complexity
/// That of [`all_equilibria`], at most; large games at low limits take two linear programs.
///
/// ```
/// use lacuna::equilibrium::two_player::{TwoPlayerOptions, zero_sum};
/// use lacuna::game::catalogue::matching_pennies;
/// use lacuna::number::Rational;
///
/// let game = matching_pennies(1)?;
/// let solved = zero_sum(&game, &TwoPlayerOptions::default())?;
/// assert_eq!(solved.value, Rational::ZERO);
/// let half = Rational::new(1, 2)?;
/// assert_eq!(solved.row.vertices, vec![vec![half.clone(), half]]);
/// assert!(solved.verify(&game)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn zero_sum<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &TwoPlayerOptions,
) -> Result<ZeroSum, SolveError> {
    check_two_players(game)?;
    let dense = dense(game, SizeLimit::default())?;
    let game = dense.as_ref();
    let total = constant_sum(game)?;
    match all_equilibria(game, options) {
        Ok(found) => {
            let set = found.into_set();
            let Some([value, _]) = set.payoffs().first() else {
                return Err(SolveError::NoEquilibriumFound);
            };
            let all = |vertices: &[Vec<Rational>]| OptimalStrategies {
                vertices: vertices.to_vec(),
                complete: true,
            };
            Ok(ZeroSum {
                value: value.clone(),
                total,
                row: all(set.row_strategies()),
                column: all(set.column_strategies()),
            })
        }
        Err(
            SolveError::TooManyVertices { .. }
            | SolveError::TooManyExtremeEquilibria { .. }
            | SolveError::TooManySubsets { .. }
            | SolveError::EnumerationTimeLimit { .. },
        ) => by_linear_programs(game, total, options),
        Err(error) => Err(error),
    }
}

/// The sum of the payoffs, if it is the same at every profile.
fn constant_sum(game: &NormalForm<Rational>) -> Result<Rational, SolveError> {
    let total = game.welfare_at(0);
    for index in 1..game.space().len() {
        let sum = game.welfare_at(index);
        if sum != total {
            return Err(SolveError::NotConstantSum {
                profile: game.space().profile_unchecked(index),
                sum: sum.to_string(),
                expected: total.to_string(),
            });
        }
    }
    Ok(total)
}

fn by_linear_programs(
    game: &NormalForm<Rational>,
    total: Rational,
    options: &TwoPlayerOptions,
) -> Result<ZeroSum, SolveError> {
    let (value, row) = security(game, 0, options)?;
    let (_, column) = security(game, 1, options)?;
    let one = |strategy| OptimalStrategies {
        vertices: vec![strategy],
        complete: false,
    };
    Ok(ZeroSum {
        value,
        total,
        row: one(row),
        column: one(column),
    })
}

/// The most that a player can guarantee, and a strategy that does.
fn security(
    game: &NormalForm<Rational>,
    player: usize,
    options: &TwoPlayerOptions,
) -> Result<(Rational, Vec<Rational>), SolveError> {
    let (own, others) = (game.actions(player), game.actions(1 - player));
    let mut program = LinearProgram::maximise();
    for _ in 0..own {
        program.variable(Bounds::NONNEGATIVE, 0);
    }
    let guaranteed = program.variable(Bounds::FREE, 1);
    program.row((0..own).map(|a| (a, 1)), Relation::Equal, 1)?;
    for other in 0..others {
        let payoff = |action| match player {
            0 => game.payoff(0, &[action, other]),
            _ => game.payoff(1, &[other, action]),
        };
        let terms = (0..own)
            .map(|action| (action, payoff(action)))
            .chain([(guaranteed, -Rational::ONE)]);
        program.row(terms, Relation::AtLeast, 0)?;
    }
    let limits = match options.max_time {
        Some(time) => LinearOptions::default().with_max_time(time),
        None => LinearOptions::default(),
    };
    match program.solve(&limits)?.answer {
        Answer::Optimal(mut optimum) => {
            optimum.point.truncate(own);
            Ok((optimum.value, optimum.point))
        }
        // Any strategy guarantees something, and none more than the greatest payoff.
        _ => Err(SolveError::NoEquilibriumFound),
    }
}

impl ZeroSum {
    /// Checks the claims from the payoffs alone: the payoffs add up to the total, every row
    /// strategy listed guarantees the value, and every column strategy the rest of the total. This
    /// proves the value and that the strategies are optimal; not that all are listed.
    ///
    /// # Errors
    /// [`SolveError::NotTwoPlayers`], [`SolveError::Game`] for a game that is too large.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> Result<bool, SolveError> {
        check_two_players(game)?;
        let (m, n) = (game.actions(0), game.actions(1));
        for row in 0..m {
            for column in 0..n {
                let profile = [row, column];
                if game.payoff(0, &profile) + game.payoff(1, &profile) != self.total {
                    return Ok(false);
                }
            }
        }
        let is_strategy = |strategy: &[Rational], actions: usize| {
            strategy.len() == actions
                && strategy.iter().all(|p| !p.is_negative())
                && Rational::total(strategy) == Rational::ONE
        };
        let row_guarantees = |x: &Vec<Rational>| {
            is_strategy(x, m)
                && (0..n).all(|column| {
                    let mut worth = DotProduct::new();
                    (0..m).for_each(|row| worth.add(&game.payoff(0, &[row, column]), &x[row]));
                    worth.finish() >= self.value
                })
        };
        let rest = &self.total - &self.value;
        let column_guarantees = |y: &Vec<Rational>| {
            is_strategy(y, n)
                && (0..m).all(|row| {
                    let mut worth = DotProduct::new();
                    (0..n)
                        .for_each(|column| worth.add(&game.payoff(1, &[row, column]), &y[column]));
                    worth.finish() >= rest
                })
        };
        Ok(!self.row.vertices.is_empty()
            && !self.column.vertices.is_empty()
            && self.row.vertices.iter().all(row_guarantees)
            && self.column.vertices.iter().all(column_guarantees))
    }
}
