//! Each effect, expression and condition once, on catches of 10, 20 and 30.

use super::*;

struct Did {
    transfers: Vec<String>,
    destroyed: String,
    granted: String,
    actions: Vec<String>,
    kinds: Vec<EntryKind>,
}

fn did(enforcer: &mut Enforcer) -> Did {
    let ruling = enforcer
        .resolve(&catches(&["10", "20", "30"]))
        .expect("evidence");
    assert_eq!(ruling.failure(), None);
    Did {
        transfers: texts(ruling.transfers()),
        destroyed: ruling.destroyed().to_string(),
        granted: ruling.granted().to_string(),
        actions: action_texts(ruling),
        kinds: ruling.entries().iter().map(|entry| entry.kind).collect(),
    }
}

/// What clauses pay to ann, bob and cyd.
fn paid(clauses: &str) -> [String; 3] {
    did(&mut resolving(clauses))
        .transfers
        .try_into()
        .expect("three players")
}

/// The value of a number, through a memory.
fn value(expression: &str) -> String {
    let mut enforcer = resolving(&format!("remember tax = {expression}"));
    did(&mut enforcer);
    let tax = enforcer.ledgers().memory("tax").expect("declared");
    tax.to_string()
}

/// Whether a condition holds.
fn holds(condition: &str) -> bool {
    value(&format!("choose({condition}, 1, 0)")) == "1"
}

#[test]
fn transfers_move_money_and_nothing_else() {
    assert_eq!(paid("transfer 5/2 from ann to bob"), ["-5/2", "5/2", "0"]);
    assert_eq!(
        paid("for each p: for each q other than p: transfer 1 from p to q"),
        ["0", "0", "0"]
    );
    assert_eq!(
        paid(
            "for each p: for each q other than p: if catch of p > catch of q: transfer catch of p / 10 from p to q"
        ),
        ["5", "1", "-6"]
    );
    let mut to_herself =
        resolving("transfer 9223372036854775807 from ann to ann\ntransfer 1 from ann to ann");
    let did = did(&mut to_herself);
    assert_eq!(did.transfers, ["0", "0", "0"]);
    assert_eq!(did.kinds, [EntryKind::Transfer, EntryKind::Transfer]);
}

#[test]
fn fines_sanctions_and_participation_costs_destroy_money() {
    for (clause, kind) in [
        ("fine bob 7", EntryKind::Fine),
        ("sanction bob 7", EntryKind::Sanction),
        (
            "participation cost 7 from bob",
            EntryKind::ParticipationCost,
        ),
    ] {
        let did = did(&mut resolving(clause));
        assert_eq!(did.transfers, ["0", "-7", "0"]);
        assert_eq!((did.destroyed.as_str(), did.granted.as_str()), ("7", "0"));
        assert_eq!(did.kinds, [kind]);
    }
}

#[test]
fn grants_bring_money_in() {
    let did = did(&mut resolving("for each p: grant rain of p to p"));
    assert_eq!(did.transfers, ["1", "2", "3"]);
    assert_eq!((did.destroyed.as_str(), did.granted.as_str()), ("0", "6"));
}

#[test]
fn amounts_of_zero_and_below_have_no_effect_and_no_record() {
    for clause in [
        "fine bob 3 * (catch of bob - 20)",
        "sanction bob -(5)",
        "transfer -3 from ann to bob",
        "grant 0 to ann",
        "escrow -2 from ann in deposit",
        "release 5 from deposit of ann",
        "release all from deposit of ann",
        "premium -1 from ann into relief",
        "payout 5 from relief to ann",
        "participation cost -1/2 from ann",
        "clear offences of ann",
        "remember price = 1/2",
        "set catch of ann to 10",
        "cap catch of ann at 10",
    ] {
        let mut enforcer = resolving(clause);
        let before = enforcer.ledgers().clone();
        let did = did(&mut enforcer);
        assert!(did.kinds.is_empty(), "{clause}");
        assert_eq!(did.transfers, ["0", "0", "0"], "{clause}");
        assert_eq!(enforcer.ledgers(), &before, "{clause}");
    }
}

#[test]
fn a_graduated_sanction_counts_first_and_grows_linearly() {
    let mut enforcer =
        resolving("for each p: if catch of p > quota: sanction p 2 graduated by offences times 3");
    for count in 1..=3i64 {
        let did = did(&mut enforcer);
        let sanction = (-6 * count).to_string();
        assert_eq!(did.transfers, ["0", &sanction, &sanction]);
        assert_eq!(did.destroyed, (12 * count).to_string());
        assert_eq!(enforcer.ledgers().counter("offences", 0), Some(0));
        assert_eq!(
            enforcer.ledgers().counter("offences", 2),
            Some(count as u64)
        );
    }
    // Without a multiplier it is one; an amount of zero is counted all the same.
    assert_eq!(
        paid("sanction ann 2 graduated by offences"),
        ["-2", "0", "0"]
    );
    for nothing in [
        "-2 graduated by offences times -3",
        "2 graduated by offences times 0",
    ] {
        let mut enforcer = resolving(&format!("sanction ann {nothing}"));
        assert_eq!(did(&mut enforcer).kinds, [EntryKind::Count]);
        assert_eq!(enforcer.ledgers().counter("offences", 0), Some(1));
    }
}

