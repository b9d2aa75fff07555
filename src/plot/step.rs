//! Curves that are constant between breakpoints.

use serde::{Deserialize, Serialize};

use super::PlotError;
use super::canvas::{Canvas, Pixel, Rect};
use super::curve::{Curve, DotsUsed, Drawn, Frame, Level};
use super::panel::{check_finite, check_interval};
use super::style::CURVES;

/// A constant value on an open interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// The lower end, not included.
    pub lo: f64,
    /// The upper end, not included.
    pub hi: f64,
    /// The value in between.
    pub value: f64,
}

/// A function that is constant on open intervals and has isolated values between them.
///
/// The interval says nothing of its ends: what holds there is said by a point, or nothing is, and
/// then the curve has no value there. Where a curve jumps, or begins or ends inside the x range, a
/// filled dot stands at the value attained and an open circle at each limit not attained. Where it
/// is continuous, and at the ends of the x range unless a point jumps there, nothing is drawn.
/// Coordinates are the same if they differ by less than a billionth of the x range, values if they
/// differ by less than a billionth of the larger.
///
/// Several curves of a panel stay visible where they coincide: the first is a thin dark line, each
/// following one a wider band beneath it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepCurve {
    name: String,
    segments: Vec<Segment>,
    points: Vec<(f64, f64)>,
}

impl StepCurve {
    /// A curve without values. The order in which they are added does not matter.
    pub fn new(name: impl Into<String>) -> Self {
        StepCurve {
            name: name.into(),
            segments: Vec::new(),
            points: Vec::new(),
        }
    }

    /// With a value everywhere strictly between `lo` and `hi`.
    #[must_use]
    pub fn with_segment(mut self, lo: f64, hi: f64, value: f64) -> Self {
        self.segments.push(Segment { lo, hi, value });
        self
    }

    /// With a value at one place.
    #[must_use]
    pub fn with_point(mut self, at: f64, value: f64) -> Self {
        self.points.push((at, value));
        self
    }

    /// The segments, in the order in which they were added.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The values at single places, in the order in which they were added.
    pub fn points(&self) -> &[(f64, f64)] {
        &self.points
    }

    /// The segments from left to right.
    fn sorted(&self) -> Vec<Segment> {
        let mut segments = self.segments.clone();
        segments.sort_by(|a, b| a.lo.total_cmp(&b.lo).then(a.hi.total_cmp(&b.hi)));
        segments
    }

    fn end_dots(&self, x: (f64, f64)) -> Vec<EndDot> {
        let slack = slack(x);
        let near = |a: f64, b: f64| (a - b).abs() <= slack;
        let mut places: Vec<f64> = self
            .segments
            .iter()
            .flat_map(|segment| [segment.lo, segment.hi])
            .chain(self.points.iter().map(|point| point.0))
            .filter(|&place| place >= x.0 - slack && place <= x.1 + slack)
            .collect();
        places.sort_by(f64::total_cmp);
        places.dedup_by(|a, b| near(*a, *b));

        let mut dots = Vec::new();
        for at in places {
            let here = self.points.iter().find(|point| near(point.0, at));
            let here = here.map(|point| point.1);
            // What lies beyond the x range is not shown, and nothing is missing there.
            let (first, last) = (near(at, x.0), near(at, x.1));
            let left = self.segments.iter().find(|s| !first && near(s.hi, at));
            let right = self.segments.iter().find(|s| !last && near(s.lo, at));
            let inside = |s: &Segment| s.lo < at - slack && at + slack < s.hi;
            let agrees = |side: Option<&Segment>, beyond: bool| match (here, side) {
                (Some(value), Some(segment)) => same(segment.value, value),
                (None, Some(_)) => first || last,
                (_, None) => beyond,
            };
            let alone = left.is_none() && right.is_none();
            let continuous = !alone && agrees(left, first) && agrees(right, last);
            if continuous || self.segments.iter().any(inside) {
                continue;
            }
            let dot = |value, filled| EndDot { at, value, filled };
            dots.extend(here.map(|value| dot(value, true)));
            let limit = |side: Option<&Segment>| side.map(|segment| segment.value);
            for value in [limit(left), limit(right)].into_iter().flatten() {
                if !dots.iter().any(|d| d.at == at && same(d.value, value)) {
                    dots.push(dot(value, false));
                }
            }
        }
        dots
    }

    /// The segments as drawn: inside the x range, and ending at the edge of open circles.
    fn strokes(&self, style: usize, frame: &Frame) -> Vec<(f64, f64, f64)> {
        let dots = self.end_dots(frame.x);
        let slack = slack(frame.x);
        let open = |at: f64, value: f64| {
            dots.iter()
                .any(|d| !d.filled && (d.at - at).abs() <= slack && same(d.value, value))
        };
        let cut = dot_radius(style) - RING / 2.0;
        let mut strokes = Vec::new();
        for segment in self.sorted() {
            let Some((lo, hi)) = shown(&segment, frame.x) else {
                continue;
            };
            let (mut from, mut to) = (frame.across(lo), frame.across(hi));
            if open(segment.lo, segment.value) {
                from += cut;
            }
            if open(segment.hi, segment.value) {
                to -= cut;
            }
            if from < to {
                strokes.push((from, to, frame.down(segment.value)));
            }
        }
        strokes
    }
}

