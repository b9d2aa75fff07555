//! Every problem is found, at its place, in words; and the bounds of what passes.

use super::super::testing::*;
use super::super::*;
use super::*;

/// What the court says to one clause of `resolve`.
fn refused(clause: Clause) -> Vec<String> {
    refused_by(&fishery(), &resolving([clause]))
}

fn refused_by(court: &Court, law: &Law) -> Vec<String> {
    match law.check(court, &CheckOptions::default()) {
        Ok(_) => Vec::new(),
        Err(rejection) => rejection
            .problems()
            .iter()
            .map(ToString::to_string)
            .collect(),
    }
}

#[test]
fn each_misuse_of_a_name_is_told_what_the_name_is_and_what_is_needed() {
    let number = "a number: a constant, a memory, a pool or an observed quantity";
    let number_of =
        "a number of a player: its action, an observed quantity, an escrow or a counter";
    for (amount, words) in [
        (name("stok"), format!("\"stok\" is unknown; {number} is needed here; did you mean \"stock\"?")),
        (name("zebra"), format!("\"zebra\" is unknown; {number} is needed here")),
        (
            name("effort"),
            "the court cannot verify \"effort\": work is private".to_owned(),
        ),
        (
            name("deposit"),
            format!("\"deposit\" is an escrow account of each player; {number} is needed here"),
        ),
        (
            name("season"),
            format!("\"season\" is an observed label; {number} is needed here"),
        ),
        (
            name("catch"),
            format!("\"catch\" is the players' action, which is a quantity; {number} is needed here"),
        ),
        (
            of("stock", "ann"),
            format!("\"stock\" is an observed quantity; {number_of} is needed here"),
        ),
        (
            of("ofences", "ann"),
            format!("\"ofences\" is unknown; {number_of} is needed here; did you mean \"offences\"?"),
        ),
        (
            of("effort", "ann"),
            "the court cannot verify \"effort\": work is private".to_owned(),
        ),
        (
            of("catch", "anne"),
            "\"anne\" is unknown; a player or a variable that stands for one is needed here; did \
             you mean \"ann\"?"
                .to_owned(),
        ),
        (
            of("catch", "stock"),
            "\"stock\" is an observed quantity; a player or a variable that stands for one is \
             needed here"
                .to_owned(),
        ),
        (
            chosen("rain", "ann"),
            "\"rain\" is an observed quantity of each player; the players' action as a quantity is \
             needed here"
                .to_owned(),
        ),
    ] {
        assert_eq!(
            refused(plain(fine("bob", amount))),
            [format!("resolve, clause 1: {words}")]
        );
    }
}

#[test]
fn ledgers_of_effects_must_be_declared_and_of_the_right_kind() {
    for (effect, words) in [
        (
            premium(number("1"), "ann", "deposit"),
            "\"deposit\" is an escrow account of each player; a pool that the law declares is \
             needed here",
        ),
        (
            payout(number("1"), "releif", "ann"),
            "\"releif\" is unknown; a pool that the law declares is needed here; did you mean \
             \"relief\"?",
        ),
        (
            escrow(number("1"), "ann", "relief"),
            "\"relief\" is a pool; an escrow that the law declares is needed here",
        ),
        (
            count("price", "ann"),
            "\"price\" is a memory; a counter that the law declares is needed here",
        ),
        (
            remember("quota", number("1")),
            "\"quota\" is a constant; a memory that the law declares is needed here",
        ),
    ] {
        assert_eq!(
            refused(plain(effect)),
            [format!("resolve, clause 1: {words}")]
        );
    }
}

