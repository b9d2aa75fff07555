//! p-adic lifting of the solution of an integer system (Dixon, 1982).

use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};

use super::CommonDenominator;
use super::modular::{Factors, wide_inverse_of_odd};
use super::reconstruction::fraction;

/// A matrix with its factors modulo a prime.
pub(super) struct Lifting {
    size: usize,
    entries: Vec<i64>,
    transposed: Vec<i64>,
    factors: Factors,
    /// `1/p mod 2¹²⁸`.
    inverse: u128,
    /// `n·max|K|`: a residual is at most this and the `p`-th part of the one before.
    residual_bound: u128,
    /// Bits of Hadamard's bound on the determinant, and of those on the numerators for a right
    /// side of norm 1, of the system and of the transposed one.
    determinant_bits: f64,
    numerator_bits: [f64; 2],
}

/// The sizes below which a fraction and its certificate must stay, in bits.
struct Bounds {
    determinant: f64,
    numerator: f64,
    right: usize,
}

/// The share of the final precision at which a solution is looked for.
const ATTEMPTS: [f64; 5] = [0.06, 0.25, 0.5, 0.8, 1.0];

/// Bits by which a fraction must fall short of the modulus to be believed before the final
/// precision. A wrong belief costs time and nothing else.
const CREDIBLE: usize = 40;

impl Lifting {
    /// `None` if the matrix is singular modulo the prime.
    pub(super) fn new(size: usize, entries: &[i64], prime: u64) -> Option<Self> {
        let factors = Factors::new(size, entries, prime)?;
        let mut transposed = vec![0; size * size];
        for (i, row) in entries.chunks_exact(size).enumerate() {
            for (j, &entry) in row.iter().enumerate() {
                transposed[j * size + i] = entry;
            }
        }
        let norms = |matrix: &[i64]| {
            let mut sum = 0.0;
            let mut least = f64::INFINITY;
            for row in matrix.chunks_exact(size) {
                let square: f64 = row.iter().map(|&e| (e as f64) * (e as f64)).sum();
                let bits = square.log2() / 2.0;
                sum += bits;
                least = least.min(bits);
            }
            (sum, sum - least)
        };
        let (rows, rows_but_one) = norms(entries);
        let (columns, columns_but_one) = norms(&transposed);
        let largest = entries.iter().map(|e| e.unsigned_abs()).max().unwrap_or(0);
        Some(Lifting {
            size,
            entries: entries.to_vec(),
            transposed,
            inverse: wide_inverse_of_odd(factors.prime()),
            factors,
            residual_bound: u128::from(largest) * size as u128,
            determinant_bits: rows.min(columns),
            numerator_bits: [columns_but_one, rows_but_one],
        })
    }

    pub(super) fn solve(&self, right: &[i64]) -> Option<CommonDenominator> {
        self.lift(right, false)
    }

    pub(super) fn solve_transposed(&self, right: &[i64]) -> Option<CommonDenominator> {
        self.lift(right, true)
    }

    fn lift(&self, right: &[i64], transposed: bool) -> Option<CommonDenominator> {
        if self.residual_bound < 1 << 61 {
            self.lift_in(right.to_vec(), right, transposed)
        } else {
            let wide: Vec<i128> = right.iter().map(|&value| i128::from(value)).collect();
            self.lift_in(wide, right, transposed)
        }
    }

    /// `None` only if the bounds were wrong.
    fn lift_in<R: Residual>(
        &self,
        mut residual: Vec<R>,
        right: &[i64],
        transposed: bool,
    ) -> Option<CommonDenominator> {
        let n = self.size;
        let norm: f64 = right.iter().map(|&b| (b as f64) * (b as f64)).sum();
        if norm == 0.0 {
            return Some(CommonDenominator::new(vec![IBig::ZERO; n], IBig::ONE));
        }
        let largest = right.iter().map(|b| b.unsigned_abs()).max().unwrap_or(0);
        // Two bits and a little more make up for the rounding of the logarithms.
        let slack = 2.0 + 1e-9 * n as f64;
        let bounds = Bounds {
            determinant: self.determinant_bits + slack,
            numerator: norm.log2() / 2.0 + self.numerator_bits[usize::from(transposed)] + slack,
            right: bits(u128::from(largest)),
        };
        let larger = bounds.determinant.max(bounds.numerator);
        let certificate = (bounds.determinant + bounds.right as f64)
            .max(bounds.numerator + bits(self.residual_bound) as f64);
        let digit_bits = (self.factors.prime() as f64).log2();
        let total = ((2.0 * larger + 6.0).max(certificate + 4.0) / digit_bits).ceil() as usize + 1;

        let matrix = if transposed {
            &self.transposed
        } else {
            &self.entries
        };
        let prime = self.factors.prime();
        let inverse = R::truncate(self.inverse);
        let mut digits: Vec<u64> = Vec::with_capacity(total * n);
        let mut residues = vec![0u64; n];
        let mut scratch = vec![0u64; n];
        let mut digit = vec![0u64; n];
        for share in ATTEMPTS {
            let precision = if share < 1.0 {
                (total as f64 * share) as usize
            } else {
                total
            };
            if precision * n <= digits.len() {
                continue;
            }
            while digits.len() < precision * n {
                for (residue, value) in residues.iter_mut().zip(&residual) {
                    *residue = value.residue(prime);
                }
                if transposed {
                    self.factors
                        .solve_transposed(&residues, &mut scratch, &mut digit);
                } else {
                    self.factors.solve(&residues, &mut digit);
                }
                for (value, row) in residual.iter_mut().zip(matrix.chunks_exact(n)) {
                    *value = value.step(row, &digit, inverse);
                }
                digits.extend_from_slice(&digit);
            }
            let last = precision == total;
            if let Some(solution) = self.read(&digits, &bounds, last) {
                return Some(solution);
            }
        }
        None
    }

