//! What may still be spent on a program.

use std::time::Instant;

use super::{Basis, LinearError, LinearOptions};

/// Pivots and time left.
pub(super) struct Limits<'a> {
    options: &'a LinearOptions,
    started: Instant,
    used: usize,
    late: bool,
}

impl<'a> Limits<'a> {
    pub(super) fn new(options: &'a LinearOptions) -> Self {
        Limits {
            options,
            started: Instant::now(),
            used: 0,
            late: false,
        }
    }

    /// Takes one pivot; false if there is none left, or no time.
    pub(super) fn pivot(&mut self) -> bool {
        self.late |= self.is_late();
        if self.late || self.used >= self.options.max_pivots {
            return false;
        }
        self.used += 1;
        true
    }

    fn is_late(&self) -> bool {
        let limit = self.options.max_time;
        limit.is_some_and(|limit| self.started.elapsed() > limit)
    }

    /// The error for the limit that was reached.
    pub(super) fn error(&self, basis: Basis) -> LinearError {
        match self.options.max_time {
            Some(limit) if self.late => LinearError::TimeLimit { limit, basis },
            _ => LinearError::PivotLimit {
                limit: self.options.max_pivots,
                basis,
            },
        }
    }

    /// Refuses what needs more memory than allowed.
    pub(super) fn memory(&self, needed: usize, basis: &Basis) -> Result<(), LinearError> {
        if needed > self.options.max_memory {
            return Err(LinearError::MemoryLimit {
                needed,
                limit: self.options.max_memory,
                basis: basis.clone(),
            });
        }
        Ok(())
    }
}
