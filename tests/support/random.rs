//! Random games, contracting problems and languages for property tests.

use lacuna::contract::{ContractingProblem, Language};
use lacuna::game::NormalForm;
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

use super::{cooperative, ratio};

/// A game from its shape and its payoffs, player by player.
pub fn game_of(actions: &[usize], payoffs: &[i64]) -> NormalForm<Rational> {
    let profiles: usize = actions.iter().product();
    let tables = payoffs
        .chunks(profiles)
        .map(|table| table.iter().map(|&x| Rational::from(x)).collect())
        .collect();
    NormalForm::from_tables(actions, tables).expect("one table for each player")
}

fn payoffs(actions: &[usize], states: usize) -> impl Strategy<Value = Vec<i64>> + use<> {
    let count = states * actions.len() * actions.iter().product::<usize>();
    proptest::collection::vec(-4i64..=5, count)
}

/// Games of one to three players with one to three actions and small integer payoffs.
pub fn games() -> impl Strategy<Value = NormalForm<Rational>> {
    proptest::collection::vec(1usize..=3, 1..=3).prop_flat_map(|actions| {
        payoffs(&actions, 1).prop_map(move |payoffs| game_of(&actions, &payoffs))
    })
}

/// Two-player games with two or three actions each.
pub fn two_player_games() -> impl Strategy<Value = NormalForm<Rational>> {
    proptest::collection::vec(2usize..=3, 2).prop_flat_map(|actions| {
        payoffs(&actions, 1).prop_map(move |payoffs| game_of(&actions, &payoffs))
    })
}

/// Problems with so many states, of two players with two or three actions each or three with at
/// most two. A state may have probability zero, as long as one has not.
pub fn problems(
    states: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = ContractingProblem> {
    let actions = prop_oneof![
        3 => proptest::collection::vec(2usize..=3, 2),
        1 => proptest::collection::vec(1usize..=2, 3),
    ];
    let shape = (actions, states);
    shape.prop_flat_map(|(actions, states)| {
        let weights = proptest::collection::vec(0i64..4, states);
        (payoffs(&actions, states), weights).prop_map(move |(payoffs, mut weights)| {
            if weights.iter().all(|&weight| weight == 0) {
                weights[0] = 1;
            }
            let total: i64 = weights.iter().sum();
            let size = payoffs.len() / weights.len();
            let states = weights
                .iter()
                .zip(payoffs.chunks(size))
                .map(|(&weight, payoffs)| (ratio(weight, total), game_of(&actions, payoffs)))
                .collect();
            ContractingProblem::new(states).expect("a prior and one shape")
        })
    })
}

/// How many outcomes a problem has.
pub fn outcomes(problem: &ContractingProblem) -> usize {
    problem.states() * problem.space().len()
}

/// Labels for the outcomes of a problem: with few of them the language is coarse.
pub fn labels(problem: &ContractingProblem) -> impl Strategy<Value = Vec<usize>> + use<> {
    let count = outcomes(problem);
    (1usize..=6).prop_flat_map(move |kinds| proptest::collection::vec(0..kinds, count))
}

/// The language that tells outcomes with different labels apart.
pub fn language_of(problem: &ContractingProblem, labels: &[usize]) -> Language {
    let space = problem.space().clone();
    Language::observed(problem, |state, profile| {
        labels[state * space.len() + space.index(profile).expect("a profile")]
    })
}

/// A problem with a random language.
pub fn environments(
    states: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = (ContractingProblem, Language)> {
    problems(states).prop_flat_map(|problem| {
        labels(&problem).prop_map(move |labels| {
            let language = language_of(&problem, &labels);
            (problem.clone(), language)
        })
    })
}

/// A problem with two random languages.
pub fn two_languages(
    states: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = (ContractingProblem, Language, Language)> {
    problems(states).prop_flat_map(|problem| {
        (labels(&problem), labels(&problem)).prop_map(move |(first, second)| {
            let languages = (
                language_of(&problem, &first),
                language_of(&problem, &second),
            );
            (problem.clone(), languages.0, languages.1)
        })
    })
}

/// The altruism weights that the properties look at.
pub fn weights() -> impl Strategy<Value = Rational> {
    prop_oneof![
        Just(Rational::ZERO),
        Just(ratio(1, 2)),
        Just(Rational::ONE),
        (1i64..12, 1i64..6).prop_map(|(above, below)| ratio(above, below)),
    ]
}

/// Weight matrices of so many players that can be inverted: any regard, also spite, of each player
/// for each.
pub fn weight_matrices(players: usize) -> impl Strategy<Value = WeightMatrix<Rational>> {
    let entries = proptest::collection::vec(-2i64..=4, players * players);
    entries.prop_filter_map("singular", move |entries| {
        let rows = entries
            .chunks(players)
            .map(|row| row.iter().map(|&x| ratio(x, 2)).collect())
            .collect();
        let matrix = WeightMatrix::new(rows).expect("square");
        matrix.inverse().is_some().then_some(matrix)
    })
}

/// How players see the payoffs of a problem: mostly λ-cooperative ones, sometimes any weights.
pub fn preferences(players: usize) -> impl Strategy<Value = WeightMatrix<Rational>> {
    prop_oneof![
        3 => weights().prop_map(move |lambda| cooperative(players, &lambda)),
        1 => weight_matrices(players),
    ]
}

/// A problem with a random language and random preferences.
pub fn seen_environments(
    states: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = (ContractingProblem, Language, WeightMatrix<Rational>)> {
    environments(states).prop_flat_map(|(problem, language)| {
        let preferences = preferences(problem.players());
        preferences.prop_map(move |seen| (problem.clone(), language.clone(), seen))
    })
}
