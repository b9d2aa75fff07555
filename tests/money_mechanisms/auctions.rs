//! Auctions.

use lacuna::game::ProfileSpace;
use lacuna::mechanism::auction::{
    Allocations, Pricing, ScheduleAuction, SchedulePricing, SealedBid, Ties, bid_strategies,
    multi_unit, one_object, unit_demand,
};
use lacuna::mechanism::groves::Groves;
use lacuna::mechanism::{Mechanism, Strategies};
use lacuna::number::Rational;

use super::brute::{
    against_dominance, dominant, honest, largest_interim_gain, largest_loss, least_payoff, revenue,
    same_payoffs, transfer_sums, type_profiles,
};
use super::draw::Draw;
use super::{grid, list, n, q};

/// Who wins and what is paid in a second-price auction, bidder by bidder, with ties for the first.
fn second_price_by_hand(bids: &[i64]) -> (usize, Vec<Rational>) {
    let winner = (0..bids.len())
        .rev()
        .max_by_key(|&bidder| bids[bidder])
        .expect("a bidder");
    let others = (0..bids.len()).filter(|&bidder| bidder != winner);
    let price = others.map(|bidder| bids[bidder]).max().unwrap_or(0);
    let mut transfers = vec![n(0); bids.len()];
    transfers[winner] = n(-price);
    (1 + winner, transfers)
}

#[test]
fn the_second_price_is_the_second_highest_bid() {
    let auction = SealedBid::second_price(vec![grid(0, 4); 3])
        .and_then(|auction| auction.with_ties(Ties::Priority(vec![0, 1, 2])))
        .expect("an auction");
    for messages in super::brute::message_profiles(&auction) {
        let bids: Vec<i64> = messages.iter().map(|&bid| bid as i64).collect();
        let (winner, transfers) = second_price_by_hand(&bids);
        let decision = auction.decide(&messages);
        assert_eq!(decision.branches().len(), 1);
        assert_eq!(decision.branches()[0].alternative, winner, "{bids:?}");
        assert_eq!(decision.branches()[0].transfers, transfers, "{bids:?}");
    }
}

#[test]
fn second_price_is_clarke_with_one_object() {
    let mut draw = Draw::new(1);
    for _ in 0..60 {
        let bidders = draw.count(4);
        let values: Vec<Vec<Rational>> = (0..bidders).map(|_| draw.levels(4, 0, 5)).collect();
        let setting = one_object(&values).expect("values");
        // Among equal values both prefer the first bidder, and a sale to no sale.
        let order: Vec<usize> = (1..=bidders).chain([0]).collect();
        let clarke = Groves::clarke(&setting).and_then(|clarke| clarke.with_order(order));
        let clarke = clarke.expect("private values");
        let second = SealedBid::second_price(values)
            .and_then(|auction| auction.with_ties(Ties::Priority((0..bidders).collect())))
            .expect("an auction");
        for types in type_profiles(&setting) {
            assert_eq!(second.decide(&types), clarke.decide(&types), "{types:?}");
        }
    }
}

#[test]
fn bidding_ones_value_is_dominant_exactly_where_the_price_is_a_losing_bid() {
    let mut draw = Draw::new(2);
    for _ in 0..40 {
        let bidders = 1 + draw.count(2);
        let units = draw.count(3);
        let values: Vec<Vec<Rational>> = (0..bidders).map(|_| draw.levels(4, 0, 5)).collect();
        let setting = unit_demand(&values, units).expect("values");
        let reserve = n(draw.number(-1, 4));
        for ties in [Ties::Lottery, Ties::Priority((0..bidders).rev().collect())] {
            let uniform = SealedBid::uniform_price(values.clone(), units)
                .and_then(|auction| auction.with_ties(ties))
                .expect("an auction")
                .with_reserve(reserve.clone());
            assert!(honest(&setting, &uniform));
            let truth = Strategies::truthful(&setting);
            assert!(least_payoff(&setting, &uniform, &truth) >= n(0));
            if reserve <= n(0) {
                assert_eq!(largest_loss(&setting, &uniform, &truth), n(0));
            }
        }
    }
    // Values and bids 0 to 4, two units, three bidders: every other rule invites shading.
    let values = vec![grid(0, 4); 3];
    let setting = unit_demand(&values, 2).expect("values");
    for pricing in [Pricing::OwnBid, Pricing::LowestWinningBid, Pricing::AllPay] {
        let auction = SealedBid::new(values.clone(), 2, pricing).expect("an auction");
        assert!(!honest(&setting, &auction), "{pricing:?}");
    }
    // First price: with value 4 against nothing, 4 wins nothing and 0 wins almost everything.
    let one = one_object(&vec![grid(0, 4); 2]).expect("values");
    let first = SealedBid::first_price(vec![grid(0, 4); 2]).expect("an auction");
    let better = against_dominance(&one, &first, &Strategies::truthful(&one)).expect("shading");
    assert_eq!((better.own_type, better.gain), (4, n(3)));
    assert_eq!((better.message, better.against.iter().min()), (1, Some(&0)));
}

