//! Running an experiment over a grid, on every core.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use std::time::{Duration, Instant};

use super::journal::Journal;
use super::results::{FORMAT, VERSION};
use super::{Cell, Datum, Grid, Record, SweepError, SweepHeader, SweepResults, SweepRow};

/// What becomes of a sweep when a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum OnFailure {
    /// The run's row has its error, and the sweep goes on.
    #[default]
    Record,
    /// The sweep ends with [`SweepError::Failed`]. Runs before it are in the file, if there is one,
    /// and the one that failed is not: it will be tried again.
    Stop,
}

/// How far a sweep is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Progress {
    /// Runs that are done, with those that a file had.
    pub done: usize,
    /// Runs that there will be.
    pub total: usize,
    /// Runs that a file had.
    pub resumed: usize,
    /// Runs that failed, with those that a file had.
    pub failures: usize,
}

/// A grid of experiments, each repeated with seeds of its own.
///
/// An experiment is a function of a [`Cell`] and a seed that gives a [`Record`], and depends on
/// nothing else. Runs are made on every core (with the feature `parallel`; inside another pool of
/// rayon, on its threads), and results are in order whatever the number of threads. An experiment
/// that panics takes the sweep with it; a file keeps the batches before.
///
/// The seed of a run depends on the seed of the sweep, the names of the axes and of the cell's
/// levels, and the number of the repetition, and on nothing else: a grid that grows by a level, or
/// is repeated more often, keeps the runs that it had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sweep {
    grid: Grid,
    name: String,
    seed: u64,
    repetitions: usize,
    common_seeds: Vec<String>,
    on_failure: OnFailure,
}

impl Sweep {
    /// So many runs of each cell of a grid, with seed 0.
    ///
    /// # Errors
    /// [`SweepError::NoRepetitions`], [`SweepError::TooManyRuns`].
    pub fn new(grid: Grid, repetitions: usize) -> Result<Self, SweepError> {
        if repetitions == 0 {
            return Err(SweepError::NoRepetitions);
        }
        let runs = grid.cell_count().checked_mul(repetitions);
        runs.ok_or(SweepError::TooManyRuns)?;
        Ok(Sweep {
            grid,
            name: String::new(),
            seed: 0,
            repetitions,
            common_seeds: Vec::new(),
            on_failure: OnFailure::default(),
        })
    }

    /// The same sweep with another seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The same sweep with a name: what is swept, and everything about it that is not in the grid.
    /// A file is continued only under the same name.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same sweep with the same seeds on every level of an axis: cells that differ only there
    /// meet the same chance, and their differences vary less (common random numbers).
    ///
    /// # Errors
    /// [`SweepError::NoSuchAxis`].
    pub fn with_common_seeds(mut self, axis: &str) -> Result<Self, SweepError> {
        self.grid.axis(axis)?;
        if !self.common_seeds.iter().any(|common| common == axis) {
            self.common_seeds.push(axis.to_owned());
            self.common_seeds.sort_unstable();
        }
        Ok(self)
    }

    /// The same sweep with another answer to runs that fail.
    #[must_use]
    pub fn with_failures(mut self, on_failure: OnFailure) -> Self {
        self.on_failure = on_failure;
        self
    }

    /// The grid.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The number of runs.
    pub fn runs(&self) -> usize {
        self.grid.cell_count() * self.repetitions
    }

    /// What the file of this sweep begins with.
    ///
    /// # Errors
    /// [`SweepError::DuplicateName`] if a column of the results has the name of an axis.
    pub fn header<R: Record>(&self) -> Result<SweepHeader, SweepError> {
        let header = SweepHeader {
            format: FORMAT.to_owned(),
            version: VERSION,
            name: self.name.clone(),
            seed: self.seed,
            repetitions: self.repetitions,
            common_seeds: self.common_seeds.clone(),
            axes: self.grid.clone(),
            columns: R::columns(),
        };
        header.check()?;
        Ok(header)
    }

