//! Conversations with models on record.

use std::io::{BufRead, Read, Write};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::{ChatError, ChatModel, ChatReply, ChatRequest, Prices, Usage};

/// The longest line of a transcript that is read.
const MAX_LINE: u64 = 64 << 20;

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// A reply.
    Reply(ChatReply),
    /// No reply, and why.
    Error(ChatError),
}

impl From<Result<ChatReply, ChatError>> for Outcome {
    fn from(result: Result<ChatReply, ChatError>) -> Self {
        match result {
            Ok(reply) => Outcome::Reply(reply),
            Err(error) => Outcome::Error(error),
        }
    }
}

impl From<Outcome> for Result<ChatReply, ChatError> {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Reply(reply) => Ok(reply),
            Outcome::Error(error) => Err(error),
        }
    }
}

/// A question and what came of it: a line of a transcript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Exchange {
    /// The question.
    pub request: ChatRequest,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took. Not on record by default, so that the same run writes the same bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u64>,
}

/// Why a transcript cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TranscriptError {
    /// It cannot be read at all.
    #[error("the transcript cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// A line that is no exchange.
    #[error("line {line} of the transcript is no exchange: {reason}")]
    #[non_exhaustive]
    Line {
        /// The line, from 1.
        line: usize,
        /// Why it is none.
        reason: String,
    },
}

/// Questions and what came of them, the earliest first. As text it is one JSON document a line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Transcript {
    /// The exchanges.
    pub exchanges: Vec<Exchange>,
}

impl Transcript {
    /// Reads a transcript, at most `limit` exchanges of it.
    ///
    /// # Errors
    /// [`TranscriptError`].
    pub fn read(mut from: impl BufRead, limit: usize) -> Result<Self, TranscriptError> {
        let mut exchanges = Vec::new();
        let mut text = String::new();
        for line in 1.. {
            text.clear();
            let read = from.by_ref().take(MAX_LINE).read_line(&mut text)?;
            let refuse = |reason: String| Err(TranscriptError::Line { line, reason });
            if read as u64 == MAX_LINE {
                return refuse(format!("it has {MAX_LINE} bytes or more"));
            }
            if read == 0 {
                break;
            }
            if text.trim().is_empty() {
                continue;
            }
            if exchanges.len() == limit {
                return refuse(format!("there are more than {limit}"));
            }
            match serde_json::from_str(&text) {
                Ok(exchange) => exchanges.push(exchange),
                Err(error) => return refuse(error.to_string()),
            }
        }
        Ok(Transcript { exchanges })
    }

    /// Writes it, a line an exchange.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, to: &mut dyn Write) -> std::io::Result<()> {
        self.exchanges
            .iter()
            .try_for_each(|exchange| write_line(exchange, to))
    }

    /// What was used, at these prices.
    pub fn usage(&self, prices: &Prices) -> Usage {
        let mut usage = Usage::default();
        for exchange in &self.exchanges {
            usage.add(&exchange.request, &exchange.outcome.clone().into(), prices);
        }
        usage
    }
}

fn write_line(exchange: &Exchange, to: &mut dyn Write) -> std::io::Result<()> {
    let mut line = serde_json::to_string(exchange)?;
    line.push('\n');
    to.write_all(line.as_bytes())
}

/// A model whose exchanges are logged, each as soon as there is an outcome.
///
/// ```
/// use lacuna::simulate::llm::{
///     ChatModel, ChatRequest, Logged, Message, Replay, Scripted, Transcript,
/// };
///
/// let mut model = Logged::new(Scripted::always("Ten."), Vec::new());
/// let request = ChatRequest::new([Message::user("How much?")]);
/// let said = model.complete(&request)?;
/// let (_, log) = model.into_parts();
///
/// // Played again, it says the same.
/// let mut again = Replay::new(Transcript::read(&log[..], 100)?);
/// assert_eq!(again.complete(&request)?, said);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Logged<M, W> {
    model: M,
    log: W,
    with_times: bool,
}

impl<M, W: Write> Logged<M, W> {
    /// A model, and where its exchanges are written.
    pub fn new(model: M, log: W) -> Self {
        Logged {
            model,
            log,
            with_times: false,
        }
    }

    /// Also logs how long each exchange took; the log is then another one each time.
    #[must_use]
    pub fn with_times(mut self) -> Self {
        self.with_times = true;
        self
    }

    /// The model.
    pub fn model(&self) -> &M {
        &self.model
    }

    /// The model and the log.
    pub fn into_parts(self) -> (M, W) {
        (self.model, self.log)
    }
}

impl<M: ChatModel, W: Write> ChatModel for Logged<M, W> {
    /// # Errors
    /// Those of the model, and [`ChatError::Log`]: what is not on record did not happen.
    fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError> {
        let begun = Instant::now();
        let result = self.model.complete(request);
        let took = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let exchange = Exchange {
            request: request.clone(),
            outcome: result.clone().into(),
            milliseconds: self.with_times.then_some(took),
        };
        write_line(&exchange, &mut self.log)
            .and_then(|()| self.log.flush())
            .map_err(|error| ChatError::Log {
                reason: error.to_string(),
            })?;
        result
    }
}
