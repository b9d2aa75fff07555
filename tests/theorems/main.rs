//! The theorems of the crate on drawn instances.

mod equilibria;
mod registry;
