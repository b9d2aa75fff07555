//! Values, closing languages, marginal values and interactions against brute force.

use lacuna::contract::{AttainableOptions, Budget, ContractingProblem, attainable};
use lacuna::gap::verifiability::{
    InteractionKind, LanguageValuation, ObservationMenu, PlainContracts, VerifiabilityAt,
    VerifiabilityOptions, VerifiabilityTable, language_levels, verifiability_table,
};
use lacuna::number::{Extended, Rational};
use proptest::prelude::*;

use crate::menus::{environments, erratic, orders};
use crate::support::brute::{is_implementable, plans};
use crate::support::{cooperative, ratio};

fn lambdas() -> Vec<Rational> {
    vec![Rational::ZERO, ratio(1, 2), Rational::ONE, ratio(7, 3)]
}

fn table(
    problem: &ContractingProblem,
    menu: &ObservationMenu,
    valuation: &dyn LanguageValuation,
) -> VerifiabilityTable {
    verifiability_table(
        problem,
        menu,
        valuation,
        &lambdas(),
        &VerifiabilityOptions::default(),
    )
    .expect("small")
}

fn count(table: &VerifiabilityTable) -> usize {
    table.lattice().languages().len()
}

/// The Shapley value from all orders; `None` if some gain in some order is not defined.
fn shapley(column: &VerifiabilityAt<'_>, observation: usize) -> Option<Rational> {
    let lattice = column.lattice();
    let all = orders(lattice.menu().observations().len());
    let mut sum = Rational::ZERO;
    for order in &all {
        let place = order
            .iter()
            .position(|&o| o == observation)
            .expect("in every order");
        let before = lattice.language_of(&order[..place]).expect("known");
        let after = lattice.language_of(&order[..=place]).expect("known");
        if before != after {
            sum += column.value(after)? - column.value(before)?;
        }
    }
    sum.checked_div(&Rational::from(all.len()))
}

fn check_closing(table: &VerifiabilityTable) {
    for column in table.columns() {
        let languages = table.lattice().languages();
        let closing: Vec<usize> = (0..count(table))
            .filter(|&l| column.gap(l) == Some(Rational::ZERO))
            .collect();
        let least = closing.iter().map(|&l| &languages[l].cost).min();
        match column.cheapest_closing() {
            None => assert!(closing.is_empty()),
            Some(found) => {
                assert_eq!(Some(&found.cost), least);
                let cheap = closing
                    .iter()
                    .copied()
                    .filter(|&l| Some(&languages[l].cost) == least);
                assert_eq!(found.languages, cheap.collect::<Vec<_>>());
            }
        }
        // The frontier is the set of languages that none dominates.
        let point = |l: usize| Some((languages[l].cost.clone(), column.gap(l)?));
        let undominated: Vec<usize> = (0..count(table))
            .filter(|&l| {
                point(l).is_some_and(|(cost, gap)| {
                    !(0..count(table))
                        .filter_map(point)
                        .any(|(c, g)| c <= cost && g <= gap && (c < cost || g < gap))
                })
            })
            .collect();
        let frontier = column.frontier();
        let mut listed: Vec<usize> = frontier.iter().flat_map(|p| p.languages.clone()).collect();
        listed.sort_unstable();
        assert_eq!(listed, undominated);
        assert!(
            frontier
                .windows(2)
                .all(|p| p[0].cost < p[1].cost && p[0].gap > p[1].gap)
        );
        for entry in &frontier {
            assert!(!entry.languages.is_empty() && entry.languages.is_sorted());
            for &l in &entry.languages {
                assert_eq!(point(l), Some((entry.cost.clone(), entry.gap.clone())));
            }
        }
    }
}

