//! Trade.

use lacuna::mechanism::auction::{SealedBid, Ties, bid_strategies, one_object};
use lacuna::mechanism::groves::Groves;
use lacuna::mechanism::trade::{
    DoubleAuction, Matchings, PostedPrice, PostedTrade, TradeReduction, WithSeller, bilateral,
    exchange, with_seller,
};
use lacuna::mechanism::{Mechanism, Strategies};
use lacuna::number::Rational;

use super::brute::{
    dominant, honest, largest_interim_gain, largest_loss, least_payoff, message_profiles, revenue,
    transfer_sums, type_profiles,
};
use super::draw::Draw;
use super::{grid, list, n, q};

#[test]
fn a_posted_trade_is_honest_balanced_and_costs_nobody_anything() {
    let mut draw = Draw::new(30);
    for _ in 0..40 {
        let (values, costs) = (draw.levels(5, 0, 6), draw.levels(5, 0, 6));
        let setting = bilateral(&values, &costs).expect("levels");
        let truth = Strategies::truthful(&setting);
        let chances = draw.chances(3);
        let prices: Vec<_> = chances
            .into_iter()
            .map(|chance| (chance, n(draw.number(0, 6))))
            .collect();
        let fixed = PostedTrade::new(values.clone(), costs.clone(), n(3)).expect("levels");
        let drawn = PostedTrade::lottery(values, costs, prices).expect("a lottery");
        for posted in [fixed, drawn] {
            assert!(honest(&setting, &posted));
            assert_eq!(transfer_sums(&posted), (n(0), n(0)));
            assert!(least_payoff(&setting, &posted, &truth) >= n(0));
        }
    }
    // But trade worth 3 is forgone.
    let setting = bilateral(&grid(0, 6), &grid(0, 6)).expect("levels");
    let posted = PostedTrade::new(grid(0, 6), grid(0, 6), n(3)).expect("levels");
    assert_eq!(
        largest_loss(&setting, &posted, &Strategies::truthful(&setting)),
        n(3) - n(1)
    );
}

#[test]
fn the_double_auction_is_dominant_for_whoever_does_not_set_the_price() {
    let all = grid(0, 5);
    let setting = bilateral(&all, &all).expect("levels");
    let truth = Strategies::truthful(&setting);
    for (weight, honest_agent) in [(n(0), Some(0)), (n(1), Some(1)), (q(1, 2), None)] {
        let auction = DoubleAuction::new(all.clone(), all.clone(), weight).expect("a weight");
        assert_eq!(transfer_sums(&auction), (n(0), n(0)));
        assert_eq!(largest_loss(&setting, &auction, &truth), n(0));
        let better = super::brute::against_dominance(&setting, &auction, &truth);
        assert!(
            better.is_some(),
            "never for both (Myerson and Satterthwaite)"
        );
        for agent in 0..2 {
            // The other has one type only: nothing to gain for it in any message profile.
            let gains = message_profiles(&auction).into_iter().any(|messages| {
                (0..6).any(|own| {
                    let mut told = messages.clone();
                    told[agent] = own;
                    let value = |said: &[usize]| {
                        super::brute::payoff(&setting, &auction.decide(said), agent, own)
                    };
                    value(&messages) > value(&told)
                })
            });
            assert_eq!(gains, honest_agent != Some(agent));
        }
    }
}

