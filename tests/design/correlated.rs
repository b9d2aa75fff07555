//! Correlated types: all surplus can be taken, ex post it cannot.

use lacuna::mechanism::design::{Designer, Incentives, Objective};
use lacuna::mechanism::optimal::{Beliefs, Extraction, belief_independence, full_extraction};
use lacuna::mechanism::{Mechanism, ParticipationStage, Prior, Setting};
use lacuna::number::Rational;
use rand::RngExt;

use super::drawn::{ratio, seeded, weighted};

fn correlated() -> Setting {
    let tenths = [4, 1, 1, 4].map(|tenths| ratio(tenths, 10));
    Setting::private(&[2, 2], 3, |bidder, own_type, alternative| {
        Rational::from(if alternative == 1 + bidder {
            1 + own_type as i64
        } else {
            0
        })
    })
    .expect("valid")
    .with_prior(Prior::Joint(tenths.to_vec()))
    .expect("fits")
}

#[test]
fn all_surplus_is_taken_interim_and_not_ex_post() {
    let setting = correlated();
    let Extraction::Full(mechanism) = full_extraction(&setting).expect("small") else {
        panic!()
    };
    assert_eq!(mechanism.revenue(), &ratio(8, 5));
    let revenue = |incentives, stage| {
        let designer = Designer::new(&setting)
            .with_objective(Objective::Revenue)
            .with_incentives(incentives)
            .with_participation(stage);
        let outcome = designer.solve().expect("small");
        assert!(outcome.verify(&designer).expect("valid"));
        outcome.value().expect("one").clone()
    };
    use Incentives::{Bayesian, Dominant};
    use ParticipationStage::{ExPost, Interim};
    assert_eq!(revenue(Bayesian, Interim), ratio(8, 5));
    assert_eq!(revenue(Dominant, Interim), ratio(8, 5));
    assert_eq!(revenue(Dominant, ExPost), ratio(3, 2));
}

/// What every type expects from every report, weighted with the prior.
fn expected(setting: &Setting, mechanism: &dyn Mechanism, agent: usize) -> Vec<Vec<Rational>> {
    let count = setting.types()[agent];
    let mut sums = vec![vec![Rational::ZERO; count]; count];
    for types in setting.profiles().expect("few").iter() {
        for (report, sum) in sums[types[agent]].iter_mut().enumerate() {
            let mut reports = types.clone();
            reports[agent] = report;
            let payoff = mechanism.decide(&reports).payoff(setting, agent, &types);
            *sum += setting.probability(&types) * &payoff;
        }
    }
    sums
}

#[test]
fn extraction_leaves_every_type_nothing_and_beliefs_that_forbid_it_are_mixtures() {
    let mut rng = seeded(9);
    let (mut full, mut mixed) = (0, 0);
    for case in 0..150 {
        let types = [
            vec![2, 2],
            vec![3, 3],
            vec![3, 2],
            vec![2, 2, 2],
            vec![4, 2],
        ][case % 5]
            .clone();
        let value = |rng: &mut dyn rand::Rng| Rational::from(rng.random_range(-3i64..=5));
        let setting = match case % 2 {
            0 => Setting::private(&types, 3, |_, _, _| value(&mut rng)),
            _ => Setting::interdependent(&types, 3, |_, _, _| value(&mut rng)),
        };
        let profiles: usize = types.iter().product();
        let mut weights: Vec<i64> = (0..profiles).map(|_| rng.random_range(0..=3)).collect();
        weights[0] += 1;
        let prior = Prior::Joint(weighted(weights));
        let setting = setting.expect("valid").with_prior(prior).expect("fits");
        match full_extraction(&setting).expect("small") {
            Extraction::Full(mechanism) => {
                full += 1;
                let space = setting.profiles().expect("few");
                let surplus: Rational = space
                    .iter()
                    .map(|types| {
                        let best = (0..3).map(|a| setting.welfare(&types, a)).max();
                        setting.probability(&types) * &best.expect("some")
                    })
                    .sum();
                assert_eq!(mechanism.revenue(), &surplus);
                for agent in 0..types.len() {
                    let sums = expected(&setting, &mechanism, agent);
                    for (own, row) in sums.iter().enumerate() {
                        assert!(row[own].is_zero());
                        assert!(row.iter().all(|lied| !lied.is_positive()));
                    }
                }
            }
            Extraction::NotGuaranteed {
                agent,
                own_type,
                weights,
            } => {
                mixed += 1;
                assert_eq!(weights.iter().sum::<Rational>(), Rational::ONE);
                assert!(weights.iter().all(|weight| !weight.is_negative()));
                assert!(weights[own_type].is_zero());
                // The belief of the type, from Bayes' rule, is the mixture.
                let all: Vec<_> = setting.profiles().expect("few").iter().collect();
                let of = |own: usize| -> Vec<Rational> {
                    let mine = all.iter().filter(|types| types[agent] == own);
                    let joint: Vec<Rational> =
                        mine.map(|types| setting.probability(types)).collect();
                    let total: Rational = joint.iter().sum();
                    let each = joint
                        .iter()
                        .map(|p| p.checked_div(&total).unwrap_or_default());
                    each.collect()
                };
                let target = of(own_type);
                for (place, right) in target.iter().enumerate() {
                    let sum: Rational = (0..types[agent])
                        .map(|other| &weights[other] * &of(other)[place])
                        .sum();
                    assert_eq!(&sum, right);
                }
                let beliefs = belief_independence(&setting, agent).expect("small");
                assert_eq!(beliefs, Beliefs::Mixture { own_type, weights });
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(full >= 20 && mixed >= 20, "{full} {mixed}");
}
