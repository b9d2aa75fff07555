//! Every theorem of the registry, on as many instances as were asked for.

use std::collections::BTreeSet;

use lacuna::theorem::{Sampling, registry, sampled};

/// 100 instances each; `PROPTEST_CASES=1000` and more in the long mode.
fn sampling() -> Sampling {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    Sampling::default().with_cases(cases.unwrap_or(100).clamp(100, 1000))
}

#[test]
fn no_theorem_is_refuted() {
    for theorem in sampled() {
        let started = std::time::Instant::now();
        let examined = theorem
            .examine(&sampling())
            .unwrap_or_else(|failure| panic!("{failure}"));
        println!(
            "{:60} {:5} held {:8.2?} {:?}",
            theorem.statement().identifier,
            examined.held,
            started.elapsed(),
            examined.not_applicable
        );
    }
}

#[test]
fn theorems_have_names_words_and_sources_of_their_own() {
    let mut names = BTreeSet::new();
    for (chapter, theorems) in registry() {
        for theorem in theorems {
            let statement = theorem.statement();
            assert!(
                names.insert(statement.identifier),
                "{} twice",
                statement.identifier
            );
            assert!(
                !statement.title.is_empty(),
                "{chapter}: {}",
                statement.identifier
            );
            assert!(statement.words.ends_with('.'), "{}", statement.identifier);
            assert!(!statement.source.is_empty(), "{}", statement.identifier);
            let mut hypotheses = BTreeSet::new();
            for (name, words) in theorem.hypotheses() {
                assert!(
                    hypotheses.insert(name),
                    "{}: {name} twice",
                    statement.identifier
                );
                assert!(words.ends_with('.'), "{}: {name}", statement.identifier);
            }
        }
    }
}
