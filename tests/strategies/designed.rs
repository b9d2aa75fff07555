//! Games made on purpose have the property that they were made for.

use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::theorem::strategy::*;
use proptest::prelude::*;

use crate::{all_profiles, gain, is_equilibrium, optima, shape};

/// A player's payoffs from two of its actions, for each case of what others do.
fn against_each_other(
    game: &NormalForm<Rational>,
    player: usize,
    of: usize,
    first: usize,
    second: usize,
) -> Vec<(Rational, Rational)> {
    let with = |profile: &[usize], action: usize| {
        let mut profile = profile.to_vec();
        profile[player] = action;
        game.payoff(of, &profile)
    };
    all_profiles(&shape(game))
        .into_iter()
        .filter(|profile| profile[player] == 0)
        .map(|profile| (with(&profile, first), with(&profile, second)))
        .collect()
}

proptest! {
    #[test]
    fn one_profile_alone_is_optimal(made in games_with_one_optimum(1..=3, 1..=3)) {
        prop_assert_eq!(optima(&made.game), vec![made.profile]);
    }

    #[test]
    fn several_profiles_are_optimal(game in games_with_tied_optima(1..=3, 1..=3)) {
        prop_assert!(optima(&game).len() > 1);
    }

    #[test]
    fn the_profile_is_an_equilibrium(made in games_with_equilibrium(1..=3, 1..=3)) {
        prop_assert!(is_equilibrium(&made.game, &Rational::ZERO, &made.profile));
    }

    #[test]
    fn no_profile_is_an_equilibrium(game in games_without_equilibrium(2..=3, 1..=3)) {
        for profile in all_profiles(&shape(&game)) {
            prop_assert!(!is_equilibrium(&game, &Rational::ZERO, &profile));
        }
    }

    #[test]
    fn a_duplicate_is_the_same_to_everybody(made in games_with_duplicate_action(1..=3, 1..=3)) {
        prop_assert_ne!(made.action, made.from);
        for of in 0..made.game.players() {
            for (copy, first) in
                against_each_other(&made.game, made.player, of, made.action, made.from)
            {
                prop_assert_eq!(copy, first);
            }
        }
    }

    #[test]
    fn a_dominated_action_always_yields_less(made in games_with_dominated_action(1..=3, 1..=3)) {
        let cases =
            against_each_other(&made.game, made.player, made.player, made.action, made.from);
        prop_assert!(cases.iter().all(|(less, more)| less < more));
    }

    #[test]
    fn a_weakly_dominated_action_yields_less_once_and_the_same_otherwise(
        made in games_with_weakly_dominated_action(1..=3, 1..=3)
    ) {
        let cases =
            against_each_other(&made.game, made.player, made.player, made.action, made.from);
        prop_assert!(cases.iter().all(|(less, more)| less <= more));
        prop_assert_eq!(cases.iter().filter(|(less, more)| less < more).count(), 1);
    }

    #[test]
    fn a_player_has_several_best_replies(made in games_with_tied_replies(1..=3, 1..=3)) {
        let game = &made.game;
        let tied = (0..game.players()).any(|player| {
            let gains: Vec<Rational> = (0..game.actions(player))
                .map(|action| gain(game, &Rational::ZERO, player, &made.profile, action))
                .collect();
            // Some other action gains nothing, and none more.
            gains.iter().filter(|gain| gain.is_zero()).count() > 1
                && gains.iter().all(|gain| !gain.is_positive())
        });
        prop_assert!(tied);
    }
}

#[test]
fn equilibria_made_on_purpose_are_often_tied_and_often_strict() {
    let tied = crate::tally(&games_with_equilibrium(2..=2, 2..=2), 200, |made| {
        (0..2).any(|player| {
            let other = 1 - made.profile[player];
            gain(&made.game, &Rational::ZERO, player, &made.profile, other).is_zero()
        })
    });
    assert!(tied[&true] >= 50 && tied[&false] >= 50, "{tied:?}");
}
