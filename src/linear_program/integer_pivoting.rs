//! The last resort: the simplex method with Bland's rule on an integer-preserving tableau.
//!
//! Every entry is a minor of the program (Edmonds 1967, Bareiss 1968), so that divisions are exact
//! and numbers stay as short as they can. Bland's rule (1977) ends for every program. Machine words
//! are used until one overflows, then big integers.

use dashu_int::IBig;

use super::limits::Limits;
use super::propose::{Proposal, Verdict};
use super::sparse::Sparse;

/// Integers of a tableau.
trait Entry: Clone {
    fn of(value: &IBig) -> Option<Self>;
    fn sign(&self) -> i8;
    /// `(a·b − c·d) / e`, which is an integer; `None` if it does not fit.
    fn cross(a: &Self, b: &Self, c: &Self, d: &Self, e: &Self) -> Option<Self>;
    fn negated(&self) -> Self;
    /// Is `a/b` below `c/d`, for positive b and d?
    fn ratio_below(a: &Self, b: &Self, c: &Self, d: &Self) -> bool;
}

impl Entry for i64 {
    fn of(value: &IBig) -> Option<Self> {
        i64::try_from(value).ok().filter(|value| *value != i64::MIN)
    }
    fn sign(&self) -> i8 {
        self.signum() as i8
    }
    fn cross(a: &Self, b: &Self, c: &Self, d: &Self, e: &Self) -> Option<Self> {
        let difference = i128::from(*a) * i128::from(*b) - i128::from(*c) * i128::from(*d);
        let quotient = i64::try_from(difference / i128::from(*e)).ok();
        quotient.filter(|value| *value != i64::MIN)
    }
    fn negated(&self) -> Self {
        -self
    }
    fn ratio_below(a: &Self, b: &Self, c: &Self, d: &Self) -> bool {
        i128::from(*a) * i128::from(*d) < i128::from(*c) * i128::from(*b)
    }
}

impl Entry for IBig {
    fn of(value: &IBig) -> Option<Self> {
        Some(value.clone())
    }
    fn sign(&self) -> i8 {
        match self.cmp(&IBig::ZERO) {
            std::cmp::Ordering::Less => -1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => 1,
        }
    }
    fn cross(a: &Self, b: &Self, c: &Self, d: &Self, e: &Self) -> Option<Self> {
        Some((a * b - c * d) / e)
    }
    fn negated(&self) -> Self {
        -self
    }
    fn ratio_below(a: &Self, b: &Self, c: &Self, d: &Self) -> bool {
        a * d < c * b
    }
}

/// How a run of pivots ended.
enum End {
    Verdict(Verdict),
    Overflow,
    Limit,
}

/// `basic_r · denominator = constant_r − Σ entry_rc · other_c`, with the objective as last row
/// (`− objective` in place of a basic variable) and the constants as last column.
struct Tableau<'a, T> {
    program: &'a Sparse,
    entries: Vec<T>,
    width: usize,
    denominator: T,
    basic: Vec<usize>,
    others: Vec<usize>,
    pivots: usize,
}

impl<'a, T: Entry> Tableau<'a, T> {
    fn new(program: &'a Sparse) -> Option<Self> {
        let (variables, rows) = (program.variables, program.rows);
        let width = variables + 1;
        let mut entries = vec![T::of(&IBig::ZERO)?; (rows + 1) * width];
        for row in 0..rows {
            for (variable, position) in program.row(row) {
                entries[row * width + variable] = T::of(&program.coefficients.get(position))?;
            }
            entries[row * width + variables] = T::of(&program.bounds.get(row))?;
        }
        for variable in 0..variables {
            entries[rows * width + variable] = T::of(&program.objective.get(variable))?;
        }
        Some(Tableau {
            program,
            entries,
            width,
            denominator: T::of(&IBig::ONE)?,
            basic: (variables..variables + rows).collect(),
            others: (0..variables).collect(),
            pivots: 0,
        })
    }

    fn at(&self, row: usize, column: usize) -> &T {
        &self.entries[row * self.width + column]
    }

    fn is_free(&self, variable: usize) -> bool {
        variable < self.program.variables && self.program.free[variable]
    }

    fn is_fixed(&self, variable: usize) -> bool {
        variable >= self.program.variables && self.program.equal[variable - self.program.variables]
    }

    /// Exchanges a basic and another variable; `None` if a number does not fit.
    fn pivot(&mut self, row: usize, column: usize) -> Option<()> {
        let width = self.width;
        let pivot = self.at(row, column).clone();
        let pivot_row: Vec<T> = self.entries[row * width..(row + 1) * width].to_vec();
        for (index, line) in self.entries.chunks_mut(width).enumerate() {
            if index == row {
                continue;
            }
            let factor = line[column].clone();
            for (position, entry) in line.iter_mut().enumerate() {
                if position != column {
                    let there = &pivot_row[position];
                    *entry = T::cross(entry, &pivot, &factor, there, &self.denominator)?;
                }
            }
            line[column] = factor.negated();
        }
        self.entries[row * width + column] = self.denominator.clone();
        self.denominator = pivot;
        if self.denominator.sign() < 0 {
            for entry in &mut self.entries {
                *entry = entry.negated();
            }
            self.denominator = self.denominator.negated();
        }
        std::mem::swap(&mut self.basic[row], &mut self.others[column]);
        self.pivots += 1;
        Some(())
    }

