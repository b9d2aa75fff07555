//! Laws that give way to others while they hold money.

use super::*;

const FIRST: &str = "law \"first\"
  pool relief
  pool spare
  escrow deposit
  escrow bond
  counter offences
  memory price = 1/2
  memory tax = 3

resolve:
  premium 7 from ann into relief
  premium 4 from bob into spare
  for each p: escrow rain of p from p in deposit
  escrow 5 from cyd in bond
  count offences of bob
  remember price = 9";

/// Keeps `relief`, `deposit` and `price`; `offences` is a memory here.
const SECOND: &str = "law \"second\"
  escrow deposit
  memory offences = 1
  memory price = 2
  pool relief

resolve:
  for each p: release all from deposit of p
  payout price from relief to bob";

fn parsed(text: &str) -> CheckedLaw {
    checked(&Law::parse(text).expect("a law"), &fishery())
}

/// An enforcer of the first law after a round.
fn running() -> Enforcer {
    let mut enforcer = Enforcer::new(parsed(FIRST), FailurePolicy::Open).expect("a policy");
    enforcer
        .resolve(&catches(&["1", "2", "3"]))
        .expect("evidence");
    enforcer
}

fn terms(left_over: LeftOver) -> AmendmentTerms {
    AmendmentTerms::default().with_left_over(left_over)
}

fn balances(report: &AmendmentReport) -> Vec<(&str, Option<usize>, String, BalanceFate)> {
    let text = |balance: &AmendedBalance| balance.amount.to_string();
    report
        .balances
        .iter()
        .map(|balance| {
            (
                balance.ledger.as_str(),
                balance.player,
                text(balance),
                balance.fate,
            )
        })
        .collect()
}

fn expected(fate: BalanceFate) -> Vec<(&'static str, Option<usize>, String, BalanceFate)> {
    let kept = BalanceFate::Kept;
    vec![
        ("relief", None, "7".to_owned(), kept),
        ("spare", None, "4".into(), fate),
        ("deposit", Some(0), "1".into(), kept),
        ("deposit", Some(1), "2".into(), kept),
        ("deposit", Some(2), "3".into(), kept),
        ("bond", Some(2), "5".into(), fate),
    ]
}

#[test]
fn what_is_left_over_is_refunded_to_owners_and_in_equal_shares() {
    let mut enforcer = running();
    let held = enforcer.ledgers().total_held();
    let report = enforcer
        .amend(parsed(SECOND), &terms(LeftOver::Refund))
        .expect("terms");
    assert_eq!(balances(&report), expected(BalanceFate::Refunded));
    // A third of 4 each, and cyd's bond of 5.
    assert_eq!(texts(&report.payments), ["4/3", "4/3", "19/3"]);
    assert!(report.forfeited.is_zero());
    let paid: Rational = report.payments.iter().sum();
    assert_eq!(paid + enforcer.ledgers().total_held(), held);
    let dropped: Vec<(&str, Vec<String>)> = report
        .dropped
        .iter()
        .map(|ledger| (ledger.ledger.as_str(), texts(&ledger.values)))
        .collect();
    assert_eq!(
        dropped,
        [
            ("offences", vec!["0".to_owned(), "1".into(), "0".into()]),
            ("tax", vec!["3".into()]),
        ]
    );
    // What both declare is as it was, and the law to come is in force.
    let ledgers = enforcer.ledgers();
    assert_eq!(ledgers.memory("price"), Some(rational("9")));
    assert_eq!(ledgers.memory("offences"), Some(rational("1")));
    assert_eq!(ledgers.pool("spare"), None);
    let ruling = enforcer
        .resolve(&catches(&["1", "2", "3"]))
        .expect("evidence");
    assert_eq!(texts(ruling.transfers()), ["1", "9", "3"]);
    assert!(enforcer.ledgers().total_held().is_zero());
}

#[test]
fn what_is_left_over_is_forfeited() {
    let mut enforcer = running();
    let report = enforcer
        .amend(parsed(SECOND), &terms(LeftOver::Forfeit))
        .expect("terms");
    assert_eq!(balances(&report), expected(BalanceFate::Forfeited));
    assert_eq!(texts(&report.payments), ["0", "0", "0"]);
    assert_eq!(report.forfeited, rational("9"));
    assert_eq!(enforcer.ledgers().total_held(), rational("13"));
}

#[test]
fn an_amendment_that_would_leave_money_over_is_refused_and_changes_nothing() {
    let mut enforcer = running();
    let before = enforcer.ledgers().clone();
    let error = enforcer
        .amend(parsed(SECOND), &AmendmentTerms::default())
        .expect_err("money left over");
    assert_eq!(
        error.to_string(),
        "\"spare\" holds 4 and the amendment does not declare it; refund or forfeit what is left \
         over"
    );
    assert_eq!(enforcer.ledgers(), &before);
    assert_eq!(enforcer.law().law().title, "first");
    // Empty accounts are nothing to refuse for.
    let mut fresh = Enforcer::new(parsed(FIRST), FailurePolicy::Open).expect("a policy");
    let report = fresh
        .amend(parsed(SECOND), &AmendmentTerms::default())
        .expect("nothing is left over");
    assert!(report.balances.is_empty());
}

#[test]
fn an_amendment_is_for_the_same_players_and_keeps_policy_and_failures() {
    let mut enforcer = running();
    let others = Court::new(["ann", "bob"], ActionKind::quantity("catch")).expect("a court");
    let law = checked(&Law::parse("law \"others\"").expect("a law"), &others);
    let error = enforcer
        .amend(law, &terms(LeftOver::Forfeit))
        .expect_err("other players");
    assert!(matches!(error, EnforceError::OtherPlayers { .. }));
    let fails = parsed("law \"fails\"\nresolve:\n  set catch of ann to 101");
    let policy = FailurePolicy::Closed {
        actions: vec![Reading::Quantity(rational("50")); 3],
    };
    let mut enforcer = Enforcer::new(fails, policy.clone()).expect("a policy");
    enforcer
        .resolve(&catches(&["1", "2", "3"]))
        .expect("evidence");
    enforcer
        .amend(parsed(SECOND), &AmendmentTerms::default())
        .expect("terms");
    assert_eq!(enforcer.policy(), &policy);
    assert_eq!(enforcer.failures().resolve, 1);
    // A court before which the fallback is no action.
    let strict = ActionKind::quantity_between("catch", Rational::ZERO, Rational::from(40));
    let strict = Court::new(["ann", "bob", "cyd"], strict).expect("a court");
    let law = checked(&Law::parse("law \"strict\"").expect("a law"), &strict);
    let error = enforcer
        .amend(law, &terms(LeftOver::Forfeit))
        .expect_err("unfit");
    assert_eq!(
        error.to_string(),
        "catch of ann is 50; it must be between 0 and 40"
    );
    assert_eq!(enforcer.law().law().title, "second");
}
