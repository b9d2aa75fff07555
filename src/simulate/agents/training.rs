//! Many episodes in a row, and what they were like window by window.

use serde::{Deserialize, Serialize};

use super::AgentError;
use crate::number::Rational;
use crate::simulate::{
    Agent, Environment, EpisodeOutcome, Runner, SimulationError, Step, Streams, Watcher,
};

/// What happened in some episodes in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TrainingWindow {
    /// The number of the first episode, from 0.
    pub first: usize,
    /// The number of episodes; the last window may have fewer than the others.
    pub episodes: usize,
    /// The number of steps in all of them.
    pub steps: u64,
    /// For each player in how many steps its action was counted.
    pub counted: Vec<u64>,
    /// For each player the sum of its rewards, as the environment gave them.
    pub rewards: Vec<Rational>,
}

impl TrainingWindow {
    /// Counted actions as a share of all actions of all players: `Σ counted / (steps · players)`; 0 if
    /// there was no step. It is a share of *steps*, whatever the length of an episode.
    pub fn share(&self) -> Rational {
        let counted: Rational = self.counted.iter().copied().map(Rational::from).sum();
        let all = Rational::from(self.steps) * &Rational::from(self.counted.len());
        counted.checked_div(&all).unwrap_or_default()
    }

    /// For each player, counted actions as a share of its actions: `counted / steps`; 0 if there was no
    /// step.
    pub fn shares(&self) -> Vec<Rational> {
        self.a_step(self.counted.iter().map(|&count| Rational::from(count)))
    }

    /// For each player its mean reward a step: `rewards / steps`; 0 if there was no step.
    pub fn mean_rewards(&self) -> Vec<Rational> {
        self.a_step(self.rewards.iter().cloned())
    }

    /// The mean welfare a step: the sum of all rewards over the number of steps; 0 if there was none.
    pub fn mean_welfare(&self) -> Rational {
        let total: Rational = self.rewards.iter().sum();
        let steps = Rational::from(self.steps);
        total.checked_div(&steps).unwrap_or_default()
    }

    fn a_step(&self, totals: impl Iterator<Item = Rational>) -> Vec<Rational> {
        let steps = Rational::from(self.steps);
        totals
            .map(|total| total.checked_div(&steps).unwrap_or_default())
            .collect()
    }
}

/// A [`Watcher`] that gathers every so many episodes in a [`TrainingWindow`], and counts the actions
/// that a function of the player and the action picks out: those that cooperate, say.
///
/// It goes on from run to run. An episode in which a step fails counts, with the steps before.
/// [`Training`] runs the episodes as well.
#[derive(Debug, Clone)]
pub struct TrainingWindows<F> {
    size: usize,
    counts: F,
    windows: Vec<TrainingWindow>,
}

impl<F> TrainingWindows<F> {
    /// Windows of so many episodes.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] for windows of no episodes.
    pub fn new<A>(size: usize, counts: F) -> Result<Self, AgentError>
    where
        F: FnMut(usize, &A) -> bool,
    {
        if size == 0 {
            let parameter = "the size of a window";
            return Err(AgentError::bad_parameter(
                parameter,
                size,
                "at least 1 episode",
            ));
        }
        Ok(Self::sized(size, counts))
    }

    fn sized(size: usize, counts: F) -> Self {
        TrainingWindows {
            size,
            counts,
            windows: Vec::new(),
        }
    }

    /// The windows so far, the last of which may not be full.
    pub fn windows(&self) -> &[TrainingWindow] {
        &self.windows
    }
}

