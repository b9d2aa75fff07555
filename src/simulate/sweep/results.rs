//! The table that a sweep makes.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::listed;
use super::schema::RESERVED;
use super::{Cell, Column, Datum, Grid, SweepError};
use crate::game::random::generator;
use crate::simulate::Streams;

/// The value of [`SweepHeader::format`].
pub(super) const FORMAT: &str = "lacuna sweep";
/// The version of the form of files.
pub(super) const VERSION: u32 = 1;

/// What a sweep is, and what its columns mean: the first line of a JSONL file, and the document
/// beside a CSV file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SweepHeader {
    /// Always `lacuna sweep`.
    pub format: String,
    /// The version of the form, 1.
    pub version: u32,
    /// What is swept, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The seed that all seeds of runs are derived from.
    pub seed: u64,
    /// The number of runs of each cell.
    pub repetitions: usize,
    /// Axes whose levels share their seeds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub common_seeds: Vec<String>,
    /// The axes and their levels.
    pub axes: Grid,
    /// What a run comes to.
    pub columns: Vec<Column>,
}

impl SweepHeader {
    /// Refuses what no sweep has.
    pub(super) fn check(&self) -> Result<(), SweepError> {
        let expect = |what, found: String, expected: String| {
            if found == expected {
                return Ok(());
            }
            Err(SweepError::OtherSweep {
                what,
                found,
                expected,
            })
        };
        expect("format", self.format.clone(), FORMAT.to_owned())?;
        expect("version", self.version.to_string(), VERSION.to_string())?;
        if self.repetitions == 0 {
            return Err(SweepError::NoRepetitions);
        }
        for axis in &self.common_seeds {
            self.axes.axis(axis)?;
        }
        let runs = self.axes.cell_count().checked_mul(self.repetitions);
        runs.ok_or(SweepError::TooManyRuns)?;
        for (number, column) in self.columns.iter().enumerate() {
            let name = &column.name;
            let axes = self.axes.axes().iter().map(|axis| &axis.name);
            let before = self.columns[..number].iter().map(|column| &column.name);
            if axes.chain(before).any(|other| other == name) || RESERVED.contains(&name.as_str()) {
                return Err(SweepError::DuplicateName { name: name.clone() });
            }
        }
        Ok(())
    }

    /// Refuses the header of another sweep, and says what differs.
    pub(super) fn same(&self, found: &SweepHeader) -> Result<(), SweepError> {
        let differ = |what, found: String, expected: String| {
            (found != expected).then_some(SweepError::OtherSweep {
                what,
                found,
                expected,
            })
        };
        let json = |value: &dyn Fn(&SweepHeader) -> serde_json::Value| {
            (value(found).to_string(), value(self).to_string())
        };
        let name = (format!("{:?}", found.name), format!("{:?}", self.name));
        let seed = (found.seed.to_string(), self.seed.to_string());
        let repetitions = (found.repetitions.to_string(), self.repetitions.to_string());
        let axes = json(&|header| serde_json::json!(header.axes));
        let common = json(&|header| serde_json::json!(header.common_seeds));
        let columns = json(&|header| serde_json::json!(header.columns));
        [
            ("name", name),
            ("list of axes", axes),
            ("seed", seed),
            ("number of repetitions", repetitions),
            ("list of axes with common seeds", common),
            ("list of columns", columns),
        ]
        .into_iter()
        .find_map(|(what, (found, expected))| differ(what, found, expected))
        .map_or(Ok(()), Err)
    }

    /// The number of runs.
    pub fn runs(&self) -> usize {
        self.axes.cell_count().saturating_mul(self.repetitions)
    }

    /// The number of a column.
    pub(super) fn column(&self, name: &str) -> Result<usize, SweepError> {
        let found = self.columns.iter().position(|column| column.name == name);
        found.ok_or_else(|| SweepError::NoSuchColumn {
            column: name.to_owned(),
            known: listed(self.columns.iter().map(|column| column.name.as_str())),
        })
    }

