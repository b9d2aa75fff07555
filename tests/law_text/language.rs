//! Every declaration, effect, expression and condition: its text, and what it stands for.

use lacuna::contract::law::{
    Clause, Comparison, Condition, Declaration, Effect, Expression, Fold, Law, Operator,
    Quantifier, Rounding,
};

use super::{q, read};

fn clause(text: &str) -> Clause {
    let mut law = read(&format!("law \"L\"\nresolve:\n  {text}"));
    assert_eq!(law.resolve.len(), 1, "{text}");
    law.resolve.remove(0)
}

fn effect(text: &str) -> Effect {
    clause(text).effect
}

fn expression(text: &str) -> Expression {
    match effect(&format!("fine p {text}")) {
        Effect::Fine { amount, .. } => amount,
        other => panic!("{text}: {other:?}"),
    }
}

fn condition(text: &str) -> Condition {
    let clause = clause(&format!("if {text}: clear c of p"));
    clause.condition.unwrap_or_else(|| panic!("{text}"))
}

fn s(text: &str) -> String {
    text.to_owned()
}

fn n(text: &str) -> Expression {
    Expression::Number { value: q(text) }
}

fn name(text: &str) -> Expression {
    Expression::Name { name: s(text) }
}

fn of(text: &str, player: &str) -> Expression {
    Expression::Of {
        name: s(text),
        player: s(player),
    }
}

fn two(operator: Operator, left: Expression, right: Expression) -> Expression {
    Expression::Arithmetic {
        operator,
        left: Box::new(left),
        right: Box::new(right),
    }
}

fn is(name: &str, player: Option<&str>, label: &str) -> Condition {
    Condition::Is {
        name: s(name),
        player: player.map(s),
        chosen: false,
        negated: false,
        label: s(label),
    }
}

fn compare(left: Expression, comparison: Comparison, right: Expression) -> Condition {
    Condition::Compare {
        left,
        comparison,
        right,
    }
}

use Operator::{Add, Divide, Multiply, Subtract};

#[test]
fn declarations() {
    let law = read(
        "law \"All of them\"\n let quota = 12\n let debt = -1/3\n pool relief\n escrow deposit\n \
         counter offences\n memory price = 0.5\n pool \"law\"",
    );
    let value = |text| q(text);
    assert_eq!(law.title, "All of them");
    assert_eq!(
        law.declarations,
        [
            Declaration::Constant {
                name: s("quota"),
                value: value("12")
            },
            Declaration::Constant {
                name: s("debt"),
                value: value("-1/3")
            },
            Declaration::Pool { name: s("relief") },
            Declaration::Escrow { name: s("deposit") },
            Declaration::Counter {
                name: s("offences")
            },
            Declaration::Memory {
                name: s("price"),
                initial: value("1/2")
            },
            Declaration::Pool { name: s("law") },
        ]
    );
    let printed: Vec<String> = law.declarations.iter().map(|d| d.to_string()).collect();
    assert_eq!(
        printed,
        [
            "let quota = 12",
            "let debt = -1/3",
            "pool relief",
            "escrow deposit",
            "counter offences",
            "memory price = 1/2",
            "pool \"law\"",
        ]
    );
}

#[test]
fn parts_of_a_law_may_be_left_out() {
    assert_eq!(read("law \"\""), Law::default());
    let law = read("law \"E\"\nstart:\nend:\n  grant 1 to p\n");
    assert!(law.start.is_empty() && law.resolve.is_empty());
    assert_eq!(law.end.len(), 1);
    assert_eq!(law.to_string(), "law \"E\"\n\nend:\n  grant 1 to p");
}

#[test]
fn quantifiers_and_conditions() {
    let text = "for each p: for each q other than p: for each \"r s\" other than \"Jack Smith\": \
                if a is C: grant 1 to p";
    let clause = clause(text);
    let quantifier = |variable: &str, other: Option<&str>| Quantifier {
        variable: s(variable),
        other_than: other.map(s),
    };
    assert_eq!(
        clause.quantifiers,
        [
            quantifier("p", None),
            quantifier("q", Some("p")),
            quantifier("r s", Some("Jack Smith"))
        ]
    );
    assert_eq!(clause.condition, Some(is("a", None, "C")));
    assert_eq!(clause.to_string(), text);
}

