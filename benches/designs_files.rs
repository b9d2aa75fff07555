//! Times automated design on settings read from a folder, for comparison with other tools.
//!
//! Not a criterion bench: `benches/peers/designs.py` calls this and prints the comparison. By hand:
//!
//! ```text
//! cargo bench --bench designs_files -- --write FOLDER    # the settings compared
//! cargo bench --bench designs_files -- FOLDER
//! ```
//!
//! For every `design_*.json` of the folder one JSON line: the value and the least times in seconds
//! of the design and of its check.

mod folder;
mod settings;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use settings::Case;

/// Time spent on each case.
const LONGEST: Duration = Duration::from_millis(1000);

/// From this many seconds on it is processor time that counts.
const COARSE: f64 = 0.05;

/// The processor time of this thread so far where the system tells it, which others on the machine
/// do not lengthen; else the time since some moment.
fn used(since: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| since.elapsed().as_secs_f64(), |spent| spent * 1e-9)
}

/// The answer and the least time in seconds.
fn least<T, E>(run: impl Fn() -> Result<T, E>) -> Result<(T, f64), E> {
    let began = Instant::now();
    let mut least = f64::INFINITY;
    loop {
        let (start, moment) = (used(began), Instant::now());
        let answer = black_box(run()?);
        let elapsed = moment.elapsed().as_secs_f64();
        // Processor time is told in steps of a few milliseconds.
        let spent = if elapsed < COARSE {
            elapsed
        } else {
            used(began) - start
        };
        least = least.min(spent);
        if began.elapsed() >= LONGEST {
            return Ok((answer, least));
        }
    }
}

fn measure(path: &Path) -> Result<Option<serde_json::Value>, Box<dyn Error>> {
    let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else {
        return Ok(None);
    };
    if !name.starts_with("design_") {
        return Ok(None);
    }
    let case: Case = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let designer = case.designer();
    let (outcome, seconds) = least(|| designer.solve())?;
    let (holds, verify_seconds) = least(|| outcome.verify(&designer))?;
    let value = outcome.value().ok_or("no best mechanism")?;
    assert!(holds, "{name} does not prove itself");
    Ok(Some(serde_json::json!({
        "game": name,
        "value": value.to_string(),
        "exact": value.to_f64(),
        "seconds": seconds,
        "verify_seconds": verify_seconds,
    })))
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let target = arguments.iter().find(|argument| !argument.starts_with('-'));
    match target {
        Some(target) if arguments.iter().any(|argument| argument == "--write") => {
            for types in [5, 10, 15] {
                for (name, case) in settings::cases(types) {
                    let file = Path::new(target).join(name + ".json");
                    std::fs::write(file, serde_json::to_string(&case)?)?;
                }
            }
            Ok(())
        }
        _ => folder::for_each_file("designs_files", "designs.py", measure),
    }
}
