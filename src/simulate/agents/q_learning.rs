//! Tabular Q-learning.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::exploration::maximum;
use super::{AgentError, Exploration, Schedule};
use crate::number::Rational;
use crate::preference::{Outcome, Preference, PreferenceError, PreferenceExt};
use crate::simulate::{Agent, Feedback};

/// How a [`QLearner`] learns. The default is rate 0.1, discount 0.9, values that begin at 0, and
/// exploration that falls from 0.5 to 0.02 in 1,000 episodes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LearningOptions {
    /// How far a value moves towards what was found, above 0 and at most 1.
    pub rate: f64,
    /// What a reward in the next step is worth, between 0 and 1.
    pub discount: f64,
    /// How it tries what does not look best.
    pub exploration: Exploration,
    /// The value of what was never tried; a high one is optimism, and explores.
    pub initial: f64,
}

impl Default for LearningOptions {
    fn default() -> Self {
        LearningOptions {
            rate: 0.1,
            discount: 0.9,
            exploration: Exploration::EpsilonGreedy(Schedule::Linear {
                from: 0.5,
                to: 0.02,
                episodes: 1000,
            }),
            initial: 0.0,
        }
    }
}

impl LearningOptions {
    /// With this learning rate.
    #[must_use]
    pub fn with_rate(mut self, rate: f64) -> Self {
        self.rate = rate;
        self
    }

    /// With this discount factor.
    #[must_use]
    pub fn with_discount(mut self, discount: f64) -> Self {
        self.discount = discount;
        self
    }

    /// With this exploration.
    #[must_use]
    pub fn with_exploration(mut self, exploration: Exploration) -> Self {
        self.exploration = exploration;
        self
    }

    /// With exploration that falls in equal steps from 0.5 to 0.02 in so many episodes.
    #[must_use]
    pub fn with_episodes(self, episodes: u64) -> Self {
        let (from, to) = (0.5, 0.02);
        self.with_exploration(Exploration::EpsilonGreedy(Schedule::Linear {
            from,
            to,
            episodes,
        }))
    }

    /// With this value of what was never tried.
    #[must_use]
    pub fn with_initial(mut self, initial: f64) -> Self {
        self.initial = initial;
        self
    }

    fn check(&self) -> Result<(), AgentError> {
        if !(self.rate > 0.0 && self.rate <= 1.0) {
            let range = "above 0 and at most 1";
            return Err(AgentError::bad_parameter(
                "the learning rate",
                self.rate,
                range,
            ));
        }
        if !(0.0..=1.0).contains(&self.discount) {
            let parameter = "the discount factor";
            return Err(AgentError::bad_parameter(
                parameter,
                self.discount,
                "between 0 and 1",
            ));
        }
        if !self.initial.is_finite() {
            let parameter = "the initial value";
            return Err(AgentError::bad_parameter(parameter, self.initial, "finite"));
        }
        self.exploration.check()
    }
}

/// The most players whose rewards a learner looks at, so that a wrong number is an error and not all of
/// the memory.
const MOST_PLAYERS: usize = 1_000_000;

/// Whose rewards count.
#[derive(Clone)]
struct Regard {
    preference: Arc<dyn Preference<Rational>>,
    players: usize,
}

