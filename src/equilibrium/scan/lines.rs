//! One player's table as the lines of that player's deviations.

use std::ops::Range;

#[cfg(feature = "parallel")]
use super::PARALLEL_FROM;
use super::divisor::Divisor;
use super::profile_set::{ProfileSet, members};
use crate::number::Entry;

/// Width of the strip of lines swept together, so that their best entries stay in the first cache;
/// 64 groups of [`LANES`].
const STRIP: usize = 512;

/// Entries compared before the first branch.
const LANES: usize = 8;

/// Lines of up to this many actions are compared entry by entry with their best; in longer ones
/// only the chunks that attain the best are.
const SHORT: usize = 16;

/// The largest number of chunks of a line, so that the best entries of the chunks of a strip stay
/// in the second cache.
const CHUNKS: usize = 64;

/// One player's table as lines: blocks of `actions` rows of `stride` entries.
pub(super) struct Lines<'a, T> {
    table: &'a [T],
    pub(super) actions: usize,
    stride: Divisor,
    block: Divisor,
    slack: f64,
}

/// Rows compared in one pass; with more, machine integers run out of registers.
const ROWS: usize = 4;

/// Raises every entry of `best` to the greatest of the entries at its place in the rows.
#[inline]
fn raise<T: Entry>(best: &mut [T], [first, second, third, fourth]: [&[T]; ROWS]) {
    let places = best
        .iter_mut()
        .zip(first)
        .zip(second)
        .zip(third)
        .zip(fourth);
    for ((((best, first), second), third), fourth) in places {
        let mut top = best.clone();
        for entry in [first, second, third, fourth] {
            if *entry > top {
                top = entry.clone();
            }
        }
        *best = top;
    }
}

/// Which entries reach their cutoff, as bits; at most 64 entries.
#[inline]
fn reaching<T: Entry>(entries: &[T], cutoffs: &[T]) -> u64 {
    let (wide, narrow) = entries.as_chunks::<LANES>();
    let (wide_cutoffs, narrow_cutoffs) = cutoffs.as_chunks::<LANES>();
    let mut bits = 0;
    for (group, (entries, cutoffs)) in wide.iter().zip(wide_cutoffs).enumerate() {
        let mut byte = 0u8;
        for (lane, (entry, cutoff)) in entries.iter().zip(cutoffs).enumerate() {
            byte |= u8::from(entry >= cutoff) << lane;
        }
        bits |= u64::from(byte) << (group * LANES);
    }
    for (lane, (entry, cutoff)) in narrow.iter().zip(narrow_cutoffs).enumerate() {
        bits |= u64::from(entry >= cutoff) << (wide.len() * LANES + lane);
    }
    bits
}

/// Does an entry reach its cutoff?
#[inline]
fn any_reaches<T: Entry>(entries: &[T; LANES], cutoffs: &[T; LANES]) -> bool {
    let pairs = entries.iter().zip(cutoffs);
    pairs.fold(false, |any, (entry, cutoff)| any | (entry >= cutoff))
}

impl<'a, T: Entry> Lines<'a, T> {
    pub(super) fn new(table: &'a [T], actions: usize, stride: usize, slack: f64) -> Self {
        Lines {
            table,
            actions,
            stride: Divisor::new(stride, table.len()),
            block: Divisor::new(actions * stride, table.len()),
            slack,
        }
    }

    /// Raises `best` to the best entries of the rows from `start` on.
    fn raise_rows(&self, best: &mut [T], start: usize, rows: usize) {
        let width = best.len();
        let last = rows.saturating_sub(1);
        let row = |action: usize| {
            // The last row again and again makes the number of rows a multiple.
            let first = start + action.min(last) * self.stride.value;
            &self.table[first..first + width]
        };
        for action in (0..rows).step_by(ROWS) {
            raise(best, [0, 1, 2, 3].map(|next| row(action + next)));
        }
    }

