//! Sweeps: seeds, threads, files, tables, means and pictures.

#[cfg(feature = "plot")]
mod figures;
mod files;
mod grids;
mod runs;
mod summaries;
mod tables;

use lacuna::number::Rational;
use lacuna::simulate::sweep::{Axis, Cell, Column, ColumnKind, Grid, Record, Sweep, SweepError};
use rand::RngExt;
use serde::{Deserialize, Serialize};

/// A result with a column of every kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Draw {
    sum: i64,
    share: Rational,
    root: f64,
    word: String,
    even: bool,
    late: Option<i64>,
}

impl Record for Draw {
    fn columns() -> Vec<Column> {
        vec![
            Column::new("sum", ColumnKind::Integer, "the sum of the draws").with_unit("points"),
            Column::new("share", ColumnKind::Exact, "a seventh of the sum"),
            Column::new("root", ColumnKind::Number, "the root of the sum"),
            Column::new("word", ColumnKind::Text, "a word that needs quotes"),
            Column::new("even", ColumnKind::Boolean, "is the sum even?"),
            Column::new("late", ColumnKind::Integer, "only if the sum is above 30").optional(),
        ]
    }
}

/// Draws as many numbers as the cell says; those that come to 13 fail.
fn draw(cell: &Cell<'_>, seed: u64) -> Result<Draw, String> {
    let mut rng = lacuna::game::random::generator(seed, 0);
    let count = 1 + cell.index("count").map_err(|error| error.to_string())?;
    let sum: i64 = (0..count).map(|_| rng.random_range(0..20)).sum();
    if sum == 13 {
        return Err("thirteen, \"of all numbers\",\nagain".to_owned());
    }
    Ok(Draw {
        sum,
        share: Rational::new(sum, 7).map_err(|error| error.to_string())?,
        root: (sum as f64).sqrt(),
        word: ["", "a,b", "\"quoted\"", "two\r\nlines", "λ", " plain "][seed as usize % 6]
            .to_owned(),
        even: sum % 2 == 0,
        late: (sum > 30).then_some(sum),
    })
}

fn grid() -> Grid {
    let axes = [
        Axis::new("count", [1, 2, 3]),
        Axis::new("law", ["none", "cap, or quota"]),
    ];
    Grid::new(axes).expect("a grid")
}

fn sweep(repetitions: usize) -> Sweep {
    Sweep::new(grid(), repetitions)
        .expect("a sweep")
        .with_seed(7)
        .with_name("draws")
}

/// The same work as the [`SweepError`] it would be.
fn refused<T: std::fmt::Debug>(result: Result<T, SweepError>) -> SweepError {
    result.expect_err("refused")
}
