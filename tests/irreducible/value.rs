//! The value of the best mechanism when everybody knows the state, from its definition: variables
//! are the probability of each recommendation and the transfers times that probability.

use lacuna::contract::{Budget, ContractingProblem, Monitoring};
use lacuna::game::Game;
use lacuna::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

/// The value of state 0 of a problem.
pub fn value(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    preferences: &WeightMatrix<Rational>,
    budget: Budget,
    liability: Option<&Rational>,
) -> Rational {
    let (players, signals) = (problem.players(), monitoring.signals());
    let game = problem.game(0);
    let profiles: Vec<Vec<usize>> = problem.space().iter().collect();
    let law = |y: usize, r: &[usize]| monitoring.probability(y, 0, r);
    let mut program = LinearProgram::maximise();
    let probability: Vec<usize> = profiles
        .iter()
        .map(|r| {
            let welfare: Rational = (0..players).map(|i| game.payoff(i, r)).sum();
            program.variable(Bounds::NONNEGATIVE, welfare)
        })
        .collect();
    let mut paid = vec![vec![vec![0; players]; signals]; profiles.len()];
    for (position, r) in profiles.iter().enumerate() {
        for (y, paid) in paid[position].iter_mut().enumerate() {
            let burnt = match budget {
                Budget::Burning => law(y, r),
                _ => Rational::ZERO,
            };
            for variable in paid.iter_mut() {
                *variable = program.variable(Bounds::FREE, burnt.clone());
            }
            let all = paid.iter().map(|&variable| (variable, 1));
            match budget {
                Budget::Balanced => drop(program.row(all, Relation::Equal, 0).expect("valid")),
                Budget::Burning => drop(program.row(all, Relation::AtMost, 0).expect("valid")),
                _ => {}
            }
            if let Some(limit) = liability {
                for &variable in paid.iter() {
                    for sign in [1, -1] {
                        let terms = [
                            (variable, Rational::from(sign)),
                            (probability[position], -limit),
                        ];
                        program.row(terms, Relation::AtMost, 0).expect("valid");
                    }
                }
            }
        }
    }
    let total = probability.iter().map(|&variable| (variable, 1));
    program.row(total, Relation::Equal, 1).expect("valid");
    for (i, &actions) in problem.space().actions().iter().enumerate() {
        for told in 0..actions {
            for action in (0..actions).filter(|&action| action != told) {
                let mut terms = Vec::new();
                for (position, r) in profiles.iter().enumerate().filter(|(_, r)| r[i] == told) {
                    let mut after = r.clone();
                    after[i] = action;
                    let seen = |at: &[usize]| -> Rational {
                        (0..players)
                            .map(|j| preferences.entry(i, j) * &game.payoff(j, at))
                            .sum()
                    };
                    terms.push((probability[position], seen(&after) - seen(r)));
                    for (y, paid) in paid[position].iter().enumerate() {
                        let change = law(y, &after) - law(y, r);
                        for (j, &variable) in paid.iter().enumerate() {
                            terms.push((variable, &change * preferences.entry(i, j)));
                        }
                    }
                }
                program.row(terms, Relation::AtMost, 0).expect("valid");
            }
        }
    }
    let answer = program
        .solve(&LinearOptions::default())
        .expect("small")
        .answer;
    assert!(answer.verify(&program));
    match answer {
        Answer::Optimal(best) => best.value,
        other => panic!("an equilibrium exists and welfare is bounded: {other:?}"),
    }
}
