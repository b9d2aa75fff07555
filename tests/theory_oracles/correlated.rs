//! Correlated and coarse correlated equilibria.

use lacuna::equilibrium::correlated::{
    Correlated, CorrelatedConcept, CorrelatedOptions, Objective, correlated_equilibrium,
};
use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::NormalForm;
use lacuna::game::catalogue::{chicken, rock_paper_scissors};
use lacuna::number::Rational;

use super::found::{Computation, Found, row};
use super::support::{bimatrix, q, welfare_of};

/// The best equilibrium, after its proof has been checked.
fn solve(
    game: &NormalForm<Rational>,
    concept: CorrelatedConcept,
    objective: Objective,
) -> Correlated {
    let options = CorrelatedOptions::default()
        .with_concept(concept)
        .with_objective(objective);
    let outcome = correlated_equilibrium(game, &options).expect("small");
    assert!(outcome.verify(game, &options));
    outcome.into_found().expect("no side constraints")
}

fn chicken_at(objective: Objective) -> Correlated {
    let game = chicken(6, 2, 7, 0).expect("ordered");
    let coarse = solve(&game, CorrelatedConcept::Coarse, objective.clone());
    let found = solve(&game, CorrelatedConcept::Correlated, objective);
    assert_eq!(found.value, coarse.value);
    found
}

fn chicken_distribution() -> Found {
    let found = chicken_at(Objective::MaxWelfare).distribution;
    let profiles = [[0, 0], [0, 1], [1, 0]];
    let probability = |profile: [usize; 2]| found.probability(&profile).expect("a profile");
    profiles.map(probability).to_vec().into()
}

/// The same quantity over correlated and over coarse correlated equilibria.
fn both(game: &NormalForm<Rational>, objective: &Objective) -> Found {
    let concepts = [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse];
    let value = |concept| solve(game, concept, objective.clone()).value;
    concepts.map(value).to_vec().into()
}

fn ties() -> Found {
    let game = rock_paper_scissors(1, 1).expect("positive");
    let tie = |profile: Vec<usize>| Rational::from(i64::from(profile[0] == profile[1]));
    let ties = game.space().iter().map(tie).collect();
    both(&game, &Objective::maximise(ties))
}

fn coarse_beats_correlated() -> Found {
    let game = bimatrix(
        &[[1, 1, 4], [2, 0, 5], [0, 4, 3]],
        &[[1, 4, 5], [2, 1, 0], [1, 1, 2]],
    );
    let found = both(&game, &Objective::MaxWelfare);
    let exact = ["4", "86/11"].map(q).to_vec();
    assert_eq!(found, exact.into());
    found
}

/// Matching pennies with a third action that hurts the other more than oneself.
fn first_best_by_mixing() -> Found {
    let game = NormalForm::from_fn(&[3, 3], |player, profile| {
        match (profile[player], profile[1 - player]) {
            (2, 2) => Rational::from(-3),
            (2, _) => q("-1/10"),
            (_, 2) => Rational::from(-3),
            (own, other) => Rational::from(if (own == other) == (player == 0) {
                1
            } else {
                -1
            }),
        }
    })
    .expect("small");
    let pure = pure_equilibria(&game, &PureOptions::default()).expect("small");
    assert_eq!(pure.set().profiles(), vec![vec![2, 2]]);
    let best = solve(&game, CorrelatedConcept::Correlated, Objective::MaxWelfare);
    let first_best = game
        .space()
        .iter()
        .map(|profile| welfare_of(&game, &profile));
    vec![best.value, first_best.max().expect("profiles")].into()
}

pub fn table() -> Vec<(&'static str, Computation)> {
    vec![
        row("ce.chicken_max_welfare", || {
            chicken_at(Objective::MaxWelfare).value
        }),
        row("ce.chicken_dist", chicken_distribution),
        row("ce.chicken_min_welfare", || {
            chicken_at(Objective::MinWelfare).value
        }),
        row("lp.chicken_ce", || chicken_at(Objective::MaxWelfare).value),
        row("cce.rps_diagonal", ties),
        row("cce.beats_ce_example", coarse_beats_correlated),
        row("counterexample.correlated_first_best", first_best_by_mixing),
    ]
}
