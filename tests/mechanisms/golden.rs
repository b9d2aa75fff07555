//! The sixty lifted scenarios of the paper: what the best mechanism and the best plain contract
//! attain when base actions are verifiable and effort is not.
//!
//! The table is computed again and compared value by value; `LACUNA_REGENERATE=1` rewrites it.

use std::fmt::Write;

use lacuna::contract::{
    AttainableOptions, Budget, ContractingProblem, Language, Monitoring, attainable,
};
use lacuna::game::hidden_effort::{HiddenEffort, Scenario, scenarios};
use lacuna::mechanism::{Attainment, best_mechanism};
use lacuna::number::Rational;

use crate::environments::money;
use crate::support::{cooperative, q};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/golden/lifted_mechanisms.csv"
);
const HEADER: &str =
    "scenario,lifted_id,budget,lambda,liability,mechanism,attainment,plain_contract";
const BUDGETS: [(&str, Budget); 3] = [
    ("unrestricted", Budget::Unrestricted),
    ("burning", Budget::Burning),
    ("balanced", Budget::Balanced),
];
const LAMBDAS: [&str; 4] = ["0", "1/2", "1", "2"];
const LIABILITIES: [&str; 4] = ["1", "10", "1000", "unlimited"];

/// The rows of one scenario.
fn rows(number: usize, scenario: &Scenario) -> Vec<String> {
    let lift = HiddenEffort::new(scenario.payoffs.clone()).expect("R above P");
    let problem = ContractingProblem::hidden_effort(&lift).expect("valid");
    let language = Language::base_actions(&problem);
    let monitoring = Monitoring::from(&language);
    let first_best = problem.first_best().expected;
    let mut rows = Vec::new();
    for (name, budget) in BUDGETS {
        for lambda in LAMBDAS {
            let agents = cooperative(2, &q(lambda));
            for liability in LIABILITIES {
                let limit = (liability != "unlimited").then(|| q(liability));
                let options = money(budget, limit.as_ref());
                let best = best_mechanism(&problem, &monitoring, &agents, &options)
                    .expect("small")
                    .into_best()
                    .expect("a correlated equilibrium");
                let attainment = match best.attainment {
                    Attainment::Attained => "attained",
                    _ => "approached",
                };
                let mut plain = AttainableOptions::default().with_budget(budget);
                plain.settlement.liability = limit;
                let plain = attainable(&problem, &language, &agents, &plain).expect("small");
                let plain = plain.best.map(|best| best.welfare);
                assert!(best.value <= first_best);
                assert!(plain.as_ref().is_none_or(|plain| *plain <= best.value));
                rows.push(format!(
                    "{number},{},{name},{lambda},{liability},{},{attainment},{}",
                    scenario.lifted_id,
                    best.value,
                    plain.map_or("none".to_owned(), |value: Rational| value.to_string()),
                ));
            }
        }
    }
    rows
}

#[test]
fn the_table_of_the_lifted_scenarios_is_met() {
    let regenerate = std::env::var("LACUNA_REGENERATE").is_ok_and(|value| value == "1");
    let scenarios = scenarios();
    if regenerate {
        let mut text = format!("{HEADER}\n");
        for row in scenarios.iter().enumerate().flat_map(|(n, s)| rows(n, s)) {
            writeln!(text, "{row}").expect("text");
        }
        std::fs::create_dir_all(std::path::Path::new(FILE).parent().expect("a folder"))
            .expect("writable");
        std::fs::write(FILE, text).expect("writable");
    }
    let text = std::fs::read_to_string(FILE).expect("the table; LACUNA_REGENERATE=1 writes it");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(HEADER));
    let lines: Vec<&str> = lines.collect();
    let per_scenario = BUDGETS.len() * LAMBDAS.len() * LIABILITIES.len();
    assert_eq!(lines.len(), scenarios.len() * per_scenario);
    for (number, scenario) in scenarios.iter().enumerate() {
        for (row, line) in rows(number, scenario)
            .iter()
            .zip(&lines[number * per_scenario..])
        {
            assert_eq!(row, line, "computed, and in the table");
        }
    }
    monotone(&text);
}

/// More money, more liability and a mediator never hurt.
fn monotone(text: &str) {
    let entry = |line: &str| -> (Rational, Option<Rational>) {
        let fields: Vec<&str> = line.split(',').collect();
        (q(fields[5]), (fields[7] != "none").then(|| q(fields[7])))
    };
    let entries: Vec<_> = text.lines().skip(1).map(entry).collect();
    let (more_liability, other_budget) = (1, LAMBDAS.len() * LIABILITIES.len());
    let last = LIABILITIES.len() - 1;
    for (number, (value, plain)) in entries.iter().enumerate() {
        assert!(plain.as_ref().is_none_or(|plain| plain <= value));
        if number % LIABILITIES.len() < last {
            let (more, with_plain) = &entries[number + more_liability];
            assert!(value <= more && plain <= with_plain, "row {number}");
        }
        if (number / other_budget) % BUDGETS.len() + 1 < BUDGETS.len() {
            let (less, with_plain) = &entries[number + other_budget];
            assert!(less <= value && with_plain <= plain, "row {number}");
        }
    }
}
