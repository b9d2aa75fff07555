//! Games made to have a property, or to be degenerate: optima, equilibria, ties, dominated and
//! duplicate actions.

use std::ops::RangeInclusive;

use proptest::prelude::*;

use super::games::{Tables, tables};
use super::numbers::{payoffs, rationals};
use super::valid::valid;
use crate::game::{GameError, NormalForm, Profile};
use crate::number::Rational;

/// A game with a profile that was made to be something.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GameWithProfile {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The profile.
    pub profile: Profile,
}

/// A game with an action of a player that was made to relate to another one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GameWithAction {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The player.
    pub player: usize,
    /// Its last action, which was made from the other.
    pub action: usize,
    /// The action that it was made from.
    pub from: usize,
}

/// Games with a single profile of greatest welfare, by 1 or less; the profile is said.
///
/// ```
/// use lacuna::theorem::altruism::UniqueOptimumHasALevel;
/// use lacuna::theorem::{assert_holds, strategy};
/// use proptest::prelude::*;
/// let games = strategy::games_with_one_optimum(1..=3, 1..=3).prop_map(|made| made.game);
/// assert_holds!(UniqueOptimumHasALevel, games);
/// ```
pub fn games_with_one_optimum(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = GameWithProfile> + Clone {
    let drawn = (placed(players, actions), rationals(1..=1, 4));
    valid(drawn.prop_map(|((tables, place), more)| {
        let profile = profile_at(&tables.shape, place);
        let game = raised(&tables, std::slice::from_ref(&profile), place, &more)?;
        Ok::<_, GameError>(GameWithProfile { game, profile })
    }))
}

/// Games with at least two profiles of greatest welfare. The largest shape has to have two
/// profiles; a shape with one gets a second action for the first player.
pub fn games_with_tied_optima(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    let drawn = (placed(players, actions), 0usize..64);
    valid(drawn.prop_map(|((mut tables, place), other)| {
        if tables.shape.iter().all(|&actions| actions == 1) {
            tables.shape[0] = 2;
        }
        let profiles = tables.shape.iter().product::<usize>();
        let first = place % profiles;
        let second = (first + 1 + other % (profiles - 1)) % profiles;
        let optima = [first, second].map(|index| profile_at(&tables.shape, index));
        raised(&tables, &optima, other, &Rational::ZERO)
    }))
}

/// The game in which welfare at these profiles is greater by `more` than at every other.
fn raised(
    tables: &Tables<Rational>,
    optima: &[Profile],
    gainer: usize,
    more: &Rational,
) -> Result<NormalForm<Rational>, GameError> {
    let plain = tables.game()?;
    let space = plain.space();
    let mut best = None;
    for index in 0..space.len() {
        best = best.max(Some(plain.welfare_at(index)));
    }
    let goal = best.unwrap_or_default() + more;
    let gainer = gainer % tables.shape.len();
    let missing = |profile: &[usize]| -> Rational {
        let index = space.index(profile).unwrap_or(0);
        &goal - &plain.welfare_at(index)
    };
    tables.game_with(|player, profile, payoff| {
        if player == gainer && optima.iter().any(|optimum| optimum == profile) {
            payoff + &missing(profile)
        } else {
            payoff
        }
    })
}

/// Games with an equilibrium in pure strategies, which is said; half the time every reply in it is
/// tied with another.
pub fn games_with_equilibrium(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = GameWithProfile> + Clone {
    let drawn = (placed(players, actions), 0i64..=1);
    valid(drawn.prop_map(|((tables, place), more)| {
        let profile = profile_at(&tables.shape, place);
        let more = Rational::from(more);
        let game = tables.game_with(|player, at, payoff| {
            if at == profile {
                best_reply(&tables, player, &profile) + &more
            } else {
                payoff
            }
        })?;
        Ok::<_, GameError>(GameWithProfile { game, profile })
    }))
}

/// What the best reply of a player to the others of a profile yields.
fn best_reply(tables: &Tables<Rational>, player: usize, profile: &[usize]) -> Rational {
    let mut changed = profile.to_vec();
    let mut best = None;
    for action in 0..tables.shape[player] {
        changed[player] = action;
        best = best.max(Some(tables.entry(player, &changed).clone()));
    }
    best.unwrap_or_default()
}

/// Games with two or more players without an equilibrium in pure strategies: the first wants to do
/// what the second does, and the second the next thing, whatever others do.
pub fn games_without_equilibrium(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    // More than payoffs differ by.
    let prize = Rational::from(13);
    valid(
        tables(players, actions, payoffs()).prop_map(move |mut tables| {
            if tables.shape.len() < 2 {
                tables.shape.push(2);
            }
            let common = tables.shape[0].max(2);
            tables.shape[0] = common;
            tables.shape[1] = common;
            tables.game_with(|player, profile, payoff| {
                let wanted = match player {
                    0 => profile[0] == profile[1],
                    1 => profile[1] == (profile[0] + 1) % common,
                    _ => false,
                };
                if wanted { payoff + &prize } else { payoff }
            })
        }),
    )
}

/// Games in which a player has an action that does the same as another for everybody.
pub fn games_with_duplicate_action(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = GameWithAction> + Clone {
    valid(
        placed(players, actions).prop_map(|(tables, place)| with_action(&tables, place, |_| None)),
    )
}

/// Games in which a player has an action that yields less than another, whatever others do: by 1 or
/// more everywhere.
pub fn games_with_dominated_action(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = GameWithAction> + Clone {
    let drawn = (placed(players, actions), 1i64..=2);
    valid(drawn.prop_map(|((tables, place), loss)| {
        with_action(&tables, place, |index| {
            Some(Rational::from(loss + (index % 2) as i64))
        })
    }))
}

/// Games in which a player has an action that yields no more than another, whatever others do, and
/// less in one case; where there are other cases it yields the same in one at least.
pub fn games_with_weakly_dominated_action(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = GameWithAction> + Clone {
    valid(placed(players, actions).prop_map(|(tables, place)| {
        with_action(&tables, place, |index| {
            Some(Rational::from(i64::from(index == 0)))
        })
    }))
}

/// The game in which one player has one more action, made from another: a copy with `loss` (by the
/// number of the case among those of the others), or with no change at all.
fn with_action(
    tables: &Tables<Rational>,
    place: usize,
    loss: impl Fn(usize) -> Option<Rational>,
) -> Result<GameWithAction, GameError> {
    let player = place % tables.shape.len();
    let action = tables.shape[player];
    let from = place / tables.shape.len() % action;
    let mut shape = tables.shape.clone();
    shape[player] += 1;
    let game = NormalForm::from_fn(&shape, |who, profile| {
        let mut source = profile.to_vec();
        let added = profile[player] == action;
        if added {
            source[player] = from;
        }
        let payoff = tables.entry(who, &source);
        // Others see another action; only a duplicate is the same to them.
        let case = profile
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != player);
        let case = case.fold(0, |case, (other, &taken)| case * shape[other] + taken);
        match loss(case) {
            Some(loss) if added && who == player => payoff - &loss,
            Some(_) if added => payoff + &Rational::from((case % 2) as i64),
            _ => payoff.clone(),
        }
    })?;
    Ok(GameWithAction {
        game,
        player,
        action,
        from,
    })
}

/// Games in which a player with two actions or more has several best replies to what the others do
/// in a profile, which is said with one of them. A shape in which nobody has a second action gets
/// one for the first player.
pub fn games_with_tied_replies(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = GameWithProfile> + Clone {
    valid(placed(players, actions).prop_map(|(mut tables, place)| {
        if tables.shape.iter().all(|&actions| actions == 1) {
            tables.shape[0] = 2;
        }
        let players = tables.shape.len();
        let turn = (0..players).map(|step| (place + step) % players);
        let player = turn
            .clone()
            .find(|&player| tables.shape[player] > 1)
            .unwrap_or(0);
        let mut profile = profile_at(&tables.shape, place);
        profile[player] = 0;
        let best = best_reply(&tables, player, &profile);
        let game = tables.game_with(|who, at, payoff| {
            let tied = who == player
                && at[player] < 2
                && (0..players).all(|other| other == player || at[other] == profile[other]);
            if tied { best.clone() } else { payoff }
        })?;
        Ok::<_, GameError>(GameWithProfile { game, profile })
    }))
}

fn placed(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = (Tables<Rational>, usize)> + Clone {
    (tables(players, actions, payoffs()), 0usize..64)
}

/// The profile at a place, the first player's action fastest; from the first again after the last.
fn profile_at(shape: &[usize], place: usize) -> Profile {
    let mut rest = place;
    (shape.iter())
        .map(|&actions| {
            let action = rest % actions;
            rest /= actions;
            action
        })
        .collect()
}
