//! The exact rational number.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::NumberError;

/// An exact rational number.
///
/// A value whose reduced numerator and denominator fit `i64` is held in 16 bytes without
/// allocation; any other is a boxed big rational. The form is canonical, so equality and hashing
/// are structural. Arithmetic (`+`, `-`, `*`, unary `-`) never overflows and never rounds;
/// division is [`Rational::checked_div`], because a zero divisor is a value to handle and not a
/// panic.
///
/// Prints as `p/q` (`p` if it is an integer), parses from integers, fractions, decimals and
/// scientific notation, and goes through serde as a string.
///
/// ```
/// use lacuna::number::Rational;
///
/// let level = Rational::new(6, 4)?;
/// assert_eq!(level.to_string(), "3/2");
/// assert_eq!("1.5".parse::<Rational>()?, level);
/// assert_eq!(level.checked_div(&Rational::ZERO), None);
/// # Ok::<(), lacuna::number::NumberError>(())
/// ```
#[derive(Clone)]
pub struct Rational(pub(super) Repr);

/// Invariant: `Small` has a positive denominator coprime to the numerator; `Big` never fits `Small`.
#[derive(Clone)]
pub(super) enum Repr {
    Small(i64, PositiveDenominator),
    Big(Box<RBig>),
}

/// A positive `i64`; `NonZero` leaves a niche, so that a `Rational` takes 16 bytes.
pub(super) type PositiveDenominator = std::num::NonZeroI64;

/// The denominator 1, as a constant without a fallible constructor at run time.
pub(super) const UNIT: PositiveDenominator = match PositiveDenominator::new(1) {
    Some(one) => one,
    None => PositiveDenominator::MAX,
};

impl Rational {
    /// Zero.
    pub const ZERO: Rational = Rational(Repr::Small(0, UNIT));
    /// One.
    pub const ONE: Rational = Rational(Repr::Small(1, UNIT));

    /// The fraction `numerator / denominator`, reduced.
    ///
    /// # Errors
    /// [`NumberError::ZeroDenominator`].
    pub fn new(numerator: i64, denominator: i64) -> Result<Self, NumberError> {
        if denominator == 0 {
            return Err(NumberError::ZeroDenominator);
        }
        let sign = if denominator < 0 { -1 } else { 1 };
        Ok(Self::reduced(
            sign * i128::from(numerator),
            i128::from(denominator).unsigned_abs() as i128,
        ))
    }

    /// An integer.
    #[inline]
    pub const fn from_integer(value: i64) -> Self {
        Rational(Repr::Small(value, UNIT))
    }

    /// A fraction in lowest terms with a positive denominator, as [`Rational::to_i64_parts`] gives
    /// it.
    #[inline]
    pub(crate) const fn from_lowest_terms(
        numerator: i64,
        denominator: PositiveDenominator,
    ) -> Self {
        Rational(Repr::Small(numerator, denominator))
    }

    /// `numerator / denominator` for a positive denominator, reduced.
    pub(crate) fn reduced(numerator: i128, denominator: i128) -> Self {
        debug_assert!(denominator > 0);
        let divisor = gcd_u128(numerator.unsigned_abs(), denominator.unsigned_abs()) as i128;
        Self::from_coprime(numerator / divisor, denominator / divisor)
    }

    /// A fraction already in lowest terms with a positive denominator.
    #[inline]
    pub(super) fn from_coprime(numerator: i128, denominator: i128) -> Self {
        if let (Ok(small), Ok(positive)) = (i64::try_from(numerator), i64::try_from(denominator))
            && let Some(positive) = PositiveDenominator::new(positive)
        {
            return Rational(Repr::Small(small, positive));
        }
        Rational(Repr::Big(Box::new(RBig::from_parts(
            IBig::from(numerator),
            UBig::from(denominator.unsigned_abs()),
        ))))
    }

    /// Brings a big rational to the canonical form.
    pub(crate) fn from_big(value: RBig) -> Self {
        if let (Ok(numerator), Ok(denominator)) = (
            i64::try_from(value.numerator()),
            i64::try_from(value.denominator()),
        ) && let Some(denominator) = PositiveDenominator::new(denominator)
        {
            return Rational(Repr::Small(numerator, denominator));
        }
        Rational(Repr::Big(Box::new(value)))
    }

    pub(crate) fn to_big(&self) -> RBig {
        match &self.0 {
            Repr::Small(numerator, denominator) => RBig::from_parts(
                IBig::from(*numerator),
                UBig::from(denominator.get().unsigned_abs()),
            ),
            Repr::Big(value) => (**value).clone(),
        }
    }

