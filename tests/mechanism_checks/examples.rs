//! Examples worked out by hand.

use std::collections::BTreeMap;

use lacuna::contract::{Budget, Monitoring};
use lacuna::linear_program::{Bounds, LinearOptions, LinearProgram, Relation};
use lacuna::mechanism::{
    Communication, DeviationPlan, DirectMechanism, Fault, Manipulation, MechanismOptions,
    Participation, Recommendation, ReportBound, SignalTransfers,
};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use super::model::Model;
use super::{cooperative, defection, dilemma, monitor_game, q};

const BUDGETS: [Budget; 4] = [
    Budget::Unrestricted,
    Budget::Expected,
    Budget::Burning,
    Budget::Balanced,
];

/// With nothing to verify, defection with weight d leaves 6 − 4d, 5 − d and 2.
#[test]
fn the_dilemma_is_worth_two_under_every_budget_and_liability() {
    let problem = dilemma();
    let nothing = Monitoring::trivial(&problem);
    let selfish = WeightMatrix::identity(2);
    for budget in BUDGETS {
        for liability in [None, Some("0"), Some("1"), Some("1000000007/13")] {
            let mut options = MechanismOptions::default().with_budget(budget);
            options.liability = liability.map(q);
            let verify = |plan: &DeviationPlan| plan.verify(&problem, &nothing, &selfish, &options);
            assert!(verify(&defection(&q("3"), &q("2"))));
            for (weight, bound) in [("5/2", "5/2"), ("2", "3"), ("1/2", "9/2"), ("0", "6")] {
                assert!(!verify(&defection(&q(weight), &q("2"))), "{weight}");
                let plan = defection(&q(weight), &q(bound));
                assert!(verify(&plan), "{weight} {bound}");
                let proved = plan.bound_at(&problem, &nothing, &selfish, &options);
                assert_eq!(proved, Some(q(bound)));
            }
            let best = Model::new(&problem, &nothing, &selfish, &options).solve();
            assert_eq!(best.map(|best| best.value), Some(q("2")));
        }
    }
}

/// V(λ) = (14 + 8λ)/(3 + λ) for 1/3 ≤ λ ≤ 2, and the plan that is best at λ = 0 proves 2 + 9λ.
#[test]
fn the_dilemma_among_altruists() {
    let problem = dilemma();
    let nothing = Monitoring::trivial(&problem);
    let options = MechanismOptions::default();
    let plan = defection(&q("3"), &q("2"));
    for (lambda, bound) in [("0", "2"), ("1/9", "3"), ("1/3", "5")] {
        let kind = cooperative(2, lambda);
        let proved = plan.bound_at(&problem, &nothing, &kind, &options);
        assert_eq!(proved, Some(q(bound)));
    }
    for (lambda, value) in [("1/4", "2"), ("1/2", "36/7"), ("1", "11/2"), ("2", "6")] {
        let kind = cooperative(2, lambda);
        let best = Model::new(&problem, &nothing, &kind, &options).solve();
        let best = best.expect("players may not stay out");
        assert_eq!(best.value, q(value), "at {lambda}");
        assert!(best.plan.verify(&problem, &nothing, &kind, &options));
    }
}

/// The optimum of the monitor game with fines of at most L: (good, rest) with probability 1 − x,
/// (good, monitor) with probability x, where agent 1 pays L if caught and receives L otherwise, so
/// that it is good as soon as 2L·x ≥ 1; agent 2 must be paid for monitoring, with money from
/// outside or not at all. The loss is x/2.
fn watch(x: &Rational, pay: &Rational) -> DirectMechanism {
    let entry =
        |told: [usize; 2], probability: Rational, quiet: [Rational; 2], caught: [Rational; 2]| {
            Recommendation::new(
                told.map(|action| vec![action]).to_vec(),
                probability,
                vec![
                    SignalTransfers::new(0, quiet.to_vec()),
                    SignalTransfers::new(1, caught.to_vec()),
                ],
            )
        };
    let fine = [pay.clone(), q("0")];
    let list = vec![
        entry(
            [0, 0],
            Rational::ONE - x,
            [q("0"), q("0")],
            [q("0"), q("0")],
        ),
        entry([0, 1], x.clone(), fine, [-pay, q("0")]),
    ];
    DirectMechanism::new(
        Communication::Mediated,
        BTreeMap::from([(vec![0, 0], list)]),
    )
}

