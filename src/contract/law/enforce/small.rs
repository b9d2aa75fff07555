//! Machine-sized exact numbers: fractions of two `i64` in lowest terms, and nothing larger.

use std::cmp::Ordering;
use std::num::NonZeroI64;

use super::super::Rounding;
use crate::number::{Rational, gcd_u64};

/// A fraction that is copied and never allocates. Operations return `None` where the result does
/// not fit; it is never rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::contract::law) struct Small {
    numerator: i64,
    denominator: NonZeroI64,
}

impl Small {
    pub(in crate::contract::law) const ZERO: Small = Small::integer(0);

    pub(in crate::contract::law) const fn integer(value: i64) -> Self {
        Small {
            numerator: value,
            denominator: match NonZeroI64::new(1) {
                Some(one) => one,
                None => NonZeroI64::MAX,
            },
        }
    }

    /// The count, if it fits.
    pub(in crate::contract::law) fn count(value: u64) -> Option<Self> {
        i64::try_from(value).ok().map(Small::integer)
    }

    /// The number, if it fits.
    #[inline]
    pub(in crate::contract::law) fn of(value: &Rational) -> Option<Self> {
        let (numerator, denominator) = value.to_i64_parts()?;
        Some(Small {
            numerator,
            denominator: NonZeroI64::new(denominator)?,
        })
    }

    #[inline]
    pub(in crate::contract::law) fn rational(self) -> Rational {
        Rational::from_lowest_terms(self.numerator, self.denominator)
    }

    /// The numerator; of a label the number of the label.
    #[inline]
    pub(in crate::contract::law) fn numerator(self) -> i64 {
        self.numerator
    }

    #[inline]
    fn is_integer(self) -> bool {
        self.denominator.get() == 1
    }

    #[inline]
    pub(in crate::contract::law) fn is_zero(self) -> bool {
        self.numerator == 0
    }

    #[inline]
    pub(in crate::contract::law) fn is_positive(self) -> bool {
        self.numerator > 0
    }

    #[inline]
    pub(in crate::contract::law) fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// A fraction in lowest terms with a positive denominator, if it fits.
    #[inline]
    fn fitting(numerator: i128, denominator: i128) -> Option<Self> {
        Some(Small {
            numerator: i64::try_from(numerator).ok()?,
            denominator: NonZeroI64::new(i64::try_from(denominator).ok()?)?,
        })
    }

    #[inline]
    fn size(self) -> u64 {
        self.denominator.get().unsigned_abs()
    }

    /// `self + c/d`. Products of machine words stay below 2^126, so that nothing overflows.
    #[inline]
    fn plus(self, c: i128, d: u64) -> Option<Self> {
        let (a, b) = (i128::from(self.numerator), self.size());
        let common = gcd_u64(b, d);
        if common == 1 {
            return Small::fitting(
                a * i128::from(d) + c * i128::from(b),
                i128::from(b) * i128::from(d),
            );
        }
        // Knuth, TAOCP 4.5.1: only a divisor of `common` can cancel.
        let numerator = a * i128::from(d / common) + c * i128::from(b / common);
        let rest = (numerator.unsigned_abs() % u128::from(common)) as u64;
        let cancelled = gcd_u64(rest, common);
        Small::fitting(
            numerator / i128::from(cancelled),
            i128::from(b / common) * i128::from(d / cancelled),
        )
    }

    #[inline]
    pub(in crate::contract::law) fn add(self, other: Self) -> Option<Self> {
        if self.is_integer() && other.is_integer() {
            return self
                .numerator
                .checked_add(other.numerator)
                .map(Small::integer);
        }
        self.plus(i128::from(other.numerator), other.size())
    }

    #[inline]
    pub(in crate::contract::law) fn subtract(self, other: Self) -> Option<Self> {
        if self.is_integer() && other.is_integer() {
            return self
                .numerator
                .checked_sub(other.numerator)
                .map(Small::integer);
        }
        self.plus(-i128::from(other.numerator), other.size())
    }

    #[inline]
    pub(in crate::contract::law) fn multiply(self, other: Self) -> Option<Self> {
        if self.is_integer() && other.is_integer() {
            return self
                .numerator
                .checked_mul(other.numerator)
                .map(Small::integer);
        }
        self.times(i128::from(other.numerator), other.size())
    }

