//! Whether a strategy is evolutionarily or neutrally stable, with a mutant as the witness.

use serde::{Deserialize, Serialize};

use super::faces::{Budget, BudgetSpent, over};
use super::sign::{LeastSign, least_sign};
use super::{Matrix, SolveError, SymmetricOptions, check};
use crate::equilibrium::MixedProfile;
use crate::game::Game;
use crate::number::Rational;

/// A strategy y other than the incumbent x, and what the two are worth against each other.
///
/// It is as good a reply to x as x itself. If it also does better against itself than x does
/// against it, it invades; if it does equally well, it can drift in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mutant {
    /// The probability of each action.
    pub strategy: Vec<Rational>,
    /// The payoff of x against x.
    pub incumbent_against_incumbent: Rational,
    /// The payoff of y against x.
    pub mutant_against_incumbent: Rational,
    /// The payoff of x against y.
    pub incumbent_against_mutant: Rational,
    /// The payoff of y against y.
    pub mutant_against_mutant: Rational,
}

/// How a strategy stands against rare mutants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StabilityVerdict {
    /// No mutant can hold its share.
    #[non_exhaustive]
    EvolutionarilyStable {
        /// The actions that do best against the strategy, ascending.
        best_replies: Vec<usize>,
        /// How many faces of the simplex were examined to exclude all mutants.
        faces: usize,
    },
    /// No mutant can grow, but one can hold its share: neutrally and not evolutionarily stable.
    #[non_exhaustive]
    NeutrallyStable {
        /// A mutant that does exactly as well.
        mutant: Mutant,
        /// The actions that do best against the strategy, ascending.
        best_replies: Vec<usize>,
        /// How many faces of the simplex were examined to exclude mutants that grow.
        faces: usize,
    },
    /// The strategy is a best reply to itself, but a mutant invades.
    #[non_exhaustive]
    Invaded {
        /// A mutant that is as good a reply and does better among its own kind.
        mutant: Mutant,
    },
    /// The strategy is no best reply to itself.
    #[non_exhaustive]
    NotAnEquilibrium {
        /// The first action that does best against it; as a mutant it invades.
        reply: usize,
        /// How much better it does.
        gain: Rational,
    },
}

impl StabilityVerdict {
    /// Can no mutant hold its share?
    pub fn is_evolutionarily_stable(&self) -> bool {
        matches!(self, StabilityVerdict::EvolutionarilyStable { .. })
    }

    /// Can no mutant grow? Evolutionarily stable strategies are neutrally stable.
    pub fn is_neutrally_stable(&self) -> bool {
        matches!(
            self,
            StabilityVerdict::EvolutionarilyStable { .. }
                | StabilityVerdict::NeutrallyStable { .. }
        )
    }

    /// Is the strategy a best reply to itself?
    pub fn is_equilibrium(&self) -> bool {
        !matches!(self, StabilityVerdict::NotAnEquilibrium { .. })
    }

    /// The mutant that invades or drifts in, if the strategy is an equilibrium and has one.
    pub fn mutant(&self) -> Option<&Mutant> {
        match self {
            StabilityVerdict::NeutrallyStable { mutant, .. }
            | StabilityVerdict::Invaded { mutant } => Some(mutant),
            _ => None,
        }
    }

    /// Does the verdict hold? Checked without the solver: mutants by their payoffs; that there are
    /// none by the signs of determinants (Bomze, 1986, and Hadeler, 1983).
    ///
    /// # Errors
    /// Those of [`evolutionary_stability`].
    ///
    /// # Complexity
    /// For verdicts of stability one determinant for each subset of the best replies.
    pub fn verify<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        strategy: &[Rational],
        options: &SymmetricOptions,
    ) -> Result<bool, SolveError> {
        let matrix = Matrix::new(game, options.size_limit)?;
        check_strategy(&matrix, strategy)?;
        check::holds(self, &matrix, strategy, options.max_supports)
    }
}

/// Checks that a list of numbers is a strategy of the game.
pub(super) fn check_strategy(matrix: &Matrix<'_>, strategy: &[Rational]) -> Result<(), SolveError> {
    if strategy.len() != matrix.size {
        return Err(SolveError::NotAStrategy {
            player: 0,
            problem: format!(
                "it has {} entries for {} actions",
                strategy.len(),
                matrix.size
            ),
        });
    }
    MixedProfile::new(vec![strategy.to_vec()]).map(drop)
}

