//! Samplers of payoffs that break one promise each.

use std::sync::atomic::{AtomicU64, Ordering};

use lacuna::number::Rational;
use lacuna::simulate::SimulationError;
use lacuna::simulate::conformance::{ConformanceOptions, Requirement, check_payoff_sampler};
use lacuna::simulate::empirical::PayoffSampler;

use super::{Defect, Outcome, all_are_found_and_seen_again, q};

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    Uneven,
    NoStrategies,
    ChanceFromElsewhere,
    Adds,
    Refuses,
}

struct Broken(Fault, AtomicU64);

/// A gamble: the strategy is the stake, and even seeds win.
impl PayoffSampler for Broken {
    fn strategies(&self) -> Vec<usize> {
        match self.0 {
            Fault::Uneven => vec![2, 3],
            Fault::NoStrategies => vec![2, 0],
            _ => vec![3, 3],
        }
    }
    fn sample(
        &self,
        profile: &[usize],
        seed: u64,
        payoffs: &mut [Rational],
    ) -> Result<(), SimulationError> {
        let coin = match self.0 {
            Fault::ChanceFromElsewhere => self.1.fetch_add(1, Ordering::Relaxed),
            _ => seed,
        };
        if self.0 == Fault::Refuses && profile[0] == 2 {
            return Err(SimulationError::other("too much at stake"));
        }
        for (payoff, &stake) in payoffs.iter_mut().zip(profile) {
            let gain = q(if coin.is_multiple_of(2) {
                stake as i64
            } else {
                -(stake as i64)
            });
            match self.0 {
                Fault::Adds => *payoff += gain,
                _ => *payoff = gain,
            }
        }
        Ok(())
    }
    fn is_symmetric(&self) -> bool {
        true
    }
}

macro_rules! fault {
    ($fault:ident) => {
        |options: &ConformanceOptions| -> Outcome {
            check_payoff_sampler(&Broken(Fault::$fault, AtomicU64::new(0)), options)
        }
    };
}

/// The defects, and the promises that they break.
pub fn defects() -> Vec<Defect> {
    vec![
        (
            "uneven",
            Requirement::InterchangeablePlayersAreAlike,
            fault!(Uneven),
        ),
        (
            "no strategies",
            Requirement::AtLeastOneAction,
            fault!(NoStrategies),
        ),
        (
            "chance from elsewhere",
            Requirement::Pure,
            fault!(ChanceFromElsewhere),
        ),
        (
            "payoffs are added",
            Requirement::EveryRewardWritten,
            fault!(Adds),
        ),
        (
            "a refusal",
            Requirement::LegalActionsAccepted,
            fault!(Refuses),
        ),
    ]
}

#[test]
fn a_sampler_with_a_defect_is_found_out() {
    all_are_found_and_seen_again(&defects());
    let fine = Broken(Fault::None, AtomicU64::new(0));
    check_payoff_sampler(&fine, &ConformanceOptions::default()).expect("conforms");
}
