//! Figures as documents: what is in them, that they are stable, and what is refused.
#![cfg(feature = "plot")]

use lacuna::plot::{LineCurve, LineFigure, Panel, PlotError, StepCurve, StepFigure};
use proptest::prelude::*;

/// The welfare of the best and of the worst equilibrium without and with a contract.
fn phase_diagram() -> StepFigure {
    let curve = |name: &str, at_two: f64| {
        StepCurve::new(name)
            .with_segment(0.0, 0.4, 0.0)
            .with_point(0.4, 0.0)
            .with_point(0.75, 7.9)
            .with_segment(0.75, 2.0, 7.9)
            .with_point(2.0, at_two)
            .with_segment(2.0, 3.0, 8.33)
    };
    let with_contract = |name: &str, at_two: f64| {
        StepCurve::new(name)
            .with_segment(0.0, 2.0, 7.9)
            .with_point(2.0, at_two)
            .with_segment(2.0, 3.0, 8.33)
    };
    let left = Panel::new("no contract", 0.0, 3.0)
        .with_curve(curve("best equilibrium", 8.33))
        .with_curve(curve("worst equilibrium", 7.9))
        .with_shade(0.4, 0.75, "no pure equilibrium")
        .with_reference("first best", 8.33);
    let right = Panel::new("contract on base actions", 0.0, 3.0)
        .with_curve(with_contract("best equilibrium", 8.33))
        .with_curve(with_contract("worst equilibrium", 7.9))
        .with_reference("first best", 8.33);
    StepFigure::new("Welfare of the best and of the worst pure equilibrium")
        .with_panel(left)
        .with_panel(right)
        .with_x_label("altruism weight λ")
        .with_y_label("welfare")
}

/// Three panels with narrow shades, marks close together, long texts and three curves.
fn crowded() -> StepFigure {
    let panel = |k: u32| {
        let title = format!("institution number {k} with a title too long for a single line");
        let mut panel = Panel::new(title, 0.0, 1.0)
            .with_shade(0.5, 0.52, "no pure equilibrium")
            .with_reference("first best", 120.0)
            .with_reference("laissez faire", -35.0)
            .with_mark(0.0, "0")
            .with_mark(0.5, "1/2")
            .with_mark(0.52, "13/25")
            .with_mark(1.0, "1");
        for (i, name) in ["best", "median", "worst"].into_iter().enumerate() {
            let mut curve = StepCurve::new(name);
            for j in (0..10u32).filter(|j| *j != 5) {
                let spread = if j % 3 == 0 { 15.0 * i as f64 } else { 0.0 };
                let value = f64::from((j * 7 + k) % 5) * 25.0 - spread;
                let (lo, hi) = (f64::from(j) / 10.0, f64::from(j + 1) / 10.0);
                curve = curve.with_segment(lo, hi, value).with_point(lo, value);
            }
            panel = panel.with_curve(curve);
        }
        panel
    };
    StepFigure::new("Welfare under every institution ".repeat(8))
        .with_panel(panel(0))
        .with_panel(panel(1))
        .with_panel(panel(2))
        .with_x_label("altruism weight λ")
        .with_y_label("welfare in thousands of euros per household and year, discounted")
        .with_value_labels(1)
}

fn lines() -> LineFigure {
    let curve = |name: &str, f: fn(f64) -> f64| {
        let at = (0..=60).map(|k| f64::from(k) / 20.0);
        LineCurve::new(name, at.map(|x| (x, f(x))))
    };
    let panel = Panel::new("", 0.0, 3.0)
        .with_curve(curve("no contract", |x| 8.33 / (1.0 + x * x)))
        .with_curve(curve("contract on base actions", |x| 2.0 * (-x).exp()))
        .with_curve(curve("complete contract", |_| 0.0))
        .with_reference("tolerance", 0.5)
        .with_mark(1.0, "λ = 1");
    LineFigure::new("Welfare gap")
        .with_panel(panel)
        .with_x_label("altruism weight λ")
        .with_y_label("welfare gap")
}

