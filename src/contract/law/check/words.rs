//! Clauses as English sentences.

use super::super::{
    Clause, Comparison, Condition, Effect, Expression, Fold, Operator, Quantifier, Rounding,
};

/// What a clause does, as one sentence.
pub(super) fn sentence(clause: &Clause) -> String {
    let mut text = String::new();
    for (
        number,
        Quantifier {
            variable,
            other_than,
        },
    ) in clause.quantifiers.iter().enumerate()
    {
        text += if number == 0 {
            "for each player "
        } else {
            " and each player "
        };
        text += variable;
        text += &without(other_than.as_deref());
    }
    if !text.is_empty() {
        text += ", ";
    }
    if let Some(condition) = &clause.condition {
        text += &format!("if {}, ", holds(condition));
    }
    text += &effect(&clause.effect);
    // A name at the beginning stays as it is.
    for start in ["for each ", "if ", "the ", "a "] {
        if let Some(rest) = text.strip_prefix(start) {
            let capital = start[..1].to_uppercase();
            return format!("{capital}{}{rest}.", &start[1..]);
        }
    }
    text + "."
}

fn without(other_than: Option<&str>) -> String {
    other_than.map_or_else(String::new, |name| format!(" other than {name}"))
}

fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Direct { player, label } => format!("{player} is made to take the action {label}"),
        Effect::Set { action, player, to } => {
            format!("the {action} of {player} is set to {}", number(to))
        }
        Effect::Cap { action, player, at } => {
            format!(
                "the {action} of {player} is lowered to {} if it is more",
                number(at)
            )
        }
        Effect::Fine { player, amount } => {
            format!("{player} is fined {}, which is destroyed", number(amount))
        }
        Effect::Sanction { player, amount } => format!(
            "{player} is sanctioned {}, which is destroyed, and a violation is recorded",
            number(amount)
        ),
        Effect::GraduatedSanction {
            player,
            base,
            counter,
            multiplier,
        } => {
            let times = multiplier
                .as_ref()
                .map_or_else(String::new, |by| format!(" times {}", number_within(by)));
            format!(
                "the {counter} of {player} go up by one, and {player} is sanctioned {}{times} \
                 times that count, which is destroyed",
                number_within(base)
            )
        }
        Effect::Transfer { from, to, amount } => format!("{from} pays {} to {to}", number(amount)),
        Effect::Grant { player, amount } => {
            format!("{player} receives {} from outside", number(amount))
        }
        Effect::Escrow {
            player,
            amount,
            escrow,
        } => format!("{player} pays {} into its {escrow} account", number(amount)),
        Effect::Release {
            escrow,
            player,
            amount,
            to,
        } => {
            let amount = amount.as_ref().map_or_else(
                || "all that is there".to_owned(),
                |amount| format!("{}, or what is there,", number(amount)),
            );
            let to = to.as_ref().unwrap_or(player);
            format!("{to} receives {amount} from the {escrow} account of {player}")
        }
        Effect::Premium {
            player,
            amount,
            pool,
        } => format!("{player} pays {} into the pool {pool}", number(amount)),
        Effect::Payout {
            pool,
            amount,
            player,
        } => format!(
            "{player} receives {}, or what is there, from the pool {pool}",
            number(amount)
        ),
        Effect::ParticipationCost { player, amount } => format!(
            "{player} pays {} for taking part, which is destroyed",
            number(amount)
        ),
        Effect::Violation { player, text } => {
            format!("a violation by {player} is recorded: {text:?}")
        }
        Effect::Count { counter, player } => format!("the {counter} of {player} go up by one"),
        Effect::Clear { counter, player } => format!("the {counter} of {player} go back to zero"),
        Effect::Remember { memory, value } => {
            format!("{memory} is remembered as {}", number(value))
        }
    }
}

