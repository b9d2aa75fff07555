//! The scan for pure equilibria, on exact and floating-point payoffs: random games of four shapes,
//! and a degenerate game in which every profile is an equilibrium.
//!
//! `pure_scan_scaling` goes up to 10⁸ payoffs; `benches/peers/pure_scan.py` compares with others.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::{GameError, NormalForm};
use lacuna::number::{Rational, Tolerance};

/// A game with integer payoffs below `bound` from a fixed linear congruence (Knuth's MMIX).
fn random(actions: &[usize], bound: i64) -> Result<NormalForm<Rational>, GameError> {
    let mut state = 1u64;
    NormalForm::from_fn(actions, |_, _| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        Rational::from((state >> 33) as i64 % bound)
    })
}

fn scans(criterion: &mut Criterion) {
    let exact_options = PureOptions::default();
    let options = PureOptions::within(Tolerance::NONE);
    let mut group = criterion.benchmark_group("pure_equilibria");
    for (label, actions, bound) in [
        ("200 × 200", vec![200; 2], 1_000_000),
        ("40 × 40 × 40", vec![40; 3], 1_000_000),
        ("5 players × 8 actions", vec![8; 5], 1_000_000),
        ("8 players × 4 actions", vec![4; 8], 1_000_000),
        ("200 × 200, all payoffs equal", vec![200; 2], 1),
    ] {
        let exact = random(&actions, bound).expect("small");
        let numeric = exact.to_f64().expect("small");
        let payoffs = exact.space().len() * actions.len();
        group.throughput(Throughput::Elements(payoffs as u64));
        group.bench_function(format!("{label}/Rational"), |bencher| {
            bencher.iter(|| pure_equilibria(black_box(&exact), &exact_options).expect("few"));
        });
        group.bench_function(format!("{label}/f64"), |bencher| {
            bencher.iter(|| pure_equilibria(black_box(&numeric), &options).expect("few"));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = scans
}
criterion_main!(benches);
