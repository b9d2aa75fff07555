//! Searches that were stopped go on to the same result.

use lacuna::number::{Extended, Rational};
use lacuna::theorem::search::{
    FiniteOnly, GameClass, HarmOfAltruism, Measure, SearchError, SearchOptions, SearchState,
    SelfishnessLevel, Stop, Symmetry, search,
};

fn class() -> GameClass {
    GameClass::integers(&[2, 2], 0..=2).expect("valid")
}

fn stored(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data")
}

#[test]
fn a_search_that_is_cut_off_again_and_again_ends_in_the_same_bytes() {
    let options = SearchOptions::default().with_values(3).with_listed(4);
    let objective = FiniteOnly(SelfishnessLevel);
    let at_once = search(&class(), &objective, &options).expect("measured");
    for step in [1, 100, 872, 873, 874] {
        let limited = options.clone().with_max_examined(step);
        let mut state = SearchState::new(&class(), &objective, &options);
        let mut rounds = 0u64;
        let result = loop {
            match state.resume(&objective, &limited, |_| Ok(())) {
                Ok(result) => break result,
                Err(SearchError::Stopped {
                    stop,
                    state: so_far,
                    ..
                }) => {
                    rounds += 1;
                    assert_eq!(stop, Stop::Examined(step));
                    assert_eq!(so_far.examined(), rounds * step);
                    state = serde_json::from_str(&stored(&so_far)).expect("own output");
                    assert_eq!(state, *so_far);
                }
                Err(error) => panic!("{error}"),
            }
            if rounds == 20 && step == 1 {
                // Enough of single steps.
                break state
                    .resume(&objective, &options, |_| Ok(()))
                    .expect("measured");
            }
        };
        assert_eq!(stored(&result), stored(&at_once), "in steps of {step}");
    }
}

#[test]
fn what_was_found_so_far_is_that_of_the_classes_seen() {
    let options = SearchOptions::default().with_max_examined(200);
    let Err(SearchError::Stopped { state, .. }) = search(&class(), &SelfishnessLevel, &options)
    else {
        panic!("there are more than 200 classes");
    };
    let so_far = state.so_far(&SelfishnessLevel).expect("measured");
    assert_eq!(so_far.examined, 200);
    let seen: u64 = (class().representatives().expect("few"))
        .take(200)
        .map(|one| one.orbit)
        .sum();
    assert_eq!(so_far.games, seen);
    assert!(matches!(
        state.so_far(&HarmOfAltruism::worst()),
        Err(SearchError::OtherObjective { .. })
    ));
}

#[test]
fn the_progress_function_sees_the_end_and_can_stop_before() {
    // 16,576 classes are several batches.
    let class = GameClass::integers(&[2, 2], 0..=3)
        .expect("valid")
        .with_symmetry(Symmetry::Actions);
    let total = Measure::new(
        "total of player 0",
        |game: &lacuna::game::NormalForm<Rational>| {
            let total = (0..4).map(|at| game.payoff_at(0, at)).sum();
            Ok(Some(Extended::Finite(total)))
        },
    );
    let options = SearchOptions::default();
    let mut seen = Vec::new();
    let whole = SearchState::new(&class, &total, &options)
        .resume(&total, &options, |progress| {
            assert_eq!(progress.of, Some(65_536));
            seen.push((progress.examined, progress.games));
            Ok(())
        })
        .expect("measured");
    assert_eq!(seen.last(), Some(&(whole.examined, 65_536)));
    assert!(seen.len() > 2 && seen.is_sorted());

    let stopped = SearchState::new(&class, &total, &options).resume(&total, &options, |progress| {
        if progress.examined > 5000 {
            Err(Stop::Caller)
        } else {
            Ok(())
        }
    });
    let Err(SearchError::Stopped {
        stop: Stop::Caller,
        state,
        ..
    }) = stopped
    else {
        panic!("it was stopped");
    };
    let rest = state
        .resume(&total, &options, |_| Ok(()))
        .expect("measured");
    assert_eq!(rest, whole);
    let timed = options.clone().with_max_time(std::time::Duration::ZERO);
    assert!(matches!(
        search(&class, &total, &timed),
        Err(SearchError::Stopped {
            stop: Stop::Time(_),
            ..
        })
    ));
}

