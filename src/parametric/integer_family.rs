//! The family with integer coefficients, maximising.

use dashu_int::IBig;

use super::divisibility::common_factor;
use super::polynomial::Polynomial;
use super::program::{Affine, ParametricProgram};
use crate::linear_program::{Relation, Sense};
use crate::number::Rational;

/// `constant + slope·λ` in integers.
#[derive(Debug, Clone)]
pub(super) struct IntegerAffine {
    pub(super) constant: IBig,
    pub(super) slope: IBig,
}

impl IntegerAffine {
    fn new(affine: &Affine, scale: &IBig) -> Self {
        IntegerAffine {
            constant: affine.constant.numerator_over(scale),
            slope: affine.slope.numerator_over(scale),
        }
    }

    pub(super) fn at(&self, lambda: i64) -> IBig {
        &self.constant + &self.slope * IBig::from(lambda)
    }

    pub(super) fn varies(&self) -> bool {
        !self.slope.is_zero()
    }

    pub(super) fn polynomial(&self) -> Polynomial {
        Polynomial::from_integers(vec![self.constant.clone(), self.slope.clone()])
    }

    /// The product with a polynomial, added to a sum.
    pub(super) fn add_product(&self, sum: &mut Polynomial, factor: &Polynomial) {
        if factor.is_zero() {
            return;
        }
        let product = if self.varies() {
            factor.multiply(&self.polynomial())
        } else {
            factor.times(&self.constant)
        };
        *sum = sum.add(&product);
    }
}

#[derive(Debug, Clone)]
pub(super) struct IntegerRow {
    pub(super) terms: Vec<(usize, IntegerAffine)>,
    pub(super) relation: Relation,
    pub(super) bound: IntegerAffine,
}

/// The family in variables `unit·x`: maximise `objective·(unit·x)/scale`, negated if the sense of
/// the program was to minimise.
#[derive(Debug, Clone)]
pub(super) struct IntegerFamily {
    pub(super) objective: Vec<IntegerAffine>,
    pub(super) bounds: Vec<(Option<IntegerAffine>, Option<IntegerAffine>)>,
    pub(super) rows: Vec<IntegerRow>,
    /// Positive when maximising; the value is that of the integer objective over this.
    pub(super) scale: IBig,
}

fn common<'a>(values: impl Iterator<Item = &'a Affine> + Clone) -> IBig {
    let mut common = IBig::ONE;
    for value in values.flat_map(|affine| [&affine.constant, &affine.slope]) {
        if !value.is_integer() {
            let denominator = value.denominator();
            let divisor = common_factor(&common, &denominator);
            common *= denominator / divisor;
        }
    }
    common
}

impl IntegerFamily {
    pub(super) fn new(family: &ParametricProgram) -> Self {
        let ends = family.bounds.iter().flat_map(|(low, high)| [low, high]);
        let unit = common(ends.flatten());
        let scaled_by_unit = |affine: &Affine| {
            let unit = Rational::from_integers(unit.clone(), &IBig::ONE);
            Affine {
                constant: &affine.constant * &unit,
                slope: &affine.slope * &unit,
            }
        };
        let rows = family.rows.iter().map(|row| {
            let bound = scaled_by_unit(&row.bound);
            let terms = row.terms.iter().map(|(_, affine)| affine);
            let scale = common(terms.chain(std::iter::once(&bound)));
            IntegerRow {
                terms: (row.terms.iter())
                    .map(|(variable, affine)| (*variable, IntegerAffine::new(affine, &scale)))
                    .collect(),
                relation: row.relation,
                bound: IntegerAffine::new(&bound, &scale),
            }
        });
        let divisor = common(family.objective.iter());
        let maximise = family.sense == Sense::Maximise;
        let objective = family.objective.iter().map(|affine| {
            let mut integer = IntegerAffine::new(affine, &divisor);
            if !maximise {
                integer.constant = -integer.constant;
                integer.slope = -integer.slope;
            }
            integer
        });
        let scale = &divisor * &unit;
        let end = |end: &Option<Affine>| end.as_ref().map(|e| IntegerAffine::new(e, &unit));
        IntegerFamily {
            objective: objective.collect(),
            bounds: (family.bounds.iter())
                .map(|(low, high)| (end(low), end(high)))
                .collect(),
            rows: rows.collect(),
            scale: if maximise { scale } else { -scale },
        }
    }
}
