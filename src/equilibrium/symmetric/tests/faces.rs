//! The faces on which a form is definite.

use proptest::prelude::*;

use super::*;

/// The determinant by its first row.
fn determinant(matrix: &[Vec<Rational>]) -> Rational {
    let Some((first, rest)) = matrix.split_first() else {
        return Rational::ONE;
    };
    let minor = |skip: usize| -> Vec<Vec<Rational>> {
        let kept = |row: &Vec<Rational>| {
            let entries = row.iter().enumerate().filter(|(j, _)| *j != skip);
            entries.map(|(_, value)| value.clone()).collect()
        };
        rest.iter().map(kept).collect()
    };
    let terms = first.iter().enumerate().map(|(j, value)| {
        let sign = Rational::from(if j % 2 == 0 { 1 } else { -1 });
        value * &determinant(&minor(j)) * sign
    });
    terms.sum()
}

proptest! {
    #[test]
    fn definite_faces_are_those_with_positive_minors(entries in proptest::collection::vec(-2i64..6, 36)) {
        use crate::equilibrium::symmetric::faces::{Budget, BudgetSpent, Larger, visit_definite_faces};
        // A diagonal large enough that faces of four and more occur.
        let form = |i: usize, j: usize| {
            let bonus = if i == j { 6 } else { 0 };
            Rational::from(entries[6 * i.min(j) + i.max(j)] + bonus)
        };
        let mut visited = Vec::new();
        visit_definite_faces(6, form, &mut Budget::new(64), |face, _| {
            visited.push(face.to_vec());
            Ok::<_, BudgetSpent>(Larger::Visit)
        })
        .expect("at most 63");
        let mut expected: Vec<Vec<usize>> = (1u32..64)
            .map(|subset| (0..6).filter(|&i| subset >> i & 1 == 1).collect::<Vec<usize>>())
            .filter(|face| {
                let along = |i: usize, j: usize| {
                    form(i, j) - form(face[0], i) - form(face[0], j) + form(face[0], face[0])
                };
                (1..face.len()).all(|size| {
                    let minor: Vec<Vec<Rational>> = (1..=size)
                        .map(|i| (1..=size).map(|j| along(face[i], face[j])).collect())
                        .collect();
                    determinant(&minor).is_positive()
                })
            })
            .collect();
        expected.sort();
        prop_assert_eq!(visited, expected);
    }
}
