use super::*;

#[test]
fn the_dilemma_has_its_closed_curve() {
    let dilemma = best_correlated(&[2, 2], &[vec![3, 0, 5, 1], vec![3, 5, 0, 1]]);
    let curve = curve_of(&dilemma, 0, 3);
    let expected = "(0, 1/3): 2\n(1/3, 2): (14 + 8λ)/(3 + λ)\n(2, 3): 6";
    assert_eq!(curve.to_string(), expected);
    let jumps: Vec<Option<bool>> = curve.breakpoints.iter().map(|b| b.jump).collect();
    assert_eq!(jumps, [Some(false), Some(true), Some(false), Some(false)]);
    let third = &curve.breakpoints[1];
    assert_eq!(third.value, Some(Level::Finite(rational(5, 1))));
    assert_eq!(third.left, Some(Level::Finite(rational(2, 1))));
    assert!(curve.unresolved.is_empty());
}

#[test]
fn more_altruism_can_cost_welfare() {
    let game = best_correlated(&[2, 2], &[vec![5, -6, 4, -7], vec![0, -1, 4, 10]]);
    let curve = curve_of(&game, 0, 2);
    let expected = "(0, 5/36): 5\n\
        (5/36, 1/3): (-35 + 336λ + 602λ^2)/(-6 + 72λ + 34λ^2)\n\
        (1/3, 6/5): 3\n\
        (6/5, 2): 8";
    assert_eq!(curve.to_string(), expected);
    let at = |lambda: Rational| match curve.value_at(&lambda) {
        Some(Level::Finite(value)) => value,
        other => panic!("{other:?} at {lambda}"),
    };
    assert_eq!(at(Rational::ZERO), Rational::from(5));
    assert!((at(rational(1, 5)).to_f64() - 5.7664).abs() < 1e-4);
    assert!((at(rational(33, 100)).to_f64() - 6.59).abs() < 1e-4);
    assert_eq!(at(rational(1, 3)), rational(185, 28));
    assert_eq!(at(Rational::ONE), Rational::from(3));
    assert_eq!(at(rational(6, 5)), Rational::from(8));
    assert_eq!(at(rational(5, 4)), Rational::from(8));
    let points = probes(&curve, &(0..40).map(|i| i * 251).collect::<Vec<_>>(), 0, 2);
    assert!(holds_everywhere(&game, &curve, &points));
}

/// A family from its programs at 0 and 1, each given as bounds, objective and rows.
fn family(build: impl Fn(i64) -> LinearProgram) -> ParametricProgram {
    ParametricProgram::new(&build(0), &build(1)).expect("of one shape")
}

#[test]
fn a_pole_an_irrational_end_and_the_lack_of_an_optimum_are_told_apart() {
    // maximise x subject to λ·x ≤ 1: 1/λ above 0, unbounded from 0 downwards.
    let hyperbola = family(|lambda| {
        let mut program = LinearProgram::maximise();
        let x = program.variable(Bounds::NONNEGATIVE, 1);
        program
            .row([(x, lambda)], Relation::AtMost, 1)
            .expect("in range");
        program
    });
    let curve = curve_of(&hyperbola, -2, 2);
    assert_eq!(curve.to_string(), "(-2, 0): unbounded\n(0, 2): 1/λ");
    let zero = &curve.breakpoints[1];
    assert_eq!(zero.left, Some(Level::Unbounded));
    assert_eq!(zero.value, Some(Level::Unbounded));
    assert_eq!(zero.right, Some(Level::PlusInfinity));
    assert_eq!(zero.jump, Some(true));

    // x ≤ λ and λ·x ≥ 2 for x ≥ 0: feasible from √2 on; maximise x gives λ.
    let root = family(|lambda| {
        let mut program = LinearProgram::maximise();
        let x = program.variable(Bounds::NONNEGATIVE, 1);
        program
            .row([(x, 1)], Relation::AtMost, lambda)
            .expect("in range");
        program
            .row([(x, lambda)], Relation::AtLeast, 2)
            .expect("in range");
        program
    });
    let curve = curve_of(&root, -3, 3);
    assert_eq!(curve.pieces.len(), 2);
    assert_eq!(curve.pieces[0].value, CurveValue::Infeasible);
    assert_eq!(curve.pieces[1].value.to_string(), "λ");
    let end = &curve.breakpoints[1];
    let End::Isolated {
        polynomial,
        low,
        high,
        ..
    } = &end.at
    else {
        panic!("{end:?} is not irrational");
    };
    assert_eq!(polynomial.to_string(), "-2 + λ^2");
    assert!(high - low <= rational(1, 1 << 20));
    assert!((end.at.to_f64() - 2f64.sqrt()).abs() < 1e-5);
    // The value there is that of the piece above, which includes its end.
    assert_eq!(end.left, Some(Level::Infeasible));
    assert_eq!(end.value, end.right);
    assert!(matches!(end.value, Some(Level::Enclosed { .. })));
    assert_eq!(end.jump, Some(true));
    assert_eq!(
        curve.value_at(&rational(141_421_356, 100_000_000)),
        Some(Level::Infeasible)
    );
    let above = rational(141_421_357, 100_000_000);
    assert_eq!(curve.value_at(&above), Some(Level::Finite(above)));
    assert_eq!(curve.value_at(&rational(4, 1)), None);
}