#[test]
fn effects() {
    let (p, q) = (|| s("p"), || s("q"));
    let table = [
        (
            "direct p to C",
            Effect::Direct {
                player: p(),
                label: s("C"),
            },
        ),
        (
            "set catch of p to 10",
            Effect::Set {
                action: s("catch"),
                player: p(),
                to: n("10"),
            },
        ),
        (
            "cap catch of p at quota",
            Effect::Cap {
                action: s("catch"),
                player: p(),
                at: name("quota"),
            },
        ),
        (
            "fine p 3",
            Effect::Fine {
                player: p(),
                amount: n("3"),
            },
        ),
        (
            "sanction p 3",
            Effect::Sanction {
                player: p(),
                amount: n("3"),
            },
        ),
        (
            "sanction p 2 graduated by offences",
            Effect::GraduatedSanction {
                player: p(),
                base: n("2"),
                counter: s("offences"),
                multiplier: None,
            },
        ),
        (
            "sanction p 2 graduated by offences times 3",
            Effect::GraduatedSanction {
                player: p(),
                base: n("2"),
                counter: s("offences"),
                multiplier: Some(n("3")),
            },
        ),
        (
            "transfer 1/2 from p to q",
            Effect::Transfer {
                from: p(),
                to: q(),
                amount: n("1/2"),
            },
        ),
        (
            "grant 3 to \"Jack Smith\"",
            Effect::Grant {
                player: s("Jack Smith"),
                amount: n("3"),
            },
        ),
        (
            "escrow 5 from p in deposit",
            Effect::Escrow {
                player: p(),
                amount: n("5"),
                escrow: s("deposit"),
            },
        ),
        (
            "release 5 from deposit of p",
            Effect::Release {
                escrow: s("deposit"),
                player: p(),
                amount: Some(n("5")),
                to: None,
            },
        ),
        (
            "release 5 from deposit of p to q",
            Effect::Release {
                escrow: s("deposit"),
                player: p(),
                amount: Some(n("5")),
                to: Some(q()),
            },
        ),
        (
            "release all from deposit of p",
            Effect::Release {
                escrow: s("deposit"),
                player: p(),
                amount: None,
                to: None,
            },
        ),
        (
            "release all from deposit of p to q",
            Effect::Release {
                escrow: s("deposit"),
                player: p(),
                amount: None,
                to: Some(q()),
            },
        ),
        (
            "premium 2 from p into relief",
            Effect::Premium {
                player: p(),
                amount: n("2"),
                pool: s("relief"),
            },
        ),
        (
            "payout 5 from relief to p",
            Effect::Payout {
                pool: s("relief"),
                amount: n("5"),
                player: p(),
            },
        ),
        (
            "participation cost 1 from p",
            Effect::ParticipationCost {
                player: p(),
                amount: n("1"),
            },
        ),
        (
            "violation by p \"caught \\\"too\\\" much\"",
            Effect::Violation {
                player: p(),
                text: s("caught \"too\" much"),
            },
        ),
        (
            "count offences of p",
            Effect::Count {
                counter: s("offences"),
                player: p(),
            },
        ),
        (
            "clear offences of p",
            Effect::Clear {
                counter: s("offences"),
                player: p(),
            },
        ),
        (
            "remember price = -2",
            Effect::Remember {
                memory: s("price"),
                value: n("-2"),
            },
        ),
    ];
    for (text, meant) in table {
        assert_eq!(effect(text), meant, "{text}");
        assert_eq!(meant.to_string(), text);
    }
}