/// Is a strategy of a symmetric game evolutionarily or neutrally stable?
///
/// # Arguments
/// A symmetric two-player game and the probability of each action.
///
/// # Returns
/// The verdict with its witness: a better reply, a mutant that invades, a mutant that drifts in, or
/// the number of faces that were examined to exclude all mutants.
///
/// A mutant y is an alternative best reply; it fails to grow if `(y − x)ᵀA(y − x) ≤ 0`. On the
/// actions that do best against x this asks for the sign of a quadratic form on a cone, which is a
/// question of copositivity (Haigh, 1975; Abakuks, 1980; Bomze, 1986) and is decided exactly.
///
/// # Errors
/// [`SolveError::NotTwoPlayers`], [`SolveError::NotSquare`], [`SolveError::NotSymmetric`],
/// [`SolveError::NotAStrategy`], [`SolveError::TooManySupports`], [`SolveError::Game`].
///
/// # Complexity
/// Polynomial if all best replies are played; in the worst case exponential in the number of best
/// replies that are not.
///
/// ```
/// use lacuna::equilibrium::symmetric::{SymmetricOptions, evolutionary_stability};
/// use lacuna::game::catalogue::rock_paper_scissors;
/// use lacuna::number::Rational;
///
/// let third = vec![Rational::new(1, 3)?; 3];
/// let options = SymmetricOptions::default();
/// let verdict = |win: i64| evolutionary_stability(&rock_paper_scissors(win, 1)?, &third, &options);
/// assert!(verdict(2)?.is_evolutionarily_stable());
/// assert!(verdict(1)?.is_neutrally_stable() && !verdict(1)?.is_evolutionarily_stable());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evolutionary_stability<G: Game<Rational> + ?Sized>(
    game: &G,
    strategy: &[Rational],
    options: &SymmetricOptions,
) -> Result<StabilityVerdict, SolveError> {
    let matrix = Matrix::new(game, options.size_limit)?;
    check_strategy(&matrix, strategy)?;
    let mut budget = Budget::new(options.max_supports);
    verdict(&matrix, strategy, &mut budget).map_err(|spent| SolveError::TooManySupports {
        limit: spent.limit,
        found: Vec::new(),
    })
}

/// The verdict on a strategy of the right shape.
pub(super) fn verdict(
    matrix: &Matrix<'_>,
    strategy: &[Rational],
    budget: &mut Budget,
) -> Result<StabilityVerdict, BudgetSpent> {
    let before = budget.used();
    let all: Vec<usize> = (0..matrix.size).collect();
    let positive = |&i: &usize| strategy[i].is_positive();
    let support: Vec<usize> = all.iter().copied().filter(positive).collect();
    let probabilities: Vec<Rational> = support.iter().map(|&i| strategy[i].clone()).collect();
    let worths: Vec<Rational> = all
        .iter()
        .map(|&i| matrix.worth(i, &support, &probabilities))
        .collect();
    let own: Rational = worths.iter().zip(strategy).map(|(w, p)| w * p).sum();
    // The first of the best replies.
    let best = all
        .iter()
        .rev()
        .copied()
        .max_by(|&i, &j| worths[i].cmp(&worths[j]))
        .unwrap_or(0);
    if worths[best] > own {
        return Ok(StabilityVerdict::NotAnEquilibrium {
            reply: best,
            gain: &worths[best] - &own,
        });
    }
    let best_replies: Vec<usize> = all.iter().copied().filter(|&i| worths[i] == own).collect();
    let Some((&reference, others)) = support.split_first() else {
        // A strategy has a support.
        return Ok(StabilityVerdict::EvolutionarilyStable {
            best_replies,
            faces: 0,
        });
    };
    // Directions z = y − x without the coordinate of `reference`, which is minus the others' sum.
    let unplayed = best_replies
        .iter()
        .copied()
        .filter(|i| strategy[*i].is_zero());
    let variables: Vec<usize> = others.iter().copied().chain(unplayed).collect();
    let corner = matrix.form(reference, reference);
    let edge: Vec<Rational> = variables
        .iter()
        .map(|&i| matrix.form(reference, i))
        .collect();
    let form = variables
        .iter()
        .zip(&edge)
        .map(|(&i, to_i)| {
            let row = variables.iter().zip(&edge);
            row.map(|(&j, to_j)| matrix.form(i, j) - to_i - to_j + &corner)
                .collect()
        })
        .collect();
    let sign = least_sign(form, others.len(), budget)?;
    let mutant = |point: Vec<Rational>| {
        let mut direction = vec![Rational::ZERO; matrix.size];
        for (&action, value) in variables.iter().zip(point) {
            direction[reference] -= &value;
            direction[action] = value;
        }
        mutant_along(matrix, strategy, &worths, &direction)
    };
    let faces = budget.used() - before;
    Ok(match sign {
        LeastSign::Positive => StabilityVerdict::EvolutionarilyStable {
            best_replies,
            faces,
        },
        LeastSign::Zero(point) => StabilityVerdict::NeutrallyStable {
            mutant: mutant(point),
            best_replies,
            faces,
        },
        LeastSign::Negative(point) => StabilityVerdict::Invaded {
            mutant: mutant(point),
        },
    })
}

/// The strategy farthest from `strategy` in a direction.
fn mutant_along(
    matrix: &Matrix<'_>,
    strategy: &[Rational],
    worths: &[Rational],
    direction: &[Rational],
) -> Mutant {
    let steps = strategy.iter().zip(direction);
    let step = steps
        .filter(|(_, change)| change.is_negative())
        .map(|(probability, change)| over(probability, &-change))
        .min()
        .unwrap_or_default();
    let moved = strategy.iter().zip(direction);
    let mutant: Vec<Rational> = moved.map(|(p, change)| p + &(change * &step)).collect();
    let all: Vec<usize> = (0..matrix.size).collect();
    let dot = |left: &[Rational], right: &[Rational]| -> Rational {
        left.iter().zip(right).map(|(a, b)| a * b).sum()
    };
    let against: Vec<Rational> = all
        .iter()
        .map(|&i| matrix.worth(i, &all, &mutant))
        .collect();
    Mutant {
        incumbent_against_incumbent: dot(strategy, worths),
        mutant_against_incumbent: dot(&mutant, worths),
        incumbent_against_mutant: dot(strategy, &against),
        mutant_against_mutant: dot(&mutant, &against),
        strategy: mutant,
    }
}
