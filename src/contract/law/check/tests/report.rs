//! What is said about a law as a whole: all its problems, or what it does.

use super::*;

#[test]
fn all_problems_are_reported_at_once_in_the_order_of_the_law() {
    let law = Law {
        declarations: vec![Declaration::Pool { name: "ann".into() }],
        start: vec![plain(fine("dan", of("effort", "eve")))],
        end: vec![
            plain(fine("ann", number("1"))),
            clause(
                &["p"],
                Some(is("weather", None, "fair")),
                transfer(name("x"), "p", "q"),
            ),
        ],
        ..Law::default()
    };
    let rejection = law
        .check(&fishery(), &CheckOptions::default())
        .expect_err("problems");
    let places: Vec<LawPlace> = rejection.problems().iter().map(|p| p.place).collect();
    let at = |hook, clause| LawPlace::Clause { hook, clause };
    assert_eq!(
        places,
        [
            LawPlace::Declaration { declaration: 0 },
            at(Hook::Start, 0),
            at(Hook::Start, 0),
            at(Hook::Start, 0),
            at(Hook::End, 1),
            at(Hook::End, 1),
            at(Hook::End, 1),
        ]
    );
    let text = rejection.to_string();
    assert!(
        text.starts_with("the law has 7 problems:\n  declaration 1: "),
        "{text}"
    );
    assert_eq!(text.lines().count(), 8);
}

#[test]
fn a_law_is_as_expensive_as_the_worst_of_its_clauses() {
    let class = |effects: &[Effect]| {
        let law = resolving(effects.iter().cloned().map(plain));
        checked(&law, &fishery()).budget_class()
    };
    let one = || number("1");
    let balanced = [
        transfer(one(), "ann", "bob"),
        escrow(one(), "ann", "deposit"),
        release(None, "deposit", "ann", None),
        premium(one(), "ann", "relief"),
        payout(one(), "relief", "ann"),
        set("ann", one()),
        count("offences", "ann"),
        remember("tax", one()),
    ];
    let burning = [
        fine("ann", one()),
        Effect::Sanction {
            player: "ann".into(),
            amount: one(),
        },
        graduated("ann", one(), "offences", None),
        Effect::ParticipationCost {
            player: "ann".into(),
            amount: one(),
        },
    ];
    assert_eq!(class(&[]), BudgetClass::Balanced);
    assert_eq!(class(&balanced), BudgetClass::Balanced);
    for effect in burning {
        let with = [balanced[0].clone(), effect.clone(), balanced[1].clone()];
        assert_eq!(class(&with), BudgetClass::Burning);
        assert_eq!(class(&[grant(one(), "ann"), effect]), BudgetClass::Funded);
    }
}

#[test]
fn a_checked_law_says_what_it_looks_at_and_what_nobody_sees() {
    let law = resolving([
        clause(
            &["p"],
            Some(is("season", None, "drought")),
            fine("p", arithmetic(of("catch", "p"), '-', name("relief"))),
        ),
        plain(fine("ann", of("deposit", "bob"))),
    ]);
    let law = checked(&law, &fishery());
    let reads = law.reads();
    assert!(reads.actions && !reads.chosen_actions);
    assert_eq!(reads.observations, ["season"]);
    assert_eq!(reads.ledgers, ["deposit", "relief"]);
    assert!(law.holds_money());
    assert_eq!(law.unseen()[0].name, "effort");
    assert_eq!(law.clause_class(Hook::Resolve, 0), BudgetClass::Burning);
    assert_eq!(law.clause_class(Hook::Resolve, 9), BudgetClass::Balanced);
}

#[test]
fn what_an_effect_goes_by_is_looked_at_without_being_mentioned() {
    let reads = |effect: Effect| {
        let law = checked(&resolving([plain(effect)]), &fishery());
        (law.reads().actions, law.reads().ledgers.clone())
    };
    let one = || number("1");
    let cap = Effect::Cap {
        action: "catch".into(),
        player: "ann".into(),
        at: one(),
    };
    for (effect, actions, ledger) in [
        (cap, true, None),
        (set("ann", one()), false, None),
        (payout(one(), "relief", "ann"), false, Some("relief")),
        (
            release(None, "deposit", "ann", None),
            false,
            Some("deposit"),
        ),
        (
            graduated("ann", one(), "offences", None),
            false,
            Some("offences"),
        ),
        (premium(one(), "ann", "relief"), false, None),
        (escrow(one(), "ann", "deposit"), false, None),
        (count("offences", "ann"), false, None),
    ] {
        let ledgers: Vec<String> = ledger.into_iter().map(str::to_owned).collect();
        assert_eq!(reads(effect.clone()), (actions, ledgers), "{effect}");
    }
}

#[test]
fn every_clause_is_explained_in_a_sentence() {
    let law = resolving([
        clause(
            &["p", "q other than p"],
            Some(above(of("catch", "p"), name("quota"))),
            transfer(arithmetic(number("1/2"), '*', of("catch", "p")), "p", "q"),
        ),
        plain(graduated("ann", number("2"), "offences", Some(number("3")))),
    ]);
    let explained = checked(&law, &fishery()).explain();
    assert_eq!(
        explained[0].sentence,
        "For each player p and each player q other than p, if the catch of p is more than quota, p \
         pays 1/2 times the catch of p to q."
    );
    assert_eq!(explained[0].class, BudgetClass::Balanced);
    assert_eq!(
        explained[1].sentence,
        "The offences of ann go up by one, and ann is sanctioned 2 times 3 times that count, which \
         is destroyed."
    );
    assert_eq!((explained[1].hook, explained[1].clause), (Hook::Resolve, 1));
}
