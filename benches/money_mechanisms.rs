//! Auctions, Groves mechanisms and their budgets, written out at every profile.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lacuna::mechanism::auction::{SealedBid, one_object};
use lacuna::mechanism::groves::{ExpectedExternality, Groves, balanced_terms};
use lacuna::mechanism::trade::TradeReduction;
use lacuna::mechanism::{MechanismTable, TableLimit};
use lacuna::number::Rational;

fn money_mechanisms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("money mechanisms");
    group.sample_size(20);
    let limit = TableLimit::default();
    // Four bidders with ten values each: ten thousand profiles.
    let values = vec![(0..10).map(Rational::from).collect::<Vec<_>>(); 4];
    let setting = one_object(&values).expect("values");
    let second = SealedBid::second_price(values.clone()).expect("bids");
    group.bench_function("second price, 4 × 10, table", |bencher| {
        bencher.iter(|| MechanismTable::of(black_box(&second), limit).expect("small"));
    });
    let clarke = Groves::clarke(&setting).expect("private");
    group.bench_function("Clarke, 4 × 10, table", |bencher| {
        bencher.iter(|| MechanismTable::of(black_box(&clarke), limit).expect("small"));
    });
    let cavallo = Groves::cavallo(&setting).expect("private");
    group.bench_function("Cavallo, 4 × 10, table", |bencher| {
        bencher.iter(|| MechanismTable::of(black_box(&cavallo), limit).expect("small"));
    });
    group.bench_function("expected externality, 4 × 10, construction", |bencher| {
        bencher.iter(|| ExpectedExternality::new(black_box(&setting), limit).expect("small"));
    });
    group.bench_function("balanced terms, 4 × 10", |bencher| {
        bencher.iter(|| balanced_terms(black_box(&setting), limit).expect("small"));
    });
    let sides = || values[..2].to_vec();
    let market = TradeReduction::new(sides(), sides()).expect("levels");
    group.bench_function("trade reduction, 2 + 2 × 10, table", |bencher| {
        bencher.iter(|| MechanismTable::of(black_box(&market), limit).expect("small"));
    });
    group.finish();
}

criterion_group!(benches, money_mechanisms);
criterion_main!(benches);
