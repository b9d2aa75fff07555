//! Thousands of damaged files: no reader panics, hangs or asks for memory that the text does not
//! fill, and whatever is accepted can be written and read again.

use std::time::{Duration, Instant};

use lacuna::contract::{ContractingProblem, Language, PlainContract};
use lacuna::game::NormalForm;
use lacuna::io::{Document, from_json, read_gam, read_nfg, to_json, write_gam};
use lacuna::number::Rational;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use super::{q, telltale};

/// Much more than any of these texts needs, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a text may be damaged with: words of the formats, numbers at the edge, and deep nesting.
fn fragments() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        ",",
        ":",
        "#",
        "/",
        "-",
        "+",
        ".",
        "e",
        " ",
        "\n",
        "\t",
        "\u{0}",
        "\u{feff}",
        "é",
        "𝟘",
        "null",
        "true",
        "NaN",
        "inf",
        "NFG",
        "R",
        "D",
        "0",
        "1",
        "-1",
        "1/0",
        "0/0",
        "1/3",
        "-0",
        "00",
        "1e999999999",
        "-1e-999999999",
        "1e4096",
        "1e-4096",
        "1e4097",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "4294967296",
        "1000000000",
        "\"1/3\"",
        "\"1e999999999\"",
        "[2, 2]",
        "{}",
        "[]",
        "\"kind\"",
        "\"value\":",
        "\"version\": 2",
        "{ 1000000 1000000 }",
        "{ 4294967296 4294967296 4294967296 }",
        "\\u0000",
        "\\ud800",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect();
    all.extend([b"[", b"{", b"\"", b"-"].map(|byte| byte.repeat(5000)));
    all.push(b"{\"a\":".repeat(1000));
    all.push(b"9".repeat(5000));
    all.push(b"1 ".repeat(3000));
    all.extend([
        vec![0xff],
        vec![0xc0, 0x80],
        vec![0xed, 0xa0, 0x80],
        vec![0xf4, 0x90],
    ]);
    all
}

/// The places where the words of a text start and end.
fn word_edges(bytes: &[u8]) -> Vec<usize> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte > 127;
    let mut edges: Vec<usize> = (1..bytes.len())
        .filter(|&i| !is_word(bytes[i]) || !is_word(bytes[i - 1]))
        .collect();
    edges.insert(0, 0);
    edges.push(bytes.len());
    edges
}

/// One change at random.
fn damage(bytes: &mut Vec<u8>, fragments: &[Vec<u8>], random: &mut Xoshiro256PlusPlus) {
    let edges = word_edges(bytes);
    let edge = |random: &mut Xoshiro256PlusPlus| edges[random.random_range(0..edges.len())];
    let place =
        |bytes: &[u8], random: &mut Xoshiro256PlusPlus| random.random_range(0..=bytes.len());
    let fragment = |random: &mut Xoshiro256PlusPlus| {
        fragments[random.random_range(0..fragments.len())].clone()
    };
    // A word, or a few bytes.
    let (start, end) = if random.random_bool(0.5) {
        let (one, other) = (edge(random), edge(random));
        let (start, end) = (one.min(other), one.max(other));
        (start, end.min(start + 60))
    } else {
        let start = place(bytes, random);
        (start, (start + random.random_range(0..4)).min(bytes.len()))
    };
    match random.random_range(0..8) {
        0 => drop(bytes.drain(start..end)),
        1 => drop(bytes.splice(start..start, fragment(random))),
        2 | 3 => drop(bytes.splice(start..end, fragment(random))),
        4 => {
            let copy = bytes[start..end].to_vec();
            let target = edge(random);
            drop(bytes.splice(target..target, copy));
        }
        5 if !bytes.is_empty() => {
            let index = random.random_range(0..bytes.len());
            bytes[index] = random.random_range(0..=255);
        }
        6 if random.random_bool(0.3) => bytes.truncate(start),
        _ => {
            // A digit more or less: the counts of headers above all.
            let digits: Vec<usize> = (0..bytes.len())
                .filter(|&i| bytes[i].is_ascii_digit())
                .collect();
            if !digits.is_empty() {
                let index = digits[random.random_range(0..digits.len())];
                if random.random_bool(0.5) {
                    bytes[index] = b'0' + random.random_range(0..10u8);
                } else {
                    bytes.insert(index, b'0' + random.random_range(0..10u8));
                }
            }
        }
    }
}

