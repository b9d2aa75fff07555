//! Small arithmetic and checks that several preferences share.

use super::{Outcome, Preference, PreferenceError};
use crate::game::{Game, GameExt};
use crate::number::Scalar;

/// A number of players as a payoff number.
pub(crate) fn count<S: Scalar>(value: usize) -> S {
    S::from_integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// The quotient by a divisor that the callers' validated ranges keep away from zero.
pub(super) fn quotient<S: Scalar>(dividend: &S, divisor: &S) -> S {
    debug_assert!(*divisor != S::zero());
    dividend.checked_divide(divisor).unwrap_or_default()
}

pub(super) fn total<S: Scalar>(payoffs: &[S]) -> S {
    let mut sum = S::zero();
    for payoff in payoffs {
        sum += payoff;
    }
    sum
}

pub(super) fn positive_part<S: Scalar>(value: S) -> S {
    if value > S::zero() { value } else { S::zero() }
}

/// Runs `check_outcome` of a preference on every profile of a game.
pub(super) fn check_every_outcome<S: Scalar>(
    preference: &dyn Preference<S>,
    game: &dyn Game<S>,
) -> Result<(), PreferenceError> {
    let space = game.profile_space()?;
    let mut profile = vec![0; space.players()];
    let mut payoffs = vec![S::zero(); space.players()];
    loop {
        game.payoffs_into(&profile, &mut payoffs);
        preference.check_outcome(&Outcome::in_game(&payoffs, game, &profile))?;
        if !space.advance(&mut profile) {
            return Ok(());
        }
    }
}

/// Refuses an outcome with a payoff below zero.
pub(super) fn check_non_negative<S: Scalar>(
    preference: &'static str,
    outcome: &Outcome<'_, S>,
) -> Result<(), PreferenceError> {
    match outcome
        .payoffs()
        .iter()
        .position(|payoff| !(payoff.is_finite() && *payoff >= S::zero()))
    {
        None => Ok(()),
        Some(player) => Err(PreferenceError::OutsideDomain {
            preference,
            player,
            profile: outcome.profile().map(<[usize]>::to_vec),
            value: outcome.payoffs()[player].to_string(),
            domain: "at least 0",
        }),
    }
}

/// Refuses any number of players but two.
pub(super) fn check_two(preference: &'static str, players: usize) -> Result<(), PreferenceError> {
    if players == 2 {
        Ok(())
    } else {
        Err(PreferenceError::wrong_players(
            preference,
            players,
            "exactly 2",
        ))
    }
}