#[test]
fn expressions() {
    let boxed = Box::new;
    let fold = |fold, other: Option<&str>| Expression::Fold {
        fold,
        variable: s("p"),
        other_than: other.map(s),
        of: boxed(of("catch", "p")),
    };
    let round = |way| Expression::Round {
        way,
        of: boxed(name("x")),
    };
    let table = [
        ("3", n("3")),
        ("1/3", n("1/3")),
        ("-2", n("-2")),
        ("players", Expression::Players),
        ("stock", name("stock")),
        ("\"dry season\"", name("dry season")),
        ("catch of p", of("catch", "p")),
        ("\"min\" of \"Jack Smith\"", of("min", "Jack Smith")),
        (
            "chosen catch of p",
            Expression::Chosen {
                name: s("catch"),
                player: s("p"),
            },
        ),
        (
            "-(x)",
            Expression::Negate {
                of: boxed(name("x")),
            },
        ),
        ("-(3)", Expression::Negate { of: boxed(n("3")) }),
        ("a + b", two(Add, name("a"), name("b"))),
        ("a - b", two(Subtract, name("a"), name("b"))),
        ("a * b", two(Multiply, name("a"), name("b"))),
        ("a / b", two(Divide, name("a"), name("b"))),
        ("1 / 3", two(Divide, n("1"), n("3"))),
        (
            "ratio(a, b, c)",
            Expression::Ratio {
                numerator: boxed(name("a")),
                denominator: boxed(name("b")),
                otherwise: boxed(name("c")),
            },
        ),
        (
            "min(a)",
            Expression::Min {
                of: vec![name("a")],
            },
        ),
        (
            "max(a, 2, c)",
            Expression::Max {
                of: vec![name("a"), n("2"), name("c")],
            },
        ),
        ("floor(x)", round(Rounding::Floor)),
        ("ceiling(x)", round(Rounding::Ceiling)),
        ("round(x)", round(Rounding::Nearest)),
        (
            "choose(a is C, 1, 2)",
            Expression::Choose {
                condition: Box::new(is("a", None, "C")),
                then: boxed(n("1")),
                otherwise: boxed(n("2")),
            },
        ),
        ("sum(p: catch of p)", fold(Fold::Sum, None)),
        (
            "largest(p other than q: catch of p)",
            fold(Fold::Largest, Some("q")),
        ),
        ("smallest(p: catch of p)", fold(Fold::Smallest, None)),
        (
            "number(p other than ann: a of p is C)",
            Expression::NumberOf {
                variable: s("p"),
                other_than: Some(s("ann")),
                condition: Box::new(is("a", Some("p"), "C")),
            },
        ),
    ];
    for (text, meant) in table {
        assert_eq!(expression(text), meant, "{text}");
        assert_eq!(meant.to_string(), text);
    }
}

#[test]
fn conditions() {
    let boxed = Box::new;
    let (a, b, c) = (
        || is("a", None, "C"),
        || is("b", None, "C"),
        || is("c", None, "C"),
    );
    let table = [
        ("x = 1", compare(name("x"), Comparison::Equal, n("1"))),
        ("x != 1", compare(name("x"), Comparison::NotEqual, n("1"))),
        ("x < 1", compare(name("x"), Comparison::Less, n("1"))),
        ("x <= 1", compare(name("x"), Comparison::AtMost, n("1"))),
        ("x > -1", compare(name("x"), Comparison::Greater, n("-1"))),
        ("x >= 1", compare(name("x"), Comparison::AtLeast, n("1"))),
        ("season is dry", is("season", None, "dry")),
        ("action of p is \"not\"", is("action", Some("p"), "not")),
        (
            "season is not dry",
            Condition::Is {
                name: s("season"),
                player: None,
                chosen: false,
                negated: true,
                label: s("dry"),
            },
        ),
        (
            "chosen action of p is not C",
            Condition::Is {
                name: s("action"),
                player: Some(s("p")),
                chosen: true,
                negated: true,
                label: s("C"),
            },
        ),
        ("not (a is C)", Condition::Not { of: boxed(a()) }),
        (
            "a is C and b is C and c is C",
            Condition::And {
                of: vec![a(), b(), c()],
            },
        ),
        (
            "a is C or b is C or c is C",
            Condition::Or {
                of: vec![a(), b(), c()],
            },
        ),
        (
            "(a is C and b is C) and c is C",
            Condition::And {
                of: vec![Condition::And { of: vec![a(), b()] }, c()],
            },
        ),
        (
            "a is C or b is C and c is C",
            Condition::Or {
                of: vec![a(), Condition::And { of: vec![b(), c()] }],
            },
        ),
        (
            "(a is C or b is C) and c is C",
            Condition::And {
                of: vec![Condition::Or { of: vec![a(), b()] }, c()],
            },
        ),
        (
            "every(p: a is C)",
            Condition::Every {
                variable: s("p"),
                other_than: None,
                condition: boxed(a()),
            },
        ),
        (
            "some(p other than q: a is C or b is C)",
            Condition::Some {
                variable: s("p"),
                other_than: Some(s("q")),
                condition: boxed(Condition::Or { of: vec![a(), b()] }),
            },
        ),
        (
            "(x + 1) * 2 > x",
            compare(
                two(Multiply, two(Add, name("x"), n("1")), n("2")),
                Comparison::Greater,
                name("x"),
            ),
        ),
    ];
    for (text, meant) in table {
        assert_eq!(condition(text), meant, "{text}");
        assert_eq!(meant.to_string(), text);
    }
}

