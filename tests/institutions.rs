//! The problems of the example `institutions`: the values of their ladders, and the evidence.

#[allow(dead_code)]
#[path = "../examples/institutions/problems.rs"]
mod problems;

use lacuna::contract::{Budget, Information, Language, Monitoring};
use lacuna::gap::ladder::{Ladder, LadderOptions, RungEvidence, RungKind, ladder, rung};
use lacuna::mechanism::{ClosingWeight, Communication, MechanismOptions};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use problems::Case;

/// In the order of `RungKind::ALL`, for selfish players.
const DILEMMA: [&str; 8] = ["-5/3", "95/12", "8", "8", "8", "8", "8", "25/3"];
const MONITOR: [&str; 8] = ["-2", "-1/2", "-1/3", "-1/3", "-1/3", "0", "0", "-2"];
const SUPPLY: [&str; 8] = ["0", "4", "131/14", "115/8", "59/4", "61/4", "17", "0"];
/// Who knows the price of steel knows when a slip costs little: witnesses ask for more altruism
/// than the ignorance below them.
const SUPPLY_WEIGHTS: [(RungKind, &str); 7] = [
    (RungKind::NoContract, "9/11"),
    (RungKind::PlainContract, "2/13"),
    (RungKind::Mediator, "2/13"),
    (RungKind::Reports, "2/13"),
    (RungKind::Witnesses, "5/7"),
    (RungKind::UnlimitedFines, "5/7"),
    (RungKind::OutsideMoney, "0"),
];

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn rules(case: &Case) -> LadderOptions {
    LadderOptions::default()
        .with_budget(Budget::Balanced)
        .with_liability(case.liability.clone())
}

fn climb(case: &Case, options: &LadderOptions) -> Ladder {
    ladder(&case.problem, &case.language, options).expect("within limits")
}

fn values(ladder: &Ladder) -> Vec<String> {
    let text = |value: &Option<Rational>| value.as_ref().map_or("none".into(), Rational::to_string);
    ladder.rungs.iter().map(|rung| text(&rung.value)).collect()
}

/// The rules of a rung, written out here.
fn setting(
    case: &Case,
    kind: RungKind,
) -> (
    lacuna::contract::ContractingProblem,
    Monitoring,
    MechanismOptions,
) {
    use RungKind::{Mediator, NoContract, OutsideMoney, PlainContract, UnlimitedFines, Witnesses};
    let mut options = MechanismOptions::default().with_budget(match kind {
        OutsideMoney => Budget::Unrestricted,
        _ => Budget::Balanced,
    });
    options.liability = match kind {
        NoContract => Some(Rational::ZERO),
        UnlimitedFines | OutsideMoney => None,
        _ => Some(case.liability.clone()),
    };
    if matches!(kind, NoContract | PlainContract | Mediator) {
        options = options.with_communication(Communication::Recommendations);
    }
    if !matches!(kind, Witnesses | UnlimitedFines | OutsideMoney) {
        return (
            case.problem.clone(),
            Monitoring::from(&case.language),
            options,
        );
    }
    let all = Information::complete(case.problem.players(), case.problem.states());
    let language = case.language.meet(&Language::state_only(&case.problem));
    (
        case.problem.clone().with_information(all).expect("valid"),
        Monitoring::from(&language.expect("valid")),
        options,
    )
}

#[test]
fn the_ladders_have_the_published_values() {
    let expected: [(Case, &str, [&str; 8]); 3] = [
        (problems::dilemma().expect("valid"), "25/3", DILEMMA),
        (problems::monitor().expect("valid"), "0", MONITOR),
        (problems::supply().expect("valid"), "17", SUPPLY),
    ];
    for (case, first_best, expected) in expected {
        let found = climb(&case, &rules(&case).with_closing(false));
        assert_eq!(found.first_best, q(first_best));
        assert_eq!(values(&found), expected, "{}", case.id);
        // No rung but repetition is worth less than one below it.
        let values: Vec<_> = found.rungs[..7].iter().map(|rung| &rung.value).collect();
        assert!(values.is_sorted());
        let mut highest = None;
        for rung in &found.rungs {
            assert_eq!(
                rung.does_the_work,
                rung.kind != RungKind::NoContract && rung.value > highest
            );
            highest = highest.max(rung.value.clone());
        }
    }
}

