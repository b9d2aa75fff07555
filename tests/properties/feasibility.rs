//! Plain contracts against linear feasibility decided by other code: `implement` (Theorem 4),
//! `settle` and `attainable`, and their contracts in the induced games.

use lacuna::contract::{
    AttainableOptions, Budget, Contract, Implementability, Settlement, SettlementOptions,
    attainable, implement, settle,
};
use lacuna::game::Profile;
use lacuna::gap::welfare_gap;
use lacuna::number::Rational;
use lacuna::preference::Perceived;
use proptest::prelude::*;

use crate::support::brute::{Conditions, plans};
use crate::support::random::seen_environments;
use crate::support::{is_equilibrium_plan, largest_gain, ratio, welfare_of};

/// Picks one profile for each state by numbers.
fn plan_from(problem: &lacuna::contract::ContractingProblem, picks: &[usize]) -> Vec<Profile> {
    let space = problem.space();
    (0..problem.states())
        .map(|state| space.profile(picks[state] % space.len()).expect("in range"))
        .collect()
}

fn picks() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0usize..9, 3)
}

fn budgets() -> impl Strategy<Value = Budget> {
    prop_oneof![
        Just(Budget::Unrestricted),
        Just(Budget::Burning),
        Just(Budget::Balanced)
    ]
}

