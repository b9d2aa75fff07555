//! How a learner tries what does not look best.

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::AgentError;

/// A number that may change from episode to episode.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Schedule {
    /// Always the same.
    Constant(f64),
    /// From one number in the first episode in equal steps to another, which is reached after so many
    /// episodes and stays.
    Linear {
        /// In the first episode.
        from: f64,
        /// After `episodes`, and from then on.
        to: f64,
        /// How many steps it takes.
        episodes: u64,
    },
}

impl Schedule {
    /// The number in an episode, from 0.
    pub fn at(&self, episode: u64) -> f64 {
        match *self {
            Schedule::Constant(value) => value,
            Schedule::Linear { to, episodes, .. } if episode >= episodes => to,
            Schedule::Linear { from, to, episodes } => {
                from + (to - from) * (episode as f64 / episodes as f64)
            }
        }
    }

    fn check(
        &self,
        parameter: &'static str,
        valid: impl Fn(f64) -> bool,
        range: &'static str,
    ) -> Result<(), AgentError> {
        let ends = match *self {
            Schedule::Constant(value) => [value, value],
            Schedule::Linear { from, to, .. } => [from, to],
        };
        match ends.into_iter().find(|&value| !valid(value)) {
            Some(value) => Err(AgentError::bad_parameter(parameter, value, range)),
            None => Ok(()),
        }
    }
}

/// How a learner tries what does not look best.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Exploration {
    /// With this probability any action, each alike; otherwise one of the best, each alike.
    EpsilonGreedy(Schedule),
    /// Each action with probability proportional to exp(value / temperature).
    Boltzmann(Schedule),
}

impl Exploration {
    /// Always one of the best actions.
    pub const GREEDY: Exploration = Exploration::EpsilonGreedy(Schedule::Constant(0.0));

    pub(super) fn check(&self) -> Result<(), AgentError> {
        match self {
            Exploration::EpsilonGreedy(schedule) => schedule.check(
                "the probability to explore",
                |value| (0.0..=1.0).contains(&value),
                "between 0 and 1",
            ),
            Exploration::Boltzmann(schedule) => schedule.check(
                "the temperature",
                |value| value.is_finite() && value > 0.0,
                "a number above 0",
            ),
        }
    }

    /// The place of an action with these values, of which there is at least one.
    pub(super) fn choose(&self, values: &[f64], episode: u64, rng: &mut dyn Rng) -> usize {
        match self {
            Exploration::EpsilonGreedy(schedule) => {
                let epsilon = schedule.at(episode);
                if epsilon > 0.0 && rng.random::<f64>() < epsilon {
                    return rng.random_range(0..values.len());
                }
                let best = maximum(values);
                let places = values
                    .iter()
                    .enumerate()
                    .filter(|(_, value)| **value == best);
                let ties = places.clone().count();
                let chosen = if ties > 1 {
                    rng.random_range(0..ties)
                } else {
                    0
                };
                places.map(|(place, _)| place).nth(chosen).unwrap_or(0)
            }
            Exploration::Boltzmann(schedule) => {
                let temperature = schedule.at(episode);
                let best = maximum(values);
                let weight = |value: &f64| exponential((value - best) / temperature);
                let total: f64 = values.iter().map(weight).sum();
                let mut left = rng.random::<f64>() * total;
                let place = values.iter().position(|value| {
                    left -= weight(value);
                    left < 0.0
                });
                place.unwrap_or(values.len().saturating_sub(1))
            }
        }
    }
}

pub(super) fn maximum(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The exponential of a number that is not positive. That of the standard library may differ in the
/// last bit between platforms; this one uses only arithmetic.
fn exponential(value: f64) -> f64 {
    if value < -700.0 || value.is_nan() {
        return 0.0;
    }
    // e^x = 2^k e^r with |r| <= ln 2 / 2, where fifteen terms are below half a unit in the last place.
    let k = (value * std::f64::consts::LOG2_E).round();
    let r = value - k * std::f64::consts::LN_2;
    let series = (1..=15)
        .rev()
        .fold(1.0, |sum, n| 1.0 + sum * r / f64::from(n));
    // k is between −1010 and 0, where the power of two is a normal number.
    series * f64::from_bits(((1023 + k as i64) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::exponential;

    #[test]
    fn the_exponential_is_that_of_the_library_up_to_rounding() {
        for step in 0..70_000 {
            let value = -f64::from(step) * 0.01;
            let exact = value.exp();
            let error = (exponential(value) - exact).abs();
            // The error of the reduced argument grows with k.
            assert!(error <= exact * 1e-13, "{value}");
        }
        assert_eq!(exponential(f64::NEG_INFINITY), 0.0);
    }
}
