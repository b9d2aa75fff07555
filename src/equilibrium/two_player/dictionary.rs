//! The exact dictionary of a basis, in integers.
//!
//! Basic variables in terms of the others: `basic_r + Σ_s (e_rs/d)·other_s = b_r/d`, with d the
//! determinant of the basis. Entries, right-hand sides and d are minors of the matrix, and a pivot
//! divides exactly (Edmonds, 1967; Bareiss, 1968).

use std::cmp::Ordering;

use super::polytope::{Entries, Polytope};
use super::wide::Integer;

/// What the traversal of a polytope's bases needs of a dictionary.
///
/// Variables are the local ones of the polytope; `rows` basic and `columns` other variables.
pub(super) trait Dictionary: Clone {
    /// The dictionary of the origin, where every slack is basic.
    fn origin(polytope: &Polytope) -> Self;
    /// The basic variables, one a row.
    fn basic(&self) -> &[usize];
    /// The other variables, one a column.
    fn others(&self) -> &[usize];
    /// Takes the values of a dictionary of the same polytope.
    fn copy_from(&mut self, other: &Self);
    /// Exchanges the basic variable of a row with the variable of a column, whose entry there is
    /// not zero.
    fn pivot(&mut self, row: usize, column: usize);
    /// For each column the row that leaves by the lexicographic rule when its variable enters;
    /// false if the numbers cannot tell.
    fn leaving(&mut self, rows: &mut Vec<usize>) -> bool;
    /// Is the value of the basic variable of this row zero?
    fn is_zero(&self, row: usize) -> bool;
    /// A good pivot among these rows and columns, if there is an entry that is not zero.
    fn best_pivot(&self, rows: &[usize], columns: &[usize]) -> Option<(usize, usize)>;

    /// The dictionary of the basis whose other variables satisfy `is_other`, made anew.
    fn rebuilt(polytope: &Polytope, is_other: impl Fn(usize) -> bool) -> Self {
        let mut dictionary = Self::origin(polytope);
        let choose = |variables: &[usize], wanted: bool| -> Vec<usize> {
            (0..variables.len())
                .filter(|&place| is_other(variables[place]) == wanted)
                .collect()
        };
        let mut rows = choose(dictionary.basic(), true);
        let mut columns = choose(dictionary.others(), false);
        while let Some((row, column)) = dictionary.best_pivot(&rows, &columns) {
            dictionary.pivot(row, column);
            rows.retain(|&r| r != row);
            columns.retain(|&c| c != column);
        }
        dictionary
    }
}

/// The dictionary in integers.
#[derive(Clone)]
pub(super) struct Exact<T> {
    /// Row by row, the right-hand side last.
    entries: Vec<T>,
    /// Positive.
    determinant: T,
    basic: Vec<usize>,
    others: Vec<usize>,
    /// Of each variable: its row, or `rows` + its column.
    place: Vec<usize>,
    /// Quotients of right-hand sides and entries of one column.
    ratios: Vec<f64>,
}

/// Ratios of approximations, each within a relative error of 2⁻⁵⁰ of its integer, tell the order
/// of the true ratios if they are this far apart.
const APART: f64 = 1.0 / (1u64 << 45) as f64;

impl<T: Integer> Exact<T> {
    fn width(&self) -> usize {
        self.others.len() + 1
    }

    fn entry(&self, row: usize, column: usize) -> &T {
        &self.entries[row * self.width() + column]
    }

    fn right(&self, row: usize) -> &T {
        self.entry(row, self.others.len())
    }

    /// The value of a variable, times the determinant.
    pub(super) fn scaled_value(&self, variable: usize) -> Option<&T> {
        let row = self.place[variable];
        (row < self.basic.len()).then(|| self.right(row))
    }

    /// The dictionary of the polytope with only these rows and coordinates.
    pub(super) fn part(polytope: &Polytope, rows: &[usize], columns: &[usize]) -> Self {
        let mut entries = Vec::with_capacity(rows.len() * (columns.len() + 1));
        for row in rows {
            for column in columns {
                let index = row * polytope.columns + column;
                entries.push(match &polytope.entries {
                    Entries::Small(all) => T::from_small(all[index]),
                    Entries::Big(all) => T::from_big(&all[index]),
                });
            }
            entries.push(T::from_small(1));
        }
        let (m, n) = (rows.len(), columns.len());
        Exact {
            entries,
            determinant: T::from_small(1),
            basic: (n..n + m).collect(),
            others: (0..n).collect(),
            place: (m..m + n).chain(0..m).collect(),
            ratios: Vec::new(),
        }
    }

    /// Makes all coordinates basic, as far as there are pivots.
    pub(super) fn pivot_everywhere(&mut self) {
        let mut rows: Vec<usize> = (0..self.basic.len()).collect();
        let mut columns: Vec<usize> = (0..self.others.len()).collect();
        while let Some((row, column)) = self.best_pivot(&rows, &columns) {
            self.pivot(row, column);
            rows.retain(|&r| r != row);
            columns.retain(|&c| c != column);
        }
    }

