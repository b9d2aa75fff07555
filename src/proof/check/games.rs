//! Claims about equilibria of a game.

use super::problem::{Game, Shape, Table};
use super::read::{At, Outcome, ensure, is_law, malformed, require};
use crate::number::Rational;

/// A player who gains by doing something else at a profile, and what it does.
fn gainer(shape: &Shape, seen: &Table, index: usize) -> Option<(usize, usize)> {
    (0..shape.players()).find_map(|player| {
        let own = &seen[player][index];
        let better = shape
            .deviations(index, player)
            .find(|&to| seen[player][to] > *own)?;
        Some((player, shape.action(better, player)))
    })
}

pub(super) fn is_equilibrium(shape: &Shape, seen: &Table, index: usize) -> bool {
    gainer(shape, seen, index).is_none()
}

/// Refutes unless the profile is an equilibrium.
pub(super) fn ensure_equilibrium(shape: &Shape, seen: &Table, index: usize) -> Outcome {
    match gainer(shape, seen, index) {
        None => Ok(()),
        Some((player, action)) => ensure(false, || {
            format!(
                "player {player} gains by action {action} at {:?}",
                shape.written(index)
            )
        }),
    }
}

pub(super) fn pure_equilibrium(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "profile", "payoffs"])?;
    let index = shape.profile(claim.at("profile")?)?;
    let payoffs = claim.at("payoffs")?.so_many_numbers(shape.players())?;
    for (player, payoff) in payoffs.iter().enumerate() {
        let there = &game.payoffs[player][index];
        ensure(payoff == there, || {
            format!("player {player} gets {there}, and not {payoff}")
        })?;
    }
    ensure_equilibrium(shape, game.seen()?, index)
}

pub(super) fn all_pure_equilibria(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "profiles"])?;
    let listed = claim.at("profiles")?.each(|at| shape.profile(at))?;
    require(listed.windows(2).all(|pair| pair[0] < pair[1]), || {
        "`profiles` must ascend strictly".to_owned()
    })?;
    let seen = game.seen()?;
    for index in 0..shape.profiles {
        let said = listed.binary_search(&index).is_ok();
        ensure(said == is_equilibrium(shape, seen, index), || {
            let what = if said {
                "is listed and is not"
            } else {
                "is not listed and is"
            };
            format!("{:?} {what} an equilibrium", shape.written(index))
        })?;
    }
    Ok(())
}

/// One law over actions for each player.
fn strategies(shape: &Shape, at: At<'_>) -> Outcome<Vec<Vec<Rational>>> {
    let strategies = at.each(At::numbers)?;
    let fits = strategies.len() == shape.players()
        && strategies
            .iter()
            .zip(&shape.actions)
            .all(|(s, count)| s.len() == *count);
    require(fits, || {
        "there must be one list a player with one number an action".to_owned()
    })?;
    for (player, strategy) in strategies.iter().enumerate() {
        ensure(is_law(strategy.iter()), || {
            format!("the strategy of player {player} is not a probability distribution")
        })?;
    }
    Ok(strategies)
}

pub(super) fn mixed_equilibrium(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "strategies", "payoffs"])?;
    let strategies = strategies(shape, claim.at("strategies")?)?;
    let payoffs = claim.at("payoffs")?.so_many_numbers(shape.players())?;
    let seen = game.seen()?;
    for player in 0..shape.players() {
        // What each action is worth, materially and as perceived, against the others.
        let mut worth = vec![Rational::ZERO; shape.actions[player]];
        let mut material = Rational::ZERO;
        for index in 0..shape.profiles {
            let mut others = Rational::ONE;
            for (other, strategy) in strategies.iter().enumerate() {
                if other != player && !others.is_zero() {
                    others = &others * &strategy[shape.action(index, other)];
                }
            }
            if others.is_zero() {
                continue;
            }
            let action = shape.action(index, player);
            worth[action] += &others * &seen[player][index];
            let own = &others * &strategies[player][action];
            material += own * &game.payoffs[player][index];
        }
        ensure(material == payoffs[player], || {
            format!(
                "player {player} gets {material}, and not {}",
                payoffs[player]
            )
        })?;
        let value = Rational::dot(strategies[player].iter().zip(&worth));
        ensure(worth.iter().all(|other| *other <= value), || {
            format!("player {player} gains by a pure action")
        })?;
    }
    Ok(())
}

