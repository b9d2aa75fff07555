//! Theorems with a hypothesis dropped.

use super::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A theorem without one of its hypotheses: what it says is false, unless the hypothesis was not
/// needed. Made by [`weaken`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weakened<T> {
    theorem: T,
    dropped: &'static str,
}

/// Drops a hypothesis of a theorem. Its counterexamples, which `find_refutation` searches for with
/// the feature `proptest`, show that the hypothesis is needed.
///
/// # Errors
///
/// [`TheoremError::NoSuchHypothesis`].
///
/// ```
/// use lacuna::theorem::altruism::UniqueOptimumHasALevel;
/// use lacuna::theorem::weaken;
/// let error = weaken(UniqueOptimumHasALevel, "unique").expect_err("not the name of one");
/// assert!(error.to_string().contains("it has `unique_optimum`"));
/// ```
pub fn weaken<T: Theorem>(theorem: T, hypothesis: &str) -> Result<Weakened<T>, TheoremError> {
    let hypotheses = theorem.hypotheses();
    match hypotheses.iter().find(|known| known.name == hypothesis) {
        Some(known) => Ok(Weakened {
            dropped: known.name,
            theorem,
        }),
        None => Err(TheoremError::NoSuchHypothesis {
            theorem: theorem.statement().identifier,
            name: hypothesis.to_owned(),
            known: match hypotheses.len() {
                0 => "none".to_owned(),
                _ => (hypotheses.iter().map(|known| format!("`{}`", known.name)))
                    .collect::<Vec<_>>()
                    .join(", "),
            },
        }),
    }
}

impl<T> Weakened<T> {
    /// The name of the hypothesis that was dropped.
    pub fn dropped(&self) -> &'static str {
        self.dropped
    }
}

impl<T: Theorem> Theorem for Weakened<T> {
    type Instance = T::Instance;

    fn statement(&self) -> Statement {
        self.theorem.statement()
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        let mut hypotheses = self.theorem.hypotheses();
        hypotheses.retain(|hypothesis| hypothesis.name != self.dropped);
        hypotheses
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        self.theorem.conclusion(instance)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        self.theorem.describe(instance)
    }
}
