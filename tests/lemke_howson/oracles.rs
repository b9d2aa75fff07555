//! Reference games with all their extreme equilibria, if they are at hand.

use std::path::PathBuf;

use lacuna::equilibrium::{
    LemkeHowsonOptions, MixedProfile, PathArithmetic, lemke_howson, lemke_howson_all,
};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use serde_json::Value;

pub struct Oracle {
    pub name: String,
    pub game: NormalForm<Rational>,
    pub degenerate: bool,
    pub extreme: Vec<MixedProfile>,
}

fn integers(value: &Value) -> Vec<i64> {
    let list = value.as_array().expect("a list");
    list.iter()
        .map(|v| v.as_i64().expect("an integer"))
        .collect()
}

/// The two-player games; `None` with a printed reason if the folder is absent.
pub fn oracles() -> Option<Vec<Oracle>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/oracles/games");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!(
            "skipped: there are no reference games at {}",
            folder.display()
        );
        return None;
    };
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("readable").path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "json"));
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        let Some(extreme) = json["extreme_equilibria"].as_array() else {
            continue;
        };
        let actions: Vec<usize> = integers(&json["num_actions"])
            .into_iter()
            .map(|count| count as usize)
            .collect();
        let tables = json["payoffs"].as_array().expect("tables");
        let tables = tables
            .iter()
            .map(|t| integers(t).into_iter().map(Rational::from).collect())
            .collect();
        let profile = |value: &Value| {
            serde_json::from_value(value["profile"].clone()).expect("a mixed profile")
        };
        found.push(Oracle {
            name: json["id"].as_str().expect("a name").to_owned(),
            game: NormalForm::from_tables(&actions, tables).expect("a game"),
            degenerate: json["degenerate"].as_bool().expect("a verdict"),
            extreme: extreme.iter().map(profile).collect(),
        });
    }
    assert!(found.len() > 40, "{} games", found.len());
    Some(found)
}

#[test]
fn every_path_ends_at_an_equilibrium_of_the_reference() {
    let Some(oracles) = oracles() else { return };
    for oracle in oracles {
        for float_first in [true, false] {
            let options = LemkeHowsonOptions::default().with_float_first(float_first);
            let labels = oracle.game.actions(0) + oracle.game.actions(1);
            for label in 0..labels {
                let end = lemke_howson(&oracle.game, label, &options).expect("a path");
                assert!(end.verify(&oracle.game), "{} {label}", oracle.name);
                assert!(float_first || end.arithmetic == PathArithmetic::Exact);
                // The end of a path is a pair of vertices, so extreme also in degenerate games.
                assert!(
                    oracle.extreme.contains(&end.profile),
                    "{} {label}",
                    oracle.name
                );
            }
            let all = lemke_howson_all(&oracle.game, &options).expect("paths");
            assert!(!all.is_complete());
            let covered: usize = all.set().iter().map(|e| e.labels.len()).sum();
            assert_eq!(covered, labels);
            if !oracle.degenerate {
                assert_eq!(oracle.extreme.len() % 2, 1);
            }
        }
    }
}
