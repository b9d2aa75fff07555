//! Named conversions between exact numbers and `f64`.

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::NumberError;
use super::rational::{Rational, Repr};

/// The fraction closest to a floating-point number, and how far from it it lies.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Nearest {
    /// The fraction.
    pub value: Rational,
    /// `|value − x|`, exactly.
    pub error: Rational,
}

impl Rational {
    /// The exact binary value of a finite `f64`: `0.1` becomes
    /// `3602879701896397/36028797018963968`.
    ///
    /// # Errors
    /// [`NumberError::NotFinite`].
    pub fn from_f64_exact(value: f64) -> Result<Self, NumberError> {
        if !value.is_finite() {
            return Err(NumberError::NotFinite {
                value: value.to_string(),
            });
        }
        let bits = value.to_bits();
        let exponent_field = ((bits >> 52) & 0x7ff) as i32;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, exponent) = if exponent_field == 0 {
            (fraction, -1074)
        } else {
            (fraction | (1 << 52), exponent_field - 1075)
        };
        let magnitude = UBig::from(mantissa);
        let signed = if value.is_sign_negative() {
            -IBig::from(magnitude)
        } else {
            IBig::from(magnitude)
        };
        let shift = exponent.unsigned_abs() as usize;
        Ok(Self::from_big(if exponent >= 0 {
            RBig::from_parts(signed << shift, UBig::ONE)
        } else {
            RBig::from_parts(signed, UBig::ONE << shift)
        }))
    }

    /// The fraction with denominator at most `largest_denominator` that is closest to a finite
    /// `f64`, with the error made (continued fractions; of two equally close ones the one with
    /// the smaller denominator).
    ///
    /// # Errors
    /// [`NumberError::NotFinite`], [`NumberError::EmptyDenominatorRange`].
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// let nearest = Rational::from_f64_nearest(std::f64::consts::PI, 1000)?;
    /// assert_eq!(nearest.value.to_string(), "355/113");
    /// # Ok::<(), lacuna::number::NumberError>(())
    /// ```
    pub fn from_f64_nearest(value: f64, largest_denominator: u32) -> Result<Nearest, NumberError> {
        if largest_denominator == 0 {
            return Err(NumberError::EmptyDenominatorRange);
        }
        let target = Self::from_f64_exact(value)?;
        let limit = Rational::from(i64::from(largest_denominator));
        // Convergents h/k of the continued fraction, previous and current.
        let (mut h0, mut k0) = (Rational::ZERO, Rational::ONE);
        let (mut h1, mut k1) = (Rational::ONE, Rational::ZERO);
        let mut rest = target.clone();
        loop {
            let whole = rest.floor();
            let h2 = &(&whole * &h1) + &h0;
            let k2 = &(&whole * &k1) + &k0;
            if k2 > limit {
                // The best semiconvergent within the bound competes with the last convergent.
                let steps = (&limit - &k0)
                    .checked_div(&k1)
                    .map_or(Rational::ZERO, |s| s.floor());
                let semi = (&(&steps * &h1) + &h0).checked_div(&(&(&steps * &k1) + &k0));
                let last = h1.checked_div(&k1);
                let best = [last, semi]
                    .into_iter()
                    .flatten()
                    .map(|fraction| Nearest {
                        error: (&fraction - &target).abs(),
                        value: fraction,
                    })
                    .min_by(|a, b| a.error.cmp(&b.error));
                return Ok(best.unwrap_or(Nearest {
                    value: target.floor(),
                    error: &target - &target.floor(),
                }));
            }
            (h0, k0, h1, k1) = (h1, k1, h2, k2);
            match (&rest - &whole).recip() {
                Some(next) => rest = next,
                None => {
                    return Ok(Nearest {
                        value: target,
                        error: Rational::ZERO,
                    });
                }
            }
        }
    }

    /// The closest `f64` (round half to even; an infinity only if the value is out of range).
    pub fn to_f64(&self) -> f64 {
        const EXACT: i64 = 1 << 53;
        match &self.0 {
            Repr::Small(numerator, denominator)
                if (-EXACT..=EXACT).contains(numerator) && denominator.get() <= EXACT =>
            {
                *numerator as f64 / denominator.get() as f64
            }
            _ => self.to_big().to_f64().value(),
        }
    }

    /// The largest integer that is not above the value.
    #[must_use]
    pub fn floor(&self) -> Rational {
        match &self.0 {
            Repr::Small(numerator, denominator) => {
                Rational::from_integer(numerator.div_euclid(denominator.get()))
            }
            Repr::Big(value) => Rational::from_big(RBig::from(value.floor())),
        }
    }

    /// The smallest integer that is not below the value.
    #[must_use]
    pub fn ceil(&self) -> Rational {
        -(-self).floor()
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Rational {
            #[inline]
            fn from(value: $integer) -> Self {
                match i64::try_from(value) {
                    Ok(small) => Rational::from_integer(small),
                    Err(_) => Rational::from_big(RBig::from(IBig::from(value))),
                }
            }
        }
    )*};
}
from_integers!(u64, i128, u128, usize);

macro_rules! from_small_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Rational {
            #[inline]
            fn from(value: $integer) -> Self {
                Rational::from_integer(i64::from(value))
            }
        }
    )*};
}
from_small_integers!(i8, i16, i32, i64, u8, u16, u32);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn subnormals_and_extremes_convert_exactly() {
        for value in [f64::MIN_POSITIVE, 5e-324, f64::MAX, -0.0, 1.0 / 3.0] {
            let exact = Rational::from_f64_exact(value).expect("finite");
            assert_eq!(exact.to_f64(), value);
        }
        assert!(Rational::from_f64_exact(f64::NAN).is_err());
        assert!(Rational::from_f64_exact(f64::INFINITY).is_err());
    }

    #[test]
    fn the_nearest_fraction_beats_every_other_within_the_bound() {
        for value in [0.3333, -0.7182, 2.236_067_977, 0.0, 17.0, -3.5] {
            for limit in [1u32, 2, 7, 31] {
                let found = Rational::from_f64_nearest(value, limit).expect("finite");
                let target = Rational::from_f64_exact(value).expect("finite");
                let brute = (1..=i64::from(limit))
                    .map(|denominator| {
                        let scaled = &target * &Rational::from(denominator);
                        [scaled.floor(), scaled.ceil()]
                            .into_iter()
                            .filter_map(|n| n.checked_div(&Rational::from(denominator)))
                            .map(|f| (&f - &target).abs())
                            .min()
                            .expect("two candidates")
                    })
                    .min()
                    .expect("a denominator");
                assert_eq!(found.error, brute, "{value} within {limit}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_finite_float_survives_the_round_trip(value in any::<f64>()) {
            prop_assume!(value.is_finite());
            prop_assert_eq!(Rational::from_f64_exact(value).expect("finite").to_f64(), value);
        }
    }
}
