//! Shapes and texts on an SVG, in pixels.
//!
//! The drawing library counts in whole units, so the document is drawn in tenths of a pixel and
//! shown at a tenth of its size: lines and dots are then placed finely enough for the eye.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::PlotError;
use super::style::Colour;

/// Units of the document in a pixel.
const UNITS: f64 = 10.0;
/// The largest width and height in pixels.
pub const LARGEST: u32 = 20_000;
/// Fonts asked for, in order of preference.
const FONTS: &str = "Helvetica, Arial, Liberation Sans, sans-serif";
/// The drawing library writes font sizes divided by this.
const FONT_FACTOR: f64 = 1.24;

/// A point in pixels from the upper left corner.
pub type Pixel = (f64, f64);

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left side.
    pub left: f64,
    /// Upper side.
    pub top: f64,
    /// Right side.
    pub right: f64,
    /// Lower side.
    pub bottom: f64,
}

impl Rect {
    /// The rectangle of this width and height around a point.
    pub fn around(centre: Pixel, width: f64, height: f64) -> Self {
        Rect {
            left: centre.0 - width / 2.0,
            top: centre.1 - height / 2.0,
            right: centre.0 + width / 2.0,
            bottom: centre.1 + height / 2.0,
        }
    }

    /// Whether the two have inner points in common.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether `other` lies inside, up to what nobody can see.
    pub fn contains(&self, other: &Rect) -> bool {
        const SLACK: f64 = 0.01;
        self.left - SLACK <= other.left
            && other.right <= self.right + SLACK
            && self.top - SLACK <= other.top
            && other.bottom <= self.bottom + SLACK
    }

    /// The width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// The height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The centre.
    pub fn centre(&self) -> Pixel {
        (
            (self.left + self.right) / 2.0,
            (self.top + self.bottom) / 2.0,
        )
    }
}

/// Which point of a text its position means; always half way up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Where the text begins.
    Start,
    /// Its middle.
    Middle,
    /// Where it ends.
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextLook {
    /// Font size in pixels.
    pub size: f64,
    /// Colour.
    pub colour: Colour,
    /// Heavy strokes.
    pub bold: bool,
    /// Read from below to above.
    pub upwards: bool,
}

/// An SVG document being drawn.
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

