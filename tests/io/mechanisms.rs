//! Documents of monitorings, mechanisms and deviation plans.

use std::collections::BTreeMap;

use lacuna::contract::{ContractingProblem, Monitoring};
use lacuna::io::{ReadError, from_json, to_json};
use lacuna::mechanism::{
    Communication, DeviationPlan, DirectMechanism, Manipulation, Recommendation, ReportBound,
    SignalTransfers,
};
use lacuna::number::Rational;

use super::{q, telltale};

#[test]
fn a_monitoring_is_written_without_what_is_impossible_and_checked_when_read() {
    let problem = ContractingProblem::single_state(telltale(&[2, 1])).expect("one state");
    let monitoring = Monitoring::stochastic(&problem, &["quiet", "alarm"], |_, profile| {
        match profile[0] {
            0 => vec![Rational::ONE, Rational::ZERO],
            _ => vec![q("1/3"), q("2/3")],
        }
    })
    .expect("laws");
    let text = to_json(&monitoring).expect("writable");
    let laws = r#""laws":[[[0,"1"]],[[0,"1/3"],[1,"2/3"]]]"#;
    assert!(text.contains(laws), "{text}");
    assert_eq!(from_json::<Monitoring>(&text), Ok(monitoring));
    for (good, bad, told) in [
        ("2/3", "1/2", "sum to 5/6"),
        ("[1,\"2/3\"]", "[2,\"2/3\"]", "no cell 2"),
        ("[[0,\"1\"]],", "", "1 entries; 2 are needed"),
    ] {
        let error = from_json::<Monitoring>(&text.replace(good, bad)).expect_err(bad);
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[test]
fn mechanisms_and_plans_survive_exactly() {
    let paid = SignalTransfers::new(1, vec![q("-1e30"), q("1/123456789012345678901")]);
    let entry = Recommendation::new(vec![vec![0, 1], vec![2]], Rational::ONE, vec![paid]);
    let law = BTreeMap::from([(vec![], vec![entry])]);
    let mechanism = DirectMechanism::new(Communication::Recommendations, law);
    let text = to_json(&mechanism).expect("writable");
    assert!(text.contains(r#""kind":"mechanism""#), "{text}");
    assert_eq!(from_json::<DirectMechanism>(&text), Ok(mechanism));
    let plan = DeviationPlan::new(
        Communication::Public,
        vec![Manipulation::new(0, 1, 0, vec![0, 1, 1, 1], 0, q("7/3"))],
        vec![],
        Rational::ZERO,
        vec![ReportBound::new(vec![0, 1], q("-1/2"))],
        q("-1/2"),
    );
    let text = to_json(&plan).expect("writable");
    assert!(text.contains(r#""kind":"deviation plan""#), "{text}");
    assert_eq!(from_json::<DeviationPlan>(&text), Ok(plan));
    assert!(matches!(
        from_json::<Monitoring>(&text),
        Err(ReadError::WrongKind { .. })
    ));
}
