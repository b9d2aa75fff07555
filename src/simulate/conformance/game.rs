//! Does a game keep its promises?

use super::checker::{examine, profiles};
use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::game::Game;
use crate::number::Scalar;

/// Checks what [`Game`] promises: at least one player, and one action each; numbers and names that
/// never change; payoffs that are finite and functions of their arguments, the same one by one and
/// together; a dense form, if there is one, that is the same game.
///
/// A game with at most `cases` profiles is checked at all of them, another at as many random ones.
/// What happens out of range is not checked: a game may panic there.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::game::catalogue;
/// use lacuna::simulate::conformance::{ConformanceOptions, check_game};
/// let game = catalogue::volunteers_dilemma(4, 3, 1)?;
/// check_game(&game, &ConformanceOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_game<S: Scalar, G: Game<S> + ?Sized>(
    game: &G,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    examine(options, |checker| {
        checker.ask("players()");
        let players = game.players();
        let one = || "players() is 0".to_owned();
        checker.require(Requirement::AtLeastOnePlayer, players > 0, one)?;
        checker.ask("actions()");
        let actions: Vec<usize> = (0..players).map(|player| game.actions(player)).collect();
        for (player, &count) in actions.iter().enumerate() {
            let some = || format!("actions({player}) is 0");
            checker.require(Requirement::AtLeastOneAction, count > 0, some)?;
        }
        checker.ask("a name");
        let names = Names::of(game, &actions, options.cases);
        let profiles = profiles(checker, &actions);
        let mut seen = Vec::with_capacity(profiles.len());
        for (seed, profile) in &profiles {
            checker.seed = *seed;
            checker.ask(format!("payoff at {profile:?}"));
            let alone: Vec<S> = (0..players)
                .map(|player| game.payoff(player, profile))
                .collect();
            for (player, payoff) in alone.iter().enumerate() {
                let finite = payoff.is_finite();
                checker.require(Requirement::Finite, finite, || {
                    format!("payoff({player}, {profile:?}) is {payoff}")
                })?;
            }
            for (player, before) in alone.iter().enumerate() {
                let again = game.payoff(player, profile);
                let question = || format!("payoff({player}, {profile:?})");
                checker.require_equal(Requirement::Pure, question, before, &again)?;
            }
            checker.ask(format!("payoffs_into at {profile:?}"));
            // What is in the list beforehand must not matter.
            let mut together = vec![S::from_integer(-777); players];
            game.payoffs_into(profile, &mut together);
            checker.require(Requirement::PayoffsTogether, together == alone, || {
                format!("at {profile:?} it writes {together:?} where payoff says {alone:?}")
            })?;
            seen.push(alone);
        }
        // Backwards, so that every payoff comes after another history.
        for ((seed, profile), before) in profiles.iter().zip(&seen).rev() {
            checker.seed = *seed;
            checker.ask(format!("payoff at {profile:?}"));
            for (player, before) in before.iter().enumerate() {
                let again = game.payoff(player, profile);
                let question = || format!("payoff({player}, {profile:?})");
                checker.require_equal(Requirement::Pure, question, before, &again)?;
            }
        }
        checker.ask("as_normal_form()");
        if let Some(dense) = game.as_normal_form() {
            let shape = dense.space().actions();
            checker.require(Requirement::DenseFormAgrees, shape == actions, || {
                format!("its actions are {shape:?} where the game has {actions:?}")
            })?;
            for ((_, profile), payoffs) in profiles.iter().zip(&seen) {
                for (player, payoff) in payoffs.iter().enumerate() {
                    let other = dense.payoff(player, profile);
                    checker.require(Requirement::DenseFormAgrees, other == *payoff, || {
                        format!("its payoff({player}, {profile:?}) is {other} and not {payoff}")
                    })?;
                }
            }
        }
        let after: Vec<usize> = (0..game.players()).map(|i| game.actions(i)).collect();
        let question = || "the list of numbers of actions".to_owned();
        checker.require_equal(Requirement::ConstantShape, question, &actions, &after)?;
        let after = Names::of(game, &actions, options.cases);
        checker.require(Requirement::StableNames, names == after, || {
            format!("the names were {names:?} and then {after:?}")
        })
    })
}

/// The names of a game, of as many actions as are asked for.
#[derive(Debug, PartialEq)]
struct Names {
    players: Vec<Option<String>>,
    actions: Vec<Vec<Option<String>>>,
}

impl Names {
    fn of<S: Scalar, G: Game<S> + ?Sized>(game: &G, actions: &[usize], most: usize) -> Self {
        let players = 0..actions.len();
        Names {
            players: players
                .clone()
                .map(|player| game.player_name(player).map(str::to_owned))
                .collect(),
            actions: players
                .map(|player| {
                    (0..actions[player].min(most))
                        .map(|action| game.action_name(player, action).map(str::to_owned))
                        .collect()
                })
                .collect(),
        }
    }
}
