//! Strategies for property tests: exact instances, small, with ties, that shrink towards simple
//! ones. With the feature `proptest`.
//!
//! ```
//! use lacuna::game::Game;
//! use lacuna::theorem::strategy;
//! use proptest::prelude::*;
//!
//! proptest!(|(game in strategy::games(2..=3, 1..=3))| {
//!     prop_assert!((2..=3).contains(&game.players()));
//! });
//! ```

mod games;
mod numbers;

pub use games::{dilemma_payoffs, dilemmas, games, games_of_shape, shapes};
pub use numbers::{altruism_weights, payoffs, rationals};
