use super::super::polynomial::variations;
use super::super::roots::{Roots, simplest_between};
use super::*;

fn product(factors: &[Polynomial]) -> Polynomial {
    factors
        .iter()
        .fold(Polynomial::new([1]), |product, factor| {
            product.multiply(factor)
        })
}

/// `q·λ − p` for each fraction p/q.
fn with_roots(roots: &[(i64, i64)]) -> Polynomial {
    let factors: Vec<Polynomial> = roots
        .iter()
        .map(|&(p, q)| Polynomial::new([-p, q]))
        .collect();
    product(&factors)
}

fn roots_of(polynomial: &Polynomial, low: i64, high: i64) -> Vec<End> {
    let simple = polynomial.square_free();
    Roots::new(&simple, &low.into(), &high.into(), &rational(1, 1 << 20)).collect()
}

fn polynomials(degree: usize) -> impl Strategy<Value = Polynomial> {
    proptest::collection::vec(-9i64..=9, 1..=degree + 1).prop_map(Polynomial::new)
}

#[test]
fn the_roots_of_two_and_of_close_fractions_are_found() {
    let polynomial = product(&[
        Polynomial::new([-2, 0, 1]),
        with_roots(&[(141_421_356, 100_000_000), (3, 1), (3, 1), (0, 1)]),
    ]);
    let found = roots_of(&polynomial, -10, 10);
    assert_eq!(found.len(), 5);
    assert!((found[0].to_f64() + 2f64.sqrt()).abs() < 1e-5);
    assert_eq!(found[1], End::Exact(Rational::ZERO));
    assert_eq!(found[2], End::Exact(rational(141_421_356, 100_000_000)));
    assert!(matches!(&found[3], End::Isolated { .. }));
    assert_eq!(found[4], End::Exact(3.into()));
    assert_eq!(found[2].compare_end(&found[3]), Ordering::Less);
    assert!(found[3].is_root_of(&Polynomial::new([-2, 0, 1])));
    // The same root of two polynomials.
    let other = roots_of(&Polynomial::new([-2, 0, -1, 0, 1]), 1, 3);
    assert_eq!(other[0].compare_end(&found[3]), Ordering::Equal);
    assert_eq!(other[0].compare_end(&found[0].reflected()), Ordering::Equal);
}

#[test]
fn long_coefficients_and_many_roots_are_isolated() {
    // Wilkinson's polynomial, and its perturbation.
    let wilkinson = with_roots(&(1..=20).map(|root| (root, 1)).collect::<Vec<_>>());
    let found = roots_of(&wilkinson, 0, 21);
    let exact: Vec<End> = (1..=20i64).map(|root| End::Exact(root.into())).collect();
    assert_eq!(found, exact);
    let perturbed = wilkinson.add(&Polynomial::new([1]));
    let found = roots_of(&perturbed, 0, 21);
    assert_eq!(
        found.len(),
        perturbed.roots_between(&Rational::ZERO, &21.into())
    );
}

#[test]
fn polynomials_and_quotients_print_in_lowest_terms() {
    assert_eq!(Polynomial::new([0, 0]).to_string(), "0");
    assert_eq!(
        Polynomial::new([-1, 0, -3, 1]).to_string(),
        "-1 - 3λ^2 + λ^3"
    );
    let quotient = |n: &[i64], d: &[i64]| {
        let function = RationalFunction::new(
            Polynomial::new(n.iter().copied()),
            Polynomial::new(d.iter().copied()),
        );
        function.map(|f| f.to_string())
    };
    assert_eq!(
        quotient(&[-14, -8], &[-3, -1]).as_deref(),
        Ok("(14 + 8λ)/(3 + λ)")
    );
    assert_eq!(quotient(&[6, 4], &[-4]).as_deref(), Ok("(-3 - 2λ)/2"));
    assert_eq!(quotient(&[4], &[2]).as_deref(), Ok("2"));
    assert_eq!(quotient(&[0, 3], &[0, 0, 6]).as_deref(), Ok("1/(2λ)"));
    assert_eq!(quotient(&[], &[0, 6]).as_deref(), Ok("0"));
    assert_eq!(quotient(&[1], &[]), Err(ParametricError::ZeroDenominator));
    let fraction: Result<Polynomial, _> = serde_json::from_str("[\"1/2\"]");
    assert!(fraction.is_err());
}