    /// Numerator and denominator if both fit `i64`.
    #[inline]
    pub fn to_i64_parts(&self) -> Option<(i64, i64)> {
        match &self.0 {
            Repr::Small(numerator, denominator) => Some((*numerator, denominator.get())),
            Repr::Big(_) => None,
        }
    }

    /// Is the value an integer?
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(_, denominator) => *denominator == UNIT,
            Repr::Big(value) => value.is_int(),
        }
    }

    /// Is the value zero?
    #[inline]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small(0, _))
    }

    /// Is the value below zero?
    pub fn is_negative(&self) -> bool {
        self.signum() == Ordering::Less
    }

    /// Is the value above zero?
    pub fn is_positive(&self) -> bool {
        self.signum() == Ordering::Greater
    }

    /// The sign, as the comparison with zero.
    pub fn signum(&self) -> Ordering {
        match &self.0 {
            Repr::Small(numerator, _) => numerator.cmp(&0),
            Repr::Big(value) => value.numerator().cmp(&IBig::ZERO),
        }
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() {
            -self.clone()
        } else {
            self.clone()
        }
    }

    /// The quotient, or `None` if the divisor is zero.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        divisor.recip().map(|inverse| self * &inverse)
    }

    /// The reciprocal, or `None` of zero.
    pub fn recip(&self) -> Option<Self> {
        match &self.0 {
            Repr::Small(0, _) => None,
            Repr::Small(numerator, denominator) => {
                let sign = i128::from(numerator.signum());
                Some(Self::from_coprime(
                    sign * i128::from(denominator.get()),
                    i128::from(*numerator).abs(),
                ))
            }
            Repr::Big(value) => {
                let (numerator, denominator) = (**value).clone().into_parts();
                Some(Self::from_big(RBig::from_parts_signed(
                    IBig::from(denominator),
                    numerator,
                )))
            }
        }
    }

    /// The power with an integer exponent, or `None` for a negative power of zero.
    /// Cost grows with the number of digits of the result.
    pub fn checked_pow(&self, exponent: i32) -> Option<Self> {
        let mut base = if exponent < 0 {
            self.recip()?
        } else {
            self.clone()
        };
        let mut remaining = exponent.unsigned_abs();
        let mut power = Rational::ONE;
        while remaining > 0 {
            if remaining & 1 == 1 {
                power = &power * &base;
            }
            remaining >>= 1;
            if remaining > 0 {
                base = &base * &base;
            }
        }
        Some(power)
    }
}

impl PartialEq for Rational {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => a == c && b == d,
            (Repr::Big(a), Repr::Big(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Rational {}

impl Hash for Rational {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Small(numerator, denominator) => (numerator, denominator).hash(state),
            Repr::Big(value) => (value.numerator(), value.denominator()).hash(state),
        }
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) if b == d => a.cmp(c),
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                (i128::from(*a) * i128::from(d.get())).cmp(&(i128::from(*c) * i128::from(b.get())))
            }
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Default for Rational {
    fn default() -> Self {
        Rational::ZERO
    }
}

/// Binary greatest common divisor; `gcd(0, x) = x`.
pub(crate) fn gcd_u64(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    loop {
        b >>= b.trailing_zeros();
        if a > b {
            std::mem::swap(&mut a, &mut b);
        }
        b -= a;
        if b == 0 {
            return a << shift;
        }
    }
}

pub(super) fn gcd_u128(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(gcd_u64(a, b));
        }
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rational_takes_two_machine_words() {
        assert_eq!(std::mem::size_of::<Rational>(), 16);
    }

    #[test]
    fn the_form_is_canonical_across_the_machine_boundary() {
        let big = Rational::from_integer(i64::MAX) + Rational::ONE;
        assert!(big.to_i64_parts().is_none());
        assert_eq!(big - Rational::ONE, Rational::from_integer(i64::MAX));
        let lowest = Rational::from_integer(i64::MIN);
        assert_eq!(-(-lowest.clone()), lowest);
        assert_eq!(lowest.recip().and_then(|r| r.recip()), Some(lowest));
    }

    #[test]
    fn unit_is_one() {
        assert_eq!(UNIT.get(), 1);
        assert_eq!(gcd_u64(0, 5), 5);
        assert_eq!(gcd_u64(12, 18), 6);
    }
}
