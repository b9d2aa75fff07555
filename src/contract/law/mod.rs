//! Laws: contracts as programs that cannot cheat.
//!
//! A [`Law`] is data: declarations of ledgers and clauses in three hooks, over what a [`Court`] can
//! verify and nothing else. It has no way to name what the court does not see, to loop without
//! bound, or to make money that it does not say it brings in.
//!
//! - [`Law::parse`] reads the text form, printing writes it; serde has the same as JSON.
//! - [`Law::check`] resolves every name against a court, bounds the steps and classifies the money;
//!   [`Law::parse_and_check`] does both, and lists all problems under the lines of the text.
//! - [`Enforcer`] runs a [`CheckedLaw`] round after round. A hook takes effect as a whole or not at
//!   all, and a [`FailurePolicy`] says what happens then; [`Ledgers`] persist, also when the law is
//!   amended.
//! - On a finite game a law is a contract of its language: [`CheckedLaw::to_contract`], and back
//!   [`Law::of_contract`]; [`gap::analyse_law`](crate::gap::analyse_law) says what it does there.
//!
//! ```
//! use lacuna::contract::law::{
//!     ActionKind, CheckOptions, Court, Enforcer, Evidence, FailurePolicy, Law, Observable, Reading,
//! };
//! use lacuna::number::Rational;
//!
//! let court = Court::new(["ann", "bob"], ActionKind::quantity("catch"))?
//!     .with_observable(Observable::quantity("stock"))?
//!     .with_hidden("effort", "how hard a player worked is its private knowledge")?;
//! let law = Law::parse_and_check(
//!     "law \"Half each\"
//!        counter offences
//!      resolve:
//!        for each p: if catch of p > stock / 2: sanction p 1 graduated by offences
//!        for each p: cap catch of p at stock / 2",
//!     &court,
//!     &CheckOptions::default(),
//! )?;
//!
//! let mut enforcer = Enforcer::new(law, FailurePolicy::Open)?;
//! let number = |value: i64| Reading::Quantity(Rational::from(value));
//! let mut evidence = Evidence::default();
//! evidence.actions = vec![number(7), number(3)];
//! evidence.observations = vec![vec![number(10)]];
//! let ruling = enforcer.resolve(&evidence)?;
//! assert_eq!(ruling.actions(), [number(5), number(3)]);
//! assert_eq!(ruling.transfers(), [-1, 0].map(Rational::from));
//!
//! // What the court cannot see cannot be mentioned.
//! let refused = Law::parse_and_check(
//!     "law \"Work\"\nresolve:\n  for each p: fine p 3 - effort of p",
//!     &court,
//!     &CheckOptions::default(),
//! );
//! assert!(refused.is_err_and(|why| why.to_string().contains("private knowledge")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod clause;
mod court;
mod enforce;
mod expression;
mod finite;
mod place;
mod spelling;
#[cfg(test)]
mod testing;
mod text;

pub use check::{
    BudgetClass, CheckOptions, CheckedLaw, ExplainedClause, LawProblem, LawProblemKind, LawReads,
    Rejection,
};
pub use clause::{Clause, Declaration, Effect, Law, Quantifier};
pub use court::{
    ActionKind, Court, CourtError, Evidence, Hidden, Observable, ObservableKind, Reading,
};
pub use enforce::{
    AmendedBalance, AmendmentReport, AmendmentTerms, BalanceFate, DroppedLedger, EnforceError,
    Enforcer, Entry, EntryKind, Failure, FailureCount, FailureKind, FailurePolicy, Ledgers,
    LeftOver, ReadingProblem, Ruling, Violation,
};
pub use expression::{Comparison, Condition, Expression, Fold, Operator, Rounding};
pub use finite::{CellMoney, CellViolation, FiniteLawError, TabulatedLaw};
pub use place::{Hook, LawPlace};
#[cfg(feature = "llm")]
pub(crate) use text::Name;
pub use text::{
    FormError, FormProblem, LawLines, LawTextError, ParseError, ParseErrorKind, ProblemInText,
    RejectionInText,
};
