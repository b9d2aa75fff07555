//! Formal contracts, and enforcement against prosociality.

use lacuna::game::Game;
use lacuna::game::catalogue::{DilemmaPayoffs, prisoners_dilemma};
use lacuna::gap::transfers::{
    Concept, Enforcement, FineDestination, ParameterRange, all_other_actions, detection_needed,
    fine_needed, formal_contract, prosociality_needed,
};
use lacuna::number::{Extended, Rational};
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

use super::support::random::{preferences, weights};
use super::support::{cooperative, instances, over, q, ratio};
use super::tree::{concepts, is_played, targets};

fn destinations() -> impl Strategy<Value = FineDestination> {
    prop_oneof![
        Just(FineDestination::Others),
        Just(FineDestination::Burnt),
        Just(FineDestination::ThirdParty),
    ]
}

/// Values to try: a grid, and just inside and outside the ends of a range.
fn values(range: &ParameterRange, most: i64) -> Vec<Rational> {
    let mut values: Vec<Rational> = (0..=2 * most).map(|k| ratio(k, 2)).collect();
    if let ParameterRange::Interval(interval) = range {
        let tiny = ratio(1, 1_000_000);
        values.extend([&interval.from - &tiny, interval.from.clone()]);
        if let Extended::Finite(to) = &interval.to {
            values.extend([to.clone(), to + &tiny]);
        }
        values.retain(|value| !value.is_negative());
    }
    values
}

#[test]
fn the_trade_off_of_the_dilemma() {
    let game = prisoners_dilemma(3, 0, 5, 1).expect("ordered");
    let payoffs = DilemmaPayoffs::new(3, 0, 5, 1);
    for (chance, fine, others, burnt) in [
        ("1/2", "1", "3/2", "1"),
        ("1/4", "4", "1", "1/2"),
        ("1/10", "5", "3/2", "1"),
    ] {
        for (destination, lambda) in [
            (FineDestination::Others, others),
            (FineDestination::Burnt, burnt),
            (FineDestination::ThirdParty, burnt),
        ] {
            let (chance, fine) = (q(chance), q(fine));
            let caught = Enforcement::uniform(&game, &[0, 0], &chance, fine.clone(), destination)
                .expect("valid");
            let found =
                prosociality_needed(&game, &[0, 0], &caught, Concept::Equilibrium).expect("valid");
            assert_eq!(found.range.least(), Some(&q(lambda)));
            assert!(found.verify(&game));
            let expected = &chance * &fine;
            let is_burnt = destination != FineDestination::Others;
            assert_eq!(
                found.range.least(),
                Some(&instances::enforcement(&payoffs, &expected, is_burnt))
            );
            // At that λ no less of a fine and no less detection would do.
            let lambda = q(lambda);
            let fines = fine_needed(&game, &[0, 0], &caught, &lambda, Concept::Equilibrium);
            assert_eq!(fines.expect("valid").range.least(), Some(&fine));
            let factor = detection_needed(&game, &[0, 0], &caught, &lambda, Concept::Equilibrium);
            assert_eq!(factor.expect("valid").range.least(), Some(&Rational::ONE));
        }
    }
}

#[test]
fn the_rate_of_substitution_is_the_slope_of_the_curve() {
    let game = prisoners_dilemma(3, 0, 5, 1).expect("ordered");
    let needed = |fine: &Rational, destination| {
        let caught = Enforcement::uniform(&game, &[0, 0], &q("1/2"), fine.clone(), destination);
        prosociality_needed(
            &game,
            &[0, 0],
            &caught.expect("valid"),
            Concept::Equilibrium,
        )
        .expect("valid")
    };
    // To the others: λ = 2 − qF, everywhere of slope −1.
    let found = needed(&q("2"), FineDestination::Others);
    assert_eq!(found.marginal_rate(), Some(q("-1")));
    // Burnt: λ = (2 − E)/(1 + E), of slope −3/(1 + E)².
    let found = needed(&q("2"), FineDestination::Burnt);
    assert_eq!(found.marginal_rate(), Some(q("-3/4")));
    // No altruism is needed once the fine alone deters.
    let found = needed(&q("9"), FineDestination::Burnt);
    assert_eq!(found.range.least(), Some(&Rational::ZERO));
    assert_eq!(found.marginal_rate(), None);
}

#[test]
fn a_contract_that_names_the_wrong_actions_does_not_help() {
    let game = prisoners_dilemma(3, 0, 5, 1).expect("ordered");
    let selfish = WeightMatrix::identity(2);
    let nothing = vec![Vec::new(), Vec::new()];
    let found = formal_contract(&game, &[0, 0], &nothing, &selfish, Concept::Equilibrium);
    let found = found.expect("valid");
    assert!(matches!(&found.transfers, ParameterRange::Empty(conflict) if conflict.len() == 1));
    assert!(found.verify(&game, &selfish));
    // Players who count the other twice: too large a fine invites them to give.
    let rows = [["1", "2"], ["2", "1"]].map(|row| row.map(q).to_vec());
    let saints = WeightMatrix::new(rows.to_vec()).expect("square");
    let defections = all_other_actions(&game, &[0, 0]).expect("valid");
    let found = formal_contract(&game, &[0, 0], &defections, &saints, Concept::Equilibrium);
    let found = found.expect("valid");
    // At (C, C) they see 9, after defection 5: the fine may be 4.
    let interval = found.transfers.interval().expect("some");
    assert_eq!(
        (&interval.from, &interval.to),
        (&Rational::ZERO, &Extended::Finite(q("4")))
    );
    assert!(found.verify(&game, &saints));
}

