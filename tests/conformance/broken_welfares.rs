//! Welfares that break one promise each.

use std::cmp::Ordering;
use std::sync::atomic::{AtomicI64, Ordering as Memory};

use lacuna::number::Rational;
use lacuna::simulate::conformance::{ConformanceOptions, Requirement, check_welfare};
use lacuna::welfare::{Welfare, WelfareError};

use super::{Defect, Outcome, all_are_found_and_seen_again, q};

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    Drifts,
    AlwaysBetter,
    Majority,
    Reversed,
    Unordered,
    AnyLength,
    NeverDefined,
}

struct Broken(Fault, AtomicI64);

fn broken(fault: Fault) -> Broken {
    Broken(fault, AtomicI64::new(0))
}

/// The sum of payoffs.
impl Welfare<Rational> for Broken {
    fn welfare(&self, payoffs: &[Rational]) -> Result<Rational, WelfareError> {
        match self.0 {
            Fault::Drifts => Ok(q(self.1.fetch_add(1, Memory::Relaxed))),
            Fault::AlwaysBetter | Fault::Majority => Ok(q(0)),
            Fault::NeverDefined => Err(WelfareError::custom("never")),
            _ => Ok(payoffs.iter().sum()),
        }
    }
    fn compare(&self, first: &[Rational], second: &[Rational]) -> Result<Ordering, WelfareError> {
        if first.len() != second.len() && self.0 != Fault::AnyLength {
            return Err(WelfareError::custom("two lengths"));
        }
        let order = self.welfare(first)?.cmp(&self.welfare(second)?);
        match self.0 {
            Fault::AlwaysBetter => Ok(Ordering::Greater),
            Fault::Majority => {
                let votes = |one: &[Rational], two: &[Rational]| {
                    one.iter().zip(two).filter(|(a, b)| a > b).count()
                };
                Ok(votes(first, second).cmp(&votes(second, first)))
            }
            Fault::Reversed => Ok(order.reverse()),
            Fault::Unordered if order.is_eq() => Err(WelfareError::custom("a tie")),
            _ => Ok(order),
        }
    }
}

struct Infinite;

impl Welfare<f64> for Infinite {
    fn welfare(&self, payoffs: &[f64]) -> Result<f64, WelfareError> {
        Ok(1e308 * payoffs.iter().sum::<f64>())
    }
}

macro_rules! fault {
    ($fault:ident) => {
        |options: &ConformanceOptions| -> Outcome {
            check_welfare(&broken(Fault::$fault), 3, options)
        }
    };
}

/// The defects, and the promises that they break.
pub fn defects() -> Vec<Defect> {
    vec![
        ("numbers that drift", Requirement::Pure, fault!(Drifts)),
        (
            "the first is always better",
            Requirement::TotalPreorder,
            fault!(AlwaysBetter),
        ),
        (
            "majorities go in circles",
            Requirement::TotalPreorder,
            fault!(Majority),
        ),
        (
            "the order reversed",
            Requirement::CompareAgreesWithWelfare,
            fault!(Reversed),
        ),
        (
            "ties are refused",
            Requirement::CompareIsDefined,
            fault!(Unordered),
        ),
        (
            "any length will do",
            Requirement::WrongLengthRefused,
            fault!(AnyLength),
        ),
        (
            "nothing is accepted",
            Requirement::DefinedSomewhere,
            fault!(NeverDefined),
        ),
        ("too large", Requirement::Finite, |options| {
            check_welfare(&Infinite, 3, options)
        }),
    ]
}

#[test]
fn a_welfare_with_a_defect_is_found_out() {
    all_are_found_and_seen_again(&defects());
    check_welfare(&broken(Fault::None), 3, &ConformanceOptions::default()).expect("conforms");
}
