//! Addition, subtraction and multiplication of rationals: machine words first, big on overflow.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use dashu_ratio::RBig;

use super::rational::{PositiveDenominator, Rational, Repr, UNIT, gcd_u64};

/// `a/b + c/d` in machine words: the products stay below 2^126, so that `i128` cannot overflow.
#[inline]
fn add_small(a: i64, b: PositiveDenominator, c: i64, d: PositiveDenominator) -> Rational {
    if b == UNIT && d == UNIT {
        return match a.checked_add(c) {
            Some(sum) => Rational::from_integer(sum),
            None => Rational::from_coprime(i128::from(a) + i128::from(c), 1),
        };
    }
    let (a, b, c, d) = (
        i128::from(a),
        b.get().unsigned_abs(),
        i128::from(c),
        d.get().unsigned_abs(),
    );
    let common = gcd_u64(b, d);
    if common == 1 {
        return Rational::from_coprime(
            a * i128::from(d) + c * i128::from(b),
            i128::from(b) * i128::from(d),
        );
    }
    // Knuth, TAOCP 4.5.1: only a divisor of `common` can cancel.
    let numerator = a * i128::from(d / common) + c * i128::from(b / common);
    let rest = (numerator.unsigned_abs() % u128::from(common)) as u64;
    let cancelled = gcd_u64(rest, common);
    Rational::from_coprime(
        numerator / i128::from(cancelled),
        i128::from(b / common) * i128::from(d / cancelled),
    )
}

#[inline]
fn multiply_small(a: i64, b: PositiveDenominator, c: i64, d: PositiveDenominator) -> Rational {
    if b == UNIT && d == UNIT {
        return Rational::from_coprime(i128::from(a) * i128::from(c), 1);
    }
    let (b, d) = (b.get().unsigned_abs(), d.get().unsigned_abs());
    let left = gcd_u64(a.unsigned_abs(), d);
    let right = gcd_u64(c.unsigned_abs(), b);
    Rational::from_coprime(
        (i128::from(a) / i128::from(left)) * (i128::from(c) / i128::from(right)),
        i128::from(b / right) * i128::from(d / left),
    )
}

fn big(left: &Rational, right: &Rational, operation: impl Fn(&RBig, &RBig) -> RBig) -> Rational {
    Rational::from_big(operation(&left.to_big(), &right.to_big()))
}

impl Add<&Rational> for &Rational {
    type Output = Rational;
    #[inline]
    fn add(self, other: &Rational) -> Rational {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => add_small(*a, *b, *c, *d),
            _ => big(self, other, |x, y| x + y),
        }
    }
}

impl Sub<&Rational> for &Rational {
    type Output = Rational;
    #[inline]
    fn sub(self, other: &Rational) -> Rational {
        match (&self.0, &other.0) {
            // The lowest integer has no machine negative.
            (Repr::Small(a, b), Repr::Small(c, d)) if *c != i64::MIN => add_small(*a, *b, -*c, *d),
            _ => big(self, other, |x, y| x - y),
        }
    }
}

impl Mul<&Rational> for &Rational {
    type Output = Rational;
    #[inline]
    fn mul(self, other: &Rational) -> Rational {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => multiply_small(*a, *b, *c, *d),
            _ => big(self, other, |x, y| x * y),
        }
    }
}

impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        match &self.0 {
            Repr::Small(numerator, denominator) => {
                Rational::from_coprime(-i128::from(*numerator), i128::from(denominator.get()))
            }
            Repr::Big(value) => Rational::from_big(-(**value).clone()),
        }
    }
}

impl Neg for Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        -&self
    }
}

macro_rules! forward {
    ($operation:ident, $method:ident, $assign:ident, $assign_method:ident) => {
        impl $operation<Rational> for Rational {
            type Output = Rational;
            #[inline]
            fn $method(self, other: Rational) -> Rational {
                (&self).$method(&other)
            }
        }
        impl $operation<&Rational> for Rational {
            type Output = Rational;
            #[inline]
            fn $method(self, other: &Rational) -> Rational {
                (&self).$method(other)
            }
        }
        impl $operation<Rational> for &Rational {
            type Output = Rational;
            #[inline]
            fn $method(self, other: Rational) -> Rational {
                self.$method(&other)
            }
        }
        impl $assign<&Rational> for Rational {
            #[inline]
            fn $assign_method(&mut self, other: &Rational) {
                *self = (&*self).$method(other);
            }
        }
        impl $assign<Rational> for Rational {
            #[inline]
            fn $assign_method(&mut self, other: Rational) {
                *self = (&*self).$method(&other);
            }
        }
    };
}

forward!(Add, add, AddAssign, add_assign);
forward!(Sub, sub, SubAssign, sub_assign);
forward!(Mul, mul, MulAssign, mul_assign);

impl Sum for Rational {
    fn sum<I: Iterator<Item = Rational>>(values: I) -> Rational {
        values.fold(Rational::ZERO, |total, value| &total + &value)
    }
}

impl<'a> Sum<&'a Rational> for Rational {
    fn sum<I: Iterator<Item = &'a Rational>>(values: I) -> Rational {
        values.fold(Rational::ZERO, |total, value| &total + value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = Rational> {
        // Near zero and near the machine boundary, where the two forms meet.
        let part = || {
            prop_oneof![
                -20i64..20,
                any::<i64>(),
                Just(i64::MIN),
                Just(i64::MAX),
                Just(i64::MAX - 1)
            ]
        };
        (part(), part(), part(), 1i64..30).prop_map(|(a, b, c, d)| {
            let left = Rational::new(a, if b == 0 { 1 } else { b }).unwrap_or_default();
            let right = Rational::new(c, d).unwrap_or_default();
            Rational::from_big(left.to_big() + right.to_big())
        })
    }

    proptest! {
        #[test]
        fn arithmetic_equals_that_of_the_big_rational(a in number(), b in number()) {
            prop_assert_eq!((&a + &b).to_big(), a.to_big() + b.to_big());
            prop_assert_eq!((&a - &b).to_big(), a.to_big() - b.to_big());
            prop_assert_eq!((&a * &b).to_big(), a.to_big() * b.to_big());
            prop_assert_eq!((-&a).to_big(), -a.to_big());
            prop_assert_eq!(a.cmp(&b), a.to_big().cmp(&b.to_big()));
            if !b.is_zero() {
                prop_assert_eq!(a.checked_div(&b).map(|q| q.to_big()), Some(a.to_big() / b.to_big()));
            }
        }

        #[test]
        fn equal_values_have_equal_form(a in number(), b in number()) {
            let round_trip = &(&a + &b) - &b;
            prop_assert_eq!(&round_trip, &a);
            prop_assert_eq!(round_trip.to_i64_parts(), a.to_i64_parts());
        }
    }
}
