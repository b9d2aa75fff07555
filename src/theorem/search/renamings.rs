//! The ways to rename players and actions, as permutations of the places of a word.

use std::collections::BTreeMap;

use super::{SearchError, Symmetry};
use crate::game::ProfileSpace;

/// The most places of all renamed words together; an enumeration needs ten bytes for each.
const MOST_PLACES: usize = 1 << 25;

/// The group of renamings. The first is the one that changes nothing.
#[derive(Debug, Clone)]
pub(super) struct Renamings {
    /// For each renaming and each place of the new word, the place of the old word it comes from.
    sources: Vec<Vec<u16>>,
    /// For each renaming, which player each player becomes.
    players: Vec<Vec<usize>>,
}

impl Renamings {
    pub(super) fn new(
        space: &ProfileSpace,
        symmetry: Symmetry,
        limit: usize,
    ) -> Result<Self, SearchError> {
        let count = space.players();
        // Counted before any is listed.
        let ways = number(space, symmetry).filter(|&ways| ways <= limit);
        let Some(ways) = ways else {
            return Err(SearchError::TooManyRenamings { limit });
        };
        let payoffs = space.len() * count;
        if ways.saturating_mul(payoffs) > MOST_PLACES {
            return Err(SearchError::RenamingsTooLarge {
                renamings: ways,
                payoffs,
                limit: MOST_PLACES,
            });
        }
        let players = match symmetry {
            Symmetry::ActionsAndPlayers => alike(space.actions()),
            _ => vec![(0..count).collect()],
        };
        let mut actions: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
        for &own in space.actions() {
            let names = match symmetry {
                Symmetry::Nothing => vec![(0..own).collect()],
                _ => alike(&vec![0; own]),
            };
            actions = (actions.iter())
                .flat_map(|before| {
                    names.iter().map(move |name| {
                        let mut all = before.clone();
                        all.push(name.clone());
                        all
                    })
                })
                .collect();
        }
        let mut renamings = Renamings {
            sources: Vec::with_capacity(players.len() * actions.len()),
            players: Vec::with_capacity(players.len() * actions.len()),
        };
        for becomes in &players {
            for names in &actions {
                let mut source = vec![0u16; space.len() * count];
                let mut renamed = vec![0; count];
                space.for_each(|index, profile| {
                    for (player, &action) in profile.iter().enumerate() {
                        renamed[becomes[player]] = names[player][action];
                    }
                    let target = space.index_unchecked(&renamed);
                    for (player, &role) in becomes.iter().enumerate() {
                        // A word has at most 4096 places.
                        source[target * count + role] = (index * count + player) as u16;
                    }
                });
                renamings.sources.push(source);
                renamings.players.push(becomes.clone());
            }
        }
        Ok(renamings)
    }

    pub(super) fn len(&self) -> usize {
        self.sources.len()
    }

    /// Where each place of the renamed word comes from.
    pub(super) fn source(&self, renaming: usize) -> &[u16] {
        &self.sources[renaming]
    }

    /// Which player each player becomes.
    pub(super) fn players(&self, renaming: usize) -> &[usize] {
        &self.players[renaming]
    }

    /// The word renamed.
    pub(super) fn renamed(&self, word: &[u8], renaming: usize) -> Vec<u8> {
        let source = self.sources[renaming].iter();
        source.map(|&place| word[usize::from(place)]).collect()
    }

    /// The least of all renamed words, and how many different ones there are.
    pub(super) fn canonical(&self, word: &[u8]) -> (Vec<u8>, u64) {
        let mut least = word.to_vec();
        let mut times = 0u64;
        for source in &self.sources {
            let renamed = source.iter().map(|&place| word[usize::from(place)]);
            match renamed.clone().cmp(least.iter().copied()) {
                std::cmp::Ordering::Less => {
                    least = renamed.collect();
                    times = 1;
                }
                std::cmp::Ordering::Equal => times += 1,
                std::cmp::Ordering::Greater => {}
            }
        }
        (least, self.len() as u64 / times.max(1))
    }
}

/// How many ways there are to rename; `None` beyond the largest number.
fn number(space: &ProfileSpace, symmetry: Symmetry) -> Option<usize> {
    let factorial = |count: usize| (1..=count).try_fold(1usize, usize::checked_mul);
    let mut ways = 1usize;
    if symmetry != Symmetry::Nothing {
        for &own in space.actions() {
            ways = ways.checked_mul(factorial(own)?)?;
        }
    }
    if symmetry == Symmetry::ActionsAndPlayers {
        let mut alike: BTreeMap<usize, usize> = BTreeMap::new();
        for &own in space.actions() {
            *alike.entry(own).or_default() += 1;
        }
        for same in alike.into_values() {
            ways = ways.checked_mul(factorial(same)?)?;
        }
    }
    Some(ways)
}

/// The permutations of the places of `kinds` that map each kind to itself, the identity first.
fn alike(kinds: &[usize]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::with_capacity(kinds.len())];
    for place in 0..kinds.len() {
        let mut longer = Vec::new();
        for before in &found {
            for image in (0..kinds.len()).filter(|&image| kinds[image] == kinds[place]) {
                if !before.contains(&image) {
                    let mut next: Vec<usize> = before.clone();
                    next.push(image);
                    longer.push(next);
                }
            }
        }
        found = longer;
    }
    found
}
