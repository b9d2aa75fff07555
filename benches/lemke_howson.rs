//! The path of Lemke and Howson on random games, exact and in floating point.
//!
//! With the environment variable `LACUNA_BENCH_GAMES`, a folder, also on each `lh_*.json` in it:
//! `num_actions` and `payoffs`, one flat list of integers a player.

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use lacuna::equilibrium::{LemkeHowsonOptions, lemke_howson, lemke_howson_numeric};
use lacuna::game::{NormalForm, random};
use lacuna::number::Rational;
use serde::Deserialize;

#[derive(Deserialize)]
struct Document {
    num_actions: Vec<usize>,
    payoffs: Vec<Vec<i64>>,
}

/// The games of the folder by name; none without the variable.
fn games() -> Vec<(String, NormalForm<Rational>)> {
    let Some(folder) = std::env::var_os("LACUNA_BENCH_GAMES") else {
        return Vec::new();
    };
    let read = |path: PathBuf| {
        let name = path.file_stem()?.to_str()?.to_owned();
        if !name.starts_with("lh_") || path.extension()? != "json" {
            return None;
        }
        let document: Document = serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
        let tables = document.payoffs.into_iter();
        let tables = tables.map(|t| t.into_iter().map(Rational::from).collect());
        let game = NormalForm::from_tables(&document.num_actions, tables.collect()).ok()?;
        Some((name, game))
    };
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut games: Vec<_> = files.filter_map(|file| read(file.path())).collect();
    games.sort_by_key(|(name, game)| (game.space().len(), name.clone()));
    games
}

fn lemke_howson_paths(criterion: &mut Criterion) {
    let mut all: Vec<(String, NormalForm<Rational>)> = Vec::new();
    for size in [10, 50, 100] {
        let mut generator = random::generator(7, size as u64);
        if let Ok(game) = random::uniform_integers(&[size, size], 0..=9999, &mut generator) {
            all.push((format!("random_{size}"), game));
        }
    }
    all.extend(games());
    let options = LemkeHowsonOptions::default();
    let mut group = criterion.benchmark_group("lemke_howson");
    group.sample_size(10);
    for (name, game) in &all {
        group.bench_function(format!("exact/{name}"), |bencher| {
            bencher.iter(|| lemke_howson(black_box(game), 0, &options));
        });
        if let Ok(numeric) = game.to_f64() {
            group.bench_function(format!("numeric/{name}"), |bencher| {
                bencher.iter(|| lemke_howson_numeric(black_box(&numeric), 0, &options));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, lemke_howson_paths);
criterion_main!(benches);
