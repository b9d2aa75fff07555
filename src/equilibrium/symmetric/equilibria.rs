//! All symmetric equilibria.

use serde::{Deserialize, Serialize};

use super::cliques::maximal_cliques;
use super::elimination::{Solutions, quotient, solve};
use super::faces::{Budget, BudgetSpent};
use super::sign::indifference;
use super::{Matrix, SolveError, SymmetricEquilibrium, SymmetricOptions, is_subset};
use crate::equilibrium::{Completeness, Found};
use crate::game::Game;
use crate::number::Rational;

/// All symmetric equilibria: finitely many extreme ones, and which of them span convex sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SymmetricEquilibria {
    /// The extreme equilibria: those that are no mixture of two others of one convex set. By size of
    /// the support, then lexicographically.
    pub extreme: Vec<SymmetricEquilibrium>,
    /// The largest convex sets of equilibria: the indices of the extreme equilibria whose mixtures
    /// they are, ascending. Every symmetric equilibrium is in one of them; an isolated equilibrium
    /// is a set by itself.
    pub convex_sets: Vec<Vec<usize>>,
}

impl SymmetricEquilibria {
    /// Are there finitely many symmetric equilibria, so that `extreme` lists them all?
    pub fn are_isolated(&self) -> bool {
        self.convex_sets.iter().all(|set| set.len() == 1)
    }
}

/// All equilibria of a symmetric two-player game in which both players use the same strategy.
///
/// # Returns
/// [`Found::All`]: the extreme equilibria, at least one (Nash, 1951), and the convex sets that they
/// span, whose union is the set of all symmetric equilibria.
///
/// Every support is examined: if its indifference conditions have one solution, that is the
/// candidate; if they have many, the vertices of the solutions are, with further best replies
/// outside the support (compare Winkels, 1979).
///
/// # Errors
/// [`SolveError::NotTwoPlayers`], [`SolveError::NotSquare`], [`SolveError::NotSymmetric`],
/// [`SolveError::TooManySupports`] with the extreme equilibria found so far, [`SolveError::Game`].
///
/// # Complexity
/// One linear system for each of the `2ⁿ − 1` supports; in degenerate games more.
///
/// ```
/// use lacuna::equilibrium::symmetric::{SymmetricOptions, symmetric_equilibria};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// // Of three equal actions every mixture is an equilibrium.
/// let game = NormalForm::symmetric(&vec![vec![Rational::ZERO; 3]; 3])?;
/// let found = symmetric_equilibria(&game, &SymmetricOptions::default())?;
/// assert!(found.is_complete());
/// assert_eq!(found.set().extreme.len(), 3);
/// assert_eq!(found.set().convex_sets, vec![vec![0, 1, 2]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn symmetric_equilibria<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &SymmetricOptions,
) -> Result<Found<SymmetricEquilibria>, SolveError> {
    let matrix = Matrix::new(game, options.size_limit)?;
    let mut budget = Budget::new(options.max_supports);
    let (set, supports) = symmetric_equilibria_within(&matrix, &mut budget)?;
    Ok(Found::All {
        set,
        because: Completeness::SupportSearch { supports },
    })
}

/// All symmetric equilibria and the number of supports.
pub(super) fn symmetric_equilibria_within(
    matrix: &Matrix<'_>,
    budget: &mut Budget,
) -> Result<(SymmetricEquilibria, usize), SolveError> {
    let mut extreme = Vec::new();
    let supports = match extreme_equilibria(matrix, budget, &mut extreme) {
        Ok(supports) => supports,
        Err(spent) => {
            return Err(SolveError::TooManySupports {
                limit: spent.limit,
                found: extreme,
            });
        }
    };
    // Mixtures of equilibria are equilibria if each of them uses only best replies to the others.
    let joined = |i: usize, j: usize| {
        let (one, other): (&SymmetricEquilibrium, &SymmetricEquilibrium) =
            (&extreme[i], &extreme[j]);
        is_subset(&one.support, &other.best_replies) && is_subset(&other.support, &one.best_replies)
    };
    match maximal_cliques(extreme.len(), &joined, budget) {
        Ok(convex_sets) => Ok((
            SymmetricEquilibria {
                extreme,
                convex_sets,
            },
            supports,
        )),
        Err(spent) => Err(SolveError::TooManySupports {
            limit: spent.limit,
            found: extreme,
        }),
    }
}

