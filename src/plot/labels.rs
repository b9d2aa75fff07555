//! Where the labels inside a panel go.

use super::Panel;
use super::canvas::{Pixel, Rect};
use super::curve::{Curve, Frame};
use super::style::NOTE_SIZE;
use super::text::{LINE, width, wrap};

/// A label inside a panel: its lines and the centre of them all.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The text, line by line.
    pub lines: Vec<String>,
    /// The centre.
    pub centre: Pixel,
    /// Read from below to above; then there is one line.
    pub upwards: bool,
}

/// A label that is explained in the legend, because a panel had no room for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Moved {
    /// The meaning of a shade.
    Shade(String),
    /// The name of a reference line.
    Reference(String),
}

/// The labels of one panel, and those for which there was no room.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Labels {
    /// Labels to draw.
    pub placed: Vec<Label>,
    /// Labels that need the legend.
    pub moved: Vec<Moved>,
}

/// Space between labels and what is around them.
const GAP: f64 = 3.0;
/// Height that letters take, relative to the font size.
const LETTERS: f64 = 0.95;

/// Finds room for the labels of a panel, except those already in the legend. `styles` has the
/// style of each curve. With `decimals`, every level is labelled with its value where there is
/// room.
pub fn place<C: Curve>(
    panel: &Panel<C>,
    frame: &Frame,
    styles: &[usize],
    decimals: Option<u8>,
    legend: &[Moved],
) -> Labels {
    let mut room = Room::new(panel, frame, styles);
    let mut labels = Labels::default();
    for shade in panel.shades() {
        let moved = Moved::Shade(shade.label.clone());
        let Some((lo, hi)) = panel.shown(shade) else {
            continue;
        };
        if shade.label.trim().is_empty() || legend.contains(&moved) {
            continue;
        }
        match room.in_shade(&shade.label, frame.across(lo), frame.across(hi)) {
            Some(label) => labels.placed.push(label),
            None => labels.moved.push(moved),
        }
    }
    for reference in panel.references() {
        let moved = Moved::Reference(reference.label.clone());
        if reference.label.trim().is_empty() || legend.contains(&moved) {
            continue;
        }
        match room.at_line(&reference.label, frame.down(reference.value)) {
            Some(label) => labels.placed.push(label),
            None => labels.moved.push(moved),
        }
    }
    if let Some(decimals) = decimals {
        labels.placed.extend(room.at_levels(panel, decimals.into()));
    }
    labels
}

/// A value with at most this many decimals.
fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let short = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    // What rounds to zero has no sign.
    match short {
        "-0" => "0".to_owned(),
        _ => short.replace('-', "−"),
    }
}

/// The free space of a panel.
struct Room<'a> {
    frame: &'a Frame,
    taken: Vec<Rect>,
}

impl<'a> Room<'a> {
    fn new<C: Curve>(panel: &Panel<C>, frame: &'a Frame, styles: &[usize]) -> Self {
        let curves = panel.curves().iter().zip(styles);
        let mut taken: Vec<Rect> = curves
            .flat_map(|(curve, &style)| curve.obstacles(style, frame))
            .collect();
        taken.extend(panel.references().iter().map(|reference| {
            let y = frame.down(reference.value);
            Rect {
                left: frame.area.left,
                right: frame.area.right,
                top: y - 1.0,
                bottom: y + 1.0,
            }
        }));
        taken.extend(panel.marks().iter().map(|mark| {
            let x = frame.across(mark.at);
            Rect {
                left: x - 1.0,
                right: x + 1.0,
                top: frame.area.top,
                bottom: frame.area.bottom,
            }
        }));
        Room { frame, taken }
    }

    /// Takes the rectangle if it is free.
    fn take(&mut self, rect: Rect) -> bool {
        let free = self.frame.area.contains(&rect)
            && !self.taken.iter().any(|other| other.overlaps(&rect));
        if free {
            self.taken.push(rect);
        }
        free
    }

