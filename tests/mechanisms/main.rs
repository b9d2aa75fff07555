//! The value of the best mechanism: closed forms, independent programs, and properties.

mod closed_forms;
mod run_as_game;
mod thresholds;
