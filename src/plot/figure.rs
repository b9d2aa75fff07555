//! A figure: its data, its checks and its drawing.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::canvas::{Anchor, Canvas, LARGEST, Pixel, Rect, TextLook, draw};
use super::curve::Curve;
use super::labels::{Label, Moved, place};
use super::layout::{Entry, Layout, PanelLayout, SAMPLE_GAP, TICK};
use super::panel::{check_range, wide_enough};
use super::style::*;
use super::text::{self, LINE};
use super::{LineCurve, Panel, PlotError, StepCurve};

/// Panels side by side with one y axis (or [one each](Self::with_own_scales)), a title and a legend.
///
/// Nothing is checked before the figure is drawn, so a figure read by serde is checked as one
/// built by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure<C> {
    title: String,
    panels: Vec<Panel<C>>,
    x_label: String,
    y_label: String,
    y_range: Option<(f64, f64)>,
    #[serde(default)]
    own_scales: bool,
    #[serde(default)]
    curve_order: Vec<String>,
    size: Option<(u32, u32)>,
    value_decimals: Option<u8>,
}

/// A figure of functions that are constant between breakpoints.
pub type StepFigure = Figure<StepCurve>;

/// A figure of lines through given points.
///
/// ```
/// use lacuna::plot::{LineCurve, LineFigure, Panel};
/// let lambdas = (0..=10).map(|k| f64::from(k) / 10.0);
/// let gap = LineCurve::new("no contract", lambdas.map(|lambda| (lambda, 4.0 * (1.0 - lambda))));
/// let figure = LineFigure::new("")
///     .with_panel(Panel::new("", 0.0, 1.0).with_curve(gap))
///     .with_x_label("altruism weight λ")
///     .with_y_label("welfare gap");
/// assert!(figure.to_svg()?.contains("welfare gap"));
/// # Ok::<(), lacuna::plot::PlotError>(())
/// ```
pub type LineFigure = Figure<LineCurve>;

impl StepFigure {
    /// With the value of every level written next to it with at most this many decimals, where
    /// there is room, and once where curves coincide. For levels that lie close together.
    #[must_use]
    pub fn with_value_labels(mut self, decimals: u8) -> Self {
        self.value_decimals = Some(decimals);
        self
    }
}

impl<C: Curve> Figure<C> {
    /// A figure without panels. An empty title takes no room.
    pub fn new(title: impl Into<String>) -> Self {
        Figure {
            title: title.into(),
            panels: Vec::new(),
            x_label: String::new(),
            y_label: String::new(),
            y_range: None,
            own_scales: false,
            curve_order: Vec::new(),
            size: None,
            value_decimals: None,
        }
    }

    /// With one more panel to the right.
    #[must_use]
    pub fn with_panel(mut self, panel: Panel<C>) -> Self {
        self.panels.push(panel);
        self
    }

    /// With a label below the x axis of every panel.
    #[must_use]
    pub fn with_x_label(mut self, label: impl Into<String>) -> Self {
        self.x_label = label.into();
        self
    }

    /// With a label left of the y axis.
    #[must_use]
    pub fn with_y_label(mut self, label: impl Into<String>) -> Self {
        self.y_label = label.into();
        self
    }

    /// With this range of y. Without, it is that of the values shown and some space.
    #[must_use]
    pub fn with_y_range(mut self, lo: f64, hi: f64) -> Self {
        self.y_range = Some((lo, hi));
        self
    }

    /// With a y axis for each panel, of the values shown there, for quantities in different units.
    /// Without, all panels share one.
    #[must_use]
    pub fn with_own_scales(mut self) -> Self {
        self.own_scales = true;
        self
    }

