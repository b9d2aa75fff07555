//! Metrics of the commons against the published reference values, and where they are put right.

use lacuna::contract::law::{CheckOptions, FailurePolicy, Law};
use lacuna::number::Rational;
use lacuna::simulate::commons::{
    Commons, CommonsLog, CommonsObservation, CommonsRules, Growth, Plan,
};
use lacuna::simulate::{FromFunction, Governed, Runner, Verifiable};
use rand::Rng;

use super::q;

fn log(wants: impl Fn(&CommonsObservation) -> u64 + Clone) -> CommonsLog {
    let mut commons = Commons::new(CommonsRules::default()).expect("valid rules");
    let mut agents = [(); 5].map(|()| {
        let wants = wants.clone();
        FromFunction::new(
            "fixed",
            move |seen: &CommonsObservation, _: &mut dyn Rng| wants(seen),
        )
    });
    let mut log = CommonsLog::default();
    Runner::default()
        .run(&mut commons, &mut agents, 1, &mut log)
        .expect("legal");
    log
}

/// Survival, gain, efficiency, equality and over-use, to four digits.
fn published(log: &CommonsLog) -> (usize, i64, [f64; 3]) {
    let found = log.published();
    let (gain, _) = found.gain.to_i64_parts().expect("small");
    let digits = |value: &Rational| (value.to_f64() * 1e4).round() / 1e4;
    (
        found.survival,
        gain,
        [
            digits(&found.efficiency),
            digits(&found.equality),
            digits(&found.over_use),
        ],
    )
}

#[test]
fn the_published_metrics_have_their_reference_values() {
    assert_eq!(published(&log(|_| 10)), (12, 600, [1.0, 1.0, 0.0]));
    assert_eq!(published(&log(|_| 20)), (1, 100, [1.0, 1.0, 1.0]));
    assert_eq!(published(&log(|_| 5)), (12, 300, [0.5, 1.0, 0.0]));
    assert_eq!(published(&log(|_| 0)), (12, 0, [0.0, 1.0, 0.0]));
    let one_greedy = log(|seen| if seen.player == 0 { 15 } else { 9 });
    let (survival, gain, [efficiency, equality, over_use]) = published(&one_greedy);
    assert_eq!((survival, gain, over_use), (6, 293, 1.0));
    assert_eq!(efficiency, 0.9767);
    // The last 38 units go by lot: the published 0.892 is one draw.
    assert!((0.88..0.94).contains(&equality), "{equality}");
    let depleted = log(|seen| if seen.month == 11 { 20 } else { 10 });
    assert_eq!(published(&depleted), (12, 650, [1.0, 1.0, 0.0833]));
}

#[test]
fn everything_at_once_is_efficient_as_published_and_not_against_the_planner() {
    let optimum = Plan::new(&CommonsRules::default()).expect("small");
    let at_once = log(|_| 20);
    let found = at_once.metrics(optimum.value());
    assert_eq!(at_once.published().efficiency, q(1));
    assert_eq!(found.efficiency, Rational::new(2, 13).expect("a fraction"));
    assert_eq!(found.collapsed_in, Some(0));
    // One who uses the stock up in the last month has survived as published.
    let depleted = log(|seen| if seen.month == 11 { 20 } else { 10 });
    let found = depleted.metrics(optimum.value());
    assert_eq!((found.efficiency, found.collapsed_in), (q(1), Some(11)));
    assert_eq!(log(|_| 10).metrics(optimum.value()).collapsed_in, None);
}

#[test]
fn only_those_who_take_more_than_their_share_are_charged_with_over_use() {
    let one_greedy = log(|seen| if seen.player == 0 { 15 } else { 9 });
    assert_eq!(one_greedy.published().over_use, q(1));
    let found = one_greedy.metrics(&q(650));
    assert_eq!(found.over_use[0], q(1));
    // Nine is within a fifth of half of the stock while that is at least 90: in three months of six.
    for player in 1..5 {
        let share = &found.over_use[player];
        assert!(
            share >= &Rational::new(1, 3).expect("a third") && share < &q(1),
            "{share}"
        );
    }
}

