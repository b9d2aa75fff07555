//! Why a figure was refused.

/// Why a figure could not be drawn or written.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// A figure without panels.
    #[error("the figure has no panels; it needs at least one")]
    #[non_exhaustive]
    NoPanels,
    /// A figure without a single value from which to choose the y range.
    #[error(
        "no curve or reference line has a value inside its panel; give the y range with `with_y_range`"
    )]
    #[non_exhaustive]
    NothingToScale,
    /// A coordinate that is NaN or infinite.
    #[error("{what} is {value}; coordinates must be finite")]
    #[non_exhaustive]
    NotFinite {
        /// Which coordinate, and where.
        what: String,
        /// The coordinate as it prints.
        value: String,
    },
    /// A range or interval that is empty, reversed, or too wide or too narrow to be drawn.
    #[error(
        "{what} runs from {lo} to {hi}; it must run upwards over a finite width of at least a billionth of its larger end"
    )]
    #[non_exhaustive]
    BadRange {
        /// Which range, and where.
        what: String,
        /// The lower end given.
        lo: f64,
        /// The upper end given.
        hi: f64,
    },
    /// A value outside the y range that was asked for.
    #[error("{what} is {value}, outside the y range {lo} to {hi} that was asked for")]
    #[non_exhaustive]
    OutsideYRange {
        /// Which value, and where.
        what: String,
        /// The value.
        value: f64,
        /// The lower end of the y range.
        lo: f64,
        /// The upper end of the y range.
        hi: f64,
    },
    /// A mark outside the x range of its panel.
    #[error("mark {label:?} of panel {panel} is at {at}, outside the x range {lo} to {hi}")]
    #[non_exhaustive]
    MarkOutsidePanel {
        /// The panel, from 0.
        panel: usize,
        /// The label of the mark.
        label: String,
        /// Where it is.
        at: f64,
        /// The lower end of the x range.
        lo: f64,
        /// The upper end of the x range.
        hi: f64,
    },
    /// Two curves of one panel with the same name.
    #[error("panel {panel} has two curves named {name:?}; names must differ within a panel")]
    #[non_exhaustive]
    DuplicateCurve {
        /// The panel, from 0.
        panel: usize,
        /// The name used twice.
        name: String,
    },
    /// A step curve with two values at one place.
    #[error(
        "curve {curve:?} of panel {panel} has two values at {at}: {first} and {second}; a curve has at most one"
    )]
    #[non_exhaustive]
    TwoValues {
        /// The panel, from 0.
        panel: usize,
        /// The curve.
        curve: String,
        /// Where.
        at: f64,
        /// One value.
        first: f64,
        /// The other.
        second: f64,
    },
    /// A piece of a line without points.
    #[error("piece {piece} of curve {curve:?} of panel {panel} has no points")]
    #[non_exhaustive]
    EmptyPiece {
        /// The panel, from 0.
        panel: usize,
        /// The curve.
        curve: String,
        /// The piece, from 0.
        piece: usize,
    },
    /// A piece of a line whose points are not in order.
    #[error(
        "point {point} of piece {piece} of curve {curve:?} of panel {panel} is at {at}, before its predecessor at {previous}; points must come in order of x"
    )]
    #[non_exhaustive]
    Unordered {
        /// The panel, from 0.
        panel: usize,
        /// The curve.
        curve: String,
        /// The piece, from 0.
        piece: usize,
        /// The point, from 0.
        point: usize,
        /// Its x coordinate.
        at: f64,
        /// The x coordinate before it.
        previous: f64,
    },
    /// More curve names than styles that can be told apart.
    #[error("the figure has {found} different curve names; at most {limit} can be told apart")]
    #[non_exhaustive]
    TooManyCurves {
        /// Different names in the figure.
        found: usize,
        /// Styles there are.
        limit: usize,
    },
    /// A text with a character that an SVG document cannot hold on one line.
    #[error("{what} is {text:?}; control characters and line breaks are not allowed")]
    #[non_exhaustive]
    BadText {
        /// Which text.
        what: String,
        /// The text.
        text: String,
    },
    /// A figure too small for what it should show.
    #[error(
        "there are {available:.0} px for {what}, and {needed:.0} px are needed; make the figure larger or its texts shorter"
    )]
    #[non_exhaustive]
    TooSmall {
        /// What does not fit.
        what: String,
        /// Room needed, in pixels.
        needed: f64,
        /// Room there is, in pixels.
        available: f64,
    },
    /// A width or height beyond the limit.
    #[error("the figure is {width} by {height} px; neither may exceed {limit}")]
    #[non_exhaustive]
    TooLarge {
        /// Width asked for.
        width: u32,
        /// Height asked for.
        height: u32,
        /// The largest width and height.
        limit: u32,
    },
    /// The drawing library failed.
    #[error("the SVG could not be drawn: {message}")]
    #[non_exhaustive]
    Backend {
        /// What the library said.
        message: String,
    },
    /// The file could not be written.
    #[error("{path} could not be written: {message}")]
    #[non_exhaustive]
    Write {
        /// The path as it prints.
        path: String,
        /// What the system said.
        message: String,
        /// The kind of failure.
        kind: std::io::ErrorKind,
    },
}
