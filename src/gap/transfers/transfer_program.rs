//! The conditions that a plan puts on transfers of a kind, as a linear program.

use std::collections::BTreeMap;

use super::super::GapError;
use super::steering::{IncentivePrice, TransferBound, TransferKind, TransferOptions};
use super::target::comparisons;
use crate::contract::{Cell, ContractingProblem, Language, PlainContract};
use crate::linear_program::{Bounds, LinearProgram, Relation};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// What the program is to make small.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// What the kind of transfers asks for.
    Value,
    /// The fines that are expected to fall due under the plan; none may be above the liability.
    FinesDue,
}

/// What a row of the program stands for.
enum Condition {
    Incentive {
        state: usize,
        player: usize,
        from: usize,
        action: usize,
    },
    Participation(usize),
    Fine(usize, usize),
}

/// The conditions on the transfers as a linear program.
pub(super) struct TransferProgram {
    /// Cells that a comparison can see, ascending; the others pay 0.
    cells: Vec<usize>,
    players: usize,
    pub(super) linear: LinearProgram,
    meaning: Vec<Condition>,
}

impl TransferProgram {
    fn column(&self, player: usize, cell: usize) -> usize {
        self.cells.binary_search(&cell).unwrap_or_default() * self.players + player
    }

    pub(super) fn new(
        (kind, goal): (TransferKind, Goal),
        problem: &ContractingProblem,
        language: &Language,
        plan: &[usize],
        preferences: &WeightMatrix<Rational>,
        options: &TransferOptions,
    ) -> Result<Self, GapError> {
        let players = problem.players();
        // Of the deviations that swap the same cells only the one that gains most matters.
        let mut swaps: BTreeMap<(usize, usize, usize), (Rational, Condition)> = BTreeMap::new();
        let mut cells: Vec<usize> = Vec::new();
        for (state, &index) in plan.iter().enumerate() {
            cells.push(language.cell_at(state, index));
            let game = problem.game(state);
            for comparison in comparisons(problem.space(), index, options.concept) {
                let (player, from, to) = (comparison.player, comparison.from, comparison.to);
                let differences: Vec<Rational> = (0..players)
                    .map(|j| game.payoff_at(j, to) - game.payoff_at(j, from))
                    .collect();
                let gain = preferences.apply(player, &differences);
                let swap = [from, to].map(|at| language.cell_at(state, at));
                cells.extend(swap);
                let key = (player, swap[0], swap[1]);
                if swaps.get(&key).is_none_or(|(most, _)| gain > *most) {
                    let action = comparison.action;
                    let label = Condition::Incentive {
                        state,
                        player,
                        from,
                        action,
                    };
                    swaps.insert(key, (gain, label));
                }
            }
        }
        cells.sort_unstable();
        cells.dedup();
        let mut program = TransferProgram {
            cells,
            players,
            linear: LinearProgram::minimise(),
            meaning: Vec::new(),
        };
        program.add_transfers((kind, goal), problem, language, plan, options)?;
        for ((player, from, to), (gain, label)) in swaps {
            if from == to && !gain.is_positive() {
                continue;
            }
            let mut terms = Vec::new();
            if from != to {
                for (j, weight) in preferences.row(player).iter().enumerate() {
                    terms.push((program.column(j, from), weight.clone()));
                    terms.push((program.column(j, to), -weight));
                }
            }
            program.linear.row(terms, Relation::AtLeast, gain)?;
            program.meaning.push(label);
        }
        for (player, least) in options.participation.iter().flatten().enumerate() {
            let mut terms = Vec::new();
            let mut material = Rational::ZERO;
            for (state, &index) in plan.iter().enumerate() {
                let (chance, cell) = (problem.probability(state), language.cell_at(state, index));
                for (j, weight) in preferences.row(player).iter().enumerate() {
                    let weight = chance * weight;
                    material += &weight * &problem.game(state).payoff_at(j, index);
                    terms.push((program.column(j, cell), weight));
                }
            }
            program
                .linear
                .row(terms, Relation::AtLeast, least - &material)?;
            program.meaning.push(Condition::Participation(player));
        }
        if kind == TransferKind::Fine && goal == Goal::Value {
            program.add_largest_fine()?;
        }
        Ok(program)
    }

    /// The variables with their bounds and costs.
    fn add_transfers(
        &mut self,
        (kind, goal): (TransferKind, Goal),
        problem: &ContractingProblem,
        language: &Language,
        plan: &[usize],
        options: &TransferOptions,
    ) -> Result<(), GapError> {
        let limit = options.liability.clone();
        let debt = limit.as_ref().map(|limit| -limit);
        let bounds = match kind {
            TransferKind::Reward => Bounds::new(Some(Rational::ZERO), limit)?,
            TransferKind::Fine => Bounds::new(debt, Some(Rational::ZERO))?,
            TransferKind::Subsidy => Bounds::new(debt, limit)?,
        };
        for &cell in &self.cells {
            let on_plan = plan.iter().enumerate();
            let chance: Rational = on_plan
                .filter(|&(state, &index)| language.cell_at(state, index) == cell)
                .map(|(state, _)| problem.probability(state))
                .sum();
            let cost = match (goal, kind) {
                (Goal::FinesDue, _) => -chance,
                (Goal::Value, TransferKind::Fine) => Rational::ZERO,
                (Goal::Value, TransferKind::Reward | TransferKind::Subsidy) => chance,
            };
            for _ in 0..self.players {
                self.linear.variable(bounds.clone(), cost.clone());
            }
        }
        Ok(())
    }

    fn add_largest_fine(&mut self) -> Result<(), GapError> {
        let largest = self.linear.variable(Bounds::NONNEGATIVE, 1);
        for (position, &cell) in self.cells.iter().enumerate() {
            for player in 0..self.players {
                let column = position * self.players + player;
                let terms = [(largest, 1), (column, 1)];
                self.linear.row(terms, Relation::AtLeast, 0)?;
                self.meaning.push(Condition::Fine(player, cell));
            }
        }
        Ok(())
    }

    pub(super) fn contract(
        &self,
        point: &[Rational],
        cells: usize,
    ) -> Result<PlainContract, GapError> {
        let mut transfers = vec![vec![Rational::ZERO; cells]; self.players];
        for &cell in &self.cells {
            for (player, list) in transfers.iter_mut().enumerate() {
                list[cell] = point[self.column(player, cell)].clone();
            }
        }
        Ok(PlainContract::from_transfers(cells, transfers)?)
    }

    /// The multipliers by what they stand for; those of a contradiction have the other sign.
    pub(super) fn bound(
        &self,
        multipliers: &[Rational],
        problem: &ContractingProblem,
        contradiction: bool,
    ) -> TransferBound {
        let mut bound = TransferBound {
            incentives: Vec::new(),
            participation: Vec::new(),
            fines: Vec::new(),
        };
        for (meaning, multiplier) in self.meaning.iter().zip(multipliers) {
            if multiplier.is_zero() {
                continue;
            }
            let weight = if contradiction {
                -multiplier
            } else {
                multiplier.clone()
            };
            match *meaning {
                Condition::Incentive {
                    state,
                    player,
                    from,
                    action,
                } => bound.incentives.push(IncentivePrice {
                    state,
                    player,
                    profile: problem.space().profile_unchecked(from),
                    action,
                    weight,
                }),
                Condition::Participation(player) => bound.participation.push((player, weight)),
                Condition::Fine(player, cell) => {
                    bound.fines.push((player, Cell::new(cell), weight));
                }
            }
        }
        bound
    }
}
