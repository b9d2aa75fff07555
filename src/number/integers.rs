//! Rationals to and from pairs of big integers, for algorithms that work without fractions.

use dashu_int::IBig;
use dashu_int::ops::Gcd;
use dashu_ratio::RBig;

use super::rational::{Rational, Repr};

impl Rational {
    /// `numerator / denominator`, reduced; `None` if the denominator is zero.
    pub(crate) fn checked_ratio(numerator: IBig, denominator: IBig) -> Option<Rational> {
        (denominator != IBig::ZERO).then(|| Self::from_integers(numerator, &denominator))
    }

    /// The quotient of two integers, reduced; the divisor must not be zero.
    pub(crate) fn from_integers(numerator: IBig, denominator: &IBig) -> Self {
        debug_assert!(*denominator != IBig::ZERO);
        Self::from_big(RBig::from_parts_signed(numerator, denominator.clone()))
    }

    /// The denominator.
    pub(crate) fn denominator(&self) -> IBig {
        match &self.0 {
            Repr::Small(_, denominator) => IBig::from(denominator.get()),
            Repr::Big(value) => IBig::from(value.denominator().clone()),
        }
    }

    /// The value times an integer that its denominator divides.
    pub(crate) fn numerator_over(&self, common: &IBig) -> IBig {
        match &self.0 {
            Repr::Small(numerator, denominator) => common / denominator.get() * *numerator,
            Repr::Big(value) => {
                common / IBig::from(value.denominator().clone()) * value.numerator()
            }
        }
    }

    /// The numerators of all values over their least common denominator, and that.
    pub(crate) fn over_common_denominator<'a>(
        values: impl Iterator<Item = &'a Rational> + Clone,
    ) -> (Vec<IBig>, IBig) {
        let mut common = IBig::ONE;
        for value in values.clone().filter(|value| !value.is_integer()) {
            let denominator = value.denominator();
            if &common % &denominator != IBig::ZERO {
                let divisor = IBig::from((&common).gcd(&denominator));
                common *= denominator / divisor;
            }
        }
        let numerators = values.map(|value| value.numerator_over(&common));
        (numerators.collect(), common)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_denominator_is_the_least() {
        let values: Vec<Rational> = ["1/6", "-3/4", "2", "1e30", "1/100000000000000000000"]
            .iter()
            .map(|text| text.parse().expect("a number"))
            .collect();
        for count in 0..=values.len() {
            let (numerators, common) = Rational::over_common_denominator(values[..count].iter());
            let again: Vec<Rational> = numerators
                .into_iter()
                .map(|numerator| Rational::from_integers(numerator, &common))
                .collect();
            assert_eq!(again, values[..count]);
            let least = ["1", "6", "12", "12", "12", "300000000000000000000"][count];
            assert_eq!(common.to_string(), least);
        }
    }
}