#[test]
fn escrow_is_released_as_far_as_it_goes_to_the_owner_or_another() {
    let mut enforcer = resolving("for each p: escrow rain of p from p in deposit");
    assert_eq!(did(&mut enforcer).transfers, ["-1", "-2", "-3"]);
    assert_eq!(enforcer.ledgers().escrow("deposit", 2), Some(rational("3")));
    assert_eq!(enforcer.ledgers().total_held(), rational("6"));
    assert_eq!(
        paid(
            "escrow 5 from ann in deposit
             release 2 from deposit of ann
             release 9 from deposit of ann to bob
             release all from deposit of ann to cyd"
        ),
        ["-3", "3", "0"]
    );
    assert_eq!(
        paid(
            "escrow 5 from ann in deposit
             release all from deposit of ann to cyd"
        ),
        ["-5", "0", "5"]
    );
}

#[test]
fn insurance_pays_what_the_pool_has() {
    let mut enforcer = resolving(
        "for each p: premium 2 from p into relief
         if season is drought: payout 4 from relief to ann
         if season is drought: payout 4 from relief to bob
         payout 1/2 from relief to cyd",
    );
    let did = did(&mut enforcer);
    assert_eq!(did.transfers, ["2", "0", "-2"]);
    assert_eq!(enforcer.ledgers().pool("relief"), Some(rational("0")));
    assert_eq!(did.kinds.len(), 5);
}

#[test]
fn actions_are_set_and_capped_and_the_choice_is_remembered() {
    let mut enforcer = resolving(
        "for each p: cap catch of p at quota
         set catch of ann to chosen catch of cyd / 4
         for each p: fine p chosen catch of p - catch of p",
    );
    let did = did(&mut enforcer);
    assert_eq!(did.actions, ["15/2", "12", "12"]);
    assert_eq!(did.transfers, ["-5/2", "-8", "-18"]);
    let actions = &did.kinds[..3];
    assert_eq!(actions, [EntryKind::Cap, EntryKind::Cap, EntryKind::Set]);
    let ruling = enforcer
        .resolve(&catches(&["10", "20", "30"]))
        .expect("evidence");
    assert!(ruling.overridden());
    assert_eq!(ruling.entries()[2].amount, rational("15/2"));
}

#[test]
fn players_are_directed_to_their_own_action_of_a_label() {
    let text = "law \"a law\"
      counter defections
    resolve:
      for each p: if action of p is D: count defections of p
      if action of row is C and action of column is D: transfer 3 from column to row
      for each p: direct p to C
      for each p: if chosen action of p is not C: violation by p \"defected\"
      if action of column is pass: fine row 100";
    let law = checked(&Law::parse(text).expect("a law"), &table());
    let mut enforcer = Enforcer::new(law, FailurePolicy::Open).expect("a policy");
    // Label 0 of column is D.
    let evidence = Evidence {
        actions: vec![Reading::Label(0), Reading::Label(0)],
        observations: Vec::new(),
    };
    let ruling = enforcer.resolve(&evidence).expect("evidence");
    assert_eq!(ruling.actions(), [Reading::Label(0), Reading::Label(1)]);
    assert_eq!(texts(ruling.transfers()), ["3", "-3"]);
    assert!(ruling.overridden());
    let violations: Vec<(usize, usize, Option<&str>)> = ruling
        .violations()
        .map(|violation| (violation.player, violation.clause, violation.text))
        .collect();
    assert_eq!(violations, [(1, 3, Some("defected"))]);
    assert_eq!(enforcer.ledgers().counter("defections", 1), Some(1));
    assert_eq!(enforcer.ledgers().counter("defections", 0), Some(0));
}

#[test]
fn counters_go_up_and_back_and_memories_hold_any_number() {
    let mut enforcer = resolving(
        "for each p: count offences of p
         count offences of bob
         clear offences of ann
         remember price = price - 2
         remember tax = price * offences of bob",
    );
    did(&mut enforcer);
    let ledgers = enforcer.ledgers();
    let counts = [0, 1, 2].map(|player| ledgers.counter("offences", player));
    assert_eq!(counts, [Some(0), Some(2), Some(1)]);
    assert_eq!(ledgers.memory("price"), Some(rational("-3/2")));
    assert_eq!(ledgers.memory("tax"), Some(rational("-3")));
    assert_eq!(ledgers.pool("price"), None);
    assert_eq!(ledgers.escrow("deposit", 3), None);
}

