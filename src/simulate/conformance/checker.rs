//! What all checks share: counting, seeds, and panics that become sentences.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rand::Rng;
use rand::rngs::Xoshiro256PlusPlus;

use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::game::random::generator;
use crate::number::Scalar;
use crate::simulate::Streams;

/// A check at work.
pub(super) struct Checker<'a> {
    pub options: &'a ConformanceOptions,
    pub report: Report,
    /// The seed of the case.
    pub seed: u64,
    pub step: Option<usize>,
    /// What is being asked, for the case that the answer is a panic.
    asking: String,
}

/// Runs a check; a panic in it is a requirement that does not hold.
pub(super) fn examine(
    options: &ConformanceOptions,
    check: impl FnOnce(&mut Checker<'_>) -> Result<(), NonConformance>,
) -> Result<Report, NonConformance> {
    let mut checker = Checker {
        options,
        report: Report::default(),
        seed: options.seed,
        step: None,
        asking: "a question".to_owned(),
    };
    // What is half changed by a panic is looked at no more, except for the checker's own place.
    match catch_unwind(AssertUnwindSafe(|| check(&mut checker))) {
        Ok(Ok(())) => Ok(checker.report),
        Ok(Err(found)) => Err(found),
        Err(payload) => {
            let witness = format!("{} panicked: {}", checker.asking, message(&*payload));
            Err(checker.violation(Requirement::AnswersWithoutPanic, witness))
        }
    }
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    let owned = || payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(owned).unwrap_or("no message")
}

impl Checker<'_> {
    /// The seed of a case: the first has that of the options, so that a failure can be seen again.
    pub fn seed_of(&self, case: usize) -> u64 {
        match case {
            0 => self.options.seed,
            _ => Streams::new(self.options.seed).episode(case as u64),
        }
    }

    /// The seed of another episode of this case: it comes from that of the case, so that the case
    /// can be seen again.
    pub fn other_seed(&self, number: u64) -> u64 {
        Streams::new(self.seed).episode(number)
    }

    /// Begins a case; its random numbers.
    pub fn begin(&mut self, case: usize) -> Xoshiro256PlusPlus {
        self.seed = self.seed_of(case);
        self.step = None;
        self.report.cases += 1;
        generator(self.seed, u64::MAX)
    }

    /// Says what is asked next.
    pub fn ask(&mut self, what: impl Into<String>) {
        self.asking = what.into();
    }

    /// What did not hold, here.
    pub fn violation(
        &self,
        requirement: Requirement,
        witness: impl Into<String>,
    ) -> NonConformance {
        NonConformance {
            requirement,
            witness: witness.into(),
            seed: self.seed,
            step: self.step,
        }
    }

    /// Counts a check, and reports what it finds.
    pub fn require(
        &mut self,
        requirement: Requirement,
        holds: bool,
        witness: impl FnOnce() -> String,
    ) -> Result<(), NonConformance> {
        *self.report.checks.entry(requirement).or_insert(0) += 1;
        if holds {
            Ok(())
        } else {
            Err(self.violation(requirement, witness()))
        }
    }

    /// Requires two answers to one question to be equal.
    pub fn require_equal<T: PartialEq + std::fmt::Debug>(
        &mut self,
        requirement: Requirement,
        question: impl FnOnce() -> String,
        first: &T,
        second: &T,
    ) -> Result<(), NonConformance> {
        self.require(requirement, first == second, || {
            format!("{} was {first:?} and then {second:?}", question())
        })
    }
}

/// A number below `bound`, which is not 0; the bias is below 2⁻⁴⁰ for bounds up to 2²⁴.
pub(super) fn below(rng: &mut dyn Rng, bound: usize) -> usize {
    ((u128::from(rng.next_u64()) * bound as u128) >> 64) as usize
}

/// A fraction between -9 and 9, or between 1 and 9.
pub(super) fn fraction<S: Scalar>(rng: &mut dyn Rng, positive: bool) -> S {
    let numerator = if positive {
        1 + below(rng, 9) as i64
    } else {
        below(rng, 19) as i64 - 9
    };
    let denominator = S::from_integer(1 + below(rng, 3) as i64);
    let whole = S::from_integer(numerator);
    if positive {
        return whole;
    }
    whole.checked_divide(&denominator).unwrap_or(whole)
}

/// Equal, up to rounding for numbers that round.
pub(super) fn agree<S: Scalar>(first: &S, second: &S) -> bool {
    if S::EXACT {
        return first == second;
    }
    let (first, second) = (first.to_f64(), second.to_f64());
    (first - second).abs() <= 1e-9 * first.abs().max(second.abs()).max(1.0)
}

/// The profiles to look at: all of them in order if there are at most so many, else that many at
/// random, each from the seed of its case.
pub(super) fn profiles(checker: &mut Checker<'_>, actions: &[usize]) -> Vec<(u64, Vec<usize>)> {
    let cases = checker.options.cases.max(1);
    let count = actions.iter().try_fold(1usize, |product, &count| {
        product.checked_mul(count).filter(|&all| all <= cases)
    });
    if let Some(count) = count {
        checker.report.cases += count as u64;
        let seed = checker.options.seed;
        return (0..count)
            .map(|mut index| {
                let mut profile = vec![0; actions.len()];
                for (action, &count) in profile.iter_mut().zip(actions).rev() {
                    *action = index % count;
                    index /= count;
                }
                (seed, profile)
            })
            .collect();
    }
    (0..cases)
        .map(|case| {
            let mut rng = checker.begin(case);
            let profile = actions
                .iter()
                .map(|&count| below(&mut rng, count))
                .collect();
            (checker.seed, profile)
        })
        .collect()
}
