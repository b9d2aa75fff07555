//! Sets of labels.
//!
//! A game with m × n actions has labels 0..m for the row player's actions and m..m+n for the
//! column player's. A constraint of a best-response polytope bears a label, and a point has the
//! labels of its tight constraints: of the own actions not taken and of the other's best responses
//! to it.

use std::hash::{BuildHasherDefault, Hash, Hasher};

/// A set of labels below a limit fixed when it is made.
pub(super) trait Labels: Clone + Eq + Hash {
    /// The empty set for labels below `limit`.
    fn none(limit: usize) -> Self;
    /// Words of 64 labels.
    fn words(&self) -> &[u64];
    /// Words of 64 labels.
    fn words_mut(&mut self) -> &mut [u64];

    /// Adds a label.
    #[inline]
    fn insert(&mut self, label: usize) {
        self.words_mut()[label / 64] |= 1 << (label % 64);
    }

    /// Removes a label.
    #[inline]
    fn remove(&mut self, label: usize) {
        self.words_mut()[label / 64] &= !(1 << (label % 64));
    }

    /// Is the label in the set?
    #[inline]
    fn contains(&self, label: usize) -> bool {
        self.words()[label / 64] >> (label % 64) & 1 == 1
    }

    /// How many labels there are.
    #[inline]
    fn count(&self) -> usize {
        self.words().iter().map(|w| w.count_ones() as usize).sum()
    }

    /// The labels below `limit` that are not in the set.
    fn complement(&self, limit: usize) -> Self {
        let mut others = Self::none(limit);
        for label in (0..limit).filter(|&label| !self.contains(label)) {
            others.insert(label);
        }
        others
    }
}

/// At most 64·W labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Few<const W: usize>([u64; W]);

impl<const W: usize> Hash for Few<W> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        for &word in &self.0 {
            state.write_u64(word);
        }
    }
}

impl<const W: usize> Labels for Few<W> {
    fn none(_limit: usize) -> Self {
        Few([0; W])
    }
    #[inline]
    fn words(&self) -> &[u64] {
        &self.0
    }
    #[inline]
    fn words_mut(&mut self) -> &mut [u64] {
        &mut self.0
    }
}

/// Any number of labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Many(Box<[u64]>);

impl Hash for Many {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for &word in &self.0 {
            state.write_u64(word);
        }
    }
}

impl Labels for Many {
    fn none(limit: usize) -> Self {
        Many(vec![0; limit.div_ceil(64)].into())
    }
    fn words(&self) -> &[u64] {
        &self.0
    }
    fn words_mut(&mut self) -> &mut [u64] {
        &mut self.0
    }
}

/// Mixes words by multiplication; label sets are not chosen by an adversary to collide, and a
/// collision costs time only.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    #[inline]
    fn write_u64(&mut self, word: u64) {
        let product = u128::from(self.0.rotate_left(23) ^ word) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product as u64) ^ ((product >> 64) as u64);
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte.into());
        }
    }
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

/// A hash set of label sets.
pub(super) type LabelSet<L> = std::collections::HashSet<L, BuildHasherDefault<Mix>>;

/// A hash map from label sets.
pub(super) type LabelMap<L, V> = std::collections::HashMap<L, V, BuildHasherDefault<Mix>>;
