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
    /// fines without limit: never less than `value`. It can be greater if liability is unlimited
    /// and what everybody hears, or participation once everything is known, rules a recommendation
    /// out whatever is paid; no other case is known.
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
    /// No mechanism meets all constraints, though with unlimited liability some come as close to
    /// meeting them as desired, with ever larger fines for ever rarer recommendations. (This is
    /// possible only with participation constraints, or if everybody hears everything.)
    OnlyInTheLimit(Box<LimitOnly>),
}

/// Why constraints can be met in the limit only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LimitOnly {
    /// The value of the linear program in which a recommendation of probability zero may carry
    /// fines without limit.
    pub closed_value: Rational,
    /// Each plan shows that some recommendations have probability zero in every mechanism, given
    /// that those of the plans before have, so that no transfers can follow them; in the end
    /// nothing is left that could be recommended.
    pub plans: Vec<DeviationPlan>,
}

impl Design {
    /// The best mechanism, if there is any.
    pub fn best(&self) -> Option<&BestMechanism> {
        match self {
            Design::Best(best) => Some(best),
            _ => None,
        }
    }

    /// The best mechanism, if there is any.
    pub fn into_best(self) -> Option<BestMechanism> {
        match self {
            Design::Best(best) => Some(*best),
            _ => None,
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
    if let Ok(support) = proper_support(&conditions, Some(&closed_value), None)? {
        return Ok(Design::Best(Box::new(attained(&support.scheme))));
    }
    // No mechanism has the closed value: how close do they come?
    let support = match proper_support(&conditions, None, None)? {
        Ok(support) => support,
        Err(emptying) => {
            let plans = emptying
                .iter()
                .map(|prices| self::plan(&conditions, prices));
            return Ok(Design::OnlyInTheLimit(Box::new(LimitOnly {
                closed_value,
                plans: plans.collect(),
            })));
        }
    };
    let mut master = Master::new(&conditions, Goal::Welfare, Some(&support.arms));
    let decided = master.decide()?;
    // The support has a scheme, so that there is a best one.
    let amounts = decided.amounts.unwrap_or_default();
    let value = decided.value;
    let best = Scheme::new(&conditions, &master.columns, &amounts);
    let (attainment, scheme) = if best.is_proper() {
        (Attainment::Attained, best)
    } else if let Some(exact) = match value == closed_value {
        true => None,
        false => proper_support(&conditions, Some(&value), None)?.ok(),
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

impl BestMechanism {
    /// Checks everything without the solver: the plan proves the closed value, the mechanism keeps
    /// within the limits, honesty and obedience are an equilibrium of it, and it has the value, up
    /// to the shortfall.
    ///
    /// That the value is not less than the closed value needs no other proof where they are equal;
    /// where they are not, the difference is not checked.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> bool {
        let shortfall = match &self.attainment {
            Attainment::Attained => Rational::ZERO,
            Attainment::Approached { shortfall } => shortfall.clone(),
        };
        let audited = self
            .mechanism
            .audit(problem, monitoring, preferences, options);
        let yields_the_value = audited.is_ok_and(|audit| {
            audit.is_equilibrium()
                && audit.is_within_limits()
                && audit.value == &self.value - &shortfall
        });
        yields_the_value
            && !shortfall.is_negative()
            && self.plan.bound == self.closed_value
            && self.value <= self.closed_value
            && self.plan.verify(problem, monitoring, preferences, options)
    }
}
