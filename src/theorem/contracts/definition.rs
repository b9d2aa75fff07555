//! Welfare, optima, gains and laws from the definitions, by looking at every profile.

use std::collections::BTreeSet;

use crate::contract::{ContractingProblem, Monitoring};
use crate::game::{Game, Profile};
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::theorem::TheoremError;

pub(super) fn welfare(problem: &ContractingProblem, state: usize, profile: &[usize]) -> Rational {
    (0..problem.players())
        .map(|player| problem.game(state).payoff(player, profile))
        .sum()
}

pub(super) fn greatest_welfare(problem: &ContractingProblem, state: usize) -> Rational {
    let profiles = problem.space().iter();
    let greatest = profiles
        .map(|profile| welfare(problem, state, &profile))
        .max();
    greatest.unwrap_or_default()
}

pub(super) fn optima(problem: &ContractingProblem, state: usize) -> Vec<Profile> {
    let greatest = greatest_welfare(problem, state);
    let profiles = problem.space().iter();
    profiles
        .filter(|profile| welfare(problem, state, profile) == greatest)
        .collect()
}

pub(super) fn first_best(problem: &ContractingProblem) -> Rational {
    (0..problem.states())
        .map(|state| problem.probability(state) * &greatest_welfare(problem, state))
        .sum()
}

/// The most things that are looked at one by one.
const MOST: usize = 100_000;

/// Can so many things be looked at one by one? There is one for each list with an entry below each
/// limit.
///
/// # Errors
///
/// [`TheoremError::Limit`].
pub(super) fn countable(
    what: &str,
    limits: impl IntoIterator<Item = usize>,
) -> Result<(), TheoremError> {
    let count = limits.into_iter().try_fold(1, usize::checked_mul);
    match count.is_some_and(|count| count <= MOST) {
        true => Ok(()),
        false => Err(TheoremError::Limit(format!(
            "there are more than {MOST} {what}"
        ))),
    }
}

/// Every choice of one optimum for each state.
///
/// # Errors
///
/// [`TheoremError::Limit`] if there are too many.
pub(super) fn first_best_plans(
    problem: &ContractingProblem,
) -> Result<Vec<Vec<Profile>>, TheoremError> {
    let optima: Vec<Vec<Profile>> = (0..problem.states())
        .map(|state| optima(problem, state))
        .collect();
    countable("first-best plans", optima.iter().map(Vec::len))?;
    let mut plans: Vec<Vec<Profile>> = vec![Vec::new()];
    for optima in optima {
        plans = plans
            .iter()
            .flat_map(|plan| {
                optima.iter().map(|optimum| {
                    let mut longer = plan.clone();
                    longer.push(optimum.clone());
                    longer
                })
            })
            .collect();
    }
    Ok(plans)
}

pub(super) fn after(profile: &[usize], player: usize, action: usize) -> Profile {
    let mut changed = profile.to_vec();
    changed[player] = action;
    changed
}

/// Players and actions other than those of the profile.
pub(super) fn deviations(problem: &ContractingProblem, profile: &[usize]) -> Vec<(usize, usize)> {
    let actions = problem.space().actions();
    (0..problem.players())
        .flat_map(|player| (0..actions[player]).map(move |action| (player, action)))
        .filter(|&(player, action)| profile[player] != action)
        .collect()
}

/// What a player gains in its own payoff.
pub(super) fn own_gain(
    problem: &ContractingProblem,
    state: usize,
    player: usize,
    from: &[usize],
    to: &[usize],
) -> Rational {
    problem.game(state).payoff(player, to) - problem.game(state).payoff(player, from)
}

/// What a player gains as it perceives it.
pub(super) fn gain(
    problem: &ContractingProblem,
    preferences: &WeightMatrix<Rational>,
    state: usize,
    player: usize,
    from: &[usize],
    to: &[usize],
) -> Rational {
    (0..problem.players())
        .map(|other| preferences.entry(player, other) * &own_gain(problem, state, other, from, to))
        .sum()
}

/// The probability of every signal.
pub(super) fn law(monitoring: &Monitoring, state: usize, profile: &[usize]) -> Vec<Rational> {
    (0..monitoring.signals())
        .map(|signal| monitoring.probability(signal, state, profile))
        .collect()
}

/// The states of positive probability in which a player has a type.
pub(super) fn states_of_type(
    problem: &ContractingProblem,
    player: usize,
    own_type: usize,
) -> Vec<usize> {
    (0..problem.states())
        .filter(|&state| problem.probability(state).is_positive())
        .filter(|&state| problem.information().type_of(player, state) == own_type)
        .collect()
}

/// The states of positive probability.
pub(super) fn possible_states(problem: &ContractingProblem) -> Vec<usize> {
    (0..problem.states())
        .filter(|&state| problem.probability(state).is_positive())
        .collect()
}

/// All lists with an entry below each limit.
pub(super) fn tuples(limits: &[usize]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for &limit in limits {
        all = all
            .iter()
            .flat_map(|start| {
                (0..limit).map(|entry| {
                    let mut longer = start.clone();
                    longer.push(entry);
                    longer
                })
            })
            .collect();
    }
    all
}

/// The types of a player that can come about.
pub(super) fn types(problem: &ContractingProblem, player: usize) -> Vec<usize> {
    let states = possible_states(problem);
    let types = states
        .iter()
        .map(|&state| problem.information().type_of(player, state));
    types.collect::<BTreeSet<_>>().into_iter().collect()
}
