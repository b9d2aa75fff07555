//! The cells of an experiment: named axes with named levels.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::SweepError;
use super::error::listed;
use super::schema::RESERVED;

/// A named axis of a grid, with named levels.
///
/// ```
/// use lacuna::simulate::sweep::Axis;
/// let prosocial = Axis::new("prosocial", 0..=5);
/// assert_eq!(prosocial.levels.len(), 6);
/// let laws = Axis::new("law", ["none", "cap"]);
/// assert_eq!(laws.levels, ["none", "cap"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Axis {
    /// The name: a column of the results.
    pub name: String,
    /// The names of the levels, in order.
    pub levels: Vec<String>,
}

impl Axis {
    /// An axis with these levels.
    pub fn new<L: ToString>(name: impl Into<String>, levels: impl IntoIterator<Item = L>) -> Self {
        Axis {
            name: name.into(),
            levels: levels.into_iter().map(|level| level.to_string()).collect(),
        }
    }
}

/// All combinations of the levels of some axes. Cells are in order, the last axis fastest.
///
/// ```
/// use lacuna::simulate::sweep::{Axis, Grid};
/// let grid = Grid::new([Axis::new("prosocial", 0..=5), Axis::new("law", ["none", "cap"])])?;
/// assert_eq!(grid.cell_count(), 12);
/// assert_eq!(grid.cells().nth(3).map(|cell| cell.to_string()).as_deref(), Some("prosocial 1, law cap"));
/// # Ok::<(), lacuna::simulate::sweep::SweepError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Axis>", into = "Vec<Axis>")]
pub struct Grid {
    axes: Vec<Axis>,
    cells: usize,
}

impl TryFrom<Vec<Axis>> for Grid {
    type Error = SweepError;
    fn try_from(axes: Vec<Axis>) -> Result<Self, SweepError> {
        Grid::new(axes)
    }
}

impl From<Grid> for Vec<Axis> {
    fn from(grid: Grid) -> Self {
        grid.axes
    }
}

impl Grid {
    /// The grid of these axes.
    ///
    /// # Errors
    /// [`SweepError::NoAxes`], [`SweepError::NoLevels`], [`SweepError::DuplicateName`],
    /// [`SweepError::DuplicateLevel`], [`SweepError::TooManyRuns`].
    pub fn new(axes: impl IntoIterator<Item = Axis>) -> Result<Self, SweepError> {
        let axes: Vec<Axis> = axes.into_iter().collect();
        if axes.is_empty() {
            return Err(SweepError::NoAxes);
        }
        let mut cells = 1usize;
        for (number, axis) in axes.iter().enumerate() {
            let name = &axis.name;
            let before = axes[..number].iter().any(|other| &other.name == name);
            if before || RESERVED.contains(&name.as_str()) {
                return Err(SweepError::DuplicateName { name: name.clone() });
            }
            if axis.levels.is_empty() {
                return Err(SweepError::NoLevels { axis: name.clone() });
            }
            let mut known = HashSet::with_capacity(axis.levels.len());
            for level in &axis.levels {
                if !known.insert(level) {
                    return Err(SweepError::DuplicateLevel {
                        axis: name.clone(),
                        level: level.clone(),
                    });
                }
            }
            let product = cells.checked_mul(axis.levels.len());
            cells = product.ok_or(SweepError::TooManyRuns)?;
        }
        Ok(Grid { axes, cells })
    }

    /// The axes.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The number of cells.
    pub fn cell_count(&self) -> usize {
        self.cells
    }

    /// The cell of this number, if there are so many.
    pub fn cell(&self, number: usize) -> Option<Cell<'_>> {
        (number < self.cells).then_some(Cell { grid: self, number })
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.cells).map(|number| Cell { grid: self, number })
    }

    /// The number of an axis.
    pub(super) fn axis(&self, name: &str) -> Result<usize, SweepError> {
        let found = self.axes.iter().position(|axis| axis.name == name);
        found.ok_or_else(|| SweepError::NoSuchAxis {
            axis: name.to_owned(),
            known: listed(self.axes.iter().map(|axis| axis.name.as_str())),
        })
    }
}

/// One combination of levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    grid: &'a Grid,
    number: usize,
}

impl<'a> Cell<'a> {
    /// The number of the cell, from 0.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The number of the level of an axis, to look up what it stands for.
    ///
    /// # Errors
    /// [`SweepError::NoSuchAxis`].
    pub fn index(&self, axis: &str) -> Result<usize, SweepError> {
        Ok(self.index_of(self.grid.axis(axis)?))
    }

    /// The name of the level of an axis.
    ///
    /// # Errors
    /// [`SweepError::NoSuchAxis`].
    pub fn level(&self, axis: &str) -> Result<&'a str, SweepError> {
        let number = self.grid.axis(axis)?;
        Ok(&self.grid.axes[number].levels[self.index_of(number)])
    }

    /// The axes and the names of their levels.
    pub fn levels(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let cell = *self;
        cell.grid
            .axes
            .iter()
            .enumerate()
            .map(move |(number, axis)| {
                let level = &axis.levels[cell.index_of(number)];
                (axis.name.as_str(), level.as_str())
            })
    }

    pub(super) fn index_of(&self, axis: usize) -> usize {
        let faster = &self.grid.axes[axis + 1..];
        let stride: usize = faster.iter().map(|axis| axis.levels.len()).product();
        self.number / stride % self.grid.axes[axis].levels.len()
    }
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (axis, level)) in self.levels().enumerate() {
            let comma = if number > 0 { ", " } else { "" };
            write!(to, "{comma}{axis} {level}")?;
        }
        Ok(())
    }
}
