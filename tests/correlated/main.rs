//! Correlated and coarse correlated equilibria, mixed dominance and smoothness, against reference
//! values, against each other, and against definitions written out here.

#[path = "../support/mod.rs"]
mod support;

mod certificates;
mod dominance;
mod oracles;
mod properties;
mod smoothness;

use lacuna::equilibrium::correlated::{
    Correlated, CorrelatedConcept, CorrelatedOptions, Objective, correlated_equilibrium,
};
use lacuna::game::NormalForm;
use lacuna::number::Rational;
use proptest::prelude::*;

pub fn options(concept: CorrelatedConcept, objective: Objective) -> CorrelatedOptions {
    CorrelatedOptions::default()
        .with_concept(concept)
        .with_objective(objective)
}

/// The best equilibrium, after its proof has been checked.
pub fn solved(game: &NormalForm<Rational>, options: &CorrelatedOptions) -> Correlated {
    let outcome = correlated_equilibrium(game, options).expect("small");
    assert!(outcome.verify(game, options), "{outcome:?}");
    outcome.into_found().expect("no side constraints")
}

/// Games of one to three players whose payoffs are 0, 1 or 2.
pub fn games() -> impl Strategy<Value = NormalForm<Rational>> {
    let shapes = prop_oneof![
        Just(vec![2, 2]),
        Just(vec![3, 2]),
        Just(vec![3, 3]),
        Just(vec![2, 2, 2]),
        Just(vec![3]),
        Just(vec![1, 3]),
    ];
    shapes.prop_flat_map(|actions| {
        let profiles: usize = actions.iter().product();
        proptest::collection::vec(0i64..3, actions.len() * profiles).prop_map(move |payoffs| {
            let tables = payoffs
                .chunks(profiles)
                .map(|table| table.iter().map(|&x| Rational::from(x)).collect())
                .collect();
            NormalForm::from_tables(&actions, tables).expect("valid")
        })
    })
}
