//! Laws that came as text and that a court refuses: each problem with its line.

use std::collections::BTreeMap;
use std::fmt;

use super::super::check::{CheckOptions, CheckedLaw, LawProblem, Rejection};
use super::super::{Court, Law, LawPlace};
use super::ParseError;
use super::excerpt::Excerpt;
use super::lexer::{Lexer, Token};
use super::lines::{LawLines, Part};

/// Most characters of a line that a message shows on each side of the place.
const MOST_SHOWN: usize = 100;

/// Why a text is no law that a court enforces.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LawTextError {
    /// The text is no law.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// It is one, and the court refuses it.
    #[error(transparent)]
    Rejection(#[from] RejectionInText),
}

/// A law that a court refuses, with every reason there is and where it stands in the text.
///
/// Where the name that is wrong stands only once in its clause, the name is marked, otherwise the
/// clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectionInText {
    problems: Vec<ProblemInText>,
}

/// One thing that is wrong, and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemInText {
    problem: LawProblem,
    excerpt: Option<Excerpt>,
}

impl ProblemInText {
    /// What is wrong, and in which part of the law.
    pub fn problem(&self) -> &LawProblem {
        &self.problem
    }

    /// The line, counted from 1; none if what is wrong is the court.
    pub fn line(&self) -> Option<usize> {
        self.excerpt.as_ref().map(|excerpt| excerpt.line)
    }

    /// The column, counted from 1 in characters; none if what is wrong is the court.
    pub fn column(&self) -> Option<usize> {
        self.excerpt.as_ref().map(|excerpt| excerpt.column)
    }
}

impl RejectionInText {
    /// All problems, in the order of the law.
    pub fn problems(&self) -> &[ProblemInText] {
        &self.problems
    }
}

impl fmt::Display for RejectionInText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => write!(formatter, "the law has a problem:")?,
            count => write!(formatter, "the law has {count} problems:")?,
        }
        let mut problems = self.problems.iter().peekable();
        while let Some(ProblemInText { problem, excerpt }) = problems.next() {
            let Some(excerpt) = excerpt else {
                write!(formatter, "\n{problem}")?;
                continue;
            };
            let (line, column) = (excerpt.line, excerpt.column);
            write!(
                formatter,
                "\nline {line}, column {column}: {}",
                problem.kind
            )?;
            // What stands at one place is shown once.
            let next = problems.peek().and_then(|next| next.excerpt.as_ref());
            if next != Some(excerpt) {
                write!(formatter, "\n{excerpt}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for RejectionInText {}

impl Rejection {
    /// The same problems with their lines in the text from which the law was read.
    ///
    /// ```
    /// use lacuna::contract::law::{ActionKind, CheckOptions, Court, Law};
    ///
    /// let court = Court::new(["ann", "bob"], ActionKind::quantity("catch"))?;
    /// let text = "law \"Fines\"\nend:\n  fine anne 3\n";
    /// let (law, lines) = Law::parse_with_lines(text)?;
    /// let refused = law.check(&court, &CheckOptions::default()).unwrap_err();
    /// let refused = refused.in_text(text, &lines);
    /// assert_eq!((refused.problems()[0].line(), refused.problems()[0].column()), (Some(3), Some(8)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_text(&self, text: &str, lines: &LawLines) -> RejectionInText {
        let mut words = Words {
            text,
            place: None,
            once: BTreeMap::new(),
        };
        let mut located = |problem: &LawProblem| {
            let part = lines.part(problem.place)?;
            let (start, end) = problem
                .kind
                .name()
                .and_then(|name| words.only(problem.place, part, name))
                .unwrap_or((part.start, part.end));
            // Between parentheses a clause goes on on other lines.
            let between = text.get(part.start..start).unwrap_or_default();
            let line = part.line + between.matches('\n').count();
            Some(Excerpt::on_line(text, line, start, end, MOST_SHOWN))
        };
        RejectionInText {
            problems: self
                .problems()
                .iter()
                .map(|problem| ProblemInText {
                    problem: problem.clone(),
                    excerpt: located(problem),
                })
                .collect(),
        }
    }
}

/// The names of one part of a law, looked up once for all its problems.
struct Words<'a> {
    text: &'a str,
    place: Option<LawPlace>,
    /// The bytes of each name, if it stands there once.
    once: BTreeMap<String, Option<(usize, usize)>>,
}

impl Words<'_> {
    /// The bytes of the only place where a name stands.
    fn only(&mut self, place: LawPlace, part: Part, name: &str) -> Option<(usize, usize)> {
        if self.place != Some(place) {
            self.place = Some(place);
            self.once.clear();
            let mut lexer = Lexer::new(self.text.get(part.start..part.end).unwrap_or_default());
            while let Ok(lexeme) = lexer.next(true) {
                let word = match lexeme.token {
                    Token::End => break,
                    Token::Word(word) => word.to_owned(),
                    Token::Quoted(word) => word,
                    _ => continue,
                };
                let span = (part.start + lexeme.start, part.start + lexeme.end);
                self.once
                    .entry(word)
                    .and_modify(|known| *known = None)
                    .or_insert(Some(span));
            }
        }
        self.once.get(name).copied().flatten()
    }
}

impl Law {
    /// Reads a law from its text and checks it against what a court can verify: [`Law::parse`] and
    /// [`Law::check`] in one, with the lines of the text in every message.
    ///
    /// # Errors
    /// [`LawTextError`]: the first place at which the text is no law, or every problem that the
    /// court has with it.
    ///
    /// ```
    /// use lacuna::contract::law::{ActionKind, CheckOptions, Court, Law};
    ///
    /// let court = Court::new(["ann", "bob"], ActionKind::quantity("catch"))?
    ///     .with_hidden("effort", "how hard a player works is its private knowledge")?;
    /// let text = "law \"Work\"
    ///   let quota = 12
    ///
    /// end:
    ///   for each p: if catch of p > qouta: fine p 3
    ///   for each p: fine p 10 - effort of p
    /// ";
    /// let refused = Law::parse_and_check(text, &court, &CheckOptions::default()).unwrap_err();
    /// assert_eq!(
    ///     refused.to_string(),
    ///     "the law has 2 problems:
    /// line 5, column 31: \"qouta\" is unknown; a number: a constant, a memory, a pool or an observed \
    /// quantity is needed here; did you mean \"quota\"?
    /// 5 |   for each p: if catch of p > qouta: fine p 3
    ///   |                               ^^^^^
    /// line 6, column 27: the court cannot verify \"effort\": how hard a player works is its private \
    /// knowledge
    /// 6 |   for each p: fine p 10 - effort of p
    ///   |                           ^^^^^^"
    /// );
    /// # Ok::<(), lacuna::contract::law::CourtError>(())
    /// ```
    pub fn parse_and_check(
        text: &str,
        court: &Court,
        options: &CheckOptions,
    ) -> Result<CheckedLaw, LawTextError> {
        let (law, lines) = Law::parse_with_lines(text)?;
        law.check(court, options)
            .map_err(|rejection| rejection.in_text(text, &lines).into())
    }
}
