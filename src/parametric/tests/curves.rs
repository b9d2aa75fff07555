use super::*;

#[test]
fn the_dilemma_has_its_closed_curve() {
    let dilemma = best_correlated(&[2, 2], &[vec![3, 0, 5, 1], vec![3, 5, 0, 1]]);
    let curve = curve_of(&dilemma, 0, 3);
    let expected = "(0, 1/3): 2\n(1/3, 2): (14 + 8λ)/(3 + λ)\n(2, 3): 6";
    assert_eq!(curve.to_string(), expected);
    let jumps: Vec<Option<bool>> = curve.breakpoints.iter().map(|b| b.jump).collect();
    assert_eq!(jumps, [Some(false), Some(true), Some(false), Some(false)]);
    assert_eq!(
        curve.breakpoints[1].value,
        Some(Level::Finite(rational(5, 1)))
    );
    assert!(curve.unresolved.is_empty());
}

#[test]
fn more_altruism_can_cost_welfare() {
    let game = best_correlated(&[2, 2], &[vec![5, -6, 4, -7], vec![0, -1, 4, 10]]);
    let curve = curve_of(&game, 0, 2);
    println!("{curve}");
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
}
