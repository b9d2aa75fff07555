//! The theorems of the crate.

use std::fmt::{self, Write};

use super::{Statement, Theorem, altruism, contracts, equilibria, mechanisms};

/// A theorem of the registry, whatever its instances are. Implemented for every [`Theorem`].
pub trait Listed: Send + Sync {
    /// What it says, and who showed it.
    fn statement(&self) -> Statement;

    /// The names of its hypotheses and what they ask for.
    fn hypotheses(&self) -> Vec<(&'static str, &'static str)>;
}

impl<T: Theorem> Listed for T {
    fn statement(&self) -> Statement {
        Theorem::statement(self)
    }

    fn hypotheses(&self) -> Vec<(&'static str, &'static str)> {
        (Theorem::hypotheses(self).iter())
            .map(|hypothesis| (hypothesis.name, hypothesis.words))
            .collect()
    }
}

/// The theorems of the crate by chapter, in the order of the guide.
///
/// ```
/// let theorems: usize = lacuna::theorem::registry().iter().map(|(_, list)| list.len()).sum();
/// assert!(theorems >= 40);
/// ```
pub fn registry() -> Vec<(&'static str, Vec<&'static dyn Listed>)> {
    vec![
        (altruism::CHAPTER, altruism::theorems()),
        (contracts::CHAPTER, contracts::theorems()),
        (mechanisms::CHAPTER, mechanisms::theorems()),
        (equilibria::CHAPTER, equilibria::theorems()),
    ]
}

/// Writes the registry as the body of a Markdown page.
///
/// # Errors
///
/// Those of the writer.
pub fn write_registry(page: &mut dyn Write) -> fmt::Result {
    for (chapter, theorems) in registry() {
        writeln!(page, "## {chapter}\n")?;
        for theorem in theorems {
            let statement = theorem.statement();
            writeln!(page, "### {}\n", statement.title)?;
            writeln!(page, "`{}` ({})\n", statement.identifier, statement.source)?;
            writeln!(page, "{}\n", statement.words)?;
            for (name, words) in theorem.hypotheses() {
                writeln!(page, "- `{name}`: {words}")?;
            }
            if !theorem.hypotheses().is_empty() {
                writeln!(page)?;
            }
        }
    }
    Ok(())
}

/// Lists the theorems of a chapter, and with the feature `proptest` how their instances are drawn.
macro_rules! chapter {
    ($title:literal: $($theorem:expr),* $(,)?) => {
        pub(super) const CHAPTER: &str = $title;

        pub(super) fn theorems() -> Vec<&'static dyn $crate::theorem::Listed> {
            vec![$(&$theorem),*]
        }

        #[cfg(feature = "proptest")]
        pub(super) fn sampled() -> Vec<&'static dyn $crate::theorem::Sampled> {
            vec![$(&$theorem),*]
        }
    };
}
pub(super) use chapter;
