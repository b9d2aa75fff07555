//! Rationals to and from pairs of big integers, for algorithms that work without fractions.

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::rational::{Rational, Repr};

impl Rational {
    /// Numerator and positive denominator in lowest terms.
    pub(crate) fn to_integers(&self) -> (IBig, UBig) {
        match &self.0 {
            Repr::Small(numerator, denominator) => (
                IBig::from(*numerator),
                UBig::from(denominator.get().unsigned_abs()),
            ),
            Repr::Big(value) => (value.numerator().clone(), value.denominator().clone()),
        }
    }

    /// `numerator / denominator`, reduced; `None` if the denominator is zero.
    pub(crate) fn checked_ratio(numerator: IBig, denominator: IBig) -> Option<Rational> {
        if denominator == IBig::ZERO {
            return None;
        }
        Some(Rational::from_big(RBig::from_parts_signed(
            numerator,
            denominator,
        )))
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
}
