//! Commitment, mediators and devices.

use lacuna::equilibrium::{CorrelatedOptions, Distribution, correlated_equilibrium};
use lacuna::game::catalogue::{battle_of_the_sexes, chicken, public_goods, stag_hunt};
use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::mechanism::principle::{
    ConditionalCommitment, CorrelatedRecommendation, Delegation, Device, Leadership, Mandate,
    Mediator, Restriction, Transform,
};
use lacuna::number::Rational;

use crate::{dilemma, outcomes, q};

#[test]
fn a_leader_in_chicken_dares_and_one_in_the_battle_goes_where_it_likes() {
    let game = chicken(3, 1, 4, 0).expect("ordered");
    for leader in 0..2 {
        let mut dares = vec![0, 0];
        dares[leader] = 1;
        assert_eq!(Leadership::new(leader).outcome(&game), Ok(dares.clone()));
        let changed = Leadership::new(leader).apply(&game).expect("small");
        assert!(outcomes(&changed).contains(&dares));
        // The follower threatens to dare whatever comes: an equilibrium, though not a credible one.
        let mut gives_way = vec![1, 1];
        gives_way[leader] = 0;
        assert!(outcomes(&changed).contains(&gives_way));
    }
    let battle = battle_of_the_sexes(2, 1, 0).expect("ordered");
    assert_eq!(Leadership::new(0).outcome(&battle), Ok(vec![0, 0]));
    assert_eq!(Leadership::new(1).outcome(&battle), Ok(vec![1, 1]));
}

#[test]
fn moving_first_is_not_enough_in_a_dilemma_and_a_matching_follower_is() {
    let game = dilemma();
    assert_eq!(Leadership::new(0).outcome(&game), Ok(vec![1, 1]));
    let changed = Leadership::new(0).apply(&game).expect("small");
    // Plans of the follower: (after C, after D); 1 = C after C and D after D.
    assert_eq!(
        changed.game().action_name(1, 1),
        Some("Cooperate after Cooperate, Defect after Defect")
    );
    assert_eq!(changed.plays(&[0, 1]).expect("fits")[0].profile, vec![0, 0]);
    // Against it cooperating pays; but the follower would rather defect after all.
    assert_eq!(changed.game().best_responses(0, &[0, 1]), Ok(vec![0]));
    assert_eq!(outcomes(&changed), vec![vec![1, 1]]);
}

#[test]
fn giving_up_an_action_can_only_be_worth_something_if_it_is_seen() {
    let game = chicken(3, 1, 4, 0).expect("ordered");
    let seen = Restriction::of_player(&game, 0, vec![1]).expect("a player");
    let changed = seen.apply(&game).expect("fits");
    assert_eq!(changed.game().actions(0), 1);
    assert_eq!(outcomes(&changed), vec![vec![1, 0]]);
    let reordered = Restriction::new(vec![vec![1, 0], vec![0, 1]]);
    let changed = reordered.apply(&game).expect("fits");
    assert_eq!(changed.plays(&[0, 1]).expect("fits")[0].profile, vec![1, 1]);
}

/// Is a target at least as good for everybody as its best answer to the others' fallbacks?
fn is_supported(game: &NormalForm<Rational>, target: &[usize], fallback: &[usize]) -> bool {
    (0..game.players()).all(|player| {
        let mut alone = fallback.to_vec();
        (0..game.actions(player)).all(|action| {
            alone[player] = action;
            game.payoff(player, target) >= game.payoff(player, &alone)
        })
    })
}

#[test]
fn devices_and_mediators_support_what_beats_the_fallback() {
    let games = [
        dilemma(),
        chicken(3, 1, 4, 0).expect("ordered"),
        stag_hunt(4, 0, 3, 2).expect("ordered"),
        public_goods(3, 2, &[0.into(), 1.into(), 2.into()], 2).expect("in range"),
    ];
    let mut supported = 0;
    for game in &games {
        for target in game.space() {
            for fallback in game.space() {
                let devices = ConditionalCommitment::mutual(target.clone(), fallback.clone());
                let committed = devices.apply(game).expect("fits");
                let mediator = Mediator::new(target.clone(), fallback.clone());
                let mediated = mediator.apply(game).expect("fits");
                let last: Vec<usize> = game.space().actions().to_vec();
                let expected = is_supported(game, &target, &fallback);
                supported += usize::from(expected);
                for changed in [committed, mediated] {
                    assert_eq!(changed.game().is_pure_equilibrium(&last), Ok(expected));
                    assert_eq!(changed.plays(&last).expect("fits")[0].profile, target);
                }
            }
        }
    }
    assert!(supported > 100);
}

#[test]
fn a_device_that_trusts_an_unconditional_one_is_exploited() {
    // Player 0 cooperates if player 1 uses its device; that device defects.
    let trusting = Device::new(0, vec![(1, 0)], 1);
    let false_friend = Device::new(1, vec![], 1);
    let devices = ConditionalCommitment::new(vec![vec![trusting], vec![false_friend]]);
    let changed = devices.apply(&dilemma()).expect("fits");
    assert_eq!(changed.plays(&[2, 2]).expect("fits")[0].profile, vec![0, 1]);
    assert_eq!(outcomes(&changed), vec![vec![1, 1]]);
}

