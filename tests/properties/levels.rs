//! Levels against their definitions.

use lacuna::contract::{ContractingProblem, Language};
use lacuna::equilibrium::phase_diagram::Threshold;
use lacuna::equilibrium::{PhaseDiagram, PhaseOptions};
use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::gap::level::{LevelOptions, language_level, message_level, selfishness_level};
use lacuna::number::{Extended, Rational};
use proptest::prelude::*;

use crate::support::random::{environments, games, weights};
use crate::support::{brute, cooperative, equilibria_at, finite, over, ratio, single, welfare_of};

/// Is the game λ-selfish: is some welfare optimum an equilibrium when every player maximises
/// `u_i + λ·W`?
fn is_selfish_at(game: &NormalForm<Rational>, lambda: &Rational) -> bool {
    let best = best_welfare(game);
    equilibria_at(game, lambda)
        .iter()
        .any(|profile| welfare_of(game, profile) == best)
}

fn best_welfare(game: &NormalForm<Rational>) -> Rational {
    game.space()
        .iter()
        .map(|profile| welfare_of(game, &profile))
        .max()
        .expect("a profile")
}

/// The least, over the optima whose profitable deviations all lower welfare, of the largest appeal
/// factor; infinite if there is no such optimum.
fn level_by_appeal_factors(game: &NormalForm<Rational>) -> Extended<Rational> {
    let best = best_welfare(game);
    let mut level = Extended::Infinite;
    for profile in game.space() {
        if welfare_of(game, &profile) != best {
            continue;
        }
        let mut appeal = finite(Rational::ZERO);
        for player in 0..game.players() {
            for action in 0..game.actions(player) {
                let mut deviation = profile.clone();
                deviation[player] = action;
                let gain = game.payoff(player, &deviation) - game.payoff(player, &profile);
                let loss = &best - &welfare_of(game, &deviation);
                if gain.is_positive() {
                    let factor: Extended<Rational> = gain.checked_div(&loss).into();
                    appeal = appeal.max(factor);
                }
            }
        }
        level = level.min(appeal);
    }
    level
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn a_game_that_is_selfish_at_a_weight_is_selfish_at_every_greater_one(
        game in games(), lambda in weights(), more in weights()
    ) {
        if is_selfish_at(&game, &lambda) {
            prop_assert!(is_selfish_at(&game, &(&lambda + &more)));
        }
    }

    #[test]
    fn appeal_factors_the_level_and_the_phase_diagram_agree(game in games()) {
        let expected = level_by_appeal_factors(&game);
        let level = selfishness_level(&single(game.clone())).expect("informed");
        prop_assert_eq!(&level.value, &expected);
        let diagram = PhaseDiagram::new(&game, &PhaseOptions::default()).expect("small");
        let threshold = diagram.some_equilibrium_is_optimal();
        match &expected {
            Extended::Finite(value) => {
                // The level is attained: at it an optimum is an equilibrium, below it none is.
                prop_assert_eq!(threshold, Threshold::Attained(value.clone()));
                prop_assert!(is_selfish_at(&game, value));
                prop_assert!(equilibria_at(&game, value).contains(&level.plan[0]));
                if value.is_positive() {
                    prop_assert!(!is_selfish_at(&game, &(value * &ratio(999, 1000))));
                    let witness = level.witness.expect("a deviation that binds");
                    prop_assert_eq!(witness.ratio(), expected.clone());
                }
            }
            Extended::Infinite => {
                prop_assert_eq!(threshold, Threshold::Infinite);
                prop_assert!(!is_selfish_at(&game, &Rational::from(1_000_000)));
            }
        }
    }

    #[test]
    fn the_weight_from_which_every_equilibrium_is_optimal_is_the_least_one(game in games()) {
        let best = best_welfare(&game);
        let all_optimal = |lambda: &Rational| {
            let found = equilibria_at(&game, lambda);
            !found.is_empty() && found.iter().all(|profile| welfare_of(&game, profile) == best)
        };
        let diagram = PhaseDiagram::new(&game, &PhaseOptions::default()).expect("small");
        // Payoffs are small integers, so that breakpoints lie further apart than this.
        let little = ratio(1, 1_000_000);
        let large = Rational::from(1_000_000);
        match diagram.every_equilibrium_is_optimal() {
            Threshold::Attained(value) => {
                prop_assert!(all_optimal(&value));
                prop_assert!(all_optimal(&(&value + &little)) && all_optimal(&large));
                prop_assert!(value.is_zero() || !all_optimal(&(&value - &little)));
            }
            Threshold::Infimum(value) => {
                prop_assert!(!all_optimal(&value));
                prop_assert!(all_optimal(&(&value + &little)) && all_optimal(&large));
            }
            Threshold::Infinite => prop_assert!(!all_optimal(&large)),
        }
        // From there on every breakpoint and every phase agrees.
        let threshold = diagram.every_equilibrium_is_optimal();
        for breakpoint in diagram.at_breakpoints() {
            if threshold.value().is_some_and(|value| breakpoint.lambda > *value) {
                prop_assert!(all_optimal(&breakpoint.lambda));
            }
        }
    }

    #[test]
    fn a_game_with_one_optimum_has_a_finite_level(game in games()) {
        let best = best_welfare(&game);
        let optima = game.space().iter().filter(|p| welfare_of(&game, p) == best).count();
        if optima == 1 {
            prop_assert!(selfishness_level(&single(game)).expect("informed").value.is_finite());
        }
    }

    #[test]
    fn the_level_is_zero_exactly_where_an_optimum_is_an_equilibrium(game in games()) {
        let best = best_welfare(&game);
        let stable = game.space().iter().any(|profile| {
            welfare_of(&game, &profile) == best && game.is_pure_equilibrium(&profile) == Ok(true)
        });
        let level = selfishness_level(&single(game)).expect("informed").value;
        prop_assert_eq!(level == finite(Rational::ZERO), stable);
    }

    #[test]
    fn two_equilibria_that_differ_in_one_player_rank_by_the_weight(
        game in games(), lambda in weights(), more in (1i64..9, 1i64..9)
    ) {
        let greater = &lambda + &ratio(more.0, more.1);
        for before in equilibria_at(&game, &lambda) {
            for after in equilibria_at(&game, &greater) {
                if before.iter().zip(&after).filter(|(a, b)| a != b).count() == 1 {
                    prop_assert!(welfare_of(&game, &after) >= welfare_of(&game, &before));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn levels_are_ordered((problem, language) in environments(1..=3)) {
        let message = message_level(&problem, &language).expect("fits").value;
        let plain = language_level(&problem, &language, &LevelOptions::default())
            .expect("few optima")
            .value;
        let selfish = selfishness_level(&problem).expect("informed").value;
        prop_assert!(message <= plain, "{message} > {plain}");
        prop_assert!(plain <= selfish, "{plain} > {selfish}");
    }

    #[test]
    fn the_language_level_is_the_least_weight_at_which_transfers_support_the_first_best(
        (problem, language) in environments(1..=3)
    ) {
        let level = language_level(&problem, &language, &LevelOptions::default())
            .expect("few optima");
        match &level.value {
            Extended::Finite(value) => {
                prop_assert!(brute::some_first_best_is_implementable(&problem, &language, value));
                let preferences = cooperative(problem.players(), value);
                prop_assert!(brute::first_best_plans(&problem).contains(&level.plan));
                prop_assert!(
                    brute::is_implementable(&problem, &language, &level.plan, &preferences)
                );
                if value.is_positive() {
                    let below = value * &ratio(9_999, 10_000);
                    prop_assert!(
                        !brute::some_first_best_is_implementable(&problem, &language, &below)
                    );
                }
            }
            Extended::Infinite => {
                let large = Rational::from(1_000_000);
                prop_assert!(!brute::some_first_best_is_implementable(&problem, &language, &large));
            }
        }
    }

    #[test]
    fn the_witness_of_a_language_level_is_a_closed_chain_with_its_ratio(
        (problem, language) in environments(1..=3)
    ) {
        let level = language_level(&problem, &language, &LevelOptions::default())
            .expect("few optima");
        let Some(witness) = &level.witness else {
            prop_assert_eq!(level.value, finite(Rational::ZERO));
            return Ok(());
        };
        let (mut gains, mut losses) = (Rational::ZERO, Rational::ZERO);
        for (link, next) in witness.chain.iter().zip(witness.chain.iter().cycle().skip(1)) {
            let game = problem.game(link.state);
            prop_assert_eq!(&link.profile, &level.plan[link.state]);
            let mut deviation = link.profile.clone();
            deviation[witness.player] = link.action;
            prop_assert_eq!(language.cell(link.state, &link.profile), link.from);
            prop_assert_eq!(language.cell(link.state, &deviation), link.to);
            prop_assert_eq!(link.to, next.from);
            let gain = game.payoff(witness.player, &deviation)
                - game.payoff(witness.player, &link.profile);
            let loss = welfare_of(game, &link.profile) - welfare_of(game, &deviation);
            prop_assert_eq!((&link.gain, &link.loss), (&gain, &loss));
            gains += gain;
            losses += loss;
        }
        match &level.value {
            Extended::Finite(value) => prop_assert_eq!(value, &over(&gains, &losses)),
            Extended::Infinite => prop_assert!(losses.is_zero() && gains.is_positive()),
        }
    }

    #[test]
    fn the_message_level_is_the_largest_appeal_of_an_unnoticed_deviation(
        (problem, language) in environments(1..=3)
    ) {
        // Where the state is contractible the language also reads the state, and each state is a
        // problem of its own.
        let with_state = language
            .meet(&Language::state_only(&problem))
            .expect("one problem");
        let message = message_level(&problem, &language).expect("fits").value;
        let plain = language_level(&problem, &with_state, &LevelOptions::default())
            .expect("few optima")
            .value;
        prop_assert_eq!(&message, &plain);
        match &message {
            Extended::Finite(value) => {
                // Only self-loops inside one state matter: detectable deviations are fined away.
                for state in 0..problem.states() {
                    let best = brute::greatest_welfare(&problem, state);
                    let quiet = problem.space().iter().any(|profile| {
                        welfare_of(problem.game(state), &profile) == best
                            && no_unnoticed_gain(&problem, &language, state, &profile, value)
                    });
                    prop_assert!(quiet);
                }
                if value.is_positive() {
                    let below = value * &ratio(9_999, 10_000);
                    let all_quiet = (0..problem.states()).all(|state| {
                        let best = brute::greatest_welfare(&problem, state);
                        problem.space().iter().any(|profile| {
                            welfare_of(problem.game(state), &profile) == best
                                && no_unnoticed_gain(&problem, &language, state, &profile, &below)
                        })
                    });
                    prop_assert!(!all_quiet);
                }
            }
            Extended::Infinite => {
                let large = Rational::from(1_000_000);
                let loud = (0..problem.states()).any(|state| {
                    let best = brute::greatest_welfare(&problem, state);
                    problem.space().iter().all(|profile| {
                        welfare_of(problem.game(state), &profile) != best
                            || !no_unnoticed_gain(&problem, &language, state, &profile, &large)
                    })
                });
                prop_assert!(loud);
            }
        }
    }
}

fn no_unnoticed_gain(
    problem: &ContractingProblem,
    language: &Language,
    state: usize,
    profile: &[usize],
    lambda: &Rational,
) -> bool {
    let game = problem.game(state);
    (0..problem.players()).all(|player| {
        (0..game.actions(player)).all(|action| {
            let mut deviation = profile.to_vec();
            deviation[player] = action;
            let gain = game.payoff(player, &deviation) - game.payoff(player, profile);
            let loss = welfare_of(game, profile) - welfare_of(game, &deviation);
            language.cell(state, &deviation) != language.cell(state, profile)
                || gain <= lambda * &loss
        })
    })
}
