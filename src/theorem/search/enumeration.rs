//! One game of each class, in the order of words (orderly generation, Read 1978).

use super::class::repeats;
use super::renamings::Renamings;
use super::{GameClass, SearchError};

/// One game of each class; see [`GameClass::representatives`].
#[derive(Debug, Clone)]
pub struct Representatives {
    renamings: Renamings,
    players: usize,
    values: usize,
    strict: bool,
    word: Vec<u8>,
    /// How many places of `word` are decided.
    depth: usize,
    /// The payoff to try next at each place; may be one too many.
    trial: Vec<usize>,
    /// For each depth the renamings that have left the word as it is so far, each with the first
    /// place that is not compared yet.
    tied: Vec<Vec<(u32, u16)>>,
    finished: bool,
}

/// A game that represents its class.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Representative {
    /// The places of its payoffs in the list of the class; see [`GameClass`].
    pub word: Vec<u8>,
    /// How many games differ from it only in names, itself included.
    pub orbit: u64,
}

impl Representatives {
    pub(super) fn new(class: &GameClass) -> Result<Self, SearchError> {
        let renamings = class.renamings()?;
        let payoffs = class.payoffs();
        let mut tied = vec![Vec::new(); payoffs + 1];
        // The one that changes nothing is always tied and needs no comparison.
        tied[0] = (1..renamings.len())
            .map(|number| (number as u32, 0))
            .collect();
        Ok(Representatives {
            renamings,
            players: class.space().players(),
            values: class.values().len(),
            strict: class.is_strict(),
            word: vec![0; payoffs],
            depth: 0,
            trial: vec![0; payoffs + 1],
            tied,
            finished: false,
        })
    }

    /// Goes on behind a word, as if it had been the last one returned.
    ///
    /// # Errors
    ///
    /// [`SearchError::InconsistentState`] if the word represents no class; the enumeration stays
    /// where it was.
    pub fn skip_to_after(&mut self, word: &[u8]) -> Result<(), SearchError> {
        let repeated = |place| self.strict && repeats(word, self.players, place);
        if word.len() != self.word.len()
            || word.iter().any(|&digit| usize::from(digit) >= self.values)
            || (0..word.len()).any(repeated)
            || self.renamings.canonical(word).0 != word
        {
            return Err(SearchError::InconsistentState {
                what: "the word does not represent a class",
            });
        }
        for (place, &digit) in word.iter().enumerate() {
            self.word[place] = digit;
            self.decide(place);
            self.trial[place] = usize::from(digit) + 1;
        }
        self.depth = self.word.len();
        self.finished = false;
        Ok(())
    }

    /// Compares the renamed words as far as they are known once `place` is; false if one is
    /// smaller.
    fn decide(&mut self, place: usize) -> bool {
        let (before, after) = self.tied.split_at_mut(place + 1);
        let (before, after) = (&before[place], &mut after[0]);
        after.clear();
        for &(renaming, mut next) in before {
            let source = self.renamings.source(renaming as usize);
            let mut tied = true;
            while usize::from(next) <= place {
                let from = usize::from(source[usize::from(next)]);
                if from > place {
                    break;
                }
                match self.word[from].cmp(&self.word[usize::from(next)]) {
                    std::cmp::Ordering::Less => return false,
                    std::cmp::Ordering::Equal => next += 1,
                    std::cmp::Ordering::Greater => {
                        tied = false;
                        break;
                    }
                }
            }
            if tied {
                after.push((renaming, next));
            }
        }
        true
    }

    /// Moves to the next word; false at the end.
    pub(super) fn advance(&mut self) -> bool {
        if self.finished {
            return false;
        }
        let last = self.word.len();
        if self.depth == last {
            self.depth -= 1;
        }
        loop {
            let place = self.depth;
            let digit = self.trial[place];
            if digit >= self.values {
                if place == 0 {
                    self.finished = true;
                    return false;
                }
                self.depth -= 1;
                continue;
            }
            self.trial[place] += 1;
            self.word[place] = digit as u8;
            if self.strict && repeats(&self.word, self.players, place) {
                continue;
            }
            if !self.decide(place) {
                continue;
            }
            self.depth += 1;
            if self.depth == last {
                return true;
            }
            self.trial[self.depth] = 0;
        }
    }

    pub(super) fn renamings(&self) -> &Renamings {
        &self.renamings
    }

    /// The word moved to.
    pub(super) fn word(&self) -> &[u8] {
        &self.word
    }

    /// The size of the orbit of the word moved to.
    pub(super) fn orbit(&self) -> u64 {
        let fixed = self.tied[self.word.len()].len() + 1;
        (self.renamings.len() / fixed) as u64
    }
}

impl Iterator for Representatives {
    type Item = Representative;

    fn next(&mut self) -> Option<Representative> {
        self.advance().then(|| Representative {
            word: self.word().to_vec(),
            orbit: self.orbit(),
        })
    }
}
