//! Who gets what if more is wanted than there is.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use crate::game::random::shuffle;

/// How a stock is divided among those who want more than there is. If there is enough, everybody
/// gets what it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rationing {
    /// Unit by unit to one of those who still want some, each equally likely.
    #[default]
    UnitLottery,
    /// In proportion to what was wanted: the whole part of each share, and the units that are left
    /// to those with the largest remainders, ties by lot.
    Proportional,
    /// The same to everybody, at most what it wants: units go round, and those that are left over
    /// in the last round go by lot.
    EqualAwards,
}

impl Rationing {
    /// Divides `stock` among those who want `wanted`; writes what each gets into `caught`.
    ///
    /// `O(n²)` for [`Rationing::EqualAwards`], `O(n log n)` for [`Rationing::Proportional`], and
    /// `O(stock + n)` for [`Rationing::UnitLottery`].
    pub(super) fn divide(
        self,
        stock: u64,
        wanted: &[u64],
        caught: &mut Vec<u64>,
        hungry: &mut Vec<usize>,
        rng: &mut Xoshiro256PlusPlus,
    ) {
        caught.clear();
        let total: u128 = wanted.iter().map(|&want| u128::from(want)).sum();
        if total <= u128::from(stock) {
            caught.extend_from_slice(wanted);
            return;
        }
        caught.resize(wanted.len(), 0);
        hungry.clear();
        match self {
            Rationing::UnitLottery => {
                hungry.extend((0..wanted.len()).filter(|&player| wanted[player] > 0));
                for _ in 0..stock {
                    let lot = rng.random_range(0..hungry.len());
                    let player = hungry[lot];
                    caught[player] += 1;
                    if caught[player] == wanted[player] {
                        // Order does not matter to a uniform draw.
                        hungry.swap_remove(lot);
                    }
                }
            }
            Rationing::Proportional => {
                let mut left = stock;
                for (got, &want) in caught.iter_mut().zip(wanted) {
                    *got = (u128::from(want) * u128::from(stock) / total) as u64;
                    left -= *got;
                }
                hungry.extend(0..wanted.len());
                shuffle(hungry, rng);
                let remainder =
                    |player: usize| u128::from(wanted[player]) * u128::from(stock) % total;
                hungry.sort_by_key(|&player| std::cmp::Reverse(remainder(player)));
                for &player in hungry.iter().take(left as usize) {
                    caught[player] += 1;
                }
            }
            Rationing::EqualAwards => {
                let mut left = stock;
                loop {
                    hungry.clear();
                    hungry.extend((0..wanted.len()).filter(|&i| caught[i] < wanted[i]));
                    let each = left / hungry.len() as u64;
                    if each == 0 {
                        break;
                    }
                    // Somebody is satisfied, or everybody gets the same once more.
                    let least = hungry.iter().map(|&i| wanted[i] - caught[i]).min();
                    let each = each.min(least.unwrap_or(each));
                    for &player in hungry.iter() {
                        caught[player] += each;
                        left -= each;
                    }
                }
                shuffle(hungry, rng);
                for &player in hungry.iter().take(left as usize) {
                    caught[player] += 1;
                }
            }
        }
    }
}
