//! Every expression and condition: its text, and what it stands for.

use lacuna::contract::law::Operator::{Add, Divide, Multiply, Subtract};
use lacuna::contract::law::{Comparison, Condition, Expression, Fold, Rounding};

use super::language::{compare, condition, expression, is, n, name, of, s, two};

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
