//! The one form in which answers are read, and everything else that is not an answer.

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

/// Marks that may stand around a label and mean nothing.
const AROUND: &[char] = &[
    '"', '\'', '`', '“', '”', '‘', '’', '*', '_', '.', ',', ';', ':', '!', '(', ')', '[', ']', '{',
    '}', '<', '>',
];

/// Pairs that may stand around a number; half a pair may be a unit, or a comparison.
const PAIRS: &[(char, char)] = &[
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('“', '”'),
    ('‘', '’'),
    ('[', ']'),
    ('<', '>'),
];

/// Emphasis, which may begin before the answer.
const EMPHASIS: &[char] = &['*', '_'];

/// What an answer begins with.
const BEGINNING: &str = "answer:";

/// Why a reply is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Unreadable {
    /// It was cut off; what it says last may be a part of something else.
    #[error("it was cut off before it ended; be brief")]
    CutOff,
    /// It was withheld.
    #[error("it was withheld")]
    Withheld,
    /// There is no answer in it.
    #[error("no line begins with ANSWER:")]
    Missing,
    /// There is more than one, or one is talked about.
    #[error("the word ANSWER: stands in it {count} times; it must stand there once")]
    #[non_exhaustive]
    Several {
        /// How often.
        count: usize,
    },
    /// It stands within a line, where it may be quoted.
    #[error("ANSWER: stands within a line; it must begin a line of its own")]
    Quoted,
    /// Something follows it, which may take it back.
    #[error("something follows the answer; it must be the last line")]
    NotLast,
    /// It is none of the labels.
    #[error("{found:?} is none of the possible answers")]
    #[non_exhaustive]
    UnknownLabel {
        /// What it is.
        found: String,
    },
    /// It is no whole number in digits.
    #[error("{found:?} is no whole number in digits")]
    #[non_exhaustive]
    NotWhole {
        /// What it is.
        found: String,
    },
    /// It is too small or too large.
    #[error("{found} is not between {least} and {most}")]
    #[non_exhaustive]
    OutOfRange {
        /// What it is.
        found: String,
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// It is wrong for another reason, such as a law that cannot be read.
    #[error("{reason}")]
    #[non_exhaustive]
    Other {
        /// Why.
        reason: String,
    },
}

impl Unreadable {
    /// Another reason, of a situation of one's own.
    pub fn other(reason: impl ToString) -> Self {
        Unreadable::Other {
            reason: reason.to_string(),
        }
    }
}

