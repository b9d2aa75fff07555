//! From a program to its answer.

use super::canonical::Canonical;
use super::decide::{Attempt, Decision, MENDING, decide};
use super::float_rows::FloatRows;
use super::integer_pivoting::{memory, pivot_in_integers};
use super::limits::Limits;
use super::propose::{Proposal, propose};
use super::refine::refine;
use super::sparse::Sparse;
use super::{
    Answer, Basis, Effort, Infeasibility, LinearError, LinearOptions, LinearProgram, Optimum,
    Solved, Unboundedness,
};
use crate::number::Rational;

/// Exact pivots before floating point is asked again.
const FIRST_MENDING: usize = 8;
/// How often floating point is asked again.
const REFINEMENTS: usize = 20;

/// Bytes for each coefficient of the sparse forms, and for each variable and row.
const BYTES_A_TERM: usize = 96;
const BYTES_A_LINE: usize = 512;
/// Bytes for each entry of the basis in exact arithmetic.
const BYTES_A_KERNEL_ENTRY: usize = 40;

impl LinearProgram {
    /// Decides the program exactly.
    ///
    /// A basis is found in floating point and proved in exact arithmetic (Dixon's p-adic lifting
    /// for its two linear systems); exact pivots with Bland's rule mend it where rounding erred,
    /// and integer-preserving pivoting from scratch is the last resort, so that the answer is never
    /// wrong, and deterministic.
    ///
    /// # Errors
    /// [`LinearError::PivotLimit`], [`LinearError::TimeLimit`], [`LinearError::MemoryLimit`] when a
    /// limit of the options is reached, with the basis at which the search stood;
    /// [`LinearError::BadBasis`] for a start that does not belong to the program.
    ///
    /// # Complexity
    /// A floating-point pivot takes k² plus the terms of the rows and columns in the basis, where k
    /// is the number of variables that are not at a bound, and much less than k² where large bases
    /// are sparse; the proof k³ machine operations and then k² for each digit of the result, where
    /// variables that have coefficients 1 and −1 hardly count. Exponential in the worst case, as the simplex method is.
    pub fn solve(&self, options: &LinearOptions) -> Result<Solved, LinearError> {
        let prepared = Prepared::new(self, options)?;
        let mut limits = Limits::new(options);
        let (mut proposal, _) = propose(
            &prepared.sparse,
            &prepared.float,
            (&prepared.start.0, &prepared.start.1),
            &mut limits,
        );
        let mut effort = Effort {
            float_pivots: proposal.pivots,
            ..Effort::default()
        };
        if proposal.limited {
            return Err(limits.error(prepared.basis(&proposal)));
        }
        let kernel = proposal.basic.len().saturating_pow(2);
        let needed = kernel.saturating_mul(BYTES_A_KERNEL_ENTRY);
        limits.memory(needed, &prepared.basis(&proposal))?;
        let (sparse, float) = (&prepared.sparse, &prepared.float);
        let exact = &mut effort.exact_pivots;
        let mut attempt = decide(sparse, &mut proposal, &mut limits, exact, FIRST_MENDING);
        for _ in 0..REFINEMENTS {
            if !matches!(attempt, Attempt::Undecided) {
                break;
            }
            let Some(refined) = refine(sparse, float, &proposal, &mut limits) else {
                break;
            };
            effort.float_pivots = refined.pivots;
            proposal = refined;
            attempt = decide(sparse, &mut proposal, &mut limits, exact, FIRST_MENDING);
        }
        if matches!(attempt, Attempt::Undecided) {
            attempt = decide(sparse, &mut proposal, &mut limits, exact, MENDING);
        }
        if matches!(attempt, Attempt::Undecided) {
            limits.memory(memory(&prepared.sparse), &prepared.basis(&proposal))?;
            proposal = pivot_in_integers(&prepared.sparse, &mut limits);
            effort.exact_pivots += proposal.pivots;
            if !proposal.limited {
                let exact = &mut effort.exact_pivots;
                attempt = decide(sparse, &mut proposal, &mut limits, exact, MENDING);
            }
        }
        match attempt {
            Attempt::Decided(decision) => Ok(Solved {
                answer: prepared.answer(self, decision),
                basis: prepared.basis(&proposal),
                effort,
            }),
            Attempt::Undecided | Attempt::Limited => Err(limits.error(prepared.basis(&proposal))),
        }
    }
}

/// A program in the forms in which it is solved, and the basis to start from.
pub(super) struct Prepared {
    pub(super) canonical: Canonical,
    pub(super) sparse: Sparse,
    pub(super) float: FloatRows,
    pub(super) start: (Vec<usize>, Vec<usize>),
    rows: usize,
}

