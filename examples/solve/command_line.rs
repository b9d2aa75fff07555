//! What the command line asks for.

use std::ffi::{OsStr, OsString};
use std::time::Duration;

use lacuna::equilibrium::correlated::Objective;
use lacuna::number::Rational;
use lacuna::preference::Cooperative;
use serde::Serialize;

pub const USAGE: &str = "\
usage: solve FILE --concept CONCEPT [--lambda NUMBER] [--objective OBJECTIVE]
             [--max-time SECONDS] [--json]

  FILE                 a game: .json, .nfg or .gam; anything else is told by its content;
                       - is standard input
  --concept pure       all pure equilibria, any number of players
  --concept all        all extreme equilibria of a two-player game
  --concept one        one equilibrium; with other than two players, the first pure one
  --concept ce         the best correlated equilibrium by the objective
  --concept cce        the best coarse correlated equilibrium by the objective
  --concept rationalizable
                       the actions that survive iterated elimination of what is never a best
                       response; with three players or more, to correlated beliefs
  --lambda NUMBER      players maximise u_i + NUMBER * W, with W the sum of all payoffs; an exact
                       number at least 0 such as 3/2 or 1.5 (default 0). Regret counts what they
                       perceive; payoffs, welfare and value are material
  --objective max-welfare | min-welfare
                       for ce and cce (default max-welfare); without effect otherwise
  --max-time SECONDS   give up after so long
  --json               print one JSON object; exact numbers are strings
  --help               print this

Players and actions are numbered from 0 in the order of the file.
Exit codes: 0 answered; 1 no answer: a limit was reached, or `one` found no pure equilibrium of a
game of more than two players; 2 the command line or the file is not valid. Errors are one line on
standard error: FILE:LINE:COLUMN: message.
";

/// What is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Concept {
    Pure,
    All,
    One,
    Ce,
    Cce,
    Rationalizable,
}

pub struct Request {
    /// As given; `-` is standard input.
    pub file: OsString,
    pub concept: Concept,
    pub preference: Cooperative<Rational>,
    pub objective: Objective,
    pub max_time: Option<Duration>,
    pub json: bool,
}

pub enum Command {
    Help,
    Solve(Request),
}

fn concept(text: &str) -> Result<Concept, String> {
    Ok(match text {
        "pure" => Concept::Pure,
        "all" => Concept::All,
        "one" => Concept::One,
        "ce" => Concept::Ce,
        "cce" => Concept::Cce,
        "rationalizable" => Concept::Rationalizable,
        other => {
            return Err(format!(
                "--concept is {other:?}; it must be pure, all, one, ce, cce or rationalizable"
            ));
        }
    })
}

fn objective(text: &str) -> Result<Objective, String> {
    match text {
        "max-welfare" => Ok(Objective::MaxWelfare),
        "min-welfare" => Ok(Objective::MinWelfare),
        other => Err(format!(
            "--objective is {other:?}; it must be max-welfare or min-welfare"
        )),
    }
}

fn preference(text: &str) -> Result<Cooperative<Rational>, String> {
    let lambda: Rational = text.parse().map_err(|error| format!("--lambda: {error}"))?;
    Cooperative::new(lambda).map_err(|error| format!("--lambda: {error}"))
}

fn max_time(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds: &f64| *seconds > 0.0);
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| format!("--max-time is {text:?}; it must be a number of seconds above 0"))
}

/// Options with a value, each at most once.
#[derive(Default)]
struct Given {
    concept: Option<String>,
    lambda: Option<String>,
    objective: Option<String>,
    max_time: Option<String>,
}

impl Given {
    fn place(&mut self, option: &str) -> Option<&mut Option<String>> {
        match option {
            "--concept" => Some(&mut self.concept),
            "--lambda" => Some(&mut self.lambda),
            "--objective" => Some(&mut self.objective),
            "--max-time" => Some(&mut self.max_time),
            _ => None,
        }
    }
}

/// Reads the arguments after the name of the program. A value may follow its option after a space
/// or after `=`; after `--` everything is a file.
pub fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let mut arguments = arguments;
    let mut given = Given::default();
    let (mut file, mut json, mut only_files) = (None, false, false);
    while let Some(argument) = arguments.next() {
        let is_option = !only_files && argument != "-" && starts_with_dash(&argument);
        if !is_option {
            if let Some(first) = &file {
                return Err(format!("there are two files, {first:?} and {argument:?}"));
            }
            file = Some(argument);
            continue;
        }
        let text = valid(argument)?;
        let (option, attached) = match text.split_once('=') {
            Some((option, value)) => (option, Some(value.to_owned())),
            None => (text.as_str(), None),
        };
        match (option, &attached) {
            ("--", None) => only_files = true,
            ("--help" | "-h", None) => return Ok(Command::Help),
            ("--json", None) => json = true,
            _ => {
                let place = given
                    .place(option)
                    .ok_or_else(|| format!("unknown option {text:?}"))?;
                let value = match attached {
                    Some(value) => value,
                    None => valid(
                        arguments
                            .next()
                            .ok_or_else(|| format!("{option} has no value"))?,
                    )?,
                };
                if place.replace(value).is_some() {
                    return Err(format!("{option} is given twice"));
                }
            }
        }
    }
    let needed = given
        .concept
        .ok_or("--concept is missing; it must be pure, all, one, ce, cce or rationalizable")?;
    Ok(Command::Solve(Request {
        concept: concept(&needed)?,
        preference: preference(given.lambda.as_deref().unwrap_or("0"))?,
        objective: objective(given.objective.as_deref().unwrap_or("max-welfare"))?,
        max_time: given.max_time.as_deref().map(max_time).transpose()?,
        json,
        file: file.ok_or("there is no file; name one, or - for standard input")?,
    }))
}

fn starts_with_dash(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().first() == Some(&b'-')
}

fn valid(argument: OsString) -> Result<String, String> {
    argument
        .into_string()
        .map_err(|argument| format!("the argument {argument:?} is not valid Unicode"))
}
