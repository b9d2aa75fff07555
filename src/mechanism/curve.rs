//! The value of the best mechanism as a function of the altruism weight, exactly.

use super::value::{agents, family};
use super::{MechanismError, MechanismOptions};
use crate::contract::{ContractingProblem, Monitoring};
use crate::number::Rational;
use crate::parametric::{CurveOptions, ValueCurve, value_curve};

/// The value of the best mechanism for players who maximise `u_i + λ·W`, as a function of λ from
/// `low` to `high`, exactly: rational functions of λ on pieces, with breakpoints at which it may
/// jump, up or down.
///
/// It is the closed value ([`BestMechanism::closed_value`](super::BestMechanism::closed_value)):
/// with unlimited liability mechanisms may only come as close as desired to it. Where no mechanism
/// meets all constraints the curve is
/// [`CurveValue::Infeasible`](crate::parametric::CurveValue::Infeasible).
///
/// # Errors
/// As [`best_mechanism`](super::best_mechanism); [`MechanismError::BadOption`] for a negative λ,
/// [`MechanismError::TooLarge`] for a program with more rows than
/// [`MechanismOptions::max_curve_rows`]: see [`sampled_curve`](super::sampled_curve) then;
/// [`MechanismError::Curve`] for a bad range and at a limit of `curve`, with what was found.
///
/// # Complexity
/// The program has a row for each manipulation, and with limited liability one for each player
/// after each arm and signal at which transfers matter. Then as [`value_curve`]: milliseconds for
/// one state and few actions; with several states, three players and limited liability a piece can
/// take seconds, to which [`CurveOptions::max_time`] sets a limit.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::mechanism::{MechanismOptions, mechanism_curve};
/// use lacuna::number::Rational;
/// use lacuna::parametric::CurveOptions;
///
/// // A prisoner's dilemma of which nothing is verifiable.
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let nothing = Monitoring::trivial(&problem);
/// let (low, high) = (Rational::ZERO, Rational::from(3));
/// let options = MechanismOptions::default();
/// let curve =
///     mechanism_curve(&problem, &nothing, &options, &low, &high, &CurveOptions::default())?;
/// assert_eq!(
///     curve.to_string(),
///     "(0, 1/3): 2\n\
///      (1/3, 2): (14 + 8λ)/(3 + λ)\n\
///      (2, 3): 6"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn mechanism_curve(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
    low: &Rational,
    high: &Rational,
    curve: &CurveOptions,
) -> Result<ValueCurve, MechanismError> {
    agents(problem, low)?;
    let family = family(problem, monitoring, options)?;
    Ok(value_curve(&family, low, high, curve)?)
}
