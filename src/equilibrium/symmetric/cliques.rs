//! Maximal sets of vertices that are pairwise joined.

use super::faces::{Budget, BudgetSpent};

/// All maximal cliques of a graph on `0..vertices`, each ascending, in lexicographic order (Bron
/// and Kerbosch, 1973, with the pivot of Tomita, Tanaka and Takahashi, 2006).
pub(super) fn maximal_cliques(
    vertices: usize,
    joined: &impl Fn(usize, usize) -> bool,
    budget: &mut Budget,
) -> Result<Vec<Vec<usize>>, BudgetSpent> {
    let mut found = Vec::new();
    // What is left to do: a clique, who can extend it, and who did so before.
    let mut stack = vec![(
        Vec::new(),
        (0..vertices).collect::<Vec<usize>>(),
        Vec::new(),
    )];
    while let Some((clique, candidates, done)) = stack.pop() {
        budget.spend()?;
        if candidates.is_empty() {
            if done.is_empty() {
                found.push(clique);
            }
            continue;
        }
        let neighbours = |vertex: usize, among: &[usize]| -> Vec<usize> {
            let is_neighbour = |&other: &usize| other != vertex && joined(vertex, other);
            among.iter().copied().filter(is_neighbour).collect()
        };
        let pivot = candidates.iter().chain(&done).copied();
        let pivot = pivot.max_by_key(|&vertex| neighbours(vertex, &candidates).len());
        let covered = pivot.map_or(Vec::new(), |vertex| neighbours(vertex, &candidates));
        let (mut left, mut done) = (candidates.clone(), done);
        for vertex in candidates.iter().copied().filter(|v| !covered.contains(v)) {
            let mut larger: Vec<usize> = clique.clone();
            larger.push(vertex);
            stack.push((larger, neighbours(vertex, &left), neighbours(vertex, &done)));
            left.retain(|&other| other != vertex);
            done.push(vertex);
        }
    }
    for clique in &mut found {
        clique.sort_unstable();
    }
    found.sort();
    Ok(found)
}
