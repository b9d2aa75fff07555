//! The solution concepts and their solvers against each other, on games full of ties and generic
//! ones; forged certificates; misuse and limits.

#[path = "../support/mod.rs"]
mod support;

mod certificates;
mod chain;
mod chicken;
mod dominance;
mod extremes;
mod limits;
mod solvers;
mod symmetric;
mod zero_sum;

use lacuna::equilibrium::correlated::{
    Correlated, CorrelatedConcept, CorrelatedOptions, Objective, correlated_equilibrium_between,
};
use lacuna::equilibrium::two_player::{EquilibriumSet, TwoPlayerOptions, all_equilibria};
use lacuna::game::random::{generator, uniform_integers};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;

/// Two-player games of 1 × 1 to 4 × 4 actions: of every four, three with payoffs 0, 1 and 2 and a
/// generic one.
pub fn games(seed: u64, count: u64) -> impl Iterator<Item = NormalForm<Rational>> {
    (0..count).map(move |stream| {
        let shape = [1 + stream as usize / 4 % 4, 1 + stream as usize / 16 % 4];
        let high = if stream % 4 == 3 { 10_000 } else { 2 };
        uniform_integers(&shape, 0..=high, &mut generator(seed, stream)).expect("small")
    })
}

/// All equilibria, after their check.
pub fn all(game: &NormalForm<Rational>) -> EquilibriumSet {
    let found = all_equilibria(game, &TwoPlayerOptions::default()).expect("small");
    assert!(found.is_complete());
    let set = found.into_set();
    assert_eq!(set.verify(game), Ok(true), "{game:?}");
    set
}

pub fn options(concept: CorrelatedConcept, objective: Objective) -> CorrelatedOptions {
    CorrelatedOptions::default()
        .with_concept(concept)
        .with_objective(objective)
}

/// The best equilibrium when incentives and payoffs are those of two games, after its check.
pub fn correlated_between<G: Game<Rational>>(
    perceived: &G,
    material: &NormalForm<Rational>,
    concept: CorrelatedConcept,
    objective: Objective,
) -> Correlated {
    let options = options(concept, objective);
    let outcome = correlated_equilibrium_between(perceived, material, &options).expect("small");
    assert!(outcome.verify_between(perceived, material, &options));
    outcome.into_found().expect("no side constraints")
}

/// The best equilibrium, after its check.
pub fn correlated(
    game: &NormalForm<Rational>,
    concept: CorrelatedConcept,
    objective: Objective,
) -> Correlated {
    correlated_between(game, game, concept, objective)
}