/// An element of a document: its name, attributes and text.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn get(&self, attribute: &str) -> &str {
        let found = self.attributes.iter().find(|a| a.0 == attribute);
        found.map_or("", |a| &a.1)
    }

    fn number(&self, attribute: &str) -> f64 {
        self.get(attribute).parse().unwrap()
    }
}

/// Reads the XML that figures consist of; panics where it is not well formed.
fn parse(svg: &str) -> Vec<Element> {
    let unescape = |text: &str| {
        for (at, _) in text.match_indices('&') {
            let rest = &text[at..];
            let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
            assert!(
                known.iter().any(|k| rest.starts_with(k)),
                "bare & in {text:?}"
            );
        }
        assert!(!text.contains('>'), "bare > in {text:?}");
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&")
    };
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (number, part) in svg.split('<').enumerate() {
        if number == 0 {
            assert!(part.trim().is_empty());
            continue;
        }
        let (tag, text) = part.split_once('>').expect("a tag ends");
        if let Some(name) = tag.strip_prefix('/') {
            let closed = open.pop().expect("an element is open");
            assert_eq!(elements[closed].name, name);
        } else {
            let (tag, closed) = match tag.strip_suffix('/') {
                Some(tag) => (tag, true),
                None => (tag, false),
            };
            let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
            let mut attributes = Vec::new();
            while !rest.trim().is_empty() {
                let (key, after) = rest.split_once("=\"").expect("an attribute has a value");
                let (value, after) = after.split_once('"').expect("a value ends");
                attributes.push((key.trim().to_owned(), unescape(value)));
                rest = after;
            }
            elements.push(Element {
                name: name.to_owned(),
                attributes,
                text: unescape(text).trim().to_owned(),
            });
            if !closed {
                open.push(elements.len() - 1);
            }
        }
    }
    assert!(open.is_empty(), "every element is closed");
    elements
}

fn texts(svg: &str) -> Vec<String> {
    let texts = parse(svg).into_iter().filter(|e| e.name == "text");
    texts.map(|e| e.text).collect()
}

/// Asserts that the texts lie inside the page and not on each other, in a font of usual width.
fn assert_texts_are_legible(svg: &str) {
    let elements = parse(svg);
    let page = elements[0].get("viewBox").split(' ').collect::<Vec<_>>();
    let (width, height): (f64, f64) = (page[2].parse().unwrap(), page[3].parse().unwrap());
    let mut boxes: Vec<(String, [f64; 4])> = Vec::new();
    for text in elements.iter().filter(|e| e.name == "text") {
        let size = text.number("font-size");
        let (x, y) = (text.number("x"), text.number("y"));
        let long = 0.46 * size * text.text.chars().count() as f64;
        let (half, before) = (
            0.36 * size,
            match text.get("text-anchor") {
                "start" => 0.0,
                "middle" => long / 2.0,
                _ => long,
            },
        );
        let area = if text.get("transform").starts_with("rotate(270") {
            assert_eq!(text.get("text-anchor"), "middle");
            [x - half, y - before, x + half, y + before]
        } else {
            [x - before, y - half, x - before + long, y + half]
        };
        let inside = area[0] >= 0.0 && area[1] >= 0.0 && area[2] <= width && area[3] <= height;
        assert!(inside, "{:?} leaves the page: {area:?}", text.text);
        for (other, b) in &boxes {
            let apart = area[2] <= b[0] || b[2] <= area[0] || area[3] <= b[1] || b[3] <= area[1];
            assert!(apart, "{:?} lies on {other:?}", text.text);
        }
        boxes.push((text.text.clone(), area));
    }
}

fn count(svg: &str, name: &str, attribute: &str, value: &str) -> usize {
    let elements = parse(svg).into_iter();
    elements
        .filter(|e| e.name == name && e.get(attribute) == value)
        .count()
}

const BLUE: &str = "#0072B2";
const ORANGE: &str = "#E69F00";

