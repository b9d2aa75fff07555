//! Rewards, fines and subsidies in a contract language.

use std::collections::BTreeMap;

use lacuna::contract::{
    Cell, ContractingProblem, Implementability, Language, Settlement, SettlementOptions, implement,
    settle,
};
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::game::{Game, Profile};
use lacuna::gap::GapError;
use lacuna::gap::transfers::{
    Concept, Steering, TransferKind, TransferOptions, least_fine, least_reward, least_subsidy,
};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

use super::support::random::{environments, seen_environments};
use super::support::{q, single};
use super::tree::concepts;

/// A plan of a problem from any numbers.
fn plan_of(problem: &ContractingProblem, picks: &[usize]) -> Vec<Profile> {
    (0..problem.states())
        .map(|state| {
            let index = picks[state % picks.len()] % problem.space().len();
            problem.space().profile(index).expect("a profile")
        })
        .collect()
}

/// For each player what it must lose by a swap of cells, at least: the most that a deviation gains.
fn swaps(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Profile],
    concept: Concept,
) -> Vec<BTreeMap<(usize, usize), Rational>> {
    let mut all = vec![BTreeMap::new(); problem.players()];
    for (player, edges) in all.iter_mut().enumerate() {
        for (state, planned) in plan.iter().enumerate() {
            for profile in problem.space().iter() {
                let asked = match concept {
                    Concept::Equilibrium => profile == *planned,
                    Concept::Dominant => profile[player] == planned[player],
                };
                for action in (0..problem.space().actions()[player]).filter(|_| asked) {
                    let mut after = profile.clone();
                    after[player] = action;
                    let game = problem.game(state);
                    let gain = game.payoff(player, &after) - game.payoff(player, &profile);
                    let ends = [&profile, &after].map(|at| language.cell(state, at).number());
                    let edge: &mut Rational = edges
                        .entry((ends[0], ends[1]))
                        .or_insert_with(|| gain.clone());
                    *edge = gain.max(edge.clone());
                }
            }
        }
    }
    all
}

/// The least non-negative transfers of selfish players that meet all difference constraints, by
/// raising them until nothing is left to raise; `None` if that does not end. `[player][cell]`.
fn raised(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Profile],
    concept: Concept,
) -> Option<Vec<Vec<Rational>>> {
    let mut transfers = vec![vec![Rational::ZERO; language.cells()]; problem.players()];
    let all = swaps(problem, language, plan, concept);
    for (list, edges) in transfers.iter_mut().zip(all) {
        for round in 0.. {
            let mut still = true;
            for ((from, to), gain) in &edges {
                let needed = &list[*to] + gain;
                if list[*from] < needed {
                    list[*from] = needed;
                    still = false;
                }
            }
            if still {
                break;
            }
            if round > language.cells() {
                return None;
            }
        }
    }
    Some(transfers)
}

/// The greatest transfers up to 0 that meet the constraints, by lowering them in the same way;
/// `None` if one falls below minus the largest fine.
fn lowered(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Profile],
    concept: Concept,
    largest: &Rational,
) -> Option<Vec<Vec<Rational>>> {
    let mut transfers = vec![vec![Rational::ZERO; language.cells()]; problem.players()];
    let all = swaps(problem, language, plan, concept);
    for (list, edges) in transfers.iter_mut().zip(all) {
        let mut still = false;
        while !still {
            still = true;
            for ((from, to), gain) in &edges {
                let allowed = &list[*from] - gain;
                if list[*to] > allowed {
                    list[*to] = allowed;
                    still = false;
                }
            }
            if list.iter().any(|amount| -amount > *largest) {
                return None;
            }
        }
    }
    Some(transfers)
}

