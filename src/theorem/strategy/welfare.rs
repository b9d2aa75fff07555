//! How welfare is measured.

use std::cmp::Ordering;

use proptest::collection::vec;
use proptest::prelude::*;

use super::numbers::{ratio, rationals};
use super::valid::valid;
use crate::number::Rational;
use crate::welfare::{
    GeneralisedMean, InequalityAverse, Leximin, NashProduct, Rawlsian, Utilitarian,
    WeightedUtilitarian, Welfare, WelfareError,
};

/// One of the crate's measures of welfare; see [`welfare_functions`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnyWelfare {
    /// The sum.
    Utilitarian,
    /// A weighted sum.
    Weighted(WeightedUtilitarian<Rational>),
    /// The product of what is above a disagreement.
    Nash(NashProduct<Rational>),
    /// The least.
    Rawlsian,
    /// The least, and among equal ones the next.
    Leximin,
    /// A mean with an exponent.
    Mean(GeneralisedMean),
    /// The sum less inequality.
    InequalityAverse(InequalityAverse<Rational>),
}

impl AnyWelfare {
    fn inner(&self) -> &dyn Welfare<Rational> {
        match self {
            AnyWelfare::Utilitarian => &Utilitarian,
            AnyWelfare::Weighted(welfare) => welfare,
            AnyWelfare::Nash(welfare) => welfare,
            AnyWelfare::Rawlsian => &Rawlsian,
            AnyWelfare::Leximin => &Leximin,
            AnyWelfare::Mean(welfare) => welfare,
            AnyWelfare::InequalityAverse(welfare) => welfare,
        }
    }
}

impl Welfare<Rational> for AnyWelfare {
    fn welfare(&self, payoffs: &[Rational]) -> Result<Rational, WelfareError> {
        self.inner().welfare(payoffs)
    }

    fn compare(&self, first: &[Rational], second: &[Rational]) -> Result<Ordering, WelfareError> {
        self.inner().compare(first, second)
    }
}

/// Measures of welfare for so many players. Products and means want payoffs above zero, as
/// [`positive_payoffs`] are; a mean that is not rational can be compared, not computed. They shrink
/// towards the sum.
pub fn welfare_functions(players: usize) -> impl Strategy<Value = AnyWelfare> + Clone {
    let drawn = (0u8..7, vec(0i64..=3, players.max(1)), -2i64..=3, 0i64..=2);
    valid(drawn.prop_map(|(kind, weights, exponent, half)| {
        let mut weights: Vec<Rational> = weights.into_iter().map(Rational::from).collect();
        Ok::<_, WelfareError>(match kind {
            0 => AnyWelfare::Utilitarian,
            1 => {
                weights[0] += &Rational::ONE;
                AnyWelfare::Weighted(WeightedUtilitarian::new(weights)?)
            }
            2 => AnyWelfare::Rawlsian,
            3 => AnyWelfare::Leximin,
            4 => AnyWelfare::InequalityAverse(InequalityAverse::new(ratio(half, 2))?),
            5 if half == 0 => AnyWelfare::Nash(NashProduct::from_zero()),
            5 => {
                let below = weights.into_iter().map(|weight| -weight).collect();
                AnyWelfare::Nash(NashProduct::new(below)?)
            }
            _ => AnyWelfare::Mean(GeneralisedMean::new(Rational::from(exponent))?),
        })
    }))
}

/// Payoffs of so many players that are not negative; some are zero, and ties are frequent.
pub fn non_negative_payoffs(players: usize) -> impl Strategy<Value = Vec<Rational>> + Clone {
    vec(rationals(0..=5, 3), players.max(1))
}

/// Payoffs of so many players above zero; ties are frequent.
pub fn positive_payoffs(players: usize) -> impl Strategy<Value = Vec<Rational>> + Clone {
    vec(rationals(1..=5, 3), players.max(1))
}
