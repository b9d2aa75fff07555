//! A game, played round after round, as an environment.

use std::fmt;
use std::sync::Arc;

use super::environment::check_step;
use super::{Environment, SimulationError};
use crate::game::Game;
use crate::number::Rational;

/// What a player of a repeated game sees.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoundObservation {
    /// The player.
    pub player: usize,
    /// The number of the round that is to be played, from 0.
    pub round: usize,
    /// What everybody did in the round before.
    pub last: Option<Arc<[usize]>>,
}

/// Any [`Game`], played for a number of rounds, with everybody's actions seen afterwards.
#[derive(Debug, Clone)]
pub struct GameRounds<G> {
    game: G,
    rounds: usize,
    round: usize,
    last: Option<Arc<[usize]>>,
}

impl<G: Game<Rational>> GameRounds<G> {
    /// So many rounds of a game.
    pub fn new(game: G, rounds: usize) -> Self {
        GameRounds {
            game,
            rounds,
            round: 0,
            last: None,
        }
    }

    /// The game.
    pub fn game(&self) -> &G {
        &self.game
    }
}

impl<G: Game<Rational>> Environment for GameRounds<G> {
    type Observation = RoundObservation;
    type Action = usize;

    fn players(&self) -> usize {
        self.game.players()
    }
    fn reset(&mut self, _seed: u64) {
        self.round = 0;
        self.last = None;
    }
    fn is_over(&self) -> bool {
        self.round >= self.rounds
    }
    fn observe(&self, player: usize) -> RoundObservation {
        RoundObservation {
            player,
            round: self.round,
            last: self.last.clone(),
        }
    }
    fn step(&mut self, actions: &[usize], rewards: &mut [Rational]) -> Result<(), SimulationError> {
        check_step(self, actions, rewards)?;
        for (player, &action) in actions.iter().enumerate() {
            let count = self.game.actions(player);
            if action >= count {
                let reason = match count.checked_sub(1) {
                    Some(last) => format!("its actions are 0 to {last}"),
                    None => "it has no actions".to_owned(),
                };
                return Err(SimulationError::illegal_action(player, action, reason));
            }
        }
        self.game.payoffs_into(actions, rewards);
        self.round += 1;
        self.last = Some(actions.into());
        Ok(())
    }
    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        write!(to, "round {} of {}", self.round, self.rounds)?;
        let Some(last) = &self.last else {
            return Ok(());
        };
        for (player, &action) in last.iter().enumerate() {
            let name = self.game.action_name(player, action);
            let name = name.map_or_else(|| format!("action {action}"), str::to_owned);
            write!(to, "; {}: {name}", self.player_name(player))?;
        }
        Ok(())
    }
    fn player_name(&self, player: usize) -> String {
        let name = self.game.player_name(player);
        name.map_or_else(|| format!("player {player}"), str::to_owned)
    }
}
