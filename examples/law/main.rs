//! Laws as text: a compact of five fishers over six months, and laws on a dilemma with hidden
//! effort, read, checked, explained, enforced and analysed.
//!
//! ```text
//! cargo run --release --example law                 a report
//! cargo run --release --example law -- --json       one JSON document
//! ```

#[path = "../shared/command.rs"]
mod command;
mod commons;
mod dilemma;
mod report;

use std::process::ExitCode;

const USAGE: &str = "usage: law [--json]

  --json  print one JSON document instead of the report; exact numbers are strings";

/// Is a JSON document asked for? An empty problem asks for the usage.
fn parse(arguments: impl Iterator<Item = String>) -> Result<bool, String> {
    let mut json = false;
    for argument in arguments {
        match argument.as_str() {
            "--json" => json = true,
            "--help" | "-h" => return Err(String::new()),
            other => return Err(format!("unknown argument {other:?}")),
        }
    }
    Ok(json)
}

fn run(&json: &bool) -> Result<(), Box<dyn std::error::Error>> {
    let compact = commons::history()?;
    let dilemma = dilemma::analyses()?;
    let output = if json {
        serde_json::to_string(&report::document(&compact, &dilemma))? + "\n"
    } else {
        report::text(&compact, &dilemma)
    };
    command::print(&output)
}

fn main() -> ExitCode {
    command::run("law", USAGE, parse(std::env::args().skip(1)), run)
}
