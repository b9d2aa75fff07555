//! A dilemma that no court can see rules the first best out (Theorem 1), and is found if there is
//! one.

use super::definition::{after, countable, gain, law, optima, states_of_type, tuples, types};
use super::mechanism_program::best;
use super::validity::{Valid, hypothesis};
use super::{ContractingInstance, RuleInstance};
use crate::gap::irreducible::dilemma;
use crate::mechanism::Attainment;
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// What the rule does at every optimum of every state of the type: state, whether the law of the
/// signal stays the same, the perceived gain.
fn effects(instance: &RuleInstance) -> Vec<(usize, bool, Rational)> {
    let ContractingInstance {
        problem,
        monitoring,
        preferences,
        ..
    } = &instance.contracting;
    let player = instance.player;
    let mut effects = Vec::new();
    for state in states_of_type(problem, player, instance.own_type) {
        for profile in optima(problem, state) {
            let to = after(&profile, player, instance.rule[profile[player]]);
            let unseen = law(monitoring, state, &profile) == law(monitoring, state, &to);
            let gained = gain(problem, preferences, state, player, &profile, &to);
            effects.push((state, unseen, gained));
        }
    }
    effects
}

fn undetectable(instance: &RuleInstance) -> Result<Finding, TheoremError> {
    let seen = effects(instance).into_iter().find(|(_, unseen, _)| !unseen);
    Ok(match seen {
        Some((state, ..)) => Finding::fails(format!("it can be noticed in state {state}")),
        None => Finding::Holds,
    })
}

fn never_a_loss(instance: &RuleInstance) -> Result<Finding, TheoremError> {
    let lost = effects(instance)
        .into_iter()
        .find(|(_, _, gain)| gain.is_negative());
    Ok(match lost {
        Some((state, _, gain)) => Finding::fails(format!("it gains {gain} in state {state}")),
        None => Finding::Holds,
    })
}

fn pays_in_some_state(instance: &RuleInstance) -> Result<Finding, TheoremError> {
    let effects = effects(instance);
    let pays = |state: usize| {
        let mut there = effects.iter().filter(|(other, ..)| *other == state);
        there.all(|(_, _, gain)| gain.is_positive())
    };
    let pays = effects.iter().any(|(state, ..)| pays(*state));
    Ok(Finding::when(pays, || {
        "no state in which it always gains".to_owned()
    }))
}

/// A deviation that nobody can notice at an optimum, that never loses and pays in some state, rules
/// out that any mechanism attains the first best.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Monitoring};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::preference::WeightMatrix;
/// use lacuna::theorem::contracts::{
///     ContractingInstance, HiddenDilemmaRulesOutTheFirstBest, RuleInstance,
/// };
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let (nothing, selfish) = (Monitoring::trivial(&problem), WeightMatrix::identity(2));
/// let game = ContractingInstance::new(problem, nothing, selfish, Budget::Unrestricted, None);
/// // Player 0 always defects.
/// let defect = RuleInstance::new(game, 0, 0, vec![1, 1]);
/// assert!(matches!(HiddenDilemmaRulesOutTheFirstBest.check(&defect)?, Verdict::Holds));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HiddenDilemmaRulesOutTheFirstBest;

impl Theorem for HiddenDilemmaRulesOutTheFirstBest {
    type Instance = RuleInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "hidden_dilemma_rules_out_the_first_best",
            "A dilemma that no court can see cannot be closed",
        )
        .saying(
            "Let a player of some type have a rule by which it replaces what it is recommended. If \
             the rule changes the law of the signal at no optimum of a state of that type, loses at \
             none of them, and gains at all optima of one such state, then no mechanism attains \
             the first best in any equilibrium: not with a mediator, unlimited fines or outside \
             money. With limited fines the value of the best mechanism is below the first best.",
        )
        .from_source("Theorem 1 of the guide; cf. Huang et al., 2026")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis(
                "undetectable",
                "The rule changes the law of the signal at no optimum of a state of the type.",
                undetectable,
            ),
            hypothesis(
                "never_a_loss",
                "The player loses at no optimum of a state of the type.",
                never_a_loss,
            ),
            hypothesis(
                "pays_in_some_state",
                "In one state of the type, of positive probability, it gains at every optimum.",
                pays_in_some_state,
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let contracting = &instance.contracting;
        let (found, sound) = best(contracting)?;
        sound.and(|| {
            let first_best = super::definition::first_best(&contracting.problem);
            let attained = found.value == first_best && found.attainment == Attainment::Attained;
            let limited = contracting.liability.is_some() && found.value == first_best;
            Ok(Finding::when(!attained && !limited, || {
                format!("a mechanism attains the first best {first_best}")
            }))
        })
    }
}

/// The search for such a deviation finds one exactly where trying all rules does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HiddenDilemmaIsFound;

impl Theorem for HiddenDilemmaIsFound {
    type Instance = ContractingInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "hidden_dilemma_is_found",
            "A dilemma that no court can see is found",
        )
        .saying(
            "The search for a dilemma that rules out the first best, action by action, finds \
                 one iff one of all the rules of some type of some player is one.",
        )
        .from_source("what replaces one action does not depend on what replaces another")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let ContractingInstance {
            problem,
            monitoring,
            preferences,
            ..
        } = instance;
        let found = dilemma(problem, monitoring, preferences)?;
        if let Some(found) = &found {
            if !found.verify(problem, monitoring, preferences) {
                return Ok(Finding::fails(
                    "what was found does not stand up to its check",
                ));
            }
            let gains = found.gains.iter().map(|entry| {
                let player = found.player;
                let to = after(&entry.profile, player, found.rule[entry.profile[player]]);
                entry.gain
                    == gain(
                        problem,
                        preferences,
                        entry.state,
                        player,
                        &entry.profile,
                        &to,
                    )
            });
            if !gains.into_iter().all(|right| right) {
                return Ok(Finding::fails("a gain is not as said"));
            }
        }
        let mut exists = false;
        for (player, &actions) in problem.space().actions().iter().enumerate() {
            countable("rules of a player", vec![actions; actions])?;
            for own_type in types(problem, player) {
                for rule in tuples(&vec![actions; actions]) {
                    let rule = RuleInstance::new(instance.clone(), player, own_type, rule);
                    exists |= undetectable(&rule)?.holds()
                        && never_a_loss(&rule)?.holds()
                        && pays_in_some_state(&rule)?.holds();
                }
            }
        }
        Ok(Finding::when(exists == found.is_some(), || {
            format!("there is one: {exists}, it was found: {}", found.is_some())
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::{contracting, rules};
    use super::{HiddenDilemmaIsFound, HiddenDilemmaRulesOutTheFirstBest};
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for HiddenDilemmaRulesOutTheFirstBest {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            rules(true).boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            rules(hypothesis != "undetectable").boxed()
        }
    }

    impl Drawn for HiddenDilemmaIsFound {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            contracting(1..=2).boxed()
        }
    }
}
