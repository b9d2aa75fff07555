//! The kernel of a basis as sparse factors and what happened since: each exchange of a pivot adds a
//! sparse vector or two (product form, Dantzig and Orchard-Hays 1954; borders, Bisschop and Meeraus
//! 1977).

use super::triangular::Triangular;

/// Entries this small are not kept.
const DUST: f64 = 1e-14;
/// Exchanges after which the kernel is to be factored afresh.
const MOST_UPDATES: usize = 100;

type Terms = Vec<(u32, f64)>;

/// An exchange of variables and rows.
#[derive(Debug, Clone)]
enum Update {
    /// One row and one column more: the row itself, and the inverse times the column.
    Border {
        row: Terms,
        column: Terms,
        pivot: f64,
    },
    /// Another variable: the inverse times its column, without the entry in its place.
    Variable {
        place: usize,
        column: Terms,
        pivot: f64,
    },
    /// Another row: it times the inverse, without the entry in its place.
    Row {
        place: usize,
        row: Terms,
        pivot: f64,
    },
    /// One variable and one row less: the column of the inverse, without the entry in its place.
    Shrink {
        variable: usize,
        row: usize,
        column: Terms,
        pivot: f64,
    },
}

/// A kernel that is kept in factors.
#[derive(Debug, Clone)]
pub(super) struct Factored {
    factors: Triangular,
    updates: Vec<Update>,
    /// How many entries the updates have.
    terms: usize,
    size: usize,
}

fn sparse(values: &[f64], except: Option<usize>) -> Terms {
    let all = values.iter().enumerate();
    all.filter(|(place, value)| value.abs() > DUST && Some(*place) != except)
        .map(|(place, value)| (place as u32, *value))
        .collect()
}

fn dot(terms: &Terms, values: &[f64]) -> f64 {
    terms
        .iter()
        .map(|(p, value)| value * values[*p as usize])
        .sum()
}

fn add(target: &mut [f64], factor: f64, terms: &Terms) {
    if factor != 0.0 {
        for (place, value) in terms {
            target[*place as usize] += factor * value;
        }
    }
}

/// The opposite of `swap_remove`.
fn put_back(values: &mut Vec<f64>, place: usize, value: f64) {
    values.push(value);
    let last = values.len() - 1;
    values.swap(place, last);
}

