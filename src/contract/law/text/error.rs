//! What is wrong with the text of a law, and where.

use std::fmt;

use super::super::spelling::is_unseen;
use super::excerpt::Excerpt;

/// Most characters of a text that a message repeats.
const MOST_SHOWN: usize = 40;

/// Most characters of a line that a message shows on each side of the place.
const MOST_EXCERPT: usize = 60;

/// Why a text is no law: the place, what stands there, and what could stand there.
///
/// ```
/// use lacuna::contract::law::Law;
///
/// let text = "law \"Fines\"\nresolve:\n  for each p: if catch of p > 12: fne p 3\n";
/// let error = Law::parse(text).unwrap_err();
/// assert_eq!((error.line(), error.column()), (3, 35));
/// assert_eq!(error.hint(), Some("did you mean `fine`?"));
/// assert_eq!(
///     error.to_string(),
///     "line 3, column 35: found `fne`; expected an effect; did you mean `fine`?\n\
///      3 |   for each p: if catch of p > 12: fne p 3\n  \
///        |                                   ^^^"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(Box<Details>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    kind: ParseErrorKind,
    found: String,
    expected: Vec<String>,
    hint: Option<String>,
    excerpt: Excerpt,
}

/// What sort of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// Something else should stand here.
    Unexpected,
    /// A character that the language does not use, or does not use here.
    Character,
    /// Not a number of the language: a zero denominator, too many digits, or another notation.
    Number,
    /// A string without its end, or with an escape that there is not.
    Text,
    /// A name that is no name.
    Name,
    /// A function that the language does not have.
    Function,
    /// Nested deeper than [`Law::MOST_NESTING`](super::super::Law::MOST_NESTING).
    TooDeep,
}

impl ParseError {
    /// What sort of thing is wrong.
    pub fn kind(&self) -> ParseErrorKind {
        self.0.kind
    }

    /// The line, counted from 1.
    pub fn line(&self) -> usize {
        self.0.excerpt.line
    }

    /// The column, counted from 1 in characters.
    pub fn column(&self) -> usize {
        self.0.excerpt.column
    }

    /// What stands there.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// What could stand there.
    pub fn expected(&self) -> &[String] {
        &self.0.expected
    }

    /// How it is probably put right, if that is known.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = &*self.0;
        let (line, column) = (error.excerpt.line, error.excerpt.column);
        write!(
            formatter,
            "line {line}, column {column}: found {}",
            error.found
        )?;
        if let Some((last, others)) = error.expected.split_last() {
            write!(formatter, "; expected ")?;
            if !others.is_empty() {
                write!(formatter, "{} or ", others.join(", "))?;
            }
            write!(formatter, "{last}")?;
        }
        if let Some(hint) = &error.hint {
            write!(formatter, "; {hint}")?;
        }
        write!(formatter, "\n{}", error.excerpt)
    }
}

impl std::error::Error for ParseError {}

/// An error before its place has a line and a column.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: ParseErrorKind,
    /// The bytes that are wrong.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) found: String,
    pub(super) expected: Vec<String>,
    pub(super) hint: Option<String>,
}

impl Fault {
    pub(super) fn new(kind: ParseErrorKind, start: usize, end: usize, found: String) -> Box<Self> {
        Box::new(Fault {
            kind,
            start,
            end,
            found,
            expected: Vec::new(),
            hint: None,
        })
    }

    pub(super) fn expected(mut self: Box<Self>, what: impl Into<String>) -> Box<Self> {
        self.expected.push(what.into());
        self
    }

    pub(super) fn hint(mut self: Box<Self>, hint: impl Into<String>) -> Box<Self> {
        self.hint = Some(hint.into());
        self
    }

    /// The error with its place in this text.
    pub(super) fn in_text(self, text: &str) -> ParseError {
        ParseError(Box::new(Details {
            kind: self.kind,
            found: self.found,
            expected: self.expected,
            hint: self.hint,
            excerpt: Excerpt::of(text, self.start, self.end, MOST_EXCERPT),
        }))
    }
}

/// Line and column of a byte, both from 1, the column in characters.
pub(super) fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before[start..].chars().count() + 1)
}

/// A piece of the text between backquotes, cut where it is long.
pub(super) fn shown(piece: &str) -> String {
    let mut text: String = piece
        .chars()
        .take(MOST_SHOWN)
        .map(|letter| {
            if is_unseen(letter) {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect();
    if piece.chars().nth(MOST_SHOWN).is_some() {
        text.push('…');
    }
    format!("`{text}`")
}
