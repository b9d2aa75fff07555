//! All evolutionarily stable strategies; neutrally stable ones.

use super::equilibria::symmetric_equilibria_within;
use super::faces::{Budget, BudgetSpent, Larger, visit_definite_faces};
use super::sign::stationary_point;
use super::stability::verdict;
use super::{Matrix, SolveError, SymmetricEquilibrium, SymmetricOptions};
use crate::equilibrium::{Completeness, Found};
use crate::game::Game;
use crate::number::Rational;

/// All evolutionarily stable strategies of a symmetric two-player game.
///
/// # Returns
/// [`Found::All`], in lexicographic order of the supports; empty if there is none. There are
/// finitely many, at most one a support.
///
/// The form `zᵀAz` must be negative for all directions within the support (Haigh, 1975), which
/// excludes most supports by a pair of actions; no support contains that of another stable strategy
/// or lies within its best replies (Bishop and Cannings, 1976).
///
/// # Errors
/// [`SolveError::NotTwoPlayers`], [`SolveError::NotSquare`], [`SolveError::NotSymmetric`],
/// [`SolveError::TooManySupports`] with those found so far, [`SolveError::Game`].
///
/// # Complexity
/// One linear system for each support on which the form is definite, of which there can be
/// exponentially many; the number is limited by [`SymmetricOptions::max_supports`].
///
/// ```
/// use lacuna::equilibrium::symmetric::{SymmetricOptions, evolutionarily_stable_strategies};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let stag_hunt = [[4, 0], [3, 3]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&stag_hunt)?;
/// let stable = evolutionarily_stable_strategies(&game, &SymmetricOptions::default())?;
/// let supports: Vec<_> = stable.set().iter().map(|found| found.support.clone()).collect();
/// assert_eq!(supports, vec![vec![0], vec![1]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evolutionarily_stable_strategies<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &SymmetricOptions,
) -> Result<Found<Vec<SymmetricEquilibrium>>, SolveError> {
    let matrix = Matrix::new(game, options.size_limit)?;
    let mut budget = Budget::new(options.max_supports);
    let mut found: Vec<SymmetricEquilibrium> = Vec::new();
    let mut supports = 0;
    // For each beginning of the face visited, those found whose best replies contain it.
    let mut containing: Vec<Vec<usize>> = vec![Vec::new()];
    let form = |i: usize, j: usize| matrix.form(i, j);
    let search = visit_definite_faces(matrix.size, form, &mut budget, |face, budget| {
        supports += 1;
        let (Some(last), Some(shorter)) = (face.last(), containing.get(face.len() - 1)) else {
            return Ok(Larger::Visit);
        };
        let holds_last = |&&index: &&usize| found[index].best_replies.binary_search(last).is_ok();
        let holding: Vec<usize> = shorter.iter().filter(holds_last).copied().collect();
        let excluded = !holding.is_empty();
        containing.truncate(face.len());
        containing.push(holding);
        if excluded {
            return Ok(Larger::Visit);
        }
        let entry = |i: usize, j: usize| matrix.entry(i, j);
        let candidate = stationary_point(face, &entry);
        let Some(candidate) = candidate.and_then(|point| matrix.equilibrium(face, &point)) else {
            return Ok(Larger::Visit);
        };
        // The form is definite on the support: without other best replies nothing is left to show.
        let stable = candidate.best_replies == candidate.support
            || verdict(&matrix, &candidate.strategy, budget)?.is_evolutionarily_stable();
        if stable {
            for list in &mut containing {
                list.push(found.len());
            }
            found.push(candidate);
            return Ok(Larger::Skip);
        }
        Ok::<_, BudgetSpent>(Larger::Visit)
    });
    match search {
        Ok(()) => Ok(Found::All {
            set: found,
            because: Completeness::SupportSearch { supports },
        }),
        Err(spent) => Err(SolveError::TooManySupports {
            limit: spent.limit,
            found,
        }),
    }
}

/// The neutrally stable strategies among the extreme symmetric equilibria (see
/// [`symmetric_equilibria`](super::symmetric_equilibria)).
///
/// # Returns
/// [`Found::All`] if every symmetric equilibrium is isolated; [`Found::Some`] otherwise, because
/// neutrally stable strategies can then form continua.
///
/// # Errors
/// As [`symmetric_equilibria`](super::symmetric_equilibria).
///
/// # Complexity
/// As [`symmetric_equilibria`](super::symmetric_equilibria), and one verdict for each.
///
/// ```
/// use lacuna::equilibrium::symmetric::{SymmetricOptions, neutrally_stable_strategies};
/// use lacuna::game::catalogue::rock_paper_scissors;
///
/// let game = rock_paper_scissors(1, 1)?;
/// let found = neutrally_stable_strategies(&game, &SymmetricOptions::default())?;
/// assert!(found.is_complete());
/// assert_eq!(found.set()[0].support, vec![0, 1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn neutrally_stable_strategies<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &SymmetricOptions,
) -> Result<Found<Vec<SymmetricEquilibrium>>, SolveError> {
    let matrix = Matrix::new(game, options.size_limit)?;
    let mut budget = Budget::new(options.max_supports);
    let (equilibria, supports) = symmetric_equilibria_within(&matrix, &mut budget)?;
    let isolated = equilibria.are_isolated();
    let mut set = Vec::new();
    for candidate in equilibria.extreme {
        match verdict(&matrix, &candidate.strategy, &mut budget) {
            Ok(verdict) if verdict.is_neutrally_stable() => set.push(candidate),
            Ok(_) => {}
            Err(spent) => {
                return Err(SolveError::TooManySupports {
                    limit: spent.limit,
                    found: set,
                });
            }
        }
    }
    Ok(if isolated {
        Found::All {
            set,
            because: Completeness::SupportSearch { supports },
        }
    } else {
        Found::Some { set }
    })
}
