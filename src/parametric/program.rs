//! A family of linear programs whose coefficients are affine in one parameter.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ParametricError;
use crate::linear_program::{Bounds, LinearError, LinearProgram, Relation, Sense};
use crate::number::Rational;

/// `constant + slope·λ`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Affine {
    pub(super) constant: Rational,
    pub(super) slope: Rational,
}

impl Affine {
    pub(super) fn constant(value: i64) -> Self {
        Affine {
            constant: Rational::from(value),
            slope: Rational::ZERO,
        }
    }

    fn through(at_zero: &Rational, at_one: &Rational) -> Self {
        Affine {
            constant: at_zero.clone(),
            slope: at_one - at_zero,
        }
    }

    pub(super) fn at(&self, lambda: &Rational) -> Rational {
        if self.slope.is_zero() {
            return self.constant.clone();
        }
        &self.constant + &self.slope * lambda
    }

    pub(super) fn is_zero(&self) -> bool {
        self.constant.is_zero() && self.slope.is_zero()
    }
}

/// A row with each variable at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AffineRow {
    pub(super) terms: Vec<(usize, Affine)>,
    pub(super) relation: Relation,
    pub(super) bound: Affine,
}

/// Linear programs P(λ) whose coefficients (objective, matrix, right-hand sides and bounds of
/// variables) are affine in λ, and whose shape does not depend on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawFamily", into = "RawFamily")]
pub struct ParametricProgram {
    pub(super) sense: Sense,
    pub(super) objective: Vec<Affine>,
    pub(super) bounds: Vec<(Option<Affine>, Option<Affine>)>,
    pub(super) rows: Vec<AffineRow>,
}

/// Constants and slopes apart: both are always valid as numbers.
#[derive(Serialize, Deserialize)]
struct RawFamily {
    sense: Sense,
    objective: Vec<RawAffine>,
    bounds: Vec<(Option<RawAffine>, Option<RawAffine>)>,
    rows: Vec<RawRow>,
}

#[derive(Serialize, Deserialize)]
struct RawAffine {
    constant: Rational,
    slope: Rational,
}

#[derive(Serialize, Deserialize)]
struct RawRow {
    terms: Vec<(usize, RawAffine)>,
    relation: Relation,
    bound: RawAffine,
}

impl From<RawAffine> for Affine {
    fn from(raw: RawAffine) -> Self {
        Affine {
            constant: raw.constant,
            slope: raw.slope,
        }
    }
}

impl From<Affine> for RawAffine {
    fn from(affine: Affine) -> Self {
        RawAffine {
            constant: affine.constant,
            slope: affine.slope,
        }
    }
}

impl TryFrom<RawFamily> for ParametricProgram {
    type Error = ParametricError;
    fn try_from(raw: RawFamily) -> Result<Self, ParametricError> {
        let variables = raw.objective.len();
        if raw.bounds.len() != variables {
            return Err(different(
                "the number of variables",
                variables,
                raw.bounds.len(),
            ));
        }
        let mut rows = Vec::with_capacity(raw.rows.len());
        for row in raw.rows {
            if let Some(&(variable, _)) = row.terms.iter().find(|(j, _)| *j >= variables) {
                return Err(ParametricError::Linear {
                    lambda: Rational::ZERO,
                    source: LinearError::NoSuchVariable {
                        variable,
                        variables,
                    },
                    found: None,
                });
            }
            let mut sums: BTreeMap<usize, Affine> = BTreeMap::new();
            for (variable, raw) in row.terms {
                let sum = sums.entry(variable).or_default();
                sum.constant += raw.constant;
                sum.slope += raw.slope;
            }
            sums.retain(|_, sum| !sum.is_zero());
            rows.push(AffineRow {
                terms: sums.into_iter().collect(),
                relation: row.relation,
                bound: row.bound.into(),
            });
        }
        Ok(ParametricProgram {
            sense: raw.sense,
            objective: raw.objective.into_iter().map(Affine::from).collect(),
            bounds: (raw.bounds.into_iter())
                .map(|(low, high)| (low.map(Affine::from), high.map(Affine::from)))
                .collect(),
            rows,
        })
    }
}

impl From<ParametricProgram> for RawFamily {
    fn from(family: ParametricProgram) -> Self {
        let rows = family.rows.into_iter().map(|row| RawRow {
            terms: (row.terms.into_iter())
                .map(|(variable, affine)| (variable, affine.into()))
                .collect(),
            relation: row.relation,
            bound: row.bound.into(),
        });
        RawFamily {
            sense: family.sense,
            objective: family.objective.into_iter().map(RawAffine::from).collect(),
            bounds: (family.bounds.into_iter())
                .map(|(low, high)| (low.map(RawAffine::from), high.map(RawAffine::from)))
                .collect(),
            rows: rows.collect(),
        }
    }
}

