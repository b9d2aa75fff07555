//! The reference games, which stand in both formats.

use std::path::Path;

use lacuna::game::NormalForm;
use lacuna::io::{read_gam, read_nfg, write_gam, write_nfg};
use lacuna::number::Rational;

use super::same_payoffs;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracles/games");

fn from_neighbour(path: &Path) -> NormalForm<Rational> {
    let text = std::fs::read_to_string(path).expect("a neighbour");
    let document: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    let actions: Vec<usize> =
        serde_json::from_value(document["num_actions"].clone()).expect("numbers of actions");
    let payoffs: Vec<Vec<Rational>> =
        serde_json::from_value(document["payoffs"].clone()).expect("payoffs");
    NormalForm::from_tables(&actions, payoffs).expect("a valid game")
}

#[test]
fn every_reference_file_equals_its_neighbour() {
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
        if path.extension().is_none_or(|extension| extension != "nfg") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("readable");
        let file = read_nfg(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let expected = from_neighbour(&path.with_extension("json"));
        assert!(same_payoffs(&file.game, &expected), "{}", path.display());
        let again = read_nfg(&write_nfg(&file.game, &file.title)).expect("own output");
        assert_eq!(again, file, "{}", path.display());
        assert_eq!(read_gam(&write_gam(&expected)).as_ref(), Ok(&expected));
        compared += 1;
    }
    assert!(compared >= 50, "only {compared} reference games");
}
