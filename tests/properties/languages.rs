//! Languages: refinement can only help, and meet and join form a lattice.

use std::collections::BTreeSet;

use lacuna::contract::{AttainableOptions, Budget, ContractingProblem, Language, attainable};
use lacuna::gap::level::{LevelOptions, language_level, message_level};
use lacuna::gap::welfare_gap;
use proptest::prelude::*;

use crate::support::cooperative;
use crate::support::random::{labels, language_of, problems, two_languages, weights};

/// Two outcomes: does the language tell them apart?
fn tells_apart(language: &Language, a: &(usize, Vec<usize>), b: &(usize, Vec<usize>)) -> bool {
    language.cell(a.0, &a.1) != language.cell(b.0, &b.1)
}

fn all_outcomes(problem: &ContractingProblem) -> Vec<(usize, Vec<usize>)> {
    (0..problem.states())
        .flat_map(|state| problem.space().iter().map(move |profile| (state, profile)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn refinement_never_raises_a_gap_or_a_level(
        (problem, coarse, other) in two_languages(1..=2), lambda in weights()
    ) {
        let fine = coarse.meet(&other).expect("one problem");
        let preferences = cooperative(problem.players(), &lambda);
        let options = AttainableOptions::default();
        let gap = |language: &Language| {
            welfare_gap(&problem, language, &preferences, &options).expect("small").best
        };
        match (gap(&coarse), gap(&fine)) {
            (Some(coarse), Some(fine)) => prop_assert!(fine <= coarse),
            (Some(_), None) => prop_assert!(false, "what the coarse language attains is lost"),
            (None, _) => {}
        }
        let limits = LevelOptions::default();
        let plain = |language: &Language| {
            language_level(&problem, language, &limits).expect("few optima").value
        };
        prop_assert!(plain(&fine) <= plain(&coarse));
        let message = |language: &Language| message_level(&problem, language).expect("fits").value;
        prop_assert!(message(&fine) <= message(&coarse));
    }

    #[test]
    fn refinement_and_a_looser_budget_never_lower_what_is_attained(
        (problem, coarse, other) in two_languages(1..=2), lambda in weights()
    ) {
        let fine = coarse.meet(&other).expect("one problem");
        let preferences = cooperative(problem.players(), &lambda);
        let value = |language: &Language, budget: Budget| {
            let options = AttainableOptions::default().with_budget(budget);
            let found = attainable(&problem, language, &preferences, &options).expect("small");
            found.best.map(|best| best.welfare)
        };
        let budgets = [Budget::Balanced, Budget::Burning, Budget::Unrestricted];
        for language in [&coarse, &fine] {
            for pair in budgets.windows(2) {
                prop_assert!(value(language, pair[0]) <= value(language, pair[1]));
            }
        }
        for budget in budgets {
            prop_assert!(value(&coarse, budget) <= value(&fine, budget));
        }
    }

    #[test]
    fn a_partition_split_further_is_finer(
        (problem, first, second) in problems(1..=3).prop_flat_map(|problem| {
            (Just(problem.clone()), labels(&problem), labels(&problem))
        })
    ) {
        let coarse = language_of(&problem, &first);
        let pairs: Vec<usize> = first.iter().zip(&second).map(|(a, b)| 100 * a + b).collect();
        let fine = language_of(&problem, &pairs);
        prop_assert_eq!(fine.refines(&coarse), Ok(true));
        prop_assert_eq!(coarse.refines(&fine), Ok(coarse == fine));
        prop_assert_eq!(&fine, &coarse.meet(&language_of(&problem, &second)).expect("one problem"));
        // What the coarse language lacks is exactly what the fine one tells apart in addition.
        let lacking = coarse.distinctions_lacking(&fine).expect("one problem");
        prop_assert_eq!(lacking.is_empty(), coarse == fine);
        for distinction in &lacking {
            prop_assert!(distinction.groups.len() >= 2);
            for (place, group) in distinction.groups.iter().enumerate() {
                for outcome in group {
                    prop_assert_eq!(coarse.cell(outcome.0, &outcome.1), distinction.cell);
                    for other in &distinction.groups[place + 1..] {
                        prop_assert!(other.iter().all(|o| tells_apart(&fine, outcome, o)));
                    }
                }
            }
        }
    }

    #[test]
    fn meet_and_join_make_the_distinctions_of_either_and_of_both(
        (problem, a, b) in two_languages(1..=2)
    ) {
        let outcomes = all_outcomes(&problem);
        let meet = a.meet(&b).expect("one problem");
        let join = a.join(&b).expect("one problem");
        // The join by its definition: the closure of "not told apart by a, or not by b".
        let mut class: Vec<usize> = (0..outcomes.len()).collect();
        loop {
            let before = class.clone();
            for i in 0..outcomes.len() {
                for j in 0..outcomes.len() {
                    let apart = tells_apart(&a, &outcomes[i], &outcomes[j])
                        && tells_apart(&b, &outcomes[i], &outcomes[j]);
                    if !apart {
                        let least = class[i].min(class[j]);
                        (class[i], class[j]) = (least, least);
                    }
                }
            }
            if before == class {
                break;
            }
        }
        for i in 0..outcomes.len() {
            for j in 0..outcomes.len() {
                let either = tells_apart(&a, &outcomes[i], &outcomes[j])
                    || tells_apart(&b, &outcomes[i], &outcomes[j]);
                prop_assert_eq!(tells_apart(&meet, &outcomes[i], &outcomes[j]), either);
                let both = class[i] != class[j];
                prop_assert_eq!(tells_apart(&join, &outcomes[i], &outcomes[j]), both);
            }
        }
        let cells: BTreeSet<usize> = class.into_iter().collect();
        prop_assert_eq!(join.cells(), cells.len());
    }

    #[test]
    fn meet_and_join_obey_the_laws_of_a_lattice(
        (problem, a, b) in two_languages(1..=2), seed in proptest::collection::vec(0usize..4, 18)
    ) {
        let c = language_of(&problem, &seed);
        let meet = |x: &Language, y: &Language| x.meet(y).expect("one problem");
        let join = |x: &Language, y: &Language| x.join(y).expect("one problem");
        for operation in [&meet as &dyn Fn(&Language, &Language) -> Language, &join] {
            prop_assert_eq!(operation(&a, &a), a.clone());
            prop_assert_eq!(operation(&a, &b), operation(&b, &a));
            prop_assert_eq!(operation(&operation(&a, &b), &c), operation(&a, &operation(&b, &c)));
        }
        prop_assert_eq!(meet(&a, &join(&a, &b)), a.clone());
        prop_assert_eq!(join(&a, &meet(&a, &b)), a.clone());
        prop_assert_eq!(a.refines(&b), Ok(meet(&a, &b) == a));
        prop_assert_eq!(a.refines(&b), Ok(join(&a, &b) == b));
        let (top, bottom) = (Language::trivial(&problem), Language::complete(&problem));
        prop_assert_eq!(join(&a, &top), top.clone());
        prop_assert_eq!(meet(&a, &top), a.clone());
        prop_assert_eq!(meet(&a, &bottom), bottom.clone());
        prop_assert_eq!(join(&a, &bottom), a.clone());
        prop_assert!(bottom.refines(&a) == Ok(true) && a.refines(&top) == Ok(true));
    }
}
