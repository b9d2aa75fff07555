//! The planner under hysteresis against every harvest tried, from the rules as they are stated.

use std::collections::HashMap;

use lacuna::number::Rational;
use lacuna::simulate::commons::{
    CommonsRules, Growth, Hysteresis, HysteresisPlan, Plan, PlanLimit, Regime, Shock,
};
use proptest::prelude::*;

use super::{factor, q, whole};

type Known = HashMap<(usize, u64, bool, Vec<u64>), Rational>;

/// The best expected total, with the whole history at hand.
fn exhaustive(
    rules: &CommonsRules,
    lake: &Hysteresis,
    month: usize,
    stock: u64,
    degraded: bool,
    harvests: &[u64],
    known: &mut Known,
) -> Rational {
    if month == rules.months {
        return Rational::ZERO;
    }
    let key = (month, stock, degraded, harvests.to_vec());
    if let Some(value) = known.get(&key) {
        return value.clone();
    }
    let mut best = Rational::ZERO;
    for harvest in 0..=stock {
        let mut value = whole(harvest);
        let left = stock - harvest;
        if left >= rules.collapse_below {
            let mut history = harvests.to_vec();
            history.push(harvest);
            let recent = &history[history.len().saturating_sub(lake.memory)..];
            let mean = whole(recent.iter().sum())
                .checked_div(&whole(recent.len() as u64))
                .expect("one at least");
            let to_degraded = if degraded {
                let recovers = mean < lake.recovers_below;
                if recovers {
                    Rational::ONE - &lake.recovers_with
                } else {
                    Rational::ONE
                }
            } else if mean >= lake.tips_from {
                let more = (&mean - &lake.tips_from)
                    .checked_div(&lake.tips_over)
                    .expect("positive");
                (&lake.tips_with + &more).min(Rational::ONE)
            } else {
                Rational::ZERO
            };
            for (regime, chance) in [
                (true, to_degraded.clone()),
                (false, Rational::ONE - &to_degraded),
            ] {
                if chance.is_zero() {
                    continue;
                }
                let growth = if regime {
                    &lake.degraded
                } else {
                    &lake.healthy
                };
                let grown = (growth * &whole(left)).floor().min(whole(rules.capacity));
                let mut next = grown.to_i64_parts().expect("small").0 as u64;
                if let Some(shock) = rules.shock
                    && shock.after == month + 1
                {
                    next = next.saturating_sub(shock.loss).max(shock.floor);
                }
                value +=
                    chance * &exhaustive(rules, lake, month + 1, next, regime, &history, known);
            }
        }
        best = best.max(value);
    }
    known.insert(key, best.clone());
    best
}

fn lake(memory: usize, numbers: [&str; 7]) -> Hysteresis {
    let mut lake = Hysteresis::default();
    lake.memory = memory;
    lake.healthy = q(numbers[0]);
    lake.degraded = q(numbers[1]);
    lake.tips_from = q(numbers[2]);
    lake.tips_with = q(numbers[3]);
    lake.tips_over = q(numbers[4]);
    lake.recovers_below = q(numbers[5]);
    lake.recovers_with = q(numbers[6]);
    lake
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_plan_is_as_good_as_every_harvest_tried(
        memory in 1..=4_usize,
        capacity in 2..=8_u64,
        months in 1..=4_usize,
        collapse in 0..=2_u64,
        from in 1..=4_u64,
        below in 1..=4_u64,
        degraded in prop_oneof![Just("1"), Just("3/2"), Just("5/2")],
        shock in proptest::bool::ANY,
    ) {
        let (from, below) = (from.to_string(), below.to_string());
        let lake = lake(memory, ["2", degraded, &from, "3/10", "4", &below, "1/4"]);
        let mut rules = CommonsRules::default()
            .with_capacity(capacity)
            .with_months(months)
            .with_collapse_below(collapse)
            .with_growth(Growth::Hysteresis(lake.clone()));
        if shock {
            rules = rules.with_shock(Shock::new(2, 3, 1));
        }
        let plan = HysteresisPlan::new(&rules).expect("small");
        let best = exhaustive(&rules, &lake, 0, capacity, false, &[], &mut Known::new());
        prop_assert_eq!(plan.value(), &best);
        prop_assert_eq!(rules.optimum().expect("small"), best.clone());
        // The choices are worth what the plan says they are.
        prop_assert_eq!(followed(&rules, &lake, &plan, 0, capacity, false, &[]), best);
    }
}

