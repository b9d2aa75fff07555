//! Institutions and grid worlds: what they promise, against closed forms and brute force.

mod cleanup;
mod harvest;
mod laws_on_grids;
mod mechanisms;
mod mediators;
mod movement;
mod promises;
mod rules;

use lacuna::number::Rational;

fn q(value: i64) -> Rational {
    Rational::from(value)
}

fn fraction(above: i64, below: i64) -> Rational {
    Rational::new(above, below).expect("a fraction")
}
