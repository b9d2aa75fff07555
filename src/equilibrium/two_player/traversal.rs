//! All vertices of a best-response polytope.
//!
//! Right-hand sides perturbed lexicographically make the polytope simple: its vertices are the
//! lexicographically feasible bases, and its graph, in which a pivot is an edge, is connected.
//! Every vertex of the polytope itself has such a basis, namely one that is optimal for an
//! objective with this vertex as its only optimum. The search visits all of them.

use std::collections::VecDeque;
use std::time::Instant;

use super::approximate::Approximate;
use super::dictionary::{Dictionary, Exact};
use super::labels::{LabelSet, Labels};
use super::polytope::Polytope;
use super::wide::Integer;

/// A vertex by its tight constraints, which determine it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Vertex<L> {
    /// The labels of all tight constraints.
    pub(super) labels: L,
    /// The labels of the other variables of one of its bases.
    pub(super) basis: L,
}

/// Which limit ended a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// That on vertices.
    Vertices,
    /// That on time.
    Time,
}

/// The limits of a search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) max_vertices: usize,
    pub(super) deadline: Option<Instant>,
}

impl Limits {
    pub(super) fn time_is_up(&self) -> bool {
        self.deadline.is_some_and(|end| Instant::now() >= end)
    }
}

/// The vertices found, and the limit that was hit if there may be others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Search<L> {
    pub(super) vertices: Vec<Vertex<L>>,
    pub(super) limit: Option<Limit>,
}

/// Bytes of dictionaries kept for the way back, as many as stay in the cache; further ones are made
/// again when needed, which the unit tests are to see.
const KEPT_BYTES: usize = if cfg!(test) { 1 << 12 } else { 1 << 20 };

/// Every vertex once, the origin first, in an order that depends on the polytope only; with
/// integers `T`, if floating point does not suffice or `integers_only`.
pub(super) fn vertices<T: Integer, L: Labels>(
    polytope: &Polytope,
    limits: &Limits,
    integers_only: bool,
) -> Search<L> {
    let numeric = (!integers_only)
        .then(|| search::<Approximate, L>(polytope, limits))
        .flatten();
    // An exact dictionary always decides.
    let mut search = numeric
        .or_else(|| search::<Exact<T>, L>(polytope, limits))
        .unwrap_or(Search {
            vertices: Vec::new(),
            limit: Some(Limit::Vertices),
        });
    let simple = |vertex: &Vertex<L>| vertex.labels == vertex.basis;
    if !search.vertices.iter().all(simple) {
        let mut seen = LabelSet::default();
        search
            .vertices
            .retain(|vertex| seen.insert(vertex.labels.clone()));
    }
    search
}

/// An edge to a basis that was not known when it was found.
struct Edge<L> {
    enters: usize,
    leaves: usize,
    to: L,
}

/// A visited basis with edges left to follow: those of `edges` from `first` to that of the next.
struct Level<L> {
    basis: L,
    first: usize,
}

/// One vertex for each lexicographically feasible basis; `None` if the dictionary cannot tell.
fn search<D: Dictionary, L: Labels>(polytope: &Polytope, limits: &Limits) -> Option<Search<L>> {
    let count = polytope.label_count();
    let size = size_of::<f64>() * 4 * polytope.rows * (polytope.columns + 1);
    let most_kept = (KEPT_BYTES / size).max(4);

    let mut current = D::origin(polytope);
    let mut basis = L::none(count);
    for &variable in current.others() {
        basis.insert(polytope.label(variable));
    }
    let mut seen = LabelSet::<L>::default();
    seen.insert(basis.clone());
    let mut vertices = Vec::new();
    let mut edges: Vec<Edge<L>> = Vec::new();
    let mut levels: Vec<Level<L>> = Vec::new();
    // The dictionaries of the last levels, the last one at the back.
    let mut kept: VecDeque<D> = VecDeque::new();
    let mut free: Vec<D> = Vec::new();
    let mut rows = Vec::new();
    loop {
        if vertices.len() >= limits.max_vertices {
            let limit = Some(Limit::Vertices);
            return Some(Search { vertices, limit });
        }
        if vertices.len() % 256 == 0 && limits.time_is_up() {
            let limit = Some(Limit::Time);
            return Some(Search { vertices, limit });
        }
        if !current.leaving(&mut rows) {
            current = D::rebuilt(polytope, |v| basis.contains(polytope.label(v)));
            if !current.leaving(&mut rows) {
                return None;
            }
        }
        let mut labels = basis.clone();
        for (row, &variable) in current.basic().iter().enumerate() {
            if current.is_zero(row) {
                labels.insert(polytope.label(variable));
            }
        }
        vertices.push(Vertex {
            labels,
            basis: basis.clone(),
        });
        let first = edges.len();
        for (&enters, &row) in current.others().iter().zip(&rows) {
            let leaves = current.basic()[row];
            let mut to = basis.clone();
            to.remove(polytope.label(enters));
            to.insert(polytope.label(leaves));
            if !seen.contains(&to) {
                edges.push(Edge { enters, leaves, to });
            }
        }
        levels.push(Level { basis, first });
        kept.push_back(current);
        if kept.len() > most_kept
            && let Some(oldest) = kept.pop_front()
        {
            free.push(oldest);
        }

        // Back to the last level with an edge to an unknown basis.
        let edge = loop {
            let Some(level) = levels.last() else {
                return Some(Search {
                    vertices,
                    limit: None,
                });
            };
            if edges.len() == level.first {
                levels.pop();
                free.extend(kept.pop_back());
                continue;
            }
            match edges.pop() {
                Some(edge) if seen.insert(edge.to.clone()) => break edge,
                _ => {}
            }
        };
        let level = levels.last()?;
        let own = kept
            .pop_back()
            .unwrap_or_else(|| D::rebuilt(polytope, |v| level.basis.contains(polytope.label(v))));
        if edges.len() == level.first {
            // The last edge takes the dictionary along.
            levels.pop();
            current = own;
        } else {
            current = match free.pop() {
                Some(mut copy) => {
                    copy.copy_from(&own);
                    copy
                }
                None => own.clone(),
            };
            kept.push_back(own);
        }
        let row = current.basic().iter().position(|&v| v == edge.leaves);
        let column = current.others().iter().position(|&v| v == edge.enters);
        current.pivot(row?, column?);
        basis = edge.to;
    }
}

