//! What a set of equilibria answers, what its verifier refuses, and where limits end a search.

use std::time::Duration;

use lacuna::equilibrium::two_player::{EquilibriumSet, TwoPlayerOptions, all_equilibria};
use lacuna::equilibrium::{MixedProfile, SolveError};
use lacuna::game::random::{generator, uniform_integers};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use serde_json::{Value, json};

use crate::brute_force::{extreme_equilibria, of_set, solved};
use crate::support::{bimatrix, q, ratio};

/// The column player does not care; the row player matches.
fn matching() -> NormalForm<Rational> {
    bimatrix(&[[1, 0], [0, 1]], &[[0, 0], [0, 0]])
}

fn profile(x: &[&str], y: &[&str]) -> MixedProfile {
    let exact = |list: &[&str]| list.iter().map(|p| q(p)).collect();
    MixedProfile::new(vec![exact(x), exact(y)]).expect("two strategies")
}

#[test]
fn mixtures_within_a_maximal_nash_subset_are_in_the_set_and_no_others() {
    let set = solved(&matching());
    let contains = |x: &[&str], y: &[&str]| set.contains(&profile(x, y)).expect("small");
    assert!(contains(&["1", "0"], &["1", "0"]));
    assert!(contains(&["1", "0"], &["3/4", "1/4"]));
    assert!(contains(&["1/3", "2/3"], &["1/2", "1/2"]));
    assert!(!contains(&["1/3", "2/3"], &["3/4", "1/4"]));
    assert!(!contains(&["1", "0"], &["1/4", "3/4"]));
    assert!(!contains(&["1", "0", "0"], &["1", "0"]));
    let one = MixedProfile::new(vec![vec![Rational::ONE]]).expect("a strategy");
    assert_eq!(set.contains(&one), Ok(false));
}

#[test]
fn membership_is_being_an_equilibrium() {
    for stream in 0..60 {
        let mut rng = generator(31, stream);
        let game = uniform_integers(&[3, 3], 0..=1, &mut rng).expect("small");
        let set = solved(&game);
        let grid: Vec<Vec<Rational>> = (0..=4)
            .flat_map(|a| (0..=4 - a).map(move |b| vec![a, b, 4 - a - b]))
            .map(|parts| parts.into_iter().map(|p| ratio(p, 4)).collect())
            .collect();
        for x in &grid {
            for y in &grid {
                let point = MixedProfile::new(vec![x.clone(), y.clone()]).expect("strategies");
                assert_eq!(
                    set.contains(&point),
                    point.is_equilibrium(&game),
                    "{game:?} {point:?}"
                );
            }
        }
    }
}

#[test]
fn bilinear_functions_range_over_the_extreme_equilibria() {
    let set = solved(&matching());
    let range = set
        .range_of(|p| p.strategies()[0][0].clone())
        .expect("not empty");
    assert_eq!(
        (range.greatest.value, range.least.value),
        (Rational::ONE, Rational::ZERO)
    );
    // Welfare by another game of the same shape.
    let other = bimatrix(&[[0, 7], [0, 0]], &[[0, 0], [-5, 0]]);
    let range = set.welfare_range(&other).expect("the same shape");
    assert_eq!(
        (range.best.value, range.worst.value),
        (ratio(7, 2), ratio(-5, 2))
    );
    let larger = bimatrix(&[[0, 7, 1], [0, 0, 1]], &[[0, 0, 1], [-5, 0, 1]]);
    assert!(matches!(
        set.welfare_range(&larger),
        Err(SolveError::NotAStrategy { player: 1, .. })
    ));
}

/// The set after a change of its document.
fn changed(set: &EquilibriumSet, change: impl Fn(&mut Value)) -> Option<EquilibriumSet> {
    let mut document = serde_json::to_value(set).expect("serialises");
    change(&mut document);
    serde_json::from_value(document).ok()
}

