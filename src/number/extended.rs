//! A number or plus infinity.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A finite value or `+∞`: selfishness levels and the ends of λ-intervals.
///
/// Orders every finite value below [`Extended::Infinite`]; goes through serde as the value or
/// `null`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(
    from = "Option<T>",
    into = "Option<T>",
    bound(
        serialize = "T: Clone + Serialize",
        deserialize = "T: Deserialize<'de>"
    )
)]
pub enum Extended<T> {
    /// A finite value.
    Finite(T),
    /// Larger than every finite value.
    Infinite,
}

impl<T> Extended<T> {
    /// The finite value, if it is one.
    pub fn finite(&self) -> Option<&T> {
        match self {
            Extended::Finite(value) => Some(value),
            Extended::Infinite => None,
        }
    }

    /// Is the value finite?
    pub fn is_finite(&self) -> bool {
        matches!(self, Extended::Finite(_))
    }
}

impl<T> From<Option<T>> for Extended<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Extended::Infinite, Extended::Finite)
    }
}

impl<T> From<Extended<T>> for Option<T> {
    fn from(value: Extended<T>) -> Self {
        match value {
            Extended::Finite(value) => Some(value),
            Extended::Infinite => None,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Extended<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Extended::Finite(value) => value.fmt(formatter),
            Extended::Infinite => formatter.pad("∞"),
        }
    }
}
