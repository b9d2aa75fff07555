//! What a result consists of: columns with a type, a unit and a meaning.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::finite;
use crate::number::Rational;

/// Names that the table of results uses itself.
pub(super) const RESERVED: [&str; 3] = ["repetition", "seed", "error"];

/// What kind of values a column has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ColumnKind {
    /// `true` or `false`; in means 1 or 0.
    Boolean,
    /// A whole number of 64 bits.
    Integer,
    /// A floating-point number, finite.
    Number,
    /// An exact fraction; a text such as `13/2` in JSON and CSV.
    Exact,
    /// Any text.
    Text,
}

/// A column of results.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Column {
    /// The name, which is that of a field of the result.
    pub name: String,
    /// The kind of its values.
    pub kind: ColumnKind,
    /// The unit; empty for numbers without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// May a value be missing (`null`)?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

impl Column {
    /// A column without a unit whose values are never missing.
    pub fn new(name: impl Into<String>, kind: ColumnKind, meaning: impl Into<String>) -> Self {
        Column {
            name: name.into(),
            kind,
            unit: String::new(),
            meaning: meaning.into(),
            optional: false,
        }
    }

    /// The same column with a unit.
    #[must_use]
    pub fn with_unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// The same column where values may be missing.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// What one run of an experiment comes to: a struct of plain fields that knows what they mean.
///
/// An implementation promises that serde makes of it an object with one field for each column.
/// [`Rational`]s are [`ColumnKind::Exact`], `Option`s are [optional](Column::optional).
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::sweep::{Column, ColumnKind, Record};
/// use serde::Serialize;
///
/// #[derive(Serialize)]
/// struct Harvest {
///     gain: Rational,
///     collapsed_in: Option<u32>,
/// }
/// impl Record for Harvest {
///     fn columns() -> Vec<Column> {
///         vec![
///             Column::new("gain", ColumnKind::Exact, "everything that was caught").with_unit("tons"),
///             Column::new("collapsed_in", ColumnKind::Integer, "the month of the collapse, from 0")
///                 .optional(),
///         ]
///     }
/// }
/// ```
pub trait Record: Serialize {
    /// The columns, in the order in which they are written.
    fn columns() -> Vec<Column>;
}

/// One value of a result.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Datum {
    /// Nothing.
    Missing,
    /// Of a [`ColumnKind::Boolean`].
    Boolean(bool),
    /// Of a [`ColumnKind::Integer`].
    Integer(i64),
    /// Of a [`ColumnKind::Number`].
    Number(f64),
    /// Of a [`ColumnKind::Exact`].
    Exact(Rational),
    /// Of a [`ColumnKind::Text`].
    Text(String),
}

impl Datum {
    /// The value as a machine number; none if it is missing or text.
    pub fn to_f64(&self) -> Option<f64> {
        match self {
            Datum::Missing | Datum::Text(_) => None,
            Datum::Boolean(value) => Some(f64::from(u8::from(*value))),
            Datum::Integer(value) => Some(*value as f64),
            Datum::Number(value) => Some(*value),
            Datum::Exact(value) => Some(value.to_f64()),
        }
    }

    /// The value as an exact number; none if it is missing, text or floating-point.
    pub fn to_rational(&self) -> Option<Rational> {
        match self {
            Datum::Missing | Datum::Text(_) | Datum::Number(_) => None,
            Datum::Boolean(value) => Some(Rational::from(i64::from(*value))),
            Datum::Integer(value) => Some(Rational::from(*value)),
            Datum::Exact(value) => Some(value.clone()),
        }
    }

    /// The value of a column in JSON.
    pub(super) fn of_json(column: &Column, value: &Value) -> Result<Self, String> {
        let name = &column.name;
        let misfit = |needs: &str| Err(format!("{name:?} is {value}; it must be {needs}"));
        if value.is_null() {
            if column.optional {
                return Ok(Datum::Missing);
            }
            return Err(format!(
                "{name:?} is missing, and its column is not optional"
            ));
        }
        match column.kind {
            ColumnKind::Boolean => match value.as_bool() {
                Some(truth) => Ok(Datum::Boolean(truth)),
                None => misfit("true or false"),
            },
            ColumnKind::Integer => match value.as_i64() {
                Some(number) => Ok(Datum::Integer(number)),
                None => misfit("a whole number of 64 bits with a sign"),
            },
            ColumnKind::Number => match value.as_f64() {
                Some(number) if number.is_finite() => Ok(Datum::Number(number)),
                _ => misfit("a finite number"),
            },
            ColumnKind::Exact => match value.as_str().map(str::parse) {
                Some(Ok(number)) => Ok(Datum::Exact(number)),
                _ => misfit("a fraction as a text"),
            },
            ColumnKind::Text => match value.as_str() {
                Some(text) => Ok(Datum::Text(text.to_owned())),
                None => misfit("a text"),
            },
        }
    }

    /// The values of a result, column by column.
    pub(super) fn of_record(
        columns: &[Column],
        record: &impl Serialize,
    ) -> Result<Vec<Self>, String> {
        finite::check(record)?;
        let value = serde_json::to_value(record).map_err(|error| error.to_string())?;
        let Value::Object(fields) = value else {
            return Err("it is no struct of named fields".to_owned());
        };
        let known = |field: &&String| !columns.iter().any(|column| &column.name == *field);
        if let Some(field) = fields.keys().find(known) {
            return Err(format!("the field {field:?} has no column"));
        }
        columns
            .iter()
            .map(|column| match fields.get(&column.name) {
                Some(value) => Datum::of_json(column, value),
                None => Err(format!("the column {:?} has no field", column.name)),
            })
            .collect()
    }
}
