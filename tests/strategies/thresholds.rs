//! Instances near thresholds: thresholds are right by the definition, and every side is drawn.

use std::cmp::Ordering;

use lacuna::contract::{AttainableOptions, attainable};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use lacuna::theorem::strategy::*;
use proptest::prelude::*;

use crate::{all_profiles, is_equilibrium, optima, q, shape, tally};

fn assert_all_sides<S, I>(strategy: &S)
where
    S: Strategy<Value = NearThreshold<I>>,
    I: std::fmt::Debug,
{
    let sides = tally(strategy, 200, NearThreshold::side);
    for side in [Ordering::Less, Ordering::Equal, Ordering::Greater] {
        assert!(
            sides.get(&side).is_some_and(|&count| count >= 15),
            "{side:?} in {sides:?}"
        );
    }
}

#[test]
fn every_side_of_every_threshold_is_drawn() {
    assert_all_sides(&dilemmas_near_level());
    assert_all_sides(&games_near_level(2..=2, 2..=3));
    assert_all_sides(&games_near_breakpoint(2..=2, 2..=2));
    assert_all_sides(&problems_near_level(2..=2, 2..=2));
}

#[test]
fn some_problems_near_their_level_have_two_states() {
    let states = tally(&problems_near_level(2..=2, 2..=2), 200, |near| {
        near.instance.0.states()
    });
    assert!(states[&1] >= 60 && states[&2] >= 30, "{states:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn an_optimum_is_stable_from_the_level_on(near in games_near_level(1..=3, 1..=3)) {
        prop_assert!(!near.lambda.is_negative());
        let stable = optima(&near.instance)
            .iter()
            .any(|optimum| is_equilibrium(&near.instance, &near.lambda, optimum));
        prop_assert_eq!(stable, near.side().is_ge());
    }

    #[test]
    fn equilibria_change_at_a_breakpoint(near in games_near_breakpoint(2..=2, 2..=2)) {
        let game = &near.instance;
        let stable = |lambda: &Rational| -> Vec<Vec<usize>> {
            let all = all_profiles(&shape(game)).into_iter();
            all.filter(|profile| is_equilibrium(game, lambda, profile)).collect()
        };
        let at = stable(&near.threshold);
        let little = q(1, 1_000_000_000_000_000);
        let above = stable(&(&near.threshold + &little));
        let below = near.threshold.is_positive().then(|| stable(&(&near.threshold - &little)));
        // Zero also stands for no breakpoint.
        prop_assert!(
            near.threshold.is_zero() || at != above || below.is_some_and(|below| below != at)
        );
    }

    #[test]
    fn a_contract_makes_the_optimum_stable_from_the_level_on(
        near in problems_near_level(2..=2, 2..=2)
    ) {
        let (problem, language) = &near.instance;
        let seen = WeightMatrix::cooperative(problem.players(), &near.lambda)?;
        let found = attainable(problem, language, &seen, &AttainableOptions::default())?;
        let best = found.best.map(|best| best.welfare);
        let reached = best.as_ref() == Some(&problem.first_best().expected);
        prop_assert_eq!(reached, near.side().is_ge());
    }
}
