//! Episodes: agents in an environment, step by step.

use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use super::{Agent, Environment, Feedback, SimulationError, Streams, WrongLength};
use crate::number::Rational;

/// A step as a [`Watcher`] sees it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Step<'a, A> {
    /// The number of the step, from 0.
    pub number: usize,
    /// What everybody did.
    pub actions: &'a [A],
    /// What everybody gained.
    pub rewards: &'a [Rational],
}

/// Something that watches an episode: a recorder, a metric, a progress bar.
pub trait Watcher<E: Environment + ?Sized> {
    /// An episode begins.
    fn begin(&mut self, _environment: &E, _seed: u64) {}

    /// A step was taken; the environment is as it is after it.
    fn step(&mut self, _environment: &E, _step: &Step<'_, E::Action>) {}

    /// The episode ended.
    fn end(&mut self, _environment: &E, _outcome: &EpisodeOutcome) {}
}

/// Nobody watches.
impl<E: Environment + ?Sized> Watcher<E> for () {}

/// Two watch.
impl<E: Environment + ?Sized, V: Watcher<E>, W: Watcher<E>> Watcher<E> for (V, W) {
    fn begin(&mut self, environment: &E, seed: u64) {
        self.0.begin(environment, seed);
        self.1.begin(environment, seed);
    }
    fn step(&mut self, environment: &E, step: &Step<'_, E::Action>) {
        self.0.step(environment, step);
        self.1.step(environment, step);
    }
    fn end(&mut self, environment: &E, outcome: &EpisodeOutcome) {
        self.0.end(environment, outcome);
        self.1.end(environment, outcome);
    }
}

impl<E: Environment + ?Sized, W: Watcher<E> + ?Sized> Watcher<E> for &mut W {
    fn begin(&mut self, environment: &E, seed: u64) {
        (**self).begin(environment, seed);
    }
    fn step(&mut self, environment: &E, step: &Step<'_, E::Action>) {
        (**self).step(environment, step);
    }
    fn end(&mut self, environment: &E, outcome: &EpisodeOutcome) {
        (**self).end(environment, outcome);
    }
}

/// What came of an episode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EpisodeOutcome {
    /// The seed.
    pub seed: u64,
    /// The number of steps.
    pub steps: usize,
    /// Did the environment end it, and not the limit on steps?
    pub finished: bool,
    /// What each player gained in all.
    pub totals: Vec<Rational>,
}

/// Runs agents in an environment.
///
/// Agent `i` plays player `i` and draws from the stream [`Streams::agent`] of the episode's seed, so
/// that an episode depends on the seed, the environment and the agents and on nothing else. Memory
/// does not grow with the number of steps; a [`Watcher`] may record.
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
/// use lacuna::simulate::{Agent, FromFunction, GameRounds, RoundObservation, Runner};
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let mut rounds = GameRounds::new(NormalForm::symmetric(&dilemma)?, 10);
/// // Tit for tat against one that always defects.
/// let mut agents: Vec<Box<dyn Agent<RoundObservation, usize>>> = vec![
///     Box::new(FromFunction::new("tit for tat", |seen: &RoundObservation, _: &mut dyn rand::Rng| {
///         seen.last.as_ref().map_or(0, |last| last[1 - seen.player])
///     })),
///     Box::new(FromFunction::new("defector", |_: &RoundObservation, _: &mut dyn rand::Rng| 1)),
/// ];
/// let outcome = Runner::default().run(&mut rounds, &mut agents, 1, &mut ())?;
/// assert_eq!(outcome.totals, [9, 14].map(Rational::from));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Runner {
    max_steps: Option<usize>,
}

impl Runner {
    /// Ends an episode after so many steps even if the environment goes on; agents are not told that it
    /// is over then. With none, an episode begins and ends without a step.
    #[must_use]
    pub fn with_max_steps(mut self, steps: usize) -> Self {
        self.max_steps = Some(steps);
        self
    }

    /// Runs one episode.
    ///
    /// # Errors
    /// [`SimulationError::WrongLength`] unless there is one agent a player, and what the
    /// environment refuses. The environment is then as it was after the last step taken, agents keep
    /// what they learnt of the steps before, and watchers what they saw; these are not told an end.
    pub fn run<E, G, W>(
        &self,
        environment: &mut E,
        agents: &mut [G],
        seed: u64,
        watcher: &mut W,
    ) -> Result<EpisodeOutcome, SimulationError>
    where
        E: Environment + ?Sized,
        G: Agent<E::Observation, E::Action>,
        W: Watcher<E> + ?Sized,
    {
        let players = environment.players();
        WrongLength::check_players("the list of agents", agents.len(), players)?;
        environment.reset(seed);
        watcher.begin(environment, seed);
        let mut streams: Vec<Xoshiro256PlusPlus> = Vec::with_capacity(players);
        for (player, agent) in agents.iter_mut().enumerate() {
            agent.begin(player, players);
            streams.push(Streams::new(seed).agent(player));
        }
        let mut observations = Vec::with_capacity(players);
        observations.extend((0..players).map(|player| environment.observe(player)));
        let mut actions = Vec::with_capacity(players);
        let mut rewards = vec![Rational::ZERO; players];
        let mut totals = vec![Rational::ZERO; players];
        let mut steps = 0;
        while !environment.is_over() && self.max_steps.is_none_or(|limit| steps < limit) {
            actions.clear();
            let seats = agents.iter_mut().zip(&observations).zip(&mut streams);
            actions.extend(seats.map(|((agent, seen), stream)| agent.act(seen, stream)));
            environment.step(&actions, &mut rewards)?;
            for (total, reward) in totals.iter_mut().zip(&rewards) {
                *total += reward;
            }
            let over = environment.is_over();
            for (player, (agent, seen)) in agents.iter_mut().zip(&mut observations).enumerate() {
                let next = environment.observe(player);
                agent.learn(&Feedback {
                    player,
                    observation: seen,
                    actions: &actions,
                    rewards: &rewards,
                    next: &next,
                    over,
                });
                *seen = next;
            }
            let step = Step {
                number: steps,
                actions: &actions,
                rewards: &rewards,
            };
            watcher.step(environment, &step);
            steps += 1;
        }
        let outcome = EpisodeOutcome {
            seed,
            steps,
            finished: environment.is_over(),
            totals,
        };
        watcher.end(environment, &outcome);
        Ok(outcome)
    }
}
