//! Sums of products of rationals, brought to lowest terms once at the end.

use dashu_int::IBig;
use dashu_int::ops::Gcd;

use super::rational::{Rational, Repr, gcd_u128};

/// A sum of products over one denominator that grows as it must.
///
/// Adding many fractions one by one reduces each partial sum; here only the denominators of the
/// products are compared, which in checks of certificates are nearly always divisors of one number.
#[derive(Debug, Clone)]
pub struct DotProduct {
    sum: Fraction,
}

#[derive(Debug, Clone)]
enum Fraction {
    Machine(i128, i128),
    Big(IBig, IBig),
}

impl Default for DotProduct {
    fn default() -> Self {
        DotProduct::new()
    }
}

impl DotProduct {
    /// The empty sum.
    pub(crate) fn new() -> Self {
        DotProduct {
            sum: Fraction::Machine(0, 1),
        }
    }

    /// Adds `a·b`.
    pub(crate) fn add(&mut self, a: &Rational, b: &Rational) {
        if a.is_zero() || b.is_zero() {
            return;
        }
        if let (Repr::Small(an, ad), Repr::Small(bn, bd)) = (&a.0, &b.0) {
            let numerator = i128::from(*an) * i128::from(*bn);
            let denominator = i128::from(ad.get()) * i128::from(bd.get());
            if let Fraction::Machine(sum, below) = &mut self.sum
                && let Some(next) = add_machine(*sum, *below, numerator, denominator)
            {
                (*sum, *below) = next;
                return;
            }
            self.add_big(IBig::from(numerator), IBig::from(denominator));
            return;
        }
        let numerator = match (&a.0, &b.0) {
            (Repr::Big(a), Repr::Big(b)) => a.numerator() * b.numerator(),
            (Repr::Small(small, _), Repr::Big(big)) | (Repr::Big(big), Repr::Small(small, _)) => {
                big.numerator() * *small
            }
            (Repr::Small(a, _), Repr::Small(b, _)) => IBig::from(*a) * *b,
        };
        self.add_big(numerator, a.denominator() * b.denominator());
    }

    fn add_big(&mut self, numerator: IBig, denominator: IBig) {
        if let Fraction::Machine(sum, below) = &self.sum {
            self.sum = Fraction::Big(IBig::from(*sum), IBig::from(*below));
        }
        let Fraction::Big(sum, below) = &mut self.sum else {
            return;
        };
        if *below == denominator {
            *sum += numerator;
            return;
        }
        if *below >= denominator {
            let quotient = &*below / &denominator;
            if &quotient * &denominator == *below {
                *sum += numerator * quotient;
                return;
            }
        }
        let common = IBig::from((&*below).gcd(&denominator));
        let factor = denominator / &common;
        *sum *= &factor;
        *sum += numerator * (&*below / &common);
        *below *= factor;
    }

    /// The sum.
    pub(crate) fn finish(self) -> Rational {
        match self.sum {
            Fraction::Machine(sum, below) => Rational::reduced(sum, below),
            Fraction::Big(sum, below) => Rational::from_integers(sum, &below),
        }
    }
}

/// The sum of two fractions over their least common denominator, if it fits.
fn add_machine(a: i128, b: i128, c: i128, d: i128) -> Option<(i128, i128)> {
    if b == d {
        return Some((a.checked_add(c)?, b));
    }
    let common = gcd_u128(b.unsigned_abs(), d.unsigned_abs()) as i128;
    let (left, right) = (d / common, b / common);
    let sum = a.checked_mul(left)?.checked_add(c.checked_mul(right)?)?;
    Some((sum, b.checked_mul(left)?))
}

impl Rational {
    /// The sum of the products of two lists, entry by entry.
    pub(crate) fn dot<'a>(
        pairs: impl IntoIterator<Item = (&'a Rational, &'a Rational)>,
    ) -> Rational {
        let mut sum = DotProduct::new();
        for (a, b) in pairs {
            sum.add(a, b);
        }
        sum.finish()
    }

    /// The sum, reduced once; of many fractions with large denominators much faster than `sum`.
    pub(crate) fn total<'a>(terms: impl IntoIterator<Item = &'a Rational>) -> Rational {
        Rational::dot(terms.into_iter().map(|term| (term, &Rational::ONE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = Rational> {
        prop_oneof![
            3 => (-20i64..20, 1i64..12).prop_map(|(n, d)| Rational::new(n, d).expect("positive")),
            1 => (any::<i64>(), 1i64..i64::MAX).prop_map(|(n, d)| Rational::new(n, d).expect("positive")),
            1 => (any::<i64>(), 1i64..9, 2i32..5).prop_map(|(n, d, e)| {
                Rational::new(n, d).expect("positive").checked_pow(e).expect("positive exponent")
            }),
        ]
    }

    proptest! {
        #[test]
        fn it_is_the_sum_of_the_products(pairs in proptest::collection::vec((number(), number()), 0..12)) {
            let expected: Rational = pairs.iter().map(|(a, b)| a * b).sum();
            prop_assert_eq!(Rational::dot(pairs.iter().map(|(a, b)| (a, b))), expected);
            let expected: Rational = pairs.iter().map(|(a, _)| a).sum();
            prop_assert_eq!(Rational::total(pairs.iter().map(|(a, _)| a)), expected);
        }
    }
}
