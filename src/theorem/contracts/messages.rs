//! Messages about the state, and what each thing that can be contracted on saves in altruism
//! (Theorem 5).

use super::language_level::{brute_level, single_level};
use super::mechanism_program::options;
use super::plain_program::Paid;
use super::validity::{Valid, hypothesis};
use super::{ContractingInstance, LanguageInstance};
use crate::contract::{Budget, ContractingProblem, Language, Monitoring};
use crate::gap::irreducible::{ThresholdOptions, altruism_threshold, messages_close, ordering};
use crate::gap::level::{LevelOptions, language_level, message_level, selfishness_level};
use crate::mechanism::best_mechanism;
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Players of whom all states that are possible have different types.
fn informed(problem: &ContractingProblem) -> usize {
    let states = super::definition::possible_states(problem);
    (0..problem.players())
        .filter(|&player| super::definition::types(problem, player).len() == states.len())
        .count()
}

fn needed(budget: Budget) -> usize {
    match budget {
        Budget::Balanced => 3,
        _ => 2,
    }
}

pub(super) fn contracting(
    instance: &LanguageInstance,
) -> Result<ContractingInstance, TheoremError> {
    let players = instance.problem.players();
    Ok(ContractingInstance::new(
        instance.problem.clone(),
        Monitoring::from(&instance.language),
        WeightMatrix::cooperative(players, &instance.lambda)?,
        instance.budget,
        instance.liability.clone(),
    ))
}

/// If enough players know the state, reports make it as good as verifiable.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Language};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::Rational;
/// use lacuna::theorem::contracts::{LanguageInstance, MessagesMakeTheStateContractible};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let half = Rational::new(1, 2)?;
/// let problem = ContractingProblem::new(vec![
///     (half.clone(), prisoners_dilemma(3, 0, 5, 1)?),
///     (half, prisoners_dilemma(5, 0, 6, 1)?),
/// ])?;
/// let nothing = Language::trivial(&problem);
/// let two = LanguageInstance::new(problem, nothing, Rational::ZERO, Budget::Burning, None);
/// assert!(matches!(MessagesMakeTheStateContractible.check(&two)?, Verdict::Holds));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessagesMakeTheStateContractible;

