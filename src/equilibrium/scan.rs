//! The scan for mutual best responses over dense payoff tables.
//!
//! Player by player, the set of profiles that are still candidates shrinks. While it is large, a
//! player's whole table is swept: the best entry of every line of deviations, then the entries that
//! reach it. Once it is small, only the lines through candidates are looked at. Either way a player
//! costs a constant number of reads for each profile, however many ties there are.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::game::ProfileSpace;
use crate::number::{Entry, StoreVisitor, Tolerance};

/// Width of the strip of lines swept together, so that their best entries stay in the first cache.
const STRIP: usize = 512;

/// Tables with fewer entries are swept on one thread.
#[cfg(feature = "parallel")]
const PARALLEL_FROM: usize = 1 << 19;

/// A set of profile indices as bits.
///
/// The words are atomic so that strips of one table can be swept by several threads; setting bits
/// commutes, and so the result does not depend on the threads.
pub(super) struct ProfileSet {
    words: Vec<AtomicU64>,
}

impl ProfileSet {
    fn empty(profiles: usize) -> Self {
        ProfileSet {
            words: (0..profiles.div_ceil(64))
                .map(|_| AtomicU64::new(0))
                .collect(),
        }
    }

    fn insert_shared(&self, index: usize) {
        self.words[index / 64].fetch_or(1 << (index % 64), Ordering::Relaxed);
    }

    #[inline]
    fn insert(&mut self, index: usize) {
        *self.words[index / 64].get_mut() |= 1 << (index % 64);
    }

    fn remove(&mut self, index: usize) {
        *self.words[index / 64].get_mut() &= !(1 << (index % 64));
    }

    fn intersect(&mut self, mut other: ProfileSet) {
        for (word, kept) in self.words.iter_mut().zip(&mut other.words) {
            *word.get_mut() &= *kept.get_mut();
        }
    }

    pub(super) fn len(&mut self) -> usize {
        self.words
            .iter_mut()
            .map(|word| word.get_mut().count_ones() as usize)
            .sum()
    }

    /// The members in ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(position, word)| {
            let mut rest = word.load(Ordering::Relaxed);
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                Some(position * 64 + bit)
            })
        })
    }
}

/// One player's table as lines: `outer` blocks of `actions` rows of `stride` entries.
struct Lines<'a, T> {
    table: &'a [T],
    actions: usize,
    stride: usize,
    slack: f64,
}

impl<T: Entry> Lines<'_, T> {
    /// Sweeps the strip of lines that start at `first..first + width`.
    fn sweep_strip(
        &self,
        first: usize,
        width: usize,
        best: &mut Vec<T>,
        mut found: impl FnMut(usize),
    ) {
        best.clear();
        best.extend_from_slice(&self.table[first..first + width]);
        for action in 1..self.actions {
            let start = first + action * self.stride;
            for (best, entry) in best.iter_mut().zip(&self.table[start..start + width]) {
                if entry > best {
                    *best = entry.clone();
                }
            }
        }
        if self.slack > 0.0 {
            for best in best.iter_mut() {
                *best = best.lowered(self.slack);
            }
        }
        for action in 0..self.actions {
            let start = first + action * self.stride;
            report_reaching(&self.table[start..start + width], best, start, &mut found);
        }
    }

    /// Sweeps the contiguous line that starts at `first`: the case of stride 1.
    fn sweep_line(&self, first: usize, mut found: impl FnMut(usize)) {
        let line = &self.table[first..first + self.actions];
        let mut best = &line[0];
        for entry in line {
            if entry > best {
                best = entry;
            }
        }
        let cutoff = best.lowered(self.slack);
        for (action, entry) in line.iter().enumerate() {
            if *entry >= cutoff {
                found(first + action);
            }
        }
    }

    /// Is the entry at `index` a best response along its line?
    fn is_best(&self, index: usize) -> bool {
        let first = index - index / self.stride % self.actions * self.stride;
        let entry = &self.table[index];
        (0..self.actions).all(|action| {
            let other = &self.table[first + action * self.stride];
            other.lowered(self.slack) <= *entry
        })
    }

    /// The strips of the table: first index and width.
    fn strips(&self) -> Vec<(usize, usize)> {
        let block = self.actions * self.stride;
        (0..self.table.len() / block)
            .flat_map(|outer| {
                (0..self.stride.div_ceil(STRIP)).map(move |strip| {
                    let inner = strip * STRIP;
                    (outer * block + inner, STRIP.min(self.stride - inner))
                })
            })
            .collect()
    }

    /// The profiles at which the player's action is a best response.
    fn best_responses(&self) -> ProfileSet {
        let mut set = ProfileSet::empty(self.table.len());
        #[cfg(feature = "parallel")]
        if self.table.len() >= PARALLEL_FROM {
            use rayon::prelude::*;
            if self.stride == 1 {
                let lines = self.table.len() / self.actions;
                (0..lines)
                    .into_par_iter()
                    .with_min_len(1 + STRIP / self.actions)
                    .for_each(|line| {
                        self.sweep_line(line * self.actions, |index| set.insert_shared(index));
                    });
            } else {
                self.strips().into_par_iter().for_each_init(
                    || Vec::with_capacity(STRIP),
                    |best, (first, width)| {
                        self.sweep_strip(first, width, best, |index| set.insert_shared(index));
                    },
                );
            }
            return set;
        }
        if self.stride == 1 {
            for first in (0..self.table.len()).step_by(self.actions) {
                self.sweep_line(first, |index| set.insert(index));
            }
        } else {
            let mut best = Vec::with_capacity(STRIP);
            for (first, width) in self.strips() {
                self.sweep_strip(first, width, &mut best, |index| set.insert(index));
            }
        }
        set
    }
}