#[test]
fn sanctions_and_violations_are_on_record() {
    let mut enforcer = resolving(
        "sanction ann 2
         fine ann 5
         violation by bob \"late\"
         sanction cyd 1 graduated by offences",
    );
    let ruling = enforcer
        .resolve(&catches(&["1", "2", "3"]))
        .expect("evidence");
    let violations: Vec<(usize, Option<&str>, String)> = ruling
        .violations()
        .map(|violation| {
            (
                violation.player,
                violation.text,
                violation.sanction.to_string(),
            )
        })
        .collect();
    assert_eq!(
        violations,
        [
            (0, None, "2".to_owned()),
            (1, Some("late"), "0".to_owned()),
            (2, None, "1".to_owned()),
        ]
    );
}

#[test]
fn numbers_have_their_values() {
    for (expression, expected) in [
        ("players", "3"),
        ("stock", "50"),
        ("rain of cyd", "3"),
        ("catch of bob - 2 * catch of ann - 1", "-1"),
        ("-(stock) + 1/3", "-149/3"),
        ("stock / (players - 10)", "-50/7"),
        ("ratio(stock, catch of bob, 7)", "5/2"),
        ("ratio(stock, catch of bob - 20, 7)", "7"),
        ("min(stock, 7, 9)", "7"),
        ("max(stock, 7, 900)", "900"),
        ("floor(stock / 3)", "16"),
        ("ceiling(stock / 3)", "17"),
        ("floor(-(stock) / 3)", "-17"),
        ("round(stock / 20)", "2"),
        ("round(7 * stock / 100)", "4"),
        ("sum(p: catch of p * rain of p)", "140"),
        ("sum(p other than bob: catch of p)", "40"),
        ("largest(p other than cyd: catch of p)", "20"),
        ("smallest(p other than ann: catch of p)", "20"),
        ("largest(p: -(catch of p))", "-10"),
        ("number(p: catch of p > 15)", "2"),
        ("number(p other than cyd: catch of p > 15)", "1"),
        (
            "sum(p: number(q other than p: catch of q > catch of p))",
            "3",
        ),
        ("sum(p: sum(q other than p: catch of p - catch of q))", "0"),
        ("quota * price", "6"),
        ("relief + deposit of ann + offences of ann", "0"),
    ] {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn folds_over_nobody_are_zero_and_every_one_of_nobody_is_anything() {
    let alone = Court::new(["ann"], ActionKind::quantity("catch")).expect("a court");
    let text = "law \"alone\"
      memory a = 9
      memory b = 9
      memory c = 9
    resolve:
      remember a = sum(p other than ann: 5) + largest(p other than ann: 5) + smallest(p other than ann: 5)
      if every(p other than ann: 1 > 2): remember b = 1
      if some(p other than ann: 2 > 1): remember c = 1
      for each p other than ann: fine ann 1";
    let law = checked(&Law::parse(text).expect("a law"), &alone);
    let mut enforcer = Enforcer::new(law, FailurePolicy::Open).expect("a policy");
    let evidence = Evidence {
        actions: vec![Reading::Quantity(rational("4"))],
        observations: Vec::new(),
    };
    let ruling = enforcer.resolve(&evidence).expect("evidence");
    assert_eq!(texts(ruling.transfers()), ["0"]);
    let memory = |name| {
        enforcer
            .ledgers()
            .memory(name)
            .map(|value| value.to_string())
    };
    assert_eq!(memory("a").as_deref(), Some("0"));
    assert_eq!(memory("b").as_deref(), Some("1"));
    assert_eq!(memory("c").as_deref(), Some("9"));
}

#[test]
fn conditions_hold_as_they_say() {
    for (condition, expected) in [
        ("stock = 50", true),
        ("stock != 50", false),
        ("stock < 50", false),
        ("stock <= 50", true),
        ("stock > 50", false),
        ("stock >= 50", true),
        ("season is drought", true),
        ("season is not drought", false),
        ("boat of bob is new", true),
        ("boat of ann is new", false),
        ("not (season is wet)", true),
        ("stock > 60 or season is wet or catch of ann = 10", true),
        ("stock > 40 and season is wet", false),
        ("stock > 60 and season is wet or catch of ann = 10", true),
        ("every(p: catch of p >= 10)", true),
        ("every(p: catch of p > 10)", false),
        ("every(p other than ann: catch of p > 10)", true),
        ("some(p: boat of p is new)", true),
        ("some(p other than bob: boat of p is new)", false),
        (
            "some(p: every(q other than p: catch of q < catch of p))",
            true,
        ),
        ("every(p: some(q: catch of q < catch of p))", false),
    ] {
        assert_eq!(holds(condition), expected, "{condition}");
    }
}

#[test]
fn the_condition_is_looked_at_afresh_for_every_assignment() {
    // The first to be in need empties the pool for those after; quantifiers run in the court's order,
    // the first slowest.
    assert_eq!(
        paid(
            "premium 5 from cyd into relief
             for each p: if relief >= 3: payout 3 from relief to p"
        ),
        ["3", "0", "-5"]
    );
    assert_eq!(
        paid(
            "for each p: for each q: remember tax = 10 * tax + rain of p
             fine ann tax"
        )[0],
        "-111222333"
    );
    assert_eq!(
        paid(
            "for each p: for each q other than p: remember tax = 10 * tax + rain of q
             fine ann tax"
        )[0],
        "-231312"
    );
}
