//! What can be proposed.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::contract::law::Law;

/// What a player proposes: words that nobody enforces, or a law.
///
/// ```
/// use lacuna::simulate::negotiation::Proposal;
/// let ours = Proposal::text("Everybody  takes ten.");
/// assert!(ours.is_same_as(&Proposal::text("everybody takes ten.")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Proposal {
    /// Words.
    Text(String),
    /// A law.
    Law(Law),
}

impl Proposal {
    /// Words that nobody enforces.
    pub fn text(words: impl Into<String>) -> Self {
        Proposal::Text(words.into())
    }

    /// The proposal in words: a text as it is, a law in its canonical text form.
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Proposal::Text(words) => Cow::Borrowed(words),
            Proposal::Law(law) => Cow::Owned(law.to_string()),
        }
    }

    /// Is it the same proposal? Texts are compared without regard to case and white space, laws as
    /// data.
    pub fn is_same_as(&self, other: &Proposal) -> bool {
        match (self, other) {
            (Proposal::Text(one), Proposal::Text(two)) => {
                let words = |text: &str| -> Vec<String> {
                    text.split_whitespace().map(str::to_lowercase).collect()
                };
                words(one) == words(two)
            }
            _ => self == other,
        }
    }
}
