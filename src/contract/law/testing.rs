//! Short forms for the laws of unit tests.

use super::*;
use crate::number::Rational;

pub(super) fn rational(text: &str) -> Rational {
    text.parse().expect("a number")
}

pub(super) fn number(text: &str) -> Expression {
    Expression::Number {
        value: rational(text),
    }
}

pub(super) fn name(name: &str) -> Expression {
    Expression::Name { name: name.into() }
}

pub(super) fn of(name: &str, player: &str) -> Expression {
    Expression::Of {
        name: name.into(),
        player: player.into(),
    }
}

pub(super) fn chosen(name: &str, player: &str) -> Expression {
    Expression::Chosen {
        name: name.into(),
        player: player.into(),
    }
}

pub(super) fn arithmetic(left: Expression, sign: char, right: Expression) -> Expression {
    Expression::Arithmetic {
        operator: match sign {
            '+' => Operator::Add,
            '-' => Operator::Subtract,
            '*' => Operator::Multiply,
            _ => Operator::Divide,
        },
        left: left.into(),
        right: right.into(),
    }
}

pub(super) fn fold(fold: Fold, variable: &str, other: Option<&str>, of: Expression) -> Expression {
    Expression::Fold {
        fold,
        variable: variable.into(),
        other_than: other.map(Into::into),
        of: of.into(),
    }
}

pub(super) fn above(left: Expression, right: Expression) -> Condition {
    Condition::Compare {
        left,
        comparison: Comparison::Greater,
        right,
    }
}

pub(super) fn is(name: &str, player: Option<&str>, label: &str) -> Condition {
    Condition::Is {
        name: name.into(),
        player: player.map(Into::into),
        chosen: false,
        negated: false,
        label: label.into(),
    }
}

/// `p` or `p other than q`.
pub(super) fn quantifier(text: &str) -> Quantifier {
    let (variable, other_than) = match text.split_once(" other than ") {
        Some((variable, other)) => (variable, Some(other.to_owned())),
        None => (text, None),
    };
    Quantifier {
        variable: variable.into(),
        other_than,
    }
}

pub(super) fn clause(quantifiers: &[&str], condition: Option<Condition>, effect: Effect) -> Clause {
    Clause {
        quantifiers: quantifiers.iter().map(|text| quantifier(text)).collect(),
        condition,
        effect,
    }
}

pub(super) fn plain(effect: Effect) -> Clause {
    clause(&[], None, effect)
}

pub(super) fn fine(player: &str, amount: Expression) -> Effect {
    Effect::Fine {
        player: player.into(),
        amount,
    }
}

pub(super) fn transfer(amount: Expression, from: &str, to: &str) -> Effect {
    Effect::Transfer {
        from: from.into(),
        to: to.into(),
        amount,
    }
}

pub(super) fn grant(amount: Expression, player: &str) -> Effect {
    Effect::Grant {
        player: player.into(),
        amount,
    }
}

pub(super) fn escrow(amount: Expression, player: &str, escrow: &str) -> Effect {
    Effect::Escrow {
        player: player.into(),
        amount,
        escrow: escrow.into(),
    }
}

pub(super) fn release(
    amount: Option<Expression>,
    escrow: &str,
    player: &str,
    to: Option<&str>,
) -> Effect {
    Effect::Release {
        escrow: escrow.into(),
        player: player.into(),
        amount,
        to: to.map(Into::into),
    }
}

pub(super) fn premium(amount: Expression, player: &str, pool: &str) -> Effect {
    Effect::Premium {
        player: player.into(),
        amount,
        pool: pool.into(),
    }
}

pub(super) fn payout(amount: Expression, pool: &str, player: &str) -> Effect {
    Effect::Payout {
        pool: pool.into(),
        amount,
        player: player.into(),
    }
}

pub(super) fn graduated(
    player: &str,
    base: Expression,
    counter: &str,
    multiplier: Option<Expression>,
) -> Effect {
    Effect::GraduatedSanction {
        player: player.into(),
        base,
        counter: counter.into(),
        multiplier,
    }
}

