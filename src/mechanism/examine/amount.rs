//! Numbers that verdicts are decided in: machine integers or rationals.

use std::hash::Hash;

use crate::number::Rational;

/// Numbers that are compared.
pub(super) trait Amount: Clone + Ord + Hash {
    /// Sums of these with weights.
    type Sum;
    fn zero() -> Self;
    fn minus(&self, other: &Self) -> Self;
    fn add(&mut self, other: &Self);
    fn add_product(&mut self, a: &Self, b: &Self);
    fn empty() -> Self::Sum;
    fn weigh(sum: &mut Self::Sum, weight: &Self, amount: &Self);
}

impl Amount for i64 {
    type Sum = i128;
    fn zero() -> Self {
        0
    }
    #[inline]
    fn minus(&self, other: &Self) -> Self {
        self - other
    }
    #[inline]
    fn add(&mut self, other: &Self) {
        *self += other;
    }
    #[inline]
    fn add_product(&mut self, a: &Self, b: &Self) {
        *self += a * b;
    }
    fn empty() -> i128 {
        0
    }
    #[inline]
    fn weigh(sum: &mut i128, weight: &Self, amount: &Self) {
        *sum += i128::from(*weight) * i128::from(*amount);
    }
}

impl Amount for Rational {
    type Sum = Rational;
    fn zero() -> Self {
        Rational::ZERO
    }
    fn minus(&self, other: &Self) -> Self {
        self - other
    }
    fn add(&mut self, other: &Self) {
        *self += other;
    }
    fn add_product(&mut self, a: &Self, b: &Self) {
        *self += a * b;
    }
    fn empty() -> Rational {
        Rational::ZERO
    }
    fn weigh(sum: &mut Rational, weight: &Self, amount: &Self) {
        *sum += weight * amount;
    }
}

/// Numbers over a common denominator, back to rationals.
pub(super) trait Unscale: Amount {
    fn unscale(&self, denominator: i64) -> Rational;
    fn unscale_sum(sum: &Self::Sum, denominator: i128) -> Rational;
}

impl Unscale for i64 {
    fn unscale(&self, denominator: i64) -> Rational {
        Rational::reduced((*self).into(), denominator.into())
    }
    fn unscale_sum(sum: &i128, denominator: i128) -> Rational {
        Rational::reduced(*sum, denominator)
    }
}

impl Unscale for Rational {
    fn unscale(&self, _denominator: i64) -> Rational {
        self.clone()
    }
    fn unscale_sum(sum: &Rational, _denominator: i128) -> Rational {
        sum.clone()
    }
}
