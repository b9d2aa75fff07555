//! The mechanisms of the guides, each in a small setting.
//!
//! `D` dominant, `X` ex post, `B` Bayesian; `A`, `I`, `P` participation ex ante, interim and after
//! everything; `N` no deficit, `Z` exact balance; `E` efficient, `O` Pareto efficient; `V` envy-free.

use lacuna::mechanism::auction::{
    ScheduleAuction, SchedulePricing, SealedBid, bid_strategies, multi_unit, one_object,
    unit_demand,
};
use lacuna::mechanism::groves::{AffineMaximiser, ExpectedExternality, Groves};
use lacuna::mechanism::matching::{AssignmentMechanism, AssignmentRule, Assignments};
use lacuna::mechanism::optimal::{DiscreteValues, Extraction, OptimalAuction, full_extraction};
use lacuna::mechanism::public_project::{PublicProject, SerialCostSharing, serial_setting};
use lacuna::mechanism::trade::{
    DoubleAuction, PostedPrice, PostedTrade, TradeReduction, WithSeller, bilateral, exchange,
    with_seller,
};
use lacuna::mechanism::voting::{self, TieBreaking, VotingMechanism, VotingRule};
use lacuna::mechanism::{Prior, RankUtilities, Rankings, Setting, TableLimit};
use lacuna::number::Rational;

use super::{Case, list, n};

/// One object: alternative `1 + i` is bidder `i`'s.
fn one_object_swap(alternative: usize, i: usize, j: usize) -> usize {
    match alternative {
        a if a == 1 + i => 1 + j,
        a if a == 1 + j => 1 + i,
        a => a,
    }
}

fn auctions() -> Vec<Case> {
    let values = vec![list(&[0, 1, 2]); 2];
    let one = one_object(&values).expect("values");
    let coarse = vec![list(&[0, 2, 4]); 2];
    let coarse_one = one_object(&coarse).expect("values");
    let bids = vec![list(&[0, 1, 2, 3]); 2];
    let half = Rational::new(1, 2).expect("not zero");
    let shaded = bid_strategies(&coarse, &bids, |_, value| value * &half).expect("on the grid");
    let three = vec![list(&[0, 1, 2]); 3];
    let units = unit_demand(&three, 2).expect("values");
    let menu = vec![list(&[2, 1]), list(&[1, 0]), list(&[2, 2])];
    let menus = vec![menu; 2];
    let several = multi_unit(&menus, 2).expect("schedules");
    let schedules = |pricing| ScheduleAuction::new(menus.clone(), 2, pricing).expect("schedules");
    let posted = PostedPrice::new(2, n(1)).expect("buyers");
    let accepting = posted.strategies(&values).expect("values");
    let sold = |auction: Result<SealedBid, _>| auction.expect("grids");
    let seller = with_seller(&one, &list(&[0, 0, 0])).expect("fits");
    let two = DiscreteValues::uniform(list(&[1, 2])).expect("values");
    let optimal = OptimalAuction::new(vec![two; 2]).expect("bidders");
    let optimal_setting = optimal.setting().expect("small");
    vec![
        Case::new(
            "second price",
            one.clone(),
            sold(SealedBid::second_price(values.clone())),
            ("DXBAIPNEOV", "Z"),
        )
        .swapping(one_object_swap),
        Case::new(
            "second price with a reserve of 2",
            one.clone(),
            sold(SealedBid::second_price(values.clone())).with_reserve(n(2)),
            ("DXBAIPNV", "ZEO"),
        )
        .swapping(one_object_swap),
        Case::new(
            "second price with a seller who counts",
            seller,
            WithSeller::new(sold(SealedBid::second_price(values.clone()))),
            ("DXBAIPNZEO", ""),
        ),
        Case::new(
            "first price, bidding one's value",
            coarse_one.clone(),
            sold(SealedBid::first_price(coarse.clone())),
            ("AIPNEOV", "DXBZ"),
        )
        .swapping(one_object_swap),
        // With half the value the lower bid of a tie envies the winner.
        Case::new(
            "first price, bidding half",
            coarse_one,
            sold(SealedBid::first_price(bids)),
            ("BAIPNEO", "DXZV"),
        )
        .playing(shaded)
        .swapping(one_object_swap),
        // The value 1 wins with probability 1/2 and always pays 1.
        Case::new(
            "all pay, bidding one's value",
            one.clone(),
            sold(SealedBid::all_pay(values.clone())),
            ("NEO", "DXBAIPZ"),
        ),
        Case::new(
            "uniform price, two units",
            units.clone(),
            sold(SealedBid::uniform_price(three.clone(), 2)),
            ("DXBAIPNEO", "Z"),
        ),
        Case::new(
            "discriminatory, two units",
            units,
            sold(SealedBid::discriminatory(three, 2)),
            ("AIPNEO", "DXBZ"),
        ),
        Case::new(
            "multi-unit Vickrey",
            several.clone(),
            schedules(SchedulePricing::Vickrey),
            ("DXBAIPNEO", "Z"),
        ),
        Case::new(
            "multi-unit uniform price",
            several.clone(),
            schedules(SchedulePricing::Uniform),
            ("AIPN", "DXZ"),
        ),
        Case::new(
            "pay as bid",
            several,
            schedules(SchedulePricing::PayAsBid),
            ("AIPN", "DXBZ"),
        ),
        // Values 1 and 2 accept, and each may be the one who buys.
        Case::new("posted price", one.clone(), posted, ("DXBAIPN", "ZE")).playing(accepting),
        Case::new(
            "Clarke with one object",
            one.clone(),
            Groves::clarke(&one).expect("private"),
            ("DXBAIPNEO", "Z"),
        ),
        Case::new(
            "affine maximiser with a reserve of 1 1/2",
            one.clone(),
            AffineMaximiser::new(
                &one,
                &list(&[1, 1]),
                vec![Rational::new(3, 2).expect("not zero"), n(0), n(0)],
            )
            .expect("weights"),
            ("DXBAIPN", "ZEO"),
        ),
        Case::new(
            "weighted VCG",
            one.clone(),
            AffineMaximiser::weighted(&one, &list(&[1, 3])).expect("weights"),
            ("DXBAIPN", "ZE"),
        ),
        // The value 1 has the virtual value 0 and is not served.
        Case::new(
            "optimal auction",
            optimal_setting,
            optimal,
            ("DXBAIPN", "ZEO"),
        ),
        correlated(),
    ]
}