    /// Inside a shade, across if the words fit between its sides, else upwards.
    fn in_shade(&mut self, text: &str, left: f64, right: f64) -> Option<Label> {
        const HEIGHTS: [f64; 7] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
        let room = right - left - 2.0 * GAP;
        let lines = wrap(text, NOTE_SIZE, room);
        let whole = lines.join(" ") == text.split_whitespace().collect::<Vec<_>>().join(" ");
        let widest = lines
            .iter()
            .map(|l| width(l, NOTE_SIZE))
            .fold(0.0, f64::max);
        let across = Label {
            centre: (0.0, 0.0),
            upwards: false,
            lines,
        };
        let upwards = Label {
            lines: vec![text.to_owned()],
            centre: (0.0, 0.0),
            upwards: true,
        };
        let high = across.lines.len() as f64 * LINE * NOTE_SIZE;
        let ways = [
            (across, widest, high, whole && widest <= room),
            (
                upwards,
                LETTERS * NOTE_SIZE,
                width(text, NOTE_SIZE),
                LETTERS * NOTE_SIZE <= right - left - 2.0,
            ),
        ];
        for (label, wide, high, fits) in ways {
            for height in HEIGHTS.iter().filter(|_| fits) {
                let area = self.frame.area;
                let centre = ((left + right) / 2.0, area.bottom - height * area.height());
                if self.take(Rect::around(centre, wide, high)) {
                    return Some(Label { centre, ..label });
                }
            }
        }
        None
    }

    /// Above or below a horizontal line across the panel.
    fn at_line(&mut self, text: &str, y: f64) -> Option<Label> {
        let area = self.frame.area;
        let wide = width(text, NOTE_SIZE) + 2.0 * GAP;
        let slide = area.width() - wide;
        let off = LETTERS * NOTE_SIZE / 2.0 + GAP;
        for y in [y - off, y + off] {
            for share in [0.0, 1.0, 0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875] {
                let centre = (area.left + wide / 2.0 + share * slide, y);
                if self.take(Rect::around(centre, wide, LETTERS * NOTE_SIZE)) {
                    return Some(Label {
                        lines: vec![text.to_owned()],
                        centre,
                        upwards: false,
                    });
                }
            }
        }
        None
    }

    /// The values of the levels, each once where curves coincide.
    fn at_levels<C: Curve>(&mut self, panel: &Panel<C>, decimals: usize) -> Vec<Label> {
        let mut labels = Vec::new();
        let mut done: Vec<(String, f64, f64)> = Vec::new();
        let levels = panel.curves().iter().map(|c| c.levels(panel.x_range()));
        for level in levels.flatten() {
            let text = decimal(level.value, decimals);
            let known = |(other, lo, hi): &(String, f64, f64)| {
                *other == text && *lo < level.hi && level.lo < *hi
            };
            if done.iter().any(known) {
                continue;
            }
            if let Some(label) = self.at_level(&text, level.lo, level.hi, level.value) {
                labels.push(label);
                done.push((text, level.lo, level.hi));
            }
        }
        labels
    }

    fn at_level(&mut self, text: &str, lo: f64, hi: f64, value: f64) -> Option<Label> {
        let wide = width(text, NOTE_SIZE) + 2.0;
        let high = LETTERS * NOTE_SIZE;
        let (left, right, y) = (
            self.frame.across(lo),
            self.frame.across(hi),
            self.frame.down(value),
        );
        let slide = (right - left - wide).max(0.0);
        let middle = (left + right) / 2.0;
        // As close to the line as its width and that of others on it allow, on either side, so that
        // no other line comes between.
        for off in [4.5, 6.5, 8.5, 10.5] {
            for side in [-1.0, 1.0] {
                for share in [0.0, -0.25, 0.25, -0.4, 0.4] {
                    let centre = (middle + share * slide, y + side * (off + high / 2.0));
                    if self.take(Rect::around(centre, wide, high)) {
                        return Some(Label {
                            lines: vec![text.to_owned()],
                            centre,
                            upwards: false,
                        });
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_without_empty_decimals() {
        let cases = [
            (0.0, "0"),
            (-0.001, "0"),
            (7.9, "7.9"),
            (8.333, "8.33"),
            (-100.0, "−100"),
        ];
        for (value, text) in cases {
            assert_eq!(decimal(value, 2), text);
        }
        assert_eq!(decimal(100.0, 0), "100");
    }
}
