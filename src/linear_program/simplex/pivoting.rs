//! The primal and the dual simplex method in floating point. They propose a basis and a verdict;
//! exact arithmetic decides.

use super::{NOWHERE, Simplex};
use crate::linear_program::limits::Limits;

/// Values and reduced costs this close to zero count as zero (data is scaled to about 1).
pub(in crate::linear_program) const FEASIBILITY: f64 = 1e-10;
/// Entries of the tableau this small are no pivots.
const PIVOT: f64 = 1e-9;
/// How much a ratio may be missed for the sake of a larger pivot (Harris 1973).
const HARRIS: f64 = 1e-9;
/// Two computations of a pivot that differ by more than this call for a fresh inverse.
const DRIFT: f64 = 1e-7;
/// How a run of pivots ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::linear_program) enum Run {
    /// Feasible in the sense that the run was for.
    Done,
    /// The dual run met a row that no point satisfies: variable, and whether its sign is turned.
    Infeasible(usize, bool),
    /// The primal run met a direction without end: variable, and whether it falls.
    Unbounded(usize, bool),
    /// Rounding got in the way.
    Stuck,
    /// A limit was reached.
    Limit,
}

/// What to do about a pivot.
enum Admission {
    /// Make it.
    Pivot,
    /// Look again with a fresh inverse.
    Again,
    /// End the run.
    End(Run),
}

