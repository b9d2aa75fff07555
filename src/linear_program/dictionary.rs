//! An exact linear-programming engine: optimum, infeasibility or unboundedness, with multipliers
//! that prove it.
//!
//! Dense dictionary simplex in rationals with Bland's rule: never cycles, never rounds, and meant
//! for the programs of contracts, with tens to hundreds of rows.

use crate::number::Rational;

/// How a row bounds its linear form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    AtMost,
    Equal,
}

/// `Σ coefficient · x_column ≤ bound` or `= bound`.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) coefficients: Vec<(usize, Rational)>,
    pub(crate) relation: Relation,
    pub(crate) bound: Rational,
}

/// Maximise a linear form of free variables subject to rows.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) columns: usize,
    pub(crate) objective: Vec<(usize, Rational)>,
    pub(crate) rows: Vec<Row>,
}

/// What came of a program. Multipliers are one a row, at least 0 on `AtMost` rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Solution {
    /// An optimal point; the rows times the multipliers sum to the objective, and their bounds to
    /// its value.
    Optimal {
        point: Vec<Rational>,
        value: Rational,
        multipliers: Vec<Rational>,
    },
    /// No point: the rows times the multipliers sum to zero, and their bounds to less.
    Infeasible { multipliers: Vec<Rational> },
    /// The objective has no upper bound.
    Unbounded,
}

/// More pivots than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PivotLimit;

/// Basic variables in terms of the others: `basic_r = constant_r − Σ_s entry_rs · other_s`.
///
/// Variables `0..structural` are the shifted structural ones, then come one slack a row; all are at
/// least 0. The auxiliary variable of the first phase has the highest number.
struct Dictionary {
    entries: Vec<Vec<Rational>>,
    constants: Vec<Rational>,
    basic: Vec<usize>,
    others: Vec<usize>,
    /// The objective in terms of the others, and its constant.
    objective: Vec<Rational>,
    value: Rational,
    pivots_left: usize,
}

impl Dictionary {
    fn pivot(&mut self, row: usize, column: usize) -> Result<(), PivotLimit> {
        self.pivots_left = self.pivots_left.checked_sub(1).ok_or(PivotLimit)?;
        let Some(inverse) = self.entries[row][column].recip() else {
            return Ok(());
        };
        for (position, entry) in self.entries[row].iter_mut().enumerate() {
            if position == column {
                *entry = inverse.clone();
            } else if !entry.is_zero() {
                *entry = &*entry * &inverse;
            }
        }
        self.constants[row] = &self.constants[row] * &inverse;
        let pivot_row = self.entries[row].clone();
        let pivot_constant = self.constants[row].clone();
        for other in (0..self.entries.len()).filter(|&other| other != row) {
            let factor = std::mem::take(&mut self.entries[other][column]);
            if factor.is_zero() {
                continue;
            }
            eliminate(&mut self.entries[other], &factor, &pivot_row, column);
            self.constants[other] -= &factor * &pivot_constant;
        }
        let factor = std::mem::take(&mut self.objective[column]);
        if !factor.is_zero() {
            eliminate(&mut self.objective, &factor, &pivot_row, column);
            self.value += &factor * &pivot_constant;
        }
        std::mem::swap(&mut self.basic[row], &mut self.others[column]);
        Ok(())
    }

    /// Pivots by Bland's rule until optimal (true) or unbounded (false).
    fn maximise(&mut self) -> Result<bool, PivotLimit> {
        loop {
            let entering = (0..self.others.len())
                .filter(|&column| self.objective[column].is_positive())
                .min_by_key(|&column| self.others[column]);
            let Some(column) = entering else {
                return Ok(true);
            };
            let leaving = (0..self.entries.len())
                .filter(|&row| self.entries[row][column].is_positive())
                .filter_map(|row| {
                    let ratio = self.constants[row].checked_div(&self.entries[row][column])?;
                    Some((ratio, self.basic[row], row))
                })
                .min();
            let Some((_, _, row)) = leaving else {
                return Ok(false);
            };
            self.pivot(row, column)?;
        }
    }

    /// The multiplier of each row: minus the reduced cost of its slack.
    fn multipliers(&self, structural: usize, rows: usize) -> Vec<Rational> {
        let mut multipliers = vec![Rational::ZERO; rows];
        for (column, &variable) in self.others.iter().enumerate() {
            if (structural..structural + rows).contains(&variable) {
                multipliers[variable - structural] = -&self.objective[column];
            }
        }
        multipliers
    }
}

