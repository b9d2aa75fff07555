//! Curves that are known in closed form.

use lacuna::contract::{Budget, Monitoring};
use lacuna::mechanism::{MechanismError, MechanismOptions, mechanism_curve};
use lacuna::number::Rational;
use lacuna::parametric::{CurveOptions, CurveValue, Level, Polynomial, RationalFunction};

use super::{curve, dilemma, direct, monitor_game, q, treacherous};

#[test]
fn every_dilemma_has_the_general_formula() {
    let mut seen = 0;
    for r in 2..6i64 {
        for t in r + 1..8 {
            for s in -3..2i64 {
                for p in s + 1..r {
                    let (gain, loss) = (t - r, 2 * r - t - s);
                    let (sucker, hope) = (p - s, s + t - 2 * p);
                    // The stretch from (P−S)/(S+T−2P) to (T−R)/(2R−T−S) is there.
                    if loss <= 0 || hope <= 0 || sucker * loss >= gain * hope {
                        continue;
                    }
                    seen += 1;
                    let problem = dilemma([r, s, t, p]);
                    let blind = Monitoring::trivial(&problem);
                    let fraction = |a, b| Rational::new(a, b).expect("positive");
                    let ends = [fraction(sucker, hope), fraction(gain, loss)];
                    let high = &ends[1] + Rational::ONE;
                    let found = curve(
                        &problem,
                        &blind,
                        &MechanismOptions::default(),
                        &high.to_string(),
                    );
                    // (2RH + 2(S+T)G)/(H + 2G), G = T−R−λ(2R−T−S), H = S−P+λ(S+T−2P).
                    let above = [
                        -2 * r * sucker + 2 * (s + t) * gain,
                        2 * r * hope - 2 * (s + t) * loss,
                    ];
                    let below = [2 * gain - sucker, hope - 2 * loss];
                    let formula =
                        RationalFunction::new(Polynomial::new(above), Polynomial::new(below))
                            .expect("not zero");
                    let constant = |value: i64| {
                        let one = Polynomial::new([1]);
                        RationalFunction::new(Polynomial::new([value]), one).expect("not zero")
                    };
                    let pieces: Vec<_> = found.pieces.iter().map(|p| p.value.clone()).collect();
                    let expected = [constant(2 * p), formula, constant(2 * r)];
                    assert_eq!(
                        pieces,
                        expected.map(CurveValue::Finite),
                        "R, S, T, P = {r}, {s}, {t}, {p}"
                    );
                    for (piece, end) in found.pieces.iter().zip(&ends) {
                        assert_eq!(piece.high.exact(), Some(end));
                    }
                    // At the first breakpoint mediation is worth something at once.
                    assert_eq!(found.breakpoints[1].value, found.breakpoints[1].right);
                }
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn the_value_falls_and_rises() {
    let problem = treacherous();
    let blind = Monitoring::trivial(&problem);
    let options = MechanismOptions::default();
    let found = curve(&problem, &blind, &options, "2");
    for (lambda, value) in [
        ("0", "5"),
        ("1/3", "185/28"),
        ("1/2", "3"),
        ("1", "3"),
        ("5/4", "8"),
    ] {
        let level = found.value_at(&q(lambda));
        assert_eq!(level, Some(Level::Finite(q(value))), "λ = {lambda}");
    }
    // It drops at 1/3 and takes the higher value there.
    let drop = (found.breakpoints.iter())
        .find(|breakpoint| breakpoint.at.exact() == Some(&q("1/3")))
        .expect("a breakpoint");
    assert_eq!(drop.value, Some(Level::Finite(q("185/28"))));
    assert_eq!(drop.right, Some(Level::Finite(q("3"))));
    assert_eq!(drop.jump, Some(true));
}

#[test]
fn limited_fines_and_altruism_in_the_monitor_game() {
    let (problem, monitoring) = monitor_game();
    for (budget, liability, at_zero) in [
        (Budget::Unrestricted, "1", "-1/4"),
        (Budget::Unrestricted, "2", "-1/8"),
        (Budget::Unrestricted, "10", "-1/40"),
        (Budget::Burning, "2", "-1/7"),
        (Budget::Balanced, "10", "-1/39"),
        (Budget::Expected, "1", "-1/4"),
    ] {
        let options = MechanismOptions::default()
            .with_budget(budget)
            .with_liability(q(liability));
        let found = curve(&problem, &monitoring, &options, "1");
        println!("{budget:?}, at most {liability}:\n{found}\n");
        if budget != Budget::Expected {
            let start = found.value_at(&Rational::ZERO);
            assert_eq!(start, Some(Level::Finite(q(at_zero))), "{budget:?}");
        }
        // From 1/2 on nobody is bad even if nobody looks.
        let closed = found.value_at(&q("1/2"));
        assert_eq!(closed, Some(Level::Finite(Rational::ZERO)));
        for step in 0..50 {
            let lambda = Rational::new(step, 49).expect("positive");
            assert_eq!(
                found.value_at(&lambda),
                Some(direct(&problem, &monitoring, &options, &lambda)),
                "{budget:?} {liability} at {lambda}"
            );
        }
    }
}

#[test]
fn bad_input_and_limits_are_errors() {
    let problem = dilemma([3, 0, 5, 1]);
    let blind = Monitoring::trivial(&problem);
    let run = |options: &MechanismOptions, low: &str, high: &str| {
        let curve = CurveOptions::default();
        mechanism_curve(&problem, &blind, options, &q(low), &q(high), &curve)
    };
    let options = MechanismOptions::default();
    assert!(matches!(
        run(&options, "-1", "1"),
        Err(MechanismError::BadOption { .. })
    ));
    assert!(matches!(
        run(&options, "2", "1"),
        Err(MechanismError::Curve(_))
    ));
    assert!(matches!(
        run(&options.with_max_curve_rows(4), "0", "1"),
        Err(MechanismError::TooLarge {
            needed: 5,
            limit: 4,
            option: "max_curve_rows",
            ..
        })
    ));
}
