//! The payoffs of a two-player game as integers: what the path and the proof read.

use std::borrow::Cow;

use dashu_int::IBig;
use dashu_int::ops::UnsignedAbs;
use dashu_ratio::RBig;

use crate::equilibrium::error::{SolveError, check_two_players};
use crate::game::NormalForm;
use crate::number::Rational;

/// Payoffs brought to integers, one positive factor a player, `[row action][column action]`.
pub(crate) struct Tables<'a> {
    /// The numbers of actions.
    pub(crate) actions: [usize; 2],
    pub(crate) payoffs: [Payoffs<'a>; 2],
}

/// The integers of one player.
pub(crate) enum Payoffs<'a> {
    /// All lie within 62 bits of the least.
    Machine {
        table: Cow<'a, [i64]>,
        least: i64,
        most: i64,
    },
    Wide {
        table: Vec<IBig>,
        least: IBig,
        most: IBig,
    },
}

impl<'a> Tables<'a> {
    pub(crate) fn new(game: &'a NormalForm<Rational>) -> Result<Self, SolveError> {
        let actions = check_two_players(game)?;
        let payoffs = match game.scaled() {
            Some((_, tables)) => [0, 1].map(|player| Payoffs::machine(&tables[player])),
            None => [0, 1].map(|player| {
                let payoffs = (0..game.space().len()).map(|index| game.payoff_at(player, index));
                let payoffs: Vec<Rational> = payoffs.collect();
                Payoffs::wide(Rational::over_common_denominator(payoffs.iter()).0)
            }),
        };
        Ok(Tables { actions, payoffs })
    }

    /// The place of the payoff of `player` for its action `own` and the opponent's `other`.
    #[inline]
    pub(crate) fn index(&self, player: usize, own: usize, other: usize) -> usize {
        match player {
            0 => own * self.actions[1] + other,
            _ => other * self.actions[1] + own,
        }
    }
}

impl<'a> Payoffs<'a> {
    fn machine(table: &'a [i64]) -> Self {
        // Four of each at a time: one comparison does not wait for the other.
        let (mut lows, mut highs) = ([i64::MAX; 4], [i64::MIN; 4]);
        let (chunks, rest) = table.as_chunks::<4>();
        for chunk in chunks {
            for (lane, &value) in chunk.iter().enumerate() {
                lows[lane] = lows[lane].min(value);
                highs[lane] = highs[lane].max(value);
            }
        }
        let least = lows.iter().chain(rest).copied().min().unwrap_or(0);
        let most = highs.iter().chain(rest).copied().max().unwrap_or(0);
        if most.abs_diff(least) < 1 << 62 {
            Payoffs::Machine {
                table: Cow::Borrowed(table),
                least,
                most,
            }
        } else {
            Payoffs::wide(table.iter().map(|&value| IBig::from(value)).collect())
        }
    }

    fn wide(table: Vec<IBig>) -> Self {
        let least = table.iter().min().cloned().unwrap_or(IBig::ZERO);
        let most = table.iter().max().cloned().unwrap_or(IBig::ZERO);
        Payoffs::Wide { table, least, most }
    }

    /// The payoff raised to at least 1, if it is a machine integer.
    #[inline]
    pub(crate) fn raised(&self, index: usize) -> Option<i64> {
        match self {
            Payoffs::Machine { table, least, .. } => Some(table[index].wrapping_sub(*least) + 1),
            Payoffs::Wide { .. } => None,
        }
    }

    /// The payoff raised to at least 1.
    pub(crate) fn raised_wide(&self, index: usize) -> IBig {
        match self {
            Payoffs::Machine { table, least, .. } => {
                IBig::from(i128::from(table[index]) - i128::from(*least) + 1)
            }
            Payoffs::Wide { table, least, .. } => &table[index] - least + IBig::ONE,
        }
    }

    /// The payoffs brought affinely to the range from ½ to 1½, in floating point: in their order,
    /// or the columns of `[rows, columns]` one after another.
    pub(super) fn fill(&self, columns_of: Option<[usize; 2]>, entries: &mut [f64]) {
        match self {
            Payoffs::Machine { table, least, most } => {
                let range = most.abs_diff(*least);
                let factor = if range == 0 { 0.0 } else { 1.0 / range as f64 };
                let convert = |value: i64| value.wrapping_sub(*least) as f64 * factor + 0.5;
                fill_with(columns_of, entries, |index| convert(table[index]));
            }
            Payoffs::Wide { table, least, most } => {
                let range = (most - least).unsigned_abs();
                fill_with(columns_of, entries, |index| {
                    if range.is_zero() {
                        return 0.5;
                    }
                    let share = RBig::from_parts(&table[index] - least, range.clone());
                    share.to_f64().value() + 0.5
                });
            }
        }
    }
}

/// Rows that are transposed together, so that what is written lies side by side.
const BLOCK: usize = 8;

/// Fills `entries` with the values of a table, or with those of its columns one after another.
pub(super) fn fill_with(
    columns_of: Option<[usize; 2]>,
    entries: &mut [f64],
    value: impl Fn(usize) -> f64,
) {
    let Some([rows, columns]) = columns_of else {
        for (index, entry) in entries.iter_mut().enumerate() {
            *entry = value(index);
        }
        return;
    };
    for first in (0..rows).step_by(BLOCK) {
        let last = rows.min(first + BLOCK);
        for column in 0..columns {
            let place = column * rows;
            for (row, entry) in (first..last).zip(&mut entries[place + first..place + last]) {
                *entry = value(row * columns + column);
            }
        }
    }
}