#[test]
fn the_evidence_of_every_rung_holds() {
    for case in problems::all().expect("valid") {
        for lambda in &case.lambdas {
            let options = rules(&case).with_closing(false).with_lambda(lambda.clone());
            let found = climb(&case, &options);
            assert!(
                found
                    .verify(&case.problem, &case.language, &options)
                    .expect("valid")
            );
            let agents = WeightMatrix::cooperative(case.problem.players(), lambda).expect("valid");
            for rung in &found.rungs {
                let (problem, monitoring, rules) = setting(&case, rung.kind);
                match &rung.evidence {
                    RungEvidence::Plain(best) => {
                        let audit = best.mechanism.audit(&problem, &monitoring, &agents, &rules);
                        let audit = audit.expect("valid");
                        assert!(audit.is_equilibrium() && audit.is_within_limits());
                        assert_eq!(Some(&audit.value), rung.value.as_ref());
                    }
                    RungEvidence::Mechanism(best) => {
                        assert!(best.verify(&problem, &monitoring, &agents, &rules));
                        assert_eq!(Some(&best.value), rung.value.as_ref());
                    }
                    RungEvidence::Repeated(plan) => {
                        assert_eq!(Some(&plan.welfare), rung.value.as_ref());
                    }
                    other => assert_eq!((other, &rung.value), (&RungEvidence::None, &None)),
                }
            }
        }
    }
}

#[test]
fn a_monitor_who_is_monitored_is_worth_what_the_closed_form_says() {
    let case = problems::monitor().expect("valid");
    // g = 1 and c = 1/2: −cg/(2L) with outside money, −cg/(2L − c) if money balances or is burnt.
    for liability in [1, 2, 5, 20].map(Rational::from) {
        let twice = &liability * &Rational::from(2);
        for (budget, base) in [
            (Budget::Unrestricted, twice.clone()),
            (Budget::Balanced, &twice - &q("1/2")),
            (Budget::Burning, &twice - &q("1/2")),
        ] {
            let options = rules(&case)
                .with_closing(false)
                .with_budget(budget)
                .with_liability(liability.clone());
            let found = rung(RungKind::Mediator, &case.problem, &case.language, &options);
            let expected = q("-1/2").checked_div(&base);
            assert_eq!(found.expect("within limits").value, expected);
        }
    }
}

#[test]
fn the_weights_that_close_the_gaps_are_the_known_ones() {
    let weight = |case: &Case, kind| {
        let found = rung(kind, &case.problem, &case.language, &rules(case));
        found.expect("within limits").closing.expect("asked for")
    };
    let attained = |text| ClosingWeight::Attained(q(text));
    let dilemma = problems::dilemma().expect("valid");
    for kind in RungKind::ALL {
        if kind != RungKind::Repetition {
            assert_eq!(weight(&dilemma, kind), attained("2"), "{kind:?}");
        }
    }
    let monitor = problems::monitor().expect("valid");
    assert_eq!(weight(&monitor, RungKind::NoContract), attained("1/2"));
    assert_eq!(weight(&monitor, RungKind::PlainContract), attained("1/2"));
    let approached = ClosingWeight::Approached(Rational::ZERO);
    assert_eq!(weight(&monitor, RungKind::UnlimitedFines), approached);
    let supply = problems::supply().expect("valid");
    for (kind, expected) in SUPPLY_WEIGHTS {
        assert_eq!(weight(&supply, kind), attained(expected), "{kind:?}");
    }
}
