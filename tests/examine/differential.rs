//! Random instances: every verdict is that of the definition.

use std::fmt::Debug;

use lacuna::mechanism::Mechanism;
use lacuna::mechanism::OutsideOptions;
use lacuna::mechanism::examine::{
    BudgetStage, Capacity, Component, Examination, Lottery, MessageScope, PaymentBounds,
    Relabelling, RevenueRule, Side, Stage, Verdict, Witness, ZeroProbability,
};
use lacuna::number::Rational;
use rand::rngs::Xoshiro256PlusPlus as Generator;
use rand::{RngExt, SeedableRng};

use super::brute::{self, Found, branch_utility, message_profiles, type_profiles, utility};
use super::drawn::{Drawn, drawn};
use super::{q, ratio};

const INSTANCES: u64 = 2_400;

/// The verdict is what was found by definition, and its witness proves it.
fn same<W: Witness + Debug>(
    examination: &Examination<'_>,
    verdict: &Verdict<W>,
    found: &Found,
    what: &str,
) {
    assert_eq!(verdict.comparisons(), found.comparisons, "{what}");
    assert_eq!(verdict.violations(), found.violations, "{what}");
    assert_eq!(verdict.holds(), found.violations == 0, "{what}");
    let worst = found.worst.as_ref().map(|worst| -worst);
    assert_eq!(verdict.least_slack(), worst, "{what}");
    if let Some(witness) = verdict.witness() {
        assert!(witness.verify(examination), "{what}: {witness:?}");
        assert!(!witness.in_words(examination).is_empty());
    }
    if let Verdict::Holds {
        tightest: Some(case),
        ..
    } = verdict
    {
        let again = case.recomputed(examination).expect("a case");
        assert_eq!(&again, case.excess(), "{what}: {case:?}");
        assert!(!case.verify(examination), "{what}: no violation");
    }
}

#[test]
fn incentives_are_those_of_the_definition_on_random_instances() {
    let (mut scaled, mut failing) = (0, [0; 3]);
    for seed in 0..INSTANCES {
        let drawn = drawn(seed);
        let examination = drawn.examination();
        let what = format!("seed {seed}");
        let dominant = examination.dominant_strategy().expect("small");
        same(&examination, &dominant, &brute::dominant(&drawn), &what);
        let ex_post = examination.ex_post().expect("small");
        same(&examination, &ex_post, &brute::ex_post(&drawn), &what);
        let bayesian = examination.bayesian().expect("small");
        same(
            &examination,
            &bayesian,
            &brute::bayesian(&drawn, false),
            &what,
        );
        let beliefs = drawn
            .examination()
            .with_zero_probability(ZeroProbability::EveryBelief);
        let every = beliefs.bayesian().expect("small");
        same(&beliefs, &every, &brute::bayesian(&drawn, true), &what);
        let impossible = (0..drawn.setting.agents())
            .flat_map(|i| (0..drawn.setting.types()[i]).map(move |own| (i, own)))
            .filter(|&(i, own)| brute::mass(&drawn, i, own).is_zero())
            .count();
        assert_eq!(bayesian.skipped().len(), impossible, "{what}");
        let refused = drawn
            .examination()
            .with_zero_probability(ZeroProbability::Refuse)
            .bayesian();
        assert_eq!(refused.is_err(), impossible > 0, "{what}");
        let pairs = examination.pair_proof().expect("small");
        same(&examination, &pairs, &brute::pairs(&drawn), &what);
        // What is best whatever others do is best whatever they are, and in expectation.
        assert!(!dominant.holds() || ex_post.holds(), "{what}");
        assert!(!ex_post.holds() || bayesian.holds(), "{what}");
        scaled += u64::from(examination.is_scaled().expect("small"));
        for (count, fails) in failing.iter_mut().zip([&dominant, &ex_post, &bayesian]) {
            *count += u64::from(!fails.holds());
        }
    }
    // The draw has all sorts.
    assert!(
        scaled > INSTANCES / 3 && scaled < INSTANCES * 9 / 10,
        "{scaled}"
    );
    for count in failing {
        assert!(count > 100 && count < INSTANCES - 100, "{failing:?}");
    }
}

