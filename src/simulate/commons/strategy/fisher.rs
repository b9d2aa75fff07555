//! Agents that play strategies and plans of a commons.

use std::sync::Arc;

use rand::{Rng, RngExt};

use super::{MarkovStrategy, Wanted};
use crate::game::random::generator;
use crate::simulate::Agent;
use crate::simulate::commons::{
    CommonsError, CommonsObservation, CommonsRules, Growth, HysteresisPlan,
};

/// An agent that plays its part of a [`MarkovStrategy`] or of a plan. Where these say nothing it
/// wants nothing.
///
/// Agents that were made together share the public lots of [`Wanted`], which are drawn anew in each
/// episode. Each of them is to play the player of its place in the list, in the same episodes; those
/// of some places may be replaced by other agents.
#[derive(Debug, Clone)]
pub struct Fisher {
    plays: Plays,
    lots: u64,
    /// The number of episodes that were begun.
    episode: u64,
    player: usize,
    players: usize,
    /// What all harvested, month by month.
    harvests: Vec<u64>,
}

#[derive(Debug, Clone)]
pub(in crate::simulate::commons) enum Plays {
    Strategy(Arc<MarkovStrategy>),
    Plan(Arc<HysteresisPlan>),
}

impl Fisher {
    /// Agents, one a player, who harvest together what a planner would, under any growth.
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// use lacuna::simulate::Runner;
    /// use lacuna::simulate::commons::{Commons, CommonsRules, Fisher, Growth, Hysteresis};
    /// let rules = CommonsRules::default()
    ///     .with_months(2)
    ///     .with_growth(Growth::Hysteresis(Hysteresis::default()));
    /// let mut fishers = Fisher::planners(&rules, 1)?;
    /// let outcome = Runner::default().run(&mut Commons::new(rules)?, &mut fishers, 1, &mut ())?;
    /// assert_eq!(outcome.totals.iter().sum::<Rational>(), Rational::from(149));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Plan::new`](crate::simulate::commons::Plan::new) and [`HysteresisPlan::new`].
    pub fn planners(rules: &CommonsRules, lots: u64) -> Result<Vec<Self>, CommonsError> {
        Ok(match &rules.growth {
            Growth::Hysteresis(_) => HysteresisPlan::new(rules)?.fishers(lots),
            _ => MarkovStrategy::planner(rules)?.fishers(lots),
        })
    }

    pub(in crate::simulate::commons) fn all(plays: Plays, players: usize, lots: u64) -> Vec<Self> {
        let fisher = |player| Fisher {
            plays: plays.clone(),
            lots,
            episode: 0,
            player,
            players,
            harvests: Vec::new(),
        };
        (0..players).map(fisher).collect()
    }

    /// What all are to want.
    fn wanted(&self, seen: &CommonsObservation) -> Option<Wanted> {
        match &self.plays {
            Plays::Strategy(strategy) => strategy.wanted(seen.month, seen.stock),
            Plays::Plan(plan) => {
                let harvest = plan.harvest(seen.month, seen.stock, seen.regime, &self.harvests)?;
                Some(Wanted::of_harvest(harvest, seen.stock, self.players))
            }
        }
    }

    /// Is the player among the `count` whom the public lot of a month picks?
    fn is_picked(&self, month: usize, count: u32) -> bool {
        // Selection sampling (Knuth): each set of `count` players is equally likely, and everybody
        // who draws from the same stream finds the same set.
        let mut rng = generator(self.lots, (self.episode << 24) ^ month as u64);
        let mut open = u64::from(count);
        for candidate in 0..self.players {
            let picked = rng.random_range(0..(self.players - candidate) as u64) < open;
            if candidate == self.player {
                return picked;
            }
            open -= u64::from(picked);
        }
        false
    }
}

impl HysteresisPlan {
    /// One agent a player, who take equal shares of what the planner harvests; where that is
    /// everything, all want all of it. `lots` decides who gets a unit more.
    pub fn fishers(&self, lots: u64) -> Vec<Fisher> {
        Fisher::all(
            Plays::Plan(Arc::new(self.clone())),
            self.rules().players,
            lots,
        )
    }
}

impl Agent<CommonsObservation, u64> for Fisher {
    fn act(&mut self, seen: &CommonsObservation, _rng: &mut dyn Rng) -> u64 {
        if seen.month > self.harvests.len() {
            self.harvests.push(seen.total);
        }
        let Some(wanted) = self.wanted(seen) else {
            return 0;
        };
        let more = wanted.one_more > 0 && self.is_picked(seen.month, wanted.one_more);
        wanted.each + u64::from(more)
    }

    fn begin(&mut self, player: usize, _players: usize) {
        self.player = player;
        self.episode += 1;
        self.harvests.clear();
    }

    fn name(&self) -> String {
        match self.plays {
            Plays::Strategy(_) => "Markov strategy".to_owned(),
            Plays::Plan(_) => "planner".to_owned(),
        }
    }
}
