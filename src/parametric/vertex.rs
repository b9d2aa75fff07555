//! What a basis says at every λ: point, multipliers and value as quotients of polynomials.

use std::cmp::Ordering;

use dashu_int::IBig;

use super::clock::Clock;
use super::integer_family::IntegerFamily;
use super::polynomial::Polynomial;
use super::rational_function::RationalFunction;
use crate::linear_program::{Basis, Relation};
use crate::number::Rational;

/// Conditions on λ: polynomials that must be at least 0, and polynomials that must not be 0 on the
/// way from the λ where the conditions are known to hold.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    pub(super) nonnegative: Vec<Polynomial>,
    pub(super) barriers: Vec<Polynomial>,
}

impl Conditions {
    pub(super) fn require(&mut self, polynomial: &Polynomial) {
        let holds = polynomial.is_constant() && *polynomial.leading() >= IBig::ZERO;
        if !holds {
            let primitive = polynomial.primitive();
            if !self.nonnegative.contains(&primitive) {
                self.nonnegative.push(primitive);
            }
        }
    }

    fn require_zero(&mut self, polynomial: &Polynomial) {
        self.require(polynomial);
        self.require(&polynomial.negated());
    }

    pub(super) fn bar(&mut self, polynomial: &Polynomial) {
        if !polynomial.is_constant() {
            self.barriers.push(polynomial.primitive());
        }
    }

    pub(super) fn and(&mut self, other: Conditions) {
        self.nonnegative.extend(other.nonnegative);
        self.barriers.extend(other.barriers);
    }
}

/// The point, multipliers and value of a basis: polynomials over one common polynomial.
pub(super) struct Vertex<'a> {
    family: &'a IntegerFamily,
    basis: &'a Basis,
    /// Positive at the λ for which the vertex was made.
    denominator: Polynomial,
    /// One a variable.
    point: Vec<Polynomial>,
    /// One for each row of the basis.
    multipliers: Vec<Polynomial>,
}

/// Where a variable stands in the basis.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Basic,
    AtLower,
    AtUpper,
    /// Free, and held at 0.
    AtZero,
}

