//! Automated design: the best mechanism, exactly, with its proof; and its check.

mod settings;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

fn designs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("designs");
    for types in [5, 10, 15] {
        for (name, case) in settings::cases(types) {
            let designer = case.designer();
            group.bench_function(format!("{name}, solve"), |bencher| {
                bencher.iter(|| black_box(&designer).solve().expect("small"));
            });
            let outcome = designer.solve().expect("small");
            group.bench_function(format!("{name}, verify"), |bencher| {
                bencher.iter(|| assert!(black_box(&outcome).verify(&designer).expect("valid")));
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(500));
    targets = designs
}
criterion_main!(benches);