fn different(
    what: impl Into<String>,
    first: impl std::fmt::Debug,
    second: impl std::fmt::Debug,
) -> ParametricError {
    ParametricError::DifferentShape {
        what: what.into(),
        first: format!("{first:?}"),
        second: format!("{second:?}"),
    }
}

/// The coefficients of a row, each variable once.
fn summed(terms: &[(usize, Rational)]) -> BTreeMap<usize, Rational> {
    let mut sums = BTreeMap::new();
    for (variable, coefficient) in terms {
        *sums.entry(*variable).or_insert(Rational::ZERO) += coefficient;
    }
    sums
}

impl ParametricProgram {
    /// The family through two programs of the same shape: the same sense, as many variables with
    /// bounds at the same sides, and as many rows with the same relations.
    ///
    /// # Errors
    /// [`ParametricError::DifferentShape`].
    pub fn new(at_zero: &LinearProgram, at_one: &LinearProgram) -> Result<Self, ParametricError> {
        if at_zero.sense() != at_one.sense() {
            return Err(different("the sense", at_zero.sense(), at_one.sense()));
        }
        let variables = (at_zero.variables(), at_one.variables());
        if variables.0 != variables.1 {
            let what = "the number of variables";
            return Err(different(what, variables.0, variables.1));
        }
        let counts = (at_zero.rows().len(), at_one.rows().len());
        if counts.0 != counts.1 {
            return Err(different("the number of rows", counts.0, counts.1));
        }
        let mut bounds = Vec::with_capacity(variables.0);
        for (variable, (zero, one)) in at_zero.bounds().iter().zip(at_one.bounds()).enumerate() {
            let end =
                |zero: Option<&Rational>, one: Option<&Rational>, side: &str| match (zero, one) {
                    (None, None) => Ok(None),
                    (Some(zero), Some(one)) => Ok(Some(Affine::through(zero, one))),
                    (zero, one) => Err(different(
                        format!("whether variable {variable} has {side} bound"),
                        zero.is_some(),
                        one.is_some(),
                    )),
                };
            bounds.push((
                end(zero.lower(), one.lower(), "a lower")?,
                end(zero.upper(), one.upper(), "an upper")?,
            ));
        }
        let mut rows = Vec::with_capacity(counts.0);
        for (index, (zero, one)) in at_zero.rows().iter().zip(at_one.rows()).enumerate() {
            if zero.relation != one.relation {
                let what = format!("the relation of row {index}");
                return Err(different(what, zero.relation, one.relation));
            }
            let (first, second) = (summed(&zero.terms), summed(&one.terms));
            let named: std::collections::BTreeSet<usize> =
                first.keys().chain(second.keys()).copied().collect();
            let coefficient = |sums: &BTreeMap<usize, Rational>, variable: usize| {
                sums.get(&variable).cloned().unwrap_or_default()
            };
            let terms = named.into_iter().map(|variable| {
                let (zero, one) = (
                    coefficient(&first, variable),
                    coefficient(&second, variable),
                );
                (variable, Affine::through(&zero, &one))
            });
            rows.push(AffineRow {
                terms: terms.filter(|(_, affine)| !affine.is_zero()).collect(),
                relation: zero.relation,
                bound: Affine::through(&zero.bound, &one.bound),
            });
        }
        let objective = at_zero.objective().iter().zip(at_one.objective());
        Ok(ParametricProgram {
            sense: at_zero.sense(),
            objective: objective.map(|(z, o)| Affine::through(z, o)).collect(),
            bounds,
            rows,
        })
    }

    /// The family that a function gives at λ = 0 and 1; a third program, at λ = 2, shows whether it
    /// is affine.
    ///
    /// # Errors
    /// Those of the function; [`ParametricError::DifferentShape`], [`ParametricError::NotAffine`]
    /// if the third program does not continue the first two.
    pub fn from_fn<E: From<ParametricError>>(
        program: impl Fn(&Rational) -> Result<LinearProgram, E>,
    ) -> Result<Self, E> {
        let [zero, one, two] = [0i64, 1, 2].map(|lambda| program(&Rational::from(lambda)));
        let (zero, one, two) = (zero?, one?, two?);
        let family = Self::new(&zero, &one)?;
        // Of the same shape as the first two, and no slope yet: its constants are the coefficients.
        Self::new(&one, &two)?;
        family.continues_to(&Self::new(&two, &two)?)?;
        Ok(family)
    }

