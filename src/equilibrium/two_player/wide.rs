//! Integers for pivoting without fractions: fixed numbers of machine words, or big.
//!
//! Every entry of an integer dictionary is a minor of the matrix it started from, so that
//! Hadamard's inequality bounds all of them beforehand and words of a fixed width suffice. The
//! result of a pivot is an exact quotient `(a·p − b·c)/d` known to fit: it is computed modulo a
//! power of two, dividing by the inverse of the odd part of d (Jebelean, 1993).

use std::cmp::Ordering;

use dashu_int::IBig;

/// What pivoting without fractions needs of an integer.
pub(super) trait Integer: Clone + PartialEq {
    /// A non-zero divisor prepared for many exact divisions.
    type Divisor;

    /// The integer; the caller knows that it fits.
    fn from_big(value: &IBig) -> Self;
    /// The integer.
    fn from_small(value: i64) -> Self;
    /// The integer.
    fn to_big(&self) -> IBig;
    /// The sign, as the comparison with zero.
    fn signum(&self) -> Ordering;
    /// The opposite.
    fn negated(&self) -> Self;
    /// The integer within a relative error of 2⁻⁵⁰; anything beyond the range of `f64`.
    fn approximate(&self) -> f64;
    /// Prepares for division by this positive integer.
    fn divisor(&self) -> Self::Divisor;
    /// `(a·p − b·c)/d`, which the caller knows to be an integer that fits.
    fn cross(a: &Self, p: &Self, b: &Self, c: &Self, d: &Self::Divisor) -> Self;
    /// Compares `a·b` with `c·d`.
    fn compare_products(a: &Self, b: &Self, c: &Self, d: &Self) -> Ordering;
}

/// The most words of a [`Wide`].
pub(super) const MOST_WORDS: usize = 8;

/// A signed integer of N ≤ [`MOST_WORDS`] words, the lowest first, in two's complement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide<const N: usize>([u64; N]);

/// A positive divisor as `odd · 2^shift`, with the inverse of `odd` modulo 2^(64·N).
pub(super) struct Divisor<const N: usize> {
    shift: u32,
    inverse: [u64; N],
    value: Wide<N>,
}

/// `a·b + c + d`, which fits two words: the low one and the high one.
#[inline(always)]
fn multiply_add(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    let sum = u128::from(a) * u128::from(b) + u128::from(c) + u128::from(d);
    (sum as u64, (sum >> 64) as u64)
}

/// The product modulo 2^(64·N).
#[inline(always)]
fn multiply_low<const N: usize>(a: &[u64; N], b: &[u64; N]) -> [u64; N] {
    let mut result = [0u64; N];
    for i in 0..N {
        let mut carry = 0;
        for j in 0..N - i {
            (result[i + j], carry) = multiply_add(a[i], b[j], result[i + j], carry);
        }
    }
    result
}

impl<const N: usize> Wide<N> {
    #[inline(always)]
    fn is_negative(&self) -> bool {
        self.0[N - 1] >> 63 == 1
    }

    /// The product of two signed integers modulo 2^(64·(N + 1)): N words and one above.
    #[inline(always)]
    fn multiply(&self, other: &Self) -> ([u64; N], u64) {
        let (a, b) = (&self.0, &other.0);
        let mut result = [0u64; N];
        let mut top = 0u64;
        for i in 0..N {
            let mut carry = 0;
            for j in 0..N - i {
                (result[i + j], carry) = multiply_add(a[i], b[j], result[i + j], carry);
            }
            top = top.wrapping_add(carry);
            if i > 0 {
                top = top.wrapping_add(a[i].wrapping_mul(b[N - i]));
            }
        }
        // A negative number is its words less 2^(64·N).
        let sign_a = 0u64.wrapping_sub(u64::from(self.is_negative()));
        let sign_b = 0u64.wrapping_sub(u64::from(other.is_negative()));
        top = top.wrapping_sub(sign_a & b[0]).wrapping_sub(sign_b & a[0]);
        (result, top)
    }

    fn magnitude(&self) -> [u64; N] {
        if self.is_negative() {
            self.negated().0
        } else {
            self.0
        }
    }

    /// All words of the product of the magnitudes.
    fn multiply_magnitudes(&self, other: &Self) -> [u64; 2 * MOST_WORDS] {
        let (a, b) = (self.magnitude(), other.magnitude());
        let mut result = [0u64; 2 * MOST_WORDS];
        for i in 0..N {
            let mut carry = 0;
            for j in 0..N {
                (result[i + j], carry) = multiply_add(a[i], b[j], result[i + j], carry);
            }
            result[i + N] = carry;
        }
        result
    }

    /// The sign of the product.
    fn product_sign(&self, other: &Self) -> Ordering {
        match (self.signum(), other.signum()) {
            (Ordering::Equal, _) | (_, Ordering::Equal) => Ordering::Equal,
            (a, b) if a == b => Ordering::Greater,
            _ => Ordering::Less,
        }
    }
}

