//! How a game is sampled.

use serde::{Deserialize, Serialize};

use super::EmpiricalError;
use crate::game::SizeLimit;
use crate::number::Rational;

/// Where the half-widths of intervals come from. All of them hold for all numbers that are estimated
/// at once: the payoffs, and with [common random numbers](EmpiricalOptions::common_random_numbers)
/// the differences that a change of one player's strategy makes to its payoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IntervalMethod {
    /// Hoeffding's inequality (1963): `R √(ln(2K/δ) / 2m)` for payoffs in a range of length `R`, `K`
    /// numbers to be estimated from `m` episodes each, and `1 − δ` the confidence. Proved.
    #[default]
    Hoeffding,
    /// The empirical Bernstein bound of Maurer and Pontil (2009), on both sides:
    /// `√(2V ln(4K/δ) / m) + 7R ln(4K/δ) / 3(m − 1)` with the sample variance `V`. Proved, and
    /// narrower where payoffs vary little.
    EmpiricalBernstein,
    /// The normal approximation: `z √(V/m)`, with `z` exceeded with probability `δ/2K`. Needs no
    /// range, and proves nothing.
    Normal,
    /// The caller declares that there is no chance: half-widths are 0, and payoffs that differ are an
    /// error.
    WithoutChance,
}

/// The least and the most that a payoff can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PayoffRange {
    /// The least.
    pub low: Rational,
    /// The most.
    pub high: Rational,
}

impl PayoffRange {
    /// From `low` to `high`.
    pub fn new(low: impl Into<Rational>, high: impl Into<Rational>) -> Self {
        PayoffRange {
            low: low.into(),
            high: high.into(),
        }
    }

    pub(super) fn length(&self) -> Rational {
        &self.high - &self.low
    }
}

/// How a game is sampled.
///
/// ```
/// use lacuna::simulate::empirical::{EmpiricalOptions, IntervalMethod};
/// let options = EmpiricalOptions::default()
///     .with_payoff_range(0, 100)
///     .with_method(IntervalMethod::EmpiricalBernstein)
///     .with_confidence("99/100".parse()?);
/// assert_eq!(options.seed, 0);
/// # Ok::<(), lacuna::number::NumberError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct EmpiricalOptions {
    /// The seed from which those of all episodes are derived. Default: 0.
    pub seed: u64,
    /// The probability with which all intervals hold at once, above 0 and below 1. Default: 19/20.
    pub confidence: Rational,
    /// Where the half-widths of intervals come from. Default: Hoeffding's inequality.
    pub method: IntervalMethod,
    /// Between which numbers payoffs lie: one range for all players, or one for each. Default: none.
    pub ranges: Vec<PayoffRange>,
    /// Does episode `k` have the same seed at every profile? Differences between profiles then come
    /// less from chance, and intervals that go by variance, of Bernstein's or the normal kind, are
    /// made for differences as well as for payoffs. Default: yes.
    pub common_random_numbers: bool,
    /// The largest game, in payoffs. Default: that of [`SizeLimit`].
    pub size_limit: SizeLimit,
}

impl Default for EmpiricalOptions {
    fn default() -> Self {
        EmpiricalOptions {
            seed: 0,
            confidence: Rational::ONE - Rational::new(1, 20).unwrap_or_default(),
            method: IntervalMethod::default(),
            ranges: Vec::new(),
            common_random_numbers: true,
            size_limit: SizeLimit::default(),
        }
    }
}

impl EmpiricalOptions {
    /// Options for what the caller declares to be without chance.
    pub fn without_chance() -> Self {
        Self::default().with_method(IntervalMethod::WithoutChance)
    }

    /// The same with another seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The same with another confidence.
    #[must_use]
    pub fn with_confidence(mut self, confidence: Rational) -> Self {
        self.confidence = confidence;
        self
    }

    /// The same with other intervals.
    #[must_use]
    pub fn with_method(mut self, method: IntervalMethod) -> Self {
        self.method = method;
        self
    }

    /// The same with a range in which all players' payoffs lie.
    #[must_use]
    pub fn with_payoff_range(
        mut self,
        low: impl Into<Rational>,
        high: impl Into<Rational>,
    ) -> Self {
        self.ranges = vec![PayoffRange::new(low, high)];
        self
    }

    /// The same with a range for each player's payoffs.
    #[must_use]
    pub fn with_payoff_ranges(mut self, ranges: Vec<PayoffRange>) -> Self {
        self.ranges = ranges;
        self
    }

    /// The same with seeds that are, or are not, common to all profiles.
    #[must_use]
    pub fn with_common_random_numbers(mut self, common: bool) -> Self {
        self.common_random_numbers = common;
        self
    }

    /// The same with another limit on the size of the game.
    #[must_use]
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }

    /// The range of each player's payoffs, if any were given.
    pub(super) fn checked(
        &self,
        players: usize,
        symmetric: bool,
    ) -> Result<Option<Vec<PayoffRange>>, EmpiricalError> {
        if !self.confidence.is_positive() || self.confidence >= Rational::ONE {
            let needs = "above 0 and below 1";
            return Err(EmpiricalError::bad_option(
                "the confidence",
                &self.confidence,
                needs,
            ));
        }
        let proves = matches!(
            self.method,
            IntervalMethod::Hoeffding | IntervalMethod::EmpiricalBernstein
        );
        let ranges = match self.ranges.as_slice() {
            [] if proves => return Err(EmpiricalError::MissingRange),
            [] => return Ok(None),
            [one] => vec![one.clone(); players],
            several if several.len() == players => several.to_vec(),
            several => {
                let needs = format!("1, or one for each of the {players} players");
                return Err(EmpiricalError::bad_option(
                    "the number of payoff ranges",
                    several.len(),
                    needs,
                ));
            }
        };
        for range in &ranges {
            if range.low > range.high {
                let needs = format!("at least the least one, {}", range.low);
                return Err(EmpiricalError::bad_option(
                    "the largest payoff of a range",
                    &range.high,
                    needs,
                ));
            }
            if symmetric && range != &ranges[0] {
                let found = format!("not the same for all players, {ranges:?}");
                return Err(EmpiricalError::bad_option(
                    "the payoff range",
                    found,
                    "one for interchangeable players",
                ));
            }
        }
        Ok(Some(ranges))
    }
}
