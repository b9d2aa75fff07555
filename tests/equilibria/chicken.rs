//! Aumann's chicken, and a game in which coarse play is worth more than correlated play.

use lacuna::equilibrium::correlated::{CorrelatedConcept, Objective};
use lacuna::game::catalogue::chicken;
use lacuna::number::Rational;

use crate::support::{bimatrix, q};
use crate::{all, correlated};

use CorrelatedConcept::{Coarse, Correlated};

#[test]
fn in_aumanns_chicken_a_mediator_is_better_than_the_best_and_worse_than_the_worst_equilibrium() {
    let game = chicken(6, 2, 7, 0).expect("ordered");
    let nash = all(&game).welfare_range(&game).expect("of this game");
    assert_eq!(nash.worst.value, Rational::from(9), "one dares");
    assert_eq!(nash.best.value, q("28/3"), "both dare with probability 1/3");

    let best = correlated(&game, Correlated, Objective::MaxWelfare);
    assert_eq!(best.value, q("21/2"));
    let probability = |profile| best.distribution.probability(profile).expect("a profile");
    assert_eq!(
        probability(&[0, 0]),
        q("1/2"),
        "both give way half of the time"
    );
    assert_eq!(probability(&[0, 1]), q("1/4"));
    assert_eq!(probability(&[1, 0]), q("1/4"));
    assert_eq!(best.distribution.as_product(), None, "they are correlated");

    let worst = correlated(&game, Correlated, Objective::MinWelfare);
    assert_eq!(worst.value, q("36/5"));

    // With two actions each, coarse play adds nothing here.
    assert_eq!(
        correlated(&game, Coarse, Objective::MaxWelfare).value,
        best.value
    );
    assert_eq!(
        correlated(&game, Coarse, Objective::MinWelfare).value,
        worst.value
    );
}

#[test]
fn one_correlated_equilibrium_is_worth_four_and_coarse_play_up_to_86_elevenths() {
    let game = bimatrix(
        &[[1, 1, 4], [2, 0, 5], [0, 4, 3]],
        &[[1, 4, 5], [2, 1, 0], [1, 1, 2]],
    );
    assert_eq!(
        correlated(&game, Correlated, Objective::MaxWelfare).value,
        q("4")
    );
    assert_eq!(
        correlated(&game, Coarse, Objective::MaxWelfare).value,
        q("86/11")
    );
}
