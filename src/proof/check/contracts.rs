//! Claims about plain contracts: what they implement and what is lost.

use super::games::{ensure_equilibrium, is_equilibrium};
use super::problem::{Budget, Contracting, Table, added, weighed};
use super::read::{At, Outcome, ensure, require};
use crate::number::Rational;

/// A profile for each state.
pub(super) fn plan(problem: &Contracting, at: At<'_>) -> Outcome<Vec<usize>> {
    let plan = at.each(|profile| problem.shape.profile(profile))?;
    require(plan.len() == problem.states(), || {
        "`plan` must have one profile a state".to_owned()
    })?;
    Ok(plan)
}

/// Transfers by player and signal.
pub(super) fn transfers(problem: &Contracting, at: At<'_>) -> Outcome<Table> {
    at.table(problem.players(), problem.signals)
}

/// What players maximise in a state under transfers, as they perceive both.
fn under(problem: &Contracting, state: usize, seen: &Table, money: &Table) -> Table {
    let laws = &problem.laws[state];
    seen.iter()
        .zip(money)
        .map(|(payoffs, money)| {
            let pay = |law: &Vec<(usize, Rational)>| {
                Rational::dot(law.iter().map(|(signal, chance)| (chance, &money[*signal])))
            };
            payoffs
                .iter()
                .zip(laws)
                .map(|(v, law)| v + &pay(law))
                .collect()
        })
        .collect()
}

/// The plan must be an equilibrium in every state, under these transfers and weights.
pub(super) fn ensure_implemented(
    problem: &Contracting,
    weights: &Table,
    plan: &[usize],
    transfers: &Table,
) -> Outcome {
    let money = weighed(weights, transfers);
    for (state, &index) in plan.iter().enumerate() {
        let seen = weighed(weights, &problem.games[state].payoffs);
        let table = under(problem, state, &seen, &money);
        ensure_equilibrium(&problem.shape, &table, index)?;
    }
    Ok(())
}

/// Transfers must keep within the budget after every signal, and within the liability.
pub(super) fn ensure_affordable(problem: &Contracting, transfers: &Table) -> Outcome {
    for (signal, net) in added(transfers).into_iter().enumerate() {
        let holds = match problem.budget {
            Budget::Unrestricted => true,
            Budget::Expected | Budget::Burning => !net.is_positive(),
            Budget::Balanced => net.is_zero(),
        };
        ensure(holds, || {
            format!("transfers after signal {signal} sum to {net}, out of the budget")
        })?;
    }
    if let Some(limit) = &problem.liability {
        for amount in transfers.iter().flatten() {
            ensure(amount.abs() <= *limit, || {
                format!("the transfer {amount} is beyond the liability {limit}")
            })?;
        }
    }
    Ok(())
}

/// What a profile is worth, with the money that leaves the group.
fn worth(problem: &Contracting, state: usize, index: usize, net: &[Rational]) -> Rational {
    let welfare = &problem.games[state].welfare[index];
    match problem.budget {
        Budget::Unrestricted => welfare.clone(),
        _ => {
            let law = problem.laws[state][index].iter();
            welfare + &Rational::dot(law.map(|(signal, chance)| (chance, &net[*signal])))
        }
    }
}

pub(super) fn first_best(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "by_state", "value"])?;
    let by_state = claim.at("by_state")?.so_many_numbers(problem.states())?;
    for (state, (game, claimed)) in problem.games.iter().zip(&by_state).enumerate() {
        let best = game.first_best();
        ensure(best == *claimed, || {
            format!("the greatest welfare in state {state} is {best}, and not {claimed}")
        })?;
    }
    let value = claim.at("value")?.number()?;
    let expected = Rational::dot(problem.chances.iter().zip(&by_state));
    ensure(value == expected, || {
        format!("the expectation is {expected}, and not {value}")
    })
}

pub(super) fn plain_contract(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "plan", "transfers", "welfare"])?;
    problem.informed()?;
    let weights = problem.weights()?;
    let plan = plan(problem, claim.at("plan")?)?;
    let transfers = transfers(problem, claim.at("transfers")?)?;
    let welfare = claim.at("welfare")?.number()?;
    ensure_implemented(problem, weights, &plan, &transfers)?;
    ensure_affordable(problem, &transfers)?;
    let net = added(&transfers);
    let mut expected = Rational::ZERO;
    for (state, &index) in plan.iter().enumerate() {
        expected += &problem.chances[state] * &worth(problem, state, index, &net);
    }
    ensure(expected == welfare, || {
        format!("the plan has the welfare {expected}, and not {welfare}")
    })
}

pub(super) fn worst_equilibrium(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "transfers", "welfare"])?;
    problem.informed()?;
    let weights = problem.weights()?;
    let transfers = transfers(problem, claim.at("transfers")?)?;
    let claimed = claim.at("welfare")?.optional_number()?;
    let (money, net) = (weighed(weights, &transfers), added(&transfers));
    let mut expected = Some(Rational::ZERO);
    for (state, game) in problem.games.iter().enumerate() {
        let table = under(problem, state, game.seen()?, &money);
        let worst = (0..problem.shape.profiles)
            .filter(|&index| is_equilibrium(&problem.shape, &table, index))
            .map(|index| worth(problem, state, index, &net))
            .min();
        expected = expected
            .zip(worst)
            .map(|(sum, worst)| sum + &problem.chances[state] * &worst);
    }
    ensure(expected == claimed, || match &expected {
        Some(expected) => format!("the worst equilibria have the welfare {expected}"),
        None => "some state has no pure equilibrium".to_owned(),
    })
}
