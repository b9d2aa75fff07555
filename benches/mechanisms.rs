//! The value of the best mechanism, exactly and in floating point.

mod drawn;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use drawn::Kind;
use lacuna::contract::Monitoring;
use lacuna::game::hidden_effort::scenarios;
use lacuna::mechanism::{MechanismOptions, approximate_value, best_mechanism};
use lacuna::prelude::*;

/// Both solvers on one problem.
fn both(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    label: &str,
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
) {
    let selfish = WeightMatrix::identity(problem.players());
    group.bench_function(format!("{label}, numeric"), |bencher| {
        bencher.iter(|| {
            approximate_value(black_box(problem), monitoring, &selfish, options).expect("small")
        });
    });
    group.bench_function(format!("{label}, exact"), |bencher| {
        bencher.iter(|| {
            best_mechanism(black_box(problem), monitoring, &selfish, options).expect("small")
        });
    });
}

fn mechanisms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("mechanisms");
    for (players, actions, states) in [(3, 3, 2), (4, 4, 1)] {
        for kind in [Kind::Uniform, Kind::Effort] {
            let (problem, language) = drawn::drawn(kind, players, actions, states);
            let monitoring = Monitoring::from(&language);
            for (budget_name, budget) in drawn::BUDGETS {
                for liability in [Some(1), Some(3), None] {
                    let limit = liability.map_or("no limit".to_owned(), |l| format!("L = {l}"));
                    let shape = format!("{players} players × {actions} actions, {states} states");
                    let label = format!("{shape}, {}, {budget_name}, {limit}", kind.name());
                    let options = drawn::options(budget, liability);
                    both(&mut group, &label, &problem, &monitoring, &options);
                }
            }
        }
    }
    let lifted: Vec<(ContractingProblem, Monitoring)> = scenarios()
        .into_iter()
        .map(|scenario| {
            let lift = HiddenEffort::new(scenario.payoffs).expect("R above P");
            let problem = ContractingProblem::hidden_effort(&lift).expect("valid");
            let monitoring = Monitoring::from(&Language::base_actions(&problem));
            (problem, monitoring)
        })
        .collect();
    let half = Rational::new(1, 2).expect("not zero");
    let agents = WeightMatrix::cooperative(2, &half).expect("not negative");
    for (budget_name, budget) in drawn::BUDGETS {
        let options = drawn::options(budget, None);
        let label = format!("60 lifted games, λ = 1/2, {budget_name}");
        group.bench_function(format!("{label}, numeric"), |bencher| {
            bencher.iter(|| {
                for (problem, monitoring) in &lifted {
                    let value = approximate_value(problem, monitoring, &agents, &options);
                    black_box(value.expect("small"));
                }
            });
        });
        group.bench_function(format!("{label}, exact"), |bencher| {
            bencher.iter(|| {
                for (problem, monitoring) in &lifted {
                    let design = best_mechanism(problem, monitoring, &agents, &options);
                    black_box(design.expect("small"));
                }
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(500));
    targets = mechanisms
}
criterion_main!(benches);
