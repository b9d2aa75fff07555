//! Sparse triangular factors of a square matrix in floating point, with pivots that keep the rest
//! sparse (Markowitz 1957) and are not too small for their columns.

/// Pivots smaller than this are not trusted.
const SINGULAR: f64 = 1e-11;
/// The least pivot, as a share of the largest entry of its column.
const THRESHOLD: f64 = 0.1;
/// Columns among which a pivot is looked for when none is determined.
const CANDIDATES: usize = 4;

type Terms = [(u32, f64)];

/// A step of the elimination.
#[derive(Debug, Clone)]
struct Step {
    row: usize,
    column: usize,
    pivot: f64,
    /// Where its multiples and the other entries of its row begin.
    multiples: usize,
    entries: usize,
}

/// The factors of a matrix.
#[derive(Debug, Clone, Default)]
pub(super) struct Triangular {
    steps: Vec<Step>,
    /// Rows from which a multiple of the pivot row was taken.
    multiples: Vec<(u32, f64)>,
    /// The other entries of pivot rows: column and value.
    entries: Vec<(u32, f64)>,
}

/// The part of the matrix that is still to be eliminated.
struct Remainder {
    rows: Vec<Vec<(u32, f64)>>,
    /// The rows of the entries of each column.
    columns: Vec<Vec<u32>>,
    row_done: Vec<bool>,
    column_done: Vec<bool>,
    /// Rows and columns that had a single entry when they were put here.
    single_rows: Vec<usize>,
    single_columns: Vec<usize>,
    /// Columns not done, in order, with gaps.
    open: Vec<usize>,
}

impl Remainder {
    fn new(rows: Vec<Vec<(u32, f64)>>) -> Self {
        let size = rows.len();
        let mut columns = vec![Vec::new(); size];
        for (row, entries) in rows.iter().enumerate() {
            for &(column, _) in entries {
                columns[column as usize].push(row as u32);
            }
        }
        let single = |lengths: Vec<usize>| -> Vec<usize> {
            let all = lengths.into_iter().enumerate();
            all.filter(|(_, length)| *length == 1)
                .map(|(index, _)| index)
                .collect()
        };
        Remainder {
            single_rows: single(rows.iter().map(Vec::len).collect()),
            single_columns: single(columns.iter().map(Vec::len).collect()),
            row_done: vec![false; size],
            column_done: vec![false; size],
            open: (0..size).collect(),
            rows,
            columns,
        }
    }

    fn entry(&self, row: usize, column: usize) -> f64 {
        let found = self.rows[row].iter().find(|(c, _)| *c as usize == column);
        found.map_or(0.0, |(_, value)| *value)
    }

    /// The next pivot: the only entry of a column or of a row, or else one of small fill.
    fn pivot(&mut self) -> Option<(usize, usize)> {
        while let Some(column) = self.single_columns.pop() {
            if !self.column_done[column] && self.columns[column].len() == 1 {
                return Some((self.columns[column][0] as usize, column));
            }
        }
        while let Some(row) = self.single_rows.pop() {
            if !self.row_done[row] && self.rows[row].len() == 1 {
                return Some((row, self.rows[row][0].0 as usize));
            }
        }
        let done = &self.column_done;
        self.open.retain(|&column| !done[column]);
        let mut candidates: Vec<usize> = Vec::with_capacity(CANDIDATES + 1);
        for &column in &self.open {
            let length = self.columns[column].len();
            let after = |&other: &usize| self.columns[other].len() <= length;
            let place = candidates.partition_point(after);
            if place < CANDIDATES {
                candidates.insert(place, column);
                candidates.truncate(CANDIDATES);
            }
        }
        let mut best: Option<(usize, f64, usize, usize)> = None;
        for column in candidates {
            let rows = &self.columns[column];
            let sizes: Vec<f64> = rows
                .iter()
                .map(|&row| self.entry(row as usize, column).abs())
                .collect();
            let largest = sizes.iter().copied().fold(0.0, f64::max);
            for (&row, size) in rows.iter().zip(sizes) {
                if size < THRESHOLD * largest {
                    continue;
                }
                let row = row as usize;
                let fill = (self.rows[row].len() - 1) * (rows.len().saturating_sub(1));
                let better = best.is_none_or(|(least, greatest, ..)| {
                    fill < least || (fill == least && size > greatest)
                });
                if better {
                    best = Some((fill, size, row, column));
                }
            }
        }
        best.map(|(_, _, row, column)| (row, column))
    }
}

