//! Certificates of every family.

use std::collections::BTreeMap;

use lacuna::proof::{CheckOptions, Proof, check};

use super::certificates::{FAMILIES, certificate};

#[test]
fn certificates_of_random_problems_are_accepted() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for family in FAMILIES {
        let mut found = 0;
        for seed in 0..30 {
            let Some(proof) = certificate(family, seed).expect(family) else {
                continue;
            };
            found += 1;
            let text = proof.to_json();
            let read = Proof::from_json(&text).expect("what was written can be read");
            assert_eq!(read, proof);
            match check(&read, &CheckOptions::default()) {
                Ok(checked) => {
                    for claim in checked.claims {
                        *kinds.entry(claim.kind).or_insert(0) += 1;
                    }
                }
                Err(error) => panic!("{family}, seed {seed}: {error}\n{text}"),
            }
        }
        assert!(
            found >= 3,
            "only {found} certificates of the family {family}"
        );
    }
    let missing: Vec<&&str> = super::documents::KINDS
        .iter()
        .filter(|kind| !kinds.contains_key(**kind))
        .collect();
    assert!(
        missing.is_empty(),
        "no certificate of the kinds {missing:?}"
    );
}

#[test]
fn the_checker_imports_numbers_and_nothing_else_of_the_crate() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/proof/check");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of the checker") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a file");
        files += 1;
        for line in text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            let foreign = line.matches("crate::").count();
            let numbers = line.matches("crate::number::Rational").count();
            assert_eq!(foreign, numbers, "{line}");
            assert!(!line.contains("super::export"), "{line}");
        }
    }
    assert!(files > 10);
}
