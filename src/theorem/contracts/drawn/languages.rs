//! Instances of what plain contracts in a language can do, and of more and less of everything.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::definition::{first_best_plans, greatest_welfare, optima, welfare};
use super::super::language_level::brute_level;
use super::super::messages::greatest_noticed_gain;
use super::super::{LanguageInstance, Means, MeansInstance};
use super::problems::{
    BUDGETS, LOOSEST_FIRST, Seen, budgets, cares, games, limits, problem_of, seen, stepped, steps,
    weights_on_welfare,
};
use crate::contract::{Budget, Language};
use crate::game::{Game, NormalForm};
use crate::mechanism::Communication;
use crate::number::{Extended, Rational};

/// What the language tells apart at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum LanguageKind {
    /// What the labels do.
    Any,
    /// Nothing.
    Trivial,
    /// Everything.
    Complete,
    /// The state and what the labels do.
    WithState,
    /// The actions; and the state, if a label says so.
    WithActions,
}

/// What may be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Money {
    /// Anything.
    Free,
    /// Without limit; the budget need not balance.
    Fines,
    /// As much as can be gained from a deviation that is noticed, or without limit; the budget need
    /// not balance.
    EnoughFines,
    /// Without limit, with any budget.
    AnyBudget,
    /// With any budget, and with or without a limit.
    Any,
}

fn language(seen: &Seen, kind: LanguageKind) -> Language {
    let problem = &seen.problem;
    match kind {
        LanguageKind::Any => seen.language(),
        LanguageKind::Trivial => Language::observed(problem, |_, _| 0),
        LanguageKind::Complete => {
            Language::observed(problem, |state, profile| (state, profile.to_vec()))
        }
        LanguageKind::WithState => Language::observed(problem, |state, profile| {
            (state, seen.label(state, profile))
        }),
        LanguageKind::WithActions => Language::observed(problem, |state, profile| {
            (profile.to_vec(), (seen.labels[0] == 1).then_some(state))
        }),
    }
}

type Step = (Option<Rational>, Rational);

fn at_level(
    seen: &Seen,
    kind: LanguageKind,
    money: Money,
    (budget, limit, step): (usize, Option<Rational>, Step),
) -> Option<LanguageInstance> {
    let budget = match money {
        Money::Free => Budget::Unrestricted,
        // The first two need not balance.
        Money::Fines | Money::EnoughFines => BUDGETS[budget % 2],
        Money::AnyBudget | Money::Any => BUDGETS[budget % 3],
    };
    let liability = match money {
        Money::Any | Money::EnoughFines => limit,
        _ => None,
    };
    let language = language(seen, kind);
    let problem = seen.problem.clone();
    let mut instance = LanguageInstance::new(problem, language, Rational::ZERO, budget, liability);
    let level = match brute_level(&instance).ok()? {
        Extended::Finite(level) => Some(level),
        Extended::Infinite => None,
    };
    instance.lambda = stepped(level.as_ref(), &step);
    if money == Money::EnoughFines && instance.liability.is_some() {
        let mut enough = Rational::ZERO;
        for plan in first_best_plans(&instance.problem).ok()? {
            enough = enough.max(greatest_noticed_gain(&instance, &plan).ok()?);
        }
        instance.liability = Some(enough);
    }
    Some(instance)
}

fn money_and_steps() -> impl Strategy<Value = (usize, Option<Rational>, Step)> {
    (0usize..6, prop::option::of(limits()), steps())
}

/// A weight on welfare at, just below or just above the level of the language.
pub(in super::super) fn at_levels(
    kind: LanguageKind,
    money: Money,
) -> BoxedStrategy<LanguageInstance> {
    (seen(1..=3, false), money_and_steps())
        .prop_filter_map("no instance", move |(seen, drawn)| {
            at_level(&seen, kind, money, drawn)
        })
        .boxed()
}