#[test]
fn the_dilemma_in_three_languages() {
    let problem = single(prisoners_dilemma(3, 0, 5, 1).expect("ordered"));
    let selfish = WeightMatrix::identity(2);
    let plan = [vec![0, 0]];
    let options = TransferOptions::default();
    let count = Language::observed(&problem, |_, p| p.iter().sum::<usize>());
    for language in [Language::complete(&problem), count] {
        let reward = least_reward(&problem, &language, &plan, &selfish, &options);
        assert_eq!(reward.expect("valid").value(), Some(&q("4")));
        let fine = least_fine(&problem, &language, &plan, &selfish, &options);
        assert_eq!(fine.expect("valid").value(), Some(&q("2")));
        // Within ±1 on either side no money need change hands on balance.
        let within = options.clone().with_liability(q("3"));
        let subsidy = least_subsidy(&problem, &language, &plan, &selfish, &within);
        assert_eq!(subsidy.expect("valid").value(), Some(&q("-2")));
    }
    let trivial = Language::trivial(&problem);
    let answer = least_reward(&problem, &trivial, &plan, &selfish, &options).expect("valid");
    let Steering::Impossible(why) = &answer else {
        panic!("nothing is verifiable");
    };
    assert!(
        why.obstruction
            .as_ref()
            .is_some_and(|chain| chain.is_undetectable_deviation())
    );
    assert!(answer.verify(&problem, &trivial, &plan, &selfish, &options));
    // Too little liability: no chain stands in the way, the limit does.
    let complete = Language::complete(&problem);
    let poor = options.clone().with_liability(q("1"));
    let answer = least_fine(&problem, &complete, &plan, &selfish, &poor).expect("valid");
    let Steering::Impossible(why) = &answer else {
        panic!("fines of 1 deter no gain of 2");
    };
    assert_eq!(why.obstruction, None);
    assert!(answer.verify(&problem, &complete, &plan, &selfish, &poor));
    assert!(!answer.verify(&problem, &complete, &plan, &selfish, &options));
}

#[test]
fn a_subsidy_needs_a_limit_and_may_have_no_least() {
    let problem = single(prisoners_dilemma(3, 0, 5, 1).expect("ordered"));
    let complete = Language::complete(&problem);
    let plan = [vec![0, 0]];
    let options = TransferOptions::default();
    let selfish = WeightMatrix::identity(2);
    assert!(matches!(
        least_subsidy(&problem, &complete, &plan, &selfish, &options),
        Err(GapError::UnlimitedTax { .. })
    ));
    // Only player 1 counts for both: player 0 can be taxed for ever.
    let one = Rational::ONE;
    let both_for_one =
        WeightMatrix::new(vec![vec![Rational::ZERO, one.clone()]; 2]).expect("square");
    let options = options.with_participation(vec![Rational::ZERO; 2]);
    let answer = least_subsidy(&problem, &complete, &plan, &both_for_one, &options);
    let answer = answer.expect("valid");
    assert!(matches!(answer, Steering::Unbounded(_)));
    assert!(answer.verify(&problem, &complete, &plan, &both_for_one, &options));
    assert!(!answer.verify(&problem, &complete, &plan, &selfish, &options));
}

