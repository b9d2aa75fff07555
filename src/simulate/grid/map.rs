//! Maps: what is where before anybody acts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::GridError;

/// What a place of a [`GridMap`] is at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// `#`: nobody passes.
    Wall,
    /// `.` or a space: free.
    Floor,
    /// `P`: free, and a player may begin here.
    Spawn,
    /// `A`: an apple; more may grow here.
    Apple,
    /// `a`: apples may grow here.
    Orchard,
    /// `R`: clean water, which nobody enters.
    River,
    /// `W`: polluted water.
    Waste,
}

impl Place {
    const ALL: [(char, Place); 8] = [
        ('#', Place::Wall),
        ('.', Place::Floor),
        (' ', Place::Floor),
        ('P', Place::Spawn),
        ('A', Place::Apple),
        ('a', Place::Orchard),
        ('R', Place::River),
        ('W', Place::Waste),
    ];
}

/// A map as text, one line a row: `#` wall, `.` floor, `P` where players may begin, `A` an apple,
/// `a` where apples may grow, `R` river, `W` waste in the river. What lies beyond is wall.
///
/// ```
/// use lacuna::simulate::grid::{GridMap, Place};
///
/// let map: GridMap = "
/// P.A
/// .#a
/// "
/// .parse()?;
/// assert_eq!((map.rows(), map.columns()), (2, 3));
/// assert_eq!(map.place(1, 2), Some(Place::Orchard));
/// assert_eq!(map.to_string(), "P.A\n.#a\n");
/// assert!("P.A\n.#".parse::<GridMap>().is_err());
/// # Ok::<(), lacuna::simulate::grid::GridError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GridMap {
    columns: usize,
    places: Vec<Place>,
}

/// The most places that are held.
const MOST_PLACES: usize = 1 << 20;

impl GridMap {
    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.places.len() / self.columns
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// What is at a row and column, both from 0; `None` beyond the map.
    pub fn place(&self, row: usize, column: usize) -> Option<Place> {
        let inside = column < self.columns;
        let index = row.checked_mul(self.columns)?.checked_add(column)?;
        self.places.get(index).copied().filter(|_| inside)
    }

    /// All places, row by row.
    pub fn places(&self) -> &[Place] {
        &self.places
    }
}

impl FromStr for GridMap {
    type Err = GridError;

    /// Reads a map; empty lines before and after it are left out.
    fn from_str(text: &str) -> Result<Self, GridError> {
        let is_end = |letter: &char| matches!(letter, '\n' | '\r');
        let found = text.chars().filter(|letter| !is_end(letter)).count();
        if found > MOST_PLACES {
            return Err(GridError::TooLarge {
                places: found,
                most: MOST_PLACES,
            });
        }
        let mut lines = text.trim_end_matches(['\n', '\r']).lines().enumerate();
        let Some(first) = lines.find(|(_, line)| !line.is_empty()) else {
            return Err(GridError::Empty);
        };
        let columns = first.1.chars().count();
        let mut places = Vec::with_capacity(found);
        for (number, line) in std::iter::once(first).chain(lines) {
            let found = line.chars().count();
            if found != columns {
                return Err(GridError::Ragged {
                    line: number + 1,
                    found,
                    expected: columns,
                });
            }
            for (column, found) in line.chars().enumerate() {
                let known = Place::ALL.iter().find(|(letter, _)| *letter == found);
                let Some(&(_, place)) = known else {
                    return Err(GridError::Unknown {
                        line: number + 1,
                        column: column + 1,
                        found,
                    });
                };
                places.push(place);
            }
        }
        Ok(GridMap { columns, places })
    }
}

/// A map of this crate, which can be read.
pub(super) fn known(text: &str) -> GridMap {
    text.parse().unwrap_or(GridMap {
        columns: 1,
        places: vec![Place::Wall],
    })
}

impl fmt::Display for GridMap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in self.places.chunks(self.columns) {
            for place in row {
                let letter = Place::ALL.iter().find(|(_, known)| known == place);
                write!(formatter, "{}", letter.map_or('.', |(letter, _)| *letter))?;
            }
            writeln!(formatter)?;
        }
        Ok(())
    }
}

impl TryFrom<String> for GridMap {
    type Error = GridError;
    fn try_from(text: String) -> Result<Self, GridError> {
        text.parse()
    }
}

impl From<GridMap> for String {
    fn from(map: GridMap) -> String {
        map.to_string()
    }
}
