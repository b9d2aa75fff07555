//! What is asked of a chat model, and what it answers.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ChatError;

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Author {
    /// Instructions that hold for the whole conversation.
    System,
    /// Whoever asks.
    User,
    /// The model, in an earlier reply.
    Assistant,
}

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Message {
    /// Who wrote it.
    pub author: Author,
    /// Its text.
    pub text: String,
}

impl Message {
    /// A message.
    pub fn new(author: Author, text: impl Into<String>) -> Self {
        Message {
            author,
            text: text.into(),
        }
    }

    /// Instructions for the whole conversation.
    pub fn system(text: impl Into<String>) -> Self {
        Message::new(Author::System, text)
    }

    /// A question.
    pub fn user(text: impl Into<String>) -> Self {
        Message::new(Author::User, text)
    }

    /// An earlier reply of the model.
    pub fn assistant(text: impl Into<String>) -> Self {
        Message::new(Author::Assistant, text)
    }
}

/// How a reply is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Sampling {
    /// 0 always takes the likeliest word; `None` leaves it to the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// The longest reply, in tokens.
    pub max_tokens: u32,
    /// A seed for servers that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// Texts that end the reply before they are written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
}

impl Default for Sampling {
    /// The temperature of the server, 256 tokens, no seed and no stops.
    fn default() -> Self {
        Sampling {
            temperature: None,
            max_tokens: 256,
            seed: None,
            stop: Vec::new(),
        }
    }
}

impl Sampling {
    /// The same with this temperature.
    #[must_use]
    pub fn with_temperature(mut self, temperature: f64) -> Self {
        self.temperature = Some(temperature);
        self
    }

    /// The same with another longest reply.
    #[must_use]
    pub fn with_max_tokens(mut self, tokens: u32) -> Self {
        self.max_tokens = tokens;
        self
    }

    /// The same with a seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u32) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The same with one more text that ends the reply.
    #[must_use]
    pub fn with_stop(mut self, text: impl Into<String>) -> Self {
        self.stop.push(text.into());
        self
    }
}

/// A question to a chat model: a conversation to continue.
///
/// ```
/// use lacuna::simulate::llm::{ChatRequest, Message, Sampling};
///
/// let request = ChatRequest::new([
///     Message::system("You advise a fisher."),
///     Message::user("How much should it catch?"),
/// ])
/// .with_sampling(Sampling::default().with_temperature(0.0).with_max_tokens(50));
/// assert!(request.check().is_ok());
/// assert!(ChatRequest::new([]).check().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ChatRequest {
    /// Whose question it is, for the log; no model is told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asked_by: String,
    /// The conversation.
    pub messages: Vec<Message>,
    /// How the reply is drawn.
    #[serde(default)]
    pub sampling: Sampling,
    /// How long to wait for it; `None` leaves it to the model. It is not put on record.
    #[serde(skip)]
    pub timeout: Option<Duration>,
}

impl ChatRequest {
    /// A question.
    pub fn new(messages: impl IntoIterator<Item = Message>) -> Self {
        ChatRequest {
            asked_by: String::new(),
            messages: messages.into_iter().collect(),
            sampling: Sampling::default(),
            timeout: None,
        }
    }

    /// The same question, asked by this one.
    #[must_use]
    pub fn asked_by(mut self, name: impl Into<String>) -> Self {
        self.asked_by = name.into();
        self
    }

    /// The same question, with replies drawn like this.
    #[must_use]
    pub fn with_sampling(mut self, sampling: Sampling) -> Self {
        self.sampling = sampling;
        self
    }

    /// The same question, for which nobody waits longer than this, however often it is sent.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Refuses what no server could answer.
    ///
    /// # Errors
    /// [`ChatError::Request`]: no messages, a temperature that is no number of at least 0, a reply
    /// of no tokens, an empty stop.
    pub fn check(&self) -> Result<(), ChatError> {
        let refuse = |what: &str, found: String, needs: &str| {
            Err(ChatError::Request {
                what: what.to_owned(),
                found,
                needs: needs.to_owned(),
            })
        };
        if self.messages.is_empty() {
            return refuse("the number of messages", "0".into(), "at least 1");
        }
        if let Some(temperature) = self.sampling.temperature
            && !(temperature.is_finite() && temperature >= 0.0)
        {
            let needs = "a number of at least 0";
            return refuse("the temperature", temperature.to_string(), needs);
        }
        if self.sampling.max_tokens == 0 {
            return refuse("the longest reply", "0 tokens".into(), "at least 1 token");
        }
        if self.sampling.stop.iter().any(String::is_empty) {
            return refuse("a stop", "empty".into(), "some text");
        }
        Ok(())
    }

