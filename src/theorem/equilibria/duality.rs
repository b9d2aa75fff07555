//! Linear programs and their duals.

use crate::linear_program::{
    Answer, Bounds, LinearOptions, LinearProgram, Optimum, Relation, Sense,
};
use crate::number::Rational;
use crate::theorem::by_definition::dot;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Every linear program has a solution, a contradiction or a ray, and dual programs the same value.
///
/// ```
/// use lacuna::linear_program::{Bounds, LinearProgram, Relation};
/// use lacuna::theorem::equilibria::DualityIsStrong;
/// use lacuna::theorem::{Theorem, Verdict};
/// let mut program = LinearProgram::maximise();
/// let x = program.variable(Bounds::between(0, 3)?, 3);
/// program.row([(x, 2)], Relation::AtMost, 5)?;
/// assert_eq!(DualityIsStrong.check(&program)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DualityIsStrong;

/// What a row says of a point, and what it asks for.
fn meets(left: &Rational, relation: Relation, right: &Rational) -> bool {
    match relation {
        Relation::AtMost => left <= right,
        Relation::AtLeast => left >= right,
        Relation::Equal => left == right,
    }
}

/// The rows and the bounds as `(coefficients, relation, bound)`.
pub(super) fn constraints(program: &LinearProgram) -> Vec<(Vec<Rational>, Relation, Rational)> {
    let count = program.variables();
    let mut found = Vec::new();
    for row in program.rows() {
        let mut coefficients = vec![Rational::ZERO; count];
        for (variable, coefficient) in &row.terms {
            coefficients[*variable] += coefficient;
        }
        found.push((coefficients, row.relation, row.bound.clone()));
    }
    for (variable, bounds) in program.bounds().iter().enumerate() {
        let mut unit = vec![Rational::ZERO; count];
        unit[variable] = Rational::ONE;
        if let Some(lower) = bounds.lower() {
            found.push((unit.clone(), Relation::AtLeast, lower.clone()));
        }
        if let Some(upper) = bounds.upper() {
            found.push((unit, Relation::AtMost, upper.clone()));
        }
    }
    found
}

/// The dual: one variable a constraint, bounds of variables being constraints; minimises for a
/// program that maximises.
fn dual(program: &LinearProgram) -> Result<LinearProgram, TheoremError> {
    let maximise = program.sense() == Sense::Maximise;
    let mut other = if maximise {
        LinearProgram::minimise()
    } else {
        LinearProgram::maximise()
    };
    let constraints = constraints(program);
    for (_, relation, bound) in &constraints {
        let bounds = match (relation, maximise) {
            (Relation::Equal, _) => Bounds::FREE,
            (Relation::AtMost, true) | (Relation::AtLeast, false) => Bounds::NONNEGATIVE,
            _ => Bounds::at_most(0),
        };
        other.variable(bounds, bound.clone());
    }
    for (variable, worth) in program.objective().iter().enumerate() {
        let terms = (constraints.iter().enumerate())
            .map(|(index, (coefficients, _, _))| (index, coefficients[variable].clone()));
        other.row(terms.collect::<Vec<_>>(), Relation::Equal, worth.clone())?;
    }
    Ok(other)
}

