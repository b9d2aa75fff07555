//! The enumeration of supports against reference games, the paths, and pure equilibria.

use lacuna::equilibrium::{
    Found, LemkeHowsonOptions, MixedProfile, PureOptions, SolveError, SupportObstacle,
    SupportOptions, first_equilibrium, lemke_howson_all, pure_equilibria, support_enumeration,
};
use lacuna::game::{Game, NormalForm, random};
use lacuna::number::Rational;
use proptest::prelude::*;

use super::oracles::oracles;

fn supports(profile: &MixedProfile) -> [Vec<usize>; 2] {
    [profile.support(0), profile.support(1)]
}

/// Everything that can be checked without another solver.
fn check(game: &NormalForm<Rational>) -> Found<Vec<lacuna::equilibrium::SupportEquilibrium>> {
    let options = SupportOptions::default();
    let found = support_enumeration(game, &options).expect("small");
    for equilibrium in found.set() {
        assert!(equilibrium.profile.is_equilibrium(game).expect("fits"));
        assert_eq!(supports(&equilibrium.profile), equilibrium.supports);
    }
    let order = |s: &[Vec<usize>; 2]| {
        let [a, b] = [s[0].len(), s[1].len()];
        (a.abs_diff(b), a + b, a, s.clone())
    };
    let ascending = |pair: &[lacuna::equilibrium::SupportEquilibrium]| {
        order(&pair[0].supports) < order(&pair[1].supports)
    };
    assert!(found.set().windows(2).all(ascending));
    let first = first_equilibrium(game, &options).expect("Nash's theorem");
    assert_eq!(&first, &found.set()[0]);
    let pure = pure_equilibria(game, &PureOptions::default()).expect("small");
    let listed: Vec<Vec<usize>> = found
        .set()
        .iter()
        .filter_map(|e| e.profile.as_pure())
        .collect();
    assert_eq!(listed, pure.set().profiles());
    let ends = lemke_howson_all(game, &LemkeHowsonOptions::default()).expect("paths");
    for end in ends.set() {
        let there = |e: &&lacuna::equilibrium::SupportEquilibrium| {
            e.supports == supports(&end.profile) && (!e.unique || e.profile == end.profile)
        };
        assert!(found.set().iter().any(|e| there(&e)));
    }
    found
}

#[test]
fn the_enumeration_is_that_of_the_reference() {
    let Some(oracles) = oracles() else { return };
    for oracle in oracles {
        let found = check(&oracle.game);
        for extreme in &oracle.extreme {
            let same = |e: &lacuna::equilibrium::SupportEquilibrium| {
                e.supports == supports(extreme) && (!e.unique || e.profile == *extreme)
            };
            assert!(found.set().iter().any(same), "{}", oracle.name);
        }
        if !oracle.degenerate {
            assert!(found.is_complete(), "{}", oracle.name);
        }
        if found.is_complete() {
            // Then every equilibrium is extreme.
            assert_eq!(found.set().len(), oracle.extreme.len(), "{}", oracle.name);
            for equilibrium in found.set() {
                assert!(oracle.extreme.contains(&equilibrium.profile));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn games_full_of_ties(m in 1usize..=4, n in 1usize..=4, seed: u64) {
        let mut generator = random::generator(seed, 0);
        check(&random::uniform_integers(&[m, n], 0..=2, &mut generator).expect("small"));
    }

    #[test]
    fn nondegenerate_games_have_an_odd_number(m in 1usize..=5, n in 1usize..=5, seed: u64) {
        let mut generator = random::generator(seed, 1);
        let game = random::uniform_integers(&[m, n], 0..=1 << 40, &mut generator).expect("small");
        let found = check(&game);
        prop_assert!(found.is_complete());
        prop_assert_eq!(found.set().len() % 2, 1);
        // The same game with payoffs that leave the machine.
        let factor: Rational = "1e30".parse().expect("a number");
        let big = game.affine(&[factor.clone(), factor], &[Rational::ZERO, Rational::ONE])
            .expect("positive");
        let same = support_enumeration(&big, &SupportOptions::default()).expect("small");
        prop_assert_eq!(same.set(), found.set());
    }
}

#[test]
fn a_game_without_payoffs_has_every_pair_of_supports() {
    let zero = NormalForm::from_fn(&[3, 2], |_, _| Rational::ZERO).expect("small");
    let found = check(&zero);
    assert_eq!(found.set().len(), 7 * 3);
    assert!(!found.is_complete());
    assert_eq!(zero.actions(0), 3);
}

#[test]
fn limits_carry_what_was_found() {
    let coordination = NormalForm::from_fn(&[5, 5], |_, p| Rational::from(i64::from(p[0] == p[1])));
    let game = coordination.expect("small");
    let all = check(&game);
    assert_eq!(all.set().len(), 31);
    match support_enumeration(&game, &SupportOptions::default().with_max_equilibria(7)) {
        Err(SolveError::SupportsUnfinished {
            obstacle, found, ..
        }) => {
            assert_eq!(obstacle, SupportObstacle::Equilibria);
            assert_eq!(found, all.set()[..7]);
        }
        other => panic!("{other:?}"),
    }
    match support_enumeration(&game, &SupportOptions::default().with_max_supports(6)) {
        Err(SolveError::SupportsUnfinished {
            obstacle,
            looked_at,
            found,
            ..
        }) => {
            assert_eq!((obstacle, looked_at), (SupportObstacle::Supports, 6));
            assert_eq!(found, all.set()[..found.len()]);
        }
        other => panic!("{other:?}"),
    }
    let at_once = SupportOptions::default().with_max_time(std::time::Duration::ZERO);
    assert!(matches!(
        first_equilibrium(&game, &at_once),
        Err(SolveError::SupportsUnfinished {
            obstacle: SupportObstacle::Time,
            ..
        })
    ));
    let three = NormalForm::from_fn(&[1, 1, 1], |_, _| Rational::ZERO).expect("small");
    assert!(matches!(
        support_enumeration(&three, &SupportOptions::default()),
        Err(SolveError::NotTwoPlayers { players: 3, .. })
    ));
}
