//! Each hook is all or nothing, money is only where it was paid, and an amendment is refused as a
//! whole: the defects of systems whose contracts are Python code that concern money and failures.

use lacuna::contract::law::{AmendmentTerms, BudgetClass, Enforcer, FailurePolicy, Law, Reading};
use lacuna::number::Rational;

use super::{caught, checked, enforcer, fishery, q, refused};

#[test]
fn without_grants_the_players_never_receive_more_than_they_paid() {
    let law = checked(
        "law \"Greedy\"\n  pool fund\n  escrow bond\nstart:\n  for each p: escrow 3 from p in bond\n\
         resolve:\n  for each p: premium 2 from p into fund\n  \
         for each p: payout 1000 from fund to p\n  \
         for each p: for each q: release 1000 from bond of q to p\n  \
         for each p: for each q: transfer catch of p from p to q\n\
         end:\n  for each p: payout 1000 from fund to p\n  for each p: release all from bond of p\n",
        &fishery(),
    );
    assert_eq!(law.budget_class(), BudgetClass::Balanced);
    let mut enforcer = Enforcer::new(law, FailurePolicy::Open).expect("a policy");
    let mut balance = Rational::ZERO;
    for round in 0..20 {
        let catches = [round, 3, 2 * round, 1, 0];
        for ruling in [
            enforcer
                .start(&caught(&[], 100))
                .map(|ruling| ruling.transfers().to_vec()),
            enforcer
                .resolve(&caught(&catches, 100))
                .map(|ruling| ruling.transfers().to_vec()),
            enforcer
                .end(&caught(&catches, 90))
                .map(|ruling| ruling.transfers().to_vec()),
        ] {
            let paid: Rational = ruling.expect("fits").iter().sum();
            balance += &paid;
            assert!(!balance.is_positive());
        }
        assert_eq!(-&balance, enforcer.ledgers().total_held());
    }
}

/// Escrow, a pool, a counter and a violation, and then a number that cannot be held.
const BREAKS: &str = "law \"Breaks\"
  escrow bond
  pool fund
  counter late
  memory x = 4611686018427387904
resolve:
  for each p: escrow 6 from p in bond
  for each p: premium 4 from p into fund
  for each p: count late of p
  for each p: violation by p \"late\"
  cap catch of Kate at 1
  remember x = x * x
end:
  for each p: release all from bond of p
  payout 1000 from fund to John
";

#[test]
fn a_failed_hook_leaves_nothing_behind_to_be_paid_out_later() {
    let evidence = caught(&[5; 5], 100);
    let mut enforcer = enforcer(BREAKS, &fishery());
    for round in 1..=3 {
        let before = enforcer.ledgers().clone();
        let ruling = enforcer.resolve(&evidence).expect("open");
        assert!(ruling.failure().is_some());
        assert_eq!(ruling.transfers(), vec![Rational::ZERO; 5]);
        assert_eq!(ruling.violations().count(), 0);
        assert_eq!(ruling.actions(), evidence.actions);
        assert_eq!((ruling.destroyed(), ruling.granted()), (&q("0"), &q("0")));
        assert_eq!(enforcer.ledgers(), &before);
        assert!(enforcer.ledgers().total_held().is_zero());
        let ruling = enforcer.end(&evidence).expect("nothing wrong");
        assert_eq!(ruling.transfers(), vec![Rational::ZERO; 5]);
        assert_eq!(enforcer.failures().total(), round);
    }
}

