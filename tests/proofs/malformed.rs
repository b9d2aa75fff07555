//! What is no document, and documents changed at random.

use lacuna::game::{catalogue, random};
use lacuna::proof::{CheckOptions, Proof, ProofError, check};
use rand::{Rng, RngExt};
use serde_json::{Value, json};

use super::certificates::{FAMILIES, certificate};

fn example() -> Value {
    let game = catalogue::prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let proof = Proof::of_pure_equilibrium(&[1, 1], &game).expect("written");
    serde_json::to_value(&proof).expect("a value")
}

fn refusal(form: &Value) -> ProofError {
    match Proof::from_json(&form.to_string()) {
        Err(error) => error,
        Ok(proof) => check(&proof, &CheckOptions::default()).expect_err("refused"),
    }
}

#[test]
fn every_refusal_has_its_reason() {
    let changed = |path: &str, value: Value| {
        let mut form = example();
        *form.pointer_mut(path).expect(path) = value;
        refusal(&form)
    };
    assert!(matches!(
        changed("/format", json!("other")),
        ProofError::Format { .. }
    ));
    assert!(matches!(
        changed("/version", json!(2)),
        ProofError::Version { found: 2, .. }
    ));
    assert!(matches!(
        changed("/version", json!("1")),
        ProofError::NotADocument { .. }
    ));
    assert!(matches!(
        changed("/problem_hash", json!("sha256:0")),
        ProofError::Hash { .. }
    ));
    assert!(matches!(
        changed("/problem/weights", json!(null)),
        ProofError::Hash { .. }
    ));
    assert!(matches!(
        changed("/claims", json!([])),
        ProofError::Malformed { .. }
    ));
    for (path, value) in [
        ("/claims/0/kind", json!("unheard_of")),
        ("/claims/0/kind", json!("optimal")),
        ("/claims/0/kind", json!(null)),
        ("/claims/0/statement", json!(1)),
        ("/claims/0/payoffs/0", json!(1)),
        ("/claims/0/payoffs/0", json!("1.0")),
        ("/claims/0/payoffs/0", json!("2/2")),
        ("/claims/0/payoffs/0", json!("+1")),
        ("/claims/0/payoffs/0", json!("-0")),
        ("/claims/0/payoffs/0", json!("01")),
        ("/claims/0/payoffs/0", json!("1e0")),
        ("/claims/0/payoffs/0", json!("1/0")),
        ("/claims/0/payoffs/0", json!("")),
        ("/claims/0/payoffs", json!([])),
        ("/claims/0/profile/0", json!(2)),
        ("/claims/0/profile/0", json!(-1)),
        ("/claims/0/profile/0", json!(1.0)),
        ("/claims/0/profile/0", json!("1")),
        ("/claims/0/profile", json!([1])),
        ("/claims/0", json!([])),
    ] {
        let error = changed(path, value.clone());
        assert!(
            matches!(error, ProofError::Malformed { .. }),
            "{path} {value}: {error}"
        );
    }
    let mut more = example();
    more["claims"][0]["comment"] = json!("no");
    let error = refusal(&more);
    assert!(error.to_string().contains("`comment`"), "{error}");
    let mut more = example();
    more["comment"] = json!("no");
    assert!(matches!(refusal(&more), ProofError::NotADocument { .. }));
    let text = example().to_string();
    for field in ["\"claims\":", "\"payoffs\":", "\"kind\":\"game\""] {
        let value = if field.ends_with(':') { "[]," } else { "," };
        let twice = text.replacen(field, &format!("{field}{value}{field}"), 1);
        let read = Proof::from_json(&twice);
        assert!(
            matches!(read, Err(ProofError::NotADocument { .. })),
            "{twice}"
        );
    }
    assert!(matches!(
        Proof::from_json("[1, 2"),
        Err(ProofError::NotADocument { .. })
    ));
}

#[test]
fn a_problem_of_the_wrong_form_is_refused_even_with_its_own_hash() {
    let form = example();
    let claims: Vec<Value> = form["claims"].as_array().expect("claims").clone();
    let rehashed = |path: &str, value: Value| {
        let mut problem = form["problem"].clone();
        *problem.pointer_mut(path).expect(path) = value;
        check(
            &Proof::new(problem, claims.clone()),
            &CheckOptions::default(),
        )
    };
    for (path, value) in [
        ("/kind", json!("chess")),
        ("/actions", json!([])),
        ("/actions", json!([2, 0])),
        ("/actions", json!([2, 3])),
        ("/actions", json!([u64::MAX, u64::MAX])),
        ("/payoffs", json!([])),
        ("/payoffs/1", json!(["1"])),
        ("/weights", json!([["1"]])),
        ("/weights", json!(null)),
    ] {
        let refused = rehashed(path, value.clone());
        assert!(
            matches!(refused, Err(ProofError::Malformed { .. })),
            "{path} {value}: {refused:?}"
        );
    }
    assert!(rehashed("/kind", json!("game")).is_ok());
}

