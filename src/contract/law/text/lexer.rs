//! The words, numbers, strings and signs of a text.

use super::super::spelling::is_unseen;
use super::Law;
use super::error::{Fault, ParseErrorKind, shown};
use super::number::fits;
use super::words::{continues_word, starts_word};
use crate::number::{NumberError, Rational};

/// A piece of the text of a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A word of the language, or a name without quotes.
    Word(&'a str),
    /// A string, without its quotes and escapes.
    Quoted(String),
    /// A number without a sign.
    Number(Rational),
    /// A sign, such as `<=`.
    Sign(&'static str),
    /// The end of a line that is not blank.
    LineEnd,
    /// The end of the text.
    End,
}

/// A token with its place.
#[derive(Debug, Clone)]
pub(super) struct Lexeme<'a> {
    pub(super) token: Token<'a>,
    /// Its bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The line on which it stands, from 1.
    pub(super) line: usize,
}

/// Signs, longer ones before those that they begin with.
const SIGNS: &[&str] = &[
    "!=", "<=", ">=", ":", ",", "(", ")", "+", "-", "*", "/", "=", "<", ">",
];

/// What other notations write, and what this language writes for it.
const FOREIGN: &[(&str, &str)] = &[
    ("==", "="),
    ("=<", "<="),
    ("=>", ">="),
    ("<>", "!="),
    ("&&", "and"),
    ("||", "or"),
    ("**", "*"),
    (":=", "="),
    ("!", "not"),
    ("&", "and"),
    ("|", "or"),
    ("≠", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("×", "*"),
    ("·", "*"),
    ("÷", "/"),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("“", "\""),
    ("”", "\""),
    ("„", "\""),
    ("'", "\""),
    ("‘", "\""),
    ("’", "\""),
    ("`", "\""),
    ("[", "("),
    ("]", ")"),
    ("{", "("),
    ("}", ")"),
];

/// The tokens of a text, one after another.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    position: usize,
    line: usize,
    /// Where the last token ended, and whether it was the end of a line.
    last_end: usize,
    fresh_line: bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // Some editors put this mark before everything.
        let position = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Lexer {
            text,
            position,
            line: 1,
            last_end: position,
            fresh_line: true,
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// The next token. Between parentheses a line may end anywhere.
    pub(super) fn next(&mut self, in_parentheses: bool) -> Result<Lexeme<'a>, Box<Fault>> {
        let mut new_line = false;
        loop {
            let rest = self.rest();
            let Some(letter) = rest.chars().next() else {
                let start = if new_line && !in_parentheses {
                    self.text.len()
                } else {
                    self.last_end
                };
                return Ok(self.lexeme(Token::End, start, start));
            };
            match letter {
                ' ' | '\t' => self.position += 1,
                '\r' if rest.starts_with("\r\n") => self.position += 1,
                '\n' => {
                    if !in_parentheses && !self.fresh_line {
                        self.fresh_line = true;
                        let line_end = self.lexeme(Token::LineEnd, self.last_end, self.last_end);
                        self.position += 1;
                        self.line += 1;
                        return Ok(line_end);
                    }
                    new_line = true;
                    self.position += 1;
                    self.line += 1;
                }
                '#' => self.comment()?,
                _ => break,
            }
        }
        let start = self.position;
        let token = self.token()?;
        self.last_end = self.position;
        self.fresh_line = false;
        Ok(self.lexeme(token, start, self.position))
    }

    fn lexeme(&self, token: Token<'a>, start: usize, end: usize) -> Lexeme<'a> {
        Lexeme {
            token,
            start,
            end,
            line: self.line,
        }
    }

    fn comment(&mut self) -> Result<(), Box<Fault>> {
        let rest = self.rest();
        let comment = rest.split('\n').next().unwrap_or_default();
        let comment = comment.strip_suffix('\r').unwrap_or(comment);
        let unseen = |letter: char| letter != '\t' && is_unseen(letter);
        if let Some((offset, letter)) = comment.char_indices().find(|&(_, c)| unseen(c)) {
            return Err(unseen_fault(self.position + offset, letter));
        }
        self.position += comment.len();
        Ok(())
    }

    fn token(&mut self) -> Result<Token<'a>, Box<Fault>> {
        let (rest, start) = (self.rest(), self.position);
        let first = rest.chars().next().unwrap_or_default();
        if starts_word(first) {
            let length = length_while(rest, continues_word);
            let whole = length_while(rest, |c| c.is_alphanumeric() || continues_word(c));
            if whole > length {
                return Err(self.foreign_letters(whole));
            }
            self.position += length;
            return Ok(Token::Word(&rest[..length]));
        }
        if first.is_ascii_digit() {
            return self.number();
        }
        if first == '"' {
            return self.quoted();
        }
        if first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            let length = 1 + length_while(&rest[1..], |c| c.is_ascii_digit());
            let piece = &rest[..length];
            let fault = Fault::new(ParseErrorKind::Number, start, start + length, shown(piece));
            return Err(fault
                .expected("a number")
                .hint(format!("write {}", shown(&format!("0{piece}")))));
        }
        if let Some((foreign, own)) = FOREIGN.iter().find(|(f, _)| rest.starts_with(f)) {
            // `!=` is a sign, `!` is not.
            if *foreign != "!" || !rest.starts_with("!=") {
                let end = start + foreign.len();
                let fault = Fault::new(ParseErrorKind::Character, start, end, shown(foreign));
                return Err(fault.expected(format!("`{own}`")));
            }
        }
        if let Some(&sign) = SIGNS.iter().find(|&&sign| rest.starts_with(sign)) {
            self.position += sign.len();
            return Ok(Token::Sign(sign));
        }
        if first.is_alphanumeric() {
            let whole = length_while(rest, |c| c.is_alphanumeric() || continues_word(c));
            return Err(self.foreign_letters(whole));
        }
        if is_unseen(first) {
            return Err(unseen_fault(start, first));
        }
        let end = start + first.len_utf8();
        let found = shown(&rest[..first.len_utf8()]);
        let fault = Fault::new(ParseErrorKind::Character, start, end, found);
        Err(match first {
            ';' => fault.expected("the end of the line"),
            '%' => fault.expected("a fraction").hint("write `1/10` for `10%`"),
            _ => fault.expected("a word, a number, a string or a sign of the language"),
        })
    }

    fn foreign_letters(&self, length: usize) -> Box<Fault> {
        let piece = self.rest().get(..length).unwrap_or_default();
        let end = self.position + length;
        Fault::new(ParseErrorKind::Name, self.position, end, shown(piece))
            .expected("a word of plain letters, digits and `_`")
            .hint(format!(
                "other names stand in quotes: {}",
                shown(&format!("\"{piece}\""))
            ))
    }

    fn number(&mut self) -> Result<Token<'a>, Box<Fault>> {
        let (rest, start) = (self.rest(), self.position);
        let digit = |c: char| c.is_ascii_digit();
        let mut length = length_while(rest, digit);
        // The length of a sign and the digits after it, if they follow here.
        let follows = |length: usize, sign: char| {
            let below = rest[length..].strip_prefix(sign)?;
            below
                .starts_with(digit)
                .then(|| 1 + length_while(below, digit))
        };
        let mut fraction = false;
        if let Some(decimals) = follows(length, '.') {
            length += decimals;
        } else if let Some(denominator) = follows(length, '/')
            && follows(length + denominator, '.').is_none()
        {
            length += denominator;
            fraction = true;
        }
        let fault = |length: usize| {
            let found = shown(&rest[..length]);
            Fault::new(ParseErrorKind::Number, start, start + length, found)
        };
        let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let tail = length_while(&rest[length..], part);
        if tail > 0 {
            return Err(fault(length + tail).expected("a number such as `3`, `0.5` or `1/3`"));
        }
        if fraction && self.text[..start].ends_with('/') {
            return Err(fault(length)
                .expected("a space on each side of one of the two `/`")
                .hint(format!(
                    "`a / {}` divides by the fraction, `a / {}` from left to right",
                    &rest[..length],
                    rest[..length].replace('/', " / "),
                )));
        }
        let too_long = || {
            let most = Law::MOST_DIGITS;
            fault(length).expected(format!("a number of at most {most} digits"))
        };
        if length > 4 * Law::MOST_DIGITS {
            return Err(too_long());
        }
        let value: Rational = rest[..length].parse().map_err(|error| match error {
            NumberError::ZeroDenominator => fault(length).expected("a denominator other than zero"),
            _ => fault(length).expected("a number such as `3`, `0.5` or `1/3`"),
        })?;
        if !fits(&value) {
            return Err(too_long());
        }
        self.position += length;
        Ok(Token::Number(value))
    }

    fn quoted(&mut self) -> Result<Token<'a>, Box<Fault>> {
        let (rest, start) = (self.rest(), self.position);
        let fault = |offset: usize, length: usize| {
            let at = start + offset;
            let piece = rest.get(offset..offset + length).unwrap_or_default();
            Fault::new(ParseErrorKind::Text, at, at + length, shown(piece))
        };
        let mut value = String::new();
        let mut letters = rest.char_indices().skip(1);
        while let Some((offset, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.position += offset + 1;
                    return Ok(Token::Quoted(value));
                }
                '\\' => match letters.next() {
                    Some((_, next @ ('"' | '\\'))) => value.push(next),
                    Some((_, next)) if !is_unseen(next) => {
                        return Err(fault(offset, 1 + next.len_utf8())
                            .expected("`\\\"`")
                            .expected("`\\\\`"));
                    }
                    _ => return Err(fault(offset, 1).expected("`\\\"`").expected("`\\\\`")),
                },
                '\n' => break,
                '\r' if rest[offset..].starts_with("\r\n") => break,
                _ if is_unseen(letter) => return Err(unseen_fault(start + offset, letter)),
                _ => value.push(letter),
            }
        }
        let length = rest.split('\n').next().unwrap_or_default().trim_end().len();
        let found = "a string without its end".to_owned();
        let fault = Fault::new(ParseErrorKind::Text, start, start + length, found);
        Err(fault.expected("`\"` before the end of the line"))
    }
}

fn unseen_fault(start: usize, letter: char) -> Box<Fault> {
    let found = format!("the unseen character U+{:04X}", u32::from(letter));
    Fault::new(
        ParseErrorKind::Character,
        start,
        start + letter.len_utf8(),
        found,
    )
    .expected(if letter.is_whitespace() && !letter.is_control() {
        "an ordinary space"
    } else {
        "characters that can be seen"
    })
}

fn length_while(text: &str, part: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !part(letter)).unwrap_or(text.len())
}
