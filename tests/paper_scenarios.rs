//! What the theory says of the paper's sixty scenarios, exactly.

use lacuna::equilibrium::phase_diagram::{PhaseDiagram, PhaseOptions, Threshold};
use lacuna::game::NormalForm;
use lacuna::game::hidden_effort::{Family, Scenario, scenarios};
use lacuna::prelude::*;

const COOPERATE_HIGH: [usize; 2] = [0, 0];

fn lifted(scenario: &Scenario) -> ContractingProblem {
    let lift = HiddenEffort::new(scenario.payoffs.clone()).expect("R above P");
    ContractingProblem::hidden_effort(&lift).expect("valid")
}

fn base(scenario: &Scenario) -> ContractingProblem {
    let game = scenario.payoffs.game().expect("valid");
    ContractingProblem::single_state(game)
        .and_then(|problem| problem.with_contractible(vec![Contractible::everything(2); 2]))
        .expect("valid")
}

/// R − P, the unit in which the gaps of a lifted game are written.
fn stakes(scenario: &Scenario) -> Rational {
    &scenario.payoffs.reward - &scenario.payoffs.punishment
}

fn twelfth() -> Rational {
    Rational::new(1, 12).expect("non-zero")
}

fn diagram(game: &NormalForm<Rational>) -> PhaseDiagram {
    PhaseDiagram::new(game, &PhaseOptions::default()).expect("small")
}

/// The gaps of selfish players at the best and at the worst equilibrium, checked by the verifier.
fn gaps(
    problem: &ContractingProblem,
    language: &Language,
    budget: Budget,
) -> (Option<Rational>, Option<Rational>) {
    let selfish = WeightMatrix::identity(2);
    let options = AttainableOptions::default().with_budget(budget);
    let gap = welfare_gap(problem, language, &selfish, &options).expect("small");
    assert!(gap.verify(problem, language, &selfish, &options));
    (gap.best, gap.worst)
}

#[test]
fn high_effort_cooperation_is_the_unique_optimum_of_every_lifted_game() {
    for scenario in scenarios() {
        assert_eq!(lifted(&scenario).first_best().optima, vec![vec![0]]);
    }
}

#[test]
fn the_optimum_of_every_lifted_game_is_an_equilibrium_from_two_on() {
    for scenario in scenarios() {
        let problem = lifted(&scenario);
        let two = Extended::Finite(Rational::from(2));
        assert_eq!(selfishness_level(&problem).expect("informed").value, two);
        let interval = lambda_interval(problem.game(0), &COOPERATE_HIGH).expect("valid");
        let interval = interval.expect("a unique optimum has a finite level");
        assert_eq!(
            (interval.from, interval.to),
            (Rational::from(2), Extended::Infinite)
        );
        let diagram = diagram(problem.game(0));
        assert_eq!(
            diagram.some_equilibrium_is_optimal(),
            Threshold::Attained(Rational::from(2))
        );
    }
}

#[test]
fn every_equilibrium_of_a_lifted_game_is_optimal_above_two_and_not_at_two() {
    for scenario in scenarios() {
        let diagram = diagram(lifted(&scenario).game(0));
        assert_eq!(
            diagram.every_equilibrium_is_optimal(),
            Threshold::Infimum(Rational::from(2))
        );
        let at_two = diagram.at(&Rational::from(2)).expect("positive");
        let mut remaining = vec![vec![0, 0], vec![0, 1], vec![1, 0]];
        // In two dilemmas with the same payoffs mutual defection, too, ends at exactly 2.
        if [177, 456].contains(&scenario.lifted_id) {
            remaining.push(vec![2, 2]);
        }
        assert_eq!(at_two.profiles, remaining);
    }
}

