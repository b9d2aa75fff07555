use proptest::prelude::*;

use super::*;
use crate::number::Rational;

/// The fractions in lowest terms.
fn fractions(found: &CommonDenominator) -> Vec<Rational> {
    let fraction = |above: &IBig| Rational::checked_ratio(above.clone(), found.denominator.clone());
    let all = found.numerators.iter().map(fraction);
    all.collect::<Option<_>>().expect("a positive denominator")
}

/// Gauss in rationals: the solution, or `None` if the matrix is singular.
fn gauss(size: usize, entries: &[i64], right: &[i64]) -> Option<Vec<Rational>> {
    let mut rows: Vec<Vec<Rational>> = (0..size)
        .map(|i| {
            let row = entries[i * size..(i + 1) * size].iter();
            row.chain([&right[i]]).map(|&e| Rational::from(e)).collect()
        })
        .collect();
    for k in 0..size {
        let pivot = (k..size).find(|&i| !rows[i][k].is_zero())?;
        rows.swap(k, pivot);
        let inverse = rows[k][k].recip()?;
        let above: Vec<Rational> = rows[k].iter().map(|v| v * &inverse).collect();
        for row in &mut rows {
            let factor = row[k].clone();
            for (value, a) in row.iter_mut().zip(&above) {
                *value = &*value - &(&factor * a);
            }
        }
        rows[k] = above;
    }
    rows.into_iter().map(|mut row| row.pop()).collect()
}

fn transpose(size: usize, entries: &[i64]) -> Vec<i64> {
    (0..size * size)
        .map(|place| entries[(place % size) * size + place / size])
        .collect()
}

/// `K·numerators = denominator·right` in big integers.
fn solves(size: usize, entries: &[i64], right: &[i64], found: &CommonDenominator) -> bool {
    found.denominator > IBig::ZERO
        && found.numerators.len() == size
        && (0..size).all(|i| {
            let row = entries[i * size..(i + 1) * size].iter();
            let left: IBig = row
                .zip(&found.numerators)
                .map(|(&e, n)| n * IBig::from(e))
                .sum();
            left == &found.denominator * IBig::from(right[i])
        })
}

fn check(size: usize, entries: &[i64], right: &[i64]) {
    let flipped = transpose(size, entries);
    let expected = gauss(size, entries, right);
    let system = IntegerSystem::new(size, entries);
    assert_eq!(system.is_some(), expected.is_some());
    let wide = |values: &[i64]| -> Vec<IBig> { values.iter().map(|&v| IBig::from(v)).collect() };
    let by_elimination = solve_wide(size, &wide(entries), &wide(right));
    assert_eq!(by_elimination.as_ref().map(fractions), expected);
    let (Some(system), Some(expected)) = (system, expected) else {
        return;
    };
    let found = system.solve(right);
    assert!(solves(size, entries, right, &found));
    assert_eq!(fractions(&found), expected);
    let found = system.solve_transposed(right);
    assert!(solves(size, &flipped, right, &found));
    assert_eq!(Some(fractions(&found)), gauss(size, &flipped, right));
    // The methods agree wherever more than one applies.
    for prime in PRIMES {
        let Some(lifting) = Lifting::new(size, entries, prime) else {
            continue;
        };
        let lifted = lifting.solve(right).expect("the bounds hold");
        assert_eq!(fractions(&lifted), expected);
        let lifted = lifting.solve_transposed(right).expect("the bounds hold");
        assert_eq!(fractions(&lifted), fractions(&found));
    }
}

