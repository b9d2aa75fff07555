//! Damaged and random texts: nothing panics or hangs, every error points into the text, and what is
//! read is well formed and survives being printed.

use lacuna::contract::law::Law;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::laws;

/// What a text may be damaged with.
const PIECES: [&str; 62] = [
    "",
    " ",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\"",
    "\\",
    "#",
    ":",
    ",",
    "(",
    ")",
    "+",
    "-",
    "*",
    "/",
    "=",
    "!=",
    "<",
    "<=",
    "==",
    "1/0",
    "1/3",
    "0.5",
    "-3",
    "1e9",
    ".5",
    "5.",
    "99999999999999999999",
    "law",
    "let",
    "escrow",
    "start",
    "resolve:",
    "end",
    "for each p:",
    "if",
    "and",
    "or",
    "not",
    "is",
    "of",
    "other than",
    "chosen",
    "sum(p:",
    "min(",
    "choose(",
    "every(",
    "fine p",
    "to",
    "from",
    "all",
    "players",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "é",
    "日本",
    "😀",
    "“",
    "\u{a0}",
];

fn assert_sound(text: &str) {
    match Law::parse_with_lines(text) {
        Ok((law, lines)) => {
            assert_eq!(law.check_form(), Ok(()), "{text:?}");
            let count = text.split('\n').count();
            assert!((1..=count).contains(&lines.title()));
            let again = Law::parse(&law.to_string());
            assert_eq!(again.as_ref(), Ok(&law), "{text:?}");
        }
        Err(error) => {
            let line = text.split('\n').nth(error.line() - 1);
            let line = line.unwrap_or_else(|| panic!("{text:?}: {error}"));
            let behind = line.chars().count() + 1;
            assert!((1..=behind).contains(&error.column()), "{text:?}: {error}");
            assert!(
                !error.found().is_empty() && !error.expected().is_empty(),
                "{error}"
            );
            let message = error.to_string();
            assert_eq!(message.lines().count(), 3, "{message:?}");
            let unseen = |c: char| c.is_control() && c != '\n' && c != '\t';
            assert!(!message.contains(unseen), "{message:?}");
        }
    }
}

/// The place of a character, or behind the last.
fn place(text: &str, index: Index) -> usize {
    let at = index.index(text.chars().count() + 1);
    text.char_indices()
        .nth(at)
        .map_or(text.len(), |(byte, _)| byte)
}

fn pieces() -> impl Strategy<Value = &'static str> {
    select(&PIECES[..])
}

proptest! {
    #[test]
    fn laws_with_characters_put_in_left_out_and_replaced(
        law in laws::law(),
        changes in vec((any::<Index>(), 0usize..6, pieces()), 1..5),
    ) {
        let mut text = law.to_string();
        for (index, length, piece) in changes {
            let start = place(&text, index);
            let end = text[start..].char_indices().nth(length).map_or(text.len(), |(n, _)| start + n);
            text.replace_range(start..end, piece);
            assert_sound(&text);
        }
    }

    #[test]
    fn laws_with_words_put_in_left_out_and_replaced(
        law in laws::law(),
        changes in vec((any::<Index>(), 0usize..3, pieces()), 1..5),
    ) {
        let text = law.to_string();
        let mut words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
        for (index, length, piece) in changes {
            let start = index.index(words.len() + 1);
            let end = (start + length).min(words.len());
            words.splice(start..end, [piece, " "]);
            assert_sound(&words.concat());
        }
    }

    #[test]
    fn laws_cut_anywhere(law in laws::law(), index in any::<Index>()) {
        let text = law.to_string();
        let cut = place(&text, index);
        assert_sound(&text[..cut]);
        assert_sound(&text[cut..]);
    }

    #[test]
    fn pieces_of_the_language_in_any_order(pieces in vec(pieces(), 0..40), spaced in any::<bool>()) {
        let separator = if spaced { " " } else { "" };
        let text = pieces.join(separator);
        assert_sound(&text);
        assert_sound(&format!("law \"L\"\n{text}"));
        assert_sound(&format!("law \"L\"\nend:\n{text}"));
        assert_sound(&format!("law \"L\"\nend:\n  fine p {text}"));
        assert_sound(&format!("law \"L\"\nend:\n  if {text}: fine p 3"));
    }

    #[test]
    fn any_text_at_all(text in any::<String>(), visible in "\\PC{0,30}") {
        assert_sound(&text);
        assert_sound(&visible);
        assert_sound(&format!("law \"{text}\""));
        assert_sound(&format!("law \"L\"\nend:\n  fine p {visible}"));
        assert_sound(&format!("law \"L\" # {text}"));
    }
}
