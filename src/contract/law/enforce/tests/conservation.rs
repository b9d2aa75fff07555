//! No hook makes or loses money.

use super::rounds::{commons, evidence};
use super::*;

#[test]
fn every_hook_accounts_for_all_money_over_a_hundred_rounds() {
    let mut enforcer = Enforcer::new(commons(), FailurePolicy::Open).expect("a policy");
    let mut moved = Rational::ZERO;
    for round in 0..100 {
        for hook in Hook::ALL {
            let held = enforcer.ledgers().total_held();
            let seen = evidence(round, hook != Hook::Start);
            let ruling = match hook {
                Hook::Start => enforcer.start(&seen),
                Hook::Resolve => enforcer.resolve(&seen),
                Hook::End => enforcer.end(&seen),
            }
            .expect("evidence");
            assert_eq!(ruling.failure(), None);
            let transfers: Rational = ruling.transfers().iter().sum();
            let outside = ruling.destroyed() - ruling.granted();
            moved += &ruling.destroyed().clone();
            let change = enforcer.ledgers().total_held() - &held;
            assert_eq!(
                transfers + change + outside,
                Rational::ZERO,
                "{round} {hook}"
            );
        }
    }
    assert!(moved > Rational::from(1_000));
    assert!(enforcer.ledgers().total_held().is_positive());
}
