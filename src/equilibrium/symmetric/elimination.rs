//! Systems of linear equations over the rationals, by elimination without fractions.

use dashu_int::IBig;

use crate::number::Rational;

/// The solutions of a system of linear equations.
#[derive(Debug, PartialEq)]
pub(super) enum Solutions {
    /// There is none.
    None,
    /// There is one: `numerators[i] / denominator`, with a positive denominator.
    One {
        numerators: Vec<IBig>,
        denominator: IBig,
    },
    /// All points `point + Σ t_k directions[k]`.
    Many {
        point: Vec<Rational>,
        directions: Vec<Vec<Rational>>,
    },
}

/// The quotient of an integer by one that is not zero.
pub(super) fn quotient(numerator: &IBig, denominator: &IBig) -> Rational {
    Rational::checked_ratio(numerator.clone(), denominator.clone()).unwrap_or_default()
}

/// Solves a system in `unknowns` unknowns whose rows hold the coefficients and the right side.
///
/// The elimination is that of Bareiss (1968) carried to the diagonal form: all entries are minors
/// of the integer matrix, so that every division is exact and numbers grow no faster than
/// determinants.
pub(super) fn solve(system: &[Vec<Rational>], unknowns: usize) -> Solutions {
    let mut rows: Vec<Vec<IBig>> = system
        .iter()
        .map(|row| Rational::over_common_denominator(row.iter()).0)
        .collect();
    let mut previous = IBig::ONE;
    let mut pivots: Vec<usize> = Vec::new();
    for column in 0..unknowns {
        let done = pivots.len();
        let found = (done..rows.len()).find(|&row| rows[row][column] != IBig::ZERO);
        let Some(found) = found else {
            continue;
        };
        rows.swap(done, found);
        let pivot_row = std::mem::take(&mut rows[done]);
        let pivot = pivot_row[column].clone();
        for (index, row) in rows.iter_mut().enumerate() {
            if index == done {
                continue;
            }
            let factor = std::mem::take(&mut row[column]);
            for (place, entry) in row.iter_mut().enumerate() {
                // Pivot columns before this one are zero outside their own row.
                if place == column || (*entry == IBig::ZERO && pivot_row[place] == IBig::ZERO) {
                    continue;
                }
                *entry = (&*entry * &pivot - &factor * &pivot_row[place]) / &previous;
            }
        }
        rows[done] = pivot_row;
        previous = pivot;
        pivots.push(column);
    }
    let rank = pivots.len();
    if rows[rank..].iter().any(|row| row[unknowns] != IBig::ZERO) {
        return Solutions::None;
    }
    if rank == unknowns {
        let flip = previous < IBig::ZERO;
        let signed = |value: &IBig| if flip { -value } else { value.clone() };
        return Solutions::One {
            numerators: rows[..rank]
                .iter()
                .map(|row| signed(&row[unknowns]))
                .collect(),
            denominator: signed(&previous),
        };
    }
    let mut point = vec![Rational::ZERO; unknowns];
    for (row, &column) in rows.iter().zip(&pivots) {
        point[column] = quotient(&row[unknowns], &previous);
    }
    let free = (0..unknowns).filter(|column| !pivots.contains(column));
    let directions = free.map(|column| {
        let mut direction = vec![Rational::ZERO; unknowns];
        direction[column] = Rational::ONE;
        for (row, &pivot) in rows.iter().zip(&pivots) {
            direction[pivot] = -quotient(&row[column], &previous);
        }
        direction
    });
    let directions = directions.collect();
    Solutions::Many { point, directions }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dot(left: &[Rational], right: &[Rational]) -> Rational {
        left.iter().zip(right).map(|(a, b)| a * b).sum()
    }

    fn system() -> impl Strategy<Value = (Vec<Vec<Rational>>, usize)> {
        (1usize..6, 1usize..6).prop_flat_map(|(equations, unknowns)| {
            let entry = (-3i64..4, 1i64..4)
                .prop_map(|(above, below)| Rational::new(above, below).expect("positive"));
            let row = proptest::collection::vec(entry, unknowns + 1);
            (proptest::collection::vec(row, equations), Just(unknowns))
        })
    }

    proptest! {
        #[test]
        fn solutions_solve((rows, unknowns) in system()) {
            match solve(&rows, unknowns) {
                Solutions::None => {
                    // A right side outside the span: leaving it out raises no rank.
                    let homogeneous: Vec<Vec<Rational>> = rows
                        .iter()
                        .map(|row| row[..unknowns].iter().cloned().chain([Rational::ZERO]).collect())
                        .collect();
                    prop_assert!(solve(&homogeneous, unknowns) != Solutions::None);
                }
                Solutions::One { numerators, denominator } => {
                    prop_assert!(denominator > IBig::ZERO);
                    let x: Vec<Rational> = numerators.iter().map(|n| quotient(n, &denominator)).collect();
                    for row in &rows {
                        prop_assert_eq!(&dot(&row[..unknowns], &x), &row[unknowns]);
                    }
                }
                Solutions::Many { point, directions } => {
                    prop_assert!(!directions.is_empty());
                    for row in &rows {
                        prop_assert_eq!(&dot(&row[..unknowns], &point), &row[unknowns]);
                        for direction in &directions {
                            prop_assert!(dot(&row[..unknowns], direction).is_zero());
                        }
                    }
                }
            }
        }

        #[test]
        fn a_consistent_system_has_its_solution((mut rows, unknowns) in system(), x in proptest::collection::vec(-5i64..6, 6)) {
            let x: Vec<Rational> = x[..unknowns].iter().map(|&value| Rational::from(value)).collect();
            for row in &mut rows {
                row[unknowns] = dot(&row[..unknowns], &x);
            }
            match solve(&rows, unknowns) {
                Solutions::None => prop_assert!(false, "consistent"),
                Solutions::One { numerators, denominator } => {
                    let found: Vec<Rational> = numerators.iter().map(|n| quotient(n, &denominator)).collect();
                    prop_assert_eq!(found, x);
                }
                Solutions::Many { directions, .. } => prop_assert!(rows.len() < unknowns || !directions.is_empty()),
            }
        }
    }
}
