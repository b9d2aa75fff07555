//! Exact arithmetic at a basis: the point, the multipliers, and whether they are what they must be.

use dashu_int::IBig;

use super::sparse::{Integers, Sparse};
use crate::linear_system::{CommonDenominator, IntegerSystem, solve_wide};
use crate::number::Rational;

/// A basis taken up in exact arithmetic.
pub(super) struct Vertex<'a> {
    program: &'a Sparse,
    pub(super) basic: Vec<usize>,
    pub(super) active: Vec<usize>,
    system: System,
}

/// Numerators over one positive denominator: one a structural variable or row, and one a slack.
pub(super) struct Exact {
    pub(super) denominator: IBig,
    /// One a variable, or one a row.
    pub(super) main: Vec<IBig>,
    /// The slacks of the rows, or the reduced costs of the variables.
    pub(super) rest: Vec<IBig>,
}

impl Exact {
    pub(super) fn rationals(&self) -> Vec<Rational> {
        let ratio = |numerator: &IBig| {
            if *numerator == IBig::ZERO {
                Rational::ZERO
            } else {
                Rational::from_integers(numerator.clone(), &self.denominator)
            }
        };
        self.main.iter().map(ratio).collect()
    }
}

/// The active rows restricted to the basic variables.
enum System {
    Machine(IntegerSystem),
    /// Row by row.
    Wide(Vec<IBig>),
}

/// The integers at some places of a list, as machine words or as they are.
enum Right {
    Machine(Vec<i64>),
    Big(Vec<IBig>),
}

fn gather(integers: &Integers, indices: impl Iterator<Item = usize>) -> Right {
    match integers.machine() {
        Some(values) => Right::Machine(indices.map(|index| values[index]).collect()),
        None => Right::Big(indices.map(|index| integers.get(index)).collect()),
    }
}

/// Stands for the solution of a system that was found regular before, and has one.
fn unsolvable(size: usize) -> CommonDenominator {
    CommonDenominator {
        numerators: vec![IBig::ZERO; size],
        denominator: IBig::ONE,
    }
}

impl<'a> Vertex<'a> {
    /// `None` if the active rows do not determine the basic variables.
    pub(super) fn new(program: &'a Sparse, basic: &[usize], active: &[usize]) -> Option<Self> {
        let size = basic.len();
        if active.len() != size {
            return None;
        }
        let mut place = vec![usize::MAX; program.variables];
        for (index, &variable) in basic.iter().enumerate() {
            place[variable] = index;
        }
        let positions = active.iter().enumerate().flat_map(|(line, &row)| {
            let terms = program
                .row(row)
                .map(|(variable, position)| (place[variable], position));
            terms
                .filter(|(place, _)| *place != usize::MAX)
                .map(move |(place, position)| (line * size + place, position))
                .collect::<Vec<_>>()
        });
        let system = match program.coefficients.machine() {
            Some(values) => {
                let mut entries = vec![0i64; size * size];
                for (at, position) in positions {
                    entries[at] = values[position];
                }
                System::Machine(IntegerSystem::new(size, &entries)?)
            }
            None => {
                let mut entries = vec![IBig::ZERO; size * size];
                for (at, position) in positions {
                    entries[at] = program.coefficients.get(position);
                }
                solve_wide(size, &entries, &vec![IBig::ZERO; size])?;
                System::Wide(entries)
            }
        };
        Some(Vertex {
            program,
            basic: basic.to_vec(),
            active: active.to_vec(),
            system,
        })
    }

    /// The solution of the system or of its transpose.
    fn solve(&self, right: &Right, transposed: bool) -> CommonDenominator {
        let size = self.basic.len();
        match (&self.system, right) {
            (System::Machine(system), Right::Machine(values)) if transposed => {
                system.solve_transposed(values)
            }
            (System::Machine(system), Right::Machine(values)) => system.solve(values),
            (System::Machine(_), Right::Big(_)) => unsolvable(size),
            (System::Wide(entries), right) => {
                let right = match right {
                    Right::Machine(values) => values.iter().map(|&v| IBig::from(v)).collect(),
                    Right::Big(values) => values.clone(),
                };
                let solved = if transposed {
                    let turned = (0..size * size).map(|at| (at % size) * size + at / size);
                    let entries: Vec<IBig> = turned.map(|at| entries[at].clone()).collect();
                    solve_wide(size, &entries, &right)
                } else {
                    solve_wide(size, entries, &right)
                };
                solved.unwrap_or_else(|| unsolvable(size))
            }
        }
    }

    /// The values of all variables, and of the slacks.
    pub(super) fn point(&self) -> Exact {
        let bounds = gather(&self.program.bounds, self.active.iter().copied());
        let solution = self.solve(&bounds, false);
        self.spread_point(solution, true)
    }

