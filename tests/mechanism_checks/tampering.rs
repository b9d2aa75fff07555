//! Plans that were tampered with are not believed.

use lacuna::contract::{Budget, ContractingProblem, Monitoring};
use lacuna::mechanism::{
    Aftermath, Communication, DeviationPlan, Manipulation, MechanismOptions, Participation,
    ParticipationWeight, ReportBound,
};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use super::model::Model;
use super::random::Draw;
use super::{cooperative, defection, dilemma, q};

type Change<'a> = &'a dyn Fn(&mut DeviationPlan);

#[test]
fn every_part_of_a_plan_is_looked_at() {
    let problem = dilemma();
    let nothing = Monitoring::trivial(&problem);
    let selfish = WeightMatrix::identity(2);
    let options = MechanismOptions::default();
    let plan = defection(&q("3"), &q("2"));
    assert!(plan.verify(&problem, &nothing, &selfish, &options));
    let changes: [(&str, Change); 19] = [
        ("communication", &|p| {
            p.communication = Communication::Public
        }),
        ("player", &|p| p.manipulations[0].player = 2),
        ("the other player twice", &|p| p.manipulations[0].player = 1),
        ("own type", &|p| p.manipulations[0].own_type = 1),
        ("report", &|p| p.manipulations[0].report = 1),
        ("told an action that is not there", &|p| {
            p.manipulations[0].told = vec![2]
        }),
        ("told too much", &|p| p.manipulations[0].told = vec![0, 0]),
        ("told nothing", &|p| p.manipulations[0].told = vec![]),
        ("told otherwise", &|p| p.manipulations[0].told = vec![1]),
        ("action", &|p| p.manipulations[0].action = 2),
        ("obedience", &|p| p.manipulations[0].action = 0),
        ("negative weight", &|p| p.manipulations[0].weight = q("-3")),
        ("less weight", &|p| p.manipulations[0].weight = q("2")),
        ("no weight", &|p| drop(p.manipulations.pop())),
        ("lower bound", &|p| p.bound = q("199/100")),
        ("lower bound after reports", &|p| {
            p.reports[0].bound = q("199/100")
        }),
        ("other reports", &|p| p.reports[0].reports = vec![0, 1]),
        ("reports twice", &|p| {
            p.reports.push(ReportBound::new(vec![0, 0], q("0")))
        }),
        ("budget", &|p| p.budget = q("1")),
    ];
    for (what, change) in changes {
        let mut bad = plan.clone();
        change(&mut bad);
        assert!(
            !bad.verify(&problem, &nothing, &selfish, &options),
            "{what}"
        );
    }
    let more: [(&str, Change); 4] = [
        ("no reports", &|p| p.reports.clear()),
        ("more reports", &|p| {
            p.reports.push(ReportBound::new(vec![0, 1], q("0")))
        }),
        ("participation without that stage", &|p| {
            p.participation
                .push(ParticipationWeight::new(0, None, None, q("0")));
        }),
        ("the same manipulation twice", &|p| {
            p.manipulations
                .push(Manipulation::new(0, 0, 0, vec![0], 1, q("0")));
        }),
    ];
    for (what, change) in more {
        let mut bad = plan.clone();
        change(&mut bad);
        assert!(
            !bad.verify(&problem, &nothing, &selfish, &options),
            "{what}"
        );
    }
    // More weight is none too much here: (D, C) still leaves 2.
    let mut heavy = plan.clone();
    heavy.manipulations[0].weight = q("4");
    assert!(heavy.verify(&problem, &nothing, &selfish, &options));
    heavy.manipulations[0].weight = Rational::from(1000);
    assert!(heavy.verify(&problem, &nothing, &selfish, &options));
    // A bound that is not tight is still one.
    let mut loose = plan.clone();
    loose.bound = q("3");
    assert!(loose.verify(&problem, &nothing, &selfish, &options));
    loose.reports[0].bound = q("5/2");
    assert!(loose.verify(&problem, &nothing, &selfish, &options));
}

#[test]
fn a_plan_is_about_one_problem_and_one_kind_of_mechanism() {
    let problem = dilemma();
    let nothing = Monitoring::trivial(&problem);
    let selfish = WeightMatrix::identity(2);
    let options = MechanismOptions::default();
    let plan = defection(&q("3"), &q("2"));
    let other = Draw::new(1).problem(&[2, 2, 2], 1);
    assert!(!plan.verify(&problem, &Monitoring::trivial(&other), &selfish, &options));
    assert!(!plan.verify(&problem, &nothing, &WeightMatrix::identity(3), &options));
    for bad in [
        options.clone().with_communication(Communication::Public),
        options.clone().with_liability(q("-1")),
        options.clone().with_max_arms(3),
        options.with_participation(Participation::ex_ante(vec![])),
    ] {
        assert!(!plan.verify(&problem, &nothing, &selfish, &bad));
        assert_eq!(plan.bound_at(&problem, &nothing, &selfish, &bad), None);
    }
    // Where defection is seen, fines matter: without a limit the plan proves nothing.
    let seen =
        Monitoring::stochastic(
            &problem,
            &["one defects", "others"],
            |_, profile| match profile {
                [0, 1] | [1, 0] => vec![Rational::ONE, Rational::ZERO],
                _ => vec![Rational::ZERO, Rational::ONE],
            },
        )
        .expect("laws");
    let free = MechanismOptions::default();
    assert_eq!(plan.bound_at(&problem, &seen, &selfish, &free), None);
    // It is nobody's fault more than the other's.
    let balanced = MechanismOptions::default().with_budget(Budget::Balanced);
    assert_eq!(plan.bound_at(&problem, &seen, &selfish, &balanced), None);
    let limited = free.with_liability(q("1/2"));
    // (C, C): −6 + 2 players · 2 signals · 3/2; (C, D): 2 + 2 signals · 3/2; (D, D): 2.
    assert_eq!(
        plan.bound_at(&problem, &seen, &selfish, &limited),
        Some(q("5"))
    );
    assert!(!plan.verify(&problem, &seen, &cooperative(2, "0"), &limited));
}