#[test]
fn equal_bids_share_the_places_at_the_margin_equally() {
    let auction = SealedBid::uniform_price(vec![grid(0, 3); 4], 2).expect("an auction");
    let decision = auction.decide(&[3, 2, 2, 2]);
    let sets: Vec<Vec<usize>> = decision
        .branches()
        .iter()
        .map(|branch| {
            auction
                .allocations()
                .quantities(branch.alternative)
                .to_vec()
        })
        .collect();
    assert_eq!(sets, [[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1]]);
    assert!(
        decision
            .branches()
            .iter()
            .all(|branch| branch.probability == q(1, 3))
    );
    assert_eq!(decision.expected_transfer(0), n(-2));
    assert_eq!(decision.expected_transfer(3), q(-2, 3));
}

#[test]
fn everybody_pays_in_an_all_pay_auction_unless_the_bid_does_not_count() {
    let auction = SealedBid::all_pay(vec![grid(0, 5); 3]).expect("an auction");
    let auction = auction.with_reserve(n(2));
    let branch = auction.decide(&[4, 1, 3]).branches()[0].clone();
    assert_eq!(
        (branch.alternative, branch.transfers),
        (1, list(&[-4, 0, -3]))
    );
}

#[test]
fn the_revenue_of_the_second_price_auction_has_its_closed_form() {
    // n values uniform on 1..=m: the second highest is at least k with probability
    // 1 − F^n − n F^(n−1) (1 − F), where F = (k−1)/m.
    for (bidders, most) in [(2, 2), (2, 5), (3, 4), (4, 3)] {
        let values = vec![grid(1, most); bidders];
        let setting = one_object(&values).expect("values");
        let auction = SealedBid::second_price(values).expect("an auction");
        let found = revenue(&setting, &auction, &Strategies::truthful(&setting));
        let expected: Rational = (1..=most)
            .map(|level| {
                let below = q(level - 1, most);
                let power =
                    |exponent: usize| below.checked_pow(exponent as i32).expect("at least 0");
                let one = Rational::from(bidders) * power(bidders - 1) * (n(1) - &below);
                n(1) - power(bidders) - one
            })
            .sum();
        assert_eq!(found, expected);
    }
}

#[test]
fn a_reserve_price_brings_the_optimal_revenue_of_two_buyers() {
    // Myerson (1981): values 1 or 2, virtual values 0 and 2, so 2 · 3/4 = 3/2 with a reserve of 2.
    let values = vec![grid(1, 2); 2];
    let setting = one_object(&values).expect("values");
    let truth = Strategies::truthful(&setting);
    let auction = SealedBid::second_price(values).expect("an auction");
    assert_eq!(revenue(&setting, &auction, &truth), q(5, 4));
    assert_eq!(
        revenue(&setting, &auction.with_reserve(n(2)), &truth),
        q(3, 2)
    );
}

/// What a type pays in expectation in the second-price auction, and how often it wins.
fn second_price_terms(values: &[Rational], own: usize, bidders: usize) -> (Rational, Rational) {
    let all = vec![values.to_vec(); bidders];
    let setting = one_object(&all).expect("values");
    let auction = SealedBid::second_price(all).expect("an auction");
    let (mut paid, mut won) = (n(0), n(0));
    for types in type_profiles(&setting)
        .into_iter()
        .filter(|types| types[0] == own)
    {
        let chance = setting.probability(&types) * Rational::from(values.len());
        let decision = auction.decide(&types);
        paid -= &chance * decision.expected_transfer(0);
        won += chance * decision.probability(1);
    }
    (paid, won)
}

