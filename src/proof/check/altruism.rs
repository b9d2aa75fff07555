//! Claims about the altruism weights at which profiles of a game are equilibria.

use super::problem::{Game, Shape};
use super::read::{At, Outcome, ensure, require};
use crate::number::Rational;

/// The weights at which a profile is an equilibrium: from, and to (`None`: without end).
type Interval = (Rational, Option<Rational>);

/// The interval of a profile, `None` if it is an equilibrium at no weight.
fn interval(shape: &Shape, game: &Game, index: usize) -> Option<Interval> {
    let (mut low, mut high) = (Rational::ZERO, None::<Rational>);
    for player in 0..shape.players() {
        for other in shape
            .deviations(index, player)
            .filter(|&other| other != index)
        {
            let gain = &game.payoffs[player][other] - &game.payoffs[player][index];
            let loss = &game.welfare[index] - &game.welfare[other];
            match gain.checked_div(&loss) {
                None if gain.is_positive() => return None,
                None => {}
                Some(ratio) if loss.is_positive() => low = low.max(ratio),
                Some(ratio) => high = Some(high.map_or(ratio.clone(), |high| high.min(ratio))),
            }
        }
    }
    let is_empty = high.as_ref().is_some_and(|high| *high < low);
    (!is_empty).then_some((low, high))
}

pub(super) fn altruism_interval(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "profile", "from", "to"])?;
    game.unweighed()?;
    let index = shape.profile(claim.at("profile")?)?;
    let from = claim.at("from")?.nonnegative()?;
    let to = claim.at("to")?.optional_number()?;
    let found = interval(shape, game, index);
    ensure(found == Some((from, to)), || match &found {
        None => "the profile is an equilibrium at no weight".to_owned(),
        Some((low, Some(high))) => {
            format!("the conditions leave the interval from {low} to {high}")
        }
        Some((low, None)) => format!("the conditions leave everything from {low}"),
    })
}

pub(super) fn phase_diagram(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "points", "pieces"])?;
    game.unweighed()?;
    let profiles = |at: At<'_>| {
        let list = at.each(|at| shape.profile(at))?;
        require(list.windows(2).all(|pair| pair[0] < pair[1]), || {
            "the profiles of a list must ascend strictly".to_owned()
        })?;
        Ok(list)
    };
    let points = claim.at("points")?.each(|entry| {
        let [lambda, list] = entry.tuple()?;
        Ok((lambda.number()?, profiles(list)?))
    })?;
    let pieces = claim.at("pieces")?.each(profiles)?;
    let fits = pieces.len() == points.len()
        && points.first().is_some_and(|(lambda, _)| lambda.is_zero())
        && points.windows(2).all(|pair| pair[0].0 < pair[1].0);
    require(fits, || {
        "there must be as many pieces as points, and these must ascend from 0".to_owned()
    })?;
    for index in 0..shape.profiles {
        let found = interval(shape, game, index);
        let low = found.as_ref().map(|(low, _)| low);
        let high = found.as_ref().and_then(|(_, high)| high.as_ref());
        for (k, ((lambda, at_point), in_piece)) in points.iter().zip(&pieces).enumerate() {
            let holds =
                low.is_some_and(|low| low <= lambda) && high.is_none_or(|high| lambda <= high);
            ensure(at_point.binary_search(&index).is_ok() == holds, || {
                format!("{:?} at {lambda}: the list is wrong", shape.written(index))
            })?;
            let next = points.get(k + 1).map(|(next, _)| next);
            let ends_before_next = high.is_some_and(|high| next.is_none_or(|next| high < next));
            let throughout = low.is_some_and(|low| low <= lambda) && !ends_before_next;
            let nowhere = low.is_none_or(|low| next.is_some_and(|next| next <= low))
                || high.is_some_and(|high| high <= lambda);
            let right = match in_piece.binary_search(&index).is_ok() {
                true => throughout,
                false => nowhere,
            };
            ensure(right, || {
                format!(
                    "{:?} above {lambda}: the list is wrong",
                    shape.written(index)
                )
            })?;
        }
    }
    Ok(())
}
