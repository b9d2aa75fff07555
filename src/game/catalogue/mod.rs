//! Games of the literature, in exact numbers.
//!
//! Two players, two actions: [`DilemmaPayoffs`] holds (R, S, T, P) and names the class, and
//! [`prisoners_dilemma`], [`stag_hunt`], [`chicken`], [`harmony`], [`deadlock`] insist on one.
//! Two players otherwise: [`battle_of_the_sexes`], [`matching_pennies`], [`rock_paper_scissors`],
//! [`travelers_dilemma`]. Any number of players: [`coordination`], [`donation_game`],
//! [`public_goods`], [`volunteers_dilemma`], [`threshold_public_good`], [`n_player_stag_hunt`],
//! [`cournot`], [`team_production`] and the fishery [`GordonSchaefer`]. Compact games that are
//! never written out unless asked to: [`LinearCongestion`] and [`FairCostSharing`].
//!
//! All payoffs are utilities to maximise; where the literature has costs they are negated.
//! Actions have names. A parameter outside its range is a
//! [`GameError::BadParameter`] that names it, its value and the range.
//!
//! ```
//! use lacuna::game::{GameExt, catalogue};
//! let game = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
//! assert!(game.is_pure_equilibrium(&[1, 1])?);
//! assert_eq!(game.describe_profile(&[0, 1]), "(Cooperate, Defect)");
//! # Ok::<(), lacuna::game::GameError>(())
//! ```

mod congestion;
mod cost_sharing;
mod dilemma;
mod fishery;
mod market;
mod public_good;
mod strategy_sets;
mod two_player;

#[cfg(test)]
mod closed_forms;

pub use congestion::{LinearCongestion, LinearLatency};
pub use cost_sharing::FairCostSharing;
pub use dilemma::{
    DilemmaClass, DilemmaPayoffs, chicken, deadlock, harmony, prisoners_dilemma, stag_hunt,
};
pub use fishery::GordonSchaefer;
pub use market::{cournot, team_production};
pub use public_good::{
    donation_game, n_player_stag_hunt, public_goods, threshold_public_good, volunteers_dilemma,
};
pub use two_player::{
    battle_of_the_sexes, coordination, matching_pennies, rock_paper_scissors, travelers_dilemma,
};

use std::fmt::Display;

use super::{GameError, NormalForm, SizeLimit};
use crate::number::Rational;

/// The number of payoffs that [`SizeLimit`](super::SizeLimit) allows by default.
const LARGEST: usize = SizeLimit::DEFAULT;

pub(in crate::game) fn bad_parameter(
    parameter: &'static str,
    value: impl Display,
    range: impl Into<String>,
) -> GameError {
    GameError::BadParameter {
        parameter,
        value: value.to_string(),
        range: range.into(),
    }
}

/// Refuses shapes beyond the default limit before any memory is asked for.
pub(in crate::game) fn check_size(
    players: usize,
    actions: impl IntoIterator<Item = usize>,
) -> Result<(), GameError> {
    let mut payoffs = Some(players as u128);
    for (player, count) in actions.into_iter().take(players).enumerate() {
        if count == 0 {
            return Err(GameError::NoActions { player });
        }
        // Past the machine the product no longer matters, and the list may be very long.
        payoffs = payoffs.and_then(|product| product.checked_mul(count as u128));
        if payoffs.is_none() {
            break;
        }
    }
    match payoffs {
        Some(payoffs) if payoffs <= LARGEST as u128 => Ok(()),
        payoffs => Err(GameError::TooLarge {
            payoffs,
            limit: LARGEST,
        }),
    }
}

/// The shape of a game in which each of `players` has `actions` actions.
pub(in crate::game) fn uniform_shape(
    players: usize,
    actions: usize,
) -> Result<Vec<usize>, GameError> {
    check_players(players, 1)?;
    // One action each is the only shape whose product never grows with the number of players.
    if players > LARGEST {
        return Err(GameError::TooLarge {
            payoffs: None,
            limit: LARGEST,
        });
    }
    check_size(players, std::iter::repeat_n(actions, players))?;
    Ok(vec![actions; players])
}

fn check_players(players: usize, least: usize) -> Result<(), GameError> {
    if players < least {
        return Err(bad_parameter(
            "players",
            players,
            format!("at least {least}"),
        ));
    }
    Ok(())
}

fn check_positive(parameter: &'static str, value: &Rational) -> Result<(), GameError> {
    if value.is_positive() {
        return Ok(());
    }
    Err(bad_parameter(parameter, value, "above 0"))
}

fn check_non_negative(parameter: &'static str, value: &Rational) -> Result<(), GameError> {
    if value.is_negative() {
        return Err(bad_parameter(parameter, value, "at least 0"));
    }
    Ok(())
}

fn check_above(
    parameter: &'static str,
    value: &Rational,
    bound_name: &str,
    bound: &Rational,
) -> Result<(), GameError> {
    if value > bound {
        return Ok(());
    }
    Err(bad_parameter(
        parameter,
        value,
        format!("above {bound_name} {bound}"),
    ))
}

/// A grid of actions: not empty, at least 0, strictly increasing.
fn check_grid(parameter: &'static str, grid: &[Rational]) -> Result<(), GameError> {
    let Some(first) = grid.first() else {
        return Err(bad_parameter(
            parameter,
            "an empty grid",
            "a grid of at least one value",
        ));
    };
    if first.is_negative() {
        return Err(bad_parameter(
            parameter,
            format!("a grid that starts at {first}"),
            "a grid of values of at least 0",
        ));
    }
    for pair in grid.windows(2) {
        if pair[0] >= pair[1] {
            return Err(bad_parameter(
                parameter,
                format!("a grid in which {} comes before {}", pair[0], pair[1]),
                "strictly increasing",
            ));
        }
    }
    Ok(())
}

/// `1 / count`.
fn reciprocal(count: usize) -> Result<Rational, GameError> {
    Rational::from(count)
        .recip()
        .ok_or_else(|| GameError::from(crate::number::NumberError::ZeroDenominator))
}

/// Gives every player these action names.
fn named(
    game: NormalForm<Rational>,
    names: impl IntoIterator<Item = impl Display>,
) -> Result<NormalForm<Rational>, GameError> {
    let names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    game.with_action_names(&names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_beyond_the_limit_are_refused_before_memory_is_asked_for() {
        assert!(matches!(
            uniform_shape(usize::MAX, 2),
            Err(GameError::TooLarge { payoffs: None, .. })
        ));
        assert!(matches!(
            uniform_shape(usize::MAX, 1),
            Err(GameError::TooLarge { .. })
        ));
        assert!(matches!(
            uniform_shape(30, 2),
            Err(GameError::TooLarge {
                payoffs: Some(_),
                ..
            })
        ));
        assert_eq!(uniform_shape(3, 0), Err(GameError::NoActions { player: 0 }));
        assert!(matches!(
            uniform_shape(0, 2),
            Err(GameError::BadParameter {
                parameter: "players",
                ..
            })
        ));
        assert_eq!(uniform_shape(3, 2), Ok(vec![2; 3]));
    }
}