    /// The bytes of all messages: no fewer than their tokens, for tokens stand for one byte at
    /// least.
    pub fn bytes(&self) -> u64 {
        let texts = self.messages.iter().map(|message| message.text.len());
        texts.sum::<usize>() as u64
    }
}

/// Why a reply ends where it ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FinishReason {
    /// The model had nothing more to say, or came to a stop.
    Stop,
    /// It was cut off at the longest reply; what it says last may be a part of a word.
    Length,
    /// It was withheld.
    ContentFilter,
    /// Something else, in the server's words.
    Other(String),
    /// The server did not say.
    Unknown,
}

/// How many tokens were used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TokenCount {
    /// In the question.
    pub prompt: u64,
    /// In the reply.
    pub completion: u64,
}

impl TokenCount {
    /// So many tokens in the question and in the reply.
    pub const fn new(prompt: u64, completion: u64) -> Self {
        TokenCount { prompt, completion }
    }

    /// In both together.
    pub const fn total(self) -> u64 {
        self.prompt.saturating_add(self.completion)
    }
}

/// What a model answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ChatReply {
    /// Its words.
    pub text: String,
    /// Why they end there.
    pub finish: FinishReason,
    /// The tokens used, if the server counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<TokenCount>,
    /// How often the question was sent until it was answered.
    pub attempts: u32,
}

impl ChatReply {
    /// A reply that ended by itself.
    pub fn new(text: impl Into<String>) -> Self {
        ChatReply {
            text: text.into(),
            finish: FinishReason::Stop,
            tokens: None,
            attempts: 1,
        }
    }

    /// The same reply, which ended for this reason.
    #[must_use]
    pub fn with_finish(mut self, finish: FinishReason) -> Self {
        self.finish = finish;
        self
    }

    /// The same reply with a count of tokens.
    #[must_use]
    pub fn with_tokens(mut self, tokens: TokenCount) -> Self {
        self.tokens = Some(tokens);
        self
    }
}

/// A model that continues conversations.
///
/// Object-safe. `&mut M`, `Box<M>`, and for models that several agents share `Rc<RefCell<M>>` and
/// `Arc<Mutex<M>>`, are models when `M` is.
///
/// ```
/// use lacuna::simulate::llm::{ChatError, ChatModel, ChatReply, ChatRequest};
///
/// /// Says how many messages it has read.
/// struct Counter;
/// impl ChatModel for Counter {
///     fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError> {
///         Ok(ChatReply::new(request.messages.len().to_string()))
///     }
/// }
/// let mut model: Box<dyn ChatModel> = Box::new(Counter);
/// let request = ChatRequest::new([lacuna::simulate::llm::Message::user("How many?")]);
/// assert_eq!(model.complete(&request)?.text, "1");
/// # Ok::<(), ChatError>(())
/// ```
pub trait ChatModel {
    /// Continues a conversation.
    ///
    /// # Errors
    /// [`ChatError`]: there is no reply. A reply that makes no sense is no error here.
    fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError>;
}

macro_rules! forward_model {
    ($($pointer:ty),*) => {$(
        impl<M: ChatModel + ?Sized> ChatModel for $pointer {
            fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError> {
                (**self).complete(request)
            }
        }
    )*};
}
forward_model!(&mut M, Box<M>);

impl<M: ChatModel + ?Sized> ChatModel for Rc<RefCell<M>> {
    fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError> {
        match self.try_borrow_mut() {
            Ok(mut model) => model.complete(request),
            Err(_) => Err(ChatError::Other {
                reason: "the model is asked while it answers".to_owned(),
            }),
        }
    }
}

impl<M: ChatModel + ?Sized> ChatModel for Arc<Mutex<M>> {
    fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError> {
        match self.lock() {
            Ok(mut model) => model.complete(request),
            Err(_) => Err(ChatError::Other {
                reason: "a thread that used the model has panicked".to_owned(),
            }),
        }
    }
}
