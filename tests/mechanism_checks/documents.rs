//! Monitorings, mechanisms and plans survive being written and read.

use lacuna::contract::{Budget, ContractingProblem, Monitoring};
use lacuna::io::{ReadError, from_json, to_json};
use lacuna::mechanism::{
    Audit, Communication, DeviationPlan, DirectMechanism, MechanismOptions, Participation,
};

use super::model::Model;
use super::q;
use super::random::Draw;

#[test]
fn what_is_written_is_read_and_still_proves_what_it_did() {
    let mut seen = 0;
    for seed in 0..20 {
        let mut draw = Draw::new(seed);
        let problem = draw.problem(&[2, 2], 2);
        let monitoring = draw.monitoring(&problem, 2);
        let preferences = draw.preferences(2);
        let outside = vec![vec![q("-4"); 2]; 2];
        let options = MechanismOptions::default()
            .with_liability(q("1/2"))
            .with_budget(Budget::Expected)
            .with_participation(Participation::ex_post(outside));
        let Some(best) = Model::new(&problem, &monitoring, &preferences, &options).solve() else {
            continue;
        };
        seen += 1;
        let mechanism = best.mechanism.expect("liability is limited");
        let text = to_json(&problem).expect("writable");
        let problem = from_json::<ContractingProblem>(&text).expect("own output");
        let text = to_json(&monitoring).expect("writable");
        assert_eq!(from_json::<Monitoring>(&text), Ok(monitoring.clone()));
        let text = to_json(&mechanism).expect("writable");
        let again = from_json::<DirectMechanism>(&text).expect("own output");
        assert_eq!(again, mechanism);
        let audit = again.audit(&problem, &monitoring, &preferences, &options);
        let audit = audit.expect("of this shape");
        assert!(audit.is_equilibrium() && audit.is_within_limits());
        let text = serde_json::to_string(&audit).expect("writable");
        assert_eq!(
            serde_json::from_str::<Audit>(&text).expect("own output"),
            audit
        );
        let text = to_json(&best.plan).expect("writable");
        let plan = from_json::<DeviationPlan>(&text).expect("own output");
        assert!(plan.verify(&problem, &monitoring, &preferences, &options));
        assert!(matches!(
            from_json::<DirectMechanism>(&text),
            Err(ReadError::WrongKind { .. })
        ));
    }
    assert!(seen > 10);
}

#[test]
fn a_law_that_says_two_things_about_the_same_reports_is_refused() {
    let problem = Draw::new(1).problem(&[2, 2], 1);
    let monitoring = Monitoring::trivial(&problem);
    let mechanism = Draw::new(1).mechanism(&problem, &monitoring, Communication::Mediated, 1);
    let text = to_json(&mechanism).expect("writable");
    let start = text.find("[[[0,0],").expect("the law") + 1;
    let end = text.rfind("]}").expect("its end");
    let entry = &text[start..end];
    let twice = text.replace(entry, &format!("{entry},{entry}"));
    let error = from_json::<DirectMechanism>(&twice).expect_err("two laws");
    assert!(error.to_string().contains("given twice"), "{error}");
}
