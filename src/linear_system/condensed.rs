//! Sparse matrices of integers made smaller by elimination at entries 1 and −1.
//!
//! Such a pivot leaves integers and the determinant as they are up to its sign, so that solutions
//! of what remains are over the denominator of the whole. Rows of linear programs that say that
//! probabilities sum to 1, or what somebody pays, are mostly of this kind.

use dashu_int::IBig;

use super::{CommonDenominator, IntegerSystem};

/// Smaller matrices are left as they are.
const SMALL: usize = 32;
/// Entries stay below this.
const LARGEST: i64 = 1 << 30;
/// Pivots are taken in the order of the entries they may bring about.
const FILLS: [usize; 6] = [0, 2, 8, 32, 128, 512];

/// An elimination step.
struct Step {
    row: usize,
    column: usize,
    /// 1 or −1.
    pivot: i64,
    /// Rows from which a multiple of the pivot row was taken.
    multiples: Vec<(usize, i64)>,
    /// The other entries of the pivot row.
    entries: Vec<(u32, i64)>,
}

/// A matrix as elimination steps and what remains of it.
pub(super) struct Condensed {
    size: usize,
    steps: Vec<Step>,
    rows: Vec<usize>,
    columns: Vec<usize>,
    remainder: Box<IntegerSystem>,
}

/// What became of a matrix.
pub(super) enum Condensation {
    /// It is not sparse, or has few entries 1 and −1.
    Useless,
    Singular,
    Done(Condensed),
}

/// The part of the matrix that is still to be eliminated.
struct Remainder {
    rows: Vec<Vec<(u32, i64)>>,
    columns: Vec<Vec<u32>>,
    done: Vec<bool>,
}

fn largest(entries: &[(u32, i64)]) -> i64 {
    let sizes = entries.iter().map(|(_, value)| value.saturating_abs());
    sizes.max().unwrap_or(0)
}

impl Remainder {
    fn entry(&self, row: usize, column: usize) -> i64 {
        let found = self.rows[row].iter().find(|(c, _)| *c as usize == column);
        found.map_or(0, |(_, value)| *value)
    }

    /// A row with an entry 1 or −1 in a column whose elimination brings about at most `fill`
    /// entries.
    fn pivot(&self, column: usize, fill: usize) -> Option<usize> {
        let rows = &self.columns[column];
        let others = rows.len().saturating_sub(1);
        let found = rows.iter().map(|&row| row as usize).find(|&row| {
            (self.rows[row].len() - 1) * others <= fill && self.entry(row, column).abs() == 1
        })?;
        let most = largest(&self.rows[found]);
        let stays_small = rows.iter().all(|&row| {
            let factor = self.entry(row as usize, column).saturating_abs();
            let bound = factor.saturating_mul(most);
            bound.saturating_add(largest(&self.rows[row as usize])) < LARGEST
        });
        (others == 0 || stays_small).then_some(found)
    }

    fn eliminate(&mut self, row: usize, column: usize) -> Step {
        let pivot = self.entry(row, column);
        let mut entries = std::mem::take(&mut self.rows[row]);
        entries.retain(|(c, _)| *c as usize != column);
        for (other, _) in &entries {
            self.columns[*other as usize].retain(|&r| r as usize != row);
        }
        let mut multiples = Vec::new();
        for target in std::mem::take(&mut self.columns[column]) {
            let target = target as usize;
            if target == row {
                continue;
            }
            let factor = self.entry(target, column) * pivot;
            multiples.push((target, factor));
            let line = &mut self.rows[target];
            line.retain(|(c, _)| *c as usize != column);
            for &(c, value) in &entries {
                let rows = &mut self.columns[c as usize];
                match line.iter().position(|(other, _)| *other == c) {
                    None => {
                        line.push((c, -factor * value));
                        rows.push(target as u32);
                    }
                    Some(place) => {
                        line[place].1 -= factor * value;
                        if line[place].1 == 0 {
                            line.swap_remove(place);
                            rows.retain(|&r| r as usize != target);
                        }
                    }
                }
            }
        }
        self.done[column] = true;
        Step {
            row,
            column,
            pivot,
            multiples,
            entries,
        }
    }
}