#[test]
fn labels_are_those_of_the_action_or_observation_they_are_compared_with() {
    let when = |condition| clause(&[], Some(condition), fine("ann", number("1")));
    for (condition, words) in [
        (
            is("season", None, "draught"),
            "\"season\" has no label \"draught\"; did you mean \"drought\"?",
        ),
        (
            is("season", Some("ann"), "drought"),
            "\"season\" is an observed label; a label of each player is needed here",
        ),
        (
            is("boat", None, "new"),
            "\"boat\" is an observed label of each player; a label that is not a player's is \
             needed here",
        ),
        (
            is("stock", None, "new"),
            "\"stock\" is an observed quantity; a label: an action or an observation is needed here",
        ),
        (
            is("catch", Some("ann"), "new"),
            "\"catch\" is the players' action, which is a quantity; a label: an action or an \
             observation is needed here",
        ),
    ] {
        assert_eq!(
            refused(when(condition)),
            [format!("resolve, clause 1: {words}")]
        );
    }
    let table = table();
    let direct = |quantifiers: &[&str], player: &str, label: &str| {
        let effect = Effect::Direct {
            player: player.into(),
            label: label.into(),
        };
        refused_by(
            &table,
            &Law {
                resolve: vec![clause(quantifiers, None, effect)],
                ..Law::default()
            },
        )
    };
    assert_eq!(
        direct(&["p"], "p", "pass"),
        ["resolve, clause 1: \"row\" has no action \"pass\" to be directed to"]
    );
    assert!(direct(&["p other than row"], "p", "pass").is_empty());
    assert_eq!(
        direct(&[], "row", "pass"),
        ["resolve, clause 1: \"action\" has no label \"pass\""]
    );
    assert!(direct(&["p"], "p", "C").is_empty());
    // In a condition a label that only some players have is false for the others.
    let when = |player: &str| {
        let law = Law {
            resolve: vec![clause(
                &["p"],
                Some(is("action", Some(player), "pass")),
                fine("p", number("1")),
            )],
            ..Law::default()
        };
        refused_by(&table, &law)
    };
    assert!(when("p").is_empty());
    assert_eq!(
        when("row"),
        ["resolve, clause 1: \"action\" has no label \"pass\""]
    );
}

#[test]
fn actions_are_mentioned_only_where_there_are_some() {
    let fines = vec![
        plain(fine("ann", of("catch", "ann"))),
        plain(fine("ann", chosen("catch", "ann"))),
        plain(set("ann", number("1"))),
    ];
    let law = Law {
        start: fines.clone(),
        resolve: fines.clone(),
        end: fines,
        ..Law::default()
    };
    let belongs =
        "belongs in resolve, the only hook between the choice of actions and what they do";
    let nobody =
        "\"catch\" is the players' action, and nobody has acted yet at the start of a round";
    assert_eq!(
        refused_by(&fishery(), &law),
        [
            format!("start, clause 1: {nobody}"),
            format!("start, clause 2: {nobody}"),
            format!("start, clause 3: setting an action {belongs}"),
            format!("end, clause 2: an action as it was chosen {belongs}"),
            format!("end, clause 3: setting an action {belongs}"),
        ]
    );
}

#[test]
fn a_divisor_is_a_constant_other_than_zero() {
    let divided = |by| refused(plain(fine("ann", arithmetic(name("stock"), '/', by))));
    assert!(divided(number("3")).is_empty());
    assert!(divided(name("quota")).is_empty());
    assert!(divided(arithmetic(Expression::Players, '*', name("quota"))).is_empty());
    let none = "resolve, clause 1: the divisor is zero";
    assert_eq!(divided(number("0")), [none]);
    assert_eq!(
        divided(arithmetic(name("quota"), '-', number("12"))),
        [none]
    );
    for by in [name("stock"), name("price"), of("catch", "ann")] {
        assert_eq!(
            divided(by),
            [
                "resolve, clause 1: a divisor must be made of numbers, `players` and constants of \
                 the law; ratio(a, b, c) divides by anything"
            ]
        );
    }
}

#[test]
fn numbers_that_do_not_fit_are_refused_wherever_they_are_written() {
    let large = "9223372036854775808";
    let fit = "its numerator and denominator must fit 64 bits";
    assert_eq!(
        refused(plain(fine("ann", number(large)))),
        [format!("resolve, clause 1: a number is {large}; {fit}")]
    );
    let product = arithmetic(number("4294967296"), '*', number("2147483648"));
    assert_eq!(
        refused(plain(fine("ann", product))),
        [format!(
            "resolve, clause 1: the value of a constant expression is {large}; {fit}"
        )]
    );
    let law = Law {
        declarations: vec![
            Declaration::Constant {
                name: "most".into(),
                value: rational(large),
            },
            Declaration::Memory {
                name: "past".into(),
                initial: rational("1/9223372036854775808"),
            },
        ],
        ..Law::default()
    };
    assert_eq!(
        refused_by(&fishery(), &law),
        [
            format!("declaration 1: the constant is {large}; {fit}"),
            format!("declaration 2: the memory's first value is 1/{large}; {fit}"),
        ]
    );
    let limits = ActionKind::quantity_between("catch", rational("-1e30"), rational("1e30"));
    let wide = Court::new(["ann"], limits).expect("a court");
    assert!(refused_by(&wide, &Law::default()).is_empty());
    let limits = ActionKind::quantity_between("catch", rational("1e29"), rational("1e30"));
    let far = Court::new(["ann"], limits).expect("a court");
    assert_eq!(refused_by(&far, &Law::default()).len(), 1);
}

