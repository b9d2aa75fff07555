//! Mixed strategies, one a player, and what they are worth.
//!
//! The regret computed here is the trusted check of an equilibrium: it multiplies payoffs and
//! probabilities and knows no solver.

use serde::{Deserialize, Serialize};

use super::SolveError;
use crate::game::{Game, GameError, GameExt};
use crate::number::{Rational, Scalar, SumOfProducts};

/// One mixed strategy a player: a probability for each action, adding up to 1.
///
/// ```
/// use lacuna::equilibrium::MixedProfile;
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// // Chicken: both dare with probability 1/3.
/// let chicken = [[6, 2], [7, 0]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&chicken)?;
/// let third = Rational::new(1, 3)?;
/// let strategy = vec![Rational::ONE - &third, third];
/// let profile = MixedProfile::new(vec![strategy.clone(), strategy])?;
/// assert!(profile.is_equilibrium(&game)?);
/// assert_eq!(profile.welfare(&game)?, Rational::new(28, 3)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(
    try_from = "Vec<Vec<S>>",
    into = "Vec<Vec<S>>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct MixedProfile<S: Scalar = Rational> {
    strategies: Vec<Vec<S>>,
}

impl Eq for MixedProfile<Rational> {}

impl<S: Scalar> TryFrom<Vec<Vec<S>>> for MixedProfile<S> {
    type Error = SolveError;
    fn try_from(strategies: Vec<Vec<S>>) -> Result<Self, SolveError> {
        MixedProfile::new(strategies)
    }
}

impl<S: Scalar> From<MixedProfile<S>> for Vec<Vec<S>> {
    fn from(profile: MixedProfile<S>) -> Self {
        profile.strategies
    }
}

/// How far the probabilities of a floating-point strategy may be from adding up to 1.
const SUM_TOLERANCE: f64 = 1e-9;

impl<S: Scalar> MixedProfile<S> {
    /// A profile from `strategies[player][action]`.
    ///
    /// # Errors
    /// [`SolveError::NotAStrategy`] if a probability is negative or not a number, or if those of a
    /// player do not add up to 1 (exactly for rationals, within 10⁻⁹ for `f64`).
    pub fn new(strategies: Vec<Vec<S>>) -> Result<Self, SolveError> {
        for (player, strategy) in strategies.iter().enumerate() {
            let refuse = |problem: String| SolveError::NotAStrategy { player, problem };
            let bad = |p: &S| !p.is_finite() || *p < S::zero();
            if let Some(action) = strategy.iter().position(bad) {
                let value = &strategy[action];
                return Err(refuse(format!(
                    "the probability of action {action} is {value}"
                )));
            }
            let sum: S = strategy.iter().cloned().sum();
            let off = (sum.clone() - S::one()).to_f64().abs();
            if (S::EXACT && sum != S::one()) || off > SUM_TOLERANCE {
                return Err(refuse(format!(
                    "the probabilities add up to {sum} instead of 1"
                )));
            }
        }
        Ok(MixedProfile { strategies })
    }

    /// A profile from strategies known to be ones.
    pub(super) fn from_valid(strategies: Vec<Vec<S>>) -> Self {
        MixedProfile { strategies }
    }

    /// The profile in which each player takes one action for sure; `actions[i]` is the number of
    /// actions of player `i`.
    ///
    /// # Errors
    /// [`SolveError::Game`] for a profile that does not fit.
    pub fn pure(actions: &[usize], profile: &[usize]) -> Result<Self, SolveError> {
        crate::game::ProfileSpace::new(actions)?.index(profile)?;
        let strategies = actions.iter().zip(profile).map(|(&count, &chosen)| {
            let probability = |action| {
                if action == chosen {
                    S::one()
                } else {
                    S::zero()
                }
            };
            (0..count).map(probability).collect()
        });
        Ok(MixedProfile {
            strategies: strategies.collect(),
        })
    }

    /// The probabilities: `strategies()[player][action]`.
    pub fn strategies(&self) -> &[Vec<S>] {
        &self.strategies
    }

