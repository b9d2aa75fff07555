//! Times audits of mechanisms read from a folder, for comparison with other tools.
//!
//! Not a criterion bench: `benches/peers/audits.py` calls this and prints the comparison. By hand:
//!
//! ```text
//! cargo bench --bench audits_files -- --write FOLDER   # the mechanisms compared
//! cargo bench --bench audits_files -- FOLDER
//! ```
//!
//! For every `audit_*.json` of the folder one JSON line: the least time in seconds from the setting
//! and the mechanism to all answers, and the answers.

mod audited;
mod folder;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use lacuna::mechanism::{MechanismTable, Setting};
use serde::{Deserialize, Serialize};

/// A mechanism in a setting, in the form of the files that are compared with other tools.
#[derive(Serialize, Deserialize)]
struct Audited {
    setting: Setting,
    mechanism: MechanismTable,
}

/// Time spent on each.
const LONGEST: Duration = Duration::from_millis(500);

fn measure(path: &Path) -> Result<Option<serde_json::Value>, Box<dyn Error>> {
    let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else {
        return Ok(None);
    };
    if !name.starts_with("audit_") {
        return Ok(None);
    }
    let Audited { setting, mechanism } = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let began = Instant::now();
    let mut least = f64::INFINITY;
    let mut answers = Vec::new();
    while began.elapsed() < LONGEST {
        let start = Instant::now();
        answers = black_box(audited::audit(black_box(&setting), &mechanism)?);
        least = least.min(start.elapsed().as_secs_f64());
    }
    Ok(Some(serde_json::json!({
        "game": name,
        "seconds": least,
        "answers": answers,
    })))
}

fn write(folder: &str) -> Result<(), Box<dyn Error>> {
    for (name, (setting, mechanism)) in [
        ("audit_second_price_2x15", audited::second_price(2, 15)),
        ("audit_bilateral_trade_15x15", audited::bilateral_trade(15)),
    ] {
        let file = Path::new(folder).join(format!("{name}.json"));
        let audited = Audited { setting, mechanism };
        std::fs::write(file, serde_json::to_string(&audited)?)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let target = arguments.iter().find(|argument| !argument.starts_with('-'));
    match target {
        Some(target) if arguments.iter().any(|argument| argument == "--write") => write(target),
        _ => folder::for_each_file("audits_files", "audits.py", measure),
    }
}
