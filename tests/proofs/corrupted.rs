//! Changes that make a claim false, kind by kind: each must be noticed.

use lacuna::number::Rational;
use lacuna::proof::{CheckOptions, Proof, check};
use serde_json::{Value, json};

use super::certificates::{FAMILIES, certificate};

/// What may be done to the numbers under a field.
#[derive(Clone, Copy, PartialEq)]
enum Change {
    /// Any other number is wrong: probabilities that sum to one, values that are what they are.
    Any,
    /// A smaller number is wrong: an upper bound that is attained.
    Less,
    /// A list with an entry less is wrong.
    Drop,
}

/// The fields of a kind, and the changes that make the claim false (or malformed).
fn changes(kind: &str) -> &'static [(&'static str, Change)] {
    use Change::{Any, Drop, Less};
    match kind {
        "pure_equilibrium" => &[("payoffs", Any), ("payoffs", Drop), ("profile", Drop)],
        "all_pure_equilibria" => &[("profiles", Drop)],
        "mixed_equilibrium" => &[("strategies", Any), ("strategies", Drop), ("payoffs", Any)],
        "zero_sum_value" => &[("strategies", Any), ("total", Any), ("value", Any)],
        "correlated_equilibrium" => &[
            ("distribution", Any),
            ("distribution", Drop),
            ("payoffs", Any),
        ],
        "dominated" => &[("mixture", Any), ("mixture", Drop)],
        "best_response" => &[("belief", Any), ("belief", Drop)],
        "elimination" => &[
            ("rounds", Any),
            ("surviving", Drop),
            ("beliefs", Any),
            ("beliefs", Drop),
        ],
        "altruism_interval" => &[("from", Any), ("to", Any), ("profile", Drop)],
        "phase_diagram" => &[("points", Any), ("points", Drop), ("pieces", Drop)],
        "implementation" => &[("cost", Any), ("payments", Drop)],
        "optimal" => &[("value", Any), ("point", Drop), ("multipliers", Drop)],
        "first_best" => &[("by_state", Any), ("by_state", Drop), ("value", Any)],
        "plain_contract" => &[("welfare", Any), ("plan", Drop), ("transfers", Drop)],
        // It is attained, so that nothing smaller bounds it.
        "no_better_plain_contract" => &[("welfare", Less)],
        "worst_equilibrium" => &[("welfare", Any)],
        "welfare_gap" => &[("first_best", Any), ("gap", Any)],
        "altruism_level" => &[("value", Any), ("transfers", Drop)],
        "attained_threshold" => &[("value", Any), ("plan", Drop), ("transfers", Drop)],
        "mechanism" => &[("value", Any), ("law", Drop)],
        "mechanism_value" => &[("value", Any)],
        "dilemma" => &[("rule", Drop)],
        "certified_gap" => &[("at_least", Any), ("plans", Drop)],
        "closed_gap" => &[("laws", Drop)],
        "altruism_threshold" => &[("low", Any), ("high", Any), ("states", Drop)],
        "stable_strategy" => &[("strategy", Any), ("strategy", Drop)],
        "unstable_strategy" => &[("strategy", Drop), ("mutant", Any), ("mutant", Drop)],
        "cyclically_monotone" => &[("rule", Any), ("rule", Drop), ("transfers", Drop)],
        "positive_cycle" => &[("rule", Drop), ("gain", Any)],
        "balanced_groves" => &[("terms", Any), ("terms", Drop)],
        "balanced_groves_impossible" => &[("difference", Any), ("from", Drop), ("to", Drop)],
        "design_mechanism" => &[("decisions", Drop), ("value", Any)],
        "design_bound" => &[("profiles", Drop), ("profiles", Less)],
        "no_design" => &[("profiles", Drop)],
        "optimal_design" => &[("value", Any)],
        "unbounded_design" => &[("decisions", Drop), ("transfers", Drop), ("gain", Any)],
        "contract_equilibria" => &[
            ("transfers", Drop),
            ("directives", Drop),
            ("equilibria", Drop),
            ("best", Any),
            ("worst", Any),
        ],
        "repeated_play" => &[
            ("plan", Drop),
            ("punishments", Drop),
            ("welfare", Any),
            ("binding", Drop),
        ],
        _ => &[],
    }
}

