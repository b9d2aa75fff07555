//! What breaks, and what saves, the welfare gap: counterexamples with their numbers.
//!
//! Nothing here or elsewhere assumes that more altruism means more welfare.

#[path = "../support/mod.rs"]
mod support;

mod altruism_hurts;
mod cells;
mod partnerships;
