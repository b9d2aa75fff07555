//! Groves mechanisms, affine maximisers and expected externalities.

use lacuna::mechanism::auction::one_object;
use lacuna::mechanism::groves::{AffineMaximiser, ExpectedExternality, Groves};
use lacuna::mechanism::{Mechanism, Prior, Setting, Strategies, TableLimit};
use lacuna::number::Rational;

use super::brute::{
    against_dominance, honest, interim, largest_interim_gain, largest_loss, least_payoff, revenue,
    same_payoffs, transfer_sums, type_profiles,
};
use super::draw::Draw;
use super::{grid, list, n, q};

/// A term that has nothing to do with anything.
fn odd_term(agent: usize, others: &[usize]) -> Rational {
    let sum: i64 = others.iter().map(|&other| 1 + 2 * other as i64).sum();
    q(sum * 7 % 5 - 2 * agent as i64, 3)
}

#[test]
fn groves_mechanisms_are_efficient_and_honest_whatever_the_terms_and_ties() {
    let mut draw = Draw::new(10);
    for _ in 0..120 {
        let agents = draw.count(3);
        let setting = draw.setting(agents, -2, 2);
        let truth = Strategies::truthful(&setting);
        let backwards: Vec<usize> = (0..setting.alternatives()).rev().collect();
        let table: Vec<Vec<Rational>> = (0..setting.agents())
            .map(|agent| {
                let profiles = setting.profiles().expect("small").len();
                let count = profiles / setting.types()[agent];
                (0..count).map(|_| n(draw.number(-3, 3))).collect()
            })
            .collect();
        let all = [
            Groves::new(&setting),
            Groves::clarke(&setting),
            Groves::cavallo(&setting),
            Groves::new(&setting).map(|groves| groves.with_terms(odd_term)),
            Groves::new(&setting).and_then(|groves| groves.with_term_table(table)),
        ];
        for groves in all {
            let groves = groves.expect("private values");
            let turned = groves
                .clone()
                .with_order(backwards.clone())
                .expect("an order");
            assert!(same_payoffs(&setting, &groves, &turned));
            for mechanism in [groves, turned] {
                assert!(honest(&setting, &mechanism));
                assert_eq!(largest_loss(&setting, &mechanism, &truth), n(0));
            }
        }
    }
}

#[test]
fn groves_transfers_are_what_the_definition_says() {
    let mut draw = Draw::new(11);
    for _ in 0..60 {
        let setting = draw.setting(3, -3, 3);
        let groves = Groves::new(&setting).expect("private").with_terms(odd_term);
        for types in type_profiles(&setting) {
            let decision = groves.decide(&types);
            let branch = &decision.branches()[0];
            // The first alternative with the largest sum of values.
            let welfare = |each: usize| setting.welfare(&types, each);
            let best = (0..setting.alternatives())
                .rev()
                .max_by_key(|&each| welfare(each))
                .expect("an alternative");
            assert_eq!(branch.alternative, best);
            for agent in 0..3 {
                let others: Vec<usize> = (0..3).filter(|&other| other != agent).collect();
                let values: Rational = others
                    .iter()
                    .map(|&other| setting.value(other, &types, best))
                    .sum();
                let said: Vec<usize> = others.iter().map(|&other| types[other]).collect();
                assert_eq!(branch.transfers[agent], values + odd_term(agent, &said));
            }
        }
    }
}

#[test]
fn a_table_of_terms_has_the_last_of_the_others_fastest() {
    let setting = Setting::private(&[2, 3, 2], 1, |_, _, _| n(0)).expect("a setting");
    let code = |others: &[usize]| n(10 * others[0] as i64 + others[1] as i64);
    let mut table: Vec<Vec<Rational>> = Vec::new();
    for counts in [[3usize, 2], [2, 2], [2, 3]] {
        let each = (0..counts[0]).flat_map(|one| (0..counts[1]).map(move |two| [one, two]));
        table.push(each.map(|others| code(&others)).collect());
    }
    let tabled = Groves::new(&setting).and_then(|groves| groves.with_term_table(table));
    let tabled = tabled.expect("of the right shape");
    let called = Groves::new(&setting)
        .expect("private")
        .with_terms(move |_, others| code(others));
    for types in type_profiles(&setting) {
        assert_eq!(tabled.decide(&types), called.decide(&types));
    }
}