/// All values under this one.
fn pointers(value: &Value, here: String, to: &mut Vec<String>) {
    to.push(here.clone());
    match value {
        Value::Array(list) => {
            for (place, entry) in list.iter().enumerate() {
                pointers(entry, format!("{here}/{place}"), to);
            }
        }
        Value::Object(map) => {
            for (name, entry) in map {
                pointers(entry, format!("{here}/{name}"), to);
            }
        }
        _ => {}
    }
}

fn is_refused(proof: &Proof, claims: &[Value]) -> bool {
    let changed = Proof::new(proof.problem().clone(), claims.to_vec());
    check(&changed, &CheckOptions::default()).is_err()
}

/// The numbers to put in the place of one.
fn others(number: &Rational, change: Change) -> Vec<Rational> {
    let nearby = number - &Rational::new(1, 1000).expect("a thousandth");
    let mut others = vec![number - &Rational::ONE, nearby];
    if change == Change::Any {
        others.push(number + &Rational::ONE);
        others.push(-number);
    }
    others.retain(|other| other != number);
    others
}

#[test]
fn changes_that_make_a_claim_false_are_noticed() {
    let mut noticed = 0;
    for family in FAMILIES {
        for seed in 0..4 {
            let Some(proof) = certificate(family, seed).expect(family) else {
                continue;
            };
            for place in 0..proof.claims().len() {
                noticed += corrupt(&proof, place);
            }
        }
    }
    assert!(noticed > 1000, "only {noticed} changes were tried");
}

/// Tries every change of a claim, and counts them.
fn corrupt(proof: &Proof, place: usize) -> usize {
    let claim = &proof.claims()[place];
    let kind = claim["kind"].as_str().expect("a kind");
    // Only a bound that is attained is wrong if it is tightened.
    let attained = proof.claims().iter().any(|c| c["kind"] == "plain_contract");
    let mut tried = 0;
    for &(field, change) in changes(kind) {
        if kind == "no_better_plain_contract" && !attained {
            continue;
        }
        let mut all = Vec::new();
        pointers(&claim[field], format!("/{field}"), &mut all);
        for pointer in all {
            let old = claim.pointer(&pointer).expect("it is there");
            let mut replacements = Vec::new();
            match (change, old) {
                (Change::Drop, Value::Array(list)) if pointer == format!("/{field}") => {
                    for gone in 0..list.len() {
                        let mut list = list.clone();
                        list.remove(gone);
                        replacements.push(json!(list));
                    }
                }
                (Change::Any | Change::Less, Value::String(text)) => {
                    let number: Rational = text.parse().expect("a number");
                    replacements.extend(others(&number, change).iter().map(|n| json!(n)));
                }
                _ => {}
            }
            for replacement in replacements {
                let mut claims = proof.claims().to_vec();
                *claims[place].pointer_mut(&pointer).expect("it is there") = replacement.clone();
                tried += 1;
                assert!(
                    is_refused(proof, &claims),
                    "{kind}{pointer} may be {replacement} instead of {old}:\n{}",
                    proof.to_json()
                );
            }
        }
    }
    tried
}