impl<'a> Vertex<'a> {
    /// The vertex of a basis that determines one at λ; `None` if it does not, or if
    /// the time is over.
    ///
    /// The determinant of the basis, and it times each unknown, are polynomials with integer
    /// coefficients (Cramer); they are found from exact solutions at as many integers as their
    /// degree asks for. With k rows in the basis: k³ products of integers at each of at most about
    /// k points.
    pub(super) fn new(
        family: &'a IntegerFamily,
        basis: &'a Basis,
        at: &Rational,
        clock: &Clock,
    ) -> Option<Self> {
        let size = basis.variables.len();
        if basis.rows.len() != size {
            return None;
        }
        let places = places(family, basis)?;
        // Where each basic variable stands in the kernel.
        let mut column = vec![None; family.objective.len()];
        for (index, &variable) in basis.variables.iter().enumerate() {
            column[variable] = Some(index);
        }
        // The terms of nonbasic variables move to the right-hand side.
        let fixed: Vec<Polynomial> = places
            .iter()
            .zip(&family.bounds)
            .map(|(place, (lower, upper))| match place {
                Place::AtLower => lower.as_ref().map(|l| l.polynomial()).unwrap_or_default(),
                Place::AtUpper => upper.as_ref().map(|u| u.polynomial()).unwrap_or_default(),
                Place::Basic | Place::AtZero => Polynomial::default(),
            })
            .collect();
        let mut right = Vec::with_capacity(size);
        for &row in &basis.rows {
            let row = family.rows.get(row)?;
            let mut moved = Polynomial::default();
            for (variable, coefficient) in &row.terms {
                coefficient.add_product(&mut moved, &fixed[*variable]);
            }
            right.push(row.bound.polynomial().subtract(&moved));
        }
        let mut varying_rows = 0;
        let mut varying_columns = vec![false; size];
        for &row in &basis.rows {
            let mut varies = false;
            for (variable, coefficient) in &family.rows[row].terms {
                if let (Some(place), true) = (column[*variable], coefficient.varies()) {
                    varies = true;
                    varying_columns[place] = true;
                }
            }
            varying_rows += usize::from(varies);
        }
        let degree = varying_rows.min(varying_columns.iter().filter(|&&varies| varies).count());
        let beyond = right.iter().map(Polynomial::degree).max().unwrap_or(0);
        let needed = degree + beyond.max(1) + 1;

        let mut points: Vec<i64> = Vec::with_capacity(needed);
        let mut determinants = Vec::with_capacity(needed);
        let mut unknowns = vec![Vec::with_capacity(needed); 2 * size];
        // The determinant has at most `degree` roots among the points.
        for step in 0..i64::try_from(needed + degree).ok()? {
            let lambda = if step % 2 == 0 {
                -step / 2
            } else {
                (step + 1) / 2
            };
            if clock.is_over() {
                return None;
            }
            let mut kernel = vec![vec![IBig::ZERO; size + 1]; size];
            let mut turned = kernel.clone();
            for (line, &row) in basis.rows.iter().enumerate() {
                for (variable, coefficient) in &family.rows[row].terms {
                    if let Some(place) = column[*variable] {
                        let value = coefficient.at(lambda);
                        turned[place][line] = value.clone();
                        kernel[line][place] = value;
                    }
                }
            }
            let at = Rational::from(lambda);
            for (line, bound) in kernel.iter_mut().zip(&right) {
                line[size] = bound.evaluate(&at).numerator_over(&IBig::ONE);
            }
            for (line, &variable) in turned.iter_mut().zip(&basis.variables) {
                line[size] = family.objective[variable].at(lambda);
            }
            let Some((determinant, mut values)) = eliminate(kernel) else {
                continue;
            };
            let (_, more) = eliminate(turned)?;
            values.extend(more);
            points.push(lambda);
            determinants.push(determinant);
            for (list, value) in unknowns.iter_mut().zip(values) {
                list.push(value);
            }
            if points.len() == needed {
                break;
            }
        }
        if points.len() < needed {
            return None;
        }
        let mut denominator = Polynomial::interpolate(&points, &determinants);
        let mut parts = unknowns
            .iter()
            .map(|values| Polynomial::interpolate(&points, values))
            .collect::<Vec<_>>();
        // A common factor hides nothing but poles that are none.
        let mut common = denominator.clone();
        for part in &parts {
            if common.is_constant() {
                break;
            }
            if clock.is_over() {
                return None;
            }
            common = common.common_divisor(part);
        }
        if !common.is_constant() {
            denominator = denominator.exact_quotient(&common);
            for part in &mut parts {
                *part = part.exact_quotient(&common);
            }
        }
        match denominator.sign_at(at) {
            Ordering::Equal => return None,
            Ordering::Greater => {}
            Ordering::Less => {
                denominator = denominator.negated();
                for part in &mut parts {
                    *part = part.negated();
                }
            }
        }
        let multipliers = parts.split_off(size);
        let mut point: Vec<Polynomial> = fixed.iter().map(|f| f.multiply(&denominator)).collect();
        for (part, &variable) in parts.into_iter().zip(&basis.variables) {
            point[variable] = part;
        }
        Some(Vertex {
            family,
            basis,
            denominator,
            point,
            multipliers,
        })
    }

    /// The value of the objective.
    pub(super) fn value(&self) -> RationalFunction {
        let mut sum = Polynomial::default();
        for (coefficient, entry) in self.family.objective.iter().zip(&self.point) {
            coefficient.add_product(&mut sum, entry);
        }
        RationalFunction::reduced(&sum, &self.denominator.times(&self.family.scale))
    }

    /// Where the point is within rows and bounds.
    pub(super) fn primal(&self) -> Conditions {
        let mut conditions = Conditions::default();
        conditions.bar(&self.denominator);
        for &variable in &self.basis.variables {
            let entry = &self.point[variable];
            let (lower, upper) = &self.family.bounds[variable];
            if let Some(lower) = lower {
                let bound = self.denominator.multiply(&lower.polynomial());
                conditions.require(&entry.subtract(&bound));
            }
            if let Some(upper) = upper {
                let bound = self.denominator.multiply(&upper.polynomial());
                conditions.require(&bound.subtract(entry));
            }
        }
        for (index, row) in self.family.rows.iter().enumerate() {
            if self.basis.rows.binary_search(&index).is_ok() {
                continue;
            }
            let mut sum = Polynomial::default();
            for (variable, coefficient) in &row.terms {
                coefficient.add_product(&mut sum, &self.point[*variable]);
            }
            let mut bound = Polynomial::default();
            row.bound.add_product(&mut bound, &self.denominator);
            let slack = bound.subtract(&sum);
            match row.relation {
                Relation::AtMost => conditions.require(&slack),
                Relation::AtLeast => conditions.require(&slack.negated()),
                Relation::Equal => conditions.require_zero(&slack),
            }
        }
        conditions
    }

