//! Results as JSON lines: the header, then one flat object a run.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Datum, SweepError, SweepHeader, SweepResults, SweepRow};

/// A run as it is written: axes, repetition, seed, and its values or its error.
struct Line<'a>(&'a SweepHeader, &'a SweepRow);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Line(header, row) = self;
        let mut map = serializer.serialize_map(None)?;
        for (axis, level) in header.axes.cell(row.cell).iter().flat_map(|c| c.levels()) {
            map.serialize_entry(axis, level)?;
        }
        map.serialize_entry("repetition", &row.repetition)?;
        map.serialize_entry("seed", &row.seed)?;
        match &row.outcome {
            Ok(values) => {
                for (column, value) in header.columns.iter().zip(values) {
                    map.serialize_entry(&column.name, value)?;
                }
            }
            Err(message) => map.serialize_entry("error", message)?,
        }
        map.end()
    }
}

fn json(value: &impl Serialize) -> Result<String, SweepError> {
    serde_json::to_string(value).map_err(|error| SweepError::Misfit {
        run: "a line".to_owned(),
        problem: error.to_string(),
    })
}

impl SweepHeader {
    /// The header as a line, with its end.
    pub(super) fn line(&self) -> Result<String, SweepError> {
        Ok(json(self)? + "\n")
    }

    /// A run as a line, with its end.
    pub(super) fn row_line(&self, row: &SweepRow) -> Result<String, SweepError> {
        Ok(json(&Line(self, row))? + "\n")
    }

    /// The header of a first line.
    pub(super) fn read(text: &str) -> Result<Self, SweepError> {
        let header: SweepHeader =
            serde_json::from_str(text).map_err(|error| SweepError::bad_line(1, error))?;
        header.check()?;
        Ok(header)
    }

    /// Run number `run` of a line, which must be that run.
    pub(super) fn read_row(&self, run: usize, text: &str) -> Result<SweepRow, String> {
        let mut fields: Map<String, Value> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let (cell, repetition, seed) = self.run(run)?;
        let mut expect = |name: &str, expected: Value| match fields.remove(name) {
            Some(found) if found == expected => Ok(()),
            Some(found) => Err(format!("{name:?} is {found}; it must be {expected} here")),
            None => Err(format!("{name:?} is missing")),
        };
        for (axis, level) in cell.levels() {
            expect(axis, Value::from(level))?;
        }
        expect("repetition", Value::from(repetition))?;
        expect("seed", Value::from(seed))?;
        let outcome = match fields.remove("error") {
            Some(Value::String(message)) if fields.is_empty() => Err(message),
            Some(_) => return Err("\"error\" must be a text and stand alone".to_owned()),
            None => Ok(Datum::of_record(&self.columns, &fields)?),
        };
        Ok(SweepRow {
            cell: cell.number(),
            repetition,
            seed,
            outcome,
        })
    }
}

impl SweepResults {
    /// The results as JSON lines: the [header](SweepHeader), then for each run an object with the
    /// levels of its cell, its repetition and seed, and its values, or its `error`.
    ///
    /// # Errors
    /// [`SweepError::Misfit`] if serde refuses a value.
    pub fn to_jsonl(&self) -> Result<String, SweepError> {
        let mut text = self.header.line()?;
        for row in &self.rows {
            text += &self.header.row_line(row)?;
        }
        Ok(text)
    }

    /// Reads what [`SweepResults::to_jsonl`] wrote; runs may be missing at the end.
    ///
    /// # Errors
    /// [`SweepError::BadLine`]; [`SweepError::OtherSweep`] for another format or version.
    pub fn from_jsonl(text: &str) -> Result<Self, SweepError> {
        let mut lines = text.lines();
        let header = SweepHeader::read(lines.next().unwrap_or_default())?;
        let rows: Result<Vec<SweepRow>, SweepError> = lines
            .enumerate()
            .map(|(run, line)| {
                let row = header.read_row(run, line);
                row.map_err(|problem| SweepError::bad_line(run + 2, problem))
            })
            .collect();
        let rows = rows?;
        Ok(SweepResults { header, rows })
    }
}
