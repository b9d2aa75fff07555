//! A law before two small courts: what they accept is enforced for some rounds, in which money may
//! move but not appear or vanish unsaid, and failures may leave nothing behind.

use lacuna::contract::law::{
    ActionKind, CheckOptions, CheckedLaw, Court, EnforceError, Enforcer, Evidence, FailurePolicy,
    Hook, Law, LawLines, Ledgers, Observable, Reading,
};
use lacuna::number::Rational;

const ROUNDS: i64 = 5;

/// Three fishers with quantities of everything, and two players with labels.
pub fn courts() -> [Court; 2] {
    let catch = ActionKind::quantity_between("catch", Rational::ZERO, Rational::from(30));
    let commons = Court::new(["ann", "bob", "Jack Smith"], catch)
        .and_then(|court| court.with_observable(Observable::quantity("stock")))
        .and_then(|court| court.with_observable(Observable::labels("season", ["wet", "dry"])))
        .and_then(|court| court.with_observable(Observable::quantity("rain").of_each_player()))
        .and_then(|court| court.with_hidden("effort", "work is private"));
    let labels = [vec!["C", "D"], vec!["D", "C", "pass"]];
    let table =
        Court::new(["row", "column"], ActionKind::labels("action", labels)).and_then(|court| {
            let boat = Observable::labels("boat", ["old", "lost"]).of_each_player();
            court.with_observable(boat)
        });
    [commons, table].map(|court| court.expect("a court"))
}

/// Checks the law before both courts, and enforces it where it is accepted; says by how many. Of a
/// law that came as text, every problem must have a place in it.
pub fn keeps_its_promises(law: &Law, source: Option<(&str, &LawLines)>) -> usize {
    let mut accepted = 0;
    let options = CheckOptions::default().with_max_steps(20_000);
    for court in courts() {
        match law.check(&court, &options) {
            Ok(checked) => {
                accepted += 1;
                for policy in policies(&court) {
                    enforce(&checked, policy);
                }
            }
            Err(rejection) => {
                assert!(!rejection.problems().is_empty());
                if let Some((text, lines)) = source {
                    let refused = rejection.in_text(text, lines);
                    assert_eq!(refused.problems().len(), rejection.problems().len());
                    let count = text.split('\n').count();
                    for problem in refused.problems() {
                        assert!(
                            problem
                                .line()
                                .is_some_and(|line| (1..=count).contains(&line))
                        );
                        assert!(problem.column().is_some_and(|column| column > 0));
                    }
                    assert!(refused.to_string().starts_with("the law has "));
                }
            }
        }
    }
    accepted
}

fn policies(court: &Court) -> [FailurePolicy; 3] {
    let actions = vec![reading(court, 0); court.players()];
    [
        FailurePolicy::Open,
        FailurePolicy::Closed { actions },
        FailurePolicy::Abort,
    ]
}

fn reading(court: &Court, value: i64) -> Reading {
    match court.action() {
        ActionKind::Labels { .. } => Reading::Label(value.unsigned_abs() as usize % 2),
        _ => Reading::Quantity(Rational::from(value)),
    }
}

/// What the court sees in a round, before or after the players have acted.
fn evidence(court: &Court, round: i64, hook: Hook) -> Evidence {
    let players = 0..court.players() as i64;
    let acted = players.clone().filter(|_| hook != Hook::Start);
    let actions = acted.map(|player| reading(court, (7 * round + 11 * player) % 31));
    let quantity = |value: i64| Reading::Quantity(Rational::from(value));
    let label = |value: i64| Reading::Label(value as usize % 2);
    let observations = match court.action() {
        ActionKind::Labels { .. } => vec![players.map(|player| label(round + player)).collect()],
        _ => vec![
            vec![quantity(40 - 9 * round)],
            vec![label(round)],
            players.map(|player| quantity(player - round)).collect(),
        ],
    };
    Evidence {
        actions: actions.collect(),
        observations,
    }
}

fn enforce(law: &CheckedLaw, policy: FailurePolicy) {
    let court = law.court();
    let mut enforcer = Enforcer::new(law.clone(), policy.clone())
        .expect("actions that the court knows")
        .counting_steps();
    for round in 0..ROUNDS {
        for hook in Hook::ALL {
            let seen = evidence(court, round, hook);
            let before: Ledgers = enforcer.ledgers().clone();
            let ruling = match hook {
                Hook::Start => enforcer.start(&seen),
                Hook::Resolve => enforcer.resolve(&seen),
                _ => enforcer.end(&seen),
            };
            let ruling = match ruling {
                Ok(ruling) => ruling.clone(),
                Err(EnforceError::Aborted { .. }) => {
                    assert_eq!(policy, FailurePolicy::Abort);
                    assert_eq!(enforcer.ledgers(), &before);
                    continue;
                }
                Err(error) => panic!("{error}"),
            };
            assert!(enforcer.last_steps() <= law.max_steps(hook));
            let paid: Rational = ruling.transfers().iter().sum();
            let gained = enforcer.ledgers().total_held() - before.total_held();
            let created = paid + gained + ruling.destroyed() - ruling.granted();
            assert!(created.is_zero(), "{}: {created} from nowhere", law.law());
            assert!(!ruling.destroyed().is_negative() && !ruling.granted().is_negative());
            assert!(!enforcer.ledgers().total_held().is_negative());
            if ruling.failure().is_some() {
                assert_eq!(enforcer.ledgers(), &before);
                assert!(ruling.entries().is_empty());
                assert!(ruling.transfers().iter().all(Rational::is_zero));
            }
            match (ruling.failure(), &policy) {
                (Some(_), FailurePolicy::Closed { actions }) if hook == Hook::Resolve => {
                    assert_eq!(ruling.actions(), actions);
                }
                (None, _) if hook == Hook::Resolve => {}
                _ => assert_eq!(ruling.actions(), seen.actions),
            }
            assert_eq!(ruling.overridden(), ruling.actions() != seen.actions);
            // What the court hears next is something that it can have seen.
            let after = Evidence {
                actions: ruling.actions().to_vec(),
                observations: seen.observations,
            };
            if hook == Hook::Resolve {
                let mut copy = enforcer.clone();
                match copy.end(&after) {
                    Ok(_) | Err(EnforceError::Aborted { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }
    let saved = serde_json::to_string(enforcer.ledgers()).expect("ledgers");
    let restored: Ledgers = serde_json::from_str(&saved).expect("ledgers");
    assert_eq!(&restored, enforcer.ledgers());
    Enforcer::with_ledgers(law.clone(), policy, &restored).expect("ledgers of this law");
    for clause in law.explain() {
        assert!(clause.sentence.ends_with('.'), "{}", clause.sentence);
        assert!(clause.class <= law.budget_class());
    }
}
