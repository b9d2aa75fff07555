//! Linear preferences as a matrix.

use serde::{Deserialize, Serialize};

use super::{Cooperative, Outcome, Preference, PreferenceError};
use crate::game::Game;
use crate::number::Scalar;

/// The matrix `B` of a linear preference, `U_i = Σ_j B_ij u_j`: row `i` says what player `i` makes
/// of each player's material payoff.
///
/// It is itself a preference, for games with exactly as many players as it has rows. serde writes
/// the rows.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
/// let cooperative = WeightMatrix::cooperative(2, &Rational::from(2))?;
/// assert_eq!(cooperative.row(0), [Rational::from(3), Rational::from(2)]);
/// let payoffs = [Rational::from(5), Rational::from(0)];
/// assert_eq!(cooperative.apply(1, &payoffs), Rational::from(10));
/// # Ok::<(), lacuna::preference::PreferenceError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "Vec<Vec<S>>",
    into = "Vec<Vec<S>>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct WeightMatrix<S> {
    players: usize,
    /// Row by row.
    entries: Vec<S>,
}

const MATRIX: &str = "the weight matrix";

/// Checks that rows form a non-empty square of finite numbers.
pub(super) fn check_square<S: Scalar>(
    what: &'static str,
    rows: &[Vec<S>],
) -> Result<(), PreferenceError> {
    if rows.is_empty() {
        return Err(PreferenceError::Empty { what });
    }
    for (row, entries) in rows.iter().enumerate() {
        if entries.len() != rows.len() {
            return Err(PreferenceError::NotSquare {
                what,
                row,
                found: entries.len(),
                rows: rows.len(),
            });
        }
        if let Some(column) = entries.iter().position(|entry| !entry.is_finite()) {
            return Err(PreferenceError::BadEntry {
                what,
                row,
                column,
                value: entries[column].to_string(),
                range: "finite",
            });
        }
    }
    Ok(())
}

impl<S: Scalar> WeightMatrix<S> {
    /// A matrix from its rows.
    ///
    /// # Errors
    /// [`PreferenceError::Empty`], [`PreferenceError::NotSquare`], [`PreferenceError::BadEntry`]
    /// if an entry is not finite.
    pub fn new(rows: Vec<Vec<S>>) -> Result<Self, PreferenceError> {
        check_square(MATRIX, &rows)?;
        Ok(WeightMatrix {
            players: rows.len(),
            entries: rows.into_iter().flatten().collect(),
        })
    }

    /// Selfish players: ones on the diagonal. No game has 0 players, so that the matrix of none
    /// fits no game.
    pub fn identity(players: usize) -> Self {
        Self::own_and_others(players, &S::one(), &S::zero())
    }

    /// The paper's cooperative players, `V_i = u_i + λW`: `I + λJ` with `J` all ones.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] if λ is negative or not finite.
    pub fn cooperative(players: usize, lambda: &S) -> Result<Self, PreferenceError> {
        Ok(Cooperative::new(lambda.clone())?.matrix(players))
    }

    /// One weight on the own payoff and one on each other's.
    pub(super) fn own_and_others(players: usize, own: &S, other: &S) -> Self {
        Self::from_fn(players, |i, j| if i == j { own } else { other }.clone())
    }

    /// The matrix with these entries, which the caller knows to be finite.
    pub(super) fn from_fn(players: usize, mut entry: impl FnMut(usize, usize) -> S) -> Self {
        let mut entries = Vec::with_capacity(players.saturating_mul(players));
        for i in 0..players {
            for j in 0..players {
                entries.push(entry(i, j));
            }
        }
        WeightMatrix { players, entries }
    }

    /// The number of players, which is that of rows and of columns.
    pub fn players(&self) -> usize {
        self.players
    }

