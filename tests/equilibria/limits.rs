//! Limits of 0 and 1 end in typed errors that carry what was found.

use std::time::Duration;

use lacuna::equilibrium::correlated::{
    CorrelatedOptions, Objective, correlated_equilibrium, smoothness,
};
use lacuna::equilibrium::mixed_dominance::{
    MixedDominance, MixedDominanceOptions, eliminate_by_mixtures,
};
use lacuna::equilibrium::symmetric::{
    SymmetricOptions, evolutionarily_stable_strategies, evolutionary_stability,
    neutrally_stable_strategies, symmetric_equilibria,
};
use lacuna::equilibrium::two_player::{TwoPlayerOptions, all_equilibria, zero_sum};
use lacuna::equilibrium::{
    LemkeHowsonOptions, PathObstacle, SolveError, SupportObstacle, SupportOptions,
    first_equilibrium, lemke_howson, lemke_howson_all, lemke_howson_numeric, support_enumeration,
};
use lacuna::game::catalogue::{matching_pennies, rock_paper_scissors};
use lacuna::game::random::{self, generator};
use lacuna::game::{Game, NormalForm};
use lacuna::linear_program::{LinearError, LinearOptions};
use lacuna::number::Rational;

use crate::{all, games};

/// A limit on linear programs.
fn is_linear_limit(error: &SolveError) -> bool {
    matches!(
        error,
        SolveError::Linear(
            LinearError::PivotLimit { .. }
                | LinearError::TimeLimit { .. }
                | LinearError::MemoryLimit { .. }
        )
    )
}

/// Options whose linear programs may do next to nothing.
fn tight() -> Vec<LinearOptions> {
    let options = LinearOptions::default;
    vec![
        options().with_max_pivots(0),
        options().with_max_pivots(1),
        options().with_max_time(Duration::ZERO),
        options().with_max_memory(0),
        options().with_max_memory(1),
    ]
}