#[test]
fn a_phase_diagram_says_everything_once_where_it_should() {
    let svg = phase_diagram().to_svg().unwrap();
    let found = texts(&svg);
    let times = |text: &str| found.iter().filter(|t| *t == text).count();
    for once in [
        "Welfare of the best and of the worst pure equilibrium",
        "best equilibrium",
        "worst equilibrium",
        "value at the breakpoint",
        "limit, not attained",
        "no contract",
        "contract on base actions",
        "no pure equilibrium",
        "welfare",
        "8",
    ] {
        assert_eq!(times(once), 1, "{once:?} in {found:?}");
    }
    for in_each_panel in ["altruism weight λ", "first best", "3.0"] {
        assert_eq!(times(in_each_panel), 2, "{in_each_panel:?} in {found:?}");
    }
    assert_eq!(times("7.9"), 0);
}

#[test]
fn jumps_have_dots_and_circles_in_the_colour_of_their_curve() {
    let svg = phase_diagram().to_svg().unwrap();
    for colour in [BLUE, ORANGE] {
        // At 2/5, 3/4 and 2 on the left, at 2 on the right.
        assert_eq!(count(&svg, "circle", "fill", colour), 4);
        assert_eq!(count(&svg, "circle", "stroke", colour), 2);
        // Three levels on the left, two on the right, one example in the legend.
        assert_eq!(count(&svg, "polyline", "stroke", colour), 6);
    }
}

#[test]
fn a_thin_line_lies_on_a_wide_band_where_curves_coincide() {
    let elements = parse(&phase_diagram().to_svg().unwrap());
    let strokes = |colour: &str| {
        let lines = elements.iter().enumerate();
        lines
            .filter(|(_, e)| e.name == "polyline" && e.get("stroke") == colour)
            .map(|(place, e)| (place, e.number("stroke-width")))
            .collect::<Vec<_>>()
    };
    let (blue, orange) = (strokes(BLUE), strokes(ORANGE));
    assert!(blue.iter().all(|b| orange.iter().all(|o| 2.0 * b.1 < o.1)));
    // After the legend, the first panel draws three bands and then three lines.
    assert!(orange[1].0 < orange[3].0 && orange[3].0 < blue[1].0);
}

#[test]
fn values_are_labelled_once_where_curves_coincide() {
    let found = texts(&phase_diagram().with_value_labels(2).to_svg().unwrap());
    let times = |text: &str| found.iter().filter(|t| *t == text).count();
    assert_eq!((times("7.9"), times("8.33")), (2, 2));
}

#[test]
fn texts_are_inside_the_page_and_apart() {
    assert_texts_are_legible(&phase_diagram().with_value_labels(2).to_svg().unwrap());
    assert_texts_are_legible(&crowded().to_svg().unwrap());
    assert_texts_are_legible(&lines().to_svg().unwrap());
}

#[test]
fn a_label_without_room_is_explained_in_the_legend() {
    let svg = crowded().to_svg().unwrap();
    let shades = texts(&svg)
        .iter()
        .filter(|t| *t == "no pure equilibrium")
        .count();
    assert_eq!(shades, 1);
    // One shade in each of three panels, and the example.
    assert_eq!(count(&svg, "rect", "fill", "#ECECEC"), 4);
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    for _ in 0..3 {
        assert_eq!(crowded().to_svg(), crowded().to_svg());
    }
    assert_eq!(lines().to_svg(), lines().to_svg());
    assert_ne!(crowded().to_svg(), phase_diagram().to_svg());
}

#[test]
fn the_size_is_the_one_asked_for() {
    let svg = phase_diagram().to_svg().unwrap();
    assert!(svg.starts_with("<svg width=\"960\" height=\"420\" viewBox=\"0 0 9600 4200\""));
    let svg = phase_diagram().with_size(1200, 500).to_svg().unwrap();
    assert!(svg.starts_with("<svg width=\"1200\" height=\"500\""));
}