    /// Makes all runs.
    ///
    /// ```
    /// use lacuna::simulate::sweep::{Axis, Cell, Column, ColumnKind, Grid, Record, Sweep};
    /// use rand::RngExt;
    /// use serde::Serialize;
    ///
    /// #[derive(Serialize)]
    /// struct Throw {
    ///     sum: u32,
    /// }
    /// impl Record for Throw {
    ///     fn columns() -> Vec<Column> {
    ///         vec![Column::new("sum", ColumnKind::Integer, "the sum of the dice")]
    ///     }
    /// }
    /// let throw = |cell: &Cell<'_>, seed: u64| {
    ///     let mut rng = lacuna::game::random::generator(seed, 0);
    ///     let dice = 1 + cell.index("dice")?;
    ///     let sum = (0..dice).map(|_| rng.random_range(1..=6)).sum();
    ///     Ok::<_, lacuna::simulate::sweep::SweepError>(Throw { sum })
    /// };
    /// let sweep = Sweep::new(Grid::new([Axis::new("dice", [1, 2])])?, 1_000)?;
    /// let results = sweep.run(throw)?;
    /// let two = &results.summary()[1].columns[0];
    /// assert!((two.mean - 7.0).abs() < 4.0 * two.standard_error.unwrap_or(0.0));
    /// # Ok::<(), lacuna::simulate::sweep::SweepError>(())
    /// ```
    ///
    /// # Errors
    /// [`SweepError::DuplicateName`]; [`SweepError::Misfit`] for a result that is not what its
    /// columns say; [`SweepError::Failed`] under [`OnFailure::Stop`].
    pub fn run<R, E>(
        &self,
        experiment: impl Fn(&Cell<'_>, u64) -> Result<R, E> + Sync,
    ) -> Result<SweepResults, SweepError>
    where
        R: Record,
        E: Display,
    {
        self.run_with(experiment, |_| {})
    }

    /// [`Sweep::run`], telling `progress` how far it is after each batch of runs.
    ///
    /// # Errors
    /// As [`Sweep::run`].
    pub fn run_with<R, E>(
        &self,
        experiment: impl Fn(&Cell<'_>, u64) -> Result<R, E> + Sync,
        progress: impl FnMut(Progress),
    ) -> Result<SweepResults, SweepError>
    where
        R: Record,
        E: Display,
    {
        let header = self.header::<R>()?;
        let results = SweepResults {
            header,
            rows: Vec::new(),
        };
        self.drive(results, None, experiment, progress)
    }

    /// [`Sweep::run_with`] with a file in JSON lines, to which finished runs are appended in order.
    /// If the file has runs already, only the others are made. A sweep that was interrupted and
    /// continued leaves the same bytes as one that was not.
    ///
    /// # Errors
    /// As [`Sweep::run`]; [`SweepError::OtherSweep`] for a file of another sweep,
    /// [`SweepError::BadLine`] for one that was changed, [`SweepError::File`]. The file is then as
    /// it was; only a last line without an end, which an interruption tore, is cut off.
    pub fn resume<R, E>(
        &self,
        path: impl AsRef<Path>,
        experiment: impl Fn(&Cell<'_>, u64) -> Result<R, E> + Sync,
        progress: impl FnMut(Progress),
    ) -> Result<SweepResults, SweepError>
    where
        R: Record,
        E: Display,
    {
        let header = self.header::<R>()?;
        let (journal, rows) = Journal::open(path.as_ref(), &header)?;
        let results = SweepResults { header, rows };
        self.drive(results, Some(journal), experiment, progress)
    }

    fn drive<R, E>(
        &self,
        mut results: SweepResults,
        mut journal: Option<Journal>,
        experiment: impl Fn(&Cell<'_>, u64) -> Result<R, E> + Sync,
        mut progress: impl FnMut(Progress),
    ) -> Result<SweepResults, SweepError>
    where
        R: Record,
        E: Display,
    {
        let failed = |rows: &[SweepRow]| rows.iter().filter(|row| row.outcome.is_err()).count();
        let mut state = Progress {
            done: results.rows.len(),
            total: self.runs(),
            resumed: results.rows.len(),
            failures: failed(&results.rows),
        };
        progress(state);
        let mut size = threads();
        // Runs that are done, but not all before them.
        let mut ahead = BTreeMap::new();
        while state.done < state.total {
            let header = &results.header;
            let began = Instant::now();
            let first = state.done;
            let batch = first..state.total.min(first.saturating_add(size));
            let missing: Vec<usize> = batch.filter(|run| !ahead.contains_key(run)).collect();
            let made = ordered(missing, |run| {
                // Runs may become slower from one cell to the next: a batch ends by the clock, too.
                let in_time = run == first || began.elapsed() < LONGEST_BATCH;
                (run, in_time.then(|| self.make(header, run, &experiment)))
            });
            ahead.extend(made.into_iter().filter_map(|(run, row)| Some((run, row?))));
            let mut finished = Vec::new();
            let mut stopped = None;
            while let Some(row) = ahead.remove(&(first + finished.len())) {
                match row {
                    Ok(row) => finished.push(row),
                    Err(error) => {
                        stopped = Some(error);
                        break;
                    }
                }
            }
            if let Some(journal) = &mut journal {
                journal.append(header, &finished)?;
            }
            if let Some(error) = stopped {
                return Err(error);
            }
            state.done += finished.len();
            state.failures += failed(&finished);
            results.rows.append(&mut finished);
            progress(state);
            // Short enough to tell of, long enough to keep all threads at work; results do not
            // depend on it.
            let spent = began.elapsed();
            if spent < Duration::from_millis(50) {
                size = size.saturating_mul(2);
            } else if spent > Duration::from_millis(250) {
                size = (size / 2).max(threads());
            }
        }
        Ok(results)
    }

    fn make<R, E>(
        &self,
        header: &SweepHeader,
        run: usize,
        experiment: &(impl Fn(&Cell<'_>, u64) -> Result<R, E> + Sync),
    ) -> Result<SweepRow, SweepError>
    where
        R: Record,
        E: Display,
    {
        let (number, repetition) = (run / self.repetitions, run % self.repetitions);
        let cell = self.grid.cell(number).ok_or(SweepError::TooManyRuns)?;
        let seed = header.run_seed(&cell, repetition);
        let outcome = match experiment(&cell, seed) {
            Ok(record) => {
                let values = Datum::of_record(&header.columns, &record);
                Ok(values.map_err(|problem| SweepError::Misfit {
                    run: header.describe(run),
                    problem,
                })?)
            }
            Err(error) if self.on_failure == OnFailure::Stop => {
                return Err(SweepError::Failed {
                    run: header.describe(run),
                    message: error.to_string(),
                });
            }
            Err(error) => Err(error.to_string()),
        };
        Ok(SweepRow {
            cell: number,
            repetition,
            seed,
            outcome,
        })
    }
}

/// No run of a batch begins later than this, so that finished runs are told of and kept.
const LONGEST_BATCH: Duration = Duration::from_millis(500);

/// How many runs are made at a time.
fn threads() -> usize {
    #[cfg(feature = "parallel")]
    {
        rayon::current_num_threads()
    }
    #[cfg(not(feature = "parallel"))]
    {
        1
    }
}

/// The values for these numbers in their order.
fn ordered<T: Send>(numbers: Vec<usize>, value: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        numbers.into_par_iter().map(value).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        numbers.into_iter().map(value).collect()
    }
}