pub(super) fn set(player: &str, to: Expression) -> Effect {
    Effect::Set {
        action: "catch".into(),
        player: player.into(),
        to,
    }
}

pub(super) fn remember(memory: &str, value: Expression) -> Effect {
    Effect::Remember {
        memory: memory.into(),
        value,
    }
}

pub(super) fn count(counter: &str, player: &str) -> Effect {
    Effect::Count {
        counter: counter.into(),
        player: player.into(),
    }
}

/// Three fishers, what they catch (0 to 100), the stock, the season, the rain on each, and efforts
/// that nobody sees.
pub(super) fn fishery() -> Court {
    let catch = ActionKind::quantity_between("catch", Rational::ZERO, Rational::from(100));
    Court::new(["ann", "bob", "cyd"], catch)
        .and_then(|court| court.with_observable(Observable::quantity("stock")))
        .and_then(|court| court.with_observable(Observable::labels("season", ["wet", "drought"])))
        .and_then(|court| court.with_observable(Observable::quantity("rain").of_each_player()))
        .and_then(|court| {
            court.with_observable(Observable::labels("boat", ["old", "new"]).of_each_player())
        })
        .and_then(|court| court.with_hidden("effort", "work is private"))
        .expect("a court")
}

/// Row and column with labels; only column can pass.
pub(super) fn table() -> Court {
    let labels = [vec!["C", "D"], vec!["D", "C", "pass"]];
    Court::new(["row", "column"], ActionKind::labels("action", labels)).expect("a court")
}

/// What the fishery saw: catches, a stock of 50 in a drought, rain of 1, 2, 3 and a new boat of bob.
pub(super) fn catches(catches: &[&str]) -> Evidence {
    let quantity = |text: &&str| Reading::Quantity(rational(text));
    Evidence {
        actions: catches.iter().map(quantity).collect(),
        observations: vec![
            vec![quantity(&"50")],
            vec![Reading::Label(1)],
            ["1", "2", "3"].iter().map(quantity).collect(),
            vec![Reading::Label(0), Reading::Label(1), Reading::Label(0)],
        ],
    }
}

/// A pool `relief`, an escrow `deposit`, a counter `offences`, memories `price` = 1/2, `tax` = 0.
pub(super) fn ledgers() -> Vec<Declaration> {
    vec![
        Declaration::Pool {
            name: "relief".into(),
        },
        Declaration::Memory {
            name: "price".into(),
            initial: rational("1/2"),
        },
        Declaration::Escrow {
            name: "deposit".into(),
        },
        Declaration::Counter {
            name: "offences".into(),
        },
        Declaration::Memory {
            name: "tax".into(),
            initial: Rational::ZERO,
        },
        Declaration::Constant {
            name: "quota".into(),
            value: Rational::from(12),
        },
    ]
}

/// A law of the fishery with these ledgers and clauses of `resolve`.
pub(super) fn resolving(resolve: impl IntoIterator<Item = Clause>) -> Law {
    Law {
        title: "a law".into(),
        declarations: ledgers(),
        resolve: resolve.into_iter().collect(),
        ..Law::default()
    }
}

pub(super) fn checked(law: &Law, court: &Court) -> CheckedLaw {
    match law.check(court, &CheckOptions::default()) {
        Ok(checked) => checked,
        Err(rejection) => panic!("{rejection}"),
    }
}

/// An open enforcer before the fishery.
pub(super) fn open(law: &Law) -> Enforcer {
    Enforcer::new(checked(law, &fishery()), FailurePolicy::Open).expect("a policy")
}

pub(super) fn texts(numbers: &[Rational]) -> Vec<String> {
    numbers.iter().map(ToString::to_string).collect()
}

pub(super) fn action_texts(ruling: &Ruling) -> Vec<String> {
    let text = |reading: &Reading| match reading {
        Reading::Quantity(value) => value.to_string(),
        Reading::Label(label) => format!("#{label}"),
    };
    ruling.actions().iter().map(text).collect()
}
