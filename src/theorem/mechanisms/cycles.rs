//! Cycles of types that gain if each is given what the next is given.

use super::implementation::ChoiceRule;
use super::sense::few;
use crate::number::Rational;
use crate::theorem::{Finding, TheoremError};

/// What the types of a cycle gain in sum if each is given what the next is given.
pub(super) fn gain(matrix: &[Vec<Rational>], cycle: &[usize]) -> Rational {
    let steps = cycle.iter().enumerate();
    steps
        .map(|(place, &own)| {
            let next = cycle[(place + 1) % cycle.len()];
            &matrix[own][next] - &matrix[own][own]
        })
        .sum()
}

/// The most cycles of types that are gone through: enough for one agent with eight types, or two
/// with seven each.
const MOST_CYCLES: usize = 1 << 17;

/// All lists of at least two different types, by brute force.
fn cycles(count: usize) -> Vec<Vec<usize>> {
    let mut cycles: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<Vec<usize>> = (0..count).map(|first| vec![first]).collect();
    while let Some(list) = open.pop() {
        for next in (0..count).filter(|next| !list.contains(next)) {
            let mut longer = list.clone();
            longer.push(next);
            open.push(longer.clone());
            cycles.push(longer);
        }
    }
    cycles
}

/// How many lists [`cycles`] has.
fn cycle_count(count: usize) -> usize {
    let mut lists = count;
    (1..count).fold(0usize, |sum, taken| {
        lists = lists.saturating_mul(count - taken);
        sum.saturating_add(lists)
    })
}

/// A cycle of types that gains, over all agents and others' types.
pub(super) fn gaining_cycle(rule: &ChoiceRule) -> Result<Finding, TheoremError> {
    let rule = rule.checked()?;
    for &types in rule.setting.types() {
        let others = rule.choice.len() / types;
        few(
            "cycles of types",
            others.saturating_mul(cycle_count(types)),
            MOST_CYCLES,
        )?;
    }
    for (agent, matrix) in rule.matrices()? {
        for cycle in cycles(matrix.len()) {
            let gain = gain(&matrix, &cycle);
            if gain.is_positive() {
                return Ok(Finding::fails(format!(
                    "types {cycle:?} of agent {agent} gain {gain} in sum if each gets what the \
                     next gets"
                )));
            }
        }
    }
    Ok(Finding::Holds)
}
