//! One state of a problem as the solvers see it: who can deviate, and what is noticed.

use std::collections::BTreeMap;

use crate::contract::{ContractError, ContractingProblem, Monitoring};
use crate::gap::GapError;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// Checks that problem, monitoring and preferences belong together.
pub(super) fn check_shapes(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    preferences: &WeightMatrix<Rational>,
) -> Result<(), GapError> {
    monitoring.check(problem)?;
    if preferences.players() != problem.players() {
        return Err(ContractError::PreferenceMismatch {
            found: preferences.players(),
            players: problem.players(),
        }
        .into());
    }
    Ok(())
}

/// The states of positive probability, if every player can tell them apart.
pub(super) fn known_states(problem: &ContractingProblem) -> Result<Vec<usize>, GapError> {
    let states: Vec<usize> = (0..problem.states())
        .filter(|&state| problem.probability(state).is_positive())
        .collect();
    for player in 0..problem.players() {
        let type_of = |state: usize| problem.information().type_of(player, state);
        for (position, &second) in states.iter().enumerate() {
            let same = |&&first: &&usize| type_of(first) == type_of(second);
            if let Some(&first) = states[..position].iter().find(same) {
                return Err(ContractError::PrivateInformation {
                    player,
                    first,
                    second,
                }
                .into());
            }
        }
    }
    Ok(states)
}

/// A deviation: what the player is told, and what it does instead. One column of a program.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) player: usize,
    pub(super) told: usize,
    pub(super) action: usize,
}

/// One state with its optima and the deviations in it.
pub(super) struct StateView<'a> {
    pub(super) problem: &'a ContractingProblem,
    pub(super) monitoring: &'a Monitoring,
    pub(super) state: usize,
    /// The profiles of greatest welfare, ascending.
    pub(super) optima: Vec<usize>,
    pub(super) columns: Vec<Column>,
    /// The first column of each player.
    first: Vec<usize>,
}

impl<'a> StateView<'a> {
    pub(super) fn new(
        problem: &'a ContractingProblem,
        monitoring: &'a Monitoring,
        state: usize,
        optima: &[usize],
    ) -> Self {
        let (mut columns, mut first) = (Vec::new(), Vec::new());
        for (player, &actions) in problem.space().actions().iter().enumerate() {
            first.push(columns.len());
            for told in 0..actions {
                let others = (0..actions).filter(|&action| action != told);
                columns.extend(others.map(|action| Column {
                    player,
                    told,
                    action,
                }));
            }
        }
        StateView {
            problem,
            monitoring,
            state,
            optima: optima.to_vec(),
            columns,
            first,
        }
    }

    /// The deviations that a profile leaves open: column, and profile index after it.
    pub(super) fn moves(&self, index: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let space = self.problem.space();
        (0..space.players()).flat_map(move |player| {
            let told = space.action(index, player);
            let start = self.first[player] + told * (space.actions()[player] - 1);
            let others = (0..space.actions()[player]).filter(move |&action| action != told);
            others
                .enumerate()
                .map(move |(k, action)| (start + k, space.deviation(index, player, action)))
        })
    }

    pub(super) fn welfare(&self, index: usize) -> Rational {
        self.problem.game(self.state).welfare_at(index)
    }

    /// What the deviations gain at a profile, as the deviators perceive it.
    pub(super) fn gains(
        &self,
        index: usize,
        preferences: &WeightMatrix<Rational>,
    ) -> Vec<(usize, Rational)> {
        let game = self.problem.game(self.state);
        self.moves(index)
            .map(|(column, to)| {
                let weights = preferences.row(self.columns[column].player);
                let change = (0..self.problem.players())
                    .map(|j| &weights[j] * &(game.payoff_at(j, to) - game.payoff_at(j, index)));
                (column, change.sum())
            })
            .collect()
    }

    /// Material gain and loss of welfare of the deviations at a profile.
    pub(super) fn gains_and_losses(&self, index: usize) -> Vec<(usize, Rational, Rational)> {
        let game = self.problem.game(self.state);
        let welfare = game.welfare_at(index);
        self.moves(index)
            .map(|(column, to)| {
                let player = self.columns[column].player;
                let gain = game.payoff_at(player, to) - game.payoff_at(player, index);
                (column, gain, &welfare - &game.welfare_at(to))
            })
            .collect()
    }

    /// What the deviations from a profile take away from the probability of each signal: for each
    /// signal and player the columns with `q(y|r) − q(y|b, r₋ᵢ)` where that is not zero.
    pub(super) fn outflow(&self, index: usize) -> BTreeMap<usize, Vec<(usize, Rational)>> {
        let mut outflow: BTreeMap<usize, Vec<(usize, Rational)>> = BTreeMap::new();
        let honest = self.monitoring.law(self.state, index);
        for (column, to) in self.moves(index) {
            let after = self.monitoring.law(self.state, to);
            if after == honest {
                continue;
            }
            let mut change: BTreeMap<usize, Rational> = honest.iter().cloned().collect();
            for (signal, probability) in after {
                *change.entry(*signal).or_default() -= probability;
            }
            for (signal, difference) in change.into_iter().filter(|(_, d)| !d.is_zero()) {
                outflow
                    .entry(signal)
                    .or_default()
                    .push((column, difference));
            }
        }
        outflow
    }

    /// The probability of a signal at a profile.
    pub(super) fn probability(&self, signal: usize, index: usize) -> Rational {
        let law = self.monitoring.law(self.state, index);
        law.iter()
            .find(|(other, _)| *other == signal)
            .map_or(Rational::ZERO, |(_, probability)| probability.clone())
    }
}
