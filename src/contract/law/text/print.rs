//! The canonical text of a law and its parts.
//!
//! One text for each law: one clause a line, two spaces of indentation, parentheses only where the
//! meaning needs them, quotes only where a name needs them. What is nested deeper than a law may be
//! is printed as `…`, so that printing anything at all is safe.

use std::fmt::{self, Display, Formatter};

use super::super::place::Hook;
use super::super::{
    Clause, Comparison, Condition, Declaration, Effect, Expression, Fold, Law, Operator,
    Quantifier, Rounding,
};
use super::words::{Name, Quoted};

/// What stands for something that is not part of any well-formed law.
const NOT_SHOWN: &str = "…";

impl Display for Law {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "law {}", Quoted(&self.title))?;
        for declaration in &self.declarations {
            write!(formatter, "\n  {declaration}")?;
        }
        for hook in Hook::ALL {
            let clauses = self.clauses(hook);
            if !clauses.is_empty() {
                write!(formatter, "\n\n{hook}:")?;
            }
            for clause in clauses {
                write!(formatter, "\n  {clause}")?;
            }
        }
        Ok(())
    }
}

impl Display for Declaration {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Declaration::Constant { name, value } => {
                write!(formatter, "let {} = {value}", Name(name))
            }
            Declaration::Pool { name } => write!(formatter, "pool {}", Name(name)),
            Declaration::Escrow { name } => write!(formatter, "escrow {}", Name(name)),
            Declaration::Counter { name } => write!(formatter, "counter {}", Name(name)),
            Declaration::Memory { name, initial } => {
                write!(formatter, "memory {} = {initial}", Name(name))
            }
        }
    }
}

impl Display for Quantifier {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "for each ")?;
        bound(formatter, &self.variable, self.other_than.as_deref())
    }
}

/// A variable and who is left out.
fn bound(formatter: &mut Formatter<'_>, variable: &str, other_than: Option<&str>) -> fmt::Result {
    write!(formatter, "{}", Name(variable))?;
    match other_than {
        Some(other) => write!(formatter, " other than {}", Name(other)),
        None => Ok(()),
    }
}

impl Display for Clause {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        for quantifier in &self.quantifiers {
            write!(formatter, "{quantifier}: ")?;
        }
        if let Some(condition) = &self.condition {
            write!(formatter, "if {condition}: ")?;
        }
        write!(formatter, "{}", self.effect)
    }
}

impl Display for Effect {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Effect::Direct { player, label } => {
                write!(formatter, "direct {} to {}", Name(player), Name(label))
            }
            Effect::Set { action, player, to } => {
                write!(
                    formatter,
                    "set {} of {} to {to}",
                    Name(action),
                    Name(player)
                )
            }
            Effect::Cap { action, player, at } => {
                write!(
                    formatter,
                    "cap {} of {} at {at}",
                    Name(action),
                    Name(player)
                )
            }
            Effect::Fine { player, amount } => write!(formatter, "fine {} {amount}", Name(player)),
            Effect::Sanction { player, amount } => {
                write!(formatter, "sanction {} {amount}", Name(player))
            }
            Effect::GraduatedSanction {
                player,
                base,
                counter,
                multiplier,
            } => {
                write!(formatter, "sanction {} {base} ", Name(player))?;
                write!(formatter, "graduated by {}", Name(counter))?;
                match multiplier {
                    Some(multiplier) => write!(formatter, " times {multiplier}"),
                    None => Ok(()),
                }
            }
            Effect::Transfer { from, to, amount } => {
                let (from, to) = (Name(from), Name(to));
                write!(formatter, "transfer {amount} from {from} to {to}")
            }
            Effect::Grant { player, amount } => {
                write!(formatter, "grant {amount} to {}", Name(player))
            }
            Effect::Escrow {
                player,
                amount,
                escrow,
            } => {
                let (player, escrow) = (Name(player), Name(escrow));
                write!(formatter, "escrow {amount} from {player} in {escrow}")
            }
            Effect::Release {
                escrow,
                player,
                amount,
                to,
            } => {
                match amount {
                    Some(amount) => write!(formatter, "release {amount}")?,
                    None => write!(formatter, "release all")?,
                }
                write!(formatter, " from {} of {}", Name(escrow), Name(player))?;
                match to {
                    Some(to) => write!(formatter, " to {}", Name(to)),
                    None => Ok(()),
                }
            }
            Effect::Premium {
                player,
                amount,
                pool,
            } => {
                let (player, pool) = (Name(player), Name(pool));
                write!(formatter, "premium {amount} from {player} into {pool}")
            }
            Effect::Payout {
                pool,
                amount,
                player,
            } => {
                let (pool, player) = (Name(pool), Name(player));
                write!(formatter, "payout {amount} from {pool} to {player}")
            }
            Effect::ParticipationCost { player, amount } => {
                write!(
                    formatter,
                    "participation cost {amount} from {}",
                    Name(player)
                )
            }
            Effect::Violation { player, text } => {
                write!(formatter, "violation by {} {}", Name(player), Quoted(text))
            }
            Effect::Count { counter, player } => {
                write!(formatter, "count {} of {}", Name(counter), Name(player))
            }
            Effect::Clear { counter, player } => {
                write!(formatter, "clear {} of {}", Name(counter), Name(player))
            }
            Effect::Remember { memory, value } => {
                write!(formatter, "remember {} = {value}", Name(memory))
            }
        }
    }
}

