//! From a program to its answer.

use super::canonical::Canonical;
use super::dictionary::{self, Solution};
use super::{
    Answer, Basis, Effort, Infeasibility, LinearError, LinearOptions, LinearProgram, Optimum,
    Solved, Unboundedness,
};
use crate::number::Rational;

impl LinearProgram {
    /// Decides the program exactly.
    ///
    /// # Errors
    /// [`LinearError::PivotLimit`], [`LinearError::TimeLimit`], [`LinearError::MemoryLimit`] when a
    /// limit of the options is reached, with the basis at which the search stood;
    /// [`LinearError::BadBasis`] for a start that does not belong to the program.
    pub fn solve(&self, options: &LinearOptions) -> Result<Solved, LinearError> {
        let canonical = Canonical::new(self);
        let mut rows: Vec<dictionary::Row> = canonical
            .rows
            .iter()
            .map(|row| dictionary::Row {
                coefficients: row.terms.clone(),
                relation: if row.equal {
                    dictionary::Relation::Equal
                } else {
                    dictionary::Relation::AtMost
                },
                bound: row.bound.clone(),
            })
            .collect();
        for (column, _) in canonical
            .free
            .iter()
            .enumerate()
            .filter(|(_, free)| !**free)
        {
            rows.push(dictionary::Row {
                coefficients: vec![(column, -Rational::ONE)],
                relation: dictionary::Relation::AtMost,
                bound: Rational::ZERO,
            });
        }
        let mut inner = dictionary::Program {
            columns: self.variables(),
            objective: canonical.objective.iter().cloned().enumerate().collect(),
            rows,
        };
        let limit = |_| LinearError::PivotLimit {
            limit: options.max_pivots,
            basis: Basis::default(),
        };
        let answer = match inner.solve(options.max_pivots).map_err(limit)? {
            Solution::Optimal {
                point, multipliers, ..
            } => {
                let point = canonical.point(&point);
                Answer::Optimal(Optimum {
                    value: self
                        .objective()
                        .iter()
                        .zip(&point)
                        .map(|(c, x)| c * x)
                        .sum(),
                    point,
                    multipliers: canonical.multipliers(&multipliers[..self.rows().len()]),
                })
            }
            Solution::Infeasible { multipliers } => Answer::Infeasible(Infeasibility {
                multipliers: canonical.farkas(&multipliers[..self.rows().len()]),
            }),
            Solution::Unbounded => {
                let objective = std::mem::take(&mut inner.objective);
                let Solution::Optimal { point, .. } =
                    inner.solve(options.max_pivots).map_err(limit)?
                else {
                    return Err(limit(dictionary::PivotLimit));
                };
                for row in &mut inner.rows {
                    row.bound = Rational::ZERO;
                }
                inner.rows.push(dictionary::Row {
                    coefficients: objective.iter().map(|(j, c)| (*j, -c)).collect(),
                    relation: dictionary::Relation::AtMost,
                    bound: -Rational::ONE,
                });
                let Solution::Optimal { point: ray, .. } =
                    inner.solve(options.max_pivots).map_err(limit)?
                else {
                    return Err(limit(dictionary::PivotLimit));
                };
                Answer::Unbounded(Unboundedness {
                    point: canonical.point(&point),
                    ray: canonical.ray(&ray),
                })
            }
        };
        Ok(Solved {
            answer,
            basis: Basis::default(),
            effort: Effort::default(),
        })
    }
}