#[test]
fn texts_with_markup_stay_texts() {
    let curve = StepCurve::new("<b>&amp;</b>").with_segment(0.0, 1.0, 1.0);
    let panel = Panel::new("a < b & \"c\" > 'd'", 0.0, 1.0)
        .with_curve(curve)
        .with_reference("<!-- -->", 2.0)
        .with_mark(0.5, "]]>");
    let figure = StepFigure::new("</svg><script>&").with_panel(panel);
    let figure = figure.with_x_label("<x>").with_y_label("&y;");
    let found = texts(&figure.to_svg().unwrap());
    let given = [
        "<b>&amp;</b>",
        "a < b & \"c\" > 'd'",
        "<!-- -->",
        "]]>",
        "</svg><script>&",
        "<x>",
        "&y;",
    ];
    for text in given {
        assert!(found.iter().any(|t| t == text), "{text:?} in {found:?}");
    }
}

#[test]
fn figures_survive_serde() {
    let json = serde_json::to_string(&crowded()).unwrap();
    assert_eq!(
        serde_json::from_str::<StepFigure>(&json).unwrap(),
        crowded()
    );
    let json = serde_json::to_string(&lines()).unwrap();
    assert_eq!(serde_json::from_str::<LineFigure>(&json).unwrap(), lines());
}

#[test]
fn a_line_is_solid_and_another_dashed() {
    let svg = lines().to_svg().unwrap();
    // The line and its example in the legend.
    assert_eq!(count(&svg, "polyline", "stroke", BLUE), 2);
    assert!(count(&svg, "polyline", "stroke", ORANGE) > 20);
}

#[test]
fn a_piece_of_one_point_is_a_dot() {
    let curve = LineCurve::new("c", [(0.0, 1.0), (1.0, 2.0)]).with_piece([(2.0, 3.0)]);
    let panel = Panel::new("", 0.0, 3.0).with_curve(curve);
    let svg = LineFigure::new("").with_panel(panel).to_svg().unwrap();
    assert_eq!(count(&svg, "circle", "fill", BLUE), 1);
}

#[test]
fn files_hold_the_document_and_failures_name_the_path() {
    let directory = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = directory.join("phase-diagram.svg");
    phase_diagram().write_svg(&file).unwrap();
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written, phase_diagram().to_svg().unwrap());
    let nowhere = directory.join("no such directory").join("figure.svg");
    match phase_diagram().write_svg(&nowhere) {
        Err(PlotError::Write { path, kind, .. }) => {
            assert_eq!(path, nowhere.display().to_string());
            assert_eq!(kind, std::io::ErrorKind::NotFound);
        }
        other => panic!("{other:?}"),
    }
}

/// A figure of one panel over `0..1` with one flat curve, changed by `change`.
fn step(change: impl FnOnce(Panel<StepCurve>) -> Panel<StepCurve>) -> Result<String, PlotError> {
    let panel = Panel::new("", 0.0, 1.0).with_curve(flat("c"));
    StepFigure::new("").with_panel(change(panel)).to_svg()
}

fn flat(name: &str) -> StepCurve {
    StepCurve::new(name).with_segment(0.0, 1.0, 1.0)
}

fn line(points: &[(f64, f64)]) -> Result<String, PlotError> {
    let curve = LineCurve::new("c", points.iter().copied());
    let panel = Panel::new("", 0.0, 1.0).with_curve(curve);
    LineFigure::new("").with_panel(panel).to_svg()
}

macro_rules! refused {
    ($result:expr, $error:pat) => {
        let result = $result;
        assert!(matches!(result, Err($error)), "{:?}", result);
    };
}

#[test]
fn contradictory_or_missing_data_is_refused() {
    assert!(step(|panel| panel).is_ok());
    refused!(StepFigure::new("").to_svg(), PlotError::NoPanels { .. });
    let empty = StepFigure::new("").with_panel(Panel::new("", 0.0, 1.0));
    refused!(empty.to_svg(), PlotError::NothingToScale { .. });
    assert!(empty.with_y_range(0.0, 1.0).to_svg().is_ok());
    refused!(
        step(|panel| panel.with_curve(flat("c"))),
        PlotError::DuplicateCurve { panel: 0, .. }
    );
    refused!(
        step(|panel| panel.with_curve(flat("d").with_point(0.5, 2.0))),
        PlotError::TwoValues { panel: 0, .. }
    );
    refused!(
        step(|panel| ["d", "e", "f", "g"]
            .iter()
            .fold(panel, |p, n| p.with_curve(flat(n)))),
        PlotError::TooManyCurves {
            found: 5,
            limit: 4,
            ..
        }
    );
    refused!(line(&[]), PlotError::EmptyPiece { piece: 0, .. });
    refused!(
        line(&[(0.5, 0.0), (0.4, 0.0)]),
        PlotError::Unordered { point: 1, .. }
    );
    refused!(
        step(|panel| panel.with_mark(1.5, "m")),
        PlotError::MarkOutsidePanel { .. }
    );
}

