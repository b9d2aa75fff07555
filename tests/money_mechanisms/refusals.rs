//! What is refused, and how.

use lacuna::mechanism::auction::{
    Allocations, ScheduleAuction, SchedulePricing, SealedBid, Ties, bid_strategies, multi_unit,
    one_object, unit_demand,
};
use lacuna::mechanism::groves::{AffineMaximiser, ExpectedExternality, Groves, balanced_terms};
use lacuna::mechanism::public_project::{PublicProject, SerialCostSharing, serial_setting};
use lacuna::mechanism::trade::{
    DoubleAuction, Matchings, PostedPrice, PostedTrade, TradeReduction, bilateral, with_seller,
};
use lacuna::mechanism::{Setting, SettingError, TableLimit};
use lacuna::number::Rational;

use super::{grid, list, n, q};

fn message<T>(result: Result<T, SettingError>) -> String {
    result
        .err()
        .map(|error| error.to_string())
        .expect("refused")
}

#[test]
fn grids_must_have_levels_in_increasing_order() {
    let bad = [
        vec![],
        vec![vec![]],
        vec![grid(0, 2), list(&[1, 1])],
        vec![list(&[2, 1])],
    ];
    for grids in bad {
        assert!(SealedBid::second_price(grids.clone()).is_err());
        assert!(one_object(&grids).is_err());
        assert!(TradeReduction::new(grids.clone(), vec![grid(0, 1)]).is_err());
        assert!(TradeReduction::new(vec![grid(0, 1)], grids.clone()).is_err());
        assert!(PublicProject::equal_shares(grids, n(1)).is_err());
    }
    assert_eq!(
        message(SealedBid::first_price(vec![list(&[0, 3, 2])])),
        "list 0 of bids is 3 before 2; levels must increase"
    );
    assert!(bilateral(&[], &grid(0, 1)).is_err());
    assert!(PostedTrade::new(grid(0, 1), vec![], n(0)).is_err());
}

#[test]
fn numbers_of_units_bidders_and_traders_have_limits() {
    assert!(unit_demand(&[grid(0, 1)], 0).is_err());
    for (bidders, units, most) in [
        (0, 1, 1),
        (1, 0, 1),
        (1, 1, 0),
        (usize::MAX, 1, 1),
        (2, usize::MAX, usize::MAX),
        (3, 100_000, 100_000),
        (100, 50, 1),
    ] {
        assert!(
            Allocations::new(bidders, units, most).is_err(),
            "{bidders} {units} {most}"
        );
    }
    assert!(Allocations::new(5000, 1, usize::MAX).is_err());
    assert_eq!(Allocations::new(2000, 1, 1).map(|all| all.len()), Ok(2001));
    for (buyers, sellers) in [(0, 1), (1, 0), (40, 40), (usize::MAX, usize::MAX)] {
        assert!(
            Matchings::new(buyers, sellers).is_err(),
            "{buyers} {sellers}"
        );
    }
    assert!(PostedPrice::new(0, n(1)).is_err());
}

#[test]
fn orders_must_name_everybody_once() {
    let auction = || SealedBid::first_price(vec![grid(0, 1); 2]).expect("bids");
    for order in [vec![0], vec![0, 0], vec![0, 2], vec![0, 1, 1]] {
        assert!(auction().with_ties(Ties::Priority(order.clone())).is_err());
        let posted = PostedPrice::new(2, n(1)).expect("buyers");
        assert!(posted.with_ties(Ties::Priority(order.clone())).is_err());
        let menus = vec![vec![grid(1, 1)]; 2];
        let units = ScheduleAuction::new(menus, 1, SchedulePricing::Vickrey).expect("bids");
        assert!(units.with_priority(&order).is_err());
        let setting = Setting::private(&[1, 1], 2, |_, _, _| n(0)).expect("a setting");
        assert!(
            Groves::new(&setting)
                .and_then(|groves| groves.with_order(order.clone()))
                .is_err()
        );
        let limit = TableLimit::default();
        let balanced = ExpectedExternality::new(&setting, limit).expect("independent");
        assert!(balanced.with_order(order).is_err());
    }
}

