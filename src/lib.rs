//! Welfare gaps of incomplete contracts between prosocial agents, computed exactly.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod contract;
pub mod equilibrium;
pub mod game;
pub mod gap;
pub mod io;
mod linear_program;
pub mod number;
#[cfg(feature = "plot")]
pub mod plot;
pub mod preference;
pub mod welfare;