/// Damages each of these texts many times and hands what is left to `read`. Readers take text, so
/// that bytes that are none reach them as replacement characters.
fn fuzz(seed: u64, rounds: usize, texts: &[String], read: impl Fn(&str) -> bool) {
    let fragments = fragments();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut accepted = 0;
    for text in texts {
        assert!(read(text), "valid before it is damaged: {text}");
        for _ in 0..rounds {
            let mut bytes = text.clone().into_bytes();
            for _ in 0..random.random_range(1..4) {
                damage(&mut bytes, &fragments, &mut random);
            }
            let damaged = String::from_utf8_lossy(&bytes);
            let start = Instant::now();
            accepted += usize::from(read(&damaged));
            let shown: String = damaged.chars().take(300).collect();
            assert!(
                start.elapsed() < PATIENCE,
                "{:?} for {shown}",
                start.elapsed()
            );
        }
    }
    // Damage that is always refused, or never, tests nothing.
    let all = rounds * texts.len();
    assert!(
        accepted > all / 100 && accepted < all,
        "{accepted} of {all} accepted"
    );
}

/// Is the text accepted? What is accepted survives the round trip.
fn reads_nfg(text: &str) -> bool {
    let Ok(file) = read_nfg(text) else {
        return false;
    };
    let written = file.to_text();
    let again = read_nfg(&written).expect("own output");
    assert_eq!(again, file, "from {text:?}");
    assert_eq!(again.to_text(), written, "from {text:?}");
    true
}

fn reads_gam(text: &str) -> bool {
    let Ok(game) = read_gam(text) else {
        return false;
    };
    let written = write_gam(&game);
    let again = read_gam(&written).expect("own output");
    assert_eq!(again, game, "from {text:?}");
    assert_eq!(write_gam(&again), written, "from {text:?}");
    true
}

fn reads_json<T: Document + PartialEq + std::fmt::Debug>(text: &str) -> bool {
    let Ok(value) = from_json::<T>(text) else {
        return false;
    };
    let written = to_json(&value).expect("what was read can be written");
    let again = from_json::<T>(&written).expect("own output");
    assert_eq!(again, value, "from {text:?}");
    assert_eq!(to_json(&again).as_ref(), Ok(&written), "from {text:?}");
    true
}

fn game() -> NormalForm<Rational> {
    NormalForm::from_fn(&[2, 3], |player, profile| {
        let values = [
            "1/3",
            "-2.5",
            "1e20",
            "0",
            "-7",
            "123456789012345678901234567890/7",
        ];
        q(values[(3 * profile[0] + profile[1] + player) % 6])
    })
    .and_then(|game| {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
        let actions = vec![names(&["up", "down"]), names(&["left", "\"centre\"", "é"])];
        game.with_names(names(&["row", "column"]), actions)
    })
    .expect("small")
}

fn problem() -> ContractingProblem {
    let half = q("1/2");
    let named = |name: &str| telltale(&[2, 2]).with_action_names(&[name, "\"quoted\\"]);
    let states = vec![
        (half.clone(), named("é").expect("two names")),
        (half, named("b").expect("two names")),
    ];
    ContractingProblem::new(states)
        .and_then(|problem| problem.with_state_names(&["low", "high"]))
        .expect("valid")
}

#[test]
fn damaged_nfg_files() {
    let texts = [
        "NFG 1 R \"Entry\" { \"A\" \"B\" } { { \"out\" \"in\" } { \"fight\" \"yield\" } }\n\"\"\n\n0 2.5 -1 0 0 2.5 1 1/3\n",
        "NFG 1 D \"\" { \"1\" \"2\" \"3\" } { 2 2 1 }\n1 2 3 4 5 6 7 8 9 10 11 1.5e-3\n",
        "NFG 1 R \"x\" { \"A\" \"B\" } { 2 2 } \"c\" { { \"a\" 1, 2 } { \"b\" 3/4 0.5 } } 1 2 0 1",
        "NFG 1 R \"a \\\"quote\\\" \\\\ é\" { \"p\" } { 3 } 1 -2 3",
    ];
    fuzz(1, 3000, &texts.map(str::to_owned), reads_nfg);
}

#[test]
fn damaged_gam_files() {
    let texts = [
        write_gam(&game()),
        write_gam(&telltale(&[2, 1, 3])),
        "# a comment\n2\n2 2 # another\n1 2 3 4\n0.25 1/3 -1e-3 +7\n".to_owned(),
        "1\n1\n0".to_owned(),
    ];
    fuzz(2, 3000, &texts, reads_gam);
}

#[test]
fn damaged_games_in_json() {
    let numeric = telltale(&[2, 2]).to_f64().expect("small");
    fuzz(
        3,
        3000,
        &[to_json(&game()).expect("writable")],
        reads_json::<NormalForm<Rational>>,
    );
    fuzz(
        4,
        3000,
        &[to_json(&numeric).expect("writable")],
        reads_json::<NormalForm<f64>>,
    );
}

