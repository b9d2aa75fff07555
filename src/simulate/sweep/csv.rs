//! Results as comma-separated values (RFC 4180), beside a document that says what they mean.

use super::{Column, ColumnKind, Datum, SweepError, SweepHeader, SweepResults, SweepRow};

/// Appends a field, in quotes where it must be. Nothing is a field without quotes, and the empty
/// text one with quotes.
fn write_field(text: &str, to: &mut String) {
    let special = |byte: u8| matches!(byte, b'"' | b',' | b'\r' | b'\n');
    if text.is_empty() || text.bytes().any(special) {
        to.push('"');
        *to += &text.replace('"', "\"\"");
        to.push('"');
    } else {
        *to += text;
    }
}

fn write_datum(value: &Datum, to: &mut String) {
    match value {
        Datum::Missing => {}
        Datum::Boolean(truth) => *to += if *truth { "true" } else { "false" },
        Datum::Integer(number) => *to += &number.to_string(),
        // The shortest digits that read back as the same number.
        Datum::Number(number) => *to += &format!("{number:?}"),
        Datum::Exact(number) => write_field(&number.to_string(), to),
        Datum::Text(text) => write_field(text, to),
    }
}

/// A field as it was read: was it in quotes?
struct Field {
    text: String,
    quoted: bool,
}

impl Field {
    fn is_missing(&self) -> bool {
        self.text.is_empty() && !self.quoted
    }

    fn datum(&self, column: &Column) -> Result<Datum, String> {
        let Column { name, kind, .. } = column;
        if self.is_missing() {
            return match column.optional {
                true => Ok(Datum::Missing),
                false => Err(format!("{name:?} is missing")),
            };
        }
        let text = self.text.as_str();
        let value = match kind {
            ColumnKind::Boolean => text.parse().ok().map(Datum::Boolean),
            ColumnKind::Integer => text.parse().ok().map(Datum::Integer),
            ColumnKind::Number => {
                let number = text.parse().ok().filter(|number: &f64| number.is_finite());
                number.map(Datum::Number)
            }
            ColumnKind::Exact => text.parse().ok().map(Datum::Exact),
            ColumnKind::Text => Some(Datum::Text(text.to_owned())),
        };
        value.ok_or_else(|| format!("{name:?} is {text:?}, which is no value of its column"))
    }
}

/// Records with the line on which each begins.
fn records(text: &str) -> Result<Vec<(usize, Vec<Field>)>, SweepError> {
    let mut records = Vec::new();
    let mut record: Vec<Field> = Vec::new();
    let (mut line, mut began) = (1, 1);
    let mut characters = text.chars().peekable();
    while characters.peek().is_some() {
        let mut field = Field {
            text: String::new(),
            quoted: false,
        };
        if characters.next_if_eq(&'"').is_some() {
            field.quoted = true;
            loop {
                match characters.next() {
                    Some('"') if characters.next_if_eq(&'"').is_some() => field.text.push('"'),
                    Some('"') => break,
                    Some(other) => {
                        line += usize::from(other == '\n');
                        field.text.push(other);
                    }
                    None => return Err(SweepError::bad_line(began, "a quote is not closed")),
                }
            }
        }
        while let Some(other) = characters.next_if(|&c| !matches!(c, ',' | '\r' | '\n')) {
            if other == '"' || field.quoted {
                let problem = "a field has text outside its quotes, or a quote inside";
                return Err(SweepError::bad_line(line, problem));
            }
            field.text.push(other);
        }
        record.push(field);
        let end = match characters.next() {
            Some(',') if characters.peek().is_some() => false,
            Some(',') => {
                record.push(Field {
                    text: String::new(),
                    quoted: false,
                });
                true
            }
            Some('\r') if characters.next_if_eq(&'\n').is_none() => {
                let problem = "a carriage return without a line feed";
                return Err(SweepError::bad_line(line, problem));
            }
            _ => true,
        };
        if end {
            records.push((began, std::mem::take(&mut record)));
            line += 1;
            began = line;
        }
    }
    Ok(records)
}