proptest! {
    #[test]
    fn dilemmas_need_a_transfer_of_the_temptation(
        s in -3i64..0, p in 0i64..3, above in 1i64..4, more in 1i64..3, lambda in weights()
    ) {
        let (r, t) = (p + above, p + above + more);
        prop_assume!(2 * r > t + s);
        let game = prisoners_dilemma(r, s, t, p).expect("ordered");
        let seen = cooperative(2, &lambda);
        let defections = all_other_actions(&game, &[0, 0]).expect("valid");
        let found = formal_contract(&game, &[0, 0], &defections, &seen, Concept::Equilibrium);
        // Balanced transfers do not touch welfare: T − R − λ(2R − T − S).
        let expected = Rational::from(t - r) - &lambda * Rational::from(2 * r - t - s);
        let found = found.expect("valid");
        prop_assert_eq!(found.transfers.least(), Some(&expected.max(Rational::ZERO)));
    }

    #[test]
    fn transfers_in_the_interval_and_no_others_make_the_target_played(
        ((game, target), seen, some) in targets().prop_flat_map(|target| {
            let players = target.0.players();
            (Just(target), preferences(players), any::<u64>())
        }),
        concept in concepts(),
    ) {
        let mut defections = all_other_actions(&game, &target).expect("valid");
        if some % 3 == 0 {
            // Not all deviations are defections.
            for (player, list) in defections.iter_mut().enumerate() {
                list.retain(|action| (some >> (3 * player + action)) & 8 != 0);
            }
        }
        let found = formal_contract(&game, &target, &defections, &seen, concept).expect("valid");
        prop_assert!(found.verify(&game, &seen));
        let n = game.players();
        for theta in values(&found.transfers, 14) {
            let money = |profile: &[usize]| -> Vec<Rational> {
                let mut payoffs: Vec<Rational> = (0..n).map(|j| game.payoff(j, profile)).collect();
                let share = over(&theta, &Rational::from(n - 1));
                for j in (0..n).filter(|&j| defections[j].contains(&profile[j])) {
                    for (k, payoff) in payoffs.iter_mut().enumerate() {
                        if k == j { *payoff -= &theta } else { *payoff += &share }
                    }
                }
                payoffs
            };
            for profile in game.space().iter() {
                for player in 0..n {
                    let total = game.payoff(player, &profile)
                        + found.payment(&theta, player, &profile);
                    prop_assert_eq!(&total, &money(&profile)[player]);
                }
            }
            let played = is_played(&game, &target, concept, |player, profile| {
                seen.apply(player, &money(profile))
            });
            prop_assert_eq!(found.transfers.contains(&theta), played);
        }
        let mut other = found.clone();
        if let ParameterRange::Interval(interval) = &mut other.transfers {
            interval.from += Rational::ONE;
            prop_assert!(!other.verify(&game, &seen));
        }
    }

    #[test]
    fn enforcement_holds_on_its_range_only(
        (game, target) in targets(),
        chances in proptest::collection::vec(0i64..=4, 9),
        fine in 0i64..9,
        lambda in weights(),
        destination in destinations(),
        concept in concepts(),
    ) {
        let mut next = chances.iter().cycle();
        let detection: Vec<Vec<Rational>> = (0..game.players())
            .map(|player| {
                let actions = 0..game.actions(player);
                actions.map(|_| ratio(*next.next().expect("endless"), 4)).collect()
            })
            .collect();
        let fine = Rational::from(fine);
        let caught = Enforcement::new(detection.clone(), fine.clone(), destination).expect("valid");
        let played = |lambda: &Rational, fine: &Rational, factor: &Rational| {
            is_played(&game, &target, concept, |player, profile| {
                let n = game.players();
                let mut money: Vec<Rational> = (0..n).map(|j| game.payoff(j, profile)).collect();
                for j in 0..n {
                    let expected = &(&detection[j][profile[j]] * factor) * fine;
                    money[j] -= &expected;
                    if destination == FineDestination::Others {
                        let share = over(&expected, &Rational::from(n - 1));
                        for (_, payoff) in money.iter_mut().enumerate().filter(|(k, _)| *k != j) {
                            *payoff += &share;
                        }
                    }
                }
                &money[player] + &(lambda * &money.iter().sum::<Rational>())
            })
        };
        let one = Rational::ONE;
        let found = prosociality_needed(&game, &target, &caught, concept).expect("valid");
        prop_assert!(found.verify(&game));
        for value in values(&found.range, 6) {
            prop_assert_eq!(found.range.contains(&value), played(&value, &fine, &one));
        }
        if let Some(rate) = found.marginal_rate() {
            prop_assert!(rate.is_negative());
        }
        let mut other = found.clone();
        if let ParameterRange::Interval(interval) = &mut other.range {
            interval.from += Rational::ONE;
            prop_assert!(!other.verify(&game));
        }
        let found = fine_needed(&game, &target, &caught, &lambda, concept).expect("valid");
        prop_assert!(found.verify(&game));
        for value in values(&found.range, 12) {
            prop_assert_eq!(found.range.contains(&value), played(&lambda, &value, &one));
        }
        let found = detection_needed(&game, &target, &caught, &lambda, concept).expect("valid");
        prop_assert!(found.verify(&game));
        let most = detection.iter().flatten().max().cloned().unwrap_or_default();
        for value in values(&found.range, 4) {
            if &value * &most <= one {
                prop_assert_eq!(found.range.contains(&value), played(&lambda, &fine, &value));
            }
        }
    }
}
