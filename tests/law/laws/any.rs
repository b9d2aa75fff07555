//! Any well-formed law, whatever it means.

use lacuna::contract::law::{
    Clause, Comparison, Condition, Declaration, Effect, Expression, Fold, Law, Operator,
    Quantifier, Rounding,
};
use lacuna::number::Rational;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Words of the language, which are names only between quotes.
pub const WORDS: [&str; 64] = [
    "all",
    "and",
    "at",
    "by",
    "cap",
    "ceiling",
    "choose",
    "chosen",
    "clear",
    "cost",
    "count",
    "counter",
    "direct",
    "each",
    "end",
    "escrow",
    "every",
    "fine",
    "floor",
    "for",
    "from",
    "graduated",
    "grant",
    "if",
    "in",
    "into",
    "is",
    "largest",
    "law",
    "let",
    "max",
    "memory",
    "min",
    "not",
    "number",
    "of",
    "or",
    "other",
    "participation",
    "payout",
    "players",
    "pool",
    "premium",
    "ratio",
    "release",
    "remember",
    "resolve",
    "round",
    "sanction",
    "set",
    "smallest",
    "some",
    "start",
    "sum",
    "than",
    "times",
    "to",
    "transfer",
    "violation",
    "_",
    "__",
    "a1",
    "A",
    "p",
];

/// Names that need quotes, and look like something else.
const ODD: [&str; 16] = [
    "Jack Smith",
    "1/3",
    "-1",
    "3",
    "é",
    "日本語",
    "a.b",
    "for each p",
    "=",
    "# no comment",
    "p:",
    "😀",
    "a\u{301}",
    "(",
    "it's",
    "naïve — yes",
];

fn exact(text: &str) -> Rational {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Spaces that look like others, and letters and marks that Unicode ignores by default, replaced.
fn visible(text: String) -> String {
    let unseen = |letter: char| {
        (letter.is_whitespace() && letter != ' ')
            || "\u{34f}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{2800}\u{3164}\u{ffa0}".contains(letter)
            || matches!(letter, '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}')
            || ('\u{e0000}'..='\u{e0fff}').contains(&letter)
    };
    text.replace(unseen, "x")
}

/// Any name that a law may use.
pub fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z_][A-Za-z0-9_]{0,6}",
        2 => select(&WORDS[..]).prop_map(str::to_owned),
        2 => select(&ODD[..]).prop_map(str::to_owned),
        1 => "[^\\p{C}\\p{Z}\"\\\\][^\\p{C}\\p{Zl}\\p{Zp}\"\\\\]{0,4}[^\\p{C}\\p{Z}\"\\\\]".prop_map(visible),
    ]
}

/// Any title, and any text of a violation.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z ]{0,12}",
        1 => select(vec!["", " ", "\"", "\\", "\\\"", "say \"no\" # \\n", "a\\", "  spaced  "])
            .prop_map(str::to_owned),
        1 => "[^\\p{C}\\p{Zl}\\p{Zp}]{0,6}".prop_map(visible),
    ]
}

/// Any number: mostly small, sometimes at the edge of a machine word or beyond it.
pub fn number() -> impl Strategy<Value = Rational> {
    prop_oneof![
        6 => (-9i64..100).prop_map(Rational::from),
        4 => (-99i64..100, 1i64..12).prop_map(|(a, b)| Rational::new(a, b).expect("positive")),
        1 => (any::<i64>(), 1i64..).prop_map(|(a, b)| Rational::new(a, b).expect("positive")),
        1 => select(vec![
            exact("9223372036854775807"),
            exact("-9223372036854775808"),
            exact("123456789012345678901234567890"),
            exact("-1/123456789012345678901234567890"),
            exact("1e300"),
            exact("1e-300"),
        ]),
    ]
}

fn boxed<T>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Box<T>>
where
    T: std::fmt::Debug,
{
    strategy.prop_map(Box::new)
}

fn operator() -> impl Strategy<Value = Operator> {
    select(vec![
        Operator::Add,
        Operator::Subtract,
        Operator::Multiply,
        Operator::Divide,
    ])
}