#[test]
fn operators_bind_as_in_arithmetic_and_from_left_to_right() {
    // Read by hand, with every parenthesis written.
    for (text, meant) in [
        ("a + b * c", "(a + (b * c))"),
        ("a * b + c", "((a * b) + c)"),
        ("a - b - c", "((a - b) - c)"),
        ("a - (b - c)", "(a - (b - c))"),
        ("a / b * c", "((a / b) * c)"),
        ("a / (b * c)", "(a / (b * c))"),
        ("a - b + c * d - e", "(((a - b) + (c * d)) - e)"),
        ("-(a + b) * c", "((-(a + b)) * c)"),
        ("(a + b) / (c - d)", "((a + b) / (c - d))"),
        ("2 - -3", "(2 - -3)"),
        ("a / 1/3", "(a / 1/3)"),
        ("1/3 / 2", "(1/3 / 2)"),
    ] {
        assert_eq!(expression(text), expression(meant), "{text}");
        assert_eq!(expression(text).to_string(), text);
    }
}

#[test]
fn other_ways_to_write_have_one_meaning() {
    for (text, canonical) in [
        ("0.50", "1/2"),
        ("2/4", "1/2"),
        ("007", "7"),
        ("-0", "0"),
        ("- 3", "-3"),
        ("-x", "-(x)"),
        ("--3", "-(-3)"),
        ("2-3", "2 - 3"),
        ("a-1/3", "a - 1/3"),
        ("1 /3", "1 / 3"),
        ("1/0.5", "1 / 1/2"),
        ("6/2/3", "3 / 3"),
        ("((a))", "a"),
        ("(a * b) + c", "a * b + c"),
        ("\"a\"", "a"),
        ("\"stock\" of \"p\"", "stock of p"),
        ("max( 1,2 )", "max(1, 2)"),
        ("choose((a < b), 1, 2)", "choose(a < b, 1, 2)"),
    ] {
        assert_eq!(expression(text).to_string(), canonical, "{text}");
    }
    for (text, canonical) in [
        ("not a is C", "not (a is C)"),
        ("not not a < b", "not (not (a < b))"),
        ("not a < b and c < d", "not (a < b) and c < d"),
        ("not every(p: a < b)", "not (every(p: a < b))"),
        ("(a < b)", "a < b"),
        ("a < b or (c < d and e < f)", "a < b or c < d and e < f"),
        ("x<-1", "x < -1"),
        ("(a) < (b)", "a < b"),
    ] {
        assert_eq!(condition(text).to_string(), canonical, "{text}");
    }
}

#[test]
fn words_of_the_language_are_names_between_quotes_only() {
    for word in super::laws::WORDS {
        let quoted = format!("law \"L\"\n  pool \"{word}\"");
        let law = read(&quoted);
        assert_eq!(law.declarations[0].name(), word);
        let bare = format!("law \"L\"\n  pool {word}");
        if ["_", "__", "a1", "A", "p"].contains(&word) {
            assert_eq!(law.to_string(), bare);
        } else {
            assert_eq!(law.to_string(), quoted);
            let error = Law::parse(&bare).unwrap_err();
            assert_eq!((error.line(), error.column()), (2, 8), "{error}");
        }
    }
}