#[test]
fn damaged_contracts_in_json() {
    let problem = problem();
    let language = Language::state_only(&problem);
    let contract = PlainContract::none(2, language.cells());
    fuzz(
        5,
        2000,
        &[to_json(&problem).expect("writable")],
        reads_json::<ContractingProblem>,
    );
    fuzz(
        6,
        2000,
        &[to_json(&language).expect("writable")],
        reads_json::<Language>,
    );
    fuzz(
        7,
        2000,
        &[to_json(&contract).expect("writable")],
        reads_json::<PlainContract>,
    );
}

/// The most memory that this process had so far, in KiB; `None` where the system does not say.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_size_that_is_only_announced_costs_nothing() {
    let before = peak_memory();
    let many = "2 ".repeat(70);
    let names = "\"p\" ".repeat(70);
    let nested = "[".repeat(200_000);
    let start = Instant::now();
    let document = |kind: &str, value: &str| {
        format!(
            "{{\"format\": \"lacuna\", \"version\": 1, \"kind\": \"{kind}\", \"value\": {value}}}"
        )
    };
    for counts in ["1000000 1000000", "4294967296 2147483647", "1000000000 1"] {
        assert!(
            read_nfg(&format!(
                "NFG 1 R \"\" {{ \"A\" \"B\" }} {{ {counts} }} 1 2"
            ))
            .is_err()
        );
        assert!(
            read_nfg(&format!(
                "NFG 1 R \"\" {{ \"A\" \"B\" }} {{ {counts} }} {{ {{ \"\" 1 2 }} }} 1 1"
            ))
            .is_err()
        );
        assert!(read_gam(&format!("2 {counts} 1 2")).is_err());
        let list = counts.replace(' ', ", ");
        let value = format!("{{\"actions\": [{list}], \"payoffs\": [[\"1\"], [\"2\"]]}}");
        assert!(from_json::<NormalForm<Rational>>(&document("game", &value)).is_err());
        assert!(from_json::<NormalForm<f64>>(&document("numeric game", &value)).is_err());
    }
    let huge = usize::MAX;
    for value in [
        format!("{{\"states\": {huge}, \"actions\": [2], \"cells\": [0, 0]}}"),
        format!("{{\"states\": {huge}, \"actions\": [1], \"cells\": [0]}}"),
        "{\"states\": 1, \"actions\": [4294967296, 2147483647], \"cells\": [0]}".to_owned(),
        format!("{{\"states\": 1, \"actions\": [1], \"cells\": [{huge}]}}"),
    ] {
        assert!(from_json::<Language>(&document("language", &value)).is_err());
    }
    for value in [
        format!("{{\"cells\": {huge}, \"transfers\": [[\"1\"]]}}"),
        format!("{{\"cells\": {huge}, \"transfers\": [[]]}}"),
        format!("{{\"cells\": {huge}, \"transfers\": []}}"),
    ] {
        let _ = reads_json::<PlainContract>(&document("contract", &value));
    }
    assert!(read_nfg(&format!("NFG 1 R \"\" {{ {names} }} {{ {many} }} 1 2")).is_err());
    assert!(read_gam(&format!("70 {many} 1 2")).is_err());
    assert!(read_gam("18446744073709551615 1 1").is_err());
    assert!(from_json::<NormalForm<Rational>>(&nested).is_err());
    assert!(start.elapsed() < PATIENCE);
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        assert!(after < before + 200_000, "from {before} to {after} KiB");
    }
}

#[test]
fn numbers_at_the_edge_are_exact_or_refused() {
    for number in [
        "1e999999999",
        "1e-999999999",
        "1e4097",
        "-1E+99999999999999999999",
        "0e5000",
    ] {
        assert!(read_gam(&format!("1 1 {number}")).is_err(), "{number}");
        assert!(
            read_nfg(&format!("NFG 1 R \"\" {{ \"A\" }} {{ 1 }} {number}")).is_err(),
            "{number}"
        );
    }
    let long = "7".repeat(100_000);
    let start = Instant::now();
    for number in [
        "1e4096",
        "-1e-4096",
        &long,
        &format!("1/{long}"),
        &format!("0.{long}"),
    ] {
        let game = read_gam(&format!("1 1 {number}")).expect("a number");
        assert_eq!(game.payoff_at(0, 0), q(number));
        assert_eq!(read_gam(&write_gam(&game)).as_ref(), Ok(&game));
    }
    assert!(start.elapsed() < 4 * PATIENCE, "{:?}", start.elapsed());
}