proptest! {
    #[test]
    fn rewards_and_fines_of_the_selfish_are_longest_chains(
        (problem, language) in environments(1..=3),
        picks in proptest::collection::vec(0usize..64, 3),
        concept in concepts(),
    ) {
        let plan = plan_of(&problem, &picks);
        let selfish = WeightMatrix::identity(problem.players());
        let options = TransferOptions::default().with_concept(concept);
        let reward = least_reward(&problem, &language, &plan, &selfish, &options).expect("valid");
        let fine = least_fine(&problem, &language, &plan, &selfish, &options).expect("valid");
        prop_assert!(reward.verify(&problem, &language, &plan, &selfish, &options));
        prop_assert!(fine.verify(&problem, &language, &plan, &selfish, &options));
        match raised(&problem, &language, &plan, concept) {
            Some(transfers) => {
                let expected: Rational = plan
                    .iter()
                    .enumerate()
                    .map(|(state, profile)| {
                        let cell = language.cell(state, profile).number();
                        let sum: Rational = transfers.iter().map(|list| &list[cell]).sum();
                        problem.probability(state) * &sum
                    })
                    .sum();
                prop_assert_eq!(reward.value(), Some(&expected));
                let largest = transfers.iter().flatten().max().cloned().unwrap_or_default();
                prop_assert_eq!(fine.value(), Some(&largest));
                // Least falls due when transfers are as high as they can be below 0: the
                // constraints again, from above, each player by itself.
                let highest = lowered(&problem, &language, &plan, concept, &largest);
                let highest = highest.expect("within the largest fine");
                if let Some(least) = fine.least() {
                    let due: Rational = plan
                        .iter()
                        .enumerate()
                        .map(|(state, profile)| {
                            let cell = language.cell(state, profile).number();
                            let sum: Rational = highest.iter().map(|list| &list[cell]).sum();
                            problem.probability(state) * &sum
                        })
                        .sum();
                    prop_assert_eq!(&least.expected_net, &due);
                }
            }
            None => {
                prop_assert!(matches!(reward, Steering::Impossible(_)));
                prop_assert!(matches!(fine, Steering::Impossible(_)));
            }
        }
    }

    #[test]
    fn all_kinds_are_one_another_shifted(
        (problem, language, seen) in seen_environments(1..=3),
        picks in proptest::collection::vec(0usize..64, 3),
        concept in concepts(),
        liability in 0i64..12,
    ) {
        let plan = plan_of(&problem, &picks);
        let (n, limit) = (Rational::from(problem.players()), Rational::from(liability));
        let double = Rational::from(2) * &limit;
        let options = TransferOptions::default().with_concept(concept);
        let check = |answer: &Steering, options: &TransferOptions| {
            answer.verify(&problem, &language, &plan, &seen, options)
        };
        // Transfers in [−L, L] are rewards up to 2L, less L.
        let within = options.clone().with_liability(limit.clone());
        let capped = options.clone().with_liability(double.clone());
        let subsidy = least_subsidy(&problem, &language, &plan, &seen, &within).expect("valid");
        let reward = least_reward(&problem, &language, &plan, &seen, &capped).expect("valid");
        prop_assert!(check(&subsidy, &within) && check(&reward, &capped));
        let shifted = reward.value().map(|value| value - &(&n * &limit));
        prop_assert_eq!(subsidy.value(), shifted.as_ref());
        // ... and possible iff no fine need be above 2L.
        let fine = least_fine(&problem, &language, &plan, &seen, &options).expect("valid");
        prop_assert!(check(&fine, &options));
        prop_assert_eq!(
            subsidy.value().is_some(),
            fine.value().is_some_and(|fine| *fine <= double)
        );
        if concept == Concept::Equilibrium {
            // The contracts module finds the least liability of transfers of any sign.
            let settled = settle(&problem, &language, &plan, &seen, &SettlementOptions::default());
            match settled.expect("valid") {
                Settlement::Met(met) => {
                    let twice = Rational::from(2) * &met.least_liability;
                    prop_assert_eq!(fine.value(), Some(&twice));
                }
                Settlement::NotMet(_) => prop_assert!(fine.value().is_none()),
            }
            let verdict = implement(&problem, &language, &plan, &seen).expect("regular");
            match (&verdict, &fine) {
                (Implementability::Implementable(_), Steering::Least(_)) => {}
                (Implementability::Impossible(chain), Steering::Impossible(why)) => {
                    prop_assert_eq!(Some(chain), why.obstruction.as_ref());
                }
                _ => prop_assert!(false, "the verdicts differ"),
            }
        }
    }

    #[test]
    fn participation_taxes_away_what_is_gained(
        (problem, _) in environments(1..=2),
        picks in proptest::collection::vec(0usize..64, 2),
        reservation in proptest::collection::vec(-3i64..4, 3),
    ) {
        // In the complete language incentives cost nothing off the plan, and the selfish are left
        // with their reservation utilities.
        let plan = plan_of(&problem, &picks);
        let players = problem.players();
        let selfish = WeightMatrix::identity(players);
        let least: Vec<Rational> =
            reservation[..players].iter().map(|&r| Rational::from(r)).collect();
        let options = TransferOptions::default().with_participation(least.clone());
        let complete = Language::complete(&problem);
        let found = least_subsidy(&problem, &complete, &plan, &selfish, &options).expect("valid");
        prop_assert!(found.verify(&problem, &complete, &plan, &selfish, &options));
        let welfare: Rational = plan
            .iter()
            .enumerate()
            .map(|(state, profile)| {
                let game = problem.game(state);
                let payoffs = (0..players).map(|i| game.payoff(i, profile));
                problem.probability(state) * &payoffs.sum()
            })
            .sum();
        let expected = least.iter().sum::<Rational>() - welfare;
        prop_assert_eq!(found.value(), Some(&expected));
    }

    #[test]
    fn tampering_shows(
        (problem, language, seen) in seen_environments(1..=2),
        picks in proptest::collection::vec(0usize..64, 2),
        concept in concepts(),
        kind in 0usize..3,
    ) {
        let plan = plan_of(&problem, &picks);
        let options = TransferOptions::default()
            .with_concept(concept)
            .with_participation(vec![Rational::from(-3); problem.players()]);
        let solve = [least_reward, least_fine, least_subsidy][kind];
        let found = solve(&problem, &language, &plan, &seen, &options).expect("valid");
        let holds = |answer: &Steering| answer.verify(&problem, &language, &plan, &seen, &options);
        prop_assert!(holds(&found));
        let text = serde_json::to_string(&found).expect("json");
        prop_assert_eq!(&serde_json::from_str::<Steering>(&text).expect("own output"), &found);
        match found {
            Steering::Least(least) => {
                let mut lower = least.clone();
                lower.value -= Rational::ONE;
                prop_assert!(!holds(&Steering::Least(lower)));
                let mut other = least.clone();
                other.expected_net += Rational::ONE;
                prop_assert!(!holds(&Steering::Least(other)));
                let mut other = least.clone();
                other.kind = match least.kind {
                    TransferKind::Fine => TransferKind::Reward,
                    _ => TransferKind::Fine,
                };
                // Only nothing at all is both a reward and a fine.
                prop_assert!(least.value.is_zero() || !holds(&Steering::Least(other)));
                let on_plan = language.cell(0, &plan[0]);
                let mut other = least.clone();
                let paid = &other.contract;
                let more = lacuna::contract::Contract::transfer(paid, 0, on_plan) + Rational::ONE;
                other.contract = paid.clone().with_transfer(0, on_plan, more).expect("fits");
                let unnoticed = problem.probability(0).is_zero();
                prop_assert!(unnoticed || !holds(&Steering::Least(other)));
                for place in 0..least.proof.incentives.len() {
                    let mut other = least.clone();
                    other.proof.incentives[place].weight *= Rational::from(-1);
                    prop_assert!(!holds(&Steering::Least(other)));
                }
                let mut other = least.clone();
                other.due_proof = match least.due_proof {
                    Some(_) => None,
                    None => Some(least.proof.clone()),
                };
                prop_assert!(!holds(&Steering::Least(other)));
                if let Some(due) = &least.due_proof {
                    for place in 0..due.incentives.len() {
                        let mut due = due.clone();
                        due.incentives[place].weight *= Rational::from(-1);
                        let mut other = least.clone();
                        other.due_proof = Some(due);
                        prop_assert!(!holds(&Steering::Least(other)));
                    }
                    // Without conditions nothing need fall due.
                    let mut due = due.clone();
                    due.incentives.clear();
                    due.participation.clear();
                    let mut other = least.clone();
                    other.due_proof = Some(due);
                    let nothing_due = least.expected_net.is_zero();
                    prop_assert!(nothing_due || !holds(&Steering::Least(other)));
                }
                let mut other = least.clone();
                other.proof.fines.push((9, Cell::new(0), Rational::ONE));
                prop_assert!(!holds(&Steering::Least(other)));
            }
            Steering::Impossible(why) => {
                let mut other = why.clone();
                other.proof.incentives.clear();
                other.proof.participation.clear();
                prop_assert!(!holds(&Steering::Impossible(other)));
                if let Some(chain) = &why.obstruction {
                    let mut other = why.clone();
                    let mut chain = chain.clone();
                    chain.chain[0].gain += Rational::ONE;
                    other.obstruction = Some(chain);
                    prop_assert!(!holds(&Steering::Impossible(other)));
                }
            }
            Steering::Unbounded(endless) => {
                let mut other = endless.clone();
                other.direction = lacuna::contract::PlainContract::none(
                    problem.players(),
                    language.cells(),
                );
                prop_assert!(!holds(&Steering::Unbounded(other)));
            }
        }
    }
}
