//! The check of a verdict of stability; shares nothing with the solver but the payoffs.

use std::cmp::Ordering;

use super::stability::{Mutant, StabilityVerdict};
use super::{Matrix, SolveError};
use crate::number::Rational;

/// What `left` is worth against `right`.
fn payoff(matrix: &Matrix<'_>, left: &[Rational], right: &[Rational]) -> Rational {
    let mut sum = Rational::ZERO;
    for (i, p) in left.iter().enumerate().filter(|(_, p)| !p.is_zero()) {
        for (j, q) in right.iter().enumerate().filter(|(_, q)| !q.is_zero()) {
            sum += &(p * q) * &matrix.entry(i, j);
        }
    }
    sum
}

fn pure(matrix: &Matrix<'_>, action: usize) -> Vec<Rational> {
    let mut strategy = vec![Rational::ZERO; matrix.size];
    if let Some(probability) = strategy.get_mut(action) {
        *probability = Rational::ONE;
    }
    strategy
}

/// Does the verdict hold for this strategy?
pub(super) fn holds(
    verdict: &StabilityVerdict,
    matrix: &Matrix<'_>,
    strategy: &[Rational],
    max_subsets: usize,
) -> Result<bool, SolveError> {
    let own = payoff(matrix, strategy, strategy);
    let gains: Vec<Rational> = (0..matrix.size)
        .map(|action| payoff(matrix, &pure(matrix, action), strategy) - &own)
        .collect();
    let is_equilibrium = gains.iter().all(|gain| !gain.is_positive());
    let replies: Vec<usize> = (0..matrix.size).filter(|&i| gains[i].is_zero()).collect();
    Ok(match verdict {
        StabilityVerdict::NotAnEquilibrium { reply, gain } => {
            gain.is_positive()
                && gains.get(*reply) == Some(gain)
                && gains.iter().max() == Some(gain)
        }
        StabilityVerdict::Invaded { mutant } => {
            is_equilibrium && mutant_does(mutant, matrix, strategy, Ordering::Greater)
        }
        StabilityVerdict::NeutrallyStable {
            mutant,
            best_replies,
            ..
        } => {
            is_equilibrium
                && *best_replies == replies
                && mutant_does(mutant, matrix, strategy, Ordering::Equal)
                && no_mutant(matrix, strategy, &replies, false, max_subsets)?
        }
        StabilityVerdict::EvolutionarilyStable { best_replies, .. } => {
            is_equilibrium
                && *best_replies == replies
                && no_mutant(matrix, strategy, &replies, true, max_subsets)?
        }
    })
}

/// Is this another strategy, as good a reply, that compares like this with the incumbent when met
/// by itself?
fn mutant_does(
    mutant: &Mutant,
    matrix: &Matrix<'_>,
    strategy: &[Rational],
    among_itself: Ordering,
) -> bool {
    let other = &mutant.strategy;
    let is_strategy = other.len() == matrix.size
        && other.iter().all(|p| !p.is_negative())
        && other.iter().sum::<Rational>() == Rational::ONE;
    is_strategy
        && other != strategy
        && mutant.incumbent_against_incumbent == payoff(matrix, strategy, strategy)
        && mutant.mutant_against_incumbent == payoff(matrix, other, strategy)
        && mutant.incumbent_against_mutant == payoff(matrix, strategy, other)
        && mutant.mutant_against_mutant == payoff(matrix, other, other)
        && mutant.mutant_against_incumbent == mutant.incumbent_against_incumbent
        && mutant
            .mutant_against_mutant
            .cmp(&mutant.incumbent_against_mutant)
            == among_itself
}

