//! The optimal value of a family of linear programs as a function of one parameter, exactly.
//!
//! In a [`ParametricProgram`] every coefficient (objective, matrix, right-hand sides, bounds) is
//! affine in a parameter λ. [`value_curve`] finds the optimal value on a range of λ as a
//! [`ValueCurve`]: pieces on each of which it is a [`RationalFunction`] in lowest terms, or the
//! programs are infeasible, or unbounded; and breakpoints, with the value exactly there and the
//! limits from both sides. Nothing is assumed about it: it can rise and fall, and jump either way,
//! because the set of feasible points changes with λ, and the value at a breakpoint can differ from
//! both limits.
//!
//! A piece is proved by a basis that is optimal at one λ in it: its point and multipliers are
//! quotients of polynomials in λ, and it stays optimal as long as finitely many polynomials keep
//! their signs. Their roots are rational numbers, found exactly, or isolated ([`End`]); nothing is
//! decided in floating point. [`ValueCurve::verify`] compares a curve with the programs themselves.
//!
//! # Example
//!
//! The best correlated equilibrium of a prisoner's dilemma whose players maximise `u_i + λ·W`, with
//! W the sum of both payoffs, measured by W: defection below 1/3, then more and more mutual
//! cooperation, and nothing else from 2 on.
//!
//! ```
//! use lacuna::linear_program::{Bounds, LinearProgram, Relation};
//! use lacuna::number::Rational;
//! use lacuna::parametric::{CurveOptions, Level, ParametricProgram, value_curve};
//!
//! // Payoffs of (C, C), (C, D), (D, C), (D, D) to both players, and a player's deviations:
//! // from each profile it leaves to where that leads it.
//! let payoffs = [[3i64, 3], [0, 5], [5, 0], [1, 1]];
//! let deviations = [[(0, 2), (1, 3)], [(2, 0), (3, 1)], [(0, 1), (2, 3)], [(1, 0), (3, 2)]];
//! let dilemma = ParametricProgram::from_fn(|lambda| -> Result<_, Box<dyn std::error::Error>> {
//!     let welfare = |s: usize| Rational::from(payoffs[s][0] + payoffs[s][1]);
//!     let perceived = |i: usize, s: usize| Rational::from(payoffs[s][i]) + lambda * &welfare(s);
//!     let mut program = LinearProgram::maximise();
//!     for profile in 0..4 {
//!         program.variable(Bounds::NONNEGATIVE, welfare(profile));
//!     }
//!     program.row((0..4).map(|profile| (profile, 1)), Relation::Equal, 1)?;
//!     for (index, deviation) in deviations.iter().enumerate() {
//!         let gain = |&(s, t): &(usize, usize)| (s, perceived(index / 2, t) - perceived(index / 2, s));
//!         program.row(deviation.iter().map(gain), Relation::AtMost, 0)?;
//!     }
//!     Ok(program)
//! })?;
//! let (low, high) = (Rational::ZERO, Rational::from(3));
//! let curve = value_curve(&dilemma, &low, &high, &CurveOptions::default())?;
//! assert_eq!(
//!     curve.to_string(),
//!     "(0, 1/3): 2\n\
//!      (1/3, 2): (14 + 8λ)/(3 + λ)\n\
//!      (2, 3): 6"
//! );
//! // At 1/3 the curve jumps up, and takes the higher value.
//! let third = &curve.breakpoints[1];
//! assert_eq!((third.jump, third.value == third.right), (Some(true), true));
//! assert_eq!(curve.value_at(&Rational::ONE), Some(Level::Finite(Rational::new(11, 2)?)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod assemble;
mod clock;
mod curve;
mod divisibility;
mod error;
mod integer_family;
mod limits;
mod polynomial;
mod program;
mod rational_function;
mod reach;
mod roots;
mod search;
#[cfg(test)]
mod tests;
mod vertex;

pub use curve::{Breakpoint, CurveOptions, CurveValue, Piece, Unresolved, ValueCurve};
pub use error::ParametricError;
pub use limits::Level;
pub use polynomial::Polynomial;
pub use program::ParametricProgram;
pub use rational_function::RationalFunction;
pub use roots::End;
pub use search::value_curve;
