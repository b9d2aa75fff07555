//! What has to hold for a theorem to apply.

use std::fmt;

use super::{Finding, TheoremError};

type Predicate<I> = dyn Fn(&I) -> Result<Finding, TheoremError> + Send + Sync;

/// One hypothesis: a predicate on instances, with a name and in words.
///
/// ```
/// use lacuna::theorem::{Finding, Hypothesis};
/// let even = Hypothesis::new("even", "The number is even.", |number: &u32| {
///     Ok(Finding::when(number % 2 == 0, || format!("{number} is odd")))
/// });
/// assert_eq!(even.check(&4)?, Finding::Holds);
/// assert_eq!(even.check(&5)?.witness().ok_or("odd")?.words, "5 is odd");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[non_exhaustive]
pub struct Hypothesis<I> {
    /// Its name in `snake_case`, by which it can be dropped.
    pub name: &'static str,
    /// What it asks for, in a sentence.
    pub words: &'static str,
    predicate: Box<Predicate<I>>,
}

impl<I> Hypothesis<I> {
    /// A hypothesis with its name, its words and its predicate.
    pub fn new(
        name: &'static str,
        words: &'static str,
        predicate: impl Fn(&I) -> Result<Finding, TheoremError> + Send + Sync + 'static,
    ) -> Self {
        Hypothesis {
            name,
            words,
            predicate: Box::new(predicate),
        }
    }

    /// Does it hold on this instance?
    ///
    /// # Errors
    ///
    /// [`TheoremError`] if the instance is not valid, or a limit was reached.
    pub fn check(&self, instance: &I) -> Result<Finding, TheoremError> {
        (self.predicate)(instance)
    }
}

impl<I> fmt::Debug for Hypothesis<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hypothesis")
            .field("name", &self.name)
            .field("words", &self.words)
            .finish_non_exhaustive()
    }
}
