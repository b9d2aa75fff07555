//! Fraction-free elimination (Bareiss, 1968).

use dashu_int::IBig;

use super::CommonDenominator;

/// The determinant and the adjugate of a matrix of at most machine size.
pub(super) struct Adjugate {
    pub(super) determinant: i128,
    /// Row by row; `K·adjugate = determinant·1`.
    pub(super) entries: Vec<i128>,
}

/// What elimination in machine integers found.
pub(super) enum Small {
    Adjugate(Adjugate),
    Singular,
    /// A number grew beyond the machine.
    Overflow,
}

/// Gauss and Jordan on `[K | 1]` in `i128`; every number on the way is a minor of it.
pub(super) fn adjugate(size: usize, entries: &[i64]) -> Small {
    if size == 0 {
        return Small::Adjugate(Adjugate {
            determinant: 1,
            entries: Vec::new(),
        });
    }
    let width = 2 * size;
    let mut table = vec![0i128; size * width];
    for (i, row) in table.chunks_exact_mut(width).enumerate() {
        for (place, &entry) in row.iter_mut().zip(&entries[i * size..(i + 1) * size]) {
            *place = i128::from(entry);
        }
        row[size + i] = 1;
    }
    // Products of numbers below 2⁶² do not overflow: one test of the largest replaces many.
    let largest = entries.iter().map(|e| e.unsigned_abs()).max().unwrap_or(0);
    let norm = (largest.max(1) as f64) * (size as f64).sqrt();
    let small = (norm.log2() * size as f64) < 61.0;
    let mut previous = 1i128;
    for k in 0..size {
        let Some(pivot) = (k..size).find(|&i| table[i * width + k] != 0) else {
            return Small::Singular;
        };
        if pivot != k {
            // A change of sign keeps the determinant.
            for j in 0..width {
                let value = table[k * width + j];
                table[k * width + j] = -table[pivot * width + j];
                table[pivot * width + j] = value;
            }
        }
        let diagonal = table[k * width + k];
        let pivot_row: Vec<i128> = table[k * width..(k + 1) * width].to_vec();
        for i in (0..size).filter(|&i| i != k) {
            let row = &mut table[i * width..(i + 1) * width];
            let factor = row[k];
            for (value, &above) in row.iter_mut().zip(&pivot_row) {
                *value = if small {
                    let (product, other) = (
                        *value as i64 as i128 * diagonal as i64 as i128,
                        factor as i64 as i128 * above as i64 as i128,
                    );
                    exact_quotient(product - other, previous)
                } else {
                    let product = value.checked_mul(diagonal);
                    let other = factor.checked_mul(above);
                    match product.zip(other).and_then(|(p, o)| p.checked_sub(o)) {
                        Some(difference) => exact_quotient(difference, previous),
                        None => return Small::Overflow,
                    }
                };
            }
        }
        previous = diagonal;
    }
    let inverse = table.chunks_exact(width).flat_map(|row| &row[size..]);
    Small::Adjugate(Adjugate {
        determinant: previous,
        entries: inverse.copied().collect(),
    })
}

/// The quotient of an exact division, in 64 bits where possible.
#[inline]
fn exact_quotient(dividend: i128, divisor: i128) -> i128 {
    if divisor == 1 {
        return dividend;
    }
    match (i64::try_from(dividend), i64::try_from(divisor)) {
        (Ok(a), Ok(b)) if b != -1 => i128::from(a / b),
        _ => dividend / divisor,
    }
}

/// The solution of `K·x = right` in big integers, or `None` if `K` is singular.
pub(crate) fn solve_wide(
    size: usize,
    entries: &[IBig],
    right: &[IBig],
) -> Option<CommonDenominator> {
    let width = size + 1;
    let mut rows: Vec<Vec<IBig>> = (0..size)
        .map(|i| {
            let mut row = entries[i * size..(i + 1) * size].to_vec();
            row.push(right[i].clone());
            row
        })
        .collect();
    let mut previous = IBig::ONE;
    for k in 0..size {
        let pivot = (k..size).find(|&i| !rows[i][k].is_zero())?;
        rows.swap(k, pivot);
        let pivot_row = std::mem::take(&mut rows[k]);
        for row in rows.iter_mut().filter(|row| !row.is_empty()) {
            let factor = row[k].clone();
            for j in k + 1..width {
                row[j] = (&row[j] * &pivot_row[k] - &factor * &pivot_row[j]) / &previous;
            }
            row[k] = IBig::ZERO;
        }
        previous.clone_from(&pivot_row[k]);
        rows[k] = pivot_row;
    }
    // Rows above the pivot were eliminated too: each is now the determinant times its unknown.
    let numerators = rows.into_iter().filter_map(|mut row| row.pop()).collect();
    Some(CommonDenominator::new(numerators, previous))
}

/// Is the determinant zero?
pub(super) fn is_singular(size: usize, entries: &[i64]) -> bool {
    let wide: Vec<IBig> = entries.iter().map(|&entry| IBig::from(entry)).collect();
    solve_wide(size, &wide, &vec![IBig::ZERO; size]).is_none()
}
