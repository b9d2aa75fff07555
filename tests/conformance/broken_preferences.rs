//! Preferences that break one promise each.

use std::sync::atomic::{AtomicI64, Ordering};

use lacuna::game::Game;
use lacuna::number::Rational;
use lacuna::preference::{Outcome as Seen, Preference, PreferenceError, WeightMatrix};
use lacuna::simulate::conformance::{
    ConformanceOptions, Requirement, check_anonymous_preference, check_preference,
};

use super::{Defect, Outcome, all_are_found_and_seen_again, q};

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    Drifts,
    WrongSize,
    WrongWeights,
    GamesUnchecked,
    Favourite,
    NeverDefined,
}

struct Broken {
    fault: Fault,
    calls: AtomicI64,
}

impl Broken {
    fn new(fault: Fault) -> Self {
        Broken {
            fault,
            calls: AtomicI64::new(0),
        }
    }
}

/// Own payoff plus half of everybody's.
impl Preference<Rational> for Broken {
    fn perceived(&self, player: usize, outcome: &Seen<'_, Rational>) -> Rational {
        let half = Rational::new(1, 2).expect("non-zero");
        let total: Rational = outcome.payoffs().iter().sum();
        let drift = match self.fault {
            Fault::Drifts => self.calls.fetch_add(1, Ordering::Relaxed),
            _ => 0,
        };
        let favourite = match self.fault {
            Fault::Favourite => outcome.payoffs()[0].clone(),
            _ => Rational::ZERO,
        };
        &outcome.payoffs()[player] + &(half * total) + favourite + q(drift)
    }
    fn weights(&self, players: usize) -> Option<WeightMatrix<Rational>> {
        let lambda = match self.fault {
            Fault::WrongSize => return Some(WeightMatrix::identity(2)),
            Fault::WrongWeights => Rational::new(1, 3),
            Fault::None => Rational::new(1, 2),
            _ => return None,
        };
        WeightMatrix::cooperative(players, &lambda.expect("non-zero")).ok()
    }
    fn check_outcome(&self, outcome: &Seen<'_, Rational>) -> Result<(), PreferenceError> {
        let poor = outcome.payoffs().iter().any(Rational::is_negative);
        match self.fault {
            Fault::GamesUnchecked if poor => Err(PreferenceError::custom("somebody is in debt")),
            Fault::NeverDefined => Err(PreferenceError::custom("never")),
            _ => Ok(()),
        }
    }
    fn check(&self, _game: &dyn Game<Rational>) -> Result<(), PreferenceError> {
        match self.fault {
            Fault::NeverDefined => Err(PreferenceError::custom("never")),
            _ => Ok(()),
        }
    }
}

struct NotANumber;

impl Preference<f64> for NotANumber {
    fn perceived(&self, player: usize, outcome: &Seen<'_, f64>) -> f64 {
        outcome.payoffs()[player].sqrt()
    }
}

macro_rules! fault {
    ($fault:ident) => {
        |options: &ConformanceOptions| -> Outcome {
            check_anonymous_preference(&Broken::new(Fault::$fault), 3, options)
        }
    };
}

/// The defects, and the promises that they break.
pub fn defects() -> Vec<Defect> {
    vec![
        ("utilities that drift", Requirement::Pure, |options| {
            check_preference(&Broken::new(Fault::Drifts), 3, options)
        }),
        (
            "two rows for any number",
            Requirement::WeightsFit,
            fault!(WrongSize),
        ),
        (
            "weights that are not",
            Requirement::WeightsAgree,
            fault!(WrongWeights),
        ),
        (
            "games that are let pass",
            Requirement::CheckedGamesAreDefined,
            fault!(GamesUnchecked),
        ),
        ("a favourite", Requirement::Anonymous, fault!(Favourite)),
        (
            "nothing is accepted",
            Requirement::DefinedSomewhere,
            fault!(NeverDefined),
        ),
        ("a root of a debt", Requirement::Finite, |options| {
            check_preference(&NotANumber, 3, options)
        }),
    ]
}

#[test]
fn a_preference_with_a_defect_is_found_out() {
    all_are_found_and_seen_again(&defects());
}

#[test]
fn a_favourite_is_no_defect_unless_anonymity_is_claimed() {
    let options = ConformanceOptions::default();
    check_preference(&Broken::new(Fault::Favourite), 3, &options).expect("conforms");
    check_anonymous_preference(&Broken::new(Fault::None), 3, &options).expect("conforms");
}
