//! The sign of a quadratic form on a cone, decided exactly with a witness.

use super::elimination::{Solutions, quotient, solve};
use super::faces::{Budget, BudgetSpent, Larger, over, visit_definite_faces};
use crate::number::Rational;

/// The sign that a quadratic form takes on a cone without the origin.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LeastSign {
    /// Positive everywhere (strictly copositive).
    Positive,
    /// Nowhere negative (copositive), and zero here.
    Zero(Vec<Rational>),
    /// Negative here.
    Negative(Vec<Rational>),
}

/// A form whose variables are removed one by one without changing its least sign.
struct Reduction {
    form: Vec<Vec<Rational>>,
    /// The variables left, ascending.
    active: Vec<usize>,
    /// Variables at which the form is least for the others' values: `z_i = −Σ c_j z_j`.
    eliminated: Vec<(usize, Vec<(usize, Rational)>)>,
}

impl Reduction {
    /// The point with these values of active variables, zero for other active ones.
    fn point(&self, values: &[(usize, Rational)]) -> Vec<Rational> {
        let mut point = vec![Rational::ZERO; self.form.len()];
        for (variable, value) in values {
            point[*variable] = value.clone();
        }
        for (variable, coefficients) in self.eliminated.iter().rev() {
            let sum: Rational = coefficients.iter().map(|(j, c)| c * &point[*j]).sum();
            point[*variable] = -sum;
        }
        point
    }

    fn drop(&mut self, variable: usize) {
        self.active.retain(|&kept| kept != variable);
    }

    /// Replaces a variable with a positive diagonal by its best value.
    fn eliminate(&mut self, variable: usize) {
        self.drop(variable);
        let pivot = self.form[variable][variable].clone();
        let coefficients: Vec<(usize, Rational)> = self
            .active
            .iter()
            .filter(|&&j| !self.form[variable][j].is_zero())
            .map(|&j| (j, over(&self.form[variable][j], &pivot)))
            .collect();
        for (j, coefficient) in &coefficients {
            for (k, _) in &coefficients {
                let change = coefficient * &self.form[variable][*k];
                self.form[*j][*k] -= change;
            }
        }
        self.eliminated.push((variable, coefficients));
    }

    /// A point at which the form is negative, from a variable that may grow at no cost: its
    /// diagonal is zero and its product with `other` is not.
    fn by_growth(&self, variable: usize, other: usize) -> Vec<Rational> {
        let product = &self.form[variable][other];
        let needed = self.form[other][other].abs() + Rational::ONE;
        let amount = -over(&needed, &(product + product));
        self.point(&[(variable, amount), (other, Rational::ONE)])
    }
}

/// The least sign of `zᵀQz` over nonzero z whose first `free` entries are of any sign and whose
/// others are not negative.
///
/// Free variables are eliminated first (Haigh, 1975; Abakuks, 1980), then those whose row has one
/// sign; for the rest the least value on the simplex is found face by face.
pub(super) fn least_sign(
    form: Vec<Vec<Rational>>,
    free: usize,
    budget: &mut Budget,
) -> Result<LeastSign, BudgetSpent> {
    let active = (0..form.len()).collect();
    let mut reduction = Reduction {
        form,
        active,
        eliminated: Vec::new(),
    };
    let mut zero: Option<Vec<Rational>> = None;

    loop {
        let diagonal = |i: usize| &reduction.form[i][i];
        let mut left = reduction.active.iter().copied().filter(|&i| i < free);
        let Some(first) = left.clone().next() else {
            break;
        };
        if let Some(variable) = left.clone().find(|&i| diagonal(i).is_positive()) {
            reduction.eliminate(variable);
            continue;
        }
        if let Some(variable) = left.find(|&i| diagonal(i).is_negative()) {
            let point = reduction.point(&[(variable, Rational::ONE)]);
            return Ok(LeastSign::Negative(point));
        }
        let mut others = reduction.active.iter().copied();
        if let Some(other) = others.find(|&j| !reduction.form[first][j].is_zero()) {
            return Ok(LeastSign::Negative(reduction.by_growth(first, other)));
        }
        zero.get_or_insert_with(|| reduction.point(&[(first, Rational::ONE)]));
        reduction.drop(first);
    }

    while let Some((variable, step)) = one_signed(&reduction) {
        match step {
            Step::Negative => {
                let point = reduction.point(&[(variable, Rational::ONE)]);
                return Ok(LeastSign::Negative(point));
            }
            Step::Growth(other) => {
                return Ok(LeastSign::Negative(reduction.by_growth(variable, other)));
            }
            Step::Drop => {
                if reduction.form[variable][variable].is_zero() {
                    zero.get_or_insert_with(|| reduction.point(&[(variable, Rational::ONE)]));
                }
                reduction.drop(variable);
            }
            Step::Eliminate => reduction.eliminate(variable),
        }
    }

    match least_on_simplex(&reduction, budget)? {
        LeastSign::Positive => Ok(zero.map_or(LeastSign::Positive, LeastSign::Zero)),
        LeastSign::Zero(point) => Ok(LeastSign::Zero(zero.unwrap_or(point))),
        negative => Ok(negative),
    }
}

