//! Instances of what mechanisms can do.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::super::definition::{after, deviations, gain, optima, states_of_type, tuples};
use super::super::{ContractingInstance, PlanInstance, RuleInstance, TemptationInstance};
use super::problems::{
    Care, Seen, budgets, cares, limits, problem_of, seen, seen_within, stepped, steps,
    weights_on_welfare,
};
use crate::contract::{Budget, Language, Monitoring};
use crate::game::NormalForm;
use crate::gap::irreducible::{ThresholdOptions, altruism_threshold};
use crate::number::{Extended, Rational};

fn instance(
    seen: &Seen,
    care: &Care,
    budget: Budget,
    liability: Option<Rational>,
) -> Option<ContractingInstance> {
    Some(ContractingInstance::new(
        seen.problem.clone(),
        seen.monitoring()?,
        care.weights(seen.problem.players())?,
        budget,
        liability,
    ))
}

fn with_liability(
    states: RangeInclusive<usize>,
    liability: BoxedStrategy<Option<Rational>>,
) -> BoxedStrategy<ContractingInstance> {
    (seen(states, true), cares(), budgets(), liability)
        .prop_filter_map("no instance", |(seen, care, budget, liability)| {
            instance(&seen, &care, budget, liability)
        })
        .boxed()
}

/// Any instance.
pub(in super::super) fn contracting(
    states: RangeInclusive<usize>,
) -> BoxedStrategy<ContractingInstance> {
    with_liability(states, prop::option::of(limits()).boxed())
}

/// Instances with limited transfers.
pub(in super::super) fn limited(
    states: RangeInclusive<usize>,
) -> BoxedStrategy<ContractingInstance> {
    with_liability(states, limits().prop_map(Some).boxed())
}

/// Instances with unlimited transfers.
pub(in super::super) fn unlimited(
    states: RangeInclusive<usize>,
) -> BoxedStrategy<ContractingInstance> {
    with_liability(states, Just(None).boxed())
}

/// A rule of some player and type; with `hidden` it is undetectable.
pub(in super::super) fn rules(hidden: bool) -> BoxedStrategy<RuleInstance> {
    (
        seen(1..=2, true),
        cares(),
        budgets(),
        prop::option::of(limits()),
        any::<Index>(),
        0..4u8,
    )
        .prop_filter_map(
            "no rule",
            move |(mut seen, care, budget, liability, pick, kind)| {
                let plain = instance(&seen, &care, budget, liability.clone())?;
                let (mut good, mut all) = (Vec::new(), Vec::new());
                for player in 0..plain.problem.players() {
                    let actions = plain.problem.space().actions()[player];
                    for own_type in 0..plain.problem.information().types(player) {
                        for rule in tuples(&vec![actions; actions]) {
                            let gains = gains(&plain, player, own_type, &rule);
                            let pays = gains
                                .iter()
                                .any(|list| list.iter().all(Rational::is_positive));
                            let loses = gains.iter().flatten().any(Rational::is_negative);
                            if pays && !loses {
                                good.push((player, own_type, rule.clone()));
                            }
                            if pays || !loses {
                                all.push((player, own_type, rule));
                            }
                        }
                    }
                }
                let list = if kind == 0 { all } else { good };
                let (player, own_type, rule) = list.get(pick.index(list.len().max(1)))?.clone();
                if hidden {
                    for state in states_of_type(&plain.problem, player, own_type) {
                        for optimum in optima(&plain.problem, state) {
                            let to = after(&optimum, player, rule[optimum[player]]);
                            seen.merge(state, &optimum, &to);
                        }
                    }
                }
                let contracting = instance(&seen, &care, budget, liability)?;
                Some(RuleInstance::new(contracting, player, own_type, rule))
            },
        )
        .boxed()
}

/// The gains of a rule at the optima of each state of a type.
fn gains(
    instance: &ContractingInstance,
    player: usize,
    own_type: usize,
    rule: &[usize],
) -> Vec<Vec<Rational>> {
    let problem = &instance.problem;
    states_of_type(problem, player, own_type)
        .into_iter()
        .map(|state| {
            let optima = optima(problem, state);
            let gain = |profile: &Vec<usize>| {
                let to = after(profile, player, rule[profile[player]]);
                gain(problem, &instance.preferences, state, player, profile, &to)
            };
            optima.iter().map(gain).collect()
        })
        .collect()
}

/// What is drawn for the bounds of single deviations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Temptation {
    /// It changes the law of the signal nowhere.
    NeverNoticed,
    /// A selfish deviation, unnoticed at the optimum, with limited transfers.
    UnnoticedAtTheOptimum,
    /// Anything may be seen.
    Noticed,
    /// Anything may be seen, of a selfish deviation with limited transfers.
    NoticedAndLimited,
    /// Unseen, with several optima.
    TiedOptima,
    /// Unseen, whether or not it gains.
    Unattractive,
    /// Unnoticed at the optimum, of a player who cares about others.
    Caring,
}

