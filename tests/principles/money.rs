//! Fines, deposits, side payments, taxes, insurance and gifts: closed forms.

use lacuna::equilibrium::dominance::{Dominance, dominated_actions};
use lacuna::game::catalogue::{chicken, prisoners_dilemma, public_goods, stag_hunt};
use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::mechanism::principle::{
    DepositRefund, Gift, Implementation, InsurancePool, OutcomePayments, Penalty, PigouvianTax,
    Proceeds, SidePayment, Target, Transform, VoluntaryDeposit,
};
use lacuna::number::Rational;

use crate::{dilemma, equilibria, outcomes, q};

const COOPERATION: [usize; 2] = [0, 0];

fn cooperation() -> Target {
    Target::Profile(COOPERATION.to_vec())
}

/// Is action 0 of player 0 at least as good as action 1 whatever the other does?
fn cooperation_is_best_always(game: &NormalForm<Rational>) -> bool {
    (0..2).all(|other| game.payoff(0, &[0, other]) >= game.payoff(0, &[1, other]))
}

#[test]
fn the_least_fine_is_t_minus_r_for_an_equilibrium_and_with_p_minus_s_for_dominance() {
    // (R, S, T, P): T − R is the larger in the first, P − S in the second.
    for (r, s, t, p) in [(3, 0, 5, 1), (3, -4, 4, 1), (10, 0, 11, 9)] {
        let game = prisoners_dilemma(r, s, t, p).expect("ordered");
        for twice in 0..=2 * (t - s) {
            let fine = Rational::new(twice, 2).expect("not zero");
            let fined = Penalty::new(cooperation(), fine.clone())
                .apply(&game)
                .expect("fits");
            let keeps = fined
                .game()
                .is_pure_equilibrium(&COOPERATION)
                .expect("fits");
            assert_eq!(keeps, fine >= Rational::from(t - r));
            let least = Rational::from((t - r).max(p - s));
            assert_eq!(cooperation_is_best_always(fined.game()), fine >= least);
        }
    }
}

#[test]
fn the_crates_own_dominance_agrees_with_the_least_fine() {
    let strictly = |fine: i64| {
        let fined = Penalty::new(cooperation(), fine.into())
            .apply(&dilemma())
            .expect("fits");
        let found = dominated_actions(fined.game(), Dominance::Strict).expect("small");
        found
            .iter()
            .any(|dominated| dominated.player == 0 && dominated.action == 1)
    };
    assert!(!strictly(2) && strictly(3));
}

#[test]
fn detection_and_proof_scale_a_fine_down() {
    let game = dilemma();
    // Detected with 2/5: the fine must be 2 / (2/5) = 5.
    for (fine, keeps) in [(q("49/10"), false), (q("5"), true)] {
        let penalty = Penalty::new(cooperation(), fine).with_detection(q("2/5"));
        let fined = penalty.apply(&game).expect("fits");
        assert_eq!(fined.game().is_pure_equilibrium(&COOPERATION), Ok(keeps));
        assert_eq!(fined.plays(&[1, 0]).expect("fits").len(), 2);
        assert_eq!(fined.plays(&[0, 0]).expect("fits").len(), 1);
    }
    // Provable only if both defect: a lone defector is never fined, and nothing helps.
    let blind = Penalty::new(cooperation(), q("1000")).with_provable(vec![vec![1, 1]]);
    let fined = blind.apply(&game).expect("fits");
    assert_eq!(fined.game().is_pure_equilibrium(&COOPERATION), Ok(false));
    assert_eq!(outcomes(&fined), vec![vec![0, 1], vec![1, 0]]);
}