#[test]
fn schedules_must_not_increase() {
    let rising = vec![vec![list(&[1, 2])]];
    assert_eq!(
        message(multi_unit(&rising, 2)),
        "schedule 0 of agent 0 is 1 before 2; it must not increase"
    );
    assert!(ScheduleAuction::new(vec![vec![list(&[-1])]], 1, SchedulePricing::Uniform).is_err());
    assert!(ScheduleAuction::new(vec![vec![]], 1, SchedulePricing::Uniform).is_err());
    assert!(ScheduleAuction::new(vec![], 1, SchedulePricing::Uniform).is_err());
    assert!(serial_setting(&rising, 2).is_err());
    let good = || vec![vec![list(&[2, 1])]; 2];
    assert!(SerialCostSharing::new(good(), list(&[1, 2])).is_ok());
    assert!(SerialCostSharing::new(good(), list(&[2, 1])).is_err());
    assert!(SerialCostSharing::new(good(), list(&[-1, 1])).is_err());
    assert!(SerialCostSharing::new(good(), list(&[1])).is_err());
    assert!(SerialCostSharing::new(good(), vec![]).is_err());
    assert!(SerialCostSharing::new(vec![], list(&[1])).is_err());
    assert!(serial_setting(&vec![vec![list(&[2, 1])]; 30], 2).is_err());
}

#[test]
fn efficient_mechanisms_need_private_values_and_terms_of_the_right_shape() {
    let common = Setting::interdependent(&[2, 2], 2, |_, types, _| n(types[0] as i64));
    let common = common.expect("a setting");
    let limit = TableLimit::default();
    assert!(message(Groves::clarke(&common)).contains("private"));
    assert!(ExpectedExternality::new(&common, limit).is_err());
    assert!(balanced_terms(&common, limit).is_err());
    assert!(AffineMaximiser::weighted(&common, &list(&[1, 1])).is_err());

    let setting = Setting::private(&[2, 3], 2, |_, _, _| n(0)).expect("a setting");
    let with = |table: Vec<Vec<Rational>>| Groves::new(&setting)?.with_term_table(table);
    assert!(with(vec![list(&[0, 0, 0]), list(&[0, 0])]).is_ok());
    assert!(with(vec![list(&[0, 0]), list(&[0, 0, 0])]).is_err());
    assert!(with(vec![list(&[0, 0, 0])]).is_err());
    for weights in [list(&[1]), list(&[1, -1]), list(&[0, 0])] {
        assert!(AffineMaximiser::weighted(&setting, &weights).is_err());
    }
    assert!(AffineMaximiser::new(&setting, &list(&[1, 1]), list(&[0])).is_err());
    let tight = TableLimit::profiles(5);
    assert!(matches!(
        ExpectedExternality::new(&setting, tight),
        Err(SettingError::TooLarge {
            cases: 6,
            limit: 5,
            ..
        })
    ));
    assert!(matches!(
        balanced_terms(&setting, tight),
        Err(SettingError::TooLarge { .. })
    ));
}

#[test]
fn weights_quotas_lotteries_and_bids_must_make_sense() {
    for weight in [q(-1, 2), q(3, 2)] {
        assert!(DoubleAuction::new(grid(0, 1), grid(0, 1), weight).is_err());
    }
    let prices = vec![(q(1, 2), n(1))];
    assert!(matches!(
        PostedTrade::lottery(grid(0, 1), grid(0, 1), prices),
        Err(SettingError::ProbabilitySum { .. })
    ));
    let project = PublicProject::equal_shares(vec![grid(0, 1); 2], n(1)).expect("values");
    assert!(project.referendum(0).is_err() && project.referendum(3).is_err());
    assert!(PublicProject::new(vec![grid(0, 1); 2], list(&[1])).is_err());
    let low = bid_strategies(&[grid(0, 1)], &[grid(1, 2)], |_, value| value.clone());
    assert_eq!(
        message(low),
        "the bid of agent 0 with value 0 is 0; it must be at least the lowest level of the grid"
    );
    assert!(bid_strategies(&[grid(0, 1)], &[], |_, value| value.clone()).is_err());
    let setting = one_object(&[grid(0, 1)]).expect("values");
    assert!(with_seller(&setting, &list(&[0])).is_err());
}