/// The expected total of the plan's harvests.
fn followed(
    rules: &CommonsRules,
    lake: &Hysteresis,
    plan: &HysteresisPlan,
    month: usize,
    stock: u64,
    degraded: bool,
    harvests: &[u64],
) -> Rational {
    if month == rules.months {
        return Rational::ZERO;
    }
    let regime = if degraded {
        Regime::Degraded
    } else {
        Regime::Healthy
    };
    let harvest = plan
        .harvest(month, stock, regime, harvests)
        .expect("reached");
    let left = stock - harvest;
    let mut value = whole(harvest);
    if left < rules.collapse_below {
        return value;
    }
    let mut history = harvests.to_vec();
    history.push(harvest);
    let recent = &history[history.len().saturating_sub(lake.memory)..];
    let count = whole(recent.len() as u64);
    let mean = whole(recent.iter().sum())
        .checked_div(&count)
        .expect("one at least");
    let tips = if degraded {
        if mean < lake.recovers_below {
            Rational::ONE - &lake.recovers_with
        } else {
            Rational::ONE
        }
    } else if mean >= lake.tips_from {
        let more = (&mean - &lake.tips_from)
            .checked_div(&lake.tips_over)
            .expect("positive");
        (&lake.tips_with + &more).min(Rational::ONE)
    } else {
        Rational::ZERO
    };
    for (regime, chance) in [(true, tips.clone()), (false, Rational::ONE - &tips)] {
        if chance.is_zero() {
            continue;
        }
        let growth = if regime {
            &lake.degraded
        } else {
            &lake.healthy
        };
        let grown = (growth * &whole(left)).floor().min(whole(rules.capacity));
        let mut next = grown.to_i64_parts().expect("small").0 as u64;
        if let Some(shock) = rules.shock
            && shock.after == month + 1
        {
            next = next.saturating_sub(shock.loss).max(shock.floor);
        }
        value += chance * &followed(rules, lake, plan, month + 1, next, regime, &history);
    }
    value
}

#[test]
fn a_lake_that_never_tips_is_one_that_always_grows_alike() {
    let never = lake(2, ["2", "3/2", "1000", "3/10", "50", "30", "3/20"]);
    let rules = CommonsRules::default();
    let plan = HysteresisPlan::new(&rules.clone().with_growth(Growth::Hysteresis(never)));
    let always = Plan::new(&rules.with_growth(factor("2"))).expect("valid");
    assert_eq!(plan.expect("small").value(), always.value());
}

#[test]
fn the_planner_of_the_fishery_stays_just_below_what_may_tip_it() {
    let rules = CommonsRules::default()
        .with_months(5)
        .with_growth(Growth::Hysteresis(Hysteresis::default()));
    let plan = HysteresisPlan::new(&rules).expect("small");
    // In the last month nothing can tip any more: all is taken.
    assert_eq!(
        plan.harvest(4, 100, Regime::Healthy, &[49, 49, 49]),
        Some(100)
    );
    // Never 150 in three months: 49 + 50 + 50 + 49, and all of it.
    assert_eq!(plan.value(), &whole(298));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes long without optimisation")]
fn a_year_under_hysteresis_costs_the_planner_four() {
    let rules = CommonsRules::default().with_growth(Growth::Hysteresis(Hysteresis::default()));
    let plan = HysteresisPlan::new(&rules).expect("small");
    assert_eq!(plan.value(), &whole(646));
    let mut harvests = Vec::new();
    for month in 0..12 {
        // At least 50 are left, which grow to 100.
        let harvest = plan.harvest(month, 100, Regime::Healthy, &harvests);
        harvests.push(harvest.expect("reached"));
    }
    assert_eq!(harvests, [49, 50, 50, 49, 50, 50, 49, 50, 50, 49, 50, 100]);
}

#[test]
fn plans_with_hysteresis_that_are_too_large_or_too_fine_are_refused() {
    let refused = |rules: &CommonsRules, limit| {
        HysteresisPlan::within(limit, rules)
            .expect_err("refused")
            .to_string()
    };
    let rules = CommonsRules::default().with_growth(Growth::Hysteresis(Hysteresis::default()));
    assert!(
        refused(&rules, PlanLimit::cells(1_000_000))
            .starts_with("the number of months times stocks times pasts is ")
    );
    let few = PlanLimit::default().with_steps(1_000_000_000);
    assert!(refused(&rules, few).starts_with("the number of choices to weigh is 1"));
    let long = rules.clone().with_months(60).with_capacity(10);
    assert!(
        refused(&long, PlanLimit::default())
            .starts_with("the common denominator of the chances of all months is too large")
    );
    let plain = CommonsRules::default();
    assert_eq!(
        refused(&plain, PlanLimit::default()),
        "growth is without hysteresis; it must be with hysteresis"
    );
}
