//! The value of the best mechanism: closed forms, independent programs, and properties.

#[path = "../support/mod.rs"]
mod support;

mod audit;
mod closed_forms;
mod curves;
mod environments;
mod explicit;
mod golden;
mod program;
mod properties;
mod run_as_game;
mod supremum;
mod thresholds;
mod what_breaks_the_gap;
