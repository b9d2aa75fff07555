//! The value curve as data.

use std::cmp::Ordering;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{End, Level, ParametricError, ParametricProgram, RationalFunction};
use crate::linear_program::{Answer, Basis, LinearOptions};
use crate::number::Rational;

/// Limits on a value curve, and how narrowly irrational breakpoints are isolated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CurveOptions {
    /// The widest interval around an irrational breakpoint, and around a value there. Default 2⁻²⁰.
    pub width: Rational,
    /// The most pieces, counted before neighbours with the same function are joined, and attempts to
    /// find one that failed. Default 10,000.
    pub max_pieces: usize,
    /// The longest time, checked between steps within a piece; `None` (the default) for no limit. A
    /// curve does not depend on it, but whether it is complete does.
    pub max_time: Option<Duration>,
    /// Limits on each linear program.
    pub linear: LinearOptions,
}

impl Default for CurveOptions {
    fn default() -> Self {
        CurveOptions {
            width: Rational::reduced(1, 1 << 20),
            max_pieces: 10_000,
            max_time: None,
            linear: LinearOptions::default(),
        }
    }
}

impl CurveOptions {
    /// The same with another width.
    #[must_use]
    pub fn with_width(mut self, width: Rational) -> Self {
        self.width = width;
        self
    }

    /// The same with at most so many pieces.
    #[must_use]
    pub fn with_max_pieces(mut self, max_pieces: usize) -> Self {
        self.max_pieces = max_pieces;
        self
    }

    /// The same with at most so much time.
    #[must_use]
    pub fn with_max_time(mut self, max_time: Duration) -> Self {
        self.max_time = Some(max_time);
        self
    }

    /// The same with other limits on each linear program.
    #[must_use]
    pub fn with_linear(mut self, linear: LinearOptions) -> Self {
        self.linear = linear;
        self
    }
}

/// What the programs of a piece have for a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CurveValue {
    /// Their optimal value as a function of λ; it has no pole in the piece.
    Finite(RationalFunction),
    /// None has a feasible point.
    Infeasible,
    /// The objective of each can be improved without limit.
    Unbounded,
}

impl fmt::Display for CurveValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CurveValue::Finite(function) => function.fmt(formatter),
            CurveValue::Infeasible => formatter.pad("infeasible"),
            CurveValue::Unbounded => formatter.pad("unbounded"),
        }
    }
}

/// An open interval of λ on which one rational function is the value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Piece {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
    /// The value strictly between.
    pub value: CurveValue,
    /// The bases that prove it, from the lowest λ to the highest; each is optimal on a part of the
    /// piece. Where there is no optimum, the bases at which that was seen.
    pub bases: Vec<Basis>,
}

/// The curve at an end of a piece: the value exactly there, and what the curve tends to from either
/// side. The three may all differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Breakpoint {
    /// The parameter.
    pub at: End,
    /// The value there; `None` at an irrational λ where the bases of neither side are bases.
    pub value: Option<Level>,
    /// The limit from below; `None` at the lower end of the range and above an unresolved interval.
    pub left: Option<Level>,
    /// The limit from above; `None` at the upper end of the range and below an unresolved interval.
    pub right: Option<Level>,
    /// Is there a jump: do the value and the limits differ? Decided exactly, whatever the width of
    /// enclosures; `None` if the value is not known and the limits agree.
    pub jump: Option<bool>,
}

/// An open interval of λ on which the curve is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unresolved {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
}

/// The optimal value of a family of linear programs as a function of λ on a closed range; see the
/// [module](super).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ValueCurve {
    /// The pieces in ascending order.
    pub pieces: Vec<Piece>,
    /// The ends of pieces in ascending order; the first and the last are the ends of the range.
    pub breakpoints: Vec<Breakpoint>,
    /// Intervals on which no basis was found to last: empty unless a limit was reached.
    pub unresolved: Vec<Unresolved>,
}

impl ValueCurve {
    /// The value at λ: [`Level::Finite`], [`Level::Infeasible`] or [`Level::Unbounded`]; `None`
    /// outside the range and where the curve is unresolved.
    ///
    /// Complexity: a binary search, and the evaluation of two polynomials.
    pub fn value_at(&self, lambda: &Rational) -> Option<Level> {
        let place = self
            .breakpoints
            .binary_search_by(|breakpoint| breakpoint.at.compare(lambda));
        if let Ok(place) = place {
            return self.breakpoints[place].value.clone();
        }
        let piece = (self.pieces)
            .binary_search_by(|piece| {
                match (piece.low.compare(lambda), piece.high.compare(lambda)) {
                    (Ordering::Less, Ordering::Greater) => Ordering::Equal,
                    (Ordering::Less, _) => Ordering::Less,
                    _ => Ordering::Greater,
                }
            })
            .ok()?;
        match &self.pieces[piece].value {
            CurveValue::Finite(function) => function.evaluate(lambda).map(Level::Finite),
            CurveValue::Infeasible => Some(Level::Infeasible),
            CurveValue::Unbounded => Some(Level::Unbounded),
        }
    }

    /// Is the curve known at each of these λ, and equal to what the linear program there says? Each
    /// answer is checked by [`Answer::verify`].
    ///
    /// # Errors
    /// Those of [`ParametricProgram::at`]; [`ParametricError::Linear`].
    ///
    /// # Complexity
    /// One linear program for each λ.
    pub fn verify(
        &self,
        program: &ParametricProgram,
        points: &[Rational],
        options: &LinearOptions,
    ) -> Result<bool, ParametricError> {
        for lambda in points {
            let at = program.at(lambda)?;
            let solved = at.solve(options);
            let solved = solved.map_err(|source| ParametricError::Linear {
                lambda: lambda.clone(),
                source,
                found: None,
            })?;
            let level = match &solved.answer {
                Answer::Optimal(optimum) => Level::Finite(optimum.value.clone()),
                Answer::Infeasible(_) => Level::Infeasible,
                Answer::Unbounded(_) => Level::Unbounded,
            };
            if !solved.answer.verify(&at) || self.value_at(lambda) != Some(level) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl fmt::Display for ValueCurve {
    /// One line a piece: `(1/3, 2): (14 + 8λ)/(3 + λ)`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, piece) in self.pieces.iter().enumerate() {
            if index > 0 {
                writeln!(formatter)?;
            }
            write!(
                formatter,
                "({}, {}): {}",
                piece.low, piece.high, piece.value
            )?;
        }
        Ok(())
    }
}