/// Crémer and McLean: interim payoffs are exactly 0, bets are lost ex post.
fn correlated() -> Case {
    let prior = [4, 1, 1, 4].map(|tenths| Rational::new(tenths, 10).expect("not zero"));
    let setting = one_object(&vec![list(&[1, 2]); 2])
        .and_then(|setting| setting.with_prior(Prior::Joint(prior.to_vec())))
        .expect("a setting");
    let Extraction::Full(mechanism) = full_extraction(&setting).expect("small") else {
        panic!("beliefs are independent");
    };
    Case::new("full extraction", setting, *mechanism, ("BAINEO", "DPZ"))
}

fn trades_and_projects() -> Vec<Case> {
    let grid = list(&[0, 1, 2, 3]);
    let pair = bilateral(&grid, &grid).expect("levels");
    let third = Rational::new(3, 2).expect("not zero");
    let sides = vec![list(&[1, 2, 3]); 2];
    let market = exchange(&sides, &sides).expect("levels");
    let project = PublicProject::equal_shares(vec![list(&[0, 4]); 3], n(3)).expect("values");
    let project_setting = project.setting().expect("small");
    let neighbours = Setting::private(&[2, 2], 2, |_, own, built| n(built as i64 * [-1, 2][own]))
        .expect("small");
    let menus = vec![vec![list(&[0]), list(&[1]), list(&[3])]; 3];
    let club = serial_setting(&menus, 1).expect("schedules");
    let bidders = one_object(&vec![list(&[0, 1, 2]); 3]).expect("values");
    vec![
        Case::new(
            "Groves without terms in trade",
            pair.clone(),
            Groves::new(&pair).expect("private"),
            ("DXBAIPEO", "NZ"),
        ),
        // Costs are negative values: without the seller the buyer would have the object for nothing,
        // so that the seller is paid nothing.
        Case::new(
            "Clarke in trade",
            pair.clone(),
            Groves::clarke(&pair).expect("private"),
            ("DXBNEO", "AIPZ"),
        ),
        Case::new(
            "Cavallo with one object",
            bidders.clone(),
            Groves::cavallo(&bidders).expect("private"),
            ("DXBAIPNEO", "Z"),
        ),
        Case::new(
            "Clarke on a project",
            neighbours.clone(),
            Groves::clarke(&neighbours).expect("private"),
            ("DXBANEO", "IPZ"),
        ),
        Case::new(
            "expected externality",
            neighbours.clone(),
            ExpectedExternality::new(&neighbours, TableLimit::default()).expect("independent"),
            ("BANZEO", "DXIP"),
        ),
        Case::new(
            "posted trade",
            pair.clone(),
            PostedTrade::new(grid.clone(), grid.clone(), third).expect("levels"),
            ("DXBAIPNZ", "E"),
        ),
        Case::new(
            "double auction, bidding one's value",
            pair,
            DoubleAuction::new(grid.clone(), grid, Rational::new(1, 2).expect("not zero"))
                .expect("levels"),
            ("AIPNZEO", "DXB"),
        ),
        Case::new(
            "McAfee",
            market,
            TradeReduction::new(sides.clone(), sides).expect("levels"),
            ("DXBAIPN", "ZE"),
        ),
        // Who is outvoted by the values of others loses, and expects to.
        Case::new(
            "pivotal",
            project_setting.clone(),
            project.pivotal().expect("small"),
            ("DXBANEO", "IPZ"),
        ),
        Case::new(
            "unanimity",
            project_setting.clone(),
            project.unanimity(),
            ("DXBAIPNZO", "E"),
        ),
        Case::new(
            "referendum of two thirds",
            project_setting,
            project.referendum(2).expect("a quota"),
            ("DXBANZO", "IPE"),
        ),
        // Keeping people out of what is built costs value.
        Case::new(
            "serial cost sharing",
            club,
            SerialCostSharing::new(menus, list(&[3])).expect("costs"),
            ("DXBAIPN", "ZEO"),
        ),
    ]
}

