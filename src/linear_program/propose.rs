//! A basis and a verdict from floating point, for exact arithmetic to decide on.

use super::float_rows::FloatRows;
use super::limits::Limits;
use super::simplex::{FEASIBILITY, Run, Simplex};
use super::sparse::Sparse;

/// What floating point makes of a program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    Optimal,
    /// The tableau's row of this basic variable contradicts itself; whether its value is above 0.
    Infeasible(usize, bool),
    /// The tableau's column of this nonbasic variable has no end; whether the variable falls.
    Unbounded(usize, bool),
    Unknown,
}

/// A basis with a verdict.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    pub(super) basic: Vec<usize>,
    pub(super) active: Vec<usize>,
    pub(super) verdict: Verdict,
    pub(super) pivots: usize,
    /// Was a limit reached?
    pub(super) limited: bool,
}

/// How far costs and bounds are moved apart so that ties do not stall the method.
const PERTURBATION: f64 = 1e-6;
/// How often perturbations are taken back and the rest is mended.
const ROUNDS: usize = 6;

/// A fixed number between 1 and 2 for each index (splitmix64).
fn scatter(index: usize) -> f64 {
    let mut bits = (index as u64)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    1.0 + ((bits ^ (bits >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Runs the float simplex method from a basis; also returns it where it stopped.
pub(super) fn propose<'a>(
    program: &'a Sparse,
    float: &'a FloatRows,
    start: (&[usize], &[usize]),
    limits: &mut Limits,
) -> (Proposal, Simplex<'a>) {
    let mut simplex = Simplex::new(program, float);
    simplex.load(start.0, start.1);
    let mut search = Search {
        program,
        float,
        simplex,
        limits,
    };
    let run = search.run();
    let simplex = search.simplex;
    let proposal = Proposal {
        verdict: match run {
            Run::Done => Verdict::Optimal,
            Run::Infeasible(variable, turned) => Verdict::Infeasible(variable, turned),
            Run::Unbounded(variable, falls) => Verdict::Unbounded(variable, falls),
            Run::Stuck | Run::Limit => Verdict::Unknown,
        },
        limited: run == Run::Limit,
        pivots: simplex.pivots,
        basic: simplex.basic.clone(),
        active: simplex.active.clone(),
    };
    (proposal, simplex)
}

struct Search<'a, 'b, 'c> {
    program: &'a Sparse,
    float: &'a FloatRows,
    simplex: Simplex<'a>,
    limits: &'b mut Limits<'c>,
}

impl Search<'_, '_, '_> {
    fn run(&mut self) -> Run {
        for round in 0..ROUNDS {
            let (mut primal, mut dual) = self.infeasibilities();
            if round == 0 && primal && dual {
                if self.simplex.satisfy_equalities(self.limits) == Run::Limit {
                    return Run::Limit;
                }
                (primal, dual) = self.infeasibilities();
            }
            // Later rounds only mend, and without moving anything apart.
            let width = if round < ROUNDS / 2 {
                PERTURBATION
            } else {
                0.0
            };
            let run = match (primal, dual) {
                (false, false) => return Run::Done,
                (true, false) => self.dual(width),
                (false, true) => self.primal(width),
                (true, true) => match self.first_phase(width) {
                    Run::Done => {
                        self.restore();
                        if self.simplex.primal_infeasibility() > FEASIBILITY {
                            continue;
                        }
                        self.primal(width)
                    }
                    other => other,
                },
            };
            if run != Run::Done {
                self.restore();
                return run;
            }
            self.restore();
        }
        Run::Stuck
    }

    fn infeasibilities(&self) -> (bool, bool) {
        (
            self.simplex.primal_infeasibility() > FEASIBILITY,
            self.simplex.dual_infeasibility() > FEASIBILITY,
        )
    }

    /// The costs and bounds of the program itself.
    fn restore(&mut self) {
        self.simplex.costs.copy_from_slice(&self.float.objective);
        self.simplex.bounds.copy_from_slice(&self.float.bounds);
        self.simplex.recompute();
    }

    fn dual(&mut self, width: f64) -> Run {
        self.simplex.recompute();
        self.simplex
            .lower_reduced_costs(|variable| width * scatter(variable));
        self.simplex.dual(self.limits)
    }

    fn primal(&mut self, width: f64) -> Run {
        self.simplex
            .raise_values(|variable| width * scatter(variable));
        self.simplex.primal(self.limits)
    }

    /// Feasible values by the dual method, under costs for which the basis is dual feasible.
    fn first_phase(&mut self, width: f64) -> Run {
        let at_slacks = self.simplex.basic.is_empty();
        for variable in 0..self.program.variables {
            let cost = &mut self.simplex.costs[variable];
            *cost = if at_slacks && !self.program.free[variable] {
                cost.min(0.0)
            } else {
                0.0
            };
        }
        self.dual(width)
    }
}