fn outside(rng: &mut Generator, drawn: &Drawn) -> OutsideOptions {
    let profiles = type_profiles(drawn).len();
    let mut list = |count: usize| -> Vec<Rational> {
        (0..count)
            .map(|_| ratio(rng.random_range(-4..3), 2))
            .collect()
    };
    match profiles % 3 {
        0 => OutsideOptions::Constant(list(1).remove(0)),
        1 => OutsideOptions::PerType(drawn.setting.types().iter().map(|&n| list(n)).collect()),
        _ => OutsideOptions::PerProfile(
            (0..drawn.setting.agents())
                .map(|_| list(profiles))
                .collect(),
        ),
    }
}

#[test]
fn participation_is_that_of_the_definition_on_random_instances() {
    for seed in 0..INSTANCES / 2 {
        let drawn = drawn(seed);
        let rng = &mut Generator::seed_from_u64(seed);
        let options = outside(rng, &drawn);
        let examination = drawn.examination();
        let profiles = type_profiles(&drawn);
        let inside = |agent, types: &[usize]| {
            utility(&drawn, agent, types, &drawn.strategies.messages(types))
        };
        let outside = |agent: usize, number: usize| match &options {
            OutsideOptions::Constant(value) => value.clone(),
            OutsideOptions::PerType(lists) => lists[agent][profiles[number][agent]].clone(),
            OutsideOptions::PerProfile(lists) => lists[agent][number].clone(),
            other => panic!("{other:?}"),
        };
        let mut found: [Found; 4] = Default::default();
        for agent in 0..drawn.setting.agents() {
            let mut total = Rational::ZERO;
            let mut interim = vec![Rational::ZERO; drawn.setting.types()[agent]];
            for (number, types) in profiles.iter().enumerate() {
                let shortfall = outside(agent, number) - inside(agent, types);
                let share = drawn.setting.probability(types);
                total += &share * &shortfall;
                interim[types[agent]] += &share * &shortfall;
                found[2].add(shortfall);
                let decision = drawn.mechanism.decide(&drawn.strategies.messages(types));
                for branch in decision.branches() {
                    let outcome = (branch.alternative, branch.transfers.as_slice());
                    let there = branch_utility(&drawn, agent, types, outcome);
                    found[3].add(outside(agent, number) - there);
                }
            }
            found[0].add(total);
            for (own, sum) in interim.iter().enumerate() {
                if let Some(shortfall) = sum.checked_div(&brute::mass(&drawn, agent, own)) {
                    found[1].add(shortfall);
                }
            }
        }
        let stages = [
            Stage::ExAnte,
            Stage::Interim,
            Stage::ExPost(Lottery::InExpectation),
            Stage::ExPost(Lottery::EachBranch),
        ];
        for (stage, found) in stages.into_iter().zip(&found) {
            let verdict = examination.participation(stage, &options).expect("small");
            if let Some(witness) = verdict.witness() {
                assert!(witness.verify_for(&examination, &options));
                let other = OutsideOptions::Constant(q(100));
                assert!(!witness.verify_for(&examination, &other));
            }
            same(
                &examination,
                &verdict,
                found,
                &format!("seed {seed}, {stage:?}"),
            );
        }
    }
}

