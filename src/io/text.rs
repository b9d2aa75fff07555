//! What the readers of game files share: words with their places, numbers, and the order of
//! profiles in which the first player's action varies fastest.

use dashu_int::UBig;
use dashu_int::ops::UnsignedAbs;

use super::ReadError;
use crate::game::{GameError, NormalForm, ProfileSpace};
use crate::number::{NumberError, Rational};

/// A piece of a game file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `,`
    Comma,
    /// A string in quotes, without them and with its escapes resolved.
    Quoted(String),
    /// Everything else up to white space or one of the above.
    Word(&'a str),
    /// The end of the text.
    End,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn ends_word(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'{' | b'}' | b',' | b'"')
}

/// At most 40 characters of a text, in quotes.
fn shown(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() {
        format!("{start:?}…")
    } else {
        format!("{start:?}")
    }
}

/// The tokens of a text, one at a time.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// The byte that starts comments up to the end of the line, if the format has them.
    comment: Option<u8>,
    /// Where the current token starts.
    start: usize,
    /// Where it ends.
    end: usize,
    current: Token<'a>,
}

impl<'a> Tokens<'a> {
    /// The tokens of a text; the first is current.
    pub(super) fn new(text: &'a str, comment: Option<u8>) -> Result<Self, ReadError> {
        let mut tokens = Tokens {
            text,
            comment,
            start: 0,
            end: 0,
            current: Token::End,
        };
        tokens.advance()?;
        Ok(tokens)
    }

    pub(super) fn current(&self) -> &Token<'a> {
        &self.current
    }

    /// Where the current token starts, for errors that are found later.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// Makes the next token current and returns the one that was.
    pub(super) fn advance(&mut self) -> Result<Token<'a>, ReadError> {
        let bytes = self.text.as_bytes();
        let mut start = self.end;
        while let Some(&byte) = bytes.get(start) {
            if Some(byte) == self.comment {
                start += bytes[start..]
                    .iter()
                    .take_while(|&&byte| byte != b'\n')
                    .count();
            } else if is_space(byte) {
                start += 1;
            } else {
                break;
            }
        }
        self.start = start;
        self.end = start + 1;
        let next = match bytes.get(start) {
            None => {
                self.end = start;
                Token::End
            }
            Some(b'{') => Token::Open,
            Some(b'}') => Token::Close,
            Some(b',') => Token::Comma,
            Some(b'"') => self.quoted()?,
            Some(_) => {
                let length = bytes[start..]
                    .iter()
                    .take_while(|&&byte| !ends_word(byte) && Some(byte) != self.comment)
                    .count();
                self.end = start + length;
                Token::Word(&self.text[start..self.end])
            }
        };
        Ok(std::mem::replace(&mut self.current, next))
    }

    /// The string that starts at the current place. A quote in it is written `\"`; `\\` is a
    /// backslash, and so is a backslash before any other character.
    fn quoted(&mut self) -> Result<Token<'a>, ReadError> {
        let inside = self.start + 1;
        let mut value = String::new();
        let mut characters = self.text[inside..].char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            match character {
                '"' => {
                    self.end = inside + offset + 1;
                    return Ok(Token::Quoted(value));
                }
                '\\' => {
                    let escaped = characters.next_if(|&(_, next)| next == '"' || next == '\\');
                    value.push(escaped.map_or('\\', |(_, next)| next));
                }
                other => value.push(other),
            }
        }
        let (line, column) = self.place(self.start);
        Err(ReadError::Unexpected {
            line,
            column,
            expected: "a closing quote for the string that starts here".to_owned(),
            found: "the end of the text".to_owned(),
        })
    }

    /// Line and column of a byte, both from 1.
    fn place(&self, byte: usize) -> (usize, usize) {
        let before = &self.text.as_bytes()[..byte];
        let line_start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |newline| newline + 1);
        let lines = before.iter().filter(|&&byte| byte == b'\n').count();
        (lines + 1, byte - line_start + 1)
    }

    /// The error that the current token is not what is expected.
    pub(super) fn unexpected(&self, expected: impl Into<String>) -> ReadError {
        let (line, column) = self.place(self.start);
        let found = match &self.current {
            Token::Open => "\"{\"".to_owned(),
            Token::Close => "\"}\"".to_owned(),
            Token::Comma => "a comma".to_owned(),
            Token::Quoted(text) => format!("the string {}", shown(text)),
            Token::Word(word) => shown(word),
            Token::End => "the end of the text".to_owned(),
        };
        ReadError::Unexpected {
            line,
            column,
            expected: expected.into(),
            found,
        }
    }

    /// The error that what stands at this byte cannot be.
    pub(super) fn invalid(&self, byte: usize, problem: impl ToString) -> ReadError {
        let (line, column) = self.place(byte);
        ReadError::Invalid {
            line,
            column,
            problem: problem.to_string(),
        }
    }

    /// Passes a token.
    pub(super) fn pass(
        &mut self,
        token: &Token<'_>,
        expected: impl std::fmt::Display,
    ) -> Result<(), ReadError> {
        if self.current != *token {
            return Err(self.unexpected(expected.to_string()));
        }
        self.advance().map(drop)
    }

    /// Passes a string in quotes.
    pub(super) fn pass_quoted(
        &mut self,
        expected: impl std::fmt::Display,
    ) -> Result<String, ReadError> {
        let Token::Quoted(text) = &mut self.current else {
            return Err(self.unexpected(expected.to_string()));
        };
        let text = std::mem::take(text);
        self.advance()?;
        Ok(text)
    }

    /// Passes a whole number within the range; no sign, no point, no exponent.
    pub(super) fn pass_count(
        &mut self,
        range: std::ops::RangeInclusive<usize>,
        expected: impl FnOnce() -> String,
    ) -> Result<usize, ReadError> {
        let count = match self.current {
            Token::Word(word) if word.bytes().all(|byte| byte.is_ascii_digit()) => {
                word.parse().ok().filter(|count| range.contains(count))
            }
            _ => None,
        };
        let Some(count) = count else {
            return Err(self.unexpected(expected()));
        };
        self.advance()?;
        Ok(count)
    }

    /// Passes an exact number.
    pub(super) fn pass_number(
        &mut self,
        expected: impl FnOnce() -> String,
    ) -> Result<Rational, ReadError> {
        let Token::Word(word) = self.current else {
            return Err(self.unexpected(expected()));
        };
        let number = word.parse().map_err(|error| match error {
            NumberError::Syntax { .. } => self.unexpected(expected()),
            other => self.invalid(self.start, other),
        })?;
        self.advance()?;
        Ok(number)
    }

    /// Checks that nothing is left.
    pub(super) fn finish(&self, after: impl FnOnce() -> String) -> Result<(), ReadError> {
        match self.current {
            Token::End => Ok(()),
            _ => Err(self.unexpected(format!("the end of the text after {}", after()))),
        }
    }
}

