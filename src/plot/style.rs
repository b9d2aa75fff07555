//! Colours and sizes of every figure.

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Colours of the curves, in the order in which their names first appear. They can be told apart
/// with every kind of colour vision (Okabe and Ito, 2008).
pub const CURVES: [Colour; 7] = [
    Colour(0x00, 0x72, 0xb2),
    Colour(0xe6, 0x9f, 0x00),
    Colour(0x00, 0x9e, 0x73),
    Colour(0xcc, 0x79, 0xa7),
    Colour(0xd5, 0x5e, 0x00),
    Colour(0x56, 0xb4, 0xe9),
    Colour(0x00, 0x00, 0x00),
];

/// Titles and axis labels.
pub const TEXT: Colour = Colour(0x22, 0x22, 0x22);
/// Labels inside a panel, tick labels.
pub const NOTE: Colour = Colour(0x55, 0x55, 0x55);
/// Axes.
pub const AXIS: Colour = Colour(0x55, 0x55, 0x55);
/// Grid lines.
pub const GRID: Colour = Colour(0xe6, 0xe6, 0xe6);
/// Shaded intervals.
pub const SHADE: Colour = Colour(0xec, 0xec, 0xec);
/// Reference lines.
pub const REFERENCE: Colour = Colour(0x77, 0x77, 0x77);
/// Marks.
pub const MARK: Colour = Colour(0xa8, 0xa8, 0xa8);

/// Font size of the title of the figure.
pub const TITLE_SIZE: f64 = 15.0;
/// Font size of the titles of panels.
pub const PANEL_SIZE: f64 = 13.0;
/// Font size of axis labels and the legend.
pub const LABEL_SIZE: f64 = 12.0;
/// Font size of tick labels and of labels inside panels.
pub const NOTE_SIZE: f64 = 11.0;

/// Dashes of reference lines.
pub const REFERENCE_DASHES: [f64; 2] = [6.0, 4.0];
/// Dashes of marks.
pub const MARK_DASHES: [f64; 2] = [1.5, 3.0];
