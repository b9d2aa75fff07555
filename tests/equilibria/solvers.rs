//! What the other solvers find is among all equilibria.

use lacuna::equilibrium::{
    LemkeHowsonOptions, SupportOptions, first_equilibrium, lemke_howson, lemke_howson_all,
    support_enumeration,
};
use lacuna::game::Game;

use crate::{all, games};

#[test]
fn every_path_ends_in_the_set_and_at_an_extreme_equilibrium_of_finite_ones() {
    let mut finite = 0;
    for game in games(51, 5_000) {
        let set = all(&game);
        finite += usize::from(set.is_finite());
        for label in 0..game.actions(0) + game.actions(1) {
            for float_first in [true, false] {
                let options = LemkeHowsonOptions::default().with_float_first(float_first);
                let end = lemke_howson(&game, label, &options).expect("a path");
                assert!(end.verify(&game));
                if set.is_finite() {
                    assert!(set.extreme().contains(&end.profile), "{game:?}");
                }
                assert_eq!(set.contains(&end.profile), Ok(true), "{game:?}");
            }
        }
    }
    assert!(finite > 1_500, "{finite} games with finitely many");
}

#[test]
fn nondegenerate_games_have_an_odd_number_and_paths_find_at_least_one() {
    for game in games(52, 4_000) {
        let set = all(&game);
        if set.is_degenerate() {
            continue;
        }
        assert_eq!(set.extreme().len() % 2, 1, "{game:?}");
        let ends = lemke_howson_all(&game, &LemkeHowsonOptions::default()).expect("paths");
        let ends = ends.into_set();
        assert!(!ends.is_empty() && ends.len() <= set.extreme().len());
        assert!(ends.iter().all(|end| set.extreme().contains(&end.profile)));
    }
}

#[test]
fn every_pair_of_supports_gives_an_equilibrium_of_the_set() {
    for game in games(53, 5_000) {
        let set = all(&game);
        let found = support_enumeration(&game, &SupportOptions::default()).expect("small");
        for one in found.set() {
            if set.is_finite() {
                assert!(set.extreme().contains(&one.profile), "{game:?}");
            }
            assert_eq!(set.contains(&one.profile), Ok(true), "{game:?}");
        }
        // Every extreme equilibrium's pair of supports is listed.
        for profile in set.extreme() {
            let supports = [profile.support(0), profile.support(1)];
            assert!(found.set().iter().any(|one| one.supports == supports));
        }
        if found.is_complete() {
            assert!(set.is_finite());
            assert_eq!(found.set().len(), set.extreme().len(), "{game:?}");
        }
        let first = first_equilibrium(&game, &SupportOptions::default()).expect("Nash");
        assert_eq!(set.contains(&first.profile), Ok(true));
    }
}
