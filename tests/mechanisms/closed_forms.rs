//! Values that are known in closed form.

use lacuna::contract::{Budget, ContractingProblem, Information, Language, Monitoring};
use lacuna::game::NormalForm;
use lacuna::mechanism::{
    Attainment, BestMechanism, ClosingOptions, ClosingWeight, Communication, MechanismOptions,
    Reach, best_mechanism, closing_weight,
};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn best(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    lambda: &str,
    options: &MechanismOptions,
) -> BestMechanism {
    let agents = WeightMatrix::cooperative(problem.players(), &q(lambda)).expect("not negative");
    let best = best_mechanism(problem, monitoring, &agents, options)
        .expect("within limits")
        .into_best()
        .expect("there is a mechanism");
    assert!(best.verify(problem, monitoring, &agents, options));
    best
}

/// Agent 1 is good or bad, agent 2 rests or monitors: that is seen, and bad only when it monitors.
fn monitor_game() -> (ContractingProblem, Monitoring) {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| match (player, profile) {
        (0, [bad, _]) => Rational::from(*bad as i64),
        (_, [bad, monitors]) => {
            q("-3") * Rational::from(*bad as i64) - q("1/2") * Rational::from(*monitors as i64)
        }
        _ => Rational::ZERO,
    })
    .expect("valid");
    let problem = ContractingProblem::single_state(game).expect("valid");
    let seen = Language::observed(&problem, |_, profile| profile[1] * (1 + profile[0]));
    let monitoring = Monitoring::from(&seen);
    (problem, monitoring)
}

/// Two partners; each unit of effort costs 7/10 and yields 1, which they share; the yield is seen.
fn team() -> (ContractingProblem, Monitoring) {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let yielded = Rational::from(profile.iter().sum::<usize>() as i64);
        yielded * q("1/2") - q("7/10") * Rational::from(profile[player] as i64)
    })
    .expect("valid");
    let problem = ContractingProblem::single_state(game).expect("valid");
    let seen = Language::observed(&problem, |_, profile| profile.iter().sum::<usize>());
    let monitoring = Monitoring::from(&seen);
    (problem, monitoring)
}

#[test]
fn secret_monitoring_approaches_the_first_best_as_fines_grow() {
    let (problem, monitoring) = monitor_game();
    for (budget, liability, value) in [
        (Budget::Unrestricted, "1", "-1/4"),
        (Budget::Unrestricted, "2", "-1/8"),
        (Budget::Unrestricted, "100", "-1/400"),
        (Budget::Burning, "1", "-1/3"),
        (Budget::Burning, "2", "-1/7"),
        (Budget::Burning, "10", "-1/39"),
        (Budget::Balanced, "10", "-1/39"),
    ] {
        let options = MechanismOptions::default()
            .with_budget(budget)
            .with_liability(q(liability));
        let best = best(&problem, &monitoring, "0", &options);
        assert_eq!(best.value, q(value), "{budget:?} {liability}");
        assert_eq!(best.attainment, Attainment::Attained);
        assert_eq!(best.plan.bound, best.value);
        assert!(best.mechanism.liability() <= q(liability));
    }
    for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
        let options = MechanismOptions::default().with_budget(budget);
        let best = best(&problem, &monitoring, "0", &options);
        assert_eq!(best.value, Rational::ZERO, "{budget:?}");
        assert_eq!(best.closed_value, Rational::ZERO);
        assert_eq!(
            best.attainment,
            Attainment::Approached {
                shortfall: q("1/1000")
            }
        );
    }
}

#[test]
fn a_secret_mediator_finds_the_shirker_in_a_team() {
    let (problem, monitoring) = team();
    // 2(b − c)(1 − k/(2L + k)) with k = c − b/2.
    for (liability, value) in [("1/2", "1/2"), ("1", "6/11"), ("10", "60/101")] {
        let options = MechanismOptions::default()
            .with_budget(Budget::Balanced)
            .with_liability(q(liability));
        assert_eq!(
            best(&problem, &monitoring, "0", &options).value,
            q(value),
            "L = {liability}"
        );
    }
    let unlimited = MechanismOptions::default().with_budget(Budget::Balanced);
    let found = best(&problem, &monitoring, "0", &unlimited);
    assert_eq!(found.value, q("3/5"));
    assert!(matches!(found.attainment, Attainment::Approached { .. }));
    for (liability, value) in [("1/10", "3/10"), ("1/5", "3/5"), ("1/2", "3/5")] {
        let options = MechanismOptions::default()
            .with_budget(Budget::Expected)
            .with_liability(q(liability));
        assert_eq!(
            best(&problem, &monitoring, "0", &options).value,
            q(value),
            "L = {liability}"
        );
    }
    let burning = MechanismOptions::default()
        .with_budget(Budget::Burning)
        .with_liability(q("1/5"));
    assert_eq!(best(&problem, &monitoring, "0", &burning).value, q("3/5"));
}