    /// With colours and places in the legend for curves of these names, in this order; those that
    /// are not drawn are skipped. Without, and for other names, the order is that of first
    /// appearance.
    #[must_use]
    pub fn with_curve_order<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.curve_order = names.into_iter().map(Into::into).collect();
        self
    }

    /// With this width and height in pixels. Without, the height is 420 and the width 560 for one
    /// panel, 960 for two and 360 more for every other.
    #[must_use]
    pub fn with_size(mut self, width: u32, height: u32) -> Self {
        self.size = Some((width, height));
        self
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The panels.
    pub fn panels(&self) -> &[Panel<C>] {
        &self.panels
    }

    /// The label of the x axes.
    pub fn x_label(&self) -> &str {
        &self.x_label
    }

    /// The label of the y axis.
    pub fn y_label(&self) -> &str {
        &self.y_label
    }

    /// Whether each panel has its own y axis.
    pub fn has_own_scales(&self) -> bool {
        self.own_scales
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        self.size.unwrap_or_else(|| {
            let panels = u32::try_from(self.panels.len()).unwrap_or(u32::MAX);
            let width = match panels {
                0 | 1 => 560,
                _ => 240u32.saturating_add(panels.saturating_mul(360)),
            };
            (width, 420)
        })
    }

    /// The figure as an SVG document.
    ///
    /// # Errors
    /// [`PlotError`], for everything but the failure to write a file: data that is not finite or
    /// contradicts itself, ranges that are empty, texts with control characters, a size too small
    /// for what there is to show.
    pub fn to_svg(&self) -> Result<String, PlotError> {
        let names = self.check()?;
        let scales = self.scales()?;
        let styles: Vec<Vec<usize>> = self
            .panels
            .iter()
            .map(|panel| {
                let style = |curve: &C| names.iter().position(|name| *name == curve.name());
                panel.curves().iter().filter_map(style).collect()
            })
            .collect();
        // A label without room goes to the legend, which takes room from the panels.
        let mut moved: Vec<Moved> = Vec::new();
        loop {
            let layout = Layout::new(self, &names, &scales, &moved)?;
            let mut labels = Vec::new();
            let mut more = false;
            for ((panel, places), styles) in self.panels.iter().zip(&layout.panels).zip(&styles) {
                let found = place(panel, &places.frame, styles, self.value_decimals, &moved);
                for label in found.moved {
                    if !moved.contains(&label) {
                        moved.push(label);
                        more = true;
                    }
                }
                labels.push(found.placed);
            }
            if !more {
                return self.draw(&layout, &styles, &labels);
            }
        }
    }

    /// Writes the figure as an SVG document to a file, replacing what was there.
    ///
    /// # Errors
    /// As [`to_svg`](Self::to_svg), and [`PlotError::Write`].
    pub fn write_svg(&self, path: impl AsRef<Path>) -> Result<(), PlotError> {
        let path = path.as_ref();
        std::fs::write(path, self.to_svg()?).map_err(|error| PlotError::Write {
            path: path.display().to_string(),
            message: error.to_string(),
            kind: error.kind(),
        })
    }

    /// Refuses what cannot be drawn; gives the names of the curves in order of style.
    fn check(&self) -> Result<Vec<&str>, PlotError> {
        if self.panels.is_empty() {
            return Err(PlotError::NoPanels);
        }
        let (width, height) = self.size();
        if width > LARGEST || height > LARGEST {
            return Err(PlotError::TooLarge {
                width,
                height,
                limit: LARGEST,
            });
        }
        for (what, text) in [
            ("the title of the figure", &self.title),
            ("the label of the x axis", &self.x_label),
            ("the label of the y axis", &self.y_label),
        ] {
            text::check(|| what.to_owned(), text)?;
        }
        let mut names: Vec<&str> = Vec::new();
        for (number, panel) in self.panels.iter().enumerate() {
            panel.check(number)?;
            for curve in panel.curves() {
                if !names.contains(&curve.name()) {
                    names.push(curve.name());
                }
            }
        }
        // Stable: the others keep their order.
        names.sort_by_key(|name| {
            let place = self.curve_order.iter().position(|wanted| wanted == name);
            place.unwrap_or(usize::MAX)
        });
        if names.len() > C::STYLES {
            return Err(PlotError::TooManyCurves {
                found: names.len(),
                limit: C::STYLES,
            });
        }
        Ok(names)
    }

    /// The range of y of each panel.
    fn scales(&self) -> Result<Vec<(f64, f64)>, PlotError> {
        if self.own_scales && self.y_range.is_none() {
            return self.panels.chunks(1).map(|panel| self.y(panel)).collect();
        }
        Ok(vec![self.y(&self.panels)?; self.panels.len()])
    }

    /// The range of y of some panels: the one asked for, or one with space around all values.
    fn y(&self, panels: &[Panel<C>]) -> Result<(f64, f64), PlotError> {
        if let Some((lo, hi)) = self.y_range {
            check_range(|| "the y range".to_owned(), (lo, hi))?;
            let mut outside = None;
            for (number, panel) in panels.iter().enumerate() {
                panel.values(|what, value| {
                    if !(lo..=hi).contains(&value) && outside.is_none() {
                        outside = Some((format!("{what} of panel {number}"), value));
                    }
                });
            }
            return match outside {
                None => Ok((lo, hi)),
                Some((what, value)) => Err(PlotError::OutsideYRange {
                    what,
                    value,
                    lo,
                    hi,
                }),
            };
        }
        let (mut lo, mut hi) = (f64::INFINITY, f64::NEG_INFINITY);
        for panel in panels {
            panel.values(|_, value| {
                lo = lo.min(value);
                hi = hi.max(value);
            });
        }
        if lo > hi {
            return Err(PlotError::NothingToScale);
        }
        let bad_range = || PlotError::BadRange {
            what: "the range of the values".to_owned(),
            lo,
            hi,
        };
        let span = hi - lo;
        if !span.is_finite() {
            return Err(bad_range());
        }
        // Above, room for the label of a reference line at the top.
        let mut range = (lo - 0.07 * span, hi + 0.1 * span);
        if !wide_enough(lo, hi) {
            let around = (0.1 * lo.abs().max(hi.abs())).max(1e-280);
            // A constant zero has no scale of its own.
            let around = if lo == 0.0 && hi == 0.0 { 1.0 } else { around };
            range = (lo - around, hi + around);
        }
        if wide_enough(range.0, range.1) {
            Ok(range)
        } else {
            Err(bad_range())
        }
    }

    fn draw(
        &self,
        layout: &Layout,
        styles: &[Vec<usize>],
        labels: &[Vec<Label>],
    ) -> Result<String, PlotError> {
        draw(self.size(), &self.title, |canvas| {
            let title = TextLook {
                bold: true,
                ..look(TITLE_SIZE, TEXT)
            };
            lines(canvas, &layout.title.lines, layout.title.first, title)?;
            for (entry, at) in &layout.legend {
                draw_entry::<C>(canvas, entry, *at)?;
            }
            for (line, at) in &layout.y_label {
                let look = TextLook {
                    upwards: true,
                    ..look(LABEL_SIZE, TEXT)
                };
                canvas.text(line, *at, Anchor::Middle, look)?;
            }
            let panels = self.panels.iter().zip(&layout.panels);
            for (number, (panel, places)) in panels.enumerate() {
                draw_back(canvas, panel, places, number == 0 || self.own_scales)?;
                let curves: Vec<(usize, &C)> =
                    styles[number].iter().copied().zip(panel.curves()).collect();
                C::draw(&curves, &places.frame, canvas)?;
                for label in &labels[number] {
                    let height = (label.lines.len() as f64 - 1.0) * LINE * NOTE_SIZE;
                    let first = (label.centre.0, label.centre.1 - height / 2.0);
                    let look = TextLook {
                        upwards: label.upwards,
                        ..look(NOTE_SIZE, NOTE)
                    };
                    lines(canvas, &label.lines, first, look)?;
                }
            }
            Ok(())
        })
    }
}

