//! The best plain contract when players are not all informed or signals are noisy.

use serde::{Deserialize, Serialize};

use super::assemble::Scheme;
use super::conditions::Conditions;
use super::master::{Goal, Master};
use crate::contract::{ContractingProblem, Monitoring};
use crate::mechanism::{Communication, DirectMechanism, MechanismError, MechanismOptions};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// The best plain contract: one plan, followed for sure, with transfers that depend on the
/// verifiable signal and on nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BestPlain {
    /// Expected welfare, less what is burnt if that counts.
    pub value: Rational,
    /// What each player does at each of its types: one list a player.
    pub plan: Vec<Vec<usize>>,
    /// The contract as a mechanism that recommends the plan for sure.
    pub mechanism: DirectMechanism,
}

/// The plan of greatest expected welfare that some plain contract makes a (Bayes–Nash) equilibrium:
/// transfers depend on the signal only, nobody reports, and everybody knows the plan.
///
/// With informed players and a language without noise it is what
/// [`attainable`](crate::contract::attainable) finds, which is faster and has a certificate. With a
/// liability of 0 it is the best pure equilibrium without any contract. `None` if no pure plan is an
/// equilibrium of any contract.
///
/// # Errors
/// As [`best_mechanism`](super::best_mechanism).
///
/// # Complexity
/// A linear program for each plan (an action for each type of each player) that is better than the
/// best found.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::mechanism::{MechanismOptions, best_plain_contract};
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// // An alarm goes off with probability 1/2 for each defector.
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let alarm = Monitoring::stochastic(&problem, &["quiet", "alarm"], |_, profile| {
///     let quiet = Rational::new(1, 1 << profile.iter().sum::<usize>()).unwrap_or_default();
///     vec![quiet.clone(), Rational::ONE - quiet]
/// })?;
/// let selfish = WeightMatrix::identity(2);
/// let value = |fine: i64| -> Result<Option<Rational>, Box<dyn std::error::Error>> {
///     let options = MechanismOptions::default().with_liability(Rational::from(fine));
///     Ok(best_plain_contract(&problem, &alarm, &selfish, &options)?.map(|best| best.value))
/// };
/// // A reward of 2 without an alarm and a fine of 2 with one deter a gain of 2 with probability 1/2.
/// assert_eq!(value(2)?, Some(Rational::from(6)));
/// assert_eq!(value(0)?, Some(Rational::from(2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn best_plain_contract(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    preferences: &WeightMatrix<Rational>,
    options: &MechanismOptions,
) -> Result<Option<BestPlain>, MechanismError> {
    let options = options
        .clone()
        .with_communication(Communication::Recommendations);
    let conditions = Conditions::new(problem, monitoring, preferences, &options)?;
    let mut order: Vec<usize> = (0..conditions.arms.len()).collect();
    order.sort_by(|&a, &b| {
        let by_welfare = conditions.arms[b].welfare.cmp(&conditions.arms[a].welfare);
        by_welfare.then(a.cmp(&b))
    });
    let mut best: Option<BestPlain> = None;
    for arm in order {
        if let Some(best) = &best
            && conditions.arms[arm].welfare <= best.value
        {
            break;
        }
        let mut single = vec![false; conditions.arms.len()];
        single[arm] = true;
        let mut master =
            Master::restricted(&conditions, Goal::Welfare, Some(&single), Some(&single));
        let decided = master.decide()?;
        let Some(amounts) = decided.amounts else {
            continue;
        };
        if best.as_ref().is_none_or(|best| decided.value > best.value) {
            let scheme = Scheme::new(&conditions, &master.columns, &amounts);
            best = Some(BestPlain {
                value: decided.value,
                plan: conditions.told(conditions.arms[arm].recommendation),
                mechanism: scheme.mechanism(&conditions),
            });
        }
    }
    Ok(best)
}