/// Draws a white document of this size in pixels and returns its text.
pub fn draw(
    (width, height): (u32, u32),
    title: &str,
    content: impl FnOnce(&Canvas) -> Result<(), PlotError>,
) -> Result<String, PlotError> {
    let units = UNITS as u32;
    let size = (width * units, height * units);
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        area.fill(&WHITE).map_err(backend)?;
        let canvas = Canvas { area };
        content(&canvas)?;
        canvas.area.present().map_err(backend)?;
    }
    // The library's root element shows a unit as a pixel.
    let body = match text.split_once('>') {
        Some((root, body)) if root.starts_with("<svg ") => body,
        _ => {
            return Err(PlotError::Backend {
                message: "the document does not begin with an svg element".into(),
            });
        }
    };
    Ok(format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" stroke-linejoin=\"round\">\n\
         <title>{}</title>{body}",
        size.0,
        size.1,
        escape(title),
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn backend<E: std::fmt::Display>(error: E) -> PlotError {
    PlotError::Backend {
        message: error.to_string(),
    }
}

fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

fn place(point: Pixel) -> (i32, i32) {
    (units(point.0), units(point.1))
}

fn colour(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

fn stroke(line: Colour, width: f64) -> ShapeStyle {
    ShapeStyle::from(colour(line)).stroke_width(units(width).unsigned_abs())
}

impl Canvas<'_> {
    fn add<E>(&self, element: E) -> Result<(), PlotError>
    where
        for<'e> &'e E: plotters::element::PointCollection<'e, (i32, i32)>,
        for<'b> E: plotters::element::Drawable<SVGBackend<'b>>,
    {
        self.area.draw(&element).map_err(backend)
    }

    /// A filled rectangle.
    pub fn fill(&self, rect: Rect, fill: Colour) -> Result<(), PlotError> {
        let corners = [
            place((rect.left, rect.top)),
            place((rect.right, rect.bottom)),
        ];
        self.add(Rectangle::new(corners, colour(fill).filled()))
    }

    /// A line through the points, solid or in dashes: lengths drawn and left out, in turn.
    pub fn line(
        &self,
        points: &[Pixel],
        line: Colour,
        width: f64,
        dashes: &[f64],
    ) -> Result<(), PlotError> {
        if dashes.is_empty() {
            return self.solid(points, line, width);
        }
        for dash in dash(points, dashes) {
            self.solid(&dash, line, width)?;
        }
        Ok(())
    }

    fn solid(&self, points: &[Pixel], line: Colour, width: f64) -> Result<(), PlotError> {
        let mut places: Vec<(i32, i32)> = points.iter().map(|&point| place(point)).collect();
        places.dedup();
        if places.len() < 2 {
            return Ok(());
        }
        self.add(PathElement::new(places, stroke(line, width)))
    }

    /// A filled dot.
    pub fn dot(&self, centre: Pixel, radius: f64, fill: Colour) -> Result<(), PlotError> {
        let style = colour(fill).filled();
        self.add(Circle::new(place(centre), units(radius), style))
    }

    /// The outline of a circle: `radius` is that of its outer edge.
    pub fn ring(
        &self,
        centre: Pixel,
        radius: f64,
        line: Colour,
        width: f64,
    ) -> Result<(), PlotError> {
        let radius = units(radius - width / 2.0);
        self.add(Circle::new(place(centre), radius, stroke(line, width)))
    }

    /// A text on one line.
    pub fn text(
        &self,
        text: &str,
        at: Pixel,
        anchor: Anchor,
        look: TextLook,
    ) -> Result<(), PlotError> {
        let anchor = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = if look.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let turn = if look.upwards {
            FontTransform::Rotate270
        } else {
            FontTransform::None
        };
        let size = look.size * UNITS * FONT_FACTOR;
        let font = FontDesc::new(FontFamily::Name(FONTS), size, style).transform(turn);
        let ink = colour(look.colour);
        let style = TextStyle::from(font)
            .color(&ink)
            .pos(Pos::new(anchor, VPos::Center));
        self.area
            .draw_text(text, &style, place(at))
            .map_err(backend)
    }
}

/// Cuts a line into its dashes.
fn dash(points: &[Pixel], dashes: &[f64]) -> Vec<Vec<Pixel>> {
    let mut found = Vec::new();
    let Some(&first) = points.first() else {
        return found;
    };
    let mut lengths = dashes.iter().copied().cycle();
    let mut left = lengths.next().unwrap_or(f64::INFINITY);
    let mut drawn = true;
    let mut current = vec![first];
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let mut done = 0.0;
        while left <= length - done {
            done += left;
            let share = done / length;
            let cut = (
                from.0 + share * (to.0 - from.0),
                from.1 + share * (to.1 - from.1),
            );
            if drawn {
                current.push(cut);
                found.push(std::mem::take(&mut current));
            } else {
                current = vec![cut];
            }
            drawn = !drawn;
            left = lengths.next().unwrap_or(f64::INFINITY);
        }
        left -= length - done;
        if drawn {
            current.push(to);
        }
    }
    if drawn && current.len() > 1 {
        found.push(current);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_go_round_corners_and_cover_their_share() {
        let corner = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)];
        let found = dash(&corner, &[4.0, 2.0]);
        assert_eq!(
            found,
            [
                vec![(0.0, 0.0), (4.0, 0.0)],
                vec![(6.0, 0.0), (10.0, 0.0)],
                vec![(10.0, 2.0), (10.0, 6.0)],
                vec![(10.0, 8.0), (10.0, 10.0)],
            ]
        );
        assert!(dash(&[], &[1.0, 1.0]).is_empty());
    }
}
