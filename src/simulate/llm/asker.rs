//! Asking until an answer can be read, or not any longer.

use std::time::Duration;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{
    ChatError, ChatModel, ChatRequest, FinishReason, FormatError, Message, Role, Sampling,
    Unreadable,
};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unanswered {
    /// The model replied, and the last reply cannot be read.
    #[error("the answer cannot be read: {why}")]
    #[non_exhaustive]
    Unreadable {
        /// The last reply, word by word.
        text: String,
        /// What is wrong with it.
        why: Unreadable,
    },
    /// The model did not reply.
    #[error(transparent)]
    Failed(ChatError),
    /// The question allows no answer.
    #[error(transparent)]
    Format(#[from] FormatError),
}

impl Unanswered {
    /// What the model said last, if it said anything.
    pub fn words(&self) -> Option<&str> {
        match self {
            Unanswered::Unreadable { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// How many answers could be read. Every question is counted once, in one of the last four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AnswerStatistics {
    /// Questions, however often each was asked again.
    pub asked: u64,
    /// Answered readably at first.
    pub at_first: u64,
    /// Answered readably after asking again.
    pub after_asking_again: u64,
    /// Answered, and never readably.
    pub given_up: u64,
    /// Not answered: the server was down, the budget spent, or the question had no form.
    pub failed: u64,
}

impl AnswerStatistics {
    /// Answers that could be read.
    pub fn readable(&self) -> u64 {
        self.at_first + self.after_asking_again
    }

    /// The sum of two counts.
    #[must_use]
    pub fn and(self, other: &AnswerStatistics) -> Self {
        AnswerStatistics {
            asked: self.asked + other.asked,
            at_first: self.at_first + other.at_first,
            after_asking_again: self.after_asking_again + other.after_asking_again,
            given_up: self.given_up + other.given_up,
            failed: self.failed + other.failed,
        }
    }
}

/// Asks a model, and asks again if the answer cannot be read, telling it why.
///
/// The seed of each request is drawn from the generator that comes with the question, one word a
/// request, so that one seed makes one conversation.
///
/// ```
/// use lacuna::simulate::llm::{Asker, Choice, Format, Role, Scripted};
///
/// let model = Scripted::new(["Surely you should engage!", "ANSWER: Engage"]);
/// let mut asker = Asker::new(model, Role::Adviser).with_ask_again(1);
/// let format = Format::labels(["Engage", "Leave"])?;
/// let mut rng = lacuna::game::random::generator(1, 0);
/// let choice = asker.ask("Engage or leave?", &format.instruction(), |text| format.read(text), &mut rng)?;
/// assert_eq!(choice, Choice::Label(0));
/// assert_eq!(asker.statistics().after_asking_again, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Asker<M> {
    model: M,
    role: Role,
    name: String,
    sampling: Sampling,
    timeout: Option<Duration>,
    ask_again: u32,
    demonstration: Vec<Message>,
    statistics: AnswerStatistics,
}

impl<M: ChatModel> Asker<M> {
    /// One who asks a model in this role, and asks again twice.
    pub fn new(model: M, role: Role) -> Self {
        Asker {
            model,
            role,
            name: String::new(),
            sampling: Sampling::default(),
            timeout: None,
            ask_again: 2,
            demonstration: Vec::new(),
            statistics: AnswerStatistics::default(),
        }
    }

    /// The same under a name, for the log.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same with replies drawn like this. A seed that is given here stays; otherwise each
    /// request has one of its own.
    #[must_use]
    pub fn with_sampling(mut self, sampling: Sampling) -> Self {
        self.sampling = sampling;
        self
    }

    /// The same, which waits no longer than this for a reply.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The same, which first shows how another question was answered: small models see the form of an
    /// answer in an example, and not in instructions. Choose one that has nothing to do with what is
    /// asked, for models copy.
    #[must_use]
    pub fn with_demonstration(
        mut self,
        question: impl Into<String>,
        answer: impl Into<String>,
    ) -> Self {
        self.demonstration.push(Message::user(question));
        self.demonstration.push(Message::assistant(answer));
        self
    }

    /// The same, which asks again so many times.
    #[must_use]
    pub fn with_ask_again(mut self, times: u32) -> Self {
        self.ask_again = times;
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The role.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// The model.
    pub fn model(&self) -> &M {
        &self.model
    }

    /// How many answers could be read so far.
    pub fn statistics(&self) -> &AnswerStatistics {
        &self.statistics
    }

    /// Counts a question that could not even be put.
    pub(super) fn cannot_ask(&mut self, why: FormatError) -> Unanswered {
        self.statistics.asked += 1;
        self.statistics.failed += 1;
        Unanswered::Format(why)
    }

    /// Asks, with instructions on the form of the answer, until `read` can read a reply.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub fn ask<T>(
        &mut self,
        question: &str,
        instruction: &str,
        mut read: impl FnMut(&str) -> Result<T, Unreadable>,
        rng: &mut dyn Rng,
    ) -> Result<T, Unanswered> {
        self.statistics.asked += 1;
        let mut messages = vec![Message::system(self.role.text())];
        messages.extend(self.demonstration.iter().cloned());
        messages.push(Message::user(format!("{question}\n\n{instruction}")));
        let first = messages.len();
        let mut attempt = 0;
        loop {
            let mut sampling = self.sampling.clone();
            // Drawn in any case, so that one more seed changes no other draw.
            let seed = (rng.next_u64() >> 33) as u32;
            sampling.seed.get_or_insert(seed);
            let mut request = ChatRequest::new(messages.clone())
                .asked_by(self.name.as_str())
                .with_sampling(sampling);
            request.timeout = self.timeout;
            let reply = match self.model.complete(&request) {
                Ok(reply) => reply,
                Err(error) => {
                    self.statistics.failed += 1;
                    return Err(Unanswered::Failed(error));
                }
            };
            let answer = match reply.finish {
                FinishReason::Length => Err(Unreadable::CutOff),
                FinishReason::ContentFilter => Err(Unreadable::Withheld),
                _ => read(&reply.text),
            };
            let why = match answer {
                Ok(answer) => {
                    if attempt == 0 {
                        self.statistics.at_first += 1;
                    } else {
                        self.statistics.after_asking_again += 1;
                    }
                    return Ok(answer);
                }
                Err(why) => why,
            };
            let text = reply.text;
            if attempt >= self.ask_again {
                self.statistics.given_up += 1;
                return Err(Unanswered::Unreadable { text, why });
            }
            // The last attempt alone: a conversation that grows would run out of context.
            messages.truncate(first);
            let again = format!("Your answer cannot be read: {why}.\n{instruction}");
            messages.push(Message::assistant(text));
            messages.push(Message::user(again));
            attempt += 1;
        }
    }
}
