//! Local search against the exhaustive one.

use lacuna::game::{NormalForm, random};
use lacuna::number::{Extended, Rational};
use lacuna::theorem::search::{
    ClimbOptions, FiniteOnly, GameClass, HarmOfAltruism, Measure, Objective, PriceOfAnarchy,
    SearchError, SearchOptions, SelfishnessLevel, Symmetry, climb, search,
};

fn compare<O: Objective>(class: &GameClass, objective: &O, seed: u64) {
    let exhaustive = search(class, objective, &SearchOptions::default()).expect("measured");
    let best = exhaustive.best().expect("a value");
    // One climb may end anywhere, and never above the maximum.
    let one = ClimbOptions::default().with_seed(seed).with_climbs(1);
    if let Some(found) = climb(class, objective, &one).expect("measured").best() {
        assert!(found.value <= best.value);
    }
    // Many reach it, at games that the exhaustive search counts as winners.
    let many = one.clone().with_climbs(24);
    let found = climb(class, objective, &many).expect("measured");
    let found = found.best().expect("a value");
    assert_eq!(
        found.value,
        best.value,
        "{} with seed {seed}",
        objective.name()
    );
    assert!(found.ties <= best.ties);
    for winner in &found.winners {
        let value = objective.value(&winner.instance).expect("valid");
        assert_eq!(value.as_ref(), Some(&found.value));
        let canonical = class
            .canonical(&winner.instance)
            .expect("few")
            .expect("a member");
        assert_eq!(canonical, (winner.instance.clone(), winner.orbit));
    }
}

#[test]
fn many_climbs_reach_the_maximum_of_a_small_class() {
    let class = GameClass::integers(&[2, 2], 0..=2).expect("valid");
    compare(&class, &HarmOfAltruism::worst(), 1);
    compare(&class, &FiniteOnly(SelfishnessLevel), 2);
    let positive = GameClass::integers(&[2, 2], 1..=3).expect("valid");
    compare(&positive, &PriceOfAnarchy::default(), 3);
}

#[test]
fn climbs_keep_to_strict_games() {
    for symmetry in [
        Symmetry::Nothing,
        Symmetry::Actions,
        Symmetry::ActionsAndPlayers,
    ] {
        let class = GameClass::integers(&[2, 2], 1..=5)
            .expect("valid")
            .with_strict()
            .with_symmetry(symmetry);
        let options = ClimbOptions::default().with_climbs(4).with_listed(4);
        let found = climb(&class, &FiniteOnly(SelfishnessLevel), &options).expect("measured");
        for winner in &found.best().expect("a value").winners {
            for player in 0..2 {
                let mut payoffs: Vec<_> = (0..4)
                    .map(|at| winner.instance.payoff_at(player, at))
                    .collect();
                payoffs.sort();
                payoffs.dedup();
                assert_eq!(payoffs.len(), 4);
            }
        }
    }
    // Three payoffs are too few for four profiles.
    let none = GameClass::integers(&[2, 2], 1..=3)
        .expect("valid")
        .with_strict();
    let found = climb(&none, &SelfishnessLevel, &ClimbOptions::default()).expect("measured");
    assert_eq!((found.examined, found.leaders.len()), (0, 0));
    assert_eq!(none.games(), Some(0));
}

#[cfg(feature = "parallel")]
#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let class = GameClass::integers(&[2, 2], 0..=2).expect("valid");
    let options = ClimbOptions::default().with_climbs(7).with_values(3);
    let all = SearchOptions::default().with_values(4).with_listed(3);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| {
            let local = climb(&class, &HarmOfAltruism::unique(), &options).expect("measured");
            let whole = search(&class, &HarmOfAltruism::unique(), &all).expect("measured");
            serde_json::to_string(&(local, whole)).expect("plain data")
        })
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn the_seed_decides_the_climbs() {
    let class = GameClass::integers(&[3, 3], 1..=9).expect("valid");
    let price = PriceOfAnarchy::at(Rational::ONE);
    let options = ClimbOptions::default().with_climbs(2).with_max_steps(3);
    let with = |seed| climb(&class, &price, &options.clone().with_seed(seed)).expect("measured");
    assert_eq!(with(5), with(5));
    assert_ne!(with(5), with(6));
    let value = with(5).best().map(|best| best.value.clone());
    assert!(value.is_some_and(|value| value >= Extended::Finite(Rational::ONE)));
}

#[test]
fn on_random_payoffs_climbs_and_lists_agree() {
    for stream in 0..6 {
        let mut rng = random::generator(31, stream);
        let drawn = random::uniform_integers(&[8], 1..=30, &mut rng).expect("valid");
        let mut values: Vec<Rational> = (0..8).map(|at| drawn.payoff_at(0, at)).collect();
        values.sort();
        values.dedup();
        values.truncate(3);
        let class = GameClass::new(&[2, 2], values).expect("ascending");
        match stream % 3 {
            0 => compare(&class, &HarmOfAltruism::worst(), stream),
            1 => compare(&class, &FiniteOnly(SelfishnessLevel), stream),
            _ => compare(&class, &PriceOfAnarchy::default(), stream),
        }
    }
}

#[test]
fn a_climb_keeps_the_game_whose_value_depends_on_names() {
    let own = Measure::new("what player 0 gets first", |game: &NormalForm<Rational>| {
        let (first, second) = (game.payoff_at(0, 0), game.payoff_at(0, 3));
        Ok(Some(Extended::Finite(first - second)))
    });
    let class = GameClass::integers(&[2, 2], 0..=2).expect("valid");
    let found = climb(&class, &own, &ClimbOptions::default()).expect("measured");
    let best = found.best().expect("a value");
    assert_eq!(best.value, Extended::Finite(Rational::from(2)));
    for winner in &best.winners {
        let value = own.value(&winner.instance).expect("valid");
        assert_eq!(value.as_ref(), Some(&best.value));
    }
}

#[test]
fn more_climbs_than_can_be_kept_are_refused() {
    let class = GameClass::integers(&[2, 2], 0..=2).expect("valid");
    let options = ClimbOptions::default().with_climbs(u64::MAX);
    assert!(matches!(
        climb(&class, &SelfishnessLevel, &options),
        Err(SearchError::TooManyClimbs {
            found: u64::MAX,
            ..
        })
    ));
}
