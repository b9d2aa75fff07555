//! The text form of laws: what is printed is read back, and what cannot be read is explained.

mod damage;
mod enforced;
mod errors;
mod expressions;
mod language;
#[path = "../law/laws/mod.rs"]
mod laws;
mod nesting;
mod refusals;
mod round_trip;
mod seeds;
mod shown;

use lacuna::contract::law::{ActionKind, Court, Law, Observable};
use lacuna::number::Rational;

/// An exact number from its text.
fn q(text: &str) -> Rational {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The law of a text that is right.
fn read(text: &str) -> Law {
    Law::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

/// Five fishers, of whom one needs quotes, whose catches and stock are seen.
fn fishers() -> Court {
    Court::new(
        ["ann", "bob", "Jack Smith", "dan", "eve"],
        ActionKind::quantity_between("catch", q("0"), q("30")),
    )
    .and_then(|court| court.with_observable(Observable::quantity("stock")))
    .and_then(|court| court.with_observable(Observable::labels("season", ["wet", "dry"])))
    .and_then(|court| court.with_observable(Observable::quantity("boats").of_each_player()))
    .and_then(|court| court.with_hidden("effort", "it is private"))
    .expect("a court")
}

/// Two players who cooperate or defect.
fn table() -> Court {
    let labels = vec![vec!["C", "D"], vec!["C", "D"]];
    Court::new(["row", "column"], ActionKind::labels("action", labels)).expect("a court")
}
