//! What every law must look like, whatever court it comes before.

use super::super::place::{Hook, LawPlace};
use super::super::spelling::{NAME_RULE, is_name, is_unseen};
use super::super::{Clause, Condition, Declaration, Effect, Expression, Law};
use super::number::fits;

/// Why a law is not well formed: it has no text that could be read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
#[non_exhaustive]
pub struct FormError {
    /// Where.
    pub place: LawPlace,
    /// What.
    pub problem: FormProblem,
}

/// What keeps a law from being well formed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormProblem {
    /// A name that cannot be read.
    #[error("{name:?} is no name; {NAME_RULE}")]
    #[non_exhaustive]
    Name {
        /// The name.
        name: String,
    },
    /// A title or a text with characters that cannot be seen.
    #[error("{text:?} has characters that cannot be seen; a text is one line of visible ones")]
    #[non_exhaustive]
    Text {
        /// The text.
        text: String,
    },
    /// Too few parts.
    #[error("`{word}` has {found} parts; it needs at least {least}")]
    #[non_exhaustive]
    TooFew {
        /// Of what.
        word: &'static str,
        /// How many there are.
        found: usize,
        /// How many there must be.
        least: usize,
    },
    /// Something chosen that is no player's.
    #[error("`chosen {name}` is no player's; only a player has chosen anything")]
    #[non_exhaustive]
    ChosenByNobody {
        /// What was chosen.
        name: String,
    },
    /// Too many parts one within the other.
    #[error(
        "parts lie more than {most} deep, one within the other; at most {most} levels are read"
    )]
    #[non_exhaustive]
    TooDeep {
        /// How many levels there may be.
        most: usize,
    },
    /// A number with too many digits.
    #[error(
        "a number has more than {most} digits; at most {most} are read on each side of its `/`"
    )]
    #[non_exhaustive]
    TooLong {
        /// How many digits there may be.
        most: usize,
    },
}

type Checked = Result<(), FormProblem>;

impl Law {
    /// Most parts of an expression or condition that lie one within the other.
    pub const MOST_NESTING: usize = 50;

    /// Most digits of the numerator and of the denominator of a number.
    pub const MOST_DIGITS: usize = 1000;

    /// Is the law well formed, so that it has a text that is read back as the same law?
    ///
    /// Every law that was parsed is. A law that was put together, or read from JSON, need not be:
    /// it may have names that cannot be read, an `and` of one condition, or parts that lie too deep
    /// one within the other. Whatever the law, this is safe to ask, and so is printing it.
    ///
    /// # Errors
    /// [`FormError`]: the first problem, and where it is.
    ///
    /// ```
    /// use lacuna::contract::law::{Declaration, Law};
    ///
    /// let mut law = Law::parse("law \"Relief\"\n  pool relief")?;
    /// law.check_form()?;
    /// law.declarations.push(Declaration::Pool { name: "two\nlines".into() });
    /// let error = law.check_form().unwrap_err();
    /// assert!(error.to_string().starts_with("declaration 2: \"two\\nlines\" is no name"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_form(&self) -> Result<(), FormError> {
        let at = |place| move |problem| FormError { place, problem };
        text(&self.title).map_err(at(LawPlace::Title))?;
        for (number, item) in self.declarations.iter().enumerate() {
            let place = LawPlace::Declaration {
                declaration: number,
            };
            declaration(item).map_err(at(place))?;
        }
        for hook in Hook::ALL {
            for (number, item) in self.clauses(hook).iter().enumerate() {
                let place = LawPlace::Clause {
                    hook,
                    clause: number,
                };
                clause(item).map_err(at(place))?;
            }
        }
        Ok(())
    }
}

fn name(name: &str) -> Checked {
    if is_name(name) {
        Ok(())
    } else {
        Err(FormProblem::Name { name: name.into() })
    }
}

fn names<const N: usize>(all: [&str; N]) -> Checked {
    all.into_iter().try_for_each(name)
}

fn text(text: &str) -> Checked {
    if text.contains(is_unseen) {
        return Err(FormProblem::Text { text: text.into() });
    }
    Ok(())
}

fn digits(value: &crate::number::Rational) -> Checked {
    if fits(value) {
        return Ok(());
    }
    let most = Law::MOST_DIGITS;
    Err(FormProblem::TooLong { most })
}

fn declaration(declaration: &Declaration) -> Checked {
    name(declaration.name())?;
    match declaration {
        Declaration::Constant { value, .. } => digits(value),
        Declaration::Memory { initial, .. } => digits(initial),
        Declaration::Pool { .. } | Declaration::Escrow { .. } | Declaration::Counter { .. } => {
            Ok(())
        }
    }
}

fn clause(clause: &Clause) -> Checked {
    for quantifier in &clause.quantifiers {
        bound(&quantifier.variable, quantifier.other_than.as_deref())?;
    }
    if let Some(condition) = &clause.condition {
        truth(condition, 1)?;
    }
    effect(&clause.effect)
}

