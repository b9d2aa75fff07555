//! Checks a set of equilibria against the payoffs of the game, without the solver.

use std::collections::BTreeSet;

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
    Ok(strategies_are_distinct(set) && subsets_cover_the_extreme_equilibria(set))
}

fn strategies_are_distinct(set: &EquilibriumSet) -> bool {
    let descending = |list: &[Vec<Rational>]| list.windows(2).all(|pair| pair[0] > pair[1]);
    let ascending = set.pairs().windows(2).all(|pair| pair[0] < pair[1]);
    descending(set.row_strategies()) && descending(set.column_strategies()) && ascending
}

/// The components divide the extreme equilibria, and each is the union of its subsets, none of
/// which contains another.
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
        let mut covered = BTreeSet::new();
        for subset in &component.maximal_nash_subsets {
            for &row in &subset.rows {
                for &column in &subset.columns {
                    if !own.contains(&(row, column)) {
                        return false;
                    }
                    covered.insert((row, column));
                }
            }
            let grows = |more: &super::NashSubset| {
                more != subset
                    && subset.rows.iter().all(|row| more.rows.contains(row))
                    && subset.columns.iter().all(|c| more.columns.contains(c))
            };
            if component.maximal_nash_subsets.iter().any(grows) {
                return false;
            }
        }
        if covered != own {
            return false;
        }
    }
    seen.iter().all(|&seen| seen)
}
