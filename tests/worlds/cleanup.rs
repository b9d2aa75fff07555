//! A river that must be cleaned: growth, waste, turns, and the dilemma.

use lacuna::number::Rational;
use lacuna::simulate::grid::{
    Cleaner, Cleanup, CleanupRules, Gatherer, GridAction, GridLog, GridView, GridWorld,
};
use lacuna::simulate::{Agent, Environment, Runner};
use rand::RngExt;

use super::{fraction, q};

fn letters(world: &Cleanup, letter: char) -> usize {
    let mut text = String::new();
    world.render(&mut text).expect("a string takes everything");
    let map = text.split_once('\n').expect("a line before the map").1;
    map.chars().filter(|found| *found == letter).count()
}

#[test]
fn growth_falls_in_proportion_between_the_limits() {
    let rules = CleanupRules::default().with_limits(fraction(1, 10), fraction(2, 5));
    assert_eq!(rules.growth_at(0, 10), fraction(1, 20));
    assert_eq!(rules.growth_at(1, 10), fraction(1, 20));
    // Two thirds and one third of the way to the limit are left.
    assert_eq!(rules.growth_at(2, 10), fraction(2, 60));
    assert_eq!(rules.growth_at(3, 10), fraction(1, 60));
    assert_eq!(rules.growth_at(4, 10), q(0));
    assert_eq!(rules.growth_at(10, 10), q(0));
}

#[test]
fn pollution_and_apples_are_those_on_the_map() {
    for seed in 0..10 {
        let mut river = Cleanup::new(CleanupRules::default()).expect("valid rules");
        river.reset(seed);
        let mut rng = lacuna::game::random::generator(seed, 4);
        for _ in 0..200 {
            let before = river.pollution();
            let actions: Vec<_> = (0..5)
                .map(|_| river.actions()[rng.random_range(0..6)])
                .collect();
            river.step(&actions, &mut vec![q(0); 5]).expect("legal");
            assert_eq!(river.pollution(), letters(&river, 'W'));
            assert_eq!(river.apples(), letters(&river, 'A'));
            assert_eq!(river.river(), letters(&river, 'W') + letters(&river, 'R'));
            // Nobody cleans more than one place, and at most one is polluted.
            let cleaned = river.deeds().iter().filter(|deed| deed.cleaned).count();
            let polluted = river.pollution() + cleaned - before;
            assert!(polluted <= 1);
            for (deed, action) in river.deeds().iter().zip(&actions) {
                assert!(!deed.cleaned || *action == GridAction::Clean);
            }
        }
    }
}

#[test]
fn the_last_waste_within_reach_of_two_goes_to_each_half_of_the_time() {
    let rules = CleanupRules::default()
        .with_map("PWP.a".parse().expect("a map"))
        .with_players(2)
        .with_waste(q(0));
    let mut river = Cleanup::new(rules).expect("valid rules");
    let mut first = 0u64;
    for seed in 0..4000 {
        river.reset(seed);
        river
            .step(&[GridAction::Clean; 2], &mut [q(0), q(0)])
            .expect("legal");
        let cleaned: Vec<_> = river.deeds().iter().map(|deed| deed.cleaned).collect();
        assert!(cleaned[0] != cleaned[1], "one place, one cleaner");
        first += u64::from(cleaned[0]);
    }
    assert!(first.abs_diff(2000) < 158, "{first} of 4000");
}

#[test]
fn waste_appears_with_its_probability_and_stops_at_the_limit() {
    let rules = CleanupRules::default()
        .with_map("RRRRRRRRRR\nP........a".parse().expect("a map"))
        .with_players(1)
        .with_waste(fraction(1, 4));
    let mut river = Cleanup::new(rules).expect("valid rules");
    let (mut polluted, episodes) = (0usize, 8000);
    for seed in 0..episodes {
        river.reset(seed);
        river.step(&[GridAction::Stay], &mut [q(0)]).expect("legal");
        polluted += river.pollution();
    }
    // Five standard deviations of that many draws with probability 1/4.
    assert!(polluted.abs_diff(2000) < 194, "{polluted} of {episodes}");
    for _ in 1..300 {
        river.step(&[GridAction::Stay], &mut [q(0)]).expect("legal");
    }
    assert_eq!(river.pollution(), 4);
}

fn run(agents: &mut [Box<dyn Agent<GridView, GridAction>>], seed: u64) -> (Vec<Rational>, GridLog) {
    let mut river = Cleanup::new(CleanupRules::default()).expect("valid rules");
    let mut log = GridLog::default();
    let outcome = Runner::default()
        .run(&mut river, agents, seed, &mut log)
        .expect("legal");
    (outcome.totals, log)
}

fn team(cleaners: usize) -> Vec<Box<dyn Agent<GridView, GridAction>>> {
    (0..5)
        .map(|player| -> Box<dyn Agent<GridView, GridAction>> {
            if player < cleaners {
                Box::new(Cleaner::full_time())
            } else {
                Box::new(Gatherer::greedy())
            }
        })
        .collect()
}

#[test]
fn without_cleaners_nothing_grows_and_with_some_the_others_live_on_them() {
    let (mut of_cleaners, mut of_others) = (q(0), q(0));
    for seed in 0..5 {
        let (totals, log) = run(&mut team(0), seed);
        assert_eq!((log.metrics().apples, totals), (0, vec![q(0); 5]));
        let (totals, log) = run(&mut team(2), seed);
        assert!(log.metrics().apples > 200, "{}", log.metrics().apples);
        assert!(log.metrics().cleaned > 100);
        of_cleaners += totals[..2].iter().sum::<Rational>();
        of_others += totals[2..].iter().sum::<Rational>();
    }
    // Per head: the dilemma is that cleaning does not pay who cleans.
    let (cleaner, other) = (of_cleaners * fraction(1, 2), of_others * fraction(1, 3));
    assert!(q(2) * &other > q(3) * &cleaner, "{other} against {cleaner}");
}

#[test]
fn rules_that_make_no_sense_are_refused() {
    let wrong = |rules: CleanupRules| Cleanup::new(rules).expect_err("refused").to_string();
    let rules = CleanupRules::default;
    assert!(
        wrong(
            rules()
                .with_map("Pa".parse().expect("a map"))
                .with_players(1)
        )
        .contains("river")
    );
    assert!(wrong(rules().with_waste(fraction(3, 2))).contains("between 0 and 1"));
    assert!(wrong(rules().with_limits(fraction(1, 2), fraction(1, 2))).contains("below the limit"));
    assert!(wrong(rules().with_reach(0)).contains("how far players clean"));
}
