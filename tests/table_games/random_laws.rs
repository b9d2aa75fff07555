//! Random laws on random play: what no law can do, whatever it says.

use lacuna::contract::law::{CheckOptions, Law};
use lacuna::game::GameExt;
use lacuna::game::hidden_effort::scenarios;
use lacuna::number::Rational;
use lacuna::simulate::negotiation::Proposal;
use lacuna::simulate::table_game::{Form, Hearing, TableSession, Treatment};
use rand::{Rng, RngExt};

use super::{action, scene, silent};

fn pick<'a>(rng: &mut impl Rng, list: &[&'a str]) -> &'a str {
    list[rng.random_range(0..list.len())]
}

fn number(rng: &mut impl Rng) -> String {
    match rng.random_range(0..12) {
        0 => "9223372036854775807".to_owned(),
        1 => "(9223372036854775807 * level)".to_owned(),
        2 => "held of p".to_owned(),
        3 => "relief".to_owned(),
        4 => "offences of p".to_owned(),
        5 => "(level - 2)".to_owned(),
        6 => "-3".to_owned(),
        _ => {
            let (over, under) = (rng.random_range(0..30), rng.random_range(1..7));
            format!("{over}/{under}")
        }
    }
}

fn condition(rng: &mut impl Rng, hook: &str) -> String {
    let seen = match hook {
        "start" => vec!["level > 1", "relief >= 1", "offences of p = 0"],
        "end" => vec!["action of p is C", "not action of p is D", "held of p > 0"],
        _ => vec![
            "action of p is D",
            "chosen action of p is C",
            "action of row is C and action of column is D",
            "some(r: chosen action of r is D)",
            "number(r: action of r is C) = 1",
            "level < 4",
        ],
    };
    pick(rng, &seen).to_owned()
}

fn effect(rng: &mut impl Rng, hook: &str) -> String {
    let amount = number(rng);
    let label = pick(rng, &["C", "D"]);
    let kinds = if hook == "resolve" { 12 } else { 11 };
    match rng.random_range(0..kinds) {
        0 => format!("fine p {amount}"),
        1 => format!("sanction p {amount} graduated by offences"),
        2 => format!("transfer {amount} from p to row"),
        3 => format!("grant {amount} to p"),
        4 => format!("escrow {amount} from p in held"),
        5 => format!("release {amount} from held of p to column"),
        6 => format!("premium {amount} from p into relief"),
        7 => format!("payout {amount} from relief to p"),
        8 => "violation by p \"bad\"".to_owned(),
        9 => format!("remember level = level * {}", rng.random_range(1..9)),
        10 => format!("participation cost {amount} from p"),
        _ => format!("direct p to {label}"),
    }
}

fn random_law(rng: &mut impl Rng) -> Law {
    let mut text =
        "law \"Random\"\n pool relief\n escrow held\n counter offences\n memory level = 2\n"
            .to_owned();
    for hook in ["start", "resolve", "end"] {
        text.push_str(&format!("{hook}:\n"));
        for _ in 0..rng.random_range(0..5) {
            let condition = condition(rng, hook);
            let condition = if rng.random() {
                format!("if {condition}: ")
            } else {
                String::new()
            };
            text.push_str(&format!(" for each p: {condition}{}\n", effect(rng, hook)));
        }
    }
    Law::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn conserved(hearing: &Hearing) {
    let players: Rational = hearing.transfers.iter().sum();
    assert_eq!(
        players,
        &hearing.granted - &hearing.destroyed - &hearing.held
    );
}

#[test]
fn no_law_makes_money_that_it_does_not_declare_or_touches_effort_or_acts_by_halves() {
    let mut rng = lacuna::game::random::generator(6, 6);
    let scenarios = scenarios();
    let (mut failures, mut overrides, mut active) = (0, 0, 0);
    for round in 0..600 {
        let scenario = &scenarios[round % scenarios.len()];
        let form = if round % 3 == 0 {
            Form::Base
        } else {
            Form::Lifted
        };
        let scene = scene(scenario, form);
        let law = random_law(&mut rng);
        assert!(
            law.check(scene.court(), &CheckOptions::default()).is_ok(),
            "{law}"
        );
        let count = scene.labels(0).len();
        let chosen = [0, 1].map(|_| rng.random_range(0..count));
        let play = |law: &Law, treatment| {
            let mut session = TableSession::new(scene.clone(), treatment)
                .with_agreement(Proposal::Law(law.clone()));
            let mut players = chosen.map(|choice| silent(action(choice)));
            let record = session.play(&mut players, 1).expect("a session");
            record.played.expect("valid")
        };
        let enforced = play(&law, Treatment::EnforcedLaw);
        let hearing = enforced.hearing.as_ref().expect("a hearing");
        conserved(hearing);
        for (player, &choice) in chosen.iter().enumerate() {
            // Effort is what the player chose, and an order is the only change.
            assert_eq!(enforced.efforts[player], scene.effort(player, choice));
            let same = enforced.carried_out[player] == choice;
            assert_eq!(hearing.overridden[player], !same);
            let gained = &enforced.material[player] + &hearing.transfers[player];
            assert_eq!(enforced.payoffs[player], gained);
        }
        let total: Rational = enforced.material.iter().sum();
        assert_eq!(scene.game().welfare(&enforced.carried_out), Ok(total));

        // What is only monitored changes nothing, and finds the same.
        let monitored = play(&law, Treatment::MonitoredLaw);
        assert_eq!(monitored.carried_out, chosen);
        assert_eq!(monitored.payoffs, monitored.material);
        assert_eq!(monitored.hearing, enforced.hearing);

        // A court that cannot see effort treats other efforts alike.
        if form == Form::Lifted {
            let flipped = chosen.map(|choice| choice ^ 1);
            let mut session = TableSession::new(scene.clone(), Treatment::EnforcedLaw)
                .with_agreement(Proposal::Law(law.clone()));
            let mut players = flipped.map(|choice| silent(action(choice)));
            let other = session.play(&mut players, 1).expect("a session");
            let other = other
                .played
                .and_then(|played| played.hearing)
                .expect("a hearing");
            assert_eq!(
                (&other.transfers, &other.breached),
                (&hearing.transfers, &hearing.breached)
            );
        }

        // A law without the hooks that failed does the same: nothing is done by halves.
        if !hearing.failures.is_empty() {
            failures += 1;
            let mut rest = law.clone();
            for failure in &hearing.failures {
                match failure.split(',').next() {
                    Some("start") => rest.start.clear(),
                    Some("resolve") => rest.resolve.clear(),
                    Some("end") => rest.end.clear(),
                    other => panic!("which hook? {other:?}"),
                }
            }
            let rest = play(&rest, Treatment::EnforcedLaw);
            assert_eq!(rest.payoffs, enforced.payoffs, "{law}");
            let rest = rest.hearing.expect("a hearing");
            assert_eq!(rest.violations, hearing.violations);
            assert_eq!(rest.held, hearing.held);
        }
        overrides += usize::from(hearing.overridden.contains(&true));
        active += usize::from(hearing.is_active());
    }
    assert!(
        failures > 60 && overrides > 30 && active > 400,
        "{failures} {overrides} {active}"
    );
}
