//! Agents that play their part of an equilibrium.

use std::sync::Arc;

use rand::Rng;
use rand::rngs::Xoshiro256PlusPlus;

use super::AgentError;
use super::fixed::draw;
use crate::equilibrium::MixedProfile;
use crate::equilibrium::correlated::Distribution;
use crate::game::GameError;
use crate::number::Rational;
use crate::simulate::{Agent, Streams};

/// Plays its strategy of a mixed profile: an action drawn anew in each step, from its own stream.
///
/// ```
/// use lacuna::equilibrium::{TwoPlayerOptions, all_equilibria};
/// use lacuna::game::catalogue::chicken;
/// use lacuna::simulate::agents::EquilibriumPlayer;
/// use lacuna::simulate::{GameRounds, Runner};
///
/// let game = chicken(6, 2, 7, 0)?;
/// let found = all_equilibria(&game, &TwoPlayerOptions::default())?;
/// let mixed = found.set().extreme().iter().find(|profile| profile.as_pure().is_none());
/// let mut agents = EquilibriumPlayer::all(mixed.expect("both dare with probability 1/3"));
/// let outcome = Runner::default().run(&mut GameRounds::new(&game, 3000), &mut agents, 1, &mut ())?;
/// // Each earns 14/3 a round, in the mean.
/// assert!((outcome.totals[0].to_f64() / 3000.0 - 14.0 / 3.0).abs() < 0.2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EquilibriumPlayer {
    strategy: Vec<Rational>,
}

impl EquilibriumPlayer {
    /// One that plays the part of `player` of a mixed profile; a pure one is
    /// [`MixedProfile::pure`], or [`Fixed`](super::Fixed).
    ///
    /// # Errors
    /// [`AgentError::Game`] if the profile has no such player.
    pub fn new(profile: &MixedProfile, player: usize) -> Result<Self, AgentError> {
        let strategies = profile.strategies();
        let strategy = strategies.get(player).ok_or(GameError::PlayerOutOfRange {
            player,
            players: strategies.len(),
        })?;
        Ok(EquilibriumPlayer {
            strategy: strategy.clone(),
        })
    }

    /// One for each player of the profile.
    pub fn all(profile: &MixedProfile) -> Vec<Self> {
        let strategies = profile.strategies().iter().cloned();
        strategies
            .map(|strategy| EquilibriumPlayer { strategy })
            .collect()
    }

    /// The probabilities of its actions.
    pub fn strategy(&self) -> &[Rational] {
        &self.strategy
    }
}

impl<O> Agent<O, usize> for EquilibriumPlayer {
    fn act(&mut self, _observation: &O, rng: &mut dyn Rng) -> usize {
        draw(&self.strategy, rng)
    }
    fn name(&self) -> String {
        "equilibrium player".to_owned()
    }
}

/// Does what a mediator recommends, who draws a profile from a distribution in each step and tells
/// each player its own part (Aumann, 1974).
///
/// The mediator has no seat in the simulation: every follower makes the same draws from a stream that
/// they have in common, which depends on the mediator's seed and on the number of the episode, and
/// looks at its own part. So one of them can be left out, and the others are advised as before. A
/// [`Mediator`](crate::simulate::institution::Mediator) is an institution instead, and tells agents of any
/// kind.
///
/// ```
/// use lacuna::equilibrium::{CorrelatedOptions, correlated_equilibrium};
/// use lacuna::game::catalogue::chicken;
/// use lacuna::simulate::agents::Recommended;
/// use lacuna::simulate::{GameRounds, Recording, Runner};
///
/// let game = chicken(6, 2, 7, 0)?;
/// let best = correlated_equilibrium(&game, &CorrelatedOptions::default())?;
/// let advice = &best.found().expect("there is one").distribution;
/// let mut agents = Recommended::all(advice, 17);
/// let mut recording = Recording::default();
/// Runner::default().run(&mut GameRounds::new(&game, 500), &mut agents, 1, &mut recording)?;
/// // Never do both dare.
/// assert!(recording.steps.iter().all(|step| step.actions != [1, 1]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Recommended {
    /// What may be recommended, which all followers share.
    parts: Arc<Parts>,
    player: usize,
    seed: u64,
    episodes: u64,
    stream: Xoshiro256PlusPlus,
}

#[derive(Debug)]
struct Parts {
    profiles: Vec<Vec<usize>>,
    probabilities: Vec<Rational>,
}

impl Parts {
    fn new(distribution: &Distribution) -> Self {
        let (profiles, probabilities) = distribution
            .iter()
            .map(|(profile, probability)| (profile, probability.clone()))
            .unzip();
        Parts {
            profiles,
            probabilities,
        }
    }
}

fn stream(seed: u64, episode: u64) -> Xoshiro256PlusPlus {
    // Not the stream of an institution that recommends: their seeds may be the same.
    Streams::new(Streams::new(seed).episode(episode)).world("advice to followers")
}

impl Recommended {
    /// A follower for each player of the distribution, advised by the mediator with this seed.
    pub fn all(distribution: &Distribution, seed: u64) -> Vec<Self> {
        let players = distribution.space().players();
        let parts = Arc::new(Parts::new(distribution));
        let follower = |player| Recommended {
            parts: Arc::clone(&parts),
            player,
            seed,
            episodes: 0,
            stream: stream(seed, 0),
        };
        (0..players).map(follower).collect()
    }
}

impl<O> Agent<O, usize> for Recommended {
    fn act(&mut self, _observation: &O, _rng: &mut dyn Rng) -> usize {
        let drawn = draw(&self.parts.probabilities, &mut self.stream);
        // A distribution has at least one profile, and each has a part for this player.
        let profile = self.parts.profiles.get(drawn);
        profile
            .and_then(|profile| profile.get(self.player).copied())
            .unwrap_or(0)
    }
    fn begin(&mut self, _player: usize, _players: usize) {
        self.stream = stream(self.seed, self.episodes);
        self.episodes = self.episodes.wrapping_add(1);
    }
    fn name(&self) -> String {
        "follows recommendations".to_owned()
    }
}