#[cfg(test)]
mod tests {
    use super::super::labels::{Few, Many};
    use super::super::polytope::best_response_polytopes;
    use super::super::wide::Wide;
    use super::*;
    use crate::game::random::{generator, uniform_integers};
    use dashu_int::IBig;

    fn sorted<T: Integer, L: Labels>(polytope: &Polytope, integers_only: bool) -> Vec<Vec<u64>> {
        let limits = Limits {
            max_vertices: 1_000_000,
            deadline: None,
        };
        let found = vertices::<T, L>(polytope, &limits, integers_only);
        assert_eq!(found.limit, None);
        let mut sets: Vec<Vec<u64>> = found
            .vertices
            .iter()
            .map(|vertex| vertex.labels.words()[..1].to_vec())
            .collect();
        sets.sort();
        sets
    }

    #[test]
    fn floating_point_finds_the_vertices_that_integers_find_in_larger_games() {
        for seed in 0..12 {
            let mut rng = generator(8, seed);
            let game = uniform_integers(&[8, 7], 0..=10_000, &mut rng).expect("small");
            for polytope in best_response_polytopes(&game) {
                let exact = sorted::<Wide<3>, Few<1>>(&polytope, true);
                assert_eq!(sorted::<Wide<3>, Few<1>>(&polytope, false), exact);
                let limits = Limits {
                    max_vertices: 1_000_000,
                    deadline: None,
                };
                // Floating point alone, which decides such games.
                let numeric = search::<Approximate, Few<1>>(&polytope, &limits);
                assert_eq!(numeric.map(|found| found.vertices.len()), Some(exact.len()));
            }
        }
    }

    #[test]
    fn floating_point_does_not_decide_ties() {
        let game = uniform_integers(&[3, 3], 5..=5, &mut generator(9, 0)).expect("small");
        let limits = Limits {
            max_vertices: 1_000,
            deadline: None,
        };
        for polytope in best_response_polytopes(&game) {
            assert_eq!(search::<Approximate, Few<1>>(&polytope, &limits), None);
        }
    }

    #[test]
    fn all_arithmetics_find_the_same_vertices() {
        for seed in 0..200 {
            let mut rng = generator(7, seed);
            let shape = [1 + seed as usize % 5, 1 + seed as usize / 5 % 6];
            let high = [1, 2, 100, 10_000][seed as usize % 4];
            let game = uniform_integers(&shape, 0..=high, &mut rng).expect("small");
            for polytope in best_response_polytopes(&game) {
                let expected = sorted::<IBig, Many>(&polytope, true);
                assert_eq!(sorted::<IBig, Few<1>>(&polytope, false), expected);
                assert_eq!(sorted::<Wide<2>, Few<1>>(&polytope, true), expected);
                assert_eq!(sorted::<Wide<3>, Few<1>>(&polytope, true), expected);
                assert_eq!(sorted::<Wide<4>, Many>(&polytope, true), expected);
                assert_eq!(sorted::<Wide<4>, Few<1>>(&polytope, true), expected);
                assert_eq!(sorted::<Wide<6>, Few<1>>(&polytope, true), expected);
                assert_eq!(sorted::<Wide<8>, Few<1>>(&polytope, true), expected);
                if polytope.minor_bits() < 63.0 {
                    assert_eq!(sorted::<Wide<1>, Few<1>>(&polytope, true), expected);
                }
            }
        }
    }
}
