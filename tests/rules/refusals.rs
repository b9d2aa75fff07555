//! What does not fit is refused, and says why.

use lacuna::mechanism::matching::{
    AssignmentMechanism, AssignmentRule, Assignments, Matching, SidePreferences, blocking_pairs,
    deferred_acceptance, serial_dictatorship, top_trading_cycles,
};
use lacuna::mechanism::voting::{
    ApprovalVoting, Ballots, TieBreaking, VotingMechanism, VotingRule, approvals, median,
};
use lacuna::mechanism::{RankUtilities, Rankings, SettingError};
use lacuna::number::Rational;

#[test]
fn rankings_name_the_fault() {
    assert!(matches!(
        Rankings::all(0),
        Err(SettingError::Invalid { .. })
    ));
    assert!(matches!(
        Rankings::all(21),
        Err(SettingError::TooLarge { .. })
    ));
    assert_eq!(Rankings::all(20).expect("counts").number(&[0; 20]), None);
    let large = Rankings::all(20).expect("counts");
    let reversed: Vec<usize> = (0..20).rev().collect();
    assert_eq!(large.number(&reversed), Some(large.len() - 1));
    assert_eq!(large.ranking(large.len() - 1), reversed);
    assert!(Rankings::all_with_refusals(10).is_err());
    assert!(Rankings::single_peaked(0).is_err() && Rankings::single_peaked(40).is_err());
    assert!(matches!(
        Rankings::listed(2, vec![vec![0, 2]]),
        Err(SettingError::OutOfRange {
            found: 2,
            limit: 2,
            ..
        })
    ));
    assert!(Rankings::listed(2, vec![vec![1, 1]]).is_err());
    assert!(Rankings::listed(2, vec![vec![1, 0], vec![1, 0]]).is_err());
    assert!(Rankings::listed(2, vec![]).is_err());
    let q = |value: i64| Rational::from(value);
    assert!(RankUtilities::new(vec![q(2), q(2)], q(0), q(-1)).is_err());
    assert!(RankUtilities::new(vec![q(2)], q(3), q(-1)).is_err());
}

#[test]
fn serde_checks_what_it_reads() {
    let peaked = Rankings::single_peaked(3).expect("small");
    let text = serde_json::to_string(&peaked).expect("json");
    assert_eq!(
        serde_json::from_str::<Rankings>(&text).expect("own"),
        peaked
    );
    assert!(serde_json::from_str::<Rankings>(r#"{"things":2,"listed":[[2]]}"#).is_err());
    let all = Assignments::full(2, vec![1, 1], 10).expect("two");
    let text = serde_json::to_string(&all).expect("json");
    assert_eq!(
        serde_json::from_str::<Assignments>(&text).expect("own"),
        all
    );
    assert!(serde_json::from_str::<SidePreferences>(r#"{"others":1,"lists":[[0,0]]}"#).is_err());
}

#[test]
fn matchings_of_other_sides_are_refused() {
    let two = SidePreferences::new(2, vec![vec![0], vec![1]]).expect("lists");
    let three = SidePreferences::new(2, vec![vec![0]; 3]).expect("lists");
    assert!(deferred_acceptance(&two, &three, &[1, 1]).is_err());
    assert!(deferred_acceptance(&two, &two, &[1]).is_err());
    assert!(top_trading_cycles(&three, &[0, 1, 2]).is_err());
    assert!(top_trading_cycles(&two, &[0, 0]).is_err());
    assert!(serial_dictatorship(&two, &[1, 1], &[0, 0]).is_err());
    let strange = Matching::new(vec![Some(5), None]);
    assert!(blocking_pairs(&two, &two, &[1, 1], &strange).is_err());
    assert!(SidePreferences::new(1, vec![vec![1]]).is_err());
}

#[test]
fn mechanisms_that_would_have_no_alternative_for_an_outcome_are_refused() {
    assert!(matches!(
        Assignments::new(6, vec![1; 6], 100),
        Err(SettingError::TooLarge { limit: 100, .. })
    ));
    assert!(Assignments::full(3, vec![1, 1], 100).is_err());
    let full = Assignments::full(2, vec![1, 1], 100).expect("two");
    let some = Rankings::all_with_refusals(2).expect("five");
    let rule = AssignmentRule::SerialDictatorship(vec![0, 1]);
    assert!(AssignmentMechanism::new(some, full.clone(), rule).is_err());
    let all = || Rankings::all(2).expect("two");
    let picky = AssignmentRule::DeferredAcceptance(vec![vec![0], vec![0, 1]]);
    assert!(AssignmentMechanism::new(all(), full.clone(), picky).is_err());
    let crowd = Assignments::new(9, vec![9, 0], 1000).expect("few");
    let rule = AssignmentRule::RandomSerialDictatorship;
    assert!(matches!(
        AssignmentMechanism::new(all(), crowd, rule),
        Err(SettingError::TooLarge { .. })
    ));
    let rule = AssignmentRule::TopTradingCycles(vec![1, 1]);
    assert!(AssignmentMechanism::new(all(), full, rule).is_err());
}

#[test]
fn what_would_not_fit_into_memory_is_refused_at_once() {
    let many = || Rankings::all(15).expect("counts");
    let too_large = |error: SettingError| matches!(error, SettingError::TooLarge { .. });
    let one = Assignments::full(1, vec![1; 15], 100).expect("fifteen");
    let borda = RankUtilities::borda(15);
    assert!(one.setting(&many(), &borda).is_err_and(too_large));
    let rule = AssignmentRule::SerialDictatorship(vec![0]);
    assert!(AssignmentMechanism::new(many(), one, rule).is_err_and(too_large));
    let order = TieBreaking::lowest(15);
    let election = VotingMechanism::new(2, many(), VotingRule::Borda, order);
    assert!(election.is_err_and(too_large));
    assert!(lacuna::mechanism::voting::setting(2, &many(), &borda).is_err_and(too_large));
    // A deep list of assignments with a single end.
    let deep = Assignments::full(100_000, vec![100_000], 10).expect("one");
    assert_eq!(deep.len(), 1);
}

#[test]
fn elections_that_do_not_fit_are_refused() {
    let all = || Rankings::all(3).expect("six");
    let order = || TieBreaking::lowest(3);
    let refused = |voters, rule, ties| VotingMechanism::new(voters, all(), rule, ties).is_err();
    assert!(refused(0, VotingRule::Borda, order()));
    assert!(refused(
        2,
        VotingRule::Borda,
        TieBreaking::Order(vec![0, 1])
    ));
    assert!(refused(
        2,
        VotingRule::Borda,
        TieBreaking::Order(vec![0, 1, 1])
    ));
    assert!(refused(2, VotingRule::Scoring(vec![1.into()]), order()));
    assert!(refused(2, VotingRule::Median(vec![0, 1]), order()));
    assert!(refused(2, VotingRule::Median(vec![3]), order()));
    assert!(refused(2, VotingRule::Dictator(2), order()));
    assert!(refused(2, VotingRule::CondorcetElse(3), order()));
    assert!(ApprovalVoting::new(2, 32, TieBreaking::Lottery).is_err());
    assert!(Ballots::new(0, []).is_err());
    assert!(Ballots::new(2, [(vec![0], u64::MAX)]).is_err());
    assert!(approvals(1, &[(vec![0], u64::MAX), (vec![0], 1)]).is_err());
    assert!(median(&[], &[]).is_err() && median(&[1, 2], &[]).is_err());
}
