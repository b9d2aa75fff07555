//! The theorems of the crate on drawn instances.

mod contracts;
mod registry;
