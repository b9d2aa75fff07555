//! The reference games with all their extreme equilibria, components and subsets.

use std::collections::BTreeSet;

use lacuna::game::NormalForm;
use lacuna::number::Rational;
use serde_json::Value;

use crate::brute_force::{Strategy, Subsets, components_of_set, solved};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracles/games");

fn strategy(value: &Value) -> Strategy {
    serde_json::from_value(value.clone()).expect("exact probabilities")
}

fn list<'a>(value: &'a Value, what: &str) -> &'a Vec<Value> {
    value[what]
        .as_array()
        .unwrap_or_else(|| panic!("no {what}"))
}

fn their_components(document: &Value) -> BTreeSet<Subsets> {
    let of = |subset: &Value, which: &str| list(subset, which).iter().map(strategy).collect();
    list(document, "components")
        .iter()
        .map(|component| {
            let subsets = list(component, "maximal_nash_subsets").iter();
            subsets.map(|s| (of(s, "X"), of(s, "Y"))).collect()
        })
        .collect()
}

#[test]
fn every_reference_game_has_the_same_equilibria() {
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
        let name = path.display();
        let text = std::fs::read_to_string(&path).expect("readable");
        let document: Value = serde_json::from_str(&text).expect("valid JSON");
        if document["num_players"] != 2 {
            continue;
        }
        let actions: Vec<usize> =
            serde_json::from_value(document["num_actions"].clone()).expect("numbers of actions");
        let payoffs: Vec<Vec<Rational>> =
            serde_json::from_value(document["payoffs"].clone()).expect("payoffs");
        let game = NormalForm::from_tables(&actions, payoffs).expect("a valid game");
        let set = solved(&game);

        let ours: BTreeSet<(Vec<Strategy>, Vec<Rational>)> = set
            .extreme()
            .iter()
            .zip(set.payoffs())
            .map(|(profile, payoffs)| (profile.strategies().to_vec(), payoffs.to_vec()))
            .collect();
        let theirs = list(&document, "extreme_equilibria")
            .iter()
            .map(|e| {
                let profile = list(e, "profile").iter().map(strategy).collect();
                (profile, strategy(&e["payoffs"]))
            })
            .collect();
        assert_eq!(ours, theirs, "{name}");
        assert_eq!(
            components_of_set(&set),
            their_components(&document),
            "{name}"
        );
        assert_eq!(document["degenerate"], set.is_degenerate(), "{name}");
        let range = set.welfare_range(&game).expect("the same game");
        let welfare = &document["welfare_nash"];
        assert_eq!(welfare["best"], range.best.value.to_string(), "{name}");
        assert_eq!(welfare["worst"], range.worst.value.to_string(), "{name}");
        compared += 1;
    }
    println!("{compared} reference games compared");
    assert!(compared >= 30, "only {compared} reference games");
}
