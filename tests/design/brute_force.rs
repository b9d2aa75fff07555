//! Designs against the best of all mechanisms without lotteries, found by looking at each.

use lacuna::mechanism::design::{Designer, Incentives, Objective};
use lacuna::mechanism::{ParticipationStage, Prior, Setting};
use lacuna::number::Rational;
use rand::RngExt;

use super::drawn::{distribution, ratio, seeded};

/// The greatest revenue of a rule under dominance and ex-post participation: for each agent and
/// reports of the others the greatest payments with p(t) ≤ v(t, t) and p(t) − p(r) ≤ v(t, t) −
/// v(t, r), by relaxation; none if there are none.
fn revenue_of(setting: &Setting, rule: &[usize]) -> Option<Rational> {
    let space = setting.profiles().expect("few");
    let mut total = Rational::ZERO;
    for agent in 0..setting.agents() {
        let count = setting.types()[agent];
        for first in space.iter().filter(|types| types[agent] == 0) {
            let at = |report: usize| {
                let mut types = first.clone();
                types[agent] = report;
                types
            };
            let worth = |own: usize, report: usize| {
                let chosen = rule[space.index(&at(report)).expect("a profile")];
                setting
                    .private_value(agent, own, chosen)
                    .expect("private")
                    .clone()
            };
            let mut paid: Vec<Rational> = (0..count).map(|own| worth(own, own)).collect();
            for round in 0..=count {
                for own in 0..count {
                    for lie in 0..count {
                        let most = &paid[lie] + &(worth(own, own) - worth(own, lie));
                        if most < paid[own] {
                            if round == count {
                                return None;
                            }
                            paid[own] = most;
                        }
                    }
                }
            }
            for (own, paid) in paid.iter().enumerate() {
                total += setting.probability(&at(own)) * paid;
            }
        }
    }
    Some(total)
}

fn best_rule(setting: &Setting) -> Rational {
    let profiles = setting.profiles().expect("few").len();
    let rules = setting.alternatives().pow(profiles as u32);
    let of = |number: usize| {
        let mut rest = number;
        let rule: Vec<usize> = (0..profiles)
            .map(|_| {
                let chosen = rest % setting.alternatives();
                rest /= setting.alternatives();
                chosen
            })
            .collect();
        revenue_of(setting, &rule)
    };
    (0..rules)
        .filter_map(of)
        .max()
        .expect("constant rules need no payments")
}

#[test]
fn no_mechanism_without_lotteries_beats_the_design_and_the_best_of_them_is_found() {
    let mut rng = seeded(2);
    let mut better = 0;
    for _ in 0..60 {
        let agents = rng.random_range(1..=2);
        let types = if agents == 1 { vec![3] } else { vec![2, 2] };
        let setting = Setting::private(&types, 3, |_, _, _| {
            Rational::from(rng.random_range(-3i64..=5))
        })
        .expect("valid");
        let profiles = types.iter().product();
        let setting = setting
            .with_prior(Prior::Joint(distribution(&mut rng, profiles)))
            .expect("fits");
        let designer = Designer::new(&setting)
            .with_objective(Objective::Revenue)
            .with_incentives(Incentives::Dominant)
            .with_participation(ParticipationStage::ExPost);
        let best = best_rule(&setting);
        let value = designer
            .solve()
            .expect("small")
            .into_optimal()
            .expect("one")
            .value;
        assert!(best <= value);
        let found = designer
            .solve_deterministic(10_000)
            .expect("small")
            .expect("one");
        assert_eq!(found.value, best);
        assert_eq!(found.with_lotteries, value);
        assert!(
            found
                .mechanism
                .decisions()
                .iter()
                .all(|decision| decision.branches().len() == 1)
        );
        better += usize::from(best < value);
    }
    assert!(better > 0, "lotteries help somewhere");
}

#[test]
fn selling_to_one_buyer_is_a_posted_price() {
    let mut rng = seeded(3);
    for _ in 0..60 {
        let count = rng.random_range(1..=6);
        let mut values: Vec<i64> = (0..count).map(|_| rng.random_range(-2..=9)).collect();
        values.sort();
        let chances = distribution(&mut rng, count);
        let setting = Setting::private(&[count], 2, |_, own, sold| {
            Rational::from(values[own] * sold as i64)
        });
        let prior = Prior::Independent(vec![chances.clone()]);
        let setting = setting.expect("valid").with_prior(prior).expect("fits");
        let at = |price: i64| {
            let buys = values
                .iter()
                .zip(&chances)
                .filter(|(value, _)| **value >= price);
            Rational::from(price) * buys.map(|(_, chance)| chance).sum::<Rational>()
        };
        let best = values.iter().map(|&price| at(price)).max().expect("some");
        for incentives in [Incentives::Bayesian, Incentives::Dominant] {
            let designer = Designer::new(&setting)
                .with_objective(Objective::Revenue)
                .with_incentives(incentives)
                .with_participation(ParticipationStage::Interim);
            let outcome = designer.solve().expect("small");
            assert_eq!(outcome.value(), Some(&best.clone().max(ratio(0, 1))));
        }
    }
}
