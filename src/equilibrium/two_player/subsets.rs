//! Maximal Nash subsets and components of the set of equilibria.
//!
//! Two vertices that form an equilibrium are joined. Two vertex sets of which every pair is joined
//! span a product of polytopes of equilibria; the maximal such pairs are the maximal Nash subsets,
//! and the connected components of the graph are the components of the set of equilibria.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde::{Deserialize, Serialize};

/// A maximal Nash subset: every mixture of its row strategies with every mixture of its column
/// strategies is an equilibrium.
///
/// Source: Millham (1974), Winkels (1979).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NashSubset {
    /// Indices of row strategies, ascending.
    pub rows: Vec<usize>,
    /// Indices of column strategies, ascending.
    pub columns: Vec<usize>,
}

/// A connected component of the set of equilibria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Component {
    /// Indices of its extreme equilibria, ascending.
    pub extreme: Vec<usize>,
    /// The maximal Nash subsets whose union it is, in ascending order of their column strategies.
    pub maximal_nash_subsets: Vec<NashSubset>,
}

impl Component {
    /// Is it a single equilibrium?
    pub fn is_singleton(&self) -> bool {
        self.extreme.len() == 1
    }
}

/// Which limit ended the search for subsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SubsetLimit {
    Subsets,
    Time,
}

/// The components of a bipartite graph given by its edges in ascending order, in the order of
/// their first edges.
pub(super) fn components(
    edges: &[(usize, usize)],
    max_subsets: usize,
    deadline: Option<Instant>,
) -> (Vec<Component>, Option<SubsetLimit>) {
    let mut found: Vec<Component> = Vec::new();
    let mut limit = None;
    let mut total = 0;
    for members in connected(edges) {
        let mut neighbours: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for &edge in &members {
            let (row, column) = edges[edge];
            neighbours.entry(row).or_default().insert(column);
        }
        let mut subsets = Vec::new();
        if limit.is_none() {
            (subsets, limit) = bicliques(&neighbours, max_subsets - total, deadline);
            total += subsets.len();
        }
        found.push(Component {
            extreme: members,
            maximal_nash_subsets: subsets,
        });
    }
    (found, limit)
}

/// The edges of each connected component.
fn connected(edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let rows = edges.iter().map(|e| e.0 + 1).max().unwrap_or(0);
    let columns = edges.iter().map(|e| e.1 + 1).max().unwrap_or(0);
    let mut parent: Vec<usize> = (0..rows + columns).collect();
    fn root(parent: &mut [usize], mut node: usize) -> usize {
        while parent[node] != node {
            parent[node] = parent[parent[node]];
            node = parent[node];
        }
        node
    }
    for &(row, column) in edges {
        let (a, b) = (root(&mut parent, row), root(&mut parent, rows + column));
        parent[a.max(b)] = a.min(b);
    }
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (edge, &(row, _)) in edges.iter().enumerate() {
        let root = root(&mut parent, row);
        let group = *place.entry(root).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(edge);
    }
    groups
}

/// The maximal bicliques of one component.
///
/// Their column sets are the non-empty intersections of neighbourhoods of rows; these are closed
/// under adding one row after the other, so that no intermediate set is too many.
fn bicliques(
    neighbours: &BTreeMap<usize, BTreeSet<usize>>,
    max_subsets: usize,
    deadline: Option<Instant>,
) -> (Vec<NashSubset>, Option<SubsetLimit>) {
    let mut closed: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    let mut limit = None;
    'rows: for own in neighbours.values() {
        if closed.contains(own) {
            continue;
        }
        let mut next: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
        next.insert(own.clone());
        for (count, set) in closed.iter().enumerate() {
            let common: BTreeSet<usize> = set.intersection(own).copied().collect();
            if !common.is_empty() && !closed.contains(&common) {
                next.insert(common);
            }
            if count % 1024 == 1023 && deadline.is_some_and(|end| Instant::now() >= end) {
                limit = Some(SubsetLimit::Time);
                break 'rows;
            }
            if closed.len() + next.len() > max_subsets {
                limit = Some(SubsetLimit::Subsets);
                break;
            }
        }
        for set in next {
            if closed.len() == max_subsets {
                limit = Some(SubsetLimit::Subsets);
                break 'rows;
            }
            closed.insert(set);
        }
        if limit.is_some() {
            break;
        }
    }
    let subsets = closed
        .into_iter()
        .map(|columns| NashSubset {
            rows: neighbours
                .iter()
                .filter(|(_, own)| own.is_superset(&columns))
                .map(|(&row, _)| row)
                .collect(),
            columns: columns.into_iter().collect(),
        })
        .collect();
    (subsets, limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_a_subset_around_each_inner_node() {
        // Rows 0, 1 and columns 0, 1 joined in a path, and a separate pair.
        let edges = [(0, 0), (0, 1), (1, 1), (2, 2)];
        let (found, limit) = components(&edges, 10, None);
        assert_eq!(limit, None);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].extreme, [0, 1, 2]);
        let subset = |rows: &[usize], columns: &[usize]| NashSubset {
            rows: rows.to_vec(),
            columns: columns.to_vec(),
        };
        let expected = [subset(&[0], &[0, 1]), subset(&[0, 1], &[1])];
        assert_eq!(found[0].maximal_nash_subsets, expected);
        assert!(found[1].is_singleton());
    }

    #[test]
    fn exponentially_many_subsets_end_at_the_limit() {
        // Everybody but the own partner: all proper non-empty subsets are closed.
        let edges: Vec<(usize, usize)> = (0..20)
            .flat_map(|row| (0..20).filter(move |&c| c != row).map(move |c| (row, c)))
            .collect();
        let (found, limit) = components(&edges, 100, None);
        assert_eq!(limit, Some(SubsetLimit::Subsets));
        assert!(found[0].maximal_nash_subsets.len() <= 100);
        let edges: Vec<(usize, usize)> = (0..6)
            .flat_map(|row| (0..6).filter(move |&c| c != row).map(move |c| (row, c)))
            .collect();
        let (found, limit) = components(&edges, 100, None);
        assert_eq!(limit, None);
        assert_eq!(found[0].maximal_nash_subsets.len(), 62);
    }
}
