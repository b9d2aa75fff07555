//! Checks of large plans are fast; run with `--release -- --nocapture speed` for the times.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use lacuna::contract::{Budget, ContractingProblem, Information, Monitoring};
use lacuna::game::NormalForm;
use lacuna::mechanism::{
    Communication, DeviationPlan, Manipulation, MechanismOptions, ReportBound,
};
use lacuna::number::Rational;

use super::random::Draw;
use super::{cooperative, q};

/// A weight with a hundred digits above and below the line.
fn weight(draw: &mut Draw) -> Rational {
    let digits: String = (0..100)
        .map(|_| char::from(b'0' + draw.below(10) as u8))
        .collect();
    q(&format!("1{digits}/3{}7", "0".repeat(99)))
}

fn problem(draw: &mut Draw, actions: &[usize], states: usize) -> ContractingProblem {
    let equal = Rational::new(1, states as i64).expect("states");
    let games = (0..states)
        .map(|_| {
            let game = NormalForm::from_fn(actions, |_, _| draw.between(-50, 50));
            (equal.clone(), game.expect("small"))
        })
        .collect();
    ContractingProblem::new(games)
        .and_then(|p| p.with_information(Information::complete(actions.len(), states)))
        .expect("valid")
}

/// A monitoring with so many cells.
fn cells(draw: &mut Draw, problem: &ContractingProblem, cells: usize) -> Monitoring {
    let names: Vec<String> = (0..cells).map(|cell| cell.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Monitoring::stochastic(problem, &names, |_, _| {
        let mut law = vec![Rational::ZERO; cells];
        law[draw.below(cells)] = Rational::ONE;
        law
    })
    .expect("laws")
}

/// Every disobedience with a weight of its own, and lies whose weights do not depend on what is
/// heard.
fn dense(
    draw: &mut Draw,
    problem: &ContractingProblem,
    communication: Communication,
) -> DeviationPlan {
    let mut manipulations = vec![];
    for (player, &actions) in problem.space().actions().iter().enumerate() {
        let types = problem.information().types(player);
        for own_type in 0..types {
            if communication == Communication::Recommendations {
                for number in 0..actions.pow(types as u32) {
                    let place = |t: usize| number / actions.pow(t as u32) % actions;
                    let told: Vec<usize> = (0..types).map(place).collect();
                    let action = draw.below(actions);
                    let w = weight(draw);
                    manipulations.push(Manipulation::new(
                        player, own_type, own_type, told, action, w,
                    ));
                }
                continue;
            }
            for report in 0..types {
                let lie = weight(draw);
                for told in 0..actions {
                    if report != own_type {
                        let action = draw.below(actions);
                        let lie = lie.clone();
                        manipulations.push(Manipulation::new(
                            player,
                            own_type,
                            report,
                            vec![told],
                            action,
                            lie,
                        ));
                        continue;
                    }
                    for action in (0..actions).filter(|&action| action != told) {
                        let w = weight(draw);
                        manipulations.push(Manipulation::new(
                            player,
                            own_type,
                            report,
                            vec![told],
                            action,
                            w,
                        ));
                    }
                }
            }
        }
    }
    DeviationPlan::new(communication, manipulations, vec![], q("0"), vec![], q("0"))
}

/// The time of a check, the best of some.
fn time(
    actions: &[usize],
    states: usize,
    signals: usize,
    communication: Communication,
) -> Duration {
    let mut draw = Draw::new(7);
    let problem = problem(&mut draw, actions, states);
    let monitoring = cells(&mut draw, &problem, signals);
    let kind = cooperative(actions.len(), "1/3");
    let options = MechanismOptions::default()
        .with_budget(Budget::Balanced)
        .with_liability(q("7/2"))
        .with_communication(communication);
    let mut plan = dense(&mut draw, &problem, communication);
    let bound = plan.bound_at(&problem, &monitoring, &kind, &options);
    plan.bound = bound.expect("transfers are limited");
    // A bound for each profile of reports: the whole for one, and too little for the others.
    let mut reports = BTreeMap::new();
    for state in 0..states {
        for player in 0..actions.len() {
            for lie in 0..states {
                let mut profile = problem.information().profile(state);
                profile[player] = lie;
                reports.insert(profile, ());
            }
        }
    }
    if communication == Communication::Recommendations {
        reports = BTreeMap::from([(vec![], ())]);
    }
    let bound = plan.bound.clone();
    plan.reports = reports
        .into_keys()
        .map(|reports| ReportBound::new(reports, bound.clone()))
        .collect();
    let best = (0..5).map(|_| {
        let start = Instant::now();
        let verified = plan.verify(&problem, &monitoring, &kind, &options);
        let time = start.elapsed();
        assert!(verified || states > 1 && communication == Communication::Mediated);
        time
    });
    best.min().expect("some")
}

#[test]
fn speed() {
    let mediated = Communication::Mediated;
    for (what, time) in [
        (
            "4×4×4×4, 1 state, 16 cells",
            time(&[4, 4, 4, 4], 1, 16, mediated),
        ),
        ("3×3×3, 2 states, 9 cells", time(&[3, 3, 3], 2, 9, mediated)),
        (
            "3×3×3, 2 states, 9 cells, no reports",
            time(&[3, 3, 3], 2, 9, Communication::Recommendations),
        ),
        (
            "2×2×2, 4 states, no reports",
            time(&[2, 2, 2], 4, 4, Communication::Recommendations),
        ),
    ] {
        println!("{what}: {time:?}");
        assert!(time < Duration::from_secs(10), "{what}: {time:?}");
    }
}