#[test]
fn clarke_never_pays_anybody_and_nobody_loses_without_negative_values() {
    let mut draw = Draw::new(12);
    let mut negative = 0;
    for round in 0..150 {
        let agents = draw.count(4);
        let least = if round % 2 == 0 { 0 } else { -3 };
        let setting = draw.setting(agents, least, 3);
        let clarke = Groves::clarke(&setting).expect("private");
        for types in type_profiles(&setting) {
            let decision = clarke.decide(&types);
            let mut transfers = decision.branches()[0].transfers.iter();
            assert!(transfers.all(|transfer| !transfer.is_positive()));
        }
        let worst = least_payoff(&setting, &clarke, &Strategies::truthful(&setting));
        assert!(least < 0 || !worst.is_negative());
        negative += usize::from(worst.is_negative());
    }
    // With negative values somebody may lose.
    assert!(negative > 0);
}

#[test]
fn clarke_with_its_revenue_given_back_has_no_deficit_and_pays_less() {
    let mut draw = Draw::new(13);
    let mut returned = 0;
    for _ in 0..80 {
        let setting = draw.setting(3, 0, 3);
        let truth = Strategies::truthful(&setting);
        let clarke = Groves::clarke(&setting).expect("private");
        let cavallo = Groves::cavallo(&setting).expect("private");
        assert!(transfer_sums(&cavallo).1 <= n(0));
        assert!(least_payoff(&setting, &cavallo, &truth) >= n(0));
        let left = revenue(&setting, &cavallo, &truth);
        let before = revenue(&setting, &clarke, &truth);
        assert!(left <= before);
        returned += usize::from(left < before);
    }
    assert!(returned > 0);
}

#[test]
fn cavallo_gives_bidders_a_share_of_the_second_price_of_the_others() {
    // One object (Cavallo 2006): bidder i gets 1/n of the second highest value among the others.
    let setting = one_object(&vec![grid(0, 4); 3]).expect("values");
    let clarke = Groves::clarke(&setting).expect("private");
    let cavallo = Groves::cavallo(&setting).expect("private");
    for types in type_profiles(&setting) {
        for agent in 0..3 {
            let mut others: Vec<usize> = (0..3)
                .filter(|&other| other != agent)
                .map(|other| types[other])
                .collect();
            others.sort_unstable();
            let back = cavallo.decide(&types).expected_transfer(agent)
                - clarke.decide(&types).expected_transfer(agent);
            assert_eq!(back, q(others[0] as i64, 3), "{types:?}");
        }
    }
}

#[test]
fn affine_maximisers_are_honest_and_maximise_what_they_say() {
    let mut draw = Draw::new(14);
    for _ in 0..120 {
        let agents = draw.count(3);
        let setting = draw.setting(agents, -2, 2);
        let mut weights: Vec<Rational> = (0..agents).map(|_| q(draw.number(0, 3), 2)).collect();
        weights[0] += n(1);
        let biases: Vec<Rational> = (0..setting.alternatives())
            .map(|_| n(draw.number(-2, 2)))
            .collect();
        let clarke = AffineMaximiser::new(&setting, &weights, biases.clone()).expect("weights");
        let other = clarke.clone().with_terms(odd_term);
        for mechanism in [&clarke, &other] {
            assert!(honest(&setting, mechanism));
            for types in type_profiles(&setting) {
                let score = |each: usize| {
                    let own = (0..agents)
                        .map(|agent| &weights[agent] * setting.value(agent, &types, each));
                    &biases[each] + own.sum::<Rational>()
                };
                let chosen = mechanism.decide(&types).branches()[0].alternative;
                assert!((0..setting.alternatives()).all(|each| score(each) <= score(chosen)));
            }
        }
        assert!(transfer_sums(&clarke).1 <= n(0));
        // Raised so that no value is negative, nobody loses.
        let raised = Setting::private(
            setting.types(),
            setting.alternatives(),
            |agent, own, each| setting.private_value(agent, own, each).expect("private") + n(2),
        );
        let raised = raised.expect("a setting");
        let mechanism = AffineMaximiser::new(&raised, &weights, biases.clone()).expect("weights");
        assert!(least_payoff(&raised, &mechanism, &Strategies::truthful(&raised)) >= n(0));
        for (agent, weight) in weights.iter().enumerate() {
            let moved = |types: &Vec<usize>| clarke.decide(types).expected_transfer(agent);
            assert!(!weight.is_zero() || type_profiles(&setting).iter().all(|t| moved(t) == n(0)));
        }
    }
}

#[test]
fn equal_weights_and_no_biases_are_clarke() {
    let mut draw = Draw::new(15);
    for _ in 0..30 {
        let setting = draw.setting(3, -2, 2);
        let clarke = Groves::clarke(&setting).expect("private");
        let weighted = AffineMaximiser::weighted(&setting, &vec![q(2, 3); 3]).expect("weights");
        for types in type_profiles(&setting) {
            assert_eq!(clarke.decide(&types), weighted.decide(&types));
        }
    }
}

