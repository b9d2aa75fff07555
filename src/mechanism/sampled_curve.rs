//! The value of the best mechanism at chosen altruism weights, and bounds between them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::value::{agents, best_mechanism};
use super::{Design, DeviationPlan, MechanismError, MechanismOptions};
use super::{Sample, SampledCurve, Steep};
use crate::contract::{ContractingProblem, Monitoring};
use crate::number::Rational;

/// Where the value is sampled.
///
/// ```
/// use lacuna::mechanism::SampleOptions;
/// use lacuna::number::Rational;
/// let options = SampleOptions::new(Rational::ZERO, Rational::from(3))
///     .with_samples(7)
///     .with_at(vec![Rational::new(1, 3)?]);
/// assert_eq!(options.samples, 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SampleOptions {
    /// The least λ, at least 0. Default: 0.
    pub low: Rational,
    /// The greatest λ. Default: 1.
    pub high: Rational,
    /// How many samples are evenly spaced from `low` to `high`, both included. Default: 11.
    pub samples: usize,
    /// Further samples.
    pub at: Vec<Rational>,
    /// Between neighbouring samples whose values differ by more than this, another is taken half-way.
    /// Default: 1/100.
    pub tolerance: Rational,
    /// How close samples come by this. Above 0; default 1/1000.
    pub width: Rational,
    /// The most samples. Default: 1000.
    pub max_samples: usize,
    /// At how many λ, at most, the bound that each plan proves is computed; a straight line joins
    /// them. Default: 200.
    pub max_bounds: usize,
}

impl Default for SampleOptions {
    fn default() -> Self {
        SampleOptions {
            low: Rational::ZERO,
            high: Rational::ONE,
            samples: 11,
            at: Vec::new(),
            tolerance: Rational::reduced(1, 100),
            width: Rational::reduced(1, 1000),
            max_samples: 1000,
            max_bounds: 200,
        }
    }
}

impl SampleOptions {
    /// Samples from `low` to `high`.
    pub fn new(low: Rational, high: Rational) -> Self {
        SampleOptions {
            low,
            high,
            ..SampleOptions::default()
        }
    }

    /// The same with another number of evenly spaced samples.
    #[must_use]
    pub fn with_samples(mut self, samples: usize) -> Self {
        self.samples = samples;
        self
    }

    /// The same with these further samples.
    #[must_use]
    pub fn with_at(mut self, at: Vec<Rational>) -> Self {
        self.at = at;
        self
    }

    /// The same with another difference of values that asks for another sample.
    #[must_use]
    pub fn with_tolerance(mut self, tolerance: Rational) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The same with another width of intervals that are not halved again.
    #[must_use]
    pub fn with_width(mut self, width: Rational) -> Self {
        self.width = width;
        self
    }

    /// The same with another limit on samples.
    #[must_use]
    pub fn with_max_samples(mut self, limit: usize) -> Self {
        self.max_samples = limit;
        self
    }

    /// The same with another limit on the bounds of each plan.
    #[must_use]
    pub fn with_max_bounds(mut self, limit: usize) -> Self {
        self.max_bounds = limit;
        self
    }

    fn check(&self) -> Result<(), MechanismError> {
        let bad = |what: String, right| Err(MechanismError::BadOption { what, right });
        if self.low.is_negative() || self.low > self.high {
            let what = format!("λ is to go from {} to {}", self.low, self.high);
            return bad(
                what,
                "the lower end must be at least 0 and not above the upper one",
            );
        }
        if let Some(at) = self
            .at
            .iter()
            .find(|at| **at < self.low || **at > self.high)
        {
            let what = format!("λ = {at} is not between {} and {}", self.low, self.high);
            return bad(what, "further samples must be in the range");
        }
        if self.samples < 2 {
            let what = format!("the number of evenly spaced samples is {}", self.samples);
            return bad(
                what,
                "both ends of the range are samples: at least 2 are needed",
            );
        }
        if self.tolerance.is_negative() || !self.width.is_positive() {
            let what = format!("tolerance {} and width {}", self.tolerance, self.width);
            return bad(what, "a tolerance must be at least 0 and a width above 0");
        }
        Ok(())
    }

    /// The λ that are sampled in any case.
    fn points(&self) -> Vec<Rational> {
        let steps = (self.samples - 1) as u64;
        let length = &self.high - &self.low;
        let even = (0..=steps).filter_map(|step| {
            let share = Rational::from(step).checked_div(&Rational::from(steps))?;
            Some(&self.low + &(&length * &share))
        });
        let mut points: Vec<Rational> = even.chain(self.at.iter().cloned()).collect();
        points.sort();
        points.dedup();
        points
    }
}