/// Does the answer prove itself, by multiplication?
fn proves(program: &LinearProgram, answer: &Answer) -> Finding {
    let constraints = constraints(program);
    let feasible = |point: &[Rational], scale: &Rational| {
        (constraints.iter())
            .all(|(row, relation, bound)| meets(&dot(row, point), *relation, &(bound * scale)))
    };
    let sign = match program.sense() {
        Sense::Maximise => Rational::ONE,
        Sense::Minimise => -Rational::ONE,
    };
    // What the rows times the multipliers leave of an objective, and the bound that they prove.
    let proved = |objective: &[Rational], multipliers: &[Rational], sign: &Rational| {
        let mut bound = Rational::ZERO;
        let mut rest = objective.to_vec();
        for (row, multiplier) in program.rows().iter().zip(multipliers) {
            let signed = multiplier * sign;
            let wrong = match row.relation {
                Relation::AtMost => signed.is_negative(),
                Relation::AtLeast => signed.is_positive(),
                Relation::Equal => false,
            };
            if wrong {
                return None;
            }
            bound += &(&row.bound * multiplier);
            for (variable, coefficient) in &row.terms {
                rest[*variable] -= &(coefficient * multiplier);
            }
        }
        for (left, bounds) in rest.iter().zip(program.bounds()) {
            let end = match (left * sign).signum() {
                std::cmp::Ordering::Equal => continue,
                std::cmp::Ordering::Greater => bounds.upper()?,
                std::cmp::Ordering::Less => bounds.lower()?,
            };
            bound += &(left * end);
        }
        Some(bound)
    };
    match answer {
        Answer::Optimal(Optimum {
            value,
            point,
            multipliers,
        }) => {
            let bound = proved(program.objective(), multipliers, &sign);
            let reached = dot(program.objective(), point);
            let one = &Rational::ONE;
            let sound = feasible(point, one) && reached == *value && bound.as_ref() == Some(value);
            Finding::when(sound, || {
                format!("the value {value} is reached with {reached} and bounded by {bound:?}")
            })
        }
        Answer::Infeasible(farkas) => {
            let nothing = vec![Rational::ZERO; program.variables()];
            let bound = proved(&nothing, &farkas.multipliers, &Rational::ONE);
            Finding::when(bound.as_ref().is_some_and(Rational::is_negative), || {
                format!("the rows do not contradict each other: {bound:?}")
            })
        }
        Answer::Unbounded(endless) => {
            let rate = dot(program.objective(), &endless.ray) * &sign;
            let sound = feasible(&endless.point, &Rational::ONE)
                && feasible(&endless.ray, &Rational::ZERO)
                && rate.is_positive();
            Finding::when(sound, || {
                format!("the ray gains {rate} a step, or leaves the program")
            })
        }
    }
}

impl Theorem for DualityIsStrong {
    type Instance = LinearProgram;

    fn statement(&self) -> Statement {
        Statement::new("duality_is_strong", "Strong duality")
            .saying(
                "A linear program has an optimum, or its rows contradict each other (Farkas), or its \
                 objective improves for ever. If it has an optimum, so has its dual, with the same \
                 value; if it improves for ever, the dual is infeasible; and if it is infeasible, the \
                 dual has no optimum.",
            )
            .from_source("von Neumann, 1947; Gale, Kuhn and Tucker, 1951")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, program: &Self::Instance) -> Result<Finding, TheoremError> {
        let options = LinearOptions::default();
        let solved = program.solve(&options)?;
        claim!(
            solved.answer.verify(program),
            "{:?} does not verify",
            solved.answer
        );
        if let Finding::Fails(why) = proves(program, &solved.answer) {
            return Ok(Finding::Fails(why));
        }
        let other = dual(program)?;
        let dual = other.solve(&options)?.answer;
        if let Finding::Fails(why) = proves(&other, &dual) {
            return Ok(Finding::Fails(why));
        }
        let agree = match (&solved.answer, &dual) {
            (Answer::Optimal(first), Answer::Optimal(second)) => first.value == second.value,
            (Answer::Unbounded(_), Answer::Infeasible(_))
            | (Answer::Infeasible(_), Answer::Infeasible(_) | Answer::Unbounded(_)) => true,
            _ => false,
        };
        claim!(
            agree,
            "the program has {:?}, and its dual {dual:?}",
            solved.answer
        );
        // From its own basis the program has the same answer.
        let again = program.solve(&options.with_start(solved.basis))?.answer;
        let value = |answer: &Answer| answer.optimum().map(|optimum| optimum.value.clone());
        claim!(
            again.verify(program)
                && value(&again) == value(&solved.answer)
                && again.is_feasible() == solved.answer.is_feasible(),
            "from its own basis the program has {again:?}"
        );
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::curves::drawn::families;
    use super::DualityIsStrong;
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for DualityIsStrong {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            families([true; 3]).prop_map(|family| family.at_one).boxed()
        }
    }
}
