//! Money that steers play: closed forms, definitions written out on random games, and answers that
//! were tampered with.

#[path = "../support/mod.rs"]
mod support;

mod contracts;
mod exchange;
mod promises;
mod refusals;
mod side_payments;
mod thresholds;
mod tree;
