//! All equilibria of random two-player games, and of those of a folder.
//!
//! With the environment variable `LACUNA_BENCH_GAMES` the files `enum_*.json` of that folder are
//! timed as well: objects with `num_actions` and `payoffs`, one flat list a player in which the
//! last player's action varies fastest.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

use lacuna::equilibrium::two_player::{TwoPlayerOptions, all_equilibria};
use lacuna::game::{NormalForm, random};
use lacuna::number::Rational;

/// The games of the folder named by the environment, by the names of their files.
fn from_folder() -> Vec<(String, NormalForm<Rational>)> {
    let Some(folder) = std::env::var_os("LACUNA_BENCH_GAMES") else {
        return Vec::new();
    };
    let mut games = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with("enum_") || path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let actions: Vec<usize> =
            serde_json::from_value(document["num_actions"].clone()).expect("numbers of actions");
        let payoffs: Vec<Vec<i64>> =
            serde_json::from_value(document["payoffs"].clone()).expect("integer payoffs");
        let exact = payoffs
            .into_iter()
            .map(|table| table.into_iter().map(Rational::from).collect())
            .collect();
        games.push((
            name,
            NormalForm::from_tables(&actions, exact).expect("a game"),
        ));
    }
    games.sort_by(|a, b| a.0.cmp(&b.0));
    games
}

fn enumeration(criterion: &mut Criterion) {
    let options = TwoPlayerOptions::default();
    let mut games = from_folder();
    for actions in [4, 8, 10, 12] {
        // Ties of every kind among payoffs from 0 to 3; none among payoffs up to 10⁴.
        for highest in [3, 10_000] {
            let mut generator = random::generator(1, actions as u64);
            let game = random::uniform_integers(&[actions; 2], 0..=highest, &mut generator);
            let name = format!("{actions} × {actions}, payoffs 0..={highest}");
            games.push((name, game.expect("small")));
        }
    }
    let mut group = criterion.benchmark_group("all_equilibria");
    for (name, game) in &games {
        group.bench_function(name, |bencher| {
            bencher.iter(|| all_equilibria(black_box(game), &options).expect("few"));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1));
    targets = enumeration
}
criterion_main!(benches);
