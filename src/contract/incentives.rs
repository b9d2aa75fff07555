//! What players gain by unilateral deviations, as they see it, at every outcome of a problem.

use super::{ContractError, ContractingProblem, Language};
use crate::game::{Game, ProfileSpace};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// Perceived payoffs of every outcome: `U_i = Σ_j B_ij u_j`.
pub(super) struct Incentives<'a> {
    pub(super) problem: &'a ContractingProblem,
    pub(super) language: &'a Language,
    /// `[state][player][profile index]`.
    perceived: Vec<Vec<Vec<Rational>>>,
}

/// What each player perceives at each outcome, as `[state][player][profile index]`.
pub(crate) fn perceived_payoffs(
    problem: &ContractingProblem,
    preferences: &WeightMatrix<Rational>,
) -> Vec<Vec<Vec<Rational>>> {
    let players = problem.players();
    let mut material = vec![Rational::ZERO; players];
    (0..problem.states())
        .map(|state| {
            let mut tables = vec![Vec::with_capacity(problem.space().len()); players];
            problem.space().for_each(|_, profile| {
                problem.game(state).payoffs_into(profile, &mut material);
                for (player, table) in tables.iter_mut().enumerate() {
                    table.push(preferences.apply(player, &material));
                }
            });
            tables
        })
        .collect()
}

/// A unilateral deviation from a profile, by indices.
pub(super) struct IndexedDeviation {
    pub(super) player: usize,
    pub(super) action: usize,
    /// The profile after the deviation.
    pub(super) to: usize,
}

/// All unilateral deviations from the profile with this index, players and actions ascending.
pub(super) fn deviations(
    problem: &ContractingProblem,
    index: usize,
) -> impl Iterator<Item = IndexedDeviation> + '_ {
    let moves = unilateral_moves(problem.space(), index);
    moves.map(|(player, action, to)| IndexedDeviation { player, action, to })
}

/// Player, action and profile index of every unilateral deviation from the profile with this index.
pub(crate) fn unilateral_moves(
    space: &ProfileSpace,
    index: usize,
) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    (0..space.players()).flat_map(move |player| {
        let current = space.action(index, player);
        (0..space.actions()[player])
            .filter(move |&action| action != current)
            .map(move |action| (player, action, space.deviation(index, player, action)))
    })
}

impl<'a> Incentives<'a> {
    pub(super) fn new(
        problem: &'a ContractingProblem,
        language: &'a Language,
        preferences: &WeightMatrix<Rational>,
    ) -> Result<Self, ContractError> {
        language.check(problem)?;
        problem.check_informed()?;
        if preferences.players() != problem.players() {
            return Err(ContractError::PreferenceMismatch {
                found: preferences.players(),
                players: problem.players(),
            });
        }
        Ok(Incentives {
            problem,
            language,
            perceived: perceived_payoffs(problem, preferences),
        })
    }

    /// How much the deviator gains, as it sees it and before transfers.
    pub(super) fn gain(&self, state: usize, from: usize, deviation: &IndexedDeviation) -> Rational {
        let table = &self.perceived[state][deviation.player];
        &table[deviation.to] - &table[from]
    }

    /// The difference between the best and the worst outcome as `player` sees it.
    pub(super) fn range(&self, player: usize) -> Rational {
        let mut all = self.perceived.iter().flat_map(|state| &state[player]);
        let Some(first) = all.next() else {
            return Rational::ZERO;
        };
        let (low, high) = all.fold((first, first), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        high - low
    }

    /// A deviation within the profile's own cell that pays: no contract can deter it.
    pub(super) fn undetectable_gain(&self, state: usize, index: usize) -> Option<IndexedDeviation> {
        let cell = self.language.cell_at(state, index);
        deviations(self.problem, index).find(|deviation| {
            self.language.cell_at(state, deviation.to) == cell
                && self.gain(state, index, deviation).is_positive()
        })
    }
}