#[test]
fn equality_counts_what_a_law_moves() {
    let lake = Commons::new(CommonsRules::default()).expect("valid rules");
    let tribute = "law \"Tribute\"
      end:
        for each p: transfer 8 from p to \"player 0\"";
    let law = Law::parse(tribute).expect("a law");
    let law = law
        .check(&lake.court().expect("a court"), &CheckOptions::default())
        .expect("checked");
    let mut lake = Governed::new(lake, law, FailurePolicy::Open).expect("the same court");
    let mut agents =
        [(); 5].map(|()| FromFunction::new("ten", |_: &CommonsObservation, _: &mut dyn Rng| 10));
    let mut log = CommonsLog::default();
    Runner::default()
        .run(&mut lake, &mut agents, 1, &mut log)
        .expect("legal");
    assert_eq!(log.published().equality, q(1));
    let found = log.metrics(&q(650));
    assert_eq!(found.payoffs, [504, 24, 24, 24, 24].map(q));
    // A Gini index of 16/25.
    assert_eq!(
        found.equality,
        Some(Rational::new(9, 25).expect("a fraction"))
    );
}

#[test]
fn a_wish_that_a_law_cuts_down_is_no_cooperation_and_breaks_the_law() {
    let lake = Commons::new(CommonsRules::default()).expect("valid rules");
    let law = "law \"Ten\"
      resolve:
        for each p: cap catch of p at 10
      end:
        if month = 3: violation by \"player 1\" \"for no reason\"";
    let law = Law::parse(law).expect("a law");
    let law = law
        .check(&lake.court().expect("a court"), &CheckOptions::default())
        .expect("checked");
    let mut lake = Governed::new(lake, law, FailurePolicy::Open).expect("the same court");
    let wants = |seen: &CommonsObservation, _: &mut dyn Rng| if seen.player == 0 { 20 } else { 10 };
    let mut agents = [(); 5].map(|()| FromFunction::new("fixed", wants));
    let mut log = CommonsLog::default();
    Runner::default()
        .run(&mut lake, &mut agents, 1, &mut log)
        .expect("legal");
    let found = log.metrics(&q(650));
    assert_eq!(found.cooperation, [0, 1, 1, 1, 1].map(q));
    assert_eq!(found.over_use, [0; 5].map(q));
    // All caught the same.
    assert_eq!(found.exploitation, q(0));
    let eleven = Rational::new(11, 12).expect("a fraction");
    assert_eq!(found.compliance, Some(vec![q(0), eleven, q(1), q(1), q(1)]));
}

#[test]
fn somebody_is_exploited_who_holds_back_beside_one_who_does_not() {
    let found = log(|seen| if seen.player == 0 { 15 } else { 10 });
    let metrics = found.metrics(&q(650));
    assert_eq!(metrics.compliance, None);
    // From the second month on the stock does not bear ten each, and nobody holds back.
    let first = Rational::new(1, found.played.len() as i64).expect("a fraction");
    assert_eq!(metrics.exploitation, first);
    assert_eq!(metrics.cooperation[0], q(0));
    assert_eq!(metrics.cooperation[1], first);
    assert_eq!(log(|_| 20).metrics(&q(650)).exploitation, q(0));
}

#[test]
fn where_nothing_grows_back_there_is_no_target_to_miss_and_every_catch_is_over_use() {
    let barren = Growth::Deterministic { factor: q(0) };
    let rules = CommonsRules::default().with_growth(barren);
    let mut lake = Commons::new(rules).expect("valid rules");
    let mut agents =
        [(); 5].map(|()| FromFunction::new("ten", |_: &CommonsObservation, _: &mut dyn Rng| 10));
    let mut log = CommonsLog::default();
    Runner::default()
        .run(&mut lake, &mut agents, 1, &mut log)
        .expect("legal");
    let found = log.published();
    // Of the two months that were played only the first had anything.
    assert_eq!((found.gain, found.survival), (q(50), 1));
    assert_eq!((found.efficiency, found.over_use), (q(1), q(1)));
}

#[test]
fn a_log_that_lacks_players_has_metrics() {
    let mut lacking = log(|_| 20);
    lacking.players = 7;
    assert_eq!(lacking.metrics(&q(100)).over_use.len(), 7);
}
