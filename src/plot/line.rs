//! Curves through given points.

use serde::{Deserialize, Serialize};

use super::PlotError;
use super::canvas::{Canvas, Pixel, Rect};
use super::curve::{Curve, Drawn, Frame};
use super::panel::check_finite;
use super::style::CURVES;

/// A curve through points joined by straight lines, in one piece or several.
///
/// Points come in order of x; two with the same x make a vertical line. Between pieces the curve
/// has no value, and a piece of a single point is a dot. Intervals are drawn over the line, as bars
/// with a dot. Curves differ in colour and dashes; the
/// first is solid and each following one lies on top, so that all are seen where they coincide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineCurve {
    name: String,
    pieces: Vec<Vec<(f64, f64)>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    intervals: Vec<Interval>,
}

/// A vertical bar at a coordinate, with a dot on it: a mean and how far it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The coordinate.
    pub at: f64,
    /// The value of the dot.
    pub value: f64,
    /// The lower end of the bar.
    pub lo: f64,
    /// The upper end of the bar.
    pub hi: f64,
}

impl LineCurve {
    /// A curve in one piece through the points `(x, y)`.
    pub fn new(name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        LineCurve {
            name: name.into(),
            pieces: vec![points.into_iter().collect()],
            intervals: Vec::new(),
        }
    }

    /// With a dot at a point, and a bar from `lo` to `hi` through it.
    #[must_use]
    pub fn with_interval(mut self, at: f64, value: f64, lo: f64, hi: f64) -> Self {
        self.intervals.push(Interval { at, value, lo, hi });
        self
    }

    /// The intervals, in the order in which they were added.
    pub fn intervals(&self) -> &[Interval] {
        &self.intervals
    }

    /// The intervals inside the x range.
    fn bars(&self, x: (f64, f64)) -> impl Iterator<Item = &Interval> {
        let inside = move |bar: &&Interval| (x.0..=x.1).contains(&bar.at);
        self.intervals.iter().filter(inside)
    }

    /// With one more piece.
    #[must_use]
    pub fn with_piece(mut self, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.pieces.push(points.into_iter().collect());
        self
    }

    /// The pieces, in the order in which they were added.
    pub fn pieces(&self) -> &[Vec<(f64, f64)>] {
        &self.pieces
    }

    /// The parts of the pieces inside the x range.
    fn shown(&self, x: (f64, f64)) -> Vec<Vec<(f64, f64)>> {
        self.pieces
            .iter()
            .map(|piece| clip(piece, x))
            .filter(|piece| !piece.is_empty())
            .collect()
    }
}

/// Width of every line.
const WIDTH: f64 = 2.2;
/// Radius of a piece of one point.
const DOT: f64 = 3.4;
/// Width of the bars of intervals, and half the length of the lines across their ends.
const BAR: f64 = 1.2;
const CAP: f64 = 3.5;

/// Dashes by style: the first is solid, and no two of a colour's neighbours share a pattern.
const DASHES: [&[f64]; 7] = [
    &[],
    &[9.0, 5.0],
    &[2.5, 3.5],
    &[10.0, 4.0, 2.5, 4.0],
    &[15.0, 6.0],
    &[5.0, 7.0],
    &[10.0, 4.0, 2.5, 4.0, 2.5, 4.0],
];

/// The part of a line inside the x range.
fn clip(points: &[(f64, f64)], (lo, hi): (f64, f64)) -> Vec<(f64, f64)> {
    let cross = |a: (f64, f64), b: (f64, f64), x: f64| {
        let share = (x - a.0) / (b.0 - a.0);
        (x, (1.0 - share) * a.1 + share * b.1)
    };
    let mut shown = Vec::new();
    for (number, &point) in points.iter().enumerate() {
        if let Some(before) = number.checked_sub(1).map(|n| points[n]) {
            for end in [lo, hi] {
                if before.0 < end && end < point.0 {
                    shown.push(cross(before, point, end));
                }
            }
        }
        if (lo..=hi).contains(&point.0) {
            shown.push(point);
        }
    }
    shown
}

impl Curve for LineCurve {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Drawn for LineCurve {
    const STYLES: usize = DASHES.len();

