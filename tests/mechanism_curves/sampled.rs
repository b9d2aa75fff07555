//! Sampled curves.

use lacuna::contract::Monitoring;
use lacuna::mechanism::{MechanismError, MechanismOptions, SampleOptions, sampled_curve};
use lacuna::number::Rational;

use super::{curve, dilemma, q, treacherous};

#[test]
fn a_fall_of_the_value_is_found() {
    let problem = treacherous();
    let blind = Monitoring::trivial(&problem);
    let options = MechanismOptions::default();
    let sampling = SampleOptions::new(Rational::ZERO, q("2"))
        .with_samples(5)
        .with_tolerance(q("1"))
        .with_width(q("1/1000"));
    let found = sampled_curve(&problem, &blind, &options, &sampling).expect("small");
    assert!(found.verify(&problem, &blind, &options));
    let third = q("1/3");
    let fall = found
        .steep
        .iter()
        .find(|steep| steep.low <= third && third <= steep.high)
        .expect("the fall at 1/3");
    assert!(fall.above < fall.below && &fall.high - &fall.low <= q("1/1000"));
    // What is steep in samples jumps or is steep in the exact curve.
    let exact = curve(&problem, &blind, &options, "2");
    for steep in &found.steep {
        assert!(exact.breakpoints.iter().any(|breakpoint| {
            breakpoint.jump == Some(true)
                && steep.low <= *breakpoint.at.high()
                && *breakpoint.at.low() <= steep.high
        }));
    }
}

#[test]
fn bounds_are_exact_where_the_value_is_constant() {
    let problem = dilemma([3, 0, 5, 1]);
    let blind = Monitoring::trivial(&problem);
    let options = MechanismOptions::default();
    let sampling = SampleOptions::new(Rational::ZERO, q("3"))
        .with_samples(4)
        .with_tolerance(q("10"))
        .with_at(vec![q("1/3"), q("2")]);
    let found = sampled_curve(&problem, &blind, &options, &sampling).expect("small");
    let at: Vec<String> = found.samples.iter().map(|s| s.at.to_string()).collect();
    assert_eq!(at, ["0", "1/3", "1", "2", "3"]);
    for (lambda, value) in [("2", "6"), ("5/2", "6"), ("1", "11/2"), ("1/3", "5")] {
        let bounds = found.bounds_at(&q(lambda));
        assert_eq!(bounds.lower, Some(q(value)), "λ = {lambda}");
        assert_eq!(bounds.upper, Some(q(value)), "λ = {lambda}");
    }
    // Mutual defection is an equilibrium up to 1/3.
    let selfish = &found.samples[0];
    assert_eq!(selfish.holds_on, Some((q("0"), q("1/3"))));
    assert_eq!(selfish.worth(), Some(q("2")));
    assert_eq!(selfish.is_attained(), Some(true));
    // Nothing is known outside the range.
    assert_eq!(found.bounds_at(&q("-1")).upper, None);
    assert_eq!(found.bounds_at(&q("4")).lower, None);
    let (low, high, step) = found.largest_step().expect("samples");
    assert_eq!((low, high, step), (&q("0"), &q("1/3"), q("3")));
    let text = serde_json::to_string(&found).expect("a document");
    let back: lacuna::mechanism::SampledCurve = serde_json::from_str(&text).expect("the same");
    assert_eq!(back, found);
}

#[test]
fn bad_input_and_limits_are_errors() {
    let problem = dilemma([3, 0, 5, 1]);
    let blind = Monitoring::trivial(&problem);
    let options = MechanismOptions::default();
    let run = |sampling: SampleOptions| sampled_curve(&problem, &blind, &options, &sampling);
    let fine = SampleOptions::new(q("0"), q("1"));
    for bad in [
        SampleOptions::new(q("-1"), q("1")),
        SampleOptions::new(q("2"), q("1")),
        fine.clone().with_samples(1),
        fine.clone().with_at(vec![q("3/2")]),
        fine.clone().with_width(q("0")),
        fine.clone().with_tolerance(q("-1")),
    ] {
        assert!(matches!(run(bad), Err(MechanismError::BadOption { .. })));
    }
    match run(fine.clone().with_max_samples(12)) {
        Err(MechanismError::TooManySamples { limit, found, .. }) => {
            assert_eq!((limit, found.samples.len()), (12, 12));
            assert!(found.bounds_at(&q("1/2")).lower.is_some());
        }
        other => panic!("{other:?}"),
    }
    // One point is a range too.
    let point = run(SampleOptions::new(q("1"), q("1"))).expect("a point");
    assert_eq!(point.samples.len(), 1);
}