    /// `self · c/d` for `c/d` in lowest terms, both of at most 64 bits.
    #[inline]
    fn times(self, c: i128, d: u64) -> Option<Self> {
        let (a, b) = (i128::from(self.numerator), self.size());
        let left = gcd_u64(self.numerator.unsigned_abs(), d);
        let right = gcd_u64(c.unsigned_abs() as u64, b);
        Small::fitting(
            (a / i128::from(left)) * (c / i128::from(right)),
            i128::from(b / right) * i128::from(d / left),
        )
    }

    /// The quotient; `None` also for a divisor of zero.
    #[inline]
    pub(in crate::contract::law) fn divide(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let sign = i128::from(other.numerator.signum());
        self.times(
            sign * i128::from(other.size()),
            other.numerator.unsigned_abs(),
        )
    }

    #[inline]
    pub(in crate::contract::law) fn negate(self) -> Option<Self> {
        Some(Small {
            numerator: self.numerator.checked_neg()?,
            denominator: self.denominator,
        })
    }

    /// To a whole number, which always fits.
    pub(in crate::contract::law) fn round(self, way: Rounding) -> Self {
        let denominator = self.denominator.get();
        let floor = self.numerator.div_euclid(denominator);
        let rest = self.numerator.rem_euclid(denominator);
        let up = match way {
            Rounding::Floor => false,
            Rounding::Ceiling => rest > 0,
            // `rest < denominator`, so that the difference cannot overflow.
            Rounding::Nearest => match rest.cmp(&(denominator - rest)) {
                Ordering::Less => false,
                Ordering::Equal => floor % 2 != 0,
                Ordering::Greater => true,
            },
        };
        // A fraction that is not whole lies at least one below the largest whole number.
        Small::integer(floor + i64::from(up))
    }
}

impl Ord for Small {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        let cross = |a: i64, b: NonZeroI64| i128::from(a) * i128::from(b.get());
        cross(self.numerator, other.denominator).cmp(&cross(other.numerator, self.denominator))
    }
}

impl PartialOrd for Small {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part() -> impl Strategy<Value = i64> {
        prop_oneof![
            -20i64..20,
            any::<i64>(),
            Just(i64::MIN),
            Just(i64::MAX),
            Just(i64::MIN + 1)
        ]
    }

    fn number() -> impl Strategy<Value = Small> {
        (part(), prop_oneof![Just(1i64), 1i64..30, Just(i64::MAX)])
            .prop_map(|(a, b)| Small::of(&Rational::new(a, b).expect("not zero")).expect("fits"))
    }

    proptest! {
        #[test]
        fn arithmetic_is_that_of_rationals_or_nothing(a in number(), b in number()) {
            let (x, y) = (a.rational(), b.rational());
            prop_assert_eq!(a.add(b), Small::of(&(&x + &y)));
            prop_assert_eq!(a.subtract(b), Small::of(&(&x - &y)));
            prop_assert_eq!(a.multiply(b), Small::of(&(&x * &y)));
            prop_assert_eq!(a.negate(), Small::of(&-&x));
            prop_assert_eq!(a.divide(b), x.checked_div(&y).and_then(|q| Small::of(&q)));
            prop_assert_eq!(a.cmp(&b), x.cmp(&y));
            prop_assert_eq!(a.round(Rounding::Floor).rational(), x.floor());
            prop_assert_eq!(a.round(Rounding::Ceiling).rational(), x.ceil());
        }
    }

    #[test]
    fn a_half_is_rounded_to_the_even_number() {
        for (text, expected) in [
            ("5/2", 2),
            ("7/2", 4),
            ("-5/2", -2),
            ("-7/2", -4),
            ("7/3", 2),
            ("8/3", 3),
            ("-8/3", -3),
            ("1/2", 0),
            ("-1/2", 0),
        ] {
            let value = Small::of(&text.parse().expect("a number")).expect("fits");
            assert_eq!(
                value.round(Rounding::Nearest),
                Small::integer(expected),
                "{text}"
            );
        }
    }
}