#[test]
fn limits_are_neither_acceptance_nor_refutation() {
    let proof: Proof = serde_json::from_value(example()).expect("a document");
    let few = CheckOptions::default().with_max_outcomes(3);
    assert!(matches!(
        check(&proof, &few),
        Err(ProofError::TooLarge { limit: 3, .. })
    ));
}

/// Changes one value somewhere.
fn shake(value: &mut Value, rng: &mut impl Rng) {
    let deeper = rng.random_range(0..8) > 0;
    match value {
        Value::Array(list) if deeper && !list.is_empty() => {
            let place = rng.random_range(0..list.len());
            shake(&mut list[place], rng);
        }
        Value::Object(map) if deeper && !map.is_empty() => {
            let place = rng.random_range(0..map.len());
            if let Some((_, entry)) = map.iter_mut().nth(place) {
                shake(entry, rng);
            }
        }
        Value::Array(list) if rng.random_range(0..2) == 0 => {
            let _ = list.pop();
        }
        other => {
            let choices = [
                json!(null),
                json!([]),
                json!({}),
                json!(0),
                json!(1),
                json!(3),
                json!(u64::MAX),
                json!("0"),
                json!("-7/3"),
                json!("100000000000000000000000000000000000000"),
                json!(true),
                json!(-1),
                json!(0.5),
                json!("chain"),
            ];
            *other = choices[rng.random_range(0..choices.len())].clone();
        }
    }
}

#[test]
fn documents_changed_at_random_never_make_the_checker_panic() {
    let rng = &mut random::generator(5, 1);
    let mut refused = 0;
    for family in FAMILIES {
        for seed in 0..3 {
            let Some(proof) = certificate(family, seed).expect(family) else {
                continue;
            };
            for _ in 0..25 {
                let (mut problem, mut claims) = (proof.problem().clone(), proof.claims().to_vec());
                if rng.random_range(0..3) == 0 {
                    shake(&mut problem, rng);
                }
                let place = rng.random_range(0..claims.len());
                shake(&mut claims[place], rng);
                let shaken = Proof::new(problem, claims);
                refused += usize::from(check(&shaken, &CheckOptions::default()).is_err());
            }
        }
    }
    assert!(refused > 1000, "{refused}");
}

#[test]
fn numbers_that_would_ask_for_endless_memory_are_refused() {
    let proof = certificate("mechanism", 1)
        .expect("a mechanism")
        .expect("a mechanism");
    for (path, value) in [
        ("/signals", json!(u64::MAX)),
        ("/signals", json!(1_000_000_000)),
        ("/types/0/0", json!(u64::MAX)),
    ] {
        let mut problem = proof.problem().clone();
        *problem.pointer_mut(path).expect(path) = value;
        problem["communication"] = json!("recommendations");
        let changed = Proof::new(problem, proof.claims().to_vec());
        let refused = check(&changed, &CheckOptions::default());
        assert!(
            matches!(
                refused,
                Err(ProofError::Malformed { .. } | ProofError::TooLarge { .. })
            ),
            "{path}: {refused:?}"
        );
    }
    // One player with so many actions that pairs of them fill the memory.
    let actions = 20_000;
    let payoffs = vec!["0"; actions];
    let problem = json!({
        "kind": "game", "actions": [actions], "payoffs": [payoffs], "weights": [["1"]],
    });
    let claim = json!({
        "kind": "correlated_equilibrium", "statement": "", "coarse": false,
        "distribution": [[[0], "1"]], "payoffs": ["0"],
    });
    let refused = check(&Proof::new(problem, vec![claim]), &CheckOptions::default());
    assert!(
        matches!(refused, Err(ProofError::TooLarge { .. })),
        "{refused:?}"
    );
}

#[test]
fn deep_nesting_and_long_numbers_are_read_or_refused() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Proof::from_json(&deep).is_err());
    let mut form = example();
    form["claims"][0]["payoffs"][0] = json!(format!("1{}", "0".repeat(50_000)));
    assert!(matches!(refusal(&form), ProofError::Refuted { .. }));
    form["claims"][0]["payoffs"][0] = json!("1e999999999");
    assert!(matches!(refusal(&form), ProofError::Malformed { .. }));
}
