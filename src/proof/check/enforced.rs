//! Claims about the equilibria under a contract that may command actions, such as a law.

use super::contracts::transfers;
use super::games::is_equilibrium;
use super::problem::{Budget, Contracting, added, weighed};
use super::read::{At, Outcome, ensure, require};
use crate::number::Rational;

/// For each player and signal the action that each action becomes, or nothing.
type Directives = Vec<Vec<Option<Vec<usize>>>>;

fn directives(problem: &Contracting, at: At<'_>) -> Outcome<Directives> {
    let directives =
        at.each(|player| player.each(|signal| signal.optional().map(At::counts).transpose()))?;
    let actions = &problem.shape.actions;
    let fits = directives.len() == problem.players()
        && directives.iter().zip(actions).all(|(list, &count)| {
            let becomes = |map: &Vec<usize>| map.len() == count && map.iter().all(|a| *a < count);
            list.len() == problem.signals && list.iter().flatten().all(becomes)
        });
    require(fits, || {
        "`directives` must have one list a player of null or one action an action, for each signal"
            .to_owned()
    })?;
    Ok(directives)
}

pub(super) fn contract_equilibria(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&[
        "kind",
        "statement",
        "transfers",
        "directives",
        "equilibria",
        "best",
        "worst",
    ])?;
    problem.informed()?;
    let (weights, cells, shape) = (problem.weights()?, problem.cells()?, &problem.shape);
    let transfers = transfers(problem, claim.at("transfers")?)?;
    let directives = directives(problem, claim.at("directives")?)?;
    let listed = claim
        .at("equilibria")?
        .each(|state| state.each(|profile| shape.profile(profile)))?;
    let ascending = |list: &Vec<usize>| list.windows(2).all(|pair| pair[0] < pair[1]);
    let fits = listed.len() == problem.states() && listed.iter().all(ascending);
    require(fits, || {
        "`equilibria` must have one list a state, ascending".to_owned()
    })?;
    let (money, net) = (weighed(weights, &transfers), added(&transfers));
    let mut ends = [Some(Rational::ZERO), Some(Rational::ZERO)];
    for (state, game) in problem.games.iter().enumerate() {
        let enforced: Vec<usize> = (0..shape.profiles)
            .map(|index| {
                let cell = cells[state][index];
                let commanded = directives.iter().enumerate();
                commanded.fold(index, |enforced, (player, list)| match &list[cell] {
                    Some(becomes) => {
                        shape.replaced(enforced, player, becomes[shape.action(index, player)])
                    }
                    None => enforced,
                })
            })
            .collect();
        let seen = game.seen()?;
        let table: Vec<Vec<Rational>> = (0..shape.players())
            .map(|player| {
                (0..shape.profiles)
                    .map(|index| {
                        &seen[player][enforced[index]] + &money[player][cells[state][index]]
                    })
                    .collect()
            })
            .collect();
        let found: Vec<usize> = (0..shape.profiles)
            .filter(|&index| is_equilibrium(shape, &table, index))
            .collect();
        ensure(found == listed[state], || {
            let found: Vec<Vec<usize>> = found.iter().map(|&index| shape.written(index)).collect();
            format!("the pure equilibria in state {state} are {found:?}")
        })?;
        let worth = |index: &usize| {
            let lost = match problem.budget {
                Budget::Unrestricted => Rational::ZERO,
                _ => net[cells[state][*index]].clone().min(Rational::ZERO),
            };
            &game.welfare[enforced[*index]] + &lost
        };
        let welfares = || found.iter().map(worth);
        for (end, here) in ends.iter_mut().zip([welfares().max(), welfares().min()]) {
            *end = end
                .take()
                .zip(here)
                .map(|(sum, here)| sum + &problem.chances[state] * &here);
        }
    }
    for (field, end) in ["best", "worst"].into_iter().zip(&ends) {
        let said = claim.at(field)?.optional_number()?;
        ensure(said == *end, || match end {
            Some(end) => format!("the {field} equilibria have the welfare {end}"),
            None => "some state has no pure equilibrium".to_owned(),
        })?;
    }
    Ok(())
}