impl<E, F> Watcher<E> for TrainingWindows<F>
where
    E: Environment + ?Sized,
    F: FnMut(usize, &E::Action) -> bool,
{
    fn begin(&mut self, environment: &E, _seed: u64) {
        let last = self.windows.last();
        let (first, full) = last.map_or((0, true), |window| {
            (window.first + window.episodes, window.episodes >= self.size)
        });
        let players = environment.players();
        let another = last.is_some_and(|window| window.counted.len() != players);
        if full || another {
            self.windows.push(TrainingWindow {
                first,
                counted: vec![0; players],
                rewards: vec![Rational::ZERO; players],
                ..TrainingWindow::default()
            });
        }
        if let Some(window) = self.windows.last_mut() {
            window.episodes += 1;
        }
    }

    fn step(&mut self, _environment: &E, step: &Step<'_, E::Action>) {
        let Some(window) = self.windows.last_mut() else {
            return;
        };
        window.steps += 1;
        for (player, action) in step.actions.iter().enumerate() {
            window.counted[player] += u64::from((self.counts)(player, action));
        }
        for (total, reward) in window.rewards.iter_mut().zip(step.rewards) {
            *total += reward;
        }
    }
}

/// So many episodes in a row with the same agents, who keep what they learn. Episode k has the seed
/// [`Streams::episode`]`(k)`.
///
/// ```
/// use lacuna::simulate::Runner;
/// use lacuna::simulate::agents::{LearningOptions, QLearner, Training};
/// use lacuna::simulate::counts::{CountObservation, CountRounds, ThresholdHunt};
///
/// // Four learners hunt; three are needed. A learner of its own last success.
/// let mut hunt = CountRounds::new(ThresholdHunt::new(4, 3, 4, 1)?, 10);
/// let seen = |seen: &CountObservation| seen.counts.as_ref().map(|counts| counts[0] >= 3);
/// let options = LearningOptions::default().with_episodes(100);
/// let mut agents = Vec::new();
/// for _ in 0..4 {
///     agents.push(QLearner::new(0..2, seen, options)?);
/// }
/// let training = Training::new(100, 7).with_window(25);
/// let windows = training.run(&mut hunt, &mut agents, |_, action| *action == 0)?;
/// assert_eq!(windows.len(), 4);
/// assert_eq!(windows[3].steps, 250);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Training {
    episodes: usize,
    seed: u64,
    window: usize,
    runner: Runner,
}

impl Training {
    /// So many episodes from this seed, in windows of a tenth of them each (at least one episode).
    pub fn new(episodes: usize, seed: u64) -> Self {
        Training {
            episodes,
            seed,
            window: episodes.div_ceil(10).max(1),
            runner: Runner::default(),
        }
    }

    /// With windows of so many episodes; of one, if none is asked for.
    #[must_use]
    pub fn with_window(mut self, episodes: usize) -> Self {
        self.window = episodes.max(1);
        self
    }

    /// With this runner, which may limit the steps of an episode.
    #[must_use]
    pub fn with_runner(mut self, runner: Runner) -> Self {
        self.runner = runner;
        self
    }

    /// Runs them. The actions for which `counts` is true of the player and the action are counted.
    ///
    /// # Errors
    /// As [`Runner::run`], in the first episode that fails; agents keep what they learnt until then. To
    /// keep the windows as well, give [`Training::run_with`] a [`TrainingWindows`].
    pub fn run<E, G>(
        &self,
        environment: &mut E,
        agents: &mut [G],
        counts: impl FnMut(usize, &E::Action) -> bool,
    ) -> Result<Vec<TrainingWindow>, SimulationError>
    where
        E: Environment + ?Sized,
        G: Agent<E::Observation, E::Action>,
    {
        let mut windows = TrainingWindows::sized(self.window, counts);
        self.run_with(environment, agents, &mut windows, |_| ())?;
        Ok(windows.windows)
    }

    /// Runs them with a watcher of one's own, and calls `after` with the outcome of each episode.
    ///
    /// # Errors
    /// As [`Runner::run`].
    pub fn run_with<E, G, W>(
        &self,
        environment: &mut E,
        agents: &mut [G],
        watcher: &mut W,
        mut after: impl FnMut(EpisodeOutcome),
    ) -> Result<(), SimulationError>
    where
        E: Environment + ?Sized,
        G: Agent<E::Observation, E::Action>,
        W: Watcher<E> + ?Sized,
    {
        let streams = Streams::new(self.seed);
        for episode in 0..self.episodes {
            let seed = streams.episode(episode as u64);
            after(self.runner.run(environment, agents, seed, watcher)?);
        }
        Ok(())
    }
}
