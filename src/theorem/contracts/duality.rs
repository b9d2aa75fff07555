//! What mechanisms can do, and the plans that prove that they cannot do more.

use super::definition::{first_best, welfare};
use super::mechanism_program::{best, options};
use super::plan_program::{Deviations, gains_at_every_optimum, greatest_ratio, least_bound};
use super::validity::{Valid, hypothesis};
use super::{ContractingInstance, PlanInstance};
use crate::contract::Budget;
use crate::gap::irreducible::{ThresholdOptions, altruism_threshold, gap_test};
use crate::linear_program::LinearOptions;
use crate::mechanism::{
    ClosingOptions, Communication, DeviationPlan, Manipulation, MechanismOptions, closing_weight,
};
use crate::number::{Extended, Rational};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// The weight of each deviation of the state in a plan.
fn weights(instance: &PlanInstance, deviations: &Deviations<'_>) -> Vec<Rational> {
    let weight = |deviation: &(usize, usize, usize)| {
        let parts = instance.plan.iter();
        parts
            .filter(|(player, told, action, _)| (*player, *told, *action) == *deviation)
            .map(|(_, _, _, weight)| weight)
            .sum()
    };
    deviations.all.iter().map(weight).collect()
}

fn total(terms: &[(usize, Rational)], weights: &[Rational]) -> Rational {
    terms.iter().map(|(column, c)| c * &weights[*column]).sum()
}

/// What the plan leaves of welfare at the best of all profiles.
fn left(instance: &PlanInstance) -> Rational {
    let ContractingInstance {
        problem,
        preferences,
        ..
    } = &instance.contracting;
    let deviations = Deviations::new(&instance.contracting, 0);
    let weights = weights(instance, &deviations);
    let left = problem.space().iter().map(|profile| {
        let gains = deviations.gains(&profile, preferences);
        welfare(problem, 0, &profile) - total(&gains, &weights)
    });
    left.max().unwrap_or_default()
}

fn admissible(instance: &PlanInstance) -> Result<Finding, TheoremError> {
    let contracting = &instance.contracting;
    let deviations = Deviations::new(contracting, 0);
    let weights = weights(instance, &deviations);
    for profile in contracting.problem.space().iter() {
        let chances = super::definition::law(&contracting.monitoring, 0, &profile);
        let prices = deviations.prices(&profile, &contracting.preferences);
        for (signal, prices) in prices.iter().enumerate() {
            let prices: Vec<Rational> = prices.iter().map(|price| total(price, &weights)).collect();
            let equal = prices.iter().all(|price| *price == prices[0]);
            let vanish = match contracting.budget {
                Budget::Balanced => equal,
                Budget::Burning => equal && !(&chances[signal] + &prices[0]).is_negative(),
                _ => prices.iter().all(Rational::is_zero),
            };
            if !vanish {
                return Ok(Finding::fails(format!(
                    "transfers after signal {signal} matter at {profile:?}"
                )));
            }
        }
    }
    Ok(Finding::Holds)
}

/// A plan of deviations that no transfers matter to bounds every mechanism.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Monitoring};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::preference::WeightMatrix;
/// use lacuna::theorem::contracts::{ContractingInstance, PlanBoundsEveryMechanism, PlanInstance};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let (nothing, selfish) = (Monitoring::trivial(&problem), WeightMatrix::identity(2));
/// let game = ContractingInstance::new(problem, nothing, selfish, Budget::Unrestricted, None);
/// // Whoever is told to cooperate defects, with weight 3.
/// let plan = (0..2).map(|player| (player, 0, 1, 3.into())).collect();
/// let instance = PlanInstance::new(game, plan);
/// assert!(matches!(PlanBoundsEveryMechanism.check(&instance)?, Verdict::Holds));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanBoundsEveryMechanism;

impl Theorem for PlanBoundsEveryMechanism {
    type Instance = PlanInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "plan_bounds_every_mechanism",
            "A deviation plan bounds every mechanism",
        )
        .saying(
            "Give weights d ≥ 0 to the deviations of one state. If no transfers within the \
                 budget matter to the weighted sum of gains, no mechanism is worth more than \
                 `max_r W(r) − G_d(r)`, with unlimited transfers.",
        )
        .from_source("Rahman and Obara, 2010; weak duality")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis(
                "weights_at_least_zero",
                "No weight is negative.",
                |instance: &PlanInstance| {
                    let negative = instance
                        .plan
                        .iter()
                        .find(|(.., weight)| weight.is_negative());
                    Ok(Finding::when(negative.is_none(), || {
                        format!("{negative:?}")
                    }))
                },
            ),
            hypothesis(
                "no_transfers_matter",
                "After every recommendation and signal the plan's price of money is zero, the same \
                 for all players if the budget balances, or the same and not below minus the \
                 probability of the signal if money may be burnt.",
                admissible,
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let contracting = &instance.contracting;
        let left = left(instance);
        let deviations = Deviations::new(contracting, 0);
        let weights = weights(instance, &deviations);
        if admissible(instance)?.holds() && weights.iter().all(|weight| !weight.is_negative()) {
            let manipulations = (deviations.all.iter().zip(&weights))
                .filter(|(_, weight)| weight.is_positive())
                .map(|(&(player, told, action), weight)| {
                    Manipulation::new(player, 0, 0, vec![told], action, weight.clone())
                })
                .collect();
            let (none, zero) = (Vec::new(), Rational::ZERO);
            let plan = DeviationPlan::new(
                Communication::Mediated,
                manipulations,
                none,
                zero.clone(),
                Vec::new(),
                zero,
            );
            let options = options(contracting);
            let (problem, monitoring) = (&contracting.problem, &contracting.monitoring);
            let bound = plan.bound_at(problem, monitoring, &contracting.preferences, &options);
            if bound.as_ref() != Some(&left) {
                return Ok(Finding::fails(format!("{bound:?} is not the bound {left}")));
            }
        }
        let (found, sound) = best(contracting)?;
        sound.and(|| {
            Ok(Finding::when(found.value <= left, || {
                format!(
                    "a mechanism is worth {}, above the bound {left}",
                    found.value
                )
            }))
        })
    }
}

