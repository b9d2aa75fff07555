//! Hooks that fail have no effect at all.

use super::*;

/// Escrow, pool, counter, memory, action and money are all touched before the failure.
const BUSY: &str = "escrow 5 from ann in deposit
    premium 3 from bob into relief
    count offences of cyd
    remember tax = 7
    cap catch of cyd at quota
    fine bob 1
    for each p: grant rain of p to p
";

fn busy(clause: &str, policy: FailurePolicy) -> Enforcer {
    let law = law(&format!("resolve:\n{BUSY}\n{clause}"));
    Enforcer::new(checked(&law, &fishery()), policy).expect("a policy")
}

fn evidence() -> Evidence {
    catches(&["10", "20", "30"])
}

#[test]
fn a_failure_in_the_middle_leaves_ledgers_actions_and_money_as_they_were() {
    for (clause, kind) in [
        (
            "for each p: remember price = price * 9223372036854775807",
            FailureKind::NumberTooLarge,
        ),
        (
            "for each p: set catch of p to 60 * rain of p",
            FailureKind::ActionOutOfRange {
                player: 1,
                value: rational("120"),
            },
        ),
        (
            "cap catch of bob at -1",
            FailureKind::ActionOutOfRange {
                player: 1,
                value: rational("-1"),
            },
        ),
    ] {
        let mut enforcer = busy(clause, FailurePolicy::Open);
        let before = enforcer.ledgers().clone();
        let ruling = enforcer.resolve(&evidence()).expect("evidence");
        let failure = ruling.failure().expect("a failure");
        assert_eq!((failure.hook, failure.clause), (Hook::Resolve, 7));
        assert_eq!(failure.kind, kind);
        assert_eq!(action_texts(ruling), ["10", "20", "30"]);
        assert!(!ruling.overridden());
        assert_eq!(texts(ruling.transfers()), ["0", "0", "0"]);
        assert!(ruling.destroyed().is_zero() && ruling.granted().is_zero());
        assert!(ruling.entries().is_empty());
        assert_eq!(enforcer.ledgers(), &before);
        assert_eq!(enforcer.failures().resolve, 1);
        // Nothing of it is left for a hook after it.
        let ruling = enforcer.end(&evidence()).expect("evidence");
        assert_eq!(texts(ruling.transfers()), ["0", "0", "0"]);
        assert_eq!(enforcer.failures().total(), 1);
    }
}

#[test]
fn a_closed_court_falls_back_on_actions_that_it_knows() {
    let fallback: Vec<Reading> = ["1", "2", "3"]
        .map(|text| Reading::Quantity(rational(text)))
        .to_vec();
    let policy = FailurePolicy::Closed { actions: fallback };
    let mut enforcer = busy("set catch of ann to 101", policy.clone());
    let ruling = enforcer.resolve(&evidence()).expect("evidence");
    assert_eq!(action_texts(ruling), ["1", "2", "3"]);
    assert!(ruling.overridden() && ruling.failure().is_some());
    assert_eq!(texts(ruling.transfers()), ["0", "0", "0"]);
    // A law that does not fail is not touched by its policy.
    let ruling = busy("fine ann 1", policy)
        .resolve(&evidence())
        .expect("evidence")
        .clone();
    assert_eq!(action_texts(&ruling), ["10", "20", "12"]);
    for (actions, words) in [
        (
            vec![Reading::Quantity(rational("1")); 2],
            "resolve: there are 2 actions to fall back on; there must be 3",
        ),
        (
            vec![Reading::Quantity(rational("101")); 3],
            "catch of ann is 101; it must be between 0 and 100",
        ),
        (
            vec![Reading::Label(0); 3],
            "catch of ann is a label; it must be a quantity",
        ),
    ] {
        let law = checked(&law("resolve:\nfine ann 1"), &fishery());
        let error = Enforcer::new(law, FailurePolicy::Closed { actions }).expect_err("unfit");
        assert_eq!(error.to_string(), words);
    }
}

#[test]
fn an_aborting_court_returns_an_error_and_changes_nothing() {
    let mut enforcer = busy("set catch of ann to 101", FailurePolicy::Abort);
    let before = enforcer.ledgers().clone();
    let error = enforcer.resolve(&evidence()).expect_err("a failure");
    assert_eq!(
        error.to_string(),
        "the law failed and was not applied: resolve, clause 8: the action of player 0 would be \
         101, which the court does not allow"
    );
    assert_eq!(enforcer.ledgers(), &before);
    assert_eq!(enforcer.failures().resolve, 1);
}