    /// The row that leaves when the variable of `column` enters.
    fn leaving_row(&mut self, column: usize) -> usize {
        let mut ratios = std::mem::take(&mut self.ratios);
        ratios.clear();
        let mut least = f64::INFINITY;
        // Ratios of numbers beyond or near the ends of the range of `f64` tell nothing.
        let mut sound = true;
        for row in 0..self.basic.len() {
            let entry = self.entry(row, column);
            let ratio = if entry.signum() == Ordering::Greater {
                let (right, entry) = (self.right(row).approximate(), entry.approximate());
                let ratio = right / entry;
                sound &= entry < f64::MAX && (right == 0.0 || (ratio > 1e-290 && ratio < 1e290));
                ratio
            } else {
                f64::INFINITY
            };
            least = least.min(ratio);
            ratios.push(ratio);
        }
        let bound = if sound {
            least + least * APART
        } else {
            f64::INFINITY
        };
        let mut best: Option<usize> = None;
        for (row, ratio) in ratios.iter().enumerate() {
            let out = *ratio > bound || self.entry(row, column).signum() != Ordering::Greater;
            if !out && best.is_none_or(|best| self.compare(row, best, column) == Ordering::Less) {
                best = Some(row);
            }
        }
        self.ratios = ratios;
        // A bounded polytope has a positive entry in every column.
        best.unwrap_or(0)
    }

    /// Compares two rows with positive entries in a column by the ratio of their right-hand sides,
    /// perturbed lexicographically, to these entries. No two are equal.
    fn compare(&self, first: usize, second: usize, column: usize) -> Ordering {
        let (p, q) = (self.entry(first, column), self.entry(second, column));
        T::compare_products(self.right(first), q, self.right(second), p).then_with(|| {
            // The right-hand side of row k is 1 + εᵏ with ε infinitesimal, so that its weight is
            // the entry of slack k.
            let rows = self.basic.len();
            let slacks = &self.place[self.others.len()..];
            slacks
                .iter()
                .map(|&place| match place.checked_sub(rows) {
                    Some(other) => T::compare_products(
                        self.entry(first, other),
                        q,
                        self.entry(second, other),
                        p,
                    ),
                    // A basic slack has a unit column.
                    None if place == first => Ordering::Greater,
                    None if place == second => Ordering::Less,
                    None => Ordering::Equal,
                })
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        })
    }
}

impl<T: Integer> Dictionary for Exact<T> {
    fn origin(polytope: &Polytope) -> Self {
        let rows: Vec<usize> = (0..polytope.rows).collect();
        let columns: Vec<usize> = (0..polytope.columns).collect();
        Self::part(polytope, &rows, &columns)
    }

    fn basic(&self) -> &[usize] {
        &self.basic
    }

    fn others(&self) -> &[usize] {
        &self.others
    }

    fn copy_from(&mut self, other: &Self) {
        self.entries.clone_from(&other.entries);
        self.determinant.clone_from(&other.determinant);
        self.basic.clone_from(&other.basic);
        self.others.clone_from(&other.others);
        self.place.clone_from(&other.place);
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let width = self.width();
        let divisor = self.determinant.divisor();
        let pivot = self.entry(row, column).clone();
        let (above, rest) = self.entries.split_at_mut(row * width);
        let (pivot_row, below) = rest.split_at_mut(width);
        for own in above
            .chunks_exact_mut(width)
            .chain(below.chunks_exact_mut(width))
        {
            let factor = own[column].clone();
            for (place, (entry, upper)) in own.iter_mut().zip(&*pivot_row).enumerate() {
                if place != column {
                    *entry = T::cross(entry, &pivot, &factor, upper, &divisor);
                }
            }
            own[column] = factor.negated();
        }
        pivot_row[column] = std::mem::replace(&mut self.determinant, pivot);
        if self.determinant.signum() == Ordering::Less {
            self.determinant = self.determinant.negated();
            for entry in &mut self.entries {
                *entry = entry.negated();
            }
        }
        std::mem::swap(&mut self.basic[row], &mut self.others[column]);
        self.place[self.basic[row]] = row;
        self.place[self.others[column]] = self.basic.len() + column;
    }

    fn leaving(&mut self, rows: &mut Vec<usize>) -> bool {
        rows.clear();
        for column in 0..self.others.len() {
            let row = self.leaving_row(column);
            rows.push(row);
        }
        true
    }

    fn is_zero(&self, row: usize) -> bool {
        self.right(row).signum() == Ordering::Equal
    }

    fn best_pivot(&self, rows: &[usize], columns: &[usize]) -> Option<(usize, usize)> {
        rows.iter()
            .flat_map(|&row| columns.iter().map(move |&column| (row, column)))
            .find(|&(row, column)| self.entry(row, column).signum().is_ne())
    }
}
