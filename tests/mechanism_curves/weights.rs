//! The weights at which a mechanism works, against its audit.

use lacuna::contract::{Budget, Monitoring};
use lacuna::mechanism::{MechanismOptions, Participation, best_mechanism};
use lacuna::number::Rational;

use super::{agents, dilemma, monitor_game, q};

#[test]
fn the_interval_is_where_the_audit_finds_no_gain() {
    let (monitor, monitoring) = monitor_game();
    let dilemma = dilemma([3, 0, 5, 1]);
    let blind = Monitoring::trivial(&dilemma);
    let outside = |value: &str| vec![vec![q(value)]; 2];
    let (low, high) = (Rational::ZERO, q("3"));
    let tiny = q("1/1000000");
    let mut ends = 0;
    for (problem, monitoring) in [(&monitor, &monitoring), (&dilemma, &blind)] {
        for participation in [
            Participation::none(),
            Participation::interim(outside("-1")),
            Participation::ex_ante(outside("-1/2")),
            Participation::ex_post(outside("-4")),
        ] {
            for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
                let options = MechanismOptions::default()
                    .with_budget(budget)
                    .with_liability(q("1"))
                    .with_participation(participation.clone());
                for step in 0..8 {
                    let at = Rational::new(step, 3).expect("positive");
                    let design = best_mechanism(problem, monitoring, &agents(2, &at), &options);
                    let Some(best) = design.expect("small").into_best() else {
                        continue;
                    };
                    let works = |lambda: &Rational| {
                        let agents = agents(2, lambda);
                        let audit = best.mechanism.audit(problem, monitoring, &agents, &options);
                        let audit = audit.expect("fits");
                        audit.is_equilibrium() && audit.is_within_limits()
                    };
                    let found = best
                        .mechanism
                        .equilibrium_weights(problem, monitoring, &options, &low, &high)
                        .expect("fits");
                    let (from, to) = found.expect("it works where it was made");
                    assert!(from <= at && at <= to);
                    assert!(works(&from) && works(&to));
                    if from > low {
                        assert!(!works(&(&from - &tiny)));
                        ends += 1;
                    }
                    if to < high {
                        assert!(!works(&(&to + &tiny)));
                        ends += 1;
                    }
                    if from > low {
                        let none = best.mechanism.equilibrium_weights(
                            problem,
                            monitoring,
                            &options,
                            &low,
                            &(&from - &tiny),
                        );
                        assert_eq!(none, Ok(None));
                    }
                }
            }
        }
    }
    assert!(ends > 20, "{ends}");
}
