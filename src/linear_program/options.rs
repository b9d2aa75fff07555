//! Limits and the start of a solve.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Basis;

/// Limits on the work on a linear program, and where it starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LinearOptions {
    /// The most pivots, floating-point and exact ones together. Default 1,000,000.
    pub max_pivots: usize,
    /// The longest time, checked between pivots; `None` (the default) for no limit. A result does
    /// not depend on it, but whether there is one does.
    pub max_time: Option<Duration>,
    /// The most bytes of working memory, estimated before they are asked for. Default 2 GiB.
    pub max_memory: usize,
    /// A basis to start from, such as that of a similar program solved before.
    pub start: Option<Basis>,
}

impl Default for LinearOptions {
    fn default() -> Self {
        LinearOptions {
            max_pivots: 1_000_000,
            max_time: None,
            max_memory: 2 << 30,
            start: None,
        }
    }
}

impl LinearOptions {
    /// The same with at most so many pivots.
    #[must_use]
    pub fn with_max_pivots(mut self, max_pivots: usize) -> Self {
        self.max_pivots = max_pivots;
        self
    }

    /// The same with at most so much time.
    #[must_use]
    pub fn with_max_time(mut self, max_time: Duration) -> Self {
        self.max_time = Some(max_time);
        self
    }

    /// The same with at most so many bytes of working memory.
    #[must_use]
    pub fn with_max_memory(mut self, max_memory: usize) -> Self {
        self.max_memory = max_memory;
        self
    }

    /// The same starting from a basis.
    #[must_use]
    pub fn with_start(mut self, start: Basis) -> Self {
        self.start = Some(start);
        self
    }
}