#[test]
fn documents_round_trip_and_the_verifier_refuses_changes() {
    let game = matching();
    let set = solved(&game);
    assert_eq!(changed(&set, |_| ()).as_ref(), Some(&set));
    type Change<'a> = &'a dyn Fn(&mut Value);
    let refused: [(&str, Change); 9] = [
        ("a payoff", &|d| d["payoffs"][0][0] = json!("2")),
        ("a strategy", &|d| {
            d["column_strategies"][1] = json!(["1/3", "2/3"])
        }),
        ("a strategy twice", &|d| {
            d["row_strategies"][1] = json!(["1", "0"])
        }),
        ("a pair that is none", &|d| d["extreme"][0] = json!([0, 2])),
        ("a subset too large", &|d| {
            d["components"][0]["maximal_nash_subsets"][0]["columns"] = json!([0, 1, 2]);
        }),
        ("a subset less", &|d| {
            let subsets = d["components"][0]["maximal_nash_subsets"].as_array_mut();
            subsets.expect("a list").remove(0);
        }),
        ("a subset that is not maximal", &|d| {
            let subsets = d["components"][0]["maximal_nash_subsets"].as_array_mut();
            subsets
                .expect("a list")
                .push(json!({"rows": [0], "columns": [0]}));
        }),
        ("an equilibrium in no component", &|d| {
            d["components"][0]["extreme"] = json!([0, 1, 2]);
        }),
        ("no component", &|d| d["components"] = json!([])),
    ];
    for (what, change) in refused {
        let wrong = changed(&set, change).expect("a set in form");
        assert_eq!(wrong.verify(&game), Ok(false), "{what}");
    }
    let malformed: [&dyn Fn(&mut Value); 4] = [
        &|d| d["row_strategies"][0] = json!(["1", "1"]),
        &|d| d["row_strategies"][0] = json!(["1"]),
        &|d| d["extreme"][0] = json!([0, 9]),
        &|d| d["components"][0]["extreme"] = json!([9]),
    ];
    for change in malformed {
        assert_eq!(changed(&set, change), None);
    }
    let other = bimatrix(&[[1, 0], [0, 1]], &[[0, 1], [1, 0]]);
    assert_eq!(set.verify(&other), Ok(false));
}

#[test]
fn limits_end_the_search_and_carry_what_was_found() {
    let mut rng = generator(41, 0);
    let game = uniform_integers(&[8, 8], 0..=10_000, &mut rng).expect("small");
    let all = of_set(&solved(&game));
    let options = TwoPlayerOptions::default();
    match all_equilibria(&game, &options.clone().with_max_vertices(60)) {
        Err(SolveError::TooManyVertices {
            limit: 60, found, ..
        }) => {
            assert!(of_set(&found).is_subset(&all));
        }
        other => panic!("{other:?}"),
    }
    match all_equilibria(&game, &options.clone().with_max_equilibria(1)) {
        Err(SolveError::TooManyExtremeEquilibria {
            limit: 1, found, ..
        }) => {
            assert_eq!(found.extreme().len(), 1);
            assert_eq!(found.verify(&game), Ok(true));
        }
        other => panic!("{other:?}"),
    }
    match all_equilibria(&game, &options.clone().with_max_time(Duration::ZERO)) {
        Err(SolveError::EnumerationTimeLimit {
            limit: Duration::ZERO,
            found,
            ..
        }) => {
            assert!(of_set(&found).is_subset(&all));
        }
        // Too few vertices to look at the clock.
        other => assert!(other.is_ok()),
    }
    match all_equilibria(&matching(), &options.clone().with_max_subsets(1)) {
        Err(SolveError::TooManySubsets {
            limit: 1, found, ..
        }) => {
            assert_eq!(found.extreme().len(), 4);
            assert_eq!(found.components()[0].maximal_nash_subsets.len(), 1);
        }
        other => panic!("{other:?}"),
    }
    match all_equilibria(&game, &options.with_max_vertices(0)) {
        Err(SolveError::TooManyVertices { found, .. }) => assert_eq!(
            found.welfare_range(&game),
            Err(SolveError::NoEquilibriumFound)
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn thin_and_constant_games_and_games_of_other_numbers_of_players() {
    for shape in [[1, 1], [1, 4], [3, 1]] {
        let constant = NormalForm::from_fn(&shape, |_, _| q("-5/3")).expect("small");
        let set = solved(&constant);
        assert_eq!(of_set(&set), extreme_equilibria(&constant));
        assert_eq!(set.components().len(), 1);
        assert_eq!(set.components()[0].maximal_nash_subsets.len(), 1);
    }
    let constant = NormalForm::from_fn(&[6, 7], |_, _| Rational::ZERO).expect("small");
    let set = solved(&constant);
    assert_eq!(set.extreme().len(), 42);
    assert_eq!(set.components()[0].maximal_nash_subsets.len(), 1);
    // More labels than fit one word, or four.
    for columns in [90, 300] {
        let mut rng = generator(51, columns as u64);
        let game = uniform_integers(&[2, columns], -50..=1_000_000, &mut rng).expect("small");
        let set = solved(&game);
        assert_eq!(of_set(&set).len() % 2, 1);
        let mut rng = generator(52, columns as u64);
        let tied = uniform_integers(&[2, columns], 0..=3, &mut rng).expect("small");
        assert!(!solved(&tied).extreme().is_empty());
    }
    for shape in [vec![2], vec![2, 2, 2]] {
        let game = NormalForm::from_fn(&shape, |_, _| Rational::ZERO).expect("small");
        let players = game.players();
        match all_equilibria(&game, &TwoPlayerOptions::default()) {
            Err(SolveError::NotTwoPlayers { players: found, .. }) => assert_eq!(found, players),
            other => panic!("{other:?}"),
        }
    }
}