#[test]
fn a_mediator_with_mandates_treats_each_group_as_told() {
    let game = public_goods(3, 1, &[0.into(), 1.into()], 2).expect("in range");
    // All contribute; if one leaves the other two still do, so that leaving pays.
    let soft = [[0, 1], [0, 2], [1, 2]]
        .into_iter()
        .fold(Mediator::new(vec![1; 3], vec![0; 3]), |mediator, pair| {
            mediator.with_mandate(Mandate::new(pair.to_vec(), vec![1, 1]))
        });
    let delegate = [2, 2, 2];
    let hard = Mediator::new(vec![1; 3], vec![0; 3])
        .apply(&game)
        .expect("fits");
    assert_eq!(hard.game().is_pure_equilibrium(&delegate), Ok(true));
    let soft = soft.apply(&game).expect("fits");
    assert_eq!(soft.game().is_pure_equilibrium(&delegate), Ok(false));
    assert_eq!(
        soft.plays(&[0, 2, 2]).expect("fits")[0].profile,
        vec![0, 1, 1]
    );
    // Lots: the battle of the sexes by a fair coin.
    let battle = battle_of_the_sexes(2, 1, 0).expect("ordered");
    let coin = vec![(q("1/2"), vec![0, 0]), (q("1/2"), vec![1, 1])];
    // Whoever leaves meets the other's favourite, worth 1; or its own, worth 2, which is more.
    for (fallback, keeps) in [(vec![0, 1], true), (vec![1, 0], false)] {
        let mandate = Mandate::lottery(vec![0, 1], coin.clone());
        let fair = Mediator::new(vec![0, 0], fallback).with_mandate(mandate);
        let fair = fair.apply(&battle).expect("fits");
        assert_eq!(fair.material_payoffs(&[2, 2]), Ok(vec![q("3/2"), q("3/2")]));
        assert_eq!(fair.game().is_pure_equilibrium(&[2, 2]), Ok(keeps));
    }
}

#[test]
fn the_best_correlated_equilibrium_of_chicken_is_run_by_a_device() {
    let game = chicken(6, 2, 7, 0).expect("ordered");
    let best = correlated_equilibrium(&game, &CorrelatedOptions::default())
        .expect("solved")
        .into_found()
        .expect("one");
    let device = CorrelatedRecommendation::of(&best.distribution);
    let changed = device.apply(&game).expect("small");
    let obedient = device.obedient(&game).expect("small");
    assert_eq!(changed.game().is_pure_equilibrium(&obedient), Ok(true));
    assert_eq!(changed.material_welfare(&obedient), Ok(q("21/2")));
    // Told in public, the compromise (0, 0) is disobeyed.
    let entries = best
        .distribution
        .iter()
        .map(|(profile, p)| (p.clone(), profile));
    let public = CorrelatedRecommendation::public(entries.collect());
    let obedient = public.obedient(&game).expect("small");
    let changed = public.apply(&game).expect("small");
    assert_eq!(changed.game().is_pure_equilibrium(&obedient), Ok(false));
}

#[test]
fn obedience_is_an_equilibrium_exactly_for_correlated_equilibria() {
    let game = chicken(6, 2, 7, 0).expect("ordered");
    let mut both = [0, 0];
    // All distributions with steps of 1/6.
    for a in 0..=6i64 {
        for b in 0..=6 - a {
            for c in 0..=6 - a - b {
                let weights = [a, b, c, 6 - a - b - c];
                let lottery: Vec<(Rational, Vec<usize>)> = game
                    .space()
                    .iter()
                    .zip(weights)
                    .map(|(profile, w)| (Rational::new(w, 6).expect("six"), profile))
                    .collect();
                let entries = lottery
                    .iter()
                    .map(|(p, profile)| (profile.clone(), p.clone()));
                let distribution = Distribution::new(&[2, 2], entries).expect("sums to 1");
                let expected = distribution.is_correlated_equilibrium(&game).expect("fits");
                let device = CorrelatedRecommendation::private(lottery);
                let obedient = device.obedient(&game).expect("small");
                let changed = device.apply(&game).expect("small");
                assert_eq!(changed.game().is_pure_equilibrium(&obedient), Ok(expected));
                both[usize::from(expected)] += 1;
            }
        }
    }
    assert!(both[0] > 10 && both[1] > 10);
}

#[test]
fn a_delegate_takes_what_is_best_for_itself() {
    let changed = Delegation::new(1, 0).apply(&dilemma()).expect("fits");
    assert_eq!(changed.game().actions(1), 1);
    assert_eq!(outcomes(&changed), vec![vec![1, 0]]);
    // In a stag hunt interests agree.
    let hunt = stag_hunt(4, 0, 3, 2).expect("ordered");
    let changed = Delegation::new(0, 1).apply(&hunt).expect("fits");
    assert_eq!(outcomes(&changed), vec![vec![0, 0]]);
}