#[test]
fn the_monitor_must_be_willing() {
    let (problem, monitoring) = monitor_game();
    let selfish = WeightMatrix::identity(2);
    let options = MechanismOptions::default().with_liability(q("1"));
    let audit = watch(&q("1/2"), &q("1"))
        .audit(&problem, &monitoring, &selfish, &options)
        .expect("of this shape");
    assert_eq!(audit.welfare, q("-1/4"));
    assert_eq!(audit.net_transfers, q("1/2"));
    // Agent 1 would gain nothing by being bad; agent 2 saves 1/2 · 1/2 by resting.
    let best = audit.largest_gain().expect("players");
    assert_eq!((best.player, best.gain.clone()), (1, q("1/4")));
    let done: Vec<usize> = best.responses.iter().map(|r| r.action).collect();
    assert_eq!(done, [0, 0]);
    assert!(!audit.is_equilibrium() && audit.is_within_limits());
    assert_eq!(audit.best_manipulations[0].gain, q("0"));
    // Less monitoring tempts agent 1: it gains 1 − 2x.
    let audit = watch(&q("1/4"), &q("1"))
        .audit(&problem, &monitoring, &selfish, &options)
        .expect("of this shape");
    assert_eq!(audit.best_manipulations[0].gain, q("1/2"));
    assert_eq!(audit.best_manipulations[0].responses[0].action, 1);
    // Rules that the mechanism breaks.
    let strict = MechanismOptions::default()
        .with_liability(q("1/2"))
        .with_budget(Budget::Burning)
        .with_participation(Participation::ex_ante(vec![vec![q("0")], vec![q("0")]]));
    let audit = watch(&q("1/2"), &q("1"))
        .audit(&problem, &monitoring, &selfish, &strict)
        .expect("of this shape");
    let named = |fault: &Fault| match fault {
        Fault::Liability { signal, .. } => format!("liability after {signal}"),
        Fault::Budget { total, .. } => format!("budget {total}"),
        Fault::Participation { broken, .. } => {
            format!("player {} outside {}", broken.player, broken.slack)
        }
        other => other.to_string(),
    };
    let faults: Vec<String> = audit.faults.iter().map(named).collect();
    assert_eq!(
        faults,
        [
            "liability after 0",
            "budget 1",
            "liability after 1",
            "player 1 outside -1/4"
        ]
    );
    assert_eq!(audit.value, q("1/4"));
}

/// The value with money from outside, by a small program written for this game alone, and the plan
/// that proves a bound, by hand.
///
/// In the program agent 1 is always told to be good, x is the probability of monitoring, and
/// agent 2's wages must be worth the cost of what it is told: quiet nights tell nothing about what
/// agent 2 did, so that it is only paid for monitoring as often as agent 1 is told to be bad. With
/// probability b agent 1 is told (bad, monitor): "caught" then proves that agent 2 worked.
#[test]
fn the_monitor_game_with_money_from_outside() {
    let (problem, monitoring) = monitor_game();
    let selfish = WeightMatrix::identity(2);
    for limit in ["1", "2", "10"] {
        let limit = q(limit);
        let mut program = LinearProgram::maximise();
        // (good, rest), (good, monitor), (bad, monitor); (bad, rest) tempts agent 1 no less.
        let rest = program.variable(Bounds::NONNEGATIVE, 0);
        let watched = program.variable(Bounds::NONNEGATIVE, q("-1/2"));
        let caught = program.variable(Bounds::NONNEGATIVE, q("-5/2"));
        let all = [(rest, 1), (watched, 1), (caught, 1)];
        program.row(all, Relation::Equal, 1).expect("a row");
        // Agent 1, told to be good: 2L on each watched night is worth the gain of 1.
        let two = &q("2") * &limit;
        let good = [(rest, q("-1")), (watched, &two - &q("1"))];
        program.row(good, Relation::AtLeast, 0).expect("a row");
        // Agent 2, told to monitor: 2L on each caught night is worth the cost of 1/2.
        let willing = [(watched, q("-1/2")), (caught, &two - &q("1/2"))];
        program.row(willing, Relation::AtLeast, 0).expect("a row");
        let solved = program.solve(&LinearOptions::default()).expect("small");
        let by_hand = solved.answer.into_optimum().expect("an optimum");
        let options = MechanismOptions::default().with_liability(limit.clone());
        let best = Model::new(&problem, &monitoring, &selfish, &options)
            .solve()
            .expect("players may not stay out");
        assert_eq!(best.value, by_hand.value, "L = {limit}");
        assert!(best.plan.verify(&problem, &monitoring, &selfish, &options));
        let audit = best
            .mechanism
            .expect("attained")
            .audit(&problem, &monitoring, &selfish, &options)
            .expect("of this shape");
        assert!(audit.is_equilibrium() && audit.is_within_limits());
        // A plan for agent 1 alone: told good, it is bad with weight d. At (good, rest) −d is left,
        // at (good, monitor) −1/2 − d + 2L·d, at (bad, rest) −2 and at (bad, monitor) −5/2: with
        // d = 1/(4L) at most −1/(4L).
        let weight = (&q("4") * &limit).recip().expect("not zero");
        let bound = -weight.clone();
        let plan = DeviationPlan::new(
            Communication::Mediated,
            vec![Manipulation::new(0, 0, 0, vec![0], 1, weight)],
            vec![],
            Rational::ZERO,
            vec![ReportBound::new(vec![0, 0], bound.clone())],
            bound.clone(),
        );
        let proved = plan.bound_at(&problem, &monitoring, &selfish, &options);
        assert_eq!(proved, Some(bound.clone()), "L = {limit}");
        assert!(plan.verify(&problem, &monitoring, &selfish, &options));
        assert!(best.value < bound);
    }
}

