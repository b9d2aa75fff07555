//! Sizes and documents that no machine can hold are refused, and never end in a panic.

use lacuna::mechanism::examine::{Against, Cycle, Examination, ExaminationLimit, Witness};
use lacuna::mechanism::matching::{
    AssignmentMechanism, AssignmentRule, Assignments, Instability, Matching, SidePreferences,
    blocking_pairs, deferred_acceptance,
};
use lacuna::mechanism::optimal::{FullExtraction, belief_independence, full_extraction};
use lacuna::mechanism::voting::{ApprovalVoting, Ballots, TieBreaking, approvals};
use lacuna::mechanism::{
    Decision, Mechanism, MechanismTable, Rankings, Setting, SettingError, TableLimit,
};
use lacuna::number::Rational;

const HUGE: usize = usize::MAX;

#[test]
fn rankings_of_more_things_than_memory_are_refused_or_handled() {
    // A list of one is fine, whatever the number of others.
    let sparse = SidePreferences::new(HUGE, vec![vec![7]]).expect("one entry");
    assert_eq!(sparse.list(0), [7]);
    assert!(SidePreferences::new(HUGE, vec![vec![7, 7]]).is_err());
    assert!(Rankings::listed(HUGE, vec![vec![3]]).is_ok());
    assert!(Rankings::single_peaked(1 << 32).is_err());
    assert!(Rankings::single_peaked(HUGE).is_err());
    assert!(Ballots::new(HUGE, [(vec![0], 1)]).is_err());
    assert!(Ballots::new(1 << 33, [(vec![0], 1)]).is_err());
    assert!(approvals(HUGE, &[(vec![0], 1)]).is_err());
    assert!(matches!(
        ApprovalVoting::new(1, 1 << 32, TieBreaking::Lottery),
        Err(SettingError::TooLarge {
            cases: u128::MAX,
            ..
        })
    ));
}

#[test]
fn settings_whose_tables_cannot_be_held_are_refused() {
    let nothing = |_: usize, _: usize, _: usize| Rational::ZERO;
    assert!(Setting::private(&[HUGE], 2, nothing).is_err());
    assert!(Setting::private(&[2], HUGE, nothing).is_err());
    let nothing = |_: usize, _: &[usize], _: usize| Rational::ZERO;
    assert!(Setting::interdependent(&[50; 10], 11, nothing).is_err());
    assert!(Setting::interdependent(&[2, 2], HUGE, nothing).is_err());
    // 2 × 2⁶³ entries are no empty list.
    let text = r#"{"types":[2],"alternatives":9223372036854775808,
        "values":{"private":[[]]},"prior":{"independent":[["1/2","1/2"]]}}"#;
    assert!(serde_json::from_str::<Setting>(text).is_err());
}

#[test]
fn questions_about_every_type_profile_have_limits() {
    let setting = Setting::private(&[50; 10], 2, |_, own, built| {
        Rational::from((own * built) as i64)
    })
    .expect("private values are small");
    assert!(matches!(
        belief_independence(&setting, 0),
        Err(SettingError::TooLarge { .. })
    ));
    assert!(matches!(
        full_extraction(&setting),
        Err(SettingError::TooLarge { .. })
    ));
    struct Never;
    impl Mechanism for Never {
        fn agents(&self) -> usize {
            10
        }
        fn messages(&self, _agent: usize) -> usize {
            50
        }
        fn alternatives(&self) -> usize {
            2
        }
        fn decide(&self, _messages: &[usize]) -> Decision {
            Decision::certain(0, vec![Rational::ZERO; 10])
        }
    }
    let examination = Examination::new(&setting, &Never).expect("fits");
    // A witness from a document is not an invitation to go through 50¹⁰ type profiles.
    let text = r#"{"agent":0,"own_type":0,"message":0,"better":1,"against":"beliefs","gain":"1"}"#;
    let witness: lacuna::mechanism::examine::BetterReply =
        serde_json::from_str(text).expect("a better reply");
    assert!(matches!(
        witness.recomputed(&examination),
        Err(SettingError::TooLarge { .. })
    ));
    let text = r#"{"agent":0,"own_type":null,"types":null,"branch":null,"outside":"0",
        "shortfall":"1"}"#;
    let witness: lacuna::mechanism::examine::Shortfall =
        serde_json::from_str(text).expect("a shortfall");
    assert!(!witness.verify_for(&examination, &Default::default()));
    let text = r#"{"rule":{"at_least":"0"},"messages":null,"branch":null,"revenue":"-1",
        "excess":"1"}"#;
    let witness: lacuna::mechanism::examine::Imbalance =
        serde_json::from_str(text).expect("an imbalance");
    assert!(!witness.verify(&examination));
}

