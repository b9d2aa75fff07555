//! Symmetric two-player games: equilibria in which both play the same, and which of them resist
//! mutants.
//!
//! A game with matrices A and B is symmetric if `B = Aᵀ`: what counts is the own action and the
//! other's, not who one is. In a large population that is matched in pairs, a strategy x is
//! *evolutionarily stable* (Maynard Smith and Price, 1973) if every other strategy y does worse
//! than x once it is rare enough: y is no better reply to x, and if it is as good, then x does
//! better against y than y itself. *Neutrally stable* asks for no worse instead of better.
//!
//! [`evolutionary_stability`] decides both exactly for a strategy given, with a mutant that invades
//! as the witness; [`evolutionarily_stable_strategies`] lists all stable strategies;
//! [`symmetric_equilibria`] all symmetric equilibria, also if there are infinitely many.
//!
//! Every function takes any exact game: a [`Perceived`](crate::preference::Perceived) one gives the
//! strategies that are stable among players who care for each other.
//!
//! ```
//! use lacuna::equilibrium::symmetric::{SymmetricOptions, evolutionarily_stable_strategies};
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//! use lacuna::preference::{Cooperative, Perceived};
//!
//! // Hawk and dove over a prize of 2 when a lost fight costs 4: the share of hawks is V/C.
//! let hawk_dove = [[-1, 2], [0, 1]].map(|row| row.map(Rational::from).to_vec());
//! let game = NormalForm::symmetric(&hawk_dove)?;
//! let options = SymmetricOptions::default();
//! let stable = evolutionarily_stable_strategies(&game, &options)?;
//! assert!(stable.is_complete());
//! assert_eq!(stable.set()[0].strategy[0], Rational::new(1, 2)?);
//!
//! // Players who weigh everybody's welfare with λ = 1/4 fight less: V / (C (1 + 2λ)).
//! let seen = Perceived::new(&game, Cooperative::new(Rational::new(1, 4)?)?)?;
//! let stable = evolutionarily_stable_strategies(&seen, &options)?;
//! assert_eq!(stable.set()[0].strategy[0], Rational::new(1, 3)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod cliques;
mod elimination;
mod equilibria;
mod faces;
mod sign;
mod stability;
mod stable;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use equilibria::{SymmetricEquilibria, symmetric_equilibria};
pub use stability::{Mutant, StabilityVerdict, evolutionary_stability};
pub use stable::{evolutionarily_stable_strategies, neutrally_stable_strategies};

use super::error::check_two_players;
use super::{MixedProfile, SolveError};
use crate::game::{Game, NormalForm, SizeLimit, dense};
use crate::number::Rational;

/// Limits of the search in symmetric games.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct SymmetricOptions {
    /// The largest number of supports (for a single strategy: of faces of the simplex) to examine.
    /// Default: 2²⁰, which lists all equilibria of any game with 20 actions.
    pub max_supports: usize,
    /// The largest dense copy made of a game that is not dense itself.
    pub size_limit: SizeLimit,
}

impl Default for SymmetricOptions {
    fn default() -> Self {
        SymmetricOptions {
            max_supports: 1 << 20,
            size_limit: SizeLimit::default(),
        }
    }
}

impl SymmetricOptions {
    /// The same with another limit on the number of supports.
    #[must_use]
    pub fn with_max_supports(mut self, limit: usize) -> Self {
        self.max_supports = limit;
        self
    }

    /// The same with another limit on the size of a dense copy.
    #[must_use]
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }
}

/// A strategy that is a best reply to itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SymmetricEquilibrium {
    /// The probability of each action.
    pub strategy: Vec<Rational>,
    /// The actions of positive probability, ascending.
    pub support: Vec<usize>,
    /// All actions that do best against the strategy, ascending; they contain the support.
    pub best_replies: Vec<usize>,
    /// The payoff of each player when both play the strategy.
    pub payoff: Rational,
}

