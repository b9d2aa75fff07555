//! The reference games, solved from their files.

use std::collections::BTreeSet;

use lacuna::number::Rational;
use serde_json::Value;

use crate::answer;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracles/games");

fn list<'a>(value: &'a Value, what: &str) -> &'a Vec<Value> {
    value[what]
        .as_array()
        .unwrap_or_else(|| panic!("no {what}"))
}

fn numbers(value: &Value) -> Vec<Rational> {
    serde_json::from_value(value.clone()).expect("exact numbers")
}

fn number(value: &Value) -> Rational {
    serde_json::from_value(value.clone()).expect("an exact number")
}

type Set = BTreeSet<(Vec<Vec<Rational>>, Vec<Rational>)>;

fn equilibria(of: &Value, list_name: &str, strategies: &str) -> Set {
    list(of, list_name)
        .iter()
        .map(|e| {
            let profile = list(e, strategies).iter().map(numbers).collect();
            (profile, numbers(&e["payoffs"]))
        })
        .collect()
}

#[test]
fn the_reference_games_have_these_answers() {
    let folder = match std::fs::read_dir(FOLDER) {
        Ok(folder) => folder,
        Err(error) => {
            println!("skipped: the reference games are not at {FOLDER}: {error}");
            return;
        }
    };
    let (mut two_player, mut correlated) = (0, 0);
    for entry in folder {
        let path = entry.expect("readable").path();
        if path.extension().is_none_or(|extension| extension != "nfg") {
            continue;
        }
        let name = path.display();
        let text = std::fs::read_to_string(path.with_extension("json")).expect("readable");
        let document: Value = serde_json::from_str(&text).expect("valid JSON");

        let pure = answer(&path, "pure", &[]);
        assert_eq!(pure["complete"], true);
        let ours: BTreeSet<Vec<usize>> = list(&pure, "equilibria")
            .iter()
            .map(|e| {
                let chosen = |s: &Value| numbers(s).iter().position(|p| *p == Rational::ONE);
                let actions = list(e, "strategies").iter().map(chosen);
                actions.collect::<Option<_>>().expect("certain")
            })
            .collect();
        let theirs: BTreeSet<Vec<usize>> =
            serde_json::from_value(document["pure_nash"].clone()).expect("profiles");
        assert_eq!(ours, theirs, "{name}");

        if document["num_players"] == 2 {
            two_player += 1;
            let all = answer(&path, "all", &[]);
            assert_eq!(all["complete"], true);
            let ours = equilibria(&all, "equilibria", "strategies");
            assert_eq!(
                ours,
                equilibria(&document, "extreme_equilibria", "profile"),
                "{name}"
            );
            for which in ["best", "worst"] {
                let ours = number(&all["welfare"][which]);
                assert_eq!(ours, number(&document["welfare_nash"][which]), "{name}");
            }
        }
        let Some(values) = document.get("correlated").filter(|v| v.is_object()) else {
            continue;
        };
        correlated += 1;
        for concept in ["ce", "cce"] {
            for objective in ["max", "min"] {
                let option = format!("{objective}-welfare");
                let ours = answer(&path, concept, &["--objective", &option]);
                let theirs = &values[format!("{objective}_welfare_{concept}")]["value"];
                assert_eq!(number(&ours["value"]), number(theirs), "{name}");
                assert_eq!(ours["certified"], true, "{name}");
            }
        }
    }
    println!("{two_player} two-player games, {correlated} with correlated equilibria");
    assert!(two_player > 0 && correlated > 0);
}
