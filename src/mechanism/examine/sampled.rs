//! Spaces too large to exhaust: exact comparisons on cases that are drawn.

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::better_reply::{Against, BetterReply};
use super::{Examination, Incentive};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// How type profiles are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Draw {
    /// All equally likely.
    #[default]
    Uniform,
    /// From the prior.
    Prior,
}

/// What a sample of cases shows. This is no [`Verdict`](super::Verdict): unless a better reply is
/// found nothing is proved, and shares are statistics in floating point.
///
/// The share is that of cases in which the lie pays, with cases drawn as
/// [`Examination::sampled`] draws them. Bounds are exact in the sense of Clopper and Pearson (1934):
/// each fails with a probability of at most one less the confidence, whatever the share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Sampled {
    /// No lie that pays is among the sample; there may be some outside of it.
    #[non_exhaustive]
    NoneFound {
        /// The number of cases drawn.
        samples: u64,
        /// The confidence of the bound.
        confidence: f64,
        /// An upper bound on the share of cases in which a lie pays.
        at_most: f64,
    },
    /// Lies that pay: this is proved, by the witness.
    #[non_exhaustive]
    Found {
        /// The first of the cases with the largest gain in the sample; a larger one may be outside.
        witness: BetterReply,
        /// In how many of the cases drawn the lie pays.
        violations: u64,
        /// The number of cases drawn.
        samples: u64,
        /// The confidence of each bound.
        confidence: f64,
        /// A lower bound on the share of cases in which a lie pays.
        at_least: f64,
        /// An upper bound on it.
        at_most: f64,
    },
}

/// An expectation from a sample: the mean is exact for the sample, the bounds hold with a confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Estimate {
    /// The mean of the sample.
    pub mean: Rational,
    /// A lower bound on the expectation.
    pub at_least: f64,
    /// An upper bound on it.
    pub at_most: f64,
    /// The confidence that both hold.
    pub confidence: f64,
    /// The number of cases drawn.
    pub samples: u64,
}

/// The probability of at most `hits` in so many draws that hit with probability `share`.
fn at_most_hits(hits: u64, samples: u64, share: f64) -> f64 {
    if share <= 0.0 {
        return 1.0;
    }
    if share >= 1.0 {
        return if hits >= samples { 1.0 } else { 0.0 };
    }
    let odds = share.ln() - (-share).ln_1p();
    let mut term = samples as f64 * (-share).ln_1p();
    let mut largest = term;
    let mut scaled = 1.0f64;
    for hit in 0..hits.min(samples) {
        term += ((samples - hit) as f64).ln() - ((hit + 1) as f64).ln() + odds;
        if term > largest {
            scaled = scaled * (largest - term).exp() + 1.0;
            largest = term;
        } else {
            scaled += (term - largest).exp();
        }
    }
    (largest + scaled.ln()).exp().min(1.0)
}

/// The share at which at most so many hits have this probability, from above or below.
fn share_at(hits: u64, samples: u64, probability: f64) -> (f64, f64) {
    let (mut low, mut high) = (0.0f64, 1.0f64);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if at_most_hits(hits, samples, middle) > probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low, high)
}

/// Clopper–Pearson bounds on a share, each with this confidence.
fn share_bounds(hits: u64, samples: u64, confidence: f64) -> (f64, f64) {
    let risk = 1.0 - confidence;
    // Rounding is outwards by more than the error of the sums.
    let slack = 1e-9;
    let at_most = match hits {
        _ if hits >= samples => 1.0,
        0 => -(risk.ln() / samples as f64).exp_m1(),
        _ => share_at(hits, samples, risk).1,
    };
    let at_least = match hits {
        0 => 0.0,
        _ => share_at(hits - 1, samples, confidence).0,
    };
    (at_least * (1.0 - slack), (at_most * (1.0 + slack)).min(1.0))
}

fn check(samples: u64, confidence: f64) -> Result<(), SettingError> {
    if samples == 0 {
        let needs = "at least one case must be drawn";
        return Err(SettingError::invalid("the number of samples", 0, needs));
    }
    if confidence > 0.0 && confidence < 1.0 {
        return Ok(());
    }
    let needs = "it must be between 0 and 1";
    Err(SettingError::invalid("the confidence", confidence, needs))
}