#[test]
fn a_failure_does_what_the_policy_says_and_is_counted() {
    let evidence = caught(&[5; 5], 100);
    let law = checked(BREAKS, &fishery());
    let fallback = vec![Reading::Quantity(q("2")); 5];
    let closed = FailurePolicy::Closed {
        actions: fallback.clone(),
    };
    let mut enforcer = Enforcer::new(law.clone(), closed).expect("in range");
    let ruling = enforcer.resolve(&evidence).expect("closed");
    assert_eq!(ruling.actions(), fallback);
    assert_eq!(ruling.transfers(), vec![Rational::ZERO; 5]);
    assert_eq!(enforcer.failures().total(), 1);
    let mut enforcer = Enforcer::new(law.clone(), FailurePolicy::Abort).expect("a policy");
    let before = enforcer.ledgers().clone();
    enforcer.resolve(&evidence).expect_err("abort");
    assert_eq!(enforcer.ledgers(), &before);
    // A fallback that the court does not know is refused at once.
    for actions in [
        vec![Reading::Quantity(q("2")); 4],
        vec![Reading::Quantity(q("-2")); 5],
    ] {
        let policy = FailurePolicy::Closed { actions };
        assert!(Enforcer::new(law.clone(), policy).is_err());
    }
}

#[test]
fn a_failed_start_is_reported_and_has_no_effect() {
    let mut enforcer = enforcer(
        "law \"Start\"\n  escrow bond\n  memory x = 4611686018427387904\nstart:\n  \
         for each p: escrow 5 from p in bond\n  remember x = x + x\n",
        &fishery(),
    );
    let ruling = enforcer.start(&caught(&[], 100)).expect("open");
    assert!(ruling.failure().is_some());
    assert_eq!(ruling.transfers(), vec![Rational::ZERO; 5]);
    assert!(enforcer.ledgers().total_held().is_zero());
    assert_eq!(enforcer.failures().total(), 1);
}

#[test]
fn money_is_reported_with_the_hook_that_moved_it() {
    let mut enforcer = enforcer(
        "law \"Dates\"\nstart:\n  fine John 1\nresolve:\n  cap catch of Kate at 2\n  fine Kate 2\nend:\n  \
         fine Jack catch of Kate\n",
        &fishery(),
    );
    let paid = |transfers: &[Rational]| transfers.iter().map(Rational::to_f64).collect::<Vec<_>>();
    let started = enforcer.start(&caught(&[], 100)).expect("fits");
    assert_eq!(paid(started.transfers()), [-1.0, 0.0, 0.0, 0.0, 0.0]);
    let resolved = enforcer.resolve(&caught(&[9; 5], 100)).expect("fits");
    assert_eq!(paid(resolved.transfers()), [0.0, -2.0, 0.0, 0.0, 0.0]);
    // What was enforced is in the ruling, what was chosen in the evidence.
    assert_eq!(resolved.actions()[1], Reading::Quantity(q("2")));
    assert!(resolved.overridden());
    let ended = enforcer.end(&caught(&[9, 2, 9, 9, 9], 60)).expect("fits");
    assert_eq!(paid(ended.transfers()), [0.0, 0.0, -2.0, 0.0, 0.0]);
}

#[test]
fn a_refused_amendment_leaves_the_law_and_its_money_in_force() {
    let court = fishery();
    let mut enforcer = enforcer(
        "law \"Old\"\n  escrow bond\nstart:\n  for each p: escrow 5 from p in bond\n\
         end:\n  for each p: release all from bond of p\n",
        &court,
    );
    enforcer.start(&caught(&[], 100)).expect("fits");
    let before = enforcer.ledgers().clone();
    // The next law does not know the bond, and nobody has said what becomes of it.
    let next = checked("law \"New\"\nresolve:\n  for each p: fine p 1\n", &court);
    enforcer
        .amend(next, &AmendmentTerms::default())
        .expect_err("money without an owner");
    assert_eq!(enforcer.ledgers(), &before);
    let ruling = enforcer.resolve(&caught(&[5; 5], 100)).expect("fits");
    assert_eq!(ruling.transfers(), vec![Rational::ZERO; 5]);
    let ruling = enforcer.end(&caught(&[5; 5], 80)).expect("fits");
    assert_eq!(ruling.transfers(), vec![q("5"); 5]);
    // A text that does not parse or check never becomes a law, so that it replaces nothing.
    assert!(Law::parse("law \"New\"\nresolve:\n  import math\n").is_err());
    refused("law \"New\"\nresolve:\n  fine Jon 1\n", &court);
}
