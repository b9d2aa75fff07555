//! Samples of the value of the best mechanism, and what they prove between them.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::value::agents;
use super::{Attainment, Design, MechanismOptions};
use crate::contract::{ContractingProblem, Monitoring};
use crate::number::Rational;

/// The best mechanism at one λ, and what it and its proof say about other λ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sample {
    /// The altruism weight.
    pub at: Rational,
    /// The best mechanism there, with the plan that proves it best.
    pub design: Design,
    /// The altruism weights of the range at which the mechanism works; it is worth the same at all
    /// of them. `None` where there is no mechanism.
    pub holds_on: Option<(Rational, Rational)>,
    /// λ, ascending, each with the bound on the value of every mechanism that the plan proves
    /// there. The bound is a convex function of λ, so that the straight line between two
    /// neighbours is a bound too; where the plan proves nothing, there is no λ.
    pub proves: Vec<(Rational, Rational)>,
}

impl Sample {
    /// What the mechanism is worth.
    pub fn worth(&self) -> Option<Rational> {
        let best = self.design.best()?;
        Some(match &best.attainment {
            Attainment::Attained => best.value.clone(),
            Attainment::Approached { shortfall } => &best.value - shortfall,
        })
    }

    /// Is the value attained, and not only approached? `None` where there is no mechanism.
    pub fn is_attained(&self) -> Option<bool> {
        let best = self.design.best()?;
        Some(best.attainment == Attainment::Attained)
    }

    /// A bound on the value from below at λ, if the sample has one.
    fn lower(&self, lambda: &Rational) -> Option<Rational> {
        if self.at == *lambda {
            return self.design.value().cloned();
        }
        let (low, high) = self.holds_on.as_ref()?;
        (low <= lambda && lambda <= high)
            .then(|| self.worth())
            .flatten()
    }

    /// A bound on the value from above at λ, if the sample has one.
    fn upper(&self, lambda: &Rational) -> Option<Rational> {
        let found = self.proves.binary_search_by(|(at, _)| at.cmp(lambda));
        let next = match found {
            Ok(place) => return Some(self.proves[place].1.clone()),
            Err(next) => next,
        };
        let (low, below) = self.proves.get(next.checked_sub(1)?)?;
        let (high, above) = self.proves.get(next)?;
        let share = (lambda - low).checked_div(&(high - low))?;
        Some(below + &(&share * &(above - below)))
    }
}

/// Neighbouring samples, no further apart than asked for, whose values still differ: a jump, or a
/// steep stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Steep {
    /// The lower λ.
    pub low: Rational,
    /// The higher λ.
    pub high: Rational,
    /// The value at the lower λ; `None` if there is no mechanism.
    pub below: Option<Rational>,
    /// The value at the higher λ; `None` if there is no mechanism.
    pub above: Option<Rational>,
}

/// What is known about the value at one λ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CurveBounds {
    /// Some mechanism is worth at least this much, or mechanisms come as close to it as desired;
    /// `None` if none is known.
    pub lower: Option<Rational>,
    /// No mechanism is worth more than this; `None` if no such bound is known.
    pub upper: Option<Rational>,
}

/// The value of the best mechanism as a function of λ: exact at samples, and with bounds between
/// them that mechanisms and plans prove. See [`sampled_curve`](super::sampled_curve).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SampledCurve {
    /// The samples, λ ascending.
    pub samples: Vec<Sample>,
    /// Where the value changes much over a short way, λ ascending.
    pub steep: Vec<Steep>,
}

impl SampledCurve {
    /// The best bounds that any of the samples proves at λ: exact at a sample whose value is its
    /// closed value. Nothing is known outside the range of the samples.
    ///
    /// The value is not assumed to be monotone or continuous in λ.
    ///
    /// Complexity: a binary search in each sample.
    pub fn bounds_at(&self, lambda: &Rational) -> CurveBounds {
        CurveBounds {
            lower: self.samples.iter().filter_map(|s| s.lower(lambda)).max(),
            upper: self.samples.iter().filter_map(|s| s.upper(lambda)).min(),
        }
    }

    /// The largest difference of the values of neighbouring samples, and between which λ: where
    /// another sample says most. `None` with fewer than two mechanisms.
    pub fn largest_step(&self) -> Option<(&Rational, &Rational, Rational)> {
        let pairs = self.samples.windows(2).filter_map(|pair| {
            let (low, high) = (pair[0].design.value()?, pair[1].design.value()?);
            Some((&pair[0].at, &pair[1].at, (high - low).abs()))
        });
        pairs.reduce(|most, next| match next.2.cmp(&most.2) {
            Ordering::Greater => next,
            _ => most,
        })
    }

    /// Checks everything without the solver: the best mechanism of each sample
    /// ([`BestMechanism::verify`](super::BestMechanism::verify)); that it works at both ends of the
    /// interval on which it is said to, and so between; and that each plan proves its bounds.
    /// That there is no mechanism at a sample without one is not checked.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &MechanismOptions,
    ) -> bool {
        let ascending = |pair: &[Sample]| pair[0].at < pair[1].at;
        self.samples.windows(2).all(ascending)
            && self.samples.iter().all(|sample| {
                sample.is_best(problem, monitoring, options)
                    && sample.does_hold(problem, monitoring, options)
                    && sample.does_prove(problem, monitoring, options)
            })
    }
}

impl Sample {
    fn is_best(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &MechanismOptions,
    ) -> bool {
        let Ok(agents) = agents(problem, &self.at) else {
            return false;
        };
        let best = self.design.best();
        best.is_none_or(|best| best.verify(problem, monitoring, &agents, options))
    }

    fn does_hold(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &MechanismOptions,
    ) -> bool {
        let (Some((low, high)), Some(best)) = (&self.holds_on, self.design.best()) else {
            return self.holds_on.is_none();
        };
        low <= high
            && [low, high].into_iter().all(|lambda| {
                let audit = agents(problem, lambda)
                    .and_then(|agents| best.mechanism.audit(problem, monitoring, &agents, options));
                audit.is_ok_and(|audit| {
                    audit.is_equilibrium()
                        && audit.is_within_limits()
                        && Some(audit.value) == self.worth()
                })
            })
    }

    fn does_prove(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &MechanismOptions,
    ) -> bool {
        let Ok(here) = agents(problem, &self.at) else {
            return false;
        };
        let plan = match &self.design {
            Design::Best(best) => &best.plan,
            Design::Impossible(plan) => {
                if !plan.verify_impossibility(problem, monitoring, &here, options) {
                    return false;
                }
                plan
            }
            Design::OnlyInTheLimit(limit) => {
                return self.proves.is_empty() && limit.verify(problem, monitoring, &here, options);
            }
        };
        self.proves.windows(2).all(|pair| pair[0].0 < pair[1].0)
            && self.proves.iter().all(|(lambda, bound)| {
                let proved = agents(problem, lambda)
                    .ok()
                    .and_then(|agents| plan.bound_at(problem, monitoring, &agents, options));
                proved.is_some_and(|proved| proved <= *bound)
            })
    }
}
