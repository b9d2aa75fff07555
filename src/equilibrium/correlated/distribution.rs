//! Distributions over profiles, and the trusted checks of correlated play.
//!
//! The regrets computed here multiply payoffs and probabilities and know no solver.

use serde::{Deserialize, Serialize};

use crate::equilibrium::{MixedProfile, SolveError};
use crate::game::{Game, GameError, GameExt, Profile, ProfileSpace};
use crate::number::{DotProduct, Rational};

/// A probability distribution over the profiles of a game; only positive probabilities are kept.
///
/// serde writes the numbers of actions and the profiles of positive probability, and checks
/// everything on the way in.
///
/// ```
/// use lacuna::equilibrium::correlated::Distribution;
/// use lacuna::game::catalogue::chicken;
/// use lacuna::number::Rational;
///
/// // The textbook traffic light of chicken: never both dare.
/// let third = Rational::new(1, 3)?;
/// let profiles = [vec![0, 0], vec![0, 1], vec![1, 0]];
/// let light = Distribution::new(&[2, 2], profiles.map(|profile| (profile, third.clone())))?;
/// let game = chicken(6, 2, 7, 0)?;
/// assert!(light.is_correlated_equilibrium(&game)?);
/// assert_eq!(light.welfare(&game)?, Rational::from(10));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawDistribution", into = "RawDistribution")]
pub struct Distribution {
    space: ProfileSpace,
    /// Indices ascending, probabilities positive, adding up to 1.
    entries: Vec<(usize, Rational)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDistribution {
    actions: Vec<usize>,
    probabilities: Vec<(Profile, Rational)>,
}

impl TryFrom<RawDistribution> for Distribution {
    type Error = SolveError;
    fn try_from(raw: RawDistribution) -> Result<Self, SolveError> {
        Distribution::new(&raw.actions, raw.probabilities)
    }
}

impl From<Distribution> for RawDistribution {
    fn from(distribution: Distribution) -> Self {
        RawDistribution {
            actions: distribution.space.actions().to_vec(),
            probabilities: distribution
                .iter()
                .map(|(profile, probability)| (profile, probability.clone()))
                .collect(),
        }
    }
}

impl Distribution {
    /// A distribution from profiles and their probabilities, in any order; those of a profile that
    /// occurs twice add up. `actions[i]` is the number of actions of player `i`.
    ///
    /// # Errors
    /// [`SolveError::Game`] for a profile that does not fit, [`SolveError::NotADistribution`] for
    /// a negative probability or a sum other than 1.
    pub fn new(
        actions: &[usize],
        probabilities: impl IntoIterator<Item = (Profile, Rational)>,
    ) -> Result<Self, SolveError> {
        let space = ProfileSpace::new(actions)?;
        let entries = probabilities
            .into_iter()
            .map(|(profile, probability)| Ok((space.index(&profile)?, probability)))
            .collect::<Result<Vec<_>, GameError>>()?;
        Self::from_entries(space, entries)
    }

