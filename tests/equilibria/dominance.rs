//! What mixtures dominate strictly is played in no equilibrium of any kind.

use std::collections::BTreeSet;

use lacuna::equilibrium::correlated::{CorrelatedConcept, Objective};
use lacuna::equilibrium::mixed_dominance::{MixedDominanceOptions, rationalizable};
use lacuna::game::random::{generator, uniform_integers};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;

use crate::{all, correlated, games};

type Pair = [Vec<Rational>; 2];

#[test]
fn elimination_leaves_the_equilibria_as_they_are() {
    let mut reduced = 0;
    for game in games(61, 8_000) {
        let left = rationalizable(&game, &MixedDominanceOptions::default()).expect("small");
        assert!(left.verify(&game));
        let kept = &left.surviving;
        let set = all(&game);
        for profile in set.extreme() {
            for (player, kept) in kept.iter().enumerate() {
                let support = profile.support(player);
                assert!(support.iter().all(|action| kept.contains(action)));
            }
        }
        let actions = [kept[0].len(), kept[1].len()];
        reduced += usize::from(actions != [game.actions(0), game.actions(1)]);
        let restricted = NormalForm::from_fn(&actions, |player, profile| {
            game.payoff(player, &[kept[0][profile[0]], kept[1][profile[1]]])
        })
        .expect("some actions");
        let wide = |strategy: &[Rational], player: usize| {
            let mut all = vec![Rational::ZERO; game.actions(player)];
            for (&action, probability) in kept[player].iter().zip(strategy) {
                all[action] = probability.clone();
            }
            all
        };
        let rest = all(&restricted);
        let back: BTreeSet<Pair> = (rest.extreme().iter())
            .map(|profile| [0, 1].map(|player| wide(&profile.strategies()[player], player)))
            .collect();
        let own: BTreeSet<Pair> = (set.extreme().iter())
            .map(|profile| [0, 1].map(|player| profile.strategies()[player].clone()))
            .collect();
        assert_eq!(back, own, "{game:?}");
        assert_eq!(rest.components().len(), set.components().len());
    }
    assert!(
        reduced > 1_500,
        "only {reduced} games with dominated actions"
    );
}

#[test]
fn correlated_equilibria_recommend_rationalizable_actions() {
    let three = (0..500).map(|stream| {
        uniform_integers(&[2, 3, 2], 0..=3, &mut generator(62, stream)).expect("small")
    });
    for game in games(63, 1_500).chain(three) {
        let left = rationalizable(&game, &MixedDominanceOptions::default()).expect("small");
        let objectives = [
            Objective::MaxWelfare,
            Objective::MinWelfare,
            Objective::MaxPayoff(0),
            Objective::MinPayoff(1),
            Objective::MaxProbability(vec![0; game.players()]),
            Objective::MaxMinPayoff,
            Objective::Any,
        ];
        for objective in objectives {
            let found = correlated(&game, CorrelatedConcept::Correlated, objective);
            for (profile, _) in found.distribution.iter() {
                for (action, kept) in profile.iter().zip(&left.surviving) {
                    assert!(kept.contains(action), "{profile:?} in {game:?}");
                }
            }
        }
    }
}