fn check_marginals(table: &VerifiabilityTable) {
    for column in table.columns() {
        let found = column.marginal_values();
        for entry in &found.observations {
            assert_eq!(entry.shapley, shapley(&column, entry.observation));
            let observation = table.lattice().menu().observations()[entry.observation].language();
            let lacking: Vec<usize> = (0..count(table))
                .filter(|&l| {
                    !table.lattice().languages()[l]
                        .language
                        .refines(observation)
                        .expect("alike")
                })
                .collect();
            assert_eq!(
                entry.at.iter().map(|m| m.language).collect::<Vec<_>>(),
                lacking
            );
            let gains: Vec<Rational> = entry.at.iter().filter_map(|m| m.gain.clone()).collect();
            assert_eq!(entry.least.as_ref(), gains.iter().min());
            assert_eq!(entry.greatest.as_ref(), gains.iter().max());
            let sum: Rational = gains.iter().sum();
            assert_eq!(entry.mean, sum.checked_div(&Rational::from(gains.len())));
        }
        let all_defined = (0..count(table)).all(|l| column.value(l).is_some());
        if all_defined {
            assert_eq!(found.is_efficient(), Some(true));
        }
        assert_ne!(found.is_efficient(), Some(false));
    }
}

fn check_interactions(table: &VerifiabilityTable) {
    let found = table.interactions();
    assert_eq!(
        found.pairs.len(),
        table.lattice().covers().len() * (lambdas().len() - 1)
    );
    assert_eq!(
        found.pairs.len(),
        found.substitutes + found.complements + found.independent + found.undefined
    );
    for pair in &found.pairs {
        let value = |language: usize, lambda: &Rational| {
            table
                .at(lambda)
                .expect("in the table")
                .value(language)
                .cloned()
        };
        let mixed = (|| {
            Some(
                value(pair.fine, &pair.lambda_high)?
                    - value(pair.fine, &pair.lambda_low)?
                    - value(pair.coarse, &pair.lambda_high)?
                    + value(pair.coarse, &pair.lambda_low)?,
            )
        })();
        assert_eq!(pair.mixed_difference, mixed);
    }
    // A claim about neighbours is one about all that refine each other.
    let Some(kind) = found.everywhere() else {
        return;
    };
    let columns: Vec<_> = table.columns().collect();
    for (place, low) in columns.iter().enumerate() {
        for high in &columns[place + 1..] {
            for coarse in 0..count(table) {
                for fine in (0..count(table)).filter(|&f| table.lattice().refines(f, coarse)) {
                    let value =
                        |c: &VerifiabilityAt<'_>, l: usize| c.value(l).cloned().expect("defined");
                    let mixed = value(high, fine) - value(low, fine) - value(high, coarse)
                        + value(low, coarse);
                    match kind {
                        InteractionKind::Substitutes => assert!(!mixed.is_positive()),
                        InteractionKind::Complements => assert!(!mixed.is_negative()),
                        _ => assert!(mixed.is_zero()),
                    }
                }
            }
        }
    }
}

