//! Correlated play: what a mediator can bring about who recommends actions and cannot enforce them.
//!
//! A [`Distribution`] over profiles is a *correlated equilibrium* (Aumann, 1974) if no player,
//! told its own part of the profile drawn, gains by another action; it is a *coarse* correlated
//! equilibrium (Moulin and Vial, 1978) if no player gains by committing to one action before it is
//! told anything. Every mixed equilibrium is a correlated one, and every correlated equilibrium is
//! a coarse one; where every player has two actions the last two are the same.
//!
//! Both sets are polytopes. [`correlated_equilibrium`] finds a point of either that is best by an
//! [`Objective`], subject to [`SideConstraint`]s, by an exact linear program, and returns it with
//! [`DeviationWeights`] that prove that no other is better; [`CorrelatedOutcome::verify`] checks
//! the proof profile by profile without the solver. When the players see the game through
//! preferences, [`correlated_equilibrium_between`] keeps the incentives (of the perceived game)
//! apart from the objective and the constraints (in material payoffs).
//!
//! [`smoothness`] bounds the welfare of all these sets at once.
//!
//! ```
//! use lacuna::equilibrium::correlated::{CorrelatedOptions, correlated_equilibrium};
//! use lacuna::game::catalogue::chicken;
//! use lacuna::number::Rational;
//!
//! // Aumann's chicken: action 0 yields, action 1 dares.
//! let game = chicken(6, 2, 7, 0)?;
//! let options = CorrelatedOptions::default();
//! let outcome = correlated_equilibrium(&game, &options)?;
//! let best = outcome.found().expect("every game has one");
//! // Above the convex hull of the mixed equilibria, which ends at 28/3.
//! assert_eq!(best.value, Rational::new(21, 2)?);
//! assert_eq!(best.distribution.probability(&[0, 0])?, Rational::new(1, 2)?);
//! assert!(best.distribution.is_correlated_equilibrium(&game)?);
//! assert!(outcome.verify(&game, &options));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod distribution;
mod options;
mod outcome;
mod program;
mod smoothness;

pub use distribution::Distribution;
pub use options::{CorrelatedConcept, CorrelatedOptions, Objective, Quantity, SideConstraint};
pub use outcome::{Correlated, CorrelatedOutcome, DeviationWeight, DeviationWeights, NoCorrelated};
pub use smoothness::{Smooth, SmoothnessBound, smoothness, smoothness_between};

use super::SolveError;
use crate::game::{Game, dense};
use crate::linear_program::LinearProgram;
use crate::number::Rational;

/// A correlated (or coarse correlated) equilibrium of `game` that is best by the objective of
/// `options`, with the proof that none is better; or the proof that none meets the side
/// constraints. Without side constraints there always is one.
///
/// # Errors
/// [`SolveError::Game`] for a game that is not valid or an objective or constraint about a player
/// or profile that it does not have; [`SolveError::WrongCoefficients`];
/// [`SolveError::TooManyTerms`]; [`SolveError::Linear`] when a limit on the linear program is
/// reached.
///
/// # Complexity
/// One linear program with a variable for each profile, a row for each player and pair of its
/// actions (coarse: for each player and action), and (profiles) × Σ (actions − 1) terms.
///
/// ```
/// use lacuna::equilibrium::correlated::{
///     CorrelatedConcept, CorrelatedOptions, Objective, correlated_equilibrium,
/// };
/// use lacuna::game::catalogue::rock_paper_scissors;
/// use lacuna::number::Rational;
///
/// // How often can both be told the same? Coarse equilibria cannot forbid it at all.
/// let game = rock_paper_scissors(1, 1)?;
/// let ties = (0..9).map(|index| Rational::from(i64::from(index % 4 == 0))).collect();
/// let options = CorrelatedOptions::default().with_objective(Objective::maximise(ties));
/// let strict = correlated_equilibrium(&game, &options)?;
/// let coarse = options.with_concept(CorrelatedConcept::Coarse);
/// let loose = correlated_equilibrium(&game, &coarse)?;
/// assert_eq!(strict.value(), Some(&Rational::new(1, 3)?));
/// assert_eq!(loose.value(), Some(&Rational::ONE));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn correlated_equilibrium<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &CorrelatedOptions,
) -> Result<CorrelatedOutcome, SolveError> {
    let dense = dense(game, options.size_limit)?;
    outcome::solve(&dense, &dense, options)
}

/// [`correlated_equilibrium`] when players act on one game and outcomes are measured in another:
/// the obedience of recommendations counts payoffs of `perceived`, while the objective, the side
/// constraints and the payoffs reported count those of `material`.
///
/// # Errors
/// As [`correlated_equilibrium`], and [`SolveError::ShapesDiffer`].
///
/// # Complexity
/// As [`correlated_equilibrium`].
///
/// ```
/// use lacuna::equilibrium::correlated::{CorrelatedOptions, correlated_equilibrium_between};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::Rational;
/// use lacuna::preference::{Cooperative, Perceived};
///
/// // Among players who maximise u_i + 2·W, mutual cooperation (welfare 6) can be recommended.
/// let game = prisoners_dilemma(3, 0, 5, 1)?;
/// let seen = Perceived::new(&game, Cooperative::new(Rational::from(2))?)?;
/// let options = CorrelatedOptions::default();
/// let outcome = correlated_equilibrium_between(&seen, &game, &options)?;
/// assert_eq!(outcome.value(), Some(&Rational::from(6)));
/// assert!(outcome.verify_between(&seen, &game, &options));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn correlated_equilibrium_between<P, M>(
    perceived: &P,
    material: &M,
    options: &CorrelatedOptions,
) -> Result<CorrelatedOutcome, SolveError>
where
    P: Game<Rational> + ?Sized,
    M: Game<Rational> + ?Sized,
{
    let perceived = dense(perceived, options.size_limit)?;
    let material = dense(material, options.size_limit)?;
    outcome::solve(&perceived, &material, options)
}

/// The linear program that [`correlated_equilibrium_between`] solves, for an analysis of one's own:
/// a variable for each profile in the order of profiles (and last, for
/// [`Objective::MaxMinPayoff`], the least payoff); rows for the sum of probabilities, for the
/// deviations that can gain somewhere, for the side constraints, and for
/// [`Objective::MaxMinPayoff`] one a player. The gains are in integers if the payoffs of the
/// perceived game, brought to one denominator, are machine integers.
///
/// # Errors
/// As [`correlated_equilibrium_between`].
///
/// # Complexity
/// (profiles) × Σ (actions − 1) terms.
pub fn correlated_program<P, M>(
    perceived: &P,
    material: &M,
    options: &CorrelatedOptions,
) -> Result<LinearProgram, SolveError>
where
    P: Game<Rational> + ?Sized,
    M: Game<Rational> + ?Sized,
{
    let perceived = dense(perceived, options.size_limit)?;
    let material = dense(material, options.size_limit)?;
    Ok(program::CorrelatedProgram::new(&perceived, &material, options)?.program)
}
