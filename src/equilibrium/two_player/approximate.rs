//! The dictionary of a basis in floating point, with a bound on the error of every number.
//!
//! It answers only what is certain: a ratio test is decided if the bounds separate the best row
//! from all others, and a vertex is simple if they separate all its basic variables from zero.
//! Otherwise it says that it cannot tell, and the polytope is searched in integers instead. No
//! result depends on floating point, and games in general position need nothing else.

use super::dictionary::Dictionary;
use super::polytope::{Entries, Polytope};

/// Twice the largest relative error of one rounding, 2⁻⁵³.
const ROUNDING: f64 = 1.0 / (1u64 << 52) as f64;

/// Bounds are themselves sums and products of at most a dozen roundings; this makes up for them.
const INFLATION: f64 = 1.0 + 32.0 * ROUNDING;

/// The least error bound. It covers underflow, whose error is below 10⁻³⁰⁰.
const FLOOR: f64 = 1e-200;

/// The dictionary in floating point.
#[derive(Clone)]
pub(super) struct Approximate {
    /// Row by row, the right-hand side last: `basic_r + Σ_s value_rs·other_s = value_r`.
    values: Vec<f64>,
    /// For each value a bound on its distance from the true one; NaN for none.
    errors: Vec<f64>,
    basic: Vec<usize>,
    others: Vec<usize>,
    scratch: Scratch,
}

/// Lists as long as a row that live on between calls.
#[derive(Clone, Default)]
struct Scratch {
    row: Vec<f64>,
    row_errors: Vec<f64>,
    /// `|row| + row_errors`.
    reach: Vec<f64>,
    best: Vec<f64>,
    best_low: Vec<f64>,
    best_high: Vec<f64>,
    second_high: Vec<f64>,
    index: Vec<f64>,
}

impl Approximate {
    fn width(&self) -> usize {
        self.others.len() + 1
    }
}

impl Dictionary for Approximate {
    fn origin(polytope: &Polytope) -> Self {
        let (rows, columns) = (polytope.rows, polytope.columns);
        let mut values = Vec::with_capacity(rows * (columns + 1));
        let mut errors = Vec::with_capacity(values.capacity());
        for row in 0..rows {
            for index in row * columns..(row + 1) * columns {
                let (value, exact) = match &polytope.entries {
                    Entries::Small(entries) => {
                        let value = entries[index] as f64;
                        (value, entries[index] <= 1 << 53)
                    }
                    Entries::Big(entries) => (entries[index].to_f64().value(), false),
                };
                values.push(value);
                errors.push(if exact { FLOOR } else { value * ROUNDING });
            }
            values.push(1.0);
            errors.push(FLOOR);
        }
        Approximate {
            values,
            errors,
            basic: (columns..columns + rows).collect(),
            others: (0..columns).collect(),
            scratch: Scratch::default(),
        }
    }

    fn basic(&self) -> &[usize] {
        &self.basic
    }

    fn others(&self) -> &[usize] {
        &self.others
    }

