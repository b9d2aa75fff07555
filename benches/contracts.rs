//! Welfare gaps, their certificates and levels relative to a language.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lacuna::game::hidden_effort::scenarios;
use lacuna::game::random::{generator, uniform_integers};
use lacuna::prelude::*;

/// Random payoffs in so many equally likely states.
fn random_problem(states: usize, actions: &[usize]) -> ContractingProblem {
    let probability = Rational::ONE
        .checked_div(&Rational::from(states))
        .expect("some states");
    let states = (0..states)
        .map(|state| {
            let game = uniform_integers(actions, -9..=9, &mut generator(2026, state as u64));
            (probability.clone(), game.expect("small"))
        })
        .collect();
    ContractingProblem::new(states).expect("valid")
}

fn total(problem: &ContractingProblem) -> Language {
    Language::output_only(problem, |_, profile| profile.iter().sum::<usize>())
}

fn gaps(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("contracts");
    group.sample_size(20);
    let lifted: Vec<ContractingProblem> = scenarios()
        .into_iter()
        .map(|scenario| {
            let lift = HiddenEffort::new(scenario.payoffs).expect("R above P");
            ContractingProblem::hidden_effort(&lift).expect("valid")
        })
        .collect();
    let selfish = WeightMatrix::identity(2);
    let plain = AttainableOptions::default();
    group.bench_function("60 lifted games, base actions, gap", |bench| {
        bench.iter(|| {
            for problem in &lifted {
                let language = Language::base_actions(problem);
                let gap = welfare_gap(problem, &language, &selfish, &plain);
                black_box(gap.expect("small"));
            }
        });
    });
    group.bench_function("60 lifted games, base actions, level", |bench| {
        bench.iter(|| {
            for problem in &lifted {
                let language = Language::base_actions(problem);
                let level = language_level(problem, &language, &LevelOptions::default());
                black_box(level.expect("small"));
            }
        });
    });
    for (states, actions) in [(12, vec![3, 3]), (30, vec![3, 3]), (8, vec![3, 3, 3])] {
        let problem = random_problem(states, &actions);
        let language = total(&problem);
        let selfish = WeightMatrix::identity(actions.len());
        let shape = format!("{states} states, {actions:?}, total");
        // Balanced budgets cost a linear program a node: seconds for 30 states.
        let budgets = [Budget::Unrestricted, Budget::Balanced];
        for &budget in &budgets[..if states > 12 { 1 } else { 2 }] {
            let options = plain.clone().with_budget(budget);
            group.bench_function(format!("{shape}, {budget:?}, gap"), |bench| {
                bench.iter(|| {
                    let gap = welfare_gap(&problem, &language, &selfish, &options);
                    black_box(gap.expect("within the limits"))
                });
            });
            let gap = welfare_gap(&problem, &language, &selfish, &options);
            let gap = gap.expect("within the limits");
            group.bench_function(format!("{shape}, {budget:?}, verify"), |bench| {
                bench.iter(|| assert!(gap.verify(&problem, &language, &selfish, &options)));
            });
        }
        group.bench_function(format!("{shape}, level"), |bench| {
            bench.iter(|| {
                let level = language_level(&problem, &language, &LevelOptions::default());
                black_box(level.expect("within the limits"))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, gaps);
criterion_main!(benches);
