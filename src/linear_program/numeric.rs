//! Linear programs in floating point, with the residuals that were measured.

use serde::{Deserialize, Serialize};

use super::limits::Limits;
use super::propose::{Verdict, propose};
use super::simplex::Simplex;
use super::solve::Prepared;
use super::{Basis, LinearError, LinearOptions, LinearProgram, Relation, Sense};

/// What came of a linear program in floating point. Nothing in it is proved: the residuals say how
/// far it is from being so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NumericAnswer {
    /// There seems to be an optimal point.
    #[non_exhaustive]
    Optimal {
        /// The value of the objective at the point.
        value: f64,
        /// One entry a variable.
        point: Vec<f64>,
        /// One entry a row; signs as in [`Optimum`](super::Optimum).
        multipliers: Vec<f64>,
        /// How far point and multipliers are from proving each other optimal.
        residuals: Residuals,
    },
    /// The rows seem to contradict each other.
    Infeasible,
    /// The objective seems to be unbounded.
    Unbounded,
}

/// How far a point and multipliers are from proving each other optimal. All are zero for a proof.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Residuals {
    /// The largest amount by which the point misses a row or a bound.
    pub primal: f64,
    /// The largest multiplier or reduced cost of the wrong sign, in absolute terms.
    pub dual: f64,
    /// The difference between the value and the bound that the multipliers give.
    pub gap: f64,
}

/// The answer in floating point, the last basis, and the number of pivots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NumericSolved {
    /// The answer.
    pub answer: NumericAnswer,
    /// The last basis: a start for [`LinearProgram::solve`], which proves or mends it.
    pub basis: Basis,
    /// Pivots.
    pub pivots: usize,
}

