//! The multipliers of the program are a plan that proves its value, and the checks agree.

use lacuna::contract::Budget;
use lacuna::mechanism::{Communication, MechanismOptions, Participation};
use lacuna::number::Rational;

use super::model::Model;
use super::random::Draw;

/// What random problems were like.
#[derive(Debug, Default)]
struct Tally {
    found: u32,
    attained: u32,
    /// Problems whose value is below the first best, with and without lies in the plan.
    gaps: u32,
    lies: u32,
    participation: u32,
}

fn solve(communication: Communication, budget: Budget, seeds: std::ops::Range<u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let mut draw = Draw::new(seed);
        let states = 1 + draw.below(2);
        let actions: &[usize] = match (draw.below(4), states) {
            (0, 1) => &[2, 2, 2],
            (1, _) if communication == Communication::Mediated => &[3, 2],
            _ => &[2, 2],
        };
        let problem = draw.problem(actions, states);
        let signals = 1 + draw.below(2);
        let monitoring = draw.monitoring(&problem, signals);
        let preferences = draw.preferences(actions.len());
        let outside = |draw: &mut Draw| {
            let list = |_| (0..states).map(|_| draw.between(-8, 0)).collect();
            (0..actions.len()).map(list).collect()
        };
        let participation = match draw.below(6) {
            0 => Participation::ex_ante(outside(&mut draw)),
            1 => Participation::interim(outside(&mut draw)),
            2 => Participation::ex_post(outside(&mut draw)),
            _ => Participation::none(),
        };
        let mut options = MechanismOptions::default()
            .with_budget(budget)
            .with_communication(communication)
            .with_participation(participation);
        if draw.below(4) > 0 {
            options = options.with_liability(Rational::new(draw.below(5) as i64, 2).expect("half"));
        }
        let Some(best) = Model::new(&problem, &monitoring, &preferences, &options).solve() else {
            continue;
        };
        tally.found += 1;
        let manipulations = &best.plan.manipulations;
        tally.gaps += u32::from(!manipulations.is_empty());
        tally.lies += u32::from(manipulations.iter().any(|m| m.report != m.own_type));
        tally.participation += u32::from(!best.plan.participation.is_empty());
        let context = format!("seed {seed}, {communication:?}, {budget:?}");
        let bound = best
            .plan
            .bound_at(&problem, &monitoring, &preferences, &options);
        assert_eq!(bound, Some(best.value.clone()), "{context}");
        assert!(
            best.plan
                .verify(&problem, &monitoring, &preferences, &options),
            "{context}"
        );
        if let Some(mechanism) = best.mechanism {
            tally.attained += 1;
            let audit = mechanism
                .audit(&problem, &monitoring, &preferences, &options)
                .expect("of this shape");
            assert_eq!(audit.faults, vec![], "{context}");
            assert!(audit.is_equilibrium(), "{context}");
            assert_eq!(audit.value, best.value, "{context}");
        }
    }
    tally
}

fn all_budgets(communication: Communication, count: u64) {
    let budgets = [
        Budget::Unrestricted,
        Budget::Expected,
        Budget::Burning,
        Budget::Balanced,
    ];
    let (mut gaps, mut lies, mut participation) = (0, 0, 0);
    for (number, budget) in budgets.into_iter().enumerate() {
        let first = 1000 * number as u64;
        let tally = solve(communication, budget, first..first + count);
        println!("{communication:?} {budget:?} {tally:?}");
        assert!(2 * u64::from(tally.found) > count, "{tally:?}");
        assert!(2 * tally.attained > tally.found, "{tally:?}");
        gaps += tally.gaps;
        lies += tally.lies;
        participation += tally.participation;
    }
    assert!(gaps > 200 && participation > 2, "{gaps} {participation}");
    assert!(
        lies > 10 || communication == Communication::Recommendations,
        "{lies}"
    );
}

#[test]
fn mediated() {
    all_budgets(Communication::Mediated, 400);
}

#[test]
fn recommendations() {
    all_budgets(Communication::Recommendations, 400);
}

#[test]
fn public() {
    all_budgets(Communication::Public, 400);
}
