//! Representatives against counts, against brute force, and against numbers of the literature.

use std::collections::{BTreeMap, BTreeSet};

use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::theorem::search::{GameClass, SearchError, Symmetry};

/// All orders of 0..count.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut found = Vec::new();
    for shorter in orders(count - 1) {
        for at in 0..count {
            let mut longer = shorter.clone();
            longer.insert(at, count - 1);
            found.push(longer);
        }
    }
    found
}

/// The payoffs of a game, profile by profile.
fn payoffs(game: &NormalForm<Rational>) -> Vec<Rational> {
    let profiles = game.space().iter();
    profiles
        .flat_map(|profile| (0..game.players()).map(move |i| (i, profile.clone())))
        .map(|(player, profile)| game.payoff(player, &profile))
        .collect()
}

/// Every game that differs from this one in names, by the definition.
fn renamed(game: &NormalForm<Rational>, symmetry: Symmetry) -> BTreeSet<Vec<Rational>> {
    let players = game.players();
    let parts = match symmetry {
        Symmetry::ActionsAndPlayers => orders(players),
        _ => vec![(0..players).collect()],
    };
    let mut found = BTreeSet::new();
    for part in parts {
        // Player i of the renamed game has the part of player part[i].
        if (0..players).any(|i| game.actions(i) != game.actions(part[i])) {
            continue;
        }
        let mut names: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
        for player in 0..players {
            let own = match symmetry {
                Symmetry::Nothing => vec![(0..game.actions(player)).collect()],
                _ => orders(game.actions(player)),
            };
            names = (names.iter())
                .flat_map(|before| {
                    own.iter()
                        .map(move |next| [&before[..], std::slice::from_ref(next)].concat())
                })
                .collect();
        }
        for name in names {
            let shape: Vec<usize> = (0..players).map(|i| game.actions(i)).collect();
            let other = NormalForm::from_fn(&shape, |player, profile| {
                let mut old = vec![0; players];
                for i in 0..players {
                    old[part[i]] = name[i][profile[i]];
                }
                game.payoff(part[player], &old)
            });
            found.insert(payoffs(&other.expect("small")));
        }
    }
    found
}

/// The classes by brute force: their least member with the number of members.
fn classes_by_brute_force(
    shape: &[usize],
    values: &[i64],
    strict: bool,
    symmetry: Symmetry,
) -> BTreeMap<Vec<Rational>, u64> {
    let profiles: usize = shape.iter().product();
    let length = profiles * shape.len();
    let mut found = BTreeMap::new();
    let mut digits = vec![0usize; length];
    loop {
        let game = NormalForm::from_tables(
            shape,
            (0..shape.len())
                .map(|player| {
                    (0..profiles)
                        .map(|at| Rational::from(values[digits[at * shape.len() + player]]))
                        .collect()
                })
                .collect(),
        )
        .expect("small");
        let distinct = |player: usize| {
            let own: BTreeSet<usize> = (0..profiles)
                .map(|at| digits[at * shape.len() + player])
                .collect();
            own.len() == profiles
        };
        if !strict || (0..shape.len()).all(distinct) {
            let orbit = renamed(&game, symmetry);
            let least = orbit.first().expect("itself").clone();
            found.insert(least, orbit.len() as u64);
        }
        let Some(at) = (0..length).rev().find(|&at| digits[at] + 1 < values.len()) else {
            return found;
        };
        digits[at] += 1;
        digits[at + 1..].fill(0);
    }
}

fn class_of(shape: &[usize], values: &[i64], strict: bool, symmetry: Symmetry) -> GameClass {
    let values = values.iter().map(|&value| Rational::from(value)).collect();
    let class = GameClass::new(shape, values)
        .expect("valid")
        .with_symmetry(symmetry);
    if strict { class.with_strict() } else { class }
}

