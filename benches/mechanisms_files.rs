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
//! For every `mechanism_*.json` of the folder (see `Drawn`) one JSON line: the least times in
//! seconds of the numeric and the exact solver from the problem to the answer, what they found, and
//! the peak resident memory of the process after each. `LACUNA_BENCH_ONCE` leaves it at one run.

mod drawn;
mod folder;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use drawn::Kind;
use lacuna::contract::{Budget, ContractingProblem, Language, Monitoring};
use lacuna::mechanism::{
    Attainment, MechanismError, MechanismOptions, approximate_value, best_mechanism,
};
use lacuna::preference::WeightMatrix;
use serde::{Deserialize, Serialize};

/// A problem with a language, in the form of the files that are compared with other tools.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Drawn {
    problem: ContractingProblem,
    language: Language,
    options: MechanismOptions,
}

/// Time spent on each problem with each solver.
const LONGEST: Duration = Duration::from_millis(1000);

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
    while !once && began.elapsed() < LONGEST * 2 && (runs < LEAST_RUNS || began.elapsed() < LONGEST)
    {
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

/// Players, actions, states.
type Shape = (usize, usize, usize);

/// What is compared with other tools.
const COMPARED: [Shape; 2] = [(3, 3, 2), (4, 4, 1)];

/// What shows the growth.
const GROWTH: [Shape; 19] = [
    (2, 8, 1),
    (2, 16, 1),
    (2, 32, 1),
    (2, 64, 1),
    (3, 4, 1),
    (3, 8, 1),
    (3, 12, 1),
    (3, 16, 1),
    (3, 3, 2),
    (3, 6, 2),
    (3, 8, 2),
    (3, 3, 4),
    (4, 4, 1),
    (4, 6, 1),
    (4, 8, 1),
    (5, 2, 1),
    (5, 4, 1),
    (5, 6, 1),
    (6, 4, 1),
];

/// Writes the problems of a kind and these shapes with these budgets and liabilities.
fn write(
    folder: &str,
    kind: Kind,
    shapes: &[Shape],
    budgets: &[(&str, Budget)],
    liabilities: &[Option<i64>],
) -> Result<(), Box<dyn Error>> {
    for &(players, actions, states) in shapes {
        let (problem, language) = drawn::drawn(kind, players, actions, states);
        for &(budget_name, budget) in budgets {
            for &liability in liabilities {
                let limit = liability.map_or("unlimited".to_owned(), |l| l.to_string());
                let kind = kind.name();
                let shape = format!("{players}p_{actions}a_{states}s");
                let name = format!("mechanism_{kind}_{shape}_{budget_name}_{limit}.json");
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
            let liabilities = [Some(1), Some(3), None];
            for kind in [Kind::Uniform, Kind::Effort] {
                write(target, kind, &COMPARED, &drawn::BUDGETS, &liabilities)?;
            }
            Ok(())
        }
        Some(target) if has("--write-growth") => {
            let burning = [("burning", Budget::Burning)];
            write(target, Kind::Effort, &GROWTH, &burning, &[Some(3), None])
        }
        _ => folder::for_each_file("mechanisms_files", "mechanisms.py", measure),
    }
}
