//! The form in which programs are solved: maximise, rows `≤` or `=`, variables at least 0 or free.

use super::{LinearProgram, Relation, Sense};
use crate::number::Rational;

/// A row `Σ terms ≤ bound`, or `= bound`.
#[derive(Debug, Clone)]
pub(super) struct CanonicalRow {
    pub(super) terms: Vec<(usize, Rational)>,
    pub(super) equal: bool,
    pub(super) bound: Rational,
}

/// How a variable of the program stems from one of the canonical form: `offset ± canonical`.
#[derive(Debug, Clone)]
struct Substitution {
    offset: Rational,
    negated: bool,
}

/// A program in the canonical form. Its variables are those of the program, one for one; its rows
/// are those of the program, then one for each variable with two bounds.
#[derive(Debug, Clone)]
pub(super) struct Canonical {
    pub(super) objective: Vec<Rational>,
    pub(super) free: Vec<bool>,
    pub(super) rows: Vec<CanonicalRow>,
    /// The variables whose upper bounds are the rows beyond those of the program.
    pub(super) boxed: Vec<usize>,
    substitutions: Vec<Substitution>,
    negated_rows: Vec<bool>,
    maximise: bool,
}

impl Canonical {
    pub(super) fn new(program: &LinearProgram) -> Self {
        let maximise = program.sense() == Sense::Maximise;
        let mut free = Vec::with_capacity(program.variables());
        let mut boxed = Vec::new();
        let mut box_rows = Vec::new();
        let mut substitutions = Vec::with_capacity(program.variables());
        for (variable, bounds) in program.bounds().iter().enumerate() {
            let (offset, negated) = match (bounds.lower(), bounds.upper()) {
                (Some(low), high) => {
                    if let Some(high) = high {
                        boxed.push(variable);
                        box_rows.push(CanonicalRow {
                            terms: vec![(variable, Rational::ONE)],
                            equal: false,
                            bound: high - low,
                        });
                    }
                    (low.clone(), false)
                }
                (None, Some(high)) => (high.clone(), true),
                (None, None) => (Rational::ZERO, false),
            };
            free.push(bounds.lower().is_none() && bounds.upper().is_none());
            substitutions.push(Substitution { offset, negated });
        }
        let objective = program
            .objective()
            .iter()
            .zip(&substitutions)
            .map(|(c, s)| if s.negated == maximise { -c } else { c.clone() })
            .collect();
        let mut negated_rows = Vec::with_capacity(program.rows().len());
        let mut rows = Vec::with_capacity(program.rows().len() + box_rows.len());
        for row in program.rows() {
            let negated = row.relation == Relation::AtLeast;
            let mut bound = row.bound.clone();
            let mut terms = Vec::with_capacity(row.terms.len());
            for (variable, coefficient) in &row.terms {
                let substitution = &substitutions[*variable];
                if !substitution.offset.is_zero() {
                    bound -= coefficient * &substitution.offset;
                }
                let flip = substitution.negated != negated;
                terms.push((
                    *variable,
                    if flip {
                        -coefficient
                    } else {
                        coefficient.clone()
                    },
                ));
            }
            terms.sort_by_key(|(variable, _)| *variable);
            terms.dedup_by(|later, earlier| {
                let same = later.0 == earlier.0;
                if same {
                    earlier.1 += &later.1;
                }
                same
            });
            terms.retain(|(_, coefficient)| !coefficient.is_zero());
            rows.push(CanonicalRow {
                terms,
                equal: row.relation == Relation::Equal,
                bound: if negated { -bound } else { bound },
            });
            negated_rows.push(negated);
        }
        rows.append(&mut box_rows);
        Canonical {
            objective,
            free,
            rows,
            boxed,
            substitutions,
            negated_rows,
            maximise,
        }
    }

    /// The point of the program for a canonical one.
    pub(super) fn point(&self, canonical: &[Rational]) -> Vec<Rational> {
        let mut point = self.ray(canonical);
        for (entry, substitution) in point.iter_mut().zip(&self.substitutions) {
            // Sums with long numbers are reduced: not for nothing.
            if !substitution.offset.is_zero() {
                *entry += &substitution.offset;
            }
        }
        point
    }

    /// The point of the program for a canonical one in floating point.
    pub(super) fn numeric_point(&self, canonical: &[f64]) -> Vec<f64> {
        let parts = canonical.iter().zip(&self.substitutions);
        parts
            .map(|(x, s)| s.offset.to_f64() + if s.negated { -x } else { *x })
            .collect()
    }

    /// The multipliers of an optimum for canonical ones in floating point.
    pub(super) fn numeric_multipliers(&self, canonical: &[f64]) -> Vec<f64> {
        let parts = canonical.iter().zip(&self.negated_rows);
        parts
            .map(|(y, &negated)| {
                if negated == self.maximise {
                    0.0 - y
                } else {
                    *y
                }
            })
            .collect()
    }

    /// The direction of the program for a canonical one.
    pub(super) fn ray(&self, canonical: &[Rational]) -> Vec<Rational> {
        let parts = canonical.iter().zip(&self.substitutions);
        parts
            .map(|(x, s)| if s.negated { -x } else { x.clone() })
            .collect()
    }

    /// The multipliers of an infeasibility for canonical ones.
    pub(super) fn farkas(&self, canonical: &[Rational]) -> Vec<Rational> {
        let parts = canonical.iter().zip(&self.negated_rows);
        parts
            .map(|(y, &negated)| if negated { -y } else { y.clone() })
            .collect()
    }

    /// The multipliers of an optimum for canonical ones.
    pub(super) fn multipliers(&self, canonical: &[Rational]) -> Vec<Rational> {
        let mut multipliers = self.farkas(canonical);
        if !self.maximise {
            for multiplier in &mut multipliers {
                *multiplier = -&*multiplier;
            }
        }
        multipliers
    }
}
