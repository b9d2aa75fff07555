//! What no rule in the language can recover.
mod bound;
mod check;
mod conditions;
mod dilemma;
mod gap_test;
mod plan;
mod state;
mod threshold;

pub use bound::{GapBound, StateBound, Undeterred, certified_gap};
pub use dilemma::{Dilemma, DilemmaGain, dilemma};
pub use gap_test::{CertifiedGap, GapTest, gap_test};
pub use plan::{AdmissiblePlan, ClosedLaw, PlannedDeviation, WeightedTransfers};
pub use threshold::{
    AltruismThreshold, StateThreshold, Threshold, ThresholdOptions, altruism_threshold,
};