    /// The distribution with these probabilities of profile indices.
    pub(super) fn from_entries(
        space: ProfileSpace,
        mut entries: Vec<(usize, Rational)>,
    ) -> Result<Self, SolveError> {
        let refuse = |problem: String| SolveError::NotADistribution { problem };
        if let Some((index, probability)) = entries.iter().find(|(_, p)| p.is_negative()) {
            let profile = space.profile(*index)?;
            return Err(refuse(format!(
                "the probability of profile {profile:?} is {probability}"
            )));
        }
        entries.retain(|(_, probability)| !probability.is_zero());
        entries.sort_by_key(|(index, _)| *index);
        entries.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += &later.1;
            }
            same
        });
        let sum = Rational::total(entries.iter().map(|(_, probability)| probability));
        if sum != Rational::ONE {
            return Err(refuse(format!(
                "the probabilities add up to {sum} instead of 1"
            )));
        }
        Ok(Distribution { space, entries })
    }

    /// Independent play of the strategies of a mixed profile.
    ///
    /// # Errors
    /// [`SolveError::Game`] if there are more profiles than can be counted.
    ///
    /// # Complexity
    /// One step for each player and profile of positive probability.
    pub fn product(profile: &MixedProfile) -> Result<Self, SolveError> {
        let strategies = profile.strategies();
        let actions: Vec<usize> = strategies.iter().map(Vec::len).collect();
        let space = ProfileSpace::new(&actions)?;
        let mut entries = vec![(0, Rational::ONE)];
        for (player, strategy) in strategies.iter().enumerate() {
            let stride = space.stride(player);
            entries = entries
                .iter()
                .flat_map(|(index, so_far)| {
                    let played = strategy.iter().enumerate().filter(|(_, p)| !p.is_zero());
                    played.map(move |(action, p)| (index + action * stride, so_far * p))
                })
                .collect();
        }
        Self::from_entries(space, entries)
    }

    /// The profiles and their index arithmetic.
    pub fn space(&self) -> &ProfileSpace {
        &self.space
    }

    /// The index of each profile of positive probability with its probability, ascending.
    pub fn entries(&self) -> &[(usize, Rational)] {
        &self.entries
    }

    /// The profiles of positive probability with their probabilities, in the order of profiles.
    pub fn iter(&self) -> impl Iterator<Item = (Profile, &Rational)> {
        self.entries
            .iter()
            .map(|(index, probability)| (self.space.profile_unchecked(*index), probability))
    }

    /// The probability of a profile.
    ///
    /// # Errors
    /// [`SolveError::Game`] for a profile that does not fit.
    pub fn probability(&self, profile: &[usize]) -> Result<Rational, SolveError> {
        let index = self.space.index(profile)?;
        let found = self.entries.binary_search_by_key(&index, |(i, _)| *i);
        Ok(found.map_or(Rational::ZERO, |place| self.entries[place].1.clone()))
    }

    /// The probability of each action of `player`.
    ///
    /// # Errors
    /// [`SolveError::Game`] if there is no such player.
    pub fn marginal(&self, player: usize) -> Result<Vec<Rational>, SolveError> {
        let players = self.space.players();
        let Some(&actions) = self.space.actions().get(player) else {
            return Err(GameError::PlayerOutOfRange { player, players }.into());
        };
        let mut marginal = vec![Rational::ZERO; actions];
        for (index, probability) in &self.entries {
            marginal[self.space.action(*index, player)] += probability;
        }
        Ok(marginal)
    }

    /// The strategies of the players, if they act independently.
    ///
    /// # Complexity
    /// One step for each player and profile in the product of the marginal distributions.
    pub fn as_product(&self) -> Option<MixedProfile> {
        let marginals: Result<Vec<_>, _> = (0..self.space.players())
            .map(|player| self.marginal(player))
            .collect();
        let marginals = marginals.ok()?;
        // A product has as many profiles as the supports of its marginals allow.
        let support = |marginal: &Vec<Rational>| marginal.iter().filter(|p| !p.is_zero()).count();
        let profiles: u128 = marginals.iter().map(|m| support(m) as u128).product();
        if profiles != self.entries.len() as u128 {
            return None;
        }
        let mixed = MixedProfile::new(marginals).ok()?;
        (Distribution::product(&mixed).ok()? == *self).then_some(mixed)
    }

    fn check<G: Game<Rational> + ?Sized>(&self, game: &G) -> Result<(), SolveError> {
        let space = game.profile_space()?;
        if space != self.space {
            return Err(SolveError::ShapesDiffer {
                first: self.space.actions().to_vec(),
                second: space.actions().to_vec(),
            });
        }
        Ok(())
    }

    /// The expected payoffs, one a player.
    ///
    /// # Errors
    /// [`SolveError::Game`], [`SolveError::ShapesDiffer`].
    ///
    /// # Complexity
    /// One payoff for each player and profile of positive probability.
    pub fn payoffs<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
    ) -> Result<Vec<Rational>, SolveError> {
        self.check(game)?;
        let mut expected = vec![DotProduct::new(); self.space.players()];
        let mut payoffs = vec![Rational::ZERO; self.space.players()];
        for (profile, probability) in self.iter() {
            game.payoffs_into(&profile, &mut payoffs);
            for (sum, payoff) in expected.iter_mut().zip(&payoffs) {
                sum.add(payoff, probability);
            }
        }
        Ok(expected.into_iter().map(DotProduct::finish).collect())
    }

    /// The sum of the expected payoffs.
    ///
    /// # Errors
    /// As [`Distribution::payoffs`].
    pub fn welfare<G: Game<Rational> + ?Sized>(&self, game: &G) -> Result<Rational, SolveError> {
        Ok(self.payoffs(game)?.into_iter().sum())
    }

    /// For each action of `player` that is recommended, and each action `b`, the expected gain from
    /// taking `b` whenever it is: `gains[recommended][b]`.
    fn gains<G: Game<Rational> + ?Sized>(&self, game: &G, player: usize) -> Vec<Vec<Rational>> {
        let actions = self.space.actions()[player];
        let mut gains = vec![vec![DotProduct::new(); actions]; actions];
        for (mut profile, probability) in self.iter() {
            let recommended = profile[player];
            let obedient = game.payoff(player, &profile);
            for (action, gain) in gains[recommended].iter_mut().enumerate() {
                profile[player] = action;
                gain.add(&(game.payoff(player, &profile) - &obedient), probability);
            }
        }
        let finished = |row: Vec<DotProduct>| row.into_iter().map(DotProduct::finish).collect();
        gains.into_iter().map(finished).collect()
    }

    /// The most that a player could gain, in expectation before it is told anything, by taking
    /// another action at one of its recommendations; zero exactly at correlated equilibria.
    ///
    /// # Errors
    /// As [`Distribution::payoffs`].
    ///
    /// # Complexity
    /// One payoff for each player, action of this player, and profile of positive probability.
    pub fn correlated_regret<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
    ) -> Result<Rational, SolveError> {
        self.check(game)?;
        let mut largest = Rational::ZERO;
        for player in 0..self.space.players() {
            for gain in self.gains(game, player).into_iter().flatten() {
                largest = largest.max(gain);
            }
        }
        Ok(largest)
    }

    /// The most that a player could gain by one action that it takes whatever the recommendation
    /// (its external regret); zero if there is no gain, that is, at coarse correlated equilibria.
    ///
    /// # Errors
    /// As [`Distribution::payoffs`].
    ///
    /// # Complexity
    /// As [`Distribution::correlated_regret`].
    pub fn coarse_regret<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
    ) -> Result<Rational, SolveError> {
        self.check(game)?;
        let mut largest = Rational::ZERO;
        for player in 0..self.space.players() {
            let gains = self.gains(game, player);
            for action in 0..self.space.actions()[player] {
                largest = largest.max(Rational::total(gains.iter().map(|row| &row[action])));
            }
        }
        Ok(largest)
    }

    /// Does every player do best to follow every recommendation?
    ///
    /// # Errors
    /// As [`Distribution::payoffs`].
    pub fn is_correlated_equilibrium<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
    ) -> Result<bool, SolveError> {
        Ok(self.correlated_regret(game)?.is_zero())
    }

    /// Does no player gain by one action that it takes whatever the recommendation?
    ///
    /// # Errors
    /// As [`Distribution::payoffs`].
    pub fn is_coarse_correlated_equilibrium<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
    ) -> Result<bool, SolveError> {
        Ok(self.coarse_regret(game)?.is_zero())
    }
}