#[test]
fn expected_externalities_balance_and_are_an_equilibrium() {
    let mut draw = Draw::new(16);
    let mut undominated = 0;
    for _ in 0..120 {
        let agents = 1 + draw.count(2);
        let setting = draw.setting(agents, -2, 2);
        let truth = Strategies::truthful(&setting);
        let mechanism = ExpectedExternality::new(&setting, TableLimit::default());
        let mechanism = mechanism.expect("independent");
        let backwards: Vec<usize> = (0..setting.alternatives()).rev().collect();
        let turned = mechanism.clone().with_order(backwards).expect("an order");
        for mechanism in [mechanism, turned] {
            assert_eq!(transfer_sums(&mechanism), (n(0), n(0)));
            assert_eq!(largest_loss(&setting, &mechanism, &truth), n(0));
            assert_eq!(largest_interim_gain(&setting, &mechanism, &truth), n(0));
            undominated += usize::from(!honest(&setting, &mechanism));
        }
    }
    assert!(
        undominated > 0,
        "an equilibrium, but not in dominant strategies"
    );
}

/// Two agents with net values −1 or 2 of a project.
fn project() -> Setting {
    Setting::private(&[2, 2], 2, |_, own_type, built| {
        n(built as i64 * [-1, 2][own_type])
    })
    .expect("a setting")
}

#[test]
fn the_example_of_expected_externalities_has_the_numbers_of_the_theory() {
    let setting = project();
    let mechanism = ExpectedExternality::new(&setting, TableLimit::default());
    let mechanism = mechanism.expect("independent");
    for agent in 0..2 {
        assert_eq!(mechanism.externality(agent, 0), &n(1));
        assert_eq!(mechanism.externality(agent, 1), &q(1, 2));
    }
    let decision = mechanism.decide(&[1, 0]);
    assert_eq!(decision.branches()[0].alternative, 1);
    assert_eq!(decision.branches()[0].transfers, [q(-1, 2), q(1, 2)]);
    // Interim participation fails: with −1 it is built half of the time, for −1/2, and
    // E_i − E[E_j] = 1 − 3/4, in sum −1/4.
    let truth = Strategies::truthful(&setting);
    assert_eq!(interim(&setting, &mechanism, &truth, 0, 0, 0), q(-1, 4));
    assert_eq!(interim(&setting, &mechanism, &truth, 0, 1, 1), q(7, 4));
    // Not dominant: against 2, who is of type −1 and says 2 has the same decision, but loses 1/2;
    // against −1, who is of type 2 gains nothing by lying; against 2 it gains 1/2.
    let better = against_dominance(&setting, &mechanism, &truth).expect("not dominant");
    assert_eq!((better.own_type, better.against[1 - better.agent]), (1, 1));
    assert_eq!(better.gain, q(1, 2));
}

#[test]
fn a_joint_prior_that_is_a_product_is_taken_and_any_other_refused() {
    let lists = vec![vec![q(1, 3), q(2, 3)], vec![q(1, 4), q(3, 4)]];
    let product: Vec<Rational> = [(0, 0), (0, 1), (1, 0), (1, 1)]
        .iter()
        .map(|&(one, two)| &lists[0][one] * &lists[1][two])
        .collect();
    let with = |prior| project().with_prior(prior).expect("a prior");
    let limit = TableLimit::default();
    let joint = ExpectedExternality::new(&with(Prior::Joint(product)), limit);
    let independent = ExpectedExternality::new(&with(Prior::Independent(lists)), limit);
    assert_eq!(joint, independent);
    let correlated = with(Prior::Joint(vec![q(1, 2), n(0), n(0), q(1, 2)]));
    let error = ExpectedExternality::new(&correlated, limit).expect_err("correlated");
    assert!(error.to_string().contains("independent"), "{error}");
}

#[test]
fn an_agent_alone_gets_what_it_likes_best_and_no_money() {
    let setting = Setting::private(&[2], 3, |_, own, each| n([[1, 4, 2], [5, 0, 3]][own][each]));
    let setting = setting.expect("a setting");
    let balanced = ExpectedExternality::new(&setting, TableLimit::default()).expect("alone");
    let clarke = Groves::clarke(&setting).expect("private");
    for (own, best) in [(0, 1), (1, 0)] {
        assert_eq!(balanced.decide(&[own]), clarke.decide(&[own]));
        let branch = clarke.decide(&[own]).branches()[0].clone();
        assert_eq!((branch.alternative, branch.transfers), (best, list(&[0])));
    }
}
