//! Plain contracts, cells, and underinvestment on grids.

use lacuna::contract::{
    AttainableOptions, Budget, ContractingProblem, Language, SettlementOptions, attainable, settle,
};
use lacuna::game::catalogue::{DilemmaPayoffs, prisoners_dilemma};
use lacuna::game::{Game, NormalForm};
use lacuna::gap::level::{LevelOptions, language_level};
use lacuna::gap::transfers::{Concept, Enforcement, FineDestination, prosociality_needed};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use super::found::{Computation, Found, row};
use super::support::instances::{OnGrid, enforcement, hold_up, property_rights, team};
use super::support::{cooperative, over, q, ratio, single};

/// An actor who gains 1 from missing the state, and another who gains 3 if the state is matched.
fn cell() -> ContractingProblem {
    let game = |state: usize| {
        NormalForm::from_fn(&[2, 1], |player, profile| {
            let matched = profile[0] == state;
            Rational::from(match player {
                0 => i64::from(!matched),
                _ => 3 * i64::from(matched),
            })
        })
        .expect("small")
    };
    ContractingProblem::new(vec![(ratio(1, 2), game(0)), (ratio(1, 2), game(1))])
        .expect("a prior and one shape")
}

fn attained(
    problem: &ContractingProblem,
    language: &Language,
    lambda: &str,
    options: &AttainableOptions,
) -> Rational {
    let seen = cooperative(problem.players(), &q(lambda));
    let found = attainable(problem, language, &seen, options).expect("small");
    let best = found.best.expect("a plan");
    assert!(found.certificate.verify(
        problem,
        language,
        &seen,
        &options.settlement,
        Some(&best.welfare)
    ));
    best.welfare
}

/// What plain contracts on the action attain in the cell example.
fn on_the_action(lambda: &str) -> Rational {
    let problem = cell();
    let language = Language::actions_only(&problem);
    attained(&problem, &language, lambda, &AttainableOptions::default())
}

fn chain_level() -> Found {
    let problem = cell();
    let language = Language::actions_only(&problem);
    let level = language_level(&problem, &language, &LevelOptions::default()).expect("small");
    level.value.into()
}

/// Two who work or not at a cost; each effort adds 1 to the output, which they share.
fn partners(cost: &str) -> (ContractingProblem, Language) {
    let cost = q(cost);
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let output: usize = profile.iter().sum();
        ratio(output as i64, 2) - &cost * &Rational::from(profile[player])
    });
    let problem = single(game.expect("small"));
    let language = Language::output_only(&problem, |_, profile| profile.iter().sum::<usize>());
    (problem, language)
}

fn balances(cost: &str) -> bool {
    let (problem, language) = partners(cost);
    let options = SettlementOptions::default().with_budget(Budget::Balanced);
    let selfish = WeightMatrix::identity(2);
    settle(&problem, &language, &[vec![1, 1]], &selfish, &options)
        .expect("small")
        .is_met()
}

fn investment_and_gap(found: OnGrid) -> Vec<Rational> {
    vec![found.chosen[0].clone(), found.gap]
}

fn owned(first: &str, second: &str) -> Rational {
    property_rights(&[q("2"), q("1")], &[q(first), q(second)], &Rational::ZERO).gap
}

/// The λ needed with the fine paid to the other, and with the fine burnt, checked in the game with
/// fines and against the contract that fines the defector.
fn needed(chance: &str, fine: &str) -> Vec<Rational> {
    let game = prisoners_dilemma(3, 0, 5, 1).expect("ordered");
    let payoffs = DilemmaPayoffs::new(3, 0, 5, 1);
    let expected = q(chance) * q(fine);
    [FineDestination::Others, FineDestination::Burnt]
        .map(|destination| {
            let caught = Enforcement::uniform(&game, &[0, 0], &q(chance), q(fine), destination);
            let found = prosociality_needed(
                &game,
                &[0, 0],
                &caught.expect("a chance and a fine"),
                Concept::Equilibrium,
            )
            .expect("valid");
            assert!(found.verify(&game));
            let lambda = found.range.least().expect("some λ").clone();
            let burnt = destination == FineDestination::Burnt;
            assert_eq!(lambda, enforcement(&payoffs, &expected, burnt));
            lambda
        })
        .to_vec()
}

fn first_best_of_cell() -> Rational {
    let problem = cell();
    let total: Rational = (0..2)
        .map(|state| {
            let game = problem.game(state);
            let best = problem
                .space()
                .iter()
                .map(|profile| (0..2).map(|i| game.payoff(i, &profile)).sum::<Rational>());
            best.max().expect("a profile")
        })
        .sum();
    assert_eq!(problem.first_best().expected, over(&total, &q("2")));
    problem.first_best().expected
}

pub fn table() -> Vec<(&'static str, Computation)> {
    vec![
        row("cell.both_informed.FB", first_best_of_cell),
        row("cell.actor_informed.lambda_0", || on_the_action("0")),
        row("cell.actor_informed.lambda_0.49", || on_the_action("0.49")),
        row("cell.actor_informed.lambda_0.6", || on_the_action("0.6")),
        row("cycle_level.cell_example", chain_level),
        row("team.plain_balanced_feasible.c_0.4", || balances("0.4")),
        row("team.plain_balanced_feasible.c_0.51", || balances("0.51")),
        row("holdup.v1.0_b0.5_l1.0", || {
            investment_and_gap(hold_up(&q("1"), &q("0.5"), &q("1")))
        }),
        row("holdup.v2.0_b0.3_l0.5", || {
            investment_and_gap(hold_up(&q("2"), &q("0.3"), &q("0.5")))
        }),
        row("holdup.v1.0_b0.5_l9.0", || {
            investment_and_gap(hold_up(&q("1"), &q("0.5"), &q("9")))
        }),
        row("property_rights.gap", || {
            vec![owned("0.6", "0"), owned("0", "0.6"), owned("0", "0")]
        }),
        row("holmstrom_team.n3_l0.0", || team(3, &q("0")).gap),
        row("holmstrom_team.n3_l1.0", || team(3, &q("1")).gap),
        row("holmstrom_team.n5_l2.0", || team(5, &q("2")).gap),
        row("tradeoff.pd.q0.5_F1.0", || needed("0.5", "1")),
        row("tradeoff.pd.q0.25_F4.0", || needed("0.25", "4")),
        row("tradeoff.pd.q0.1_F5.0", || needed("0.1", "5")),
    ]
}
