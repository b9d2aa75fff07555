//! Promises of the players themselves.

use lacuna::equilibrium::{LemkeHowsonOptions, PureOptions, lemke_howson, pure_equilibria};
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::game::{Game, NormalForm};
use lacuna::gap::transfers::{side_payments, solo_payoff};
use lacuna::linear_program::LinearOptions;
use lacuna::number::Rational;
use proptest::prelude::*;

use super::support::random::two_player_games;
use super::support::{bimatrix, q};

#[test]
fn both_would_rather_be_the_only_one_to_promise() {
    let game = prisoners_dilemma(2, -1, 4, 0).expect("ordered");
    let found = side_payments(&game, &[0, 0], &LinearOptions::default()).expect("two players");
    for solo in &found.solo {
        assert_eq!(solo.payoff, Rational::from(3));
        assert_eq!(solo.payment, Rational::from(1));
        assert!(solo.is_exact());
    }
    assert_eq!(found.welfare, Rational::from(4));
    assert!(found.rules_out());
    assert!(found.verify(&game));
    // A mild dilemma is not ruled out: 3 + 3 = 6.
    let mild = prisoners_dilemma(3, 0, 4, 1).expect("ordered");
    let found = side_payments(&mild, &[0, 0], &LinearOptions::default()).expect("two players");
    assert!(!found.rules_out());
}

#[test]
fn integer_promises_in_the_dilemma_are_bounded_by_the_solo_payoff() {
    // All promises of player 0 from 0 to 6 at the four profiles: 3 less a unit is sure, 3 is not
    // exceeded at the worst equilibrium.
    let game = prisoners_dilemma(2, -1, 4, 0).expect("ordered");
    let solo = solo_payoff(&game, 0, &LinearOptions::default()).expect("two players");
    let mut best = Rational::from(-100);
    for code in 0..7u32.pow(4) {
        let promised =
            |p: &[usize]| Rational::from(i64::from(code / 7u32.pow((2 * p[0] + p[1]) as u32) % 7));
        let induced = NormalForm::from_fn(&[2, 2], |player, profile| {
            let amount = promised(profile);
            let sign = if player == 0 { -amount } else { amount };
            game.payoff(player, profile) + sign
        })
        .expect("small");
        let found = pure_equilibria(&induced, &PureOptions::default()).expect("small");
        let worst = found.into_set().iter().map(|p| induced.payoff(0, &p)).min();
        best = best.max(worst.unwrap_or(Rational::from(-100)));
    }
    assert!(best <= solo.payoff);
    assert!(best >= solo.payoff - Rational::ONE);
}

#[test]
fn in_matching_pennies_promises_bring_nothing() {
    // Pure play gives −1: the other must be paid 2 to lose. The bound by mixing is the value, 0.
    let game = bimatrix(&[[1, -1], [-1, 1]], &[[-1, 1], [1, -1]]);
    let solo = solo_payoff(&game, 0, &LinearOptions::default()).expect("two players");
    assert_eq!((&solo.payoff, &solo.at_most), (&q("-1"), &q("0")));
    assert!(!solo.is_exact());
    assert!(solo.verify(&game));
}

proptest! {
    #[test]
    fn promises_make_the_profile_strictly_dominant(
        game in two_player_games(), player in 0usize..2, slack in 1i64..4
    ) {
        let slack = q("1/10") * Rational::from(slack);
        let solo = solo_payoff(&game, player, &LinearOptions::default()).expect("two players");
        prop_assert!(solo.verify(&game));
        let promises = solo.promises(&game, &slack).expect("fits");
        for profile in game.space().iter() {
            prop_assert!(!promises.payoff(player, &profile).is_positive());
            prop_assert!(promises.welfare_at(game.space().index(&profile).expect("valid")).is_zero());
        }
        let induced =
            |i: usize, p: &[usize]| game.payoff(i, p) + promises.payoff(i, p);
        for profile in game.space().iter() {
            for i in 0..2 {
                if profile[i] != solo.profile[i] {
                    let mut better = profile.clone();
                    better[i] = solo.profile[i];
                    prop_assert!(induced(i, &better) > induced(i, &profile));
                }
            }
        }
        prop_assert_eq!(induced(player, &solo.profile), &solo.payoff - &slack);
    }

    #[test]
    fn no_equilibrium_after_any_promises_gives_more_than_the_bound(
        game in two_player_games(), player in 0usize..2,
        amounts in proptest::collection::vec(prop_oneof![2 => Just(0i64), 3 => 0i64..9], 9),
    ) {
        let solo = solo_payoff(&game, player, &LinearOptions::default()).expect("two players");
        let space = game.space().clone();
        let induced = NormalForm::from_fn(space.actions(), |i, profile| {
            let amount = Rational::from(amounts[space.index(profile).expect("valid")]);
            game.payoff(i, profile) + if i == player { -amount } else { amount }
        })
        .expect("small");
        let pure = pure_equilibria(&induced, &PureOptions::default()).expect("small").into_set();
        for profile in pure.iter() {
            prop_assert!(induced.payoff(player, &profile) <= solo.at_most);
        }
        for label in 0..space.actions().iter().sum() {
            let found = lemke_howson(&induced, label, &LemkeHowsonOptions::default());
            let payoffs = found.expect("small").profile.payoffs(&induced).expect("fits");
            prop_assert!(payoffs[player] <= solo.at_most);
        }
    }

    #[test]
    fn tampering_shows(game in two_player_games(), player in 0usize..2) {
        let solo = solo_payoff(&game, player, &LinearOptions::default()).expect("two players");
        let mut more = solo.clone();
        more.payoff += Rational::ONE;
        more.at_most += Rational::ONE;
        prop_assert!(!more.verify(&game));
        let mut less = solo.clone();
        less.at_most = &solo.payoff - Rational::ONE;
        prop_assert!(!less.verify(&game));
        let mut defenceless = solo.clone();
        defenceless.defences[0] = vec![Rational::ZERO; solo.defences[0].len()];
        prop_assert!(!defenceless.verify(&game));
    }
}