    fn copy_from(&mut self, other: &Self) {
        self.values.copy_from_slice(&other.values);
        self.errors.copy_from_slice(&other.errors);
        self.basic.copy_from_slice(&other.basic);
        self.others.copy_from_slice(&other.others);
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let width = self.width();
        let first = row * width;
        let (pivot, error) = (self.values[first + column], self.errors[first + column]);
        std::mem::swap(&mut self.basic[row], &mut self.others[column]);
        let size = pivot.abs();
        // Also false for NaN.
        let certain = size > 2.0 * error;
        if !certain {
            self.errors.fill(f64::NAN);
            return;
        }
        let inverse = 1.0 / pivot;
        // Against the true pivot, which is at least this large.
        let least = (size - error) * (1.0 - 4.0 * ROUNDING);
        let gain = INFLATION / least;
        let scratch = &mut self.scratch;
        scratch.row.clear();
        scratch.row_errors.clear();
        scratch.reach.clear();
        for place in first..first + width {
            // |x̂/p̂ − x/p| ≤ (δx + |x̂/p̂|·δp)/|p|.
            let value = self.values[place] * inverse;
            let bound =
                (self.errors[place] + value.abs() * (error + size * ROUNDING * 2.0)) * gain + FLOOR;
            scratch.row.push(value);
            scratch.row_errors.push(bound);
            scratch.reach.push((value.abs() + bound) * INFLATION);
        }
        scratch.row[column] = inverse;
        scratch.row_errors[column] =
            (inverse.abs() * (error + size * ROUNDING * 2.0)) * gain + FLOOR;
        scratch.reach[column] = (inverse.abs() + scratch.row_errors[column]) * INFLATION;
        let (upper, lower) = (&scratch.row[..width], &scratch.row_errors[..width]);
        let reach = &scratch.reach[..width];
        for (own, (values, errors)) in self
            .values
            .chunks_exact_mut(width)
            .zip(self.errors.chunks_exact_mut(width))
            .enumerate()
        {
            if own == row {
                values.copy_from_slice(upper);
                errors.copy_from_slice(lower);
                continue;
            }
            let (factor, factor_error) = (values[column], errors[column]);
            let factor_size = factor.abs();
            values[column] = 0.0;
            errors[column] = FLOOR;
            for place in 0..width {
                // x − f·q, with |f̂q̂ − fq| ≤ |f̂|·δq + δf·(|q̂| + δq).
                let product = factor * upper[place];
                let value = values[place] - product;
                let bound = errors[place]
                    + factor_size * lower[place]
                    + factor_error * reach[place]
                    + ROUNDING * (product.abs() + value.abs());
                values[place] = value;
                errors[place] = bound * INFLATION;
            }
        }
    }

    fn leaving(&mut self, rows: &mut Vec<usize>) -> bool {
        let width = self.width();
        let columns = width - 1;
        let Scratch {
            best,
            best_low,
            best_high,
            second_high,
            index,
            ..
        } = &mut self.scratch;
        for list in [&mut *best, best_low, best_high, second_high, index] {
            list.clear();
            list.resize(columns, f64::NEG_INFINITY);
        }
        let (best, best_low, best_high) = (
            &mut best[..columns],
            &mut best_low[..columns],
            &mut best_high[..columns],
        );
        let (second_high, index) = (&mut second_high[..columns], &mut index[..columns]);
        let mut total = 0.0;
        for (row, (values, errors)) in self
            .values
            .chunks_exact(width)
            .zip(self.errors.chunks_exact(width))
            .enumerate()
        {
            let (right, right_error) = (values[columns], errors[columns]);
            let certain = right > 2.0 * right_error;
            if !certain {
                return false;
            }
            // The ratio test, upside down: the largest entry/right-hand side.
            let inverse = 1.0 / right;
            let gain = INFLATION / ((right - right_error) * (1.0 - 4.0 * ROUNDING));
            let slope = (right_error + right * 2.0 * ROUNDING) * gain;
            let row = row as f64;
            for place in 0..columns {
                let ratio = values[place] * inverse;
                let bound = (errors[place] * gain + ratio.abs() * slope) * INFLATION + FLOOR;
                let (low, high) = (ratio - bound, ratio + bound);
                total += bound;
                let better = ratio > best[place];
                let loser = if better { best_high[place] } else { high };
                second_high[place] = if loser > second_high[place] {
                    loser
                } else {
                    second_high[place]
                };
                best[place] = if better { ratio } else { best[place] };
                best_low[place] = if better { low } else { best_low[place] };
                best_high[place] = if better { high } else { best_high[place] };
                index[place] = if better { row } else { index[place] };
            }
        }
        // A bound that is no number, or a number that is not finite, shows here.
        if !f64::is_finite(total) {
            return false;
        }
        rows.clear();
        for place in 0..columns {
            // The roundings of `low` and `high` themselves.
            let margin = ROUNDING * best[place].abs() * 4.0;
            let certain = best_low[place] - margin > second_high[place];
            if !certain {
                return false;
            }
            rows.push(index[place] as usize);
        }
        true
    }

    fn is_zero(&self, _row: usize) -> bool {
        // `leaving` answers at simple vertices only.
        false
    }

    fn best_pivot(&self, rows: &[usize], columns: &[usize]) -> Option<(usize, usize)> {
        let size = |row: usize, column: usize| self.values[row * self.width() + column].abs();
        let mut best = None;
        let mut largest = 0.0;
        for &row in rows {
            for &column in columns {
                if size(row, column) > largest {
                    largest = size(row, column);
                    best = Some((row, column));
                }
            }
        }
        best
    }
}