pub(super) fn zero_sum_value(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "strategies", "total", "value"])?;
    require(shape.players() == 2, || {
        "the game must have two players".to_owned()
    })?;
    let strategies = strategies(shape, claim.at("strategies")?)?;
    let total = claim.at("total")?.number()?;
    let value = claim.at("value")?.number()?;
    let seen = game.seen()?;
    for (index, (one, other)) in seen[0].iter().zip(&seen[1]).enumerate() {
        ensure(one + other == total, || {
            format!(
                "payoffs at {:?} do not sum to {total}",
                shape.written(index)
            )
        })?;
    }
    let columns = shape.actions[1];
    for (row, payoffs) in seen[0].chunks(columns).enumerate() {
        let worth = Rational::dot(payoffs.iter().zip(&strategies[1]));
        ensure(worth <= value, || {
            format!("row {row} yields {worth} against the column strategy")
        })?;
    }
    for column in 0..columns {
        let payoffs = seen[0].iter().skip(column).step_by(columns);
        let worth = Rational::dot(payoffs.zip(&strategies[0]));
        ensure(worth >= value, || {
            format!("the row strategy yields {worth} against column {column}")
        })?;
    }
    Ok(())
}

/// A list of profiles, ascending, with probabilities above 0 of sum 1.
pub(super) fn distribution(shape: &Shape, at: At<'_>) -> Outcome<Vec<(usize, Rational)>> {
    let list = at.each(|entry| {
        let [profile, probability] = entry.tuple()?;
        Ok((shape.profile(profile)?, probability.number()?))
    })?;
    require(list.windows(2).all(|pair| pair[0].0 < pair[1].0), || {
        format!("the profiles of `{}` must ascend strictly", at.field)
    })?;
    let is_law = list.iter().all(|(_, p)| p.is_positive()) && is_law(list.iter().map(|(_, p)| p));
    ensure(is_law, || {
        format!(
            "the probabilities of `{}` are not positive with sum 1",
            at.field
        )
    })?;
    Ok(list)
}

pub(super) fn correlated_equilibrium(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "coarse", "distribution", "payoffs"])?;
    let coarse = claim.at("coarse")?.flag()?;
    let law = distribution(shape, claim.at("distribution")?)?;
    let payoffs = claim.at("payoffs")?.so_many_numbers(shape.players())?;
    let seen = game.seen()?;
    for player in 0..shape.players() {
        let payoff = Rational::dot(law.iter().map(|(a, p)| (p, &game.payoffs[player][*a])));
        ensure(payoff == payoffs[player], || {
            format!("player {player} gets {payoff}, and not {}", payoffs[player])
        })?;
        let actions = shape.actions[player];
        let groups = if coarse { 1 } else { actions };
        let mut gains = vec![vec![Rational::ZERO; actions]; groups];
        for (index, probability) in &law {
            let group = if coarse {
                0
            } else {
                shape.action(*index, player)
            };
            for (action, to) in shape.deviations(*index, player).enumerate() {
                let gain = &seen[player][to] - &seen[player][*index];
                gains[group][action] += probability * &gain;
            }
        }
        for (told, gains) in gains.iter().enumerate() {
            for (action, gain) in gains.iter().enumerate() {
                ensure(!gain.is_positive(), || match coarse {
                    true => format!("player {player} gains {gain} by always doing {action}"),
                    false => format!("player {player}, told {told}, gains {gain} by {action}"),
                })?;
            }
        }
    }
    Ok(())
}

