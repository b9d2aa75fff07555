//! The reference oracles of the theory, computed with this crate.
//!
//! Every entry is either computed here or listed in [`later`] with the reason why it is not; an
//! entry that is neither fails the test. Where the file has an exact value the comparison is exact.

#[path = "../support/mod.rs"]
mod support;

mod commons;
mod contracts;
mod correlated;
mod design;
mod found;
mod games;
mod later;
mod mechanisms;
mod mixed;
mod money;
mod preferences;
mod repeated;
mod stability;

use std::collections::BTreeMap;

use found::{Computation, Entry};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracles/theory.json");

#[test]
fn every_oracle_of_the_theory_is_met_or_named_as_later() {
    let text = match std::fs::read_to_string(FILE) {
        Ok(text) => text,
        Err(error) => {
            println!("skipped: the reference oracles are not at {FILE}: {error}");
            return;
        }
    };
    let document: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    let entries: Vec<Entry> = document["oracles"]
        .as_array()
        .expect("a list of oracles")
        .iter()
        .map(Entry::new)
        .collect();

    let mut table: BTreeMap<&str, Computation> = BTreeMap::new();
    let all = [
        games::table(),
        preferences::table(),
        contracts::table(),
        mechanisms::table(),
        correlated::table(),
        design::table(),
        stability::table(),
        mixed::table(),
        money::table(),
        commons::table(),
        repeated::table(),
    ];
    for (id, computation) in all.into_iter().flatten() {
        assert!(table.insert(id, computation).is_none(), "{id} occurs twice");
    }
    let mut reasons: BTreeMap<&str, &str> = BTreeMap::new();
    for (reason, ids) in later::LATER {
        for id in *ids {
            assert!(!table.contains_key(id), "{id} is computed and later");
            assert!(reasons.insert(id, reason).is_none(), "{id} occurs twice");
        }
    }

    let mut problems = Vec::new();
    let mut checked = 0;
    for entry in &entries {
        match table.remove(entry.id.as_str()) {
            Some(computation) => match entry.compare(&computation()) {
                Ok(()) => checked += 1,
                Err(problem) => problems.push(format!("{}: {problem}", entry.id)),
            },
            None if reasons.remove(entry.id.as_str()).is_some() => {}
            None => problems.push(format!("{}: neither computed nor named as later", entry.id)),
        }
    }
    problems.extend(table.keys().map(|id| format!("{id}: not in the file")));
    problems.extend(reasons.keys().map(|id| format!("{id}: not in the file")));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    println!(
        "{checked} of {} oracles checked, {} belong to later sections",
        entries.len(),
        entries.len() - checked
    );
}