/// A number that stands alone.
fn number(expression: &Expression) -> String {
    match expression {
        Expression::Number { value } => value.to_string(),
        Expression::Players => "the number of players".to_owned(),
        Expression::Name { name } => name.clone(),
        Expression::Of { name, player } => format!("the {name} of {player}"),
        Expression::Chosen { name, player } => format!("the {name} that {player} chose"),
        Expression::Negate { of } => format!("minus {}", number_within(of)),
        Expression::Arithmetic {
            operator,
            left,
            right,
        } => {
            let sign = match operator {
                Operator::Add => "plus",
                Operator::Subtract => "minus",
                Operator::Multiply => "times",
                Operator::Divide => "divided by",
            };
            format!("{} {sign} {}", number_within(left), number_within(right))
        }
        Expression::Ratio {
            numerator,
            denominator,
            otherwise,
        } => format!(
            "{} divided by {} (by zero: {})",
            number_within(numerator),
            number_within(denominator),
            number(otherwise)
        ),
        Expression::Min { of } => format!("the smallest of {}", list(of, "and", number_within)),
        Expression::Max { of } => format!("the largest of {}", list(of, "and", number_within)),
        Expression::Round { way, of } => {
            let way = match way {
                Rounding::Floor => "rounded down",
                Rounding::Ceiling => "rounded up",
                Rounding::Nearest => "rounded to the nearest whole number",
            };
            format!("{} {way}", number_within(of))
        }
        Expression::Choose {
            condition,
            then,
            otherwise,
        } => format!(
            "{} if {}, otherwise {}",
            number_within(then),
            holds(condition),
            number_within(otherwise)
        ),
        Expression::Fold {
            fold,
            variable,
            other_than,
            of,
        } => {
            let fold = match fold {
                Fold::Sum => "sum",
                Fold::Largest => "largest",
                Fold::Smallest => "smallest",
            };
            format!(
                "the {fold}, over every player {variable}{}, of {}",
                without(other_than.as_deref()),
                number_within(of)
            )
        }
        Expression::NumberOf {
            variable,
            other_than,
            condition,
        } => format!(
            "the number of players {variable}{} for whom {}",
            without(other_than.as_deref()),
            holds(condition)
        ),
    }
}

/// A number that is part of another: in parentheses unless it is a word or a name.
fn number_within(expression: &Expression) -> String {
    let text = number(expression);
    match expression {
        Expression::Number { .. }
        | Expression::Players
        | Expression::Name { .. }
        | Expression::Of { .. }
        | Expression::Chosen { .. } => text,
        _ => format!("({text})"),
    }
}

fn list<T>(parts: &[T], joint: &str, words: impl Fn(&T) -> String) -> String {
    match parts {
        [] => String::new(),
        [only] => words(only),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(&words).collect();
            format!("{} {joint} {}", first.join(", "), words(last))
        }
    }
}

fn holds(condition: &Condition) -> String {
    match condition {
        Condition::Compare {
            left,
            comparison,
            right,
        } => {
            let comparison = match comparison {
                Comparison::Equal => "is",
                Comparison::NotEqual => "is not",
                Comparison::Less => "is less than",
                Comparison::AtMost => "is at most",
                Comparison::Greater => "is more than",
                Comparison::AtLeast => "is at least",
            };
            format!("{} {comparison} {}", number(left), number(right))
        }
        Condition::Is {
            name,
            player,
            chosen,
            negated,
            label,
        } => {
            let is = if *negated { "is not" } else { "is" };
            match (player, chosen) {
                (Some(player), false) => format!("the {name} of {player} {is} {label}"),
                (Some(player), true) => format!("the {name} that {player} chose {is} {label}"),
                (None, _) => format!("the {name} {is} {label}"),
            }
        }
        Condition::Not { of } => format!("it is not so that {}", holds_within(of)),
        Condition::And { of } if of.is_empty() => "anything holds".to_owned(),
        Condition::And { of } => list_of_conditions(of, "and"),
        Condition::Or { of } if of.is_empty() => "nothing holds".to_owned(),
        Condition::Or { of } => list_of_conditions(of, "or"),
        Condition::Every {
            variable,
            other_than,
            condition,
        } => format!(
            "for every player {variable}{} {}",
            without(other_than.as_deref()),
            holds_within(condition)
        ),
        Condition::Some {
            variable,
            other_than,
            condition,
        } => format!(
            "for some player {variable}{} {}",
            without(other_than.as_deref()),
            holds_within(condition)
        ),
    }
}

fn list_of_conditions(of: &[Condition], joint: &str) -> String {
    let parts: Vec<String> = of.iter().map(holds_within).collect();
    parts.join(&format!(" {joint} "))
}

fn holds_within(condition: &Condition) -> String {
    let text = holds(condition);
    match condition {
        Condition::Compare { .. } | Condition::Is { .. } => text,
        _ => format!("({text})"),
    }
}
