//! Bilateral trade: impossibility, second best, double auction, and altruism.

use lacuna::mechanism::Concern;
use lacuna::mechanism::ParticipationStage;
use lacuna::mechanism::design::{BudgetRule, DesignOutcome, Designer, Objective};
use lacuna::mechanism::optimal::{
    DiscreteValues, DoubleAuction, LinearBid, UniformTrade, bilateral_trade, least_subsidy,
};
use lacuna::number::{Extended, Rational};
use rand::RngExt;

use super::drawn::{distribution, ratio, seeded};

fn trade(value: [(i64, i64); 2], cost: [(i64, i64); 2]) -> UniformTrade {
    let [value, cost] = [value, cost].map(|pair| pair.map(|(above, below)| ratio(above, below)));
    UniformTrade::new(value, cost).expect("intervals")
}

fn unit() -> UniformTrade {
    trade([(0, 1), (1, 1)], [(0, 1), (1, 1)])
}

#[test]
fn the_uniform_case_has_the_numbers_of_myerson_and_satterthwaite() {
    let efficient = unit().efficient_trade();
    assert_eq!(efficient.gains, ratio(1, 6));
    assert_eq!(efficient.subsidy, ratio(1, 6));
    let second = unit().second_best();
    assert_eq!(second.margin.exact(), Some(&ratio(1, 4)));
    assert_eq!(second.gains.exact(), Some(&ratio(9, 64)));
    assert_eq!(second.probability.exact(), Some(&ratio(9, 32)));
    assert_eq!(unit().posted_price_gains(&ratio(1, 2)), ratio(1, 8));
    // No posted price does better, and none attains the second best.
    for step in 0..=20 {
        assert!(unit().posted_price_gains(&ratio(step, 20)) <= ratio(1, 8));
    }
}

#[test]
fn altruism_never_closes_the_gap_of_the_unit_square_and_does_where_gains_exceed_the_subsidy() {
    let efficient = unit().efficient_trade();
    assert_eq!(efficient.least_altruism(), Extended::Infinite);
    for lambda in [0, 1, 3, 100] {
        let lambda = Rational::from(lambda);
        assert_eq!(
            efficient.subsidy_with(&lambda, Concern::Values),
            Ok(ratio(1, 6))
        );
        let counted = efficient
            .subsidy_with(&lambda, Concern::Payoffs)
            .expect("not negative");
        assert!(counted.is_positive());
    }
    let shifted = trade([(1, 4), (1, 1)], [(0, 1), (1, 2)]).efficient_trade();
    assert_eq!(shifted.gains, ratio(55, 144));
    assert_eq!(shifted.subsidy, ratio(11, 72));
    assert_eq!(shifted.least_altruism(), Extended::Finite(ratio(2, 3)));
    for concern in [Concern::Values, Concern::Payoffs] {
        assert_eq!(
            shifted.subsidy_with(&ratio(2, 3), concern),
            Ok(Rational::ZERO)
        );
    }
    // If every value exceeds every cost by enough, a posted price is efficient.
    let apart = trade([(2, 1), (3, 1)], [(0, 1), (1, 1)]).efficient_trade();
    assert_eq!(
        (apart.gains.clone(), apart.subsidy.clone()),
        (Rational::from(2), Rational::from(-1))
    );
    assert_eq!(apart.least_altruism(), Extended::Finite(Rational::ZERO));
}

#[test]
fn integrals_over_polygons_agree_with_sums_over_fine_grids() {
    let mut rng = seeded(10);
    for _ in 0..20 {
        let mut interval = || {
            let low = rng.random_range(-6i64..=6);
            [(low, 4), (low + rng.random_range(1..=8), 4)]
        };
        let (value, cost) = (interval(), interval());
        let exact = trade(value, cost);
        let number = |(above, below): (i64, i64)| above as f64 / below as f64;
        let (value, cost) = (value.map(number), cost.map(number));
        let second = exact.second_best();
        let margin = second.margin.high.to_f64();
        let steps = 400;
        let (mut gains, mut kept, mut later) = (0.0, 0.0, 0.0);
        let share = 1.0 / (steps * steps) as f64;
        for i in 0..steps {
            for j in 0..steps {
                let at = |[low, high]: [f64; 2], k: usize| {
                    low + (high - low) * (k as f64 + 0.5) / steps as f64
                };
                let (v, c) = (at(value, i), at(cost, j));
                if v >= c {
                    gains += (v - c) * share;
                    kept += (2.0 * v - value[1] - 2.0 * c + cost[0]) * share;
                }
                if v >= c + margin {
                    later += (v - c) * share;
                }
            }
        }
        let efficient = exact.efficient_trade();
        assert!((gains - efficient.gains.to_f64()).abs() < 0.02);
        assert!((kept + efficient.subsidy.to_f64()).abs() < 0.02);
        assert!((later - second.gains.low.to_f64()).abs() < 0.02);
        assert!(second.gains.low <= second.gains.high && second.gains.high <= efficient.gains);
        let width = &second.margin.high - &second.margin.low;
        assert!(width <= ratio(1, 1 << 30));
    }
}

