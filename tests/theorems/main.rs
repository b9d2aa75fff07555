//! The theorems of the crate on drawn instances.

mod mechanisms;
mod registry;
