//! Solves a game in a file, exactly.
//!
//! ```text
//! cargo run --release --example solve -- FILE --concept CONCEPT [options]
//!
//! --concept pure              all pure equilibria, any number of players
//! --concept all               all extreme equilibria of a two-player game
//! --concept one               one equilibrium; with other than two players, a pure one
//! --concept ce | cce          the best correlated or coarse correlated equilibrium
//! --concept rationalizable    the rationalisable actions
//! --lambda 3/2                players maximise u_i + λ·W (default 0)
//! --objective max-welfare | min-welfare    for ce and cce (default max-welfare)
//! --max-time SECONDS          give up after so long
//! --json                      one JSON object instead of a table
//! ```
//!
//! FILE is read by its extension, `.json`, `.nfg` or `.gam`, and by its content if it has another
//! one or none; `-` is standard input. JSON is a document of `lacuna::io`, or only the game in it:
//! `{"actions": [2, 2], "payoffs": [[…], […]]}`, where `actions` may also be called `num_actions`.
//!
//! # Output
//!
//! Players and actions are numbered from 0 in the order of the file; exact numbers are strings.
//! Equilibria are those of the game that the players perceive, and so is `regret`, which was
//! computed from the payoffs after the solver was done and is 0; `payoffs`, `welfare` and `value`
//! are material, whatever λ is.
//!
//! - `pure`, `all`, `one`: `{"concept": "all", "complete": true, "equilibria": [{"strategies":
//!   [["1/3", "2/3"], ["1", "0"]], "payoffs": ["4/3", "2"], "regret": "0"}], "welfare": {"best":
//!   "10/3", "worst": "10/3"}}`. `complete` says whether every equilibrium of the kind asked for is
//!   there: for `all` the extreme ones, whose convex combinations in a maximal Nash subset are all
//!   others, so that `welfare` is that over every equilibrium; for `one` it is false unless the game has
//!   a single profile. Without an equilibrium, `welfare` has two nulls.
//! - `ce`, `cce`: `{"concept": "ce", "value": "21/2", "distribution": [[[0, 0], "1/2"], …],
//!   "certified": true}`: profiles of positive probability, the last player's action fastest;
//!   `certified` is the verdict of the independent check that this is an equilibrium and no other
//!   is better.
//! - `rationalizable`: `{"concept": "rationalizable", "complete": true, "actions": [[0, 2], [1]],
//!   "rounds": 1, "certified": true}`: the actions left to each player after so many rounds. With
//!   three players or more, beliefs may be correlated (Brandenburger and Dekel, 1987).
//!
//! # Exit codes
//!
//! 0: the answer is on standard output. 1: there is no answer, because a limit was reached or the
//! game has no pure equilibrium and more than two players (`one`). 2: the command line or the file
//! is not valid. For 1 and 2 there is one line on standard error, with file, line and column
//! (1:1 if the fault has no place), and nothing on standard output.

mod answer;
mod command_line;
mod input;
mod text;

use std::io::{BufWriter, Write};
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use answer::Answer;
use command_line::{Command, Request};

/// Why there is no answer.
enum Failure {
    /// The command line or the file is not valid.
    Input(String),
    /// Both are valid, and yet.
    NoAnswer(String),
}

/// A text on one line: names of files and of fields may have line ends in them.
fn one_line(text: &str) -> String {
    let escaped = |c: char| -> String {
        if c.is_control() {
            c.escape_default().collect()
        } else {
            c.to_string()
        }
    };
    text.chars().map(escaped).collect()
}

fn read_and_solve(request: &Request) -> Result<Answer, Failure> {
    let game = input::read(&request.file)?;
    answer::solve(&game, request)
}

/// Recursion in a solver has at least the room that it has in the main thread.
const STACK: usize = 64 << 20;

/// The answer, or a failure if it takes longer than the limit. The solvers' own limits are checked
/// in their main loops; this one holds for reading and checking too.
fn within(limit: Duration, request: Request) -> Result<Answer, Failure> {
    let name = input::shown(&request.file);
    let (send, receive) = channel();
    let work = move || {
        // Nobody listens any more after the limit.
        let _ = send.send(read_and_solve(&request));
    };
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(work)
        .map_err(|error| Failure::NoAnswer(format!("{name}: no thread to work in: {error}")))?;
    receive.recv_timeout(limit).unwrap_or_else(|error| {
        Err(Failure::NoAnswer(match error {
            RecvTimeoutError::Timeout => format!(
                "{name}: not done within {} s; raise --max-time",
                limit.as_secs_f64()
            ),
            RecvTimeoutError::Disconnected => format!("{name}: the solver stopped"),
        }))
    })
}

fn write(answer: &Answer, json: bool) -> std::io::Result<()> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    if json {
        serde_json::to_writer(&mut output, answer)?;
        writeln!(output)?;
    } else {
        write!(output, "{}", text::table(answer))?;
    }
    output.flush()
}

fn run() -> Result<(), Failure> {
    let request = match command_line::parse(std::env::args_os().skip(1)) {
        Ok(Command::Solve(request)) => request,
        Ok(Command::Help) => {
            // A reader that has gone away needs no help.
            let _ = std::io::stdout().write_all(command_line::USAGE.as_bytes());
            return Ok(());
        }
        Err(problem) => return Err(Failure::Input(format!("solve: {problem}; see --help"))),
    };
    let json = request.json;
    let answer = match request.max_time {
        Some(limit) => within(limit, request),
        None => read_and_solve(&request),
    }?;
    match write(&answer, json) {
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::NoAnswer(
            format!("solve: the answer cannot be written: {error}"),
        )),
        _ => Ok(()),
    }
}

fn main() -> ExitCode {
    let (problem, code) = match run() {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Input(problem)) => (problem, 2),
        Err(Failure::NoAnswer(problem)) => (problem, 1),
    };
    // If standard error is closed, the code remains.
    let _ = writeln!(std::io::stderr(), "{}", one_line(&problem));
    ExitCode::from(code)
}
