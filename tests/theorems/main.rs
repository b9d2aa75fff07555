//! The theorems of the crate on drawn instances.

mod mutants;
mod page;
mod altruism;
mod contracts;
mod mechanisms;
mod equilibria;
mod registry;
