//! Linear programs solved exactly, with certificates.
//!
//! A [`LinearProgram`] has a linear objective, rows `Σ aⱼ·xⱼ ≤, ≥ or = b` and variables with bounds
//! or none. [`LinearProgram::solve`] decides it in rational arithmetic: an [`Optimum`] with a point
//! and multipliers, an [`Infeasibility`] with the combination of rows that contradicts itself
//! (Farkas), or an [`Unboundedness`] with a ray along which the objective rises for ever.
//! [`Answer::verify`] checks each of them against the program alone; it shares no code with the
//! solver. Everything in the crate that needs a linear program (correlated play, dominance by mixed
//! strategies, contracts within a budget) goes through this module.
//!
//! No answer rests on floating point, but most of the work is done there: it proposes a
//! basis, whose two linear systems are then solved exactly (Dixon, 1982) and prove it; where
//! rounding erred, exact pivots mend the basis. [`LinearProgram::solve_numeric`] leaves out the
//! proof and reports [`Residuals`]. [`Solved::basis`] is a start for the next program of the same
//! shape ([`LinearOptions::with_start`]), and limits end in a [`LinearError`] that carries one.
//!
//! # Example
//!
//! ```
//! use lacuna::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
//! use lacuna::number::Rational;
//!
//! // maximise 3x + 2y subject to x + y ≤ 4, x + 3y ≤ 6, 0 ≤ x ≤ 3, y ≥ 0.
//! let mut program = LinearProgram::maximise();
//! let x = program.variable(Bounds::between(0, 3)?, 3);
//! let y = program.variable(Bounds::at_least(0), 2);
//! program.row([(x, 1), (y, 1)], Relation::AtMost, 4)?;
//! program.row([(x, 1), (y, 3)], Relation::AtMost, 6)?;
//! let solved = program.solve(&LinearOptions::default())?;
//! let Answer::Optimal(optimum) = &solved.answer else { unreachable!() };
//! assert_eq!(optimum.value, Rational::from(11));
//! assert_eq!(optimum.point, vec![Rational::from(3), Rational::from(1)]);
//! // One more unit of the first row's bound is worth 2.
//! assert_eq!(optimum.multipliers[0], Rational::from(2));
//! assert!(solved.answer.verify(&program));
//!
//! // What if x and y had to add up to 5? The rows contradict each other, and the answer says how.
//! program.row([(x, 1), (y, 1)], Relation::AtLeast, 5)?;
//! let start = LinearOptions::default().with_start(solved.basis);
//! let solved = program.solve(&start)?;
//! let Answer::Infeasible(contradiction) = &solved.answer else { unreachable!() };
//! assert!(contradiction.multipliers[2].is_negative());
//! assert!(solved.answer.verify(&program));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod bounds;
mod canonical;
mod check;
mod decide;
mod error;
mod factored;
mod float_rows;
mod integer_pivoting;
mod inverse;
mod kernel;
mod limits;
mod numeric;
mod options;
mod program;
mod propose;
mod refine;
mod simplex;
mod solve;
mod sparse;
#[cfg(test)]
mod tests;
mod triangular;
mod vertex;

pub use answer::{Answer, Basis, Effort, Infeasibility, Optimum, Solved, Unboundedness};
pub use bounds::Bounds;
pub use error::LinearError;
pub use numeric::{NumericAnswer, NumericSolved, Residuals};
pub use options::LinearOptions;
pub use program::{LinearProgram, Relation, Row, Sense};
