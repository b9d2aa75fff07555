//! Difference constraints on a graph: potentials, or a cycle of positive weight.

use super::Language;
use crate::number::Rational;

/// The nodes of the graph: the cells that a (partial) plan leads to, each once.
pub(crate) struct PlanCells {
    /// The cell of each node, ascending.
    pub(crate) cells: Vec<usize>,
}

impl PlanCells {
    /// The cells of a plan; a state without a profile has none.
    pub(crate) fn new(language: &Language, plan: &[Option<usize>]) -> Self {
        let mut cells: Vec<usize> = plan
            .iter()
            .enumerate()
            .filter_map(|(state, index)| Some(language.cell_at(state, (*index)?)))
            .collect();
        cells.sort_unstable();
        cells.dedup();
        PlanCells { cells }
    }

    /// The node of a cell, if the plan leads to it.
    pub(crate) fn node(&self, cell: usize) -> Option<usize> {
        self.cells.binary_search(&cell).ok()
    }
}

/// The constraint `potential[to] ≤ potential[from] − weight`.
#[derive(Debug, Clone)]
pub(crate) struct Edge<L> {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) weight: Rational,
    /// What the edge stands for.
    pub(crate) label: L,
}

/// Potentials that meet all constraints, or a cycle of positive weight as positions in `edges`,
/// in order, each edge beginning where the one before ends.
///
/// Bellman and Ford, exact: `nodes` rounds of relaxation at most. The potentials are the greatest
/// that are nowhere above zero, so that they are all zero if no constraint binds.
pub(crate) fn potentials<L>(nodes: usize, edges: &[Edge<L>]) -> Result<Vec<Rational>, Vec<usize>> {
    let mut potential = vec![Rational::ZERO; nodes];
    let mut reached_by: Vec<Option<usize>> = vec![None; nodes];
    for round in 0..=nodes {
        let mut last_relaxed = None;
        for (position, edge) in edges.iter().enumerate() {
            let bound = &potential[edge.from] - &edge.weight;
            if bound < potential[edge.to] {
                potential[edge.to] = bound;
                reached_by[edge.to] = Some(position);
                last_relaxed = Some(edge.to);
            }
        }
        let Some(mut node) = last_relaxed else {
            return Ok(potential);
        };
        if round < nodes {
            continue;
        }
        // Still relaxing after `nodes` rounds: going back that often ends on a positive cycle.
        for _ in 0..nodes {
            if let Some(position) = reached_by[node] {
                node = edges[position].from;
            }
        }
        let mut cycle = Vec::new();
        let start = node;
        while let Some(position) = reached_by[node] {
            cycle.push(position);
            node = edges[position].from;
            if node == start {
                break;
            }
        }
        cycle.reverse();
        return Err(cycle);
    }
    Ok(potential)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn graphs() -> impl Strategy<Value = (usize, Vec<Edge<()>>)> {
        (1usize..6).prop_flat_map(|nodes| {
            let edge = (0..nodes, 0..nodes, -6i64..4).prop_map(|(from, to, weight)| Edge {
                from,
                to,
                weight: Rational::from(weight),
                label: (),
            });
            (Just(nodes), proptest::collection::vec(edge, 0..12))
        })
    }

    proptest! {
        #[test]
        fn either_the_potentials_or_the_cycle_is_right((nodes, edges) in graphs()) {
            match potentials(nodes, &edges) {
                Ok(potential) => for edge in &edges {
                    prop_assert!(potential[edge.to] <= &potential[edge.from] - &edge.weight);
                },
                Err(cycle) => {
                    prop_assert!(!cycle.is_empty());
                    let total: Rational = cycle.iter().map(|&e| &edges[e].weight).sum();
                    prop_assert!(total.is_positive());
                    for (position, &e) in cycle.iter().enumerate() {
                        let next = cycle[(position + 1) % cycle.len()];
                        prop_assert_eq!(edges[e].to, edges[next].from);
                    }
                }
            }
        }
    }
}
