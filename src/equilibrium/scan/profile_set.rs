//! A set of profiles as bits.

use std::sync::atomic::{AtomicU64, Ordering};

/// A set of profile indices as bits.
///
/// The words are atomic so that strips of one table can be swept by several threads; setting bits
/// commutes, and so the result does not depend on the threads.
pub(in crate::equilibrium) struct ProfileSet {
    pub(super) words: Vec<AtomicU64>,
}

/// The members of one word, which starts at profile `first`, in ascending order.
pub(super) fn members(first: usize, word: u64) -> impl Iterator<Item = usize> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest == 0 {
            return None;
        }
        let bit = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        Some(first + bit)
    })
}

impl ProfileSet {
    pub(super) fn empty(profiles: usize) -> Self {
        ProfileSet {
            words: (0..profiles.div_ceil(64))
                .map(|_| AtomicU64::new(0))
                .collect(),
        }
    }

    /// Inserts `start + k` for each bit `k` of `bits`; such an index beyond the profiles must not
    /// be set.
    #[inline]
    pub(super) fn insert(&mut self, start: usize, bits: u64) {
        let (word, shift) = (start / 64, start % 64);
        *self.words[word].get_mut() |= bits << shift;
        let carried = bits.unbounded_shr(64 - shift as u32);
        if carried != 0 {
            *self.words[word + 1].get_mut() |= carried;
        }
    }

    /// As [`ProfileSet::insert`], by several threads at once.
    #[cfg(feature = "parallel")]
    pub(super) fn insert_shared(&self, start: usize, bits: u64) {
        let (word, shift) = (start / 64, start % 64);
        self.words[word].fetch_or(bits << shift, Ordering::Relaxed);
        let carried = bits.unbounded_shr(64 - shift as u32);
        if carried != 0 {
            self.words[word + 1].fetch_or(carried, Ordering::Relaxed);
        }
    }

    pub(super) fn intersect(&mut self, mut other: ProfileSet) {
        for (word, kept) in self.words.iter_mut().zip(&mut other.words) {
            *word.get_mut() &= *kept.get_mut();
        }
    }

    pub(in crate::equilibrium) fn len(&mut self) -> usize {
        self.words
            .iter_mut()
            .map(|word| word.get_mut().count_ones() as usize)
            .sum()
    }

    /// The members in ascending order.
    pub(in crate::equilibrium) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words
            .iter()
            .enumerate()
            .flat_map(|(place, word)| members(place * 64, word.load(Ordering::Relaxed)))
    }
}
