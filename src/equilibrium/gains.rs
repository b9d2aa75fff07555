//! Gains from deviations as coefficients of linear programs.

use crate::game::NormalForm;
use crate::number::Rational;

/// Differences of the payoffs of a dense game, times one positive number for the whole game that
/// makes them integers if the tables of the game are.
pub(super) struct Gains<'a> {
    game: &'a NormalForm<Rational>,
    scaled: Option<(i64, &'a [Vec<i64>])>,
}

impl<'a> Gains<'a> {
    pub(super) fn new(game: &'a NormalForm<Rational>) -> Self {
        Gains {
            game,
            scaled: game.scaled(),
        }
    }

    /// The gains here are those of the game times this.
    pub(super) fn scale(&self) -> Rational {
        Rational::from_integer(self.scaled.map_or(1, |(denominator, _)| denominator))
    }

    /// What `player` gains from one profile to another.
    #[inline]
    pub(super) fn gain(&self, player: usize, from: usize, to: usize) -> Rational {
        match self.scaled {
            Some((_, tables)) => {
                let (from, to) = (tables[player][from], tables[player][to]);
                match to.checked_sub(from) {
                    Some(gain) => Rational::from_integer(gain),
                    None => Rational::reduced(i128::from(to) - i128::from(from), 1),
                }
            }
            None => self.game.payoff_at(player, to) - self.game.payoff_at(player, from),
        }
    }
}