#[test]
fn representatives_and_orbits_are_those_of_brute_force() {
    let all = [
        Symmetry::Nothing,
        Symmetry::Actions,
        Symmetry::ActionsAndPlayers,
    ];
    let cases: [(&[usize], &[i64], bool); 8] = [
        (&[2, 2], &[0, 1], false),
        (&[2, 2], &[-3, 5, 6], true),
        (&[1, 1], &[0, 2, 7], false),
        (&[4], &[0, 1, 5], false),
        (&[1, 3], &[0, 1, 2], true),
        (&[2, 3], &[0, 1], false),
        (&[2, 1, 2], &[0, 1], false),
        (&[2, 2], &[1, 2, 3, 4], true),
    ];
    for (shape, values, strict) in cases {
        for symmetry in all {
            let class = class_of(shape, values, strict, symmetry);
            let expected = classes_by_brute_force(shape, values, strict, symmetry);
            let mut found = BTreeMap::new();
            let mut last = Vec::new();
            for one in class.representatives().expect("few renamings") {
                assert!(one.word > last, "words ascend");
                last.clone_from(&one.word);
                found.insert(
                    payoffs(&class.game(&one.word).expect("its word")),
                    one.orbit,
                );
            }
            assert_eq!(
                found, expected,
                "{shape:?} {values:?} {strict} {symmetry:?}"
            );
        }
    }
}

#[test]
fn listed_classes_are_as_many_as_the_lemma_of_cauchy_and_frobenius_counts() {
    for (shape, top) in [
        (vec![2, 2], 3),
        (vec![2, 3], 1),
        (vec![3, 2], 1),
        (vec![3, 3], 1),
        (vec![1, 2, 2], 1),
        (vec![5], 3),
    ] {
        for strict in [false, true] {
            let class = GameClass::integers(&shape, 0..=top).expect("valid");
            let class = if strict { class.with_strict() } else { class };
            let (mut classes, mut games) = (0u128, 0u128);
            for one in class.representatives().expect("few") {
                classes += 1;
                games += u128::from(one.orbit);
            }
            assert_eq!(
                class.classes().expect("few"),
                Some(classes),
                "{shape:?} {strict}"
            );
            assert_eq!(class.games(), Some(games), "{shape:?} {strict}");
        }
    }
}

#[test]
fn the_numbers_of_ordinal_games_are_those_of_the_literature() {
    let strict = GameClass::integers(&[2, 2], 1..=4)
        .expect("valid")
        .with_strict();
    let distinguished = strict.clone().with_symmetry(Symmetry::Actions);
    // Rapoport and Guyer (1966): 78; Robinson and Goforth (2005): 144, of which 12 symmetric.
    let (classes, all) = (strict.classes(), distinguished.classes());
    assert_eq!(classes.expect("few"), Some(78));
    assert_eq!(all.expect("few"), Some(144));
    let symmetric = strict
        .representatives()
        .expect("few")
        .filter(|one| one.orbit == 4)
        .count();
    assert_eq!((symmetric, 2 * 78 - 144), (12, 12));

    // With ties: 726 (Guyer and Hamburger, 1968), or 1413 if players are distinguished. A game is
    // ordinal if each player uses the lowest ranks without a hole.
    let ranked = |word: &[u8]| {
        (0..2).all(|player| {
            let own: BTreeSet<u8> = word.iter().skip(player).step_by(2).copied().collect();
            own.iter().copied().eq(0..own.len() as u8)
        })
    };
    let ties = GameClass::integers(&[2, 2], 1..=4).expect("valid");
    for (symmetry, expected) in [
        (Symmetry::ActionsAndPlayers, 726),
        (Symmetry::Actions, 1413),
    ] {
        let class = ties.clone().with_symmetry(symmetry);
        let words = class.representatives().expect("few");
        assert_eq!(words.filter(|one| ranked(&one.word)).count(), expected);
    }
}

#[test]
fn an_enumeration_goes_on_behind_any_of_its_words() {
    let class = GameClass::integers(&[2, 2], 0..=1).expect("valid");
    let all: Vec<_> = class.representatives().expect("few").collect();
    for (place, one) in all.iter().enumerate() {
        let mut rest = class.representatives().expect("few");
        rest.skip_to_after(&one.word).expect("a representative");
        assert_eq!(rest.collect::<Vec<_>>(), all[place + 1..]);
    }
    let mut words = class.representatives().expect("few");
    assert_eq!(words.next().as_ref(), all.first());
    // Renaming makes it smaller; too short; not in the list.
    for wrong in [vec![1, 0, 0, 0, 0, 0, 0, 0], vec![0; 7], vec![2; 8]] {
        assert!(matches!(
            words.skip_to_after(&wrong),
            Err(SearchError::InconsistentState { .. })
        ));
    }
    // It stays where it was.
    assert_eq!(words.collect::<Vec<_>>(), all[1..]);
}