#[test]
fn money_is_counted_as_the_definition_says_on_random_instances() {
    for seed in 0..INSTANCES / 2 {
        let drawn = drawn(seed);
        let scope = [MessageScope::Everything, MessageScope::Followed][seed as usize % 2];
        let examination = drawn.examination().with_message_scope(scope);
        let mut reached = message_profiles(&drawn);
        let followed: Vec<Vec<usize>> = type_profiles(&drawn)
            .iter()
            .map(|types| drawn.strategies.messages(types))
            .collect();
        if scope == MessageScope::Followed {
            reached.retain(|messages| followed.contains(messages));
        }
        let target = ratio(seed as i64 % 5 - 2, 2);
        let rules = [
            RevenueRule::AtLeast(target.clone()),
            RevenueRule::Exactly(target.clone()),
        ];
        let excess = |rule: usize, revenue: Rational| match rule {
            0 => &target - &revenue,
            _ => (&target - &revenue).abs(),
        };
        let mut revenue = Rational::ZERO;
        for (types, messages) in type_profiles(&drawn).iter().zip(&followed) {
            let decision = drawn.mechanism.decide(messages);
            for agent in 0..drawn.setting.agents() {
                let share = drawn.setting.probability(types);
                revenue -= share * &decision.expected_transfer(agent);
            }
        }
        assert_eq!(examination.expected_revenue().expect("small"), revenue);
        let bounds = PaymentBounds::default().with_floor(q(-1)).with_cap(q(1));
        let usage: Vec<Rational> = (0..drawn.setting.alternatives())
            .map(|a| q(a as i64))
            .collect();
        let capacity = Capacity::new(usage)
            .with_least(ratio(1, 2))
            .with_most(ratio(3, 2));
        for lottery in [Lottery::EachBranch, Lottery::InExpectation] {
            let (mut budgets, mut payments, mut uses): ([Found; 2], Found, Found) =
                Default::default();
            for messages in &reached {
                let decision = drawn.mechanism.decide(messages);
                // One group of branches with weights for each case.
                let branches = decision.branches();
                let groups: Vec<Vec<(Rational, usize)>> = match lottery {
                    Lottery::EachBranch => (0..branches.len())
                        .map(|b| vec![(Rational::ONE, b)])
                        .collect(),
                    _ => vec![
                        branches
                            .iter()
                            .enumerate()
                            .map(|(b, branch)| (branch.probability.clone(), b))
                            .collect(),
                    ],
                };
                for group in groups {
                    let paid = |agent: usize| -> Rational {
                        -group
                            .iter()
                            .map(|(weight, b)| weight * &branches[*b].transfers[agent])
                            .sum::<Rational>()
                    };
                    let revenue: Rational = (0..drawn.setting.agents()).map(paid).sum();
                    for (rule, found) in budgets.iter_mut().enumerate() {
                        found.add(excess(rule, revenue.clone()));
                    }
                    for agent in 0..drawn.setting.agents() {
                        payments.add(q(-1) - paid(agent));
                        payments.add(paid(agent) - q(1));
                    }
                    let used: Rational = group
                        .iter()
                        .map(|(weight, b)| weight * &q(branches[*b].alternative as i64))
                        .sum();
                    uses.add(ratio(1, 2) - &used);
                    uses.add(&used - &ratio(3, 2));
                }
            }
            let what = format!("seed {seed}, {lottery:?}");
            for (rule, found) in rules.iter().zip(&budgets) {
                let stage = BudgetStage::ExPost(lottery);
                let verdict = examination.budget(rule, stage).expect("small");
                same(&examination, &verdict, found, &what);
            }
            let verdict = examination.payments(&bounds, lottery).expect("small");
            same(&examination, &verdict, &payments, &what);
            let verdict = examination.capacity(&capacity, lottery).expect("small");
            same(&examination, &verdict, &uses, &what);
            if let Some(breach) = verdict.witness() {
                assert!(matches!(breach.side, Side::Above | Side::Below));
            }
        }
        for (number, rule) in rules.iter().enumerate() {
            let mut found = Found::default();
            found.add(excess(number, revenue.clone()));
            let verdict = examination
                .budget(rule, BudgetStage::ExAnte)
                .expect("small");
            same(&examination, &verdict, &found, &format!("seed {seed}"));
        }
    }
}