/// One deviation from the first optimum.
pub(in super::super) fn temptations(kind: Temptation) -> BoxedStrategy<TemptationInstance> {
    use Temptation::{Caring, NeverNoticed, Noticed, NoticedAndLimited, TiedOptima, Unattractive};
    let largest = if kind == TiedOptima { 1 } else { 3 };
    let cares = match kind {
        NeverNoticed | Noticed => cares(),
        Caring => weights_on_welfare().prop_map(Care::Alike).boxed(),
        _ => Just(Care::Alike(Rational::ZERO)).boxed(),
    };
    let liability = match kind {
        NeverNoticed | Noticed => prop::option::of(limits()).boxed(),
        _ => limits().prop_map(Some).boxed(),
    };
    (
        seen_within(1..=1, false, largest),
        cares,
        budgets(),
        liability,
        any::<Index>(),
    )
        .prop_filter_map(
            "no deviation",
            move |(mut seen, care, budget, liability, pick)| {
                let plain = instance(&seen, &care, budget, liability.clone())?;
                let optima = optima(&plain.problem, 0);
                let optimum = optima.first()?.clone();
                let found: Vec<(usize, usize)> = deviations(&plain.problem, &optimum)
                    .into_iter()
                    .filter(|&(player, action)| {
                        let to = after(&optimum, player, action);
                        let gain =
                            gain(&plain.problem, &plain.preferences, 0, player, &optimum, &to);
                        kind == Unattractive || gain.is_positive()
                    })
                    .collect();
                let &(player, action) = found.get(pick.index(found.len().max(1)))?;
                let everywhere = matches!(kind, NeverNoticed | TiedOptima | Unattractive);
                let somewhere = everywhere || !matches!(kind, Noticed | NoticedAndLimited);
                for profile in plain.problem.space().iter() {
                    let here = everywhere && profile[player] == optimum[player];
                    if here || (somewhere && profile == optimum) {
                        seen.merge(0, &profile, &after(&profile, player, action));
                    }
                }
                let contracting = instance(&seen, &care, budget, liability)?;
                Some(TemptationInstance::new(contracting, player, action))
            },
        )
        .boxed()
}

/// Player 0 can be bad for player 1, who can look at a cost; unseen badness goes unnoticed.
pub(in super::super) fn monitors() -> BoxedStrategy<ContractingInstance> {
    (1i64..=2, 1i64..=3, 1i64..=2, budgets())
        .prop_filter_map("no problem", |(gain, harm, cost, budget)| {
            let game = NormalForm::from_fn(&[2, 2], |player, profile| {
                let (bad, looks) = (profile[0] as i64, profile[1] as i64);
                match player {
                    0 => Rational::from(gain * bad),
                    _ => Rational::from(-(gain + harm) * bad - cost * looks),
                }
            });
            let problem = problem_of(vec![game.ok()?], &[1], None)?;
            let seen = Language::observed(&problem, |_, profile| {
                (profile[1] == 1).then_some(profile[0])
            });
            Some(ContractingInstance::new(
                problem,
                Monitoring::from(&seen),
                Care::Alike(Rational::ZERO).weights(2)?,
                budget,
                None,
            ))
        })
        .boxed()
}

/// Plans with weights of at least `least`, to most of which no transfers matter.
pub(in super::super) fn plans(least: i64) -> BoxedStrategy<PlanInstance> {
    let weight = prop_oneof![1 => Just(0i64), 1 => least..=2];
    (
        seen(1..=1, false),
        cares(),
        budgets(),
        vec(weight, 12),
        0..4u8,
    )
        .prop_filter_map("no plan", |(mut seen, care, budget, drawn, merged)| {
            let mut plan = Vec::new();
            let mut drawn = drawn.into_iter();
            for (player, &actions) in seen.problem.space().actions().iter().enumerate() {
                for told in 0..actions {
                    for action in (0..actions).filter(|&action| action != told) {
                        let weight = drawn.next().unwrap_or(0);
                        if weight != 0 {
                            plan.push((player, told, action, Rational::from(weight)));
                        }
                    }
                }
            }
            let profiles: Vec<_> = seen.problem.space().iter().collect();
            for (player, told, action, _) in plan.iter().filter(|_| merged > 0) {
                for profile in profiles.iter().filter(|profile| profile[*player] == *told) {
                    seen.merge(0, profile, &after(profile, *player, *action));
                }
            }
            Some(PlanInstance::new(
                instance(&seen, &care, budget, None)?,
                plan,
            ))
        })
        .boxed()
}

/// Two states that not all know, unlimited transfers, players alike.
pub(in super::super) fn one_sided() -> BoxedStrategy<ContractingInstance> {
    (
        seen(2..=2, true),
        weights_on_welfare().prop_map(Care::Alike),
        budgets(),
    )
        .prop_filter_map("no instance", |(seen, care, budget)| {
            instance(&seen, &care, budget, None)
        })
        .boxed()
}

/// Ties between optima, unlimited transfers, players alike.
pub(in super::super) fn mixers() -> BoxedStrategy<ContractingInstance> {
    (
        seen_within(1..=1, false, 1),
        weights_on_welfare().prop_map(Care::Alike),
        budgets(),
    )
        .prop_filter_map("no instance", |(seen, care, budget)| {
            instance(&seen, &care, budget, None)
        })
        .boxed()
}

/// Players alike, at, just below or just above the altruism that closes the gap.
pub(in super::super) fn at_thresholds() -> BoxedStrategy<ContractingInstance> {
    (seen(1..=1, false), budgets(), steps())
        .prop_filter_map("no instance", |(seen, budget, step)| {
            let options = ThresholdOptions::default().with_budget(budget);
            let monitoring = seen.monitoring()?;
            let threshold = altruism_threshold(&seen.problem, &monitoring, &options).ok()?;
            let value = match threshold.value.high() {
                Extended::Finite(value) => Some(value),
                Extended::Infinite => None,
            };
            let lambda = stepped(value.as_ref(), &step);
            instance(&seen, &Care::Alike(lambda), budget, None)
        })
        .boxed()
}
