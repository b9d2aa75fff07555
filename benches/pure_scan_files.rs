//! Times the scan for pure equilibria on games read from a folder, for comparison with other tools.
//!
//! Not a criterion bench: `benches/peers/pure_scan.py` writes the games, calls this and prints the
//! comparison. By hand:
//!
//! ```text
//! cargo bench --bench pure_scan_files -- FOLDER
//! ```
//!
//! For every `*.json` of the folder (the serde form of a game) one JSON line: the least time of
//! the scan in seconds for exact and for floating-point payoffs, and the equilibria found.

mod folder;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::NormalForm;
use lacuna::number::{Rational, Scalar, Tolerance};

/// Time spent on each game and number type.
const BUDGET: Duration = Duration::from_millis(700);

/// The least number of runs, also when they exceed the budget.
const LEAST_RUNS: usize = 7;

/// The least time in seconds over repeated scans, and the indices of the equilibria.
fn least_time<S: Scalar>(
    game: &NormalForm<S>,
    options: &PureOptions<S>,
) -> Result<(f64, Vec<usize>), Box<dyn Error>> {
    let indices = pure_equilibria(game, options)?.set().indices().to_vec();
    let mut least = f64::INFINITY;
    let began = Instant::now();
    let mut runs = 0;
    while runs < LEAST_RUNS || began.elapsed() < BUDGET {
        let start = Instant::now();
        black_box(pure_equilibria(black_box(game), options)?);
        least = least.min(start.elapsed().as_secs_f64());
        runs += 1;
    }
    Ok((least, indices))
}

fn measure(path: &Path) -> Result<Option<serde_json::Value>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let exact: NormalForm<Rational> = serde_json::from_str(&text)?;
    let numeric = exact.to_f64()?;
    let (exact_seconds, indices) = least_time(&exact, &PureOptions::default())?;
    let (numeric_seconds, same) = least_time(&numeric, &PureOptions::within(Tolerance::NONE))?;
    if indices != same {
        return Err("exact and floating-point payoffs disagree".into());
    }
    Ok(Some(serde_json::json!({
        "game": path.file_stem().map(|stem| stem.to_string_lossy()),
        "rational_seconds": exact_seconds,
        "f64_seconds": numeric_seconds,
        "equilibria": indices,
    })))
}

fn main() -> Result<(), Box<dyn Error>> {
    folder::for_each_file("pure_scan_files", "pure_scan.py", measure)
}