    /// How variables and slacks change for each unit by which a nonbasic variable rises.
    pub(super) fn direction(&self, entering: usize) -> Exact {
        let variables = self.program.variables;
        if entering >= variables {
            let mut right = vec![0i64; self.active.len()];
            let row = entering - variables;
            for (unit, &active) in right.iter_mut().zip(&self.active) {
                *unit = i64::from(active == row);
            }
            let mut change = self.spread_point(self.solve(&Right::Machine(right), false), false);
            // The basic variables make up for the slack that rises.
            change.negate();
            change.rest[row] = change.denominator.clone();
            return change;
        }
        let mut positions = vec![None; self.program.rows];
        for (row, position) in self.program.column(entering) {
            positions[row] = Some(position);
        }
        let coefficients = &self.program.coefficients;
        let right = match coefficients.machine() {
            Some(values) => Right::Machine(
                (self.active.iter())
                    .map(|&row| positions[row].map_or(0, |position| values[position]))
                    .collect(),
            ),
            None => Right::Big(
                (self.active.iter())
                    .map(|&row| positions[row].map_or(IBig::ZERO, |p| coefficients.get(p)))
                    .collect(),
            ),
        };
        let mut change = self.spread_point(self.solve(&right, false), false);
        change.negate();
        change.main[entering] = change.denominator.clone();
        for (row, position) in self.program.column(entering) {
            let denominator = -change.denominator.clone();
            coefficients.add_product(&mut change.rest[row], &denominator, position);
        }
        for &row in &self.active {
            change.rest[row] = IBig::ZERO;
        }
        change
    }

    /// Values of all variables from those of the basic ones; slacks against the bounds or zero.
    fn spread_point(&self, solution: CommonDenominator, with_bounds: bool) -> Exact {
        let CommonDenominator {
            numerators,
            denominator,
        } = solution;
        let mut main = vec![IBig::ZERO; self.program.variables];
        let mut rest: Vec<IBig> = (0..self.program.rows)
            .map(|row| {
                if with_bounds && !self.program.bounds.is_zero(row) {
                    self.program.bounds.get(row) * &denominator
                } else {
                    IBig::ZERO
                }
            })
            .collect();
        for (&variable, numerator) in self.basic.iter().zip(numerators) {
            let negative = -&numerator;
            if numerator != IBig::ZERO {
                for (row, position) in self.program.column(variable) {
                    (self.program.coefficients).add_product(&mut rest[row], &negative, position);
                }
            }
            main[variable] = numerator;
        }
        Exact {
            denominator,
            main,
            rest,
        }
    }

    /// The multipliers of all rows, and the reduced costs of the variables.
    pub(super) fn multipliers(&self) -> Exact {
        let objective = &self.program.objective;
        let costs = gather(objective, self.basic.iter().copied());
        let solution = self.solve(&costs, true);
        let mut result = self.spread_multipliers(solution);
        for (variable, reduced) in result.rest.iter_mut().enumerate() {
            objective.add_product(reduced, &result.denominator, variable);
        }
        result
    }

    /// The combination of rows that expresses a basic variable by nonbasic ones: the weights of the
    /// rows, and minus the coefficients of the variables.
    pub(super) fn combination(&self, leaving: usize) -> Exact {
        let variables = self.program.variables;
        if leaving < variables {
            let unit: Vec<i64> = (self.basic.iter())
                .map(|&variable| i64::from(variable == leaving))
                .collect();
            return self.spread_multipliers(self.solve(&Right::Machine(unit), true));
        }
        let row = leaving - variables;
        let mut positions = vec![None; variables];
        for (variable, position) in self.program.row(row) {
            positions[variable] = Some(position);
        }
        let coefficients = &self.program.coefficients;
        let right = match coefficients.machine() {
            Some(values) => Right::Machine(
                (self.basic.iter())
                    .map(|&variable| positions[variable].map_or(0, |p| values[p]))
                    .collect(),
            ),
            None => Right::Big(
                (self.basic.iter())
                    .map(|&variable| {
                        positions[variable].map_or(IBig::ZERO, |p| coefficients.get(p))
                    })
                    .collect(),
            ),
        };
        let mut result = self.spread_multipliers(self.solve(&right, true));
        // The row itself less the combination of active rows that cancels the basic variables.
        result.negate();
        result.main[row] = result.denominator.clone();
        let negative = -result.denominator.clone();
        for (variable, position) in self.program.row(row) {
            coefficients.add_product(&mut result.rest[variable], &negative, position);
        }
        for &variable in &self.basic {
            result.rest[variable] = IBig::ZERO;
        }
        result
    }

    fn spread_multipliers(&self, solution: CommonDenominator) -> Exact {
        let CommonDenominator {
            numerators,
            denominator,
        } = solution;
        let mut main = vec![IBig::ZERO; self.program.rows];
        let mut rest = vec![IBig::ZERO; self.program.variables];
        for (&row, numerator) in self.active.iter().zip(numerators) {
            if numerator != IBig::ZERO {
                let negative = -&numerator;
                for (variable, position) in self.program.row(row) {
                    let coefficients = &self.program.coefficients;
                    coefficients.add_product(&mut rest[variable], &negative, position);
                }
            }
            main[row] = numerator;
        }
        Exact {
            denominator,
            main,
            rest,
        }
    }
}

impl Exact {
    pub(super) fn negate(&mut self) {
        for value in self.main.iter_mut().chain(&mut self.rest) {
            if *value != IBig::ZERO {
                *value = -std::mem::take(value);
            }
        }
    }
}
