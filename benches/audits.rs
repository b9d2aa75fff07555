//! Properties of mechanisms, decided by exhaustion.

mod audited;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use lacuna::mechanism::examine::Examination;

fn audits(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("audits");
    for (bidders, values) in [(2, 15), (3, 10), (4, 10)] {
        let (setting, mechanism) = audited::second_price(bidders, values);
        let label = format!("second price, {bidders} bidders × {values} values, dominance");
        group.bench_function(label, |bencher| {
            bencher.iter(|| {
                let examination = Examination::new(black_box(&setting), &mechanism);
                let verdict = examination.expect("valid").dominant_strategy();
                assert!(verdict.expect("small").holds());
            });
        });
    }
    for (label, (setting, mechanism)) in [
        ("second price, 2 × 15", audited::second_price(2, 15)),
        ("bilateral trade, 15 × 15", audited::bilateral_trade(15)),
    ] {
        group.bench_function(format!("{label}, everything"), |bencher| {
            bencher.iter(|| audited::audit(black_box(&setting), &mechanism).expect("small"));
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
    targets = audits
}
criterion_main!(benches);
