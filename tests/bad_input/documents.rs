//! Documents: what is read is checked, and no bytes make a reader panic.

use lacuna::contract::{ContractingProblem, Language, PlainContract};
use lacuna::game::NormalForm;
use lacuna::number::Rational;
use lacuna::preference::{AnyPreference, WeightMatrix};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::support::random::environments;
use super::support::{bimatrix, q, ratio};

fn problem() -> ContractingProblem {
    let game = bimatrix(&[[3, 0], [5, 1]], &[[3, 5], [0, 1]]);
    ContractingProblem::new(vec![(ratio(1, 3), game.clone()), (ratio(2, 3), game)])
        .expect("a prior and one shape")
        .with_state_names(&["low", "high"])
        .expect("two names")
}

fn refused<T: DeserializeOwned>(text: &str) -> String {
    match serde_json::from_str::<T>(text) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("{text} is accepted"),
    }
}

fn reads_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("serialisable");
    let read: T = serde_json::from_str(&text).expect("own output");
    assert_eq!(&read, value);
}

#[test]
fn documents_read_back_as_they_were() {
    let problem = problem();
    reads_back(&problem);
    reads_back(problem.game(0));
    reads_back(&Language::actions_only(&problem));
    reads_back(&PlainContract::none(2, 4));
    reads_back(&WeightMatrix::cooperative(2, &q("1/2")).expect("at least 0"));
}

#[test]
fn games_that_are_wrong_are_refused_with_the_place() {
    type Exact = NormalForm<Rational>;
    for (text, part) in [
        (r#"{"actions": [], "payoffs": []}"#, "no players"),
        (
            r#"{"actions": [2, 0], "payoffs": [[], []]}"#,
            "player 1 has no actions",
        ),
        (
            r#"{"actions": [2], "payoffs": [["1"]]}"#,
            "player 0 has 1 entries",
        ),
        (
            r#"{"actions": [1, 1], "payoffs": [["1"]]}"#,
            "1 payoff tables",
        ),
        (r#"{"actions": [1], "payoffs": [["1/0"]]}"#, "zero"),
        (r#"{"actions": [1], "payoffs": [["NaN"]]}"#, "cannot read"),
        (r#"{"actions": [1], "payoffs": [["inf"]]}"#, "cannot read"),
        (
            r#"{"actions": [1], "payoffs": [["1e999999999"]]}"#,
            "exponent",
        ),
        (
            r#"{"actions": [1], "payoffs": [["1"]], "extra": 1}"#,
            "extra",
        ),
        (
            r#"{"actions": [4294967296, 4294967296, 4294967296], "payoffs": []}"#,
            "payoffs",
        ),
        (
            r#"{"actions": [1], "payoffs": [["1"]], "names": {"players": [], "actions": [["a"]]}}"#,
            "names",
        ),
    ] {
        let message = refused::<Exact>(text);
        assert!(message.contains(part), "{text}: {message}");
    }
    let message = refused::<NormalForm<f64>>(r#"{"actions": [1], "payoffs": [[null]]}"#);
    assert!(!message.is_empty());
}

#[test]
fn problems_languages_and_contracts_that_are_wrong_are_refused_with_the_place() {
    let state = |probability: &str| {
        format!(
            r#"{{"probability": "{probability}", "game": {{"actions": [1], "payoffs": [["1"]]}}}}"#
        )
    };
    for (states, part) in [
        (String::new(), "no states"),
        (state("1/2"), "sum to 1/2"),
        (format!("{}, {}", state("2"), state("-1")), "state 1 is -1"),
    ] {
        let message = refused::<ContractingProblem>(&format!(r#"{{"states": [{states}]}}"#));
        assert!(message.contains(part), "{states}: {message}");
    }
    for (text, part) in [
        (r#"{"states": 0, "actions": [2], "cells": []}"#, "no states"),
        (
            r#"{"states": 1, "actions": [2], "cells": [0]}"#,
            "1 entries",
        ),
        (
            r#"{"states": 1, "actions": [2], "cells": [0, 2]}"#,
            "no cell 2",
        ),
        (
            r#"{"states": 1, "actions": [2], "cells": [0, 18446744073709551615]}"#,
            "no cell",
        ),
        (
            r#"{"states": 18446744073709551615, "actions": [2], "cells": []}"#,
            "",
        ),
        (
            r#"{"states": 1, "actions": [2], "cells": [0, 1], "names": ["one"]}"#,
            "1 entries",
        ),
    ] {
        let message = refused::<Language>(text);
        assert!(message.contains(part), "{text}: {message}");
    }
    for (text, part) in [
        (r#"{"cells": 2, "transfers": [["0"]]}"#, "1 entries"),
        (
            r#"{"cells": 1, "transfers": [["0"]], "directives": [{"player": 0, "cell": 1, "class": 0}]}"#,
            "no cell 1",
        ),
        (
            r#"{"cells": 1, "transfers": [["0"]], "directives": [{"player": 1, "cell": 0, "class": 0}]}"#,
            "no player 1",
        ),
    ] {
        let message = refused::<PlainContract>(text);
        assert!(message.contains(part), "{text}: {message}");
    }
}

/// Reads the bytes as everything; what is accepted must be written and read back.
fn read_all(bytes: &[u8]) {
    fn read<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
        if let Ok(value) = serde_json::from_slice::<T>(bytes) {
            reads_back(&value);
        }
    }
    read::<NormalForm<Rational>>(bytes);
    read::<NormalForm<f64>>(bytes);
    read::<ContractingProblem>(bytes);
    read::<Language>(bytes);
    read::<PlainContract>(bytes);
    read::<WeightMatrix<Rational>>(bytes);
    read::<AnyPreference<Rational>>(bytes);
}

/// Valid documents, to be damaged.
fn documents(problem: &ContractingProblem, language: &Language) -> Vec<Vec<u8>> {
    let contract = PlainContract::none(problem.players(), language.cells());
    vec![
        serde_json::to_vec(problem).expect("serialisable"),
        serde_json::to_vec(problem.game(0)).expect("serialisable"),
        serde_json::to_vec(language).expect("serialisable"),
        serde_json::to_vec(&contract).expect("serialisable"),
    ]
}

/// Pieces that a reader may stumble over.
const PIECES: &[&str] = &[
    "-1",
    "0",
    "1e999",
    "18446744073709551615",
    "-9223372036854775808",
    "null",
    "[]",
    "{}",
    "\"",
    "\"1/0\"",
    "\"NaN\"",
    "\"1e99999\"",
    "[[",
    "]",
    ",",
    ":",
    "\u{3bb}",
    "4294967296",
    "true",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_all(&bytes);
    }

    #[test]
    fn damaged_documents_are_refused_or_read_as_something_valid(
        (problem, language) in environments(1..=2), which in 0usize..4,
        places in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..3, 0usize..19), 1..4)
    ) {
        let mut bytes = documents(&problem, &language).swap_remove(which);
        for (place, change, piece) in places {
            let at = place.index(bytes.len());
            let piece = PIECES[piece % PIECES.len()].as_bytes();
            match change {
                0 => {
                    bytes.splice(at..at, piece.iter().copied());
                }
                1 => {
                    bytes.splice(at..=at, piece.iter().copied());
                }
                _ => bytes.truncate(at.max(1)),
            }
        }
        read_all(&bytes);
    }

    #[test]
    fn problems_and_languages_read_back_as_they_were((problem, language) in environments(1..=3)) {
        reads_back(&problem);
        reads_back(problem.game(0));
        reads_back(&language);
    }
}
