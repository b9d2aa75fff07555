//! The kernel of a basis in floating point: the inverse of the active rows restricted to the basic
//! variables, kept dense and updated pivot by pivot; for small and for full ones.
//!
//! Slacks that are basic need no place in the inverse, so its size is the number of variables in
//! the basis, however many rows there are.

/// Pivots smaller than this are not trusted when a kernel is inverted afresh.
const SINGULAR: f64 = 1e-11;

/// The inverse of a k×k matrix, with rows for basic variables and columns for active rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Kernel {
    size: usize,
    stride: usize,
    entries: Vec<f64>,
}

impl Kernel {
    pub(super) fn size(&self) -> usize {
        self.size
    }

    #[inline]
    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.entries[row * self.stride..row * self.stride + self.size]
    }

    #[inline]
    pub(super) fn get(&self, row: usize, column: usize) -> f64 {
        self.entries[row * self.stride + column]
    }

    fn reserve(&mut self, size: usize) {
        if size <= self.stride {
            return;
        }
        let stride = size.next_power_of_two().max(8);
        let mut entries = vec![0.0; stride * stride];
        for row in 0..self.size {
            entries[row * stride..row * stride + self.size].copy_from_slice(self.row(row));
        }
        self.stride = stride;
        self.entries = entries;
    }

    /// `inverse · right`.
    pub(super) fn times(&self, right: &[f64], result: &mut Vec<f64>) {
        result.clear();
        result.extend((0..self.size).map(|row| dot(self.row(row), right)));
    }

    /// `left · inverse`, where `left` is given by its nonzero entries.
    pub(super) fn times_left(&self, left: &[(usize, f64)], result: &mut Vec<f64>) {
        result.clear();
        result.resize(self.size, 0.0);
        for &(row, factor) in left {
            for (sum, entry) in result.iter_mut().zip(self.row(row)) {
                *sum += factor * entry;
            }
        }
    }

    /// One row and one column more: `column` is the inverse times the column that enters, `row`
    /// the row that becomes active times the inverse, `pivot` the entry of the tableau.
    pub(super) fn border(&mut self, column: &[f64], row: &[f64], pivot: f64) {
        let size = self.size;
        self.reserve(size + 1);
        let stride = self.stride;
        for (p, &factor) in column.iter().enumerate() {
            let scaled = factor / pivot;
            let line = &mut self.entries[p * stride..p * stride + size + 1];
            for (entry, &r) in line.iter_mut().zip(row) {
                *entry += scaled * r;
            }
            line[size] = -scaled;
        }
        let line = &mut self.entries[size * stride..size * stride + size + 1];
        for (entry, &r) in line.iter_mut().zip(row) {
            *entry = -r / pivot;
        }
        line[size] = 1.0 / pivot;
        self.size += 1;
    }

    /// Another variable in place `place`; `column` is the inverse times its column.
    pub(super) fn replace_variable(&mut self, place: usize, column: &[f64]) {
        let (size, stride) = (self.size, self.stride);
        let inverse = 1.0 / column[place];
        for entry in &mut self.entries[place * stride..place * stride + size] {
            *entry *= inverse;
        }
        let pivot_row = self.row(place).to_vec();
        for (p, &factor) in column.iter().enumerate() {
            if p != place && factor != 0.0 {
                for (entry, pivot) in self.entries[p * stride..].iter_mut().zip(&pivot_row) {
                    *entry -= factor * pivot;
                }
            }
        }
    }

    /// Another row in place `place`; `row` is the new row times the inverse.
    pub(super) fn replace_row(&mut self, place: usize, row: &[f64]) {
        let stride = self.stride;
        for p in 0..self.size {
            let line = &mut self.entries[p * stride..p * stride + row.len()];
            let pivot = line[place] / row[place];
            if pivot != 0.0 {
                for (entry, &r) in line.iter_mut().zip(row) {
                    *entry -= pivot * r;
                }
            }
            line[place] = pivot;
        }
    }

    /// Without the variable and the row in these places; the last ones take their places.
    pub(super) fn shrink(&mut self, variable: usize, row: usize) {
        let (size, stride) = (self.size, self.stride);
        let pivot_row = self.row(variable).to_vec();
        let pivot = pivot_row[row];
        for p in 0..size {
            let line = &mut self.entries[p * stride..p * stride + size];
            let factor = line[row] / pivot;
            if p != variable && factor != 0.0 {
                for (entry, r) in line.iter_mut().zip(&pivot_row) {
                    *entry -= factor * r;
                }
            }
            line[row] = line[size - 1];
        }
        if variable + 1 < size {
            let (head, tail) = self.entries.split_at_mut((size - 1) * stride);
            head[variable * stride..variable * stride + size].copy_from_slice(&tail[..size]);
        }
        self.size -= 1;
    }

    /// Inverts a matrix given by `entry(active row, basic variable)` afresh, or says that it is
    /// too close to singular.
    pub(super) fn invert(size: usize, entry: impl Fn(&mut [f64], usize)) -> Option<Self> {
        let mut matrix = vec![0.0; size * size];
        for (index, line) in matrix.chunks_mut(size.max(1)).enumerate() {
            entry(line, index);
        }
        let mut kernel = Kernel::default();
        kernel.reserve(size);
        let stride = kernel.stride;
        kernel.size = size;
        let inverse = &mut kernel.entries;
        for p in 0..size {
            inverse[p * stride + p] = 1.0;
        }
        for step in 0..size {
            let magnitude = |row: &usize| matrix[row * size + step].abs();
            let best = (step..size).max_by(|a, b| magnitude(a).total_cmp(&magnitude(b)))?;
            if magnitude(&best) < SINGULAR {
                return None;
            }
            if best != step {
                for c in 0..size {
                    matrix.swap(best * size + c, step * size + c);
                    inverse.swap(best * stride + c, step * stride + c);
                }
            }
            let scale = 1.0 / matrix[step * size + step];
            for c in 0..size {
                matrix[step * size + c] *= scale;
                inverse[step * stride + c] *= scale;
            }
            let (pivot_matrix, pivot_inverse) = (
                matrix[step * size..(step + 1) * size].to_vec(),
                inverse[step * stride..step * stride + size].to_vec(),
            );
            for row in (0..size).filter(|&row| row != step) {
                let factor = matrix[row * size + step];
                if factor != 0.0 {
                    subtract(
                        &mut matrix[row * size..(row + 1) * size],
                        factor,
                        &pivot_matrix,
                    );
                    subtract(
                        &mut inverse[row * stride..row * stride + size],
                        factor,
                        &pivot_inverse,
                    );
                }
            }
        }
        Some(kernel)
    }
}

