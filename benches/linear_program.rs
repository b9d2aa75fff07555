//! Exact linear programs: in floating point alone, with the proof, from the old basis, and the
//! check of the proof.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lacuna::game::random::generator;
use lacuna::linear_program::{Bounds, LinearOptions, LinearProgram, Relation};
use rand::RngExt;

/// The value of a random matrix game.
fn matrix_game(size: usize) -> LinearProgram {
    let mut rng = generator(1, size as u64);
    let mut program = LinearProgram::maximise();
    for _ in 0..size {
        program.variable(Bounds::NONNEGATIVE, 0);
    }
    let value = program.variable(Bounds::FREE, 1);
    let rows = (0..size).map(|_| {
        let mut terms: Vec<(usize, i64)> =
            (0..size).map(|i| (i, -rng.random_range(0..1000))).collect();
        terms.push((value, 1));
        terms
    });
    let rows: Vec<_> = rows.collect();
    for terms in rows {
        let _ = program.row(terms, Relation::AtMost, 0);
    }
    let _ = program.row((0..size).map(|i| (i, 1)), Relation::Equal, 1);
    program
}

/// A random assignment problem.
fn assignment(size: usize) -> LinearProgram {
    let mut rng = generator(2, size as u64);
    let mut program = LinearProgram::minimise();
    for _ in 0..size * size {
        program.variable(Bounds::NONNEGATIVE, rng.random_range(0..100));
    }
    for i in 0..size {
        let _ = program.row((0..size).map(|j| (i * size + j, 1)), Relation::Equal, 1);
        let _ = program.row((0..size).map(|j| (j * size + i, 1)), Relation::Equal, 1);
    }
    program
}

fn programs(criterion: &mut Criterion) {
    let cases = [
        ("matrix_game_20", matrix_game(20)),
        ("matrix_game_50", matrix_game(50)),
        ("matrix_game_100", matrix_game(100)),
        ("assignment_10", assignment(10)),
        ("assignment_30", assignment(30)),
    ];
    let options = LinearOptions::default();
    for (name, program) in cases {
        let Ok(solved) = program.solve(&options) else {
            continue;
        };
        let warm = options.clone().with_start(solved.basis.clone());
        let mut group = criterion.benchmark_group(name);
        group.bench_function("float", |b| {
            b.iter(|| black_box(&program).solve_numeric(&options));
        });
        group.bench_function("exact", |b| b.iter(|| black_box(&program).solve(&options)));
        group.bench_function("exact_warm", |b| {
            b.iter(|| black_box(&program).solve(&warm))
        });
        group.bench_function("verify", |b| {
            b.iter(|| solved.answer.verify(black_box(&program)));
        });
        group.finish();
    }
}

criterion_group!(benches, programs);
criterion_main!(benches);
