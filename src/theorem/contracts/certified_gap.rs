//! How much is lost at least, from one deviation (Theorem 2).

use std::collections::BTreeMap;

use super::definition::{
    after, deviations, first_best, gain, greatest_welfare, law, optima, welfare,
};
use super::mechanism_program::{best, options};
use super::validity::{Valid, hypothesis, one_state};
use super::{ContractingInstance, TemptationInstance};
use crate::contract::Budget;
use crate::game::Profile;
use crate::gap::irreducible::certified_gap;
use crate::mechanism::Attainment;
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

fn first_optimum(instance: &ContractingInstance) -> Profile {
    optima(&instance.problem, 0).swap_remove(0)
}

/// What the deviation gains at a profile in which the player is told its part of the optimum.
fn gain_at(instance: &TemptationInstance, profile: &[usize]) -> Rational {
    let ContractingInstance {
        problem,
        preferences,
        ..
    } = &instance.contracting;
    let to = after(profile, instance.player, instance.action);
    gain(problem, preferences, 0, instance.player, profile, &to)
}

fn unseen_at(instance: &TemptationInstance, profile: &[usize]) -> bool {
    let monitoring = &instance.contracting.monitoring;
    let to = after(profile, instance.player, instance.action);
    law(monitoring, 0, profile) == law(monitoring, 0, &to)
}

/// The profiles in which the player is told the same as at the optimum.
fn told_the_same(instance: &TemptationInstance) -> impl Iterator<Item = Profile> + '_ {
    let told = first_optimum(&instance.contracting)[instance.player];
    let profiles = instance.contracting.problem.space().iter();
    profiles.filter(move |profile| profile[instance.player] == told)
}

/// The first best less the greatest welfare below it; 0 if all profiles are optimal.
fn margin(instance: &ContractingInstance) -> Rational {
    let greatest = greatest_welfare(&instance.problem, 0);
    let profiles = instance.problem.space().iter();
    let below = profiles
        .map(|profile| welfare(&instance.problem, 0, &profile))
        .filter(|welfare| *welfare < greatest);
    below
        .max()
        .map_or(Rational::ZERO, |second| greatest - second)
}

/// `Δ·g/(g + ℓ⁺)`, with what a unit of other recommendations deters raised by `fines`.
fn bound(instance: &TemptationInstance, fines: &Rational) -> Rational {
    let optimum = first_optimum(&instance.contracting);
    let gained = gain_at(instance, &optimum);
    let others = told_the_same(instance).filter(|profile| *profile != optimum);
    let deterred = others
        .map(|profile| fines - &gain_at(instance, &profile))
        .fold(Rational::ZERO, Rational::max);
    let share = gained.checked_div(&(&gained + &deterred));
    margin(&instance.contracting) * share.unwrap_or_default()
}

fn unique_optimum(instance: &TemptationInstance) -> Result<Finding, TheoremError> {
    let optima = optima(&instance.contracting.problem, 0).len();
    Ok(Finding::when(optima == 1, || {
        format!("{optima} profiles are optimal")
    }))
}

fn tempting(instance: &TemptationInstance) -> Result<Finding, TheoremError> {
    let gained = gain_at(instance, &first_optimum(&instance.contracting));
    Ok(Finding::when(gained.is_positive(), || {
        format!("the gain is {gained}")
    }))
}

fn loses_as_much(instance: &TemptationInstance, least: &Rational) -> Result<Finding, TheoremError> {
    let (found, sound) = best(&instance.contracting)?;
    sound.and(|| {
        let lost = first_best(&instance.contracting.problem) - &found.value;
        Ok(Finding::when(lost >= *least, || {
            format!("{lost} is lost, and not at least {least}")
        }))
    })
}

/// A deviation that nobody can ever notice costs at least `Δ·g/(g + ℓ⁺)`, whatever is paid.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Monitoring};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::preference::WeightMatrix;
/// use lacuna::theorem::contracts::{
///     ContractingInstance, TemptationInstance, UnseenTemptationCosts,
/// };
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let (nothing, selfish) = (Monitoring::trivial(&problem), WeightMatrix::identity(2));
/// let game = ContractingInstance::new(problem, nothing, selfish, Budget::Burning, None);
/// let defect = TemptationInstance::new(game, 1, 1);
/// assert!(matches!(UnseenTemptationCosts.check(&defect)?, Verdict::Holds));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnseenTemptationCosts;

impl Theorem for UnseenTemptationCosts {
    type Instance = TemptationInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "unseen_temptation_costs",
            "What nobody can ever notice has a price",
        )
        .saying(
            "In one state with a single optimum let a player gain g > 0 there by a deviation \
                 that changes the law of the signal nowhere. With Δ the first best less the \
                 next lower welfare and ℓ the most that the deviation loses at other \
                 recommendations of the same action, every mechanism loses at least \
                 Δ·g/(g + ℓ⁺), with unlimited transfers and any budget.",
        )
        .from_source("Theorem 2(a) of the guide")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis("unique_optimum", "There is one optimum.", unique_optimum),
            hypothesis("tempting", "The deviation gains at the optimum.", tempting),
            hypothesis(
                "never_noticed",
                "It changes the law of the signal at no profile with the same action.",
                |instance: &TemptationInstance| {
                    let seen = told_the_same(instance).find(|at| !unseen_at(instance, at));
                    Ok(match seen {
                        Some(profile) => Finding::fails(format!("it is noticed at {profile:?}")),
                        None => Finding::Holds,
                    })
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        loses_as_much(instance, &bound(instance, &Rational::ZERO))
    }
}