/// A tabular Q-learner (Watkins, 1989): an independent learner, to whom the others are part of the
/// world.
///
/// What it sees is reduced to a key by a function, and the table has a row for each key that it has
/// met. After a step it moves the value of what it did towards r + γ·max Q(next), or towards r if the
/// episode is over. r is its own reward, or what its preference makes of everybody's
/// ([`QLearner::with_preference`]); that is exact, and the values are `f64`. The table stays from
/// episode to episode. The same seed gives the same table on every machine.
///
/// A learner without a state has the key `()`.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::Rational;
/// use lacuna::preference::Cooperative;
/// use lacuna::simulate::agents::{LearningOptions, QLearner, Training};
/// use lacuna::simulate::{GameRounds, RoundObservation};
///
/// let mut rounds = GameRounds::new(prisoners_dilemma(3, 0, 5, 1)?, 1);
/// let options = LearningOptions::default().with_episodes(2000);
/// let prosocial = Cooperative::new(Rational::from(9))?;
/// let learner = || {
///     QLearner::new(0..2, |_: &RoundObservation| (), options)?.with_preference(prosocial.clone(), 2)
/// };
/// let mut agents = [learner()?, learner()?];
/// let training = Training::new(2000, 1).with_window(200);
/// let windows = training.run(&mut rounds, &mut agents, |_, action| *action == 0)?;
/// // In the last tenth both cooperate but for exploration.
/// assert!(windows.last().expect("ten windows").share().to_f64() > 0.9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct QLearner<A, K, F> {
    actions: Vec<A>,
    key: F,
    options: LearningOptions,
    regard: Option<Regard>,
    table: BTreeMap<K, Vec<f64>>,
    begun: u64,
    learning: bool,
    problem: Option<PreferenceError>,
}

impl<A: Clone + PartialEq, K: Ord, F> QLearner<A, K, F> {
    /// A learner that has these actions in every state, and whose state is what `key` makes of its
    /// observation. Compares every two of the actions.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] without actions, for an action that is there twice, and for options
    /// outside their ranges.
    pub fn new<O>(
        actions: impl IntoIterator<Item = A>,
        key: F,
        options: LearningOptions,
    ) -> Result<Self, AgentError>
    where
        F: Fn(&O) -> K,
    {
        options.check()?;
        let actions: Vec<A> = actions.into_iter().collect();
        if actions.is_empty() {
            let parameter = "the list of actions";
            return Err(AgentError::bad_parameter(
                parameter,
                "empty",
                "at least one action",
            ));
        }
        let twice = (1..actions.len()).find(|&place| actions[..place].contains(&actions[place]));
        if let Some(place) = twice {
            let value = format!("one in which number {place} (from 0) was there before");
            let range = "a list with each action once";
            return Err(AgentError::bad_parameter(
                "the list of actions",
                value,
                range,
            ));
        }
        Ok(QLearner {
            actions,
            key,
            options,
            regard: None,
            table: BTreeMap::new(),
            begun: 0,
            learning: true,
            problem: None,
        })
    }

    /// Learns from what this preference makes of everybody's rewards, among so many players: altruism
    /// of any form, inequity aversion, or a
    /// [`BenevolentSystem`](crate::preference::BenevolentSystem) U = π + AU of interdependent
    /// utilities. It is evaluated once a step.
    ///
    /// # Errors
    /// [`AgentError::Preference`] if the preference is not defined for so many players, or needs to
    /// know the game; [`AgentError::BadParameter`] for more than a million players.
    pub fn with_preference(
        mut self,
        preference: impl Preference<Rational> + 'static,
        players: usize,
    ) -> Result<Self, AgentError> {
        if players > MOST_PLAYERS {
            let range = format!("at most {MOST_PLAYERS}");
            return Err(AgentError::bad_parameter(
                "the number of players",
                players,
                range,
            ));
        }
        let zeros = vec![Rational::ZERO; players];
        // What is defined for one player of an outcome is defined for all.
        preference.evaluate(0, &Outcome::new(&zeros))?;
        self.regard = Some(Regard {
            preference: Arc::new(preference),
            players,
        });
        Ok(self)
    }

    /// Begins with this table; what it says of a key must be one value for each action.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] for a row of another length, or a value that is not finite.
    pub fn with_table(mut self, table: BTreeMap<K, Vec<f64>>) -> Result<Self, AgentError> {
        let actions = self.actions.len();
        for row in table.values() {
            if row.len() != actions || row.iter().any(|value| !value.is_finite()) {
                let range = format!("{actions} finite numbers, one for each action");
                let row = format!("{row:?}");
                return Err(AgentError::bad_parameter("a row of the table", row, range));
            }
        }
        self.table = table;
        Ok(self)
    }

    /// What it has learnt: for each key the value of each action.
    pub fn table(&self) -> &BTreeMap<K, Vec<f64>> {
        &self.table
    }

