//! Properties of games, languages and contracts on hundreds of random instances, in exact numbers,
//! against definitions written out here. Nothing is assumed monotone in λ.

#[path = "../support/mod.rs"]
mod support;

mod certificates;
mod feasibility;
mod invariance;
mod languages;
mod levels;
mod outcomes;
