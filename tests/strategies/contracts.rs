//! Problems, languages, monitoring, contracts and laws.

use std::collections::BTreeSet;

use lacuna::contract::law::{CheckOptions, Effect, Law};
use lacuna::contract::{Cell, Contract, ContractingProblem, Language};
use lacuna::game::Game;
use lacuna::number::Rational;
use lacuna::theorem::strategy::*;
use proptest::prelude::*;

use crate::{all_profiles, drawn, q, tally};

fn outcomes(problem: &ContractingProblem) -> Vec<(usize, Vec<usize>)> {
    let profiles = all_profiles(problem.space().actions());
    (0..problem.states())
        .flat_map(|state| profiles.iter().map(move |profile| (state, profile.clone())))
        .collect()
}

/// Does the first tell apart whatever the second does?
fn is_finer(problem: &ContractingProblem, fine: &Language, coarse: &Language) -> bool {
    let all = outcomes(problem);
    all.iter().all(|(s, p)| {
        all.iter().all(|(t, r)| {
            fine.cell(*s, p) != fine.cell(*t, r) || coarse.cell(*s, p) == coarse.cell(*t, r)
        })
    })
}

proptest! {
    #[test]
    fn priors_of_problems_are_probabilities(problem in problems(1..=3, 2..=2, 1..=3)) {
        prop_assert!((1..=3).contains(&problem.states()));
        let prior: Vec<&Rational> = (0..problem.states()).map(|s| problem.probability(s)).collect();
        prop_assert!(prior.iter().all(|p| !p.is_negative()));
        prop_assert_eq!(prior.into_iter().sum::<Rational>(), Rational::ONE);
        prop_assert_eq!(problem.game(0).players(), 2);
    }

    #[test]
    fn the_second_language_refines_the_first(
        (problem, coarse, fine) in problems_with_refinement(1..=2, 1..=2, 1..=3)
    ) {
        prop_assert!(is_finer(&problem, &fine, &coarse));
    }

    #[test]
    fn refinements_are_finer_and_coarsenings_coarser(
        (problem, language, fine, coarse) in problems_with_language(1..=2, 2..=2, 1..=3)
            .prop_flat_map(|(problem, language)| {
                let fine = refinements(&problem, &language);
                let coarse = coarsenings(&problem, &language);
                (Just(problem), Just(language), fine, coarse)
            })
    ) {
        prop_assert!(is_finer(&problem, &fine, &language));
        prop_assert!(is_finer(&problem, &language, &coarse));
    }

    #[test]
    fn signals_have_probabilities(
        (problem, monitoring) in problems(1..=2, 1..=2, 1..=3)
            .prop_flat_map(|problem| (Just(problem.clone()), monitorings(&problem)))
    ) {
        for (state, profile) in outcomes(&problem) {
            let all: Vec<Rational> = (0..monitoring.signals())
                .map(|signal| monitoring.probability(signal, state, &profile))
                .collect();
            prop_assert!(all.iter().all(|p| !p.is_negative()));
            prop_assert_eq!(all.iter().sum::<Rational>(), Rational::ONE);
        }
    }

    #[test]
    fn contracts_keep_to_their_budget(
        balanced in balanced_contracts(3, 2), burning in burning_contracts(2, 3),
        limited in limited_contracts(2, 2, &q(5, 2)),
    ) {
        let net = |contract: &dyn Contract, players: usize, cell: usize| -> Rational {
            (0..players).map(|player| contract.transfer(player, Cell::new(cell))).sum()
        };
        for cell in 0..2 {
            prop_assert!(net(&balanced, 3, cell).is_zero());
            for player in 0..2 {
                prop_assert!(limited.transfer(player, Cell::new(cell)).abs() <= q(5, 2));
            }
        }
        for cell in 0..3 {
            prop_assert!(!net(&burning, 2, cell).is_positive());
        }
    }

    #[test]
    fn contracts_command_what_they_can(
        (problem, language, contract) in commanded_problems(1..=2, 1..=4).prop_flat_map(|problem| {
            let language = Language::base_actions(&problem);
            let contract = contracts_with_directives(&problem, &language);
            (Just(problem), Just(language), contract)
        })
    ) {
        prop_assert!(contract.check(&problem, &language).is_ok());
    }

    #[test]
    fn courts_accept_their_laws_and_texts_say_the_same((court, law) in courts_with_law()) {
        if let Err(rejection) = law.check(&court, &CheckOptions::default()) {
            return Err(TestCaseError::fail(format!("{rejection}\n{law}")));
        }
        prop_assert_eq!(law.to_string().parse::<Law>()?, law);
    }
}

