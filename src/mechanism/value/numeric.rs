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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{Budget, Information, Language};
    use crate::game::random;
    use crate::mechanism::{Communication, Participation, best_mechanism};

    const BUDGETS: [Budget; 4] = [
        Budget::Unrestricted,
        Budget::Expected,
        Budget::Burning,
        Budget::Balanced,
    ];

    /// Two equally likely states, known to all, of which the court sees nothing; of the actions it
    /// sees whether they are above 0.
    fn problem(actions: &[usize], stream: u64) -> (ContractingProblem, Monitoring) {
        let mut generator = random::generator(77, stream);
        let half = Rational::new(1, 2).expect("not zero");
        let states = (0..2).map(|_| {
            let game = random::uniform_integers(actions, -9..=9, &mut generator);
            (half.clone(), game.expect("small"))
        });
        let problem = ContractingProblem::new(states.collect())
            .and_then(|problem| problem.with_information(Information::complete(actions.len(), 2)))
            .expect("valid");
        let language = Language::observed(&problem, |_, profile| {
            profile.iter().map(|&action| action > 0).collect::<Vec<_>>()
        });
        (problem, Monitoring::from(&language))
    }

    fn agree(
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        agents: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) {
        let design = best_mechanism(problem, monitoring, agents, options).expect("no limit");
        let numeric = approximate_value(problem, monitoring, agents, options);
        let Some(best) = design.best() else {
            assert!(
                matches!(numeric, Err(MechanismError::NothingFound { .. })),
                "{numeric:?} {options:?}"
            );
            return;
        };
        let numeric = numeric.expect("there is a mechanism");
        let exact = best.closed_value.to_f64();
        assert!(
            (numeric.value - exact).abs() < 1e-7,
            "{numeric:?} {exact} {options:?}"
        );
        assert!((numeric.upper_bound - exact).abs() < 1e-7, "{numeric:?}");
        assert!(numeric.residual < 1e-7, "{numeric:?}");
    }

    #[test]
    fn it_agrees_with_the_exact_value() {
        for stream in 0..3 {
            let (problem, monitoring) = problem(&[3, 2], stream);
            let lambda = Rational::new(stream as i64, 3).expect("not zero");
            let agents = WeightMatrix::cooperative(2, &lambda).expect("not negative");
            for budget in BUDGETS {
                for liability in [None, Some(Rational::ONE), Some(Rational::from(20))] {
                    for communication in [Communication::Mediated, Communication::Recommendations] {
                        let mut options = MechanismOptions::default()
                            .with_budget(budget)
                            .with_communication(communication);
                        options.liability = liability.clone();
                        agree(&problem, &monitoring, &agents, &options);
                    }
                }
            }
        }
    }

    #[test]
    fn it_finds_mechanisms_that_must_pay_to_be_joined() {
        let mut impossible = 0;
        for stream in 0..4 {
            let (problem, monitoring) = problem(&[2, 2], stream);
            let agents = WeightMatrix::identity(2);
            for (outside, budget) in [3, 8, 30].into_iter().flat_map(|o| BUDGETS.map(|b| (o, b))) {
                let outside = vec![vec![Rational::from(outside); 2], vec![Rational::ZERO; 2]];
                for participation in [
                    Participation::ex_ante(outside.clone()),
                    Participation::interim(outside.clone()),
                    Participation::ex_post(outside.clone()),
                ] {
                    for liability in [None, Some(Rational::from(10))] {
                        let mut options = MechanismOptions::default()
                            .with_budget(budget)
                            .with_participation(participation.clone());
                        options.liability = liability;
                        agree(&problem, &monitoring, &agents, &options);
                        let value = approximate_value(&problem, &monitoring, &agents, &options);
                        impossible += usize::from(value.is_err());
                    }
                }
            }
        }
        assert!(impossible > 0);
    }

    #[test]
    fn a_limit_of_rounds_carries_the_bounds() {
        // Two partners: each unit of effort costs 7 and yields 10, which they share; the yield is
        // seen. A secret mediator attains 60/11 with fines of 10.
        let game = crate::game::NormalForm::from_fn(&[2, 2], |player, profile| {
            let effort = profile.iter().sum::<usize>() as i64;
            Rational::from(5 * effort - 7 * profile[player] as i64)
        });
        let problem = ContractingProblem::single_state(game.expect("small")).expect("valid");
        let seen = Language::observed(&problem, |_, profile| profile.iter().sum::<usize>());
        let monitoring = Monitoring::from(&seen);
        let agents = WeightMatrix::identity(2);
        let options = MechanismOptions::default()
            .with_budget(Budget::Balanced)
            .with_liability(Rational::from(10))
            .with_max_rounds(0);
        let stopped = approximate_value(&problem, &monitoring, &agents, &options);
        let Err(MechanismError::RoundLimit { lower, upper, .. }) = stopped else {
            panic!("{stopped:?}");
        };
        let options = options.with_max_rounds(1000);
        let value = approximate_value(&problem, &monitoring, &agents, &options).expect("enough");
        assert!((value.value - 60.0 / 11.0).abs() < 1e-9);
        assert!(lower.expect("a mixture").to_f64() <= value.value + 1e-9);
        assert!(upper.expect("a bound").to_f64() >= value.upper_bound - 1e-9);
    }
}