/// The objective of a bound, by profile.
fn objective(shape: &Shape, game: &Game, at: At<'_>) -> Outcome<Vec<Rational>> {
    if at.peek("payoffs").is_ok() {
        let weights = at.object(&["payoffs"])?.at("payoffs")?;
        let weights = weights.so_many_numbers(shape.players())?;
        let worth = |index: usize| {
            Rational::dot(
                weights
                    .iter()
                    .zip(game.payoffs.iter().map(|list| &list[index])),
            )
        };
        return Ok((0..shape.profiles).map(worth).collect());
    }
    at.object(&["profiles"])?
        .at("profiles")?
        .so_many_numbers(shape.profiles)
}

pub(super) fn correlated_bound(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&[
        "kind",
        "statement",
        "coarse",
        "sense",
        "objective",
        "bound",
        "deviations",
    ])?;
    let coarse = claim.at("coarse")?.flag()?;
    let maximise = claim
        .at("sense")?
        .one_of(&[("maximise", true), ("minimise", false)])?;
    let objective = objective(shape, game, claim.at("objective")?)?;
    let bound = claim.at("bound")?.number()?;
    let seen = game.seen()?;
    // By player and what it is told (only 0, if coarse): action and weight.
    let mut weights: Vec<Vec<Vec<(usize, Rational)>>> = shape
        .actions
        .iter()
        .map(|&count| vec![Vec::new(); count])
        .collect();
    claim
        .at("deviations")?
        .each(Ok)?
        .into_iter()
        .try_for_each(|entry| {
            let [player, told, action, weight] = entry.tuple()?;
            let player = player.below(shape.players())?;
            let actions = shape.actions[player];
            let told = match (told.optional(), coarse) {
                (None, true) => 0,
                (Some(told), false) => told.below(actions)?,
                _ => return malformed("`told` must be null exactly if the claim is coarse"),
            };
            weights[player][told].push((action.below(actions)?, weight.nonnegative()?));
            Ok(())
        })?;
    for index in 0..shape.profiles {
        let mut gain = Rational::ZERO;
        for (player, weights) in weights.iter().enumerate() {
            let told = if coarse {
                0
            } else {
                shape.action(index, player)
            };
            for (action, weight) in &weights[told] {
                let to = shape.replaced(index, player, *action);
                gain += weight * &(&seen[player][to] - &seen[player][index]);
            }
        }
        let holds = match maximise {
            true => &objective[index] - &gain <= bound,
            false => &objective[index] + &gain >= bound,
        };
        ensure(holds, || {
            format!(
                "the weights do not prove the bound at {:?}",
                shape.written(index)
            )
        })?;
    }
    Ok(())
}

pub(super) fn implementation(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "profile", "cost", "payments"])?;
    let target = shape.profile(claim.at("profile")?)?;
    let cost = claim.at("cost")?.number()?;
    let payments = claim
        .at("payments")?
        .table(shape.players(), shape.profiles)?;
    let seen = game.seen()?;
    let paid: Rational = payments.iter().map(|list| &list[target]).sum();
    ensure(paid == cost, || {
        format!("{paid} is paid at the target, and not {cost}")
    })?;
    let mut regrets = Rational::ZERO;
    for (player, (payoffs, payments)) in seen.iter().zip(&payments).enumerate() {
        ensure(!payments.iter().any(Rational::is_negative), || {
            "a payment is negative".to_owned()
        })?;
        let best = shape
            .deviations(target, player)
            .map(|to| &payoffs[to])
            .max();
        regrets += best.unwrap_or(&payoffs[target]) - &payoffs[target];
        let total: Vec<Rational> = payoffs.iter().zip(payments).map(|(v, p)| v + p).collect();
        let action = shape.action(target, player);
        for index in (0..shape.profiles).filter(|&index| shape.action(index, player) == action) {
            let better = shape
                .deviations(index, player)
                .any(|to| total[to] > total[index]);
            ensure(!better, || {
                format!("player {player} does better at {:?}", shape.written(index))
            })?;
        }
    }
    ensure(regrets == cost, || {
        format!("the regrets sum to {regrets}, and the cost is {cost}")
    })
}