impl Examination<'_> {
    /// Looks for lies that pay among cases drawn at random, each compared exactly; nothing is
    /// written out, so that the space may be as large as one likes.
    ///
    /// A case is an agent, a message other than its right one (both uniform), a type profile (as
    /// `draw` says) and, for dominance, a message of each other agent (uniform). Deterministic for
    /// a given generator.
    ///
    /// ```
    /// use lacuna::mechanism::examine::{Draw, Examination, Incentive, Sampled};
    /// use lacuna::mechanism::{Decision, Mechanism, Setting};
    /// use lacuna::number::Rational;
    ///
    /// /// Twelve bidders, the highest bid wins and pays the second.
    /// struct SecondPrice;
    /// impl Mechanism for SecondPrice {
    ///     fn agents(&self) -> usize {
    ///         12
    ///     }
    ///     fn messages(&self, _bidder: usize) -> usize {
    ///         50
    ///     }
    ///     fn alternatives(&self) -> usize {
    ///         12
    ///     }
    ///     fn decide(&self, bids: &[usize]) -> Decision {
    ///         let winner = (0..12).rev().max_by_key(|&bidder| bids[bidder]).unwrap_or(0);
    ///         let others = bids.iter().enumerate().filter(|&(bidder, _)| bidder != winner);
    ///         let price = others.map(|(_, &bid)| bid as i64).max().unwrap_or(0);
    ///         let mut transfers = vec![Rational::ZERO; 12];
    ///         transfers[winner] = Rational::from(-price);
    ///         Decision::certain(winner, transfers)
    ///     }
    /// }
    /// let setting = Setting::private(&[50; 12], 12, |bidder, value, winner| {
    ///     Rational::from(if winner == bidder { value as i64 } else { 0 })
    /// })?;
    /// let examination = Examination::new(&setting, &SecondPrice)?;
    /// let mut rng = lacuna::game::random::generator(1, 0);
    /// let sampled = examination.sampled(Incentive::Dominant, Draw::Uniform, 300, 0.95, &mut rng)?;
    /// // 1 - 0.05^(1/300): with confidence 95 % at most one case in a hundred.
    /// assert!(matches!(sampled, Sampled::NoneFound { at_most, .. } if at_most < 0.01));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SettingError::Invalid`] without samples, for a confidence that is not between 0 and 1, for
    /// [`Incentive::Bayesian`] (see [`Examination::sampled_utility`]), without strategies, or if
    /// nobody has two messages; [`SettingError::Preference`].
    pub fn sampled(
        &self,
        incentive: Incentive,
        draw: Draw,
        samples: u64,
        confidence: f64,
        rng: &mut impl Rng,
    ) -> Result<Sampled, SettingError> {
        check(samples, confidence)?;
        if incentive == Incentive::Bayesian {
            let needs = "expectations are estimated by sampled_utility";
            return Err(SettingError::invalid("the incentive", "Bayesian", needs));
        }
        let strategies = self.strategies()?;
        let (setting, mechanism) = (self.setting(), self.mechanism());
        let agents: Vec<usize> = self
            .examined()
            .iter()
            .copied()
            .filter(|&agent| mechanism.messages(agent) > 1)
            .collect();
        if agents.is_empty() {
            let needs = "somebody must have two messages";
            return Err(SettingError::invalid("the number of lies", 0, needs));
        }
        let own_type_only = self.perspective.own_type_only(setting);
        let mut violations = 0;
        let mut worst: Option<BetterReply> = None;
        for _ in 0..samples {
            let agent = agents[rng.random_range(0..agents.len())];
            let types: Vec<usize> = match draw {
                Draw::Uniform => setting
                    .types()
                    .iter()
                    .map(|&count| rng.random_range(0..count))
                    .collect(),
                Draw::Prior => setting.draw(rng),
            };
            let message = strategies.message(agent, types[agent]);
            let mut better = rng.random_range(0..mechanism.messages(agent) - 1);
            better += usize::from(better >= message);
            let mut messages = strategies.messages(&types);
            if incentive == Incentive::Dominant {
                for (other, said) in messages.iter_mut().enumerate() {
                    if other != agent {
                        *said = rng.random_range(0..mechanism.messages(other));
                    }
                }
            }
            let honest = self.utility(agent, &types, &messages)?;
            let mut lying = messages.clone();
            lying[agent] = better;
            let gain = self.utility(agent, &types, &lying)? - honest;
            if !gain.is_positive() {
                continue;
            }
            violations += 1;
            if worst.as_ref().is_none_or(|worst| gain > worst.gain) {
                worst = Some(BetterReply {
                    agent,
                    own_type: types[agent],
                    message,
                    better,
                    against: match incentive {
                        Incentive::Dominant => Against::Messages {
                            types: (!own_type_only[agent]).then_some(types),
                            messages,
                        },
                        _ => Against::Types { types },
                    },
                    gain,
                });
            }
        }
        let (at_least, at_most) = share_bounds(violations, samples, confidence);
        Ok(match worst {
            None => Sampled::NoneFound {
                samples,
                confidence,
                at_most,
            },
            Some(witness) => Sampled::Found {
                witness,
                violations,
                samples,
                confidence,
                at_least,
                at_most,
            },
        })
    }

    /// What an agent of some type expects if it sends a message and the others follow their
    /// strategies, from a sample of the others' types by its beliefs. Bounds are Hoeffding's (1963)
    /// for utilities that lie in `range`, which every case drawn is checked for.
    ///
    /// With independent types nothing is written out; with a joint prior its table is run over once.
    ///
    /// # Errors
    /// Those of [`Examination::sampled`]; [`SettingError::OutOfRange`]; [`SettingError::Invalid`] for
    /// a type of probability zero under a joint prior, for a range that is empty, or if a utility is
    /// outside of it.
    #[allow(clippy::too_many_arguments)]
    pub fn sampled_utility(
        &self,
        agent: usize,
        own_type: usize,
        message: usize,
        range: (&Rational, &Rational),
        samples: u64,
        confidence: f64,
        rng: &mut impl Rng,
    ) -> Result<Estimate, SettingError> {
        check(samples, confidence)?;
        self.check_own_type(agent, own_type)?;
        SettingError::check_index("a message", message, self.mechanism().messages(agent))?;
        let (least, most) = range;
        if least > most {
            let needs = "it must be at most the largest";
            return Err(SettingError::invalid("the least utility", least, needs));
        }
        let strategies = self.strategies()?;
        let setting = self.setting();
        let mut believed: Vec<(Vec<usize>, f64)> = Vec::new();
        if !setting.prior().is_independent() {
            let beliefs = self.beliefs(agent, own_type)?;
            let mass: Rational = beliefs.iter().map(|(_, share)| share).sum();
            if mass.is_zero() {
                let needs = "Bayes' rule needs a positive one";
                return Err(SettingError::invalid(
                    "the probability of the type",
                    0,
                    needs,
                ));
            }
            let mut reached = Rational::ZERO;
            for (types, share) in beliefs {
                if share.is_positive() {
                    reached += share;
                    let below = reached.checked_div(&mass).unwrap_or_default();
                    believed.push((types, below.to_f64()));
                }
            }
        }
        let mut sum = Rational::ZERO;
        for _ in 0..samples {
            let types = if believed.is_empty() {
                let mut types = setting.draw(rng);
                types[agent] = own_type;
                types
            } else {
                let draw = (rng.random::<u64>() >> 11) as f64 / (1u64 << 53) as f64;
                let place = believed.partition_point(|(_, below)| *below <= draw);
                believed[place.min(believed.len() - 1)].0.clone()
            };
            let mut messages = strategies.messages(&types);
            messages[agent] = message;
            let utility = self.utility(agent, &types, &messages)?;
            if &utility < least || &utility > most {
                let needs = "every utility must lie in the range";
                return Err(SettingError::invalid("a utility", utility, needs));
            }
            sum += utility;
        }
        let count = Rational::from(samples);
        let mean = sum.checked_div(&count).unwrap_or_default();
        let width = (most - least).to_f64();
        let half = width * ((2.0 / (1.0 - confidence)).ln() / (2.0 * samples as f64)).sqrt();
        let half = half * (1.0 + 1e-12);
        Ok(Estimate {
            at_least: (mean.to_f64() - half).max(least.to_f64()),
            at_most: (mean.to_f64() + half).min(most.to_f64()),
            mean,
            confidence,
            samples,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_on_shares_are_those_of_the_beta_distribution() {
        // Clopper–Pearson, one-sided 97.5 %, from R's binom.test(3, 20): 0.03207094, 0.3789268.
        let (least, most) = share_bounds(3, 20, 0.975);
        assert!((least - 0.032_070_94).abs() < 1e-6, "{least}");
        assert!((most - 0.378_926_8).abs() < 1e-6, "{most}");
        // None of n: 1 - α^(1/n); all of n: α^(1/n).
        let (least, most) = share_bounds(0, 10, 0.95);
        assert_eq!(least, 0.0);
        assert!((most - (1.0 - 0.05f64.powf(0.1))).abs() < 1e-8);
        let (least, most) = share_bounds(10, 10, 0.95);
        assert!((least - 0.05f64.powf(0.1)).abs() < 1e-8);
        assert_eq!(most, 1.0);
    }
}