/// Where it can be verified whether agent 2 monitors, the value is −cg/(2L), and the plan for
/// agent 1 alone proves it.
#[test]
fn the_monitor_game_in_which_monitoring_is_verifiable() {
    let (problem, _) = monitor_game();
    let names = ["rests", "clear", "caught"];
    let monitoring = Monitoring::stochastic(&problem, &names, |_, profile| {
        let signal = match profile {
            [_, 0] => 0,
            [0, _] => 1,
            _ => 2,
        };
        let mut law = vec![Rational::ZERO; 3];
        law[signal] = Rational::ONE;
        law
    })
    .expect("laws");
    let selfish = WeightMatrix::identity(2);
    for limit in ["1", "2", "10"] {
        let limit = q(limit);
        let options = MechanismOptions::default().with_liability(limit.clone());
        let paid = |signal: usize, first: &str, second: &str| {
            let paid = [first, second].map(|sign| &q(sign) * &limit).to_vec();
            SignalTransfers::new(signal, paid)
        };
        let half = (&q("2") * &limit).recip().expect("not zero");
        // Whoever is not seen to do as it is told pays L.
        let rest = Recommendation::new(vec![vec![0], vec![0]], Rational::ONE - &half, vec![]);
        let monitor = Recommendation::new(
            vec![vec![0], vec![1]],
            half.clone(),
            vec![paid(0, "0", "-1"), paid(1, "1", "0"), paid(2, "-1", "0")],
        );
        let list = match limit == Rational::ONE && half == Rational::ONE {
            true => vec![monitor],
            false => vec![rest, monitor],
        };
        let law = BTreeMap::from([(vec![0, 0], list)]);
        let mechanism = DirectMechanism::new(Communication::Mediated, law);
        let audit = mechanism
            .audit(&problem, &monitoring, &selfish, &options)
            .expect("of this shape");
        let value = -(&half * &q("1/2"));
        assert!(audit.is_equilibrium() && audit.is_within_limits());
        assert_eq!(audit.value, value);
        let weight = -value.clone();
        let plan = DeviationPlan::new(
            Communication::Mediated,
            vec![Manipulation::new(0, 0, 0, vec![0], 1, weight)],
            vec![],
            Rational::ZERO,
            vec![ReportBound::new(vec![0, 0], value.clone())],
            value.clone(),
        );
        assert!(plan.verify(&problem, &monitoring, &selfish, &options));
        let best = Model::new(&problem, &monitoring, &selfish, &options).solve();
        assert_eq!(best.map(|best| best.value), Some(value));
    }
}

/// Two partners work (cost 7/10) or shirk; each who works makes output 1, which both share, and
/// only the total is verifiable: money may be burnt, or balance, or only in expectation.
#[test]
fn a_team() {
    let c = q("7/10");
    let game = lacuna::game::NormalForm::from_fn(&[2, 2], |player, profile| {
        let total: usize = profile.iter().sum();
        let share = Rational::new(total as i64, 2).expect("half");
        share - Rational::from(profile[player] as i64) * &c
    })
    .expect("small");
    let problem = lacuna::contract::ContractingProblem::single_state(game).expect("one state");
    let total = Monitoring::stochastic(&problem, &["0", "1", "2"], |_, profile| {
        let mut law = vec![Rational::ZERO; 3];
        law[profile.iter().sum::<usize>()] = Rational::ONE;
        law
    })
    .expect("laws");
    let selfish = WeightMatrix::identity(2);
    let half = Rational::new(1, 2).expect("half");
    for (budget, limit, value) in [
        // Working is worth 1/2 and costs 7/10: a fine of 1/5 on the group, L ≥ 1/10 when 2L = 1/5.
        (Budget::Burning, "1/5", "3/5"),
        (Budget::Expected, "1/10", "3/10"),
        (Budget::Expected, "1/5", "3/5"),
        // 2(b − c)(1 − k/(2L + k)) with k = c − b/2 = 1/5.
        (Budget::Balanced, "1", "6/11"),
        (Budget::Balanced, "10", "60/101"),
    ] {
        let options = MechanismOptions::default()
            .with_budget(budget)
            .with_liability(q(limit));
        let best = Model::new(&problem, &total, &selfish, &options)
            .solve()
            .expect("partners may not stay out");
        assert_eq!(best.value, q(value), "{budget:?} {limit}");
        assert!(best.plan.verify(&problem, &total, &selfish, &options));
    }
    // Whoever is told to work shirks: whoever shirks shifts the total from 2 to 1 and from 1 to 0.
    let shirk = |player| Manipulation::new(player, 0, 0, vec![1], 0, half.clone());
    let plan = DeviationPlan::new(
        Communication::Mediated,
        vec![shirk(0), shirk(1)],
        vec![],
        Rational::ZERO,
        vec![],
        Rational::ZERO,
    );
    let unlimited = |budget| MechanismOptions::default().with_budget(budget);
    let bound = |budget| plan.bound_at(&problem, &total, &selfish, &unlimited(budget));
    assert_eq!(bound(Budget::Unrestricted), None);
    assert_eq!(bound(Budget::Burning), None);
    // One works and the other does not: then the total tells who of them shirked.
    assert_eq!(bound(Budget::Balanced), None);
}
