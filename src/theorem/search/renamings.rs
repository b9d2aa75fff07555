//! The ways to rename players and actions, as permutations of the places of a word.

use super::{SearchError, Symmetry};
use crate::game::ProfileSpace;

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
        let too_many = SearchError::TooManyRenamings { limit };
        let players = match symmetry {
            Symmetry::ActionsAndPlayers => alike(space.actions(), limit),
            _ => Some(vec![(0..count).collect()]),
        };
        let Some(players) = players else {
            return Err(too_many);
        };
        let mut actions: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
        for &own in space.actions() {
            let names = match symmetry {
                Symmetry::Nothing => Some(vec![(0..own).collect()]),
                _ => alike(&vec![0; own], limit),
            };
            match names {
                Some(names) if names.len() * actions.len() * players.len() <= limit => {
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
                _ => return Err(too_many),
            }
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

/// The permutations of the places of `kinds` that map each kind to itself, the identity first;
/// `None` if there are more than `limit`.
fn alike(kinds: &[usize], limit: usize) -> Option<Vec<Vec<usize>>> {
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
        if longer.len() > limit {
            return None;
        }
        found = longer;
    }
    Some(found)
}