#[test]
fn the_value_at_a_point_can_differ_from_both_limits() {
    // λ·x = 0 for 0 ≤ x ≤ 1: only at 0 can x be large.
    let spike = family(|lambda| {
        let mut program = LinearProgram::maximise();
        let x = program.variable(Bounds::between(0, 1).expect("ordered"), 1);
        program
            .row([(x, lambda)], Relation::Equal, 0)
            .expect("in range");
        program
    });
    let curve = curve_of(&spike, -1, 1);
    assert_eq!(curve.to_string(), "(-1, 0): 0\n(0, 1): 0");
    assert_eq!(
        curve.breakpoints[1].value,
        Some(Level::Finite(Rational::ONE))
    );
    assert_eq!(curve.breakpoints[1].jump, Some(true));

    // The same with the factor 2 − λ² for λ, by way of y = λ·x.
    let irrational = family(|lambda| {
        let mut program = LinearProgram::maximise();
        let x = program.variable(Bounds::between(0, 1).expect("ordered"), 1);
        let y = program.variable(Bounds::FREE, 0);
        program
            .row([(x, -lambda), (y, 1)], Relation::Equal, 0)
            .expect("in range");
        program
            .row([(x, 2), (y, -lambda)], Relation::Equal, 0)
            .expect("in range");
        program
    });
    let curve = curve_of(&irrational, 0, 2);
    assert_eq!(curve.pieces.len(), 2);
    // No basis of the neighbours is one there: the value is not claimed.
    assert_eq!(curve.breakpoints[1].value, None);
    assert_eq!(curve.breakpoints[1].jump, None);
}

#[test]
fn one_lambda_is_a_range() {
    let dilemma = best_correlated(&[2, 2], &[vec![3, 0, 5, 1], vec![3, 5, 0, 1]]);
    let curve = curve_of(&dilemma, 2, 2);
    assert!(curve.pieces.is_empty());
    assert_eq!(curve.value_at(&2.into()), Some(Level::Finite(6.into())));
}

#[test]
fn bad_input_and_limits_are_errors() {
    let dilemma = best_correlated(&[2, 2], &[vec![3, 0, 5, 1], vec![3, 5, 0, 1]]);
    let (zero, three) = (Rational::ZERO, Rational::from(3));
    let options = CurveOptions::default();
    let reversed = value_curve(&dilemma, &three, &zero, &options);
    assert!(matches!(reversed, Err(ParametricError::EmptyRange { .. })));
    let flat = options.clone().with_width(Rational::ZERO);
    let flat = value_curve(&dilemma, &zero, &three, &flat);
    assert!(matches!(flat, Err(ParametricError::BadWidth { .. })));
    let few = options.clone().with_max_pieces(1);
    let Err(ParametricError::TooManyPieces { limit: 1, found }) =
        value_curve(&dilemma, &zero, &three, &few)
    else {
        panic!("three pieces are more than one");
    };
    assert_eq!(found.to_string(), "(1/3, 2): (14 + 8λ)/(3 + λ)");
    assert_eq!(found.unresolved.len(), 2);
    assert_eq!(
        found.value_at(&Rational::ONE),
        Some(Level::Finite(rational(11, 2)))
    );
    assert_eq!(found.value_at(&rational(1, 4)), None);
    let hurried = options.clone().with_max_time(std::time::Duration::ZERO);
    let hurried = value_curve(&dilemma, &zero, &three, &hurried);
    let Err(ParametricError::TimeLimit { found, .. }) = hurried else {
        panic!("no time is not enough");
    };
    assert!(found.pieces.is_empty() && found.unresolved.len() == 1);
    let quick = options.with_linear(LinearOptions::default().with_max_pivots(0));
    let quick = value_curve(&dilemma, &zero, &three, &quick);
    assert!(matches!(
        quick,
        Err(ParametricError::Linear { found: Some(_), .. })
    ));

    let crossing = family(|lambda| {
        let mut program = LinearProgram::minimise();
        program.variable(Bounds::between(lambda, 1).expect("ordered"), 1);
        program
    });
    let crossing = value_curve(&crossing, &zero, &three, &CurveOptions::default());
    assert!(matches!(
        crossing,
        Err(ParametricError::EmptyBounds { variable: 0, .. })
    ));
    let bent = ParametricProgram::from_fn(|lambda| -> Result<_, ParametricError> {
        let mut program = LinearProgram::minimise();
        program.variable(Bounds::NONNEGATIVE, lambda * lambda);
        Ok(program)
    });
    assert!(matches!(bent, Err(ParametricError::NotAffine { .. })));
    let one = LinearProgram::maximise();
    let mut other = LinearProgram::maximise();
    other.variable(Bounds::FREE, 0);
    let unlike = ParametricProgram::new(&one, &other);
    assert!(matches!(
        unlike,
        Err(ParametricError::DifferentShape { .. })
    ));
}

#[test]
fn curves_and_families_go_through_serde() {
    let game = best_correlated(&[2, 2], &[vec![5, -6, 4, -7], vec![0, -1, 4, 10]]);
    let curve = curve_of(&game, 0, 2);
    let text = serde_json::to_string(&(&game, &curve)).expect("data");
    let again: (ParametricProgram, ValueCurve) = serde_json::from_str(&text).expect("data");
    assert_eq!(again, (game, curve));
}
