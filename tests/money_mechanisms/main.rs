//! Auctions, Groves mechanisms, trade and public projects, against brute force from the
//! definitions, closed forms, and the numbers of the theory.

mod altruism;
mod auctions;
mod balance;
mod brute;
mod draw;
mod groves;
mod projects;
mod refusals;
mod trade;

use lacuna::number::Rational;

/// An integer.
fn n(value: i64) -> Rational {
    Rational::from(value)
}

/// A fraction.
fn q(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator, denominator).expect("a denominator")
}

/// Integers.
fn list(numbers: &[i64]) -> Vec<Rational> {
    numbers.iter().copied().map(Rational::from).collect()
}

/// The integers from `from` to `to`.
fn grid(from: i64, to: i64) -> Vec<Rational> {
    (from..=to).map(Rational::from).collect()
}
