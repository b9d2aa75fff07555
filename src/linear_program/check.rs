//! The checker of answers; it knows the program and the answer, and nothing of the solver.

use super::{Answer, LinearProgram, Relation, Row, Sense};
use crate::number::Rational;

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
        match self {
            Answer::Optimal(optimum) => {
                is_feasible(program, &optimum.point)
                    && dot(program.objective(), &optimum.point) == optimum.value
                    && proved_bound(
                        program,
                        program.objective(),
                        &optimum.multipliers,
                        program.sense(),
                    ) == Some(optimum.value.clone())
            }
            // No point gives the form 0·x more than 0, yet the rows bound it below 0.
            Answer::Infeasible(farkas) => {
                let zero = vec![Rational::ZERO; program.variables()];
                proved_bound(program, &zero, &farkas.multipliers, Sense::Maximise)
                    .is_some_and(|bound| bound.is_negative())
            }
            Answer::Unbounded(unbounded) => {
                let rate = dot(program.objective(), &unbounded.ray);
                is_feasible(program, &unbounded.point)
                    && unbounded.ray.len() == program.variables()
                    && match program.sense() {
                        Sense::Maximise => rate.is_positive(),
                        Sense::Minimise => rate.is_negative(),
                    }
                    && program
                        .rows()
                        .iter()
                        .all(|row| holds(&form(row, &unbounded.ray), row.relation, &Rational::ZERO))
                    && unbounded
                        .ray
                        .iter()
                        .zip(program.bounds())
                        .all(|(step, bounds)| {
                            (bounds.lower().is_none() || !step.is_negative())
                                && (bounds.upper().is_none() || !step.is_positive())
                        })
            }
        }
    }
}

fn dot(a: &[Rational], b: &[Rational]) -> Rational {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn form(row: &Row, point: &[Rational]) -> Rational {
    row.terms.iter().map(|(j, c)| c * &point[*j]).sum()
}

fn holds(form: &Rational, relation: Relation, bound: &Rational) -> bool {
    match relation {
        Relation::AtMost => form <= bound,
        Relation::AtLeast => form >= bound,
        Relation::Equal => form == bound,
    }
}

fn is_feasible(program: &LinearProgram, point: &[Rational]) -> bool {
    point.len() == program.variables()
        && point.iter().zip(program.bounds()).all(|(value, bounds)| {
            bounds.lower().is_none_or(|low| low <= value)
                && bounds.upper().is_none_or(|high| value <= high)
        })
        && (program.rows().iter()).all(|row| holds(&form(row, point), row.relation, &row.bound))
}

/// The bound on `objective · x` over all feasible points that follows from the rows times the
/// multipliers and the bounds of the variables: an upper one when maximising, a lower one when
/// minimising. `None` if a multiplier has the wrong sign or a variable is not bounded as needed.
fn proved_bound(
    program: &LinearProgram,
    objective: &[Rational],
    multipliers: &[Rational],
    sense: Sense,
) -> Option<Rational> {
    let maximise = sense == Sense::Maximise;
    let mut rest = objective.to_vec();
    let mut bound = Rational::ZERO;
    if multipliers.len() != program.rows().len() {
        return None;
    }
    for (row, multiplier) in program.rows().iter().zip(multipliers) {
        let allowed = match row.relation {
            Relation::Equal => true,
            Relation::AtMost => {
                maximise && !multiplier.is_negative() || !maximise && !multiplier.is_positive()
            }
            Relation::AtLeast => {
                maximise && !multiplier.is_positive() || !maximise && !multiplier.is_negative()
            }
        };
        if !allowed {
            return None;
        }
        bound += &row.bound * multiplier;
        for (variable, coefficient) in &row.terms {
            rest[*variable] -= coefficient * multiplier;
        }
    }
    for (left, bounds) in rest
        .iter()
        .zip(program.bounds())
        .filter(|(left, _)| !left.is_zero())
    {
        let end = if left.is_positive() == maximise {
            bounds.upper()
        } else {
            bounds.lower()
        };
        bound += left * end?;
    }
    Some(bound)
}