/// The shape of a game that is being read, and where the text says so.
pub(super) struct Shape {
    pub(super) space: ProfileSpace,
    start: usize,
}

impl Shape {
    /// Checks that there can be such a game.
    pub(super) fn new(
        tokens: &Tokens<'_>,
        start: usize,
        actions: &[usize],
    ) -> Result<Self, ReadError> {
        let space = ProfileSpace::new(actions).map_err(|error| tokens.invalid(start, error))?;
        // Players times profiles must be countable as well.
        if space.len().checked_mul(space.players()).is_none() {
            let too_large = GameError::TooLarge {
                payoffs: Some(space.len() as u128 * space.players() as u128),
                limit: isize::MAX as usize,
            };
            return Err(tokens.invalid(start, too_large));
        }
        Ok(Shape { space, start })
    }

    /// The game with these payoffs; `place` is where a profile stands if the first player's action
    /// varies fastest.
    pub(super) fn game(
        &self,
        tokens: &Tokens<'_>,
        mut payoff: impl FnMut(usize, usize) -> Rational,
    ) -> Result<NormalForm<Rational>, ReadError> {
        let actions = self.space.actions();
        NormalForm::from_fn(actions, |player, profile| {
            let place = profile
                .iter()
                .zip(actions)
                .rev()
                .fold(0, |place, (action, count)| place * count + action);
            payoff(player, place)
        })
        .map_err(|error| tokens.invalid(self.start, error))
    }
}

/// The profile at this place of the order in which the first player's action varies fastest.
pub(super) fn profile_at(space: &ProfileSpace, mut place: usize) -> Vec<usize> {
    space
        .actions()
        .iter()
        .map(|&count| {
            let action = place % count;
            place /= count;
            action
        })
        .collect()
}

/// The indices of all profiles in the order in which the first player's action varies fastest.
pub(super) fn first_fastest(space: &ProfileSpace) -> impl Iterator<Item = usize> + '_ {
    (0..space.len()).map(|mut place| {
        let mut index = 0;
        for (player, count) in space.actions().iter().enumerate() {
            index += place % count * space.stride(player);
            place /= count;
        }
        index
    })
}

/// The decimal that is exactly this fraction, if it ends; none for an integer.
pub(super) fn decimal(value: &Rational) -> Option<String> {
    if value.is_integer() {
        return None;
    }
    let negative = value.is_negative();
    let value = value.to_big();
    let (numerator, denominator) = (value.numerator(), value.denominator());
    let twos = denominator.trailing_zeros().unwrap_or(0);
    let mut rest = denominator >> twos;
    let mut fives = 0;
    while (&rest % 5u8) == 0 {
        rest /= 5u8;
        fives += 1;
    }
    if !rest.is_one() {
        return None;
    }
    let places = twos.max(fives);
    let digits = numerator.unsigned_abs() * UBig::from(10u8).pow(places) / denominator;
    let sign = if negative { "-" } else { "" };
    let digits = digits.to_string();
    // By hand: the widths that formatting knows end at 65,535.
    let zeros = "0".repeat((places + 1).saturating_sub(digits.len()));
    let padded = zeros + &digits;
    let (whole, fraction) = padded.split_at(padded.len() - places);
    Some(format!("{sign}{whole}.{fraction}"))
}