/// Labels that cannot be told apart, or are none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// Nothing to choose from.
    #[error("there is nothing to choose from; an answer needs at least one label")]
    NoLabels,
    /// A label of which nothing is left without case, white space and marks around it.
    #[error("the label {label:?} has nothing to be known by; it needs a letter or digit")]
    #[non_exhaustive]
    Empty {
        /// The label.
        label: String,
    },
    /// Two labels that are the same without case, white space and marks around them.
    #[error("the labels {one:?} and {other:?} differ only in case, space or marks around them")]
    #[non_exhaustive]
    Alike {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// No number lies between these.
    #[error("no number is between {least} and {most}; the first must not be above the second")]
    #[non_exhaustive]
    Limits {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
}

/// What can be answered, and how it is read.
///
/// An answer is the *last line* of a reply, `ANSWER: ` and then one of the labels, or a whole
/// number, and nothing else. Case, white space, and marks around a label do not matter, except for
/// `!` before it, which may deny it, and for half a pair of marks around a number; all else does. A label is never looked for within other words, so that `not Engage` is not `Engage`; the
/// word `ANSWER:` must stand in the whole reply once, so that no quotation and no second thought is
/// taken for the answer; and there is no default.
///
/// ```
/// use lacuna::simulate::llm::{Choice, Format};
///
/// let format = Format::labels(["Engage", "Leave"])?;
/// let read = |text| format.read(text);
/// assert_eq!(read("It pays.\nANSWER: engage."), Ok(Choice::Label(0)));
/// assert_eq!(read("**ANSWER: Leave**"), Ok(Choice::Label(1)));
/// for text in ["Engage", "ANSWER: not Engage", "ANSWER: Engage or Leave", "I answer: Engage",
///     "ANSWER: Engage\nANSWER: Leave", "ANSWER: Engage\nNo, I take that back."] {
///     assert!(read(text).is_err());
/// }
/// assert_eq!(Format::whole(0, 100)?.read("ANSWER: 10"), Ok(Choice::Whole(10)));
/// # Ok::<(), lacuna::simulate::llm::FormatError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// Labels as they are shown, and as they are compared.
    Labels(Vec<(String, String)>),
    Whole(u64, u64),
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Choice {
    /// The number of a label, from 0.
    Label(usize),
    /// A whole number.
    Whole(u64),
}

impl Format {
    /// One of these labels.
    ///
    /// # Errors
    /// [`FormatError`] for labels that cannot be told apart.
    pub fn labels<S: Into<String>>(
        labels: impl IntoIterator<Item = S>,
    ) -> Result<Self, FormatError> {
        let mut list: Vec<(String, String)> = Vec::new();
        for label in labels {
            let label = label.into();
            let bare = bare(&label);
            if bare.is_empty() {
                return Err(FormatError::Empty { label });
            }
            if let Some((one, _)) = list.iter().find(|(_, known)| *known == bare) {
                let one = one.clone();
                return Err(FormatError::Alike { one, other: label });
            }
            list.push((label, bare));
        }
        if list.is_empty() {
            return Err(FormatError::NoLabels);
        }
        Ok(Format(Form::Labels(list)))
    }

    /// A whole number between these, both included.
    ///
    /// # Errors
    /// [`FormatError::Limits`].
    pub fn whole(least: u64, most: u64) -> Result<Self, FormatError> {
        if least > most {
            return Err(FormatError::Limits { least, most });
        }
        Ok(Format(Form::Whole(least, most)))
    }

    /// How to answer, in words for the model.
    pub fn instruction(&self) -> String {
        match &self.0 {
            Form::Labels(labels) => {
                let shown: Vec<&str> = labels.iter().map(|(label, _)| label.as_str()).collect();
                format!(
                    "End your reply with one line that has this form and nothing after it:\n\
                     ANSWER: <choice>\n\
                     where <choice> is exactly one of: {}",
                    shown.join(" | ")
                )
            }
            Form::Whole(least, most) => format!(
                "End your reply with one line that has this form and nothing after it:\n\
                 ANSWER: <number>\n\
                 where <number> is a whole number from {least} to {most}, in digits, without a unit"
            ),
        }
    }

    /// Reads a reply.
    ///
    /// # Errors
    /// [`Unreadable`]: it is no answer, and why.
    pub fn read(&self, text: &str) -> Result<Choice, Unreadable> {
        let (answer, rest) = answer_line(text)?;
        if !rest.trim().is_empty() {
            return Err(Unreadable::NotLast);
        }
        self.value(answer)
    }

    /// Reads what stands behind `ANSWER:`.
    pub(super) fn value(&self, answer: &str) -> Result<Choice, Unreadable> {
        match &self.0 {
            Form::Labels(labels) => {
                let bare = bare(answer);
                let found = labels.iter().position(|(_, known)| *known == bare);
                found
                    .map(Choice::Label)
                    .ok_or_else(|| Unreadable::UnknownLabel {
                        found: answer.trim().to_owned(),
                    })
            }
            &Form::Whole(least, most) => {
                let found = without_pairs(answer);
                // A full stop ends a sentence; a decimal point has digits behind it.
                let digits = found.strip_suffix('.').unwrap_or(found);
                if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(Unreadable::NotWhole {
                        found: answer.trim().to_owned(),
                    });
                }
                match digits.parse::<u64>() {
                    Ok(number) if (least..=most).contains(&number) => Ok(Choice::Whole(number)),
                    _ => Err(Unreadable::OutOfRange {
                        found: digits.to_owned(),
                        least,
                        most,
                    }),
                }
            }
        }
    }

    /// Any answer, each as likely as another.
    pub fn draw(&self, rng: &mut dyn Rng) -> Choice {
        match &self.0 {
            Form::Labels(labels) => Choice::Label(rng.random_range(0..labels.len())),
            &Form::Whole(least, most) => Choice::Whole(rng.random_range(least..=most)),
        }
    }
}

/// What stands between pairs of marks and emphasis.
fn without_pairs(answer: &str) -> &str {
    let is_nothing = |sign: char| sign.is_whitespace() || EMPHASIS.contains(&sign);
    let mut found = answer.trim_matches(is_nothing);
    while let Some(inner) = PAIRS
        .iter()
        .find_map(|&(open, close)| found.strip_prefix(open)?.strip_suffix(close))
    {
        found = inner.trim_matches(is_nothing);
    }
    found
}

/// A label without case, white space at its ends or twice, and marks around it.
fn bare(label: &str) -> String {
    let is_nothing = |sign: char| sign.is_whitespace() || AROUND.contains(&sign);
    // A `!` before a label may deny it.
    let label = label
        .trim_start_matches(|sign: char| sign != '!' && is_nothing(sign))
        .trim_end_matches(is_nothing);
    let words = label.split_whitespace();
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// What stands behind `ANSWER:` in its line, and what follows that line.
pub(super) fn answer_line(text: &str) -> Result<(&str, &str), Unreadable> {
    // ASCII case alone, so that places in both texts are the same.
    let lower = text.to_ascii_lowercase();
    let mut places = lower.match_indices(BEGINNING);
    let Some((place, _)) = places.next() else {
        return Err(Unreadable::Missing);
    };
    let more = places.count();
    if more > 0 {
        return Err(Unreadable::Several { count: 1 + more });
    }
    let (before, after) = (&text[..place], &text[place + BEGINNING.len()..]);
    let line_before = before.rsplit('\n').next().unwrap_or(before);
    // Emphasis is not quotation.
    let is_nothing = |sign: char| sign.is_whitespace() || EMPHASIS.contains(&sign);
    if !line_before.chars().all(is_nothing) {
        return Err(Unreadable::Quoted);
    }
    Ok(after.split_once('\n').unwrap_or((after, "")))
}
