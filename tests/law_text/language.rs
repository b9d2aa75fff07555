//! Every declaration and effect: its text, and what it stands for.

use lacuna::contract::law::{
    Clause, Comparison, Condition, Declaration, Effect, Expression, Law, Operator, Quantifier,
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

pub(super) fn expression(text: &str) -> Expression {
    match effect(&format!("fine p {text}")) {
        Effect::Fine { amount, .. } => amount,
        other => panic!("{text}: {other:?}"),
    }
}

pub(super) fn condition(text: &str) -> Condition {
    let clause = clause(&format!("if {text}: clear c of p"));
    clause.condition.unwrap_or_else(|| panic!("{text}"))
}

pub(super) fn s(text: &str) -> String {
    text.to_owned()
}

pub(super) fn n(text: &str) -> Expression {
    Expression::Number { value: q(text) }
}

pub(super) fn name(text: &str) -> Expression {
    Expression::Name { name: s(text) }
}

pub(super) fn of(text: &str, player: &str) -> Expression {
    Expression::Of {
        name: s(text),
        player: s(player),
    }
}

pub(super) fn two(operator: Operator, left: Expression, right: Expression) -> Expression {
    Expression::Arithmetic {
        operator,
        left: Box::new(left),
        right: Box::new(right),
    }
}

pub(super) fn is(name: &str, player: Option<&str>, label: &str) -> Condition {
    Condition::Is {
        name: s(name),
        player: player.map(s),
        chosen: false,
        negated: false,
        label: s(label),
    }
}

pub(super) fn compare(left: Expression, comparison: Comparison, right: Expression) -> Condition {
    Condition::Compare {
        left,
        comparison,
        right,
    }
}

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
