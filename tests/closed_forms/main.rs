//! Closed forms of the literature against the solvers, in exact numbers: at the published values
//! and over random parameters. Continuous problems are put on grids that contain their solution.

#[path = "../support/mod.rs"]
mod support;

mod contracts;
mod levels;
mod preferences;
mod prices;
