//! What a court can verify of a commons.

use super::{Commons, whole};
use crate::contract::law::{ActionKind, Court, CourtError, Hook, Observable, Reading};
use crate::number::Rational;
use crate::simulate::{Environment, Verifiable};

/// The court sees what each player wants to catch (`catch`), the `stock` before the harvest, or
/// after it has grown back in the hook `end`, the `month` from 1, and what each player caught in the
/// month before (`last_catch`; in `end`, this month). An order of a part of a unit is rounded down.
impl Verifiable for Commons {
    fn court(&self) -> Result<Court, CourtError> {
        let players = (0..self.players()).map(|player| self.player_name(player));
        Court::new(players, ActionKind::quantity("catch"))?
            .with_observable(Observable::quantity("stock"))?
            .with_observable(Observable::quantity("month"))?
            .with_observable(Observable::quantity("last_catch").of_each_player())
    }

    fn observations(&self, hook: Hook, seen: &mut Vec<Vec<Reading>>) {
        let number = |value: u64| Reading::Quantity(Rational::from(value));
        seen.resize_with(3, Vec::new);
        for list in seen.iter_mut() {
            list.clear();
        }
        seen[0].push(number(self.stock));
        // When `end` runs, the month has been counted already.
        seen[1].push(number(self.month as u64 + u64::from(hook != Hook::End)));
        seen[2].extend(self.caught.iter().map(|&caught| number(caught)));
    }

    #[inline]
    fn reading(&self, _player: usize, &wanted: &u64) -> Reading {
        Reading::Quantity(Rational::from(wanted))
    }

    #[inline]
    fn directed(&self, _player: usize, &wanted: &u64, order: &Reading) -> u64 {
        match order {
            Reading::Quantity(amount) => whole(amount),
            _ => wanted,
        }
    }

    #[inline]
    fn carried_out(&self, player: usize) -> Reading {
        Reading::Quantity(Rational::from(self.caught[player]))
    }
}