#[test]
fn efficiency_is_that_of_the_definition_on_random_instances() {
    for seed in 0..INSTANCES / 2 {
        let drawn = drawn(seed);
        let examination = drawn.examination();
        let setting = &drawn.setting;
        let (mut losses, mut improvements): (Found, Found) = Default::default();
        let (mut welfare, mut lost) = (Rational::ZERO, Rational::ZERO);
        for types in type_profiles(&drawn) {
            let decision = drawn.mechanism.decide(&drawn.strategies.messages(&types));
            let value = |agent: usize, a: usize| setting.value(agent, &types, a);
            let sum = |a: usize| (0..types.len()).map(|i| value(i, a)).sum::<Rational>();
            let most = (0..setting.alternatives()).map(sum).max().expect("some");
            let mut here = Rational::ZERO;
            for a in 0..setting.alternatives() {
                let share = decision.probability(a);
                here += &share * &sum(a);
                if share.is_zero() {
                    continue;
                }
                for b in (0..setting.alternatives()).filter(|&b| b != a) {
                    let least = (0..types.len()).map(|i| value(i, b) - value(i, a)).min();
                    let least = least.expect("an agent");
                    improvements.add(match least.is_negative() {
                        true => least,
                        false => sum(b) - sum(a),
                    });
                }
            }
            let share = setting.probability(&types);
            welfare += &share * &here;
            lost += &share * &(&most - &here);
            losses.add(most - here);
        }
        let what = format!("seed {seed}");
        let verdict = examination.efficiency().expect("small");
        same(&examination, &verdict, &losses, &what);
        let verdict = examination.pareto().expect("small");
        same(&examination, &verdict, &improvements, &what);
        assert_eq!(examination.expected_welfare().expect("small"), welfare);
        assert_eq!(examination.expected_loss().expect("small"), lost);
    }
}

#[test]
fn monotonicity_is_that_of_the_definition_on_random_instances() {
    let mut undefined = 0;
    for seed in 0..INSTANCES / 2 {
        let drawn = drawn(seed);
        let examination = drawn.examination();
        let what = format!("seed {seed}");
        let weak = examination.weak_monotonicity();
        let Ok(weak) = weak else {
            undefined += 1;
            assert!(examination.cyclic_monotonicity().is_err());
            continue;
        };
        let (pairs, with_cycle) = brute::monotonicity(&drawn);
        same(&examination, &weak, &pairs, &what);
        let cyclic = examination.cyclic_monotonicity().expect("small");
        assert_eq!(cyclic.violations(), with_cycle, "{what}");
        if let Some(cycle) = cyclic.witness() {
            assert!(cycle.verify(&examination), "{what}: {cycle:?}");
        }
        assert!(weak.holds() || !cyclic.holds(), "{what}");
        // Truth that is dominant for agents with quasi-linear utilities has no gaining cycle.
        if examination.dominant_strategy().expect("small").holds() {
            assert!(cyclic.holds(), "{what}");
        }
    }
    assert!(undefined > 0);
}

