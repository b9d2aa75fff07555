//! A strict ordinal game as a pair of patterns.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Pattern;
use crate::game::{GameError, NormalForm};
use crate::number::Rational;

/// A strict ordinal game of two players with two actions each, up to the names of actions.
///
/// ```
/// use lacuna::theorem::search::ordinal::{OrdinalGame, Pattern};
/// let game = OrdinalGame::new(Pattern::Chicken, Pattern::StagHunt);
/// assert_eq!(game.to_string(), "Chicken and Stag hunt");
/// assert_eq!(OrdinalGame::of(&game.game()?), Some(game));
/// assert!(!game.is_symmetric());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrdinalGame {
    /// How the row player ranks the profiles.
    pub row: Pattern,
    /// How the column player does.
    pub column: Pattern,
}

impl OrdinalGame {
    /// The game in which the players rank the profiles so.
    pub fn new(row: Pattern, column: Pattern) -> Self {
        OrdinalGame { row, column }
    }

    /// All 144, by the pattern of the row player and then of the column player.
    pub fn all() -> Vec<Self> {
        let with = |row| Pattern::ALL.map(move |column| OrdinalGame { row, column });
        Pattern::ALL.into_iter().flat_map(with).collect()
    }

    /// The ordinal game of any game of two players with two actions each; `None` for other shapes
    /// and if a player has the same payoff in two profiles.
    pub fn of(game: &NormalForm<Rational>) -> Option<Self> {
        if game.space().actions() != [2, 2] {
            return None;
        }
        let ranks = |player: usize| {
            let payoffs: Vec<Rational> = (0..4).map(|at| game.payoff_at(player, at)).collect();
            let rank = |at: usize| {
                1 + (payoffs.iter())
                    .filter(|other| **other < payoffs[at])
                    .count() as i64
            };
            let table = [[rank(0), rank(1)], [rank(2), rank(3)]];
            let strict = (1..=4).all(|rank| table.concat().contains(&rank));
            strict.then_some(table)
        };
        let (mut row, mut column) = (ranks(0)?, ranks(1)?);
        if row[0][0] == 4 || row[1][0] == 4 {
            row = row.map(|[left, right]| [right, left]);
            column = column.map(|[left, right]| [right, left]);
        }
        if column[1].contains(&4) {
            row.swap(0, 1);
            column.swap(0, 1);
        }
        let named = |matches: &dyn Fn(Pattern) -> bool| {
            Pattern::ALL.into_iter().find(|&pattern| matches(pattern))
        };
        Some(OrdinalGame {
            row: named(&|pattern| pattern.row() == row)?,
            column: named(&|pattern| pattern.column() == column)?,
        })
    }

    /// The game with the ranks 1 to 4 as payoffs, the row player's best in the second column and
    /// the column player's best in the first row.
    ///
    /// # Errors
    ///
    /// None: the shape is valid.
    pub fn game(self) -> Result<NormalForm<Rational>, GameError> {
        let table = |ranks: [[i64; 2]; 2]| ranks.map(|line| line.map(Rational::from).to_vec());
        NormalForm::bimatrix(&table(self.row.row()), &table(self.column.column()))
    }

    /// The same game with the players' parts exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        OrdinalGame {
            row: self.column,
            column: self.row,
        }
    }

    /// Is the game the same for both players?
    pub fn is_symmetric(self) -> bool {
        self.row == self.column
    }
}

impl fmt::Display for OrdinalGame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_symmetric() {
            write!(f, "{}", self.row)
        } else {
            write!(f, "{} and {}", self.row, self.column)
        }
    }
}