impl LinearProgram {
    /// Solves the program in floating point only: for programs too large for a proof.
    ///
    /// # Errors
    /// As [`LinearProgram::solve`], and [`LinearError::Unstable`] when rounding got in the way.
    ///
    /// # Complexity
    /// As [`LinearProgram::solve`] without the proof.
    ///
    /// ```
    /// use lacuna::linear_program::{Bounds, LinearOptions, LinearProgram, NumericAnswer, Relation};
    ///
    /// let mut program = LinearProgram::maximise();
    /// let x = program.variable(Bounds::NONNEGATIVE, 1);
    /// program.row([(x, 3)], Relation::AtMost, 1)?;
    /// let solved = program.solve_numeric(&LinearOptions::default())?;
    /// let NumericAnswer::Optimal { value, residuals, .. } = solved.answer else { unreachable!() };
    /// assert!((value - 1.0 / 3.0).abs() < 1e-12 && residuals.gap < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn solve_numeric(&self, options: &LinearOptions) -> Result<NumericSolved, LinearError> {
        let prepared = Prepared::new(self, options)?;
        let mut limits = Limits::new(options);
        let start = (&prepared.start.0[..], &prepared.start.1[..]);
        let (proposal, mut simplex) =
            propose(&prepared.sparse, &prepared.float, start, &mut limits);
        let basis = prepared.basis(&proposal);
        if proposal.limited {
            return Err(limits.error(basis));
        }
        let answer = match proposal.verdict {
            Verdict::Optimal => {
                simplex.refresh();
                self.numeric_optimum(&prepared, &simplex)
            }
            Verdict::Infeasible(..) => NumericAnswer::Infeasible,
            Verdict::Unbounded(..) => NumericAnswer::Unbounded,
            Verdict::Unknown => return Err(LinearError::Unstable { basis }),
        };
        Ok(NumericSolved {
            answer,
            basis,
            pivots: proposal.pivots,
        })
    }

    fn numeric_optimum(&self, prepared: &Prepared, simplex: &Simplex<'_>) -> NumericAnswer {
        let (float, sparse) = (&prepared.float, &prepared.sparse);
        let canonical: Vec<f64> = (0..self.variables())
            .map(|variable| simplex.values[variable] * float.column_scale[variable])
            .collect();
        let point = prepared.canonical.numeric_point(&canonical);
        let objective_scale = float.objective_scale * sparse.objective_factor.to_f64();
        let multipliers: Vec<f64> = (0..self.rows().len())
            .map(|row| {
                let scaled = -simplex.reduced[self.variables() + row];
                // Zero stays zero, and not minus zero.
                scaled * float.row_scale[row] * sparse.row_factors[row].to_f64() / objective_scale
                    + 0.0
            })
            .collect();
        let multipliers = prepared.canonical.numeric_multipliers(&multipliers);
        let residuals = self.residuals(&point, &multipliers);
        let terms = self.objective().iter().zip(&point);
        NumericAnswer::Optimal {
            value: terms.map(|(c, x)| c.to_f64() * x).sum(),
            point,
            multipliers,
            residuals,
        }
    }

    /// How far a point and multipliers, one a variable and one a row, are from proving each other
    /// optimal; entries that are missing count as zero.
    ///
    /// # Complexity
    /// A few operations for each term of the program.
    pub fn residuals(&self, point: &[f64], multipliers: &[f64]) -> Residuals {
        let value = |variable: usize| point.get(variable).copied().unwrap_or(0.0);
        let sign = if self.sense() == Sense::Maximise {
            1.0
        } else {
            -1.0
        };
        let mut reduced: Vec<f64> = self.objective().iter().map(|c| sign * c.to_f64()).collect();
        let objective: f64 = reduced.iter().enumerate().map(|(j, c)| c * value(j)).sum();
        let (mut primal, mut dual, mut bound) = (0.0f64, 0.0f64, 0.0);
        for (index, row) in self.rows().iter().enumerate() {
            let multiplier = sign * multipliers.get(index).copied().unwrap_or(0.0);
            let right = row.bound.to_f64();
            let mut excess = -right;
            for (variable, coefficient) in &row.terms {
                let coefficient = coefficient.to_f64();
                excess += coefficient * value(*variable);
                reduced[*variable] -= coefficient * multiplier;
            }
            bound += right * multiplier;
            let (over, wrong) = match row.relation {
                Relation::AtMost => (excess, -multiplier),
                Relation::AtLeast => (-excess, multiplier),
                Relation::Equal => (excess.abs(), 0.0),
            };
            primal = primal.max(over);
            dual = dual.max(wrong);
        }
        for (variable, bounds) in self.bounds().iter().enumerate() {
            let (low, high) = (bounds.lower(), bounds.upper());
            let (low, high) = (low.map(|b| b.to_f64()), high.map(|b| b.to_f64()));
            primal = primal.max(low.map_or(0.0, |low| low - value(variable)));
            primal = primal.max(high.map_or(0.0, |high| value(variable) - high));
            let end = if reduced[variable] > 0.0 { high } else { low };
            match end {
                Some(end) => bound += reduced[variable] * end,
                None => dual = dual.max(reduced[variable].abs()),
            }
        }
        Residuals {
            primal,
            dual,
            gap: (objective - bound).abs(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear_program::{Answer, Bounds};
    use crate::number::Rational;
    use rand::RngExt;

    #[test]
    fn both_modes_agree_on_programs_of_hundreds_of_rows() {
        for seed in 0..6 {
            let mut rng = crate::game::random::generator(2605, seed);
            let (columns, rows) = (40 + 20 * seed as usize, 120);
            let mut program = LinearProgram::maximise();
            for column in 0..columns {
                let bounds = match column % 4 {
                    0 => Bounds::between(0, 5).expect("ordered"),
                    1 => Bounds::at_least(-2),
                    _ => Bounds::NONNEGATIVE,
                };
                program.variable(bounds, rng.random_range(-5..=9));
            }
            for row in 0..rows {
                let terms: Vec<(usize, i64)> = (0..columns)
                    .filter_map(|c| {
                        let entry = rng.random_range(-20i64..=9);
                        (entry >= -1).then_some((c, entry))
                    })
                    .collect();
                let relation = if row % 10 == 0 {
                    Relation::AtLeast
                } else {
                    Relation::AtMost
                };
                let bound: i64 = if row % 10 == 0 {
                    -20
                } else {
                    rng.random_range(20..200)
                };
                program.row(terms, relation, bound).expect("valid");
            }
            let exact = program.solve(&LinearOptions::default()).expect("no limit");
            assert!(exact.answer.verify(&program));
            let float = program
                .solve_numeric(&LinearOptions::default())
                .expect("no limit");
            match (&exact.answer, float.answer) {
                (
                    Answer::Optimal(optimum),
                    NumericAnswer::Optimal {
                        value, residuals, ..
                    },
                ) => {
                    assert!((optimum.value.to_f64() - value).abs() < 1e-6 * value.abs().max(1.0));
                    assert!(residuals.primal < 1e-7 && residuals.dual < 1e-7);
                    assert!(residuals.gap < 1e-6 * value.abs().max(1.0));
                }
                (Answer::Unbounded(_), NumericAnswer::Unbounded)
                | (Answer::Infeasible(_), NumericAnswer::Infeasible) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn residuals_see_what_is_wrong() {
        let mut program = LinearProgram::minimise();
        let x = program.variable(Bounds::at_most(4), Rational::from(2));
        program.row([(x, 1)], Relation::AtLeast, 3).expect("valid");
        let right = program.residuals(&[3.0], &[2.0]);
        assert_eq!(right, Residuals::default());
        assert_eq!(program.residuals(&[2.0], &[2.0]).primal, 1.0);
        assert_eq!(program.residuals(&[5.0], &[2.0]).primal, 1.0);
        assert_eq!(program.residuals(&[3.0], &[-1.0]).dual, 3.0);
        assert_eq!(program.residuals(&[3.5], &[2.0]).gap, 1.0);
    }
}
