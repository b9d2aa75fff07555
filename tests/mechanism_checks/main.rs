//! Checks of mechanisms and of deviation plans, against hand-made examples, a linear program
//! written down here, and the game that a mechanism makes.

mod documents;
mod examples;
mod games;
mod model;
mod random;
mod speed;
mod strong_duality;
mod tampering;
mod words;

use lacuna::contract::{ContractingProblem, Monitoring};
use lacuna::game::NormalForm;
use lacuna::mechanism::{Communication, DeviationPlan, Manipulation, ReportBound};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

/// An exact number from its text.
fn q(text: &str) -> Rational {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The prisoner's dilemma (3, 0, 5, 1) in one state.
fn dilemma() -> ContractingProblem {
    let rows = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::symmetric(&rows)
        .and_then(|game| game.with_action_names(&["C", "D"]))
        .expect("square");
    ContractingProblem::single_state(game).expect("one state")
}

/// Whoever is told to cooperate defects, with this weight; the plan claims the bound.
fn defection(weight: &Rational, bound: &Rational) -> DeviationPlan {
    let defect = |player| Manipulation::new(player, 0, 0, vec![0], 1, weight.clone());
    DeviationPlan::new(
        Communication::Mediated,
        vec![defect(0), defect(1)],
        vec![],
        Rational::ZERO,
        vec![ReportBound::new(vec![0, 0], bound.clone())],
        bound.clone(),
    )
}

/// Agent 1 is good or bad: bad gains it 1 and costs agent 2 three. Agent 2 rests or monitors, which
/// costs 1/2. "caught" comes about exactly if agent 1 is bad and agent 2 monitors.
fn monitor_game() -> (ContractingProblem, Monitoring) {
    let game = NormalForm::bimatrix(
        &[vec![q("0"), q("0")], vec![q("1"), q("1")]],
        &[vec![q("0"), q("-1/2")], vec![q("-3"), q("-7/2")]],
    )
    .expect("two matrices of one shape");
    let problem = ContractingProblem::single_state(game).expect("one state");
    let monitoring =
        Monitoring::stochastic(&problem, &["quiet", "caught"], |_, profile| match profile {
            [1, 1] => vec![Rational::ZERO, Rational::ONE],
            _ => vec![Rational::ONE, Rational::ZERO],
        })
        .expect("laws");
    (problem, monitoring)
}

/// Players with altruism weight λ.
fn cooperative(players: usize, lambda: &str) -> WeightMatrix<Rational> {
    WeightMatrix::cooperative(players, &q(lambda)).expect("at least 0")
}
