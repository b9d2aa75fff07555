//! Pauses between attempts.

use std::time::Duration;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

/// Pauses that double from attempt to attempt, each shortened at random by up to a half, so that
/// clients that failed together do not come back together.
///
/// ```
/// use lacuna::simulate::llm::Backoff;
/// use std::time::Duration;
///
/// let backoff = Backoff::default().with_first(Duration::from_secs(1));
/// let mut rng = lacuna::game::random::generator(1, 0);
/// for attempt in 1..=3 {
///     let pause = backoff.pause(attempt, &mut rng);
///     let whole = Duration::from_secs(1 << (attempt - 1));
///     assert!(whole / 2 <= pause && pause <= whole);
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Backoff {
    /// The first pause; half a second by default.
    pub first: Duration,
    /// The longest pause, also if the server asks for a longer one; 60 s by default.
    pub longest: Duration,
    /// The seed of chance.
    pub seed: u64,
}

impl Default for Backoff {
    fn default() -> Self {
        Backoff {
            first: Duration::from_millis(500),
            longest: Duration::from_secs(60),
            seed: 0,
        }
    }
}

impl Backoff {
    /// The same with another first pause.
    #[must_use]
    pub fn with_first(mut self, pause: Duration) -> Self {
        self.first = pause;
        self
    }

    /// The same with another longest pause.
    #[must_use]
    pub fn with_longest(mut self, pause: Duration) -> Self {
        self.longest = pause;
        self
    }

    /// The same with another seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The pause after attempt number `attempt`, from 1.
    pub fn pause(&self, attempt: u32, rng: &mut dyn Rng) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        let whole = self.first.saturating_mul(1 << doublings).min(self.longest);
        // In 65536ths, for durations divide only by whole numbers.
        let share = rng.random_range(32_768..=65_536u32);
        let nanoseconds = whole.as_nanos() * u128::from(share) / 65_536;
        Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
    }
}
