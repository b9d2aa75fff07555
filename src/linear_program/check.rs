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
    Rational::dot(a.iter().zip(b))
}

fn form(row: &Row, point: &[Rational]) -> Rational {
    Rational::dot(row.terms.iter().map(|(j, c)| (c, &point[*j])))
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
    if multipliers.len() != program.rows().len() {
        return None;
    }
    let one = Rational::ONE;
    let negated: Vec<Rational> = multipliers.iter().map(|y| -y).collect();
    // What of the objective the rows leave over, variable by variable.
    let mut rest = vec![DotProduct::new(); program.variables()];
    for (sum, coefficient) in rest.iter_mut().zip(objective) {
        sum.add(coefficient, &one);
    }
    let maximise = sense == Sense::Maximise;
    let mut bound = DotProduct::new();
    for (index, (row, multiplier)) in program.rows().iter().zip(multipliers).enumerate() {
        let wrong = match row.relation {
            Relation::Equal => false,
            Relation::AtMost if maximise => multiplier.is_negative(),
            Relation::AtLeast if !maximise => multiplier.is_negative(),
            Relation::AtMost | Relation::AtLeast => multiplier.is_positive(),
        };
        if wrong {
            return None;
        }
        bound.add(&row.bound, multiplier);
        for (variable, coefficient) in &row.terms {
            rest[*variable].add(coefficient, &negated[index]);
        }
    }
    for (sum, bounds) in rest.into_iter().zip(program.bounds()) {
        let left = sum.finish();
        if !left.is_zero() {
            let upper = left.is_positive() == maximise;
            let end = if upper {
                bounds.upper()
            } else {
                bounds.lower()
            };
            bound.add(&left, end?);
        }
    }
    Some(bound.finish())
}
