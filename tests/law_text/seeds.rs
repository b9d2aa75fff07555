//! The seeds of the fuzzers (`fuzz/run`) and what is asked of them there, so that both keep up with
//! the language.

use std::fs;
use std::path::{Path, PathBuf};

use lacuna::contract::law::Law;

use super::enforced;

fn seeds() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/parse_law");
    let Ok(entries) = fs::read_dir(&folder) else {
        return Vec::new();
    };
    let mut seeds: Vec<(PathBuf, String)> = entries
        .map(|entry| {
            let path = entry.expect("a file").path();
            let text = fs::read_to_string(&path).expect("text");
            (path, text)
        })
        .collect();
    seeds.sort();
    seeds
}

#[test]
fn seeds_are_read_and_enforced_as_the_fuzzers_do() {
    let seeds = seeds();
    if seeds.is_empty() {
        println!("skipped: fuzz/corpus is no part of the published crate");
        return;
    }
    for (path, text) in seeds {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let accepted = match Law::parse_with_lines(&text) {
            Ok((law, lines)) => enforced::keeps_its_promises(&law, Some((&text, &lines))),
            Err(_) => {
                assert_eq!(name, "errors");
                0
            }
        };
        // Those that are there to be enforced are.
        let expected = usize::from(["commons", "dilemma"].contains(&&*name));
        assert_eq!(accepted, expected, "{name}");
    }
}
