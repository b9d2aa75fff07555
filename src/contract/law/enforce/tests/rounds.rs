//! Hooks in order, ledgers over rounds, saved and continued.

use super::*;

/// Every kind of ledger grows over the rounds.
pub(super) const COMMONS: &str = "start:
      for each p: escrow 2 from p in deposit
      for each p: premium 1 from p into relief
    resolve:
      for each p: cap catch of p at quota
      for each p: if chosen catch of p > quota: sanction p price graduated by offences times 3
      for each p: if chosen catch of p > quota: release all from deposit of p to ann
    end:
      for each p: if offences of p = 0: release 1 from deposit of p
      if season is drought: payout sum(p: rain of p) / 4 from relief to cyd
      remember price = min(price + 1/3, 5)
      grant tax to bob
      remember tax = max(0, tax - 1/7) + ratio(catch of ann, stock, 0)";

pub(super) fn commons() -> CheckedLaw {
    checked(&law(COMMONS), &fishery())
}

/// Deterministic evidence: of a round, with or without actions.
pub(super) fn evidence(round: usize, acted: bool) -> Evidence {
    let number = |value: usize| Reading::Quantity(Rational::from_integer(value as i64));
    Evidence {
        actions: (0..3)
            .filter(|_| acted)
            .map(|player| number((round * 7 + player * 5) % 23))
            .collect(),
        observations: vec![
            vec![number(40 + round % 9)],
            vec![Reading::Label(usize::from(round % 4 == 3))],
            (0..3).map(|player| number((round + player) % 5)).collect(),
            vec![Reading::Label(round % 2); 3],
        ],
    }
}

#[test]
fn a_round_of_three_hooks_comes_to_the_numbers_worked_out_by_hand() {
    let mut enforcer = Enforcer::new(commons(), FailurePolicy::Open).expect("a policy");
    let ruling = enforcer.start(&seen()).expect("evidence");
    assert_eq!(texts(ruling.transfers()), ["-3", "-3", "-3"]);
    assert!(ruling.actions().is_empty());
    assert_eq!(ruling.hook(), Hook::Start);
    // Catches of 10, 20 and 12 against a quota of 12: bob pays 1/2 · 3 · 1, and his deposit of 2 to ann.
    let ruling = enforcer
        .resolve(&catches(&["10", "20", "12"]))
        .expect("evidence");
    assert_eq!(action_texts(ruling), ["10", "12", "12"]);
    assert_eq!(texts(ruling.transfers()), ["2", "-3/2", "0"]);
    assert_eq!(ruling.destroyed(), &rational("3/2"));
    // Ann and cyd get 1 back; it rained 1 + 2 + 3, a quarter of which is 3/2.
    let ruling = enforcer
        .end(&catches(&["10", "12", "12"]))
        .expect("evidence");
    assert_eq!(texts(ruling.transfers()), ["1", "0", "5/2"]);
    let ledgers = enforcer.ledgers();
    assert_eq!(ledgers.pool("relief"), Some(rational("3/2")));
    assert_eq!(ledgers.escrow("deposit", 0), Some(rational("1")));
    assert_eq!(ledgers.escrow("deposit", 1), Some(rational("0")));
    assert_eq!(ledgers.memory("price"), Some(rational("5/6")));
    // 10 of 50.
    assert_eq!(ledgers.memory("tax"), Some(rational("1/5")));
    assert_eq!(ledgers.total_held(), rational("7/2"));
}

#[test]
fn a_saved_run_continues_as_if_it_had_not_stopped() {
    let play = |enforcer: &mut Enforcer, rounds: std::ops::Range<usize>| -> Vec<Ruling> {
        let mut rulings = Vec::new();
        for round in rounds {
            rulings.push(
                enforcer
                    .start(&evidence(round, false))
                    .expect("evidence")
                    .clone(),
            );
            rulings.push(
                enforcer
                    .resolve(&evidence(round, true))
                    .expect("evidence")
                    .clone(),
            );
            rulings.push(
                enforcer
                    .end(&evidence(round, true))
                    .expect("evidence")
                    .clone(),
            );
        }
        rulings
    };
    let mut whole = Enforcer::new(commons(), FailurePolicy::Open).expect("a policy");
    play(&mut whole, 0..13);
    let saved = serde_json::to_string(whole.ledgers()).expect("JSON");
    let restored: Ledgers = serde_json::from_str(&saved).expect("ledgers");
    assert_eq!(&restored, whole.ledgers());
    let mut continued =
        Enforcer::with_ledgers(commons(), FailurePolicy::Open, &restored).expect("fits");
    assert_eq!(continued.ledgers(), whole.ledgers());
    assert_eq!(play(&mut continued, 13..40), play(&mut whole, 13..40));
    assert_eq!(continued.ledgers(), whole.ledgers());
    assert_ne!(serde_json::to_string(whole.ledgers()).expect("JSON"), saved);
}

