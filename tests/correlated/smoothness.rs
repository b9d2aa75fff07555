//! Smoothness against equilibria, the literature, and its own dual.

use lacuna::equilibrium::correlated::{
    CorrelatedConcept, Objective, Smooth, correlated_equilibrium_between, smoothness,
    smoothness_between,
};
use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::{Game, NormalForm};
use lacuna::linear_program::LinearOptions;
use lacuna::number::Rational;
use lacuna::preference::Perceived;
use proptest::prelude::*;

use super::support::instances::{congestion_exchange, congestion_triangle, weight_on_others};
use super::support::{over, q, ratio, welfare_of};
use super::{games, options};

/// A profile of greatest welfare.
fn optimum<G: Game<Rational>>(game: &G) -> Vec<usize> {
    let dense = NormalForm::from_game(game).expect("small");
    let mut best = dense.space().profile(0).expect("one");
    for profile in dense.space().iter() {
        if welfare_of(&dense, &profile) > welfare_of(&dense, &best) {
            best = profile;
        }
    }
    best
}

#[test]
fn the_worst_congestion_games_attain_the_bound_of_their_class() {
    for alpha in ["0", "1/4", "1/2", "1"] {
        let alpha = q(alpha);
        let game = congestion_triangle(&alpha);
        let seen = Perceived::new(&game, weight_on_others(3, &alpha)).expect("three players");
        let target = optimum(&game);
        let bound =
            smoothness_between(&seen, &game, &target, &LinearOptions::default()).expect("small");
        assert!(bound.verify_between(&seen, &game));
        // The bound is attained by an equilibrium of the instance.
        let coarse = options(CorrelatedConcept::Coarse, Objective::MinWelfare);
        let worst = correlated_equilibrium_between(&seen, &game, &coarse).expect("small");
        assert!(worst.verify_between(&seen, &game, &coarse));
        assert_eq!(worst.value(), Some(&bound.welfare));
        let five = Rational::from(5) + Rational::from(4) * &alpha;
        assert_eq!(
            bound.ratio(),
            Some(over(&five, &(Rational::from(2) + &alpha)))
        );
        let Some(Smooth::Costs {
            target, outcome, ..
        }) = bound.smooth()
        else {
            panic!("a cost game");
        };
        assert!(outcome < Rational::ONE);
        assert_eq!(
            bound.ratio(),
            Some(over(&target, &(Rational::ONE - &outcome)))
        );
    }
    let alpha = q("3/2");
    let game = congestion_exchange(&alpha);
    let seen = Perceived::new(&game, weight_on_others(2, &alpha)).expect("two players");
    let bound = smoothness_between(&seen, &game, &optimum(&game), &LinearOptions::default())
        .expect("small");
    assert_eq!(bound.ratio(), Some(q("7/2")));
}

#[test]
fn a_valid_utility_game_is_within_a_half() {
    // Two players pick one of two shops worth 2 and 1 and share it (Vetta, 2002).
    let worth = [2, 1];
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let sharers = if profile[0] == profile[1] { 2 } else { 1 };
        ratio(worth[profile[player]], sharers)
    })
    .expect("small");
    let bound = smoothness(&game, &optimum(&game), &LinearOptions::default()).expect("small");
    assert!(bound.verify(&game));
    let rho = bound.ratio().expect("positive");
    assert!(ratio(1, 2) <= rho && rho <= Rational::ONE);
    if let Some(Smooth::Payoffs {
        target, outcome, ..
    }) = bound.smooth()
    {
        assert_eq!(rho, over(&target, &(Rational::ONE + &outcome)));
        for profile in game.space().iter() {
            let moved: Rational = (0..2)
                .map(|i| {
                    let mut other = profile.clone();
                    other[i] = bound.target[i];
                    game.payoff(i, &other)
                })
                .sum();
            let floor = &target * &bound.target_welfare - &outcome * &welfare_of(&game, &profile);
            assert!(moved >= floor);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn the_bound_holds_at_every_equilibrium_and_is_tight_for_its_dual(
        game in games(), costs: bool, quarters in 0i64..5
    ) {
        let players = game.space().players();
        let game = if costs {
            NormalForm::from_fn(game.space().actions(), |i, s| -Rational::ONE - game.payoff(i, s)).expect("small")
        } else {
            game
        };
        let alpha = if players == 2 { ratio(quarters, 4) } else { Rational::ZERO };
        let seen = NormalForm::from_fn(game.space().actions(), |player, profile| {
            let own = game.payoff(player, profile);
            let others = welfare_of(&game, profile) - &own;
            own + others * &alpha
        }).expect("small");
        let target = optimum(&game);
        let bound = smoothness_between(&seen, &game, &target, &LinearOptions::default()).expect("small");
        prop_assert!(bound.verify_between(&seen, &game));
        let options = options(CorrelatedConcept::Coarse, Objective::MinWelfare);
        let worst = correlated_equilibrium_between(&seen, &game, &options).expect("small");
        prop_assert!(bound.welfare <= *worst.value().expect("exists"));
        for profile in pure_equilibria(&seen, &PureOptions::default()).expect("small").set().iter() {
            prop_assert!(bound.welfare <= welfare_of(&game, &profile));
        }
        if let Some(Smooth::Costs { target: l, outcome: m, .. }) = bound.smooth() {
            prop_assert!(costs);
            let cost = |i: usize, s: &[usize]| -seen.payoff(i, s);
            let optimal = -&bound.target_welfare;
            for profile in game.space().iter() {
                let total = -welfare_of(&game, &profile);
                // Σ c_i(s*_i, s_-i) + α (C_-i(s*_i, s_-i) − C_-i(s)) ≤ l C(s*) + m C(s)
                let mut left = total.clone();
                for i in 0..players {
                    let mut other = profile.clone();
                    other[i] = target[i];
                    left += cost(i, &other) - cost(i, &profile);
                }
                prop_assert!(left <= &l * &optimal + &m * &total);
            }
        }
        let mut forged = bound.clone();
        forged.welfare += ratio(1, 9);
        prop_assert!(!forged.verify_between(&seen, &game));
        let mut forged = bound.clone();
        forged.deviation_weight = -Rational::ONE;
        prop_assert!(!forged.verify_between(&seen, &game));
    }
}
