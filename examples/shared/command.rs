//! What the examples with options have in common: how they begin, and how they print.

use std::error::Error;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Reads what is asked for and does it. An empty problem with the options asks for the usage.
pub fn run<R>(
    name: &str,
    usage: &str,
    request: Result<R, String>,
    answer: impl FnOnce(&R) -> Result<(), Box<dyn Error>>,
) -> ExitCode {
    let request = match request {
        Ok(request) => request,
        Err(problem) if problem.is_empty() => {
            println!("{usage}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("{name}: {problem}\n{usage}");
            return ExitCode::from(2);
        }
    };
    match answer(&request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints; a reader that has seen enough, such as `head`, is no failure.
pub fn print(output: &str) -> Result<(), Box<dyn Error>> {
    match std::io::stdout().write_all(output.as_bytes()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}
