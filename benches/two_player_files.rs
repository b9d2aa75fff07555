//! Times the solvers of two-player games on games read from a folder, for comparison with other
//! tools.
//!
//! Not a criterion bench: `benches/peers/two_player.py` writes the games, calls this and prints the
//! comparison. By hand:
//!
//! ```text
//! cargo bench --bench two_player_files -- FOLDER
//! ```
//!
//! For every `enum_*.json` of the folder (the serde form of a game) all equilibria are sought, for
//! every `lh_*.json` one by Lemke and Howson's path from label 0. One JSON line a game: the least
//! time in seconds and the number of (extreme) equilibria found.

mod folder;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use lacuna::equilibrium::{LemkeHowsonOptions, TwoPlayerOptions, all_equilibria, lemke_howson};
use lacuna::game::NormalForm;
use lacuna::number::Rational;

/// Time spent on each game.
const BUDGET: Duration = Duration::from_millis(1000);

/// The least number of runs, also when they exceed the budget.
const LEAST_RUNS: usize = 3;

/// The last result and the least time in seconds over repeated runs.
fn least_time<T>(run: impl Fn() -> Result<T, Box<dyn Error>>) -> Result<(T, f64), Box<dyn Error>> {
    let mut result = run()?;
    let mut least = f64::INFINITY;
    let began = Instant::now();
    let mut runs = 0;
    while runs < LEAST_RUNS || began.elapsed() < BUDGET {
        let start = Instant::now();
        result = black_box(run()?);
        least = least.min(start.elapsed().as_secs_f64());
        runs += 1;
    }
    Ok((result, least))
}

/// The number of equilibria and the least time; `None` for a file of another kind.
fn measure(path: &Path) -> Result<Option<serde_json::Value>, Box<dyn Error>> {
    let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else {
        return Ok(None);
    };
    let every = name.starts_with("enum_");
    if !every && !name.starts_with("lh_") {
        return Ok(None);
    }
    let game: NormalForm<Rational> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let (count, seconds) = if every {
        let options = TwoPlayerOptions::default();
        least_time(|| {
            let found = all_equilibria(black_box(&game), &options)?;
            Ok(found.set().extreme().len())
        })?
    } else {
        let options = LemkeHowsonOptions::default();
        let (found, seconds) = least_time(|| Ok(lemke_howson(black_box(&game), 0, &options)?))?;
        if !found.verify(&game) {
            return Err(format!("{name}: not an equilibrium").into());
        }
        (1, seconds)
    };
    Ok(Some(serde_json::json!({
        "game": name,
        "seconds": seconds,
        "equilibria": count,
    })))
}

fn main() -> Result<(), Box<dyn Error>> {
    folder::for_each_file("two_player_files", "two_player.py", measure)
}
