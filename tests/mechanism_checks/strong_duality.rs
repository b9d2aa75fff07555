//! The multipliers of the program are a plan that proves its value, and the checks agree.

use lacuna::contract::Budget;
use lacuna::mechanism::{Communication, MechanismOptions, Participation};
use lacuna::number::Rational;

use super::model::Model;
use super::random::Draw;

/// Solves so many random problems; returns how many have a mechanism, and how many attain the value.
fn solve(communication: Communication, budget: Budget, seeds: std::ops::Range<u64>) -> (u32, u32) {
    let (mut found, mut attained) = (0, 0);
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
            let list = |_| (0..states).map(|_| draw.between(-6, 0)).collect();
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
        found += 1;
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
            attained += 1;
            let audit = mechanism
                .audit(&problem, &monitoring, &preferences, &options)
                .expect("of this shape");
            assert_eq!(audit.faults, vec![], "{context}");
            assert!(audit.is_equilibrium(), "{context}");
            assert_eq!(audit.value, best.value, "{context}");
        }
    }
    (found, attained)
}

fn all_budgets(communication: Communication, count: u64) {
    let budgets = [
        Budget::Unrestricted,
        Budget::Expected,
        Budget::Burning,
        Budget::Balanced,
    ];
    for (number, budget) in budgets.into_iter().enumerate() {
        let first = 1000 * number as u64;
        let (found, attained) = solve(communication, budget, first..first + count);
        assert!(2 * u64::from(found) > count, "{found} of {count}");
        assert!(2 * attained > found, "{attained} of {found}");
    }
}

#[test]
fn mediated() {
    all_budgets(Communication::Mediated, 150);
}

#[test]
fn recommendations() {
    all_budgets(Communication::Recommendations, 150);
}

#[test]
fn public() {
    all_budgets(Communication::Public, 100);
}
