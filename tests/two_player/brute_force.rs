//! All extreme equilibria by the definition, without anything of the solver.
//!
//! A vertex of `{(x, v) : x a strategy, v at least the payoff of every reply to x}` is the only
//! point with some m of its constraints tight; all choices are tried, in the payoffs as they are.

use std::collections::BTreeSet;

use lacuna::equilibrium::two_player::{EquilibriumSet, TwoPlayerOptions, all_equilibria};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;

pub type Strategy = Vec<Rational>;

/// A set of extreme equilibria.
pub type Equilibria = BTreeSet<(Strategy, Strategy)>;

/// A component as its maximal Nash subsets.
pub type Subsets = BTreeSet<(BTreeSet<Strategy>, BTreeSet<Strategy>)>;

/// The only solution of a square system, rows `[coefficients | right-hand side]`.
fn only_solution(mut rows: Vec<Vec<Rational>>) -> Option<Vec<Rational>> {
    let size = rows.len();
    for column in 0..size {
        let pivot = (column..size).find(|&r| !rows[r][column].is_zero())?;
        rows.swap(column, pivot);
        let inverse = rows[column][column].recip()?;
        for entry in &mut rows[column] {
            *entry = &*entry * &inverse;
        }
        let above = rows[column].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(r, _)| *r != column) {
            let factor = row[column].clone();
            if !factor.is_zero() {
                for (entry, upper) in row.iter_mut().zip(&above) {
                    *entry = &*entry - &(&factor * upper);
                }
            }
        }
    }
    Some(rows.into_iter().map(|mut row| row.remove(size)).collect())
}

/// All choices of `size` of the numbers below `count`.
fn choices(count: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    if count < size {
        return Vec::new();
    }
    let mut all = choices(count - 1, size);
    for mut choice in choices(count - 1, size - 1) {
        choice.push(count - 1);
        all.push(choice);
    }
    all
}

/// The vertices of the strategies of `player`, with the actions not taken and the best replies.
fn vertices(
    game: &NormalForm<Rational>,
    player: usize,
) -> Vec<(Strategy, BTreeSet<(usize, usize)>)> {
    let (own, others) = (game.actions(player), game.actions(1 - player));
    let reply_payoff = |reply: usize, action: usize| match player {
        0 => game.payoff(1, &[action, reply]),
        _ => game.payoff(0, &[reply, action]),
    };
    let mut found = BTreeSet::new();
    for tight in choices(own + others, own) {
        let mut rows = vec![vec![Rational::ONE; own]];
        rows[0].extend([Rational::ZERO, Rational::ONE]);
        for constraint in tight {
            let mut row = vec![Rational::ZERO; own + 2];
            if constraint < own {
                row[constraint] = Rational::ONE;
            } else {
                for (action, entry) in row[..own].iter_mut().enumerate() {
                    *entry = reply_payoff(constraint - own, action);
                }
                row[own] = -Rational::ONE;
            }
            rows.push(row);
        }
        let Some(mut point) = only_solution(rows) else {
            continue;
        };
        let value = point.remove(own);
        if point.iter().any(Rational::is_negative) {
            continue;
        }
        let worth = |reply: usize| -> Rational {
            (0..own)
                .map(|action| reply_payoff(reply, action) * &point[action])
                .sum()
        };
        let worths: Vec<Rational> = (0..others).map(worth).collect();
        if worths.iter().any(|w| *w > value) {
            continue;
        }
        let mut labels = BTreeSet::new();
        labels.extend(
            (0..own)
                .filter(|&a| point[a].is_zero())
                .map(|a| (player, a)),
        );
        labels.extend(
            (0..others)
                .filter(|&r| worths[r] == value)
                .map(|r| (1 - player, r)),
        );
        found.insert((point, labels));
    }
    found.into_iter().collect()
}

/// All extreme equilibria by trying all pairs of vertices.
pub fn extreme_equilibria(game: &NormalForm<Rational>) -> Equilibria {
    let columns = vertices(game, 1);
    let mut all = Equilibria::new();
    for (x, row_labels) in vertices(game, 0) {
        for (y, column_labels) in &columns {
            let labels: BTreeSet<_> = row_labels.union(column_labels).collect();
            if labels.len() == game.actions(0) + game.actions(1) {
                all.insert((x.clone(), y.clone()));
            }
        }
    }
    all
}

/// The components with their maximal Nash subsets by trying all sets of row strategies; `None` if
/// there are too many for that.
pub fn components(equilibria: &Equilibria) -> Option<BTreeSet<Subsets>> {
    let rows: Vec<&Strategy> = equilibria
        .iter()
        .map(|e| &e.0)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let columns: BTreeSet<&Strategy> = equilibria.iter().map(|e| &e.1).collect();
    if rows.len() > 12 {
        return None;
    }
    let joined = |x: &Strategy, y: &Strategy| equilibria.contains(&(x.clone(), y.clone()));
    let mut subsets: BTreeSet<(BTreeSet<Strategy>, BTreeSet<Strategy>)> = BTreeSet::new();
    for chosen in 1u32..1 << rows.len() {
        let replies: BTreeSet<Strategy> = columns
            .iter()
            .filter(|y| (0..rows.len()).all(|x| chosen >> x & 1 == 0 || joined(rows[x], y)))
            .map(|y| (*y).clone())
            .collect();
        if replies.is_empty() {
            continue;
        }
        let closed: BTreeSet<Strategy> = rows
            .iter()
            .filter(|x| replies.iter().all(|y| joined(x, y)))
            .map(|x| (*x).clone())
            .collect();
        subsets.insert((closed, replies));
    }
    let mut groups: Vec<Subsets> = Vec::new();
    for subset in subsets {
        let touches = |group: &Subsets| {
            group
                .iter()
                .any(|(x, y)| !x.is_disjoint(&subset.0) || !y.is_disjoint(&subset.1))
        };
        let (touched, mut apart): (Vec<Subsets>, Vec<Subsets>) =
            groups.into_iter().partition(touches);
        let mut merged: Subsets = touched.into_iter().flatten().collect();
        merged.insert(subset);
        apart.push(merged);
        groups = apart;
    }
    Some(groups.into_iter().collect())
}

/// The extreme equilibria of a set.
pub fn of_set(set: &EquilibriumSet) -> Equilibria {
    let pair = |strategies: &[Strategy]| (strategies[0].clone(), strategies[1].clone());
    set.extreme().iter().map(|p| pair(p.strategies())).collect()
}

/// The components of a set.
pub fn components_of_set(set: &EquilibriumSet) -> BTreeSet<Subsets> {
    let of = |all: &[Strategy], list: &[usize]| list.iter().map(|&i| all[i].clone()).collect();
    let subsets = |component: &lacuna::equilibrium::two_player::Component| {
        let pair = |subset: &lacuna::equilibrium::two_player::NashSubset| {
            (
                of(set.row_strategies(), &subset.rows),
                of(set.column_strategies(), &subset.columns),
            )
        };
        component.maximal_nash_subsets.iter().map(pair).collect()
    };
    set.components().iter().map(subsets).collect()
}

/// The set by the solver, checked by its verifier.
pub fn solved(game: &NormalForm<Rational>) -> EquilibriumSet {
    let found = all_equilibria(game, &TwoPlayerOptions::default()).expect("small");
    assert!(found.is_complete());
    let set = found.into_set();
    assert_eq!(set.verify(game), Ok(true), "{game:?}");
    set
}
