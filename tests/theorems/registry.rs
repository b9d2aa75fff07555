//! Every theorem of the registry, on as many instances as were asked for.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use lacuna::theorem::altruism::UniqueOptimumHasALevel;
use lacuna::theorem::{Sampling, registry, sampled, strategy};

/// 100 instances each; 1,000 with `LONG=1`.
fn sampling() -> Sampling {
    let long = std::env::var("LONG").is_ok_and(|long| long == "1");
    Sampling::default().with_cases(if long { 1000 } else { 100 })
}

/// All theorems, on every core; all that fail are shown.
#[test]
fn no_theorem_is_refuted() {
    let theorems = sampled();
    let sampling = sampling();
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let failures: Vec<String> = std::thread::scope(|scope| {
        let work = || {
            let mut failures = Vec::new();
            while let Some(theorem) = theorems.get(next.fetch_add(1, Ordering::Relaxed)) {
                let started = Instant::now();
                let name = theorem.statement().identifier;
                match theorem.examine(&sampling) {
                    Ok(found) => println!(
                        "{name:60} {:5} held {:8.2?} {:?}",
                        found.held,
                        started.elapsed(),
                        found.not_applicable
                    ),
                    Err(failure) => failures.push(failure.to_string()),
                }
            }
            failures
        };
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        (running.into_iter())
            .flat_map(|thread| thread.join().expect("no theorem panics"))
            .collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn at_least_forty_theorems_are_registered() {
    assert!(sampled().len() >= 40, "{}", sampled().len());
    let listed: usize = registry().iter().map(|(_, theorems)| theorems.len()).sum();
    assert_eq!(listed, sampled().len());
}

#[test]
fn theorems_have_names_words_and_sources_of_their_own() {
    let mut names = BTreeSet::new();
    for (chapter, theorems) in registry() {
        for theorem in theorems {
            let statement = theorem.statement();
            let name = statement.identifier;
            assert!(names.insert(name), "{name} twice");
            assert!(!statement.title.is_empty(), "{chapter}: {name}");
            assert!(statement.words.ends_with('.'), "{name}");
            assert!(!statement.source.is_empty(), "{name}");
            let mut hypotheses = BTreeSet::new();
            for (hypothesis, words) in theorem.hypotheses() {
                assert!(hypotheses.insert(hypothesis), "{name}: {hypothesis} twice");
                assert!(words.ends_with('.'), "{name}: {hypothesis}");
            }
        }
    }
}

#[test]
fn assert_holds_takes_no_names_from_its_caller() {
    #[allow(dead_code)]
    enum Mine {
        Err,
    }
    #[allow(unused_imports)]
    use Mine::Err;
    #[allow(unused_macros)]
    macro_rules! panic {
        ($($any:tt)*) => {
            compile_error!("the caller's macro")
        };
    }
    let once = Sampling::default().with_cases(1);
    lacuna::theorem::assert_holds!(UniqueOptimumHasALevel, strategy::dilemmas(), once);
}
