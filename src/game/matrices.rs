//! Conversions between two-player games and `nalgebra` matrices.

use nalgebra::DMatrix;

use super::{Game, GameError, NormalForm};

/// A two-player game from the matrices of the row and of the column player, rows first.
///
/// ```
/// use lacuna::game::{Game, NormalForm};
/// use nalgebra::DMatrix;
///
/// let row = DMatrix::from_row_slice(2, 2, &[3.0, 0.0, 5.0, 1.0]);
/// let game = NormalForm::try_from((&row, &row.transpose()))?;
/// assert_eq!(game.payoff(1, &[0, 1]), 5.0);
/// let (again, _) = game.to_matrices()?;
/// assert_eq!(again, row);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
impl TryFrom<(&DMatrix<f64>, &DMatrix<f64>)> for NormalForm<f64> {
    type Error = GameError;

    fn try_from((row, column): (&DMatrix<f64>, &DMatrix<f64>)) -> Result<Self, GameError> {
        if column.nrows() != row.nrows() {
            return Err(GameError::WrongRowCount {
                player: 1,
                found: column.nrows(),
                expected: row.nrows(),
            });
        }
        if column.ncols() != row.ncols() {
            return Err(GameError::RaggedRow {
                player: 1,
                row: 0,
                found: column.ncols(),
                expected: row.ncols(),
            });
        }
        NormalForm::from_fn(&[row.nrows(), row.ncols()], |player, profile| {
            [row, column][player][(profile[0], profile[1])]
        })
    }
}

impl NormalForm<f64> {
    /// The matrices of the row and of the column player, rows first.
    ///
    /// # Errors
    /// [`GameError::WrongTableCount`] if there are not two players.
    pub fn to_matrices(&self) -> Result<(DMatrix<f64>, DMatrix<f64>), GameError> {
        if self.players() != 2 {
            return Err(GameError::WrongTableCount {
                found: 2,
                players: self.players(),
            });
        }
        let matrix = |player: usize| {
            DMatrix::from_fn(self.actions(0), self.actions(1), |row, column| {
                self.payoff(player, &[row, column])
            })
        };
        Ok((matrix(0), matrix(1)))
    }
}