    /// Its actions, in the order of the table.
    pub fn actions(&self) -> &[A] {
        &self.actions
    }

    /// How many episodes it has begun in order to learn: the schedule of its exploration goes by them.
    pub fn episodes(&self) -> u64 {
        self.begun
    }

    /// Explores like this from now on.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] for what is outside its range.
    pub fn set_exploration(&mut self, exploration: Exploration) -> Result<(), AgentError> {
        exploration.check()?;
        self.options.exploration = exploration;
        Ok(())
    }

    /// Learns from now on, or does not: a learner is evaluated with what it knows, and the schedule of its
    /// exploration stands still.
    pub fn set_learning(&mut self, learning: bool) {
        self.learning = learning;
    }

    /// The first reason why a step was not learnt from: the preference was not defined there, the number
    /// of players was another, or the reward or the value would be beyond the range of `f64`.
    pub fn problem(&self) -> Option<&PreferenceError> {
        self.problem.as_ref()
    }

    /// What it makes of a step.
    fn reward(&self, player: usize, rewards: &[Rational]) -> Result<f64, PreferenceError> {
        let value = match &self.regard {
            None => {
                let own = rewards.get(player);
                own.ok_or(PreferenceError::PlayerOutOfRange {
                    player,
                    players: rewards.len(),
                })?
                .to_f64()
            }
            Some(regard) if regard.players != rewards.len() => {
                return Err(PreferenceError::custom(format!(
                    "the learner was made for {} players; there are {}",
                    regard.players,
                    rewards.len()
                )));
            }
            Some(regard) => {
                let outcome = Outcome::new(rewards);
                regard.preference.evaluate(player, &outcome)?.to_f64()
            }
        };
        if value.is_finite() {
            return Ok(value);
        }
        let reason = "the reward is beyond the range of f64; measure payoffs in a larger unit";
        Err(PreferenceError::custom(reason))
    }
}

impl<O, A: Clone + PartialEq, K: Ord, F: Fn(&O) -> K> Agent<O, A> for QLearner<A, K, F> {
    fn act(&mut self, observation: &O, rng: &mut dyn Rng) -> A {
        let key = (self.key)(observation);
        let unknown;
        let values = match self.table.get(&key) {
            Some(values) => values,
            None => {
                unknown = vec![self.options.initial; self.actions.len()];
                &unknown
            }
        };
        let episode = self.begun.saturating_sub(1);
        let place = self.options.exploration.choose(values, episode, rng);
        self.actions[place].clone()
    }

    fn begin(&mut self, _player: usize, _players: usize) {
        self.begun = self.begun.saturating_add(u64::from(self.learning));
    }

    /// An action that is not one of its own teaches it nothing.
    fn learn(&mut self, feedback: &Feedback<'_, O, A>) {
        if !self.learning {
            return;
        }
        let done = feedback.actions.get(feedback.player);
        let Some(place) = done.and_then(|done| self.actions.iter().position(|a| a == done)) else {
            return;
        };
        let reward = match self.reward(feedback.player, feedback.rewards) {
            Ok(reward) => reward,
            Err(problem) => {
                self.problem.get_or_insert(problem);
                return;
            }
        };
        let LearningOptions {
            rate,
            discount,
            initial,
            ..
        } = self.options;
        let mut target = reward;
        if !feedback.over {
            let next = self.table.get(&(self.key)(feedback.next));
            target += discount * next.map_or(initial, |values| maximum(values));
        }
        let key = (self.key)(feedback.observation);
        let row = self.table.get(&key);
        let value = row.and_then(|row| row.get(place)).unwrap_or(&initial);
        let value = value + rate * (target - value);
        if !value.is_finite() {
            self.problem.get_or_insert_with(|| {
                let reason = "a value is beyond the range of f64; measure payoffs in a larger unit, \
                              or discount";
                PreferenceError::custom(reason)
            });
            return;
        }
        let count = self.actions.len();
        let row = self.table.entry(key);
        row.or_insert_with(|| vec![initial; count])[place] = value;
    }

    fn name(&self) -> String {
        "Q-learner".to_owned()
    }
}
