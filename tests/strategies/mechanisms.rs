//! Settings, mechanisms, rankings and markets.

use lacuna::mechanism::voting::{Ballots, VotingMechanism};
use lacuna::mechanism::{Mechanism, Prior, Rankings, Setting};
use lacuna::number::Rational;
use lacuna::theorem::strategy::*;
use proptest::prelude::*;

use crate::{all_profiles, drawn, tally};

fn is_probability(setting: &Setting) -> bool {
    let all: Vec<Rational> = all_profiles(setting.types())
        .iter()
        .map(|types| setting.probability(types))
        .collect();
    all.iter().all(|p| !p.is_negative()) && all.iter().sum::<Rational>() == Rational::ONE
}

fn payoff(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    agent: usize,
    types: &[usize],
    messages: &[usize],
) -> Rational {
    let decision = mechanism.decide(messages);
    (decision.branches().iter())
        .map(|branch| {
            let value = setting.value(agent, types, branch.alternative);
            &branch.probability * &(value + &branch.transfers[agent])
        })
        .sum()
}

proptest! {
    #[test]
    fn settings_have_priors_that_sum_to_one(
        setting in settings(1..=3, 1..=2, 1..=3),
        other in interdependent_settings(1..=3, 1..=2, 1..=3),
    ) {
        prop_assert!(setting.has_private_values());
        prop_assert!(is_probability(&setting) && is_probability(&other));
    }

    #[test]
    fn mechanisms_decide_on_every_profile_of_messages(mechanism in mechanism_tables(&[2, 3], 2)) {
        for messages in all_profiles(&[2, 3]) {
            prop_assert!(mechanism.decide(&messages).check(2, 2).is_ok());
        }
    }

    #[test]
    fn direct_mechanisms_and_strategies_fit_the_setting(
        (setting, mechanism, said) in settings(1..=3, 1..=2, 1..=3).prop_flat_map(|setting| {
            let types = setting.types().to_vec();
            (Just(setting.clone()), direct_mechanisms(&setting), strategies(&types, &types))
        })
    ) {
        prop_assert!(said.check(&setting, &mechanism).is_ok());
        for agent in 0..setting.agents() {
            prop_assert_eq!(mechanism.messages(agent), setting.types()[agent]);
        }
    }

    #[test]
    fn the_truth_is_dominant_in_groves_mechanisms(
        (setting, groves) in settings(1..=3, 1..=2, 1..=3)
            .prop_flat_map(|setting| (Just(setting.clone()), groves_mechanisms(&setting)))
    ) {
        for types in all_profiles(setting.types()) {
            for agent in 0..setting.agents() {
                for said in 0..setting.types()[agent] {
                    let mut messages = types.clone();
                    messages[agent] = said;
                    prop_assert!(
                        payoff(&setting, &groves, agent, &types, &types)
                            >= payoff(&setting, &groves, agent, &types, &messages)
                    );
                }
            }
        }
    }

    #[test]
    fn bids_in_auctions_are_the_values(made in auctions(1..=3, 1..=3)) {
        prop_assert_eq!(made.auction.bids(), &made.values[..]);
        prop_assert!(made.values.iter().all(|list| list.windows(2).all(|pair| pair[0] < pair[1])));
        prop_assert!(made.values.iter().flatten().all(|value| !value.is_negative()));
        // Alternative 1 + i gives the object to bidder i.
        for (bidder, list) in made.values.iter().enumerate() {
            for (own, value) in list.iter().enumerate() {
                let found = made.setting.private_value(bidder, own, 1 + bidder);
                prop_assert_eq!(found, Some(value));
            }
        }
    }

    #[test]
    fn outside_options_fit(
        (setting, outside) in settings(1..=3, 1..=2, 1..=2)
            .prop_flat_map(|setting| (Just(setting.clone()), outside_options(&setting)))
    ) {
        prop_assert!(outside.check(&setting).is_ok());
    }

    #[test]
    fn rankings_are_permutations_and_peaks_single(
        ranking in rankings(5), peaked in single_peaked_rankings(5)
    ) {
        for list in [&ranking, &peaked] {
            let mut sorted = list.to_vec();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..5).collect::<Vec<_>>());
        }
        // Whatever is ranked so far is an interval.
        for count in 1..=5 {
            let best = &peaked[..count];
            let (low, high) = (best.iter().min(), best.iter().max());
            prop_assert_eq!(high.expect("one") - low.expect("one"), count - 1);
        }
    }

    #[test]
    fn utilities_of_places_fall(utilities in rank_utilities(3)) {
        let rankings = Rankings::all(3)?;
        let setting = lacuna::mechanism::voting::setting(2, &rankings, &utilities)?;
        for (own, ranking) in rankings.iter().enumerate() {
            for pair in ranking.windows(2) {
                prop_assert!(
                    setting.private_value(0, own, pair[0]) > setting.private_value(0, own, pair[1])
                );
            }
        }
    }

    #[test]
    fn voting_rules_fit_the_voters(rule in voting_rules(2, 3), ties in tie_breakings(3)) {
        prop_assert!(VotingMechanism::new(2, Rankings::all(3)?, rule, ties).is_ok());
    }

    #[test]
    fn markets_have_lists_for_both_sides(market in matching_markets(1..=4, 1..=3)) {
        prop_assert_eq!(market.proposers.others(), market.receivers.members());
        prop_assert_eq!(market.receivers.others(), market.proposers.members());
        prop_assert_eq!(market.capacities.len(), market.receivers.members());
    }

    #[test]
    fn projects_and_trades_make_settings(
        project in public_projects(1..=3, 1..=2), (values, costs, trade) in trade_settings(1..=3)
    ) {
        prop_assert!(project.setting().is_ok());
        prop_assert_eq!(trade.types(), [values.len(), costs.len()]);
        prop_assert!(is_probability(&trade));
    }
}

