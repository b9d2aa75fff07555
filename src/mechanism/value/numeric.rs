//! The value of the best mechanism in floating point only.

use serde::{Deserialize, Serialize};

use super::conditions::Conditions;
use super::master::{Goal, Master};
use crate::contract::{ContractingProblem, Monitoring};
use crate::mechanism::{MechanismError, MechanismOptions};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// The value of the best mechanism in floating point: two bounds that nothing proves, and how far
/// the mixture that was found is from meeting its conditions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NumericValue {
    /// Expected welfare of the mixture of arms and transfers that was found.
    pub value: f64,
    /// What no mechanism exceeds, by the weights of the conditions that were found.
    pub upper_bound: f64,
    /// The largest amount by which the mixture misses a condition.
    pub residual: f64,
    /// Rounds in which columns were added to the linear program.
    pub rounds: usize,
}

/// The value that [`best_mechanism`](super::best_mechanism) finds, in floating point only: the same
/// search without the proof, the mechanism and the question whether the value is attained.
///
/// With unlimited liability it is the closed value,
/// [`BestMechanism::closed_value`](super::BestMechanism::closed_value). Nothing is proved: rounding
/// may put the value beyond the truth or the bound below it, by about as much as
/// [`NumericValue::residual`] and the distance between the two say.
///
/// # Errors
/// [`MechanismError::NothingFound`] where the conditions seem to contradict each other, and
/// otherwise as [`best_mechanism`](super::best_mechanism); [`MechanismError::RoundLimit`] carries
/// the bounds in floating point.
///
/// # Complexity
/// As [`best_mechanism`](super::best_mechanism), with floating-point operations throughout.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::mechanism::{MechanismOptions, approximate_value};
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// // A prisoner's dilemma of which nothing is verifiable, at λ = 1/2: (14 + 8λ)/(3 + λ).
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let blind = Monitoring::trivial(&problem);
/// let agents = WeightMatrix::cooperative(2, &"1/2".parse()?)?;
/// let found = approximate_value(&problem, &blind, &agents, &MechanismOptions::default())?;
/// assert!((found.value - 36.0 / 7.0).abs() < 1e-9);
/// assert!((found.upper_bound - found.value).abs() < 1e-9);
/// assert!(found.residual < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn approximate_value(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    preferences: &WeightMatrix<Rational>,
    options: &MechanismOptions,
) -> Result<NumericValue, MechanismError> {
    let conditions = Conditions::new(problem, monitoring, preferences, options)?;
    let mut master = Master::new(&conditions, Goal::Welfare, None);
    let found = master.approach()?;
    let rounds = master.rounds;
    match found {
        None => Err(MechanismError::NothingFound { rounds }),
        Some(found) if !found.finished => Err(MechanismError::RoundLimit {
            limit: options.max_rounds,
            lower: Rational::from_f64_exact(found.lower).ok(),
            upper: Rational::from_f64_exact(found.upper).ok(),
        }),
        Some(found) => Ok(NumericValue {
            value: found.lower,
            upper_bound: found.upper,
            residual: found.residual,
            rounds,
        }),
    }
}
