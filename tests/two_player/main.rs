//! All equilibria of two-player games against references and against a brute force.

#[path = "../support/mod.rs"]
mod support;

mod oracles;
