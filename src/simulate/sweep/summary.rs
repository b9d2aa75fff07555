//! Means by cell, with their standard errors and intervals.

use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::{Cell, ColumnKind, Datum, SweepResults, SweepRow};
use crate::game::random::generator;
use crate::number::Rational;

/// How the 95 % interval of a mean is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum MeanInterval {
    /// The mean and 1.96 standard errors on either side: for many runs whose mean is close to
    /// normal.
    #[default]
    Normal,
    /// From the 2.5th to the 97.5th percentile of means of resamples with replacement (Efron 1979),
    /// with a seed of its own: for skewed results. It costs `resamples` times the number of runs.
    Bootstrap {
        /// The number of resamples; at least 1 and at most a million are made.
        resamples: usize,
        /// The seed.
        seed: u64,
    },
}

/// What the runs of a cell came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CellSummary {
    /// The number of the cell.
    pub cell: usize,
    /// The names of its levels, in the order of the axes.
    pub levels: Vec<String>,
    /// The number of runs, with those that failed.
    pub runs: usize,
    /// The number of runs that failed.
    pub failures: usize,
    /// The columns that have a mean: all but text, in their order.
    pub columns: Vec<ColumnSummary>,
}

impl CellSummary {
    /// The summary of a column, if there is one of this name that has a mean.
    pub fn column(&self, name: &str) -> Option<&ColumnSummary> {
        self.columns.iter().find(|column| column.column == name)
    }
}

/// The values of a column in the runs of a cell, without those that are missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ColumnSummary {
    /// The name of the column.
    pub column: String,
    /// The number of values that are not missing.
    pub count: usize,
    /// The sum of the values divided by their number, exactly; none without values, and for
    /// floating-point numbers.
    pub exact_mean: Option<Rational>,
    /// The mean as a machine number; 0 without values.
    pub mean: f64,
    /// The root of the sum of squared distances from the mean over `count · (count − 1)`; none for
    /// fewer than two values. The sum is exact unless the values are floating-point numbers.
    pub standard_error: Option<f64>,
    /// The 95 % interval of the mean; none for fewer than two values.
    pub interval: Option<(f64, f64)>,
    /// The least value.
    pub least: Option<f64>,
    /// The greatest value.
    pub greatest: Option<f64>,
}

/// More resamples tell nothing more of a percentile, and their means have to be kept.
const MOST_RESAMPLES: usize = 1_000_000;

/// The 97.5th percentile of the standard normal distribution.
const NORMAL: f64 = 1.959_963_984_540_054;

impl SweepResults {
    /// Means of every cell that has runs, in order, with normal intervals.
    pub fn summary(&self) -> Vec<CellSummary> {
        self.summary_by(MeanInterval::Normal)
    }

    /// Means of every cell that has runs, in order.
    pub fn summary_by(&self, method: MeanInterval) -> Vec<CellSummary> {
        let cells = self.rows.chunk_by(|a, b| a.cell == b.cell);
        let with_cell = cells.filter_map(|rows| Some((self.cell(rows.first()?)?, rows)));
        with_cell
            .map(|(cell, rows)| self.summarise(cell, rows, method))
            .collect()
    }

    fn summarise(&self, cell: Cell<'_>, rows: &[SweepRow], method: MeanInterval) -> CellSummary {
        let columns = self.header.columns.iter().enumerate();
        CellSummary {
            cell: cell.number(),
            levels: cell.levels().map(|(_, level)| level.to_owned()).collect(),
            runs: rows.len(),
            failures: rows.iter().filter(|row| row.outcome.is_err()).count(),
            columns: columns
                .filter(|(_, column)| column.kind != ColumnKind::Text)
                .map(|(number, column)| {
                    let values = rows.iter().filter_map(|row| {
                        let values = row.outcome.as_ref().ok()?;
                        values.get(number).filter(|value| **value != Datum::Missing)
                    });
                    // One stream for each cell and column.
                    let stream = (cell.number() * self.header.columns.len() + number) as u64;
                    of_values(&column.name, &values.collect::<Vec<_>>(), method, stream)
                })
                .collect(),
        }
    }
}

fn of_values(name: &str, values: &[&Datum], method: MeanInterval, stream: u64) -> ColumnSummary {
    let count = values.len();
    let numbers: Vec<f64> = values.iter().filter_map(|value| value.to_f64()).collect();
    let exact: Option<Vec<Rational>> = values.iter().map(|value| value.to_rational()).collect();
    let exact_mean = exact.as_ref().and_then(|values| {
        let sum: Rational = values.iter().sum();
        sum.checked_div(&Rational::from(count))
    });
    let mean = match &exact_mean {
        Some(mean) => mean.to_f64(),
        None => mean_of(&numbers),
    };
    let standard_error = (count > 1).then(|| {
        let squares = match (&exact, &exact_mean) {
            (Some(values), Some(mean)) => squared_distances(values, mean).to_f64(),
            _ => numbers.iter().map(|value| (value - mean).powi(2)).sum(),
        };
        (squares / (count as f64 * (count as f64 - 1.0))).sqrt()
    });
    let interval = standard_error.map(|error| match method {
        MeanInterval::Normal => (mean - NORMAL * error, mean + NORMAL * error),
        MeanInterval::Bootstrap { resamples, seed } => {
            bootstrap(&numbers, resamples.clamp(1, MOST_RESAMPLES), seed, stream)
        }
    });
    ColumnSummary {
        column: name.to_owned(),
        count,
        exact_mean,
        mean,
        standard_error,
        interval,
        least: numbers.iter().copied().reduce(f64::min),
        greatest: numbers.iter().copied().reduce(f64::max),
    }
}

/// The mean of finite numbers; 0 without any.
fn mean_of(numbers: &[f64]) -> f64 {
    let count = numbers.len().max(1) as f64;
    let sum: f64 = numbers.iter().sum();
    if sum.is_finite() {
        return sum / count;
    }
    // The sum is too large for a machine number, and the mean is not.
    numbers.iter().map(|number| number / count).sum()
}

/// `Σx² − n·mean²`, whose terms stay small where values are whole.
fn squared_distances(values: &[Rational], mean: &Rational) -> Rational {
    let squares: Rational = values.iter().map(|value| value * value).sum();
    squares - &(mean * mean * &Rational::from(values.len()))
}

/// Percentiles of the means of resamples.
fn bootstrap(numbers: &[f64], resamples: usize, seed: u64, stream: u64) -> (f64, f64) {
    let mut rng = generator(seed, stream);
    let mut drawn = vec![0.0; numbers.len()];
    let mut means: Vec<f64> = (0..resamples)
        .map(|_| {
            drawn.fill_with(|| numbers[rng.random_range(0..numbers.len())]);
            mean_of(&drawn)
        })
        .collect();
    means.sort_by(f64::total_cmp);
    // Between neighbours in proportion.
    let percentile = |share: f64| {
        let place = share * (means.len() - 1) as f64;
        let (below, above) = (place.floor() as usize, place.ceil() as usize);
        means[below] + (place - place.floor()) * (means[above] - means[below])
    };
    (percentile(0.025), percentile(0.975))
}