impl Theorem for MessagesMakeTheStateContractible {
    type Instance = LanguageInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "messages_make_the_state_contractible",
            "Enough informed players make the state contractible",
        )
        .saying(
            "If three players know the state, or two and money need not go to anybody, mechanisms \
             with private reports are worth what they are worth where the state is verifiable, \
             whatever the limit on transfers: if all players know it, in every state what they are \
             worth where it is the only one.",
        )
        .from_source("Theorem 5 of the guide; Maskin, 1977; Maskin and Tirole, 1999")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![hypothesis(
            "enough_informed",
            "Three players know the state, or two if the budget need not balance.",
            |instance: &LanguageInstance| {
                let (know, needed) = (informed(&instance.problem), needed(instance.budget));
                Ok(Finding::when(know >= needed, || {
                    format!("{know} know it, not {needed}")
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let LanguageInstance {
            problem, language, ..
        } = instance;
        let contracting = contracting(instance)?;
        let options = options(&contracting);
        let with_state = Language::observed(problem, |state, profile| {
            (state, language.cell(state, profile).number())
        });
        let value = |monitoring: &Monitoring, problem: &ContractingProblem| {
            let design = best_mechanism(problem, monitoring, &contracting.preferences, &options)?;
            design
                .into_best()
                .map(|best| best.closed_value)
                .ok_or_else(|| TheoremError::Instance("no mechanism at all".into()))
        };
        let reported = value(&contracting.monitoring, problem)?;
        if problem.information().is_complete() {
            // Each state by itself.
            let mut alone = Rational::ZERO;
            for state in super::definition::possible_states(problem) {
                let single = ContractingProblem::single_state(problem.game(state).clone())?;
                let seen = Language::observed(&single, |_, profile| {
                    language.cell(state, profile).number()
                });
                let worth = value(&Monitoring::from(&seen), &single)?;
                alone += problem.probability(state) * &worth;
            }
            return Ok(Finding::when(reported == alone, || {
                format!("{reported} with reports, and {alone} in the states by themselves")
            }));
        }
        let verifiable = value(&Monitoring::from(&with_state), problem)?;
        Ok(Finding::when(reported == verifiable, || {
            format!("{reported} with reports, and {verifiable} where the state is verifiable")
        }))
    }
}

/// Reports are relied on exactly where enough players know the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportsNeedWitnesses;

impl Theorem for ReportsNeedWitnesses {
    type Instance = LanguageInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "reports_need_witnesses",
            "Reports are relied on where enough players know the state",
        )
        .saying(
            "Of several states, reports are said to make the language contractible that sees the \
             state beside what was seen before, exactly if three players know the state, so that \
             a lie is outvoted, or two if the budget need not balance, so that both can be fined \
             when they disagree.",
        )
        .from_source("Theorem 5 of the guide; Maskin, 1977")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let LanguageInstance {
            problem, language, ..
        } = instance;
        let with_state = Language::observed(problem, |state, profile| {
            (state, language.cell(state, profile).number())
        });
        let enough = problem.states() == 1 || informed(problem) >= needed(instance.budget);
        let said = messages_close(problem, language, instance.budget)?.language;
        let right = match &said {
            Some(said) => enough && said.refines(&with_state)? && with_state.refines(said)?,
            None => !enough,
        };
        Ok(Finding::when(right, || {
            format!(
                "{} know the state, and reports are said to make {} contractible",
                informed(problem),
                if said.is_some() { "it" } else { "nothing" }
            )
        }))
    }
}

/// The less can be contracted on, the more altruism is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LessToContractOnAsksForMoreAltruism;

impl Theorem for LessToContractOnAsksForMoreAltruism {
    type Instance = LanguageInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "less_to_contract_on_asks_for_more_altruism",
            "The less can be contracted on, the more altruism is needed",
        )
        .saying(
            "If money need not go to anybody, the altruism from which mechanisms lose nothing in \
             the supremum is at most the level of contracts on the language and the state, which is \
             at most the level of the language, which is at most the selfishness level.",
        )
        .from_source("Theorem 5 of the guide")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![hypothesis(
            "fines_need_go_to_nobody",
            "The budget need not balance.",
            |instance: &LanguageInstance| {
                let balanced = instance.budget == Budget::Balanced;
                Ok(Finding::when(!balanced, || "it must balance".to_owned()))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let LanguageInstance {
            problem,
            language,
            budget,
            ..
        } = instance;
        let levels = [
            message_level(problem, language)?.value,
            language_level(problem, language, &LevelOptions::default())?.value,
            selfishness_level(problem)?.value,
        ];
        let definitions = [
            single_level(instance, |state, from, to| {
                language.cell(state, from) == language.cell(state, to)
            }),
            brute_level(instance)?,
            single_level(instance, |_, _, _| true),
        ];
        if levels != definitions {
            return Ok(Finding::fails(format!(
                "levels {levels:?}, not {definitions:?}"
            )));
        }
        let options = ThresholdOptions::default().with_budget(*budget);
        let monitoring = Monitoring::from(language);
        let mechanisms = altruism_threshold(problem, &monitoring, &options)?;
        if !mechanisms.verify(problem, &monitoring, *budget) {
            return Ok(Finding::fails(
                "the threshold does not stand up to its check",
            ));
        }
        if *budget != Budget::Balanced {
            let ordered = ordering(problem, language, &options, &LevelOptions::default())?;
            if !ordered.verify(problem, language, &options) {
                return Ok(Finding::fails("the order does not stand up to its check"));
            }
        }
        let [messages, plain, selfishness] = definitions;
        let low: Extended<Rational> = mechanisms.value.low();
        let right = low <= messages && messages <= plain && plain <= selfishness;
        Ok(Finding::when(right, || {
            format!("{low:?}, {messages:?}, {plain:?}, {selfishness:?} do not ascend")
        }))
    }
}

/// Altruism at the level, and enough money for fines, close the gap with nothing paid in
/// equilibrium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnoughAltruismClosesWithoutPayments;

/// The greatest gain, as λ-cooperative players perceive it, of a deviation from the plan that leads
/// to another cell.
pub(super) fn greatest_noticed_gain(
    instance: &LanguageInstance,
    plan: &[crate::game::Profile],
) -> Result<Rational, TheoremError> {
    let problem = &instance.problem;
    let agents = WeightMatrix::cooperative(problem.players(), &instance.lambda)?;
    let mut greatest = Rational::ZERO;
    for (state, profile) in plan.iter().enumerate() {
        for (player, action) in super::definition::deviations(problem, profile) {
            let to = super::definition::after(profile, player, action);
            if instance.language.cell(state, profile) != instance.language.cell(state, &to) {
                let gain = super::definition::gain(problem, &agents, state, player, profile, &to);
                greatest = greatest.max(gain);
            }
        }
    }
    Ok(greatest)
}

impl Theorem for EnoughAltruismClosesWithoutPayments {
    type Instance = LanguageInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "enough_altruism_closes_without_payments",
            "Enough altruism closes the gap without payments in equilibrium",
        )
        .saying(
            "Where the state is verifiable, money need not go to anybody, fines can be as large as \
             the greatest gain from a deviation that is noticed, and λ is at least the greatest \
             ratio of gain to loss over deviations that are not, a first-best plan is an \
             equilibrium under a contract that pays nobody anything under the plan.",
        )
        .from_source("Closing theorem of the guide")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis(
                "state_is_verifiable",
                "Outcomes of different states are in different cells.",
                |instance: &LanguageInstance| {
                    let (problem, language) = (&instance.problem, &instance.language);
                    let mut state_of = std::collections::BTreeMap::new();
                    for state in 0..problem.states() {
                        for profile in problem.space().iter() {
                            let cell = language.cell(state, &profile);
                            if *state_of.entry(cell).or_insert(state) != state {
                                return Ok(Finding::fails("a cell has outcomes of two states"));
                            }
                        }
                    }
                    Ok(Finding::Holds)
                },
            ),
            hypothesis(
                "fines_need_go_to_nobody",
                "The budget need not balance.",
                |instance: &LanguageInstance| {
                    let balanced = instance.budget == Budget::Balanced;
                    Ok(Finding::when(!balanced, || "it must balance".to_owned()))
                },
            ),
            hypothesis(
                "large_enough_fines",
                "Fines can be as large as the greatest gain from a deviation that is noticed.",
                |instance: &LanguageInstance| {
                    let Some(limit) = &instance.liability else {
                        return Ok(Finding::Holds);
                    };
                    for plan in super::definition::first_best_plans(&instance.problem)? {
                        let gain = greatest_noticed_gain(instance, &plan)?;
                        if gain > *limit {
                            return Ok(Finding::fails(format!("{gain} can be gained")));
                        }
                    }
                    Ok(Finding::Holds)
                },
            ),
            hypothesis(
                "enough_altruism",
                "λ is at least the greatest ratio of gain to loss that is not noticed.",
                |instance: &LanguageInstance| {
                    let language = &instance.language;
                    let level = single_level(instance, |state, from, to| {
                        language.cell(state, from) == language.cell(state, to)
                    });
                    let enough = Extended::Finite(instance.lambda.clone()) >= level;
                    Ok(Finding::when(enough, || format!("the level is {level:?}")))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let attained = super::plain_program::attains_first_best(instance)?;
        let agree = super::language_level::plain_contracts_agree(instance, attained.as_ref())?;
        agree.and(|| {
            for plan in super::definition::first_best_plans(&instance.problem)? {
                if super::plain_program::attains(instance, &plan, Paid::Nothing)? {
                    return Ok(Finding::Holds);
                }
            }
            Ok(Finding::fails(
                "no such contract makes a first-best plan an equilibrium",
            ))
        })
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::{LanguageKind, Money, at_levels, reports};
    use super::{
        EnoughAltruismClosesWithoutPayments, LessToContractOnAsksForMoreAltruism,
        MessagesMakeTheStateContractible, ReportsNeedWitnesses,
    };
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for MessagesMakeTheStateContractible {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            reports(true).boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<Self::Instance> {
            reports(false).boxed()
        }
    }

    impl Drawn for ReportsNeedWitnesses {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            prop_oneof![reports(true), reports(false)].boxed()
        }
    }

    impl Drawn for LessToContractOnAsksForMoreAltruism {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            at_levels(LanguageKind::Any, Money::Fines).boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<Self::Instance> {
            at_levels(LanguageKind::Any, Money::Any).boxed()
        }
    }

    impl Drawn for EnoughAltruismClosesWithoutPayments {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            at_levels(LanguageKind::WithState, Money::EnoughFines).boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            let kind = match hypothesis {
                "state_is_verifiable" => LanguageKind::Any,
                _ => LanguageKind::WithState,
            };
            let money = match hypothesis {
                "enough_altruism" | "state_is_verifiable" => Money::EnoughFines,
                _ => Money::Any,
            };
            at_levels(kind, money).boxed()
        }
    }
}
