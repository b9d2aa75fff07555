//! Laws: contracts as programs that cannot cheat.
//!
//! A [`Law`] is data: declarations of ledgers and clauses in three hooks, over what a [`Court`] can
//! verify and nothing else. It has no way to name what the court does not see, to loop without
//! bound, or to make money that it does not say it brings in.

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
pub use text::{
    FormError, FormProblem, LawLines, LawTextError, ParseError, ParseErrorKind, ProblemInText,
    RejectionInText,
};
