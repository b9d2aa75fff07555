//! Which reports can come about, as the checks of mechanisms and plans see it.

use std::collections::BTreeMap;

use super::Communication;
use crate::contract::ContractingProblem;

/// From where a profile of reports comes when at most one player lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Senders {
    /// The states in which it is the truth.
    pub(super) honest: Vec<usize>,
    /// The players and states of which it is a lie.
    pub(super) liars: Vec<(usize, usize)>,
}

/// The states and types that can come about, and the reports.
#[derive(Debug, Clone)]
pub(super) struct Occurring {
    /// The states of positive probability, ascending.
    pub(super) states: Vec<usize>,
    /// For each player its types in these states, ascending.
    pub(super) types: Vec<Vec<usize>>,
    /// The profiles of reports that come about when at most one player lies.
    pub(super) reports: BTreeMap<Vec<usize>, Senders>,
}

impl Occurring {
    pub(super) fn new(problem: &ContractingProblem, communication: Communication) -> Self {
        let information = problem.information();
        let states: Vec<usize> = (0..problem.states())
            .filter(|&state| problem.probability(state).is_positive())
            .collect();
        let types: Vec<Vec<usize>> = (0..problem.players())
            .map(|player| {
                let mut types: Vec<usize> = states
                    .iter()
                    .map(|&state| information.type_of(player, state))
                    .collect();
                types.sort_unstable();
                types.dedup();
                types
            })
            .collect();
        let mut reports: BTreeMap<Vec<usize>, Senders> = BTreeMap::new();
        for &state in &states {
            if communication == Communication::Recommendations {
                reports.entry(Vec::new()).or_default().honest.push(state);
                continue;
            }
            let truth = information.profile(state);
            for (player, types) in types.iter().enumerate() {
                for &lie in types.iter().filter(|&&other| other != truth[player]) {
                    let mut profile = truth.clone();
                    profile[player] = lie;
                    reports
                        .entry(profile)
                        .or_default()
                        .liars
                        .push((player, state));
                }
            }
            reports.entry(truth).or_default().honest.push(state);
        }
        Occurring {
            states,
            types,
            reports,
        }
    }

    /// Does the player have this type in a state of positive probability?
    pub(super) fn has_type(&self, player: usize, own_type: usize) -> bool {
        self.types
            .get(player)
            .is_some_and(|types| types.binary_search(&own_type).is_ok())
    }
}