    fn check(&self, panel: usize, _x: (f64, f64)) -> Result<(), PlotError> {
        for (piece, points) in self.pieces.iter().enumerate() {
            let curve = || self.name.clone();
            if points.is_empty() {
                return Err(PlotError::EmptyPiece {
                    panel,
                    curve: curve(),
                    piece,
                });
            }
            for (point, &(x, y)) in points.iter().enumerate() {
                let what = |axis: &str| {
                    format!(
                        "the {axis} coordinate of point {point} of piece {piece} of curve {:?} of panel {panel}",
                        self.name
                    )
                };
                check_finite(|| what("x"), x)?;
                check_finite(|| what("y"), y)?;
                if let Some(previous) = point.checked_sub(1).map(|before| points[before].0)
                    && x < previous
                {
                    return Err(PlotError::Unordered {
                        panel,
                        curve: curve(),
                        piece,
                        point,
                        at: x,
                        previous,
                    });
                }
            }
        }
        for (number, bar) in self.intervals.iter().enumerate() {
            let what = |of: &str| {
                format!(
                    "the {of} of interval {number} of curve {:?} of panel {panel}",
                    self.name
                )
            };
            check_finite(|| what("coordinate"), bar.at)?;
            check_finite(|| what("lower end"), bar.lo)?;
            check_finite(|| what("value"), bar.value)?;
            check_finite(|| what("upper end"), bar.hi)?;
            if bar.lo > bar.value || bar.value > bar.hi {
                let what = format!("{} around {}", what("bar"), bar.value);
                let (lo, hi) = (bar.lo, bar.hi);
                return Err(PlotError::BadRange { what, lo, hi });
            }
        }
        Ok(())
    }

    fn values(&self, x: (f64, f64), visit: &mut dyn FnMut(&str, f64)) {
        for (_, y) in self.shown(x).into_iter().flatten() {
            visit(&format!("a point of curve {:?}", self.name), y);
        }
        for bar in self.bars(x) {
            for y in [bar.lo, bar.hi] {
                visit(&format!("an interval of curve {:?}", self.name), y);
            }
        }
    }

    fn obstacles(&self, _style: usize, frame: &Frame) -> Vec<Rect> {
        let mut obstacles = Vec::new();
        for piece in self.shown(frame.x) {
            let places: Vec<Pixel> = piece.iter().map(|&(x, y)| frame.place(x, y)).collect();
            obstacles.extend(
                places
                    .iter()
                    .map(|&at| Rect::around(at, 2.0 * DOT, 2.0 * DOT)),
            );
            for pair in places.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                // Small boxes along the line: one around all of it would forbid far too much.
                let length = (to.0 - from.0).hypot(to.1 - from.1);
                let boxes = (length / 4.0).ceil().max(1.0);
                for k in 0..boxes as usize {
                    let share = k as f64 / boxes;
                    let at = (
                        from.0 + share * (to.0 - from.0),
                        from.1 + share * (to.1 - from.1),
                    );
                    obstacles.push(Rect::around(at, 5.0, 5.0));
                }
            }
        }
        obstacles.extend(self.bars(frame.x).map(|bar| {
            let (at, top) = frame.place(bar.at, bar.hi);
            let bottom = frame.down(bar.lo).max(frame.down(bar.value) + DOT);
            let top = top.min(frame.down(bar.value) - DOT);
            Rect {
                left: at - CAP,
                top,
                right: at + CAP,
                bottom,
            }
        }));
        obstacles
    }

    fn draw(curves: &[(usize, &Self)], frame: &Frame, canvas: &Canvas) -> Result<(), PlotError> {
        let mut order = curves.to_vec();
        order.sort_by_key(|curve| curve.0);
        for (style, curve) in order {
            for piece in curve.shown(frame.x) {
                let places: Vec<Pixel> = piece.iter().map(|&(x, y)| frame.place(x, y)).collect();
                if let [only] = places[..] {
                    canvas.dot(only, DOT, CURVES[style])?;
                } else {
                    canvas.line(&places, CURVES[style], WIDTH, DASHES[style])?;
                }
            }
            for bar in curve.bars(frame.x) {
                let (middle, colour) = (frame.place(bar.at, bar.value), CURVES[style]);
                let ends = [frame.place(bar.at, bar.lo), frame.place(bar.at, bar.hi)];
                canvas.line(&ends, colour, BAR, &[])?;
                for (x, y) in ends {
                    canvas.line(&[(x - CAP, y), (x + CAP, y)], colour, BAR, &[])?;
                }
                canvas.dot(middle, DOT, colour)?;
            }
        }
        Ok(())
    }

    fn sample(style: usize, from: Pixel, length: f64, canvas: &Canvas) -> Result<(), PlotError> {
        let ends = [from, (from.0 + length, from.1)];
        canvas.line(&ends, CURVES[style], WIDTH, DASHES[style])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_both_ends_of_the_range() {
        let line = [(-1.0, 0.0), (3.0, 4.0)];
        assert_eq!(clip(&line, (0.0, 2.0)), [(0.0, 1.0), (2.0, 3.0)]);
        let vertical = [(0.0, 0.0), (0.0, 1.0), (5.0, 1.0)];
        assert_eq!(
            clip(&vertical, (0.0, 2.0)),
            [(0.0, 0.0), (0.0, 1.0), (2.0, 1.0)]
        );
        assert!(clip(&line, (4.0, 5.0)).is_empty());
    }
}