/// Everything that can be said about participation after everything is known.
#[test]
fn weights_of_late_participation_must_be_of_something_possible() {
    let problem = dilemma();
    let nothing = Monitoring::stochastic(&problem, &["always", "never"], |_, _| {
        vec![Rational::ONE, Rational::ZERO]
    })
    .expect("laws");
    let selfish = WeightMatrix::identity(2);
    let outside = vec![vec![Rational::ZERO]; 2];
    let options = MechanismOptions::default()
        .with_liability(Rational::ZERO)
        .with_participation(Participation::ex_post(outside));
    let with = |own_type, state, told: Vec<Vec<usize>>, signal, weight: &str| {
        let mut plan = defection(&q("3"), &q("2"));
        let after = Some(Aftermath::new(state, told, signal));
        plan.participation
            .push(ParticipationWeight::new(1, own_type, after, q(weight)));
        plan
    };
    let verify = |plan: &DeviationPlan| plan.verify(&problem, &nothing, &selfish, &options);
    // At (C, C) −6 is left, so that there is room for 8/3 · 3.
    let told = vec![vec![0], vec![0]];
    assert!(verify(&with(None, 0, told.clone(), 0, "8/3")));
    assert!(verify(&with(Some(0), 0, told.clone(), 0, "8/3")));
    assert!(!verify(&with(None, 0, told.clone(), 0, "3")));
    assert!(!verify(&with(None, 0, told.clone(), 0, "-1")));
    assert!(!verify(&with(Some(1), 0, told.clone(), 0, "1")));
    assert!(!verify(&with(None, 1, told.clone(), 0, "1")));
    assert!(!verify(&with(None, 0, told.clone(), 1, "1")));
    assert!(!verify(&with(None, 0, told.clone(), 2, "1")));
    assert!(!verify(&with(None, 0, vec![vec![0]], 0, "1")));
    assert!(!verify(&with(None, 0, vec![vec![0], vec![2]], 0, "1")));
    assert!(!verify(&with(None, 0, vec![vec![0], vec![0, 0]], 0, "1")));
    let mut twice = with(None, 0, told, 0, "1");
    let again = twice.participation[0].clone();
    twice.participation.push(again);
    assert!(!verify(&twice));
}

/// Perturbs every weight and bound of optimal plans of problems with private information: whatever
/// comes out proves the value at best, and is only believed if it does prove what it claims.
#[test]
fn no_perturbed_plan_proves_more_than_the_truth() {
    let (mut refused, mut looked_at, mut lies) = (0, 0, 0);
    for seed in 0..120u64 {
        let mut draw = Draw::new(seed);
        let problem: ContractingProblem = draw.problem(&[2, 2], 2);
        let monitoring = draw.monitoring(&problem, 2);
        let preferences = draw.preferences(2);
        let budget = [
            Budget::Unrestricted,
            Budget::Burning,
            Budget::Balanced,
            Budget::Expected,
        ];
        let mut options = MechanismOptions::default().with_budget(budget[draw.below(4)]);
        if draw.below(2) == 0 {
            options = options.with_liability(q("1/2"));
        }
        let best = Model::new(&problem, &monitoring, &preferences, &options)
            .solve()
            .expect("nobody may stay out");
        let honest = |m: &Manipulation| m.own_type == m.report;
        lies += best
            .plan
            .manipulations
            .iter()
            .filter(|m| !honest(m))
            .count();
        for number in 0..best.plan.manipulations.len() {
            for factor in ["0", "1/2", "2", "-1"] {
                let mut plan = best.plan.clone();
                let weight = &mut plan.manipulations[number].weight;
                *weight = &*weight * &q(factor);
                looked_at += 1;
                let bound = plan.bound_at(&problem, &monitoring, &preferences, &options);
                let proves = bound.as_ref().is_some_and(|bound| *bound <= best.value);
                assert!(bound.is_none_or(|bound| bound >= best.value), "seed {seed}");
                let believed = plan.verify(&problem, &monitoring, &preferences, &options);
                assert!(proves || !believed, "seed {seed}");
                refused += u32::from(!believed);
                let negative = factor == "-1";
                assert!(!(negative && believed), "seed {seed}");
                // A lie must weigh the same whatever is heard.
                if !honest(&plan.manipulations[number]) && factor != "1" {
                    assert!(!believed, "seed {seed}");
                }
            }
        }
        for number in 0..best.plan.reports.len() {
            let mut plan = best.plan.clone();
            plan.reports[number].bound = &plan.reports[number].bound - &q("1/1000");
            assert!(!plan.verify(&problem, &monitoring, &preferences, &options));
            plan.reports.remove(number);
            assert!(!plan.verify(&problem, &monitoring, &preferences, &options));
        }
    }
    assert!(
        refused > 0 && refused < looked_at && lies > 0,
        "{refused} {looked_at} {lies}"
    );
}
