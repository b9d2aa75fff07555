//! Optimal auctions in closed form, as programs, and in the limit.

use lacuna::mechanism::design::{Designer, Incentives, Objective};
use lacuna::mechanism::optimal::{DiscreteValues, OptimalAuction, UniformAuction};
use lacuna::mechanism::{Mechanism, ParticipationStage, Setting};
use lacuna::number::Rational;
use rand::{Rng, RngExt};

use super::drawn::{distribution, ratio, seeded};

fn drawn(rng: &mut impl Rng, most: usize) -> DiscreteValues {
    let count = rng.random_range(1..=most);
    let mut value = rng.random_range(-2i64..=2);
    let values = (0..count).map(|_| {
        value += rng.random_range(1..=3);
        Rational::from(value)
    });
    let values: Vec<Rational> = values.collect();
    DiscreteValues::new(values, distribution(rng, count)).expect("ascending")
}

/// The expected payments when everybody is honest.
fn revenue(setting: &Setting, mechanism: &dyn Mechanism) -> Rational {
    let space = setting.profiles().expect("few");
    let each = space.iter().map(|types| {
        let decision = mechanism.decide(&types);
        let paid: Rational = (0..setting.agents())
            .map(|i| decision.expected_transfer(i))
            .sum();
        -(setting.probability(&types) * &paid)
    });
    each.sum()
}

fn best_revenue(setting: &Setting, incentives: Incentives, stage: ParticipationStage) -> Rational {
    let designer = Designer::new(setting)
        .with_objective(Objective::Revenue)
        .with_incentives(incentives)
        .with_participation(stage);
    designer
        .solve()
        .expect("small")
        .into_optimal()
        .expect("one")
        .value
}

#[test]
fn the_optimal_auction_brings_what_the_program_finds_for_300_random_priors() {
    let mut rng = seeded(7);
    let mut irregular = 0;
    for (bidders, most, cases) in [(1, 6, 110), (2, 4, 130), (3, 3, 60)] {
        for case in 0..cases {
            let list: Vec<DiscreteValues> = (0..bidders).map(|_| drawn(&mut rng, most)).collect();
            irregular += usize::from(list.iter().any(|values| !values.is_regular()));
            let auction = OptimalAuction::new(list).expect("bidders");
            let setting = auction.setting().expect("small");
            let expected = auction.expected_revenue();
            assert_eq!(revenue(&setting, &auction), expected);
            let (bayesian, interim) = (Incentives::Bayesian, ParticipationStage::Interim);
            assert_eq!(best_revenue(&setting, bayesian, interim), expected);
            if case % 4 == 0 {
                let (dominant, ex_post) = (Incentives::Dominant, ParticipationStage::ExPost);
                assert_eq!(best_revenue(&setting, dominant, ex_post), expected);
            }
            // Honesty is dominant and nobody loses, from the definition.
            for types in setting.profiles().expect("few").iter() {
                for bidder in 0..bidders {
                    let honest = auction.decide(&types).payoff(&setting, bidder, &types);
                    assert!(!honest.is_negative());
                    for lie in 0..setting.types()[bidder] {
                        let mut lied = types.clone();
                        lied[bidder] = lie;
                        let payoff = auction.decide(&lied).payoff(&setting, bidder, &types);
                        assert!(payoff <= honest);
                    }
                }
            }
        }
    }
    assert!(irregular >= 50, "{irregular} irregular cases");
}

/// The hull of the revenue curve at a quantile, as the best mixture of two of its points.
fn hull(points: &[(Rational, Rational)], at: &Rational) -> Rational {
    let mut best: Option<Rational> = None;
    for (q0, r0) in points.iter().filter(|(q, _)| q <= at) {
        for (q1, r1) in points.iter().filter(|(q, _)| q >= at) {
            let share = (at - q0).checked_div(&(q1 - q0)).unwrap_or_default();
            let height = r0 + &(share * &(r1 - r0));
            best = Some(best.map_or(height.clone(), |best| best.max(height)));
        }
    }
    best.expect("at is in range")
}

#[test]
fn ironed_virtual_values_are_the_slopes_of_the_hull_of_the_revenue_curve() {
    let mut rng = seeded(8);
    for _ in 0..200 {
        let values = drawn(&mut rng, 6);
        let mut points = values.revenue_curve();
        points.push((Rational::ZERO, Rational::ZERO));
        let ironed = values.ironed_virtual_values();
        assert!(ironed.is_sorted());
        assert_eq!(values.is_regular(), ironed == values.virtual_values());
        for (place, slope) in ironed.iter().enumerate() {
            let rise = hull(&points, &points[place].0) - hull(&points, &points[place + 1].0);
            assert_eq!(rise, slope * &values.probabilities()[place]);
        }
        let (price, best) = values.posted_price();
        let of = |price: &Rational| {
            let entries = values.values().iter().zip(values.probabilities());
            price
                * &entries
                    .filter(|(v, _)| *v >= price)
                    .map(|(_, p)| p)
                    .sum::<Rational>()
        };
        assert_eq!(price.map_or(Rational::ZERO, |price| of(&price)), best);
        assert!(values.values().iter().all(|price| of(price) <= best));
    }
}

#[test]
fn revenue_with_a_reserve_is_the_polynomial_and_is_greatest_at_one_half() {
    for bidders in 1..=12 {
        let auction = UniformAuction::new(bidders).expect("some");
        let n = i64::from(bidders);
        let polynomial = auction.revenue_polynomial();
        for step in 0..=24 {
            let reserve = ratio(step, 24);
            let terms = polynomial.iter().rev();
            let value = terms.fold(Rational::ZERO, |sum, term| sum * &reserve + term);
            assert_eq!(auction.revenue(&reserve).expect("in range"), value);
            assert!(value <= auction.optimal_revenue());
        }
        assert_eq!(auction.revenue(&Rational::ZERO), Ok(ratio(n - 1, n + 1)));
        let extra = ratio(1, (n + 1) << bidders);
        assert_eq!(auction.optimal_revenue(), ratio(n - 1, n + 1) + extra);
        let compared = auction.bulow_klemperer().expect("small");
        assert!(compared.optimal < compared.one_more_bidder);
    }
    assert!(
        UniformAuction::new(2)
            .expect("two")
            .revenue(&ratio(3, 2))
            .is_err()
    );
}

#[test]
fn grids_converge_to_the_uniform_distribution() {
    for bidders in 1..=3 {
        let limit = UniformAuction::new(bidders)
            .expect("some")
            .optimal_revenue();
        let mut last = Rational::ONE;
        for steps in [4i64, 8, 16, 32, 64] {
            let middle = |k: i64| ratio(2 * k + 1, 2 * steps);
            let grid =
                DiscreteValues::uniform((0..steps).map(middle).collect()).expect("ascending");
            assert!(grid.is_regular());
            let auction = OptimalAuction::new(vec![grid; bidders as usize]).expect("bidders");
            let distance = (auction.expected_revenue() - &limit).abs();
            assert!(
                distance < last && distance <= ratio(1, steps),
                "{steps}: {distance}"
            );
            last = distance;
        }
    }
}
