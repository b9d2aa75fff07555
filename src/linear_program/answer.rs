//! What comes of a linear program, each with its proof.

use serde::{Deserialize, Serialize};

use crate::number::Rational;

/// What came of a linear program. [`Answer::verify`] checks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Answer {
    /// There is an optimal point.
    Optimal(Optimum),
    /// No point meets all rows and bounds.
    Infeasible(Infeasibility),
    /// The objective can be improved without limit.
    Unbounded(Unboundedness),
}

/// An optimal point with the multipliers that prove it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Optimum {
    /// The value of the objective.
    pub value: Rational,
    /// One entry a variable.
    pub point: Vec<Rational>,
    /// One entry a row: the rate at which the value rises with the row's bound (its shadow price).
    /// When maximising it is at least 0 on `AtMost` rows and at most 0 on `AtLeast` rows; when
    /// minimising the other way round.
    pub multipliers: Vec<Rational>,
}

/// Rows that contradict each other (Farkas).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Infeasibility {
    /// One entry a row, at least 0 on `AtMost` rows and at most 0 on `AtLeast` rows. The rows times
    /// these add up to `Σ cⱼ·xⱼ ≤ d`, which no point within the bounds of the variables meets.
    pub multipliers: Vec<Rational>,
}

/// A point and a direction in which every step stays feasible and improves the objective.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unboundedness {
    /// A feasible point; one entry a variable.
    pub point: Vec<Rational>,
    /// The direction; one entry a variable.
    pub ray: Vec<Rational>,
}

/// Which variables and rows determine a vertex: the variables that are not at a bound, and as many
/// rows that hold with equality. A start for the next solve of a similar program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Basis {
    /// The variables, ascending.
    pub variables: Vec<usize>,
    /// Variables that are held at their upper bound, ascending.
    pub at_upper: Vec<usize>,
    /// The rows, ascending.
    pub rows: Vec<usize>,
}

/// How much work a solve was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Effort {
    /// Pivots in floating point, which propose a basis.
    pub float_pivots: usize,
    /// Pivots in exact arithmetic, which repair it or start afresh.
    pub exact_pivots: usize,
}

/// The answer to a linear program, the basis it stems from, and how much work it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Solved {
    /// The answer, with its proof.
    pub answer: Answer,
    /// The last basis.
    pub basis: Basis,
    /// Pivots.
    pub effort: Effort,
}

impl Answer {
    /// The optimum, if there is one.
    pub fn optimum(&self) -> Option<&Optimum> {
        match self {
            Answer::Optimal(optimum) => Some(optimum),
            _ => None,
        }
    }

    /// The optimum, if there is one.
    pub fn into_optimum(self) -> Option<Optimum> {
        match self {
            Answer::Optimal(optimum) => Some(optimum),
            _ => None,
        }
    }

    /// Is there a feasible point?
    pub fn is_feasible(&self) -> bool {
        !matches!(self, Answer::Infeasible(_))
    }
}
