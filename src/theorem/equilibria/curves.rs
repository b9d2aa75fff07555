//! Values of linear programs as a parameter moves.

use super::duality::constraints;
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Sense};
use crate::number::Rational;
use crate::parametric::{CurveOptions, Level, ParametricProgram, value_curve};
use crate::theorem::by_definition::{fraction, invalid};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Two programs of one shape, at λ = 0 and at λ = 1; the numbers between and beyond are on lines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Family {
    /// The program at 0.
    pub at_zero: LinearProgram,
    /// The program at 1.
    pub at_one: LinearProgram,
}

impl Family {
    /// The programs at 0 and at 1.
    pub fn new(at_zero: LinearProgram, at_one: LinearProgram) -> Self {
        Family { at_zero, at_one }
    }

    fn program(&self) -> Result<ParametricProgram, TheoremError> {
        ParametricProgram::new(&self.at_zero, &self.at_one).map_err(invalid)
    }

    /// The program at λ, written out from the two ends.
    fn at(&self, lambda: &Rational) -> Result<LinearProgram, TheoremError> {
        let between = |zero: &Rational, one: &Rational| zero + &(lambda * &(one - zero));
        let mut program = LinearProgram::new(self.at_zero.sense());
        let ends = self.at_zero.bounds().iter().zip(self.at_one.bounds());
        let worths = self.at_zero.objective().iter().zip(self.at_one.objective());
        for ((zero, one), (low, high)) in ends.zip(worths) {
            let lower = zero.lower().zip(one.lower()).map(|(a, b)| between(a, b));
            let upper = zero.upper().zip(one.upper()).map(|(a, b)| between(a, b));
            program.variable(Bounds::new(lower, upper)?, between(low, high));
        }
        for (zero, one) in self.at_zero.rows().iter().zip(self.at_one.rows()) {
            let terms = zero.terms.iter().zip(&one.terms);
            let terms = terms.map(|((variable, a), (_, b))| (*variable, between(a, b)));
            let bound = between(&zero.bound, &one.bound);
            program.row(terms.collect::<Vec<_>>(), zero.relation, bound)?;
        }
        Ok(program)
    }
}

/// The range on which curves are looked at.
const LOW: i64 = -2;
const HIGH: i64 = 3;

/// The values at equal steps of the whole range, from the programs themselves; `None` where there
/// is no finite one.
fn samples(family: &Family) -> Result<Vec<(Rational, Option<Rational>)>, TheoremError> {
    let mut found = Vec::new();
    for step in 0..=2 * (HIGH - LOW) {
        let lambda = fraction(2 * LOW + step, 2);
        let answer = family.at(&lambda)?.solve(&LinearOptions::default())?.answer;
        found.push((
            lambda,
            answer.optimum().map(|optimum| optimum.value.clone()),
        ));
    }
    Ok(found)
}

/// The curve is the value of the program at every λ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurvesAreValues;

impl Theorem for CurvesAreValues {
    type Instance = Family;

    fn statement(&self) -> Statement {
        Statement::new("curves_are_values", "The curve is the value at every λ")
            .saying(
                "The optimal value of linear programs whose numbers are affine in λ is a rational \
                 function between finitely many breakpoints. The curve has the value of the program at \
                 every λ: on its pieces, at its breakpoints, and where there is no finite value.",
            )
            .from_source("Gass and Saaty, 1955; Freund, 1985")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, family: &Self::Instance) -> Result<Finding, TheoremError> {
        let (low, high) = (Rational::from(LOW), Rational::from(HIGH));
        let program = family.program()?;
        let curve =
            value_curve(&program, &low, &high, &CurveOptions::default()).map_err(invalid)?;
        let half = fraction(1, 2);
        let mut points: Vec<Rational> = (2 * LOW..=2 * HIGH).map(|n| fraction(n, 2)).collect();
        for breakpoint in &curve.breakpoints {
            points.extend(breakpoint.at.exact().cloned());
        }
        for piece in &curve.pieces {
            points.push((piece.low.high() + piece.high.low()) * &half);
        }
        points.sort();
        points.dedup();
        for lambda in &points {
            let at = family.at(lambda)?;
            let given = program.at(lambda).map_err(invalid)?;
            claim!(
                constraints(&given) == constraints(&at) && given.objective() == at.objective(),
                "another program at {lambda}"
            );
            let level = match at.solve(&LinearOptions::default())?.answer {
                Answer::Optimal(optimum) => Level::Finite(optimum.value),
                Answer::Infeasible(_) => Level::Infeasible,
                Answer::Unbounded(_) => Level::Unbounded,
            };
            claim!(
                curve.value_at(lambda) == Some(level.clone()),
                "at {lambda} the value is {level:?}, and the curve has {:?}:\n{curve}",
                curve.value_at(lambda)
            );
        }
        let verified = curve.verify(&program, &points, &LinearOptions::default());
        claim!(
            verified.map_err(invalid)?,
            "the curve does not verify:\n{curve}"
        );
        // Breakpoints are in order, and a jump is where a limit differs from the value.
        for pair in curve.breakpoints.windows(2) {
            claim!(
                pair[0].at.high() <= pair[1].at.low(),
                "breakpoints are not in order"
            );
        }
        for breakpoint in curve.breakpoints.iter().filter(|b| b.at.exact().is_some()) {
            let sides = [&breakpoint.left, &breakpoint.right].into_iter().flatten();
            let mut sides = sides.map(|side| Some(side) == breakpoint.value.as_ref());
            let continuous = sides.all(|same| same);
            claim!(
                breakpoint.jump.is_none_or(|jump| jump != continuous),
                "{breakpoint:?} is continuous: {continuous}"
            );
        }
        Ok(Finding::Holds)
    }
}

