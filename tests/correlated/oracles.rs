//! The values of the reference games, exactly.

use lacuna::equilibrium::correlated::{CorrelatedConcept, Objective};
use lacuna::game::NormalForm;
use lacuna::number::Rational;

use super::support::q;
use super::{options, solved};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracles/games");

#[test]
fn every_reference_value_is_met_exactly() {
    let folder = match std::fs::read_dir(FOLDER) {
        Ok(folder) => folder,
        Err(error) => {
            println!("skipped: the reference games are not at {FOLDER}: {error}");
            return;
        }
    };
    let mut compared = 0;
    for entry in folder {
        let path = entry.expect("readable").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("readable");
        let document: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
        let Some(expected) = document.get("correlated") else {
            continue;
        };
        let actions: Vec<usize> =
            serde_json::from_value(document["num_actions"].clone()).expect("numbers of actions");
        let payoffs: Vec<Vec<Rational>> =
            serde_json::from_value(document["payoffs"].clone()).expect("payoffs");
        let game = NormalForm::from_tables(&actions, payoffs).expect("a valid game");
        for (suffix, concept) in [
            ("ce", CorrelatedConcept::Correlated),
            ("cce", CorrelatedConcept::Coarse),
        ] {
            for (name, objective) in [
                ("max_welfare", Objective::MaxWelfare),
                ("min_welfare", Objective::MinWelfare),
                ("max_min_payoff", Objective::MaxMinPayoff),
            ] {
                let key = format!("{name}_{suffix}");
                let Some(value) = expected.get(&key) else {
                    continue;
                };
                let found = solved(&game, &options(concept, objective));
                let value = q(value["value"].as_str().expect("exact"));
                assert_eq!(found.value, value, "{key} of {}", path.display());
                compared += 1;
            }
        }
    }
    assert!(compared >= 100, "only {compared} values");
    println!("{compared} values");
}
