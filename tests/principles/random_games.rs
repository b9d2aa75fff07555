//! Properties on random games, from the definitions.

use lacuna::game::random::{generator, uniform_integers};
use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::mechanism::principle::{
    ConditionalCommitment, DepositRefund, Gift, Implementation, Mediator, Penalty, PigouvianTax,
    PrePlayMessages, Proceeds, Restriction, Target, Transform, Transformed,
};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, Selfish};
use proptest::prelude::*;

use crate::{equilibria, q};

fn games() -> impl Strategy<Value = NormalForm<Rational>> {
    (proptest::collection::vec(1usize..4, 1..4), any::<u64>()).prop_map(|(shape, seed)| {
        uniform_integers(&shape, -9..=9, &mut generator(seed, 0)).expect("a shape")
    })
}

/// The sum of what everybody gets in the changed game is material welfare less what is burnt.
fn accounts_balance(changed: &Transformed) -> bool {
    changed.game().space().iter().all(|profile| {
        let total = changed.game().welfare(&profile).expect("fits");
        let material = changed.material_welfare(&profile).expect("fits");
        total == material - changed.burnt(&profile).expect("fits")
    })
}

proptest! {
    #[test]
    fn with_a_pigouvian_tax_welfare_is_an_exact_potential(game in games(), pivot in any::<bool>()) {
        let players = game.players();
        let tax = match pivot {
            true => PigouvianTax::pivot(),
            false => PigouvianTax::new(vec![0; players]),
        };
        let taxed = tax.apply(&game).expect("fits");
        for profile in game.space() {
            let here = game.welfare(&profile).expect("fits");
            for player in 0..players {
                for action in 0..game.actions(player) {
                    let mut other = profile.clone();
                    other[player] = action;
                    let gain = taxed.game().payoff(player, &other)
                        - taxed.game().payoff(player, &profile);
                    prop_assert_eq!(gain, game.welfare(&other).expect("fits") - &here);
                }
            }
            let received = taxed.transfers(&profile).expect("fits");
            prop_assert!(!pivot || received.iter().all(|paid| !paid.is_positive()));
        }
        let optimum = Target::WelfareOptimum.profile(&game).expect("a game");
        prop_assert_eq!(taxed.game().is_pure_equilibrium(&optimum), Ok(true));
        prop_assert!(accounts_balance(&taxed));
    }

    #[test]
    fn gifts_change_no_equilibrium_of_selfish_or_cooperative_players(
        game in games(), gift in -9i64..9, lambda in 0i64..5
    ) {
        let mut gifts = vec![Rational::ZERO; game.players()];
        gifts[0] = gift.into();
        let changed = Gift::new(gifts).apply(&game).expect("fits");
        prop_assert_eq!(equilibria(changed.game()), equilibria(&game));
        let kind = Cooperative::new(Rational::new(lambda, 2).expect("two")).expect("in range");
        let before = Gift::new(vec![Rational::ZERO; game.players()]).apply(&game).expect("fits");
        let profiles = |changed: &Transformed| -> Vec<Vec<usize>> {
            let found = changed.equilibria(&kind).expect("linear");
            found.into_iter().map(|equilibrium| equilibrium.profile).collect()
        };
        prop_assert_eq!(profiles(&changed), profiles(&before));
    }

    #[test]
    fn fines_as_high_as_the_largest_regret_make_the_target_an_equilibrium_and_not_less(
        game in games(), pick in any::<prop::sample::Index>()
    ) {
        let target = game.space().profile(pick.index(game.space().len())).expect("one");
        let regrets = (0..game.players()).map(|i| game.regret(i, &target).expect("fits"));
        let least = regrets.max().expect("players");
        for proceeds in [Proceeds::Burnt, Proceeds::SharedByTheRest] {
            let fined = |fine: Rational| {
                let penalty = Penalty::new(Target::Profile(target.clone()), fine);
                penalty.with_proceeds(proceeds).apply(&game).expect("fits")
            };
            let enough = fined(least.clone());
            prop_assert_eq!(enough.game().is_pure_equilibrium(&target), Ok(true));
            prop_assert!(accounts_balance(&enough));
            if least.is_positive() {
                let short = fined(&least - q("1/100"));
                prop_assert_eq!(short.game().is_pure_equilibrium(&target), Ok(false));
            }
        }
        let deposit = DepositRefund::new(Target::Profile(target.clone()), least);
        let kept = deposit.apply(&game).expect("fits");
        prop_assert_eq!(kept.burnt(&target), Ok(Rational::ZERO));
    }

    #[test]
    fn promises_make_the_target_dominant_at_the_sum_of_regrets(
        game in games(), pick in any::<prop::sample::Index>()
    ) {
        let target = game.space().profile(pick.index(game.space().len())).expect("one");
        let promises = Implementation::new(Target::Profile(target.clone()), q("1/2"));
        let changed = promises.apply(&game).expect("fits");
        for profile in game.space() {
            for (player, part) in target.iter().enumerate() {
                let best = changed.game().best_responses(player, &profile).expect("fits");
                prop_assert!(best.contains(part));
                let paid = &changed.transfers(&profile).expect("fits")[player];
                prop_assert!(!paid.is_negative());
            }
        }
        let regrets: Rational =
            (0..game.players()).map(|i| game.regret(i, &target).expect("fits")).sum();
        prop_assert_eq!(changed.burnt(&target), Ok(-regrets));
    }

    #[test]
    fn mediators_and_devices_keep_every_equilibrium_of_the_game_that_nobody_leaves(
        game in games(), pick in any::<prop::sample::Index>()
    ) {
        // An equilibrium stays one with a mediator that plays it whoever delegates.
        for equilibrium in equilibria(&game) {
            let mediator = Mediator::new(equilibrium.clone(), equilibrium.clone());
            let changed = mediator.apply(&game).expect("fits");
            prop_assert_eq!(changed.game().is_pure_equilibrium(&equilibrium), Ok(true));
            let all: Vec<usize> = game.space().actions().to_vec();
            prop_assert_eq!(changed.game().is_pure_equilibrium(&all), Ok(true));
        }
        let target = game.space().profile(pick.index(game.space().len())).expect("one");
        let devices = ConditionalCommitment::mutual(target.clone(), target.clone());
        let changed = devices.apply(&game).expect("fits");
        let original = |profile: &[usize]| changed.plays(profile).expect("fits")[0].profile.clone();
        for profile in game.space() {
            prop_assert_eq!(original(&profile), profile);
        }
        prop_assert!(accounts_balance(&changed) && changed.is_balanced());
    }

    #[test]
    fn cheap_talk_keeps_every_equilibrium_outcome(
        seed in any::<u64>(), first in 1usize..3, second in 1usize..3
    ) {
        let game = uniform_integers(&[2, 3], -3..=3, &mut generator(seed, 1)).expect("a shape");
        let changed = PrePlayMessages::cheap(vec![first, second]).apply(&game).expect("small");
        let played = crate::outcomes(&changed);
        for equilibrium in equilibria(&game) {
            prop_assert!(played.contains(&equilibrium));
        }
        // And what is played is worth what the game says.
        for found in changed.equilibria(&Selfish).expect("selfish") {
            let welfare = game.welfare(&found.plays[0].profile).expect("fits");
            prop_assert_eq!(found.material_welfare, welfare);
            prop_assert_eq!(found.burnt, Rational::ZERO);
        }
    }

    #[test]
    fn restrictions_are_the_crates_own_restricted_games(game in games(), bits in any::<u64>()) {
        let mut rest = bits;
        let kept: Vec<Vec<usize>> = (0..game.players())
            .map(|player| {
                let mut list: Vec<usize> = (0..game.actions(player))
                    .filter(|_| {
                        rest = rest.rotate_right(1);
                        rest & 1 == 1
                    })
                    .collect();
                if list.is_empty() {
                    list.push(0);
                }
                list
            })
            .collect();
        let changed = Restriction::new(kept.clone()).apply(&game).expect("fits");
        let restricted = game.restricted(&kept).expect("fits");
        for profile in restricted.space() {
            for player in 0..game.players() {
                prop_assert_eq!(
                    changed.game().payoff(player, &profile),
                    restricted.payoff(player, &profile)
                );
            }
        }
    }
}
