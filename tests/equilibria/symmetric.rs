//! Symmetric equilibria and stable strategies among all equilibria.

use std::collections::BTreeSet;

use lacuna::equilibrium::symmetric::{
    SymmetricOptions, evolutionarily_stable_strategies, neutrally_stable_strategies,
    symmetric_equilibria,
};
use lacuna::game::NormalForm;
use lacuna::game::random::{self, generator};
use lacuna::number::Rational;

use crate::all;

fn games() -> impl Iterator<Item = NormalForm<Rational>> {
    (0..6_000).map(|stream| {
        let high = if stream % 3 == 2 { 1_000 } else { 2 };
        let actions = 1 + stream as usize / 3 % 4;
        random::symmetric(2, actions, 0..=high, &mut generator(81, stream)).expect("small")
    })
}

#[test]
fn symmetric_equilibria_are_the_symmetric_ones_of_all() {
    let mut nondegenerate = 0;
    for game in games() {
        let set = all(&game);
        let found = symmetric_equilibria(&game, &SymmetricOptions::default()).expect("small");
        let found = found.into_set();
        for one in &found.extreme {
            let profile = one.profile().expect("a strategy");
            assert_eq!(set.contains(&profile), Ok(true), "{one:?} in {game:?}");
        }
        let own: BTreeSet<&Vec<Rational>> = found.extreme.iter().map(|e| &e.strategy).collect();
        // An equilibrium extreme among all is so among the symmetric ones.
        let among_all: BTreeSet<&Vec<Rational>> = (set.extreme().iter())
            .map(|profile| profile.strategies())
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| &pair[0])
            .collect();
        assert!(among_all.is_subset(&own), "{game:?}");
        if !set.is_degenerate() {
            nondegenerate += 1;
            assert_eq!(among_all, own, "{game:?}");
            assert_eq!(own.len() % 2, 1, "{game:?}");
        }
        // A symmetric game's equilibria come in mirrored pairs.
        for pair in set.extreme().iter().map(|profile| profile.strategies()) {
            let mirrored = |other: &[Vec<Rational>]| other[0] == pair[1] && other[1] == pair[0];
            assert!((set.extreme().iter()).any(|profile| mirrored(profile.strategies())));
        }
    }
    assert!(nondegenerate > 1_500, "{nondegenerate}");
}

#[test]
fn stable_strategies_are_extreme_equilibria() {
    let mut stable = 0;
    for game in games() {
        let set = all(&game);
        let options = SymmetricOptions::default();
        let found = evolutionarily_stable_strategies(&game, &options).expect("small");
        for one in found.set() {
            let profile = one.profile().expect("a strategy");
            assert!(set.extreme().contains(&profile), "{one:?} in {game:?}");
            stable += 1;
        }
        let neutral = neutrally_stable_strategies(&game, &options).expect("small");
        for one in neutral.set() {
            let profile = one.profile().expect("a strategy");
            assert_eq!(set.contains(&profile), Ok(true));
        }
    }
    assert!(stable > 2_000, "{stable}");
}
