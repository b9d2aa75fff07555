//! Claims about repeated play that reverts to equilibria of the single game.

use super::contracts::plan;
use super::games::{ensure_equilibrium, is_equilibrium};
use super::problem::Contracting;
use super::read::{At, Outcome, ensure, require};
use crate::number::Rational;

pub(super) fn repeated_play(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&[
        "kind",
        "statement",
        "plan",
        "punishments",
        "discount",
        "binding",
        "welfare",
    ])?;
    problem.informed()?;
    let shape = &problem.shape;
    let kept_plan = plan(problem, claim.at("plan")?)?;
    let punishments = claim
        .at("punishments")?
        .each(|at| at.optional().map(|at| plan(problem, at)).transpose())?;
    require(punishments.len() == problem.players(), || {
        "`punishments` must have one entry a player".to_owned()
    })?;
    let discount = claim.at("discount")?.nonnegative()?;
    require(discount < Rational::ONE, || {
        "`discount` must be below 1".to_owned()
    })?;
    let impatience = Rational::ONE - &discount;
    let binding = claim.at("binding")?.optional().map(|at| {
        let [state, player, action] = at.tuple()?;
        let player = player.below(problem.players())?;
        Ok((
            state.below(problem.states())?,
            player,
            action.below(shape.actions[player])?,
        ))
    });
    let binding = binding.transpose()?;
    let mut expected = Rational::ZERO;
    for (state, &index) in kept_plan.iter().enumerate() {
        expected += &problem.chances[state] * &problem.games[state].welfare[index];
    }
    let welfare = claim.at("welfare")?.number()?;
    ensure(welfare == expected, || {
        format!("the plan has the welfare {expected}, and not {welfare}")
    })?;
    for (player, punishment) in punishments.iter().enumerate() {
        // What each round of the plan is worth above the punishment.
        let mut kept = Rational::ZERO;
        for (state, game) in problem.games.iter().enumerate() {
            let seen = game.seen()?;
            let Some(punishment) = punishment else {
                continue;
            };
            ensure_equilibrium(shape, seen, punishment[state])?;
            let difference = &seen[player][kept_plan[state]] - &seen[player][punishment[state]];
            kept += &problem.chances[state] * &difference;
        }
        let gain = |state: usize, action: usize| -> Outcome<Rational> {
            let own = &problem.games[state].seen()?[player];
            let index = kept_plan[state];
            Ok(&own[shape.replaced(index, player, action)] - &own[index])
        };
        for state in 0..problem.states() {
            for action in 0..shape.actions[player] {
                let gain = gain(state, action)?;
                let deterred = match punishment {
                    Some(_) => &gain * &impatience <= &discount * &kept,
                    None => !gain.is_positive(),
                };
                ensure(deterred, || {
                    format!("player {player} is tempted by action {action} in state {state}")
                })?;
            }
        }
        let Some((state, _, action)) = binding.filter(|(_, own, _)| *own == player) else {
            continue;
        };
        let gain = gain(state, action)?;
        let binds = gain.is_positive() && &gain * &impatience == &discount * &kept;
        ensure(binds, || {
            format!("player {player} would not be tempted by less patience")
        })?;
        let Some(punishment) = punishment else {
            return ensure(false, || format!("player {player} has no punishment"));
        };
        for (state, game) in problem.games.iter().enumerate() {
            let seen = game.seen()?;
            let least = (0..shape.profiles)
                .filter(|&index| is_equilibrium(shape, seen, index))
                .map(|index| &seen[player][index])
                .min();
            ensure(least == Some(&seen[player][punishment[state]]), || {
                format!("player {player} could be punished more in state {state}")
            })?;
        }
    }
    Ok(())
}