    /// The actions that `player` takes with positive probability, ascending.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn support(&self, player: usize) -> Vec<usize> {
        let strategy = self.strategies[player].iter().enumerate();
        strategy
            .filter(|(_, p)| **p > S::zero())
            .map(|(a, _)| a)
            .collect()
    }

    /// The pure profile, if every player takes one action for sure.
    pub fn as_pure(&self) -> Option<Vec<usize>> {
        let certain = |strategy: &Vec<S>| strategy.iter().position(|p| *p == S::one());
        self.strategies.iter().map(certain).collect()
    }

    fn check<G: Game<S> + ?Sized>(&self, game: &G) -> Result<(), SolveError> {
        if self.strategies.len() != game.players() {
            return Err(GameError::WrongProfileLength {
                found: self.strategies.len(),
                players: game.players(),
            }
            .into());
        }
        for (player, strategy) in self.strategies.iter().enumerate() {
            let actions = game.actions(player);
            if strategy.len() != actions {
                return Err(SolveError::NotAStrategy {
                    player,
                    problem: format!("it has {} entries for {actions} actions", strategy.len()),
                });
            }
        }
        Ok(())
    }

    /// The expectations of `count` quantities, written by `quantities` at each profile of positive
    /// probability, when `fixed` (if given) takes its action.
    ///
    /// Player by player from the last to the first, so that no probabilities are multiplied.
    fn expectations(
        &self,
        fixed: Option<(usize, usize)>,
        count: usize,
        quantities: impl FnMut(&[usize], &mut [S]),
    ) -> Vec<S> {
        let mut profile = vec![0; self.strategies.len()];
        let mut mixing = Vec::new();
        let mut certain = S::one();
        for (player, strategy) in self.strategies.iter().enumerate() {
            match (fixed, self.support(player).as_slice()) {
                (Some((who, action)), _) if who == player => profile[player] = action,
                (_, &[only]) => {
                    profile[player] = only;
                    certain = certain * &strategy[only];
                }
                _ => mixing.push((player, strategy.as_slice())),
            }
        }
        let mut walk = Walk {
            profile,
            quantities,
        };
        let mut found = vec![S::zero(); count];
        walk.expect(&mixing, &mut found);
        if certain != S::one() {
            for value in &mut found {
                *value = value.clone() * &certain;
            }
        }
        found
    }

    /// The expected payoffs, one a player.
    ///
    /// # Errors
    /// [`SolveError::Game`], [`SolveError::NotAStrategy`] if the profile is not of this game.
    ///
    /// # Complexity
    /// One payoff for each player and profile of positive probability.
    pub fn payoffs<G: Game<S> + ?Sized>(&self, game: &G) -> Result<Vec<S>, SolveError> {
        self.check(game)?;
        let payoffs = |profile: &[usize], payoffs: &mut [S]| game.payoffs_into(profile, payoffs);
        Ok(self.expectations(None, game.players(), payoffs))
    }

    /// The sum of the expected payoffs.
    ///
    /// # Errors
    /// As [`MixedProfile::payoffs`].
    pub fn welfare<G: Game<S> + ?Sized>(&self, game: &G) -> Result<S, SolveError> {
        Ok(self.payoffs(game)?.into_iter().sum())
    }

    /// What each action of `player` is worth against the others' strategies.
    ///
    /// # Errors
    /// As [`MixedProfile::payoffs`].
    pub fn action_payoffs<G: Game<S> + ?Sized>(
        &self,
        game: &G,
        player: usize,
    ) -> Result<Vec<S>, SolveError> {
        self.check(game)?;
        game.check_player(player)?;
        let worth = |action| {
            let payoff = |profile: &[usize], payoff: &mut [S]| {
                payoff.fill(game.payoff(player, profile));
            };
            self.expectations(Some((player, action)), 1, payoff)
        };
        Ok((0..game.actions(player)).flat_map(worth).collect())
    }

    /// The most that a player could gain by another strategy; zero exactly at equilibria.
    ///
    /// # Errors
    /// As [`MixedProfile::payoffs`].
    ///
    /// # Complexity
    /// One payoff for each player, action of this player, and profile of the others of positive
    /// probability.
    pub fn regret<G: Game<S> + ?Sized>(&self, game: &G) -> Result<S, SolveError> {
        let mut largest = S::zero();
        for player in 0..self.strategies.len() {
            let worth = self.action_payoffs(game, player)?;
            let strategy = &self.strategies[player];
            let mut own = S::Products::default();
            for (value, probability) in worth.iter().zip(strategy) {
                own.add(value, probability);
            }
            let own = own.finish();
            for value in worth {
                let gain = value - &own;
                if gain > largest {
                    largest = gain;
                }
            }
        }
        Ok(largest)
    }
}

/// A walk over the profiles of the players who mix; the others' actions are in `profile`.
struct Walk<Q> {
    profile: Vec<usize>,
    quantities: Q,
}

impl<Q> Walk<Q> {
    /// Writes the expectations over the choices of these players.
    fn expect<S: Scalar>(&mut self, mixing: &[(usize, &[S])], found: &mut [S])
    where
        Q: FnMut(&[usize], &mut [S]),
    {
        let Some((&(player, strategy), rest)) = mixing.split_first() else {
            (self.quantities)(&self.profile, found);
            return;
        };
        let mut sums = vec![S::Products::default(); found.len()];
        for (action, probability) in strategy.iter().enumerate() {
            if *probability > S::zero() {
                self.profile[player] = action;
                self.expect(rest, found);
                for (sum, value) in sums.iter_mut().zip(&*found) {
                    sum.add(value, probability);
                }
            }
        }
        for (value, sum) in found.iter_mut().zip(sums) {
            *value = sum.finish();
        }
    }
}

impl MixedProfile<Rational> {
    /// Is no player better off with another strategy?
    ///
    /// # Errors
    /// As [`MixedProfile::payoffs`].
    pub fn is_equilibrium<G: Game<Rational> + ?Sized>(&self, game: &G) -> Result<bool, SolveError> {
        Ok(self.regret(game)?.is_zero())
    }

    /// The probabilities in floating point, nearest.
    pub fn to_f64(&self) -> MixedProfile<f64> {
        let row = |strategy: &Vec<Rational>| strategy.iter().map(Rational::to_f64).collect();
        MixedProfile {
            strategies: self.strategies.iter().map(row).collect(),
        }
    }
}
