//! The run that was recorded with a real model, played again; and a real model, if one is served.

use std::cell::RefCell;
use std::fs::File;
use std::io::BufReader;
use std::rc::Rc;
use std::time::Duration;

use lacuna::simulate::llm::{
    ChatModel, ChatRequest, ClientOptions, Message, OpenAiClient, Prices, Replay, Sampling,
    Transcript,
};

use crate::experiment::{self, Shared};

fn recorded() -> Transcript {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/transcripts/smollm2-135m.jsonl"
    );
    Transcript::read(BufReader::new(File::open(path).unwrap()), 10_000).unwrap()
}

#[test]
fn the_recorded_run_plays_again_to_the_same_report() {
    let transcript = recorded();
    let usage = transcript.usage(&Prices::default());
    assert!(usage.replies > 50 && usage.failures == 0);
    let replay = Rc::new(RefCell::new(Replay::new(transcript)));
    let shared: Shared = replay.clone();
    let report = experiment::run(&shared).unwrap();
    assert_eq!(
        report,
        include_str!("../../examples/transcripts/smollm2-135m.txt")
    );
    // Every exchange was needed.
    assert_eq!(replay.borrow().left(), 0);
}

/// `LACUNA_MODEL_URL`, such as `http://127.0.0.1:8080/v1`, and `LACUNA_MODEL`.
#[test]
fn a_real_model_replies() {
    let Ok(url) = std::env::var("LACUNA_MODEL_URL") else {
        println!("skipped: LACUNA_MODEL_URL names no server");
        return;
    };
    let name = std::env::var("LACUNA_MODEL").unwrap_or_else(|_| "smollm2".to_owned());
    let options = ClientOptions::default().with_whole_timeout(Duration::from_secs(300));
    let mut model = OpenAiClient::new(&url, name, options).unwrap();
    let request = ChatRequest::new([Message::user("Say good morning.")]).with_sampling(
        Sampling::default()
            .with_temperature(0.0)
            .with_max_tokens(20),
    );
    let reply = model.complete(&request).unwrap();
    assert!(!reply.text.is_empty());
    assert!(reply.tokens.is_none_or(|tokens| tokens.completion <= 21));
}
