//! The program as data.

use serde::{Deserialize, Serialize};

use super::{Bounds, LinearError};
use crate::number::Rational;

/// How a row bounds its linear form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// At most the bound.
    AtMost,
    /// At least the bound.
    AtLeast,
    /// Equal to the bound.
    Equal,
}

/// Which way the objective is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// Larger is better.
    Maximise,
    /// Smaller is better.
    Minimise,
}

/// One row: `Σ coefficient · x_variable` in its relation to the bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Row {
    /// Variable and coefficient; a variable named twice counts with the sum.
    pub terms: Vec<(usize, Rational)>,
    /// The relation.
    pub relation: Relation,
    /// The right-hand side.
    pub bound: Rational,
}

/// A linear program in exact numbers, given sparsely.
///
/// Variables and rows are numbered from 0 in the order in which they are added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawProgram")]
pub struct LinearProgram {
    sense: Sense,
    objective: Vec<Rational>,
    bounds: Vec<Bounds>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct RawProgram {
    sense: Sense,
    objective: Vec<Rational>,
    bounds: Vec<Bounds>,
    rows: Vec<Row>,
}

impl TryFrom<RawProgram> for LinearProgram {
    type Error = LinearError;
    fn try_from(raw: RawProgram) -> Result<Self, LinearError> {
        let mut program = LinearProgram::new(raw.sense);
        if raw.objective.len() != raw.bounds.len() {
            return Err(LinearError::NoSuchVariable {
                variable: raw.objective.len().max(raw.bounds.len()) - 1,
                variables: raw.objective.len().min(raw.bounds.len()),
            });
        }
        for (coefficient, bounds) in raw.objective.into_iter().zip(raw.bounds) {
            program.variable(bounds, coefficient);
        }
        for row in raw.rows {
            program.row(row.terms, row.relation, row.bound)?;
        }
        Ok(program)
    }
}

impl LinearProgram {
    /// An empty program.
    pub fn new(sense: Sense) -> Self {
        LinearProgram {
            sense,
            objective: Vec::new(),
            bounds: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// An empty program whose objective is to be large.
    pub fn maximise() -> Self {
        Self::new(Sense::Maximise)
    }

    /// An empty program whose objective is to be small.
    pub fn minimise() -> Self {
        Self::new(Sense::Minimise)
    }

    /// Adds a variable with its coefficient in the objective and returns its number.
    pub fn variable(&mut self, bounds: Bounds, objective: impl Into<Rational>) -> usize {
        self.bounds.push(bounds);
        self.objective.push(objective.into());
        self.bounds.len() - 1
    }

    /// Adds a row and returns its number.
    ///
    /// # Errors
    /// [`LinearError::NoSuchVariable`].
    pub fn row<C: Into<Rational>>(
        &mut self,
        terms: impl IntoIterator<Item = (usize, C)>,
        relation: Relation,
        bound: impl Into<Rational>,
    ) -> Result<usize, LinearError> {
        let terms: Vec<(usize, Rational)> = terms.into_iter().map(|(j, c)| (j, c.into())).collect();
        if let Some(&(variable, _)) = terms.iter().find(|(j, _)| *j >= self.variables()) {
            return Err(LinearError::NoSuchVariable {
                variable,
                variables: self.variables(),
            });
        }
        self.rows.push(Row {
            terms,
            relation,
            bound: bound.into(),
        });
        Ok(self.rows.len() - 1)
    }

    /// Replaces the objective: one coefficient a variable that is named, zero for the others.
    ///
    /// # Errors
    /// [`LinearError::NoSuchVariable`].
    pub fn set_objective<C: Into<Rational>>(
        &mut self,
        sense: Sense,
        terms: impl IntoIterator<Item = (usize, C)>,
    ) -> Result<(), LinearError> {
        let mut objective = vec![Rational::ZERO; self.variables()];
        for (variable, coefficient) in terms {
            let Some(entry) = objective.get_mut(variable) else {
                return Err(LinearError::NoSuchVariable {
                    variable,
                    variables: self.variables(),
                });
            };
            *entry += coefficient.into();
        }
        self.sense = sense;
        self.objective = objective;
        Ok(())
    }

    /// Which way the objective is better.
    pub fn sense(&self) -> Sense {
        self.sense
    }

    /// How many variables there are.
    pub fn variables(&self) -> usize {
        self.bounds.len()
    }

    /// The coefficients of the objective, one a variable.
    pub fn objective(&self) -> &[Rational] {
        &self.objective
    }

    /// The bounds, one a variable.
    pub fn bounds(&self) -> &[Bounds] {
        &self.bounds
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}