#[test]
fn the_canonical_game_is_the_representative_of_every_member() {
    let class = GameClass::integers(&[2, 3], 0..=1).expect("valid");
    let one = class.representatives().expect("few").nth(57).expect("more");
    let game = class.game(&one.word).expect("its word");
    for member in renamed(&game, Symmetry::ActionsAndPlayers) {
        let tables = (0..2)
            .map(|player| member.iter().skip(player).step_by(2).cloned().collect())
            .collect();
        let member = NormalForm::from_tables(&[2, 3], tables).expect("small");
        let found = class.canonical(&member).expect("few").expect("a member");
        assert_eq!(found, (game.clone(), one.orbit));
    }
    let other = NormalForm::from_fn(&[2, 3], |_, _| Rational::from(7)).expect("small");
    assert_eq!(class.canonical(&other).expect("few"), None);
}

#[test]
fn classes_that_make_no_sense_are_refused() {
    let one = || Rational::ONE;
    assert!(matches!(
        GameClass::new(&[2, 2], vec![one(), one()]),
        Err(SearchError::ValuesNotAscending { place: 1, .. })
    ));
    assert!(matches!(
        GameClass::new(&[2, 2], vec![]),
        Err(SearchError::WrongNumberOfValues { found: 0, .. })
    ));
    assert!(matches!(
        GameClass::integers(&[2, 2], 0..=i64::MAX),
        Err(SearchError::WrongNumberOfValues { found: 257, .. })
    ));
    assert!(matches!(
        GameClass::integers(&[], 0..=1),
        Err(SearchError::Game(_))
    ));
    assert!(matches!(
        GameClass::integers(&[2, 0], 0..=1),
        Err(SearchError::Game(_))
    ));
    assert!(matches!(
        GameClass::integers(&[100, 100], 0..=1),
        Err(SearchError::TooManyPayoffs { found: 20_000, .. })
    ));
    let many = GameClass::integers(&[9, 9], 0..=1).expect("valid");
    assert!(matches!(
        many.representatives(),
        Err(SearchError::TooManyRenamings { limit: 100_000, .. })
    ));
    // Counted, not listed: 316 · 315 · 314 renamings of the first three would be gigabytes.
    for shape in [vec![316], vec![1; 316]] {
        let many = GameClass::integers(&shape, 0..=1).expect("valid");
        let error = many.classes().expect_err("too many");
        assert!(matches!(error, SearchError::TooManyRenamings { .. }));
    }
    // Few enough ways, but of a game so large that they do not fit.
    let large = GameClass::integers(&[1, 2, 2, 3, 3, 4, 4], 0..=1).expect("valid");
    let large = large.with_symmetry(Symmetry::Actions);
    assert!(matches!(
        large.representatives(),
        Err(SearchError::RenamingsTooLarge {
            renamings: 82_944,
            payoffs: 4032,
            ..
        })
    ));
    assert!(matches!(
        large.with_max_renamings(usize::MAX).representatives(),
        Err(SearchError::RenamingsTooLarge { .. })
    ));
    let small = GameClass::integers(&[2, 2], 0..=1).expect("valid");
    assert!(matches!(
        small.game(&[0; 9]),
        Err(SearchError::WrongWordLength {
            found: 9,
            expected: 8,
            ..
        })
    ));
    assert!(matches!(
        small.game(&[0, 0, 0, 2, 0, 0, 0, 0]),
        Err(SearchError::NoSuchPayoff {
            place: 3,
            digit: 2,
            values: 2,
            ..
        })
    ));
    // Stored classes are checked as well.
    let stored = r#"{"actions":[2,2],"values":["1","0"],"strict":false,
        "symmetry":"actions","max_renamings":10}"#;
    assert!(serde_json::from_str::<GameClass>(stored).is_err());
}
