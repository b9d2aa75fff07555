//! Models that play.

use std::collections::VecDeque;

use rand::Rng;

use super::{
    AnswerStatistics, Asker, ChatError, ChatModel, Choice, Format, Role, Situation, Unanswered,
};
use crate::simulate::{Agent, Feedback};

/// A model that plays: it is told its [`Situation`], and its answer is read strictly.
///
/// As an [`Agent`] its action is what was answered, *or that there was no answer*: nothing is put in
/// its place unless you say what.
///
/// - [`Answered`](super::Answered) puts it into an environment, in which a step without an answer is
///   refused: the episode ends with an error, and nothing happened.
/// - [`ModelAgent::or_else`] makes an agent of it that has an action in any case: one that you
///   state, or one at random ([`ModelAgent::or_random`]). It counts how often.
/// - Or ask it yourself: [`ModelAgent::decide`].
///
/// It remembers its last steps, five by default, as its situation puts them.
///
/// ```
/// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
/// use lacuna::simulate::llm::{CommonsSituation, ModelAgent, Role, Scripted, Unanswered};
/// use lacuna::simulate::{Environment, Runner};
///
/// let rules = CommonsRules::default().with_players(2).with_months(3);
/// let mut agents = ["ANSWER: 10", "Ten, I think."].map(|answer| {
///     let situation = CommonsSituation::new(&rules);
///     ModelAgent::new(Scripted::always(answer), Role::Selfish, situation)
///         // Who gives no answer is taken to want nothing; and this is counted.
///         .or_else(|_: &CommonsObservation, _: &Unanswered, _: &mut dyn rand::Rng| 0)
/// });
/// let mut lake = Commons::new(rules)?;
/// Runner::default().run(&mut lake, &mut agents, 1, &mut ())?;
/// assert_eq!(lake.caught(), [10, 0]);
/// assert_eq!(agents[1].substituted(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ModelAgent<M, S> {
    asker: Asker<M>,
    situation: S,
    memory: VecDeque<String>,
    remembers: usize,
}

impl<M: ChatModel, S> ModelAgent<M, S> {
    /// A model in a role and a situation.
    pub fn new(model: M, role: Role, situation: S) -> Self {
        ModelAgent::of_asker(Asker::new(model, role), situation)
    }

    /// One who asks like this, in a situation.
    pub fn of_asker(asker: Asker<M>, situation: S) -> Self {
        ModelAgent {
            asker,
            situation,
            memory: VecDeque::new(),
            remembers: 5,
        }
    }

    /// The same, which remembers so many steps of an episode.
    #[must_use]
    pub fn with_memory(mut self, steps: usize) -> Self {
        self.remembers = steps;
        self
    }

    /// How many answers could be read.
    pub fn statistics(&self) -> &AnswerStatistics {
        self.asker.statistics()
    }

    /// Who asks.
    pub fn asker(&self) -> &Asker<M> {
        &self.asker
    }

    /// The situation.
    pub fn situation(&self) -> &S {
        &self.situation
    }

    /// The situation, to change it between episodes or steps: another law may be in force.
    pub fn situation_mut(&mut self) -> &mut S {
        &mut self.situation
    }

    /// What it does, or why it does nothing.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub fn decide<O, A>(&mut self, seen: &O, rng: &mut dyn Rng) -> Result<A, Unanswered>
    where
        S: Situation<O, A>,
    {
        let format = match self.situation.format(seen) {
            Ok(format) => format,
            Err(why) => return Err(self.asker.cannot_ask(why)),
        };
        let mut question = self.situation.describe(seen);
        if !self.memory.is_empty() {
            question.push_str("\nWhat you remember:");
            for line in &self.memory {
                question.push_str("\n- ");
                question.push_str(line);
            }
        }
        let asked = self.situation.question(seen);
        if !asked.is_empty() {
            question.push('\n');
            question.push_str(&asked);
        }
        let situation = &self.situation;
        let read = |text: &str| {
            let choice = format.read(text)?;
            situation.action(seen, choice)
        };
        self.asker.ask(&question, &format.instruction(), read, rng)
    }

