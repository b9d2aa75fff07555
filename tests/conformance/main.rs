//! The conformance kit: it finds every defect of a table of broken implementations, says which
//! promise is broken, and finds nothing wrong with the implementations of this crate.

mod broken_agents;
mod broken_courts;
mod broken_environments;
mod broken_games;
mod broken_mechanisms;
mod broken_preferences;
mod broken_samplers;
mod broken_welfares;
mod our_own;
mod reports;

use lacuna::number::Rational;
use lacuna::simulate::conformance::{ConformanceOptions, NonConformance, Report, Requirement};

type Outcome = Result<Report, NonConformance>;

/// A defect in words, the promise that it breaks, and what the kit says of it.
type Defect = (
    &'static str,
    Requirement,
    fn(&ConformanceOptions) -> Outcome,
);

/// Each defect is found, under the right name, and again with the seed that is reported.
fn all_are_found(defects: &[Defect]) {
    found_again(defects, ConformanceOptions::default().cases);
}

/// Each defect is found, and again in the first case of the seed that is reported.
fn all_are_found_and_seen_again(defects: &[Defect]) {
    found_again(defects, 1);
}

fn found_again(defects: &[Defect], cases: usize) {
    let options = ConformanceOptions::default();
    for (name, requirement, check) in defects {
        let found = check(&options).expect_err(name);
        assert_eq!(found.requirement, *requirement, "{name}: {found}");
        let again = options.clone().with_seed(found.seed).with_cases(cases);
        let again = check(&again).expect_err(name);
        assert_eq!(again.requirement, *requirement, "{name}, again: {again}");
    }
}

fn q(value: i64) -> Rational {
    Rational::from(value)
}
