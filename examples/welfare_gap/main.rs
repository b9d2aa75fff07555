//! The main job: for the sixty scenarios of Huang et al. (2026), how much welfare a contract that
//! cannot see effort must lose, and how prosocial agents must be for the loss to vanish.
//!
//! ```text
//! cargo run --release --example welfare_gap                      a table and a summary
//! cargo run --release --example welfare_gap -- --json            one JSON document
//! cargo run --release --example welfare_gap -- --svg gap.svg     also a phase diagram
//! ```

mod analysis;
#[path = "../shared/command.rs"]
mod command;
mod figure;
mod measured;
mod report;

use std::process::ExitCode;

/// What the command line asks for.
struct Request {
    json: bool,
    svg: Option<String>,
    /// The lifted scenario drawn in the figure.
    scenario: u32,
}

const USAGE: &str = "usage: welfare_gap [--json] [--svg FILE] [--scenario ID]

  --json          print one JSON document instead of the tables; exact numbers are strings
  --svg FILE      write the phase diagram of one lifted scenario to FILE
  --scenario ID   the lifted scenario to draw (default 251)";

fn parse(arguments: impl Iterator<Item = String>) -> Result<Request, String> {
    let mut request = Request {
        json: false,
        svg: None,
        scenario: 251,
    };
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => request.json = true,
            "--svg" => {
                request.svg = Some(arguments.next().ok_or("--svg needs the name of a file")?);
            }
            "--scenario" => {
                let id = arguments.next().ok_or("--scenario needs a number")?;
                request.scenario = id
                    .parse()
                    .map_err(|_| format!("--scenario needs a number, not {id:?}"))?;
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
        figure::write(&analyses, request.scenario, file)?;
        if !request.json {
            output += &format!(
                "\nPhase diagram of scenario {} written to {file}.\n",
                request.scenario
            );
        }
    }
    command::print(&output)
}

fn main() -> ExitCode {
    command::run("welfare_gap", USAGE, parse(std::env::args().skip(1)), run)
}