#[test]
fn the_linear_equilibrium_is_one_and_others_are_not() {
    let played = DoubleAuction::linear_equilibrium();
    assert!(played.is_equilibrium());
    assert_eq!(played.buyer.at(&ratio(3, 5)), ratio(29, 60));
    assert_eq!(played.seller.at(&ratio(3, 5)), ratio(13, 20));
    // They trade iff v ≥ c + 1/4.
    for step in 0..=16 {
        let cost = ratio(step, 16);
        let value = &cost + &ratio(1, 4);
        assert_eq!(played.buyer.at(&value), played.seller.at(&cost));
    }
    let bid = |intercept, slope| LinearBid::new(intercept, slope);
    let honest = bid(Rational::ZERO, Rational::ONE);
    let others = [
        DoubleAuction::new(honest.clone(), honest),
        DoubleAuction::new(bid(ratio(1, 12), ratio(3, 5)), played.seller.clone()),
        DoubleAuction::new(played.buyer.clone(), bid(ratio(1, 3), ratio(2, 3))),
    ];
    assert!(others.iter().all(|other| !other.is_equilibrium()));
    // Against bids on a fine grid, with the payoffs summed over a fine grid of the other's.
    let payoff = |value: f64, bid: f64| {
        let each = (0..2000).map(|k| {
            let cost = (k as f64 + 0.5) / 2000.0;
            let ask = 2.0 * cost / 3.0 + 0.25;
            if bid >= ask {
                value - (bid + ask) / 2.0
            } else {
                0.0
            }
        });
        each.sum::<f64>() / 2000.0
    };
    for step in 0..=10 {
        let value = step as f64 / 10.0;
        let own = payoff(value, 2.0 * value / 3.0 + 1.0 / 12.0);
        assert!((0..=100).all(|bid| payoff(value, bid as f64 / 100.0) <= own + 2e-3));
    }
}

#[test]
fn on_grids_the_least_subsidy_is_that_of_selfish_agents_less_what_altruism_spares() {
    let mut rng = seeded(11);
    let mut drawn = || {
        let count = rng.random_range(1..=4);
        let mut value = rng.random_range(-1i64..=3);
        let values = (0..count).map(|_| {
            value += rng.random_range(1..=3);
            Rational::from(value)
        });
        let values: Vec<Rational> = values.collect();
        DiscreteValues::new(values, distribution(&mut rng, count)).expect("ascending")
    };
    for _ in 0..40 {
        let setting = bilateral_trade(&drawn(), &drawn()).expect("small");
        let space = setting.profiles().expect("few");
        let best = |types: &Vec<usize>| setting.welfare(types, 1).max(Rational::ZERO);
        let gains: Rational = space
            .iter()
            .map(|types| setting.probability(&types) * &best(&types))
            .sum();
        let least = |lambda: &Rational, concern| {
            let found = least_subsidy(&setting, lambda, concern).expect("small");
            found.expect("some subsidy suffices")
        };
        let selfish = least(&Rational::ZERO, Concern::Payoffs);
        for lambda in [ratio(1, 2), Rational::from(3)] {
            let spared = (Rational::ONE + &lambda) * &selfish - &lambda * &gains;
            assert_eq!(least(&lambda, Concern::Values), spared);
            let doubled = Rational::ONE + Rational::from(2) * &lambda;
            assert_eq!(least(&lambda, Concern::Payoffs) * &doubled, spared);
        }
    }
}

#[test]
fn the_least_subsidy_on_fine_grids_nears_one_sixth() {
    let mut last = Rational::ONE;
    for steps in [2i64, 4, 8] {
        let middle = |k: i64| ratio(2 * k + 1, 2 * steps);
        let grid = DiscreteValues::uniform((0..steps).map(middle).collect()).expect("ascending");
        let setting = bilateral_trade(&grid, &grid).expect("small");
        let subsidy = least_subsidy(&setting, &Rational::ZERO, Concern::Payoffs).expect("small");
        let distance = (subsidy.expect("some") - ratio(1, 6)).abs();
        assert!(
            distance < last && distance <= ratio(1, steps),
            "{steps}: {distance}"
        );
        last = distance;
    }
}

#[test]
fn efficient_trade_without_a_subsidy_is_proved_impossible() {
    let grid = DiscreteValues::uniform((0..8).map(Rational::from).collect()).expect("ascending");
    let setting = bilateral_trade(&grid, &grid).expect("small");
    let designer = Designer::new(&setting)
        .with_objective(Objective::Welfare)
        .with_participation(ParticipationStage::Interim)
        .with_budget(BudgetRule::NoDeficit);
    let forced = designer.clone().with_efficient_choice().expect("small");
    let outcome = forced.solve().expect("small");
    assert!(
        matches!(outcome, DesignOutcome::Infeasible(_)),
        "{outcome:?}"
    );
    assert!(outcome.verify(&forced).expect("valid"));
    let outcome = designer.solve().expect("small");
    assert!(outcome.verify(&designer).expect("valid"));
    // Expected gains are 84/64 if trade is efficient.
    assert!(outcome.value().expect("one") < &ratio(84, 64));
}