impl Display for Expression {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        number(formatter, self, Law::MOST_NESTING)
    }
}

impl Display for Condition {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        truth(formatter, self, Law::MOST_NESTING)
    }
}

impl Display for Operator {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
        })
    }
}

impl Display for Comparison {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
        })
    }
}

/// How strongly an operator binds.
fn strength(operator: Operator) -> usize {
    match operator {
        Operator::Add | Operator::Subtract => 1,
        Operator::Multiply | Operator::Divide => 2,
    }
}

/// Prints an expression of which at most so many levels are shown.
fn number(formatter: &mut Formatter<'_>, expression: &Expression, levels: usize) -> fmt::Result {
    let Some(levels) = levels.checked_sub(1) else {
        return formatter.write_str(NOT_SHOWN);
    };
    match expression {
        Expression::Number { value } => write!(formatter, "{value}"),
        Expression::Players => formatter.write_str("players"),
        Expression::Name { name } => write!(formatter, "{}", Name(name)),
        Expression::Of { name, player } => {
            write!(formatter, "{} of {}", Name(name), Name(player))
        }
        Expression::Chosen { name, player } => {
            write!(formatter, "chosen {} of {}", Name(name), Name(player))
        }
        Expression::Negate { of } => {
            formatter.write_str("-(")?;
            number(formatter, of, levels)?;
            formatter.write_str(")")
        }
        Expression::Arithmetic {
            operator,
            left,
            right,
        } => {
            let own = strength(*operator);
            operand(formatter, left, own, levels)?;
            write!(formatter, " {operator} ")?;
            // From left to right: `a - (b - c)` needs its parentheses.
            operand(formatter, right, own + 1, levels)
        }
        Expression::Ratio {
            numerator,
            denominator,
            otherwise,
        } => call(
            formatter,
            "ratio",
            [&**numerator, denominator, otherwise],
            levels,
        ),
        Expression::Min { of } => call(formatter, "min", of, levels),
        Expression::Max { of } => call(formatter, "max", of, levels),
        Expression::Round { way, of } => {
            let function = match way {
                Rounding::Floor => "floor",
                Rounding::Ceiling => "ceiling",
                Rounding::Nearest => "round",
            };
            call(formatter, function, [&**of], levels)
        }
        Expression::Choose {
            condition,
            then,
            otherwise,
        } => {
            formatter.write_str("choose(")?;
            truth(formatter, condition, levels)?;
            formatter.write_str(", ")?;
            number(formatter, then, levels)?;
            formatter.write_str(", ")?;
            number(formatter, otherwise, levels)?;
            formatter.write_str(")")
        }
        Expression::Fold {
            fold,
            variable,
            other_than,
            of,
        } => {
            formatter.write_str(match fold {
                Fold::Sum => "sum(",
                Fold::Largest => "largest(",
                Fold::Smallest => "smallest(",
            })?;
            bound(formatter, variable, other_than.as_deref())?;
            formatter.write_str(": ")?;
            number(formatter, of, levels)?;
            formatter.write_str(")")
        }
        Expression::NumberOf {
            variable,
            other_than,
            condition,
        } => over(
            formatter,
            "number",
            variable,
            other_than.as_deref(),
            condition,
            levels,
        ),
    }
}