    /// First feasible values by the dual method without costs, then the best ones.
    fn run(&mut self, limits: &mut Limits) -> End {
        loop {
            let (row, column) = match self.broken() {
                Some((row, turned)) => match self.entering(row, turned) {
                    Some(column) => (row, column),
                    None => return End::Verdict(Verdict::Infeasible(self.basic[row], turned)),
                },
                None => match self.attractive() {
                    Some((column, falls)) => match self.leaving(column, falls) {
                        Some(row) => (row, column),
                        None => {
                            return End::Verdict(Verdict::Unbounded(self.others[column], falls));
                        }
                    },
                    None => return End::Verdict(Verdict::Optimal),
                },
            };
            if !limits.pivot() {
                return End::Limit;
            }
            if self.pivot(row, column).is_none() {
                return End::Overflow;
            }
        }
    }

    fn broken(&self) -> Option<(usize, bool)> {
        let constant = |row: usize| self.at(row, self.width - 1).sign();
        (0..self.basic.len())
            .filter(|&row| !self.is_free(self.basic[row]))
            .filter(|&row| {
                constant(row) < 0 || (constant(row) > 0 && self.is_fixed(self.basic[row]))
            })
            .min_by_key(|&row| self.basic[row])
            .map(|row| (row, constant(row) > 0))
    }

    fn entering(&self, row: usize, turned: bool) -> Option<usize> {
        let wanted = if turned { 1 } else { -1 };
        (0..self.others.len())
            .filter(|&column| {
                let (sign, variable) = (self.at(row, column).sign(), self.others[column]);
                sign != 0 && !self.is_fixed(variable) && (sign == wanted || self.is_free(variable))
            })
            .min_by_key(|&column| self.others[column])
    }

    fn attractive(&self) -> Option<(usize, bool)> {
        let objective = self.basic.len();
        (0..self.others.len())
            .filter(|&column| {
                let (sign, variable) = (self.at(objective, column).sign(), self.others[column]);
                !self.is_fixed(variable) && (sign > 0 || (sign < 0 && self.is_free(variable)))
            })
            .min_by_key(|&column| self.others[column])
            .map(|column| (column, self.at(objective, column).sign() < 0))
    }

    fn leaving(&self, column: usize, falls: bool) -> Option<usize> {
        let mut best: Option<(usize, T)> = None;
        for row in 0..self.basic.len() {
            let variable = self.basic[row];
            let sign = self.at(row, column).sign();
            let blocks = sign == if falls { -1 } else { 1 };
            if self.is_free(variable) || sign == 0 || !(blocks || self.is_fixed(variable)) {
                continue;
            }
            let entry = self.at(row, column);
            let size = if sign < 0 {
                entry.negated()
            } else {
                entry.clone()
            };
            let value = self.at(row, self.width - 1);
            let better = best.as_ref().is_none_or(|(other, other_size)| {
                let other_value = self.at(*other, self.width - 1);
                T::ratio_below(value, &size, other_value, other_size)
                    || (!T::ratio_below(other_value, other_size, value, &size)
                        && variable < self.basic[*other])
            });
            if better {
                best = Some((row, size));
            }
        }
        best.map(|(row, _)| row)
    }

    fn proposal(&self, verdict: Verdict, limited: bool) -> Proposal {
        let variables = self.program.variables;
        let slacks = self
            .others
            .iter()
            .filter(|&&variable| variable >= variables);
        Proposal {
            basic: self
                .basic
                .iter()
                .copied()
                .filter(|&v| v < variables)
                .collect(),
            active: slacks.map(|slack| slack - variables).collect(),
            verdict,
            pivots: self.pivots,
            limited,
        }
    }
}

/// About how many bytes the tableau takes.
pub(super) fn memory(program: &Sparse) -> usize {
    let entries = (program.rows + 1).saturating_mul(program.variables + 1);
    entries.saturating_mul(2 * size_of::<IBig>())
}

/// A proposal that is right, unless a limit was reached.
pub(super) fn pivot_in_integers(program: &Sparse, limits: &mut Limits) -> Proposal {
    if let Some(mut tableau) = Tableau::<i64>::new(program) {
        match tableau.run(limits) {
            End::Verdict(verdict) => return tableau.proposal(verdict, false),
            End::Limit => return tableau.proposal(Verdict::Unknown, true),
            End::Overflow => {}
        }
    }
    let Some(mut tableau) = Tableau::<IBig>::new(program) else {
        return Proposal {
            basic: Vec::new(),
            active: Vec::new(),
            verdict: Verdict::Unknown,
            pivots: 0,
            limited: true,
        };
    };
    match tableau.run(limits) {
        End::Verdict(verdict) => tableau.proposal(verdict, false),
        End::Limit | End::Overflow => tableau.proposal(Verdict::Unknown, true),
    }
}