fn bound(variable: &str, other_than: Option<&str>) -> Checked {
    name(variable)?;
    other_than.map_or(Ok(()), name)
}

fn effect(effect: &Effect) -> Checked {
    match effect {
        Effect::Direct { player, label } => names([player, label]),
        Effect::Set { action, player, to } => names([action, player]).and(number(to, 1)),
        Effect::Cap { action, player, at } => names([action, player]).and(number(at, 1)),
        Effect::Fine { player, amount }
        | Effect::Sanction { player, amount }
        | Effect::Grant { player, amount }
        | Effect::ParticipationCost { player, amount } => name(player).and(number(amount, 1)),
        Effect::GraduatedSanction {
            player,
            base,
            counter,
            multiplier,
        } => {
            names([player, counter])?;
            number(base, 1)?;
            multiplier.as_ref().map_or(Ok(()), |m| number(m, 1))
        }
        Effect::Transfer { from, to, amount } => names([from, to]).and(number(amount, 1)),
        Effect::Escrow {
            player,
            amount,
            escrow,
        } => names([player, escrow]).and(number(amount, 1)),
        Effect::Release {
            escrow,
            player,
            amount,
            to,
        } => {
            names([escrow, player])?;
            to.as_deref().map_or(Ok(()), name)?;
            amount.as_ref().map_or(Ok(()), |a| number(a, 1))
        }
        Effect::Premium {
            player,
            amount,
            pool,
        }
        | Effect::Payout {
            pool,
            amount,
            player,
        } => names([player, pool]).and(number(amount, 1)),
        Effect::Violation { player, text: what } => name(player).and(text(what)),
        Effect::Count { counter, player } | Effect::Clear { counter, player } => {
            names([counter, player])
        }
        Effect::Remember { memory, value } => name(memory).and(number(value, 1)),
    }
}

/// The level below this one, if there may be one.
fn below(level: usize) -> Result<usize, FormProblem> {
    let most = Law::MOST_NESTING;
    if level > most {
        return Err(FormProblem::TooDeep { most });
    }
    Ok(level + 1)
}

fn number(expression: &Expression, level: usize) -> Checked {
    let next = below(level)?;
    match expression {
        Expression::Number { value } => digits(value),
        Expression::Players => Ok(()),
        Expression::Name { name: own } => name(own),
        Expression::Of { name: own, player } | Expression::Chosen { name: own, player } => {
            names([own, player])
        }
        Expression::Negate { of } | Expression::Round { of, .. } => number(of, next),
        Expression::Arithmetic { left, right, .. } => {
            number(left, next)?;
            number(right, next)
        }
        Expression::Ratio {
            numerator,
            denominator,
            otherwise,
        } => {
            number(numerator, next)?;
            number(denominator, next)?;
            number(otherwise, next)
        }
        Expression::Min { of } => at_least("min", 1, of.len())
            .and_then(|()| of.iter().try_for_each(|part| number(part, next))),
        Expression::Max { of } => at_least("max", 1, of.len())
            .and_then(|()| of.iter().try_for_each(|part| number(part, next))),
        Expression::Choose {
            condition,
            then,
            otherwise,
        } => {
            truth(condition, next)?;
            number(then, next)?;
            number(otherwise, next)
        }
        Expression::Fold {
            variable,
            other_than,
            of,
            ..
        } => {
            bound(variable, other_than.as_deref())?;
            number(of, next)
        }
        Expression::NumberOf {
            variable,
            other_than,
            condition,
        } => {
            bound(variable, other_than.as_deref())?;
            truth(condition, next)
        }
    }
}

fn at_least(word: &'static str, least: usize, found: usize) -> Checked {
    if found < least {
        return Err(FormProblem::TooFew { word, found, least });
    }
    Ok(())
}

fn truth(condition: &Condition, level: usize) -> Checked {
    let next = below(level)?;
    match condition {
        Condition::Compare { left, right, .. } => {
            number(left, next)?;
            number(right, next)
        }
        Condition::Is {
            name: own,
            player,
            chosen,
            label,
            ..
        } => {
            names([own, label])?;
            match player {
                Some(player) => name(player),
                None if *chosen => Err(FormProblem::ChosenByNobody { name: own.clone() }),
                None => Ok(()),
            }
        }
        Condition::Not { of } => truth(of, next),
        Condition::And { of } => at_least("and", 2, of.len())
            .and_then(|()| of.iter().try_for_each(|part| truth(part, next))),
        Condition::Or { of } => at_least("or", 2, of.len())
            .and_then(|()| of.iter().try_for_each(|part| truth(part, next))),
        Condition::Every {
            variable,
            other_than,
            condition,
        }
        | Condition::Some {
            variable,
            other_than,
            condition,
        } => {
            bound(variable, other_than.as_deref())?;
            truth(condition, next)
        }
    }
}
