//! Models that say what they are told to: for tests and dry runs.

use std::collections::VecDeque;
use std::fmt;

use super::{ChatError, ChatModel, ChatReply, ChatRequest};

type Script = dyn FnMut(&ChatRequest) -> Result<ChatReply, ChatError>;

/// A model that follows a script; it keeps the questions.
///
/// ```
/// use lacuna::simulate::llm::{ChatModel, ChatRequest, Message, Scripted};
///
/// let mut model = Scripted::new(["First.", "Second."]);
/// let request = ChatRequest::new([Message::user("Well?")]);
/// assert_eq!(model.complete(&request)?.text, "First.");
/// assert_eq!(model.complete(&request)?.text, "Second.");
/// assert!(model.complete(&request).is_err());
/// assert_eq!(model.requests().len(), 3);
/// # Ok::<(), lacuna::simulate::llm::ChatError>(())
/// ```
pub struct Scripted {
    script: Box<Script>,
    requests: Vec<ChatRequest>,
}

impl Scripted {
    /// Says these one after the other, and fails with [`ChatError::Other`] when they have been
    /// said.
    pub fn new<S: Into<String>>(texts: impl IntoIterator<Item = S>) -> Self {
        let mut texts: VecDeque<String> = texts.into_iter().map(Into::into).collect();
        Scripted::from_function(move |_| match texts.pop_front() {
            Some(text) => Ok(ChatReply::new(text)),
            None => Err(ChatError::other(
                "the script has ended; it needs one reply for each request",
            )),
        })
    }

    /// Always says the same.
    pub fn always(text: impl Into<String>) -> Self {
        let text = text.into();
        Scripted::from_function(move |_| Ok(ChatReply::new(text.clone())))
    }

    /// Says what a function makes of the question.
    pub fn from_function(
        script: impl FnMut(&ChatRequest) -> Result<ChatReply, ChatError> + 'static,
    ) -> Self {
        Scripted {
            script: Box::new(script),
            requests: Vec::new(),
        }
    }

    /// What it was asked, the earliest first.
    pub fn requests(&self) -> &[ChatRequest] {
        &self.requests
    }
}

impl fmt::Debug for Scripted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Scripted")
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

impl ChatModel for Scripted {
    fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError> {
        self.requests.push(request.clone());
        (self.script)(request)
    }
}