impl Prepared {
    pub(super) fn new(
        program: &LinearProgram,
        options: &LinearOptions,
    ) -> Result<Self, LinearError> {
        let terms: usize = program.rows().iter().map(|row| row.terms.len()).sum();
        let lines = program.variables() + program.rows().len();
        let needed =
            (terms.saturating_mul(BYTES_A_TERM)).saturating_add(lines.saturating_mul(BYTES_A_LINE));
        Limits::new(options).memory(needed, &Basis::default())?;
        let canonical = Canonical::new(program);
        let rows = program.rows().len();
        let start = match &options.start {
            Some(basis) => canonical_basis(program, &canonical, basis)?,
            None => (Vec::new(), Vec::new()),
        };
        let sparse = Sparse::new(&canonical);
        let float = FloatRows::new(&sparse);
        Ok(Prepared {
            canonical,
            sparse,
            float,
            start,
            rows,
        })
    }

    /// The basis of a proposal in terms of the program.
    pub(super) fn basis(&self, proposal: &Proposal) -> Basis {
        let mut rows = proposal.active.clone();
        rows.sort_unstable();
        let split = rows.partition_point(|&row| row < self.rows);
        let boxes = rows.split_off(split);
        let mut at_upper: Vec<usize> = boxes
            .into_iter()
            .map(|row| self.canonical.boxed[row - self.rows])
            .collect();
        at_upper.sort_unstable();
        let mut variables = proposal.basic.clone();
        variables.retain(|variable| at_upper.binary_search(variable).is_err());
        variables.sort_unstable();
        Basis {
            variables,
            at_upper,
            rows,
        }
    }

    fn answer(&self, program: &LinearProgram, decision: Decision) -> Answer {
        let factors = &self.sparse.row_factors;
        let rescaled = |mut multipliers: Vec<Rational>, divisor: &Rational| -> Vec<Rational> {
            let inverse = divisor.recip().unwrap_or(Rational::ONE);
            multipliers.truncate(self.rows);
            for (multiplier, factor) in multipliers.iter_mut().zip(factors) {
                // Products of long numbers are reduced: not for a factor of 1.
                let factor = factor * &inverse;
                if factor != Rational::ONE && !multiplier.is_zero() {
                    *multiplier = &*multiplier * &factor;
                }
            }
            multipliers
        };
        match decision {
            Decision::Optimal { point, multipliers } => {
                let point = self.canonical.point(&point);
                let multipliers = rescaled(multipliers, &self.sparse.objective_factor);
                Answer::Optimal(Optimum {
                    value: Rational::dot(program.objective().iter().zip(&point)),
                    multipliers: self.canonical.multipliers(&multipliers),
                    point,
                })
            }
            Decision::Infeasible { multipliers } => {
                let multipliers = rescaled(multipliers, &Rational::ONE);
                Answer::Infeasible(Infeasibility {
                    multipliers: self.canonical.farkas(&multipliers),
                })
            }
            Decision::Unbounded { point, ray } => Answer::Unbounded(Unboundedness {
                point: self.canonical.point(&point),
                ray: self.canonical.ray(&ray),
            }),
        }
    }
}

/// The basic variables and active rows of the canonical form for a basis of the program.
fn canonical_basis(
    program: &LinearProgram,
    canonical: &Canonical,
    basis: &Basis,
) -> Result<(Vec<usize>, Vec<usize>), LinearError> {
    let rows = program.rows().len();
    let refuse = |what: &'static str, index: usize, limit: usize| LinearError::BadBasis {
        what,
        index,
        limit,
    };
    let mut basic = basis.variables.clone();
    basic.extend(&basis.at_upper);
    let mut active = basis.rows.clone();
    if let Some(&row) = active.iter().find(|&&row| row >= rows) {
        return Err(refuse("row", row, rows));
    }
    for &variable in &basis.at_upper {
        let place = canonical.boxed.iter().position(|&boxed| boxed == variable);
        let Some(place) = place else {
            return Err(refuse("variable", variable, program.variables()));
        };
        active.push(rows + place);
    }
    let limits = [
        ("variable", program.variables()),
        ("row", canonical.rows.len()),
    ];
    for (list, (what, limit)) in [&basic, &active].into_iter().zip(limits) {
        let mut named = vec![false; limit];
        for &index in list {
            if index >= limit || std::mem::replace(&mut named[index], true) {
                return Err(refuse(what, index, limit));
            }
        }
    }
    if basic.len() != active.len() {
        return Err(refuse("variable", basic.len(), active.len()));
    }
    Ok((basic, active))
}
