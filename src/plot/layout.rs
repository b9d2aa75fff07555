//! Where everything outside the data goes: titles, legend, axes, panels.

use super::canvas::{Pixel, Rect};
use super::curve::{Curve, DotsUsed, Frame};
use super::figure::Figure;
use super::labels::Moved;
use super::style::{LABEL_SIZE, NOTE_SIZE, PANEL_SIZE, TITLE_SIZE};
use super::text::{BOLD, LINE, width, wrap};
use super::ticks::{Ticks, ticks};
use super::{Panel, PlotError};

/// Empty space around the figure.
const MARGIN: f64 = 16.0;
/// Empty space between panels.
const BETWEEN: f64 = 30.0;
/// Length of tick marks.
pub const TICK: f64 = 4.0;
/// Length of the examples in the legend.
pub const SAMPLE: f64 = 28.0;
/// Space between an example and its name.
pub const SAMPLE_GAP: f64 = 7.0;
/// Space between entries of the legend.
const ENTRY_GAP: f64 = 24.0;
/// The smallest width and height of a panel.
const SMALLEST: f64 = 80.0;

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A curve, by the number of its style.
    Curve(usize, String),
    /// What a filled dot means.
    Filled,
    /// What an open circle means.
    Open,
    /// A shade or a reference line without room for its label.
    Moved(Moved),
}

impl Entry {
    /// The text of the entry.
    pub fn text(&self) -> &str {
        match self {
            Entry::Curve(_, name) => name,
            Entry::Filled => "value at the breakpoint",
            Entry::Open => "limit, not attained",
            Entry::Moved(Moved::Shade(label) | Moved::Reference(label)) => label,
        }
    }

    /// The width of the example.
    pub fn sample(&self) -> f64 {
        match self {
            Entry::Filled | Entry::Open => 8.0,
            _ => SAMPLE,
        }
    }

    fn width(&self) -> f64 {
        self.sample() + SAMPLE_GAP + width(self.text(), LABEL_SIZE)
    }
}

/// Lines of text on top of each other, and the centre of the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The lines.
    pub lines: Vec<String>,
    /// The centre of the first line.
    pub first: Pixel,
}

/// The places of one panel.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelLayout {
    /// The data.
    pub frame: Frame,
    /// The title.
    pub title: Block,
    /// The ticks of the x axis.
    pub ticks: Ticks,
    /// The ticks of the y axis.
    pub y_ticks: Ticks,
    /// The label of the x axis.
    pub x_label: Block,
    /// The labels of the marks: text and centre.
    pub marks: Vec<(String, Pixel)>,
}

/// The places of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The title.
    pub title: Block,
    /// The legend: entries and the left end of each.
    pub legend: Vec<(Entry, Pixel)>,
    /// The label of the y axis, read upwards: lines and the centre of each.
    pub y_label: Vec<(String, Pixel)>,
    /// The panels.
    pub panels: Vec<PanelLayout>,
}

fn block_height(lines: usize, size: f64) -> f64 {
    lines as f64 * LINE * size
}

fn block(lines: Vec<String>, centre: f64, top: f64, size: f64) -> Block {
    let first = (centre, top + LINE * size / 2.0);
    Block { lines, first }
}

