//! Worlds that can be built and lived in, and agents for them.

use lacuna::game::Game;
use lacuna::mechanism::Strategies;
use lacuna::number::Rational;
use lacuna::simulate::commons::{Commons, CommonsObservation, Growth};
use lacuna::simulate::counts::OnCounts;
use lacuna::simulate::grid::{Cleanup, GridAction, Harvest};
use lacuna::simulate::{Environment, FromFunction, Runner};
use lacuna::theorem::strategy::*;
use proptest::prelude::*;
use rand::{Rng, RngExt};

use crate::tally;

fn walk<E: Environment<Action = GridAction>>(
    mut world: E,
    actions: &[GridAction],
    seed: u64,
) -> usize {
    let actions = actions.to_vec();
    let mut walkers: Vec<_> = (0..world.players())
        .map(|_| {
            let actions = actions.clone();
            FromFunction::new("walker", move |_: &E::Observation, rng: &mut dyn Rng| {
                actions[rng.random_range(0..actions.len())]
            })
        })
        .collect();
    Runner::default()
        .run(&mut world, &mut walkers, seed, &mut ())
        .expect("a walk")
        .steps
}

proptest! {
    #[test]
    fn commons_run_to_their_end_and_nobody_catches_what_there_is_not(
        rules in commons_rules(), seed in any::<u64>()
    ) {
        let (months, capacity) = (rules.months, rules.capacity);
        let mut commons = Commons::new(rules)?;
        let mut fishers: Vec<_> = (0..commons.players())
            .map(|_| FromFunction::new("fisher", |_: &CommonsObservation, rng: &mut dyn Rng| {
                rng.random_range(0..=4u64)
            }))
            .collect();
        let outcome = Runner::default().run(&mut commons, &mut fishers, seed, &mut ())?;
        prop_assert!(outcome.steps <= months);
        let most = Rational::from(capacity) * &Rational::from(outcome.steps);
        prop_assert!(outcome.totals.iter().sum::<Rational>() <= most);
    }

    #[test]
    fn orchards_can_be_walked_in(rules in harvest_rules(), seed in any::<u64>()) {
        let steps = rules.steps;
        let world = Harvest::new(rules)?;
        let actions = world.actions();
        prop_assert!(walk(world, actions, seed) <= steps);
    }

    #[test]
    fn rivers_can_be_walked_along(rules in cleanup_rules(), seed in any::<u64>()) {
        let steps = rules.steps;
        let world = Cleanup::new(rules)?;
        let actions = world.actions();
        prop_assert!(walk(world, actions, seed) <= steps);
    }

    #[test]
    fn agents_play_any_game_of_so_many_actions(
        (mut rounds, mut players) in (1usize..=3).prop_flat_map(|actions| {
            let agents = proptest::collection::vec(agents(actions), 2);
            (game_rounds(2..=2, actions..=actions), agents)
        }),
        seed in any::<u64>(),
    ) {
        let game = rounds.game().clone();
        let outcome = Runner::default().run(&mut rounds, &mut players, seed, &mut ())?;
        let most = crate::all_profiles(&crate::shape(&game))
            .iter()
            .map(|profile| game.payoff(0, profile))
            .max()
            .expect("a profile");
        prop_assert!(outcome.totals[0] <= most * &Rational::from(outcome.steps));
    }

    #[test]
    fn counts_pay_what_the_game_of_their_profile_pays(
        mut rounds in count_rounds(1..=4), first in proptest::collection::vec(0usize..6, 4)
    ) {
        let game = OnCounts(rounds.game().clone());
        let actions: Vec<usize> = (first.iter().take(game.players()))
            .map(|action| action % game.actions(0))
            .collect();
        rounds.reset(1);
        let mut rewards = vec![Rational::ZERO; game.players()];
        rounds.step(&actions, &mut rewards)?;
        for (player, reward) in rewards.iter().enumerate() {
            prop_assert_eq!(reward, &game.payoff(player, &actions));
        }
    }

    #[test]
    fn mechanisms_are_played_for_as_many_rounds_as_they_say(
        mut rounds in mechanism_rounds(1..=3, 1..=2), seed in any::<u64>()
    ) {
        let truthful = Strategies::truthful(rounds.setting());
        let mut agents = rounds.strategists(&truthful)?;
        let outcome = Runner::default().run(&mut rounds, &mut agents, seed, &mut ())?;
        prop_assert!((1..=6).contains(&outcome.steps));
        // Three units of value and two of money, for each round.
        let most = Rational::from(5 * outcome.steps);
        prop_assert!(outcome.totals.iter().all(|total| total.abs() <= most));
    }

    #[test]
    fn scenes_describe_their_game(scene in scenes()) {
        prop_assert_eq!(scene.players(), scene.game().players());
        prop_assert!((0..scene.players()).all(|player| !scene.briefing(player).is_empty()));
    }
}

#[test]
fn every_kind_of_growth_and_of_agent_is_drawn() {
    let kinds = tally(&growths(), 200, |growth| match growth {
        Growth::Deterministic { .. } => 0,
        Growth::Independent { .. } => 1,
        _ => 2,
    });
    assert_eq!(kinds.len(), 3, "{kinds:?}");
    let kinds = tally(&agents(2), 300, |agent| {
        format!("{agent:?}")
            .split('(')
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    assert_eq!(kinds.len(), 7, "{kinds:?}");
}

#[test]
fn memory_one_strategies_are_sure_and_not() {
    let kinds = tally(&memory_one_strategies(), 300, |strategy| {
        let sure = |p: &Rational| p.is_zero() || *p == Rational::ONE;
        sure(strategy.first()) && strategy.after().iter().all(sure)
    });
    assert!(kinds[&true] >= 80 && kinds[&false] >= 80, "{kinds:?}");
}