    /// What player `i` makes of a unit of payoff of player `j`.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn entry(&self, i: usize, j: usize) -> &S {
        &self.row(i)[j]
    }

    /// What player `i` makes of a unit of payoff of each player.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn row(&self, i: usize) -> &[S] {
        &self.entries[i * self.players..(i + 1) * self.players]
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = &[S]> {
        (0..self.players).map(|i| self.row(i))
    }

    /// The utility of `player` from these material payoffs, one for each player.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn apply(&self, player: usize, payoffs: &[S]) -> S {
        debug_assert_eq!(payoffs.len(), self.players);
        let mut sum = S::zero();
        for (weight, payoff) in self.row(player).iter().zip(payoffs) {
            sum += &(weight.clone() * payoff);
        }
        sum
    }

    /// The matrix that takes utilities back to material payoffs, or `None` if several payoffs
    /// have the same utilities.
    ///
    /// Gauss–Jordan elimination in `O(n³)` operations. Exact for exact numbers; in floating point
    /// with partial pivoting, and a pivot that is rounding error of the largest entry counts as
    /// zero.
    pub fn inverse(&self) -> Option<WeightMatrix<S>> {
        let n = self.players;
        let magnitude = |value: &S| value.to_f64().abs();
        let largest = self.entries.iter().map(magnitude).fold(0.0, f64::max);
        let negligible = largest * n as f64 * f64::EPSILON;
        let mut left: Vec<Vec<S>> = self.rows().map(<[S]>::to_vec).collect();
        let mut right: Vec<Vec<S>> = Self::identity(n).rows().map(<[S]>::to_vec).collect();
        for column in 0..n {
            let pivot = if S::EXACT {
                (column..n).find(|&row| left[row][column] != S::zero())?
            } else {
                let row = (column..n).max_by(|&a, &b| {
                    magnitude(&left[a][column]).total_cmp(&magnitude(&left[b][column]))
                })?;
                (magnitude(&left[row][column]) > negligible).then_some(row)?
            };
            left.swap(column, pivot);
            right.swap(column, pivot);
            let scale = S::one().checked_divide(&left[column][column])?;
            for entry in left[column].iter_mut().chain(right[column].iter_mut()) {
                *entry = entry.clone() * &scale;
            }
            let (pivot_left, pivot_right) = (left[column].clone(), right[column].clone());
            for row in (0..n).filter(|&row| row != column) {
                let factor = left[row][column].clone();
                if factor == S::zero() {
                    continue;
                }
                for (entries, pivots) in [
                    (&mut left[row], &pivot_left),
                    (&mut right[row], &pivot_right),
                ] {
                    for (entry, pivot) in entries.iter_mut().zip(pivots) {
                        *entry = entry.clone() - &(factor.clone() * pivot);
                    }
                }
            }
        }
        let inverse = WeightMatrix {
            players: n,
            entries: right.into_iter().flatten().collect(),
        };
        inverse
            .entries
            .iter()
            .all(Scalar::is_finite)
            .then_some(inverse)
    }
}

impl<S: Scalar> Preference<S> for WeightMatrix<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        self.apply(player, outcome.payoffs())
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        (players == self.players).then(|| self.clone())
    }

    fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        check_size("a weight matrix", self.players, outcome.players())
    }

    fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
        check_size("a weight matrix", self.players, game.players())
    }
}

/// Checks that a preference made for `expected` players meets as many.
pub(super) fn check_size(
    preference: &'static str,
    expected: usize,
    found: usize,
) -> Result<(), PreferenceError> {
    if expected == found {
        Ok(())
    } else {
        Err(PreferenceError::wrong_players(
            preference,
            found,
            format!("exactly {expected}"),
        ))
    }
}

impl<S: Scalar> TryFrom<Vec<Vec<S>>> for WeightMatrix<S> {
    type Error = PreferenceError;
    fn try_from(rows: Vec<Vec<S>>) -> Result<Self, PreferenceError> {
        WeightMatrix::new(rows)
    }
}