fn rules() -> Vec<Case> {
    let all = Rankings::all(3).expect("small");
    let borda = RankUtilities::borda(3);
    let houses = Assignments::full(3, vec![1; 3], 10).expect("small");
    let setting = houses.setting(&all, &borda).expect("small");
    // Objects 0 and 2 disagree about agents 0 and 2 (Ergin's 2002 cycle).
    let priorities = vec![vec![0, 1, 2], vec![1, 0, 2], vec![2, 0, 1]];
    // Two objects begin with the same agent, so that there is something to refuse.
    let alike = vec![vec![0, 1, 2], vec![1, 0, 2], vec![0, 1, 2]];
    let assign = |rule| AssignmentMechanism::new(all.clone(), houses.clone(), rule).expect("fits");
    let rule = |name, rule, promise| Case::new(name, setting.clone(), assign(rule), promise);
    let election = voting::setting(3, &all, &borda).expect("small");
    let elect = |name, rule, promise| {
        let ties = TieBreaking::lowest(3);
        let mechanism = VotingMechanism::new(3, all.clone(), rule, ties).expect("fits");
        Case::new(name, election.clone(), mechanism, promise)
    };
    let peaked = Rankings::single_peaked(3).expect("small");
    let line = voting::setting(3, &peaked, &borda).expect("small");
    let lowest = || TieBreaking::lowest(3);
    let on_line = |rule| VotingMechanism::new(3, peaked.clone(), rule, lowest()).expect("fits");
    let two = voting::setting(
        3,
        &Rankings::all(2).expect("small"),
        &RankUtilities::borda(2),
    );
    let majority = VotingMechanism::majority(3, TieBreaking::lowest(2)).expect("fits");
    vec![
        rule(
            "serial dictatorship",
            AssignmentRule::SerialDictatorship(vec![1, 0, 2]),
            ("DXBAIPNZO", "E"),
        ),
        rule(
            "random serial dictatorship",
            AssignmentRule::RandomSerialDictatorship,
            ("DXBAIPNZO", "E"),
        ),
        rule(
            "top trading cycles",
            AssignmentRule::TopTradingCycles(vec![0, 1, 2]),
            ("DXBAIPNZO", "E"),
        ),
        rule(
            "deferred acceptance",
            AssignmentRule::DeferredAcceptance(priorities.clone()),
            ("DXBAIPNZ", "EO"),
        ),
        rule(
            "deferred acceptance from places",
            AssignmentRule::DeferredAcceptanceFromPlaces(alike),
            ("AIPNZ", "DXEO"),
        ),
        rule(
            "Boston",
            AssignmentRule::ImmediateAcceptance(priorities),
            ("AIPNZO", "DXE"),
        ),
        Case::new(
            "majority",
            two.expect("small"),
            majority,
            ("DXBAIPNZEO", ""),
        ),
        Case::new(
            "median on single-peaked rankings",
            line.clone(),
            on_line(VotingRule::Median(vec![0, 2])),
            ("DXBAIPNZO", ""),
        ),
        Case::new(
            "Borda on single-peaked rankings",
            line,
            on_line(VotingRule::Borda),
            ("AIPNZEO", "DX"),
        ),
        // The utilities are the scores, so that the winner has the largest sum.
        elect("Borda", VotingRule::Borda, ("AIPNZEO", "DX")),
        elect("plurality", VotingRule::Plurality, ("AIPNZO", "DXE")),
        // With three voters a Condorcet winner has no smaller Borda count than anybody.
        elect("Copeland", VotingRule::Copeland, ("AIPNZEO", "DX")),
        elect(
            "median on all rankings",
            VotingRule::Median(vec![0, 2]),
            ("AIPNZ", "DXE"),
        ),
        elect("dictator", VotingRule::Dictator(2), ("DXBAIPNZO", "E")),
        elect(
            "random dictator",
            VotingRule::RandomDictator,
            ("DXBAIPNZO", "E"),
        ),
    ]
}

pub fn all() -> Vec<Case> {
    let mut all = auctions();
    all.extend(trades_and_projects());
    all.extend(rules());
    all
}
