//! Contracting problems: states with a prior, what players know, what can be commanded.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use super::dilemmas::any_lifts;
use super::games::{Tables, several_tables, tables};
use super::numbers::{payoffs, shares};
use super::valid::valid;
use crate::contract::{ContractError, Contractible, ContractingProblem, Information};
use crate::game::NormalForm;
use crate::number::Rational;

/// Problems with so many states, of games with so many players and actions, and complete
/// information. A state may have probability zero, as long as one has not. They shrink towards one
/// state, and towards small games.
///
/// ```
/// use lacuna::theorem::strategy::problems;
/// use proptest::prelude::*;
/// proptest!(|(problem in problems(1..=3, 2..=2, 2..=3))| {
///     prop_assert!(problem.information().is_complete());
/// });
/// ```
pub fn problems(
    states: RangeInclusive<usize>,
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = ContractingProblem> + Clone {
    let prior = vec(0i64..=3, states.clone());
    let drawn = (
        prior,
        several_tables(players, actions, *states.end(), payoffs()),
    );
    valid(drawn.prop_map(|(prior, tables)| problem_of(prior, &tables)))
}

/// Problems as [`problems`] draws them, in which players know more or less about the state: all of
/// it, nothing, or anything between.
pub fn problems_with_information(
    states: RangeInclusive<usize>,
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = ContractingProblem> + Clone {
    let labels = vec(0usize..64, (players.end() * states.end()).max(1));
    let drawn = (problems(states, players, actions), labels);
    valid(drawn.prop_map(|(problem, labels)| {
        let states = problem.states();
        let signals = (0..problem.players())
            .map(|player| {
                let own = (0..states).map(|state| labels[(player * states + state) % labels.len()]);
                counted(own.map(|label| label % states).collect())
            })
            .collect();
        problem.with_information(Information::new(signals)?)
    }))
}

/// Information about the state for so many players and states: each player may be confused about
/// any of them.
pub fn information(players: usize, states: usize) -> impl Strategy<Value = Information> + Clone {
    let signals = vec(vec(0..states.max(1), states.max(1)), players.max(1));
    valid(signals.prop_map(|signals| Information::new(signals.into_iter().map(counted).collect())))
}

/// Labels counted from 0 in the order in which they occur.
pub(super) fn counted(labels: Vec<usize>) -> Vec<usize> {
    let mut known: Vec<usize> = Vec::new();
    (labels.into_iter())
        .map(
            |label| match known.iter().position(|&other| other == label) {
                Some(place) => place,
                None => {
                    known.push(label);
                    known.len() - 1
                }
            },
        )
        .collect()
}

/// Problems with one state in which a contract can command all of a player's actions, none, or (of
/// a player with four) a part as in games with hidden effort; and lifts with hidden effort.
pub fn commanded_problems(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = ContractingProblem> + Clone {
    let most = (*players.end()).max(1);
    let drawn = (tables(players, actions, payoffs()), vec(0u8..3, most));
    let parts = drawn.prop_map(|(tables, kinds)| -> Result<_, ContractError> {
        let parts = (tables.shape.iter().zip(kinds))
            .map(|(&actions, kind)| match kind {
                1 => Ok(Contractible::everything(actions)),
                2 if actions == 4 => Contractible::new(vec![0, 0, 1, 1], vec![0, 1, 0, 1]),
                _ => Ok(Contractible::nothing(actions)),
            })
            .collect::<Result<Vec<_>, _>>()?;
        ContractingProblem::single_state(tables.game()?)?.with_contractible(parts)
    });
    let lifts = any_lifts().prop_map(|lift| ContractingProblem::hidden_effort(&lift));
    prop_oneof![2 => valid(parts), 1 => valid(lifts)]
}

/// The problem with these weights of states, and a table for each state and player.
pub(super) fn problem_of(
    prior: Vec<i64>,
    tables: &Tables<Rational>,
) -> Result<ContractingProblem, ContractError> {
    let players = tables.shape.len();
    let states = (shares(prior).into_iter().enumerate())
        .map(|(state, probability)| {
            let game = NormalForm::from_fn(&tables.shape, |player, profile| {
                tables.entry(state * players + player, profile).clone()
            })?;
            Ok((probability, game))
        })
        .collect::<Result<Vec<_>, ContractError>>()?;
    ContractingProblem::new(states)
}
