//! The paper's lifted games at every breakpoint of their phase diagrams, and at λ = 0.

use lacuna::equilibrium::two_player::{TwoPlayerOptions, equilibria_at};
use lacuna::equilibrium::{MixedProfile, PhaseDiagram, PhaseOptions, SolveError};
use lacuna::game::hidden_effort::scenarios;
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::prelude::HiddenEffort;

use crate::brute_force::{extreme_equilibria, of_set};

#[test]
fn best_and_worst_welfare_equal_the_brute_force_at_every_breakpoint() {
    let mut games: Vec<NormalForm<Rational>> = Vec::new();
    for scenario in scenarios() {
        let lift = HiddenEffort::new(scenario.payoffs).expect("R above P");
        let game = lift.game().expect("valid");
        if !games.contains(&game) {
            games.push(game);
        }
    }
    assert_eq!(games.len(), 54);
    let mut weights = 0;
    for game in &games {
        let diagram = PhaseDiagram::new(game, &PhaseOptions::default()).expect("small");
        let lambdas: Vec<Rational> = diagram.breakpoints().into_iter().cloned().collect();
        assert_eq!(lambdas[0], Rational::ZERO);
        let phases = equilibria_at(game, &lambdas, &TwoPlayerOptions::default()).expect("small");
        for (phase, breakpoint) in phases.iter().zip(diagram.at_breakpoints()) {
            let lambda = &breakpoint.lambda;
            assert_eq!(phase.lambda, *lambda);
            // Utilities by hand.
            let perceived = NormalForm::from_fn(&[4, 4], |player, profile| {
                let welfare = game.payoff(0, profile) + game.payoff(1, profile);
                game.payoff(player, profile) + lambda * &welfare
            })
            .expect("small");
            assert_eq!(phase.equilibria.verify(&perceived), Ok(true));
            let expected = extreme_equilibria(&perceived);
            assert_eq!(of_set(&phase.equilibria), expected);
            let welfare = |(x, y): &(Vec<Rational>, Vec<Rational>)| {
                MixedProfile::new(vec![x.clone(), y.clone()])
                    .and_then(|profile| profile.welfare(game))
                    .expect("a profile of the game")
            };
            let all: Vec<Rational> = expected.iter().map(welfare).collect();
            assert_eq!(Some(&phase.welfare.best.value), all.iter().max());
            assert_eq!(Some(&phase.welfare.worst.value), all.iter().min());
            // Pure equilibria are among the extreme ones.
            if let Some(best) = &breakpoint.equilibria.best_welfare {
                assert!(phase.welfare.best.value >= *best);
            }
            if let Some(worst) = &breakpoint.equilibria.worst_welfare {
                assert!(phase.welfare.worst.value <= *worst);
            }
            weights += 1;
        }
    }
    println!("{weights} pairs of a game and a weight compared");
}

#[test]
fn negative_weights_are_refused() {
    let game = NormalForm::from_fn(&[2, 2], |_, _| Rational::ZERO).expect("small");
    let options = TwoPlayerOptions::default();
    assert_eq!(equilibria_at(&game, &[], &options), Ok(Vec::new()));
    match equilibria_at(&game, &[-Rational::ONE], &options) {
        Err(SolveError::NegativeLambda { value, .. }) => assert_eq!(value, "-1"),
        other => panic!("{other:?}"),
    }
}
