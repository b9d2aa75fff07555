//! The theorems of the crate on drawn instances.

mod altruism;
mod contracts;
mod equilibria;
mod mechanisms;
mod mechanisms_input;
mod mutants;
mod page;
mod registry;
