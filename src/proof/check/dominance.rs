//! Claims about what mixtures dominate, and what is a best response to some belief.

use super::games::distribution;
use super::problem::{Game, Shape, Table};
use super::read::{At, Outcome, ensure, is_law, require};
use crate::number::Rational;

/// The actions that stand, by player and action.
type Standing = Vec<Vec<bool>>;

fn all(shape: &Shape) -> Standing {
    shape
        .actions
        .iter()
        .map(|&count| vec![true; count])
        .collect()
}

/// The profiles in which the player takes this action and the others standing ones.
fn against<'s>(
    shape: &'s Shape,
    standing: &'s Standing,
    player: usize,
    action: usize,
) -> impl Iterator<Item = usize> + 's {
    (0..shape.profiles).filter(move |&index| {
        (0..shape.players()).all(|other| {
            let taken = shape.action(index, other);
            match other == player {
                true => taken == action,
                false => standing[other][taken],
            }
        })
    })
}

/// Does the mixture of standing actions dominate the action?
fn is_dominated(
    shape: &Shape,
    seen: &Table,
    standing: &Standing,
    (player, action): (usize, usize),
    mixture: &[Rational],
    strict: bool,
) -> Outcome {
    let uses_standing = mixture
        .iter()
        .zip(&standing[player])
        .all(|(weight, stands)| *stands || weight.is_zero());
    ensure(
        is_law(mixture.iter()) && mixture[action].is_zero() && uses_standing,
        || "the mixture is not a probability distribution over other standing actions".to_owned(),
    )?;
    let mut better_somewhere = false;
    for index in against(shape, standing, player, action) {
        let worth = shape.deviations(index, player).map(|to| &seen[player][to]);
        let advantage = Rational::dot(mixture.iter().zip(worth)) - &seen[player][index];
        better_somewhere |= advantage.is_positive();
        let holds = match strict {
            true => advantage.is_positive(),
            false => !advantage.is_negative(),
        };
        ensure(holds, || {
            format!(
                "the mixture is better by {advantage} at {:?}",
                shape.written(index)
            )
        })?;
    }
    ensure(better_somewhere, || {
        "the mixture is nowhere better".to_owned()
    })
}

/// Is the action a best response, among these rivals, to this belief?
fn is_best_response(
    shape: &Shape,
    seen: &Table,
    standing: &Standing,
    (player, action): (usize, usize),
    belief: &[(usize, Rational)],
    rivals: &[bool],
    full_support: bool,
) -> Outcome {
    let possible: Vec<usize> = against(shape, standing, player, action).collect();
    let fits = belief
        .iter()
        .all(|(index, _)| possible.binary_search(index).is_ok());
    ensure(fits, || {
        "the belief has a profile that cannot be".to_owned()
    })?;
    ensure(!full_support || belief.len() == possible.len(), || {
        "the belief leaves a profile out".to_owned()
    })?;
    let worth = |action: usize| {
        let at = |(index, p): &(usize, Rational)| {
            p * &seen[player][shape.replaced(*index, player, action)]
        };
        belief.iter().map(at).sum::<Rational>()
    };
    let own = worth(action);
    let rivals = rivals.iter().enumerate().filter(|(_, stands)| **stands);
    for (rival, _) in rivals {
        ensure(worth(rival) <= own, || {
            format!("player {player} does better with {rival} than with {action}")
        })?;
    }
    Ok(())
}

/// A player and one of its actions.
fn place(shape: &Shape, player: At<'_>, action: At<'_>) -> Outcome<(usize, usize)> {
    let player = player.below(shape.players())?;
    Ok((player, action.below(shape.actions[player])?))
}

pub(super) fn dominated(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "player", "action", "mixture", "strict"])?;
    let who = place(shape, claim.at("player")?, claim.at("action")?)?;
    let mixture = claim.at("mixture")?.so_many_numbers(shape.actions[who.0])?;
    let strict = claim.at("strict")?.flag()?;
    is_dominated(shape, game.seen()?, &all(shape), who, &mixture, strict)
}

pub(super) fn best_response(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&[
        "kind",
        "statement",
        "player",
        "action",
        "belief",
        "full_support",
    ])?;
    let who = place(shape, claim.at("player")?, claim.at("action")?)?;
    let belief = distribution(shape, claim.at("belief")?)?;
    let full = claim.at("full_support")?.flag()?;
    let standing = all(shape);
    let rivals = &standing[who.0];
    is_best_response(shape, game.seen()?, &standing, who, &belief, rivals, full)
}

pub(super) fn elimination(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&[
        "kind",
        "statement",
        "strict",
        "rounds",
        "surviving",
        "beliefs",
    ])?;
    let strict = claim.at("strict")?.flag()?;
    let seen = game.seen()?;
    let mut standing = all(shape);
    for round in claim.at("rounds")?.each(|round| round.each(Ok))? {
        require(!round.is_empty(), || "a round removes nothing".to_owned())?;
        let mut fallen = Vec::new();
        for removed in round {
            let removed = removed.object(&["player", "action", "mixture"])?;
            let who = place(shape, removed.at("player")?, removed.at("action")?)?;
            let mixture = removed
                .at("mixture")?
                .so_many_numbers(shape.actions[who.0])?;
            ensure(standing[who.0][who.1] && !fallen.contains(&who), || {
                format!("action {} of player {} fell before", who.1, who.0)
            })?;
            is_dominated(shape, seen, &standing, who, &mixture, strict)?;
            fallen.push(who);
        }
        for (player, action) in fallen {
            standing[player][action] = false;
        }
        ensure(standing.iter().all(|own| own.contains(&true)), || {
            "a player is left without an action".to_owned()
        })?;
    }
    let left: Vec<Vec<usize>> = standing
        .iter()
        .map(|own| (0..own.len()).filter(|&action| own[action]).collect())
        .collect();
    let surviving = claim.at("surviving")?.each(At::counts)?;
    ensure(surviving == left, || format!("{left:?} survive"))?;
    let beliefs = claim.at("beliefs")?.each(|entry| {
        let entry = entry.object(&["player", "action", "belief"])?;
        let who = place(shape, entry.at("player")?, entry.at("action")?)?;
        Ok((who, distribution(shape, entry.at("belief")?)?))
    })?;
    let expected = left.iter().enumerate();
    let expected = expected.flat_map(|(player, own)| own.iter().map(move |&a| (player, a)));
    ensure(expected.eq(beliefs.iter().map(|(who, _)| *who)), || {
        "there must be one belief for each surviving action, in order".to_owned()
    })?;
    let everything = all(shape);
    for (who, belief) in &beliefs {
        let rivals = match strict {
            true => &everything[who.0],
            false => &standing[who.0],
        };
        is_best_response(shape, seen, &standing, *who, belief, rivals, !strict)?;
    }
    Ok(())
}
