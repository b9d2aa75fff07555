//! Enforcing a law of ten clauses on one outcome.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lacuna::contract::law::{
    ActionKind, CheckOptions, Court, Enforcer, Evidence, FailurePolicy, Law, Observable, Reading,
};
use lacuna::number::Rational;

/// Two players with labels, as in a table game.
const TABLE: &str = r#"law "Keep to the deal"
  let price = 3
  pool relief
  escrow bond
  counter offences
  memory last = 0

resolve:
  for each p: escrow 1 from p in bond
  if action of row is C and action of column is D: transfer price from column to row
  if action of row is D and action of column is C: transfer price from row to column
  for each p: if action of p is D: sanction p 1/2 graduated by offences times 2
  for each p: if action of p is D: violation by p "defected"
  if every(p: action of p is D): fine row 1
  for each p: if offences of p > 3: direct p to C
  for each p: for each q other than p: if action of p is C and action of q is C: transfer 1 from p to q
  remember last = number(p: action of p is C)
  for each p: if action of p is C: release all from bond of p
"#;

/// Five fishers with quantities.
const COMMONS: &str = include_str!("fair_shares.law");

fn enforcer(court: &Court, text: &str) -> Enforcer {
    let law = Law::parse(text).expect("a law");
    let law = law.check(court, &CheckOptions::default()).expect("checked");
    Enforcer::new(law, FailurePolicy::Open).expect("a policy")
}

fn quantity(value: i64) -> Reading {
    Reading::Quantity(Rational::from_integer(value))
}

fn laws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("laws");
    let labels = [vec!["C", "D"], vec!["C", "D"]];
    let court = Court::new(["row", "column"], ActionKind::labels("action", labels));
    let mut table = enforcer(&court.expect("a court"), TABLE);
    let outcomes: Vec<Evidence> = (0..4)
        .map(|profile| Evidence {
            actions: vec![Reading::Label(profile / 2), Reading::Label(profile % 2)],
            observations: Vec::new(),
        })
        .collect();
    let mut turn = 0;
    group.bench_function("ten clauses, two players with labels", |bencher| {
        bencher.iter(|| {
            turn = (turn + 1) % outcomes.len();
            table
                .resolve(black_box(&outcomes[turn]))
                .expect("evidence")
                .failure()
                .is_some()
        });
    });
    let court = Court::new(
        ["player 0", "player 1", "player 2", "player 3", "player 4"],
        ActionKind::quantity("catch"),
    )
    .and_then(|court| court.with_observable(Observable::quantity("stock")));
    let mut commons = enforcer(&court.expect("a court"), COMMONS);
    let outcomes: Vec<Evidence> = (0..4)
        .map(|round| Evidence {
            actions: [10, 12, 14, 8, 9 + 6 * round].map(quantity).to_vec(),
            observations: vec![vec![quantity(50 + 5 * round)]],
        })
        .collect();
    let mut turn = 0;
    group.bench_function("ten clauses, five players with quantities", |bencher| {
        bencher.iter(|| {
            turn = (turn + 1) % outcomes.len();
            commons
                .resolve(black_box(&outcomes[turn]))
                .expect("evidence")
                .failure()
                .is_some()
        });
    });
    let law = Law::parse(COMMONS).expect("a law");
    let court = commons.law().court().clone();
    group.bench_function("check the commons law", |bencher| {
        bencher.iter(|| {
            law.check(black_box(&court), &CheckOptions::default())
                .expect("checked")
        });
    });
    group.finish();
}

criterion_group!(benches, laws);
criterion_main!(benches);
