//! Limits on the enumeration of all equilibria of a two-player game.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Limits on the enumeration of all equilibria of a two-player game.
///
/// The number of vertices grows exponentially with the number of actions: about 500 a player for
/// random games of 10 × 10 actions, 6,000 for 12 × 12, 70,000 for 15 × 15.
///
/// ```
/// use lacuna::equilibrium::two_player::TwoPlayerOptions;
/// let options = TwoPlayerOptions::default().with_max_vertices(10_000);
/// assert_eq!(options.max_vertices, 10_000);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TwoPlayerOptions {
    /// The most bases visited in each of the two best-response polytopes, which have at least one
    /// basis a vertex. Default 5,000,000.
    pub max_vertices: usize,
    /// The most extreme equilibria. Default 1,000,000.
    pub max_equilibria: usize,
    /// The most maximal Nash subsets, of which there can be exponentially many in the number of
    /// extreme equilibria. Default 100,000.
    pub max_subsets: usize,
    /// The longest time, checked between vertices; `None` (the default) for no limit. A result
    /// does not depend on it, but whether there is one does.
    pub max_time: Option<Duration>,
}

impl Default for TwoPlayerOptions {
    fn default() -> Self {
        TwoPlayerOptions {
            max_vertices: 5_000_000,
            max_equilibria: 1_000_000,
            max_subsets: 100_000,
            max_time: None,
        }
    }
}

impl TwoPlayerOptions {
    /// The same with at most so many bases in each polytope.
    #[must_use]
    pub fn with_max_vertices(mut self, max_vertices: usize) -> Self {
        self.max_vertices = max_vertices;
        self
    }

    /// The same with at most so many extreme equilibria.
    #[must_use]
    pub fn with_max_equilibria(mut self, max_equilibria: usize) -> Self {
        self.max_equilibria = max_equilibria;
        self
    }

    /// The same with at most so many maximal Nash subsets.
    #[must_use]
    pub fn with_max_subsets(mut self, max_subsets: usize) -> Self {
        self.max_subsets = max_subsets;
        self
    }

    /// The same with at most so much time.
    #[must_use]
    pub fn with_max_time(mut self, max_time: Duration) -> Self {
        self.max_time = Some(max_time);
        self
    }
}
