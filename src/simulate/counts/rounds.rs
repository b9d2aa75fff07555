//! A game on counts, played round after round, as an environment.

use std::fmt;
use std::sync::Arc;

use super::{CountGame, count};
use crate::number::Rational;
use crate::simulate::{Environment, SimulationError, check_step};

/// What a player of a repeated game on counts sees.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CountObservation {
    /// The player.
    pub player: usize,
    /// The number of players.
    pub players: usize,
    /// The number of the round that is to be played, from 0.
    pub round: usize,
    /// What the player itself did in the round before.
    pub own: Option<usize>,
    /// How many of *all* players took each action in the round before.
    pub counts: Option<Arc<[usize]>>,
}

/// Any [`CountGame`], played for a number of rounds, with the counts seen afterwards. A step costs one
/// pass over the players and one payoff for each action.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::Environment;
/// use lacuna::simulate::counts::{CountRounds, ThresholdHunt};
///
/// // Three of four must hunt the stag.
/// let mut hunt = CountRounds::new(ThresholdHunt::new(4, 3, 4, 1)?, 10);
/// hunt.reset(1);
/// let mut rewards = vec![Rational::ZERO; 4];
/// hunt.step(&[0, 0, 1, 0], &mut rewards)?;
/// assert_eq!(rewards, [4, 4, 1, 4].map(Rational::from));
/// assert_eq!(hunt.observe(2).counts.as_deref(), Some(&[3, 1][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CountRounds<C> {
    game: C,
    rounds: usize,
    round: usize,
    last: Vec<usize>,
    counts: Option<Arc<[usize]>>,
    worth: Vec<Rational>,
}

impl<C: CountGame> CountRounds<C> {
    /// So many rounds of a game.
    pub fn new(game: C, rounds: usize) -> Self {
        CountRounds {
            worth: vec![Rational::ZERO; game.actions()],
            game,
            rounds,
            round: 0,
            last: Vec::new(),
            counts: None,
        }
    }

    /// The game.
    pub fn game(&self) -> &C {
        &self.game
    }

    /// How many players took each action in the round before.
    pub fn counts(&self) -> Option<&[usize]> {
        self.counts.as_deref()
    }
}

impl<C: CountGame> Environment for CountRounds<C> {
    type Observation = CountObservation;
    type Action = usize;

    fn players(&self) -> usize {
        self.game.players()
    }
    fn reset(&mut self, _seed: u64) {
        self.round = 0;
        self.last.clear();
        self.counts = None;
    }
    fn is_over(&self) -> bool {
        self.round >= self.rounds
    }
    fn observe(&self, player: usize) -> CountObservation {
        CountObservation {
            player,
            players: self.game.players(),
            round: self.round,
            own: self.last.get(player).copied(),
            counts: self.counts.clone(),
        }
    }
    fn step(&mut self, actions: &[usize], rewards: &mut [Rational]) -> Result<(), SimulationError> {
        check_step(self, actions, rewards)?;
        let available = self.game.actions();
        let Some(counts) = count(actions, available) else {
            let wrong = actions.iter().enumerate().find(|(_, a)| **a >= available);
            let (player, &action) = wrong.unwrap_or((0, &0));
            let reason = format!("its actions are 0 to {}", available.saturating_sub(1));
            return Err(SimulationError::illegal_action(player, action, reason));
        };
        self.game.payoffs_at(&counts, &mut self.worth);
        for (reward, &action) in rewards.iter_mut().zip(actions) {
            reward.clone_from(&self.worth[action]);
        }
        self.round += 1;
        self.last.clear();
        self.last.extend_from_slice(actions);
        self.counts = Some(counts.into());
        Ok(())
    }
    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        write!(to, "round {} of {}", self.round, self.rounds)?;
        let counts = self.counts.iter().flat_map(|counts| counts.iter());
        for (action, count) in counts.enumerate() {
            match self.game.action_name(action) {
                Some(name) => write!(to, "; {name}: {count}")?,
                None => write!(to, "; action {action}: {count}")?,
            }
        }
        Ok(())
    }
}