    /// Sweeps the strip of lines that start at `first..first + width`. Calls `found` with an index
    /// and bits: bit k says that the action at the index k places further is a best response.
    fn sweep_strip(
        &self,
        first: usize,
        width: usize,
        scratch: &mut Vec<T>,
        mut found: impl FnMut(usize, u64),
    ) {
        let stride = self.stride.value;
        let chunk = if self.actions <= SHORT {
            self.actions
        } else {
            LANES.max(self.actions.div_ceil(CHUNKS))
        };
        // One row of best entries a chunk of actions, and one for the line.
        scratch.clear();
        for action in (0..self.actions).step_by(chunk) {
            let start = first + action * stride;
            let rows = chunk.min(self.actions - action);
            let begin = scratch.len();
            scratch.extend_from_slice(&self.table[start..start + width]);
            self.raise_rows(&mut scratch[begin..], start + stride, rows - 1);
        }
        if self.actions <= SHORT {
            self.lower(scratch);
            self.sweep_rows(first, 0..self.actions, scratch, &mut found);
            return;
        }
        let mut cutoffs = scratch[..width].to_vec();
        let chunks = Lines::new(scratch, scratch.len() / width, width, 0.0);
        chunks.raise_rows(&mut cutoffs, width, chunks.actions - 1);
        self.lower(&mut cutoffs);
        for (place, best) in scratch.chunks_exact(width).enumerate() {
            let actions = place * chunk..self.actions.min((place + 1) * chunk);
            let (wide, narrow) = best.as_chunks::<LANES>();
            let (wide_cutoffs, narrow_cutoffs) = cutoffs.as_chunks::<LANES>();
            let mut attained = 0u64;
            for (group, (best, cutoffs)) in wide.iter().zip(wide_cutoffs).enumerate() {
                attained |= u64::from(any_reaches(best, cutoffs)) << group;
            }
            if 2 * attained.count_ones() as usize > wide.len() {
                self.sweep_rows(first, actions, &cutoffs, &mut found);
                continue;
            }
            for group in members(0, attained) {
                let (best, cutoffs) = (&wide[group], &wide_cutoffs[group]);
                let start = first + group * LANES;
                self.sweep_chunk(start, actions.clone(), best, cutoffs, &mut found);
            }
            let start = first + wide.len() * LANES;
            self.sweep_chunk(start, actions, narrow, narrow_cutoffs, &mut found);
        }
    }

    /// Reports the best responses among these actions on the lines from `first` on, row by row.
    fn sweep_rows(
        &self,
        first: usize,
        actions: Range<usize>,
        cutoffs: &[T],
        found: &mut impl FnMut(usize, u64),
    ) {
        for action in actions {
            let start = first + action * self.stride.value;
            let entries = self.table[start..start + cutoffs.len()].chunks(64);
            for (group, (entries, cutoffs)) in entries.zip(cutoffs.chunks(64)).enumerate() {
                let bits = reaching(entries, cutoffs);
                if bits != 0 {
                    found(start + group * 64, bits);
                }
            }
        }
    }

    /// Reports the best responses among these actions, on a few lines from `start` on of which
    /// `best` are the best entries for these actions.
    fn sweep_chunk(
        &self,
        start: usize,
        actions: Range<usize>,
        best: &[T],
        cutoffs: &[T],
        found: &mut impl FnMut(usize, u64),
    ) {
        let attained = reaching(best, cutoffs);
        if attained.count_ones() > 2 {
            self.sweep_rows(start, actions, cutoffs, found);
            return;
        }
        for lane in members(0, attained) {
            for action in actions.clone() {
                let index = start + lane + action * self.stride.value;
                if self.table[index] >= cutoffs[lane] {
                    found(index, 1);
                }
            }
        }
    }

    fn lower(&self, best: &mut [T]) {
        if self.slack > 0.0 {
            for best in best {
                *best = best.lowered(self.slack);
            }
        }
    }