/// The value of a maximum is convex in the objective and concave in the bounds of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValuesAreConvexInTheObjective;

/// Is each value at most (at least, if `concave`) the mean of its neighbours?
fn is_bent(samples: &[(Rational, Option<Rational>)], concave: bool) -> Finding {
    for window in samples.windows(3) {
        let [(_, Some(left)), (lambda, Some(here)), (_, Some(right))] = window else {
            continue;
        };
        let above = Rational::from(2) * here - &(left + right);
        if if concave {
            above.is_negative()
        } else {
            above.is_positive()
        } {
            return Finding::fails(format!(
                "at {lambda} it bends the other way: {left}, {here}, {right}"
            ));
        }
    }
    Finding::Holds
}

fn curve_at(family: &Family, points: &[Rational]) -> Result<Vec<Option<Level>>, TheoremError> {
    let (low, high) = (Rational::from(LOW), Rational::from(HIGH));
    let curve = value_curve(&family.program()?, &low, &high, &CurveOptions::default());
    let curve = curve.map_err(invalid)?;
    Ok(points.iter().map(|lambda| curve.value_at(lambda)).collect())
}

/// Values bent the right way, and the same on the curve. When minimising everything is reversed.
fn bends(family: &Family, concave_maximum: bool) -> Result<Finding, TheoremError> {
    let samples = samples(family)?;
    let points: Vec<Rational> = samples.iter().map(|(lambda, _)| lambda.clone()).collect();
    for ((lambda, value), level) in samples.iter().zip(curve_at(family, &points)?) {
        let finite = level.as_ref().and_then(Level::finite);
        claim!(
            finite == value.as_ref(),
            "at {lambda} the curve has {level:?} for {value:?}"
        );
    }
    let maximise = family.at_zero.sense() == Sense::Maximise;
    // Where there is a value on both sides, there is one between.
    let finite: Vec<bool> = samples.iter().map(|(_, value)| value.is_some()).collect();
    let first = finite.iter().position(|&yes| yes);
    let last = finite.iter().rposition(|&yes| yes);
    if let (Some(first), Some(last)) = (first, last) {
        claim!(
            finite[first..=last].iter().all(|&yes| yes),
            "there is no value between values"
        );
    }
    Ok(is_bent(&samples, concave_maximum == maximise))
}

impl Theorem for ValuesAreConvexInTheObjective {
    type Instance = Family;

    fn statement(&self) -> Statement {
        Statement::new(
            "values_are_convex_in_the_objective",
            "Values are convex in the objective",
        )
        .saying(
            "If only the objective moves with λ, the greatest value is a convex function of λ, and \
             the least a concave one, where they are finite, which is on an interval.",
        )
        .from_source("Gass and Saaty, 1955")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "rows_stand_still",
            "The rows and the bounds are the same at 0 and at 1.",
            |family: &Family| {
                let (zero, one) = (&family.at_zero, &family.at_one);
                let same = zero.rows() == one.rows() && zero.bounds() == one.bounds();
                Ok(Finding::when(same, || "they move".to_owned()))
            },
        )]
    }

    fn conclusion(&self, family: &Self::Instance) -> Result<Finding, TheoremError> {
        bends(family, false)
    }
}

