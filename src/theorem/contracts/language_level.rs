//! The altruism level of a contract language: the greatest ratio of gain to loss over closed chains
//! of deviations (Theorem 4).

use super::LanguageInstance;
use super::definition::{after, deviations, first_best, first_best_plans, own_gain, welfare};
use super::plain_program::{Paid, attains, attains_first_best};
use super::validity::{Valid, hypothesis};
use crate::contract::{
    AttainableOptions, Budget, Implementability, Language, Settlement, SettlementOptions,
    attainable, implement, settle,
};
use crate::game::Profile;
use crate::gap::irreducible::attained_threshold;
use crate::gap::level::{LevelOptions, language_level, selfishness_level};
use crate::mechanism::{MechanismOptions, best_plain_contract};
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A deviation of one player between cells that occur under a plan.
struct Step {
    player: usize,
    from: usize,
    to: usize,
    gain: Rational,
    loss: Rational,
}

fn steps(instance: &LanguageInstance, plan: &[Profile]) -> Vec<Step> {
    let (problem, language) = (&instance.problem, &instance.language);
    let cell = |state: usize, profile: &[usize]| language.cell(state, profile).number();
    let planned: Vec<usize> = (plan.iter().enumerate())
        .map(|(state, profile)| cell(state, profile))
        .collect();
    let mut steps = Vec::new();
    for (state, profile) in plan.iter().enumerate() {
        for (player, action) in deviations(problem, profile) {
            let reached = after(profile, player, action);
            let to = cell(state, &reached);
            if planned.contains(&to) {
                steps.push(Step {
                    player,
                    from: planned[state],
                    to,
                    gain: own_gain(problem, state, player, profile, &reached),
                    loss: welfare(problem, state, profile) - welfare(problem, state, &reached),
                });
            }
        }
    }
    steps
}

fn ratio(gain: &Rational, loss: &Rational) -> Extended<Rational> {
    if !gain.is_positive() {
        return Extended::Finite(Rational::ZERO);
    }
    match loss.is_positive() {
        true => gain.checked_div(loss).into(),
        false => Extended::Infinite,
    }
}

/// The most chains that are looked at.
const CHAINS: usize = 1_000_000;

/// The greatest ratio over all closed chains that start with `chain` and visit no cell twice, of
/// which `left` can still be looked at.
fn greatest(
    steps: &[Step],
    chain: &mut Vec<usize>,
    left: &mut usize,
) -> Result<Extended<Rational>, TheoremError> {
    *left = left.checked_sub(1).ok_or_else(|| {
        TheoremError::Limit(format!("there are more than {CHAINS} chains of deviations"))
    })?;
    let mut best = Extended::Finite(Rational::ZERO);
    let first = chain.first().map(|&step| &steps[step]);
    let last = chain.last().map(|&step| &steps[step]);
    if let (Some(first), Some(last)) = (first, last)
        && first.from == last.to
    {
        let gain: Rational = chain.iter().map(|&step| &steps[step].gain).sum();
        let loss: Rational = chain.iter().map(|&step| &steps[step].loss).sum();
        return Ok(ratio(&gain, &loss));
    }
    let (player, here) = match (first, last) {
        (Some(first), Some(last)) => (Some(first.player), Some(last.to)),
        _ => (None, None),
    };
    for (number, step) in steps.iter().enumerate() {
        let follows = player.is_none_or(|player| step.player == player)
            && here.is_none_or(|here| step.from == here);
        let home = first.map_or(step.from, |first| first.from);
        let visited = chain.iter().any(|&earlier| steps[earlier].to == step.to);
        if follows && (step.to == home || !visited) {
            chain.push(number);
            best = best.max(greatest(steps, chain, left)?);
            chain.pop();
        }
    }
    Ok(best)
}

/// The level from its definition: the plan with the least greatest ratio.
///
/// # Errors
///
/// [`TheoremError::Limit`] if there are too many plans or chains.
pub(super) fn brute_level(instance: &LanguageInstance) -> Result<Extended<Rational>, TheoremError> {
    let (mut level, mut left) = (Extended::Infinite, CHAINS);
    for plan in first_best_plans(&instance.problem)? {
        let steps = steps(instance, &plan);
        level = level.min(greatest(&steps, &mut Vec::new(), &mut left)?);
    }
    Ok(level)
}