/// Is there no mutant among mixtures of the best replies?
///
/// With `c_jk = u(x, k) − a_jk` a mutant y does worse than x when met by itself exactly if
/// `yᵀCy > 0`. Seen from x every mutant lies on a line that leaves the simplex where some action of
/// x is not played, so that C must be (strictly) copositive on the best replies without any one
/// action of the support (Bomze, 1986). A matrix whose smaller principal submatrices all are is
/// itself not if its determinant is negative and its adjoint not (for strictness: not positive and
/// positive); so each subset needs one look (Hadeler, 1983).
fn no_mutant(
    matrix: &Matrix<'_>,
    strategy: &[Rational],
    replies: &[usize],
    strict: bool,
    max_subsets: usize,
) -> Result<bool, SolveError> {
    let size = replies.len();
    let subsets = u32::try_from(size)
        .ok()
        .and_then(|size| 1usize.checked_shl(size));
    let Some(subsets) = subsets.filter(|&subsets| subsets <= max_subsets) else {
        return Err(SolveError::TooManySupports {
            limit: max_subsets,
            found: Vec::new(),
        });
    };
    let against: Vec<Rational> = replies
        .iter()
        .map(|&k| payoff(matrix, strategy, &pure(matrix, k)))
        .collect();
    let entry = |j: usize, k: usize| {
        let one = &against[k] - &matrix.entry(replies[j], replies[k]);
        let other = &against[j] - &matrix.entry(replies[k], replies[j]);
        one + other
    };
    let full: Vec<Vec<Rational>> = (0..size)
        .map(|j| (0..size).map(|k| entry(j, k)).collect())
        .collect();
    for subset in 1..subsets {
        let members: Vec<usize> = (0..size).filter(|&i| subset >> i & 1 == 1).collect();
        let plays_all = (0..size)
            .filter(|&i| !strategy[replies[i]].is_zero())
            .all(|i| subset >> i & 1 == 1);
        if plays_all {
            continue;
        }
        let minor: Vec<Vec<Rational>> = members
            .iter()
            .map(|&j| members.iter().map(|&k| full[j][k].clone()).collect())
            .collect();
        if refutes(&minor, strict) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Does the determinant with the adjoint show that a matrix is not (strictly) copositive?
fn refutes(matrix: &[Vec<Rational>], strict: bool) -> bool {
    let size = matrix.len();
    // The matrix with the unit matrix beside it, brought to the diagonal form.
    let mut rows: Vec<Vec<Rational>> = matrix
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let unit = (0..size).map(|j| {
                if i == j {
                    Rational::ONE
                } else {
                    Rational::ZERO
                }
            });
            row.iter().cloned().chain(unit).collect()
        })
        .collect();
    let mut determinant = Rational::ONE;
    let mut pivots: Vec<usize> = Vec::new();
    for column in 0..size {
        let done = pivots.len();
        let Some(found) = (done..size).find(|&row| !rows[row][column].is_zero()) else {
            determinant = Rational::ZERO;
            continue;
        };
        if found != done {
            rows.swap(found, done);
            determinant = -determinant;
        }
        determinant *= &rows[done][column];
        let inverse = rows[done][column].recip().unwrap_or_default();
        let scaled: Vec<Rational> = rows[done].iter().map(|value| value * &inverse).collect();
        for (index, row) in rows.iter_mut().enumerate() {
            if index != done && !row[column].is_zero() {
                let factor = row[column].clone();
                for (value, pivot) in row.iter_mut().zip(&scaled) {
                    *value -= &factor * pivot;
                }
            }
        }
        rows[done] = scaled;
        pivots.push(column);
    }
    match determinant.signum() {
        Ordering::Greater => false,
        // The adjoint has the opposite sign of the inverse.
        Ordering::Less => rows.iter().all(|row| {
            row[size..].iter().all(|value| {
                if strict {
                    value.is_negative()
                } else {
                    !value.is_positive()
                }
            })
        }),
        // A rank of one less: the adjoint is a multiple of the null vector times itself, and the
        // form is zero at the null vector.
        Ordering::Equal if strict && pivots.len() + 1 == size => {
            let Some(free) = (0..size).find(|column| !pivots.contains(column)) else {
                return false;
            };
            rows[..pivots.len()]
                .iter()
                .all(|row| row[free].is_negative())
        }
        Ordering::Equal => false,
    }
}
