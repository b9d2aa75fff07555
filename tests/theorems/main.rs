//! The theorems of the crate on drawn instances.

mod altruism;
mod registry;