impl Simplex<'_> {
    /// Whether to make a pivot whose row and column are there: if they agree on it, and a limit
    /// permits it. If they do not, the inverse is computed afresh, once.
    fn admit(
        &mut self,
        leaving: usize,
        entering: usize,
        fresh: &mut bool,
        limits: &mut Limits,
    ) -> Admission {
        let (by_row, by_column) = (self.row[entering], self.column[leaving]);
        if (by_row - by_column).abs() > DRIFT * by_column.abs().max(1e-3) {
            if *fresh || !self.refresh() {
                return Admission::End(Run::Stuck);
            }
            *fresh = true;
            return Admission::Again;
        }
        if !limits.pivot() {
            return Admission::End(Run::Limit);
        }
        *fresh = false;
        Admission::Pivot
    }

    /// Pivots that keep reduced costs at most 0 until values are at least 0 (Lemke 1954), by the
    /// steepest edge (Forrest & Goldfarb 1992).
    pub(in crate::linear_program) fn dual(&mut self, limits: &mut Limits) -> Run {
        self.row_weights.fill(1.0);
        let mut fresh = false;
        loop {
            let Some(leaving) = self.steepest_row() else {
                return Run::Done;
            };
            let turned = self.values[leaving] > 0.0;
            self.compute_row(leaving);
            let Some(entering) = self.dual_ratio_test(turned) else {
                if !fresh && self.refresh() {
                    fresh = true;
                    continue;
                }
                return Run::Infeasible(leaving, turned);
            };
            self.compute_column(entering);
            match self.admit(leaving, entering, &mut fresh, limits) {
                Admission::Pivot => {
                    self.update_row_weights(leaving, entering);
                    self.exchange(leaving, entering);
                }
                Admission::Again => {}
                Admission::End(run) => return run,
            }
        }
    }

    fn steepest_row(&self) -> Option<usize> {
        let mut best = (None, 0.0);
        for variable in self.basic_variables() {
            let violation = self.violation(variable);
            if violation > FEASIBILITY {
                let steepness = violation * violation / self.row_weights[variable];
                if steepness > best.1 {
                    best = (Some(variable), steepness);
                }
            }
        }
        best.0
    }

    /// The weights after `leaving` makes room for `entering`.
    fn update_row_weights(&mut self, leaving: usize, entering: usize) {
        let variables = self.variables();
        let pivot = self.column[leaving];
        // The row of the inverse that leaves, multiplied by the inverse.
        let mut image = std::mem::take(&mut self.scratch);
        self.kernel.times(&self.row_kernel, &mut image);
        self.spread.fill(0.0);
        let mut length: f64 = self.row_kernel.iter().map(|entry| entry * entry).sum();
        if self.is_slack(leaving) {
            self.spread[leaving - variables] = 1.0;
            length += 1.0;
        }
        for (&basic, &factor) in self.basic.iter().zip(&image) {
            if factor != 0.0 {
                let terms = self.program.column(basic).zip(self.float.column(basic));
                for ((row, _), coefficient) in terms {
                    self.spread[row] -= factor * coefficient;
                }
            }
        }
        for (&basic, &turned) in self.basic.iter().zip(&image) {
            let ratio = self.column[basic] / pivot;
            if ratio != 0.0 {
                let weight = &mut self.row_weights[basic];
                *weight = (*weight + ratio * (ratio * length - 2.0 * turned)).max(1e-4);
            }
        }
        for row in 0..self.program.rows {
            let slack = variables + row;
            let ratio = self.column[slack] / pivot;
            if ratio != 0.0 && self.place[slack] == NOWHERE {
                let weight = &mut self.row_weights[slack];
                *weight = (*weight + ratio * (ratio * length - 2.0 * self.spread[row])).max(1e-4);
            }
        }
        self.row_weights[entering] = (length / (pivot * pivot)).max(1e-4);
        self.scratch = image;
    }

    /// The nonbasic variable whose reduced cost reaches zero first, of nearly equal ones that with
    /// the largest pivot.
    fn dual_ratio_test(&self, turned: bool) -> Option<usize> {
        let sign = if turned { -1.0 } else { 1.0 };
        let size = |variable: usize| {
            let entry = -sign * self.row[variable];
            if self.is_free(variable) {
                entry.abs()
            } else {
                entry
            }
        };
        let cost = |variable: usize| {
            if self.is_free(variable) {
                0.0
            } else {
                (-self.reduced[variable]).max(0.0)
            }
        };
        let candidates = || {
            let nonbasic = self.nonbasic_variables().filter(|&v| !self.is_fixed(v));
            nonbasic
                .map(|v| (v, size(v)))
                .filter(|(_, size)| *size > PIVOT)
        };
        let reach = candidates()
            .map(|(variable, size)| (cost(variable) + HARRIS) / size)
            .fold(f64::INFINITY, f64::min);
        candidates()
            .filter(|&(variable, size)| cost(variable) / size <= reach)
            .fold(None, |best: Option<(usize, f64)>, next| match best {
                Some(best) if best.1 >= next.1 => Some(best),
                _ => Some(next),
            })
            .map(|(variable, _)| variable)
    }

    /// Pivots that keep values at least 0 until reduced costs are at most 0 (Dantzig 1951), by
    /// reference weights (Devex, Harris 1973).
    pub(in crate::linear_program) fn primal(&mut self, limits: &mut Limits) -> Run {
        self.column_weights.fill(1.0);
        let mut fresh = false;
        loop {
            let Some(entering) = self.steepest_column() else {
                return Run::Done;
            };
            let falls = self.reduced[entering] < 0.0;
            self.compute_column(entering);
            let Some(leaving) = self.primal_ratio_test(falls) else {
                if !fresh && self.refresh() {
                    fresh = true;
                    continue;
                }
                return Run::Unbounded(entering, falls);
            };
            self.compute_row(leaving);
            match self.admit(leaving, entering, &mut fresh, limits) {
                Admission::Pivot => {
                    self.update_column_weights(leaving, entering);
                    self.exchange(leaving, entering);
                }
                Admission::Again => {}
                Admission::End(run) => return run,
            }
        }
    }

    fn steepest_column(&self) -> Option<usize> {
        let mut best = (None, 0.0);
        for variable in self.nonbasic_variables() {
            let attraction = self.attraction(variable);
            if attraction > FEASIBILITY {
                let steepness = attraction * attraction / self.column_weights[variable];
                if steepness > best.1 {
                    best = (Some(variable), steepness);
                }
            }
        }
        best.0
    }

    fn update_column_weights(&mut self, leaving: usize, entering: usize) {
        let variables = self.variables();
        let pivot = self.row[entering];
        let reference = self.column_weights[entering];
        for variable in 0..variables {
            let ratio = self.row[variable] / pivot;
            let weight = &mut self.column_weights[variable];
            *weight = weight.max(ratio * ratio * reference);
        }
        for &row in &self.active {
            let ratio = self.row[variables + row] / pivot;
            let weight = &mut self.column_weights[variables + row];
            *weight = weight.max(ratio * ratio * reference);
        }
        self.column_weights[leaving] = (reference / (pivot * pivot)).max(1.0);
    }

    /// The basic variable that reaches zero first, of nearly equal ones that with the largest
    /// pivot.
    fn primal_ratio_test(&self, falls: bool) -> Option<usize> {
        let sign = if falls { -1.0 } else { 1.0 };
        let size = |variable: usize| {
            let entry = sign * self.column[variable];
            if self.is_fixed(variable) {
                entry.abs()
            } else {
                entry
            }
        };
        let room = |variable: usize| {
            if self.is_fixed(variable) {
                0.0
            } else {
                self.values[variable].max(0.0)
            }
        };
        let candidates = || {
            let basic = self.basic_variables().filter(|&v| !self.is_free(v));
            basic
                .map(|v| (v, size(v)))
                .filter(|(_, size)| *size > PIVOT)
        };
        let reach = candidates()
            .map(|(variable, size)| (room(variable) + HARRIS) / size)
            .fold(f64::INFINITY, f64::min);
        candidates()
            .filter(|&(variable, size)| room(variable) / size <= reach)
            .fold(None, |best: Option<(usize, f64)>, next| match best {
                Some(best) if best.1 >= next.1 => Some(best),
                _ => Some(next),
            })
            .map(|(variable, _)| variable)
    }

    /// Brings the slacks of equalities out of the basis at the variables that improve the
    /// objective most for each unit of the row.
    pub(in crate::linear_program) fn satisfy_equalities(&mut self, limits: &mut Limits) -> Run {
        for row in (0..self.program.rows).filter(|&row| self.program.equal[row]) {
            let slack = self.variables() + row;
            if self.place[slack] != NOWHERE {
                continue;
            }
            self.compute_row(slack);
            let sign = if self.values[slack] < 0.0 { -1.0 } else { 1.0 };
            let ratio = |variable: usize| self.reduced[variable] / (sign * self.row[variable]);
            let entering = (0..self.variables())
                .filter(|&v| self.place[v] == NOWHERE)
                .filter(|&v| {
                    sign * self.row[v] > 1e-3 || (self.is_free(v) && self.row[v].abs() > 1e-3)
                })
                .fold(None, |best: Option<usize>, next| match best {
                    Some(best) if ratio(best) >= ratio(next) => Some(best),
                    _ => Some(next),
                });
            let Some(entering) = entering else {
                continue;
            };
            if !limits.pivot() {
                return Run::Limit;
            }
            self.compute_column(entering);
            self.exchange(slack, entering);
        }
        Run::Done
    }
}