/// A deviation that nobody can notice at the optimum costs at least `Δ·g/(g + (ℓ + 2L)⁺)` with
/// transfers of at most L.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemptationAtTheOptimumCosts;

impl Theorem for TemptationAtTheOptimumCosts {
    type Instance = TemptationInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "temptation_at_the_optimum_costs",
            "What nobody notices at the optimum has a price that falls with fines",
        )
        .saying(
            "In one state with a single optimum let a selfish player gain g > 0 there by a \
             deviation that does not change the law of the signal at the optimum. With transfers \
             of at most L every mechanism loses at least Δ·g/(g + (ℓ + 2L)⁺), where Δ is the first \
             best less the next lower welfare and ℓ the most that the deviation loses at other \
             recommendations of the same action.",
        )
        .from_source("Theorem 2(b) of the guide")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis("unique_optimum", "There is one optimum.", unique_optimum),
            hypothesis("tempting", "The deviation gains at the optimum.", tempting),
            hypothesis(
                "unnoticed_at_the_optimum",
                "It does not change the law of the signal at the optimum.",
                |instance: &TemptationInstance| {
                    let unseen = unseen_at(instance, &first_optimum(&instance.contracting));
                    Ok(Finding::when(unseen, || "it is noticed".to_owned()))
                },
            ),
            hypothesis(
                "selfish_deviator",
                "The deviator cares about its own payoff and money alone.",
                |instance: &TemptationInstance| {
                    let weights = instance.contracting.preferences.row(instance.player);
                    let selfish = weights.iter().enumerate().all(|(other, weight)| {
                        *weight == Rational::from(i64::from(other == instance.player))
                    });
                    Ok(Finding::when(selfish, || {
                        "it cares about others".to_owned()
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let least = match &instance.contracting.liability {
            Some(limit) => bound(instance, &(limit + limit)),
            None => Rational::ZERO,
        };
        loses_as_much(instance, &least)
    }
}

/// The bound that the crate gives is the best that follows from a single deviation, and bounds the
/// loss of the best mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertifiedGapIsTheBestSingleBound;

/// The most less the least that transfers within the budget are worth to a player, from those that
/// nothing lies between: each the limit, its opposite or 0. Player by player, for every sum that the
/// transfers so far can have.
fn span(instance: &ContractingInstance, player: usize, limit: &Rational) -> Rational {
    let within = |sum: i64| match instance.budget {
        Budget::Balanced => sum == 0,
        Budget::Burning => sum <= 0,
        _ => true,
    };
    let mut worth = BTreeMap::from([(0, (Rational::ZERO, Rational::ZERO))]);
    for weight in instance.preferences.row(player) {
        let mut longer: BTreeMap<i64, (Rational, Rational)> = BTreeMap::new();
        for (sum, (most, least)) in &worth {
            for amount in -1..=1 {
                let part = weight * &Rational::from(amount);
                let (most, least) = (most + &part, least + &part);
                let known = longer
                    .entry(sum + amount)
                    .or_insert_with(|| (most.clone(), least.clone()));
                known.0 = known.0.clone().max(most);
                known.1 = known.1.clone().min(least);
            }
        }
        worth = longer;
    }
    worth.retain(|&sum, _| within(sum));
    let most = worth.values().map(|(most, _)| most).max();
    let least = worth.values().map(|(_, least)| least).min();
    most.zip(least)
        .map_or(Rational::ZERO, |(most, least)| (most - least) * limit)
}

/// The share of a distribution that the deviation moves at a profile.
fn moved(instance: &TemptationInstance, profile: &[usize]) -> Rational {
    let monitoring = &instance.contracting.monitoring;
    let to = after(profile, instance.player, instance.action);
    let (before, then) = (law(monitoring, 0, profile), law(monitoring, 0, &to));
    let distance: Rational = before.iter().zip(&then).map(|(b, t)| (b - t).abs()).sum();
    distance.checked_div(&Rational::from(2)).unwrap_or_default()
}

/// The bound of one deviation; `None` if fines can outweigh it without limit or at the optimum.
fn single_bound(instance: &TemptationInstance) -> Option<Rational> {
    let optimum = first_optimum(&instance.contracting);
    let fine = |profile: &[usize]| {
        let moved = moved(instance, profile);
        match &instance.contracting.liability {
            _ if moved.is_zero() => Some(Rational::ZERO),
            Some(limit) => Some(moved * span(&instance.contracting, instance.player, limit)),
            None => None,
        }
    };
    let left = gain_at(instance, &optimum) - fine(&optimum)?;
    if !left.is_positive() {
        return None;
    }
    let mut deterred = Rational::ZERO;
    for profile in told_the_same(instance).filter(|profile| *profile != optimum) {
        deterred = deterred.max(fine(&profile)? - gain_at(instance, &profile));
    }
    let share = left.checked_div(&(&left + &deterred))?;
    Some(margin(&instance.contracting) * share)
}

impl Theorem for CertifiedGapIsTheBestSingleBound {
    type Instance = ContractingInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "certified_gap_is_the_best_single_bound",
            "The closed form of the gap is the best that one deviation proves",
        )
        .saying(
            "In one state the certified gap is the greatest of the bounds Δ·g/(g + ℓ⁺) over the \
             deviations from a single optimum, where fines can take from a deviation its distance \
             in the law of the signal times what transfers within the limits can be worth; and \
             every mechanism loses at least as much.",
        )
        .from_source("Theorem 2 of the guide")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        one_state(&instance.problem)?;
        let options = options(instance);
        let ContractingInstance {
            problem,
            monitoring,
            preferences,
            ..
        } = instance;
        let certified = certified_gap(problem, monitoring, preferences, &options)?;
        if let Some(certified) = &certified
            && !certified.verify(problem, monitoring, preferences, &options)
        {
            return Ok(Finding::fails("the bound does not stand up to its check"));
        }
        let at_least = certified.map_or(Rational::ZERO, |certified| certified.at_least);
        let tempting = match &optima(problem, 0)[..] {
            [optimum] => deviations(problem, optimum),
            _ => Vec::new(),
        };
        let expected = tempting
            .into_iter()
            .filter_map(|(player, action)| {
                single_bound(&TemptationInstance::new(instance.clone(), player, action))
            })
            .fold(Rational::ZERO, Rational::max);
        if at_least != expected {
            return Ok(Finding::fails(format!(
                "{at_least} is certified, and {expected} follows from one deviation"
            )));
        }
        let (found, sound) = best(instance)?;
        sound.and(|| {
            let lost = first_best(problem) - &found.value;
            Ok(Finding::when(lost >= at_least, || {
                format!("{lost} is lost, and not at least {at_least}")
            }))
        })
    }
}

/// With limited transfers the best mechanism has the value: nothing is only approached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitedMoneyAttainsTheValue;

impl Theorem for LimitedMoneyAttainsTheValue {
    type Instance = ContractingInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "limited_money_attains_the_value",
            "With limited transfers the best mechanism exists",
        )
        .saying(
            "If transfers are limited, some mechanism keeps within the limits and has the greatest \
             welfare of all. So what rules out that the first best is attained leaves a gap.",
        )
        .from_source("Theorem 2(c) of the guide: compactness")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![hypothesis(
            "limited_money",
            "Transfers have a limit.",
            |instance: &ContractingInstance| {
                let limited = instance.liability.is_some();
                Ok(Finding::when(limited, || "there is no limit".to_owned()))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let (found, sound) = best(instance)?;
        sound.and(|| {
            if found.attainment != Attainment::Attained {
                return Ok(Finding::fails("the value is only approached"));
            }
            let audit = found.mechanism.audit(
                &instance.problem,
                &instance.monitoring,
                &instance.preferences,
                &options(instance),
            )?;
            let paid = found.mechanism.liability();
            let within = instance
                .liability
                .as_ref()
                .is_none_or(|limit| paid <= *limit);
            let right = audit.value == found.value && audit.is_equilibrium() && within;
            Ok(Finding::when(right, || {
                format!(
                    "the mechanism is worth {} and pays up to {paid}",
                    audit.value
                )
            }))
        })
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::{Temptation, contracting, limited, monitors, temptations};
    use super::{
        CertifiedGapIsTheBestSingleBound, LimitedMoneyAttainsTheValue, TemptationAtTheOptimumCosts,
        UnseenTemptationCosts,
    };
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for UnseenTemptationCosts {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            temptations(Temptation::NeverNoticed).boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            match hypothesis {
                "never_noticed" => temptations(Temptation::Noticed).boxed(),
                "unique_optimum" => temptations(Temptation::TiedOptima).boxed(),
                _ => temptations(Temptation::Unattractive).boxed(),
            }
        }
    }

    impl Drawn for TemptationAtTheOptimumCosts {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            temptations(Temptation::UnnoticedAtTheOptimum).boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            match hypothesis {
                "unnoticed_at_the_optimum" => temptations(Temptation::NoticedAndLimited).boxed(),
                "unique_optimum" => temptations(Temptation::TiedOptima).boxed(),
                "selfish_deviator" => temptations(Temptation::Caring).boxed(),
                _ => temptations(Temptation::Unattractive).boxed(),
            }
        }
    }

    impl Drawn for CertifiedGapIsTheBestSingleBound {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            contracting(1..=1).boxed()
        }
    }

    impl Drawn for LimitedMoneyAttainsTheValue {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            prop_oneof![limited(1..=2), limited(1..=1)].boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<Self::Instance> {
            monitors().boxed()
        }
    }
}
