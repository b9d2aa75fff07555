//! Ten thousand random programs: refused with reasons, or run within their bound, conserving every
//! unit of money, twice alike.

use lacuna::contract::law::{
    ActionKind, CheckOptions, CheckedLaw, Court, Enforcer, Evidence, FailurePolicy, Hook, Law,
    Observable, ObservableKind, Reading, Rejection, Ruling,
};
use lacuna::number::Rational;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::laws;
use super::q;

const ROUNDS: usize = 20;

fn courts() -> Vec<Court> {
    let season = || Observable::labels("season", ["calm", "storm", "drought"]);
    [
        Court::new(
            ["row", "column"],
            ActionKind::labels("action", vec![vec!["C", "D"]; 2]),
        ),
        Court::new(
            ["John", "Kate", "Jack", "Emma", "Luke"],
            ActionKind::quantity("catch"),
        )
        .and_then(|court| court.with_observable(Observable::quantity("stock"))),
        Court::new(
            ["ann", "Bob B.", "cy"],
            ActionKind::quantity_between("effort level", q("-5"), q("40")),
        )
        .and_then(|court| court.with_observable(season()))
        .and_then(|court| court.with_observable(Observable::quantity("share").of_each_player()))
        .and_then(|court| court.with_hidden("mood", "nobody sees it")),
        Court::new(
            ["a"],
            ActionKind::labels("play", vec![vec!["left", "right", "wait"]]),
        )
        .and_then(|court| court.with_observable(season().of_each_player())),
    ]
    .map(|court| court.expect("a court"))
    .to_vec()
}

/// Everything that the court could see, from random numbers.
fn evidence(court: &Court, draws: &mut impl Iterator<Item = i64>, acted: bool) -> Evidence {
    let mut draw = || draws.next().unwrap_or(0);
    let label = |count: usize, draw: i64| Reading::Label(draw.unsigned_abs() as usize % count);
    // Between the limits of the court: small numbers, halves and thirds.
    let number = |draw: i64, low: i64| {
        let value = low * 6 + draw.rem_euclid(270);
        Reading::Quantity(Rational::new(value, 6).expect("six is not zero"))
    };
    let actions = (0..court.players()).map(|player| match court.action() {
        ActionKind::Labels { labels, .. } => label(labels[player].len(), draw()),
        ActionKind::Quantity { most, .. } => number(draw(), if most.is_some() { -5 } else { 0 }),
        other => panic!("{other:?}"),
    });
    let actions: Vec<Reading> = actions.collect();
    let observations = court.observables().iter().map(|observable| {
        let count = if observable.of_each_player {
            court.players()
        } else {
            1
        };
        let reading = |_| match &observable.kind {
            ObservableKind::Labels { labels } => label(labels.len(), draw()),
            _ => number(draw(), -10),
        };
        (0..count).map(reading).collect()
    });
    let observations = observations.collect();
    Evidence {
        actions: if acted { actions } else { Vec::new() },
        observations,
    }
}

/// Pools and escrows by name; the sum must be what the ledgers say they hold.
fn held(law: &CheckedLaw, enforcer: &Enforcer) -> Rational {
    use lacuna::contract::law::Declaration;
    let ledgers = enforcer.ledgers();
    let mut sum = Rational::ZERO;
    for declaration in &law.law().declarations {
        match declaration {
            Declaration::Pool { name } => sum += ledgers.pool(name).expect("declared"),
            Declaration::Escrow { name } => {
                for player in 0..law.court().players() {
                    let balance = ledgers.escrow(name, player).expect("declared");
                    assert!(!balance.is_negative());
                    sum += balance;
                }
            }
            _ => {}
        }
    }
    sum
}