#[test]
fn coordinates_that_cannot_be_drawn_are_refused() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        type Change = fn(Panel<StepCurve>, f64) -> Panel<StepCurve>;
        let panels: [Change; 8] = [
            |panel, bad| panel.with_curve(StepCurve::new("d").with_segment(bad, 1.0, 0.0)),
            |panel, bad| panel.with_curve(StepCurve::new("d").with_segment(0.0, bad, 0.0)),
            |panel, bad| panel.with_curve(StepCurve::new("d").with_segment(0.0, 1.0, bad)),
            |panel, bad| panel.with_curve(StepCurve::new("d").with_point(bad, 1.0)),
            |panel, bad| panel.with_curve(StepCurve::new("d").with_point(0.0, bad)),
            |panel, bad| panel.with_shade(0.0, bad, "s"),
            |panel, bad| panel.with_reference("r", bad),
            |panel, bad| panel.with_mark(bad, "m"),
        ];
        for change in panels {
            refused!(
                step(|panel| change(panel, bad)),
                PlotError::NotFinite { .. }
            );
        }
        refused!(line(&[(bad, 0.0)]), PlotError::NotFinite { .. });
        refused!(line(&[(0.0, bad)]), PlotError::NotFinite { .. });
        let range = StepFigure::new("").with_panel(Panel::new("", 0.0, bad));
        refused!(range.to_svg(), PlotError::NotFinite { .. });
        refused!(
            phase_diagram().with_y_range(bad, 9.0).to_svg(),
            PlotError::NotFinite { .. }
        );
    }
    for (lo, hi) in [
        (1.0, 1.0),
        (2.0, 1.0),
        (-1e308, 1e308),
        (1e9, 1e9 + 0.1),
        (0.0, 1e-300),
    ] {
        let figure = StepFigure::new("").with_panel(Panel::new("", lo, hi).with_curve(flat("c")));
        refused!(figure.to_svg(), PlotError::BadRange { .. });
    }
    refused!(
        step(|panel| panel.with_curve(StepCurve::new("d").with_segment(0.5, 0.5, 1.0))),
        PlotError::BadRange { .. }
    );
    refused!(
        step(|panel| panel.with_shade(0.5, 0.4, "s")),
        PlotError::BadRange { .. }
    );
    refused!(
        phase_diagram().with_y_range(9.0, 0.0).to_svg(),
        PlotError::BadRange { .. }
    );
    refused!(
        line(&[(0.0, -1e308), (1.0, 1e308)]),
        PlotError::BadRange { .. }
    );
    refused!(
        phase_diagram().with_y_range(1.0, 9.0).to_svg(),
        PlotError::OutsideYRange { .. }
    );
}

#[test]
fn constant_curves_of_every_size_have_a_range() {
    for value in [0.0, 1e-300, -3.0, 1e15, 1e300] {
        assert_texts_are_legible(&line(&[(0.0, value), (1.0, value)]).unwrap());
    }
}

