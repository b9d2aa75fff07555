//! A picture of a column: its mean over one axis, a line for each level of another.

use super::{Axis, CellSummary, ColumnKind, MeanInterval, SweepError, SweepResults};
use crate::plot::{LineCurve, LineFigure, Panel};

use super::error::listed;

/// Which axes of a grid a figure shows, and where.
///
/// ```
/// use lacuna::simulate::sweep::FigureAxes;
/// let axes = FigureAxes::new("prosocial", "law").with_panels("growth").at("months", "12");
/// # let _ = axes;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureAxes {
    x: String,
    lines: String,
    panels: Option<String>,
    fixed: Vec<(String, String)>,
}

impl FigureAxes {
    /// One axis from left to right, and a line for each level of another.
    pub fn new(x: impl Into<String>, lines: impl Into<String>) -> Self {
        FigureAxes {
            x: x.into(),
            lines: lines.into(),
            panels: None,
            fixed: Vec::new(),
        }
    }

    /// With a panel for each level of this axis.
    #[must_use]
    pub fn with_panels(mut self, axis: impl Into<String>) -> Self {
        self.panels = Some(axis.into());
        self
    }

    /// With only one level of an axis.
    #[must_use]
    pub fn at(mut self, axis: impl Into<String>, level: impl Into<String>) -> Self {
        self.fixed.push((axis.into(), level.into()));
        self
    }
}

impl SweepResults {
    /// The means of a column with their 95 % intervals, as lines in panels: a figure to which a
    /// title, labels and [references](Panel::with_reference) can be added. Levels that are all
    /// numbers stand at their places, others one beside the other.
    ///
    /// # Errors
    /// [`SweepError::NoSuchColumn`], [`SweepError::NotNumeric`], [`SweepError::NoSuchAxis`],
    /// [`SweepError::NoSuchLevel`]; [`SweepError::AxisNotShown`] for an axis of several levels that
    /// has no place in the figure.
    pub fn figure(
        &self,
        axes: &FigureAxes,
        column: &str,
        method: MeanInterval,
    ) -> Result<LineFigure, SweepError> {
        let mut figure = LineFigure::new("").with_x_label(axes.x.clone());
        for panel in self.panels(axes, column, method)? {
            figure = figure.with_panel(panel);
        }
        let column = &self.header.columns[self.header.column(column)?];
        let label = match column.unit.as_str() {
            "" => column.name.clone(),
            unit => format!("{} ({unit})", column.name),
        };
        Ok(figure.with_y_label(label))
    }

    /// The panels of [`SweepResults::figure`], to be added to before they are put together.
    ///
    /// # Errors
    /// As [`SweepResults::figure`].
    pub fn panels(
        &self,
        axes: &FigureAxes,
        column: &str,
        method: MeanInterval,
    ) -> Result<Vec<Panel<LineCurve>>, SweepError> {
        let kind = self.header.columns[self.header.column(column)?].kind;
        if kind == ColumnKind::Text {
            return Err(SweepError::NotNumeric {
                column: column.to_owned(),
            });
        }
        let grid = &self.header.axes;
        let (x, lines) = (grid.axis(&axes.x)?, grid.axis(&axes.lines)?);
        let panels = axes
            .panels
            .as_deref()
            .map(|name| grid.axis(name))
            .transpose()?;
        let mut fixed = Vec::new();
        for (axis, level) in &axes.fixed {
            let number = grid.axis(axis)?;
            let levels = &grid.axes()[number].levels;
            if !levels.contains(level) {
                return Err(SweepError::NoSuchLevel {
                    axis: axis.clone(),
                    level: level.clone(),
                    known: listed(levels.iter().map(String::as_str)),
                });
            }
            fixed.push((number, level.as_str()));
        }
        for (number, axis) in grid.axes().iter().enumerate() {
            let shown = number == x || number == lines || Some(number) == panels;
            let shown = shown || fixed.iter().any(|(fixed, _)| *fixed == number);
            if !shown && axis.levels.len() > 1 {
                return Err(SweepError::AxisNotShown {
                    axis: axis.name.clone(),
                });
            }
        }
        let cells = self.summary_by(method);
        let places = places(&grid.axes()[x]);
        let (low, high) = extent(&places);
        let titles: Vec<&str> = match panels {
            Some(number) => grid.axes()[number]
                .levels
                .iter()
                .map(String::as_str)
                .collect(),
            None => vec![""],
        };
        let allowed = |cell: &&CellSummary, number: usize| {
            fixed
                .iter()
                .all(|(axis, level)| *axis != number || cell.levels[number] == **level)
        };
        let shown: Vec<&CellSummary> = cells
            .iter()
            .filter(|cell| (0..grid.axes().len()).all(|number| allowed(cell, number)))
            .collect();
        let panel = |title: &str| {
            let mut panel = Panel::new(title, low, high);
            for line in &grid.axes()[lines].levels {
                let mut points = Vec::new();
                for (level, &place) in grid.axes()[x].levels.iter().zip(&places) {
                    let found = shown.iter().find(|cell| {
                        &cell.levels[x] == level
                            && &cell.levels[lines] == line
                            && panels.is_none_or(|number| cell.levels[number] == title)
                    });
                    let summary = found.and_then(|cell| cell.column(column));
                    if let Some(summary) = summary.filter(|summary| summary.count > 0) {
                        points.push((place, summary));
                    }
                }
                points.sort_by(|a, b| a.0.total_cmp(&b.0));
                if points.is_empty() {
                    continue;
                }
                let means = points.iter().map(|(place, summary)| (*place, summary.mean));
                let mut curve = LineCurve::new(line, means);
                for (place, summary) in &points {
                    let (lo, hi) = summary.interval.unwrap_or((summary.mean, summary.mean));
                    let (lo, hi) = (lo.min(summary.mean), hi.max(summary.mean));
                    curve = curve.with_interval(*place, summary.mean, lo, hi);
                }
                panel = panel.with_curve(curve);
            }
            panel
        };
        Ok(titles.into_iter().map(panel).collect())
    }
}

/// Where the levels of an axis stand.
fn places(axis: &Axis) -> Vec<f64> {
    let number = |level: &String| level.parse().ok().filter(|number: &f64| number.is_finite());
    let numbers: Option<Vec<f64>> = axis.levels.iter().map(number).collect();
    numbers.unwrap_or_else(|| (0..axis.levels.len()).map(|k| k as f64).collect())
}

/// A range around these places with some space.
fn extent(places: &[f64]) -> (f64, f64) {
    let low = places.iter().copied().fold(f64::INFINITY, f64::min);
    let high = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let space = if high > low { 0.04 * (high - low) } else { 0.5 };
    (low - space, high + space)
}
