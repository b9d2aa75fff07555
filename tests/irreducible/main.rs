//! What no rule in the language recovers: examples of the theory, oracles, and random problems
//! against the linear program of all mechanisms.

#[path = "../support/mod.rs"]
mod support;

mod certificates;
mod examples;
mod levels;
mod mechanisms;
mod oracles;
mod random;
mod value;
