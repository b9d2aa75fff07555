//! The ladder of institutions: closed forms of repetition, order of the rungs, evidence, refusals.

mod repetition;
mod rungs;

use lacuna::number::Rational;

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}