impl Factored {
    pub(super) fn new(factors: Triangular, size: usize) -> Self {
        Factored {
            factors,
            updates: Vec::new(),
            terms: 0,
            size,
        }
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Should it be factored afresh?
    pub(super) fn is_worn(&self) -> bool {
        self.updates.len() >= MOST_UPDATES
            || (self.updates.len() >= 8 && self.terms > 10 * (self.factors.terms() + self.size))
    }

    /// `inverse · right`.
    pub(super) fn times(&self, right: &[f64], result: &mut Vec<f64>) {
        let mut work = right.to_vec();
        let mut ends = Vec::new();
        for update in self.updates.iter().rev() {
            match update {
                Update::Border { .. } => ends.extend(work.pop()),
                Update::Variable { .. } => {}
                Update::Row { place, row, pivot } => {
                    work[*place] = (work[*place] - dot(row, &work)) / pivot;
                }
                Update::Shrink { row, .. } => put_back(&mut work, *row, 0.0),
            }
        }
        result.clear();
        result.resize(work.len(), 0.0);
        self.factors.solve(&mut work, result);
        for update in &self.updates {
            match update {
                Update::Border { row, column, pivot } => {
                    let end = ends.pop().unwrap_or(0.0);
                    let step = (end - dot(row, result)) / pivot;
                    add(result, -step, column);
                    result.push(step);
                }
                Update::Variable {
                    place,
                    column,
                    pivot,
                } => {
                    let value = result[*place] / pivot;
                    result[*place] = value;
                    add(result, -value, column);
                }
                Update::Row { .. } => {}
                Update::Shrink {
                    variable,
                    column,
                    pivot,
                    ..
                } => {
                    let step = result[*variable] / pivot;
                    add(result, -step, column);
                    result.swap_remove(*variable);
                }
            }
        }
    }

    /// `left · inverse`, where `left` is given by its nonzero entries.
    pub(super) fn times_left(&self, left: &[(usize, f64)], result: &mut Vec<f64>) {
        let mut work = vec![0.0; self.size];
        for &(place, value) in left {
            work[place] += value;
        }
        let mut ends = Vec::new();
        for update in self.updates.iter().rev() {
            match update {
                Update::Border { row, column, pivot } => {
                    let end = work.pop().unwrap_or(0.0);
                    let step = (end - dot(column, &work)) / pivot;
                    add(&mut work, -step, row);
                    ends.push(step);
                }
                Update::Variable {
                    place,
                    column,
                    pivot,
                } => work[*place] = (work[*place] - dot(column, &work)) / pivot,
                Update::Row { .. } => {}
                Update::Shrink {
                    variable,
                    column,
                    pivot,
                    ..
                } => {
                    put_back(&mut work, *variable, 0.0);
                    work[*variable] = -dot(column, &work) / pivot;
                }
            }
        }
        result.clear();
        result.resize(work.len(), 0.0);
        self.factors.solve_left(&mut work, result);
        for update in &self.updates {
            match update {
                Update::Border { .. } => result.push(ends.pop().unwrap_or(0.0)),
                Update::Variable { .. } => {}
                Update::Row { place, row, pivot } => {
                    let value = result[*place] / pivot;
                    result[*place] = value;
                    add(result, -value, row);
                }
                Update::Shrink { row, .. } => {
                    result.swap_remove(*row);
                }
            }
        }
    }

    /// As [`Kernel::border`](super::kernel::Kernel::border), with the row itself.
    pub(super) fn border(&mut self, column: &[f64], row: Terms, pivot: f64) {
        let column = sparse(column, None);
        self.terms += column.len() + row.len();
        self.updates.push(Update::Border { row, column, pivot });
        self.size += 1;
    }

    /// As [`Kernel::replace_variable`](super::kernel::Kernel::replace_variable).
    pub(super) fn replace_variable(&mut self, place: usize, column: &[f64]) {
        let pivot = column[place];
        let column = sparse(column, Some(place));
        self.terms += column.len();
        self.updates.push(Update::Variable {
            place,
            column,
            pivot,
        });
    }

    /// As [`Kernel::replace_row`](super::kernel::Kernel::replace_row).
    pub(super) fn replace_row(&mut self, place: usize, row: &[f64]) {
        let pivot = row[place];
        let row = sparse(row, Some(place));
        self.terms += row.len();
        self.updates.push(Update::Row { place, row, pivot });
    }

    /// As [`Kernel::shrink`](super::kernel::Kernel::shrink); `column` is the column of the inverse
    /// that goes.
    pub(super) fn shrink(&mut self, variable: usize, row: usize, column: &[f64]) {
        let pivot = column[variable];
        let column = sparse(column, Some(variable));
        self.terms += column.len();
        self.updates.push(Update::Shrink {
            variable,
            row,
            column,
            pivot,
        });
        self.size -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear_program::kernel::Kernel;
    use rand::RngExt;

    fn rows(matrix: &[Vec<f64>]) -> Vec<Terms> {
        matrix.iter().map(|line| sparse(line, None)).collect()
    }

    fn assert_same(factored: &Factored, matrix: &[Vec<f64>]) {
        let size = matrix.len();
        let dense = Kernel::invert(size, |line, row| line.copy_from_slice(&matrix[row]));
        let dense = dense.expect("regular");
        let (mut found, mut unit) = (Vec::new(), vec![0.0; size]);
        assert_eq!(factored.size(), size);
        for place in 0..size {
            unit[place] = 1.0;
            factored.times(&unit, &mut found);
            unit[place] = 0.0;
            for (row, value) in found.iter().enumerate() {
                assert!(
                    (value - dense.get(row, place)).abs() < 1e-7,
                    "{row} {place}"
                );
            }
            factored.times_left(&[(place, 1.0)], &mut found);
            for (value, right) in found.iter().zip(dense.row(place)) {
                assert!((value - right).abs() < 1e-7, "{place}");
            }
        }
    }

    #[test]
    fn every_update_gives_what_the_dense_kernel_gives() {
        let mut rng = crate::game::random::generator(2605, 9);
        let start = 12;
        let mut entry = |likely: u32| match rng.random_range(0..100u32) < likely {
            true => f64::from(rng.random_range(1..6u32)),
            false => 0.0,
        };
        let mut matrix: Vec<Vec<f64>> = (0..start)
            .map(|row| {
                let diagonal = |c: usize| if c == row { 20.0 } else { 0.0 };
                (0..start).map(|c| diagonal(c) + entry(20)).collect()
            })
            .collect();
        let factors = Triangular::new(rows(&matrix), usize::MAX).expect("regular");
        let mut factored = Factored::new(factors, start);
        assert_same(&factored, &matrix);
        let (mut image, mut entering) = (Vec::new(), Vec::new());
        for round in 0..24 {
            let size = matrix.len();
            let place = (round * 5) % size;
            let mut line: Vec<f64> = (0..size).map(|_| entry(30)).collect();
            match round % 4 {
                0 => {
                    let column: Vec<f64> = (0..size).map(|_| entry(30)).collect();
                    factored.times(&column, &mut entering);
                    let row = sparse(&line, None);
                    let pivot = 30.0 - dot(&row, &entering);
                    factored.border(&entering, row, pivot);
                    line.push(30.0);
                    matrix.iter_mut().zip(column).for_each(|(l, v)| l.push(v));
                    matrix.push(line);
                }
                1 => {
                    line[place] += 20.0;
                    factored.times(&line, &mut entering);
                    factored.replace_variable(place, &entering);
                    matrix.iter_mut().zip(line).for_each(|(l, v)| l[place] = v);
                }
                2 => {
                    line[place] += 20.0;
                    let terms: Vec<(usize, f64)> = line.iter().copied().enumerate().collect();
                    factored.times_left(&terms, &mut image);
                    factored.replace_row(place, &image);
                    matrix[place] = line;
                }
                _ => {
                    let mut unit = vec![0.0; size];
                    unit[place] = 1.0;
                    factored.times(&unit, &mut entering);
                    factored.shrink(place, place, &entering);
                    matrix.swap_remove(place);
                    matrix.iter_mut().for_each(|l| {
                        l.swap_remove(place);
                    });
                }
            }
            assert_same(&factored, &matrix);
        }
    }

    #[test]
    fn singular_matrices_are_refused() {
        let matrix = vec![vec![1.0, 2.0], vec![1.0, 2.0]];
        assert!(Triangular::new(rows(&matrix), usize::MAX).is_none());
    }
}
