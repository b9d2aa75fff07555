//! A language model plays table games and fishes at a lake.
//!
//! ```text
//! cargo run --example language_model --features llm                    replays a recorded transcript
//! cargo run --example language_model --features llm -- \
//!     --url http://127.0.0.1:8080/v1 --model smollm2 --transcript run.jsonl     asks a server
//! ```
//!
//! docs/how-to-language-models.md says how to serve a small model on your own machine.

mod experiment;

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use experiment::{Failure, Shared};
use lacuna::simulate::llm::{
    Budget, Budgeted, ChatModel, ClientOptions, Logged, OpenAiClient, Prices, Replay, Transcript,
};

const USAGE: &str = "usage: language_model [--replay PATH]
       language_model --url URL --model NAME [--key-from VARIABLE] [--transcript PATH]
                      [--max-tokens COUNT]

  --replay PATH          replay a transcript; by default the one of SmolLM2-135M-Instruct
  --url URL              ask a server, for example http://127.0.0.1:8080/v1
  --model NAME           the name of the model there
  --key-from VARIABLE    the environment variable that holds the key of the server
  --transcript PATH      write every exchange to PATH
  --max-tokens COUNT     stop when so many tokens may be used up (default 1000000)";

/// What was recorded with a small model on one machine.
const RECORDED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/examples/transcripts/smollm2-135m.jsonl"
);

/// No transcript of this experiment is longer.
const MAX_EXCHANGES: usize = 100_000;

#[derive(Default)]
struct Request {
    replay: Option<String>,
    url: Option<String>,
    model: Option<String>,
    key_from: Option<String>,
    transcript: Option<String>,
    max_tokens: Option<u64>,
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Request, Failure> {
    let mut request = Request::default();
    while let Some(argument) = arguments.next() {
        let place = match argument.as_str() {
            "--replay" => &mut request.replay,
            "--url" => &mut request.url,
            "--model" => &mut request.model,
            "--key-from" => &mut request.key_from,
            "--transcript" => &mut request.transcript,
            "--max-tokens" => {
                let count = arguments.next().ok_or(USAGE)?;
                request.max_tokens = Some(count.parse().map_err(|_| USAGE)?);
                continue;
            }
            _ => return Err(USAGE.into()),
        };
        *place = Some(arguments.next().ok_or(USAGE)?);
    }
    Ok(request)
}

fn model(request: &Request) -> Result<Box<dyn ChatModel>, Failure> {
    let Some(url) = &request.url else {
        let path = request.replay.as_deref().unwrap_or(RECORDED);
        println!("Replaying a transcript.");
        let transcript = Transcript::read(BufReader::new(File::open(path)?), MAX_EXCHANGES)?;
        return Ok(Box::new(Replay::new(transcript)));
    };
    let name = request.model.as_deref().ok_or(USAGE)?;
    let options = ClientOptions::default().with_whole_timeout(Duration::from_secs(300));
    let mut client = OpenAiClient::new(url, name, options)?;
    if let Some(variable) = &request.key_from {
        client = client.with_key_from(variable)?;
    }
    println!("Asking {name}.");
    Ok(Box::new(client))
}

fn run() -> Result<(), Failure> {
    let request = parse(std::env::args().skip(1))?;
    let log: Box<dyn Write> = match &request.transcript {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(std::io::sink()),
    };
    let budget = Budget::default().with_max_tokens(request.max_tokens.unwrap_or(1_000_000));
    let model = Budgeted::new(
        Logged::new(model(&request)?, log),
        budget,
        Prices::default(),
    );
    let model = Rc::new(RefCell::new(model));
    let shared: Shared = model.clone();
    print!("{}", experiment::run(&shared)?);
    let model = model.borrow();
    let usage = model.usage();
    println!(
        "\n{} requests, {} replies; {} tokens of questions, {} of replies.",
        usage.requests, usage.replies, usage.tokens.prompt, usage.tokens.completion
    );
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