    /// Sweeps the contiguous line that starts at `first`: the case of stride 1.
    fn sweep_line(&self, first: usize, mut found: impl FnMut(usize, u64)) {
        let line = &self.table[first..first + self.actions];
        let (groups, rest) = line.as_chunks::<LANES>();
        let mut best = line[0].clone();
        if let Some((group, others)) = groups.split_first() {
            // One best entry a lane, so that a comparison need not wait for the one before.
            let mut lanes = group.clone();
            for group in others {
                for (best, entry) in lanes.iter_mut().zip(group) {
                    if entry > best {
                        *best = entry.clone();
                    }
                }
            }
            for entry in lanes {
                if entry > best {
                    best = entry;
                }
            }
        }
        for entry in rest {
            if *entry > best {
                best = entry.clone();
            }
        }
        let cutoff = best.lowered(self.slack);
        let cutoffs = std::array::from_fn(|_| cutoff.clone());
        for (group, entries) in groups.iter().enumerate() {
            if any_reaches(entries, &cutoffs) {
                found(first + group * LANES, reaching(entries, &cutoffs));
            }
        }
        let bits = reaching(rest, &cutoffs[..rest.len()]);
        if bits != 0 {
            found(first + groups.len() * LANES, bits);
        }
    }

    /// Where the line through `index` starts.
    #[inline]
    fn first_of_line(&self, index: usize) -> usize {
        let inner = index - self.stride.quotient(index) * self.stride.value;
        self.block.quotient(index) * self.block.value + inner
    }

    /// Is the entry at `index` a best response along its line?
    #[inline]
    pub(super) fn is_best(&self, index: usize) -> bool {
        let entry = &self.table[index];
        if self.slack > 0.0 {
            self.none_on_the_line_of(index, |other| other.lowered(self.slack) > *entry)
        } else {
            self.none_on_the_line_of(index, |other| other > entry)
        }
    }

    #[inline]
    fn none_on_the_line_of(&self, index: usize, holds: impl Fn(&T) -> bool) -> bool {
        let first = self.first_of_line(index);
        let any = |actions: Range<usize>| {
            actions.fold(false, |any, action| {
                any | holds(&self.table[first + action * self.stride.value])
            })
        };
        let mut action = 0;
        while action + LANES <= self.actions {
            if any(action..action + LANES) {
                return false;
            }
            action += LANES;
        }
        !any(action..self.actions)
    }

    /// The strips of the table: first index and width.
    fn strips(&self) -> Vec<(usize, usize)> {
        let (block, stride) = (self.block.value, self.stride.value);
        (0..self.table.len() / block)
            .flat_map(|outer| {
                (0..stride.div_ceil(STRIP)).map(move |strip| {
                    let inner = strip * STRIP;
                    (outer * block + inner, STRIP.min(stride - inner))
                })
            })
            .collect()
    }

    /// The profiles at which the player's action is a best response.
    pub(super) fn best_responses(&self) -> ProfileSet {
        let mut set = ProfileSet::empty(self.table.len());
        #[cfg(feature = "parallel")]
        if self.table.len() >= PARALLEL_FROM {
            use rayon::prelude::*;
            if self.stride.value == 1 {
                let lines = self.table.len() / self.actions;
                (0..lines)
                    .into_par_iter()
                    .with_min_len(1 + STRIP / self.actions)
                    .for_each(|line| {
                        self.sweep_line(line * self.actions, |start, bits| {
                            set.insert_shared(start, bits);
                        });
                    });
            } else {
                self.strips()
                    .into_par_iter()
                    .for_each_init(Vec::new, |scratch, (first, width)| {
                        self.sweep_strip(first, width, scratch, |start, bits| {
                            set.insert_shared(start, bits);
                        });
                    });
            }
            return set;
        }
        if self.stride.value == 1 {
            for first in (0..self.table.len()).step_by(self.actions) {
                self.sweep_line(first, |start, bits| set.insert(start, bits));
            }
        } else {
            let mut scratch = Vec::new();
            for (first, width) in self.strips() {
                self.sweep_strip(first, width, &mut scratch, |start, bits| {
                    set.insert(start, bits)
                });
            }
        }
        set
    }
}

