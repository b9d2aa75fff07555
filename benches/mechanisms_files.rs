//! Times the value of the best mechanism on problems read from a folder, for comparison with other
//! tools.
//!
//! Not a criterion bench: `benches/peers/mechanisms.py` calls this and prints the comparison. By
//! hand:
//!
//! ```text
//! cargo bench --bench mechanisms_files -- --write FOLDER              # the problems compared
//! cargo bench --bench mechanisms_files -- --write-growth FOLDER       # those of the growth table
//! cargo bench --bench mechanisms_files -- FOLDER [NAME]               # all, or one
//! ```
//!
//! For every `mechanism_*.json` of the folder (see `drawn`) one JSON line: the least times in
//! seconds of the numeric and the exact solver from the problem to the answer, what they found, and
//! the peak resident memory of the process after each. `LACUNA_BENCH_ONCE` leaves it at one run.

mod drawn;
mod folder;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use drawn::Drawn;
use lacuna::contract::Monitoring;
use lacuna::mechanism::{Attainment, MechanismError, approximate_value, best_mechanism};
use lacuna::preference::WeightMatrix;

/// Time spent on each problem with each solver.
const BUDGET: Duration = Duration::from_millis(1000);

/// The least number of runs, unless one takes longer than the budget.
const LEAST_RUNS: usize = 3;

/// The answer and the least time in seconds.
fn least<T>(
    run: impl Fn() -> Result<T, MechanismError>,
    once: bool,
) -> Result<(T, f64), MechanismError> {
    let began = Instant::now();
    let mut answer = black_box(run()?);
    let mut least = began.elapsed().as_secs_f64();
    let mut runs = 1;
    while !once && began.elapsed() < BUDGET * 2 && (runs < LEAST_RUNS || began.elapsed() < BUDGET) {
        let start = Instant::now();
        answer = black_box(run()?);
        least = least.min(start.elapsed().as_secs_f64());
        runs += 1;
    }
    Ok((answer, least))
}

/// The peak resident memory of this process in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}

fn measure(path: &Path) -> Result<Option<serde_json::Value>, Box<dyn Error>> {
    let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else {
        return Ok(None);
    };
    let wanted = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .nth(1);
    if !name.starts_with("mechanism_") || wanted.is_some_and(|wanted| wanted != name) {
        return Ok(None);
    }
    let once = std::env::var_os("LACUNA_BENCH_ONCE").is_some();
    let Drawn {
        problem,
        language,
        options,
    } = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let monitoring = Monitoring::from(&language);
    let selfish = WeightMatrix::identity(problem.players());
    let numeric = || approximate_value(black_box(&problem), &monitoring, &selfish, &options);
    let exact = || best_mechanism(black_box(&problem), &monitoring, &selfish, &options);
    let (value, numeric_seconds) = least(numeric, once)?;
    let numeric_memory = peak_memory();
    let (design, exact_seconds) = least(exact, once)?;
    let best = design
        .into_best()
        .ok_or_else(|| format!("{name}: no mechanism"))?;
    Ok(Some(serde_json::json!({
        "game": name,
        "numeric": value.value,
        "upper": value.upper_bound,
        "residual": value.residual,
        "rounds": value.rounds,
        "numeric_seconds": numeric_seconds,
        "numeric_memory": numeric_memory,
        "exact": best.closed_value.to_f64(),
        "value": best.value.to_string(),
        "attained": best.attainment == Attainment::Attained,
        "exact_seconds": exact_seconds,
        "exact_memory": peak_memory(),
    })))
}

/// Players, actions, states, the number of the random stream, and liabilities.
type Shape = (usize, usize, usize, u64, &'static [Option<i64>]);

/// What is compared with other tools.
const COMPARED: [Shape; 2] = [
    (3, 3, 2, 0, &[Some(1), Some(3), None]),
    (4, 4, 1, 1, &[Some(1), Some(3), None]),
];

/// What shows the growth.
const GROWTH: [Shape; 20] = [
    (2, 4, 1, 10, &[Some(3)]),
    (2, 8, 1, 11, &[Some(3)]),
    (2, 16, 1, 12, &[Some(3)]),
    (2, 32, 1, 13, &[Some(3)]),
    (2, 4, 2, 14, &[Some(3)]),
    (2, 8, 2, 15, &[Some(3)]),
    (3, 2, 1, 16, &[Some(3)]),
    (3, 4, 1, 17, &[Some(3)]),
    (3, 6, 1, 18, &[Some(3)]),
    (3, 8, 1, 19, &[Some(3)]),
    (3, 12, 1, 20, &[Some(3)]),
    (3, 4, 2, 21, &[Some(3)]),
    (3, 6, 2, 22, &[Some(3)]),
    (4, 2, 1, 23, &[Some(3)]),
    (4, 6, 1, 24, &[Some(3)]),
    (4, 8, 1, 25, &[Some(3)]),
    (4, 3, 2, 26, &[Some(3)]),
    (5, 2, 1, 27, &[Some(3)]),
    (5, 4, 1, 28, &[Some(3)]),
    (5, 6, 1, 29, &[Some(3)]),
];

/// Writes the problems of these shapes with these budgets.
fn write(folder: &str, shapes: &[Shape], budgets: &[&str]) -> Result<(), Box<dyn Error>> {
    for &(players, actions, states, stream, liabilities) in shapes {
        let (problem, language) = drawn::drawn(players, actions, states, stream);
        for (budget_name, budget) in drawn::BUDGETS {
            if !budgets.contains(&budget_name) {
                continue;
            }
            for &liability in liabilities {
                let limit = liability.map_or("unlimited".to_owned(), |l| l.to_string());
                let name = format!(
                    "mechanism_{players}p_{actions}a_{states}s_{budget_name}_{limit}.json"
                );
                let drawn = Drawn {
                    problem: problem.clone(),
                    language: language.clone(),
                    options: drawn::options(budget, liability),
                };
                let file = Path::new(folder).join(name);
                std::fs::write(file, serde_json::to_string(&drawn)?)?;
            }
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let target = arguments.iter().find(|argument| !argument.starts_with('-'));
    match target {
        Some(target) if has("--write") => {
            write(target, &COMPARED, &["unrestricted", "burning", "balanced"])
        }
        Some(target) if has("--write-growth") => write(target, &GROWTH, &["burning"]),
        _ => folder::for_each_file("mechanisms_files", "mechanisms.py", measure),
    }
}