fn system(
    sizes: std::ops::RangeInclusive<usize>,
    largest: i64,
) -> impl Strategy<Value = (usize, Vec<i64>, Vec<i64>)> {
    sizes.prop_flat_map(move |size| {
        let entry = -largest..=largest;
        (
            Just(size),
            proptest::collection::vec(entry.clone(), size * size),
            proptest::collection::vec(entry, size),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tiny_entries_singular_or_not((size, entries, right) in system(1..=5, 1)) {
        check(size, &entries, &right);
    }

    #[test]
    fn machine_entries((size, entries, right) in system(1..=9, 1000)) {
        check(size, &entries, &right);
    }

    #[test]
    fn the_longest_entries((size, entries, right) in system(1..=9, 1 << 62)) {
        check(size, &entries, &right);
    }

    #[test]
    fn a_short_matrix_and_a_long_right_side((size, entries, _) in system(1..=8, 3), long: i64) {
        let right = vec![long; size];
        check(size, &entries, &right);
        check(size, &entries, &vec![0; size]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn many_rows((size, entries, right) in system(10..=40, 1000)) {
        let found = IntegerSystem::new(size, &entries).expect("almost surely");
        prop_assert!(solves(size, &entries, &right, &found.solve(&right)));
        let flipped = transpose(size, &entries);
        prop_assert!(solves(size, &flipped, &right, &found.solve_transposed(&right)));
    }

    #[test]
    fn many_rows_of_the_longest_entries((size, entries, right) in system(10..=40, 1 << 62)) {
        let found = IntegerSystem::new(size, &entries).expect("almost surely");
        prop_assert!(solves(size, &entries, &right, &found.solve(&right)));
        let flipped = transpose(size, &entries);
        prop_assert!(solves(size, &flipped, &right, &found.solve_transposed(&right)));
    }

    #[test]
    fn a_repeated_combination_is_singular((size, mut entries, right) in system(7..=14, 99)) {
        for j in 0..size {
            entries[(size - 1) * size + j] = entries[j] - 2 * entries[size + j];
        }
        check(size, &entries, &right);
    }
}

#[test]
fn determinants_that_a_prime_divides() {
    let [p, q, ..] = PRIMES.map(|prime| prime as i64);
    for diagonal in [vec![p; 8], [vec![q; 4], vec![p; 4]].concat()] {
        let mut entries = vec![0; 64];
        for (i, value) in diagonal.into_iter().enumerate() {
            entries[i * 8 + i] = value;
            entries[i * 8 + 7] = value.min(1 + (i == 7) as i64 * value);
        }
        check(8, &entries, &[1, 2, 3, 4, 5, 6, 7, 8]);
    }
    // All four: decided by elimination.
    let mut entries = vec![0; 64];
    for i in 0..8 {
        entries[i * 8 + i] = PRIMES[i % 4] as i64;
    }
    let system = IntegerSystem::new(8, &entries).expect("diagonal");
    assert!(matches!(system.method, Method::Elimination));
    let right = [1, -2, 3, -4, 5, -6, 7, i64::MIN];
    assert!(solves(8, &entries, &right, &system.solve(&right)));
    assert!(solves(
        8,
        &entries,
        &right,
        &system.solve_transposed(&right)
    ));
}

#[test]
fn extreme_shapes_and_values() {
    assert!(IntegerSystem::new(2, &[1, 2, 3]).is_none());
    check(1, &[i64::MIN], &[i64::MAX]);
    check(2, &[i64::MIN, i64::MAX, i64::MAX, i64::MIN], &[i64::MIN, 1]);
    check(1, &[0], &[3]);
    assert!(IntegerSystem::new(0, &[]).is_some_and(|s| s.solve(&[]).numerators.is_empty()));
}

#[test]
fn sparse_matrices_are_made_smaller() {
    use rand::RngExt;
    let (mut smaller, mut singular) = (0, 0);
    for seed in 0..20 {
        let mut rng = crate::game::random::generator(2605, seed);
        let size = 33 + seed as usize;
        let mut entries = vec![0i64; size * size];
        for (place, entry) in entries.iter_mut().enumerate() {
            let likely = if place % (size + 1) == 0 { 97 } else { 3 };
            if rng.random_range(0..100) < likely {
                *entry = [1, -1, 1, -1, rng.random_range(-50..50)][rng.random_range(0..5)];
            }
        }
        let right: Vec<i64> = (0..size).map(|_| rng.random_range(-99..99)).collect();
        check(size, &entries, &right);
        match Condensed::condense(size, &entries) {
            Condensation::Done(condensed) => {
                smaller += 1;
                let huge: Vec<i64> = vec![i64::MAX; size];
                let tried = condensed.solve(&huge);
                let whole = IntegerSystem::new(size, &entries).expect("regular");
                let found = whole.solve(&huge);
                assert!(solves(size, &entries, &huge, &found));
                assert!(tried.is_none_or(|tried| fractions(&tried) == fractions(&found)));
            }
            Condensation::Singular => singular += 1,
            Condensation::Useless => {}
        }
    }
    assert!(smaller > 2 && singular > 0, "{smaller} {singular}");
}
