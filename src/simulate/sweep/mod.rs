//! Sweeps: an experiment over a grid of cells and many seeds, on every core, in a table.
//!
//! An experiment is a function of a [`Cell`] of a [`Grid`] and a seed, and gives a [`Record`]: a
//! struct of plain fields whose [`Column`]s say what they mean. A [`Sweep`] makes all runs, the
//! same on one thread as on many, and can put them in a file as it goes and
//! [continue](Sweep::resume) there after an interruption. [`SweepResults`] are written and read as
//! JSON lines and CSV, summed up by [cell](SweepResults::summary), and drawn (with the feature
//! `plot`).
//!
//! ```
//! use lacuna::simulate::commons::{Commons, CommonsLog, CommonsObservation, CommonsRules};
//! use lacuna::simulate::sweep::{Axis, Cell, Column, ColumnKind, Grid, Record, Sweep};
//! use lacuna::simulate::{FromFunction, Runner};
//! use rand::Rng;
//! use serde::Serialize;
//!
//! /// What became of a commons.
//! #[derive(Serialize)]
//! struct Outcome {
//!     gain: u64,
//!     months: u64,
//! }
//! impl Record for Outcome {
//!     fn columns() -> Vec<Column> {
//!         let column = |name, meaning| Column::new(name, ColumnKind::Integer, meaning);
//!         vec![
//!             column("gain", "everything that was caught").with_unit("tons"),
//!             column("months", "months played"),
//!         ]
//!     }
//! }
//! let run = |cell: &Cell<'_>, seed: u64| {
//!     let greedy = cell.index("greedy")?;
//!     let mut commons = Commons::new(CommonsRules::default())?;
//!     let mut fishers: Vec<_> = (0..5)
//!         .map(|player| {
//!             FromFunction::new("fisher", move |seen: &CommonsObservation, _: &mut dyn Rng| {
//!                 if player < greedy { seen.stock } else { seen.sustainable }
//!             })
//!         })
//!         .collect();
//!     let mut log = CommonsLog::default();
//!     Runner::default().run(&mut commons, &mut fishers, seed, &mut log)?;
//!     let gain = log.played.iter().map(|month| month.total()).sum();
//!     let months = log.played.len() as u64;
//!     Ok::<_, Box<dyn std::error::Error>>(Outcome { gain, months })
//! };
//! let grid = Grid::new([Axis::new("greedy", 0..=1)])?;
//! let results = Sweep::new(grid, 10)?.with_seed(7).run(run)?;
//! let gains: Vec<f64> = results.summary().iter().map(|cell| cell.columns[0].mean).collect();
//! assert_eq!(gains, [600.0, 100.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod csv;
mod error;
#[cfg(feature = "plot")]
mod figure;
mod finite;
mod grid;
mod journal;
mod jsonl;
mod results;
mod schema;
mod summary;
mod sweeping;

pub use error::SweepError;
#[cfg(feature = "plot")]
pub use figure::FigureAxes;
pub use grid::{Axis, Cell, Grid};
pub use results::{SweepHeader, SweepResults, SweepRow};
pub use schema::{Column, ColumnKind, Datum, Record};
pub use summary::{CellSummary, ColumnSummary, MeanInterval};
pub use sweeping::{OnFailure, Progress, Sweep};
