//! The commons at speed: fishers of fixed behaviour, with and without a law, on one core.
//!
//! ```text
//! cargo bench --bench simulate                       a table
//! cargo bench --bench simulate -- --json             a line of JSON for each case
//! cargo bench --bench simulate -- --case "cap law"   only this case, for a profiler
//! ```

use std::hint::black_box;
use std::time::Instant;

use lacuna::contract::law::{CheckOptions, FailurePolicy, Law};
use lacuna::simulate::commons::{
    Commons, CommonsLog, CommonsObservation, CommonsRules, Growth, Hysteresis,
};
use lacuna::simulate::{
    Environment, FromFunction, Governed, Runner, SimulationError, Verifiable, Watcher,
};
use rand::Rng;

/// A cap on what each may catch.
const CAP: &str = "law \"Ten each\"\nresolve:\n  for each p: cap catch of p at 10\n";

/// The law of `cargo bench --bench laws`, here in every month of an episode.
const TEN_CLAUSES: &str = include_str!("fair_shares.law");

const PLAYERS: usize = 5;
const BUDGET_SECONDS: f64 = 1.0;

fn fishers(want: u64) -> Vec<FromFunction<impl FnMut(&CommonsObservation, &mut dyn Rng) -> u64>> {
    (0..PLAYERS)
        .map(|_| FromFunction::new("fixed", move |_: &CommonsObservation, _: &mut dyn Rng| want))
        .collect()
}

fn governed(rules: CommonsRules, text: &str) -> Governed<Commons> {
    let lake = Commons::new(rules).expect("valid rules");
    let law = Law::parse(text).expect("a law");
    let court = lake.court().expect("a court");
    let law = law
        .check(&court, &CheckOptions::default())
        .expect("checked");
    Governed::new(lake, law, FailurePolicy::Open).expect("the same court")
}

/// Time that this thread has been at work, where the system tells, so that neighbours on the same
/// core do not count; otherwise the time of day.
fn clock(since: Instant) -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let spent = text
        .split_whitespace()
        .next()
        .and_then(|text| text.parse::<u64>().ok());
    spent.map_or_else(
        || since.elapsed().as_secs_f64(),
        |nanoseconds| nanoseconds as f64 / 1e9,
    )
}

/// Decisions a second over many episodes.
fn rate<E, W>(mut environment: E, want: u64, mut watcher: W) -> Result<f64, SimulationError>
where
    E: Environment<Observation = CommonsObservation, Action = u64>,
    W: Watcher<E>,
{
    let mut agents = fishers(want);
    let runner = Runner::default();
    let since = Instant::now();
    let (began, mut seed, mut decisions) = (clock(since), 0, 0);
    loop {
        for _ in 0..1_000 {
            let outcome = runner.run(&mut environment, &mut agents, seed, &mut watcher)?;
            decisions += outcome.steps * PLAYERS;
            black_box(&outcome);
            seed += 1;
        }
        let spent = clock(since) - began;
        if spent >= BUDGET_SECONDS {
            return Ok(decisions as f64 / spent);
        }
    }
}

/// The largest memory that the process has had, in kilobytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let json = arguments.iter().any(|argument| argument == "--json");
    let only = arguments.iter().position(|argument| argument == "--case");
    let only = only.and_then(|place| arguments.get(place + 1));
    let rules = CommonsRules::default;
    let commons = |rules| Commons::new(rules).expect("valid rules");
    let hysteresis = move || rules().with_growth(Growth::Hysteresis(Hysteresis::default()));
    type Case<'a> = (&'a str, Box<dyn Fn() -> Result<f64, SimulationError>>);
    let cases: Vec<Case<'_>> = vec![
        ("no law", Box::new(move || rate(commons(rules()), 10, ()))),
        (
            "cap law",
            Box::new(move || rate(governed(rules(), CAP), 15, ())),
        ),
        (
            "cap law, on record",
            Box::new(move || rate(governed(rules(), CAP), 15, CommonsLog::default())),
        ),
        (
            "cap law, hysteresis",
            Box::new(move || rate(governed(hysteresis(), CAP), 15, ())),
        ),
        (
            "ten clauses",
            Box::new(move || rate(governed(rules(), TEN_CLAUSES), 10, ())),
        ),
        (
            "unit lottery in one month",
            Box::new(move || rate(commons(rules()), 100, ())),
        ),
    ];
    if !json {
        println!("| case | million decisions a second |\n|---|---:|");
    }
    for (name, case) in cases {
        if only.is_some_and(|only| only != name) {
            continue;
        }
        let rate = case()?;
        if json {
            println!("{{\"game\": {name:?}, \"decisions_a_second\": {rate:.0}}}");
        } else {
            println!("| {name} | {:.2} |", rate / 1e6);
        }
    }
    if only.is_some() {
        return Ok(());
    }
    // A law, a pool and a counter over a million months.
    let before = peak_memory();
    let months = 1_000_000;
    let mut lake = governed(rules().with_months(months), TEN_CLAUSES);
    let outcome = Runner::default().run(&mut lake, &mut fishers(10), 1, &mut ())?;
    if let (Some(before), Some(after), false) = (before, peak_memory(), json) {
        println!(
            "\n{} months in one episode: {} kB more than before, {after} kB in all.",
            outcome.steps,
            after - before
        );
    }
    Ok(())
}
