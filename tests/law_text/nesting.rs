//! Nothing that is nested too deep overflows the stack: not in reading, checking or printing, and
//! not in JSON.

use std::time::{Duration, Instant};

use lacuna::contract::law::{
    Clause, Condition, Effect, Expression, FormProblem, Law, Operator, ParseErrorKind,
};
use lacuna::io::{from_json, to_json};
use proptest::prelude::*;

use super::q;

/// Repeats an opening, the innermost part, and a closing; whether it is a condition; and how many
/// levels one repetition makes.
const NESTINGS: [(&str, &str, &str, bool, usize); 12] = [
    ("(", "a", ")", false, 0),
    ("-", "a", "", false, 1),
    ("-(", "a", ")", false, 1),
    ("a + ", "a", "", false, 1),
    ("1 / (", "a", ")", false, 1),
    ("min(", "1", ")", false, 1),
    ("sum(p: ", "a", ")", false, 1),
    ("choose(a is C, 1, ", "2", ")", false, 1),
    ("not ", "a is C", "", true, 1),
    ("not (", "a is C", ")", true, 1),
    ("a is C and (a is D or ", "a is C", ")", true, 2),
    ("every(p: ", "a is C", ")", true, 1),
];

fn nested(open: &str, inner: &str, close: &str, condition: bool, times: usize) -> String {
    let value = format!("{}{inner}{}", open.repeat(times), close.repeat(times));
    if condition {
        format!("law \"L\"\nend:\n  if {value}: fine p 3")
    } else {
        format!("law \"L\"\nend:\n  fine p {value}")
    }
}

