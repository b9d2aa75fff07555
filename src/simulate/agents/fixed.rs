//! Agents that do not look: always the same, by lot, by a script.

use rand::{Rng, RngExt};

use super::AgentError;
use crate::game::random;
use crate::number::Rational;
use crate::simulate::{Agent, Recording};

/// Always takes the same action.
///
/// ```
/// use lacuna::simulate::Agent;
/// use lacuna::simulate::agents::Fixed;
/// let mut defector = Fixed::new(1);
/// let mut rng = lacuna::game::random::generator(1, 0);
/// assert_eq!(defector.act(&"whatever it sees", &mut rng), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed<A> {
    action: A,
}

impl<A> Fixed<A> {
    /// Always this action.
    pub const fn new(action: A) -> Self {
        Fixed { action }
    }
}

impl<O, A: Clone> Agent<O, A> for Fixed<A> {
    fn act(&mut self, _observation: &O, _rng: &mut dyn Rng) -> A {
        self.action.clone()
    }
    fn name(&self) -> String {
        "fixed".to_owned()
    }
}

/// Draws each action anew, with the same probabilities whatever it sees.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::Agent;
/// use lacuna::simulate::agents::RandomAgent;
///
/// // Two to one for "low", exactly.
/// let weights = [("low", Rational::from(2)), ("high", Rational::ONE)];
/// let mut agent = RandomAgent::weighted(weights)?;
/// let mut rng = lacuna::game::random::generator(1, 0);
/// let low = (0..3000).filter(|_| agent.act(&(), &mut rng) == "low").count();
/// assert!(low.abs_diff(2000) < 150);
/// # Ok::<(), lacuna::simulate::agents::AgentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RandomAgent<A> {
    first: A,
    rest: Vec<A>,
    /// Of the first and of the rest; empty if all are alike.
    probabilities: Vec<Rational>,
}

impl<A> RandomAgent<A> {
    /// Each of these actions alike.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] if there are none.
    pub fn uniform(actions: impl IntoIterator<Item = A>) -> Result<Self, AgentError> {
        let mut actions = actions.into_iter();
        let first = actions.next().ok_or_else(no_actions)?;
        Ok(RandomAgent {
            first,
            rest: actions.collect(),
            probabilities: Vec::new(),
        })
    }

    /// Each action with a probability in proportion to its weight.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] if there are none, if a weight is negative, or if all are 0.
    pub fn weighted(weights: impl IntoIterator<Item = (A, Rational)>) -> Result<Self, AgentError> {
        let (actions, weights): (Vec<A>, Vec<Rational>) = weights.into_iter().unzip();
        if let Some(weight) = weights.iter().find(|weight| weight.is_negative()) {
            return Err(AgentError::bad_parameter("a weight", weight, "at least 0"));
        }
        let total: Rational = weights.iter().sum();
        let mut agent = RandomAgent::uniform(actions)?;
        let scale = total.recip().ok_or_else(|| {
            AgentError::bad_parameter("the sum of the weights", &total, "above 0")
        })?;
        agent.probabilities = weights.iter().map(|weight| weight * &scale).collect();
        Ok(agent)
    }

    fn draw(&self, rng: &mut dyn Rng) -> &A {
        let number = if self.probabilities.is_empty() {
            rng.random_range(0..=self.rest.len())
        } else {
            draw(&self.probabilities, rng)
        };
        // 0 is the first.
        number
            .checked_sub(1)
            .and_then(|number| self.rest.get(number))
            .unwrap_or(&self.first)
    }
}

fn no_actions() -> AgentError {
    AgentError::bad_parameter("the list of actions", "empty", "at least one action")
}

/// Draws an action from probabilities that add up to 1; a sure one without a draw.
pub(super) fn draw(probabilities: &[Rational], rng: &mut dyn Rng) -> usize {
    if let Some(sure) = probabilities.iter().position(|p| *p == Rational::ONE) {
        return sure;
    }
    random::choose(probabilities, rng).unwrap_or(0)
}