#[test]
fn first_price_second_price_and_all_pay_bring_the_same_revenue() {
    // Revenue equivalence on a grid: bids at which a type expects to pay what it would in the
    // second-price auction are an equilibrium among such bids, and the revenue is the same.
    for (values, bidders) in [
        (list(&[1, 2]), 2),
        (list(&[0, 2, 3]), 2),
        (list(&[1, 2, 4]), 3),
    ] {
        let all = vec![values.clone(); bidders];
        let setting = one_object(&all).expect("values");
        let truth = Strategies::truthful(&setting);
        let second = SealedBid::second_price(all).expect("an auction");
        let expected = revenue(&setting, &second, &truth);
        let terms: Vec<(Rational, Rational)> = (0..values.len())
            .map(|own| second_price_terms(&values, own, bidders))
            .collect();
        let first: Vec<Rational> = terms
            .iter()
            .map(|(paid, won)| paid.checked_div(won).expect("wins sometimes"))
            .collect();
        let paid: Vec<Rational> = terms.iter().map(|(paid, _)| paid.clone()).collect();
        let first = SealedBid::first_price(vec![first; bidders]).expect("increasing bids");
        let all_pay = SealedBid::all_pay(vec![paid; bidders]).expect("increasing bids");
        for auction in [first, all_pay] {
            assert_eq!(largest_interim_gain(&setting, &auction, &truth), n(0));
            assert_eq!(revenue(&setting, &auction, &truth), expected);
            // With three levels, those who bid most would rather bid less against low bids.
            assert_eq!(honest(&setting, &auction), values.len() == 2);
        }
    }
}

#[test]
fn half_the_value_is_nearly_an_equilibrium_of_the_first_price_auction() {
    // Two bidders uniform on [0, 1] bid v/2 (Vickrey 1961); on a grid of step 1/m nobody gains more
    // than a step.
    let most = 12;
    let values = vec![(0..=most).map(|step| q(step, most)).collect::<Vec<_>>(); 2];
    let bids = vec![
        (0..=2 * most)
            .map(|step| q(step, 2 * most))
            .collect::<Vec<_>>();
        2
    ];
    let setting = one_object(&values).expect("values");
    let auction = SealedBid::first_price(bids.clone()).expect("an auction");
    let half = bid_strategies(&values, &bids, |_, value| value * &q(1, 2)).expect("on the grid");
    let whole = bid_strategies(&values, &bids, |_, value| value.clone()).expect("on the grid");
    let gain = largest_interim_gain(&setting, &auction, &half);
    assert!(gain <= q(1, 2 * most), "{gain}");
    assert!(largest_interim_gain(&setting, &auction, &whole) > q(1, 5));
}

#[test]
fn the_multi_unit_vickrey_auction_is_clarke() {
    let mut draw = Draw::new(3);
    for _ in 0..40 {
        let bidders = draw.count(3);
        let units = draw.count(3);
        let menus: Vec<_> = (0..bidders)
            .map(|_| draw.schedules(3, units, 0, 4))
            .collect();
        let setting = multi_unit(&menus, units).expect("schedules");
        let order: Vec<usize> = (0..bidders).rev().collect();
        let auction = ScheduleAuction::new(menus, units, SchedulePricing::Vickrey)
            .and_then(|auction| auction.with_priority(&order))
            .expect("an auction");
        let truth = Strategies::truthful(&setting);
        assert_eq!(largest_loss(&setting, &auction, &truth), n(0));
        // Equal values may go to different bidders, but payoffs are the same.
        assert!(same_payoffs(
            &setting,
            &auction,
            &Groves::clarke(&setting).expect("private")
        ));
        assert!(honest(&setting, &auction));
        let reserve = auction.with_reserve(n(2));
        assert!(honest(&setting, &reserve));
        assert!(least_payoff(&setting, &reserve, &truth) >= n(0));
    }
}