#[test]
fn fifty_levels_are_read_and_one_more_is_a_typed_error() {
    for (open, inner, close, condition, levels) in NESTINGS {
        let times = match levels {
            0 => Law::MOST_NESTING,
            _ => (Law::MOST_NESTING - 1) / levels,
        };
        let text = nested(open, inner, close, condition, times);
        let law = Law::parse(&text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(law.check_form(), Ok(()), "{open}");
        assert_eq!(Law::parse(&law.to_string()), Ok(law.clone()), "{open}");
        let document = to_json(&law).expect("writable");
        assert_eq!(from_json::<Law>(&document), Ok(law), "{open}");
        for more in [times + 1, times + 2, 2 * times, 200_000] {
            let text = nested(open, inner, close, condition, more);
            let error = Law::parse(&text).unwrap_err();
            assert_eq!(
                error.kind(),
                ParseErrorKind::TooDeep,
                "{open} {more}: {error}"
            );
            assert_eq!(error.line(), 3);
        }
    }
}

/// An expression of so many levels, made by hand.
fn deep(levels: usize) -> Expression {
    (1..levels).fold(Expression::Players, |inside, level| match level % 3 {
        0 => Expression::Negate {
            of: Box::new(inside),
        },
        1 => Expression::Max { of: vec![inside] },
        _ => Expression::Arithmetic {
            operator: Operator::Subtract,
            left: Box::new(inside),
            right: Box::new(Expression::Number { value: q("1/3") }),
        },
    })
}

fn fine(amount: Expression) -> Law {
    let player = "p".to_owned();
    Law {
        end: vec![Clause {
            quantifiers: Vec::new(),
            condition: None,
            effect: Effect::Fine { player, amount },
        }],
        ..Law::default()
    }
}

#[test]
fn laws_made_by_hand_are_refused_and_printed_at_any_depth() {
    let well = fine(deep(Law::MOST_NESTING));
    assert_eq!(well.check_form(), Ok(()));
    assert_eq!(Law::parse(&well.to_string()).as_ref(), Ok(&well));
    // Much deeper ones could not be dropped by anybody.
    for levels in [Law::MOST_NESTING + 1, 100, 1_000] {
        let law = fine(deep(levels));
        let error = law.check_form().unwrap_err();
        assert!(
            matches!(error.problem, FormProblem::TooDeep { .. }),
            "{error}"
        );
        assert!(error.to_string().starts_with("end, clause 1: "));
        // What is not shown cannot be mistaken for a law.
        assert!(law.to_string().contains('…'));
        assert!(Law::parse(&law.to_string()).is_err());
    }
}

#[test]
fn documents_of_any_depth_are_read_or_refused() {
    let (head, tail) = (
        "{\"format\":\"lacuna\",\"version\":1,\"kind\":\"law\",\"value\":{\"title\":\"\",\"end\":[{",
        "}]}}",
    );
    let condition =
        "\"condition\":X,\"effect\":{\"kind\":\"clear\",\"counter\":\"c\",\"player\":\"p\"}";
    let amount = "\"effect\":{\"kind\":\"fine\",\"player\":\"p\",\"amount\":X}";
    let shapes = [
        (condition, "{\"kind\":\"not\",\"of\":", "}"),
        (condition, "{\"kind\":\"and\",\"of\":[", "]}"),
        (
            condition,
            "{\"kind\":\"every\",\"variable\":\"p\",\"condition\":",
            "}",
        ),
        (amount, "{\"kind\":\"negate\",\"of\":", "}"),
        (amount, "{\"kind\":\"max\",\"of\":[", "]}"),
        (amount, "{\"kind\":\"round\",\"way\":\"floor\",\"of\":", "}"),
    ];
    for (clause, open, close) in shapes {
        let inner = if clause == condition {
            "{\"kind\":\"is\",\"name\":\"a\",\"label\":\"b\"}"
        } else {
            "{\"kind\":\"players\"}"
        };
        let mut accepted = 0;
        for times in (0..140).chain([10_000]) {
            let value = format!("{}{inner}{}", open.repeat(times), close.repeat(times));
            let document = format!("{head}{}{tail}", clause.replace('X', &value));
            if let Ok(law) = from_json::<Law>(&document) {
                accepted += 1;
                let sound = law.check_form().is_ok();
                assert_eq!(
                    Law::parse(&law.to_string()).is_ok(),
                    sound,
                    "{open} {times}"
                );
                assert_eq!(law.clone(), law);
            }
        }
        // The reader of JSON has a limit of its own, which lies beyond that of laws.
        assert!(accepted > Law::MOST_NESTING, "{open}: {accepted}");
    }
}

#[test]
fn laws_that_are_not_well_formed_are_refused_with_the_place() {
    let name = |name: &str| fine(Expression::Name { name: name.into() });
    let mut titled = Law::default();
    titled.title.push('\u{202e}');
    let when = |condition| {
        let mut law = fine(Expression::Players);
        law.end[0].condition = Some(condition);
        law
    };
    let chosen = Condition::Is {
        name: "action".into(),
        player: None,
        chosen: true,
        negated: false,
        label: "C".into(),
    };
    let ten = q("1e999") * q("10");
    let laws = [
        (
            titled,
            "title: \"\\u{202e}\" has characters that cannot be seen",
        ),
        (name(""), "end, clause 1: \"\" is no name"),
        (name(" a"), "end, clause 1: \" a\" is no name"),
        (name("a\"b"), "end, clause 1: \"a\\\"b\" is no name"),
        (
            fine(Expression::Min { of: vec![] }),
            "end, clause 1: `min` has 0 parts",
        ),
        (
            when(Condition::And { of: vec![] }),
            "end, clause 1: `and` has 0 parts",
        ),
        (
            when(Condition::Or {
                of: vec![chosen.clone()],
            }),
            "end, clause 1: `or` has 1 parts",
        ),
        (
            when(chosen),
            "end, clause 1: `chosen action` is no player's",
        ),
        (
            fine(Expression::Number { value: ten }),
            "end, clause 1: a number has more than 1000 digits",
        ),
    ];
    for (law, words) in laws {
        let error = law.check_form().unwrap_err().to_string();
        assert!(error.starts_with(words), "{error}");
        // No text is read as another law than the one that was printed.
        let text = law.to_string();
        assert!(Law::parse(&text).is_err(), "{text}");
    }
}

#[test]
fn long_texts_take_time_in_proportion() {
    let start = Instant::now();
    let line = "  for each p: if catch of p > 12 and stock < 20 or a is b: fine p 3 * catch of p\n";
    let many = format!("law \"L\"\nend:\n{}", line.repeat(20_000));
    assert_eq!(Law::parse(&many).map(|law| law.end.len()), Ok(20_000));
    let wide = format!("law \"L\"\nend:\n  fine p max({}1)", "a, ".repeat(200_000));
    assert!(Law::parse(&wide).is_ok());
    let joined = format!(
        "law \"L\"\nend:\n  if {}a < b: fine p 1",
        "a < b and ".repeat(100_000)
    );
    assert!(Law::parse(&joined).is_ok());
    for hostile in [
        "9".repeat(2_000_000),
        format!("1/{}", "9".repeat(2_000_000)),
        "\"".repeat(1_000_001),
        "\\".repeat(1_000_000),
        "a".repeat(2_000_000),
        "#".repeat(2_000_000),
        "\n".repeat(2_000_000),
        "-".repeat(2_000_000),
        "😀".repeat(500_000),
    ] {
        for before in [
            "",
            "law \"L\"\nlet x = ",
            "law \"",
            "law \"L\"\nend:\n fine p ",
        ] {
            let text = format!("{before}{hostile}");
            if let Err(error) = Law::parse(&text) {
                assert!(error.to_string().len() < 3_000);
            }
        }
    }
    // Much more than is needed, also on a busy machine.
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn numbers_have_at_most_a_thousand_digits_on_each_side() {
    let most = Law::MOST_DIGITS;
    for (digits, fits) in [(most, true), (most + 1, false), (100_000, false)] {
        for text in [
            "9".repeat(digits),
            format!("1/1{}", "3".repeat(digits - 1)),
            format!("0.{}1", "0".repeat(digits - 2)),
        ] {
            let law = Law::parse(&format!("law \"L\"\nlet x = -{text}"));
            match law {
                Ok(law) => assert!(fits && law.check_form().is_ok()),
                Err(error) => assert!(!fits && error.kind() == ParseErrorKind::Number, "{error}"),
            }
        }
    }
}

proptest! {
    #[test]
    fn printing_and_checking_agree_about_what_can_be_read(
        mut law in super::laws::law(),
        levels in 40usize..70,
        name in "\\PC{0,3}",
    ) {
        // Well-formed laws with one part that may not be.
        let quantifier = lacuna::contract::law::Quantifier { variable: name, other_than: None };
        let mut clause = fine(deep(levels)).end.remove(0);
        clause.quantifiers.push(quantifier);
        law.end.push(clause);
        prop_assert_eq!(law.check_form().is_ok(), Law::parse(&law.to_string()) == Ok(law.clone()));
    }
}