impl<const N: usize> Integer for Wide<N> {
    type Divisor = Divisor<N>;

    fn from_big(value: &IBig) -> Self {
        let (sign, magnitude) = value.clone().into_parts();
        let mut words = [0u64; N];
        for (word, bytes) in words
            .iter_mut()
            .zip(magnitude.to_le_bytes().chunks(size_of::<u64>()))
        {
            let mut padded = [0u8; size_of::<u64>()];
            padded[..bytes.len()].copy_from_slice(bytes);
            *word = u64::from_le_bytes(padded);
        }
        match sign {
            dashu_int::Sign::Positive => Wide(words),
            dashu_int::Sign::Negative => Wide(words).negated(),
        }
    }

    fn from_small(value: i64) -> Self {
        let mut words = [if value < 0 { u64::MAX } else { 0 }; N];
        words[0] = value as u64;
        Wide(words)
    }

    fn to_big(&self) -> IBig {
        let bytes: Vec<u8> = self
            .magnitude()
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect();
        let magnitude = IBig::from(dashu_int::UBig::from_le_bytes(&bytes));
        if self.is_negative() {
            -magnitude
        } else {
            magnitude
        }
    }

    #[inline(always)]
    fn signum(&self) -> Ordering {
        if self.is_negative() {
            Ordering::Less
        } else if self.0 == [0; N] {
            Ordering::Equal
        } else {
            Ordering::Greater
        }
    }

    #[inline(always)]
    fn negated(&self) -> Self {
        let mut words = [0u64; N];
        let mut carry = true;
        for (word, &own) in words.iter_mut().zip(&self.0) {
            (*word, carry) = (!own).overflowing_add(u64::from(carry));
        }
        Wide(words)
    }

    #[inline(always)]
    fn approximate(&self) -> f64 {
        if N == 1 {
            return self.0[0] as i64 as f64;
        }
        const WORD: f64 = 18_446_744_073_709_551_616.0;
        let magnitude = self.magnitude();
        let top = magnitude.iter().rposition(|&word| word != 0).unwrap_or(0);
        let mut value = magnitude[top] as f64;
        if top > 0 {
            // Words further below are less than 2⁻⁶⁴ of the value.
            value = (value * WORD + magnitude[top - 1] as f64) * WORD.powi(top as i32 - 1);
        }
        if self.is_negative() { -value } else { value }
    }

    fn divisor(&self) -> Divisor<N> {
        let whole = self.0.iter().take_while(|&&word| word == 0).count();
        let shift = match self.0.get(whole) {
            Some(word) => 64 * whole as u32 + word.trailing_zeros(),
            None => 0,
        };
        let odd = shifted(&self.0, 0, shift % 64);
        // For longer shifts the inverse is not used.
        let first = odd[0];
        let mut start = first.wrapping_mul(3) ^ 2;
        for _ in 0..4 {
            start = start.wrapping_mul(2u64.wrapping_sub(first.wrapping_mul(start)));
        }
        let mut inverse = [0u64; N];
        inverse[0] = start;
        let mut correct = 1;
        while correct < N {
            // Newton's step x·(2 − odd·x) doubles the number of correct words.
            let product = Wide(multiply_low(&odd, &inverse)).negated();
            let mut factor = product.0;
            let mut carry = 2u64;
            for word in &mut factor {
                let (sum, over) = word.overflowing_add(carry);
                *word = sum;
                carry = u64::from(over);
            }
            inverse = multiply_low(&inverse, &factor);
            correct *= 2;
        }
        Divisor {
            shift,
            inverse,
            value: *self,
        }
    }

    #[inline(always)]
    fn cross(a: &Self, p: &Self, b: &Self, c: &Self, d: &Divisor<N>) -> Self {
        if d.shift >= 64 {
            return Self::from_big(
                &((a.to_big() * p.to_big() - b.to_big() * c.to_big()) / d.value.to_big()),
            );
        }
        let (mut words, mut top) = a.multiply(p);
        let (minus, minus_top) = b.multiply(c);
        let mut borrow = false;
        for (word, &less) in words.iter_mut().zip(&minus) {
            let (first, under) = word.overflowing_sub(less);
            let (second, again) = first.overflowing_sub(u64::from(borrow));
            *word = second;
            borrow = under | again;
        }
        top = top.wrapping_sub(minus_top).wrapping_sub(u64::from(borrow));
        Wide(multiply_low(&shifted(&words, top, d.shift), &d.inverse))
    }

