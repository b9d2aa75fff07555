//! The two best-response polytopes of a game, as integer matrices.

use dashu_int::IBig;
use dashu_int::ops::Gcd;

use crate::game::{Game, NormalForm};
use crate::number::Rational;

/// Entries that are all at least 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entries {
    /// Machine integers.
    Small(Vec<i64>),
    /// Beyond.
    Big(Vec<IBig>),
}

/// `{z ≥ 0 : C·z ≤ 1}` for a matrix of positive integers: bounded, and of full dimension.
///
/// The local variables are the coordinates 0..columns and then one slack a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Polytope {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Row by row.
    pub(super) entries: Entries,
    /// The label of the constraint `z_0 ≥ 0`; those of the other coordinates follow.
    first_column_label: usize,
    /// The label of the first row; those of the other rows follow.
    first_row_label: usize,
}

impl Polytope {
    /// How many labels there are.
    pub(super) fn label_count(&self) -> usize {
        self.rows + self.columns
    }

    /// The label of the constraint that a local variable be at least 0.
    #[inline]
    pub(super) fn label(&self, variable: usize) -> usize {
        if variable < self.columns {
            self.first_column_label + variable
        } else {
            self.first_row_label + (variable - self.columns)
        }
    }

    /// A bound on the bits, without sign, of every minor of the matrix bordered by a column of ones.
    pub(super) fn minor_bits(&self) -> f64 {
        let order = self.rows.min(self.columns + 1);
        let logarithm = |index: usize| match &self.entries {
            Entries::Small(entries) => (entries[index] as f64).log2(),
            // One more than the exponent of the leading bit.
            Entries::Big(entries) => dashu_int::ops::BitTest::bit_len(&entries[index]) as f64,
        };
        let row = |r: usize| (0..self.columns).map(move |c| logarithm(r * self.columns + c));
        let mut by_row: Vec<f64> = (0..self.rows).map(|r| row(r).fold(0.0, f64::max)).collect();
        let mut by_column: Vec<f64> = (0..self.columns)
            .map(|c| (0..self.rows).map(move |r| logarithm(r * self.columns + c)))
            .map(|column| column.fold(0.0, f64::max))
            .collect();
        by_column.push(0.0);
        // A k × k matrix with entries in [0, 1] has determinant at most (k+1)^((k+1)/2) / 2^k
        // (Hadamard for 0-1 matrices; the determinant is multilinear, so that vertices suffice).
        let mut least = f64::INFINITY;
        for largest in [&mut by_row, &mut by_column] {
            largest.sort_by(|a, b| b.total_cmp(a));
            let mut bits = 0.0f64;
            let mut sum = 0.0;
            for (k, largest) in largest.iter().take(order).enumerate() {
                let k = (k + 1) as f64;
                sum += largest;
                bits = bits.max(sum + (k + 1.0) / 2.0 * (k + 1.0).log2() - k);
            }
            least = least.min(bits);
        }
        // Room for the rounding of the logarithms.
        least * (1.0 + 1e-12) + 0.001
    }
}

/// The polytope of the row player's strategies and that of the column player's.
///
/// The first is `{x ≥ 0 : Bᵀx ≤ 1}`, the second `{y ≥ 0 : A·y ≤ 1}`, with payoffs A of the row and
/// B of the column player brought to positive integers by a positive affine map each, which
/// changes no equilibrium. A point other than the origin, divided by its sum, is a strategy;
/// a tight row is a best response of the other player to it.
pub(super) fn best_response_polytopes(game: &NormalForm<Rational>) -> [Polytope; 2] {
    let (m, n) = (game.actions(0), game.actions(1));
    let row = Polytope {
        rows: n,
        columns: m,
        entries: transposed(positive_integers(game, 1), m, n),
        first_column_label: 0,
        first_row_label: m,
    };
    let column = Polytope {
        rows: m,
        columns: n,
        entries: positive_integers(game, 0),
        first_column_label: m,
        first_row_label: 0,
    };
    [row, column]
}

fn transposed(entries: Entries, rows: usize, columns: usize) -> Entries {
    fn swap<T: Clone>(entries: &[T], rows: usize, columns: usize) -> Vec<T> {
        (0..columns)
            .flat_map(|c| (0..rows).map(move |r| entries[r * columns + c].clone()))
            .collect()
    }
    match entries {
        Entries::Small(entries) => Entries::Small(swap(&entries, rows, columns)),
        Entries::Big(entries) => Entries::Big(swap(&entries, rows, columns)),
    }
}

/// The payoffs of a player as positive integers as small as a positive affine map makes them, in
/// the order of the profiles.
fn positive_integers(game: &NormalForm<Rational>, player: usize) -> Entries {
    if let Some((_, tables)) = game.scaled()
        && let Some(entries) = small_integers(&tables[player])
    {
        return Entries::Small(entries);
    }
    let payoffs: Vec<Rational> = (0..game.space().len())
        .map(|index| game.payoff_at(player, index))
        .collect();
    let (mut integers, _) = Rational::over_common_denominator(payoffs.iter());
    let least = integers.iter().min().cloned().unwrap_or(IBig::ZERO);
    let mut common = IBig::ZERO;
    for value in &mut integers {
        *value -= &least;
        if *value != IBig::ZERO && common != IBig::ONE {
            common = if common == IBig::ZERO {
                value.clone()
            } else {
                IBig::from((&common).gcd(&*value))
            };
        }
    }
    for value in &mut integers {
        if common != IBig::ZERO {
            *value /= &common;
        }
        *value += IBig::ONE;
    }
    let small: Option<Vec<i64>> = integers
        .iter()
        .map(|value| i64::try_from(value).ok())
        .collect();
    match small {
        Some(entries) => Entries::Small(entries),
        None => Entries::Big(integers),
    }
}

/// The same with machine integers, if they suffice.
fn small_integers(table: &[i64]) -> Option<Vec<i64>> {
    let least = *table.iter().min()?;
    let mut common = 0u64;
    for value in table {
        if common == 1 {
            break;
        }
        common = crate::number::gcd_u64(common, value.abs_diff(least));
    }
    let common = common.max(1);
    table
        .iter()
        .map(|value| {
            i64::try_from(value.abs_diff(least) / common)
                .ok()?
                .checked_add(1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payoffs_become_small_positive_integers() {
        let q = |text: &str| text.parse::<Rational>().expect("a number");
        let row = vec![vec![q("-1/2"), q("3/2")], vec![q("7/2"), q("-1/2")]];
        let column = vec![vec![q("1e30"), q("3e30")], vec![q("5e30"), q("1e30")]];
        let game = NormalForm::bimatrix(&row, &column).expect("one shape");
        let [first, second] = best_response_polytopes(&game);
        assert_eq!(second.entries, Entries::Small(vec![1, 2, 3, 1]));
        assert_eq!(first.entries, Entries::Small(vec![1, 3, 2, 1]));
        assert_eq!(first.label(0), 0);
        assert_eq!(first.label(2), 2);
        assert_eq!(second.label(0), 2);
        assert_eq!(second.label(2), 0);
        assert!(first.minor_bits() < 5.0);
    }
}
