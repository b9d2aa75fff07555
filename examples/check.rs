//! Checks proof documents: a verdict for each claim.
//!
//! ```text
//! cargo run --example check -- FILE...      or the standard input, if there is none
//! ```
//!
//! Ends with 0 if every claim of every document holds, with 1 if one does not, and with 2 if a
//! document is malformed, too large or cannot be read. `docs/proofs.md` has the format.

use std::io::Read;
use std::process::ExitCode;

use lacuna::proof::{CheckOptions, Proof, verdicts};

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let mut worst = 0;
    if files.is_empty() {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        worst = status("standard input", read.map(|_| text));
    }
    for file in &files {
        worst = worst.max(status(file, std::fs::read_to_string(file)));
    }
    ExitCode::from(worst)
}

/// Prints the verdicts on a document.
fn status(name: &str, text: std::io::Result<String>) -> u8 {
    let text = match text {
        Ok(text) => text,
        Err(error) => {
            println!("{name}: cannot be read: {error}");
            return 2;
        }
    };
    let checked = Proof::from_json(&text)
        .and_then(|proof| Ok((verdicts(&proof, &CheckOptions::default())?, proof)));
    let (verdicts, proof) = match checked {
        Ok(checked) => checked,
        Err(error) => {
            println!("{name}: malformed: {error}");
            return 2;
        }
    };
    println!("{name}: {}", proof.problem_hash());
    let mut status = 0;
    for verdict in verdicts {
        match verdict.refuted {
            None => println!("  holds    {}: {}", verdict.kind, verdict.statement),
            Some(reason) => {
                status = 1;
                println!(
                    "  REFUTED  {}: {} — {reason}",
                    verdict.kind, verdict.statement
                );
            }
        }
    }
    status
}