    /// Do the constants of another family equal the coefficients of this one at λ = 2?
    fn continues_to(&self, other: &Self) -> Result<(), ParametricError> {
        let two = Rational::from(2);
        let zero = Affine::default();
        let same = |what: &dyn Fn() -> String, line: &Affine, there: &Affine| {
            let expected = line.at(&two);
            if expected == there.constant {
                return Ok(());
            }
            Err(ParametricError::NotAffine {
                what: what(),
                expected,
                found: there.constant.clone(),
            })
        };
        for (variable, (line, there)) in self.objective.iter().zip(&other.objective).enumerate() {
            let what = || format!("the objective of variable {variable}");
            same(&what, line, there)?;
        }
        for (variable, (line, there)) in self.bounds.iter().zip(&other.bounds).enumerate() {
            let sides = [(&line.0, &there.0, "lower"), (&line.1, &there.1, "upper")];
            for (line, there, side) in sides {
                let what = || format!("the {side} bound of variable {variable}");
                if let (Some(line), Some(there)) = (line, there) {
                    same(&what, line, there)?;
                }
            }
        }
        for (row, (line, there)) in self.rows.iter().zip(&other.rows).enumerate() {
            let lines: BTreeMap<usize, &Affine> = line.terms.iter().map(|(j, a)| (*j, a)).collect();
            let theirs: BTreeMap<usize, &Affine> =
                there.terms.iter().map(|(j, a)| (*j, a)).collect();
            for variable in lines.keys().chain(theirs.keys()) {
                let what = || format!("the coefficient of variable {variable} in row {row}");
                let find = |terms: &BTreeMap<usize, &Affine>| {
                    terms.get(variable).map_or(zero.clone(), |a| (*a).clone())
                };
                same(&what, &find(&lines), &find(&theirs))?;
            }
            let what = || format!("the bound of row {row}");
            same(&what, &line.bound, &there.bound)?;
        }
        Ok(())
    }

    /// How many variables each program has.
    pub fn variables(&self) -> usize {
        self.objective.len()
    }

    /// How many rows each program has.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Whether larger or smaller values of the objective are better.
    pub fn sense(&self) -> Sense {
        self.sense
    }

    /// The program at λ.
    ///
    /// # Errors
    /// [`ParametricError::EmptyBounds`] where the bounds of a variable cross.
    pub fn at(&self, lambda: &Rational) -> Result<LinearProgram, ParametricError> {
        let mut program = LinearProgram::new(self.sense);
        for (variable, (objective, (lower, upper))) in
            self.objective.iter().zip(&self.bounds).enumerate()
        {
            let end = |end: &Option<Affine>| end.as_ref().map(|affine| affine.at(lambda));
            let bounds = Bounds::new(end(lower), end(upper));
            let bounds = bounds.map_err(|_| ParametricError::EmptyBounds {
                variable,
                lambda: lambda.clone(),
                lower: end(lower).unwrap_or_default(),
                upper: end(upper).unwrap_or_default(),
            })?;
            program.variable(bounds, objective.at(lambda));
        }
        for row in &self.rows {
            let terms = row.terms.iter().map(|(j, affine)| (*j, affine.at(lambda)));
            let added = program.row(terms, row.relation, row.bound.at(lambda));
            added.map_err(|source| ParametricError::Linear {
                lambda: lambda.clone(),
                source,
                found: None,
            })?;
        }
        Ok(program)
    }

    /// How far each program is from having a point: minimise the sum by which rows are broken,
    /// within the bounds of the variables. It has an optimum wherever the bounds do not cross, and
    /// the optimum is 0 exactly where there is a feasible point.
    pub(super) fn violation(&self) -> Self {
        let mut family = ParametricProgram {
            sense: Sense::Minimise,
            objective: vec![Affine::default(); self.variables()],
            bounds: self.bounds.clone(),
            rows: self.rows.clone(),
        };
        for row in &mut family.rows {
            let helps: &[i64] = match row.relation {
                Relation::AtMost => &[-1],
                Relation::AtLeast => &[1],
                Relation::Equal => &[1, -1],
            };
            for &help in helps {
                let variable = family.objective.len();
                family.objective.push(Affine::constant(1));
                family.bounds.push((Some(Affine::default()), None));
                row.terms.push((variable, Affine::constant(help)));
            }
        }
        family
    }

    /// How fast the objective improves along the best direction with entries between −1 and 1 that
    /// leads out of no row and no bound. It has an optimum everywhere, which improves on 0 exactly
    /// where there is a direction along which a feasible point can be improved for ever.
    pub(super) fn improvement(&self) -> Self {
        let mut family = self.clone();
        for row in &mut family.rows {
            row.bound = Affine::default();
        }
        for (lower, upper) in &mut family.bounds {
            let low = if lower.is_some() { 0 } else { -1 };
            let high = if upper.is_some() { 0 } else { 1 };
            *lower = Some(Affine::constant(low));
            *upper = Some(Affine::constant(high));
        }
        family
    }
}