#[test]
fn texts_and_sizes_that_do_not_fit_are_refused() {
    let bad = StepFigure::new("a\u{0}b").with_panel(Panel::new("", 0.0, 1.0));
    refused!(bad.to_svg(), PlotError::BadText { .. });
    refused!(
        step(|panel| panel.with_shade(0.0, 0.5, "two\nlines")),
        PlotError::BadText { .. }
    );
    for size in [(0, 0), (100, 420), (960, 100)] {
        let figure = phase_diagram().with_size(size.0, size.1);
        refused!(figure.to_svg(), PlotError::TooSmall { .. });
    }
    refused!(
        phase_diagram().with_size(1_000_000, 400).to_svg(),
        PlotError::TooLarge { .. }
    );
    refused!(
        step(|panel| panel.with_mark(0.5, "x".repeat(500))),
        PlotError::TooSmall { .. }
    );
    refused!(
        step(|panel| panel.with_curve(flat(&"x".repeat(500)))),
        PlotError::TooSmall { .. }
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_step_function_can_be_drawn_legibly(
        pieces in prop::collection::vec((1u8..10, -100i32..100, prop::option::of(-100i32..100)), 1..8),
        decimals in 0u8..3,
    ) {
        let (mut curve, mut at) = (StepCurve::new("curve"), 0.0);
        for &(length, value, point) in &pieces {
            let next = at + f64::from(length) / 7.0;
            curve = curve.with_segment(at, next, f64::from(value) / 8.0);
            if let Some(value) = point {
                curve = curve.with_point(next, f64::from(value) / 8.0);
            }
            at = next;
        }
        let panel = Panel::new("panel", 0.0, at)
            .with_curve(curve)
            .with_shade(at / 3.0, at / 2.0, "a shade")
            .with_reference("a reference", 3.0);
        let figure = StepFigure::new("figure").with_panel(panel).with_value_labels(decimals);
        let svg = figure.to_svg().unwrap();
        assert_texts_are_legible(&svg);
        prop_assert_eq!(texts(&svg).iter().filter(|t| *t == "a shade").count(), 1);
        prop_assert_eq!(texts(&svg).iter().filter(|t| *t == "a reference").count(), 1);
    }
}

#[test]
fn panels_can_have_scales_of_their_own() {
    let panel = |top: f64| {
        let curve = LineCurve::new("a curve", [(0.0, 0.0), (1.0, top)]);
        Panel::new(format!("up to {top}"), 0.0, 1.0).with_curve(curve)
    };
    let figure = LineFigure::new("units that differ")
        .with_y_label("value")
        .with_panel(panel(1000.0))
        .with_panel(panel(3.0))
        .with_panel(panel(60_000.0));
    let shared = figure.to_svg().unwrap();
    let own = figure.clone().with_own_scales().to_svg().unwrap();
    assert_texts_are_legible(&own);
    let has = |svg: &str, label: &str| texts(svg).iter().any(|text| text == label);
    for label in ["1000", "3", "60000"] {
        assert!(has(&own, label), "{label}");
    }
    assert!(has(&shared, "60000") && !has(&shared, "1000") && !has(&shared, "3"));
    // A panel without values has no scale of its own.
    let empty = figure.clone().with_panel(Panel::new("", 0.0, 1.0));
    assert!(empty.to_svg().is_ok());
    refused!(
        empty.with_own_scales().to_svg(),
        PlotError::NothingToScale { .. }
    );
    // A range asked for is that of every panel.
    let asked = figure.with_y_range(0.0, 60_000.0);
    assert!(has(&asked.with_own_scales().to_svg().unwrap(), "60000"));
}

#[test]
fn curves_can_be_put_in_order() {
    let curve = |name: &str| LineCurve::new(name, [(0.0, 0.0), (1.0, 1.0)]);
    let figure = LineFigure::new("")
        .with_panel(
            Panel::new("", 0.0, 1.0)
                .with_curve(curve("third"))
                .with_curve(curve("other")),
        )
        .with_panel(Panel::new("", 0.0, 1.0).with_curve(curve("first")));
    let legend = |figure: &LineFigure| -> Vec<String> {
        let mut texts = texts(&figure.to_svg().unwrap());
        texts.retain(|text| ["first", "third", "other"].contains(&text.as_str()));
        texts
    };
    assert_eq!(legend(&figure), ["third", "other", "first"]);
    let ordered = figure.with_curve_order(["first", "second", "third"]);
    assert_eq!(legend(&ordered), ["first", "third", "other"]);
}
