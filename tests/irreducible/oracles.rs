//! The reference oracles of the theory that are about these statements.

use std::collections::BTreeMap;

use lacuna::contract::{Budget, Language, Monitoring};
use lacuna::gap::irreducible::{Threshold, altruism_threshold, certified_gap, gap_test};
use lacuna::linear_program::LinearOptions;
use lacuna::mechanism::MechanismOptions;
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use crate::examples::monitor;
use crate::support::{bimatrix, cooperative, q, single, symmetric};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracles/theory.json");

#[test]
fn the_oracles_are_met() {
    let text = match std::fs::read_to_string(FILE) {
        Ok(text) => text,
        Err(error) => {
            println!("skipped: the reference oracles are not at {FILE}: {error}");
            return;
        }
    };
    let document: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    let entries: BTreeMap<&str, &serde_json::Value> = (document["oracles"].as_array())
        .expect("a list")
        .iter()
        .map(|entry| (entry["id"].as_str().expect("an id"), &entry["value"]))
        .collect();
    let near = |id: &str, value: &Rational, expected: &serde_json::Value| {
        let expected = expected.as_f64().expect("a number");
        assert!(
            (value.to_f64() - expected).abs() < 1e-9,
            "{id}: {value} for {expected}"
        );
    };
    let selfish = WeightMatrix::identity(2);
    let (problem, language) = monitor();
    let monitoring = Monitoring::from(&language);
    let id = "theorem2prime.monitor_tight";
    for (position, limit) in ["1", "2", "10"].into_iter().enumerate() {
        let options = MechanismOptions::default().with_liability(q(limit));
        let bound = certified_gap(&problem, &monitoring, &selfish, &options).expect("small");
        near(id, &bound.expect("a gap").at_least, &entries[id][position]);
    }
    let threshold = altruism_threshold(&problem, &monitoring, &Default::default()).expect("small");
    let Threshold::Closed(value) = threshold.value else {
        panic!("one optimum");
    };
    near(
        "threshold.monitor.lambda_bar",
        &value,
        entries["threshold.monitor.lambda_bar"],
    );
    // An undetectable deviation that gains 1 and loses 2 of welfare.
    let pair = single(bimatrix(&[[0], [1]], &[[0], [-3]]));
    let nothing = Monitoring::trivial(&pair);
    let threshold = altruism_threshold(&pair, &nothing, &Default::default()).expect("small");
    let Threshold::Closed(value) = threshold.value else {
        panic!("one optimum");
    };
    near(
        "theorem2.tight_lambda",
        &value,
        entries["theorem2.tight_lambda"],
    );
    // The plan of the dilemma is worth the value exactly.
    let dilemma = single(symmetric(&[[3, 0], [5, 1]]));
    let nothing = Monitoring::from(&Language::trivial(&dilemma));
    let limits = LinearOptions::default();
    for (id, lambda) in [
        ("lp.pd_unverifiable.lambda_0", "0"),
        ("lp.pd_unverifiable.lambda_0.2", "0.2"),
        ("lp.pd_unverifiable.lambda_0.5", "0.5"),
        ("lp.pd_unverifiable.lambda_1.5", "1.5"),
        ("lp.pd_unverifiable.lambda_2", "2"),
    ] {
        let agents = cooperative(2, &q(lambda));
        let test = gap_test(&dilemma, &nothing, &agents, Budget::Burning, &limits).expect("small");
        let expected = entries[id].as_f64().expect("a number");
        match test.gap() {
            None => assert!((expected - 6.0).abs() < 1e-9, "{id}"),
            Some(gap) => {
                let bound = gap.plans[0].bound.to_f64();
                assert!(expected - 1e-9 <= bound && bound < 6.0, "{id}: {bound}");
            }
        }
    }
}
