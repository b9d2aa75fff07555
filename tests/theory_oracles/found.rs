//! What was computed, and its comparison with what the file says.

use lacuna::number::{Extended, Rational};
use serde_json::Value;

/// A computation with the library.
pub type Computation = Box<dyn Fn() -> Found>;

/// A value computed.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    Exact(Rational),
    Numeric(f64),
    Infinite,
    Truth(bool),
    List(Vec<Found>),
    Fields(Vec<(&'static str, Found)>),
}

impl From<Rational> for Found {
    fn from(value: Rational) -> Self {
        Found::Exact(value)
    }
}

impl From<usize> for Found {
    fn from(value: usize) -> Self {
        Found::Exact(Rational::from(value))
    }
}

impl From<f64> for Found {
    fn from(value: f64) -> Self {
        Found::Numeric(value)
    }
}

impl From<bool> for Found {
    fn from(value: bool) -> Self {
        Found::Truth(value)
    }
}

impl From<Extended<Rational>> for Found {
    fn from(value: Extended<Rational>) -> Self {
        match value {
            Extended::Finite(value) => Found::Exact(value),
            Extended::Infinite => Found::Infinite,
        }
    }
}

impl<T: Into<Found>> From<Vec<T>> for Found {
    fn from(values: Vec<T>) -> Self {
        Found::List(values.into_iter().map(Into::into).collect())
    }
}

/// A row of a table of computations.
pub fn row<T: Into<Found>>(
    id: &'static str,
    compute: impl Fn() -> T + 'static,
) -> (&'static str, Computation) {
    (id, Box::new(move || compute().into()))
}

/// An entry of the file.
pub struct Entry {
    pub id: String,
    value: Value,
    exact: Option<Rational>,
    tolerance: f64,
}

impl Entry {
    pub fn new(entry: &Value) -> Self {
        let exact = entry.get("exact").map(|text| {
            let text = text.as_str().expect("an exact value is text");
            text.parse().expect("an exact value is a number")
        });
        Entry {
            id: entry["id"].as_str().expect("an id").to_owned(),
            value: entry["value"].clone(),
            exact,
            tolerance: entry["tol"].as_f64().expect("a tolerance"),
        }
    }

    /// Does what was computed agree?
    pub fn compare(&self, found: &Found) -> Result<(), String> {
        if let Some(exact) = &self.exact
            && *found != Found::Exact(exact.clone())
        {
            return Err(format!("found {found:?}, expected exactly {exact}"));
        }
        agrees(found, &self.value, self.tolerance)
    }
}

fn agrees(found: &Found, expected: &Value, tolerance: f64) -> Result<(), String> {
    let mismatch = || {
        Err(format!(
            "found {found:?}, expected {expected} within {tolerance}"
        ))
    };
    let close = |value: f64| match expected.as_f64() {
        // A rounding error of the file itself is no difference.
        Some(number) if (value - number).abs() <= tolerance + 4.0 * f64::EPSILON * number.abs() => {
            Ok(())
        }
        _ => mismatch(),
    };
    match found {
        Found::Exact(value) => close(value.to_f64()),
        Found::Numeric(value) => close(*value),
        Found::Infinite if expected.as_str() == Some("inf") => Ok(()),
        Found::Truth(value) if expected.as_bool() == Some(*value) => Ok(()),
        Found::List(values) => match expected.as_array() {
            Some(list) if list.len() == values.len() => values
                .iter()
                .zip(list)
                .try_for_each(|(value, expected)| agrees(value, expected, tolerance)),
            _ => mismatch(),
        },
        Found::Fields(fields) => match expected.as_object() {
            Some(object) if object.len() == fields.len() => {
                fields.iter().try_for_each(|(name, value)| {
                    let expected = object
                        .get(*name)
                        .ok_or_else(|| format!("no field {name}"))?;
                    agrees(value, expected, tolerance)
                })
            }
            _ => mismatch(),
        },
        _ => mismatch(),
    }
}

#[test]
fn a_value_that_differs_is_reported() {
    let entry = |text: &str| Entry::new(&serde_json::from_str(text).expect("valid JSON"));
    let exact = entry(r#"{"id": "a", "value": 0.3333333333333333, "tol": 1e-9, "exact": "1/3"}"#);
    let third = Rational::new(1, 3).expect("non-zero");
    assert!(exact.compare(&third.clone().into()).is_ok());
    assert!(exact.compare(&(1.0 / 3.0).into()).is_err());
    assert!(
        exact
            .compare(
                &"0.3333333333333"
                    .parse::<Rational>()
                    .expect("a number")
                    .into()
            )
            .is_err()
    );
    let list = entry(r#"{"id": "b", "value": [1, 2], "tol": 0.1}"#);
    assert!(list.compare(&vec![1.05, 2.0].into()).is_ok());
    assert!(list.compare(&vec![1.2, 2.0].into()).is_err());
    assert!(list.compare(&vec![1.0].into()).is_err());
    let infinite = entry(r#"{"id": "c", "value": "inf", "tol": 0.1}"#);
    assert!(infinite.compare(&Extended::Infinite.into()).is_ok());
    assert!(infinite.compare(&Extended::Finite(third).into()).is_err());
}