/// The value of the best mechanism for players who maximise `u_i + λ·W`: exactly at evenly spaced
/// and given λ, and half-way between neighbours whose values differ much, again and again until
/// they are close ([`SampledCurve::steep`]); and with bounds at every λ between
/// ([`SampledCurve::bounds_at`]).
///
/// The bounds are proved: a mechanism stays an equilibrium on an interval of λ, and a deviation plan
/// proves a bound at other λ too, the worse the further away. Nothing is assumed about how the value
/// moves with λ: it can fall, and jump. For small problems [`mechanism_curve`](super::mechanism_curve)
/// is exact everywhere.
///
/// # Errors
/// As [`best_mechanism`]; [`MechanismError::BadOption`] for a range, tolerance or width that is not
/// valid, [`MechanismError::TooManySamples`] with the samples taken.
///
/// # Complexity
/// [`best_mechanism`] at each sample, [`DeviationPlan::bound_at`] at up to
/// [`SampleOptions::max_bounds`] λ for each, and two audits.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::mechanism::{MechanismOptions, SampleOptions, sampled_curve};
/// use lacuna::number::Rational;
///
/// // A prisoner's dilemma of which nothing is verifiable: 2, then (14 + 8λ)/(3 + λ), then 6.
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let nothing = Monitoring::trivial(&problem);
/// let sampling = SampleOptions::new(Rational::ZERO, Rational::from(3)).with_width("1/16".parse()?);
/// let curve = sampled_curve(&problem, &nothing, &MechanismOptions::default(), &sampling)?;
/// assert!(curve.verify(&problem, &nothing, &MechanismOptions::default()));
/// // The jump at 1/3 is found, and the first best is proved between samples.
/// assert!(curve.steep[0].low <= "1/3".parse()? && curve.steep[0].high >= "1/3".parse()?);
/// let bounds = curve.bounds_at(&"20/7".parse()?);
/// assert_eq!((bounds.lower, bounds.upper), (Some(6.into()), Some(6.into())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sampled_curve(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
    sampling: &SampleOptions,
) -> Result<SampledCurve, MechanismError> {
    sampling.check()?;
    let sampler = Sampler {
        problem,
        monitoring,
        options,
        sampling,
    };
    let mut samples = BTreeMap::new();
    let mut steep = Vec::new();
    let points = sampling.points();
    for point in &points {
        sampler.take(point, &mut samples)?;
    }
    // Intervals that may have to be halved, the lowest last.
    let mut ahead: Vec<(Rational, Rational)> = points
        .windows(2)
        .rev()
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect();
    while let Some((low, high)) = ahead.pop() {
        let value = |at: &Rational| {
            let design = samples.get(at).map(|sample: &Sample| &sample.design);
            design.and_then(Design::value).cloned()
        };
        let (below, above) = (value(&low), value(&high));
        let far = match (&below, &above) {
            (Some(below), Some(above)) => (above - below).abs() > sampling.tolerance,
            (None, None) => false,
            _ => true,
        };
        if !far {
            continue;
        }
        if &high - &low <= sampling.width {
            steep.push(Steep {
                low,
                high,
                below,
                above,
            });
            continue;
        }
        let half = (&low + &high) * Rational::reduced(1, 2);
        sampler.take(&half, &mut samples)?;
        ahead.push((half.clone(), high));
        ahead.push((low, half));
    }
    Ok(SampledCurve {
        samples: samples.into_values().collect(),
        steep,
    })
}

struct Sampler<'a> {
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    options: &'a MechanismOptions,
    sampling: &'a SampleOptions,
}

