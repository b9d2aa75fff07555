//! Common factors and repeated factors of polynomials, and the number of their roots (Sturm).

use std::cmp::Ordering;

use dashu_int::IBig;
use dashu_int::ops::Gcd;

use super::polynomial::{Polynomial, variations};
use crate::number::Rational;

/// A prime, modulo which coprime polynomials are recognised fast.
const PRIME: u64 = (1 << 61) - 1;

impl Polynomial {
    /// A positive multiple of the remainder of the division by `divisor`, which is not zero.
    pub(super) fn pseudo_remainder(&self, divisor: &Self) -> Self {
        let (factor, negative) = {
            let leading = divisor.leading();
            let negative = *leading < IBig::ZERO;
            (if negative { -leading } else { leading.clone() }, negative)
        };
        let mut rest = self.integers().to_vec();
        let length = divisor.integers().len();
        while rest.len() >= length {
            let top = rest.pop().unwrap_or(IBig::ZERO);
            if top.is_zero() {
                continue;
            }
            let top = if negative { -top } else { top };
            for value in &mut rest {
                *value *= &factor;
            }
            let offset = rest.len() + 1 - length;
            for (place, value) in rest[offset..].iter_mut().zip(divisor.integers()) {
                *place -= &top * value;
            }
        }
        Polynomial::from_integers(rest)
    }

    /// The quotient by a primitive divisor that is known to divide.
    pub(super) fn exact_quotient(&self, divisor: &Self) -> Self {
        let length = divisor.integers().len();
        let mut rest = self.integers().to_vec();
        if length <= 1 || rest.len() < length {
            return self.over(divisor.leading());
        }
        let mut quotient = vec![IBig::ZERO; rest.len() + 1 - length];
        for place in (0..quotient.len()).rev() {
            let factor = &rest[place + length - 1] / divisor.leading();
            if !factor.is_zero() {
                for (value, below) in rest[place..].iter_mut().zip(divisor.integers()) {
                    *value -= &factor * below;
                }
            }
            quotient[place] = factor;
        }
        Polynomial::from_integers(quotient)
    }

    /// The greatest common divisor with coprime coefficients and a positive leading one (primitive
    /// remainder sequence); 1 if either is constant and not zero.
    pub(super) fn common_divisor(&self, other: &Self) -> Self {
        if self.is_zero() || other.is_zero() {
            let sum = self.add(other).primitive();
            return sum.with_positive_lead();
        }
        if self.is_constant() || other.is_constant() || self.surely_coprime(other) {
            return Polynomial::new([1]);
        }
        let (mut left, mut right) = (self.primitive(), other.primitive());
        if left.degree() < right.degree() {
            std::mem::swap(&mut left, &mut right);
        }
        while !right.is_zero() {
            if right.is_constant() {
                return Polynomial::new([1]);
            }
            let rest = left.pseudo_remainder(&right).primitive();
            left = std::mem::replace(&mut right, rest);
        }
        left.with_positive_lead()
    }

    fn with_positive_lead(self) -> Self {
        if *self.leading() < IBig::ZERO {
            self.negated()
        } else {
            self
        }
    }

    /// Coprime modulo a prime that does not divide the leading coefficients, hence coprime.
    fn surely_coprime(&self, other: &Self) -> bool {
        let (mut left, mut right) = (self.residues(), other.residues());
        if left.last() == Some(&0) || right.last() == Some(&0) {
            return false;
        }
        while right.len() > 1 {
            let Some(inverse) = right.last().map(|&lead| power(lead, PRIME - 2)) else {
                return false;
            };
            while left.len() >= right.len() {
                let top = left.pop().unwrap_or(0);
                let factor = multiply(top, inverse);
                let offset = left.len() + 1 - right.len();
                for (value, &below) in left[offset..].iter_mut().zip(&right) {
                    *value = (*value + PRIME - multiply(factor, below)) % PRIME;
                }
            }
            while left.last() == Some(&0) {
                left.pop();
            }
            std::mem::swap(&mut left, &mut right);
        }
        // The remainder is a constant: other than 0 for coprime polynomials.
        right.len() == 1
    }

    fn residues(&self) -> Vec<u64> {
        let prime = IBig::from(PRIME);
        let residue = |value: &IBig| {
            let rest = value % &prime;
            let positive = if rest < IBig::ZERO {
                rest + &prime
            } else {
                rest
            };
            u64::try_from(positive).unwrap_or(0)
        };
        self.integers().iter().map(residue).collect()
    }

    /// The product of the irreducible factors, each once, of all multiplicities or of odd ones only.
    fn factors_once(&self, odd_only: bool) -> Self {
        let whole = self.primitive();
        if whole.is_constant() {
            return Polynomial::new([1]);
        }
        let common = whole.common_divisor(&whole.derivative());
        if common.is_constant() {
            return whole;
        }
        if !odd_only {
            return whole.exact_quotient(&common).primitive();
        }
        // Each round splits off the factors of the next multiplicity.
        let mut once = whole.exact_quotient(&common).primitive();
        let mut repeated = common;
        let mut product = Polynomial::new([1]);
        let mut odd = true;
        while !once.is_constant() {
            let remaining = once.common_divisor(&repeated);
            let exactly = once.exact_quotient(&remaining).primitive();
            if odd {
                product = product.multiply(&exactly);
            }
            if !remaining.is_constant() {
                repeated = repeated.exact_quotient(&remaining).primitive();
            }
            once = remaining;
            odd = !odd;
        }
        product.primitive()
    }

    /// A polynomial with the same roots, all of them simple.
    #[must_use]
    pub(super) fn square_free(&self) -> Self {
        self.factors_once(false)
    }

    /// A polynomial with simple roots, which are those where the sign of this one changes.
    #[must_use]
    pub(super) fn sign_changing(&self) -> Self {
        self.factors_once(true)
    }

    /// How many different roots lie strictly between `low` and `high`, by Sturm's theorem (Sturm,
    /// 1829); 0 for the zero polynomial and for an empty interval.
    pub fn roots_between(&self, low: &Rational, high: &Rational) -> usize {
        if low >= high || self.is_constant() {
            return 0;
        }
        let first = self.square_free();
        let mut sequence = vec![first.clone(), first.derivative()];
        while let [.., before, last] = &sequence[..] {
            if last.is_constant() {
                break;
            }
            let rest = before.pseudo_remainder(last).negated().primitive();
            sequence.push(rest);
        }
        let at = |lambda: &Rational| -> usize {
            let signs: Vec<Ordering> = sequence.iter().map(|p| p.sign_at(lambda)).collect();
            variations(&signs)
        };
        // The difference counts a root at the upper end.
        let within = at(low).saturating_sub(at(high));
        within - usize::from(first.sign_at(high) == Ordering::Equal && within > 0)
    }
}

fn multiply(left: u64, right: u64) -> u64 {
    (u128::from(left) * u128::from(right) % u128::from(PRIME)) as u64
}

fn power(base: u64, mut exponent: u64) -> u64 {
    let (mut square, mut result) = (base, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        exponent >>= 1;
    }
    result
}

/// The greatest common divisor of two integers, at least 1.
pub(super) fn common_factor(left: &IBig, right: &IBig) -> IBig {
    match (left.is_zero(), right.is_zero()) {
        (true, true) => IBig::ONE,
        _ => IBig::from(left.gcd(right)),
    }
}