#[test]
fn enumerations_of_all_equilibria() {
    for game in games(111, 1_500) {
        let full = all(&game);
        for limit in [0, 1] {
            let options = TwoPlayerOptions::default();
            for options in [
                options.clone().with_max_vertices(limit),
                options.clone().with_max_equilibria(limit),
                options.clone().with_max_subsets(limit),
            ] {
                match all_equilibria(&game, &options) {
                    Ok(found) => {
                        assert!(limit > 0);
                        assert_eq!(*found.set(), full);
                    }
                    Err(
                        SolveError::TooManyVertices {
                            limit: stated,
                            found,
                            ..
                        }
                        | SolveError::TooManyExtremeEquilibria {
                            limit: stated,
                            found,
                            ..
                        }
                        | SolveError::TooManySubsets {
                            limit: stated,
                            found,
                            ..
                        },
                    ) => {
                        assert_eq!(stated, limit);
                        let known = |profile| full.extreme().contains(profile);
                        assert!(found.extreme().iter().all(known), "{game:?}");
                    }
                    Err(other) => panic!("{other:?}"),
                }
            }
        }
        let options = TwoPlayerOptions::default().with_max_time(Duration::ZERO);
        match all_equilibria(&game, &options) {
            Err(SolveError::EnumerationTimeLimit { limit, found, .. }) => {
                assert_eq!(limit, Duration::ZERO);
                assert!(found.extreme().is_empty());
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn constant_sum_games_fall_back_on_linear_programs_or_run_out_of_time() {
    for stream in 0..40 {
        let mut rng = generator(112, stream);
        let game = random::zero_sum(3, 4, -5..=5, &mut rng).expect("small");
        let options = TwoPlayerOptions::default();
        let value = zero_sum(&game, &options).expect("constant sum").value;
        for limit in [0, 1] {
            let options = options.clone().with_max_vertices(limit);
            let solved = zero_sum(&game, &options).expect("constant sum");
            assert_eq!(solved.value, value);
            assert_eq!(solved.verify(&game), Ok(true));
        }
        match zero_sum(&game, &options.clone().with_max_time(Duration::ZERO)) {
            Err(error) => assert!(is_linear_limit(&error), "{error:?}"),
            Ok(solved) => assert_eq!(solved.verify(&game), Ok(true)),
        }
    }
}

#[test]
fn paths() {
    for game in games(113, 1_000) {
        let labels = game.actions(0) + game.actions(1);
        for float_first in [true, false] {
            let options = LemkeHowsonOptions::default().with_float_first(float_first);
            for label in 0..labels {
                for limit in [0, 1] {
                    let options = options.clone().with_max_pivots(limit);
                    // Every path has two pivots at least.
                    match lemke_howson(&game, label, &options) {
                        Err(SolveError::PathUnfinished { obstacle, .. }) => {
                            assert_eq!(obstacle, PathObstacle::Pivots);
                        }
                        other => panic!("{other:?}"),
                    }
                }
                match lemke_howson(&game, label, &options.clone().with_max_time(Duration::ZERO)) {
                    Err(SolveError::PathUnfinished { obstacle, .. }) => {
                        assert_eq!(obstacle, PathObstacle::Time);
                    }
                    other => panic!("{other:?}"),
                }
            }
            let none = options.clone().with_max_exact_actions(0);
            match lemke_howson_all(&game, &none) {
                Ok(found) => assert!(float_first && !found.set().is_empty()),
                Err(SolveError::PathUnfinished { obstacle, .. }) => {
                    assert_eq!(obstacle, PathObstacle::ExactSize);
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        let numeric = game.to_f64().expect("finite");
        let none = LemkeHowsonOptions::default().with_max_pivots(0);
        assert!(matches!(
            lemke_howson_numeric(&numeric, 0, &none),
            Err(SolveError::PathUnfinished { .. })
        ));
    }
}

#[test]
fn supports() {
    for game in games(114, 1_000) {
        let options = SupportOptions::default();
        for limit in [0, 1] {
            for options in [
                options.clone().with_max_supports(limit),
                options.clone().with_max_equilibria(limit),
            ] {
                match support_enumeration(&game, &options) {
                    Ok(found) => assert_eq!((limit, found.set().len()), (1, 1)),
                    Err(SolveError::SupportsUnfinished { found, .. }) => {
                        assert!(found.len() <= limit);
                    }
                    Err(other) => panic!("{other:?}"),
                }
                match first_equilibrium(&game, &options) {
                    Ok(found) => {
                        assert_eq!(limit, 1);
                        assert_eq!(found.profile.is_equilibrium(&game), Ok(true));
                    }
                    Err(SolveError::SupportsUnfinished { found, .. }) => assert!(found.is_empty()),
                    Err(other) => panic!("{other:?}"),
                }
            }
        }
        match support_enumeration(&game, &options.clone().with_max_time(Duration::ZERO)) {
            Err(SolveError::SupportsUnfinished { obstacle, .. }) => {
                assert_eq!(obstacle, SupportObstacle::Time);
            }
            other => panic!("{other:?}"),
        }
        for linear in tight() {
            match support_enumeration(&game, &options.clone().with_linear(linear)) {
                Ok(found) => assert!(!found.set().is_empty()),
                Err(error) => assert!(is_linear_limit(&error), "{error:?}"),
            }
        }
    }
}

#[test]
fn correlated_play_and_smoothness() {
    for game in games(115, 600) {
        for limit in [0, 1] {
            let options = CorrelatedOptions::default().with_max_terms(limit);
            match correlated_equilibrium(&game, &options) {
                Ok(outcome) => assert!(outcome.verify(&game, &options)),
                Err(SolveError::TooManyTerms {
                    needed,
                    limit: stated,
                    ..
                }) => {
                    assert!(needed > stated as u128);
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        for linear in tight() {
            for objective in [Objective::MaxWelfare, Objective::MaxMinPayoff] {
                let options = CorrelatedOptions::default()
                    .with_objective(objective)
                    .with_linear(linear.clone());
                match correlated_equilibrium(&game, &options) {
                    Ok(outcome) => assert!(outcome.verify(&game, &options)),
                    Err(error) => assert!(is_linear_limit(&error), "{error:?}"),
                }
            }
            match smoothness(&game, &[0, 0], &linear) {
                Ok(bound) => assert!(bound.verify(&game)),
                Err(error) => assert!(is_linear_limit(&error), "{error:?}"),
            }
            let options = MixedDominanceOptions::default().with_linear(linear);
            for dominance in [MixedDominance::Strict, MixedDominance::Weak] {
                match eliminate_by_mixtures(&game, dominance, &options) {
                    Ok(trace) => assert!(trace.verify(&game)),
                    Err(error) => assert!(is_linear_limit(&error), "{error:?}"),
                }
            }
        }
    }
}

#[test]
fn symmetric_games() {
    let games: [NormalForm<Rational>; 2] = [
        matching_pennies(1).expect("positive"),
        rock_paper_scissors(1, 1).expect("positive"),
    ];
    let game = &games[1];
    let third = vec![Rational::new(1, 3).expect("positive"); 3];
    for limit in [0, 1] {
        let options = SymmetricOptions::default().with_max_supports(limit);
        for error in [
            symmetric_equilibria(game, &options).map(drop),
            evolutionarily_stable_strategies(game, &options).map(drop),
            neutrally_stable_strategies(game, &options).map(drop),
        ] {
            match error {
                Err(SolveError::TooManySupports {
                    limit: stated,
                    found,
                    ..
                }) => {
                    assert_eq!(stated, limit);
                    assert!(found.len() <= limit);
                }
                other => panic!("{other:?}"),
            }
        }
        match evolutionary_stability(game, &third, &options) {
            Ok(verdict) => assert!(!verdict.is_evolutionarily_stable()),
            Err(error) => assert!(matches!(error, SolveError::TooManySupports { .. })),
        }
    }
    // Pennies are not symmetric: refused whatever the limit.
    let none = SymmetricOptions::default().with_max_supports(0);
    assert!(matches!(
        symmetric_equilibria(&games[0], &none),
        Err(SolveError::NotSymmetric { .. })
    ));
}