impl Triangular {
    /// The factors of a matrix given by its rows, or `None` if it is close to singular or if the
    /// factors have more than `most` entries.
    pub(super) fn new(rows: Vec<Vec<(u32, f64)>>, most: usize) -> Option<Self> {
        let size = rows.len();
        let mut rest = Remainder::new(rows);
        let mut factors = Triangular {
            steps: Vec::with_capacity(size),
            ..Triangular::default()
        };
        let mut spread = vec![0.0; size];
        let mut met = vec![u32::MAX; size];
        for _ in 0..size {
            let (row, column) = rest.pivot()?;
            let mut entries = std::mem::take(&mut rest.rows[row]);
            let place = entries.iter().position(|(c, _)| *c as usize == column)?;
            let (_, pivot) = entries.swap_remove(place);
            if pivot.abs() < SINGULAR {
                return None;
            }
            rest.row_done[row] = true;
            rest.column_done[column] = true;
            factors.steps.push(Step {
                row,
                column,
                pivot,
                multiples: factors.multiples.len(),
                entries: factors.entries.len(),
            });
            for &(other, value) in &entries {
                spread[other as usize] = value;
                let list = &mut rest.columns[other as usize];
                list.retain(|&r| r as usize != row);
            }
            for other in std::mem::take(&mut rest.columns[column]) {
                let target = other as usize;
                if target == row {
                    continue;
                }
                let line = &mut rest.rows[target];
                let place = line.iter().position(|(c, _)| *c as usize == column)?;
                let (_, value) = line.swap_remove(place);
                let factor = value / pivot;
                factors.multiples.push((other, factor));
                for (c, value) in line.iter_mut() {
                    met[*c as usize] = other;
                    *value -= factor * spread[*c as usize];
                }
                for &(c, value) in &entries {
                    if met[c as usize] != other {
                        line.push((c, -factor * value));
                        rest.columns[c as usize].push(other);
                    }
                }
                // The same row is met again with other pivots.
                for (c, _) in line.iter() {
                    met[*c as usize] = u32::MAX;
                }
                if line.len() == 1 {
                    rest.single_rows.push(target);
                }
            }
            for &(other, _) in &entries {
                spread[other as usize] = 0.0;
                if rest.columns[other as usize].len() == 1 {
                    rest.single_columns.push(other as usize);
                }
            }
            factors.entries.extend(entries);
            if factors.entries.len() + factors.multiples.len() > most {
                return None;
            }
        }
        Some(factors)
    }

    /// How many entries the factors have.
    pub(super) fn terms(&self) -> usize {
        self.steps.len() + self.multiples.len() + self.entries.len()
    }

    /// The multiples and the entries of a step.
    fn ranges(&self, step: usize) -> (&Terms, &Terms) {
        let next = self.steps.get(step + 1);
        let (multiples, entries) = next
            .map_or((self.multiples.len(), self.entries.len()), |next| {
                (next.multiples, next.entries)
            });
        let this = &self.steps[step];
        (
            &self.multiples[this.multiples..multiples],
            &self.entries[this.entries..entries],
        )
    }

    /// `x` with `K·x = right`, which is used up.
    pub(super) fn solve(&self, right: &mut [f64], x: &mut [f64]) {
        for (number, step) in self.steps.iter().enumerate() {
            let value = right[step.row];
            if value != 0.0 {
                for &(row, factor) in self.ranges(number).0 {
                    right[row as usize] -= factor * value;
                }
            }
        }
        for (number, step) in self.steps.iter().enumerate().rev() {
            let mut sum = right[step.row];
            for &(column, value) in self.ranges(number).1 {
                sum -= value * x[column as usize];
            }
            x[step.column] = sum / step.pivot;
        }
    }

    /// `y` with `y·K = left`, which is used up.
    pub(super) fn solve_left(&self, left: &mut [f64], y: &mut [f64]) {
        for (number, step) in self.steps.iter().enumerate() {
            let value = left[step.column] / step.pivot;
            y[step.row] = value;
            if value != 0.0 {
                for &(column, entry) in self.ranges(number).1 {
                    left[column as usize] -= entry * value;
                }
            }
        }
        for (number, step) in self.steps.iter().enumerate().rev() {
            let mut sum = y[step.row];
            for &(row, factor) in self.ranges(number).0 {
                sum -= factor * y[row as usize];
            }
            y[step.row] = sum;
        }
    }
}
