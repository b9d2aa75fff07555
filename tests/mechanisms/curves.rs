//! Values as functions of λ and of the liability, at many rational points and at the breakpoints.

use lacuna::contract::{Budget, ContractingProblem, Language, Monitoring};
use lacuna::game::NormalForm;
use lacuna::mechanism::{Attainment, BestMechanism, MechanismOptions, best_mechanism};
use lacuna::number::Rational;
use proptest::prelude::*;

use crate::environments::money;
use crate::support::{bimatrix, cooperative, over, q, ratio, single, symmetric};

fn best(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    lambda: &Rational,
    options: &MechanismOptions,
) -> BestMechanism {
    let agents = cooperative(problem.players(), lambda);
    let design = best_mechanism(problem, monitoring, &agents, options);
    design.expect("small").into_best().expect("a mechanism")
}

/// The value with a mediator and nothing verifiable.
fn unverifiable(game: NormalForm<Rational>, lambda: &Rational) -> Rational {
    let problem = single(game);
    let nothing = Monitoring::trivial(&problem);
    let found = best(&problem, &nothing, lambda, &MechanismOptions::default());
    assert_eq!(found.attainment, Attainment::Attained);
    found.value
}

fn close_to(points: &[&str]) -> Vec<Rational> {
    let nudges = ["0", "1/1000", "-1/1000", "1/1000000000", "-1/1000000000"];
    points
        .iter()
        .flat_map(|point| nudges.iter().map(|nudge| q(point) + q(nudge)))
        .collect()
}

#[test]
fn the_unverifiable_dilemma_has_three_branches() {
    let mut lambdas: Vec<Rational> = (0..=45).map(|k| ratio(k, 15)).collect();
    lambdas.extend(close_to(&["1/3", "2"]));
    lambdas.extend([q("1/7"), q("22/7"), q("100")]);
    for lambda in lambdas {
        let expected = if lambda < q("1/3") {
            q("2")
        } else if lambda < q("2") {
            over(
                &(q("14") + q("8") * lambda.clone()),
                &(q("3") + lambda.clone()),
            )
        } else {
            q("6")
        };
        let value = unverifiable(symmetric(&[[3, 0], [5, 1]]), &lambda);
        assert_eq!(value, expected, "λ = {lambda}");
    }
}

#[test]
fn weight_three_on_each_defection_proves_the_value_of_the_selfish_dilemma() {
    let problem = single(symmetric(&[[3, 0], [5, 1]]));
    let nothing = Monitoring::trivial(&problem);
    let options = MechanismOptions::default();
    let plan = best(&problem, &nothing, &Rational::ZERO, &options).plan;
    assert_eq!(plan.bound, q("2"));
    assert_eq!(plan.manipulations.len(), 2);
    for (player, manipulation) in plan.manipulations.iter().enumerate() {
        assert_eq!(manipulation.player, player);
        assert_eq!(manipulation.told, [0]);
        assert_eq!(manipulation.action, 1);
        assert_eq!(manipulation.weight, q("3"));
    }
}

#[test]
fn mediated_welfare_is_not_monotone_in_altruism() {
    let value = |lambda: &Rational| {
        let game = bimatrix(&[[5, -6], [4, -7]], &[[0, -1], [4, 10]]);
        unverifiable(game, lambda)
    };
    assert_eq!(value(&q("0")), q("5"));
    assert_eq!(value(&q("1/3")), q("185/28"));
    for just_below in ["0.33", "0.3333333"] {
        assert!(value(&q(just_below)) < q("185/28") && value(&q(just_below)) > q("6.58"));
    }
    for between in ["0.3333334", "1/2", "1", "1.1999999"] {
        assert_eq!(value(&q(between)), q("3"), "λ = {between}");
    }
    for above in ["6/5", "5/4", "10"] {
        assert_eq!(value(&q(above)), q("8"), "λ = {above}");
    }
}

/// Being bad gains g; monitoring costs c, is seen, and shows what was done.
fn monitor(gain: &Rational, cost: &Rational, hurt: &Rational) -> (ContractingProblem, Monitoring) {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let (bad, works) = (Rational::from(profile[0]), Rational::from(profile[1]));
        match player {
            0 => gain * &bad,
            _ => -(hurt * &bad) - cost * &works,
        }
    });
    let problem = single(game.expect("small"));
    let seen = Language::observed(&problem, |_, profile| profile[1] * (1 + profile[0]));
    let monitoring = Monitoring::from(&seen);
    (problem, monitoring)
}

#[test]
fn secret_monitoring_costs_less_the_larger_the_fines() {
    let games = [("1", "1/2", "3"), ("1", "1/3", "2"), ("2", "3/4", "5")];
    for (gain, cost, hurt) in games.map(|(g, c, h)| (q(g), q(c), q(h))) {
        let (problem, monitoring) = monitor(&gain, &cost, &hurt);
        for limit in ["2", "5/2", "3", "17/4", "7", "10", "50", "1000", "123457/8"] {
            let limit = q(limit);
            let double = q("2") * limit.clone();
            let product = -(&gain * &cost);
            for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
                let expected = match budget {
                    Budget::Unrestricted => over(&product, &double),
                    _ => over(&product, &(&double - &cost)),
                };
                let options = money(budget, Some(&limit));
                let found = best(&problem, &monitoring, &Rational::ZERO, &options);
                assert_eq!(
                    found.value, expected,
                    "{budget:?} {gain} {cost} {hurt} {limit}"
                );
                assert_eq!(found.attainment, Attainment::Attained);
                assert!(found.value.is_negative());
            }
        }
        for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
            for shortfall in ["1/10", "1/1000", "1/1000000000"] {
                let shortfall = q(shortfall);
                let options = money(budget, None).with_shortfall(shortfall.clone());
                let found = best(&problem, &monitoring, &Rational::ZERO, &options);
                assert_eq!(found.value, Rational::ZERO, "{budget:?}");
                match found.attainment {
                    Attainment::Approached { shortfall: short } => {
                        assert!(short.is_positive() && short <= shortfall);
                    }
                    other => panic!("the first best cannot be attained: {other:?}"),
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.min(100)))]

    /// V = (2RH + 2(S+T)G)/(H + 2G) where cooperation tempts by G ≥ 0 and defection by H ≥ 0.
    #[test]
    fn dilemmas_follow_the_general_formula(
        (p, low, middle, high) in (-4i64..4, 1i64..6, 1i64..6, 1i64..6),
        (above, below) in (0i64..12, 1i64..7),
    ) {
        // S < P < R < T.
        let (s, r) = (p - low, p + middle);
        let t = r + high;
        prop_assume!(2 * r > s + t && s + t > 2 * p);
        let lambda = ratio(above, below);
        let number = |x: i64| Rational::from(x);
        let tempting = number(t - r) - &lambda * &number(2 * r - t - s);
        let defecting = number(s - p) + &lambda * &number(s + t - 2 * p);
        let expected = if tempting <= Rational::ZERO {
            number(2 * r)
        } else if defecting.is_negative() {
            number(2 * p)
        } else {
            let twice = number(2) * tempting;
            over(
                &(number(2 * r) * &defecting + number(s + t) * &twice),
                &(&defecting + &twice),
            )
        };
        let value = unverifiable(symmetric(&[[r, s], [t, p]]), &lambda);
        prop_assert_eq!(value, expected, "R {} S {} T {} P {} λ {}", r, s, t, p, lambda);
    }
}