fn comparison() -> impl Strategy<Value = Comparison> {
    select(vec![
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::AtMost,
        Comparison::Greater,
        Comparison::AtLeast,
    ])
}

fn simple_expression() -> BoxedStrategy<Expression> {
    prop_oneof![
        4 => number().prop_map(|value| Expression::Number { value }),
        1 => Just(Expression::Players),
        2 => name().prop_map(|name| Expression::Name { name }),
        2 => (name(), name()).prop_map(|(name, player)| Expression::Of { name, player }),
        1 => (name(), name()).prop_map(|(name, player)| Expression::Chosen { name, player }),
    ]
    .boxed()
}

fn label() -> impl Strategy<Value = Condition> {
    let whose = option::of((name(), any::<bool>()));
    (name(), whose, any::<bool>(), name()).prop_map(|(name, whose, negated, label)| Condition::Is {
        name,
        chosen: whose.as_ref().is_some_and(|&(_, chosen)| chosen),
        player: whose.map(|(player, _)| player),
        negated,
        label,
    })
}

fn compared(of: &BoxedStrategy<Expression>) -> BoxedStrategy<Condition> {
    prop_oneof![
        2 => (of.clone(), comparison(), of.clone()).prop_map(|(left, comparison, right)| {
            Condition::Compare { left, comparison, right }
        }),
        1 => label(),
    ]
    .boxed()
}

/// Expressions made of smaller ones.
fn composed(
    of: &BoxedStrategy<Expression>,
    condition: &BoxedStrategy<Condition>,
) -> BoxedStrategy<Expression> {
    let fold = select(vec![Fold::Sum, Fold::Largest, Fold::Smallest]);
    let way = select(vec![Rounding::Floor, Rounding::Ceiling, Rounding::Nearest]);
    let one = || boxed(of.clone());
    prop_oneof![
        3 => of.clone(),
        5 => (operator(), one(), one()).prop_map(|(operator, left, right)| {
            Expression::Arithmetic { operator, left, right }
        }),
        1 => one().prop_map(|of| Expression::Negate { of }),
        1 => (one(), one(), one()).prop_map(|(numerator, denominator, otherwise)| {
            Expression::Ratio { numerator, denominator, otherwise }
        }),
        1 => vec(of.clone(), 1..4).prop_map(|of| Expression::Min { of }),
        1 => vec(of.clone(), 1..4).prop_map(|of| Expression::Max { of }),
        1 => (way, one()).prop_map(|(way, of)| Expression::Round { way, of }),
        1 => (boxed(condition.clone()), one(), one()).prop_map(|(condition, then, otherwise)| {
            Expression::Choose { condition, then, otherwise }
        }),
        1 => (fold, name(), option::of(name()), one()).prop_map(
            |(fold, variable, other_than, of)| Expression::Fold { fold, variable, other_than, of }
        ),
        1 => (name(), option::of(name()), boxed(condition.clone())).prop_map(
            |(variable, other_than, condition)| Expression::NumberOf {
                variable,
                other_than,
                condition,
            }
        ),
    ]
    .boxed()
}

/// Conditions made of smaller ones.
fn joined(of: &BoxedStrategy<Condition>) -> BoxedStrategy<Condition> {
    let one = || boxed(of.clone());
    prop_oneof![
        3 => of.clone(),
        1 => one().prop_map(|of| Condition::Not { of }),
        2 => vec(of.clone(), 2..4).prop_map(|of| Condition::And { of }),
        2 => vec(of.clone(), 2..4).prop_map(|of| Condition::Or { of }),
        1 => (name(), option::of(name()), one()).prop_map(
            |(variable, other_than, condition)| Condition::Every { variable, other_than, condition }
        ),
        1 => (name(), option::of(name()), one()).prop_map(
            |(variable, other_than, condition)| Condition::Some { variable, other_than, condition }
        ),
    ]
    .boxed()
}

