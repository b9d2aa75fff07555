//! The checker of answers; it knows the program and the answer, and nothing of the solver.

use super::{Answer, LinearProgram, Relation, Row, Sense};
use crate::number::{DotProduct, Rational};

impl Answer {
    /// Checks the proof in the answer against the program, in exact arithmetic.
    ///
    /// An optimum must be feasible and attain the bound that its multipliers prove for every
    /// feasible point; an infeasibility must combine the rows to a contradiction; a ray must stay
    /// feasible from a feasible point and improve the objective.
    ///
    /// # Complexity
    /// A few operations for each term of the program.
    pub fn verify(&self, program: &LinearProgram) -> bool {
        let (objective, sense) = (program.objective(), program.sense());
        let worth = |point: &[Rational]| Rational::dot(objective.iter().zip(point));
        match self {
            Answer::Optimal(best) => {
                let bound = proved_bound(program, objective, &best.multipliers, sense);
                is_feasible(program, &best.point, &Rational::ONE)
                    && worth(&best.point) == best.value
                    && bound.as_ref() == Some(&best.value)
            }
            // No point gives the empty form more than 0, yet the rows bound it below 0.
            Answer::Infeasible(farkas) => {
                proved_bound(program, &[], &farkas.multipliers, Sense::Maximise)
                    .is_some_and(|bound| bound.is_negative())
            }
            Answer::Unbounded(endless) => {
                let rate = worth(&endless.ray);
                is_feasible(program, &endless.point, &Rational::ONE)
                    && is_feasible(program, &endless.ray, &Rational::ZERO)
                    && !rate.is_zero()
                    && rate.is_positive() == (sense == Sense::Maximise)
            }
        }
    }
}

/// Does the point meet all rows and bounds times `scale`: 1 for points, 0 for directions?
fn is_feasible(program: &LinearProgram, point: &[Rational], scale: &Rational) -> bool {
    let in_range = |(value, bounds): (&Rational, &super::Bounds)| {
        bounds.lower().is_none_or(|low| low * scale <= *value)
            && bounds.upper().is_none_or(|high| *value <= high * scale)
    };
    let meets = |row: &Row| {
        let form = Rational::dot(row.terms.iter().map(|(j, c)| (c, &point[*j])));
        match row.relation {
            Relation::AtMost => form <= &row.bound * scale,
            Relation::AtLeast => form >= &row.bound * scale,
            Relation::Equal => form == &row.bound * scale,
        }
    };
    point.len() == program.variables()
        && point.iter().zip(program.bounds()).all(in_range)
        && program.rows().iter().all(meets)
}

/// The bound on `objective · x` over all feasible points that follows from the rows times the
/// multipliers and the bounds of the variables: from above when maximising, else from below.
/// `None` if a multiplier has the wrong sign or a variable is not bounded as needed.
fn proved_bound(
    program: &LinearProgram,
    objective: &[Rational],
    multipliers: &[Rational],
    sense: Sense,
) -> Option<Rational> {
    let maximise = sense == Sense::Maximise;
    // What of the objective the rows leave over, variable by variable.
    let mut rest = vec![DotProduct::new(); program.variables()];
    for (sum, coefficient) in rest.iter_mut().zip(objective) {
        sum.add(coefficient, &Rational::ONE);
    }
    let mut bound = DotProduct::new();
    for (row, multiplier) in program.rows().iter().zip(multipliers) {
        let raises = (row.relation == Relation::AtMost) == maximise;
        let signed = row.relation != Relation::Equal && !multiplier.is_zero();
        if signed && raises == multiplier.is_negative() {
            return None;
        }
        let negated = -multiplier;
        bound.add(&row.bound, multiplier);
        (row.terms.iter()).for_each(|(variable, c)| rest[*variable].add(c, &negated));
    }
    for (sum, bounds) in rest.into_iter().zip(program.bounds()) {
        let left = sum.finish();
        let upper = left.is_positive() == maximise;
        let end = if upper {
            bounds.upper()
        } else {
            bounds.lower()
        };
        if !left.is_zero() {
            bound.add(&left, end?);
        }
    }
    (multipliers.len() == program.rows().len()).then(|| bound.finish())
}