/// With unlimited transfers the best plan proves the value exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BestPlanProvesTheValue;

fn unlimited(instance: &ContractingInstance) -> Result<Finding, TheoremError> {
    Ok(match &instance.liability {
        Some(limit) => Finding::fails(format!("the limit is {limit}")),
        None => Finding::Holds,
    })
}

fn one_state(instance: &ContractingInstance) -> Result<Finding, TheoremError> {
    let states = super::definition::possible_states(&instance.problem).len();
    Ok(Finding::when(states == 1, || {
        format!("{states} states are possible")
    }))
}

impl Theorem for BestPlanProvesTheValue {
    type Instance = ContractingInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "best_plan_proves_the_value",
            "The best deviation plan proves the value",
        )
        .saying(
            "In one state, with unlimited transfers, the least bound of a deviation plan is \
                 the value of the best mechanism.",
        )
        .from_source("Rahman and Obara, 2010; strong duality")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis("unlimited_money", "Transfers have no limit.", unlimited),
            hypothesis("one_state", "One state is possible.", one_state),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let (found, sound) = best(instance)?;
        sound.and(|| {
            let mut least = Rational::ZERO;
            for state in super::definition::possible_states(&instance.problem) {
                let bound = least_bound(instance, state)?;
                least += instance.problem.probability(state) * &bound;
            }
            let proved = found.plan.bound == found.closed_value && found.closed_value == least;
            Ok(Finding::when(proved, || {
                format!(
                    "the value is {}, its plan proves {}, and the best plans {least}",
                    found.closed_value, found.plan.bound
                )
            }))
        })
    }
}

/// Something is lost iff there is a plan that no transfers matter to and that gains at every
/// optimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapIffNobodyCanBeHeldToAccount;

impl Theorem for GapIffNobodyCanBeHeldToAccount {
    type Instance = ContractingInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "gap_iff_nobody_can_be_held_to_account",
            "There is a gap iff nobody can be held to account",
        )
        .saying(
            "In one state, with unlimited transfers, the supremum over mechanisms is below the \
             first best iff there is a deviation plan that no transfers within the budget matter \
             to, however large they are, and that gains at every optimum.",
        )
        .from_source("Theorem 3 of the guide")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis("unlimited_money", "Transfers have no limit.", unlimited),
            hypothesis("one_state", "One state is possible.", one_state),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let ContractingInstance {
            problem,
            monitoring,
            preferences,
            budget,
            ..
        } = instance;
        let (found, sound) = best(instance)?;
        let mut plan = false;
        for state in super::definition::possible_states(problem) {
            plan |= gains_at_every_optimum(instance, state)?;
        }
        let lost = first_best(problem) - &found.closed_value;
        sound
            .and(|| {
                if !problem.information().is_complete() {
                    return Ok(Finding::Holds);
                }
                let limits = LinearOptions::default();
                let test = gap_test(problem, monitoring, preferences, *budget, &limits)?;
                let proved = test
                    .gap()
                    .map_or(Rational::ZERO, |gap| gap.at_least.clone());
                let right = test.is_gap() == plan
                    && test.verify(problem, monitoring, preferences, *budget)
                    && proved <= lost;
                Ok::<_, TheoremError>(Finding::when(right, || {
                    format!("a plan: {plan}; lost {lost}; the test says {test:?}")
                }))
            })?
            .and(|| {
                Ok(Finding::when(lost.is_positive() == plan, || {
                    format!("{lost} is lost, and there is a plan: {plan}")
                }))
            })
    }
}

/// Altruism closes the gap exactly from a threshold on, which is the optimum of a linear program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AltruismClosesFromAThreshold;