/// An actor prefers the action that does not fit the state; another gains from the fit.
fn actor(prefers: &[i64], informed: &[usize]) -> (ContractingProblem, Monitoring) {
    let players = prefers.len();
    let state = |wanted: usize| {
        let mut actions = vec![1; players];
        actions[0] = 2;
        NormalForm::from_fn(&actions, |player, profile| {
            let fits = profile[0] == wanted;
            let stake = prefers[player];
            Rational::from(if fits { stake.max(0) } else { (-stake).max(0) })
        })
        .expect("valid")
    };
    let mut information = Information::none(players, 2);
    for &player in informed {
        information = information.with_informed(player).expect("a player");
    }
    let problem = ContractingProblem::new(vec![(q("1/2"), state(0)), (q("1/2"), state(1))])
        .expect("valid")
        .with_information(information)
        .expect("fits");
    let monitoring = Monitoring::from(&Language::actions_only(&problem));
    (problem, monitoring)
}

#[test]
fn a_second_informed_agent_makes_the_state_contractible() {
    let value = |informed: &[usize], budget: Budget, communication: Communication| {
        let (problem, monitoring) = actor(&[-1, 3], informed);
        let options = MechanismOptions::default()
            .with_budget(budget)
            .with_communication(communication);
        best(&problem, &monitoring, "0", &options).value
    };
    for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
        assert_eq!(value(&[0], budget, Communication::Recommendations), q("2"));
        assert_eq!(value(&[0], budget, Communication::Mediated), q("2"));
        assert_eq!(
            value(&[0, 1], budget, Communication::Recommendations),
            q("2")
        );
        assert_eq!(
            value(&[0, 1], budget, Communication::Mediated),
            q("3"),
            "{budget:?}"
        );
    }
}

fn closing(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
    reach: Reach,
) -> ClosingWeight {
    let closing = ClosingOptions::default().with_reach(reach);
    let found = closing_weight(problem, monitoring, options, &closing).expect("within limits");
    assert!(
        found.verify(problem, monitoring, options, &closing),
        "{found:?}"
    );
    found.weight
}

#[test]
fn thresholds_of_the_dilemma_are_where_the_curve_reaches_the_first_best() {
    let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::symmetric(&dilemma).expect("square");
    let problem = ContractingProblem::single_state(game).expect("valid");
    let blind = Monitoring::trivial(&problem);
    let sighted = Monitoring::from(&Language::actions_only(&problem));
    for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
        let options = MechanismOptions::default().with_budget(budget);
        for reach in [Reach::Approach, Reach::Attain, Reach::Plain] {
            assert_eq!(
                closing(&problem, &blind, &options, reach),
                ClosingWeight::Attained(q("2"))
            );
            assert_eq!(
                closing(&problem, &sighted, &options, reach),
                ClosingWeight::Attained(q("0"))
            );
        }
    }
    // Fines of at most 1/2, to the other player or burnt: (T − R − F)/(2R − T − S (+ F)).
    let limited = |budget, liability: &str| {
        MechanismOptions::default()
            .with_budget(budget)
            .with_liability(q(liability))
    };
    for reach in [Reach::Approach, Reach::Attain, Reach::Plain] {
        let burning = limited(Budget::Burning, "1/2");
        let expected = ClosingWeight::Attained(q("3/2"));
        assert_eq!(
            closing(&problem, &sighted, &limited(Budget::Balanced, "1/2"), reach),
            expected
        );
        let found = closing(&problem, &sighted, &burning, reach);
        assert!(
            found.exact().is_some_and(|weight| *weight < q("3/2")),
            "{found:?}"
        );
    }
}

#[test]
fn the_two_cycle_of_an_actor_who_confuses_the_court_needs_one_half() {
    let (problem, monitoring) = actor(&[-1, 3], &[0, 1]);
    let options = MechanismOptions::default();
    assert_eq!(
        closing(&problem, &monitoring, &options, Reach::Plain),
        ClosingWeight::Attained(q("1/2"))
    );
    assert_eq!(
        closing(&problem, &monitoring, &options, Reach::Attain),
        ClosingWeight::Attained(q("0"))
    );
    let silent = options.with_communication(Communication::Recommendations);
    assert_eq!(
        closing(&problem, &monitoring, &silent, Reach::Attain),
        ClosingWeight::Attained(q("1/2"))
    );
}