/// Moves an ascending list of `0..size` to the next of its length in lexicographic order.
fn next_combination(list: &mut [usize], size: usize) -> bool {
    let length = list.len();
    let Some(place) = (0..length)
        .rev()
        .find(|&place| list[place] + length < size + place)
    else {
        return false;
    };
    list[place] += 1;
    for later in place + 1..length {
        list[later] = list[later - 1] + 1;
    }
    true
}

fn extreme_equilibria(
    matrix: &Matrix<'_>,
    budget: &mut Budget,
    extreme: &mut Vec<SymmetricEquilibrium>,
) -> Result<usize, BudgetSpent> {
    let entry = |i: usize, j: usize| matrix.entry(i, j);
    let mut supports = 0;
    for length in 1..=matrix.size {
        let mut support: Vec<usize> = (0..length).collect();
        loop {
            budget.spend()?;
            supports += 1;
            match solve(&indifference(&support, &support, &entry), length) {
                Solutions::None => {}
                Solutions::One {
                    numerators,
                    denominator,
                } => {
                    if numerators
                        .iter()
                        .all(|value| *value > dashu_int::IBig::ZERO)
                    {
                        let point: Vec<Rational> = numerators
                            .iter()
                            .map(|value| quotient(value, &denominator))
                            .collect();
                        extreme.extend(matrix.equilibrium(&support, &point));
                    }
                }
                Solutions::Many { point, directions } => {
                    vertices(matrix, &support, &point, &directions, budget, extreme)?;
                }
            }
            if !next_combination(&mut support, matrix.size) {
                break;
            }
        }
    }
    Ok(supports)
}

/// The extreme equilibria among the points `point + Σ t_k directions[k]` with this support: those at
/// which as many further actions as there are directions are best replies that fix the point.
fn vertices(
    matrix: &Matrix<'_>,
    support: &[usize],
    point: &[Rational],
    directions: &[Vec<Rational>],
    budget: &mut Budget,
    extreme: &mut Vec<SymmetricEquilibrium>,
) -> Result<(), BudgetSpent> {
    // The advantage of each other action over the support: slopes in t, and minus the constant.
    let equations: Vec<Vec<Rational>> = (0..matrix.size)
        .filter(|action| support.binary_search(action).is_err())
        .map(|action| {
            let advantage = |along: &[Rational]| {
                matrix.worth(action, support, along) - matrix.worth(support[0], support, along)
            };
            let mut equation: Vec<Rational> = directions.iter().map(|d| advantage(d)).collect();
            equation.push(-advantage(point));
            equation
        })
        .filter(|equation| {
            equation[..directions.len()]
                .iter()
                .any(|slope| !slope.is_zero())
        })
        .collect();
    if equations.len() < directions.len() {
        return Ok(());
    }
    let mut found: Vec<SymmetricEquilibrium> = Vec::new();
    let mut chosen: Vec<usize> = (0..directions.len()).collect();
    loop {
        budget.spend()?;
        let system: Vec<Vec<Rational>> = chosen.iter().map(|&i| equations[i].clone()).collect();
        if let Solutions::One {
            numerators,
            denominator,
        } = solve(&system, directions.len())
        {
            let mut vertex = point.to_vec();
            for (numerator, direction) in numerators.iter().zip(directions) {
                let amount = quotient(numerator, &denominator);
                for (value, change) in vertex.iter_mut().zip(direction) {
                    *value += change * &amount;
                }
            }
            if vertex.iter().all(Rational::is_positive) {
                found.extend(matrix.equilibrium(support, &vertex));
            }
        }
        if !next_combination(&mut chosen, equations.len()) {
            break;
        }
    }
    found.sort_by(|left, right| left.strategy.cmp(&right.strategy));
    found.dedup();
    extreme.extend(found);
    Ok(())
}
