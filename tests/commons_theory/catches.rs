//! Expected catches against the tree of all draws, and against draws of the simulator.

use lacuna::number::Rational;
use lacuna::simulate::Environment;
use lacuna::simulate::commons::{Commons, CommonsRules, Rationing};

use super::{RATIONINGS, brute, q, whole};

#[test]
fn expected_catches_are_those_of_all_draws() {
    for rationing in RATIONINGS {
        for stock in 0..=6 {
            for demands in brute::tuples(3, 7) {
                let expected = rationing.expected(stock, &demands).expect("small");
                let drawn = brute::mean_catches(rationing, stock, &demands);
                assert_eq!(expected, drawn, "{rationing:?} of {stock}: {demands:?}");
            }
        }
    }
    for demands in [[2, 2, 3, 5], [1, 4, 4, 4], [0, 1, 2, 9]] {
        let expected = Rationing::UnitLottery.expected(7, &demands).expect("small");
        let drawn = brute::mean_catches(Rationing::UnitLottery, 7, &demands);
        assert_eq!(expected, drawn, "{demands:?}");
    }
}

#[test]
fn what_is_expected_adds_up_to_the_stock_or_to_what_is_wanted() {
    let demands = [10, 10, 9, 40, 100];
    for rationing in RATIONINGS {
        for stock in [0, 30, 90, 168, 169, 200] {
            let expected = rationing.expected(stock, &demands).expect("small");
            assert_eq!(expected.iter().sum::<Rational>(), whole(stock.min(169)));
        }
    }
}

#[test]
fn grabbing_everything_gets_a_little_more_by_lot_than_by_equal_awards() {
    let demands = [100, 10, 10, 10, 10];
    let of = |rationing: Rationing| rationing.expected(100, &demands).expect("small").remove(0);
    assert_eq!(of(Rationing::EqualAwards), whole(60));
    // 100 of 140 wanted: 71 and 3/7, and the largest remainder.
    assert_eq!(of(Rationing::Proportional), whole(72));
    // An other goes without a unit only if it draws less than ten times while all is caught.
    let lottery = of(Rationing::UnitLottery);
    assert!(lottery > whole(60) && lottery < q("60.00001"), "{lottery}");
}

#[test]
fn draws_of_the_simulator_have_the_expected_mean() {
    let demands = [9, 1, 4];
    for rationing in RATIONINGS {
        let rules = CommonsRules::default()
            .with_players(3)
            .with_capacity(8)
            .with_rationing(rationing);
        let mut commons = Commons::new(rules).expect("valid");
        let mut rewards = vec![Rational::ZERO; 3];
        let episodes = 4_000;
        let mut sums = [0.0; 3];
        for seed in 0..episodes {
            commons.reset(seed);
            commons.step(&demands, &mut rewards).expect("legal");
            for (sum, reward) in sums.iter_mut().zip(&rewards) {
                *sum += reward.to_f64();
            }
        }
        let expected = rationing.expected(8, &demands).expect("small");
        for (sum, expected) in sums.iter().zip(&expected) {
            // A catch has a standard deviation below 2: five standard errors.
            let mean = sum / episodes as f64;
            assert!(
                (mean - expected.to_f64()).abs() < 0.16,
                "{rationing:?}: {mean} {expected}"
            );
        }
    }
}

#[test]
fn a_lottery_that_is_too_large_is_refused() {
    let refused = |stock, demands: &[u64]| {
        let refused = Rationing::UnitLottery.expected(stock, demands);
        refused.expect_err("too large").to_string()
    };
    let different: Vec<u64> = (1..30).collect();
    let message = refused(400, &different);
    assert!(
        message.starts_with("the number of terms of a catch"),
        "{message}"
    );
    let message = refused(u64::MAX, &[u64::MAX, u64::MAX - 1]);
    assert!(
        message.starts_with("what is wanted in a lottery is"),
        "{message}"
    );
    // The others know no such limit.
    let award = Rationing::EqualAwards.expected(u64::MAX, &[u64::MAX, u64::MAX]);
    let half = whole(u64::MAX) * &q("1/2");
    assert_eq!(award.expect("no lot"), [half.clone(), half.clone()]);
    let share = Rationing::Proportional.expected(u64::MAX, &[u64::MAX, u64::MAX]);
    assert_eq!(share.expect("no lot"), [half.clone(), half]);
}
