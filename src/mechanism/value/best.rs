//! The best mechanism, with its certificate.

use serde::{Deserialize, Serialize};

use super::assemble::{Scheme, plan};
use super::attainment::{bounded_scheme, proper_support};
use super::conditions::Conditions;
use super::master::{Goal, Master};
use crate::contract::{ContractingProblem, Monitoring};
use crate::mechanism::{DeviationPlan, DirectMechanism, MechanismError, MechanismOptions};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// Whether a value is attained by a mechanism, or only approached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Attainment {
    /// The mechanism has the value.
    Attained,
    /// Mechanisms come as close to the value as desired, with ever larger fines for ever rarer
    /// recommendations, and none has it. The mechanism falls short of it by this much.
    Approached {
        /// Value less what the mechanism yields, above 0.
        shortfall: Rational,
    },
}

/// The value of the best mechanism, a mechanism, and the proof that none does better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BestMechanism {
    /// The supremum of expected welfare over all mechanisms and their equilibria.
    pub value: Rational,
    /// The value of the linear program in which a recommendation of probability zero may carry
    /// fines without limit: never less than `value`, and equal to it in every case known so far.
    pub closed_value: Rational,
    /// Whether the mechanism has the value.
    pub attainment: Attainment,
    /// A mechanism in which honesty and obedience are an equilibrium.
    pub mechanism: DirectMechanism,
    /// Why no mechanism is worth more than `closed_value`.
    pub plan: DeviationPlan,
}

/// What comes of looking for the best mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Design {
    /// There are mechanisms that meet all constraints, and this is the best.
    Best(Box<BestMechanism>),
    /// No mechanism meets all constraints: weights under which they contradict each other. Their
    /// bound is below 0 when welfare is not counted at all, so that multiples of them bound the
    /// value by anything.
    Impossible(Box<DeviationPlan>),
}

impl Design {
    /// The best mechanism, if there is any.
    pub fn best(&self) -> Option<&BestMechanism> {
        match self {
            Design::Best(best) => Some(best),
            Design::Impossible(_) => None,
        }
    }

    /// The best mechanism, if there is any.
    pub fn into_best(self) -> Option<BestMechanism> {
        match self {
            Design::Best(best) => Some(*best),
            Design::Impossible(_) => None,
        }
    }

    /// The value, if any mechanism meets all constraints.
    pub fn value(&self) -> Option<&Rational> {
        self.best().map(|best| &best.value)
    }
}

/// The greatest expected welfare that any mechanism in a contract language attains in any
/// equilibrium, exactly.
///
/// By the revelation principle (Myerson 1982) it is enough to look at mechanisms that take reports
/// of types and recommend actions, in which honesty and obedience are an equilibrium. Players
/// perceive payoffs and transfers through `preferences`, welfare is material; what is burnt counts
/// as lost under [`Budget::Burning`](crate::contract::Budget::Burning). States of probability zero
/// are ignored.
///
/// With unlimited liability the supremum may not be attained: [`BestMechanism::attainment`] says
/// so, and the mechanism then falls short of the value by at most
/// [`MechanismOptions::shortfall`]. Without participation constraints, private or no reports, there
/// always is a mechanism (a correlated equilibrium); otherwise see [`Design::Impossible`].
///
/// # Errors
/// [`MechanismError::Contract`] for a monitoring or preferences of another shape,
/// [`MechanismError::BadOption`], [`MechanismError::TooLarge`], [`MechanismError::RoundLimit`],
/// [`MechanismError::Linear`] at a limit of a linear program.
///
/// # Complexity
/// A linear program with a row for each manipulation of each player and a column for each arm
/// (profile of reports and recommendation); transfers are generated as columns where the weights
/// of the rows ask for them, with a pass over all arms and signals a round.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::mechanism::{Attainment, MechanismOptions, best_mechanism};
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// // A prisoner's dilemma of which nothing is verifiable.
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let blind = Monitoring::trivial(&problem);
/// let value = |lambda: &str| -> Result<Rational, Box<dyn std::error::Error>> {
///     let agents = WeightMatrix::cooperative(2, &lambda.parse()?)?;
///     let design = best_mechanism(&problem, &blind, &agents, &MechanismOptions::default())?;
///     let best = design.into_best().ok_or("no mechanism")?;
///     assert_eq!(best.attainment, Attainment::Attained);
///     Ok(best.value)
/// };
/// assert_eq!(value("0")?, Rational::from(2));
/// // A mediator helps prosocial agents before contracts do: (14 + 8λ)/(3 + λ).
/// assert_eq!(value("1/2")?, "36/7".parse()?);
/// assert_eq!(value("2")?, Rational::from(6));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn best_mechanism(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    preferences: &WeightMatrix<Rational>,
    options: &MechanismOptions,
) -> Result<Design, MechanismError> {
    let conditions = Conditions::new(problem, monitoring, preferences, options)?;
    let mut master = Master::new(&conditions, Goal::Welfare, None);
    if options.liability.is_some() {
        // Where floating point gives up, exact arithmetic begins.
        let _ = master.approach();
    }
    let decided = master.decide()?;
    let plan = plan(&conditions, &decided.prices);
    let Some(amounts) = decided.amounts else {
        return Ok(Design::Impossible(Box::new(plan)));
    };
    let scheme = Scheme::new(&conditions, &master.columns, &amounts);
    let closed_value = decided.value;
    let attained = |scheme: &Scheme| BestMechanism {
        value: closed_value.clone(),
        closed_value: closed_value.clone(),
        attainment: Attainment::Attained,
        mechanism: scheme.mechanism(&conditions),
        plan: plan.clone(),
    };
    if scheme.is_proper() {
        return Ok(Design::Best(Box::new(attained(&scheme))));
    }
    if let Some(scheme) = bounded_scheme(&conditions, &closed_value) {
        return Ok(Design::Best(Box::new(attained(&scheme))));
    }
    if let Some(support) = proper_support(&conditions, Some(&closed_value))? {
        return Ok(Design::Best(Box::new(attained(&support.scheme))));
    }
    // No mechanism has the closed value: how close do they come?
    let Some(support) = proper_support(&conditions, None)? else {
        return Ok(Design::Impossible(Box::new(plan)));
    };
    let mut master = Master::new(&conditions, Goal::Welfare, Some(&support.arms));
    let decided = master.decide()?;
    let Some(amounts) = decided.amounts else {
        return Ok(Design::Impossible(Box::new(plan)));
    };
    let value = decided.value;
    let best = Scheme::new(&conditions, &master.columns, &amounts);
    let (attainment, scheme) = if best.is_proper() {
        (Attainment::Attained, best)
    } else if let Some(exact) = match value == closed_value {
        true => None,
        false => proper_support(&conditions, Some(&value))?,
    } {
        (Attainment::Attained, exact.scheme)
    } else {
        let slack = &value - &support.scheme.welfare(&conditions);
        let share = options
            .shortfall
            .checked_div(&slack)
            .map_or(Rational::ONE, |share| share.min(Rational::ONE));
        let mixed = best.mixed(&support.scheme, &share);
        let shortfall = &slack * &share;
        (Attainment::Approached { shortfall }, mixed)
    };
    Ok(Design::Best(Box::new(BestMechanism {
        value,
        closed_value,
        attainment,
        mechanism: scheme.mechanism(&conditions),
        plan,
    })))
}