#[test]
fn proceeds_go_where_they_are_said_to_go() {
    let game = public_goods(3, 1, &[0.into(), 1.into()], 2).expect("in range");
    let all = Target::WelfareOptimum;
    let paid = |proceeds, profile: &[usize]| {
        let penalty = Penalty::new(all.clone(), 6.into()).with_proceeds(proceeds);
        penalty
            .apply(&game)
            .expect("fits")
            .transfers(profile)
            .expect("fits")
    };
    let list = |values: [i64; 3]| values.map(Rational::from).to_vec();
    assert_eq!(paid(Proceeds::Burnt, &[0, 1, 0]), list([-6, 0, -6]));
    assert_eq!(
        paid(Proceeds::SharedByOthers, &[0, 1, 0]),
        list([-3, 6, -3])
    );
    assert_eq!(
        paid(Proceeds::SharedByTheRest, &[0, 1, 0]),
        list([-6, 12, -6])
    );
    assert_eq!(
        paid(Proceeds::SharedByTheRest, &[0, 0, 0]),
        list([-6, -6, -6])
    );
    let shared = Penalty::new(all, 6.into()).with_proceeds(Proceeds::SharedByOthers);
    assert!(shared.apply(&game).expect("fits").is_balanced());
}

#[test]
fn a_deposit_is_a_fine_where_everything_can_be_shown() {
    for game in [dilemma(), chicken(3, 1, 4, 0).expect("ordered")] {
        for proceeds in [Proceeds::Burnt, Proceeds::SharedByOthers] {
            let fine = Penalty::new(cooperation(), q("7/3")).with_proceeds(proceeds);
            let deposit = DepositRefund::new(cooperation(), q("7/3")).with_proceeds(proceeds);
            assert_eq!(
                fine.apply(&game).expect("fits").game(),
                deposit.apply(&game).expect("fits").game()
            );
        }
    }
}

#[test]
fn nobody_need_be_forced_into_a_deposit_of_t_minus_r() {
    let game = dilemma();
    for (deposit, keeps) in [(q("19/10"), false), (q("2"), true), (q("9"), true)] {
        let deposit = VoluntaryDeposit::new(cooperation(), deposit);
        let changed = deposit.apply(&game).expect("fits");
        let consent = deposit.consent(&game, &[1, 1]).expect("fits");
        assert_eq!(changed.game().is_pure_equilibrium(&consent), Ok(keeps));
        // Staying out and defecting is an equilibrium whatever the deposit.
        let out = [2 * 2 + 1, 2 * 2 + 1];
        assert_eq!(changed.game().is_pure_equilibrium(&out), Ok(true));
        assert_eq!(changed.material_welfare(&out), Ok(2.into()));
    }
}

#[test]
fn side_payments_of_t_minus_r_keep_cooperation_and_cancel() {
    for (r, s, t, p) in [(3, 0, 5, 1), (3, -4, 4, 1)] {
        let game = prisoners_dilemma(r, s, t, p).expect("ordered");
        for amount in 0..=2 * (t - s) {
            let pays = |payer: usize| SidePayment::new(payer, 1 - payer, 0, amount.into());
            let changed = pays(0).then(pays(1)).apply(&game).expect("fits");
            let keeps = changed
                .game()
                .is_pure_equilibrium(&COOPERATION)
                .expect("fits");
            assert_eq!(keeps, amount >= t - r);
            let best = cooperation_is_best_always(changed.game());
            assert_eq!(best, amount >= (t - r).max(p - s));
            assert!(changed.is_balanced());
            assert_eq!(changed.burnt(&COOPERATION), Ok(0.into()));
        }
    }
}

