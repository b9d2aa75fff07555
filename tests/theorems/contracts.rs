//! The theorems about contracts and gaps: every hypothesis is needed, and the numbers of the
//! literature.

use std::collections::BTreeSet;

use lacuna::theorem::{Sampled, Sampling, registry, sampled};

/// The theorems of the chapter.
fn chapter() -> Vec<&'static dyn Sampled> {
    let listed = registry()
        .into_iter()
        .find(|(title, _)| *title == "Contracts and gaps")
        .expect("a chapter")
        .1;
    let names: BTreeSet<&str> = (listed.iter())
        .map(|theorem| theorem.statement().identifier)
        .collect();
    (sampled().into_iter())
        .filter(|theorem| names.contains(theorem.statement().identifier))
        .collect()
}

#[test]
fn every_hypothesis_is_needed() {
    let mut not_refuted = Vec::new();
    for theorem in chapter() {
        let name = theorem.statement().identifier;
        for (hypothesis, _) in theorem.hypotheses() {
            let started = std::time::Instant::now();
            let sampling = Sampling::default().with_cases(100).with_max_shrinks(200);
            let found = theorem
                .refute_without(hypothesis, &sampling)
                .unwrap_or_else(|failure| panic!("{failure}"));
            let took = started.elapsed();
            match found {
                Some((instance, why)) => {
                    println!("{name} without {hypothesis} ({took:.2?}): {why}, in\n{instance}\n");
                }
                None => not_refuted.push(format!("{name} without {hypothesis} ({took:.2?})")),
            }
        }
    }
    assert!(not_refuted.is_empty(), "not refuted: {not_refuted:#?}");
}

#[test]
fn at_least_twenty_theorems_have_at_least_forty_hypotheses() {
    let theorems = chapter();
    let hypotheses: usize = (theorems.iter())
        .map(|theorem| theorem.hypotheses().len())
        .sum();
    assert!(theorems.len() >= 20 && hypotheses >= 40, "{hypotheses}");
}
