//! Time and memory of the scan for pure equilibria from 10⁴ payoffs on, ten times more each step.
//!
//! Not a criterion bench, because the largest games take a second to build:
//!
//! ```text
//! cargo bench --bench pure_scan_scaling                          # up to 10⁶ payoffs
//! cargo bench --bench pure_scan_scaling -- 100000000 rational    # up to 10⁸, needs 1 GB
//! ```
//!
//! One row a game: nanoseconds a payoff to build it from a function and to scan it, and the peak
//! resident memory of the process over the size of the payoffs (8 bytes each). Sizes ascend, so
//! that the peak belongs to the game just scanned. The degenerate games have all payoffs equal:
//! every profile is an equilibrium.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::NormalForm;
use lacuna::number::{Rational, Scalar, Tolerance};

/// Scans of one game; the least time counts, as it does of two builds.
const RUNS: usize = 7;

/// Shapes with about so many payoffs in all.
fn shapes(payoffs: usize) -> Vec<Vec<usize>> {
    let side = |players: i32| {
        let profiles = payoffs as f64 / f64::from(players);
        (profiles.powf(1.0 / f64::from(players)).round() as usize).max(2)
    };
    // As many players with four actions as stay within the payoffs.
    let fours = (1..15).take_while(|&n| (n << (2 * n)) <= payoffs).count();
    vec![vec![4; fours], vec![side(2); 2], vec![side(3); 3]]
}

/// A cheap random integer below 2²⁰ from a counter (the finaliser of SplitMix64).
fn random(counter: &mut u64) -> i64 {
    *counter = counter.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*counter ^ (*counter >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 44) as i64
}

/// The peak resident memory of this process in bytes, where the system tells.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024.0)
}

fn row<S: Scalar>(
    kind: &str,
    actions: &[usize],
    options: &PureOptions<S>,
    largest: &mut f64,
    mut payoff: impl FnMut() -> S,
) -> Result<(), Box<dyn Error>> {
    let mut build = || -> Result<(NormalForm<S>, f64), Box<dyn Error>> {
        let start = Instant::now();
        let game = NormalForm::from_fn(actions, |_, _| payoff())?;
        Ok((game, start.elapsed().as_secs_f64()))
    };
    // The first game is gone before the second is built.
    let (_, first) = build()?;
    let (game, second) = build()?;
    let payoffs = (game.space().len() * actions.len()) as f64;
    // Listing a degenerate game's equilibria is not the scan; the limit keeps the list short.
    let options = options.clone().with_max_equilibria(1000);
    let mut least = f64::INFINITY;
    for _ in 0..RUNS {
        let start = Instant::now();
        black_box(pure_equilibria(black_box(&game), &options)).ok();
        least = least.min(start.elapsed().as_secs_f64());
    }
    // The peak is that of the largest game so far; a small game is lost beside the program.
    let memory = match peak_memory() {
        Some(bytes) if payoffs >= 1e6 && payoffs >= 0.99 * *largest => {
            format!("{:.2}", bytes / (8.0 * payoffs))
        }
        _ => "–".to_owned(),
    };
    *largest = largest.max(payoffs);
    let shape = match actions {
        [first, second] => format!("{first} × {second}"),
        [first, second, third] => format!("{first} × {second} × {third}"),
        many => format!("{} players × {} actions", many.len(), many[0]),
    };
    println!(
        "| {shape} | {kind} | {payoffs:.3e} | {:.2} | {:.3} | {:.3} | {memory} |",
        first.min(second) * 1e9 / payoffs,
        least * 1e9 / payoffs,
        least * 1e3,
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let largest: usize = match words.first() {
        Some(word) => word.parse()?,
        None => 1_000_000,
    };
    let exact = words.get(1).is_some_and(|word| word == "rational");
    println!("| game | entries | payoffs | build ns/payoff | scan ns/payoff | scan ms | memory |");
    println!("|---|---|---:|---:|---:|---:|---:|");
    let mut payoffs = 10_000;
    let mut largest_so_far = 0.0;
    while payoffs <= largest {
        for actions in shapes(payoffs) {
            if exact {
                let options = PureOptions::default();
                row("equal", &actions, &options, &mut largest_so_far, || {
                    Rational::ONE
                })?;
                let mut counter = 1;
                row("random", &actions, &options, &mut largest_so_far, || {
                    random(&mut counter).into()
                })?;
            } else {
                let options = PureOptions::within(Tolerance::NONE);
                row("equal", &actions, &options, &mut largest_so_far, || 1.0)?;
                let mut counter = 1;
                row("random", &actions, &options, &mut largest_so_far, || {
                    random(&mut counter) as f64
                })?;
            }
        }
        payoffs *= 10;
    }
    Ok(())
}
