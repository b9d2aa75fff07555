//! Times the correlated equilibrium of most welfare on games read from a folder, for comparison
//! with other tools.
//!
//! Not a criterion bench: `benches/peers/correlated.py` writes the games, calls this and prints the
//! comparison. By hand:
//!
//! ```text
//! cargo bench --bench correlated_files -- FOLDER
//! ```
//!
//! For every `ce_*.json` of the folder (the serde form of a game) one JSON line: the least time in
//! seconds from the game to the answer, and the welfare.

mod folder;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use lacuna::equilibrium::correlated::{
    CorrelatedOptions, CorrelatedOutcome, correlated_equilibrium,
};
use lacuna::game::NormalForm;
use lacuna::number::Rational;

/// Time spent on each game.
const BUDGET: Duration = Duration::from_millis(1000);

/// The least number of runs, also when they exceed the budget.
const LEAST_RUNS: usize = 3;

/// The welfare and the least time in seconds; `None` for a file of another kind.
fn measure(path: &Path) -> Result<Option<serde_json::Value>, Box<dyn Error>> {
    let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else {
        return Ok(None);
    };
    if !name.starts_with("ce_") {
        return Ok(None);
    }
    let game: NormalForm<Rational> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let options = CorrelatedOptions::default();
    let mut welfare = None;
    let mut least = f64::INFINITY;
    let began = Instant::now();
    let mut runs = 0;
    while runs < LEAST_RUNS || began.elapsed() < BUDGET {
        let start = Instant::now();
        let found = black_box(correlated_equilibrium(black_box(&game), &options)?);
        least = least.min(start.elapsed().as_secs_f64());
        runs += 1;
        if let CorrelatedOutcome::Found(found) = found {
            welfare = Some(found.welfare.to_f64());
        }
    }
    let Some(welfare) = welfare else {
        return Err(format!("{name}: a game without a correlated equilibrium").into());
    };
    Ok(Some(serde_json::json!({
        "game": name,
        "seconds": least,
        "welfare": welfare,
    })))
}

fn main() -> Result<(), Box<dyn Error>> {
    folder::for_each_file("correlated_files", "correlated.py", measure)
}