impl Layout {
    /// Places everything. `names` are the curves in order of style, `scales` the ranges of y, one a
    /// panel, `moved` the labels that go to the legend.
    pub fn new<C: Curve>(
        figure: &Figure<C>,
        names: &[&str],
        scales: &[(f64, f64)],
        moved: &[Moved],
    ) -> Result<Self, PlotError> {
        let (figure_width, figure_height) = figure.size();
        let (figure_width, figure_height) = (f64::from(figure_width), f64::from(figure_height));
        let inner = figure_width - 2.0 * MARGIN;
        let most = ((figure_height - 150.0) / 45.0).clamp(2.0, 9.0) as usize;
        let y_ticks: Vec<Ticks> = scales.iter().map(|y| ticks(y.0, y.1, most)).collect();
        let room = |ticks: &[Ticks]| {
            let widths = ticks.iter().map(|ticks| widest(&ticks.labels));
            widths.fold(0.0, f64::max)
        };

        // Left to right.
        let y_lines = wrap(figure.y_label(), LABEL_SIZE, 0.5 * figure_height);
        let y_label_width = block_height(y_lines.len(), LABEL_SIZE);
        let left = MARGIN + y_label_width + room(&y_ticks[..1]) + TICK + 8.0;
        let panels = figure.panels();
        let between = if figure.has_own_scales() {
            BETWEEN + room(&y_ticks[1..]) + TICK
        } else {
            BETWEEN
        };
        let gaps = between * (panels.len() - 1) as f64;
        let panel_width = (figure_width - MARGIN - 6.0 - left - gaps) / panels.len() as f64;
        require("the width of a panel", SMALLEST, panel_width)?;
        let panel_left = |number: usize| left + number as f64 * (panel_width + between);

        // Top to bottom.
        // Titles are above the middle of the panels, which is right of that of the page.
        let centre = (left + figure_width - MARGIN) / 2.0;
        let title_width = 2.0 * (figure_width - MARGIN - centre);
        let title = wrap(figure.title(), BOLD * TITLE_SIZE, title_width);
        let mut top = MARGIN;
        let title_top = top;
        top += block_height(title.len(), TITLE_SIZE);
        let entries = entries(figure, names, moved);
        let legend = legend_rows(entries, inner)?;
        if !legend.is_empty() && !title.is_empty() {
            top += 6.0;
        }
        let legend = place_rows(legend, centre, inner, &mut top);
        let titles: Vec<_> = panels
            .iter()
            .map(|panel| wrap(panel.title(), BOLD * PANEL_SIZE, panel_width))
            .collect();
        let title_lines = titles.iter().map(Vec::len).max().unwrap_or(0);
        top += 12.0;
        let panel_title_top = top;
        top += block_height(title_lines, PANEL_SIZE) + 5.0;
        let marks = panels
            .iter()
            .enumerate()
            .map(|(number, panel)| mark_rows(panel, panel_left(number), panel_width))
            .collect::<Result<Vec<_>, _>>()?;
        let mark_lines = marks.iter().flatten().map(|mark| mark.2 + 1).max();
        let marks_height = block_height(mark_lines.unwrap_or(0), NOTE_SIZE);
        top += marks_height;

        // Bottom to top.
        let x_lines = wrap(figure.x_label(), LABEL_SIZE, panel_width);
        let mut bottom = figure_height - MARGIN - block_height(x_lines.len(), LABEL_SIZE);
        let x_label_top = bottom;
        bottom -= TICK + 5.0 + LINE * NOTE_SIZE;
        require("the height of a panel", SMALLEST, bottom - top)?;

        // The guess above may be longer than the panels are high; it may reach into the margins.
        let longest = y_lines.iter().map(|line| width(line, LABEL_SIZE));
        let longest = longest.fold(0.0, f64::max);
        let reach = bottom - top + 2.0 * (figure_height - MARGIN - bottom);
        require("the label of the y axis", longest, reach)?;
        let middle = (top + bottom) / 2.0;
        let y_label = y_lines
            .into_iter()
            .enumerate()
            .map(|(line, text)| {
                let x = MARGIN + (line as f64 + 0.5) * LINE * LABEL_SIZE;
                (text, (x, middle))
            })
            .collect();

        let mut placed = Vec::new();
        let panels = panels.iter().zip(scales).zip(y_ticks);
        for (number, ((((panel, &y), y_ticks), title), marks)) in
            panels.zip(titles).zip(marks).enumerate()
        {
            let left = panel_left(number);
            let area = Rect {
                left,
                right: left + panel_width,
                top,
                bottom,
            };
            let x = panel.x_range();
            let frame = Frame { area, x, y };
            let centre = left + panel_width / 2.0;
            let lift = block_height(title_lines - title.len(), PANEL_SIZE);
            let row = |row: usize| top - 3.0 - (row as f64 + 0.5) * LINE * NOTE_SIZE;
            placed.push(PanelLayout {
                frame,
                title: block(title, centre, panel_title_top + lift, PANEL_SIZE),
                ticks: x_ticks(x, panel_width),
                y_ticks,
                x_label: block(x_lines.clone(), centre, x_label_top, LABEL_SIZE),
                marks: marks
                    .into_iter()
                    .map(|(label, at, number)| (label, (at, row(number))))
                    .collect(),
            });
        }
        Ok(Layout {
            title: block(title, centre, title_top, TITLE_SIZE),
            legend,
            y_label,
            panels: placed,
        })
    }
}