#[test]
fn every_question_counts_its_cases_before_it_begins() {
    let setting = Setting::private(&[4, 4], 3, |_, own, alternative| {
        Rational::from((own * alternative) as i64)
    })
    .expect("small");
    let space = lacuna::game::ProfileSpace::new(&[4, 4]).expect("small");
    let free = Decision::certain(0, vec![Rational::ZERO; 2]);
    let table = MechanismTable::new(space, 3, vec![free; 16]).expect("a table");
    let examination = Examination::new(&setting, &table)
        .expect("fits")
        .with_limit(ExaminationLimit::default().with_comparisons(10));
    let too_large = |refused: Option<SettingError>| {
        assert!(
            matches!(refused, Some(SettingError::TooLarge { .. })),
            "{refused:?}"
        );
    };
    too_large(examination.efficiency().err());
    too_large(examination.pareto().err());
    too_large(examination.expected_loss().err());
    too_large(examination.weak_monotonicity().err());
    too_large(examination.cyclic_monotonicity().err());
    too_large(
        examination
            .monotone(&vec![vec![Rational::ZERO; 3]; 2])
            .err(),
    );
    too_large(examination.strategy_proof().err());
    let swap = |alternative: usize, _: usize, _: usize| alternative;
    let envy = examination.envy_freeness(&swap, Default::default());
    too_large(envy.err());
    let names =
        lacuna::mechanism::examine::Relabelling::of_agents(vec![1, 0], &[4, 4], vec![0, 1, 2]);
    too_large(examination.symmetry(&names).err());
    // The report leaves such questions open and answers the others.
    let report = examination.report(&Default::default()).expect("tables fit");
    assert!(report.efficiency.is_none() && report.pareto.is_none());
    assert!(report.expected_loss.is_none());
    assert!(report.no_deficit.holds());
}

#[test]
fn trading_cycles_need_one_copy_of_each_object() {
    // Object 1 has no copy, so that its owner has nothing to trade.
    let assignments = Assignments::new(2, vec![2, 0], 100).expect("small");
    let rankings = Rankings::all(2).expect("small");
    let rule = AssignmentRule::TopTradingCycles(vec![0, 1]);
    assert!(AssignmentMechanism::new(rankings, assignments, rule).is_err());
}

#[test]
fn a_single_assignment_of_a_thousand_million_agents_is_refused() {
    assert!(Assignments::new(1_000_000_000, vec![], 10).is_err());
    let text = r#"{"agents":1000000000000,"capacities":[],"full":false,"limit":10}"#;
    assert!(serde_json::from_str::<Assignments>(text).is_err());
}

#[test]
fn large_markets_with_short_lists_are_checked_without_a_table_of_pairs() {
    // 60 000 proposers and receivers: a table of all pairs would have 3.6 thousand million cells.
    let count = 60_000;
    let next = |shift: usize| -> Vec<Vec<usize>> {
        (0..count)
            .map(|own| vec![own, (own + shift) % count])
            .collect()
    };
    let proposers = SidePreferences::new(count, next(1)).expect("lists");
    let receivers = SidePreferences::new(count, next(count - 1)).expect("lists");
    let places = vec![1; count];
    let stable = deferred_acceptance(&proposers, &receivers, &places).expect("fits");
    let faults = blocking_pairs(&proposers, &receivers, &places, &stable).expect("fits");
    assert!(faults.is_empty());
    let turned = Matching::new((0..count).map(|own| Some((own + 1) % count)).collect());
    let faults = blocking_pairs(&proposers, &receivers, &places, &turned).expect("fits");
    assert_eq!(faults.len(), count);
    let first = Instability::Blocking {
        proposer: 0,
        receiver: 0,
    };
    assert_eq!(faults[0], first);
}