proptest! {
    #[test]
    fn all_roots_of_a_product_of_linear_factors_are_found(
        roots in proptest::collection::vec((-20i64..=20, 1i64..=9), 1..7),
    ) {
        let mut expected: Vec<Rational> = roots.iter().map(|&(p, q)| rational(p, q)).collect();
        expected.sort();
        let changing: Vec<Rational> = expected
            .iter()
            .filter(|root| expected.iter().filter(|other| other == root).count() % 2 == 1)
            .cloned()
            .collect();
        expected.dedup();
        let polynomial = with_roots(&roots);
        let ends = |list: Vec<Rational>| -> Vec<End> { list.into_iter().map(End::Exact).collect() };
        prop_assert_eq!(roots_of(&polynomial, -21, 21), ends(expected.clone()));
        let mut once = changing;
        once.dedup();
        prop_assert_eq!(roots_of(&polynomial.sign_changing(), -21, 21), ends(once));
        prop_assert_eq!(polynomial.roots_between(&(-21).into(), &21.into()), expected.len());
        // An end of the interval is not inside.
        let (first, last) = (&expected[0], &expected[expected.len() - 1]);
        prop_assert_eq!(polynomial.roots_between(first, last), expected.len().saturating_sub(2));
    }

    #[test]
    fn sturm_and_descartes_count_the_same_roots(left in polynomials(5), right in polynomials(4)) {
        let polynomial = left.multiply(&right).multiply(&left);
        prop_assume!(!polynomial.is_zero());
        let found = roots_of(&polynomial, -3, 4);
        prop_assert_eq!(found.len(), polynomial.roots_between(&(-3).into(), &4.into()));
        for pair in found.windows(2) {
            prop_assert_eq!(pair[0].compare_end(&pair[1]), Ordering::Less);
        }
        for root in &found {
            prop_assert!(root.is_root_of(&polynomial));
            let signs = variations(&polynomial.square_free().signs_on(root.low(), root.high()));
            prop_assert!(root.exact().is_some() || signs == 1);
        }
        let changing = roots_of(&polynomial.sign_changing(), -3, 4);
        let changes = roots_of(&right, -3, 4).len();
        prop_assert!(changing.len() <= changes);
    }

    #[test]
    fn the_common_divisor_divides_and_is_not_missed(
        common in polynomials(3), left in polynomials(4), right in polynomials(4),
    ) {
        let (first, second) = (common.multiply(&left), common.multiply(&right));
        prop_assume!(!first.is_zero() && !second.is_zero());
        let divisor = first.common_divisor(&second);
        for whole in [&first, &second] {
            let quotient = whole.exact_quotient(&divisor);
            prop_assert_eq!(&quotient.multiply(&divisor), whole);
        }
        prop_assert!(divisor.degree() >= common.degree());
        let rest = first.exact_quotient(&divisor).common_divisor(&second.exact_quotient(&divisor));
        prop_assert!(rest.is_constant());
    }

    #[test]
    fn interpolation_gives_a_polynomial_back(polynomial in polynomials(6), extra in 0i64..3) {
        let points: Vec<i64> = (-2..=4 + extra).collect();
        let values: Vec<_> = points
            .iter()
            .map(|&at| polynomial.evaluate(&at.into()).numerator_over(&dashu_int::IBig::ONE))
            .collect();
        prop_assert_eq!(Polynomial::interpolate(&points, &values), polynomial);
    }

    #[test]
    fn no_fraction_between_is_simpler(a in -60i64..60, b in -60i64..60, p in 1i64..25, q in 1i64..25) {
        let (low, high) = (rational(a, p).min(rational(b, q)), rational(a, p).max(rational(b, q)));
        let found = simplest_between(&low, &high);
        prop_assert!(low <= found && found <= high);
        let (_, denominator) = found.to_i64_parts().expect("small");
        for smaller in 1..denominator {
            let above = (&low * &smaller.into()).ceil();
            prop_assert!(above > &high * &smaller.into());
        }
    }

    #[test]
    fn signs_beside_a_point_are_those_of_near_values(polynomial in polynomials(5), at in -3i64..4) {
        prop_assume!(!polynomial.is_zero());
        // Roots of such polynomials are farther apart than this.
        let step = Rational::reduced(1, 1 << 60);
        let near = &Rational::from(at) + &step;
        prop_assert_eq!(polynomial.sign_above(&at.into()), polynomial.sign_at(&near));
    }
}