#[test]
fn uniform_prices_invite_demand_reduction() {
    // Two units; bidder 0 wants both at 10 each, bidder 1 one at 6. Honest, bidder 0 pays 6 each; if
    // it asks for one, both win one at a price of 0.
    let menus = vec![vec![list(&[10, 10]), list(&[10, 0])], vec![list(&[6, 0])]];
    let setting = multi_unit(&menus, 2).expect("schedules");
    let uniform = ScheduleAuction::new(menus.clone(), 2, SchedulePricing::Uniform);
    let uniform = uniform.expect("an auction");
    assert_eq!(uniform.decide(&[0, 0]).payoff(&setting, 0, &[0, 0]), n(8));
    assert_eq!(uniform.decide(&[1, 0]).payoff(&setting, 0, &[0, 0]), n(10));
    assert!(!honest(&setting, &uniform));
    let pay_as_bid = ScheduleAuction::new(menus.clone(), 2, SchedulePricing::PayAsBid);
    let pay_as_bid = pay_as_bid.expect("an auction");
    assert_eq!(pay_as_bid.decide(&[0, 0]).expected_transfer(0), n(-20));
    let vickrey = ScheduleAuction::new(menus, 2, SchedulePricing::Vickrey).expect("an auction");
    assert_eq!(vickrey.decide(&[0, 0]).expected_transfer(0), n(-6));
    assert!(honest(&setting, &vickrey));
}

#[test]
fn one_unit_each_is_the_uniform_price_auction() {
    let values = vec![grid(1, 3); 3];
    let menus: Vec<Vec<Vec<Rational>>> = values
        .iter()
        .map(|list| list.iter().map(|value| vec![value.clone()]).collect())
        .collect();
    let schedules = ScheduleAuction::new(menus, 2, SchedulePricing::Vickrey).expect("an auction");
    let sealed = SealedBid::uniform_price(values, 2)
        .and_then(|auction| auction.with_ties(Ties::Priority(vec![0, 1, 2])))
        .expect("an auction");
    for messages in super::brute::message_profiles(&sealed) {
        let (left, right) = (schedules.decide(&messages), sealed.decide(&messages));
        let (left, right) = (&left.branches()[0], &right.branches()[0]);
        assert_eq!(left.transfers, right.transfers);
        assert_eq!(
            schedules.allocations().quantities(left.alternative),
            sealed.allocations().quantities(right.alternative)
        );
    }
}

#[test]
fn every_allocation_is_listed_once_and_found_again() {
    for (bidders, units, most) in [(1, 1, 1), (3, 1, 1), (4, 2, 1), (3, 4, 4), (2, 5, 3)] {
        let allocations = Allocations::new(bidders, units, most).expect("small");
        let space = ProfileSpace::new(&vec![most + 1; bidders]).expect("small");
        let within = space
            .iter()
            .filter(|each| each.iter().sum::<usize>() <= units);
        let mut found: Vec<usize> = within
            .map(|each| allocations.alternative(&each).expect("listed"))
            .collect();
        found.sort_unstable();
        assert_eq!(found, (0..allocations.len()).collect::<Vec<_>>());
        assert_eq!(allocations.alternative(&vec![units + 1; bidders]), None);
    }
}

#[test]
fn what_is_paid_is_never_negative_without_negative_bids() {
    for pricing in [
        Pricing::OwnBid,
        Pricing::HighestLosingBid,
        Pricing::LowestWinningBid,
        Pricing::AllPay,
    ] {
        let auction = SealedBid::new(vec![grid(0, 3); 3], 2, pricing).expect("an auction");
        let (least, most) = transfer_sums(&auction);
        assert!(most == n(0) && least < n(0), "{pricing:?}");
    }
}

#[test]
fn dominance_does_not_need_values_on_the_grid_of_bids() {
    // Whole bids, values between them: rounding down is dominant in the second-price auction only
    // if no bid lies between; here value 5/2 gains by bidding 3 against 2 and losing ties.
    let values = vec![vec![q(3, 2), q(5, 2)]; 2];
    let bids = vec![grid(0, 4); 2];
    let setting = one_object(&values).expect("values");
    let auction = SealedBid::second_price(bids.clone()).expect("an auction");
    let down = bid_strategies(&values, &bids, |_, value| value.clone()).expect("on the grid");
    let better = against_dominance(&setting, &auction, &down).expect("a better bid");
    assert_eq!(better.gain, q(1, 4));
    // With levels at the values nothing is lost.
    let fine = vec![(0..=8).map(|step| q(step, 2)).collect::<Vec<_>>(); 2];
    let auction = SealedBid::second_price(fine.clone()).expect("an auction");
    let exact = bid_strategies(&values, &fine, |_, value| value.clone()).expect("on the grid");
    assert!(dominant(&setting, &auction, &exact));
}
