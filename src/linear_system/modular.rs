//! Triangular factors of an integer matrix modulo a prime.

/// Arithmetic modulo an odd prime below 2⁵⁹ (Montgomery, 1985): numbers `x` are held as
/// `x·2⁶⁴ mod p`, and 32 products of two residues fit a sum before it has to be reduced.
pub(super) struct Field {
    prime: u64,
    /// `−p⁻¹ mod 2⁶⁴`.
    negated_inverse: u64,
    /// `2¹²⁸ mod p`.
    square: u64,
}

/// How many products are added up between two reductions: `32·p² < p·2⁶⁴`.
const CHUNK: usize = 32;

impl Field {
    pub(super) fn new(prime: u64) -> Self {
        debug_assert!(prime % 2 == 1 && prime < 1 << 59);
        let unit = (u128::from(u64::MAX) + 1) % u128::from(prime);
        Field {
            prime,
            negated_inverse: inverse_of_odd(prime).wrapping_neg(),
            square: (unit * unit % u128::from(prime)) as u64,
        }
    }

    /// `value·2⁻⁶⁴ mod p`, for a value below `p·2⁶⁴`.
    #[inline]
    fn reduce(&self, value: u128) -> u64 {
        let quotient = (value as u64).wrapping_mul(self.negated_inverse);
        let multiple = u128::from(quotient) * u128::from(self.prime);
        let high = ((value + multiple) >> 64) as u64;
        if high >= self.prime {
            high - self.prime
        } else {
            high
        }
    }

    #[inline]
    fn product(&self, a: u64, b: u64) -> u64 {
        self.reduce(u128::from(a) * u128::from(b))
    }

    #[inline]
    fn difference(&self, a: u64, b: u64) -> u64 {
        if a >= b { a - b } else { a + self.prime - b }
    }

    /// `2⁻⁶⁴·Σ aᵢ·bᵢ mod p`.
    #[inline]
    fn inner(&self, a: &[u64], b: &[u64]) -> u64 {
        let limit = u128::from(self.prime) << 64;
        let mut sum = 0u128;
        for (a, b) in a.chunks(CHUNK).zip(b.chunks(CHUNK)) {
            for (&a, &b) in a.iter().zip(b) {
                sum += u128::from(a) * u128::from(b);
            }
            if sum >= limit {
                sum -= limit;
            }
        }
        self.reduce(sum)
    }

    /// The Montgomery form of a residue.
    #[inline]
    fn enter(&self, residue: u64) -> u64 {
        self.product(residue, self.square)
    }

    /// The inverse, both in Montgomery form; the argument is not 0.
    fn inverse(&self, value: u64) -> u64 {
        // Extended Euclid on (p, value) with |factors| < p.
        let (mut a, mut b) = (self.prime, value);
        let (mut previous, mut current) = (0i64, 1i64);
        while b > 1 {
            let quotient = a / b;
            (a, b) = (b, a - quotient * b);
            (previous, current) = (current, previous - quotient as i64 * current);
        }
        let residue = current.rem_euclid(self.prime as i64) as u64;
        self.enter(self.enter(residue))
    }
}

/// The inverse of an odd number modulo 2⁶⁴, by Newton's iteration.
fn inverse_of_odd(value: u64) -> u64 {
    let mut inverse = value;
    for _ in 0..5 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(value.wrapping_mul(inverse)));
    }
    inverse
}

/// The inverse of an odd number modulo 2¹²⁸.
pub(super) fn wide_inverse_of_odd(value: u64) -> u128 {
    let inverse = u128::from(inverse_of_odd(value));
    inverse.wrapping_mul(2u128.wrapping_sub(u128::from(value).wrapping_mul(inverse)))
}

/// `P·K = L·U` modulo a prime, `U` with unit diagonal; serves systems in `K` and in `Kᵀ`.
pub(super) struct Factors {
    field: Field,
    size: usize,
    /// `L` and `U` in one matrix, row by row; the diagonal is that of `L`. Montgomery form.
    rows: Vec<u64>,
    /// Its transpose.
    columns: Vec<u64>,
    /// The inverses of the diagonal.
    inverses: Vec<u64>,
    /// Row `i` of the factored matrix is row `order[i]` of `K`.
    order: Vec<usize>,
}

impl Factors {
    /// `None` if the matrix is singular modulo the prime.
    pub(super) fn new(size: usize, entries: &[i64], prime: u64) -> Option<Self> {
        let field = Field::new(prime);
        let modulus = prime as i64;
        let residue = |&entry: &i64| field.enter(entry.rem_euclid(modulus) as u64);
        let mut rows: Vec<u64> = entries.iter().map(residue).collect();
        let mut columns = vec![0; size * size];
        let mut inverses = Vec::with_capacity(size);
        let mut order: Vec<usize> = (0..size).collect();
        for k in 0..size {
            for i in k..size {
                let sum = field.inner(
                    &rows[i * size..i * size + k],
                    &columns[k * size..k * size + k],
                );
                rows[i * size + k] = field.difference(rows[i * size + k], sum);
            }
            let pivot = (k..size).find(|&i| rows[i * size + k] != 0)?;
            if pivot != k {
                let (above, below) = rows.split_at_mut(pivot * size);
                above[k * size..(k + 1) * size].swap_with_slice(&mut below[..size]);
                order.swap(pivot, k);
            }
            let inverse = field.inverse(rows[k * size + k]);
            inverses.push(inverse);
            for j in k + 1..size {
                let sum = field.inner(
                    &rows[k * size..k * size + k],
                    &columns[j * size..j * size + k],
                );
                let difference = field.difference(rows[k * size + j], sum);
                let entry = field.product(difference, inverse);
                rows[k * size + j] = entry;
                columns[j * size + k] = entry;
            }
        }
        // The upper part of the transpose: the columns of L in their final order.
        for i in 0..size {
            for j in 0..=i {
                columns[j * size + i] = rows[i * size + j];
            }
        }
        Some(Factors {
            field,
            size,
            rows,
            columns,
            inverses,
            order,
        })
    }

    pub(super) fn prime(&self) -> u64 {
        self.field.prime
    }

    /// `x` with `K·x = right` modulo the prime; all residues in plain form.
    pub(super) fn solve(&self, right: &[u64], x: &mut [u64]) {
        let (n, field) = (self.size, &self.field);
        for i in 0..n {
            let row = &self.rows[i * n..i * n + i];
            let rest = field.difference(right[self.order[i]], field.inner(row, &x[..i]));
            x[i] = field.product(rest, self.inverses[i]);
        }
        for i in (0..n).rev() {
            let row = &self.rows[i * n + i + 1..(i + 1) * n];
            x[i] = field.difference(x[i], field.inner(row, &x[i + 1..]));
        }
    }

    /// `y` with `Kᵀ·y = right` modulo the prime; `scratch` is as long as `y`.
    pub(super) fn solve_transposed(&self, right: &[u64], scratch: &mut [u64], y: &mut [u64]) {
        let (n, field) = (self.size, &self.field);
        for i in 0..n {
            let column = &self.columns[i * n..i * n + i];
            scratch[i] = field.difference(right[i], field.inner(column, &scratch[..i]));
        }
        for i in (0..n).rev() {
            let column = &self.columns[i * n + i + 1..(i + 1) * n];
            let rest = field.difference(scratch[i], field.inner(column, &scratch[i + 1..]));
            scratch[i] = field.product(rest, self.inverses[i]);
        }
        for (&place, &value) in self.order.iter().zip(scratch.iter()) {
            y[place] = value;
        }
    }
}