#[test]
fn players_know_all_or_nothing_or_something_of_the_state() {
    let kinds = tally(
        &problems_with_information(3..=3, 2..=2, 1..=2),
        300,
        |problem| {
            let know = problem.information();
            let all = (0..2).all(|player| know.types(player) == 3);
            let none = (0..2).all(|player| know.types(player) == 1);
            (all, none)
        },
    );
    assert!(
        kinds.len() == 3 && kinds.values().all(|&count| count >= 4),
        "{kinds:?}"
    );
    let states: BTreeSet<usize> = drawn(&information(2, 3), 100)
        .iter()
        .map(|information| information.types(0))
        .collect();
    assert_eq!(states, BTreeSet::from([1, 2, 3]));
}

#[test]
fn some_states_are_impossible() {
    let some = tally(&problems(2..=3, 1..=1, 1..=2), 200, |problem| {
        (0..problem.states()).any(|state| problem.probability(state).is_zero())
    });
    assert!(some[&true] >= 40 && some[&false] >= 40, "{some:?}");
}

#[test]
fn languages_are_trivial_complete_and_anything_between() {
    let kinds = tally(
        &problems_with_language(2..=2, 2..=2, 2..=2),
        300,
        |(problem, language)| {
            assert_eq!(outcomes(problem).len(), 8);
            language.cells()
        },
    );
    assert!(kinds[&1] >= 20 && kinds[&8] >= 20, "{kinds:?}");
    assert!(
        (2..=5).all(|cells| kinds.get(&cells).is_some_and(|&count| count >= 5)),
        "{kinds:?}"
    );
    let strict = tally(
        &problems_with_refinement(1..=2, 2..=2, 2..=3),
        200,
        |(_, coarse, fine)| fine.cells() > coarse.cells(),
    );
    assert!(strict[&true] >= 60 && strict[&false] >= 20, "{strict:?}");
}

#[test]
fn monitoring_is_noisy_and_not() {
    let all = problems(1..=1, 2..=2, 2..=2)
        .prop_flat_map(|problem| (monitorings(&problem), Just(problem)));
    let kinds = tally(&all, 200, |(monitoring, problem)| {
        outcomes(problem).iter().all(|(state, profile)| {
            (0..monitoring.signals())
                .any(|s| monitoring.probability(s, *state, profile) == Rational::ONE)
        })
    });
    assert!(kinds[&true] >= 40 && kinds[&false] >= 40, "{kinds:?}");
}

#[test]
fn contracts_can_command_all_a_part_or_nothing() {
    let kinds = tally(&commanded_problems(2..=2, 3..=4), 300, |problem| {
        let split = problem.contractible(0);
        (
            split.classes() == 1,
            split.classes() == problem.space().actions()[0],
        )
    });
    assert_eq!(kinds.len(), 3, "{kinds:?}");
}

#[test]
fn laws_use_every_effect_conditions_and_every_ledger() {
    let laws = drawn(&courts_with_law(), 800);
    let clauses = || {
        laws.iter()
            .flat_map(|(_, law)| law.start.iter().chain(&law.resolve).chain(&law.end))
    };
    let effects: BTreeSet<String> = clauses()
        .map(|clause| format!("{:?}", clause.effect))
        .map(|written| written.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(effects.len(), 17, "{effects:?}");
    assert!(clauses().any(|clause| matches!(clause.effect, Effect::Remember { .. })));
    assert!(
        clauses()
            .filter(|clause| clause.condition.is_some())
            .count()
            * 3
            > clauses().count()
    );
    let declared: usize = laws
        .iter()
        .map(|(_, law)| law.declarations.len())
        .max()
        .unwrap_or(0);
    assert_eq!(declared, 4);
}
