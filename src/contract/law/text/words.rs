//! The words of the language, and how names and texts are written.

use std::fmt::{self, Write};

use super::super::spelling::is_unseen;

/// Words that begin an effect.
pub(super) const EFFECTS: &[&str] = &[
    "direct",
    "set",
    "cap",
    "fine",
    "sanction",
    "transfer",
    "grant",
    "escrow",
    "release",
    "premium",
    "payout",
    "participation",
    "violation",
    "count",
    "clear",
    "remember",
];

/// Functions of numbers and conditions.
pub(super) const FUNCTIONS: &[&str] = &[
    "ratio", "min", "max", "floor", "ceiling", "round", "choose", "sum", "largest", "smallest",
    "number", "every", "some",
];

/// All other words.
const OTHERS: &[&str] = &[
    "all",
    "and",
    "at",
    "by",
    "chosen",
    "cost",
    "counter",
    "each",
    "end",
    "for",
    "from",
    "graduated",
    "if",
    "in",
    "into",
    "is",
    "law",
    "let",
    "memory",
    "not",
    "of",
    "or",
    "other",
    "players",
    "pool",
    "resolve",
    "start",
    "than",
    "times",
    "to",
];

/// A word that is a name only between quotes.
pub(super) fn is_reserved(word: &str) -> bool {
    [EFFECTS, FUNCTIONS, OTHERS]
        .iter()
        .any(|words| words.contains(&word))
}

/// Words that only join others; nobody means them as names.
pub(super) fn joins(word: &str) -> bool {
    [
        "and", "at", "by", "each", "for", "from", "if", "in", "into", "is", "not", "of", "or",
        "other", "than", "times", "to",
    ]
    .contains(&word)
}

pub(super) fn starts_word(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter == '_'
}

pub(super) fn continues_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// A name that needs no quotes.
fn is_plain(name: &str) -> bool {
    name.starts_with(starts_word) && name.chars().all(continues_word) && !is_reserved(name)
}

/// A name as it stands in a law.
pub(crate) struct Name<'a>(pub(crate) &'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_plain(self.0) {
            formatter.write_str(self.0)
        } else {
            Quoted(self.0).fmt(formatter)
        }
    }
}

/// A text between quotes.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_char('"')?;
        for letter in self.0.chars() {
            match letter {
                '"' | '\\' => write!(formatter, "\\{letter}")?,
                // Not part of the language: no well-formed law has such a text.
                _ if is_unseen(letter) => write!(formatter, "{}", letter.escape_unicode())?,
                _ => formatter.write_char(letter)?,
            }
        }
        formatter.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_listed_once() {
        let mut all: Vec<&str> = [EFFECTS, FUNCTIONS, OTHERS].concat();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|word| is_reserved(word)));
    }

    #[test]
    fn only_plain_names_stand_without_quotes() {
        for (name, written) in [
            ("ann", "ann"),
            ("_a1", "_a1"),
            ("law", "\"law\""),
            ("1a", "\"1a\""),
            ("Jack Smith", "\"Jack Smith\""),
            ("naïve", "\"naïve\""),
            ("", "\"\""),
            ("a\"\\b", "\"a\\\"\\\\b\""),
            ("a\nb", "\"a\\u{a}b\""),
        ] {
            assert_eq!(Name(name).to_string(), written);
        }
    }
}