    /// The solution that the digits tell, if they prove one.
    ///
    /// If `numerators ≡ denominator·x` modulo `M = pᵏ`, then both sides of
    /// `K·numerators = denominator·right` agree modulo `M`; they are equal if neither reaches
    /// `M/2` in absolute value.
    fn read(&self, digits: &[u64], bounds: &Bounds, last: bool) -> Option<CommonDenominator> {
        let n = self.size;
        let prime = self.factors.prime();
        let modulus = UBig::from(prime).pow(digits.len() / n);
        let modulus_bits = modulus.bit_len();
        let half = &modulus >> 1;
        let bound_bits = if last {
            bounds.determinant.max(bounds.numerator).ceil() as usize
        } else {
            modulus_bits.saturating_sub(3) / 2
        };
        let bound = UBig::ONE << bound_bits;
        let mut words = Vec::new();
        let residues: Vec<UBig> = (0..n)
            .map(|i| assemble(&mut words, digits[i..].iter().step_by(n).rev(), prime))
            .collect();
        let balanced = |value: UBig| {
            let value = value % &modulus;
            if value > half {
                IBig::from(value) - IBig::from(modulus.clone())
            } else {
                IBig::from(value)
            }
        };
        let mut denominator = UBig::ONE;
        for residue in &residues {
            let scaled = balanced(&denominator * residue);
            if scaled.bit_len() <= bound_bits {
                continue;
            }
            let remaining = match UBig::try_from(scaled) {
                Ok(positive) => positive,
                Err(_) => (&denominator * residue) % &modulus,
            };
            let (numerator, factor) = fraction(remaining, &modulus, &bound);
            if !last && numerator.bit_len() + factor.bit_len() + CREDIBLE > modulus_bits {
                return None;
            }
            denominator *= factor;
            if denominator.bit_len() > bound_bits + 1 {
                return None;
            }
        }
        let numerators: Vec<IBig> = residues
            .into_iter()
            .map(|residue| balanced(&denominator * residue))
            .collect();
        let longest = numerators.iter().map(|v| v.bit_len()).max().unwrap_or(0);
        let proved = longest + bits(self.residual_bound) + 2 <= modulus_bits
            && denominator.bit_len() + bounds.right + 2 <= modulus_bits;
        proved.then(|| CommonDenominator::new(numerators, IBig::from(denominator)))
    }
}

/// The length of a number in bits.
fn bits(value: u128) -> usize {
    (128 - value.leading_zeros()) as usize
}

/// The number with these digits to the base `prime`, the highest first.
fn assemble<'a>(words: &mut Vec<u64>, digits: impl Iterator<Item = &'a u64>, prime: u64) -> UBig {
    words.clear();
    for &digit in digits {
        let mut carry = u128::from(digit);
        for word in words.iter_mut() {
            carry += u128::from(*word) * u128::from(prime);
            *word = carry as u64;
            carry >>= 64;
        }
        if carry > 0 {
            words.push(carry as u64);
        }
    }
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    UBig::from_le_bytes(&bytes)
}

/// Integers in which residuals are updated; they may wrap on the way, the result fits.
trait Residual: Copy {
    fn truncate(value: u128) -> Self;
    /// The residue modulo the prime.
    fn residue(self, prime: u64) -> u64;
    /// `(self − row·digits) / p`, a division without remainder.
    fn step(self, row: &[i64], digits: &[u64], inverse: Self) -> Self;
}

impl Residual for i64 {
    fn truncate(value: u128) -> Self {
        value as i64
    }
    #[inline]
    fn residue(self, prime: u64) -> u64 {
        self.rem_euclid(prime as i64) as u64
    }
    #[inline]
    fn step(self, row: &[i64], digits: &[u64], inverse: Self) -> Self {
        let mut sum = 0i64;
        for (&entry, &digit) in row.iter().zip(digits) {
            sum = sum.wrapping_add(entry.wrapping_mul(digit as i64));
        }
        self.wrapping_sub(sum).wrapping_mul(inverse)
    }
}

impl Residual for i128 {
    fn truncate(value: u128) -> Self {
        value as i128
    }
    fn residue(self, prime: u64) -> u64 {
        self.rem_euclid(i128::from(prime)) as u64
    }
    fn step(self, row: &[i64], digits: &[u64], inverse: Self) -> Self {
        let mut sum = 0i128;
        for (&entry, &digit) in row.iter().zip(digits) {
            sum = sum.wrapping_add(i128::from(entry).wrapping_mul(i128::from(digit)));
        }
        self.wrapping_sub(sum).wrapping_mul(inverse)
    }
}