/// The first fall of value at the least λ at which there is one, over all refinements.
fn falls(table: &VerifiabilityTable) -> Option<Rational> {
    table.columns().find_map(|column| {
        let fall = (0..count(table)).any(|coarse| {
            (0..count(table)).any(|fine| {
                table.lattice().refines(fine, coarse) && column.value(fine) < column.value(coarse)
            })
        });
        fall.then(|| column.lambda().clone())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn tables_of_plain_contracts((problem, menu) in environments(1..=2)) {
        let table = table(&problem, &menu, &PlainContracts::default());
        prop_assert_eq!(table.first_best(), &problem.first_best().expected);
        for (entry, row) in table.lattice().languages().iter().zip(table.values()) {
            for (lambda, value) in table.lambdas().iter().zip(row) {
                let seen = cooperative(problem.players(), lambda);
                let direct = attainable(&problem, &entry.language, &seen, &AttainableOptions::default())
                    .expect("small");
                prop_assert_eq!(value, &direct.best.map(|best| best.welfare));
            }
        }
        prop_assert_eq!(table.monotonicity_violation(), None);
        check_closing(&table);
        check_marginals(&table);
        check_interactions(&table);
    }

    #[test]
    fn tables_of_any_valuation(
        (problem, menu) in environments(1..=1), seed in any::<u64>(), holes in any::<bool>()
    ) {
        let table = table(&problem, &menu, &erratic(seed, holes));
        check_closing(&table);
        check_marginals(&table);
        check_interactions(&table);
        let violation = table.monotonicity_violation();
        prop_assert_eq!(violation.as_ref().map(|v| v.lambda.clone()), falls(&table));
        if let Some(violation) = violation {
            let column = table.at(&violation.lambda).expect("in the table");
            prop_assert_eq!(column.value(violation.coarse), Some(&violation.coarse_value));
            prop_assert_eq!(column.value(violation.fine), violation.fine_value.as_ref());
            prop_assert!(violation.fine_value < Some(violation.coarse_value));
        }
        let text = serde_json::to_string(&table).expect("plain data");
        let back: VerifiabilityTable = serde_json::from_str(&text).expect("its own form");
        prop_assert_eq!(back, table);
    }

    #[test]
    fn levels_say_where_tables_close((problem, menu) in environments(1..=2)) {
        let table = table(&problem, &menu, &PlainContracts::default());
        let levels = language_levels(&problem, &menu, &Default::default(), &Default::default())
            .expect("small");
        for column in table.columns() {
            for (number, level) in levels.levels().iter().enumerate() {
                let closed = column.gap(number) == Some(Rational::ZERO);
                // A state of probability zero may be played in any way for the same welfare.
                let certain = (0..problem.states()).any(|s| problem.probability(s).is_zero());
                let enough = level.value <= Extended::Finite(column.lambda().clone());
                prop_assert!(closed == enough || (certain && closed));
            }
            if (0..problem.states()).all(|s| problem.probability(s).is_positive()) {
                prop_assert_eq!(levels.cheapest_closing(column.lambda()), column.cheapest_closing());
            }
        }
        // From the level of a language on, what refines it adds nothing.
        for pair in table.interactions().pairs {
            let level = &levels.levels()[pair.coarse].value;
            if *level <= Extended::Finite(pair.lambda_high.clone()) {
                prop_assert_eq!(&pair.gain_high, &Some(Rational::ZERO));
                prop_assert!(pair.mixed_difference.is_none_or(|d| !d.is_positive()));
            }
        }
        let frontier = levels.frontier();
        prop_assert!(frontier.windows(2).all(|p| p[0].cost < p[1].cost && p[0].level > p[1].level));
        for point in &frontier {
            if let Extended::Finite(level) = &point.level {
                let cheapest = levels.cheapest_closing(level).expect("this one closes");
                prop_assert_eq!(&cheapest.cost, &point.cost);
                prop_assert!(point.languages.iter().all(|l| cheapest.languages.contains(l)));
            }
        }
    }

    #[test]
    fn money_that_is_burnt_keeps_tables_monotone((problem, menu) in environments(1..=1)) {
        let options = AttainableOptions::default()
            .with_budget(Budget::Burning)
            .with_liability(Rational::from(2));
        let table = table(&problem, &menu, &PlainContracts::new(options));
        prop_assert_eq!(table.monotonicity_violation(), None);
        check_closing(&table);
        check_marginals(&table);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn values_are_those_of_the_best_plan_with_feasible_transfers(
        (problem, menu) in environments(1..=1)
    ) {
        let table = table(&problem, &menu, &PlainContracts::default());
        for (entry, row) in table.lattice().languages().iter().zip(table.values()) {
            for (lambda, value) in table.lambdas().iter().zip(row) {
                let seen = cooperative(problem.players(), lambda);
                let best = plans(&problem)
                    .into_iter()
                    .filter(|(_, plan)| is_implementable(&problem, &entry.language, plan, &seen))
                    .map(|(welfare, _)| welfare)
                    .max();
                prop_assert_eq!(value, &best);
            }
        }
    }
}
