//! SVG figures of the kind a paper prints: step functions and lines, in panels side by side.
//!
//! [`StepFigure`] is for quantities that are constant between breakpoints, such as the welfare of
//! the best and of the worst pure equilibrium as a function of the altruism weight λ.
//! [`LineFigure`] is for everything else. Both are a [`Figure`] of [`Panel`]s that share the y
//! axis; they differ in their curves, [`StepCurve`] and [`LineCurve`]. The module takes plain
//! machine numbers and knows nothing of the rest of the crate: a figure is for the eye.
//!
//! The document depends only on the data: the same figure gives the same bytes. Texts ask for a
//! common sans-serif font and are placed by an estimate of their width on the wide side. Colours
//! are those of Okabe and Ito (2008), and no two curves differ by colour alone.
//!
//! ```
//! use lacuna::plot::{Panel, StepCurve, StepFigure};
//!
//! // An equilibrium with welfare 0 up to λ = 2/5 and one with welfare 8 from λ = 3/4 on.
//! let best = StepCurve::new("best equilibrium")
//!     .with_segment(0.0, 0.4, 0.0)
//!     .with_point(0.4, 0.0)
//!     .with_point(0.75, 8.0)
//!     .with_segment(0.75, 1.0, 8.0);
//! let panel = Panel::new("no contract", 0.0, 1.0)
//!     .with_curve(best)
//!     .with_shade(0.4, 0.75, "no pure equilibrium")
//!     .with_reference("first best", 9.0);
//! let figure = StepFigure::new("A dilemma with hidden effort")
//!     .with_panel(panel)
//!     .with_x_label("altruism weight λ")
//!     .with_y_label("welfare");
//! let svg = figure.to_svg()?;
//! assert!(svg.contains("no contract"));
//! # Ok::<(), lacuna::plot::PlotError>(())
//! ```

mod canvas;
mod curve;
mod error;
mod figure;
mod labels;
mod layout;
mod line;
mod panel;
mod step;
mod style;
mod text;
mod ticks;

pub use curve::Curve;
pub use error::PlotError;
pub use figure::{Figure, LineFigure, StepFigure};
pub use line::{Interval, LineCurve};
pub use panel::{Mark, Panel, Reference, Shade};
pub use step::{Segment, StepCurve};
