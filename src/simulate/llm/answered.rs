//! Environments in which a missing answer is refused.

use std::fmt;

use rand::Rng;

use super::Unanswered;
use crate::number::Rational;
use crate::simulate::environment::check_step;
use crate::simulate::{
    Agent, Environment, EpisodeOutcome, Feedback, SimulationError, Step, Watcher,
};

/// An environment whose actions may be missing: a step in which a player gave no answer is refused,
/// and nothing happened. So an episode ends with an error rather than with actions that nobody
/// chose.
///
/// The error is [`SimulationError::Other`] with a [`MissingAnswer`]. Agents that always act join in
/// as [`Certain`]; watchers of the environment watch it through [`Through`].
#[derive(Debug, Clone)]
pub struct Answered<E: Environment> {
    environment: E,
    actions: Vec<E::Action>,
}

/// A player gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("player {player} gave no answer: {why}")]
#[non_exhaustive]
pub struct MissingAnswer {
    /// The player.
    pub player: usize,
    /// Why not.
    pub why: Unanswered,
}

impl<E: Environment> Answered<E> {
    /// An environment that refuses missing answers.
    pub fn new(environment: E) -> Self {
        Answered {
            environment,
            actions: Vec::new(),
        }
    }

    /// The environment.
    pub fn environment(&self) -> &E {
        &self.environment
    }

    /// The environment.
    pub fn into_inner(self) -> E {
        self.environment
    }
}

impl<E: Environment> Environment for Answered<E>
where
    E::Action: Clone,
{
    type Observation = E::Observation;
    type Action = Result<E::Action, Unanswered>;

    fn players(&self) -> usize {
        self.environment.players()
    }
    fn reset(&mut self, seed: u64) {
        self.environment.reset(seed);
    }
    fn is_over(&self) -> bool {
        self.environment.is_over()
    }
    fn observe(&self, player: usize) -> E::Observation {
        self.environment.observe(player)
    }
    fn step(
        &mut self,
        answers: &[Result<E::Action, Unanswered>],
        rewards: &mut [Rational],
    ) -> Result<(), SimulationError> {
        check_step(self, answers, rewards)?;
        self.actions.clear();
        for (player, answer) in answers.iter().enumerate() {
            match answer {
                Ok(action) => self.actions.push(action.clone()),
                Err(why) => {
                    let why = why.clone();
                    return Err(SimulationError::other(MissingAnswer { player, why }));
                }
            }
        }
        self.environment.step(&self.actions, rewards)
    }
    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        self.environment.render(to)
    }
    fn player_name(&self, player: usize) -> String {
        self.environment.player_name(player)
    }
}

/// An agent that always acts, among those that may give no answer.
///
/// ```
/// use lacuna::simulate::FromFunction;
/// use lacuna::simulate::Agent;
/// use lacuna::simulate::llm::{Certain, Unanswered};
///
/// let greedy = FromFunction::new("greedy", |stock: &u64, _: &mut dyn rand::Rng| *stock);
/// let mut agent: Box<dyn Agent<u64, Result<u64, Unanswered>>> = Box::new(Certain(greedy));
/// let mut rng = lacuna::game::random::generator(1, 0);
/// assert_eq!(agent.act(&7, &mut rng), Ok(7));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certain<G>(pub G);

impl<O, A: Clone, G: Agent<O, A>> Agent<O, Result<A, Unanswered>> for Certain<G> {
    fn act(&mut self, seen: &O, rng: &mut dyn Rng) -> Result<A, Unanswered> {
        Ok(self.0.act(seen, rng))
    }
    fn begin(&mut self, player: usize, players: usize) {
        self.0.begin(player, players);
    }
    fn learn(&mut self, feedback: &Feedback<'_, O, Result<A, Unanswered>>) {
        let actions = feedback.actions.iter();
        let actions: Option<Vec<A>> = actions.map(|action| action.clone().ok()).collect();
        if let Some(actions) = actions {
            self.0
                .learn(&feedback.translated(feedback.observation, &actions, feedback.next));
        }
    }
    fn name(&self) -> String {
        self.0.name()
    }
}

/// A watcher of an environment, which watches it through [`Answered`].
///
/// ```
/// use lacuna::simulate::commons::{Commons, CommonsLog, CommonsRules};
/// use lacuna::simulate::llm::{Answered, CommonsSituation, ModelAgent, Role, Scripted, Through};
/// use lacuna::simulate::Runner;
///
/// let rules = CommonsRules::default().with_months(2);
/// let situation = CommonsSituation::new(&rules);
/// let mut agents: Vec<_> = (0..5)
///     .map(|_| ModelAgent::new(Scripted::always("ANSWER: 10"), Role::Prosocial, &situation))
///     .collect();
/// let mut log = Through(CommonsLog::default());
/// let mut lake = Answered::new(Commons::new(rules.clone())?);
/// Runner::default().run(&mut lake, &mut agents, 1, &mut log)?;
/// assert_eq!(log.0.played.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Through<W>(pub W);

impl<E: Environment, W: Watcher<E>> Watcher<Answered<E>> for Through<W>
where
    E::Action: Clone,
{
    fn begin(&mut self, environment: &Answered<E>, seed: u64) {
        self.0.begin(&environment.environment, seed);
    }
    fn step(&mut self, environment: &Answered<E>, step: &Step<'_, Result<E::Action, Unanswered>>) {
        // What was stepped was answered.
        let inner = Step {
            number: step.number,
            actions: &environment.actions,
            rewards: step.rewards,
        };
        self.0.step(&environment.environment, &inner);
    }
    fn end(&mut self, environment: &Answered<E>, outcome: &EpisodeOutcome) {
        self.0.end(&environment.environment, outcome);
    }
}
