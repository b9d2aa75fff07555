//! Principles that change payoffs: closed forms of the literature, and definitions on random games.

mod commitment;
mod composition;
mod money;
mod random_games;
mod refusals;
mod talk;

use lacuna::game::{GameExt, NormalForm, Profile};
use lacuna::mechanism::principle::Transformed;
use lacuna::number::Rational;
use lacuna::preference::Selfish;

/// A number.
pub fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

/// The prisoner's dilemma with R = 3, S = 0, T = 5, P = 1.
pub fn dilemma() -> NormalForm<Rational> {
    lacuna::game::catalogue::prisoners_dilemma(3, 0, 5, 1).expect("ordered")
}

/// The pure equilibria of a game, one profile after the other from the definition.
pub fn equilibria(game: &NormalForm<Rational>) -> Vec<Profile> {
    let profiles = game.space().iter();
    profiles
        .filter(|profile| game.is_pure_equilibrium(profile).expect("a profile"))
        .collect()
}

/// What is played in the pure equilibria of selfish players, each profile once.
pub fn outcomes(changed: &Transformed) -> Vec<Profile> {
    let found = changed.equilibria(&Selfish).expect("selfish");
    let mut outcomes: Vec<Profile> = found
        .into_iter()
        .flat_map(|equilibrium| equilibrium.plays)
        .map(|play| play.profile)
        .collect();
    outcomes.sort();
    outcomes.dedup();
    outcomes
}
