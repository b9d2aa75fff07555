//! Pictures of means.

use lacuna::simulate::sweep::{
    Axis, Cell, FigureAxes, Grid, MeanInterval, Sweep, SweepError, SweepResults,
};

use super::{Draw, draw, refused, sweep};

const NORMAL: MeanInterval = MeanInterval::Normal;

fn three() -> SweepResults {
    let grid = Grid::new([
        Axis::new("count", [1, 2, 4]),
        Axis::new("law", ["none", "cap"]),
        Axis::new("growth", ["fast", "slow"]),
    ]);
    let sweep = Sweep::new(grid.expect("a grid"), 30).expect("a sweep");
    sweep.run(draw).expect("runs")
}

#[test]
fn lines_go_through_the_means_with_their_intervals() {
    let results = three();
    let axes = FigureAxes::new("count", "law").with_panels("growth");
    let panels = results.panels(&axes, "sum", NORMAL).expect("panels");
    let titles: Vec<&str> = panels.iter().map(|panel| panel.title()).collect();
    assert_eq!(titles, ["fast", "slow"]);
    for cell in results.summary() {
        let summary = cell.column("sum").expect("a column");
        let panel = panels.iter().find(|panel| panel.title() == cell.levels[2]);
        let curves = panel.expect("a panel").curves();
        let curve = &curves[usize::from(cell.levels[1] == "cap")];
        // Counts of 1, 2 and 4 stand at their places.
        let at: f64 = cell.levels[0].parse().expect("a number");
        assert!(curve.pieces()[0].contains(&(at, summary.mean)));
        let bar = curve
            .intervals()
            .iter()
            .find(|bar| bar.at == at)
            .expect("a bar");
        assert_eq!(Some((bar.lo, bar.hi)), summary.interval);
        assert_eq!(bar.value, summary.mean);
    }
    let svg = results
        .figure(&axes, "sum", NORMAL)
        .expect("a figure")
        .to_svg()
        .expect("drawn");
    for text in ["none", "cap", "fast", "slow", "count", "sum (points)"] {
        assert!(svg.contains(text), "{text}");
    }
}

#[test]
fn an_axis_is_shown_or_fixed() {
    let results = three();
    let error = refused(results.figure(&FigureAxes::new("count", "law"), "sum", NORMAL));
    assert!(matches!(error, SweepError::AxisNotShown { axis, .. } if axis == "growth"));
    let axes = FigureAxes::new("count", "law").at("growth", "slow");
    let panels = results.panels(&axes, "sum", NORMAL).expect("panels");
    assert_eq!(panels.len(), 1);
    let slow = FigureAxes::new("count", "law").with_panels("growth");
    let both = results.panels(&slow, "sum", NORMAL).expect("panels");
    assert_eq!(panels[0].curves(), both[1].curves());
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let results = sweep(5).run(draw).expect("runs");
    let figure = |axes: &FigureAxes, column: &str| refused(results.figure(axes, column, NORMAL));
    let axes = FigureAxes::new("count", "law");
    assert!(matches!(
        figure(&axes, "word"),
        SweepError::NotNumeric { .. }
    ));
    assert!(matches!(
        figure(&axes, "total"),
        SweepError::NoSuchColumn { .. }
    ));
    assert!(matches!(
        figure(&FigureAxes::new("count", "laws"), "sum"),
        SweepError::NoSuchAxis { .. }
    ));
    let level = axes.clone().at("law", "quota");
    assert!(matches!(
        figure(&level, "sum"),
        SweepError::NoSuchLevel { .. }
    ));
}

#[test]
fn cells_without_values_have_no_point() {
    let grid = Grid::new([Axis::new("count", [1, 2]), Axis::new("law", ["a", "b"])]);
    let failing = |cell: &Cell<'_>, seed: u64| -> Result<Draw, String> {
        if cell.number() == 0 {
            return Err("no".to_owned());
        }
        draw(cell, seed + 1)
    };
    let sweep = Sweep::new(grid.expect("a grid"), 8).expect("a sweep");
    let results = sweep.run(failing).expect("runs");
    let axes = FigureAxes::new("count", "law");
    let panels = results.panels(&axes, "sum", NORMAL).expect("panels");
    assert_eq!(panels[0].curves()[0].pieces()[0].len(), 1);
    assert_eq!(panels[0].curves()[1].pieces()[0].len(), 2);
}