/// Apt and Schäfer's level: in every state the optimum with the least greatest ratio of a single
/// deviation that `counts`.
pub(super) fn single_level(
    instance: &LanguageInstance,
    counts: impl Fn(usize, &[usize], &[usize]) -> bool,
) -> Extended<Rational> {
    let problem = &instance.problem;
    let mut level = Extended::Finite(Rational::ZERO);
    for state in 0..problem.states() {
        let optima = super::definition::optima(problem, state);
        let levels = optima.iter().map(|optimum| {
            let ratios = deviations(problem, optimum)
                .into_iter()
                .map(|(player, action)| (player, after(optimum, player, action)))
                .filter(|(_, reached)| counts(state, optimum, reached))
                .map(|(player, reached)| {
                    let loss = welfare(problem, state, optimum) - welfare(problem, state, &reached);
                    ratio(&own_gain(problem, state, player, optimum, &reached), &loss)
                });
            ratios.fold(Extended::Finite(Rational::ZERO), Extended::max)
        });
        level = level.max(levels.min().unwrap_or(Extended::Infinite));
    }
    level
}

pub(super) fn settlement(instance: &LanguageInstance) -> SettlementOptions {
    let options = SettlementOptions::default().with_budget(instance.budget);
    match &instance.liability {
        Some(limit) => options.with_liability(limit.clone()),
        None => options,
    }
}

/// Does what the crate says about plain contracts agree with the program from the definition?
pub(super) fn plain_contracts_agree(
    instance: &LanguageInstance,
    attained: Option<&Vec<Profile>>,
) -> Result<Finding, TheoremError> {
    let LanguageInstance {
        problem, language, ..
    } = instance;
    let agents = WeightMatrix::cooperative(problem.players(), &instance.lambda)?;
    let options = settlement(instance);
    let mut search = AttainableOptions::default().with_budget(instance.budget);
    if let Some(limit) = &instance.liability {
        search = search.with_liability(limit.clone());
    }
    let found = attainable(problem, language, &agents, &search)?;
    let value = found.best.as_ref().map(|best| &best.welfare);
    let first_best = first_best(problem);
    if (value == Some(&first_best)) != attained.is_some() {
        return Ok(Finding::fails(format!(
            "the best plan is worth {value:?}; a contract attains the first best {first_best}: {}",
            attained.is_some()
        )));
    }
    let best_stands = found
        .best
        .as_ref()
        .is_none_or(|best| best.verify(problem, language, &agents, &options));
    if !best_stands
        || !found
            .certificate
            .verify(problem, language, &agents, &options, value)
    {
        return Ok(Finding::fails(
            "the best plan does not stand up to its check",
        ));
    }
    let mut limits = MechanismOptions::default().with_budget(instance.budget);
    limits.liability = instance.liability.clone();
    let plain = best_plain_contract(problem, &language.into(), &agents, &limits)?;
    if plain.as_ref().map(|best| &best.value) != value {
        return Ok(Finding::fails(format!(
            "the best plain contract is worth {:?} as a mechanism, not {value:?}",
            plain.map(|best| best.value)
        )));
    }
    for plan in first_best_plans(problem)? {
        let met = match settle(problem, language, &plan, &agents, &options)? {
            Settlement::Met(settled) => settled.expected_burnt.is_zero(),
            Settlement::NotMet(bound) => {
                if !bound.verify(problem, language, &plan, &agents, &options) {
                    return Ok(Finding::fails("an impossibility does not stand up"));
                }
                false
            }
        };
        if met != attains(instance, &plan, Paid::without_loss(instance))? {
            return Ok(Finding::fails(format!("settled {met} for {plan:?}")));
        }
        let free = LanguageInstance::new(
            problem.clone(),
            language.clone(),
            instance.lambda.clone(),
            Budget::Unrestricted,
            None,
        );
        let implementable = match implement(problem, language, &plan, &agents)? {
            Implementability::Implementable(_) => true,
            Implementability::Impossible(why) => {
                if !why.verify(problem, language, &agents) {
                    return Ok(Finding::fails("a chain does not stand up"));
                }
                false
            }
        };
        if implementable != attains(&free, &plan, Paid::Anything)? {
            return Ok(Finding::fails(format!(
                "implementable {implementable}: {plan:?}"
            )));
        }
    }
    Ok(Finding::Holds)
}