impl SymmetricEquilibrium {
    /// The profile in which both players use the strategy.
    ///
    /// # Errors
    /// [`SolveError::NotAStrategy`] if the fields were changed to what is none.
    pub fn profile(&self) -> Result<MixedProfile, SolveError> {
        MixedProfile::new(vec![self.strategy.clone(), self.strategy.clone()])
    }
}

/// Checks that a two-player game is symmetric: both have the same number of actions, and the second
/// player's payoff at (i, j) is the first player's at (j, i).
///
/// # Errors
/// [`SolveError::NotTwoPlayers`], [`SolveError::NotSymmetric`] with the first place, row by row, at
/// which it is not, [`SolveError::Game`] for an invalid or too large game.
///
/// # Complexity
/// One read of each payoff.
///
/// ```
/// use lacuna::equilibrium::symmetric::check_symmetric;
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let rows = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// assert!(check_symmetric(&NormalForm::symmetric(&rows)?).is_ok());
/// let error = check_symmetric(&NormalForm::bimatrix(&rows, &rows)?).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the game is not symmetric: at [0, 1] the first player gets 0, \
///      and at [1, 0] the second player gets 5"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_symmetric<G: Game<Rational> + ?Sized>(game: &G) -> Result<(), SolveError> {
    Matrix::new(game, SizeLimit::default()).map(drop)
}

/// The first player's payoffs of a symmetric game.
struct Matrix<'a> {
    game: Cow<'a, NormalForm<Rational>>,
    size: usize,
}

impl<'a> Matrix<'a> {
    fn new<G: Game<Rational> + ?Sized>(game: &'a G, limit: SizeLimit) -> Result<Self, SolveError> {
        let [size, columns] = check_two_players(game)?;
        if size != columns {
            return Err(SolveError::NotSquare {
                actions: [size, columns],
            });
        }
        let game = dense(game, limit)?;
        for row in 0..size {
            for column in 0..size {
                let first = game.payoff_at(0, row * size + column);
                let second = game.payoff_at(1, column * size + row);
                if first != second {
                    return Err(SolveError::NotSymmetric {
                        row,
                        column,
                        first,
                        second,
                    });
                }
            }
        }
        Ok(Matrix { game, size })
    }

    /// What `own` is worth against `other`.
    fn entry(&self, own: usize, other: usize) -> Rational {
        self.game.payoff_at(0, own * self.size + other)
    }

    /// What `own` is worth against the strategy with these probabilities on these actions.
    fn worth(&self, own: usize, support: &[usize], probabilities: &[Rational]) -> Rational {
        let terms = support.iter().zip(probabilities);
        terms.map(|(&j, p)| self.entry(own, j) * p).sum()
    }

    /// Minus the symmetric part, twice: positive where meeting the same kind is bad.
    fn form(&self, i: usize, j: usize) -> Rational {
        -(self.entry(i, j) + self.entry(j, i))
    }

    /// The equilibrium with these probabilities on this support, if it is one: all actions of the
    /// support must be worth the same, which the caller knows.
    fn equilibrium(
        &self,
        support: &[usize],
        probabilities: &[Rational],
    ) -> Option<SymmetricEquilibrium> {
        let payoff = self.worth(*support.first()?, support, probabilities);
        let mut best_replies = Vec::new();
        for action in 0..self.size {
            if support.binary_search(&action).is_ok() {
                best_replies.push(action);
                continue;
            }
            match self.worth(action, support, probabilities).cmp(&payoff) {
                std::cmp::Ordering::Greater => return None,
                std::cmp::Ordering::Equal => best_replies.push(action),
                std::cmp::Ordering::Less => {}
            }
        }
        let mut strategy = vec![Rational::ZERO; self.size];
        for (&action, probability) in support.iter().zip(probabilities) {
            strategy[action] = probability.clone();
        }
        Some(SymmetricEquilibrium {
            strategy,
            support: support.to_vec(),
            best_replies,
            payoff,
        })
    }
}

/// Is one ascending list within another?
fn is_subset(small: &[usize], large: &[usize]) -> bool {
    small.iter().all(|item| large.binary_search(item).is_ok())
}