/// The weight on welfare of players who all maximise `u_i + λ·W`.
fn weight(instance: &ContractingInstance) -> Option<Rational> {
    let preferences = &instance.preferences;
    let players = preferences.players();
    let lambda = preferences.entry(0, 0) - &Rational::ONE;
    let alike = (0..players).all(|i| {
        (0..players).all(|j| {
            let own = Rational::from(i64::from(i == j));
            *preferences.entry(i, j) == own + &lambda
        })
    });
    (alike && !lambda.is_negative()).then_some(lambda)
}

impl Theorem for AltruismClosesFromAThreshold {
    type Instance = ContractingInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "altruism_closes_from_a_threshold",
            "Altruism closes the gap from a threshold on",
        )
        .saying(
            "In one state with a single optimum and unlimited transfers the supremum over \
             mechanisms for players who maximise `u_i + λ·W` is the first best iff λ is at least \
             the greatest ratio of own gain to loss of welfare, at the optimum, of a deviation plan \
             that no transfers matter to.",
        )
        .from_source("Theorem 3 of the guide")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis(
                "unique_optimum",
                "There is one optimum.",
                |instance: &ContractingInstance| {
                    let problem = &instance.problem;
                    let states = super::definition::possible_states(problem);
                    let mut optima = (states.iter())
                        .map(|&state| super::definition::optima(problem, state).len());
                    let tied = optima.find(|&count| count != 1);
                    Ok(Finding::when(tied.is_none(), || {
                        format!("{tied:?} profiles are optimal")
                    }))
                },
            ),
            hypothesis("unlimited_money", "Transfers have no limit.", unlimited),
            hypothesis("one_state", "One state is possible.", one_state),
            hypothesis(
                "alike",
                "All players maximise own payoff plus λ times welfare, with λ at least 0.",
                |instance: &ContractingInstance| {
                    Ok(Finding::when(weight(instance).is_some(), || {
                        "their weights differ".to_owned()
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let (problem, monitoring) = (&instance.problem, &instance.monitoring);
        let mut threshold = Extended::Finite(Rational::ZERO);
        let mut unique = true;
        for state in super::definition::possible_states(problem) {
            threshold = threshold.max(greatest_ratio(instance, state)?);
            unique &= super::definition::optima(problem, state).len() == 1;
        }
        if unique && problem.information().is_complete() {
            let options = ThresholdOptions::default().with_budget(instance.budget);
            let found = altruism_threshold(problem, monitoring, &options)?;
            let right = found.value.low() == threshold
                && found.value.high() == threshold
                && found.verify(problem, monitoring, instance.budget);
            if !right {
                return Ok(Finding::fails(format!(
                    "{threshold:?} is not {:?}",
                    found.value
                )));
            }
            let limits = MechanismOptions::default().with_budget(instance.budget);
            let reach = ClosingOptions::default();
            let closing = closing_weight(problem, monitoring, &limits, &reach)?;
            let exact = closing.weight.exact();
            let agrees = exact.is_none_or(|weight| Extended::Finite(weight.clone()) == threshold);
            if !agrees || !closing.verify(problem, monitoring, &limits, &reach) {
                let weight = closing.weight;
                return Ok(Finding::fails(format!("mechanisms close at {weight:?}")));
            }
        }
        // Where players differ, the weight that the first gives to the second's payoff.
        let second = instance.preferences.players().min(2) - 1;
        let lambda =
            weight(instance).unwrap_or_else(|| instance.preferences.entry(0, second).clone());
        let (found, sound) = best(instance)?;
        sound.and(|| {
            let closed = found.closed_value == first_best(problem);
            let above = Extended::Finite(lambda.clone()) >= threshold;
            Ok(Finding::when(closed == above, || {
                format!("at λ = {lambda}, with the threshold {threshold:?}: closed {closed}")
            }))
        })
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::{
        at_thresholds, contracting, limited, mixers, one_sided, plans, unlimited,
    };
    use super::{
        AltruismClosesFromAThreshold, BestPlanProvesTheValue, GapIffNobodyCanBeHeldToAccount,
        PlanBoundsEveryMechanism,
    };
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for PlanBoundsEveryMechanism {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            plans(0).boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            match hypothesis {
                "weights_at_least_zero" => plans(-2).boxed(),
                _ => plans(0).boxed(),
            }
        }
    }

    impl Drawn for BestPlanProvesTheValue {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            unlimited(1..=1).boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            match hypothesis {
                "unlimited_money" => limited(1..=1).boxed(),
                _ => one_sided().boxed(),
            }
        }
    }

    impl Drawn for GapIffNobodyCanBeHeldToAccount {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            unlimited(1..=1).boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            match hypothesis {
                "unlimited_money" => limited(1..=1).boxed(),
                _ => one_sided().boxed(),
            }
        }
    }

    impl Drawn for AltruismClosesFromAThreshold {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            at_thresholds().boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            match hypothesis {
                "unlimited_money" => limited(1..=1).boxed(),
                "one_state" => one_sided().boxed(),
                "unique_optimum" => mixers().boxed(),
                _ => contracting(1..=1).boxed(),
            }
        }
    }
}