/// A plain contract with unlimited money attains the first best iff λ is at least the greatest
/// ratio of gains to losses over closed chains of deviations.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Language};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::theorem::contracts::{LanguageInstance, LanguageLevelIsTheGreatestChainRatio};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let nothing = Language::trivial(&problem);
/// let two = LanguageInstance::new(problem, nothing, 2.into(), Budget::Unrestricted, None);
/// assert!(matches!(LanguageLevelIsTheGreatestChainRatio.check(&two)?, Verdict::Holds));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageLevelIsTheGreatestChainRatio;

impl Theorem for LanguageLevelIsTheGreatestChainRatio {
    type Instance = LanguageInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "language_level_is_the_greatest_chain_ratio",
            "How much altruism a contract language asks for",
        )
        .saying(
            "Players know the state. With outside money and unlimited fines a plain contract in a \
             language attains the first best iff λ is at least the level of the language: over the \
             first-best plans the least of the greatest ratios of gains to losses of welfare of a \
             closed chain of deviations of one player, each of which leads to the cell in which the \
             next one starts.",
        )
        .from_source("Theorem 4 of the guide; Rochet, 1987, for λ = 0")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis(
                "outside_money",
                "Transfers may sum to anything.",
                |instance: &LanguageInstance| {
                    let free = instance.budget == Budget::Unrestricted;
                    Ok(Finding::when(free, || format!("{:?}", instance.budget)))
                },
            ),
            hypothesis(
                "unlimited_money",
                "Transfers have no limit.",
                |instance: &LanguageInstance| {
                    let limited = instance.liability.is_some();
                    Ok(Finding::when(!limited, || "there is a limit".to_owned()))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let LanguageInstance {
            problem, language, ..
        } = instance;
        let level = brute_level(instance)?;
        let found = language_level(problem, language, &LevelOptions::default())?;
        let witnessed = found.witness.as_ref().map_or_else(
            || found.value == Extended::Finite(Rational::ZERO),
            |witness| witness.ratio() == found.value,
        );
        if found.value != level || !witnessed {
            return Ok(Finding::fails(format!(
                "the level is {level:?}, not {:?}",
                found.value
            )));
        }
        if first_best_plans(problem)?.len() == 1 {
            let monitoring = language.into();
            let options = SettlementOptions::default();
            let attained = attained_threshold(problem, &monitoring, &options)?;
            if attained.value != level || !attained.verify(problem, &monitoring, &options) {
                return Ok(Finding::fails(format!(
                    "attained from {:?}",
                    attained.value
                )));
            }
        }
        let attained = attains_first_best(instance)?;
        plain_contracts_agree(instance, attained.as_ref())?.and(|| {
            let above = Extended::Finite(instance.lambda.clone()) >= level;
            Ok(Finding::when(attained.is_some() == above, || {
                format!("the level is {level:?}; attained: {}", attained.is_some())
            }))
        })
    }
}

/// In the coarsest language the level is that of Apt and Schäfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoarsestLevelIsTheSelfishnessLevel;

/// In the finest language no altruism is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FinestLanguageNeedsNoAltruism;