impl<T: Entry> Lines<'_, T> {
    /// The largest regret at the listed profiles; each reads its line.
    pub(super) fn largest_regret_by_lines(&self, indices: &[usize]) -> f64 {
        let mut largest: f64 = 0.0;
        for &index in indices {
            let first = self.first_of_line(index);
            let own = self.table[index].measure();
            for action in 0..self.actions {
                let other = self.table[first + action * self.stride.value].measure();
                largest = largest.max(other - own);
            }
        }
        largest
    }

    /// The largest regret at the listed profiles, which ascend; each block that has one is read
    /// once, and `best` is room for the best entry of each of its lines.
    pub(super) fn largest_regret_by_blocks(&self, indices: &[usize], best: &mut Vec<f64>) -> f64 {
        let mut largest: f64 = 0.0;
        for indices in indices.chunk_by(|&a, &b| self.block.quotient(a) == self.block.quotient(b)) {
            let first = self.block.quotient(indices[0]) * self.block.value;
            let block = &self.table[first..first + self.block.value];
            best.clear();
            best.resize(self.stride.value, f64::NEG_INFINITY);
            for row in block.chunks_exact(self.stride.value) {
                for (best, entry) in best.iter_mut().zip(row) {
                    *best = best.max(entry.measure());
                }
            }
            for &index in indices {
                let line = self.first_of_line(index) - first;
                largest = largest.max(best[line] - self.table[index].measure());
            }
        }
        largest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A table of machine integers with the shape of its lines.
    fn tables() -> impl Strategy<Value = (Vec<i64>, usize, usize)> {
        let lines = prop_oneof![
            (
                1usize..20,
                prop_oneof![Just(1usize), 1usize..20, 500usize..530]
            ),
            (20usize..150, prop_oneof![Just(1usize), 1usize..80]),
        ];
        // Few values give many ties; many values give lines with one best entry.
        let bound = prop_oneof![1i64..4, Just(1000), Just(i64::MAX)];
        (1usize..4, lines, bound).prop_flat_map(|(outer, (actions, stride), bound)| {
            let table = proptest::collection::vec(-bound..bound, outer * actions * stride);
            (table, Just(actions), Just(stride))
        })
    }

    /// The places that reach the best entry of their line less the slack, by the definition.
    fn by_definition<T: Entry>(
        table: &[T],
        actions: usize,
        stride: usize,
        slack: f64,
    ) -> Vec<usize> {
        let line = |index: usize| {
            let first = index - index / stride % actions * stride;
            (0..actions).map(move |action| &table[first + action * stride])
        };
        (0..table.len())
            .filter(|&index| line(index).all(|other| other.lowered(slack) <= table[index]))
            .collect()
    }

    fn found<T: Entry>(table: &[T], actions: usize, stride: usize, slack: f64) -> Vec<usize> {
        let lines = Lines::new(table, actions, stride, slack);
        let set = lines.best_responses();
        set.iter()
            .inspect(|&index| assert!(lines.is_best(index)))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn sweeps_find_what_the_definition_says((table, actions, stride) in tables()) {
            let expected = by_definition(&table, actions, stride, 0.0);
            prop_assert_eq!(&found(&table, actions, stride, 0.0), &expected);
            let floats: Vec<f64> = table.iter().map(|&entry| (entry % 1000) as f64).collect();
            for slack in [0.0, 1.5] {
                let expected = by_definition(&floats, actions, stride, slack);
                prop_assert_eq!(&found(&floats, actions, stride, slack), &expected);
            }
        }

        #[test]
        fn both_ways_measure_the_same_regret((table, actions, stride) in tables()) {
            let floats: Vec<f64> = table.iter().map(|&entry| (entry % 1000) as f64).collect();
            let lines = Lines::new(&floats, actions, stride, 2.0);
            let indices: Vec<usize> = lines.best_responses().iter().collect();
            let regret = lines.largest_regret_by_lines(&indices);
            prop_assert_eq!(lines.largest_regret_by_blocks(&indices, &mut Vec::new()), regret);
            prop_assert!((0.0..=2.0).contains(&regret));
        }
    }

    #[test]
    fn large_tables_are_swept_by_threads_with_the_same_result() {
        // Stride 1, and strips whose places do not fall on words of the set.
        for (actions, stride) in [(5, 1), (70, 1), (3, 1001), (40, 777)] {
            let table: Vec<i64> = (0..600_000i64 / (actions * stride) * actions * stride)
                .map(|place| place * 7919 % 10_007)
                .collect();
            let lines = Lines::new(&table, actions as usize, stride as usize, 0.0);
            let expected: Vec<usize> = (0..table.len()).filter(|&i| lines.is_best(i)).collect();
            assert_eq!(lines.best_responses().iter().collect::<Vec<_>>(), expected);
        }
    }
}
