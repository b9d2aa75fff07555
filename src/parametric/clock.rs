//! The time limit on a value curve.

use std::time::{Duration, Instant};

use super::ParametricError;

/// A limit and when it was set.
pub(super) struct Clock {
    limit: Option<Duration>,
    start: Instant,
}

impl Clock {
    pub(super) fn new(limit: Option<Duration>) -> Self {
        Clock {
            limit,
            start: Instant::now(),
        }
    }

    /// Is the time over? Once it is, it stays so.
    pub(super) fn is_over(&self) -> bool {
        self.limit.is_some_and(|limit| self.start.elapsed() > limit)
    }

    pub(super) fn check(&self) -> Result<(), ParametricError> {
        match self.limit {
            Some(limit) if self.is_over() => Err(ParametricError::TimeLimit {
                limit,
                found: Box::default(),
            }),
            _ => Ok(()),
        }
    }
}
