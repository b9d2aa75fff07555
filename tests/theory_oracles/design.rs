//! Optimal auctions and bilateral trade.

use lacuna::mechanism::Concern;
use lacuna::mechanism::ParticipationStage;
use lacuna::mechanism::design::{Designer, Incentives, Objective};
use lacuna::mechanism::optimal::{
    DiscreteValues, DoubleAuction, OptimalAuction, UniformAuction, UniformTrade,
};
use lacuna::number::{Extended, Rational};

use super::found::{Computation, row};
use super::support::{q, ratio};

fn second_price_and_optimal(bidders: u32) -> Vec<Rational> {
    let auction = UniformAuction::new(bidders).expect("some bidders");
    vec![auction.second_price_revenue(), auction.optimal_revenue()]
}

/// The program and the closed form.
fn two_buyers() -> Rational {
    let buyer = DiscreteValues::uniform(vec![q("1"), q("2")]).expect("ascending");
    let auction = OptimalAuction::new(vec![buyer.clone(), buyer]).expect("two bidders");
    let setting = auction.setting().expect("small");
    let designer = Designer::new(&setting)
        .with_objective(Objective::Revenue)
        .with_incentives(Incentives::Dominant)
        .with_participation(ParticipationStage::ExPost);
    let outcome = designer.solve().expect("small");
    assert!(outcome.verify(&designer).expect("valid"));
    let value = outcome.value().expect("a mechanism").clone();
    assert_eq!(auction.expected_revenue(), value);
    value
}

fn trade(value: [&str; 2], cost: [&str; 2]) -> UniformTrade {
    UniformTrade::new(value.map(q), cost.map(q)).expect("intervals")
}

fn unit() -> UniformTrade {
    trade(["0", "1"], ["0", "1"])
}

fn uniform_trade() -> Vec<Rational> {
    let second = unit().second_best();
    let margin = second.margin.exact().expect("a fraction").clone();
    // E[(2v − 1 − 2c) 1(v ≥ c + m)] with v − c = s of density 1 − s.
    let left = |s: &Rational| {
        let square = s * s;
        ratio(3, 2) * &square - s - ratio(2, 3) * &square * s
    };
    let virtual_surplus = left(&Rational::ONE) - left(&margin);
    vec![
        unit().efficient_trade().gains,
        second.gains.exact().expect("a fraction").clone(),
        second.probability.exact().expect("a fraction").clone(),
        virtual_surplus,
    ]
}

fn linear_equilibrium() -> Vec<Rational> {
    let played = DoubleAuction::linear_equilibrium();
    assert!(played.is_equilibrium());
    let at = q("0.6");
    vec![played.buyer.at(&at), played.seller.at(&at)]
}

/// What is left of money in efficient trade at λ = 3.
fn left_over() -> Rational {
    let efficient = unit().efficient_trade();
    assert_eq!(efficient.least_altruism(), Extended::Infinite);
    -efficient
        .subsidy_with(&q("3"), Concern::Values)
        .expect("not negative")
}

pub fn table() -> Vec<(&'static str, Computation)> {
    vec![
        row("myerson.u01_n1", || second_price_and_optimal(1)),
        row("myerson.u01_n3", || second_price_and_optimal(3)),
        row("myerson.bulow_klemperer", || {
            let two = UniformAuction::new(2).expect("two bidders");
            let compared = two.bulow_klemperer().expect("few");
            vec![compared.optimal, compared.one_more_bidder]
        }),
        row("amd.two_buyers", two_buyers),
        row("ms.uniform", uniform_trade),
        row("ms.linear_equilibrium", linear_equilibrium),
        row("ms.altruism_subsidy.lambda_3.0", left_over),
        row("ms.asym_lambda_star", || {
            trade(["1/4", "1"], ["0", "1/2"])
                .efficient_trade()
                .least_altruism()
        }),
    ]
}
