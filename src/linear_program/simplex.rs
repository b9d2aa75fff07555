//! The simplex method in floating point on the kernel of the basis. It proposes a basis and a
//! verdict; exact arithmetic decides.

use super::float_rows::FloatRows;
use super::kernel::Kernel;
use super::limits::Limits;
use super::sparse::Sparse;

/// Values and reduced costs this close to zero count as zero (data is scaled to about 1).
pub(super) const FEASIBILITY: f64 = 1e-10;
/// Entries of the tableau this small are no pivots.
const PIVOT: f64 = 1e-9;
/// How much a ratio may be missed for the sake of a larger pivot (Harris 1973).
const HARRIS: f64 = 1e-9;
/// Two computations of a pivot that differ by more than this call for a fresh inverse.
const DRIFT: f64 = 1e-7;
/// No place: not in the list concerned.
const NOWHERE: usize = usize::MAX;

/// How a run of pivots ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Run {
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

/// Variables are numbered `0..variables` (structural), then one slack a row.
///
/// The basis is a list of basic structural variables and an equally long list of active rows,
/// whose slacks are not basic.
pub(super) struct Simplex<'a> {
    program: &'a Sparse,
    float: &'a FloatRows,
    kernel: Kernel,
    pub(super) basic: Vec<usize>,
    pub(super) active: Vec<usize>,
    /// Place of a basic structural variable in `basic`, of a nonbasic slack in `active`.
    place: Vec<usize>,
    /// Values of basic variables.
    pub(super) values: Vec<f64>,
    /// Reduced costs of nonbasic variables; at most 0 at an optimum.
    pub(super) reduced: Vec<f64>,
    pub(super) costs: Vec<f64>,
    pub(super) bounds: Vec<f64>,
    /// The tableau's row of the leaving variable.
    row: Vec<f64>,
    row_kernel: Vec<f64>,
    /// The tableau's column of the entering variable.
    column: Vec<f64>,
    column_kernel: Vec<f64>,
    /// Squared lengths of the rows of the inverse, for the dual method's choice of a row.
    row_weights: Vec<f64>,
    /// Reference weights of the columns, for the primal method's choice of a column.
    column_weights: Vec<f64>,
    scratch: Vec<f64>,
    spread: Vec<f64>,
    sparse_scratch: Vec<(usize, f64)>,
    pub(super) pivots: usize,
}

impl<'a> Simplex<'a> {
    pub(super) fn new(program: &'a Sparse, float: &'a FloatRows) -> Self {
        let all = program.variables + program.rows;
        Simplex {
            program,
            float,
            kernel: Kernel::default(),
            basic: Vec::new(),
            active: Vec::new(),
            place: vec![NOWHERE; all],
            values: vec![0.0; all],
            reduced: vec![0.0; all],
            costs: float.objective.clone(),
            bounds: float.bounds.clone(),
            row: vec![0.0; all],
            row_kernel: Vec::new(),
            column: vec![0.0; all],
            column_kernel: Vec::new(),
            row_weights: vec![1.0; all],
            column_weights: vec![1.0; all],
            scratch: Vec::new(),
            spread: vec![0.0; program.rows],
            sparse_scratch: Vec::new(),
            pivots: 0,
        }
    }

    fn variables(&self) -> usize {
        self.program.variables
    }

    fn is_slack(&self, variable: usize) -> bool {
        variable >= self.variables()
    }

    fn is_free(&self, variable: usize) -> bool {
        !self.is_slack(variable) && self.program.free[variable]
    }

    /// The slack of an equality: always zero.
    fn is_fixed(&self, variable: usize) -> bool {
        self.is_slack(variable) && self.program.equal[variable - self.variables()]
    }

