//! Symmetric equilibria and their stability against brute force, closed forms and their own
//! consequences; what these tests share.

mod closed_forms;
mod equilibria;
mod faces;
mod refusals;
mod verdicts;

use proptest::prelude::*;

use super::*;

fn q(above: i64, below: i64) -> Rational {
    Rational::new(above, below).expect("a denominator that is not zero")
}

fn symmetric<const N: usize>(rows: [[i64; N]; N]) -> NormalForm<Rational> {
    NormalForm::symmetric(&rows.map(|row| row.map(Rational::from).to_vec())).expect("square")
}

fn from_list(size: usize, entries: &[i64]) -> NormalForm<Rational> {
    let rows: Vec<Vec<Rational>> = entries
        .chunks(size)
        .take(size)
        .map(|row| row.iter().map(|&x| Rational::from(x)).collect())
        .collect();
    NormalForm::symmetric(&rows).expect("square")
}

fn options() -> SymmetricOptions {
    SymmetricOptions::default()
}

fn stable(game: &NormalForm<Rational>) -> Vec<SymmetricEquilibrium> {
    let found = evolutionarily_stable_strategies(game, &options()).expect("small");
    assert!(found.is_complete());
    found.into_set()
}

fn equilibria(game: &NormalForm<Rational>) -> SymmetricEquilibria {
    symmetric_equilibria(game, &options())
        .expect("small")
        .into_set()
}

fn payoff(game: &NormalForm<Rational>, own: &[Rational], other: &[Rational]) -> Rational {
    let profile = MixedProfile::new(vec![own.to_vec(), other.to_vec()]).expect("strategies");
    profile.payoffs(game).expect("of this game").swap_remove(0)
}

/// All strategies whose probabilities are multiples of 1/steps.
fn grid(size: usize, steps: i64) -> Vec<Vec<Rational>> {
    let mut all = vec![Vec::new()];
    for place in 0..size {
        all = all
            .into_iter()
            .flat_map(|partial: Vec<i64>| {
                let left = steps - partial.iter().sum::<i64>();
                let range = if place + 1 == size {
                    left..=left
                } else {
                    0..=left
                };
                range.map(move |value| partial.iter().copied().chain([value]).collect())
            })
            .collect();
    }
    let fractions = |list: Vec<i64>| list.into_iter().map(|value| q(value, steps)).collect();
    all.into_iter().map(fractions).collect()
}

/// Does this mutant do better (`strict`: or equally well) once it is rare? By definition.
fn invades(game: &NormalForm<Rational>, x: &[Rational], y: &[Rational], equally: bool) -> bool {
    if x == y {
        return false;
    }
    let (own, reply) = (payoff(game, x, x), payoff(game, y, x));
    let (against, among) = (payoff(game, x, y), payoff(game, y, y));
    reply > own || (reply == own && (among > against || (equally && among == against)))
}

/// Games with few values, so that ties are frequent.
fn games(largest: usize) -> impl Strategy<Value = NormalForm<Rational>> {
    (1usize..=largest).prop_flat_map(|size| {
        proptest::collection::vec(-2i64..3, size * size)
            .prop_map(move |entries| from_list(size, &entries))
    })
}

fn verdict_at(game: &NormalForm<Rational>, x: &[Rational]) -> StabilityVerdict {
    evolutionary_stability(game, x, &options()).expect("a strategy")
}
