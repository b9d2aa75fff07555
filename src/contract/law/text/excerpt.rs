//! A line of a text with marks under what a message is about.

use std::fmt;

use super::super::spelling::is_unseen;

/// A place in a text, its line or the part of it around the place, and what is marked there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// From 1.
    pub(super) line: usize,
    /// From 1, in characters.
    pub(super) column: usize,
    shown: String,
    /// What stands below the line up to the first caret.
    indent: String,
    carets: usize,
}

impl Excerpt {
    /// The bytes from `start` to `end`, or to the end of the line, are marked; at most `most`
    /// characters are shown before and after the first of them.
    pub(super) fn of(text: &str, start: usize, end: usize, most: usize) -> Self {
        let before = text.get(..start).unwrap_or(text);
        Self::on_line(text, before.matches('\n').count() + 1, start, end, most)
    }

    /// The same where the number of the line is known.
    pub(super) fn on_line(text: &str, line: usize, start: usize, end: usize, most: usize) -> Self {
        let before = text.get(..start).unwrap_or(text);
        let first = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[first..].chars().count() + 1;
        let whole = text.get(first..).unwrap_or_default();
        let whole = whole.split('\n').next().unwrap_or_default();
        let whole = whole.strip_suffix('\r').unwrap_or(whole);
        let skipped = (column - 1).saturating_sub(most);
        let mut shown = String::new();
        if skipped > 0 {
            shown.push('…');
        }
        let rest = whole.chars().skip(skipped);
        let room = column - 1 - skipped + most;
        // A terminal must not act on what stands in the text.
        let safe = |letter| match letter {
            '\t' => letter,
            _ if is_unseen(letter) => '\u{fffd}',
            _ => letter,
        };
        shown.extend(rest.clone().take(room).map(safe));
        if rest.clone().nth(room).is_some() {
            shown.push('…');
        }
        let blank = |letter| if letter == '\t' { '\t' } else { ' ' };
        let leading = usize::from(skipped > 0) + column - 1 - skipped;
        let mut indent: String = shown.chars().take(leading).map(blank).collect();
        // An error at the end of a line stands behind its last character.
        let missing = leading.saturating_sub(indent.chars().count());
        indent.extend(std::iter::repeat_n(' ', missing));
        let marked = text.get(start..end).unwrap_or_default();
        let marked = marked.split('\n').next().unwrap_or_default();
        let marked = marked.strip_suffix('\r').unwrap_or(marked);
        Excerpt {
            line,
            column,
            shown,
            indent,
            carets: marked.chars().count().clamp(1, most),
        }
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let (margin, carets) = (" ".repeat(number.len()), "^".repeat(self.carets));
        writeln!(formatter, "{number} | {}", self.shown)?;
        write!(formatter, "{margin} | {}{carets}", self.indent)
    }
}