fn look(size: f64, colour: Colour) -> TextLook {
    TextLook {
        size,
        colour,
        bold: false,
        upwards: false,
    }
}

fn lines(canvas: &Canvas, lines: &[String], first: Pixel, look: TextLook) -> Result<(), PlotError> {
    for (number, line) in lines.iter().enumerate() {
        let y = first.1 + number as f64 * LINE * look.size;
        canvas.text(line, (first.0, y), Anchor::Middle, look)?;
    }
    Ok(())
}

fn draw_entry<C: Curve>(canvas: &Canvas, entry: &Entry, at: Pixel) -> Result<(), PlotError> {
    let wide = entry.sample();
    let middle = (at.0 + wide / 2.0, at.1);
    match entry {
        Entry::Curve(style, _) => C::sample(*style, at, wide, canvas)?,
        Entry::Filled => canvas.dot(middle, 4.0, NOTE)?,
        Entry::Open => canvas.ring(middle, 4.0, NOTE, 1.6)?,
        Entry::Moved(Moved::Shade(_)) => {
            canvas.fill(Rect::around(middle, wide, LABEL_SIZE), SHADE)?;
        }
        Entry::Moved(Moved::Reference(_)) => {
            let ends = [at, (at.0 + wide, at.1)];
            canvas.line(&ends, REFERENCE, 1.2, &REFERENCE_DASHES)?;
        }
    }
    let text = (at.0 + wide + SAMPLE_GAP, at.1);
    canvas.text(entry.text(), text, Anchor::Start, look(LABEL_SIZE, TEXT))
}

