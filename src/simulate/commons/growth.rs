//! How a stock grows back.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use super::CommonsError;
use crate::game::random::happens;
use crate::number::Rational;

/// How the factor by which the stock grows is found, month by month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Growth {
    /// Always the same factor.
    Deterministic {
        /// The factor.
        factor: Rational,
    },
    /// One of these factors each month, equally likely, independently.
    Independent {
        /// The factors.
        factors: Vec<Rational>,
    },
    /// A healthy and a degraded regime. The mean harvest of the last months can tip a healthy stock
    /// into degradation, and let a degraded one recover.
    Hysteresis(Hysteresis),
}

/// The parameters of [`Growth::Hysteresis`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Hysteresis {
    /// The factor of a healthy stock.
    pub healthy: Rational,
    /// The factor of a degraded stock.
    pub degraded: Rational,
    /// The number of months whose harvests are averaged.
    pub memory: usize,
    /// A healthy stock may tip if the mean harvest is at least this.
    pub tips_from: Rational,
    /// The probability of tipping at that mean.
    pub tips_with: Rational,
    /// How much more of the mean adds a certainty of tipping: the probability is
    /// `tips_with + (mean − tips_from) / tips_over`, at most 1.
    pub tips_over: Rational,
    /// A degraded stock may recover if the mean harvest is below this.
    pub recovers_below: Rational,
    /// The probability of recovering then.
    pub recovers_with: Rational,
}

impl Default for Hysteresis {
    /// Factors 2 and 3/2; tipping from a mean of 50 over three months with probability 3/10 and one
    /// more for 50 more; recovery below 30 with probability 3/20.
    fn default() -> Self {
        let number = |value: i64| Rational::from(value);
        let share = |numerator, denominator| Rational::new(numerator, denominator);
        Hysteresis {
            healthy: number(2),
            degraded: share(3, 2).unwrap_or_default(),
            memory: 3,
            tips_from: number(50),
            tips_with: share(3, 10).unwrap_or_default(),
            tips_over: number(50),
            recovers_below: number(30),
            recovers_with: share(3, 20).unwrap_or_default(),
        }
    }
}

/// Whether a stock under [`Growth::Hysteresis`] is healthy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Regime {
    /// Grows at the healthy factor.
    Healthy,
    /// Grows at the degraded factor.
    Degraded,
}

impl Growth {
    /// The factor before anything was harvested: the healthy one, or the mean of those that may
    /// come.
    pub(super) fn initial(&self) -> Rational {
        match self {
            Growth::Deterministic { factor } => factor.clone(),
            Growth::Independent { factors } => {
                let count = Rational::from(factors.len());
                let sum: Rational = factors.iter().sum();
                sum.checked_div(&count).unwrap_or(Rational::ONE)
            }
            Growth::Hysteresis(parameters) => parameters.healthy.clone(),
        }
    }

    pub(super) fn check(&self) -> Result<(), CommonsError> {
        let factor = |value: &Rational| {
            if value.is_negative() {
                return Err(CommonsError::new("a growth factor", value, "at least 0"));
            }
            Ok(())
        };
        match self {
            Growth::Deterministic { factor: value } => factor(value),
            Growth::Independent { factors } => {
                if factors.is_empty() {
                    let needs = "at least one factor";
                    return Err(CommonsError::new("the number of growth factors", 0, needs));
                }
                factors.iter().try_for_each(factor)
            }
            Growth::Hysteresis(parameters) => {
                factor(&parameters.healthy)?;
                factor(&parameters.degraded)?;
                if parameters.memory == 0 {
                    let what = "the memory of the hysteresis";
                    return Err(CommonsError::new(what, 0, "at least one month"));
                }
                if !parameters.tips_over.is_positive() {
                    let what = "`tips_over` of the hysteresis";
                    return Err(CommonsError::new(what, &parameters.tips_over, "above 0"));
                }
                for (what, value) in [
                    ("`tips_with` of the hysteresis", &parameters.tips_with),
                    (
                        "`recovers_with` of the hysteresis",
                        &parameters.recovers_with,
                    ),
                ] {
                    if value.is_negative() || value > &Rational::ONE {
                        return Err(CommonsError::new(what, value, "between 0 and 1"));
                    }
                }
                Ok(())
            }
        }
    }

    /// The factor of this month, after `harvests` (the last one is this month's).
    pub(super) fn factor(
        &self,
        regime: &mut Regime,
        harvests: &[u64],
        rng: &mut Xoshiro256PlusPlus,
    ) -> Rational {
        match self {
            Growth::Deterministic { factor } => factor.clone(),
            Growth::Independent { factors } => factors[rng.random_range(0..factors.len())].clone(),
            Growth::Hysteresis(parameters) => parameters.factor(regime, harvests, rng),
        }
    }
}

impl Hysteresis {
    fn factor(
        &self,
        regime: &mut Regime,
        harvests: &[u64],
        rng: &mut Xoshiro256PlusPlus,
    ) -> Rational {
        let recent = &harvests[harvests.len().saturating_sub(self.memory)..];
        let total: Rational = recent.iter().map(|&harvest| Rational::from(harvest)).sum();
        let mean = total
            .checked_div(&Rational::from(recent.len()))
            .unwrap_or_default();
        // Chance is drawn only where the harvest lets the regime change.
        match regime {
            Regime::Healthy => {
                let more = (&mean - &self.tips_from).checked_div(&self.tips_over);
                let probability = &self.tips_with + &more.unwrap_or_default();
                if mean >= self.tips_from && happens(&probability, rng) {
                    *regime = Regime::Degraded;
                }
            }
            Regime::Degraded => {
                if mean < self.recovers_below && happens(&self.recovers_with, rng) {
                    *regime = Regime::Healthy;
                }
            }
        }
        match regime {
            Regime::Healthy => self.healthy.clone(),
            Regime::Degraded => self.degraded.clone(),
        }
    }
}
