//! From tokens to a law: its title, its declarations and its parts.
//!
//! By recursive descent with one token of foresight. Whatever is tried at a token is noted, so that
//! an error can say all that could stand there.

use super::super::place::Hook;
use super::super::spelling::{NAME_RULE, is_name, nearest};
use super::super::{Declaration, Law};
use super::error::{Fault, ParseErrorKind, place, shown};
use super::lexer::{Lexeme, Lexer, Token};
use super::lines::{LawLines, Part};
use super::number::fits;
use super::words::{EFFECTS, FUNCTIONS, Quoted, is_reserved, joins};
use crate::number::Rational;

/// What could stand at the current token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hope {
    /// A word or sign of the language.
    Sign(&'static str),
    /// Anything of a kind.
    Kind(&'static str),
}

#[derive(Debug)]
pub(super) struct Parser<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    current: Lexeme<'a>,
    /// Where the token before the current one ended.
    pub(super) behind: usize,
    hopes: Vec<Hope>,
    /// Where the parentheses that are open were opened.
    open: Vec<usize>,
    /// How many `not` and `-` are waiting for what they stand before.
    pub(super) prefixes: usize,
}

type Parsed<T> = Result<T, Box<Fault>>;

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Parsed<Self> {
        let mut lexer = Lexer::new(text);
        let current = lexer.next(false)?;
        Ok(Parser {
            text,
            lexer,
            current,
            behind: 0,
            hopes: Vec::new(),
            open: Vec::new(),
            prefixes: 0,
        })
    }

    pub(super) fn token(&self) -> &Token<'a> {
        &self.current.token
    }

    /// The bytes of the current token.
    pub(super) fn span(&self) -> (usize, usize) {
        (self.current.start, self.current.end)
    }

    pub(super) fn source(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Goes on to the next token, and returns the one that was current.
    pub(super) fn advance(&mut self) -> Parsed<Lexeme<'a>> {
        let next = self.lexer.next(!self.open.is_empty())?;
        self.hopes.clear();
        self.behind = self.current.end;
        Ok(std::mem::replace(&mut self.current, next))
    }

    /// Is this word or sign current? If not, it is noted as one that could be.
    pub(super) fn at(&mut self, sign: &'static str) -> bool {
        let found = self.silently_at(sign);
        if !found {
            self.note(Hope::Sign(sign));
        }
        found
    }

    pub(super) fn silently_at(&self, sign: &str) -> bool {
        match self.current.token {
            Token::Word(word) => word == sign,
            Token::Sign(found) => found == sign,
            _ => false,
        }
    }

    fn note(&mut self, hope: Hope) {
        if !self.hopes.contains(&hope) {
            self.hopes.push(hope);
        }
    }

    /// Notes that something of this kind could stand here.
    pub(super) fn hope(&mut self, kind: &'static str) {
        self.note(Hope::Kind(kind));
    }

    pub(super) fn hopes_for(&self, kind: &'static str) -> bool {
        self.hopes.contains(&Hope::Kind(kind))
    }

    pub(super) fn eat(&mut self, sign: &'static str) -> Parsed<bool> {
        let found = self.at(sign);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    pub(super) fn expect(&mut self, sign: &'static str) -> Parsed<()> {
        if self.eat(sign)? {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    /// `(`. Until it is closed, lines may end anywhere.
    pub(super) fn open(&mut self) -> Parsed<()> {
        if !self.at("(") {
            return Err(self.unexpected());
        }
        let (start, end) = self.span();
        if self.open.len() >= Law::MOST_NESTING {
            return Err(too_deep(start, end));
        }
        self.open.push(start);
        self.advance()?;
        Ok(())
    }

    pub(super) fn close(&mut self) -> Parsed<()> {
        if !self.at(")") {
            return Err(self.unexpected());
        }
        self.open.pop();
        self.advance()?;
        Ok(())
    }

    /// The error that the current token is none of those that could stand here.
    pub(super) fn unexpected(&self) -> Box<Fault> {
        let (start, end) = self.span();
        let found = match &self.current.token {
            Token::LineEnd => "the end of the line".to_owned(),
            Token::End => "the end of the text".to_owned(),
            _ => shown(self.source(start, end)),
        };
        let mut fault = Fault::new(ParseErrorKind::Unexpected, start, end, found);
        for hope in &self.hopes {
            fault = fault.expected(match hope {
                Hope::Sign(sign) => format!("`{sign}`"),
                Hope::Kind(kind) => (*kind).to_owned(),
            });
        }
        match self.correction() {
            Some(hint) => fault.hint(hint),
            None => fault,
        }
    }

    /// How the current token is probably put right.
    fn correction(&self) -> Option<String> {
        let (start, end) = self.span();
        if let Some(&open) = self.open.last() {
            let (line, column) = place(self.text, open);
            if self.current.line > line || *self.token() == Token::End {
                return Some(format!(
                    "the `(` at line {line}, column {column} is not closed"
                ));
            }
        }
        if *self.token() == Token::LineEnd && self.hopes_for("an effect") {
            return Some("a clause stands on one line".to_owned());
        }
        let Token::Word(word) = *self.token() else {
            return None;
        };
        let mut words: Vec<&str> = Vec::new();
        let mut names = false;
        for hope in &self.hopes {
            match hope {
                Hope::Sign(sign) => words.push(sign),
                Hope::Kind("an effect") => words.extend(EFFECTS),
                Hope::Kind("`for each`") => words.push("for"),
                Hope::Kind("an expression" | "a condition") => {
                    words.extend(FUNCTIONS);
                    names = true;
                }
                Hope::Kind(
                    "an operator"
                    | "a comparison"
                    | "a number"
                    | "a string in quotes"
                    | "the end of the line",
                ) => {}
                Hope::Kind(_) => names = true,
            }
        }
        if names && is_reserved(word) && !joins(word) {
            return Some(format!(
                "`{word}` is a word of the language; as a name it stands in quotes: `\"{word}\"`"
            ));
        }
        match word {
            "for" if self.hopes_for("an effect") => {
                return Some("`for each` stands before `if`".to_owned());
            }
            "if" if self.hopes_for("an effect") => {
                return Some("conditions are joined with `and`".to_owned());
            }
            "let" | "pool" | "counter" | "memory" if words.contains(&"fine") => {
                return Some("declarations stand before the first part".to_owned());
            }
            "start" | "resolve" | "end" => {
                return Some(
                    "the parts are `start`, `resolve` and `end`, in this order, each at most once"
                        .to_owned(),
                );
            }
            _ => {}
        }
        if self.hopes_for("a string in quotes") {
            let piece = self.source(start, end);
            return Some(format!("write {}", shown(&Quoted(piece).to_string())));
        }
        nearest(word, words)
            .first()
            .map(|meant| format!("did you mean `{meant}`?"))
    }

    /// A name, which `what` describes.
    pub(super) fn name(&mut self, what: &'static str) -> Parsed<String> {
        let name = match self.token() {
            Token::Word(word) if !is_reserved(word) => (*word).to_owned(),
            Token::Quoted(text) => text.clone(),
            _ => {
                self.hope(what);
                return Err(self.unexpected());
            }
        };
        let (start, end) = self.span();
        if !is_name(&name) {
            let found = shown(self.source(start, end));
            let fault = Fault::new(ParseErrorKind::Name, start, end, found);
            return Err(fault.expected(what).hint(NAME_RULE));
        }
        self.advance()?;
        Ok(name)
    }

    pub(super) fn string(&mut self) -> Parsed<String> {
        let Token::Quoted(text) = self.token() else {
            self.hope("a string in quotes");
            return Err(self.unexpected());
        };
        let text = text.clone();
        self.advance()?;
        Ok(text)
    }

    fn line_end(&mut self) -> Parsed<()> {
        match self.token() {
            Token::LineEnd => self.advance().map(|_| ()),
            Token::End => Ok(()),
            _ => {
                self.hope("the end of the line");
                Err(self.unexpected())
            }
        }
    }

    /// A part of the law that begins with the current token.
    fn begin(&self) -> Part {
        let (start, end) = self.span();
        Part {
            line: self.current.line,
            start,
            end,
        }
    }

    /// The part, which ends with the token before the current one.
    fn ended(&self, begun: Part) -> Part {
        Part {
            end: self.behind,
            ..begun
        }
    }

    /// The whole text.
    pub(super) fn law(&mut self) -> Parsed<(Law, LawLines)> {
        let mut law = Law::default();
        let mut lines = LawLines::default();
        let begun = self.begin();
        self.expect("law")?;
        law.title = self.string()?;
        lines.title = self.ended(begun);
        self.line_end()?;
        loop {
            let begun = self.begin();
            let Some(declaration) = self.declaration()? else {
                break;
            };
            law.declarations.push(declaration);
            lines.declarations.push(self.ended(begun));
            self.line_end()?;
        }
        for (index, hook) in Hook::ALL.into_iter().enumerate() {
            let begun = self.begin();
            if !self.eat(hook.word())? {
                continue;
            }
            self.expect(":")?;
            lines.hooks[index] = Some(self.ended(begun));
            self.line_end()?;
            let clauses = match hook {
                Hook::Start => &mut law.start,
                Hook::Resolve => &mut law.resolve,
                Hook::End => &mut law.end,
            };
            loop {
                let begun = self.begin();
                let later = Hook::ALL.iter().skip(index + 1);
                // Every part that can follow is noted.
                let ended = later.filter(|hook| self.at(hook.word())).count() > 0;
                if ended || *self.token() == Token::End {
                    break;
                }
                clauses.push(self.clause()?);
                lines.clauses[index].push(self.ended(begun));
                self.line_end()?;
            }
        }
        if *self.token() != Token::End {
            return Err(self.unexpected());
        }
        Ok((law, lines))
    }

    fn declaration(&mut self) -> Parsed<Option<Declaration>> {
        Ok(Some(if self.eat("let")? {
            let name = self.name("the name of a constant")?;
            self.expect("=")?;
            let value = self.number()?;
            Declaration::Constant { name, value }
        } else if self.eat("pool")? {
            let name = self.name("the name of a pool")?;
            Declaration::Pool { name }
        } else if self.eat("escrow")? {
            let name = self.name("the name of an escrow")?;
            Declaration::Escrow { name }
        } else if self.eat("counter")? {
            let name = self.name("the name of a counter")?;
            Declaration::Counter { name }
        } else if self.eat("memory")? {
            let name = self.name("the name of a memory")?;
            self.expect("=")?;
            let initial = self.number()?;
            Declaration::Memory { name, initial }
        } else {
            return Ok(None);
        }))
    }

    /// A number that stands for itself, with or without a `-`.
    fn number(&mut self) -> Parsed<Rational> {
        let negative = self.silently_at("-");
        if negative {
            self.advance()?;
        }
        let Token::Number(value) = self.token() else {
            self.hope("a number");
            return Err(self.unexpected());
        };
        let value = value.clone();
        self.advance()?;
        debug_assert!(fits(&value), "the lexer reads no longer numbers");
        Ok(if negative { -value } else { value })
    }

    pub(super) fn other_than(&mut self) -> Parsed<Option<String>> {
        if !self.eat("other")? {
            return Ok(None);
        }
        self.expect("than")?;
        self.name("a player").map(Some)
    }
}

pub(super) fn too_deep(start: usize, end: usize) -> Box<Fault> {
    let most = Law::MOST_NESTING;
    let found = format!("something nested more than {most} deep");
    Fault::new(ParseErrorKind::TooDeep, start, end, found)
        .expected(format!("at most {most} levels, one within the other"))
}
