//! What a theorem says.

/// What a theorem says, who showed it, and where the mathematics is.
///
/// ```
/// use lacuna::theorem::Statement;
/// let statement = Statement::new("dominated_actions_are_not_played", "Dominated actions")
///     .saying("No equilibrium plays a strictly dominated action.")
///     .from_source("Luce and Raiffa, 1957");
/// assert_eq!(statement.identifier, "dominated_actions_are_not_played");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// Its name in tests and tables: the conclusion in `snake_case`.
    pub identifier: &'static str,
    /// A short title.
    pub title: &'static str,
    /// What is claimed, in full sentences of Markdown.
    pub words: &'static str,
    /// Author and year.
    pub source: &'static str,
}

impl Statement {
    /// A statement with a name and a title; the words and the source are still empty.
    pub const fn new(identifier: &'static str, title: &'static str) -> Self {
        Statement {
            identifier,
            title,
            words: "",
            source: "",
        }
    }

    /// The same, saying this.
    #[must_use]
    pub const fn saying(mut self, words: &'static str) -> Self {
        self.words = words;
        self
    }

    /// The same, with its authors and the year.
    #[must_use]
    pub const fn from_source(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }
}
