//! The scan for mutual best responses over dense payoff tables.
//!
//! Player by player, the set of profiles that are still candidates shrinks. While it is large, a
//! player's whole table is swept: the best entry of every line of deviations, then the entries that
//! reach it. Once it is small, only the lines through candidates are looked at. Either way a player
//! costs a constant number of reads for each profile, however many ties there are.

mod divisor;
mod lines;
mod profile_set;

use std::sync::atomic::AtomicU64;

use self::lines::Lines;
use self::profile_set::{ProfileSet, members};
use crate::game::ProfileSpace;
use crate::number::{Entry, StoreVisitor, Tolerance};

/// Looking at the line through one candidate costs about as much as sweeping this many entries.
const COST_OF_CANDIDATE: usize = 10;

/// Words of the set whose members are looked at together, so that their list stays in the first
/// cache.
const WORDS: usize = 32;

/// Tables with fewer entries are swept on one thread.
#[cfg(feature = "parallel")]
const PARALLEL_FROM: usize = 1 << 19;

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
        Lines::new(
            &tables[player],
            self.space.actions()[player],
            self.space.stride(player),
            slack,
        )
    }
}

impl StoreVisitor for MutualBestResponses<'_> {
    type Output = ProfileSet;

    fn visit<T: Entry>(self, tables: &[Vec<T>]) -> ProfileSet {
        // The player with the longest lines leaves the fewest candidates to the others; between
        // equals, long strides are swept fastest. Whoever has one action has no deviation.
        let profiles = self.space.len();
        let actions = self.space.actions();
        let mut order: Vec<usize> = (0..self.space.players())
            .filter(|&player| actions[player] > 1)
            .collect();
        order.sort_by_key(|&player| std::cmp::Reverse(actions[player]));
        let Some((&first, mut others)) = order.split_first() else {
            let mut all = ProfileSet::empty(profiles);
            all.insert(0, 1);
            return all;
        };
        let mut set = self.lines(tables, first).best_responses();
        while let Some((&player, rest)) = others.split_first() {
            let candidates = set.len();
            if candidates.saturating_mul(COST_OF_CANDIDATE) <= profiles
                && candidates.saturating_mul(actions[player]) <= 2 * profiles
            {
                let lines: Vec<_> = others
                    .iter()
                    .map(|&player| self.lines(tables, player))
                    .collect();
                set.retain_best(&lines);
                return set;
            }
            set.intersect(self.lines(tables, player).best_responses());
            others = rest;
        }
        set
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
        let mut best = Vec::new();
        for (player, table) in tables.iter().enumerate() {
            let actions = self.space.actions()[player];
            let lines = Lines::new(table, actions, self.space.stride(player), 0.0);
            let regret = if self.indices.len().saturating_mul(actions) > table.len() / 4 {
                lines.largest_regret_by_blocks(self.indices, &mut best)
            } else {
                lines.largest_regret_by_lines(self.indices)
            };
            largest = largest.max(regret);
        }
        largest
    }
}

impl ProfileSet {
    /// Removes the profiles at which one of the players has a better action.
    fn retain_best<T: Entry>(&mut self, players: &[Lines<'_, T>]) {
        #[cfg(feature = "parallel")]
        if self.words.len() >= PARALLEL_FROM / 64 {
            use rayon::prelude::*;
            self.words.par_chunks_mut(WORDS).enumerate().for_each_init(
                Vec::new,
                |list, (chunk, words)| {
                    keep_best(players, chunk * WORDS * 64, words, list);
                },
            );
            return;
        }
        let mut list = Vec::new();
        for (chunk, words) in self.words.chunks_mut(WORDS).enumerate() {
            keep_best(players, chunk * WORDS * 64, words, &mut list);
        }
    }
}

/// Removes from the words, the first of which starts at profile `first`, the profiles at which one
/// of the players has a better action.
fn keep_best<T: Entry>(
    players: &[Lines<'_, T>],
    first: usize,
    words: &mut [AtomicU64],
    list: &mut Vec<usize>,
) {
    list.clear();
    for (place, word) in words.iter_mut().enumerate() {
        list.extend(members(first + place * 64, *word.get_mut()));
    }
    if list.is_empty() {
        return;
    }
    for lines in players {
        // Without a branch on the outcome, which cannot be predicted.
        let mut kept = 0;
        for place in 0..list.len() {
            let index = list[place];
            list[kept] = index;
            kept += usize::from(lines.is_best(index));
        }
        list.truncate(kept);
    }
    for word in words.iter_mut() {
        *word.get_mut() = 0;
    }
    for index in list {
        *words[(*index - first) / 64].get_mut() |= 1 << (*index % 64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::{GameExt, NormalForm};
    use crate::number::Rational;
    use proptest::prelude::*;

    fn indices(game: &NormalForm<Rational>) -> Vec<usize> {
        let space = game.space();
        let set = game.accept(MutualBestResponses {
            space,
            tolerance: None,
        });
        set.iter().collect()
    }

    /// A game in which few profiles are a best response of any player.
    fn random(actions: &[usize], seed: i64) -> NormalForm<Rational> {
        let mut state = seed;
        NormalForm::from_fn(actions, |_, _| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(99);
            Rational::from(state >> 40)
        })
        .expect("small")
    }

    proptest! {
        #[test]
        fn few_candidates_are_followed_one_by_one(
            actions in proptest::collection::vec(1usize..14, 2..4),
            seed in any::<i64>(),
        ) {
            let game = random(&actions, seed);
            let expected: Vec<usize> = (0..game.space().len())
                .filter(|&index| {
                    let profile = game.space().profile_unchecked(index);
                    game.is_pure_equilibrium(&profile).expect("valid")
                })
                .collect();
            prop_assert_eq!(indices(&game), expected);
        }
    }

    #[test]
    fn candidates_are_followed_by_threads_with_the_same_result() {
        // Large enough for threads; the players of these shapes are swept in different orders.
        for actions in [vec![30, 30, 30, 30], vec![800, 3, 300]] {
            let mut equilibria = 0;
            for seed in 1..4 {
                let game = random(&actions, seed);
                let best = |player: usize, index: usize| {
                    let own = game.payoff_at(player, index);
                    (0..actions[player]).all(|action| {
                        let other = game.space().deviation(index, player, action);
                        game.payoff_at(player, other) <= own
                    })
                };
                let expected: Vec<usize> = (0..game.space().len())
                    .filter(|&index| (0..actions.len()).all(|player| best(player, index)))
                    .collect();
                equilibria += expected.len();
                assert_eq!(indices(&game), expected);
            }
            assert!(equilibria > 0);
        }
    }
}