    /// Where the point, if it is feasible, is optimal.
    fn dual(&self) -> Conditions {
        let mut conditions = Conditions::default();
        let mut reduced: Vec<Polynomial> = (self.family.objective.iter())
            .map(|coefficient| {
                let mut cost = Polynomial::default();
                coefficient.add_product(&mut cost, &self.denominator);
                cost
            })
            .collect();
        for (&row, multiplier) in self.basis.rows.iter().zip(&self.multipliers) {
            let row = &self.family.rows[row];
            match row.relation {
                Relation::AtMost => conditions.require(multiplier),
                Relation::AtLeast => conditions.require(&multiplier.negated()),
                Relation::Equal => {}
            }
            let negative = multiplier.negated();
            for (variable, coefficient) in &row.terms {
                coefficient.add_product(&mut reduced[*variable], &negative);
            }
        }
        let places = places(self.family, self.basis).unwrap_or_default();
        for (variable, (place, cost)) in places.into_iter().zip(&reduced).enumerate() {
            match (place, &self.family.bounds[variable]) {
                (Place::Basic, _) => {}
                // A variable that cannot move need not want to stay.
                (_, (Some(lower), Some(upper))) if lower.polynomial() == upper.polynomial() => {}
                (Place::AtLower, _) => conditions.require(&cost.negated()),
                (Place::AtUpper, _) => conditions.require(cost),
                (Place::AtZero, _) => conditions.require_zero(cost),
            }
        }
        conditions
    }

    /// Where the basis is optimal.
    pub(super) fn optimal(&self) -> Conditions {
        let mut conditions = self.primal();
        conditions.and(self.dual());
        conditions
    }
}

/// Where each variable stands; `None` if the basis does not belong to the family.
fn places(family: &IntegerFamily, basis: &Basis) -> Option<Vec<Place>> {
    let ends = family.bounds.iter();
    let mut places: Vec<Place> = ends
        .map(|(lower, upper)| match (lower, upper) {
            (Some(_), _) => Place::AtLower,
            (None, Some(_)) => Place::AtUpper,
            (None, None) => Place::AtZero,
        })
        .collect();
    for &variable in &basis.at_upper {
        *places.get_mut(variable)? = Place::AtUpper;
    }
    for &variable in &basis.variables {
        *places.get_mut(variable)? = Place::Basic;
    }
    Some(places)
}

/// The determinant of a square matrix, and it times the solution of the system whose right-hand side
/// is the last column; `None` if the determinant is 0 (fraction-free: Bareiss, 1968).
fn eliminate(mut rows: Vec<Vec<IBig>>) -> Option<(IBig, Vec<IBig>)> {
    let size = rows.len();
    let mut previous = IBig::ONE;
    let mut turned = false;
    for k in 0..size {
        let pivot = (k..size).find(|&i| !rows[i][k].is_zero())?;
        turned ^= pivot != k;
        rows.swap(k, pivot);
        let pivot_row = std::mem::take(&mut rows[k]);
        for row in rows.iter_mut().filter(|row| !row.is_empty()) {
            let factor = std::mem::take(&mut row[k]);
            for (value, above) in row.iter_mut().zip(&pivot_row).skip(k + 1) {
                *value = (&*value * &pivot_row[k] - &factor * above) / &previous;
            }
        }
        previous.clone_from(&pivot_row[k]);
        rows[k] = pivot_row;
    }
    let signed = |value: IBig| if turned { -value } else { value };
    let values = rows.into_iter().filter_map(|mut row| row.pop());
    Some((signed(previous), values.map(signed).collect()))
}