#[test]
fn a_law_keeps_no_more_accounts_than_a_machine_can() {
    let pools = |count: usize| Law {
        declarations: (0..count)
            .map(|number| Declaration::Pool {
                name: format!("pool {number}"),
            })
            .chain([Declaration::Escrow {
                name: "deposit".into(),
            }])
            .collect(),
        ..Law::default()
    };
    let options = CheckOptions::default().with_max_accounts(10);
    // Seven pools and an account of each of three players.
    assert!(pools(7).check(&fishery(), &options).is_ok());
    let rejection = pools(8).check(&fishery(), &options).expect_err("too many");
    // The declaration with which there are too many.
    assert_eq!(
        rejection.to_string(),
        "the law has a problem:\n  declaration 9: the law keeps 11 pools, accounts, counters and \
         memories; at most 10 are allowed"
    );
}

#[test]
fn a_court_that_sees_more_than_a_machine_can_hold_enforces_nothing() {
    let mut court = Court::new(
        (0..4_096).map(|p| format!("p{p}")),
        ActionKind::quantity("catch"),
    )
    .expect("a court");
    let seen = (0..4_097).map(|number| Observable::quantity(format!("o{number}")).of_each_player());
    let mut form = serde_json::to_value(&court).expect("a document");
    form["observables"] = serde_json::to_value(seen.collect::<Vec<_>>()).expect("a document");
    court = serde_json::from_value(form).expect("a court");
    assert_eq!(
        refused_by(&court, &Law::default()),
        ["court: it makes 16781312 readings; at most 16777216 are allowed"]
    );
}

#[test]
fn a_form_that_no_text_has_is_a_problem_of_its_own() {
    let only = Condition::And {
        of: vec![above(name("stock"), number("1"))],
    };
    assert_eq!(
        refused(clause(&[], Some(only), fine("ann", number("1")))),
        ["resolve, clause 1: `and` has 1 parts; it needs at least 2"]
    );
    let violation = Effect::Violation {
        player: "ann".into(),
        text: "two\nlines".into(),
    };
    assert_eq!(
        refused(plain(violation)),
        [
            "resolve, clause 1: \"two\\nlines\" has characters that cannot be seen; a text is one \
             line of visible ones"
        ]
    );
    let law = Law {
        title: "\u{202e}".into(),
        ..Law::default()
    };
    assert!(refused_by(&fishery(), &law)[0].starts_with("title: "));
}

#[test]
fn variables_have_names_that_can_be_read() {
    let no_name = "is no name: a name is one line of visible characters, not empty, without quotes or \
                   backslashes, and with no space at either end";
    for variable in ["", " p", "p\"q", "p\nq"] {
        assert_eq!(
            refused(clause(&[variable], None, fine("ann", number("1")))),
            [format!("resolve, clause 1: {variable:?} {no_name}")]
        );
        let sum = fold(Fold::Sum, variable, None, number("1"));
        assert_eq!(
            refused(plain(fine("ann", sum))),
            [format!("resolve, clause 1: {variable:?} {no_name}")]
        );
    }
}

#[test]
fn players_without_an_action_are_one_problem_and_not_one_each() {
    let labels = [vec!["C", "D"], vec!["C"], vec!["D"], vec!["C"]];
    let court = Court::new(["a", "b", "c", "d"], ActionKind::labels("action", labels));
    let law = Law {
        resolve: vec![clause(
            &["p"],
            None,
            Effect::Direct {
                player: "p".into(),
                label: "D".into(),
            },
        )],
        ..Law::default()
    };
    assert_eq!(
        refused_by(&court.expect("a court"), &law),
        ["resolve, clause 1: \"b\" has no action \"D\" to be directed to, nor has 1 other player"]
    );
}

