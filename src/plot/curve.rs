//! What a figure needs to know of its curves.

use super::PlotError;
use super::canvas::{Canvas, Pixel, Rect};

/// A kind of curve that a [`Figure`](super::Figure) can draw: [`StepCurve`](super::StepCurve) or
/// [`LineCurve`](super::LineCurve).
///
/// The trait is sealed: it names what the two have in common and cannot be implemented elsewhere.
pub trait Curve: Drawn {
    /// The name, as in the legend. Curves of one name look the same in every panel.
    fn name(&self) -> &str;
}

/// Where a panel is and what it shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// The area of the data, in pixels.
    pub area: Rect,
    /// The range of x.
    pub x: (f64, f64),
    /// The range of y.
    pub y: (f64, f64),
}

impl Frame {
    /// The horizontal place of a coordinate.
    pub fn across(&self, x: f64) -> f64 {
        self.area.left + (x - self.x.0) / (self.x.1 - self.x.0) * self.area.width()
    }

    /// The vertical place of a value.
    pub fn down(&self, y: f64) -> f64 {
        self.area.bottom - (y - self.y.0) / (self.y.1 - self.y.0) * self.area.height()
    }

    /// The place of a point.
    pub fn place(&self, x: f64, y: f64) -> Pixel {
        (self.across(x), self.down(y))
    }
}

/// A stretch on which a curve is constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Where it begins.
    pub lo: f64,
    /// Where it ends.
    pub hi: f64,
    /// The value.
    pub value: f64,
}

/// Which dots stand at the ends of the pieces of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DotsUsed {
    /// Filled dots.
    pub filled: bool,
    /// Open circles.
    pub open: bool,
}

/// How a kind of curve is checked, measured and drawn.
pub trait Drawn: Sized {
    /// How many curves can be told apart.
    const STYLES: usize;

    /// Refuses a curve that says nothing or contradicts itself.
    fn check(&self, panel: usize, x: (f64, f64)) -> Result<(), PlotError>;

    /// Calls `visit` with every value that decides the height of the curve between the ends of
    /// `x`, with what it is.
    fn values(&self, x: (f64, f64), visit: &mut dyn FnMut(&str, f64));

    /// The stretches whose values may be written out.
    fn levels(&self, _x: (f64, f64)) -> Vec<Level> {
        Vec::new()
    }

    /// Which dots the curve needs.
    fn dots(&self, _x: (f64, f64)) -> DotsUsed {
        DotsUsed::default()
    }

    /// Rectangles that labels should leave free. `style` is the number of the curve's style.
    fn obstacles(&self, style: usize, frame: &Frame) -> Vec<Rect>;

    /// Draws the curves of a panel, each with the number of its style.
    fn draw(curves: &[(usize, &Self)], frame: &Frame, canvas: &Canvas) -> Result<(), PlotError>;

    /// Draws an example for the legend from `from` to the right.
    fn sample(style: usize, from: Pixel, length: f64, canvas: &Canvas) -> Result<(), PlotError>;
}
