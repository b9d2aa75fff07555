//! Checks a set of equilibria against the payoffs of the game, without the solver.

use std::collections::{BTreeMap, BTreeSet};

use super::EquilibriumSet;
use crate::equilibrium::SolveError;
use crate::game::Game;
use crate::number::Rational;

/// See [`EquilibriumSet::verify`].
pub(super) fn verify<G: Game<Rational> + ?Sized>(
    set: &EquilibriumSet,
    game: &G,
) -> Result<bool, SolveError> {
    set.check_shape(game)?;
    for (profile, stated) in set.extreme().iter().zip(set.payoffs()) {
        if !profile.is_equilibrium(game)? || profile.payoffs(game)? != stated.as_slice() {
            return Ok(false);
        }
    }
    Ok(strategies_are_distinct(set)
        && subsets_cover_the_extreme_equilibria(set)
        && components_are_connected_and_apart(set)
        && (set.is_degenerate() || replies_are_as_many_as_supports(set, game)?))
}

/// In a nondegenerate game no strategy has more best replies than actions of positive probability
/// (von Stengel, 2002).
fn replies_are_as_many_as_supports<G: Game<Rational> + ?Sized>(
    set: &EquilibriumSet,
    game: &G,
) -> Result<bool, SolveError> {
    for profile in set.extreme() {
        for player in 0..2 {
            let worth = profile.action_payoffs(game, player)?;
            let most = worth.iter().max();
            let best = worth.iter().filter(|value| Some(*value) == most);
            if best.count() > profile.support(1 - player).len() {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Strategies with which each strategy is in an extreme equilibrium.
type Partners = BTreeMap<usize, Vec<usize>>;

/// The partners of the row strategies and of the column strategies.
fn partners(pairs: impl Iterator<Item = (usize, usize)>) -> [Partners; 2] {
    let mut all = [Partners::new(), Partners::new()];
    for (row, column) in pairs {
        all[0].entry(row).or_default().push(column);
        all[1].entry(column).or_default().push(row);
    }
    all
}

/// No strategy is in extreme equilibria of two components, and from any extreme equilibrium of a
/// component each other one is reached by changing one strategy at a time.
fn components_are_connected_and_apart(set: &EquilibriumSet) -> bool {
    let partners = partners(set.pairs().iter().copied());
    set.components().iter().all(|component| {
        let own: BTreeSet<(usize, usize)> =
            component.extreme.iter().map(|&e| set.pairs()[e]).collect();
        let Some(&(first, _)) = own.first() else {
            return false;
        };
        // Player and strategy; all that can be reached, also in other components.
        let mut reached = BTreeSet::from([(0, first)]);
        let mut open = vec![(0, first)];
        let mut pairs = 0;
        while let Some((player, strategy)) = open.pop() {
            for &partner in partners[player].get(&strategy).into_iter().flatten() {
                let pair = if player == 0 {
                    (strategy, partner)
                } else {
                    (partner, strategy)
                };
                if !own.contains(&pair) {
                    return false;
                }
                pairs += usize::from(player == 0);
                if reached.insert((1 - player, partner)) {
                    open.push((1 - player, partner));
                }
            }
        }
        pairs == own.len()
    })
}

fn strategies_are_distinct(set: &EquilibriumSet) -> bool {
    let descending = |list: &[Vec<Rational>]| list.windows(2).all(|pair| pair[0] > pair[1]);
    let ascending = set.pairs().windows(2).all(|pair| pair[0] < pair[1]);
    descending(set.row_strategies()) && descending(set.column_strategies()) && ascending
}

/// The components divide the extreme equilibria, and each is the union of its subsets, to none of
/// which a strategy could be added.
fn subsets_cover_the_extreme_equilibria(set: &EquilibriumSet) -> bool {
    let mut seen = vec![false; set.pairs().len()];
    for component in set.components() {
        let mut own = BTreeSet::new();
        for &index in &component.extreme {
            match seen.get_mut(index) {
                Some(seen) if !*seen => *seen = true,
                _ => return false,
            }
            own.insert(set.pairs()[index]);
        }
        let own_partners = partners(own.iter().copied());
        let mut covered = BTreeSet::new();
        let mut seen_subsets = BTreeSet::new();
        for subset in &component.maximal_nash_subsets {
            for &row in &subset.rows {
                for &column in &subset.columns {
                    if !own.contains(&(row, column)) {
                        return false;
                    }
                    covered.insert((row, column));
                }
            }
            let (Some(row), Some(column)) = (subset.rows.first(), subset.columns.first()) else {
                return false;
            };
            // Whoever could be added is a partner of the first already.
            let more_rows = own_partners[1].get(column).into_iter().flatten();
            let more_columns = own_partners[0].get(row).into_iter().flatten();
            let can_grow = more_rows
                .filter(|row| !subset.rows.contains(row))
                .any(|&row| {
                    subset
                        .columns
                        .iter()
                        .all(|&column| own.contains(&(row, column)))
                })
                || more_columns
                    .filter(|c| !subset.columns.contains(c))
                    .any(|&column| subset.rows.iter().all(|&row| own.contains(&(row, column))));
            if can_grow || !seen_subsets.insert((&subset.rows, &subset.columns)) {
                return false;
            }
        }
        if covered != own {
            return false;
        }
    }
    seen.iter().all(|&seen| seen)
}