#[test]
fn the_linear_equilibrium_of_the_double_auction_is_one_and_trades_as_it_should() {
    // Chatterjee and Samuelson (1983): uniform on [0, 1], k = 1/2. Types are the midpoints of m
    // cells, bids and asks exactly those of the equilibrium; m is a multiple of 4, so that trade at
    // v ≥ c + 1/4 happens at whole differences of cells.
    for most in [8, 16, 24] {
        let midpoints: Vec<Rational> = (0..most).map(|cell| q(2 * cell + 1, 2 * most)).collect();
        let bid = |value: &Rational| value * &q(2, 3) + q(1, 12);
        let ask = |cost: &Rational| cost * &q(2, 3) + q(1, 4);
        let setting = bilateral(&midpoints, &midpoints).expect("levels");
        let bids: Vec<Rational> = midpoints.iter().map(bid).collect();
        let asks: Vec<Rational> = midpoints.iter().map(ask).collect();
        let mut both: Vec<Rational> = bids.iter().chain(&asks).cloned().collect();
        both.sort();
        both.dedup();
        let grids = [both.clone(), both];
        let auction = DoubleAuction::new(grids[0].clone(), grids[1].clone(), q(1, 2));
        let auction = auction.expect("a weight");
        let strategies = bid_strategies(
            &[midpoints.clone(), midpoints.clone()],
            &grids,
            |agent, own| [bid(own), ask(own)][agent].clone(),
        );
        let strategies = strategies.expect("on the grid");
        let gain = largest_interim_gain(&setting, &auction, &strategies);
        assert!(gain <= q(1, 3 * most), "{most}: {gain}");
        let (mut trade, mut welfare) = (n(0), n(0));
        for types in type_profiles(&setting) {
            let decision = auction.decide(&strategies.messages(&types));
            let wanted = midpoints[types[0]] >= &midpoints[types[1]] + q(1, 4);
            assert_eq!(decision.branches()[0].alternative, usize::from(wanted));
            if wanted {
                trade += setting.probability(&types);
                welfare += setting.probability(&types) * setting.welfare(&types, 1);
            }
        }
        // Cells with a difference of d = m/4 or more: (m−d)(m−d+1)/2 of m², on average of d + …
        let (m, d) = (most, most / 4);
        assert_eq!(trade, q((m - d) * (m - d + 1), 2 * m * m));
        let sum: i64 = (d..m).map(|difference| difference * (m - difference)).sum();
        assert_eq!(welfare, q(sum, m * m * m));
        let near = |found: &Rational, limit: Rational| (found - &limit).abs() <= q(1, m);
        assert!(near(&trade, q(9, 32)) && near(&welfare, q(9, 64)));
    }
    // The two numbers of the theory.
    assert_eq!(q(3, 5) * q(2, 3) + q(1, 12), q(29, 60));
    assert_eq!(q(3, 5) * q(2, 3) + q(1, 4), q(13, 20));
}

#[test]
fn trade_reduction_is_honest_individually_rational_and_without_deficit() {
    let mut draw = Draw::new(31);
    let (mut reduced, mut full) = (0, 0);
    for round in 0..90 {
        let (buyers, sellers) = [(1, 1), (2, 1), (1, 2), (2, 2), (3, 2), (2, 3)][round % 6];
        let levels = if buyers + sellers > 4 { 3 } else { 5 };
        let values: Vec<_> = (0..buyers).map(|_| draw.levels(levels, 0, 5)).collect();
        let costs: Vec<_> = (0..sellers).map(|_| draw.levels(levels, 0, 5)).collect();
        let setting = exchange(&values, &costs).expect("levels");
        let truth = Strategies::truthful(&setting);
        let market = TradeReduction::new(values, costs).expect("levels");
        assert!(honest(&setting, &market));
        assert!(transfer_sums(&market).1 <= n(0));
        assert!(least_payoff(&setting, &market, &truth) >= n(0));
        for types in type_profiles(&setting) {
            // At most one trade is lost, and it is the least valuable.
            let chosen = market.decide(&types).branches()[0].alternative;
            let best = (0..setting.alternatives())
                .map(|each| setting.welfare(&types, each))
                .max()
                .expect("an alternative");
            let loss = &best - setting.welfare(&types, chosen);
            let trades = market.matchings().traders(chosen).0.len();
            if loss.is_zero() {
                full += 1;
            } else {
                reduced += 1;
                let all = 0..setting.alternatives();
                let with_one_less = all
                    .filter(|&each| market.matchings().traders(each).0.len() == trades)
                    .map(|each| setting.welfare(&types, each))
                    .max()
                    .expect("an alternative");
                assert_eq!(setting.welfare(&types, chosen), with_one_less);
                assert!(&loss * &Rational::from(trades + 1) <= best);
            }
        }
    }
    assert!(reduced > 100 && full > 100, "{reduced} {full}");
}