#[test]
fn promises_cost_the_sum_of_regrets() {
    let cost = |game: &NormalForm<Rational>, target: [usize; 2]| {
        let promises = Implementation::new(Target::Profile(target.to_vec()), 1.into());
        let changed = promises.apply(game).expect("fits");
        // The target is all that is left: each part is weakly better than everything else, and
        // strictly where the other does not do its own.
        for player in 0..2 {
            for other in 0..2 {
                let mut profile = target;
                profile[1 - player] = other;
                let best = changed
                    .game()
                    .best_responses(player, &profile)
                    .expect("fits");
                assert!(best.contains(&target[player]));
                assert!(other == target[1 - player] || best.len() == 1);
            }
        }
        -changed.burnt(&target).expect("fits")
    };
    // Monderer and Tennenholtz 2004: equilibria are free, mutual cooperation costs 2 (T − R).
    assert_eq!(cost(&dilemma(), [0, 0]), 4.into());
    assert_eq!(cost(&dilemma(), [1, 1]), 0.into());
    assert_eq!(
        cost(&chicken(3, 1, 4, 0).expect("ordered"), [0, 1]),
        0.into()
    );
    assert_eq!(
        cost(&chicken(3, 1, 4, 0).expect("ordered"), [0, 0]),
        2.into()
    );
    assert_eq!(
        cost(&stag_hunt(4, 0, 3, 2).expect("ordered"), [0, 0]),
        0.into()
    );
}

#[test]
fn a_pigouvian_subsidy_for_a_public_good_is_what_it_gives_to_others() {
    // c / n to each of n − 1 others.
    for players in 2..5usize {
        let game = public_goods(players, 1, &[0.into(), 1.into()], q("3/2")).expect("in range");
        let taxed = PigouvianTax::new(vec![0; players])
            .apply(&game)
            .expect("fits");
        let all = vec![1; players];
        let subsidy = q("3/2") * &Rational::new(players as i64 - 1, players as i64).expect("n");
        assert_eq!(taxed.transfers(&all), Ok(vec![subsidy; players]));
        assert_eq!(outcomes(&taxed), vec![all]);
        // With a pivot the same incentive costs nothing from outside.
        let pivot = PigouvianTax::pivot().apply(&game).expect("fits");
        assert_eq!(outcomes(&pivot), vec![vec![1; players]]);
        assert_eq!(pivot.burnt(&vec![1; players]), Ok(0.into()));
    }
}

#[test]
fn insuring_the_lone_hunter_leaves_only_the_stag() {
    let game = stag_hunt(4, 0, 3, 2).expect("ordered");
    for payout in 0..5i64 {
        let payouts = vec![
            (vec![0, 1], vec![payout.into(), 0.into()]),
            (vec![1, 0], vec![0.into(), payout.into()]),
        ];
        let pool = InsurancePool::new(vec![1.into(), 1.into()], payouts.clone());
        let insured = pool.apply(&game).expect("fits");
        // S + payout > P: nobody stays with the hare; premiums do not matter.
        assert_eq!(outcomes(&insured) == vec![vec![0, 0]], payout > 2);
        assert_eq!(insured.burnt(&[0, 0]), Ok(2.into()));
        let paid = OutcomePayments::new(payouts).apply(&game).expect("fits");
        assert_eq!(equilibria(paid.game()), equilibria(insured.game()));
        let mutual = pool.mutual().apply(&game).expect("fits");
        assert!(mutual.is_balanced());
        // Each pays half of a mutual payout.
        assert_eq!(
            mutual.transfers(&[0, 1]).expect("fits")[0],
            q("1/2") * &payout.into()
        );
    }
}

#[test]
fn targets_are_sums_and_never_products() {
    // Both defecting has the larger product of payoffs: (−3)(−3) = 9 against 1.
    let game = prisoners_dilemma(1, -4, 2, -3).expect("ordered");
    let fined = Penalty::new(Target::WelfareOptimum, 5.into())
        .apply(&game)
        .expect("fits");
    assert_eq!(outcomes(&fined), vec![vec![0, 0]]);
}

#[test]
fn money_from_nowhere_is_not_welfare() {
    let gift = Gift::new(vec![100.into(), (-3).into()])
        .apply(&dilemma())
        .expect("fits");
    assert_eq!(gift.material_welfare(&[1, 1]), Ok(2.into()));
    assert_eq!(gift.burnt(&[1, 1]), Ok((-97).into()));
    assert_eq!(gift.game().welfare(&[1, 1]), Ok(99.into()));
    assert_eq!(
        gift.material_game().expect("fits").welfare(&[1, 1]),
        Ok(2.into())
    );
}
