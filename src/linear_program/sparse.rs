//! The rows of a program in integers, and in floating point by rows and by columns.

use dashu_int::IBig;

use super::canonical::Canonical;
use crate::number::{Rational, gcd_u64};

/// Integers that fit a machine word as long as all of them do.
#[derive(Debug, Clone)]
pub(super) enum Integers {
    Machine(Vec<i64>),
    Big(Vec<IBig>),
}

impl Integers {
    /// Adds `factor` times the entry at `index`.
    #[inline]
    pub(super) fn add_product(&self, sum: &mut IBig, factor: &IBig, index: usize) {
        match self {
            Integers::Machine(values) => match values[index] {
                1 => *sum += factor,
                -1 => *sum -= factor,
                value => *sum += factor * value,
            },
            Integers::Big(values) => *sum += factor * &values[index],
        }
    }

    pub(super) fn get(&self, index: usize) -> IBig {
        match self {
            Integers::Machine(values) => IBig::from(values[index]),
            Integers::Big(values) => values[index].clone(),
        }
    }

    pub(super) fn is_zero(&self, index: usize) -> bool {
        match self {
            Integers::Machine(values) => values[index] == 0,
            Integers::Big(values) => values[index] == IBig::ZERO,
        }
    }

    pub(super) fn machine(&self) -> Option<&[i64]> {
        match self {
            Integers::Machine(values) => Some(values),
            Integers::Big(_) => None,
        }
    }
}

/// A program with integer rows: row i of the canonical form times `row_factors[i]`.
#[derive(Debug, Clone)]
pub(super) struct Sparse {
    pub(super) variables: usize,
    pub(super) rows: usize,
    row_start: Vec<usize>,
    row_variable: Vec<u32>,
    /// Coefficients by rows, as in `row_variable`.
    pub(super) coefficients: Integers,
    column_start: Vec<usize>,
    column_row: Vec<u32>,
    /// Where the entry of a column stands among the coefficients.
    column_position: Vec<u32>,
    pub(super) bounds: Integers,
    pub(super) objective: Integers,
    pub(super) row_factors: Vec<Rational>,
    pub(super) objective_factor: Rational,
    pub(super) free: Vec<bool>,
    pub(super) equal: Vec<bool>,
}

/// The values times their least common denominator, if all fit a machine word; and that.
fn machine_integers(values: &[&Rational], into: &mut Vec<i64>) -> Option<i64> {
    let mut common = 1i64;
    for value in values {
        let (_, denominator) = value.to_i64_parts()?;
        if common % denominator != 0 {
            let divisor = gcd_u64(common.unsigned_abs(), denominator.unsigned_abs()) as i64;
            common = common.checked_mul(denominator / divisor)?;
        }
    }
    for value in values {
        let (numerator, denominator) = value.to_i64_parts()?;
        into.push(numerator.checked_mul(common / denominator)?);
    }
    Some(common)
}

fn big_integers(values: &[&Rational], into: &mut Vec<IBig>) -> Rational {
    let (numerators, common) = Rational::over_common_denominator(values.iter().copied());
    into.extend(numerators);
    Rational::from_integers(common, &IBig::ONE)
}

/// The three arrays of integers, and the factors that made them so.
struct Scaled {
    coefficients: Integers,
    bounds: Integers,
    objective: Integers,
    row_factors: Vec<Rational>,
    objective_factor: Rational,
}

impl Scaled {
    /// Rows one after the other, each as its coefficients and then its bound.
    fn row_values(canonical: &Canonical) -> impl Iterator<Item = Vec<&Rational>> {
        canonical.rows.iter().map(|row| {
            let terms = row.terms.iter().map(|(_, coefficient)| coefficient);
            terms.chain(std::iter::once(&row.bound)).collect()
        })
    }

    fn machine(canonical: &Canonical) -> Option<Self> {
        let (mut coefficients, mut bounds, mut objective) = (Vec::new(), Vec::new(), Vec::new());
        let mut row_factors = Vec::with_capacity(canonical.rows.len());
        for values in Self::row_values(canonical) {
            row_factors.push(Rational::from(machine_integers(
                &values,
                &mut coefficients,
            )?));
            bounds.push(coefficients.pop()?);
        }
        let costs: Vec<&Rational> = canonical.objective.iter().collect();
        let objective_factor = Rational::from(machine_integers(&costs, &mut objective)?);
        Some(Scaled {
            coefficients: Integers::Machine(coefficients),
            bounds: Integers::Machine(bounds),
            objective: Integers::Machine(objective),
            row_factors,
            objective_factor,
        })
    }

    fn big(canonical: &Canonical) -> Self {
        let (mut coefficients, mut bounds, mut objective) = (Vec::new(), Vec::new(), Vec::new());
        let mut row_factors = Vec::with_capacity(canonical.rows.len());
        for values in Self::row_values(canonical) {
            row_factors.push(big_integers(&values, &mut coefficients));
            bounds.extend(coefficients.pop());
        }
        let costs: Vec<&Rational> = canonical.objective.iter().collect();
        let objective_factor = big_integers(&costs, &mut objective);
        Scaled {
            coefficients: Integers::Big(coefficients),
            bounds: Integers::Big(bounds),
            objective: Integers::Big(objective),
            row_factors,
            objective_factor,
        }
    }
}

impl Sparse {
    pub(super) fn new(canonical: &Canonical) -> Self {
        let scaled = Scaled::machine(canonical).unwrap_or_else(|| Scaled::big(canonical));
        let (variables, rows) = (canonical.objective.len(), canonical.rows.len());
        let terms: usize = canonical.rows.iter().map(|row| row.terms.len()).sum();
        let mut row_start = Vec::with_capacity(rows + 1);
        let mut row_variable = Vec::with_capacity(terms);
        let mut column_start = vec![0usize; variables + 1];
        row_start.push(0);
        for row in &canonical.rows {
            for (variable, _) in &row.terms {
                row_variable.push(*variable as u32);
                column_start[variable + 1] += 1;
            }
            row_start.push(row_variable.len());
        }
        for variable in 0..variables {
            column_start[variable + 1] += column_start[variable];
        }
        let mut next = column_start.clone();
        let mut column_row = vec![0u32; terms];
        let mut column_position = vec![0u32; terms];
        for row in 0..rows {
            for position in row_start[row]..row_start[row + 1] {
                let slot = &mut next[row_variable[position] as usize];
                column_row[*slot] = row as u32;
                column_position[*slot] = position as u32;
                *slot += 1;
            }
        }
        Sparse {
            variables,
            rows,
            row_start,
            row_variable,
            coefficients: scaled.coefficients,
            column_start,
            column_row,
            column_position,
            bounds: scaled.bounds,
            objective: scaled.objective,
            row_factors: scaled.row_factors,
            objective_factor: scaled.objective_factor,
            free: canonical.free.clone(),
            equal: canonical.rows.iter().map(|row| row.equal).collect(),
        }
    }

    /// How many coefficients there are.
    pub(super) fn terms(&self) -> usize {
        self.row_variable.len()
    }

    /// The terms of a row: variable, and where the coefficient stands.
    #[inline]
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let range = self.row_start[row]..self.row_start[row + 1];
        range.map(|position| (self.row_variable[position] as usize, position))
    }

    /// The terms of a column: row, and where the coefficient stands.
    #[inline]
    pub(super) fn column(&self, variable: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let range = self.column_start[variable]..self.column_start[variable + 1];
        let rows = self.column_row[range.clone()].iter();
        rows.zip(&self.column_position[range])
            .map(|(&row, &position)| (row as usize, position as usize))
    }
}