fn require(what: &str, needed: f64, available: f64) -> Result<(), PlotError> {
    if available >= needed {
        return Ok(());
    }
    Err(PlotError::TooSmall {
        what: what.to_owned(),
        needed,
        available: available.max(0.0),
    })
}

fn widest(labels: &[String]) -> f64 {
    let widths = labels.iter().map(|label| width(label, NOTE_SIZE));
    widths.fold(0.0, f64::max)
}

/// As many ticks as the labels leave room for.
fn x_ticks(x: (f64, f64), room: f64) -> Ticks {
    let mut most = (room / 45.0).clamp(2.0, 10.0) as usize;
    loop {
        let found = ticks(x.0, x.1, most);
        let steps = found.values.windows(2).map(|pair| pair[1] - pair[0]);
        let step = steps.fold(x.1 - x.0, f64::min) / (x.1 - x.0) * room;
        if most <= 2 || widest(&found.labels) + 10.0 <= step {
            return found;
        }
        most -= 1;
    }
}

fn entries<C: Curve>(figure: &Figure<C>, names: &[&str], moved: &[Moved]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.trim().is_empty())
        .map(|(style, name)| Entry::Curve(style, (*name).to_owned()))
        .collect();
    let mut used = DotsUsed::default();
    for panel in figure.panels() {
        for curve in panel.curves() {
            let dots = curve.dots(panel.x_range());
            used.filled |= dots.filled;
            used.open |= dots.open;
        }
    }
    if used.filled {
        entries.push(Entry::Filled);
    }
    if used.open {
        entries.push(Entry::Open);
    }
    entries.extend(moved.iter().cloned().map(Entry::Moved));
    entries
}

/// Fills rows no wider than `room`.
fn legend_rows(entries: Vec<Entry>, room: f64) -> Result<Vec<Vec<Entry>>, PlotError> {
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    let mut used = 0.0;
    for entry in entries {
        let wide = entry.width();
        require("the legend", wide, room)?;
        match rows.last_mut() {
            Some(row) if used + ENTRY_GAP + wide <= room => {
                used += ENTRY_GAP + wide;
                row.push(entry);
            }
            _ => {
                used = wide;
                rows.push(vec![entry]);
            }
        }
    }
    Ok(rows)
}

fn place_rows(rows: Vec<Vec<Entry>>, centre: f64, room: f64, top: &mut f64) -> Vec<(Entry, Pixel)> {
    let mut placed = Vec::new();
    for row in rows {
        let gaps = ENTRY_GAP * (row.len() - 1) as f64;
        let wide = gaps + row.iter().map(Entry::width).sum::<f64>();
        // Above the middle of the panels if that leaves it inside the figure.
        let mut left = (centre - wide / 2.0).min(MARGIN + room - wide).max(MARGIN);
        let y = *top + LINE * LABEL_SIZE / 2.0;
        for entry in row {
            let step = entry.width() + ENTRY_GAP;
            placed.push((entry, (left, y)));
            left += step;
        }
        *top += 1.45 * LABEL_SIZE;
    }
    placed
}

/// The labels of the marks with their horizontal centres and rows, counted from the panel
/// upwards; no two in a row touch.
fn mark_rows<C: Curve>(
    panel: &Panel<C>,
    left: f64,
    room: f64,
) -> Result<Vec<(String, f64, usize)>, PlotError> {
    let (lo, hi) = panel.x_range();
    let mut marks: Vec<_> = panel.marks().iter().collect();
    marks.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    for mark in marks {
        let wide = width(&mark.label, NOTE_SIZE);
        require("the label of a mark", wide, room)?;
        let at = left + (mark.at - lo) / (hi - lo) * room;
        // The first and last labels may stick out a little, into the space between panels.
        let reach = BETWEEN / 2.0 - 3.0;
        let least = left + (wide / 2.0 - reach).max(0.0);
        let centre = at.clamp(
            least,
            (left + room - (wide / 2.0 - reach).max(0.0)).max(least),
        );
        let free = ends
            .iter()
            .position(|&end| end + 6.0 <= centre - wide / 2.0);
        let row = free.unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(f64::NEG_INFINITY);
        }
        ends[row] = centre + wide / 2.0;
        placed.push((mark.label.clone(), centre, row));
    }
    Ok(placed)
}
