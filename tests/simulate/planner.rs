//! The planner's optimum against values worked out by hand and against brute force.

use std::collections::HashMap;

use lacuna::number::Rational;
use lacuna::simulate::commons::{
    Commons, CommonsError, CommonsObservation, CommonsRules, Growth, Hysteresis, Plan, PlanLimit,
    Shock,
};
use lacuna::simulate::{FromFunction, Runner};
use proptest::prelude::*;
use rand::Rng;

use super::q;

fn factors(list: &[&str]) -> Growth {
    Growth::Independent {
        factors: list.iter().map(|f| f.parse().expect("a number")).collect(),
    }
}

#[test]
fn the_planner_of_the_fishery_gets_650() {
    let plan = Plan::new(&CommonsRules::default()).expect("small");
    assert_eq!(plan.value(), &q(650));
    assert!((0..11).all(|month| plan.harvest(month, 100) == Some(50)));
    assert_eq!(plan.harvest(11, 100), Some(100));
    assert_eq!((plan.harvest(12, 100), plan.harvest(0, 101)), (None, None));
}

#[test]
fn with_growth_at_random_the_planner_leaves_forty_and_expects_540() {
    let rules = CommonsRules::default().with_growth(factors(&["3/2", "5/2"]));
    let plan = Plan::new(&rules).expect("small");
    assert_eq!(plan.value(), &q(540));
    for month in 0..11 {
        // 40 grow back to 60 or to 100, from which 20 or 60 are taken.
        assert_eq!(
            (plan.harvest(month, 60), plan.harvest(month, 100)),
            (Some(20), Some(60))
        );
    }
}

#[test]
fn agents_who_follow_the_plan_get_its_value() {
    let rules = CommonsRules::default()
        .with_players(1)
        .with_shock(Shock::default());
    let plan = Plan::new(&rules).expect("small");
    let mut commons = Commons::new(rules).expect("valid");
    let follow = plan.clone();
    let mut agents = [FromFunction::new(
        "planner",
        move |seen: &CommonsObservation, _: &mut dyn Rng| {
            follow.harvest(seen.month, seen.stock).unwrap_or(0)
        },
    )];
    let outcome = Runner::default()
        .run(&mut commons, &mut agents, 1, &mut ())
        .expect("legal");
    assert_eq!(&outcome.totals[0], plan.value());
}

#[test]
fn plans_that_are_too_large_or_need_a_memory_are_refused() {
    let refused = |plan: Result<Plan, CommonsError>| plan.expect_err("refused").to_string();
    let rules = CommonsRules::default();
    assert_eq!(
        refused(Plan::within(PlanLimit::cells(1_000), &rules)),
        "the number of months times stocks is 1212; it must be within the limit of the plan"
    );
    let many = vec![q(2); 250_000];
    let rules = rules.with_growth(Growth::Independent { factors: many });
    assert_eq!(
        refused(Plan::new(&rules)),
        "the number of stocks times growth factors is 25250000; it must be within the limit of the \
         plan"
    );
    let tipping = rules.with_growth(Growth::Hysteresis(Hysteresis::default()));
    assert_eq!(
        refused(Plan::new(&tipping)),
        "growth is with hysteresis; it must be deterministic or independent, so that the stock \
         alone matters"
    );
}

/// The best expected total from a month and stock on, trying every harvest: straight from the rules
/// as they are stated.
fn brute_force(
    rules: &CommonsRules,
    factors: &[Rational],
    month: usize,
    stock: u64,
    known: &mut HashMap<(usize, u64), Rational>,
) -> Rational {
    if month == rules.months {
        return q(0);
    }
    if let Some(value) = known.get(&(month, stock)) {
        return value.clone();
    }
    let mut best = q(0);
    for harvest in 0..=stock {
        let left = stock - harvest;
        let mut value = Rational::from(harvest);
        if left >= rules.collapse_below {
            let mut later = q(0);
            for factor in factors {
                let mut next = 0;
                while next < rules.capacity
                    && Rational::from(next + 1) <= factor * &Rational::from(left)
                {
                    next += 1;
                }
                if let Some(shock) = rules.shock
                    && shock.after == month + 1
                {
                    next = next.saturating_sub(shock.loss).max(shock.floor);
                }
                later += brute_force(rules, factors, month + 1, next, known);
            }
            value += later
                .checked_div(&Rational::from(factors.len()))
                .expect("some factors");
        }
        best = best.max(value);
    }
    known.insert((month, stock), best.clone());
    best
}

proptest! {
    #[test]
    fn the_plan_is_the_best_of_all_harvests(
        numerators in prop::collection::vec(0i64..13, 1..4),
        capacity in 1u64..25,
        months in 1usize..6,
        collapse_below in 0u64..8,
        shock in prop::option::of((1usize..6, 0u64..20, 0u64..5)),
    ) {
        let list: Vec<Rational> = numerators
            .iter()
            .map(|&n| Rational::new(n, 4).expect("four"))
            .collect();
        let mut rules = CommonsRules::default()
            .with_capacity(capacity)
            .with_months(months)
            .with_collapse_below(collapse_below)
            .with_growth(Growth::Independent { factors: list.clone() });
        if let Some((after, loss, floor)) = shock {
            rules = rules.with_shock(Shock::new(after, loss, floor.min(capacity)));
        }
        let plan = Plan::new(&rules).expect("small");
        let best = brute_force(&rules, &list, 0, capacity, &mut HashMap::new());
        prop_assert_eq!(plan.value(), &best);
    }
}
