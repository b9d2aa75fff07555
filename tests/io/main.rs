//! Game files of other programs: read strictly, exactly, and in the right order.

mod fuzz;
mod gam;
mod malformed;
mod mechanisms;
mod nfg;
mod oracles;
mod properties;

use lacuna::game::NormalForm;
use lacuna::number::Rational;

/// An exact number from its text.
fn q(text: &str) -> Rational {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A game whose payoffs say where they belong: the digits are the player and the actions.
fn telltale(actions: &[usize]) -> NormalForm<Rational> {
    NormalForm::from_fn(actions, |player, profile| {
        let digits = |sum, &action: &usize| 10 * sum + action as i64 + 1;
        Rational::from(profile.iter().fold(player as i64 + 1, digits))
    })
    .expect("small")
}

/// Compares payoffs, and not names.
fn same_payoffs(left: &NormalForm<Rational>, right: &NormalForm<Rational>) -> bool {
    left.space() == right.space()
        && (0..left.space().players()).all(|player| {
            (0..left.space().len())
                .all(|index| left.payoff_at(player, index) == right.payoff_at(player, index))
        })
}