impl Sampler<'_> {
    fn take(
        &self,
        lambda: &Rational,
        samples: &mut BTreeMap<Rational, Sample>,
    ) -> Result<(), MechanismError> {
        if samples.len() >= self.sampling.max_samples {
            return Err(MechanismError::TooManySamples {
                limit: self.sampling.max_samples,
                found: Box::new(SampledCurve {
                    samples: std::mem::take(samples).into_values().collect(),
                    steep: Vec::new(),
                }),
            });
        }
        let agents = agents(self.problem, lambda)?;
        let design = best_mechanism(self.problem, self.monitoring, &agents, self.options)?;
        let (plan, holds_on) = match &design {
            Design::Impossible(plan) => (Some(plan.as_ref()), None),
            Design::OnlyInTheLimit(_) => (None, None),
            Design::Best(best) => {
                let weights = best.mechanism.equilibrium_weights(
                    self.problem,
                    self.monitoring,
                    self.options,
                    &self.sampling.low,
                    &self.sampling.high,
                )?;
                (Some(&best.plan), weights)
            }
        };
        let proves = match plan {
            Some(plan) => self.proved(plan, lambda)?,
            None => Vec::new(),
        };
        let sample = Sample {
            at: lambda.clone(),
            holds_on,
            proves,
            design,
        };
        samples.insert(lambda.clone(), sample);
        Ok(())
    }

    /// What a plan proves on the range: the bounds at the λ at which its slope changes, as far as
    /// they are found.
    fn proved(
        &self,
        plan: &DeviationPlan,
        lambda: &Rational,
    ) -> Result<Vec<(Rational, Rational)>, MechanismError> {
        let mut bounds = Bounds {
            sampler: self,
            plan,
            left: self.sampling.max_bounds,
        };
        let Some(here) = bounds.at(lambda)? else {
            return Ok(Vec::new());
        };
        let here = (lambda.clone(), here);
        let mut list = Vec::new();
        if *lambda > self.sampling.low {
            let end = bounds.end(lambda, &self.sampling.low)?;
            if let Some(end) = end {
                list.push(end.clone());
                bounds.refine(&end, &here, &mut list)?;
            }
        }
        list.push(here.clone());
        if *lambda < self.sampling.high {
            let end = bounds.end(lambda, &self.sampling.high)?;
            if let Some(end) = end {
                bounds.refine(&here, &end, &mut list)?;
                list.push(end);
            }
        }
        Ok(list)
    }
}

/// The bound that a plan proves as a function of λ: convex and piecewise linear where it proves one.
struct Bounds<'a> {
    sampler: &'a Sampler<'a>,
    plan: &'a DeviationPlan,
    /// How often it may still be computed.
    left: usize,
}

type Point = (Rational, Rational);

impl Bounds<'_> {
    fn at(&mut self, lambda: &Rational) -> Result<Option<Rational>, MechanismError> {
        self.left = self.left.saturating_sub(1);
        let Sampler {
            problem,
            monitoring,
            options,
            ..
        } = self.sampler;
        let agents = agents(problem, lambda)?;
        Ok(self.plan.bound_at(problem, monitoring, &agents, options))
    }

    /// A point towards `end` beyond which the plan proves nothing, or not much further.
    fn end(&mut self, from: &Rational, end: &Rational) -> Result<Option<Point>, MechanismError> {
        if let Some(bound) = self.at(end)? {
            return Ok(Some((end.clone(), bound)));
        }
        let (mut inside, mut outside) = ((from.clone(), None), end.clone());
        while self.left > 0 && (&inside.0 - &outside).abs() > self.sampler.sampling.width {
            let half = (&inside.0 + &outside) * Rational::reduced(1, 2);
            match self.at(&half)? {
                Some(bound) => inside = (half, Some(bound)),
                None => outside = half,
            }
        }
        let (at, bound) = inside;
        Ok(bound.map(|bound| (at, bound)))
    }

    /// Adds the points strictly between two at which the slope changes.
    ///
    /// A probe near either end shows the lines there. If the function lies on both where they
    /// meet, these two lines are all of it.
    fn refine(
        &mut self,
        low: &Point,
        high: &Point,
        list: &mut Vec<Point>,
    ) -> Result<(), MechanismError> {
        if self.left < 3 {
            return Ok(());
        }
        let quarter = (&high.0 - &low.0) * Rational::reduced(1, 4);
        let near = [&low.0 + &quarter, &high.0 - &quarter];
        let mut probes = Vec::with_capacity(2);
        for lambda in near {
            // Between two λ at which the plan proves something it does.
            let Some(bound) = self.at(&lambda)? else {
                return Ok(());
            };
            probes.push((lambda, bound));
        }
        let (first, last) = (slope(low, &probes[0]), slope(&probes[1], high));
        if first == last {
            return Ok(());
        }
        // low + first·(x − low) = high + last·(x − high)
        let rise = &high.1 - &low.1 + &first * &low.0 - &last * &high.0;
        let Some(meet) = rise.checked_div(&(&first - &last)) else {
            return Ok(());
        };
        let Some(bound) = self.at(&meet)? else {
            return Ok(());
        };
        let line = &low.1 + &(&first * &(&meet - &low.0));
        let middle = (meet, bound);
        if middle.1 == line {
            list.push(middle);
            return Ok(());
        }
        self.refine(low, &middle, list)?;
        list.push(middle.clone());
        self.refine(&middle, high, list)
    }
}

fn slope(from: &Point, to: &Point) -> Rational {
    (&to.1 - &from.1)
        .checked_div(&(&to.0 - &from.0))
        .unwrap_or_default()
}
