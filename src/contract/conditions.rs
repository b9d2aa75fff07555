//! The conditions that a plan, a budget and a liability put on transfers, as a linear program.

use super::incentives::{Incentives, deviations};
use super::settlement::{IncentiveWeight, MoneyBound, SettlementOptions};
use super::{Budget, Cell, ContractError, PlainContract};
use crate::linear_program::{Bounds, LinearError, LinearProgram, Relation, Sense};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// What a row of the program stands for.
enum Condition {
    Incentive {
        state: usize,
        player: usize,
        action: usize,
    },
    Budget(usize),
    Liability(usize, usize, bool),
}

/// The conditions on the transfers of one plan as a linear program.
pub(super) struct Conditions {
    /// Cells that the plan or a unilateral deviation can lead to, ascending; the others pay 0.
    cells: Vec<usize>,
    players: usize,
    program: LinearProgram,
    meaning: Vec<Condition>,
    /// The expected net transfer under the plan.
    pub(super) net: Vec<(usize, Rational)>,
}

impl Conditions {
    fn column(&self, player: usize, cell: usize) -> usize {
        let position = self.cells.binary_search(&cell).unwrap_or_default();
        position * self.players + player
    }

    /// The column of the liability.
    pub(super) fn limit(&self) -> usize {
        self.cells.len() * self.players
    }

    fn push(
        &mut self,
        terms: Vec<(usize, Rational)>,
        relation: Relation,
        bound: Rational,
        meaning: Condition,
    ) -> Result<(), LinearError> {
        self.program.row(terms, relation, bound)?;
        self.meaning.push(meaning);
        Ok(())
    }

    pub(super) fn new(
        incentives: &Incentives<'_>,
        plan: &[Option<usize>],
        preferences: &WeightMatrix<Rational>,
        options: &SettlementOptions,
    ) -> Result<Self, LinearError> {
        let (problem, language) = (incentives.problem, incentives.language);
        let planned = || {
            plan.iter()
                .enumerate()
                .filter_map(|(state, index)| Some((state, (*index)?)))
        };
        let mut cells: Vec<usize> = Vec::new();
        for (state, index) in planned() {
            cells.push(language.cell_at(state, index));
            cells.extend(deviations(problem, index).map(|d| language.cell_at(state, d.to)));
        }
        cells.sort_unstable();
        cells.dedup();
        let players = problem.players();
        let mut conditions = Conditions {
            cells,
            players,
            program: LinearProgram::maximise(),
            meaning: Vec::new(),
            net: Vec::new(),
        };
        for _ in 0..=conditions.limit() {
            conditions.program.variable(Bounds::FREE, 0);
        }
        for (state, index) in planned() {
            let cell = language.cell_at(state, index);
            for player in 0..players {
                let column = conditions.column(player, cell);
                conditions
                    .net
                    .push((column, problem.probability(state).clone()));
            }
            for deviation in deviations(problem, index) {
                let reached = language.cell_at(state, deviation.to);
                let mut coefficients = Vec::new();
                if reached != cell {
                    for (j, weight) in preferences.row(deviation.player).iter().enumerate() {
                        coefficients.push((conditions.column(j, reached), weight.clone()));
                        coefficients.push((conditions.column(j, cell), -weight));
                    }
                }
                conditions.push(
                    coefficients,
                    Relation::AtMost,
                    -incentives.gain(state, index, &deviation),
                    Condition::Incentive {
                        state,
                        player: deviation.player,
                        action: deviation.action,
                    },
                )?;
            }
        }
        for cell in conditions.cells.clone() {
            let sum: Vec<(usize, Rational)> = (0..players)
                .map(|player| (conditions.column(player, cell), Rational::ONE))
                .collect();
            let relation = match options.budget {
                Budget::Unrestricted | Budget::Expected => None,
                Budget::Burning => Some(Relation::AtMost),
                Budget::Balanced => Some(Relation::Equal),
            };
            if let Some(relation) = relation {
                conditions.push(sum, relation, Rational::ZERO, Condition::Budget(cell))?;
            }
            if let Some(liability) = &options.liability {
                for player in 0..players {
                    for positive in [true, false] {
                        let sign = if positive {
                            Rational::ONE
                        } else {
                            -Rational::ONE
                        };
                        conditions.push(
                            vec![(conditions.column(player, cell), sign)],
                            Relation::AtMost,
                            liability.clone(),
                            Condition::Liability(player, cell, positive),
                        )?;
                    }
                }
            }
        }
        Ok(conditions)
    }

    /// The program that maximises this objective.
    pub(super) fn program(
        &self,
        objective: Vec<(usize, Rational)>,
    ) -> Result<LinearProgram, LinearError> {
        let mut program = self.program.clone();
        program.set_objective(Sense::Maximise, objective)?;
        Ok(program)
    }

    pub(super) fn bound(
        &self,
        net_at_most: Option<Rational>,
        multipliers: &[Rational],
    ) -> MoneyBound {
        let mut bound = MoneyBound {
            net_at_most,
            incentives: Vec::new(),
            budget: Vec::new(),
            liability: Vec::new(),
        };
        let weighted = self.meaning.iter().zip(multipliers);
        for (meaning, weight) in weighted.filter(|(_, weight)| !weight.is_zero()) {
            let weight = weight.clone();
            match *meaning {
                Condition::Incentive {
                    state,
                    player,
                    action,
                } => bound.incentives.push(IncentiveWeight {
                    state,
                    player,
                    action,
                    weight,
                }),
                Condition::Budget(cell) => bound.budget.push((Cell::new(cell), weight)),
                Condition::Liability(player, cell, positive) => {
                    bound
                        .liability
                        .push((player, Cell::new(cell), positive, weight));
                }
            }
        }
        bound
    }

    pub(super) fn contract(
        &self,
        point: &[Rational],
        cells: usize,
    ) -> Result<PlainContract, ContractError> {
        let mut transfers = vec![vec![Rational::ZERO; cells]; self.players];
        for &cell in &self.cells {
            for (player, list) in transfers.iter_mut().enumerate() {
                list[cell] = point[self.column(player, cell)].clone();
            }
        }
        PlainContract::from_transfers(cells, transfers)
    }
}
