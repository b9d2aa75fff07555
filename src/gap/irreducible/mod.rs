//! What no rule in the language can recover.
mod check;
mod conditions;
mod gap_test;
mod plan;
mod state;

pub use gap_test::{CertifiedGap, GapTest, gap_test};
pub use plan::{AdmissiblePlan, ClosedLaw, PlannedDeviation, WeightedTransfers};
