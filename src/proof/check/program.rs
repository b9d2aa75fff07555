//! Claims about a linear program.

use super::problem::{Program, Relation};
use super::read::{At, Outcome, ensure};
use crate::number::Rational;

pub(super) fn optimal(program: &Program, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "value", "point", "multipliers"])?;
    let value = claim.at("value")?.number()?;
    let point = claim
        .at("point")?
        .so_many_numbers(program.objective.len())?;
    let multipliers = claim
        .at("multipliers")?
        .so_many_numbers(program.rows.len())?;
    is_feasible(program, &point, &Rational::ONE)?;
    let worth = Rational::dot(program.objective.iter().zip(&point));
    ensure(worth == value, || {
        format!("the point is worth {worth}, and not {value}")
    })?;
    let bound = proved(program, &program.objective, program.maximise, &multipliers)?;
    ensure(bound == value, || {
        format!("the multipliers prove the bound {bound}, and not {value}")
    })
}

pub(super) fn infeasible(program: &Program, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "multipliers"])?;
    let multipliers = claim
        .at("multipliers")?
        .so_many_numbers(program.rows.len())?;
    let nothing = vec![Rational::ZERO; program.objective.len()];
    let bound = proved(program, &nothing, true, &multipliers)?;
    ensure(bound.is_negative(), || {
        format!("the rows add up to no contradiction, but to 0 ≤ {bound}")
    })
}

pub(super) fn unbounded(program: &Program, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "point", "ray"])?;
    let point = claim
        .at("point")?
        .so_many_numbers(program.objective.len())?;
    let ray = claim.at("ray")?.so_many_numbers(program.objective.len())?;
    is_feasible(program, &point, &Rational::ONE)?;
    is_feasible(program, &ray, &Rational::ZERO)?;
    let rate = Rational::dot(program.objective.iter().zip(&ray));
    let improves = match program.maximise {
        true => rate.is_positive(),
        false => rate.is_negative(),
    };
    ensure(improves, || {
        format!("the objective changes at the rate {rate}")
    })
}

/// Does the point meet all rows and bounds times `scale`: 1 for points, 0 for directions?
fn is_feasible(program: &Program, point: &[Rational], scale: &Rational) -> Outcome {
    for (variable, value) in point.iter().enumerate() {
        let low = program.lower[variable].as_ref();
        let high = program.upper[variable].as_ref();
        let inside = low.is_none_or(|low| low * scale <= *value)
            && high.is_none_or(|high| *value <= high * scale);
        ensure(inside, || {
            format!("variable {variable} is {value}, out of its bounds")
        })?;
    }
    for (number, row) in program.rows.iter().enumerate() {
        let form: Rational = row.terms.iter().map(|(j, c)| c * &point[*j]).sum();
        let bound = &row.bound * scale;
        let meets = match row.relation {
            Relation::AtMost => form <= bound,
            Relation::AtLeast => form >= bound,
            Relation::Equal => form == bound,
        };
        ensure(meets, || {
            format!("row {number} has the value {form} for the bound {bound}")
        })?;
    }
    Ok(())
}

/// The bound on the objective that follows from the rows times the multipliers.
fn proved(
    program: &Program,
    objective: &[Rational],
    maximise: bool,
    multipliers: &[Rational],
) -> Outcome<Rational> {
    let mut rest = objective.to_vec();
    let mut bound = Rational::ZERO;
    for (number, (row, multiplier)) in program.rows.iter().zip(multipliers).enumerate() {
        let sign = match (row.relation, maximise) {
            (Relation::Equal, _) => true,
            (Relation::AtMost, true) | (Relation::AtLeast, false) => !multiplier.is_negative(),
            _ => !multiplier.is_positive(),
        };
        ensure(sign, || {
            format!("the multiplier {multiplier} of row {number} has the wrong sign")
        })?;
        bound += multiplier * &row.bound;
        for (variable, coefficient) in &row.terms {
            rest[*variable] -= multiplier * coefficient;
        }
    }
    for (variable, left) in rest.iter().enumerate() {
        if left.is_zero() {
            continue;
        }
        let end = match left.is_positive() == maximise {
            true => &program.upper[variable],
            false => &program.lower[variable],
        };
        ensure(end.is_some(), || {
            format!("{left} of variable {variable} is left, which has no bound there")
        })?;
        bound += left * end.as_ref().unwrap_or(&Rational::ZERO);
    }
    Ok(bound)
}
