//! Theorems that run.
//!
//! A [`Theorem`] says in words what is true, who showed it, under which [hypotheses](Hypothesis),
//! each a predicate that can be checked by itself, and what follows, as an exact check. Given an
//! instance, [`Theorem::check`] says that it [holds](Verdict::Holds), [which hypothesis
//! fails](Verdict::HypothesisFails) and why, or that it is [refuted](Verdict::Refuted), which never
//! happens to a theorem that is true: either the crate is wrong, or the premise of whoever wrote
//! the theorem.
//!
//! - [`registry`] lists the theorems of the crate; `docs/theorems.md` is written from it.
//! - [`weaken`] drops a hypothesis, to show that it is needed.
//! - With the feature `proptest`, `strategy` draws instances that shrink well, `assert_holds!` tests
//!   a theorem on them, and `Drawn` says which instances belong to a theorem.
//!
//! ```
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//! use lacuna::theorem::altruism::UniqueOptimumHasALevel;
//! use lacuna::theorem::{Theorem, Verdict, weaken};
//!
//! let game = |row: [[i64; 2]; 2], column: [[i64; 2]; 2]| {
//!     let rationals = |table: [[i64; 2]; 2]| table.map(|line| line.map(Rational::from).to_vec());
//!     NormalForm::bimatrix(&rationals(row), &rationals(column))
//! };
//! // A prisoner's dilemma has one optimum, so some altruism is enough for it.
//! let dilemma = game([[3, 0], [5, 1]], [[3, 5], [0, 1]])?;
//! assert_eq!(UniqueOptimumHasALevel.check(&dilemma)?, Verdict::Holds);
//!
//! // In matching pennies every outcome is an optimum: the theorem does not apply, ...
//! let pennies = game([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])?;
//! let Verdict::HypothesisFails { hypothesis, .. } = UniqueOptimumHasALevel.check(&pennies)? else {
//!     return Err("it applies".into());
//! };
//! assert_eq!(hypothesis, "unique_optimum");
//! // ... and without that hypothesis it would be false: no altruism makes an optimum stable.
//! let without = weaken(UniqueOptimumHasALevel, "unique_optimum")?;
//! assert!(matches!(without.check(&pennies)?, Verdict::Refuted(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod altruism;
pub mod contracts;
mod describe;
pub mod equilibria;
mod error;
mod hypothesis;
pub mod mechanisms;
mod registry;
#[cfg(feature = "proptest")]
mod sampling;
pub mod search;
mod statement;
#[cfg(feature = "proptest")]
pub mod strategy;
mod verdict;
mod weaken;

pub use error::TheoremError;
pub use hypothesis::Hypothesis;
pub use registry::{Listed, registry, write_registry};
#[cfg(feature = "proptest")]
pub use sampling::{
    Drawn, Examination, Failure, Sampled, Sampling, find_refutation, holds_on, sampled,
};
pub use statement::Statement;
pub use verdict::{Counterexample, Finding, Verdict, Witness};
pub use weaken::{Weakened, weaken};

#[cfg(feature = "proptest")]
#[doc(inline)]
pub use crate::__assert_holds as assert_holds;

use std::fmt;

/// A statement that can be checked on instances.
///
/// Implement it for statements of your own; `conclusion` must make sense where a hypothesis fails,
/// so that [`weaken`] can show what the hypothesis is for.
///
/// ```
/// use lacuna::game::{Game, NormalForm};
/// use lacuna::number::Rational;
/// use lacuna::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError, Verdict};
///
/// /// Zero-sum games share out nothing.
/// struct NothingToShare;
/// impl Theorem for NothingToShare {
///     type Instance = NormalForm<Rational>;
///     fn statement(&self) -> Statement {
///         Statement::new("nothing_to_share", "Nothing to share")
///             .saying("In a zero-sum game of two players welfare is zero in every profile.")
///             .from_source("by definition")
///     }
///     fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
///         vec![Hypothesis::new("two_players", "There are two players.", |game: &Self::Instance| {
///             Ok(Finding::when(game.players() == 2, || format!("{} players", game.players())))
///         })]
///     }
///     fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
///         let total = game.welfare_at(0);
///         Ok(Finding::when(total.is_zero(), || format!("the first profile yields {total}")))
///     }
/// }
/// let one_each = NormalForm::from_fn(&[1, 1], |_, _| Rational::ONE)?;
/// assert!(matches!(NothingToShare.check(&one_each)?, Verdict::Refuted(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Theorem: Send + Sync {
    /// What the theorem is about.
    type Instance: Clone + fmt::Debug;

    /// What it says, and who showed it.
    fn statement(&self) -> Statement;

    /// What has to hold for it to apply, each checked by itself, the cheapest first.
    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>>;

    /// Does on this instance follow what the theorem says? Decided exactly, whether or not the
    /// hypotheses hold.
    ///
    /// # Errors
    ///
    /// [`TheoremError`] if the instance is not valid, or a limit was reached.
    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError>;

    /// The instance in words or tables, for counterexamples. Default: its `Debug` form, with lists
    /// on one line where they fit.
    fn describe(&self, instance: &Self::Instance) -> String {
        describe::folded(instance)
    }

    /// Checks the hypotheses in order, then the conclusion.
    ///
    /// # Errors
    ///
    /// [`TheoremError`] if the instance is not valid, or a limit was reached.
    fn check(&self, instance: &Self::Instance) -> Result<Verdict<Self::Instance>, TheoremError> {
        for hypothesis in self.hypotheses() {
            if let Finding::Fails(witness) = hypothesis.check(instance)? {
                return Ok(Verdict::HypothesisFails {
                    hypothesis: hypothesis.name,
                    witness,
                });
            }
        }
        Ok(match self.conclusion(instance)? {
            Finding::Holds => Verdict::Holds,
            Finding::Fails(witness) => Verdict::Refuted(Counterexample {
                instance: instance.clone(),
                witness,
            }),
        })
    }
}

impl<T: Theorem + ?Sized> Theorem for &T {
    type Instance = T::Instance;

    fn statement(&self) -> Statement {
        (**self).statement()
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        (**self).hypotheses()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        (**self).conclusion(instance)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        (**self).describe(instance)
    }
}
