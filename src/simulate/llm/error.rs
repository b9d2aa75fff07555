//! Why there is no reply.

use serde::{Deserialize, Serialize};

/// Why a model gave no reply. Plain data, so that a transcript holds errors as well as replies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ChatError {
    /// A question that no server could answer.
    #[error("{what} is {found}; it must be {needs}")]
    #[non_exhaustive]
    Request {
        /// What is wrong with it.
        what: String,
        /// What it is.
        found: String,
        /// What would be right.
        needs: String,
    },
    /// There was no connection, or it broke before anything of a reply came.
    #[error("the server cannot be reached: {reason}")]
    #[non_exhaustive]
    Unreachable {
        /// Why.
        reason: String,
    },
    /// The reply did not come in time.
    #[error("no reply within {milliseconds} ms")]
    #[non_exhaustive]
    Timeout {
        /// How long was waited.
        milliseconds: u64,
    },
    /// The server refused.
    #[error("the server refused with status {status}: {body}")]
    #[non_exhaustive]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The beginning of what it sent.
        body: String,
    },
    /// The server sent something that is no reply, or a part of one.
    #[error("the server sent no chat completion ({reason}): {body}")]
    #[non_exhaustive]
    Malformed {
        /// What is wrong.
        reason: String,
        /// The beginning of what it sent.
        body: String,
    },
    /// The server sent too much.
    #[error("the server sent more than {limit} bytes")]
    #[non_exhaustive]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// Every attempt failed.
    #[error("given up after {attempts} attempts; the last: {last}")]
    #[non_exhaustive]
    GaveUp {
        /// How many there were.
        attempts: u32,
        /// Why the last one failed.
        last: Box<ChatError>,
    },
    /// The budget does not allow the question. It was not asked.
    #[error(
        "the budget of {limit} {what} does not allow this question: {spent} are spent, and it \
             may take {needs} more"
    )]
    #[non_exhaustive]
    BudgetSpent {
        /// What would run out: requests, tokens or the price.
        what: String,
        /// The limit.
        limit: String,
        /// What is spent.
        spent: String,
        /// What the question may take.
        needs: String,
    },
    /// A transcript that is replayed has no reply to this question left.
    #[error(
        "the transcript has no reply left to a question of {asked_by:?} that ends {question:?}; \
             record it again with the model"
    )]
    #[non_exhaustive]
    NotRecorded {
        /// Whose question it was.
        asked_by: String,
        /// The end of the question.
        question: String,
    },
    /// The exchange could not be logged.
    #[error("the exchange cannot be logged: {reason}")]
    #[non_exhaustive]
    Log {
        /// Why not.
        reason: String,
    },
    /// Something else, of a model of one's own.
    #[error("{reason}")]
    #[non_exhaustive]
    Other {
        /// What.
        reason: String,
    },
}

impl ChatError {
    /// Something that a model of one's own has to report.
    pub fn other(reason: impl ToString) -> Self {
        ChatError::Other {
            reason: reason.to_string(),
        }
    }

    /// Might the same question be answered a little later? True of a server that is not reached, is
    /// too busy (408, 429) or fails (5xx).
    pub fn is_passing(&self) -> bool {
        match self {
            ChatError::Unreachable { .. } => true,
            ChatError::Refused { status, .. } => matches!(status, 408 | 429 | 500..=599),
            _ => false,
        }
    }
}

/// At most so many characters from the beginning.
pub(super) fn beginning(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// At most so many characters from the end.
pub(super) fn ending(text: &str, characters: usize) -> String {
    let count = text.chars().count();
    if count <= characters {
        return text.to_owned();
    }
    let rest: String = text.chars().skip(count - characters).collect();
    format!("…{rest}")
}