impl<S: Scalar> From<WeightMatrix<S>> for Vec<Vec<S>> {
    fn from(matrix: WeightMatrix<S>) -> Self {
        matrix.rows().map(<[S]>::to_vec).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;
    use proptest::prelude::*;

    fn product<S: Scalar>(a: &WeightMatrix<S>, b: &WeightMatrix<S>) -> WeightMatrix<S> {
        WeightMatrix::from_fn(a.players(), |i, j| {
            (0..a.players())
                .map(|k| a.entry(i, k).clone() * b.entry(k, j))
                .sum()
        })
    }

    #[test]
    fn bad_shapes_and_entries_name_the_place() {
        assert_eq!(
            WeightMatrix::<f64>::new(vec![]),
            Err(PreferenceError::Empty { what: MATRIX })
        );
        assert_eq!(
            WeightMatrix::new(vec![vec![1.0, 2.0], vec![1.0]]),
            Err(PreferenceError::NotSquare {
                what: MATRIX,
                row: 1,
                found: 1,
                rows: 2
            })
        );
        assert!(matches!(
            WeightMatrix::new(vec![vec![1.0, 2.0], vec![1.0, f64::NAN]]),
            Err(PreferenceError::BadEntry {
                row: 1,
                column: 1,
                ..
            })
        ));
    }

    #[test]
    fn singular_matrices_have_no_inverse_in_either_number() {
        let exact = WeightMatrix::new(vec![
            vec![Rational::from(1), Rational::from(2)],
            vec![Rational::from(2), Rational::from(4)],
        ])
        .expect("square");
        assert_eq!(exact.inverse(), None);
        // Rounding leaves a pivot of about 1e-17 here.
        let third = 1.0 / 3.0;
        let numeric =
            WeightMatrix::new(vec![vec![0.1, third], vec![0.3, 3.0 * third]]).expect("square");
        assert_eq!(numeric.inverse(), None);
    }

    #[test]
    fn the_inverse_pivots_past_a_zero_on_the_diagonal() {
        let swap = WeightMatrix::new(vec![vec![0.0, 2.0], vec![4.0, 0.0]]).expect("square");
        let expected = WeightMatrix::new(vec![vec![0.0, 0.25], vec![0.5, 0.0]]).expect("square");
        assert_eq!(swap.inverse(), Some(expected));
    }

    #[test]
    fn serde_checks_the_shape() {
        let matrix = WeightMatrix::cooperative(2, &Rational::new(1, 2).expect("non-zero"))
            .expect("positive");
        let text = serde_json::to_string(&matrix).expect("json");
        assert_eq!(text, r#"[["3/2","1/2"],["1/2","3/2"]]"#);
        assert_eq!(
            serde_json::from_str::<WeightMatrix<Rational>>(&text).expect("own output"),
            matrix
        );
        assert!(serde_json::from_str::<WeightMatrix<Rational>>(r#"[["1","2"]]"#).is_err());
    }

    proptest! {
        #[test]
        fn the_inverse_undoes_the_matrix_exactly_or_the_matrix_is_singular(
            (n, values) in (1usize..5).prop_flat_map(|n| {
                (Just(n), proptest::collection::vec(-3i64..4, n * n))
            })
        ) {
            let matrix = WeightMatrix::from_fn(n, |i, j| Rational::from(values[n * i + j]));
            // The determinant by expansion along the first row, in integers.
            fn determinant(rows: &[Vec<i64>]) -> i64 {
                if rows.is_empty() {
                    return 1;
                }
                (0..rows.len())
                    .map(|column| {
                        let minor: Vec<Vec<i64>> = rows[1..]
                            .iter()
                            .map(|row| {
                                let mut row = row.clone();
                                row.remove(column);
                                row
                            })
                            .collect();
                        let sign = if column % 2 == 0 { 1 } else { -1 };
                        sign * rows[0][column] * determinant(&minor)
                    })
                    .sum()
            }
            let rows: Vec<Vec<i64>> = values.chunks(n).map(<[i64]>::to_vec).collect();
            match matrix.inverse() {
                Some(inverse) => {
                    prop_assert!(determinant(&rows) != 0);
                    prop_assert_eq!(product(&matrix, &inverse), WeightMatrix::identity(n));
                    prop_assert_eq!(product(&inverse, &matrix), WeightMatrix::identity(n));
                    let numeric = WeightMatrix::from_fn(n, |i, j| matrix.entry(i, j).to_f64())
                        .inverse()
                        .expect("regular");
                    for i in 0..n {
                        for j in 0..n {
                            let error = numeric.entry(i, j) - inverse.entry(i, j).to_f64();
                            prop_assert!(error.abs() < 1e-9);
                        }
                    }
                }
                None => prop_assert_eq!(determinant(&rows), 0),
            }
        }
    }
}