    /// The seed of a run.
    pub(super) fn run_seed(&self, cell: &Cell<'_>, repetition: usize) -> u64 {
        let mut levels: Vec<(&str, &str)> = cell
            .levels()
            .filter(|(axis, _)| !self.common_seeds.iter().any(|common| common == axis))
            .collect();
        levels.sort_unstable();
        let mut digest = OFFSET;
        for text in levels.iter().flat_map(|(axis, level)| [axis, level]) {
            // The length first, so that no two lists of texts are the same bytes.
            digest = mix(digest, &(text.len() as u64).to_le_bytes());
            digest = mix(digest, text.as_bytes());
        }
        let cell_seed = rand::Rng::next_u64(&mut generator(self.seed, digest));
        Streams::new(cell_seed).episode(repetition as u64)
    }

    /// The cell, the repetition and the seed of a run.
    pub(super) fn run(&self, run: usize) -> Result<(Cell<'_>, usize, u64), String> {
        let cell = self.axes.cell(run / self.repetitions);
        let cell = cell.ok_or_else(|| format!("the sweep has only {} runs", self.runs()))?;
        let repetition = run % self.repetitions;
        Ok((cell, repetition, self.run_seed(&cell, repetition)))
    }

    pub(super) fn describe(&self, run: usize) -> String {
        let cell = self.axes.cell(run / self.repetitions);
        let cell = cell.map(|cell| cell.to_string()).unwrap_or_default();
        format!("{cell}, repetition {}", run % self.repetitions)
    }
}

/// FNV-1a (Fowler, Noll and Vo), which is the same everywhere.
fn mix(digest: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(digest, |digest, &byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// One run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SweepRow {
    /// The number of the cell.
    pub cell: usize,
    /// The number of the run in its cell, from 0.
    pub repetition: usize,
    /// The seed that the experiment was given.
    pub seed: u64,
    /// The values in the order of the columns, or the message of the run's error.
    pub outcome: Result<Vec<Datum>, String>,
}

/// All runs of a sweep that have been made, in order: cell by cell, repetition by repetition.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepResults {
    pub(super) header: SweepHeader,
    pub(super) rows: Vec<SweepRow>,
}

impl SweepResults {
    /// What the sweep is, and what its columns mean.
    pub fn header(&self) -> &SweepHeader {
        &self.header
    }

    /// The runs.
    pub fn rows(&self) -> &[SweepRow] {
        &self.rows
    }

    /// Have all runs been made?
    pub fn is_complete(&self) -> bool {
        self.rows.len() == self.header.runs()
    }

    /// The cell of a run.
    pub fn cell(&self, row: &SweepRow) -> Option<Cell<'_>> {
        self.header.axes.cell(row.cell)
    }

    /// The values of a column in the runs that did not fail, with the runs.
    ///
    /// # Errors
    /// [`SweepError::NoSuchColumn`].
    pub fn column(
        &self,
        name: &str,
    ) -> Result<impl Iterator<Item = (&SweepRow, &Datum)>, SweepError> {
        let number = self.header.column(name)?;
        Ok(self.rows.iter().filter_map(move |row| {
            let values = row.outcome.as_ref().ok()?;
            Some((row, values.get(number)?))
        }))
    }

    /// The result of a run as the struct that the experiment returned; none if the run failed.
    ///
    /// # Errors
    /// [`SweepError::Misfit`] if the struct is not made of these columns.
    pub fn record<R: DeserializeOwned>(&self, row: &SweepRow) -> Result<Option<R>, SweepError> {
        let Ok(values) = &row.outcome else {
            return Ok(None);
        };
        let misfit = |error: serde_json::Error| SweepError::Misfit {
            run: self
                .header
                .describe(row.cell * self.header.repetitions + row.repetition),
            problem: error.to_string(),
        };
        let columns = self.header.columns.iter().map(|column| column.name.clone());
        let fields: Result<serde_json::Map<_, _>, _> = columns
            .zip(values)
            .map(|(name, value)| Ok((name, serde_json::to_value(value)?)))
            .collect();
        let fields = serde_json::Value::Object(fields.map_err(misfit)?);
        serde_json::from_value(fields).map(Some).map_err(misfit)
    }
}