#[test]
fn ledgers_of_another_law_are_refused() {
    let fresh = |clauses: &str| {
        let law = Law::parse(clauses).expect("a law");
        Ledgers::new(&checked(&law, &fishery()))
    };
    for (other, words) in [
        (
            "law \"other\"\n pool relief",
            "they have no escrow \"deposit\"",
        ),
        (
            "law \"other\"\n pool relief\n escrow deposit\n counter offences\n memory price = 1\n memory tax = 1\n pool more",
            "the law declares no pool \"more\"",
        ),
    ] {
        let error = Enforcer::with_ledgers(commons(), FailurePolicy::Open, &fresh(other))
            .expect_err("other ledgers");
        assert_eq!(
            error.to_string(),
            format!("these ledgers do not fit the law: {words}")
        );
    }
    for (saved, words) in [
        (
            r#"{"players":["ann"],"pools":{"relief":"-1"}}"#,
            "\"relief\" holds -1; it cannot be below zero",
        ),
        (
            r#"{"players":["ann"],"escrows":{"deposit":["1","2"]}}"#,
            "\"deposit\" has 2 entries for 1 players",
        ),
        (
            r#"{"players":["ann"],"counters":{"offences":[9223372036854775808]}}"#,
            "\"offences\" has counted to 9223372036854775808, beyond 9223372036854775807",
        ),
    ] {
        let error = serde_json::from_str::<Ledgers>(saved).expect_err("unfit");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn no_hook_takes_more_steps_than_the_checker_says() {
    let mut enforcer = Enforcer::new(commons(), FailurePolicy::Open)
        .expect("a policy")
        .counting_steps();
    let mut most = [0; 3];
    for round in 0..50 {
        enforcer.start(&evidence(round, false)).expect("evidence");
        most[0] = most[0].max(enforcer.last_steps());
        enforcer.resolve(&evidence(round, true)).expect("evidence");
        most[1] = most[1].max(enforcer.last_steps());
        enforcer.end(&evidence(round, true)).expect("evidence");
        most[2] = most[2].max(enforcer.last_steps());
    }
    let bound = Hook::ALL.map(|hook| enforcer.law().max_steps(hook));
    // Nothing in `start` depends on anything; some round does all that `end` can do.
    assert_eq!(most[0], bound[0]);
    assert!(
        most[1] <= bound[1] && most[2] <= bound[2],
        "{most:?} {bound:?}"
    );
    assert!(
        2 * most[1] > bound[1] && 2 * most[2] > bound[2],
        "{most:?} {bound:?}"
    );
}

#[test]
fn ledgers_are_the_same_whatever_the_order_of_their_declarations() {
    let fresh = |text: &str| {
        let law = Law::parse(text).expect("a law");
        let law = checked(&law, &fishery());
        Enforcer::new(law, FailurePolicy::Open).expect("a policy")
    };
    let mut one = fresh(
        "law \"l\"\n memory z = 1\n memory a = 2\n pool y\n pool b\n escrow x\n escrow c\nstart:\n \
         premium 3 from ann into y\n escrow 4 from bob in x",
    );
    let other =
        fresh("law \"l\"\n escrow c\n escrow x\n pool b\n pool y\n memory a = 2\n memory z = 1");
    assert_eq!(one.ledgers(), other.ledgers());
    let mut nobody = catches(&[]);
    nobody.actions.clear();
    one.start(&nobody).expect("evidence");
    assert_ne!(one.ledgers(), other.ledgers());
    let saved = serde_json::to_string(one.ledgers()).expect("JSON");
    let restored: Ledgers = serde_json::from_str(&saved).expect("ledgers");
    assert_eq!(&restored, one.ledgers());
}