/// A part of an expression, in parentheses if it binds less than it must.
fn operand(
    formatter: &mut Formatter<'_>,
    expression: &Expression,
    least: usize,
    levels: usize,
) -> fmt::Result {
    match expression {
        Expression::Arithmetic { operator, .. } if strength(*operator) < least => {
            formatter.write_str("(")?;
            number(formatter, expression, levels)?;
            formatter.write_str(")")
        }
        _ => number(formatter, expression, levels),
    }
}

/// A function of numbers.
fn call<'a>(
    formatter: &mut Formatter<'_>,
    function: &str,
    of: impl IntoIterator<Item = &'a Expression>,
    levels: usize,
) -> fmt::Result {
    write!(formatter, "{function}(")?;
    for (index, expression) in of.into_iter().enumerate() {
        if index > 0 {
            formatter.write_str(", ")?;
        }
        number(formatter, expression, levels)?;
    }
    formatter.write_str(")")
}

/// A condition over players.
fn over(
    formatter: &mut Formatter<'_>,
    function: &str,
    variable: &str,
    other_than: Option<&str>,
    condition: &Condition,
    levels: usize,
) -> fmt::Result {
    write!(formatter, "{function}(")?;
    bound(formatter, variable, other_than)?;
    formatter.write_str(": ")?;
    truth(formatter, condition, levels)?;
    formatter.write_str(")")
}

/// Prints a condition of which at most so many levels are shown.
fn truth(formatter: &mut Formatter<'_>, condition: &Condition, levels: usize) -> fmt::Result {
    let Some(levels) = levels.checked_sub(1) else {
        return formatter.write_str(NOT_SHOWN);
    };
    match condition {
        Condition::Compare {
            left,
            comparison,
            right,
        } => {
            number(formatter, left, levels)?;
            write!(formatter, " {comparison} ")?;
            number(formatter, right, levels)
        }
        Condition::Is {
            name,
            player,
            chosen,
            negated,
            label,
        } => {
            if *chosen {
                formatter.write_str("chosen ")?;
            }
            write!(formatter, "{}", Name(name))?;
            if let Some(player) = player {
                write!(formatter, " of {}", Name(player))?;
            }
            let is = if *negated { "is not" } else { "is" };
            write!(formatter, " {is} {}", Name(label))
        }
        Condition::Not { of } => {
            formatter.write_str("not (")?;
            truth(formatter, of, levels)?;
            formatter.write_str(")")
        }
        Condition::And { of } => joined(formatter, "and", of, levels),
        Condition::Or { of } => joined(formatter, "or", of, levels),
        Condition::Every {
            variable,
            other_than,
            condition,
        } => over(
            formatter,
            "every",
            variable,
            other_than.as_deref(),
            condition,
            levels,
        ),
        Condition::Some {
            variable,
            other_than,
            condition,
        } => over(
            formatter,
            "some",
            variable,
            other_than.as_deref(),
            condition,
            levels,
        ),
    }
}

/// Conditions joined by `and` or `or`.
fn joined(
    formatter: &mut Formatter<'_>,
    word: &str,
    of: &[Condition],
    levels: usize,
) -> fmt::Result {
    if of.len() < 2 {
        // Nothing that could be taken for another condition.
        return write!(formatter, "{NOT_SHOWN} {word} {NOT_SHOWN}");
    }
    for (index, condition) in of.iter().enumerate() {
        if index > 0 {
            write!(formatter, " {word} ")?;
        }
        let parentheses = match condition {
            Condition::And { .. } => word == "and",
            Condition::Or { .. } => true,
            _ => false,
        };
        if parentheses {
            formatter.write_str("(")?;
        }
        truth(formatter, condition, levels)?;
        if parentheses {
            formatter.write_str(")")?;
        }
    }
    Ok(())
}