/// A dot at a breakpoint.
#[derive(Debug, Clone, Copy, PartialEq)]
struct EndDot {
    at: f64,
    value: f64,
    filled: bool,
}

/// Width of the outline of an open circle.
const RING: f64 = 1.6;

fn line_width(style: usize) -> f64 {
    2.0 + 4.0 * style as f64
}

fn dot_radius(style: usize) -> f64 {
    3.6 + 2.4 * style as f64
}

fn slack(x: (f64, f64)) -> f64 {
    1e-9 * (x.1 - x.0)
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

fn shown(segment: &Segment, x: (f64, f64)) -> Option<(f64, f64)> {
    let (lo, hi) = (segment.lo.max(x.0), segment.hi.min(x.1));
    (lo < hi).then_some((lo, hi))
}

impl Curve for StepCurve {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Drawn for StepCurve {
    // More bands on top of each other cannot be read.
    const STYLES: usize = 4;

    fn check(&self, panel: usize, x: (f64, f64)) -> Result<(), PlotError> {
        let slack = slack(x);
        let of_curve = || format!("curve {:?} of panel {panel}", self.name);
        let two = |at, first, second| {
            Err(PlotError::TwoValues {
                panel,
                curve: self.name.clone(),
                at,
                first,
                second,
            })
        };
        for (number, segment) in self.segments.iter().enumerate() {
            let what = || format!("segment {number} of {}", of_curve());
            check_interval(what, (segment.lo, segment.hi))?;
            check_finite(|| format!("the value of {}", what()), segment.value)?;
        }
        for (number, &(at, value)) in self.points.iter().enumerate() {
            let what = || format!("point {number} of {}", of_curve());
            check_finite(|| format!("the place of {}", what()), at)?;
            check_finite(|| format!("the value of {}", what()), value)?;
        }
        for pair in self.sorted().windows(2) {
            if pair[1].lo < pair[0].hi - slack {
                return two(pair[1].lo, pair[0].value, pair[1].value);
            }
        }
        let mut points = self.points.clone();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        for pair in points.windows(2) {
            if pair[1].0 - pair[0].0 <= slack && !same(pair[0].1, pair[1].1) {
                return two(pair[1].0, pair[0].1, pair[1].1);
            }
        }
        for &(at, value) in &self.points {
            for segment in &self.segments {
                let inside = segment.lo + slack < at && at < segment.hi - slack;
                if inside && !same(value, segment.value) {
                    return two(at, segment.value, value);
                }
            }
        }
        Ok(())
    }

    fn values(&self, x: (f64, f64), visit: &mut dyn FnMut(&str, f64)) {
        for segment in &self.segments {
            if shown(segment, x).is_some() {
                visit(
                    &format!("a segment of curve {:?}", self.name),
                    segment.value,
                );
            }
        }
        for &(at, value) in &self.points {
            if (x.0 - slack(x)..=x.1 + slack(x)).contains(&at) {
                visit(&format!("a point of curve {:?}", self.name), value);
            }
        }
    }

    fn levels(&self, x: (f64, f64)) -> Vec<Level> {
        let mut levels: Vec<Level> = Vec::new();
        for segment in self.sorted() {
            let Some((lo, hi)) = shown(&segment, x) else {
                continue;
            };
            match levels.last_mut() {
                Some(last) if lo - last.hi <= slack(x) && same(last.value, segment.value) => {
                    last.hi = hi;
                }
                _ => levels.push(Level {
                    lo,
                    hi,
                    value: segment.value,
                }),
            }
        }
        levels
    }

    fn dots(&self, x: (f64, f64)) -> DotsUsed {
        let dots = self.end_dots(x);
        DotsUsed {
            filled: dots.iter().any(|dot| dot.filled),
            open: dots.iter().any(|dot| !dot.filled),
        }
    }

    fn obstacles(&self, style: usize, frame: &Frame) -> Vec<Rect> {
        let half = line_width(style) / 2.0;
        let lines = self.strokes(style, frame);
        let lines = lines.iter().map(|&(left, right, y)| Rect {
            left,
            right,
            top: y - half,
            bottom: y + half,
        });
        let across = 2.0 * dot_radius(style);
        let dots = self.end_dots(frame.x);
        let dots = dots
            .iter()
            .map(|dot| Rect::around(frame.place(dot.at, dot.value), across, across));
        lines.chain(dots).collect()
    }

    fn draw(curves: &[(usize, &Self)], frame: &Frame, canvas: &Canvas) -> Result<(), PlotError> {
        // Wide bands first, so that thin lines lie on top of them.
        let mut order = curves.to_vec();
        order.sort_by_key(|curve| std::cmp::Reverse(curve.0));
        for &(style, curve) in &order {
            for (from, to, y) in curve.strokes(style, frame) {
                let ends = [(from, y), (to, y)];
                canvas.line(&ends, CURVES[style], line_width(style), &[])?;
            }
        }
        // Open circles are not filled: what shows through, another curve's dot, is attained.
        for &(style, curve) in &order {
            for dot in curve.end_dots(frame.x) {
                let centre = frame.place(dot.at, dot.value);
                if dot.filled {
                    canvas.dot(centre, dot_radius(style), CURVES[style])?;
                } else {
                    canvas.ring(centre, dot_radius(style), CURVES[style], RING)?;
                }
            }
        }
        Ok(())
    }

    fn sample(style: usize, from: Pixel, length: f64, canvas: &Canvas) -> Result<(), PlotError> {
        let ends = [from, (from.0 + length, from.1)];
        canvas.line(&ends, CURVES[style], line_width(style), &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: (f64, f64) = (0.0, 3.0);

    fn dots(curve: &StepCurve) -> Vec<(f64, f64, bool)> {
        let dots = curve.end_dots(X);
        dots.iter().map(|d| (d.at, d.value, d.filled)).collect()
    }

    #[test]
    fn a_continuous_breakpoint_has_no_dot() {
        let curve = StepCurve::new("c")
            .with_segment(0.0, 0.1 + 0.2, 1.0)
            .with_point(0.3, 1.0)
            .with_segment(0.3, 3.0, 1.0);
        assert_eq!(dots(&curve), []);
    }

    #[test]
    fn a_jump_has_one_filled_dot_and_one_open_circle() {
        let curve = StepCurve::new("c")
            .with_segment(1.0, 3.0, 2.0)
            .with_point(1.0, 2.0)
            .with_segment(0.0, 1.0, 5.0);
        assert_eq!(dots(&curve), [(1.0, 2.0, true), (1.0, 5.0, false)]);
    }

    #[test]
    fn a_point_off_both_limits_leaves_two_open_circles() {
        let curve = StepCurve::new("c")
            .with_segment(0.0, 1.0, 5.0)
            .with_point(1.0, 3.0)
            .with_segment(1.0, 3.0, 2.0);
        let expected = [(1.0, 3.0, true), (1.0, 5.0, false), (1.0, 2.0, false)];
        assert_eq!(dots(&curve), expected);
    }

    #[test]
    fn a_missing_value_is_a_single_open_circle() {
        let curve = StepCurve::new("c")
            .with_segment(0.0, 1.0, 5.0)
            .with_segment(1.0, 3.0, 5.0);
        assert_eq!(dots(&curve), [(1.0, 5.0, false)]);
    }

    #[test]
    fn a_curve_that_ends_inside_says_whether_its_end_belongs_to_it() {
        let open = StepCurve::new("c").with_segment(0.0, 1.0, 5.0);
        assert_eq!(dots(&open), [(1.0, 5.0, false)]);
        assert_eq!(dots(&open.with_point(1.0, 5.0)), [(1.0, 5.0, true)]);
    }

    #[test]
    fn the_ends_of_the_range_are_bare_unless_the_curve_jumps_there() {
        let curve = StepCurve::new("c").with_segment(0.0, 3.0, 5.0);
        assert_eq!(dots(&curve), []);
        let agreeing = curve.clone().with_point(0.0, 5.0).with_point(3.0, 5.0);
        assert_eq!(dots(&agreeing), []);
        let outside = agreeing.with_segment(-1.0, 0.0, 2.0);
        assert_eq!(dots(&outside), []);
        let jumping = curve.with_point(0.0, 4.0);
        assert_eq!(dots(&jumping), [(0.0, 4.0, true), (0.0, 5.0, false)]);
    }

    #[test]
    fn a_lone_point_is_a_filled_dot_wherever_it_is() {
        for at in [0.0, 1.0, 3.0] {
            let curve = StepCurve::new("c").with_point(at, 5.0);
            assert_eq!(dots(&curve), [(at, 5.0, true)]);
        }
        assert_eq!(dots(&StepCurve::new("c").with_point(4.0, 5.0)), []);
    }

    #[test]
    fn two_values_at_one_place_are_refused() {
        let base = StepCurve::new("c").with_segment(0.0, 1.0, 5.0);
        assert!(base.check(0, X).is_ok());
        let bad = [
            base.clone().with_segment(0.5, 2.0, 5.0),
            base.clone().with_point(0.5, 4.0),
            base.clone().with_point(1.0, 4.0).with_point(1.0, 5.0),
        ];
        for curve in bad {
            assert!(matches!(
                curve.check(7, X),
                Err(PlotError::TwoValues { panel: 7, .. })
            ));
        }
        assert!(base.clone().with_point(0.5, 5.0).check(0, X).is_ok());
    }

    #[test]
    fn levels_join_where_the_value_stays() {
        let curve = StepCurve::new("c")
            .with_segment(0.0, 1.0, 5.0)
            .with_segment(1.0, 2.0, 5.0)
            .with_segment(2.0, 9.0, 6.0);
        let level = |lo, hi, value| Level { lo, hi, value };
        assert_eq!(
            curve.levels(X),
            [level(0.0, 2.0, 5.0), level(2.0, 3.0, 6.0)]
        );
    }
}
