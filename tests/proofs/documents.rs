//! The example documents, one for each kind of claim.

use lacuna::proof::{CheckOptions, Proof, ProofError, check};

pub const KINDS: [&str; 43] = [
    "all_pure_equilibria",
    "altruism_interval",
    "altruism_level",
    "altruism_threshold",
    "attained_threshold",
    "balanced_groves",
    "balanced_groves_impossible",
    "best_response",
    "certified_gap",
    "closed_gap",
    "contract_equilibria",
    "correlated_bound",
    "correlated_equilibrium",
    "cyclically_monotone",
    "design_bound",
    "design_mechanism",
    "dilemma",
    "dominated",
    "elimination",
    "first_best",
    "implementation",
    "infeasible",
    "mechanism",
    "mechanism_bound",
    "mechanism_value",
    "mixed_equilibrium",
    "no_better_plain_contract",
    "no_design",
    "no_mechanism",
    "optimal",
    "optimal_design",
    "phase_diagram",
    "plain_contract",
    "positive_cycle",
    "pure_equilibrium",
    "repeated_play",
    "stable_strategy",
    "unbounded",
    "unbounded_design",
    "unstable_strategy",
    "welfare_gap",
    "worst_equilibrium",
    "zero_sum_value",
];

fn read(kind: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proofs/documents");
    let name = format!("{folder}/{kind}.json");
    std::fs::read_to_string(&name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn there_is_an_accepted_document_of_every_kind() {
    for kind in KINDS {
        let proof = Proof::from_json(&read(kind)).expect(kind);
        let checked = check(&proof, &CheckOptions::default());
        let checked = checked.unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert!(
            checked.claims.iter().any(|claim| claim.kind == kind),
            "{kind}"
        );
    }
}

#[test]
fn another_number_in_a_problem_changes_its_hash() {
    for kind in KINDS {
        let mut form: serde_json::Value = serde_json::from_str(&read(kind)).expect(kind);
        let fields = ["actions", "prior", "objective"];
        let has = |field: &&str| form["problem"].get(field).is_some();
        let field = fields.into_iter().find(has).expect("a list");
        form["problem"][field][0] = serde_json::json!(7);
        let proof: Proof = serde_json::from_value(form).expect("still a document");
        let refused = check(&proof, &CheckOptions::default());
        assert!(matches!(refused, Err(ProofError::Hash { .. })), "{kind}");
    }
}

#[test]
#[ignore = "writes the example documents anew"]
fn write_the_documents() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proofs/documents");
    for (kind, text) in super::certificates::smallest_of_each_kind().expect("documents") {
        std::fs::write(format!("{folder}/{kind}.json"), text).expect("written");
    }
}