/// The same with two states that have an optimum in common.
pub(in super::super) fn same_optimum(
    kind: LanguageKind,
    money: Money,
) -> BoxedStrategy<LanguageInstance> {
    (seen(2..=2, false), money_and_steps())
        .prop_filter_map("no instance", move |(mut seen, drawn)| {
            let problem = &seen.problem;
            let optimum = optima(problem, 0).swap_remove(0);
            let short = greatest_welfare(problem, 1) - welfare(problem, 1, &optimum);
            let raised = NormalForm::from_fn(&[2, 2], |player, profile| {
                let payoff = problem.game(1).payoff(player, profile);
                if player == 0 && profile == optimum {
                    payoff + &short
                } else {
                    payoff
                }
            });
            let games = vec![problem.game(0).clone(), raised.ok()?];
            seen.problem = problem_of(games, &[1, 1], None)?;
            at_level(&seen, kind, money, drawn)
        })
        .boxed()
}

/// Two states with players who report them: enough of them know the state, or any number.
pub(in super::super) fn reports(enough: bool) -> BoxedStrategy<LanguageInstance> {
    let shapes = prop_oneof![
        6 => Just(vec![2usize, 2]),
        2 => Just(vec![1, 1, 2]),
        1 => Just(vec![2, 2, 2]),
    ];
    let problems = shapes.prop_flat_map(move |shape| {
        let (players, profiles) = (shape.len(), shape.iter().product::<usize>());
        (
            vec(games(&shape, 3), 2),
            vec(any::<bool>(), players),
            vec(0usize..2, profiles),
            0usize..3,
            weights_on_welfare(),
            prop::option::of(limits()),
        )
    });
    problems
        .prop_filter_map(
            "no instance",
            move |(games, mut informed, labels, budget, lambda, liability)| {
                let mut budget = BUDGETS[budget];
                if enough {
                    if informed.len() == 2 {
                        budget = BUDGETS[usize::from(budget != Budget::Unrestricted)];
                    }
                    let third = budget != Budget::Balanced && informed[0];
                    informed = vec![true, true, !third];
                }
                let problem = problem_of(games, &[1, 1], Some(&informed))?;
                let space = problem.space().clone();
                let language = Language::observed(&problem, |_, profile| {
                    labels[space.index(profile).unwrap_or(0)]
                });
                Some(LanguageInstance::new(
                    problem, language, lambda, budget, liability,
                ))
            },
        )
        .boxed()
}

/// Two sets of means of which the second is the greater; but for one, in which it is the lesser and
/// all others are the same.
pub(in super::super) fn means(without: &str) -> BoxedStrategy<MeansInstance> {
    let talks = [
        Communication::Mediated,
        Communication::Recommendations,
        Communication::Public,
    ];
    let without = without.to_owned();
    (
        prop_oneof![2 => seen(1..=1, true), 1 => seen(2..=2, true)],
        cares(),
        (budgets(), budgets()),
        (prop::option::of(limits()), prop::option::of(limits())),
        (select(talks.to_vec()), any::<bool>()),
        vec(0usize..2, 12),
    )
        .prop_filter_map(
            "no instance",
            move |(seen, care, budgets, limits, (talk, mediated), merged)| {
                let fine = seen.language();
                let coarse = Language::observed(&seen.problem, |state, profile| {
                    merged[fine.cell(state, profile).number() % merged.len()]
                });
                let tightness = |budget: &Budget| LOOSEST_FIRST.iter().position(|b| b == budget);
                let (mut less, mut more) = budgets;
                if tightness(&less) < tightness(&more) {
                    std::mem::swap(&mut less, &mut more);
                }
                let (mut low, mut high) = limits;
                let above = match (&low, &high) {
                    (None, Some(_)) => true,
                    (Some(low), Some(high)) => low > high,
                    _ => false,
                };
                if above {
                    std::mem::swap(&mut low, &mut high);
                }
                let better = if mediated {
                    Communication::Mediated
                } else {
                    talk
                };
                let first = Means::new(coarse, less, low, talk);
                let second = Means::new(fine, more, high, better);
                let (less, more) = if without.is_empty() {
                    (first, second)
                } else {
                    let (mut less, mut more) = (second.clone(), second);
                    match without.as_str() {
                        "looser_budget" => more.budget = first.budget,
                        "larger_transfers" => more.liability = first.liability,
                        "more_talk" => less.communication = Communication::Mediated,
                        _ => more.language = first.language,
                    }
                    (less, more)
                };
                let weights = care.weights(seen.problem.players())?;
                Some(MeansInstance::new(seen.problem, weights, less, more))
            },
        )
        .boxed()
}