impl SweepHeader {
    fn titles(&self) -> impl Iterator<Item = &str> {
        let axes = self.axes.axes().iter().map(|axis| axis.name.as_str());
        axes.chain(["repetition", "seed", "error"])
            .chain(self.columns.iter().map(|column| column.name.as_str()))
    }

    fn csv_row(&self, run: usize, fields: &[Field]) -> Result<SweepRow, String> {
        let titles = self.titles().count();
        if fields.len() != titles {
            return Err(format!(
                "{} fields; there are {titles} titles",
                fields.len()
            ));
        }
        let (cell, repetition, seed) = self.run(run)?;
        let levels = cell.levels().map(|(_, level)| level.to_owned());
        let expected = levels.chain([repetition.to_string(), seed.to_string()]);
        for ((title, field), expected) in self.titles().zip(fields).zip(expected) {
            if field.text != expected {
                let found = &field.text;
                return Err(format!(
                    "{title:?} is {found:?}; it must be {expected:?} here"
                ));
            }
        }
        let (error, values) = match &fields[self.axes.axes().len() + 2..] {
            [error, values @ ..] => (error, values),
            [] => return Err("no error field".to_owned()),
        };
        let outcome = if error.is_missing() {
            let values = self.columns.iter().zip(values);
            Ok(values
                .map(|(column, field)| field.datum(column))
                .collect::<Result<_, _>>()?)
        } else if values.iter().all(Field::is_missing) {
            Err(error.text.clone())
        } else {
            return Err("a run that failed has no values".to_owned());
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
    /// The results as comma-separated values after RFC 4180: a line of titles, then a line for each
    /// run with the levels of its cell, its repetition and seed, its error, and its values. A
    /// missing value is an empty field; the empty text is `""`. [`SweepResults::header`] in JSON
    /// belongs beside it: it says what the columns mean, and [`SweepResults::from_csv`] needs it.
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        for (number, title) in self.header.titles().enumerate() {
            if number > 0 {
                text.push(',');
            }
            write_field(title, &mut text);
        }
        text += "\r\n";
        for row in &self.rows {
            for (_, level) in self.cell(row).iter().flat_map(|cell| cell.levels()) {
                write_field(level, &mut text);
                text.push(',');
            }
            text += &format!("{},{},", row.repetition, row.seed);
            match &row.outcome {
                Ok(values) => {
                    for value in values {
                        text.push(',');
                        write_datum(value, &mut text);
                    }
                }
                Err(message) => {
                    write_field(message, &mut text);
                    text.extend(self.header.columns.iter().map(|_| ','));
                }
            }
            text += "\r\n";
        }
        text
    }

    /// Reads what [`SweepResults::to_csv`] wrote, with its header; runs may be missing at the end,
    /// and lines may end in a line feed alone.
    ///
    /// # Errors
    /// [`SweepError::BadLine`]; what the header is refused for.
    pub fn from_csv(header: SweepHeader, text: &str) -> Result<Self, SweepError> {
        header.check()?;
        let mut records = records(text)?.into_iter();
        let (_, titles) = records
            .next()
            .ok_or_else(|| SweepError::bad_line(1, "there are no titles"))?;
        if !titles
            .iter()
            .map(|field| field.text.as_str())
            .eq(header.titles())
        {
            let problem = "the titles are not those of the header";
            return Err(SweepError::bad_line(1, problem));
        }
        let rows: Result<Vec<SweepRow>, SweepError> = records
            .enumerate()
            .map(|(run, (line, fields))| {
                let row = header.csv_row(run, &fields);
                row.map_err(|problem| SweepError::bad_line(line, problem))
            })
            .collect();
        let rows = rows?;
        Ok(SweepResults { header, rows })
    }
}