impl Theorem for CoarsestLevelIsTheSelfishnessLevel {
    type Instance = LanguageInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "coarsest_level_is_the_selfishness_level",
            "Where nothing is verifiable the level is the selfishness level",
        )
        .saying(
            "In a language with one cell the level is that of the worst state, and there the least \
             over the optima of the greatest ratio of gain to loss of welfare of a deviation.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![hypothesis(
            "nothing_is_verifiable",
            "All outcomes are in one cell.",
            |instance: &LanguageInstance| {
                let language = &instance.language;
                let cell = |state, profile: &[usize]| language.cell(state, profile);
                let first = cell(0, &vec![0; instance.problem.players()]);
                let mut outcomes = (0..instance.problem.states()).flat_map(|state| {
                    instance
                        .problem
                        .space()
                        .iter()
                        .map(move |profile| (state, profile))
                });
                let apart = outcomes.find(|(state, profile)| cell(*state, profile) != first);
                Ok(Finding::when(apart.is_none(), || {
                    format!("{apart:?} is told apart")
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let level = single_level(instance, |_, _, _| true);
        let selfishness = selfishness_level(&instance.problem)?;
        if selfishness.value != level {
            return Ok(Finding::fails(format!(
                "{level:?} is not {:?}",
                selfishness.value
            )));
        }
        let trivial = Language::trivial(&instance.problem);
        if trivial.cells() != 1 {
            return Ok(Finding::fails("the trivial language has several cells"));
        }
        let options = LevelOptions::default();
        let found = language_level(&instance.problem, &instance.language, &options)?;
        Ok(Finding::when(found.value == level, || {
            format!(
                "the level of the language is {:?}, not {level:?}",
                found.value
            )
        }))
    }
}

impl Theorem for FinestLanguageNeedsNoAltruism {
    type Instance = LanguageInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "finest_language_needs_no_altruism",
            "Where everything is verifiable nothing is lost",
        )
        .saying(
            "In a language that tells all outcomes apart the level is zero, and every first-best \
             plan is an equilibrium of selfish players under some contract, however many there are.",
        )
        .from_source("by fines on every other outcome")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![hypothesis(
            "everything_is_verifiable",
            "Any two outcomes are in different cells.",
            |instance: &LanguageInstance| {
                let mut cells = std::collections::BTreeSet::new();
                for state in 0..instance.problem.states() {
                    for profile in instance.problem.space().iter() {
                        if !cells.insert(instance.language.cell(state, &profile)) {
                            return Ok(Finding::fails(format!(
                                "{profile:?} in state {state} is not told apart"
                            )));
                        }
                    }
                }
                Ok(Finding::Holds)
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let problem = &instance.problem;
        let outcomes = problem.states() * problem.space().len();
        if Language::complete(problem).cells() != outcomes {
            return Ok(Finding::fails("the complete language merges outcomes"));
        }
        let selfish = LanguageInstance::new(
            problem.clone(),
            instance.language.clone(),
            Rational::ZERO,
            Budget::Unrestricted,
            None,
        );
        let agents = WeightMatrix::identity(problem.players());
        let options = LevelOptions::default();
        let found = language_level(problem, &instance.language, &options)?;
        if found.value != Extended::Finite(Rational::ZERO) {
            return Ok(Finding::fails(format!("the level is {:?}", found.value)));
        }
        for plan in first_best_plans(problem)? {
            let found = implement(problem, &instance.language, &plan, &agents)?;
            let attained = attains(&selfish, &plan, Paid::Nothing)?;
            if !attained || !found.is_implementable() {
                return Ok(Finding::fails(format!("{plan:?} is not an equilibrium")));
            }
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::{LanguageKind, Money, at_levels};
    use super::{
        CoarsestLevelIsTheSelfishnessLevel, FinestLanguageNeedsNoAltruism,
        LanguageLevelIsTheGreatestChainRatio,
    };
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for LanguageLevelIsTheGreatestChainRatio {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            at_levels(LanguageKind::Any, Money::Free).boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<Self::Instance> {
            at_levels(LanguageKind::Any, Money::Any).boxed()
        }
    }

    impl Drawn for CoarsestLevelIsTheSelfishnessLevel {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            at_levels(LanguageKind::Trivial, Money::Free).boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<Self::Instance> {
            at_levels(LanguageKind::Any, Money::Free).boxed()
        }
    }

    impl Drawn for FinestLanguageNeedsNoAltruism {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            at_levels(LanguageKind::Complete, Money::Free).boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<Self::Instance> {
            at_levels(LanguageKind::Any, Money::Free).boxed()
        }
    }
}
