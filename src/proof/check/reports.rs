//! Who may report what, and what is heard and played.

use std::collections::BTreeMap;

use super::problem::{Communication, Contracting};
use super::read::{At, Outcome, require};

/// In which states a profile of reports is the truth, and of whom in which states it is a lie.
#[derive(Debug, Default)]
pub(super) struct Senders {
    pub(super) honest: Vec<usize>,
    pub(super) liars: Vec<(usize, usize)>,
}

/// The types and reports of the states of positive probability.
#[derive(Debug)]
pub(super) struct Reports {
    /// For each player its types, ascending.
    pub(super) types: Vec<Vec<usize>>,
    pub(super) profiles: BTreeMap<Vec<usize>, Senders>,
}

/// The types of all players in a state.
pub(super) fn truth(problem: &Contracting, state: usize) -> Vec<usize> {
    problem.types.iter().map(|types| types[state]).collect()
}

impl Reports {
    pub(super) fn of(problem: &Contracting) -> Self {
        let states = problem.possible();
        let mut reports = Reports {
            types: problem
                .types
                .iter()
                .map(|list| {
                    let mut types: Vec<usize> = states.iter().map(|&state| list[state]).collect();
                    types.sort_unstable();
                    types.dedup();
                    types
                })
                .collect(),
            profiles: BTreeMap::new(),
        };
        for &state in &states {
            if problem.communication == Communication::Recommendations {
                reports
                    .profiles
                    .entry(Vec::new())
                    .or_default()
                    .honest
                    .push(state);
                continue;
            }
            let truth = truth(problem, state);
            for (player, types) in reports.types.iter().enumerate() {
                for &lie in types.iter().filter(|&&lie| lie != truth[player]) {
                    let mut profile = truth.clone();
                    profile[player] = lie;
                    let senders = reports.profiles.entry(profile).or_default();
                    senders.liars.push((player, state));
                }
            }
            reports
                .profiles
                .entry(truth)
                .or_default()
                .honest
                .push(state);
        }
        reports
    }

    pub(super) fn has_type(&self, player: usize, own_type: usize) -> bool {
        self.types[player].binary_search(&own_type).is_ok()
    }

    /// One of these profiles.
    pub(super) fn profile(&self, at: At<'_>) -> Outcome<Vec<usize>> {
        let profile = at.counts()?;
        require(self.profiles.contains_key(&profile), || {
            format!("the reports {profile:?} cannot come about")
        })?;
        Ok(profile)
    }
}

/// How many actions a player is told.
pub(super) fn entries_told(problem: &Contracting, player: usize) -> usize {
    match problem.communication {
        Communication::Recommendations => problem.types[player]
            .iter()
            .max()
            .map_or(0, |last| last.saturating_add(1)),
        _ => 1,
    }
}

/// What everybody is told.
pub(super) fn told(problem: &Contracting, at: At<'_>) -> Outcome<Vec<Vec<usize>>> {
    let told = at.each(At::counts)?;
    let fits = told.len() == problem.players()
        && told.iter().enumerate().all(|(player, list)| {
            list.len() == entries_told(problem, player)
                && list
                    .iter()
                    .all(|&action| action < problem.shape.actions[player])
        });
    require(fits, || format!("{told:?} cannot be told to the players"))?;
    Ok(told)
}

/// The profile that is played in a state when everybody is obedient.
pub(super) fn played(problem: &Contracting, state: usize, told: &[Vec<usize>]) -> usize {
    let mut index = 0;
    for (player, list) in told.iter().enumerate() {
        let place = match problem.communication {
            Communication::Recommendations => problem.types[player][state],
            _ => 0,
        };
        index = problem.shape.replaced(index, player, list[place]);
    }
    index
}

/// What a player hears.
pub(super) fn heard(
    problem: &Contracting,
    player: usize,
    reports: &[usize],
    told: &[Vec<usize>],
) -> Vec<usize> {
    match problem.communication {
        Communication::Public => reports
            .iter()
            .chain(told.iter().flatten())
            .copied()
            .collect(),
        _ => told[player].clone(),
    }
}
