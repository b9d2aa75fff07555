//! Correlated equilibria of greatest welfare: the construction of the linear program and the whole
//! solve, with its check.
//!
//! Random games of the crate, and with `LACUNA_BENCH_GAMES` the folder of reference games
//! (`ce_*.json` with `num_actions` and one flat list of `payoffs` a player, last player fastest).

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

use lacuna::equilibrium::correlated::{
    CorrelatedConcept, CorrelatedOptions, correlated_equilibrium, correlated_program,
};
use lacuna::game::{NormalForm, random};
use lacuna::number::Rational;

fn drawn(actions: &[usize]) -> NormalForm<Rational> {
    random::uniform_integers(actions, 0..=99, &mut random::generator(1, 0)).expect("small")
}

fn read(path: &Path) -> NormalForm<Rational> {
    let text = std::fs::read_to_string(path).expect("a game");
    let document: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    let actions: Vec<usize> =
        serde_json::from_value(document["num_actions"].clone()).expect("numbers of actions");
    let payoffs: Vec<Vec<i64>> =
        serde_json::from_value(document["payoffs"].clone()).expect("payoffs");
    let exact = |table: Vec<i64>| table.into_iter().map(Rational::from).collect();
    NormalForm::from_tables(&actions, payoffs.into_iter().map(exact).collect()).expect("a game")
}

fn correlated(criterion: &mut Criterion) {
    let mut build = vec![
        ("10 × 10".to_owned(), drawn(&[10, 10])),
        ("30 × 30".to_owned(), drawn(&[30, 30])),
        ("10 × 10 × 10".to_owned(), drawn(&[10, 10, 10])),
        ("4 players × 4 actions".to_owned(), drawn(&[4; 4])),
    ];
    let mut solve = vec![
        ("3 × 3".to_owned(), drawn(&[3, 3])),
        ("5 × 5".to_owned(), drawn(&[5, 5])),
        ("3 × 3 × 3".to_owned(), drawn(&[3, 3, 3])),
    ];
    if let Ok(folder) = std::env::var("LACUNA_BENCH_GAMES") {
        for name in [
            "ce_10x10_0",
            "ce_6x6x6_0",
            "ce_4p4a_0",
            "ce_6p3a_0",
            "ce_10x10x10_0",
            "ce_30x30_0",
        ] {
            let game = read(&Path::new(&folder).join(format!("{name}.json")));
            build.push((name.to_owned(), game.clone()));
            solve.push((name.to_owned(), game));
        }
    }
    let options = CorrelatedOptions::default();
    let coarse = options.clone().with_concept(CorrelatedConcept::Coarse);
    let mut group = criterion.benchmark_group("correlated");
    for (label, game) in &build {
        group.bench_function(format!("build/{label}"), |bencher| {
            bencher.iter(|| correlated_program(black_box(game), game, &options).expect("small"));
        });
    }
    for (label, game) in &solve {
        for (concept, options) in [("ce", &options), ("cce", &coarse)] {
            group.bench_function(format!("{concept}/{label}"), |bencher| {
                bencher.iter(|| correlated_equilibrium(black_box(game), options).expect("small"));
            });
        }
        // Solved inside, so that a filter on the command line spares the solve.
        group.bench_function(format!("verify/{label}"), |bencher| {
            let outcome = correlated_equilibrium(game, &options).expect("small");
            bencher.iter(|| assert!(black_box(&outcome).verify(game, &options)));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = correlated
}
criterion_main!(benches);
