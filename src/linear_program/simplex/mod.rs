//! The state of the simplex method in floating point: a basis, its kernel, the values of basic and
//! the reduced costs of nonbasic variables, and the exchange of two variables.

mod pivoting;

pub(super) use pivoting::{FEASIBILITY, Run};

use super::float_rows::FloatRows;
use super::inverse::Inverse;
use super::sparse::Sparse;

/// No place: not in the list concerned.
const NOWHERE: usize = usize::MAX;

/// Variables are numbered `0..variables` (structural), then one slack a row.
///
/// The basis is a list of basic structural variables and an equally long list of active rows,
/// whose slacks are not basic.
pub(super) struct Simplex<'a> {
    program: &'a Sparse,
    float: &'a FloatRows,
    kernel: Inverse,
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
            kernel: Inverse::default(),
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
            self.kernel = Inverse::default();
        }
        self.recompute();
    }

    /// The active rows restricted to the basic variables.
    fn kernel_rows(&self) -> Vec<Vec<(u32, f64)>> {
        let line = |&row: &usize| {
            let terms = self
                .program
                .row(row)
                .map(|(variable, position)| (self.place[variable], self.float.by_row[position]));
            terms
                .filter(|(place, value)| *place != NOWHERE && *value != 0.0)
                .map(|(place, value)| (place as u32, value))
                .collect()
        };
        self.active.iter().map(line).collect()
    }

    /// Inverts the kernel afresh; false if it is close to singular.
    fn invert(&mut self) -> bool {
        let kernel = Inverse::new(self.kernel_rows());
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
            let place = self.place[variable];
            self.kernel.row(place, &mut self.row_kernel);
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
            self.kernel.column(place, &mut self.column_kernel);
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
                // The row of the slack that leaves is where it was when its image was computed.
                let (column, image) = (&self.column_kernel, &self.row_kernel);
                self.kernel
                    .border(column, image, &self.sparse_scratch, pivot);
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
                self.kernel.shrink(basic, active, &self.column_kernel);
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
        if self.kernel.is_worn() {
            let places = self.active.iter().map(|&row| self.program.row(row));
            let kept = |(variable, _): &(usize, usize)| self.place[*variable] != NOWHERE;
            let terms = places.map(|row| row.filter(kept).count()).sum();
            if self.kernel.is_better_afresh(terms) {
                self.refresh();
            }
        }
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