#[test]
fn who_trades_in_a_market_and_at_which_prices() {
    let only = |numbers: &[i64]| -> Vec<Vec<Rational>> {
        numbers.iter().map(|&number| vec![n(number)]).collect()
    };
    // 9, 8, 3 and 1, 5, 6: two trades are efficient, (3 + 6)/2 = 9/2 is below the cost 5: one trade,
    // the buyer pays 8 and the seller gets 5.
    let market = TradeReduction::new(only(&[8, 9, 3]), only(&[5, 6, 1])).expect("levels");
    let decision = market.decide(&[0; 6]);
    let branch = &decision.branches()[0];
    assert_eq!(
        market.matchings().traders(branch.alternative),
        (&[1][..], &[2][..])
    );
    assert_eq!(branch.transfers, list(&[0, -8, 0, 0, 0, 5]));
    // One buyer and one seller: nobody is next, so that there is no trade.
    let market = TradeReduction::new(only(&[9]), only(&[1])).expect("levels");
    assert_eq!(market.decide(&[0, 0]).branches()[0].alternative, 0);
}

#[test]
fn efficient_and_honest_bilateral_trade_runs_the_deficit_of_the_gains() {
    // Without terms the buyer pays the cost and the seller gets the value.
    let all = grid(0, 5);
    let setting = bilateral(&all, &all).expect("levels");
    let groves = Groves::new(&setting).expect("private");
    let truth = Strategies::truthful(&setting);
    assert!(honest(&setting, &groves));
    assert!(least_payoff(&setting, &groves, &truth) >= n(0));
    for types in type_profiles(&setting) {
        let sum: Rational = groves.decide(&types).branches()[0].transfers.iter().sum();
        assert_eq!(sum, n(types[0] as i64 - types[1] as i64).max(n(0)));
    }
    // So the expected deficit is the expected gain from trade.
    let deficit = -revenue(&setting, &groves, &truth);
    assert_eq!(
        deficit,
        (1..=5)
            .map(|gain| q(gain * (6 - gain), 36))
            .sum::<Rational>()
    );
}

#[test]
fn taking_a_posted_price_below_ones_value_is_dominant() {
    let mut draw = Draw::new(32);
    for _ in 0..30 {
        let buyers = draw.count(4);
        let values: Vec<_> = (0..buyers).map(|_| draw.levels(4, 0, 6)).collect();
        let setting = one_object(&values).expect("values");
        for ties in [Ties::Lottery, Ties::Priority((0..buyers).rev().collect())] {
            let posted = PostedPrice::new(buyers, n(3)).and_then(|posted| posted.with_ties(ties));
            let posted = posted.expect("buyers");
            let strategies = posted.strategies(&values).expect("values");
            assert!(dominant(&setting, &posted, &strategies));
            assert!(least_payoff(&setting, &posted, &strategies) >= n(0));
            // It is sold unless all values are below the price.
            let all_below = values.iter().fold(n(1), |product, list| {
                let below = list.iter().filter(|value| **value < n(3)).count();
                product * q(below as i64, list.len() as i64)
            });
            let expected = n(3) * (n(1) - all_below);
            assert_eq!(revenue(&setting, &posted, &strategies), expected);
        }
    }
}

#[test]
fn a_seller_receives_exactly_what_is_paid() {
    let values = vec![grid(0, 3); 3];
    let bidders = one_object(&values).expect("values");
    let setting = with_seller(&bidders, &list(&[2, 0, 0, 0])).expect("four alternatives");
    let auction = WithSeller::new(SealedBid::first_price(values).expect("bids"));
    assert_eq!(transfer_sums(&auction), (n(0), n(0)));
    for types in type_profiles(&setting) {
        let paid: Rational = (0..3)
            .map(|agent| auction.decide(&types).expected_transfer(agent))
            .sum();
        assert_eq!(auction.decide(&types).expected_transfer(3), -paid);
        assert_eq!(
            setting.probability(&types),
            bidders.probability(&types[..3])
        );
        for each in 0..4 {
            let seller = n(2 * i64::from(each == 0));
            assert_eq!(
                setting.welfare(&types, each),
                bidders.welfare(&types[..3], each) + seller
            );
        }
    }
    assert_eq!(setting.agent_name(3), "seller");
    assert_eq!(setting.type_name(1, 2), "2");
}

#[test]
fn every_way_to_trade_is_listed_once_and_found_again() {
    for (buyers, sellers, count) in [(1, 1, 2), (2, 2, 6), (3, 2, 10), (1, 4, 5), (4, 4, 70)] {
        let matchings = Matchings::new(buyers, sellers).expect("small");
        assert_eq!(matchings.len(), count);
        for number in 0..count {
            let (buying, selling) = matchings.traders(number);
            assert_eq!(buying.len(), selling.len());
            assert_eq!(matchings.alternative(buying, selling), Some(number));
        }
    }
}