    /// Takes up a basis; a singular one is left for that of the slacks.
    pub(super) fn load(&mut self, basic: &[usize], active: &[usize]) {
        self.place.fill(NOWHERE);
        self.basic = basic.to_vec();
        self.active = active.to_vec();
        for (place, &variable) in basic.iter().enumerate() {
            self.place[variable] = place;
        }
        for (place, &row) in active.iter().enumerate() {
            let slack = self.variables() + row;
            self.place[slack] = place;
        }
        if !self.invert() {
            self.place.fill(NOWHERE);
            self.basic.clear();
            self.active.clear();
            self.kernel = Kernel::default();
        }
        self.recompute();
    }

    /// Inverts the kernel afresh; false if it is close to singular.
    fn invert(&mut self) -> bool {
        let kernel = Kernel::invert(self.basic.len(), |line, index| {
            for (variable, position) in self.program.row(self.active[index]) {
                if let Some(entry) = line.get_mut(self.place[variable]) {
                    *entry = self.float.by_row[position];
                }
            }
        });
        match kernel {
            Some(kernel) => {
                self.kernel = kernel;
                true
            }
            None => false,
        }
    }

    /// Values and reduced costs from the kernel, the bounds and the costs.
    pub(super) fn recompute(&mut self) {
        let variables = self.variables();
        self.values.fill(0.0);
        self.values[variables..].copy_from_slice(&self.bounds);
        let right: Vec<f64> = self.active.iter().map(|&row| self.bounds[row]).collect();
        let mut basic_values = Vec::new();
        self.kernel.times(&right, &mut basic_values);
        for (&variable, &value) in self.basic.iter().zip(&basic_values) {
            self.values[variable] = value;
            let terms = self
                .program
                .column(variable)
                .zip(self.float.column(variable));
            for ((row, _), coefficient) in terms {
                self.values[variables + row] -= coefficient * value;
            }
        }
        let costs: Vec<(usize, f64)> = (self.basic.iter().enumerate())
            .map(|(place, &variable)| (place, self.costs[variable]))
            .filter(|(_, cost)| *cost != 0.0)
            .collect();
        let mut duals = Vec::new();
        self.kernel.times_left(&costs, &mut duals);
        self.reduced.fill(0.0);
        self.reduced[..variables].copy_from_slice(&self.costs);
        for (&row, &dual) in self.active.iter().zip(&duals) {
            for (variable, position) in self.program.row(row) {
                self.reduced[variable] -= dual * self.float.by_row[position];
            }
            self.reduced[variables + row] = -dual;
            self.values[variables + row] = 0.0;
        }
        for &variable in &self.basic {
            self.reduced[variable] = 0.0;
        }
    }

    /// By how much a basic variable is out of its range.
    fn violation(&self, variable: usize) -> f64 {
        let value = self.values[variable];
        if self.is_fixed(variable) {
            value.abs()
        } else if self.is_free(variable) {
            0.0
        } else {
            -value
        }
    }

    /// By how much a nonbasic variable would improve the objective.
    fn attraction(&self, variable: usize) -> f64 {
        let reduced = self.reduced[variable];
        if self.is_fixed(variable) {
            0.0
        } else if self.is_free(variable) {
            reduced.abs()
        } else {
            reduced
        }
    }