impl Condensed {
    pub(super) fn condense(size: usize, entries: &[i64]) -> Condensation {
        let terms = entries.iter().filter(|&&entry| entry != 0).count();
        if size <= SMALL || terms > size * size / 4 {
            return Condensation::Useless;
        }
        let mut rest = Remainder {
            rows: Vec::with_capacity(size),
            columns: vec![Vec::new(); size],
            done: vec![false; size],
        };
        for (row, line) in entries.chunks_exact(size).enumerate() {
            let present = line.iter().enumerate().filter(|(_, entry)| **entry != 0);
            let present: Vec<(u32, i64)> = present.map(|(c, &v)| (c as u32, v)).collect();
            for (column, _) in &present {
                rest.columns[*column as usize].push(row as u32);
            }
            rest.rows.push(present);
        }
        let mut steps = Vec::new();
        for fill in FILLS {
            let mut last = usize::MAX;
            while last != steps.len() {
                last = steps.len();
                for column in 0..size {
                    if !rest.done[column]
                        && let Some(row) = rest.pivot(column, fill)
                    {
                        steps.push(rest.eliminate(row, column));
                    }
                }
            }
        }
        if steps.len() < size / 8 {
            return Condensation::Useless;
        }
        let mut gone = vec![false; size];
        steps.iter().for_each(|step| gone[step.row] = true);
        let rows: Vec<usize> = (0..size).filter(|&row| !gone[row]).collect();
        let columns: Vec<usize> = (0..size).filter(|&column| !rest.done[column]).collect();
        let mut place = vec![0; size];
        for (index, &column) in columns.iter().enumerate() {
            place[column] = index;
        }
        let left = rows.len();
        let mut remainder = vec![0; left * left];
        for (index, &row) in rows.iter().enumerate() {
            for &(column, value) in &rest.rows[row] {
                remainder[index * left + place[column as usize]] = value;
            }
        }
        match IntegerSystem::new(left, &remainder) {
            None => Condensation::Singular,
            Some(remainder) => Condensation::Done(Condensed {
                size,
                steps,
                rows,
                columns,
                remainder: Box::new(remainder),
            }),
        }
    }

    /// The solution of `K·x = right`; `None` if a number on the way is too long.
    pub(super) fn solve(&self, right: &[i64]) -> Option<CommonDenominator> {
        let mut right = right.to_vec();
        for step in &self.steps {
            let value = right[step.row];
            if value != 0 {
                for &(row, factor) in &step.multiples {
                    right[row] = right[row].checked_sub(factor.checked_mul(value)?)?;
                }
            }
        }
        let reduced: Vec<i64> = self.rows.iter().map(|&row| right[row]).collect();
        let solution = self.remainder.solve(&reduced);
        let mut numerators = self.spread(&self.columns, solution.numerators);
        for step in self.steps.iter().rev() {
            let mut sum = &solution.denominator * right[step.row];
            subtract(&mut sum, &step.entries, &numerators, |c| c as usize);
            numerators[step.column] = if step.pivot < 0 { -sum } else { sum };
        }
        Some(CommonDenominator {
            numerators,
            denominator: solution.denominator,
        })
    }

    /// The solution of `Kᵀ·y = right`; `None` if a number on the way is too long.
    pub(super) fn solve_transposed(&self, right: &[i64]) -> Option<CommonDenominator> {
        let mut right = right.to_vec();
        for step in &self.steps {
            let value = right[step.column].checked_mul(step.pivot)?;
            right[step.column] = value;
            if value != 0 {
                for &(column, entry) in &step.entries {
                    let place = &mut right[column as usize];
                    *place = place.checked_sub(entry.checked_mul(value)?)?;
                }
            }
        }
        let reduced: Vec<i64> = self.columns.iter().map(|&column| right[column]).collect();
        let solution = self.remainder.solve_transposed(&reduced);
        let mut numerators = self.spread(&self.rows, solution.numerators);
        for step in self.steps.iter().rev() {
            let mut sum = &solution.denominator * right[step.column];
            subtract(&mut sum, &step.multiples, &numerators, |row| row);
            numerators[step.row] = sum;
        }
        Some(CommonDenominator {
            numerators,
            denominator: solution.denominator,
        })
    }

    fn spread(&self, places: &[usize], values: Vec<IBig>) -> Vec<IBig> {
        let mut all = vec![IBig::ZERO; self.size];
        for (&place, value) in places.iter().zip(values) {
            all[place] = value;
        }
        all
    }
}

/// Takes the products of the terms with the values in their places from a sum.
fn subtract<P: Copy>(
    sum: &mut IBig,
    terms: &[(P, i64)],
    values: &[IBig],
    place: impl Fn(P) -> usize,
) {
    for &(index, factor) in terms {
        let value = &values[place(index)];
        if *value != IBig::ZERO {
            match factor {
                1 => *sum -= value,
                -1 => *sum += value,
                factor => *sum -= value * factor,
            }
        }
    }
}