/// Reports the places where `entries` reach `cutoffs`; most places do not, so that eight are
/// compared before the first branch.
fn report_reaching<T: Entry>(
    entries: &[T],
    cutoffs: &[T],
    start: usize,
    found: &mut impl FnMut(usize),
) {
    const LANES: usize = 8;
    let blocks = entries.chunks(LANES).zip(cutoffs.chunks(LANES));
    for (block, (entries, cutoffs)) in blocks.enumerate() {
        let pairs = || entries.iter().zip(cutoffs);
        if pairs().fold(false, |any, (entry, cutoff)| any | (entry >= cutoff)) {
            for (lane, (entry, cutoff)) in pairs().enumerate() {
                if entry >= cutoff {
                    found(start + block * LANES + lane);
                }
            }
        }
    }
}

/// Finds the profiles at which every player's action is a best response.
pub(super) struct MutualBestResponses<'a> {
    pub(super) space: &'a ProfileSpace,
    pub(super) tolerance: Option<Tolerance>,
}

fn range<T: Entry>(table: &[T]) -> f64 {
    let (low, high) =
        table
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), entry| {
                let value = entry.measure();
                (low.min(value), high.max(value))
            });
    high - low
}

impl MutualBestResponses<'_> {
    fn lines<'t, T: Entry>(&self, tables: &'t [Vec<T>], player: usize) -> Lines<'t, T> {
        let slack = self.tolerance.map_or(0.0, |tolerance| {
            // The range costs a pass of its own, and is not needed for an absolute tolerance.
            let range = if tolerance.relative() > 0.0 {
                range(&tables[player])
            } else {
                0.0
            };
            tolerance.slack(range)
        });
        Lines {
            table: &tables[player],
            actions: self.space.actions()[player],
            stride: self.space.stride(player),
            slack,
        }
    }
}

impl StoreVisitor for MutualBestResponses<'_> {
    type Output = ProfileSet;

    fn visit<T: Entry>(self, tables: &[Vec<T>]) -> ProfileSet {
        // The player with the longest lines leaves the fewest candidates to the others; between
        // equals, long strides are swept fastest.
        let mut order: Vec<usize> = (0..self.space.players()).collect();
        order.sort_by_key(|&player| std::cmp::Reverse(self.space.actions()[player]));
        let mut candidates: Option<ProfileSet> = None;
        for player in order {
            let lines = self.lines(tables, player);
            let Some(set) = &mut candidates else {
                candidates = Some(lines.best_responses());
                continue;
            };
            if set.len().saturating_mul(lines.actions) > 2 * self.space.len() {
                set.intersect(lines.best_responses());
            } else {
                let refuted: Vec<usize> =
                    set.iter().filter(|&index| !lines.is_best(index)).collect();
                for index in refuted {
                    set.remove(index);
                }
            }
        }
        candidates.unwrap_or_else(|| ProfileSet::empty(self.space.len()))
    }
}

/// Measures by how much the listed profiles miss a best response, in floating point.
pub(super) struct LargestRegret<'a> {
    pub(super) space: &'a ProfileSpace,
    pub(super) indices: &'a [usize],
}

impl StoreVisitor for LargestRegret<'_> {
    type Output = f64;

    fn visit<T: Entry>(self, tables: &[Vec<T>]) -> f64 {
        let mut largest: f64 = 0.0;
        for &index in self.indices {
            for (player, table) in tables.iter().enumerate() {
                for action in 0..self.space.actions()[player] {
                    let other = self.space.deviation(index, player, action);
                    largest = largest.max(table[other].measure() - table[index].measure());
                }
            }
        }
        largest
    }
}