#[test]
fn a_memory_that_is_squared_each_round_ends_in_counted_failures() {
    let mut enforcer = resolving(
        "remember tax = tax * tax + 2
         fine ann 1",
    );
    let mut values = Vec::new();
    for _ in 0..20 {
        enforcer.resolve(&evidence()).expect("evidence");
        values.push(enforcer.ledgers().memory("tax").expect("declared"));
    }
    // 2, 6, 38, 1446, 2090918, 4371938082726; its square has 25 digits.
    assert_eq!(values[5], rational("4371938082726"));
    assert!(values[6..].iter().all(|value| *value == values[5]));
    assert_eq!(enforcer.failures().resolve, 14);
}

#[test]
fn counters_and_balances_that_are_full_fail_and_never_wrap() {
    let most = i64::MAX;
    let saved = format!(
        "{{\"players\":[\"ann\",\"bob\",\"cyd\"],\"pools\":{{\"relief\":\"{most}\"}},\
         \"escrows\":{{\"deposit\":[\"0\",\"{most}\",\"0\"]}},\
         \"counters\":{{\"offences\":[{most},0,0]}},\
         \"memories\":{{\"price\":\"1/2\",\"tax\":\"0\"}}}}"
    );
    let ledgers: Ledgers = serde_json::from_str(&saved).expect("ledgers");
    assert_eq!(
        ledgers.total_held(),
        Rational::from_integer(most) + Rational::from_integer(most)
    );
    let with = |clause: &str| {
        let law = checked(&law(&format!("resolve:\n{clause}")), &fishery());
        let mut enforcer =
            Enforcer::with_ledgers(law, FailurePolicy::Open, &ledgers).expect("fits");
        let ruling = enforcer.resolve(&evidence()).expect("evidence");
        let failure = ruling.failure().map(|failure| failure.kind.clone());
        (
            failure,
            enforcer.ledgers() == &ledgers_of(&enforcer, &ledgers),
        )
    };
    let full = FailureKind::CounterFull { player: 0 };
    let large = FailureKind::NumberTooLarge;
    for (clause, kind) in [
        ("count offences of ann", &full),
        ("sanction ann 1 graduated by offences", &full),
        ("premium 1 from ann into relief", &large),
        ("escrow 1/2 from bob in deposit", &large),
        ("fine ann offences of ann + 1", &large),
        ("for each p: fine p offences of ann", &large),
        ("grant relief to ann\ngrant 1 to bob", &large),
    ] {
        assert_eq!(with(clause), (Some(kind.clone()), true), "{clause}");
    }
    assert_eq!(with("count offences of bob").0, None);
    assert_eq!(with("release all from deposit of bob").0, None);
}

/// The saved ledgers in the order of the enforcer's law.
fn ledgers_of(enforcer: &Enforcer, saved: &Ledgers) -> Ledgers {
    saved.arranged(enforcer.law()).expect("fits")
}

#[test]
fn evidence_that_the_court_cannot_have_found_is_refused_by_name() {
    let mut enforcer = resolving("fine ann 1");
    let change = |change: fn(&mut Evidence)| {
        let mut evidence = evidence();
        change(&mut evidence);
        evidence
    };
    for (evidence, words) in [
        (
            change(|seen| seen.actions.truncate(2)),
            "resolve: there are 2 actions; there must be 3",
        ),
        (
            change(|seen| seen.actions[1] = Reading::Quantity(rational("201/2"))),
            "catch of bob is 201/2; it must be between 0 and 100",
        ),
        (
            change(|seen| seen.actions[2] = Reading::Quantity(rational("-1"))),
            "catch of cyd is -1; it must be between 0 and 100",
        ),
        (
            change(|seen| seen.actions[2] = Reading::Label(0)),
            "catch of cyd is a label; it must be a quantity",
        ),
        (
            change(|seen| {
                seen.observations.pop();
            }),
            "the evidence has 3 lists of observations; the court makes 4",
        ),
        (
            change(|seen| seen.observations[2].truncate(1)),
            "\"rain\" has 1 readings; it must have 3",
        ),
        (
            change(|seen| seen.observations[1][0] = Reading::Label(2)),
            "season is label 2; labels are numbered below 2",
        ),
        (
            change(|seen| seen.observations[3][1] = Reading::Quantity(rational("1"))),
            "boat of bob is a quantity; it must be a label",
        ),
        (
            change(|seen| seen.observations[0][0] = Reading::Quantity(rational("1e30"))),
            "stock is 1000000000000000000000000000000; its numerator and denominator must fit 64 \
             bits",
        ),
    ] {
        let error = enforcer.resolve(&evidence).expect_err("unfit");
        assert_eq!(error.to_string(), words);
    }
    let error = enforcer.start(&evidence()).expect_err("unfit");
    assert_eq!(
        error.to_string(),
        "start: there are 3 actions; there must be 0"
    );
    assert_eq!(enforcer.failures().total(), 0);
}
