//! Cells and their order.

use lacuna::simulate::sweep::{Axis, Grid, Sweep, SweepError};

use super::{grid, refused};

#[test]
fn cells_are_all_combinations_with_the_last_axis_fastest() {
    let grid = grid();
    let cells: Vec<String> = grid.cells().map(|cell| cell.to_string()).collect();
    let mut expected = Vec::new();
    for count in ["1", "2", "3"] {
        for law in ["none", "cap, or quota"] {
            expected.push(format!("count {count}, law {law}"));
        }
    }
    assert_eq!(cells, expected);
    let cell = grid.cell(3).expect("a cell");
    assert_eq!(cell.index("count"), Ok(1));
    assert_eq!(cell.level("law"), Ok("cap, or quota"));
    assert_eq!(grid.cell(6), None);
}

#[test]
fn grids_that_make_no_sense_are_refused() {
    let none: [Axis; 0] = [];
    assert_eq!(refused(Grid::new(none)), SweepError::NoAxes);
    let no_levels = [Axis::new("a", Vec::<String>::new())];
    assert_eq!(
        refused(Grid::new(no_levels)).to_string(),
        "axis \"a\" has no levels; it needs at least one"
    );
    let twice = [Axis::new("a", [1]), Axis::new("a", [2])];
    assert!(matches!(
        refused(Grid::new(twice)),
        SweepError::DuplicateName { .. }
    ));
    let reserved = [Axis::new("seed", [1])];
    assert!(matches!(
        refused(Grid::new(reserved)),
        SweepError::DuplicateName { .. }
    ));
    let level = [Axis::new("a", ["x", "x"])];
    assert!(matches!(
        refused(Grid::new(level)),
        SweepError::DuplicateLevel { .. }
    ));
    let huge = (0..20).map(|number| Axis::new(format!("axis {number}"), 0..10));
    assert_eq!(refused(Grid::new(huge)), SweepError::TooManyRuns);
    assert_eq!(refused(Sweep::new(grid(), 0)), SweepError::NoRepetitions);
    assert_eq!(
        refused(Sweep::new(grid(), usize::MAX)),
        SweepError::TooManyRuns
    );
    assert_eq!(
        grid()
            .cell(0)
            .map(|cell| refused(cell.level("laws")).to_string())
            .as_deref(),
        Some("there is no axis \"laws\"; the axes are \"count\", \"law\"")
    );
}

#[test]
fn an_axis_may_have_very_many_levels() {
    let began = std::time::Instant::now();
    let grid = Grid::new([Axis::new("number", 0..200_000)]).expect("a grid");
    assert_eq!(grid.cell_count(), 200_000);
    assert!(began.elapsed() < std::time::Duration::from_secs(5));
}

#[test]
fn a_grid_read_from_a_file_is_checked() {
    let text = serde_json::to_string(&grid()).expect("writes");
    assert_eq!(serde_json::from_str::<Grid>(&text).expect("reads"), grid());
    assert!(serde_json::from_str::<Grid>("[{\"name\":\"a\",\"levels\":[]}]").is_err());
}
