//! Numbers, sizes and forms that are refused.

use super::*;

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