fn subtract(target: &mut [f64], factor: f64, source: &[f64]) {
    for (entry, s) in target.iter_mut().zip(source) {
        *entry -= factor * s;
    }
}

/// The inner product in four strands, so that it does not wait for its own sums.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut strands = [0.0; 4];
    let (a_chunks, b_chunks) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = (a_chunks.remainder().iter().zip(b_chunks.remainder()))
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for (strand, (x, y)) in strands.iter_mut().zip(x.iter().zip(y)) {
            *strand += x * y;
        }
    }
    strands[0] + strands[1] + strands[2] + strands[3] + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(matrix: &[Vec<f64>], kernel: &Kernel) -> Vec<Vec<f64>> {
        let size = kernel.size();
        (0..size)
            .map(|row| {
                (0..size)
                    .map(|c| (0..size).map(|k| matrix[row][k] * kernel.get(k, c)).sum())
                    .collect()
            })
            .collect()
    }

    fn assert_inverse(matrix: &[Vec<f64>], kernel: &Kernel) {
        for (row, line) in product(matrix, kernel).iter().enumerate() {
            for (column, &entry) in line.iter().enumerate() {
                let expected = f64::from(u8::from(row == column));
                assert!((entry - expected).abs() < 1e-9, "{row} {column} {entry}");
            }
        }
    }

    #[test]
    fn every_update_keeps_the_inverse() {
        // Rows are active rows, columns basic variables.
        let mut matrix: Vec<Vec<f64>> = vec![
            vec![2.0, 1.0, 0.0],
            vec![0.0, 3.0, 1.0],
            vec![1.0, 0.0, 4.0],
        ];
        let invert = |matrix: &Vec<Vec<f64>>| {
            Kernel::invert(matrix.len(), |line, row| line.copy_from_slice(&matrix[row]))
        };
        let mut kernel = invert(&matrix).expect("regular");
        assert_inverse(&matrix, &kernel);

        let (column, row, corner) = ([1.0, -1.0, 2.0], [0.5, 1.5, -2.0], 7.0);
        let mut entering = Vec::new();
        kernel.times(&column, &mut entering);
        let mut active = Vec::new();
        let sparse: Vec<(usize, f64)> = row.iter().copied().enumerate().collect();
        kernel.times_left(&sparse, &mut active);
        let pivot = corner - dot(&row, &entering);
        kernel.border(&entering, &active, pivot);
        for (line, value) in matrix.iter_mut().zip(column) {
            line.push(value);
        }
        matrix.push(vec![0.5, 1.5, -2.0, 7.0]);
        assert_inverse(&matrix, &kernel);

        let column = [1.0, 2.0, 0.0, -3.0];
        kernel.times(&column, &mut entering);
        kernel.replace_variable(1, &entering);
        for (line, value) in matrix.iter_mut().zip(column) {
            line[1] = value;
        }
        assert_inverse(&matrix, &kernel);

        let row = [3.0, 0.0, 1.0, 1.0];
        let sparse: Vec<(usize, f64)> = row.iter().copied().enumerate().collect();
        kernel.times_left(&sparse, &mut active);
        kernel.replace_row(2, &active);
        matrix[2] = row.to_vec();
        assert_inverse(&matrix, &kernel);

        kernel.shrink(0, 1);
        matrix.swap_remove(1);
        for line in &mut matrix {
            line.swap_remove(0);
        }
        assert_inverse(&matrix, &kernel);
        kernel.shrink(2, 2);
        matrix.swap_remove(2);
        for line in &mut matrix {
            line.swap_remove(2);
        }
        assert_inverse(&matrix, &kernel);
    }

    #[test]
    fn a_singular_kernel_is_refused() {
        assert!(Kernel::invert(2, |line, _| line.copy_from_slice(&[1.0, 2.0])).is_none());
        assert_eq!(Kernel::invert(0, |_, _| ()).map(|k| k.size()), Some(0));
    }
}
