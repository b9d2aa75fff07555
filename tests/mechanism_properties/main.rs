//! Mechanisms of every kind, examined: what the guides promise of each, in one table.

mod refusals;