#[test]
fn selfish_players_lose_what_the_theory_says_in_every_lifted_game() {
    for scenario in scenarios() {
        let problem = lifted(&scenario);
        let large = Rational::from(2) * &stakes(&scenario);
        let small = stakes(&scenario) * &twelfth();
        let best = match scenario.family {
            Family::PrisonersDilemma => large.clone(),
            _ => small.clone(),
        };
        for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
            let nothing = gaps(&problem, &Language::trivial(&problem), budget);
            assert_eq!(nothing, (Some(best.clone()), Some(large.clone())));
            // A contract on base actions leaves η, at its best and at its worst equilibrium.
            let base_actions = gaps(&problem, &Language::base_actions(&problem), budget);
            assert_eq!(base_actions, (Some(small.clone()), Some(small.clone())));
            let complete = gaps(&problem, &Language::complete(&problem), budget);
            assert_eq!(complete.0, Some(Rational::ZERO));
        }
    }
}

#[test]
fn the_complete_language_needs_no_altruism_and_base_actions_need_two() {
    for scenario in scenarios() {
        let problem = lifted(&scenario);
        let options = LevelOptions::default();
        let level = |language| {
            language_level(&problem, &language, &options)
                .expect("small")
                .value
        };
        assert_eq!(
            level(Language::complete(&problem)),
            Extended::Finite(Rational::ZERO)
        );
        assert_eq!(
            level(Language::base_actions(&problem)),
            Extended::Finite(Rational::from(2))
        );
        let game = base(&scenario);
        let complete = language_level(&game, &Language::complete(&game), &options);
        assert_eq!(
            complete.expect("small").value,
            Extended::Finite(Rational::ZERO)
        );
    }
}

#[test]
fn eleven_lifted_dilemmas_have_an_interval_without_pure_equilibrium() {
    let count = |family: Family| {
        scenarios()
            .iter()
            .filter(|scenario| scenario.family == family)
            .filter(|scenario| {
                diagram(lifted(scenario).game(0))
                    .phases_without_equilibrium()
                    .next()
                    .is_some()
            })
            .count()
    };
    assert_eq!(count(Family::PrisonersDilemma), 11);
    assert_eq!(count(Family::StagHunt), 0);
}

#[test]
fn base_dilemmas_have_the_threshold_of_the_closed_form_and_hunts_need_none() {
    let mut thresholds = Vec::new();
    for scenario in scenarios() {
        let level = selfishness_level(&base(&scenario)).expect("informed").value;
        let p = &scenario.payoffs;
        let expected = match scenario.family {
            Family::PrisonersDilemma => {
                let gain = &p.temptation - &p.reward;
                let loss = Rational::from(2) * &p.reward - &p.sucker - &p.temptation;
                let ratio = gain.checked_div(&loss).expect("an optimum at (C, C)");
                thresholds.push(ratio.clone());
                ratio
            }
            _ => Rational::ZERO,
        };
        assert_eq!(level, Extended::Finite(expected));
    }
    let three_elevenths = Rational::new(3, 11).expect("non-zero");
    let three_halves = Rational::new(3, 2).expect("non-zero");
    assert_eq!(thresholds.iter().min(), Some(&three_elevenths));
    assert_eq!(thresholds.iter().max(), Some(&three_halves));
}

#[test]
fn a_directive_to_cooperate_leaves_the_residual_game_of_effort() {
    // With both base actions commanded, one player works hard and the other does not.
    for scenario in scenarios() {
        let problem = lifted(&scenario);
        let language = Language::base_actions(&problem);
        let mut contract = PlainContract::none(2, language.cells());
        for cell in (0..language.cells()).map(Cell::new) {
            for player in 0..2 {
                contract = contract.with_directive(player, cell, 0).expect("a cell");
            }
        }
        let induced = contract.induced_game(&problem, &language, 0).expect("fits");
        let first_best = problem.first_best().expected;
        let equilibria = pure_equilibria(&induced, &PureOptions::default()).expect("small");
        assert!(!equilibria.set().is_empty());
        for profile in equilibria.set().iter() {
            let enforced = induced.enforced(&profile);
            assert!(
                enforced == vec![0, 1] || enforced == vec![1, 0],
                "{enforced:?}"
            );
            assert_eq!(
                &first_best - &induced.material_welfare(&profile),
                stakes(&scenario) * &twelfth()
            );
        }
    }
}