/// What can be done with a variable that must not be negative.
enum Step {
    /// The form is negative along it.
    Negative,
    /// The form is negative if it is large beside this other variable.
    Growth(usize),
    /// Zero is its best value.
    Drop,
    /// Its best value is a combination of the others that is never negative.
    Eliminate,
}

fn one_signed(reduction: &Reduction) -> Option<(usize, Step)> {
    let form = &reduction.form;
    reduction.active.iter().find_map(|&i| {
        let others = || reduction.active.iter().copied().filter(move |&j| j != i);
        if form[i][i].is_negative() {
            return Some((i, Step::Negative));
        }
        let below = others().find(|&j| form[i][j].is_negative());
        match below {
            None => Some((i, Step::Drop)),
            Some(j) if form[i][i].is_zero() => Some((i, Step::Growth(j))),
            Some(_) if others().all(|j| !form[i][j].is_positive()) => Some((i, Step::Eliminate)),
            Some(_) => None,
        }
    })
}

/// Why the search of the faces stopped.
enum Stop {
    Budget(BudgetSpent),
    Negative(Vec<Rational>),
}

impl From<BudgetSpent> for Stop {
    fn from(spent: BudgetSpent) -> Self {
        Stop::Budget(spent)
    }
}

/// The least sign over the simplex of the variables left.
fn least_on_simplex(reduction: &Reduction, budget: &mut Budget) -> Result<LeastSign, BudgetSpent> {
    let (form, active) = (&reduction.form, &reduction.active);
    let entry = |i: usize, j: usize| form[active[i]][active[j]].clone();
    let mut zero = None;
    let visited = visit_definite_faces(active.len(), entry, budget, |face, _| {
        if let Some(point) = stationary_point(face, &entry) {
            let value: Rational = face
                .iter()
                .zip(&point)
                .map(|(&j, x)| entry(face[0], j) * x)
                .sum();
            let place = |(&i, x): (&usize, &Rational)| (active[i], x.clone());
            let values: Vec<(usize, Rational)> = face.iter().zip(&point).map(place).collect();
            if value.is_negative() {
                return Err(Stop::Negative(reduction.point(&values)));
            }
            if value.is_zero() {
                zero.get_or_insert_with(|| reduction.point(&values));
            }
        }
        Ok(Larger::Visit)
    });
    match visited {
        Ok(()) => Ok(zero.map_or(LeastSign::Positive, LeastSign::Zero)),
        Err(Stop::Negative(point)) => Ok(LeastSign::Negative(point)),
        Err(Stop::Budget(spent)) => Err(spent),
    }
}

/// The point in the interior of a face at which `Mx` is equal in all coordinates of the face, if
/// there is exactly one.
pub(super) fn stationary_point(
    face: &[usize],
    entry: &impl Fn(usize, usize) -> Rational,
) -> Option<Vec<Rational>> {
    match solve(&indifference(face, face, entry), face.len()) {
        Solutions::One {
            numerators,
            denominator,
        } if numerators
            .iter()
            .all(|value| *value > dashu_int::IBig::ZERO) =>
        {
            let point = numerators.iter().map(|value| quotient(value, &denominator));
            Some(point.collect())
        }
        _ => None,
    }
}

/// The equations that all of `rows` are worth the same against a distribution on `columns`.
pub(super) fn indifference(
    rows: &[usize],
    columns: &[usize],
    entry: &impl Fn(usize, usize) -> Rational,
) -> Vec<Vec<Rational>> {
    let mut system = Vec::with_capacity(rows.len());
    system.push(vec![Rational::ONE; columns.len() + 1]);
    if let Some((&first, others)) = rows.split_first() {
        let reference: Vec<Rational> = columns.iter().map(|&j| entry(first, j)).collect();
        for &row in others {
            let differences = columns.iter().zip(&reference);
            let mut equation: Vec<Rational> =
                differences.map(|(&j, base)| entry(row, j) - base).collect();
            equation.push(Rational::ZERO);
            system.push(equation);
        }
    }
    system
}