#[test]
fn envy_and_symmetry_are_those_of_the_definition_on_random_instances() {
    for seed in 0..INSTANCES / 2 {
        let drawn = drawn(seed);
        let examination = drawn.examination();
        let setting = &drawn.setting;
        let (agents, alternatives) = (setting.agents(), setting.alternatives());
        let what = format!("seed {seed}");
        let swap = |a: usize, i: usize, j: usize| (a + i + j) % alternatives;
        let (mut after, mut before): (Found, Found) = Default::default();
        for types in type_profiles(&drawn) {
            let decision = drawn.mechanism.decide(&drawn.strategies.messages(&types));
            for i in 0..agents {
                for j in (0..agents).filter(|&j| j != i) {
                    let mut expected = Rational::ZERO;
                    for branch in decision.branches() {
                        let mut transfers = branch.transfers.clone();
                        transfers.swap(i, j);
                        let there = (swap(branch.alternative, i, j), transfers.as_slice());
                        let here = (branch.alternative, branch.transfers.as_slice());
                        let gain = branch_utility(&drawn, i, &types, there)
                            - branch_utility(&drawn, i, &types, here);
                        expected += &branch.probability * &gain;
                        after.add(gain);
                    }
                    before.add(expected);
                }
            }
        }
        for (lottery, found) in [
            (Lottery::EachBranch, &after),
            (Lottery::InExpectation, &before),
        ] {
            let verdict = examination.envy_freeness(&swap, lottery).expect("small");
            same(&examination, &verdict, found, &what);
        }
        let counts = drawn.mechanism.space().actions().to_vec();
        let turned: Vec<usize> = (0..agents).map(|i| (i + 1) % agents).collect();
        if (0..agents).any(|i| counts[i] != counts[turned[i]]) {
            continue;
        }
        let moved: Vec<usize> = (0..alternatives).rev().collect();
        let relabelling = Relabelling::of_agents(turned.clone(), &counts, moved.clone());
        let mut found = Found::default();
        for messages in message_profiles(&drawn) {
            let mut renamed = messages.clone();
            for i in 0..agents {
                renamed[turned[i]] = messages[i];
            }
            let old = drawn.mechanism.decide(&messages);
            let new = drawn.mechanism.decide(&renamed);
            for (before, &after) in moved.iter().enumerate() {
                found.add((old.probability(before) - new.probability(after)).abs());
            }
            for (before, &after) in turned.iter().enumerate() {
                found.add((old.expected_transfer(before) - new.expected_transfer(after)).abs());
            }
        }
        let verdict = examination.symmetry(&relabelling).expect("valid");
        same(&examination, &verdict, &found, &what);
        if let Some(witness) = verdict.witness() {
            assert!(matches!(
                witness.component,
                Component::Alternative(_) | Component::Transfer(_)
            ));
        }
    }
}

#[test]
fn a_rule_is_strategy_proof_for_rankings_if_and_only_if_no_utility_gains() {
    // Against utilities with the same ranking: indicators of being at least as good as something.
    let (mut holding, mut failing) = (0, 0);
    for seed in 0..INSTANCES {
        let drawn = drawn(seed);
        let examination = drawn.examination();
        let verdict = examination.strategy_proof();
        let has_money = message_profiles(&drawn).iter().any(|messages| {
            let decision = drawn.mechanism.decide(messages);
            let mut transfers = decision.branches().iter().flat_map(|b| &b.transfers);
            transfers.any(|transfer| !transfer.is_zero())
        });
        assert!(!drawn.without_money || !has_money);
        if has_money || !drawn.setting.has_private_values() {
            assert!(verdict.is_err(), "seed {seed}");
            continue;
        }
        let verdict = verdict.expect("small");
        let mut found = Found::default();
        for agent in 0..drawn.setting.agents() {
            for own in 0..drawn.setting.types()[agent] {
                let value = |a: usize| drawn.setting.private_value(agent, own, a).expect("private");
                let mut levels: Vec<&Rational> =
                    (0..drawn.setting.alternatives()).map(value).collect();
                levels.sort();
                levels.dedup();
                let right = drawn.strategies.message(agent, own);
                for messages in message_profiles(&drawn) {
                    if messages[agent] == right {
                        continue;
                    }
                    let honest = brute::with(&messages, agent, right);
                    for level in &levels[1..] {
                        let expected = |messages: &[usize]| -> Rational {
                            let decision = drawn.mechanism.decide(messages);
                            (0..drawn.setting.alternatives())
                                .filter(|&a| value(a) >= *level)
                                .map(|a| decision.probability(a))
                                .sum()
                        };
                        found.add(expected(&messages) - expected(&honest));
                    }
                }
            }
        }
        same(&examination, &verdict, &found, &format!("seed {seed}"));
        holding += u64::from(verdict.holds());
        failing += u64::from(!verdict.holds());
    }
    assert!(holding > 50 && failing > 50, "{holding}, {failing}");
}