    #[inline(always)]
    fn compare_products(a: &Self, b: &Self, c: &Self, d: &Self) -> Ordering {
        if N == 1 {
            let word = |x: &Self| i128::from(x.0[0] as i64);
            return (word(a) * word(b)).cmp(&(word(c) * word(d)));
        }
        let (left, right) = (a.product_sign(b), c.product_sign(d));
        if left != right || left == Ordering::Equal {
            return left.cmp(&right);
        }
        let (first, second) = (a.multiply_magnitudes(b), c.multiply_magnitudes(d));
        let by_magnitude = first.iter().rev().cmp(second.iter().rev());
        if left == Ordering::Less {
            by_magnitude.reverse()
        } else {
            by_magnitude
        }
    }
}

/// The words below `top`, all shifted down by fewer than 64 bits.
#[inline(always)]
fn shifted<const N: usize>(words: &[u64; N], top: u64, shift: u32) -> [u64; N] {
    let mut result = [0u64; N];
    for i in 0..N {
        let above = if i + 1 < N { words[i + 1] } else { top };
        // Two steps, because a shift by 64 bits is not one.
        result[i] = (words[i] >> shift) | ((above << 1) << (63 - shift));
    }
    result
}

impl Integer for IBig {
    type Divisor = IBig;

    fn from_big(value: &IBig) -> Self {
        value.clone()
    }
    fn from_small(value: i64) -> Self {
        IBig::from(value)
    }
    fn to_big(&self) -> IBig {
        self.clone()
    }
    fn signum(&self) -> Ordering {
        self.cmp(&IBig::ZERO)
    }
    fn negated(&self) -> Self {
        -self
    }
    fn approximate(&self) -> f64 {
        self.to_f64().value()
    }
    fn divisor(&self) -> IBig {
        self.clone()
    }
    fn cross(a: &Self, p: &Self, b: &Self, c: &Self, d: &IBig) -> Self {
        (a * p - b * c) / d
    }
    fn compare_products(a: &Self, b: &Self, c: &Self, d: &Self) -> Ordering {
        (a * b).cmp(&(c * d))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Products and quotients of numbers of about N words, as big integers and as words.
    fn compare<const N: usize>(parts: [i64; 4], shifts: [usize; 4], d: i64, zeros: usize) {
        let big =
            |i: usize| (IBig::from(parts[i]) << (shifts[i] % (32 * N))) + IBig::from(parts[i]);
        let (a, p, b) = (big(0), big(1), big(2));
        let d = IBig::from(d.unsigned_abs() | 1) << (zeros % 40);
        // Choose c so that d divides a·p − b·c: b = 1 multiples leave c free.
        let b = b * &d;
        let c = big(3);
        let a = a * &d;
        let expected = (&a * &p - &b * &c) / &d;
        let limit = IBig::from(1) << (64 * N - 1);
        let fits = |x: &IBig| *x < limit && *x > -&limit;
        if ![&a, &p, &b, &c, &d, &expected].iter().all(|x| fits(x)) {
            return;
        }
        let wide = Wide::<N>::from_big;
        for x in [&a, &p, &b, &c, &d] {
            assert_eq!(wide(x).to_big(), *x);
            assert_eq!(wide(x).negated().to_big(), -x);
            assert_eq!(wide(x).signum(), x.cmp(&IBig::ZERO));
            let (near, exact) = (wide(x).approximate(), x.to_f64().value());
            assert!((near - exact).abs() <= exact.abs() * 2f64.powi(-50));
        }
        let divisor = wide(&d).divisor();
        let result = Wide::cross(&wide(&a), &wide(&p), &wide(&b), &wide(&c), &divisor);
        assert_eq!(result.to_big(), expected);
        assert_eq!(
            Wide::compare_products(&wide(&a), &wide(&p), &wide(&b), &wide(&c)),
            (&a * &p).cmp(&(&b * &c))
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn words_compute_as_big_integers(
            parts in any::<[i64; 4]>(),
            narrow in any::<[i16; 4]>(),
            shifts in any::<[usize; 4]>(),
            d in any::<i64>(),
            small in any::<i16>(),
            zeros in any::<usize>(),
        ) {
            compare::<1>(narrow.map(i64::from), shifts.map(|s| s % 8), small.into(), zeros % 8);
            compare::<2>(narrow.map(i64::from), shifts, small.into(), zeros);
            compare::<3>(narrow.map(i64::from), shifts, d, zeros);
            compare::<4>(parts, shifts, d, zeros);
            compare::<6>(parts, shifts, d, zeros);
            compare::<8>(parts, shifts, d, zeros);
        }
    }

    #[test]
    fn divisors_with_more_than_a_word_of_zeros_divide() {
        let a = IBig::from(3) << 90;
        let wide = Wide::<4>::from_big;
        let divisor = wide(&(IBig::from(1) << 80)).divisor();
        let one = Wide::<4>::from_small(1);
        let result = Wide::cross(&wide(&a), &one, &Wide::from_small(0), &one, &divisor);
        assert_eq!(result.to_big(), IBig::from(3 << 10));
    }
}
