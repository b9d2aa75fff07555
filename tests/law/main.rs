//! Laws: what they are on finite games, what cannot happen under them, and what their primitives
//! do, against models of our own.

mod analyses;
mod defects;
mod example;
mod finite;
mod laws;
mod optimal_contracts;
mod primitives;
mod programs;
mod transactions;

use lacuna::contract::law::{
    ActionKind, CheckOptions, CheckedLaw, Court, Enforcer, Evidence, FailurePolicy, Law,
    Observable, Reading, Rejection,
};
use lacuna::number::Rational;

/// An exact number from its text.
fn q(text: &str) -> Rational {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A law from its text.
fn parsed(text: &str) -> Law {
    Law::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

/// A law from its text, checked.
fn checked(text: &str, court: &Court) -> CheckedLaw {
    parsed(text)
        .check(court, &CheckOptions::default())
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Why the court refuses a law.
fn refused(text: &str, court: &Court) -> Rejection {
    parsed(text)
        .check(court, &CheckOptions::default())
        .expect_err("a law that the court refuses")
}

/// An enforcer that leaves everything alone when a hook fails.
fn enforcer(text: &str, court: &Court) -> Enforcer {
    Enforcer::new(checked(text, court), FailurePolicy::Open).expect("no fallback to be wrong")
}

/// The players `row` and `column` of a dilemma: the court sees C and D, and no effort.
fn dilemma() -> Court {
    Court::new(
        ["row", "column"],
        ActionKind::labels("action", vec![vec!["C", "D"]; 2]),
    )
    .and_then(|court| court.with_hidden("effort", "effort is private knowledge"))
    .expect("a court")
}

/// Five fishers, their catches, and the stock.
fn fishery() -> Court {
    Court::new(
        ["John", "Kate", "Jack", "Emma", "Luke"],
        ActionKind::quantity("catch"),
    )
    .and_then(|court| court.with_observable(Observable::quantity("stock")))
    .expect("a court")
}

/// Evidence of actions by their labels, and nothing else.
fn chosen(labels: &[usize]) -> Evidence {
    Evidence {
        actions: labels.iter().map(|&label| Reading::Label(label)).collect(),
        observations: Vec::new(),
    }
}

/// Catches and the stock; before anybody acts there are no catches.
fn caught(catches: &[i64], stock: i64) -> Evidence {
    let number = |&value: &i64| Reading::Quantity(Rational::from(value));
    Evidence {
        actions: catches.iter().map(number).collect(),
        observations: vec![vec![number(&stock)]],
    }
}