/// An event of this probability; a sure one and an impossible one without a draw.
pub(super) fn happens(probability: &Rational, rng: &mut dyn Rng) -> bool {
    !probability.is_zero() && (*probability == Rational::ONE || random::happens(probability, rng))
}

impl<O, A: Clone> Agent<O, A> for RandomAgent<A> {
    fn act(&mut self, _observation: &O, rng: &mut dyn Rng) -> A {
        self.draw(rng).clone()
    }
    fn name(&self) -> String {
        "random".to_owned()
    }
}

/// What a [`Scripted`] agent does when its script is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AfterScript<A> {
    /// The last action of the script again and again.
    #[default]
    StayWithLast,
    /// The script from its beginning.
    StartOver,
    /// This action.
    Always(A),
}

/// Takes the actions of a script, one a step, from its beginning in each episode.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::simulate::agents::{AfterScript, MemoryOne, RandomAgent, Scripted};
/// use lacuna::simulate::{Agent, GameRounds, Recording, RoundObservation, Runner};
///
/// type Player = Box<dyn Agent<RoundObservation, usize>>;
/// let mut rounds = GameRounds::new(prisoners_dilemma(3, 0, 5, 1)?, 30);
/// let mut agents: [Player; 2] =
///     [Box::new(RandomAgent::uniform(0..2)?), Box::new(MemoryOne::tit_for_tat())];
/// let mut recording = Recording::default();
/// let outcome = Runner::default().run(&mut rounds, &mut agents, 7, &mut recording)?;
///
/// // The random player as it was on record meets the same opponent, under another seed.
/// let again = Scripted::from_recording(&recording, 0, AfterScript::default())?;
/// let mut agents: [Player; 2] = [Box::new(again), Box::new(MemoryOne::tit_for_tat())];
/// let same = Runner::default().run(&mut rounds, &mut agents, 8, &mut ())?;
/// assert_eq!(same.totals, outcome.totals);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scripted<A> {
    actions: Vec<A>,
    after: AfterScript<A>,
    /// What is done once there is nothing else to do.
    fallback: A,
    place: usize,
}

impl<A: Clone> Scripted<A> {
    /// An agent with this script.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] if the script is empty and does not say what to do afterwards.
    pub fn new(actions: Vec<A>, after: AfterScript<A>) -> Result<Self, AgentError> {
        let fallback = match (&after, actions.last()) {
            (AfterScript::Always(action), _) | (_, Some(action)) => action.clone(),
            (_, None) => {
                let range = "at least one action, unless `Always` says what to do afterwards";
                return Err(AgentError::bad_parameter("the script", "empty", range));
            }
        };
        Ok(Scripted {
            actions,
            after,
            fallback,
            place: 0,
        })
    }

    /// An agent that does what a player did in an episode on record.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] if a step on record has no such player, and as
    /// [`Scripted::new`].
    pub fn from_recording(
        recording: &Recording<A>,
        player: usize,
        after: AfterScript<A>,
    ) -> Result<Self, AgentError> {
        let steps = recording.steps.iter().map(|step| {
            step.actions.get(player).cloned().ok_or_else(|| {
                let range = format!(
                    "below {}, the number of players on record",
                    step.actions.len()
                );
                AgentError::bad_parameter("the player", player, range)
            })
        });
        Scripted::new(steps.collect::<Result<_, _>>()?, after)
    }

    /// Is the script over?
    pub fn is_over(&self) -> bool {
        self.place >= self.actions.len()
    }
}

impl<O, A: Clone> Agent<O, A> for Scripted<A> {
    fn act(&mut self, _observation: &O, _rng: &mut dyn Rng) -> A {
        if self.place >= self.actions.len() && matches!(self.after, AfterScript::StartOver) {
            self.place = 0;
        }
        let action = self.actions.get(self.place).unwrap_or(&self.fallback);
        self.place = self.place.saturating_add(1);
        action.clone()
    }
    fn begin(&mut self, _player: usize, _players: usize) {
        self.place = 0;
    }
    fn name(&self) -> String {
        "scripted".to_owned()
    }
}
