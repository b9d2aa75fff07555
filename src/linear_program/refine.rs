//! Floating point looked at through a magnifying glass (iterative refinement; Gleixner, Steffy and
//! Wolter 2016).
//!
//! Where the values of an optimal point differ by many orders of magnitude, a basis that looks
//! feasible to floating point is not. The exact point at the basis says by how little; blown up by
//! that much, what is left to find is a program of the same shape for floating point to solve, in
//! which large values are out of sight and small ones are not.

use super::float_rows::FloatRows;
use super::limits::Limits;
use super::propose::{Proposal, Verdict, propose};
use super::sparse::Sparse;
use super::vertex::Vertex;
use crate::number::Rational;

/// Values above this, once blown up, are out of sight.
const HORIZON: f64 = 1e6;

/// A basis that is feasible at a smaller scale, from one that almost is; `None` if there is nothing
/// to blow up or floating point does not help.
pub(super) fn refine(
    program: &Sparse,
    float: &FloatRows,
    proposal: &Proposal,
    limits: &mut Limits<'_>,
) -> Option<Proposal> {
    let vertex = Vertex::new(program, &proposal.basic, &proposal.active)?;
    let point = vertex.point();
    let value = |numerator: &dashu_int::IBig| {
        if *numerator == dashu_int::IBig::ZERO {
            return 0.0;
        }
        Rational::from_integers(numerator.clone(), &point.denominator).to_f64()
    };
    let values: Vec<f64> = (0..program.variables)
        .map(|variable| value(&point.main[variable]) / float.column_scale[variable])
        .collect();
    let slacks: Vec<f64> = (0..program.rows)
        .map(|row| value(&point.rest[row]) * float.row_scale[row])
        .collect();
    let missed_values = (values.iter().zip(&program.free)).map(|(v, free)| match free {
        true => 0.0,
        false => -v,
    });
    let missed_slacks = (slacks.iter().zip(&program.equal)).map(|(s, equal)| match equal {
        true => s.abs(),
        false => -s,
    });
    let worst = missed_values.chain(missed_slacks).fold(0.0, f64::max);
    let scale = 1.0 / worst;
    if worst <= 0.0 || !scale.is_finite() {
        return None;
    }
    let mut blown_up = program.clone();
    let mut float = float.clone();
    let mut offsets = vec![0.0; program.variables];
    for (variable, offset) in offsets.iter_mut().enumerate() {
        let size = values[variable] * scale;
        if size > HORIZON {
            blown_up.free[variable] = true;
        } else if !program.free[variable] {
            *offset = size;
        }
    }
    for (row, slack) in slacks.iter().enumerate() {
        let terms = program.row(row);
        let moved = terms.map(|(variable, position)| float.by_row[position] * offsets[variable]);
        let moved: f64 = moved.sum();
        float.bounds[row] = (slack * scale).min(HORIZON * HORIZON) + moved;
    }
    let start = (&proposal.basic[..], &proposal.active[..]);
    let (mut found, _) = propose(&blown_up, &float, start, limits);
    if found.limited || !matches!(found.verdict, Verdict::Optimal) {
        return None;
    }
    found.pivots += proposal.pivots;
    Some(found)
}
