//! One panel of a figure: an x range, curves, and what is drawn around them.

use serde::{Deserialize, Serialize};

use super::curve::Curve;
use super::{PlotError, text};

/// An interval of x that is shaded in light grey and labelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shade {
    /// The lower end.
    pub lo: f64,
    /// The upper end.
    pub hi: f64,
    /// What the shading means.
    pub label: String,
}

/// A horizontal dashed line at a value, with a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// What the value is.
    pub label: String,
    /// The value.
    pub value: f64,
}

/// A vertical dotted line at a coordinate, with a label above the panel: for instance an exact
/// threshold, `2/5`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The coordinate.
    pub at: f64,
    /// What is written above it.
    pub label: String,
}

/// One panel of a [`Figure`](super::Figure).
///
/// Nothing is checked before the figure is drawn, so a panel read by serde is checked as one built
/// by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Panel<C> {
    title: String,
    x_range: (f64, f64),
    curves: Vec<C>,
    shades: Vec<Shade>,
    references: Vec<Reference>,
    marks: Vec<Mark>,
}

impl<C: Curve> Panel<C> {
    /// An empty panel that shows x from `lo` to `hi`. An empty title takes no room.
    pub fn new(title: impl Into<String>, lo: f64, hi: f64) -> Self {
        Panel {
            title: title.into(),
            x_range: (lo, hi),
            curves: Vec::new(),
            shades: Vec::new(),
            references: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// With one more curve. What lies outside the x range is cut off.
    #[must_use]
    pub fn with_curve(mut self, curve: C) -> Self {
        self.curves.push(curve);
        self
    }

    /// With `lo..hi` shaded and labelled, in the panel if the label fits there and in the legend
    /// otherwise. All shades look alike.
    #[must_use]
    pub fn with_shade(mut self, lo: f64, hi: f64, label: impl Into<String>) -> Self {
        let label = label.into();
        self.shades.push(Shade { lo, hi, label });
        self
    }

    /// With a dashed line at a value, labelled like a shade.
    #[must_use]
    pub fn with_reference(mut self, label: impl Into<String>, value: f64) -> Self {
        let label = label.into();
        self.references.push(Reference { label, value });
        self
    }

    /// With a dotted line at a coordinate and a label above the panel.
    #[must_use]
    pub fn with_mark(mut self, at: f64, label: impl Into<String>) -> Self {
        let label = label.into();
        self.marks.push(Mark { at, label });
        self
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The range of x shown.
    pub fn x_range(&self) -> (f64, f64) {
        self.x_range
    }

    /// The curves.
    pub fn curves(&self) -> &[C] {
        &self.curves
    }

    /// The shaded intervals.
    pub fn shades(&self) -> &[Shade] {
        &self.shades
    }

    /// The reference lines.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The marks.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Calls `visit` with every value shown, with what it is.
    pub(super) fn values(&self, mut visit: impl FnMut(&str, f64)) {
        for curve in &self.curves {
            curve.values(self.x_range, &mut visit);
        }
        for reference in &self.references {
            visit("a reference line", reference.value);
        }
    }

    /// The part of a shade inside the x range, if any.
    pub(super) fn shown(&self, shade: &Shade) -> Option<(f64, f64)> {
        let (lo, hi) = (shade.lo.max(self.x_range.0), shade.hi.min(self.x_range.1));
        (lo < hi).then_some((lo, hi))
    }

    /// Refuses what cannot be drawn. `panel` is the panel's number, for messages.
    pub(super) fn check(&self, panel: usize) -> Result<(), PlotError> {
        text::check(|| format!("the title of panel {panel}"), &self.title)?;
        let x = self.x_range;
        check_range(|| format!("the x range of panel {panel}"), x)?;
        for (number, curve) in self.curves.iter().enumerate() {
            let name = curve.name();
            text::check(
                || format!("the name of curve {number} of panel {panel}"),
                name,
            )?;
            if self.curves[..number].iter().any(|c| c.name() == name) {
                return Err(PlotError::DuplicateCurve {
                    panel,
                    name: name.to_owned(),
                });
            }
            curve.check(panel, x)?;
        }
        for shade in &self.shades {
            let what = || format!("shade {:?} of panel {panel}", shade.label);
            text::check(what, &shade.label)?;
            check_interval(what, (shade.lo, shade.hi))?;
        }
        for reference in &self.references {
            let what = || format!("reference line {:?} of panel {panel}", reference.label);
            text::check(what, &reference.label)?;
            check_finite(what, reference.value)?;
        }
        for mark in &self.marks {
            let what = || format!("mark {:?} of panel {panel}", mark.label);
            text::check(what, &mark.label)?;
            check_finite(what, mark.at)?;
            if !(x.0..=x.1).contains(&mark.at) {
                return Err(PlotError::MarkOutsidePanel {
                    panel,
                    label: mark.label.clone(),
                    at: mark.at,
                    lo: x.0,
                    hi: x.1,
                });
            }
        }
        Ok(())
    }
}

/// Refuses a coordinate that is not finite.
pub(super) fn check_finite(what: impl FnOnce() -> String, value: f64) -> Result<(), PlotError> {
    if value.is_finite() {
        return Ok(());
    }
    Err(PlotError::NotFinite {
        what: what(),
        value: value.to_string(),
    })
}

/// Refuses an interval with an end that is not finite, or that is empty.
pub(super) fn check_interval(
    what: impl Fn() -> String,
    (lo, hi): (f64, f64),
) -> Result<(), PlotError> {
    check_finite(|| format!("the lower end of {}", what()), lo)?;
    check_finite(|| format!("the upper end of {}", what()), hi)?;
    if lo < hi {
        return Ok(());
    }
    let what = what();
    Err(PlotError::BadRange { what, lo, hi })
}

/// Refuses a range that an axis cannot show.
pub(super) fn check_range(what: impl Fn() -> String, range: (f64, f64)) -> Result<(), PlotError> {
    check_interval(&what, range)?;
    let (lo, hi) = range;
    if wide_enough(lo, hi) {
        return Ok(());
    }
    let what = what();
    Err(PlotError::BadRange { what, lo, hi })
}

/// Whether the width of a range is a finite machine number and not lost in rounding.
pub(super) fn wide_enough(lo: f64, hi: f64) -> bool {
    let width = hi - lo;
    // Below this, differences of coordinates lose digits to the limits of the format.
    width.is_finite() && width >= 1e-9 * lo.abs().max(hi.abs()) && width >= 1e-290
}
