//! What institutions recover, one assumption at a time, and what it is worth that a court sees
//! more: three problems, from a dilemma to a supply contract.
//!
//! ```text
//! cargo run --release --example institutions                      tables
//! cargo run --release --example institutions -- --json            one JSON document
//! cargo run --release --example institutions -- --svg rungs.svg   also the gaps against λ
//! ```

mod analysis;
#[path = "../shared/command.rs"]
mod command;
mod figure;
mod problems;
mod report;

use std::process::ExitCode;

/// What the command line asks for.
#[derive(Default)]
struct Request {
    json: bool,
    svg: Option<String>,
}

const USAGE: &str = "usage: institutions [--json] [--svg FILE]

  --json      print one JSON document instead of the tables; exact numbers are strings
  --svg FILE  write the gap of every institution against the altruism weight to FILE";

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Request, String> {
    let mut request = Request::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => request.json = true,
            "--svg" => {
                request.svg = Some(arguments.next().ok_or("--svg needs the name of a file")?);
            }
            "--help" | "-h" => return Err(String::new()),
            other => return Err(format!("unknown argument {other:?}")),
        }
    }
    Ok(request)
}

fn run(request: &Request) -> Result<(), Box<dyn std::error::Error>> {
    let analyses = analysis::all()?;
    let mut output = if request.json {
        serde_json::to_string(&report::document(&analyses))? + "\n"
    } else {
        report::text(&analyses)
    };
    if let Some(file) = &request.svg {
        figure::write(&analyses, file)?;
        if !request.json {
            output += &format!("\nGaps against the altruism weight written to {file}.\n");
        }
    }
    command::print(&output)
}

fn main() -> ExitCode {
    command::run("institutions", USAGE, parse(std::env::args().skip(1)), run)
}