    /// Keeps what came of a step in memory; for those who call [`ModelAgent::decide`].
    pub fn remember<O, A>(&mut self, feedback: &Feedback<'_, O, A>)
    where
        S: Situation<O, A>,
    {
        if self.remembers == 0 {
            return;
        }
        if let Some(line) = self.situation.recall(feedback) {
            if self.memory.len() >= self.remembers {
                self.memory.pop_front();
            }
            self.memory.push_back(line);
        }
    }

    /// Forgets the episode.
    pub fn forget(&mut self) {
        self.memory.clear();
    }

    /// An agent that does this when there is no answer.
    pub fn or_else<O, A, F>(self, instead: F) -> Settled<M, S, F>
    where
        F: FnMut(&O, &Unanswered, &mut dyn Rng) -> A,
        S: Situation<O, A>,
    {
        Settled {
            agent: self,
            instead,
            substituted: 0,
            error: None,
        }
    }
}

/// What an agent does in a situation when there is no answer.
pub type Instead<O, A> = Box<dyn FnMut(&O, &Unanswered, &mut dyn Rng) -> A>;

impl<M: ChatModel, S> ModelAgent<M, S> {
    /// An agent that does anything that could have been answered, each as likely as another, when
    /// there is no answer; and `otherwise`, where the situation allows no answer at all.
    pub fn or_random<O: 'static, A: Clone + 'static>(
        self,
        otherwise: A,
    ) -> Settled<M, S, Instead<O, A>>
    where
        S: Situation<O, A> + Clone + 'static,
    {
        let situation = self.situation.clone();
        let instead = move |seen: &O, _: &Unanswered, rng: &mut dyn Rng| {
            let drawn: Option<Choice> = situation
                .format(seen)
                .ok()
                .map(|format: Format| format.draw(rng));
            drawn
                .and_then(|choice| situation.action(seen, choice).ok())
                .unwrap_or_else(|| otherwise.clone())
        };
        Settled {
            agent: self,
            instead: Box::new(instead),
            substituted: 0,
            error: None,
        }
    }
}

impl<O, A, M, S> Agent<O, Result<A, Unanswered>> for ModelAgent<M, S>
where
    A: Clone,
    M: ChatModel,
    S: Situation<O, A>,
{
    fn act(&mut self, seen: &O, rng: &mut dyn Rng) -> Result<A, Unanswered> {
        self.decide(seen, rng)
    }

    fn begin(&mut self, _player: usize, _players: usize) {
        self.forget();
    }

    fn learn(&mut self, feedback: &Feedback<'_, O, Result<A, Unanswered>>) {
        let actions: Option<Vec<A>> = feedback
            .actions
            .iter()
            .map(|action| action.as_ref().ok().cloned())
            .collect();
        // A step without an answer was refused, and is nothing to remember.
        let Some(actions) = actions else {
            return;
        };
        self.remember(&feedback.translated(feedback.observation, &actions, feedback.next));
    }

    fn name(&self) -> String {
        named(&self.asker)
    }
}

fn named<M: ChatModel>(asker: &Asker<M>) -> String {
    if asker.name().is_empty() {
        format!("model ({})", asker.role().name())
    } else {
        asker.name().to_owned()
    }
}

/// A [`ModelAgent`] that does something else when there is no answer: an agent like any other, made
/// by [`ModelAgent::or_else`]. Its statistics say how many of its actions were not the model's.
#[derive(Debug, Clone)]
pub struct Settled<M, S, F> {
    agent: ModelAgent<M, S>,
    instead: F,
    substituted: u64,
    error: Option<ChatError>,
}

impl<M: ChatModel, S, F> Settled<M, S, F> {
    /// How many actions were not the model's.
    pub fn substituted(&self) -> u64 {
        self.substituted
    }

    /// How many answers could be read.
    pub fn statistics(&self) -> &AnswerStatistics {
        self.agent.statistics()
    }

    /// The first error since this was last called: the server was down, the budget spent. Look
    /// here after an episode, for the actions that took the place of answers went on.
    pub fn take_error(&mut self) -> Option<ChatError> {
        self.error.take()
    }

    /// The agent.
    pub fn agent(&self) -> &ModelAgent<M, S> {
        &self.agent
    }

    /// The agent, to change its situation.
    pub fn agent_mut(&mut self) -> &mut ModelAgent<M, S> {
        &mut self.agent
    }
}

impl<O, A, M, S, F> Agent<O, A> for Settled<M, S, F>
where
    M: ChatModel,
    S: Situation<O, A>,
    F: FnMut(&O, &Unanswered, &mut dyn Rng) -> A,
{
    fn act(&mut self, seen: &O, rng: &mut dyn Rng) -> A {
        match self.agent.decide(seen, rng) {
            Ok(action) => action,
            Err(why) => {
                self.substituted += 1;
                if let Unanswered::Failed(error) = &why {
                    self.error.get_or_insert_with(|| error.clone());
                }
                (self.instead)(seen, &why, rng)
            }
        }
    }

    fn begin(&mut self, _player: usize, _players: usize) {
        self.agent.forget();
    }

    fn learn(&mut self, feedback: &Feedback<'_, O, A>) {
        self.agent.remember(feedback);
    }

    fn name(&self) -> String {
        named(&self.agent.asker)
    }
}
