//! Transcripts as models.

use std::collections::{HashMap, VecDeque};

use super::error::ending;
use super::{ChatError, ChatModel, ChatReply, ChatRequest, Outcome, Transcript};

/// A model that answers what was answered on record: to each question the outcomes of just this
/// question, in their order. A question that is not on record is an error, so that a replay never
/// drifts away from what was recorded; a question is the same if it is asked by the same, with the
/// same words and the same sampling.
#[derive(Debug, Clone)]
pub struct Replay {
    outcomes: HashMap<String, VecDeque<Outcome>>,
    left: usize,
}

/// The document that a question is found by.
fn key(request: &ChatRequest) -> Result<String, ChatError> {
    serde_json::to_string(request).map_err(ChatError::other)
}

impl Replay {
    /// Replays a transcript.
    pub fn new(transcript: Transcript) -> Self {
        let mut outcomes: HashMap<String, VecDeque<Outcome>> = HashMap::new();
        let mut left = 0;
        for exchange in transcript.exchanges {
            // A question that cannot be written was never read either.
            if let Ok(key) = key(&exchange.request) {
                outcomes.entry(key).or_default().push_back(exchange.outcome);
                left += 1;
            }
        }
        Replay { outcomes, left }
    }

    /// How many exchanges have not been replayed: none, if the run was the same to its end.
    pub fn left(&self) -> usize {
        self.left
    }
}

impl ChatModel for Replay {
    fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError> {
        let outcomes = self.outcomes.get_mut(&key(request)?);
        match outcomes.and_then(VecDeque::pop_front) {
            Some(outcome) => {
                self.left -= 1;
                outcome.into()
            }
            None => Err(ChatError::NotRecorded {
                asked_by: request.asked_by.clone(),
                question: request
                    .messages
                    .last()
                    .map_or_else(String::new, |message| ending(&message.text, 120)),
            }),
        }
    }
}
