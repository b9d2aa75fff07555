//! Which vertices of the two polytopes form an equilibrium: those that bear all labels together.
//!
//! A label missing at both would be an action that is taken and is no best response.

use super::labels::{LabelMap, Labels};
use super::traversal::{Limit, Limits, Vertex};

/// Index pairs of vertices that together have every label, without the pair of origins, and the
/// limit that was hit if there may be others.
pub(super) fn completely_labelled<L: Labels>(
    row: &[Vertex<L>],
    column: &[Vertex<L>],
    shape: (usize, usize),
    max_pairs: usize,
    limits: &Limits,
) -> (Vec<(usize, usize)>, Option<PairingLimit>) {
    let (m, n) = shape;
    let is_origin = |vertex: &Vertex<L>| (0..m).all(|label| vertex.labels.contains(label));
    let simple = |vertex: &Vertex<L>, dimension| vertex.labels.count() == dimension;
    let index = if row.iter().all(|v| simple(v, m)) && column.iter().all(|v| simple(v, n)) {
        // As many labels are missing as a vertex of the other polytope has: they are its labels.
        Index::Simple(
            column
                .iter()
                .enumerate()
                .map(|(place, vertex)| (vertex.labels.clone(), place))
                .collect(),
        )
    } else {
        Index::Inverted(Inverted::new(column, m + n))
    };
    let mut pairs = Vec::new();
    for (place, vertex) in row.iter().enumerate() {
        if place % 256 == 255 && limits.time_is_up() {
            return (pairs, Some(PairingLimit::Search(Limit::Time)));
        }
        if is_origin(vertex) {
            continue;
        }
        let missing = vertex.labels.complement(m + n);
        let mut full = false;
        let mut add = |other| {
            full = pairs.len() >= max_pairs;
            if !full {
                pairs.push((place, other));
            }
            !full
        };
        match &index {
            Index::Simple(map) => {
                if let Some(&other) = map.get(&missing) {
                    add(other);
                }
            }
            Index::Inverted(inverted) => inverted.with_all(&missing, add),
        }
        if full {
            return (pairs, Some(PairingLimit::Pairs));
        }
    }
    (pairs, None)
}

/// Which limit ended the pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PairingLimit {
    /// One of the search.
    Search(Limit),
    /// That on equilibria.
    Pairs,
}

enum Index<L> {
    Simple(LabelMap<L, usize>),
    Inverted(Inverted),
}

/// For each label the set of vertices that have it.
struct Inverted {
    /// Words of 64 vertices.
    words: usize,
    vertices: usize,
    /// Label by label.
    sets: Vec<u64>,
    /// The labels, that of the fewest vertices first.
    rarest_first: Vec<usize>,
}

impl Inverted {
    fn new<L: Labels>(vertices: &[Vertex<L>], labels: usize) -> Self {
        let words = vertices.len().div_ceil(64);
        let mut sets = vec![0u64; words * labels];
        let mut counts = vec![0usize; labels];
        for (place, vertex) in vertices.iter().enumerate() {
            for label in (0..labels).filter(|&label| vertex.labels.contains(label)) {
                sets[label * words + place / 64] |= 1 << (place % 64);
                counts[label] += 1;
            }
        }
        let mut rarest_first: Vec<usize> = (0..labels).collect();
        rarest_first.sort_by_key(|&label| counts[label]);
        Inverted {
            words,
            vertices: vertices.len(),
            sets,
            rarest_first,
        }
    }

    /// Calls `visit` with each vertex that has all these labels, until it returns false.
    fn with_all<L: Labels>(&self, labels: &L, mut visit: impl FnMut(usize) -> bool) {
        let labels: Vec<usize> = self
            .rarest_first
            .iter()
            .copied()
            .filter(|&label| labels.contains(label))
            .collect();
        for word in 0..self.words {
            let mut common = u64::MAX;
            for label in &labels {
                common &= self.sets[label * self.words + word];
                if common == 0 {
                    break;
                }
            }
            while common != 0 {
                let place = word * 64 + common.trailing_zeros() as usize;
                common &= common - 1;
                if place >= self.vertices || !visit(place) {
                    return;
                }
            }
        }
    }
}