#[test]
fn some_priors_are_correlated_and_some_types_impossible() {
    let kinds = tally(&priors(&[2, 2]), 300, |prior| {
        let joint = |one: usize, other: usize| match prior {
            Prior::Independent(lists) => &lists[0][one] * &lists[1][other],
            Prior::Joint(list) => list[2 * one + other].clone(),
            _ => Rational::ZERO,
        };
        joint(0, 0) * &joint(1, 1) == joint(0, 1) * &joint(1, 0)
    });
    assert!(kinds[&true] >= 60 && kinds[&false] >= 40, "{kinds:?}");
    let independent = drawn(&independent_priors(&[2, 3]), 100);
    for prior in &independent {
        let Prior::Independent(lists) = prior else {
            panic!("{prior:?}")
        };
        assert!(lists.iter().flatten().all(Rational::is_positive));
    }
}

#[test]
fn values_of_interdependent_settings_depend_on_others() {
    let kinds = tally(
        &interdependent_settings(2..=2, 2..=2, 1..=2),
        100,
        |setting| setting.value(0, &[0, 0], 0) != setting.value(0, &[0, 1], 0),
    );
    assert!(kinds[&true] >= 40, "{kinds:?}");
}

#[test]
fn mechanisms_use_lotteries_and_money_and_do_without() {
    let kinds = tally(&mechanism_tables(&[2, 2], 3), 200, |mechanism| {
        let all: Vec<_> = all_profiles(&[2, 2])
            .iter()
            .map(|m| mechanism.decide(m))
            .collect();
        let lottery = all.iter().any(|decision| decision.branches().len() > 1);
        let branches = all.iter().flat_map(|decision| decision.branches());
        let money = branches
            .flat_map(|branch| &branch.transfers)
            .any(|paid| !paid.is_zero());
        (lottery, money)
    });
    assert!(kinds.len() >= 3, "{kinds:?}");
}

#[test]
fn projects_are_worth_it_too_dear_and_exactly_as_dear_as_they_are_worth() {
    let kinds = tally(&public_projects(2..=2, 2..=2), 300, |project| {
        let setting = project.setting().expect("valid");
        // Alternative 0 is to do nothing.
        (setting.welfare(&[0, 0], 1) - &setting.welfare(&[0, 0], 0)).signum()
    });
    assert!(
        kinds.len() == 3 && kinds.values().all(|&count| count >= 30),
        "{kinds:?}"
    );
}

#[test]
fn ballots_are_full_and_partial_with_and_without_a_winner() {
    let kinds = tally(&ballots(3), 300, |ballots: &Ballots| {
        let full = ballots
            .ballots()
            .iter()
            .all(|(ranking, _)| ranking.len() == 3);
        (full, ballots.condorcet_winner().is_some())
    });
    assert!(
        kinds.len() == 4 && kinds.values().all(|&count| count >= 10),
        "{kinds:?}"
    );
}

#[test]
fn every_voting_rule_is_drawn() {
    let kinds = tally(&voting_rules(2, 3), 300, |rule| {
        format!("{rule:?}")
            .split('(')
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    assert_eq!(kinds.len(), 8, "{kinds:?}");
}

#[test]
fn in_markets_some_stay_alone_and_some_do_not() {
    let kinds = tally(&matching_markets(2..=3, 2..=3), 200, |market| {
        let (proposers, receivers) = (&market.proposers, &market.receivers);
        let matched = lacuna::mechanism::matching::deferred_acceptance(
            proposers,
            receivers,
            &market.capacities,
        );
        matched.expect("fits").pairs().min(2)
    });
    assert_eq!(kinds.len(), 3, "{kinds:?}");
}
