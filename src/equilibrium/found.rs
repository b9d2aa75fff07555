//! Sets of equilibria that say whether they are complete.

use serde::{Deserialize, Serialize};

/// A set of equilibria that says whether it is complete.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Found<T> {
    /// Every equilibrium of the kind asked for, with the argument why.
    #[non_exhaustive]
    All {
        /// The equilibria.
        set: T,
        /// Why there are no others.
        because: Completeness,
    },
    /// Some equilibria; there may be others.
    #[non_exhaustive]
    Some {
        /// The equilibria.
        set: T,
    },
}

/// Why a set of equilibria is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Completeness {
    /// Every profile was looked at.
    #[non_exhaustive]
    ExhaustiveScan {
        /// How many profiles there are.
        profiles: usize,
    },
    /// Every pair of supports was looked at or ruled out, and no pair found has two equilibria.
    #[non_exhaustive]
    ExhaustiveSupports {
        /// How many pairs were looked at.
        pairs: usize,
    },
    /// Every vertex of both best-response polytopes was visited.
    #[non_exhaustive]
    VertexEnumeration {
        /// How many the polytope of the row player's strategies has, with the origin.
        row_vertices: usize,
        /// How many that of the column player's strategies has, with the origin.
        column_vertices: usize,
    },
    /// Every support that can carry such an equilibrium was examined.
    #[non_exhaustive]
    SupportSearch {
        /// How many supports were examined.
        supports: usize,
    },
}

impl<T> Found<T> {
    /// The equilibria found.
    pub fn set(&self) -> &T {
        match self {
            Found::All { set, .. } | Found::Some { set } => set,
        }
    }

    /// The equilibria found.
    pub fn into_set(self) -> T {
        match self {
            Found::All { set, .. } | Found::Some { set } => set,
        }
    }

    /// Are these all?
    pub fn is_complete(&self) -> bool {
        matches!(self, Found::All { .. })
    }
}
