//! All equilibria of two-player games against references and against a brute force.

#[path = "../support/mod.rs"]
mod support;

mod altruism;
mod brute_force;
mod differential;
mod oracles;
mod queries;
mod zero_sum;