#[test]
fn a_tighter_bound_than_what_is_attained_is_refused() {
    let mut tried = 0;
    for family in [
        "correlated",
        "coarse",
        "mechanism",
        "mechanism_with_money",
        "participation",
        "design",
    ] {
        for seed in 0..6 {
            let Some(proof) = certificate(family, seed).expect(family) else {
                continue;
            };
            let claims = proof.claims();
            let is = |kind: &str| claims.iter().position(|claim| claim["kind"] == kind);
            let attained = [
                "mechanism_value",
                "correlated_equilibrium",
                "optimal_design",
            ];
            if attained.into_iter().all(|kind| is(kind).is_none()) {
                continue;
            }
            let bounds = ["mechanism_bound", "correlated_bound", "design_bound"];
            let Some(place) = bounds.into_iter().find_map(is) else {
                continue;
            };
            let old: Rational = claims[place]["bound"]
                .as_str()
                .expect("text")
                .parse()
                .expect("a number");
            let step = match claims[place]["sense"].as_str() {
                Some("minimise") => Rational::new(1, 1000).expect("a thousandth"),
                _ => Rational::new(-1, 1000).expect("a thousandth"),
            };
            let mut changed = claims.to_vec();
            changed[place]["bound"] = json!(&old + &step);
            assert!(is_refused(&proof, &changed), "{}", proof.to_json());
            tried += 1;
            // And so are tighter bounds after reports, which must then be too small for some
            // recommendation or too many in sum.
            let reports = claims[place]["reports"].as_array().map_or(0, Vec::len);
            for entry in 0..reports {
                let mut changed = claims.to_vec();
                let number = &mut changed[place]["reports"][entry][1];
                let old: Rational = number.as_str().expect("text").parse().expect("a number");
                *number = json!(&old + &step);
                assert!(is_refused(&proof, &changed), "{}", proof.to_json());
            }
        }
    }
    assert!(tried >= 12, "{tried}");
}

#[test]
fn without_its_refutations_a_gap_is_not_proved() {
    let mut tried = 0;
    for seed in 0..60 {
        let proof = certificate("gap", seed).expect("a gap").expect("a gap");
        let claims = proof.claims();
        let gap = claims
            .iter()
            .find(|claim| claim["kind"] == "welfare_gap")
            .expect("a gap");
        if gap["gap"] == "0" {
            continue;
        }
        let place = claims
            .iter()
            .position(|c| c["kind"] == "no_better_plain_contract");
        let place = place.expect("refutations");
        let mut changed = claims.to_vec();
        changed[place]["refutations"] = json!([]);
        assert!(is_refused(&proof, &changed), "{}", proof.to_json());
        tried += 1;
    }
    assert!(tried >= 5, "{tried}");
}

#[test]
fn conditions_with_a_sign_flipped_prove_nothing() {
    let mut tried = 0;
    for (family, kind, field, place) in [
        ("program", "infeasible", "multipliers", None),
        ("program", "unbounded", "ray", None),
        ("gap_test", "certified_gap", "plans/0/deviations", Some(3)),
    ] {
        for seed in 0..40 {
            let proof = certificate(family, seed).expect(family).expect(family);
            let position = proof
                .claims()
                .iter()
                .position(|claim| claim["kind"] == kind);
            let Some(position) = position else {
                continue;
            };
            let mut changed = proof.claims().to_vec();
            let pointer = format!("/{field}");
            let list = changed[position].pointer_mut(&pointer).expect(field);
            for entry in list.as_array_mut().expect("a list") {
                let number = match place {
                    None => entry,
                    Some(place) => &mut entry[place],
                };
                let old: Rational = number.as_str().expect("text").parse().expect("a number");
                *number = json!(-old);
            }
            assert!(is_refused(&proof, &changed), "{}", proof.to_json());
            tried += 1;
        }
    }
    assert!(tried >= 10, "{tried}");
}

#[test]
fn less_patience_sustains_nothing_and_no_law_has_other_equilibria() {
    let mut tried = 0;
    for (family, kind) in [
        ("repetition", "repeated_play"),
        ("law", "contract_equilibria"),
    ] {
        for seed in 0..40 {
            let Some(proof) = certificate(family, seed).expect(family) else {
                continue;
            };
            let claims = proof.claims();
            let place = claims.iter().position(|claim| claim["kind"] == kind);
            let place = place.expect(kind);
            let mut changed = claims.to_vec();
            if kind == "repeated_play" {
                if claims[place]["binding"].is_null() {
                    continue;
                }
                let text = claims[place]["discount"].as_str().expect("text");
                let discount: Rational = text.parse().expect("a number");
                let less = &discount - &Rational::new(1, 1000).expect("a thousandth");
                changed[place]["discount"] = json!(less);
            } else {
                let list = changed[place]["equilibria"][0].as_array_mut();
                if list.expect("a list").pop().is_none() {
                    continue;
                }
            }
            assert!(is_refused(&proof, &changed), "{}", proof.to_json());
            tried += 1;
        }
    }
    assert!(tried >= 30, "{tried}");
}
