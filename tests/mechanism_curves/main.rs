//! The value of the best mechanism as a function of the altruism weight: closed forms, and the best
//! mechanism at many weights.

mod exact;
mod random;
mod sampled;
mod weights;

use lacuna::contract::{ContractingProblem, Language, Monitoring};
use lacuna::game::NormalForm;
use lacuna::mechanism::{MechanismOptions, best_mechanism, mechanism_curve};
use lacuna::number::Rational;
use lacuna::parametric::{CurveOptions, Level, ValueCurve};
use lacuna::preference::WeightMatrix;

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn agents(players: usize, lambda: &Rational) -> WeightMatrix<Rational> {
    WeightMatrix::cooperative(players, lambda).expect("not negative")
}

/// The dilemma with these payoffs (R, S, T, P) in one state.
fn dilemma([r, s, t, p]: [i64; 4]) -> ContractingProblem {
    let rows = [[r, s], [t, p]].map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::symmetric(&rows).expect("square");
    ContractingProblem::single_state(game).expect("one state")
}

/// The value falls from 185/28 at λ = 1/3 to 3 at 1/2, and rises to 8.
fn treacherous() -> ContractingProblem {
    let table = |rows: [[i64; 2]; 2]| rows.map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::bimatrix(&table([[5, -6], [4, -7]]), &table([[0, -1], [4, 10]]));
    ContractingProblem::single_state(game.expect("one shape")).expect("one state")
}

/// Agent 1 is good or bad, agent 2 rests or monitors: that is seen, and bad only when it monitors.
fn monitor_game() -> (ContractingProblem, Monitoring) {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let [bad, monitors] = [profile[0], profile[1]].map(|action| Rational::from(action as i64));
        match player {
            0 => bad,
            _ => q("-3") * bad - q("1/2") * monitors,
        }
    })
    .expect("valid");
    let problem = ContractingProblem::single_state(game).expect("valid");
    let seen = Language::observed(&problem, |_, profile| profile[1] * (1 + profile[0]));
    let monitoring = Monitoring::from(&seen);
    (problem, monitoring)
}

fn curve(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
    high: &str,
) -> ValueCurve {
    let (low, high) = (Rational::ZERO, q(high));
    let found = mechanism_curve(
        problem,
        monitoring,
        options,
        &low,
        &high,
        &CurveOptions::default(),
    );
    found.expect("within limits")
}

/// The closed value at λ, directly.
fn direct(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
    lambda: &Rational,
) -> Level {
    let agents = agents(problem.players(), lambda);
    let design = best_mechanism(problem, monitoring, &agents, options).expect("within limits");
    match design.best() {
        Some(best) => Level::Finite(best.closed_value.clone()),
        None => Level::Infeasible,
    }
}