    fn basic_variables(&self) -> impl Iterator<Item = usize> + '_ {
        let slacks = self.variables()..self.place.len();
        let slacks = slacks.filter(|&slack| self.place[slack] == NOWHERE);
        self.basic.iter().copied().chain(slacks)
    }

    fn nonbasic_variables(&self) -> impl Iterator<Item = usize> + '_ {
        let structural = (0..self.variables()).filter(|&v| self.place[v] == NOWHERE);
        structural.chain(self.active.iter().map(|&row| self.variables() + row))
    }

    pub(super) fn primal_infeasibility(&self) -> f64 {
        (self.basic_variables()).fold(0.0, |most, v| self.violation(v).max(most))
    }

    pub(super) fn dual_infeasibility(&self) -> f64 {
        (self.nonbasic_variables()).fold(0.0, |most, v| self.attraction(v).max(most))
    }

    /// The tableau's row of a basic variable: `basic = value − Σ row · nonbasic`.
    fn compute_row(&mut self, variable: usize) {
        let variables = self.variables();
        self.row[..variables].fill(0.0);
        if self.is_slack(variable) {
            let row = variable - variables;
            self.sparse_scratch.clear();
            for (other, position) in self.program.row(row) {
                let coefficient = self.float.by_row[position];
                self.row[other] = coefficient;
                if self.place[other] != NOWHERE {
                    self.sparse_scratch.push((self.place[other], -coefficient));
                }
            }
            self.kernel
                .times_left(&self.sparse_scratch, &mut self.row_kernel);
        } else {
            self.row_kernel.clear();
            let line = self.kernel.row(self.place[variable]);
            self.row_kernel.extend_from_slice(line);
        }
        for (&row, &factor) in self.active.iter().zip(&self.row_kernel) {
            self.row[variables + row] = factor;
            if factor != 0.0 {
                for (other, position) in self.program.row(row) {
                    self.row[other] += factor * self.float.by_row[position];
                }
            }
        }
    }

    /// The tableau's column of a nonbasic variable.
    fn compute_column(&mut self, variable: usize) {
        let variables = self.variables();
        self.column[variables..].fill(0.0);
        if self.is_slack(variable) {
            let place = self.place[variable];
            self.column_kernel.clear();
            let size = self.kernel.size();
            self.column_kernel
                .extend((0..size).map(|row| self.kernel.get(row, place)));
        } else {
            self.scratch.clear();
            self.scratch.resize(self.active.len(), 0.0);
            let terms = self
                .program
                .column(variable)
                .zip(self.float.column(variable));
            for ((row, _), &coefficient) in terms {
                self.column[variables + row] = coefficient;
                if let Some(entry) = self.scratch.get_mut(self.place[variables + row]) {
                    *entry = coefficient;
                }
            }
            self.kernel.times(&self.scratch, &mut self.column_kernel);
        }
        for (&basic, &factor) in self.basic.iter().zip(&self.column_kernel) {
            self.column[basic] = factor;
            if factor != 0.0 {
                let terms = self.program.column(basic).zip(self.float.column(basic));
                for ((row, _), coefficient) in terms {
                    self.column[variables + row] -= factor * coefficient;
                }
            }
        }
    }

    /// Exchanges the basic `leaving` for the nonbasic `entering`, whose row and column are there.
    fn exchange(&mut self, leaving: usize, entering: usize) {
        let pivot = self.column[leaving];
        let step = self.values[leaving] / pivot;
        let fall = self.reduced[entering] / pivot;
        let variables = self.variables();
        for index in 0..self.basic.len() {
            let variable = self.basic[index];
            self.values[variable] -= self.column[variable] * step;
        }
        for slack in variables..self.place.len() {
            // Slacks of active rows stay at zero.
            if self.place[slack] == NOWHERE {
                self.values[slack] -= self.column[slack] * step;
            }
        }
        for variable in 0..variables {
            if self.place[variable] == NOWHERE {
                self.reduced[variable] -= fall * self.row[variable];
            }
        }
        for index in 0..self.active.len() {
            let slack = variables + self.active[index];
            self.reduced[slack] -= fall * self.row[slack];
        }
        self.values[entering] = step;
        self.reduced[entering] = 0.0;
        self.values[leaving] = 0.0;
        self.reduced[leaving] = -fall;
        match (self.is_slack(entering), self.is_slack(leaving)) {
            (false, true) => {
                let negated: Vec<f64> = self.row_kernel.iter().map(|entry| -entry).collect();
                self.kernel.border(&self.column_kernel, &negated, pivot);
                self.place[entering] = self.basic.len();
                self.place[leaving] = self.active.len();
                self.basic.push(entering);
                self.active.push(leaving - variables);
            }
            (false, false) => {
                let place = self.place[leaving];
                self.kernel.replace_variable(place, &self.column_kernel);
                self.basic[place] = entering;
                self.place[entering] = place;
                self.place[leaving] = NOWHERE;
            }
            (true, true) => {
                let place = self.place[entering];
                let negated: Vec<f64> = self.row_kernel.iter().map(|entry| -entry).collect();
                self.kernel.replace_row(place, &negated);
                self.active[place] = leaving - variables;
                self.place[leaving] = place;
                self.place[entering] = NOWHERE;
            }
            (true, false) => {
                let (basic, active) = (self.place[leaving], self.place[entering]);
                self.kernel.shrink(basic, active);
                self.basic.swap_remove(basic);
                self.active.swap_remove(active);
                self.place[leaving] = NOWHERE;
                self.place[entering] = NOWHERE;
                if let Some(&moved) = self.basic.get(basic) {
                    self.place[moved] = basic;
                }
                if let Some(&moved) = self.active.get(active) {
                    self.place[variables + moved] = active;
                }
            }
        }
        self.pivots += 1;
    }

    /// Is the pivot the same from its row and from its column?
    fn is_accurate(&self, leaving: usize, entering: usize) -> bool {
        let (by_row, by_column) = (self.row[entering], self.column[leaving]);
        (by_row - by_column).abs() <= DRIFT * by_column.abs().max(1e-3)
    }

    /// Pivots that keep reduced costs at most 0 until values are at least 0 (Lemke 1954), by the
    /// steepest edge (Forrest & Goldfarb 1992).
    pub(super) fn dual(&mut self, limits: &mut Limits) -> Run {
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
            if !self.is_accurate(leaving, entering) {
                if fresh || !self.refresh() {
                    return Run::Stuck;
                }
                fresh = true;
                continue;
            }
            if !limits.pivot() {
                return Run::Limit;
            }
            self.update_row_weights(leaving, entering);
            self.exchange(leaving, entering);
            fresh = false;
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

    /// Inverts the kernel afresh and recomputes values and reduced costs; false if it is close to
    /// singular.
    pub(super) fn refresh(&mut self) -> bool {
        let inverted = self.invert();
        if inverted {
            self.recompute();
        }
        inverted
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
    pub(super) fn primal(&mut self, limits: &mut Limits) -> Run {
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
            if !self.is_accurate(leaving, entering) {
                if fresh || !self.refresh() {
                    return Run::Stuck;
                }
                fresh = true;
                continue;
            }
            if !limits.pivot() {
                return Run::Limit;
            }
            self.update_column_weights(leaving, entering);
            self.exchange(leaving, entering);
            fresh = false;
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
    pub(super) fn satisfy_equalities(&mut self, limits: &mut Limits) -> Run {
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

    /// Moves the costs so that the reduced cost of each nonbasic variable is lower by an amount of
    /// its own; free variables and slacks of equalities stay as they are.
    pub(super) fn lower_reduced_costs(&mut self, amount: impl Fn(usize) -> f64) {
        let variables = self.variables();
        for variable in (0..variables).filter(|&variable| self.place[variable] == NOWHERE) {
            if !self.program.free[variable] {
                self.costs[variable] -= amount(variable);
            }
        }
        for index in 0..self.active.len() {
            let row = self.active[index];
            if !self.program.equal[row] {
                let dual = amount(variables + row);
                for (variable, position) in self.program.row(row) {
                    self.costs[variable] += dual * self.float.by_row[position];
                }
            }
        }
        self.recompute();
    }

    /// Moves the bounds so that the value of each basic variable is higher by an amount of its
    /// own; slacks of equalities stay as they are.
    pub(super) fn raise_values(&mut self, amount: impl Fn(usize) -> f64) {
        let variables = self.variables();
        for index in 0..self.basic.len() {
            let basic = self.basic[index];
            let rise = amount(basic);
            let terms = self.program.column(basic).zip(self.float.column(basic));
            for ((row, _), coefficient) in terms {
                self.bounds[row] += rise * coefficient;
            }
        }
        for row in 0..self.program.rows {
            let slack = variables + row;
            if self.place[slack] == NOWHERE && !self.program.equal[row] {
                self.bounds[row] += amount(slack);
            }
        }
        self.recompute();
    }
}