#[test]
fn names_are_declared_once_and_apart_from_those_of_the_court() {
    let pool = |name: &str| Declaration::Pool { name: name.into() };
    let law = Law {
        declarations: ["a", "a", "ann", "catch", "stock", "effort", " b", "b\"c"]
            .map(pool)
            .to_vec(),
        ..Law::default()
    };
    let no_name = "is no name: a name is one line of visible characters, not empty, without quotes or \
                   backslashes, and with no space at either end";
    assert_eq!(
        refused_by(&fishery(), &law),
        [
            "declaration 2: \"a\" cannot be declared: it is the name of a pool".to_owned(),
            "declaration 3: \"ann\" cannot be declared: it is the name of a player".into(),
            "declaration 4: \"catch\" cannot be declared: it is the name of the players' action, \
             which is a quantity"
                .into(),
            "declaration 5: \"stock\" cannot be declared: it is the name of an observed quantity"
                .into(),
            "declaration 6: \"effort\" cannot be declared: it is the name of something that the \
             court cannot see"
                .into(),
            format!("declaration 7: \" b\" {no_name}"),
            format!("declaration 8: \"b\\\"c\" {no_name}"),
        ]
    );
}

#[test]
fn variables_are_apart_from_players_declarations_and_one_another() {
    let one = || number("1");
    for (quantifiers, amount, words) in [
        (
            vec!["ann"],
            one(),
            "\"ann\" cannot be a variable here: it is the name of a player",
        ),
        (
            vec!["quota"],
            one(),
            "\"quota\" cannot be a variable here: it is the name of a constant",
        ),
        (
            vec!["p", "p"],
            one(),
            "\"p\" cannot be a variable here: it is the name of a variable in scope",
        ),
        (
            vec!["p"],
            fold(Fold::Sum, "p", None, of("catch", "p")),
            "\"p\" cannot be a variable here: it is the name of a variable in scope",
        ),
        (
            vec!["p other than q", "q"],
            one(),
            "\"q\" is unknown; a player or a variable that stands for one is needed here",
        ),
        (
            vec![],
            arithmetic(
                fold(Fold::Sum, "p", None, of("catch", "p")),
                '+',
                of("catch", "p"),
            ),
            "\"p\" is unknown; a player or a variable that stands for one is needed here",
        ),
    ] {
        assert_eq!(
            refused(clause(&quantifiers, None, fine("bob", amount))),
            [format!("resolve, clause 1: {words}")]
        );
    }
    // After its fold a name is free again.
    let sum = || fold(Fold::Sum, "p", None, of("catch", "p"));
    let both = arithmetic(sum(), '+', sum());
    assert!(refused(plain(fine("bob", both))).is_empty());
}

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
fn nothing_to_compare_and_endless_nesting_are_refused() {
    assert_eq!(
        refused(plain(fine("ann", Expression::Min { of: Vec::new() }))),
        ["resolve, clause 1: min and max need at least one number"]
    );
    let nested = |times: usize| {
        let mut amount = name("stock");
        for _ in 0..times {
            amount = Expression::Negate { of: amount.into() };
        }
        refused(plain(fine("ann", amount)))
    };
    assert!(nested(49).is_empty());
    assert_eq!(
        nested(50),
        ["resolve, clause 1: expressions and conditions are nested more than 50 deep"]
    );
}

#[test]
fn steps_multiply_over_quantifiers_and_folds_and_are_limited() {
    // The clause, 3 assignments of p, 6 of q; each with a comparison of two numbers, and a fine of
    // a sum over two players of two operands.
    let law = resolving([clause(
        &["p", "q other than p"],
        Some(above(of("catch", "p"), number("1"))),
        fine(
            "q",
            fold(
                Fold::Sum,
                "r",
                Some("ann"),
                arithmetic(of("catch", "r"), '+', of("rain", "r")),
            ),
        ),
    )]);
    let law_steps = 1 + 3 + 6 + 6 * (3 + (1 + 2 * 3));
    assert_eq!(
        checked(&law, &fishery()).max_steps(Hook::Resolve),
        law_steps
    );
    let limited = |limit| law.check(&fishery(), &CheckOptions::default().with_max_steps(limit));
    assert!(limited(law_steps).is_ok());
    let rejection = limited(law_steps - 1).expect_err("too many");
    assert_eq!(
        rejection.problems()[0].to_string(),
        "resolve: the clauses of this hook may take 70 steps; at most 69 are allowed"
    );
    // 3^64 assignments: the count saturates.
    let variables: Vec<String> = (0..64).map(|number| format!("v{number}")).collect();
    let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
    let rejection = resolving([clause(&variables, None, fine("ann", number("1")))])
        .check(&fishery(), &CheckOptions::default())
        .expect_err("too many");
    assert!(matches!(
        rejection.problems()[0].kind,
        LawProblemKind::TooManySteps {
            steps: u64::MAX,
            ..
        }
    ));
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
