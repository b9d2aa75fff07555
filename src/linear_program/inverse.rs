//! The inverse of the kernel of a basis: dense while it is small or full, in sparse factors
//! otherwise.

use super::factored::Factored;
use super::kernel::Kernel;
use super::triangular::Triangular;

/// Up to this size kernels are inverted densely.
const SMALL: usize = 64;
/// A kernel is sparse if at most one entry in so many is not zero, in itself and in its factors.
const SPARSE: usize = 8;

/// The inverse of a k×k matrix, with rows for basic variables and columns for active rows.
#[derive(Debug, Clone)]
pub(super) enum Inverse {
    /// With the size at which it is time to look whether the kernel is sparse.
    Dense(Kernel, usize),
    Sparse(Box<Factored>),
}

impl Default for Inverse {
    fn default() -> Self {
        Inverse::Dense(Kernel::default(), SMALL + 1)
    }
}

impl Inverse {
    /// The inverse of a matrix given by the terms of its rows, or `None` if it is close to
    /// singular.
    pub(super) fn new(rows: Vec<Vec<(u32, f64)>>) -> Option<Self> {
        let size = rows.len();
        let most = size * size / SPARSE;
        if size > SMALL
            && rows.iter().map(Vec::len).sum::<usize>() <= most
            && let Some(factors) = Triangular::new(rows.clone(), most)
        {
            return Some(Inverse::Sparse(Box::new(Factored::new(factors, size))));
        }
        let kernel = Kernel::invert(size, |line, index| {
            for &(place, value) in &rows[index] {
                line[place as usize] = value;
            }
        });
        Some(Inverse::Dense(kernel?, (size + size / 4).max(SMALL + 1)))
    }

    /// Should it be computed afresh, to be faster?
    pub(super) fn is_worn(&self) -> bool {
        match self {
            Inverse::Dense(kernel, look) => kernel.size() >= *look,
            Inverse::Sparse(factored) => factored.is_worn(),
        }
    }

    /// Whether a kernel with so many entries is better kept in factors, or looked at later.
    pub(super) fn is_better_afresh(&mut self, terms: usize) -> bool {
        match self {
            Inverse::Dense(kernel, look) => {
                let size = kernel.size();
                *look = size + size / 4;
                terms <= size * size / SPARSE
            }
            Inverse::Sparse(_) => true,
        }
    }

    /// Row `row` of the inverse.
    pub(super) fn row(&self, row: usize, result: &mut Vec<f64>) {
        match self {
            Inverse::Dense(kernel, _) => {
                result.clear();
                result.extend_from_slice(kernel.row(row));
            }
            Inverse::Sparse(factored) => factored.times_left(&[(row, 1.0)], result),
        }
    }

    /// Column `column` of the inverse.
    pub(super) fn column(&self, column: usize, result: &mut Vec<f64>) {
        match self {
            Inverse::Dense(kernel, _) => {
                result.clear();
                result.extend((0..kernel.size()).map(|row| kernel.get(row, column)));
            }
            Inverse::Sparse(factored) => {
                let mut unit = vec![0.0; factored.size()];
                unit[column] = 1.0;
                factored.times(&unit, result);
            }
        }
    }

    /// `inverse · right`.
    pub(super) fn times(&self, right: &[f64], result: &mut Vec<f64>) {
        match self {
            Inverse::Dense(kernel, _) => kernel.times(right, result),
            Inverse::Sparse(factored) => factored.times(right, result),
        }
    }

    /// `left · inverse`, where `left` is given by its nonzero entries.
    pub(super) fn times_left(&self, left: &[(usize, f64)], result: &mut Vec<f64>) {
        match self {
            Inverse::Dense(kernel, _) => kernel.times_left(left, result),
            Inverse::Sparse(factored) => factored.times_left(left, result),
        }
    }

    /// One row and one column more: `column` is the inverse times the column that enters,
    /// `negated_image` minus the row that becomes active times the inverse, `negated_row` minus
    /// the row itself, `pivot` the entry of the tableau.
    pub(super) fn border(
        &mut self,
        column: &[f64],
        negated_image: &[f64],
        negated_row: &[(usize, f64)],
        pivot: f64,
    ) {
        match self {
            Inverse::Dense(kernel, _) => {
                let image: Vec<f64> = negated_image.iter().map(|entry| -entry).collect();
                kernel.border(column, &image, pivot);
            }
            Inverse::Sparse(factored) => {
                let row = negated_row.iter().map(|&(place, v)| (place as u32, -v));
                factored.border(column, row.collect(), pivot);
            }
        }
    }

    /// Another variable in place `place`; `column` is the inverse times its column.
    pub(super) fn replace_variable(&mut self, place: usize, column: &[f64]) {
        match self {
            Inverse::Dense(kernel, _) => kernel.replace_variable(place, column),
            Inverse::Sparse(factored) => factored.replace_variable(place, column),
        }
    }

    /// Another row in place `place`; `image` is the new row times the inverse.
    pub(super) fn replace_row(&mut self, place: usize, image: &[f64]) {
        match self {
            Inverse::Dense(kernel, _) => kernel.replace_row(place, image),
            Inverse::Sparse(factored) => factored.replace_row(place, image),
        }
    }

    /// Without the variable and the row in these places; the last ones take their places. `column`
    /// is the column of the inverse at the row.
    pub(super) fn shrink(&mut self, variable: usize, row: usize, column: &[f64]) {
        match self {
            Inverse::Dense(kernel, _) => kernel.shrink(variable, row),
            Inverse::Sparse(factored) => factored.shrink(variable, row, column),
        }
    }
}
