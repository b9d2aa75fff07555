//! What a court can verify: languages, their refinements, and noisy monitoring.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use super::numbers::shares;
use super::problems::problems;
use super::valid::valid;
use crate::contract::{ContractError, ContractingProblem, Language, Monitoring};
use crate::number::Rational;

/// Labels for outcomes; those after the last are the first again.
const LABELS: usize = 32;

/// Partitions of the outcomes of a problem: the trivial and the complete one, that by states, that
/// by actions, and any other. They shrink towards the trivial one.
pub fn languages(problem: &ContractingProblem) -> impl Strategy<Value = Language> + Clone + use<> {
    let problem = problem.clone();
    parts().prop_map(move |parts| language(&problem, &parts))
}

/// How a language is made: its kind, and labels for outcomes.
pub(super) type Parts = (u8, usize, Vec<usize>);

pub(super) fn parts() -> impl Strategy<Value = Parts> + Clone {
    (0u8..8, 1usize..=6, vec(0usize..60, LABELS))
}

pub(super) fn language(problem: &ContractingProblem, (kind, cells, labels): &Parts) -> Language {
    match kind {
        0 => Language::trivial(problem),
        1 => Language::complete(problem),
        2 => Language::state_only(problem),
        3 => Language::actions_only(problem),
        _ => Language::observed(problem, |state, profile| {
            labels[place(problem, state, profile) % labels.len()] % cells
        }),
    }
}

/// The number of an outcome.
fn place(problem: &ContractingProblem, state: usize, profile: &[usize]) -> usize {
    let index = problem.space().index(profile).unwrap_or(0);
    state * problem.space().len() + index
}

/// Languages at least as fine as this one.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::theorem::strategy::refinements;
/// use proptest::prelude::*;
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let who_met = Language::observed(&problem, |_, profile| profile[0] == profile[1]);
/// proptest!(|(finer in refinements(&problem, &who_met))| prop_assert!(finer.refines(&who_met)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn refinements(
    problem: &ContractingProblem,
    coarse: &Language,
) -> impl Strategy<Value = Language> + Clone + use<> {
    let (problem, coarse) = (problem.clone(), coarse.clone());
    parts().prop_map(move |parts| refined(&problem, &coarse, &parts))
}

fn refined(problem: &ContractingProblem, coarse: &Language, parts: &Parts) -> Language {
    let other = language(problem, parts);
    Language::observed(problem, |state, profile| {
        let cell = |language: &Language| language.cell(state, profile).number();
        (cell(coarse), cell(&other))
    })
}

/// Languages at most as fine as this one: some of its cells merged.
pub fn coarsenings(
    problem: &ContractingProblem,
    fine: &Language,
) -> impl Strategy<Value = Language> + Clone + use<> {
    let (problem, fine) = (problem.clone(), fine.clone());
    vec(0usize..4, fine.cells().max(1)).prop_map(move |merged| {
        Language::observed(&problem, |state, profile| {
            merged[fine.cell(state, profile).number()]
        })
    })
}

/// Problems as [`problems`] draws them, with a language.
pub fn problems_with_language(
    states: RangeInclusive<usize>,
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = (ContractingProblem, Language)> + Clone {
    (problems(states, players, actions), parts()).prop_map(|(problem, parts)| {
        let language = language(&problem, &parts);
        (problem, language)
    })
}

/// Problems with a language and one at least as fine: `(problem, coarse, fine)`.
pub fn problems_with_refinement(
    states: RangeInclusive<usize>,
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = (ContractingProblem, Language, Language)> + Clone {
    let drawn = (problems(states, players, actions), parts(), parts());
    drawn.prop_map(|(problem, first, second)| {
        let coarse = language(&problem, &first);
        let fine = refined(&problem, &coarse, &second);
        (problem, coarse, fine)
    })
}

/// What a court hears of the outcomes of a problem: up to three signals, without noise in one case
/// of three, otherwise with any probabilities. They shrink towards a single signal.
pub fn monitorings(
    problem: &ContractingProblem,
) -> impl Strategy<Value = Monitoring> + Clone + use<> {
    let problem = problem.clone();
    let drawn = (1usize..=3, 0u8..3, vec(vec(0i64..=3, 3), LABELS));
    valid(drawn.prop_map(
        move |(signals, kind, weights)| -> Result<_, ContractError> {
            let names = &["low", "middle", "high"][..signals];
            Monitoring::stochastic(&problem, names, |state, profile| {
                let outcome = place(&problem, state, profile);
                let mut weights = weights[outcome % weights.len()].clone();
                weights.truncate(signals);
                match kind {
                    0 => {
                        let certain = outcome_of(&weights);
                        (0..signals)
                            .map(|signal| Rational::from(i64::from(signal == certain)))
                            .collect()
                    }
                    _ => shares(weights),
                }
            })
        },
    ))
}

/// The signal with the largest weight.
fn outcome_of(weights: &[i64]) -> usize {
    let mut best = 0;
    for (signal, weight) in weights.iter().enumerate() {
        if *weight > weights[best] {
            best = signal;
        }
    }
    best
}