fn liabilities() -> impl Strategy<Value = Option<Rational>> {
    proptest::option::of((0i64..12).prop_map(|halves| ratio(halves, 2)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn implement_is_linear_feasibility(
        (problem, language, preferences) in seen_environments(2..=3), picks in picks()
    ) {
        let plan = plan_from(&problem, &picks);
        let feasible = Conditions::new(
            &problem, &language, &plan, &preferences, Budget::Unrestricted, None,
        ).can_be_met();
        match implement(&problem, &language, &plan, &preferences).expect("valid") {
            Implementability::Implementable(found) => {
                prop_assert!(feasible);
                prop_assert_eq!(&found.plan, &plan);
                prop_assert!(
                    is_equilibrium_plan(&problem, &language, &found.contract, &plan, &preferences)
                );
            }
            Implementability::Impossible(why) => {
                prop_assert!(!feasible);
                prop_assert!(why.verify(&problem, &language, &preferences));
                prop_assert!(why.total_gain().is_positive());
                prop_assert!(why.applies_to(|state| Some(plan[state].as_slice())));
            }
        }
    }

    #[test]
    fn settle_is_linear_feasibility_for_every_budget_and_liability(
        (problem, language, preferences) in seen_environments(1..=3), picks in picks(),
        budget in budgets(), liability in liabilities()
    ) {
        let plan = plan_from(&problem, &picks);
        let mut options = SettlementOptions::default().with_budget(budget);
        if let Some(limit) = &liability {
            options = options.with_liability(limit.clone());
        }
        let conditions = Conditions::new(
            &problem, &language, &plan, &preferences, budget, liability.as_ref(),
        );
        match settle(&problem, &language, &plan, &preferences, &options).expect("small") {
            Settlement::Met(settled) => {
                prop_assert!(conditions.can_be_met());
                let contract = &settled.contract;
                prop_assert!(
                    is_equilibrium_plan(&problem, &language, contract, &plan, &preferences)
                );
                prop_assert_eq!(&contract.liability(), &settled.least_liability);
                if let Some(limit) = &liability {
                    prop_assert!(contract.liability() <= *limit);
                }
                match budget {
                    Budget::Balanced => prop_assert!(contract.is_balanced()),
                    Budget::Burning => prop_assert!(contract.needs_no_outside_money()),
                    _ => {}
                }
                let net: Rational = (0..problem.states())
                    .map(|s| problem.probability(s) * &contract.net(language.cell(s, &plan[s])))
                    .sum();
                // No contract burns less, and none that burns as little has a smaller liability.
                if budget == Budget::Burning {
                    prop_assert_eq!(&-&net, &settled.expected_burnt);
                    prop_assert!(conditions.net_is_at_most(&net));
                    let proof = settled.proof.as_ref().expect("a bound on what is burnt");
                    prop_assert!(
                        proof.verify(&problem, &language, &plan, &preferences, &options)
                    );
                } else {
                    prop_assert!(settled.expected_burnt.is_zero());
                }
                let least = -&settled.expected_burnt;
                let at = |limit: &Rational| {
                    let limited = Conditions::new(
                        &problem, &language, &plan, &preferences, budget, Some(limit),
                    );
                    if budget == Budget::Burning {
                        limited.can_be_met_with_net(&least)
                    } else {
                        limited.can_be_met()
                    }
                };
                prop_assert!(at(&settled.least_liability));
                if settled.least_liability.is_positive() {
                    prop_assert!(!at(&(&settled.least_liability * &ratio(999, 1000))));
                }
            }
            Settlement::NotMet(bound) => {
                prop_assert!(!conditions.can_be_met());
                prop_assert_eq!(&bound.net_at_most, &None);
                prop_assert!(bound.verify(&problem, &language, &plan, &preferences, &options));
            }
        }
    }

    #[test]
    fn an_unrestricted_settlement_is_an_implementation(
        (problem, language, preferences) in seen_environments(1..=3), picks in picks()
    ) {
        let plan = plan_from(&problem, &picks);
        let options = SettlementOptions::default();
        let settled = settle(&problem, &language, &plan, &preferences, &options).expect("small");
        let implemented = implement(&problem, &language, &plan, &preferences).expect("valid");
        prop_assert_eq!(settled.is_met(), implemented.is_implementable());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_best_attainable_welfare_is_that_of_the_best_feasible_plan(
        (problem, language, preferences) in seen_environments(1..=2),
        balanced in any::<bool>(), liability in liabilities()
    ) {
        let budget = if balanced { Budget::Balanced } else { Budget::Unrestricted };
        let mut options = AttainableOptions::default().with_budget(budget);
        if let Some(limit) = &liability {
            options = options.with_liability(limit.clone());
        }
        let mut all = plans(&problem);
        all.sort_by(|a, b| b.0.cmp(&a.0));
        let expected = all.into_iter().find(|(_, plan)| {
            Conditions::new(&problem, &language, plan, &preferences, budget, liability.as_ref())
                .can_be_met()
        });
        let found = attainable(&problem, &language, &preferences, &options).expect("small");
        let value = found.best.as_ref().map(|best| &best.welfare);
        prop_assert_eq!(value, expected.as_ref().map(|(welfare, _)| welfare));
        if let Some(best) = &found.best {
            prop_assert!(
                is_equilibrium_plan(&problem, &language, &best.contract, &best.plan, &preferences)
            );
            let welfare: Rational = (0..problem.states())
                .map(|s| problem.probability(s) * &welfare_of(problem.game(s), &best.plan[s]))
                .sum();
            prop_assert_eq!(&welfare, &best.welfare);
            prop_assert!(budget != Budget::Balanced || best.contract.is_balanced());
            prop_assert!(liability.as_ref().is_none_or(|l| best.contract.liability() <= *l));
            prop_assert!(best.verify(&problem, &language, &preferences, &options.settlement));
        }
        let certified = found.certificate.verify(
            &problem, &language, &preferences, &options.settlement, value,
        );
        prop_assert!(certified);
    }

    #[test]
    fn with_burning_no_plan_has_more_welfare_net_of_what_it_must_burn(
        (problem, language, preferences) in seen_environments(1..=2), liability in liabilities()
    ) {
        let mut options = AttainableOptions::default().with_budget(Budget::Burning);
        if let Some(limit) = &liability {
            options = options.with_liability(limit.clone());
        }
        let found = attainable(&problem, &language, &preferences, &options).expect("small");
        let conditions = |plan: &[Profile]| {
            Conditions::new(
                &problem, &language, plan, &preferences, Budget::Burning, liability.as_ref(),
            )
        };
        for (welfare, plan) in plans(&problem) {
            match &found.best {
                Some(best) if welfare > best.welfare => {
                    let room = conditions(&plan);
                    prop_assert!(
                        !room.can_be_met() || room.net_is_at_most(&(&best.welfare - &welfare))
                    );
                }
                Some(_) => {}
                None => prop_assert!(!conditions(&plan).can_be_met()),
            }
        }
        if let Some(best) = &found.best {
            prop_assert!(
                is_equilibrium_plan(&problem, &language, &best.contract, &best.plan, &preferences)
            );
            prop_assert!(best.contract.needs_no_outside_money());
            let net: Rational = (0..problem.states())
                .map(|s| {
                    let cell = language.cell(s, &best.plan[s]);
                    let paid: Rational = (0..problem.players()).map(|j| best.contract.transfer(j, cell)).sum();
                    problem.probability(s) * &(welfare_of(problem.game(s), &best.plan[s]) + paid)
                })
                .sum();
            prop_assert_eq!(&net, &best.welfare);
            let verified = best.verify(&problem, &language, &preferences, &options.settlement);
            prop_assert!(verified);
        }
        let value = found.best.as_ref().map(|best| &best.welfare);
        let certified = found.certificate.verify(
            &problem, &language, &preferences, &options.settlement, value,
        );
        prop_assert!(certified);
    }

    #[test]
    fn the_worst_equilibrium_is_that_of_the_induced_games_and_no_better_than_the_best(
        (problem, language, preferences) in seen_environments(1..=2), budget in budgets(),
        liability in liabilities()
    ) {
        let mut options = AttainableOptions::default().with_budget(budget);
        if let Some(limit) = &liability {
            options = options.with_liability(limit.clone());
        }
        let gap = welfare_gap(&problem, &language, &preferences, &options).expect("small");
        prop_assert_eq!(gap.best.is_some(), gap.attained.is_some());
        match (&gap.best, &gap.worst) {
            (Some(best), Some(worst)) => {
                prop_assert!(!best.is_negative());
                prop_assert!(worst >= best);
            }
            (best, worst) => prop_assert!(best.is_none() && worst.is_none()),
        }
        if let Some(attained) = &gap.attained {
            let contract = &attained.contract;
            let worst: Rational = (0..problem.states())
                .map(|state| {
                    let induced = contract.induced_game(&problem, &language, state).expect("fits");
                    let seen = Perceived::new(induced, &preferences).expect("fits");
                    let equilibria = problem.space().iter();
                    let least = equilibria
                        .filter(|profile| largest_gain(&seen, profile).is_zero())
                        .map(|profile| {
                            let material = welfare_of(problem.game(state), &profile);
                            match budget {
                                Budget::Unrestricted => material,
                                _ => material + contract.net(language.cell(state, &profile)),
                            }
                        })
                        .min();
                    problem.probability(state) * &least.expect("the plan is an equilibrium")
                })
                .sum();
            prop_assert_eq!(gap.worst.as_ref(), Some(&(&gap.first_best - &worst)));
        }
        prop_assert!(gap.verify(&problem, &language, &preferences, &options));
    }
}
