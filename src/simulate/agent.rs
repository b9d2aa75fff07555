//! Agents that act in environments.

use rand::Rng;

use crate::number::Rational;

/// What an agent learns from a step.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Feedback<'a, O, A> {
    /// The agent's player.
    pub player: usize,
    /// What it saw before it acted.
    pub observation: &'a O,
    /// What everybody did.
    pub actions: &'a [A],
    /// What everybody gained.
    pub rewards: &'a [Rational],
    /// What it sees after the step.
    pub next: &'a O,
    /// Is the episode over?
    pub over: bool,
}

impl<'a, O, A> Feedback<'a, O, A> {
    /// The same step as an agent sees it that sees and does other things: for agents that wrap
    /// another.
    ///
    /// ```
    /// use lacuna::simulate::{Agent, Feedback};
    /// use rand::Rng;
    ///
    /// /// Lets an agent that counts from 0 play where actions are counted from 1.
    /// struct FromOne<G>(G);
    /// impl<O, G: Agent<O, usize>> Agent<O, usize> for FromOne<G> {
    ///     fn act(&mut self, seen: &O, rng: &mut dyn Rng) -> usize {
    ///         self.0.act(seen, rng) + 1
    ///     }
    ///     fn learn(&mut self, feedback: &Feedback<'_, O, usize>) {
    ///         let actions: Vec<usize> = feedback.actions.iter().map(|action| action - 1).collect();
    ///         let step = feedback.translated(feedback.observation, &actions, feedback.next);
    ///         self.0.learn(&step);
    ///     }
    /// }
    /// # let _ = FromOne(());
    /// ```
    pub fn translated<'b, P, B>(
        &'b self,
        observation: &'b P,
        actions: &'b [B],
        next: &'b P,
    ) -> Feedback<'b, P, B> {
        Feedback {
            player: self.player,
            observation,
            actions,
            rewards: self.rewards,
            next,
            over: self.over,
        }
    }
}

/// An agent that sees `O` and does `A`.
///
/// The trait is object-safe, so that a population can be mixed: `Vec<Box<dyn Agent<O, A>>>`.
/// An implementation promises that all its chance comes from the generator that it is given: the
/// same history and the same numbers give the same action. What a learner has learnt is kept from
/// episode to episode; what belongs to one episode is forgotten in [`Agent::begin`].
///
/// One that proposes and votes as well implements
/// [`Negotiator`](crate::simulate::negotiation::Negotiator) beside it. An agent whose answer may be
/// missing has an action that says so, as a [`Choice`](crate::simulate::table_game::Choice) does.
///
/// ```
/// use lacuna::simulate::Agent;
/// use rand::Rng;
///
/// /// Does what it saw others do most, of two actions.
/// struct Conformist;
/// impl Agent<Vec<usize>, usize> for Conformist {
///     fn act(&mut self, seen: &Vec<usize>, _rng: &mut dyn Rng) -> usize {
///         usize::from(2 * seen.iter().sum::<usize>() > seen.len())
///     }
/// }
/// let mut population: Vec<Box<dyn Agent<Vec<usize>, usize>>> = vec![Box::new(Conformist)];
/// let mut rng = lacuna::game::random::generator(1, 0);
/// assert_eq!(population[0].act(&vec![1, 1, 0], &mut rng), 1);
/// ```
pub trait Agent<O, A> {
    /// What the agent does.
    fn act(&mut self, observation: &O, rng: &mut dyn Rng) -> A;

    /// A new episode begins, in which the agent is `player` of `players`.
    fn begin(&mut self, _player: usize, _players: usize) {}

    /// What came of a step.
    fn learn(&mut self, _feedback: &Feedback<'_, O, A>) {}

    /// What kind of agent it is.
    fn name(&self) -> String {
        "agent".to_owned()
    }
}

macro_rules! forward_agent {
    ($($pointer:ty),*) => {$(
        impl<O, A, G: Agent<O, A> + ?Sized> Agent<O, A> for $pointer {
            fn act(&mut self, observation: &O, rng: &mut dyn Rng) -> A {
                (**self).act(observation, rng)
            }
            fn begin(&mut self, player: usize, players: usize) {
                (**self).begin(player, players);
            }
            fn learn(&mut self, feedback: &Feedback<'_, O, A>) {
                (**self).learn(feedback);
            }
            fn name(&self) -> String {
                (**self).name()
            }
        }
    )*};
}
forward_agent!(&mut G, Box<G>);

/// An agent from a function of what it sees and a generator.
///
/// ```
/// use lacuna::simulate::{Agent, FromFunction};
/// let mut greedy = FromFunction::new("greedy", |stock: &u32, _rng: &mut dyn rand::Rng| *stock);
/// let mut rng = lacuna::game::random::generator(1, 0);
/// assert_eq!(greedy.act(&7, &mut rng), 7);
/// ```
#[derive(Debug, Clone)]
pub struct FromFunction<F> {
    name: String,
    function: F,
}

impl<F> FromFunction<F> {
    /// An agent of this name that does what the function says.
    pub fn new(name: impl Into<String>, function: F) -> Self {
        FromFunction {
            name: name.into(),
            function,
        }
    }
}

impl<O, A, F: FnMut(&O, &mut dyn Rng) -> A> Agent<O, A> for FromFunction<F> {
    fn act(&mut self, observation: &O, rng: &mut dyn Rng) -> A {
        (self.function)(observation, rng)
    }
    fn name(&self) -> String {
        self.name.clone()
    }
}