fn eliminate(target: &mut [Rational], factor: &Rational, pivot_row: &[Rational], column: usize) {
    for (position, (entry, pivot)) in target.iter_mut().zip(pivot_row).enumerate() {
        if position == column {
            *entry = -(factor * pivot);
        } else if !pivot.is_zero() {
            *entry -= factor * pivot;
        }
    }
}

impl Program {
    /// Solves the program within so many pivots.
    pub(crate) fn solve(&self, max_pivots: usize) -> Result<Solution, PivotLimit> {
        // Free variables x_j = x'_j − s with x', s ≥ 0: one column more instead of twice as many.
        let structural = self.columns + 1;
        let shifted = |coefficients: &[(usize, Rational)]| {
            let mut dense = vec![Rational::ZERO; structural];
            for (column, coefficient) in coefficients {
                dense[*column] += coefficient;
                dense[self.columns] -= coefficient;
            }
            dense
        };
        // Equalities as two inequalities; `sources` says which row a dense row stems from.
        let mut entries = Vec::new();
        let mut constants = Vec::new();
        let mut sources = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let dense = shifted(&row.coefficients);
            if row.relation == Relation::Equal {
                entries.push(dense.iter().map(|entry| -entry).collect());
                constants.push(-&row.bound);
                sources.push((index, false));
            }
            entries.push(dense);
            constants.push(row.bound.clone());
            sources.push((index, true));
        }
        let rows = entries.len();
        let auxiliary = structural + rows;
        let mut dictionary = Dictionary {
            entries,
            constants,
            basic: (structural..structural + rows).collect(),
            others: (0..structural).collect(),
            objective: vec![Rational::ZERO; structural],
            value: Rational::ZERO,
            pivots_left: max_pivots,
        };
        let collect = |dense: Vec<Rational>| {
            let mut multipliers = vec![Rational::ZERO; self.rows.len()];
            for (multiplier, &(index, positive)) in dense.iter().zip(&sources) {
                if positive {
                    multipliers[index] += multiplier;
                } else {
                    multipliers[index] -= multiplier;
                }
            }
            multipliers
        };

        let lowest =
            (0..rows).min_by(|&a, &b| dictionary.constants[a].cmp(&dictionary.constants[b]));
        if let Some(lowest) = lowest.filter(|&row| dictionary.constants[row].is_negative()) {
            // First phase: maximise minus an auxiliary variable that relaxes every row.
            for row in &mut dictionary.entries {
                row.push(-Rational::ONE);
            }
            dictionary.others.push(auxiliary);
            dictionary.objective.push(-Rational::ONE);
            dictionary.pivot(lowest, structural)?;
            dictionary.maximise()?;
            if dictionary.value.is_negative() {
                return Ok(Solution::Infeasible {
                    multipliers: collect(dictionary.multipliers(structural, rows)),
                });
            }
            if let Some(row) = dictionary.basic.iter().position(|&v| v == auxiliary)
                && let Some(column) =
                    (0..dictionary.others.len()).find(|&c| !dictionary.entries[row][c].is_zero())
            {
                dictionary.pivot(row, column)?;
            }
            if let Some(column) = dictionary.others.iter().position(|&v| v == auxiliary) {
                for row in &mut dictionary.entries {
                    row.swap_remove(column);
                }
                dictionary.others.swap_remove(column);
            }
        }

        // Second phase: the objective in terms of the variables outside the basis.
        let costs = shifted(&self.objective);
        dictionary.value = Rational::ZERO;
        dictionary.objective = dictionary
            .others
            .iter()
            .map(|&variable| costs.get(variable).cloned().unwrap_or_default())
            .collect();
        for (row, &variable) in dictionary.basic.iter().enumerate() {
            let Some(cost) = costs.get(variable).filter(|cost| !cost.is_zero()) else {
                continue;
            };
            dictionary.value += cost * &dictionary.constants[row];
            for (reduced, entry) in dictionary
                .objective
                .iter_mut()
                .zip(&dictionary.entries[row])
            {
                *reduced -= cost * entry;
            }
        }
        if !dictionary.maximise()? {
            return Ok(Solution::Unbounded);
        }
        let mut values = vec![Rational::ZERO; structural];
        for (&variable, constant) in dictionary.basic.iter().zip(&dictionary.constants) {
            if let Some(value) = values.get_mut(variable) {
                *value = constant.clone();
            }
        }
        let shift = values[self.columns].clone();
        Ok(Solution::Optimal {
            point: values[..self.columns]
                .iter()
                .map(|value| value - &shift)
                .collect(),
            value: dictionary.value.clone(),
            multipliers: collect(dictionary.multipliers(structural, rows)),
        })
    }
}