/// The value of a maximum is concave in the right-hand sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValuesAreConcaveInTheBounds;

impl Theorem for ValuesAreConcaveInTheBounds {
    type Instance = Family;

    fn statement(&self) -> Statement {
        Statement::new(
            "values_are_concave_in_the_bounds",
            "Values are concave in the bounds",
        )
        .saying(
            "If only the right-hand sides move with λ, the greatest value is a concave function of \
                 λ, and the least a convex one, where they are finite, which is on an interval.",
        )
        .from_source("Gass and Saaty, 1955")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "objective_stands_still",
                "The objective is the same at 0 and at 1.",
                |family: &Family| {
                    let same = family.at_zero.objective() == family.at_one.objective();
                    Ok(Finding::when(same, || "it moves".to_owned()))
                },
            ),
            Hypothesis::new(
                "coefficients_stand_still",
                "The coefficients of the rows are the same at 0 and at 1.",
                |family: &Family| {
                    let mut rows = family.at_zero.rows().iter().zip(family.at_one.rows());
                    let same = rows.all(|(zero, one)| zero.terms == one.terms);
                    Ok(Finding::when(same, || "they move".to_owned()))
                },
            ),
        ]
    }

    fn conclusion(&self, family: &Self::Instance) -> Result<Finding, TheoremError> {
        bends(family, true)
    }
}

#[cfg(feature = "proptest")]
pub(super) mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::{
        CurvesAreValues, Family, ValuesAreConcaveInTheBounds, ValuesAreConvexInTheObjective,
    };
    use crate::linear_program::{Bounds, LinearProgram, Relation, Sense};
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

    /// A number at 0 and how it moves.
    type Moving = (i64, i64);

    /// Families of small programs of which the objective, the coefficients and the bounds move.
    pub(in crate::theorem::equilibria) fn families(moves: [bool; 3]) -> BoxedStrategy<Family> {
        let number = || (-3i64..=3, -2i64..=2);
        let relation = prop_oneof![
            3 => Just(Relation::AtMost),
            1 => Just(Relation::AtLeast),
            1 => Just(Relation::Equal),
        ];
        (1usize..=3, 0usize..=3, any::<bool>())
            .prop_flat_map(move |(columns, rows, maximise)| {
                let row = (vec(number(), columns), relation.clone(), number());
                let variables = vec((0usize..6, 0i64..=3, number()), columns);
                (variables, vec(row, rows), Just(maximise))
            })
            .prop_filter_map("not a program", move |(variables, rows, maximise)| {
                let at = |which: usize, (zero, slope): Moving, lambda: i64| {
                    Rational::from(zero + if moves[which] { slope * lambda } else { 0 })
                };
                let build = |lambda: i64| -> Option<LinearProgram> {
                    let sense = if maximise {
                        Sense::Maximise
                    } else {
                        Sense::Minimise
                    };
                    let mut program = LinearProgram::new(sense);
                    for (kind, end, worth) in &variables {
                        let bounds = match kind {
                            0 | 1 => Bounds::NONNEGATIVE,
                            2 => Bounds::FREE,
                            3 => Bounds::at_most(*end),
                            _ => Bounds::between(-1, *end).ok()?,
                        };
                        program.variable(bounds, at(0, *worth, lambda));
                    }
                    for (terms, relation, bound) in &rows {
                        let terms = terms.iter().enumerate();
                        let terms = terms.map(|(j, term)| (j, at(1, *term, lambda)));
                        let terms: Vec<_> = terms.collect();
                        program.row(terms, *relation, at(2, *bound, lambda)).ok()?;
                    }
                    Some(program)
                };
                Some(Family::new(build(0)?, build(1)?))
            })
            .boxed()
    }

    impl Drawn for CurvesAreValues {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            prop_oneof![families([true; 3]), families([false, true, false])].boxed()
        }
    }

    impl Drawn for ValuesAreConvexInTheObjective {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            families([true, false, false])
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            families([false, false, true])
        }
    }

    impl Drawn for ValuesAreConcaveInTheBounds {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            families([false, false, true])
        }

        fn instances_without(
            &self,
            hypothesis: &str,
        ) -> BoxedStrategy<<Self as Theorem>::Instance> {
            families(match hypothesis {
                "objective_stands_still" => [true, false, false],
                _ => [false, true, false],
            })
        }
    }
}