fn layers(count: usize) -> (BoxedStrategy<Expression>, BoxedStrategy<Condition>) {
    let mut expression = simple_expression();
    let mut condition = compared(&expression);
    for _ in 0..count {
        let next = composed(&expression, &condition);
        let below = prop_oneof![compared(&expression), joined(&condition)].boxed();
        (expression, condition) = (next, below);
    }
    (expression, condition)
}

/// Any expression.
pub fn expression() -> impl Strategy<Value = Expression> {
    layers(5).0
}

/// Any condition.
pub fn condition() -> impl Strategy<Value = Condition> {
    layers(5).1
}

/// Any effect.
pub fn effect() -> impl Strategy<Value = Effect> {
    let amount = layers(3).0;
    let e = || amount.clone();
    prop_oneof![
        (name(), name()).prop_map(|(player, label)| Effect::Direct { player, label }),
        (name(), name(), e()).prop_map(|(action, player, to)| Effect::Set { action, player, to }),
        (name(), name(), e()).prop_map(|(action, player, at)| Effect::Cap { action, player, at }),
        (name(), e()).prop_map(|(player, amount)| Effect::Fine { player, amount }),
        (name(), e()).prop_map(|(player, amount)| Effect::Sanction { player, amount }),
        (name(), e(), name(), option::of(e())).prop_map(|(player, base, counter, multiplier)| {
            Effect::GraduatedSanction {
                player,
                base,
                counter,
                multiplier,
            }
        }),
        (name(), name(), e()).prop_map(|(from, to, amount)| Effect::Transfer { from, to, amount }),
        (name(), e()).prop_map(|(player, amount)| Effect::Grant { player, amount }),
        (name(), e(), name()).prop_map(|(player, amount, escrow)| Effect::Escrow {
            player,
            amount,
            escrow
        }),
        (name(), name(), option::of(e()), option::of(name())).prop_map(
            |(escrow, player, amount, to)| Effect::Release {
                escrow,
                player,
                amount,
                to
            }
        ),
        (name(), e(), name()).prop_map(|(player, amount, pool)| Effect::Premium {
            player,
            amount,
            pool
        }),
        (name(), e(), name()).prop_map(|(pool, amount, player)| Effect::Payout {
            pool,
            amount,
            player
        }),
        (name(), e()).prop_map(|(player, amount)| Effect::ParticipationCost { player, amount }),
        (name(), text()).prop_map(|(player, text)| Effect::Violation { player, text }),
        (name(), name()).prop_map(|(counter, player)| Effect::Count { counter, player }),
        (name(), name()).prop_map(|(counter, player)| Effect::Clear { counter, player }),
        (name(), e()).prop_map(|(memory, value)| Effect::Remember { memory, value }),
    ]
}

/// Any declaration.
pub fn declaration() -> impl Strategy<Value = Declaration> {
    prop_oneof![
        (name(), number()).prop_map(|(name, value)| Declaration::Constant { name, value }),
        name().prop_map(|name| Declaration::Pool { name }),
        name().prop_map(|name| Declaration::Escrow { name }),
        name().prop_map(|name| Declaration::Counter { name }),
        (name(), number()).prop_map(|(name, initial)| Declaration::Memory { name, initial }),
    ]
}

fn quantifier() -> impl Strategy<Value = Quantifier> {
    (name(), option::of(name())).prop_map(|(variable, other_than)| Quantifier {
        variable,
        other_than,
    })
}

/// Any clause.
pub fn clause() -> impl Strategy<Value = Clause> {
    let condition = option::of(layers(3).1);
    (vec(quantifier(), 0..3), condition, effect()).prop_map(|(quantifiers, condition, effect)| {
        Clause {
            quantifiers,
            condition,
            effect,
        }
    })
}

/// Any well-formed law: every variant, odd names, nested expressions. Most would not pass a court.
pub fn law() -> impl Strategy<Value = Law> {
    let clauses = || vec(clause(), 0..4);
    (
        text(),
        vec(declaration(), 0..5),
        clauses(),
        clauses(),
        clauses(),
    )
        .prop_map(|(title, declarations, start, resolve, end)| Law {
            title,
            declarations,
            start,
            resolve,
            end,
        })
}
