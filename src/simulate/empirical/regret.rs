//! What can be said about equilibria of a game known from samples.

use serde::{Deserialize, Serialize};

use super::{EmpiricalError, EmpiricalGame, Interval};
use crate::equilibrium::{MixedProfile, SolveError};
use crate::game::{Game, GameError, GameExt, Profile};
use crate::number::Rational;

/// Which pure profiles are ε-equilibria of the true game.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EquilibriumVerdicts {
    /// Surely are: nobody can gain more than ε.
    pub certain: Vec<Profile>,
    /// May or may not be.
    pub undecided: Vec<Profile>,
    /// Surely are not: somebody can gain more than ε.
    pub excluded: Vec<Profile>,
}

impl EmpiricalGame {
    /// The interval of what `player` gains in the true game, or loses, by `strategy` instead of its
    /// own in `profile`. Where episodes of one number have one seed and intervals go by variance, it
    /// is the variance of the difference that counts, which is small if both depend on the same
    /// chance.
    ///
    /// # Errors
    /// [`GameError`] for a player, a profile or a strategy that is not of this game.
    pub fn gain(
        &self,
        player: usize,
        profile: &[usize],
        strategy: usize,
    ) -> Result<Interval, GameError> {
        self.means().check_player(player)?;
        let index = self.space().index(profile)?;
        let mut other = profile.to_vec();
        other[player] = strategy;
        self.means().check_profile(&other)?;
        Ok(self.gain_at(player, index, strategy))
    }

    fn gain_at(&self, player: usize, index: usize, strategy: usize) -> Interval {
        let other = self.space().deviation(index, player, strategy);
        let means = self.means();
        let gain = means.payoff_at(player, other) - means.payoff_at(player, index);
        let slack = self.slack(player, index, strategy);
        Interval::new(&gain - &slack, gain + slack)
    }

    /// The interval of what `player` can gain in the true game by another strategy than the one in
    /// `profile`. It lies in `[max(0, r − 2ε), r + 2ε]` for the regret `r` in the means and the
    /// largest half-width ε (Tuyls et al. 2020), and is narrower where half-widths are smaller, or
    /// no deviation comes close.
    ///
    /// # Errors
    /// [`GameError`] for a player or a profile that is not of this game.
    pub fn player_regret(&self, player: usize, profile: &[usize]) -> Result<Interval, GameError> {
        self.means().check_player(player)?;
        let index = self.space().index(profile)?;
        Ok(self.regret_at(player, index))
    }

    fn regret_at(&self, player: usize, index: usize) -> Interval {
        let mut regret = Interval::new(Rational::ZERO, Rational::ZERO);
        for strategy in 0..self.space().actions()[player] {
            let gain = self.gain_at(player, index, strategy);
            regret.low = regret.low.max(gain.low);
            regret.high = regret.high.max(gain.high);
        }
        regret
    }

    /// The interval of the largest gain of any player in the true game: the least ε for which the
    /// profile is an ε-equilibrium.
    ///
    /// # Errors
    /// [`GameError`] for a profile that is not of this game.
    ///
    /// ```
    /// use lacuna::game::catalogue;
    /// use lacuna::simulate::GameRounds;
    /// use lacuna::simulate::empirical::{EmpiricalGame, EmpiricalOptions, Episodes};
    /// use lacuna::number::Rational;
    ///
    /// let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
    /// let actions = vec![vec![0, 1]; 2];
    /// let once = Episodes::of_actions(|| GameRounds::new(dilemma.clone(), 1), actions)?;
    /// let options = EmpiricalOptions::default().with_payoff_range(0, 5);
    /// let game = EmpiricalGame::sample(&once, 2000, &options)?;
    /// let regret = game.regret(&[0, 0])?;
    /// assert!(regret.contains(&Rational::from(2)) && regret.width() < Rational::ONE);
    /// // Nobody gains by leaving (1, 1): another action is worth 1 less, give or take 0.4.
    /// assert_eq!(game.regret(&[1, 1])?.high, Rational::ZERO);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn regret(&self, profile: &[usize]) -> Result<Interval, GameError> {
        Ok(self.largest_regret_at(self.space().index(profile)?))
    }

    pub(super) fn largest_regret_at(&self, index: usize) -> Interval {
        let players = 0..self.space().players();
        players
            .map(|player| self.regret_at(player, index))
            .reduce(|one, other| Interval::new(one.low.max(other.low), one.high.max(other.high)))
            .unwrap_or(Interval::new(Rational::ZERO, Rational::ZERO))
    }

    /// The width of the widest interval of a regret.
    pub(super) fn widest_regret(&self) -> Rational {
        let indices = 0..self.space().len();
        let widths = indices.map(|index| self.largest_regret_at(index).width());
        widths.max().unwrap_or_default()
    }

    /// The interval of the largest gain of any player in the true game against mixed strategies.
    ///
    /// # Errors
    /// [`SolveError`] for a profile that is not of this game.
    pub fn mixed_regret(&self, profile: &MixedProfile<Rational>) -> Result<Interval, SolveError> {
        let mut regret = Interval::new(Rational::ZERO, Rational::ZERO);
        for (player, strategy) in profile.strategies().iter().enumerate() {
            let expect = |numbers: &[Rational]| -> Rational {
                let terms = strategy.iter().zip(numbers);
                terms
                    .map(|(probability, number)| probability * number)
                    .sum()
            };
            let means = profile.action_payoffs(self.means(), player)?;
            let mean = expect(&means);
            for (action, payoff) in means.iter().enumerate() {
                let gain = payoff - &mean;
                let slacks = Slacks { game: self, action };
                let slack = expect(&profile.action_payoffs(&slacks, player)?);
                regret.low = regret.low.max(&gain - &slack);
                regret.high = regret.high.max(gain + slack);
            }
        }
        Ok(regret)
    }

    /// Which pure profiles are ε-equilibria of the true game, surely, perhaps, and surely not. With
    /// the confidence of the game, all that are certain are and none that is excluded is.
    ///
    /// # Errors
    /// [`EmpiricalError::BadOption`] if ε is negative.
    pub fn equilibria(&self, epsilon: &Rational) -> Result<EquilibriumVerdicts, EmpiricalError> {
        if epsilon.is_negative() {
            return Err(EmpiricalError::bad_option("ε", epsilon, "at least 0"));
        }
        let mut verdicts = EquilibriumVerdicts::default();
        self.space().for_each(|index, profile| {
            let regret = self.largest_regret_at(index);
            let list = if regret.high <= *epsilon {
                &mut verdicts.certain
            } else if regret.low > *epsilon {
                &mut verdicts.excluded
            } else {
                &mut verdicts.undecided
            };
            list.push(profile.to_vec());
        });
        Ok(verdicts)
    }
}

/// How far the differences that an action makes can be from those of the means, as payoffs, so that
/// they can be averaged over mixed strategies.
struct Slacks<'a> {
    game: &'a EmpiricalGame,
    action: usize,
}

impl Game<Rational> for Slacks<'_> {
    fn players(&self) -> usize {
        self.game.space().players()
    }
    fn actions(&self, player: usize) -> usize {
        self.game.space().actions()[player]
    }
    fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
        let index = self.game.space().index_unchecked(profile);
        self.game.slack(player, index, self.action)
    }
}
