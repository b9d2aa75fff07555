//! The rows of a program in floating point, scaled by powers of two.

use super::sparse::Sparse;
use crate::number::Rational;

/// Coefficients by rows and by columns, bounds and objective, each row and column scaled so that
/// its largest coefficient is about 1.
#[derive(Debug, Clone)]
pub(super) struct FloatRows {
    /// In the order of the rows' terms.
    pub(super) by_row: Vec<f64>,
    /// In the order of the columns' terms.
    pub(super) by_column: Vec<f64>,
    /// Where each column starts in `by_column`.
    column_start: Vec<usize>,
    pub(super) bounds: Vec<f64>,
    pub(super) objective: Vec<f64>,
    /// By which each row was multiplied.
    pub(super) row_scale: Vec<f64>,
    /// By which each column was multiplied.
    pub(super) column_scale: Vec<f64>,
    /// By which the objective was multiplied.
    pub(super) objective_scale: f64,
}

/// The reciprocal of the power of two below a size, read off its bits so that it is the same on
/// every machine; 1 of zero or of what is out of range.
fn reciprocal_power(size: f64) -> f64 {
    let exponent = size.to_bits() >> 52;
    match exponent {
        1..=2045 => f64::from_bits((2046 - exponent) << 52),
        _ => 1.0,
    }
}

fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |most, value| most.max(value.abs()))
}

/// Coefficients further apart than this are balanced before they are scaled.
const SPREAD: f64 = 4096.0;
/// Passes over rows and columns that bring their largest and smallest coefficients closer.
const PASSES: usize = 4;

/// Powers of two for rows and columns that bring the largest and the smallest coefficient of each
/// about equally far from 1 (geometric scaling); all 1 where coefficients are of similar size.
fn balance(program: &Sparse, by_row: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut row_balance = vec![1.0; program.rows];
    let mut column_balance = vec![1.0; program.variables];
    let sizes = || {
        by_row
            .iter()
            .map(|value| value.abs())
            .filter(|size| *size > 0.0)
    };
    let most = sizes().fold(0.0, f64::max);
    let least = sizes().fold(f64::INFINITY, f64::min);
    if !most.is_finite() || most <= SPREAD * least {
        return (row_balance, column_balance);
    }
    for _ in 0..PASSES {
        let mut column_ends = vec![(f64::INFINITY, 0.0f64); program.variables];
        for (row, factor) in row_balance.iter_mut().enumerate() {
            let mut ends = (f64::INFINITY, 0.0f64);
            for (variable, position) in program.row(row) {
                let size = by_row[position].abs() * column_balance[variable];
                ends = (ends.0.min(size), ends.1.max(size));
            }
            *factor = reciprocal_root(ends);
            for (variable, position) in program.row(row) {
                let size = by_row[position].abs() * *factor;
                let ends = &mut column_ends[variable];
                *ends = (ends.0.min(size), ends.1.max(size));
            }
        }
        for (factor, ends) in column_balance.iter_mut().zip(column_ends) {
            *factor = reciprocal_root(ends);
        }
    }
    (row_balance, column_balance)
}

/// The reciprocal of about the geometric mean of two sizes, as a power of two.
fn reciprocal_root((least, most): (f64, f64)) -> f64 {
    if most > 0.0 && least.is_finite() {
        reciprocal_power((least * most).sqrt())
    } else {
        1.0
    }
}

impl FloatRows {
    pub(super) fn new(program: &Sparse) -> Self {
        let float = |integers: &super::sparse::Integers, length: usize| -> Vec<f64> {
            match integers.machine() {
                Some(values) => values.iter().map(|&value| value as f64).collect(),
                None => (0..length)
                    .map(|index| {
                        Rational::from_integers(integers.get(index), &dashu_int::IBig::ONE).to_f64()
                    })
                    .collect(),
            }
        };
        let mut by_row = float(&program.coefficients, program.terms());
        let mut bounds = float(&program.bounds, program.rows);
        let mut objective = float(&program.objective, program.variables);
        let (row_balance, column_balance) = balance(program, &by_row);
        for (row, bound) in bounds.iter_mut().enumerate() {
            for (variable, position) in program.row(row) {
                by_row[position] *= row_balance[row] * column_balance[variable];
            }
            *bound *= row_balance[row];
        }
        for (cost, balance) in objective.iter_mut().zip(&column_balance) {
            *cost *= balance;
        }
        let mut row_scale = Vec::with_capacity(program.rows);
        for (row, bound) in bounds.iter_mut().enumerate() {
            let size = largest(program.row(row).map(|(_, position)| by_row[position]));
            let scale = reciprocal_power(size);
            for (_, position) in program.row(row) {
                by_row[position] *= scale;
            }
            *bound *= scale;
            row_scale.push(scale * row_balance[row]);
        }
        let mut column_scale = Vec::with_capacity(program.variables);
        let mut by_column = Vec::with_capacity(program.terms());
        let mut column_start = vec![0];
        for (variable, cost) in objective.iter_mut().enumerate() {
            let size = largest(
                program
                    .column(variable)
                    .map(|(_, position)| by_row[position]),
            );
            let scale = reciprocal_power(size);
            for (_, position) in program.column(variable) {
                by_row[position] *= scale;
                by_column.push(by_row[position]);
            }
            *cost *= scale;
            column_scale.push(scale * column_balance[variable]);
            column_start.push(by_column.len());
        }
        let objective_scale = reciprocal_power(largest(objective.iter().copied()));
        for cost in &mut objective {
            *cost *= objective_scale;
        }
        FloatRows {
            by_row,
            by_column,
            column_start,
            bounds,
            objective,
            row_scale,
            column_scale,
            objective_scale,
        }
    }

    /// The coefficients of a column, in the order of its terms.
    pub(super) fn column(&self, variable: usize) -> &[f64] {
        &self.by_column[self.column_start[variable]..self.column_start[variable + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_bring_sizes_between_one_and_two() {
        for size in [1.0, 1.5, 2.0, 3.0e-300, 7.0e300, 100.0, 0.3] {
            let scaled = size * reciprocal_power(size);
            assert!((1.0..2.0).contains(&scaled), "{size} becomes {scaled}");
        }
        for size in [0.0, f64::INFINITY, 5e-324] {
            assert_eq!(reciprocal_power(size), 1.0);
        }
    }
}