#[test]
fn states_of_other_searches_and_broken_ones_are_refused() {
    let options = SearchOptions::default().with_max_examined(10);
    let Err(SearchError::Stopped { state, .. }) = search(&class(), &SelfishnessLevel, &options)
    else {
        panic!("there are more than 10 classes");
    };
    let other = state
        .clone()
        .resume(&HarmOfAltruism::best(), &options, |_| Ok(()));
    let Err(SearchError::OtherObjective {
        found, expected, ..
    }) = other
    else {
        panic!("another objective");
    };
    assert_eq!(found, "selfishness level");
    assert!(expected.contains("harm"));

    let mut broken: serde_json::Value = serde_json::to_value(&*state).expect("plain data");
    broken["after"] = serde_json::json!([2, 0, 0, 0, 0, 0, 0, 0]);
    let broken: SearchState = serde_json::from_value(broken).expect("the shape is right");
    assert!(matches!(
        broken.resume(&SelfishnessLevel, &options, |_| Ok(())),
        Err(SearchError::InconsistentState { .. })
    ));
    // Counts at which one more would overflow, words that were not seen, values that are not theirs.
    let stored = serde_json::to_value(&*state).expect("plain data");
    let lies = [
        ("/standing/examined", serde_json::json!(u64::MAX)),
        ("/standing/games", serde_json::json!(u64::MAX)),
        ("/standing/without_value", serde_json::json!(u64::MAX)),
        ("/standing/places/0/ties", serde_json::json!(u64::MAX)),
        ("/standing/places/0/games", serde_json::json!(0)),
        ("/standing/places/0/value", serde_json::json!("1/7")),
        ("/standing/places/0/kept/0/1", serde_json::json!(77)),
        (
            "/standing/places/0/kept/0/0",
            serde_json::json!([2, 0, 0, 0, 0, 0, 0, 0]),
        ),
        ("/standing/places/0/kept/0/0", serde_json::json!([9])),
        ("/values", serde_json::json!(0)),
        ("/after", serde_json::json!([])),
    ];
    for (place, lie) in lies {
        let mut broken = stored.clone();
        *broken.pointer_mut(place).expect(place) = lie;
        let broken: SearchState = serde_json::from_value(broken).expect("the shape is right");
        let error = broken
            .so_far(&SelfishnessLevel)
            .expect_err("no search came here");
        assert!(
            matches!(error, SearchError::InconsistentState { .. }),
            "{place}: {error}"
        );
        let resumed = broken.resume(&SelfishnessLevel, &options, |_| Ok(()));
        assert!(matches!(
            resumed,
            Err(SearchError::InconsistentState { .. })
        ));
    }
    let mut unknown = serde_json::to_value(&*state).expect("plain data");
    unknown["extra"] = serde_json::json!(1);
    assert!(serde_json::from_value::<SearchState>(unknown).is_err());
}

#[test]
fn the_first_game_that_cannot_be_measured_is_shown() {
    let refuses = Measure::new("refuses", |game: &lacuna::game::NormalForm<Rational>| {
        if game.payoff_at(1, 3) == Rational::from(2) {
            return Err(lacuna::theorem::TheoremError::Limit(
                "two is too much".to_owned(),
            ));
        }
        Ok(None)
    });
    let error = search(&class(), &refuses, &SearchOptions::default()).expect_err("some have a 2");
    let words = error.to_string();
    assert!(
        words.contains("`refuses`") && words.contains("two is too much"),
        "{words}"
    );
    let nothing = Measure::new("nothing", |_: &lacuna::game::NormalForm<Rational>| Ok(None));
    let found = search(&class(), &nothing, &SearchOptions::default()).expect("measured");
    assert_eq!((found.without_value, found.leaders.len()), (873, 0));
}