/// Everything of a panel that lies behind its curves.
fn draw_back<C: Curve>(
    canvas: &Canvas,
    panel: &Panel<C>,
    places: &PanelLayout,
    with_y_labels: bool,
) -> Result<(), PlotError> {
    let frame = &places.frame;
    let area = frame.area;
    for shade in panel.shades() {
        if let Some((lo, hi)) = panel.shown(shade) {
            let rect = Rect {
                left: frame.across(lo),
                right: frame.across(hi),
                ..area
            };
            canvas.fill(rect, SHADE)?;
        }
    }
    for (&value, label) in places.y_ticks.values.iter().zip(&places.y_ticks.labels) {
        let y = frame.down(value);
        canvas.line(&[(area.left, y), (area.right, y)], GRID, 0.8, &[])?;
        canvas.line(&[(area.left - TICK, y), (area.left, y)], AXIS, 1.0, &[])?;
        if with_y_labels {
            let at = (area.left - TICK - 4.0, y);
            canvas.text(label, at, Anchor::End, look(NOTE_SIZE, NOTE))?;
        }
    }
    for (&value, label) in places.ticks.values.iter().zip(&places.ticks.labels) {
        let x = frame.across(value);
        let ends = [(x, area.bottom), (x, area.bottom + TICK)];
        canvas.line(&ends, AXIS, 1.0, &[])?;
        let at = (x, area.bottom + TICK + 3.0 + LINE * NOTE_SIZE / 2.0);
        canvas.text(label, at, Anchor::Middle, look(NOTE_SIZE, NOTE))?;
    }
    for (label, at) in &places.marks {
        canvas.text(label, *at, Anchor::Middle, look(NOTE_SIZE, NOTE))?;
    }
    for mark in panel.marks() {
        let x = frame.across(mark.at);
        canvas.line(&[(x, area.top), (x, area.bottom)], MARK, 1.0, &MARK_DASHES)?;
    }
    for reference in panel.references() {
        let y = frame.down(reference.value);
        let ends = [(area.left, y), (area.right, y)];
        canvas.line(&ends, REFERENCE, 1.2, &REFERENCE_DASHES)?;
    }
    let corner = [
        (area.left, area.top),
        (area.left, area.bottom),
        (area.right, area.bottom),
    ];
    canvas.line(&corner, AXIS, 1.0, &[])?;
    let title = TextLook {
        bold: true,
        ..look(PANEL_SIZE, TEXT)
    };
    lines(canvas, &places.title.lines, places.title.first, title)?;
    let x_label = &places.x_label;
    lines(
        canvas,
        &x_label.lines,
        x_label.first,
        look(LABEL_SIZE, TEXT),
    )
}
