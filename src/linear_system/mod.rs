//! Square systems of linear equations with integer coefficients, solved exactly.
//!
//! [`IntegerSystem`] factors the matrix once modulo a prime and lifts solutions p-adically (Dixon,
//! 1982); matrices of a few rows are inverted at once, and sparse ones with many entries 1 and −1 are
//! made smaller first. [`solve_wide`] takes entries of any length.

mod condensed;
mod elimination;
mod lifting;
mod modular;
mod reconstruction;
#[cfg(test)]
mod tests;

pub(crate) use elimination::solve_wide;

use condensed::{Condensation, Condensed};
use dashu_int::IBig;
use elimination::{Adjugate, Small, adjugate, is_singular};
use lifting::Lifting;

/// The largest primes below 2⁵⁹.
const PRIMES: [u64; 4] = [
    (1 << 59) - 55,
    (1 << 59) - 99,
    (1 << 59) - 225,
    (1 << 59) - 427,
];

/// Up to this size the adjugate is tried first.
const SMALL: usize = 6;

/// A nonsingular square matrix of integers, ready to solve systems in it and in its transpose.
pub(crate) struct IntegerSystem {
    size: usize,
    entries: Vec<i64>,
    method: Method,
}

enum Method {
    Adjugate(Adjugate),
    Lifting(Box<Lifting>),
    Condensed(Box<Condensed>),
    Elimination,
}

/// Fractions over one positive denominator, not necessarily in lowest terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CommonDenominator {
    pub(crate) numerators: Vec<IBig>,
    pub(crate) denominator: IBig,
}

impl CommonDenominator {
    /// For a denominator other than 0.
    fn new(numerators: Vec<IBig>, denominator: IBig) -> Self {
        if denominator < IBig::ZERO {
            CommonDenominator {
                numerators: numerators.into_iter().map(|value| -value).collect(),
                denominator: -denominator,
            }
        } else {
            CommonDenominator {
                numerators,
                denominator,
            }
        }
    }
}

impl IntegerSystem {
    /// A matrix of `size` rows, row by row; `None` if it is singular or the entries are not
    /// `size²` many.
    ///
    /// Complexity: `size³` operations modulo a prime.
    pub(crate) fn new(size: usize, entries: &[i64]) -> Option<Self> {
        if size.checked_mul(size) != Some(entries.len()) {
            return None;
        }
        Some(IntegerSystem {
            size,
            entries: entries.to_vec(),
            method: Self::method(size, entries)?,
        })
    }

    fn method(size: usize, entries: &[i64]) -> Option<Method> {
        if size <= SMALL {
            match adjugate(size, entries) {
                Small::Adjugate(inverse) => return Some(Method::Adjugate(inverse)),
                Small::Singular => return None,
                Small::Overflow => {}
            }
        }
        match Condensed::condense(size, entries) {
            Condensation::Useless => Self::whole(size, entries),
            Condensation::Singular => None,
            Condensation::Done(condensed) => Some(Method::Condensed(Box::new(condensed))),
        }
    }

    /// The method for a matrix that is not made smaller.
    fn whole(size: usize, entries: &[i64]) -> Option<Method> {
        for prime in PRIMES {
            if let Some(lifting) = Lifting::new(size, entries, prime) {
                return Some(Method::Lifting(Box::new(lifting)));
            }
        }
        // A determinant that four primes divide is 0 unless it was made for this.
        (!is_singular(size, entries)).then_some(Method::Elimination)
    }

    /// The solution of `K·x = right`; `right` has one entry a row.
    pub(crate) fn solve(&self, right: &[i64]) -> CommonDenominator {
        self.solve_by(&self.method, right, false)
    }

    /// The solution of `Kᵀ·y = right`; `right` has one entry a column.
    pub(crate) fn solve_transposed(&self, right: &[i64]) -> CommonDenominator {
        self.solve_by(&self.method, right, true)
    }

    fn solve_by(&self, method: &Method, right: &[i64], transposed: bool) -> CommonDenominator {
        let solution = match (method, transposed) {
            (Method::Adjugate(inverse), _) => return self.multiply(inverse, right, transposed),
            (Method::Lifting(lifting), false) => lifting.solve(right),
            (Method::Lifting(lifting), true) => lifting.solve_transposed(right),
            (Method::Condensed(condensed), _) => {
                let solution = match transposed {
                    false => condensed.solve(right),
                    true => condensed.solve_transposed(right),
                };
                if solution.is_none()
                    && let Some(whole) = Self::whole(self.size, &self.entries)
                {
                    return self.solve_by(&whole, right, transposed);
                }
                solution
            }
            (Method::Elimination, _) => None,
        };
        solution.unwrap_or_else(|| self.eliminate(right, transposed))
    }

    fn multiply(&self, inverse: &Adjugate, right: &[i64], transposed: bool) -> CommonDenominator {
        let n = self.size;
        let entry = |i: usize, j: usize| {
            if transposed {
                inverse.entries[j * n + i]
            } else {
                inverse.entries[i * n + j]
            }
        };
        let machine = |i: usize| {
            right.iter().enumerate().try_fold(0i128, |sum, (j, &b)| {
                sum.checked_add(entry(i, j).checked_mul(i128::from(b))?)
            })
        };
        let big = |i: usize| -> IBig {
            let products = right.iter().enumerate();
            products
                .map(|(j, &b)| IBig::from(entry(i, j)) * IBig::from(b))
                .sum()
        };
        let numerators = (0..n).map(|i| machine(i).map_or_else(|| big(i), IBig::from));
        CommonDenominator::new(numerators.collect(), IBig::from(inverse.determinant))
    }

    /// The slow way, which needs no prime and no bound.
    fn eliminate(&self, right: &[i64], transposed: bool) -> CommonDenominator {
        let n = self.size;
        let wide = (0..n * n).map(|place| {
            let place = if transposed {
                (place % n) * n + place / n
            } else {
                place
            };
            IBig::from(self.entries[place])
        });
        let right: Vec<IBig> = right.iter().map(|&value| IBig::from(value)).collect();
        let zero = || CommonDenominator::new(vec![IBig::ZERO; n], IBig::ONE);
        // The matrix is known to be nonsingular.
        solve_wide(n, &wide.collect::<Vec<_>>(), &right).unwrap_or_else(zero)
    }
}