/// Rulings of twenty rounds; checks bound and conservation on the way. How many hooks failed?
fn run(law: &CheckedLaw, draws: &[i64]) -> (Vec<Ruling>, u64) {
    let mut draws = draws.iter().copied().cycle();
    let mut enforcer = Enforcer::new(law.clone(), FailurePolicy::Open)
        .expect("no fallback to be wrong")
        .counting_steps();
    let mut rulings = Vec::new();
    for _ in 0..ROUNDS {
        for hook in Hook::ALL {
            let seen = evidence(law.court(), &mut draws, hook != Hook::Start);
            let before = held(law, &enforcer);
            let ledgers = enforcer.ledgers().clone();
            let ruling = match hook {
                Hook::Start => enforcer.start(&seen),
                Hook::Resolve => enforcer.resolve(&seen),
                _ => enforcer.end(&seen),
            }
            .expect("evidence that fits the court")
            .clone();
            assert!(enforcer.last_steps() <= law.max_steps(hook));
            let after = held(law, &enforcer);
            assert_eq!(after, enforcer.ledgers().total_held());
            let paid: Rational = ruling.transfers().iter().sum();
            let balance = paid + (&after - &before) + ruling.destroyed() - ruling.granted();
            assert!(balance.is_zero(), "{}: {balance}", law.law());
            assert!(!ruling.destroyed().is_negative() && !ruling.granted().is_negative());
            if ruling.failure().is_some() {
                assert_eq!(enforcer.ledgers(), &ledgers);
                assert_eq!(ruling.actions(), seen.actions);
                assert!(ruling.entries().is_empty());
            }
            if hook != Hook::Resolve {
                assert_eq!(ruling.actions(), seen.actions);
            }
            rulings.push(ruling);
        }
    }
    (rulings, enforcer.failures().total())
}

fn is_explained(rejection: &Rejection) {
    assert!(!rejection.problems().is_empty());
    for problem in rejection.problems() {
        let place = problem.place.to_string();
        assert!(
            place.ends_with(|last: char| last.is_alphanumeric()),
            "{place}"
        );
        assert!(problem.kind.to_string().len() > 10);
        assert!(problem.to_string().starts_with(&place));
    }
}

/// Accepted?
fn holds(law: &Law, court: &Court, draws: &[i64]) -> (bool, u64) {
    match law.check(court, &CheckOptions::default()) {
        Err(rejection) => {
            is_explained(&rejection);
            (false, 0)
        }
        Ok(checked) => {
            assert_eq!(
                checked.explain().len(),
                law.start.len() + law.resolve.len() + law.end.len()
            );
            let (first, failures) = run(&checked, draws);
            let (second, again) = run(&checked, draws);
            assert!(first == second && failures == again, "{law}");
            (true, failures)
        }
    }
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig::with_cases(cases))
}

#[test]
fn laws_about_what_a_court_sees_keep_their_promises() {
    let (mut accepted, mut failures) = (0u32, 0u64);
    for court in courts() {
        let laws = (laws::checked_like(&court), vec(any::<i64>(), 1..200));
        let mut count = (0, 0);
        let counts = std::cell::RefCell::new(&mut count);
        runner(1_750)
            .run(&laws, |(law, draws)| {
                let (passed, failed) = holds(&law, &court, &draws);
                let mut counts = counts.borrow_mut();
                counts.0 += u32::from(passed);
                counts.1 += failed;
                Ok(())
            })
            .expect("every promise is kept");
        accepted += count.0;
        failures += count.1;
    }
    // The test would say nothing if few laws ran, or if none failed.
    assert!(accepted > 3_500, "{accepted} of 7000");
    assert!(failures > 0);
}

#[test]
fn any_law_at_all_is_refused_with_reasons_or_keeps_its_promises() {
    let courts = courts();
    let number = 0..courts.len();
    let laws = (laws::law(), number, vec(any::<i64>(), 1..50));
    let refused = std::cell::Cell::new(0u32);
    runner(3_000)
        .run(&laws, |(law, court, draws)| {
            let (passed, _) = holds(&law, &courts[court], &draws);
            refused.set(refused.get() + u32::from(!passed));
            Ok(())
        })
        .expect("every promise is kept");
    assert!(refused.get() > 1_000);
}
