//! Enforcing a law allocates nothing once it is warm.
//!
//! Its own crate, because it replaces the allocator of the whole program.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use lacuna::contract::law::{
    ActionKind, CheckOptions, Court, Enforcer, Evidence, FailurePolicy, Law, Observable, Reading,
};
use lacuna::number::Rational;

/// The allocator of the system, which counts what each thread asks of it.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

fn count() {
    // A thread that is going away has no counter any more.
    let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get() + 1));
}

// SAFETY: everything is passed on to the allocator of the system as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(pointer, layout, size) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations() -> u64 {
    ALLOCATIONS.with(Cell::get)
}

const LAW: &str = r#"law "Fair shares"
  let quota = 12
  pool relief
  escrow deposit
  counter offences
  memory price = 1/2
  memory large = 3

start:
  for each p: escrow 5/3 from p in deposit
  for each p: premium 1 from p into relief

resolve:
  for each p: cap catch of p at quota + 1/2
  for each p: if chosen catch of p > quota: sanction p 1/2 graduated by offences times 3
  for each p: for each q other than p: if catch of p > 2 * catch of q: transfer 1/7 from p to q
  for each p: if chosen catch of p > 20: violation by p "took too much"

end:
  for each p: if offences of p < 4: release all from deposit of p
  payout sum(p: catch of p) / 7 from relief to ann
  for each p: if season is drought: grant 1 to p
  for each p: if offences of p > 9: clear offences of p
  remember price = max(1/2, ratio(stock, sum(p: catch of p), 1))
  if season is drought: remember large = large * large
"#;

fn quantity(value: i64) -> Reading {
    Reading::Quantity(Rational::from_integer(value))
}

/// Evidence of a round, without and with actions.
fn evidence(round: i64) -> (Evidence, Evidence) {
    let observations = vec![
        vec![quantity(40 + round % 9)],
        vec![Reading::Label(usize::from(round % 5 == 4))],
    ];
    let actions = (0..5).map(|player| quantity((round * 7 + player * 5) % 23));
    (
        Evidence {
            actions: Vec::new(),
            observations: observations.clone(),
        },
        Evidence {
            actions: actions.collect(),
            observations,
        },
    )
}

fn round(enforcer: &mut Enforcer, evidence: &(Evidence, Evidence)) -> usize {
    let mut entries = 0;
    entries += enforcer
        .start(&evidence.0)
        .expect("evidence")
        .entries()
        .len();
    entries += enforcer
        .resolve(&evidence.1)
        .expect("evidence")
        .entries()
        .len();
    entries + enforcer.end(&evidence.1).expect("evidence").entries().len()
}

#[test]
fn a_thousand_rounds_after_the_first_allocate_nothing() {
    let court = Court::new(
        ["ann", "bob", "cyd", "dee", "fay"],
        ActionKind::quantity("catch"),
    )
    .and_then(|court| court.with_observable(Observable::quantity("stock")))
    .and_then(|court| court.with_observable(Observable::labels("season", ["wet", "drought"])))
    .expect("a court");
    let law = Law::parse(LAW).expect("a law");
    let law = law
        .check(&court, &CheckOptions::default())
        .expect("checked");
    let mut enforcer = Enforcer::new(law, FailurePolicy::Open).expect("a policy");
    let rounds: Vec<(Evidence, Evidence)> = (0..1_001).map(evidence).collect();
    round(&mut enforcer, &rounds[0]);
    let before = allocations();
    let mut entries = 0;
    for evidence in &rounds[1..] {
        entries += round(&mut enforcer, evidence);
    }
    let after = allocations();
    assert_eq!(after - before, 0);
    // Something happened, failures among it: the square of `large` ceases to fit.
    assert!(entries > 10_000, "{entries}");
    assert!(enforcer.failures().end > 100, "{:?}", enforcer.failures());
}

#[test]
fn the_counter_counts() {
    let before = allocations();
    let list = std::hint::black_box(vec![1, 2, 3]);
    assert!(allocations() > before);
    drop(list);
}
