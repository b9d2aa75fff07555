//! Pieces joined to a curve, with what happens at their ends.

use super::curve::{Breakpoint, CurveValue, Piece, Unresolved, ValueCurve};
use super::{End, Level, ParametricError};
use crate::linear_program::Basis;
use crate::number::Rational;

/// A piece, and whether its proof holds at its ends as well.
#[derive(Debug, Clone)]
pub(super) struct Traced {
    pub(super) low: End,
    pub(super) high: End,
    pub(super) low_included: bool,
    pub(super) high_included: bool,
    pub(super) value: CurveValue,
    pub(super) bases: Vec<Basis>,
}

/// A part of the range.
#[derive(Debug, Clone)]
pub(super) enum Found {
    Piece(Traced),
    Gap(End, End),
}

impl Found {
    fn piece(&self) -> Option<&Traced> {
        match self {
            Found::Piece(piece) => Some(piece),
            Found::Gap(..) => None,
        }
    }

    fn high(&self) -> &End {
        match self {
            Found::Piece(piece) => &piece.high,
            Found::Gap(_, high) => high,
        }
    }
}

/// The curve made of parts in ascending order that cover the range. `level` is asked for the value
/// at rational ends; where it gives none, that of the pieces that include the end counts.
pub(super) fn assemble(
    range: (&End, &End),
    parts: &[Found],
    width: &Rational,
    level: impl Fn(&Rational) -> Result<Option<Level>, ParametricError>,
) -> Result<ValueCurve, ParametricError> {
    let corner = |at: &End, left: Option<&Traced>, right: Option<&Traced>| {
        let known = match at {
            End::Exact(lambda) => level(lambda)?,
            End::Isolated { .. } => None,
        };
        Ok(Corner::new(at, left, right, known, width))
    };
    let mut curve = ValueCurve::default();
    let mut joined: Vec<Found> = Vec::new();
    let first = parts.first().and_then(Found::piece);
    (curve.breakpoints).push(corner(range.0, None, first)?.breakpoint);
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(Found::Gap(_, end)), Found::Gap(_, high)) => *end = high.clone(),
            (Some(last), part) => {
                let corner = corner(last.high(), last.piece(), part.piece())?;
                match (last, part) {
                    (Found::Piece(last), Found::Piece(next)) if corner.smooth => {
                        last.high = next.high.clone();
                        last.high_included = next.high_included;
                        last.bases.extend(next.bases.iter().cloned());
                    }
                    _ => {
                        curve.breakpoints.push(corner.breakpoint);
                        joined.push(part.clone());
                    }
                }
            }
            (None, part) => joined.push(part.clone()),
        }
    }
    if range.0 != range.1 {
        let last = joined.last().and_then(Found::piece);
        (curve.breakpoints).push(corner(range.1, last, None)?.breakpoint);
    }
    for part in joined {
        match part {
            Found::Piece(piece) => curve.pieces.push(Piece {
                low: piece.low,
                high: piece.high,
                value: piece.value,
                bases: piece.bases,
            }),
            Found::Gap(low, high) => curve.unresolved.push(Unresolved { low, high }),
        }
    }
    Ok(curve)
}

/// A breakpoint, and whether one function goes through it.
struct Corner {
    breakpoint: Breakpoint,
    smooth: bool,
}

impl Corner {
    fn new(
        at: &End,
        left: Option<&Traced>,
        right: Option<&Traced>,
        known: Option<Level>,
        width: &Rational,
    ) -> Self {
        let below = left.map(|piece| piece.value.limit(at, true, width));
        let above = right.map(|piece| piece.value.limit(at, false, width));
        // A proof that holds at the end gives the value there.
        let from_left = left.is_some_and(|piece| piece.high_included);
        let from_right = right.is_some_and(|piece| piece.low_included);
        let value = known.or_else(|| match (from_left, from_right) {
            (true, _) => below.clone(),
            (_, true) => above.clone(),
            _ => None,
        });
        let sides_agree = match (left, right) {
            (Some(left), Some(right)) => agree(&left.value, &right.value, at),
            _ => true,
        };
        let jump = match (&value, at) {
            _ if !sides_agree => Some(true),
            (None, _) => None,
            (Some(value), End::Exact(_)) => {
                let sides = below.iter().chain(&above);
                Some(sides.into_iter().any(|side| side != value))
            }
            // The value is the limit from one side, and the limits are equal.
            (Some(_), End::Isolated { .. }) => Some(false),
        };
        let same = left.zip(right).is_some_and(|(l, r)| l.value == r.value);
        Corner {
            smooth: same && jump == Some(false),
            breakpoint: Breakpoint {
                at: at.clone(),
                value,
                left: below,
                right: above,
                jump,
            },
        }
    }
}

/// Do two values tend to the same at an end? Those that grow beyond all numbers do not.
fn agree(left: &CurveValue, right: &CurveValue, at: &End) -> bool {
    match (left, right) {
        (CurveValue::Finite(left), CurveValue::Finite(right)) => {
            !at.is_root_of(left.denominator())
                && !at.is_root_of(right.denominator())
                && at.is_root_of(&left.difference(right))
        }
        (left, right) => left == right,
    }
}