#[test]
fn documents_that_would_make_a_mechanism_panic_are_refused() {
    // A lottery with negative or missing probability.
    for text in [
        r#"[{"probability":"2","alternative":0,"transfers":["0"]},
            {"probability":"-1","alternative":0,"transfers":["0"]}]"#,
        r#"[{"probability":"1/2","alternative":0,"transfers":["0"]}]"#,
        "[]",
    ] {
        assert!(serde_json::from_str::<Decision>(text).is_err(), "{text}");
    }
    // A branch that cannot happen is no branch.
    let text = r#"[{"probability":"1","alternative":0,"transfers":["0"]},
        {"probability":"0","alternative":1,"transfers":["-5"]}]"#;
    let decision: Decision = serde_json::from_str(text).expect("a lottery");
    assert_eq!(decision.branches().len(), 1);
    // Full extraction with a table that is too short.
    let correlated = [4, 1, 1, 4].map(|tenths| Rational::new(tenths, 10).expect("not zero"));
    let setting = Setting::private(&[2, 2], 2, |_, own, built| {
        Rational::from((own * built) as i64)
    })
    .and_then(|setting| setting.with_prior(lacuna::mechanism::Prior::Joint(correlated.to_vec())))
    .expect("a setting");
    let lacuna::mechanism::optimal::Extraction::Full(full) =
        full_extraction(&setting).expect("small")
    else {
        panic!("beliefs are independent");
    };
    let whole = serde_json::to_value(&*full).expect("json");
    assert_eq!(
        serde_json::from_value::<FullExtraction>(whole.clone()).expect("own"),
        *full
    );
    for list in ["chosen", "transfers"] {
        let mut short = whole.clone();
        short[list].as_array_mut().expect("a list").pop();
        assert!(
            serde_json::from_value::<FullExtraction>(short).is_err(),
            "{list}"
        );
    }
    let mut strange = whole.clone();
    strange["chosen"][0] = 9.into();
    assert!(serde_json::from_value::<FullExtraction>(strange).is_err());
    let mut narrow = whole;
    narrow["transfers"][0] = serde_json::json!(["0"]);
    assert!(serde_json::from_value::<FullExtraction>(narrow).is_err());
}

#[test]
fn a_cycle_of_no_types_proves_nothing() {
    let setting = Setting::private(&[2], 1, |_, _, _| Rational::ZERO).expect("small");
    let space = lacuna::game::ProfileSpace::new(&[2]).expect("small");
    let free = Decision::certain(0, vec![Rational::ZERO]);
    let table = MechanismTable::new(space, 1, vec![free; 2]).expect("a table");
    let examination = Examination::new(&setting, &table).expect("fits");
    let text = r#"{"agent":9,"own_types":[],"against":"beliefs","gain":"1"}"#;
    let cycle: Cycle = serde_json::from_str(text).expect("a cycle");
    assert!(matches!(cycle.against, Against::Beliefs));
    assert!(cycle.recomputed(&examination).is_err());
    assert!(MechanismTable::of(&table, TableLimit::profiles(1)).is_err());
}

#[test]
fn witnesses_of_other_mechanisms_are_told_and_not_believed() {
    use lacuna::mechanism::examine::{Asymmetry, BetterReply, Collusion, Envy, Imbalance};
    let setting = Setting::private(&[2], 1, |_, _, _| Rational::ZERO).expect("small");
    let space = lacuna::game::ProfileSpace::new(&[2]).expect("small");
    let free = Decision::certain(0, vec![Rational::ZERO]);
    let table = MechanismTable::new(space, 1, vec![free; 2]).expect("a table");
    let exam = Examination::new(&setting, &table).expect("fits");
    fn told<W: Witness + serde::de::DeserializeOwned>(text: &str, exam: &Examination<'_>) {
        let witness: W = serde_json::from_str(text).expect("a witness");
        assert!(!witness.verify(exam), "{text}");
        assert!(!witness.in_words(exam).is_empty());
    }
    told::<BetterReply>(
        r#"{"agent":7,"own_type":9,"message":5,"better":6,
            "against":{"messages":{"types":[4,4],"messages":[3,3]}},"gain":"1"}"#,
        &exam,
    );
    told::<Envy>(
        r#"{"agent":7,"other":8,"types":[],"branch":3,"swapped":[9],"envy":"1"}"#,
        &exam,
    );
    told::<Collusion>(
        r#"{"agents":[7,8],"types":[0],"messages":[5,6],"gain":"1"}"#,
        &exam,
    );
    told::<Imbalance>(
        r#"{"rule":{"exactly":"0"},"messages":[4,4],"branch":9,"revenue":"1","excess":"1"}"#,
        &exam,
    );
    told::<Asymmetry>(
        r#"{"relabelling":{"agents":[3],"messages":[[1]],"alternatives":[4]},"messages":[9],
            "component":{"alternative":5},"difference":"1"}"#,
        &exam,
    );
}
