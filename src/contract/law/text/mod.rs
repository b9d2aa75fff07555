//! The text form of laws: reading, printing, and what every law must look like.

mod clauses;
mod error;
mod excerpt;
mod form;
mod lexer;
mod lines;
mod number;
mod parser;
mod print;
mod refused;
mod values;
mod words;

use std::str::FromStr;

use super::Law;
pub use error::{ParseError, ParseErrorKind};
pub use form::{FormError, FormProblem};
pub use lines::LawLines;
pub use refused::{LawTextError, ProblemInText, RejectionInText};
#[cfg(feature = "llm")]
pub(crate) use words::Name;

impl Law {
    /// Reads a law from its text form, which [`Display`](std::fmt::Display) prints. The law is well
    /// formed ([`Law::check_form`]); whether a court can enforce it is another question.
    ///
    /// Takes time and memory in proportion to the text.
    ///
    /// # Errors
    /// [`ParseError`]: the first place at which the text is no law, what stands there, and what
    /// could stand there.
    ///
    /// ```
    /// use lacuna::contract::law::Law;
    ///
    /// let law = Law::parse(
    ///     "law \"Fair shares\"
    ///        let quota = 12      # tons a month
    ///
    ///      resolve:
    ///        for each p: if catch of p > quota: fine p 3 * (catch of p - quota)",
    /// )?;
    /// assert_eq!(law.resolve.len(), 1);
    /// assert_eq!(
    ///     law.to_string(),
    ///     "law \"Fair shares\"
    ///   let quota = 12
    ///
    /// resolve:
    ///   for each p: if catch of p > quota: fine p 3 * (catch of p - quota)"
    /// );
    /// assert_eq!(Law::parse(&law.to_string())?, law);
    /// # Ok::<(), lacuna::contract::law::ParseError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Law, ParseError> {
        Self::parse_with_lines(text).map(|(law, _)| law)
    }

    /// Reads a law like [`Law::parse`], and says on which lines its parts stand.
    ///
    /// # Errors
    /// [`ParseError`].
    ///
    /// ```
    /// use lacuna::contract::law::{Hook, Law};
    ///
    /// let (_, lines) = Law::parse_with_lines("law \"Gifts\"\n\nend:\n  for each p: grant 1 to p")?;
    /// assert_eq!(lines.clause(Hook::End, 0), Some(4));
    /// # Ok::<(), lacuna::contract::law::ParseError>(())
    /// ```
    pub fn parse_with_lines(text: &str) -> Result<(Law, LawLines), ParseError> {
        parser::Parser::new(text)
            .and_then(|mut parser| parser.law())
            .map_err(|fault| fault.in_text(text))
    }
}

impl FromStr for Law {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Law::parse(text)
    }
}
