//! From a proposed basis to a proved answer, in exact arithmetic: checks the proposal and mends it
//! by exact pivots with Bland's rule while one of the two sides holds.

use std::collections::BTreeSet;

use dashu_int::IBig;

use super::limits::Limits;
use super::propose::{Proposal, Verdict};
use super::sparse::Sparse;
use super::vertex::{Exact, Vertex};
use crate::number::Rational;

/// An answer in the canonical form.
pub(super) enum Decision {
    Optimal {
        point: Vec<Rational>,
        multipliers: Vec<Rational>,
    },
    Infeasible {
        multipliers: Vec<Rational>,
    },
    Unbounded {
        point: Vec<Rational>,
        ray: Vec<Rational>,
    },
}

/// How the attempt to prove a proposal ended.
pub(super) enum Attempt {
    Decided(Decision),
    /// The basis was of no use, or mending it took too long.
    Undecided,
    /// A limit was reached.
    Limited,
}

/// The most exact pivots from a proposal before starting afresh.
pub(super) const MENDING: usize = 500;

/// Proves the proposal, after at most `mending` exact pivots; its basis moves along.
pub(super) fn decide(
    program: &Sparse,
    proposal: &mut Proposal,
    limits: &mut Limits,
    exact_pivots: &mut usize,
    mending: usize,
) -> Attempt {
    let mut frozen = BTreeSet::new();
    for round in 0..mending {
        let Some(vertex) = Vertex::new(program, &proposal.basic, &proposal.active) else {
            return Attempt::Undecided;
        };
        let mut judge = Judge {
            program,
            vertex,
            frozen,
            first: round >= mending / 2,
        };
        let mut assessment = judge.assess_until_settled(&mut proposal.verdict);
        if matches!(assessment, Assessment::NeitherSide) {
            judge.freeze();
            assessment = judge.assess_until_settled(&mut proposal.verdict);
        }
        let pivot = match assessment {
            Assessment::Decided(decision) => return Attempt::Decided(decision),
            Assessment::NeitherSide | Assessment::Look(_) => return Attempt::Undecided,
            Assessment::Pivot { leaving, entering } => (leaving, entering),
        };
        frozen = judge.frozen;
        if !limits.pivot() {
            return Attempt::Limited;
        }
        *exact_pivots += 1;
        exchange(program.variables, proposal, pivot.0, pivot.1);
        proposal.verdict = Verdict::Unknown;
    }
    Attempt::Undecided
}

fn exchange(variables: usize, proposal: &mut Proposal, leaving: usize, entering: usize) {
    if entering < variables {
        proposal.basic.push(entering);
    } else {
        proposal.active.retain(|&row| row != entering - variables);
    }
    if leaving < variables {
        proposal.basic.retain(|&variable| variable != leaving);
    } else {
        proposal.active.push(leaving - variables);
    }
}

enum Assessment {
    Decided(Decision),
    Pivot {
        leaving: usize,
        entering: usize,
    },
    /// The proposal was wrong, and this is to be looked at instead.
    Look(Verdict),
    /// Neither the point nor the multipliers are what they must be.
    NeitherSide,
}

struct Judge<'a> {
    program: &'a Sparse,
    vertex: Vertex<'a>,
    /// Variables and slacks that must stay at zero until the point is feasible. Where neither side
    /// holds, freezing what would improve the objective makes the multipliers hold, so that dual
    /// pivots lead to a feasible point; from there primal pivots lead on.
    frozen: BTreeSet<usize>,
    /// Whether the first candidate leaves, which cannot cycle, and not the one furthest out.
    first: bool,
}

fn is_positive(value: &IBig) -> bool {
    *value > IBig::ZERO
}

fn is_negative(value: &IBig) -> bool {
    *value < IBig::ZERO
}

impl Judge<'_> {
    /// Assesses one verdict after the other at the same basis: a proposed one that does not hold,
    /// what is found instead, and what that leads to.
    fn assess_until_settled(&self, verdict: &mut Verdict) -> Assessment {
        for _ in 0..2 {
            match self.assess(*verdict) {
                Assessment::Look(other) => *verdict = other,
                settled => return settled,
            }
        }
        self.assess(*verdict)
    }

    fn assess(&self, verdict: Verdict) -> Assessment {
        match verdict {
            Verdict::Infeasible(leaving, turned) => match self.contradiction(leaving, turned) {
                Some(decision) => Assessment::Decided(decision),
                None => Assessment::Look(Verdict::Unknown),
            },
            Verdict::Unbounded(entering, falls) => match self.endless(entering, falls) {
                Some(decision) => Assessment::Decided(decision),
                None => Assessment::Look(Verdict::Unknown),
            },
            Verdict::Optimal | Verdict::Unknown => self.look(),
        }
    }

    /// Freezes everything that would improve the objective.
    fn freeze(&mut self) {
        let multipliers = self.vertex.multipliers();
        self.frozen.clear();
        while let Some((variable, _)) = self.first_attractive(&multipliers) {
            self.frozen.insert(variable);
        }
    }

    fn look(&self) -> Assessment {
        let point = self.vertex.point();
        let multipliers = self.vertex.multipliers();
        let broken = self.broken(&point, self.first);
        let attractive = match broken {
            Some(_) => self.first_attractive(&multipliers),
            None => self.first_improving(&multipliers, |_| true),
        };
        match (broken, attractive) {
            (None, None) => Assessment::Decided(Decision::Optimal {
                point: point.rationals(),
                multipliers: multipliers.rationals(),
            }),
            (None, Some((entering, falls))) => match self.leaving(&point, entering, falls) {
                Some(leaving) => Assessment::Pivot { leaving, entering },
                None => Assessment::Look(Verdict::Unbounded(entering, falls)),
            },
            (Some((leaving, turned)), None) => match self.entering(&multipliers, leaving, turned) {
                Some(entering) => Assessment::Pivot { leaving, entering },
                None => Assessment::Look(Verdict::Infeasible(leaving, turned)),
            },
            (Some(_), Some(_)) => Assessment::NeitherSide,
        }
    }

    /// A variable out of its range, and whether it is above: the one that is out furthest, or the
    /// first, which cannot cycle.
    fn broken(&self, point: &Exact, first: bool) -> Option<(usize, bool)> {
        let program = self.program;
        let mut basic = self.vertex.basic.clone();
        basic.sort_unstable();
        let structural = basic
            .into_iter()
            .filter(|&v| !program.free[v] && is_negative(&point.main[v]))
            .map(|variable| (variable, false, &point.main[variable]));
        let slacks = (0..program.rows).filter_map(|row| {
            let value = &point.rest[row];
            let above = program.equal[row] && is_positive(value);
            (above || is_negative(value)).then_some((program.variables + row, above, value))
        });
        let mut all = structural.chain(slacks);
        if first {
            return all.next().map(|(variable, above, _)| (variable, above));
        }
        let mut furthest: Option<(usize, bool, &IBig)> = None;
        for found in all {
            let further = |(_, _, least): &(usize, bool, &IBig)| {
                // Values are negative, but for equalities that are exceeded.
                let size = |value: &IBig| {
                    if is_negative(value) {
                        -value
                    } else {
                        value.clone()
                    }
                };
                size(found.2) > size(least)
            };
            if furthest.as_ref().is_none_or(further) {
                furthest = Some(found);
            }
        }
        furthest.map(|(variable, above, _)| (variable, above))
    }

    /// The first nonbasic variable that would improve the objective and may, and whether by falling.
    fn first_attractive(&self, multipliers: &Exact) -> Option<(usize, bool)> {
        self.first_improving(multipliers, |variable| !self.frozen.contains(&variable))
    }

    fn first_improving(
        &self,
        multipliers: &Exact,
        may: impl Fn(usize) -> bool,
    ) -> Option<(usize, bool)> {
        let variables = self.program.variables;
        let structural = (0..variables).filter(|&v| may(v)).find_map(|variable| {
            let reduced = &multipliers.rest[variable];
            let falls = self.program.free[variable] && is_negative(reduced);
            (falls || is_positive(reduced)).then_some((variable, falls))
        });
        let slack = || {
            let mut active = self.vertex.active.clone();
            active.sort_unstable();
            active
                .into_iter()
                .filter(|&row| may(variables + row))
                .find(|&row| !self.program.equal[row] && is_negative(&multipliers.main[row]))
                .map(|row| (self.program.variables + row, false))
        };
        structural.or_else(slack)
    }

    /// The basic variable that reaches zero first; of several the one with the lowest number.
    fn leaving(&self, point: &Exact, entering: usize, falls: bool) -> Option<usize> {
        let change = self.vertex.direction(entering);
        let mut best: Option<(usize, IBig, IBig)> = None;
        let mut consider = |variable: usize, fixed: bool, value: &IBig, change: &IBig| {
            let fall = if falls { change.clone() } else { -change };
            if !(is_positive(&fall) || (fixed && is_negative(&fall))) {
                return;
            }
            let size = if is_negative(&fall) { -fall } else { fall };
            let sooner = (best.as_ref()).is_none_or(|(_, other_value, other_size)| {
                value * other_size < other_value * &size
            });
            if sooner {
                best = Some((variable, value.clone(), size));
            }
        };
        let mut basic = self.vertex.basic.clone();
        basic.sort_unstable();
        for variable in basic.into_iter().filter(|&v| !self.program.free[v]) {
            consider(
                variable,
                false,
                &point.main[variable],
                &change.main[variable],
            );
        }
        for row in 0..self.program.rows {
            let slack = self.program.variables + row;
            if slack != entering {
                let fixed = self.program.equal[row];
                consider(slack, fixed, &point.rest[row], &change.rest[row]);
            }
        }
        best.map(|(variable, _, _)| variable)
    }

    /// The nonbasic variable whose reduced cost reaches zero first; of several the one with the
    /// lowest number.
    fn entering(&self, multipliers: &Exact, leaving: usize, turned: bool) -> Option<usize> {
        let combination = self.vertex.combination(leaving);
        // Cost and size of each candidate: smallest ratio of non-negative numbers.
        let mut best: Option<(usize, IBig, IBig)> = None;
        let mut consider = |variable: usize, free: bool, cost: IBig, entry: IBig| {
            let size = if turned { entry } else { -entry };
            if !(is_positive(&size) || (free && is_negative(&size))) {
                return;
            }
            let size = if is_negative(&size) { -size } else { size };
            let sooner = (best.as_ref())
                .is_none_or(|(_, other_cost, other_size)| &cost * other_size < other_cost * &size);
            if sooner {
                best = Some((variable, cost, size));
            }
        };
        let mut basic = vec![false; self.program.variables];
        for &variable in &self.vertex.basic {
            basic[variable] = true;
        }
        let movable = |variable: &usize| !self.frozen.contains(variable);
        let nonbasic = (0..self.program.variables).filter(|&variable| !basic[variable]);
        for variable in nonbasic.filter(movable) {
            let free = self.program.free[variable];
            let cost = -&multipliers.rest[variable];
            consider(variable, free, cost, -&combination.rest[variable]);
        }
        let mut active = self.vertex.active.clone();
        active.sort_unstable();
        for row in active.into_iter().filter(|&row| !self.program.equal[row]) {
            let slack = self.program.variables + row;
            if !movable(&slack) {
                continue;
            }
            consider(
                slack,
                false,
                multipliers.main[row].clone(),
                combination.main[row].clone(),
            );
        }
        best.map(|(variable, _, _)| variable)
    }

    /// The combination of rows that expresses `leaving`, if it is a contradiction.
    fn contradiction(&self, leaving: usize, turned: bool) -> Option<Decision> {
        let mut combination = self.vertex.combination(leaving);
        if turned {
            combination.negate();
        }
        let program = self.program;
        let rows_hold = (combination.main.iter().zip(&program.equal))
            .all(|(weight, equal)| *equal || !is_negative(weight));
        let variables_hold = (combination.rest.iter().zip(&program.free)).all(|(rest, free)| {
            if *free {
                *rest == IBig::ZERO
            } else {
                !is_positive(rest)
            }
        });
        let mut bound = IBig::ZERO;
        for (row, weight) in combination.main.iter().enumerate() {
            if *weight != IBig::ZERO {
                program.bounds.add_product(&mut bound, weight, row);
            }
        }
        (rows_hold && variables_hold && is_negative(&bound)).then(|| Decision::Infeasible {
            multipliers: combination.rationals(),
        })
    }

    /// The direction in which `entering` moves for ever, if the point is feasible and it does.
    fn endless(&self, entering: usize, falls: bool) -> Option<Decision> {
        let point = self.vertex.point();
        if self.broken(&point, true).is_some() {
            return None;
        }
        let mut ray = self.vertex.direction(entering);
        if falls {
            ray.negate();
        }
        let program = self.program;
        let variables_hold =
            (ray.main.iter().zip(&program.free)).all(|(step, free)| *free || !is_negative(step));
        let rows_hold = (ray.rest.iter().zip(&program.equal)).all(|(step, equal)| {
            if *equal {
                *step == IBig::ZERO
            } else {
                !is_negative(step)
            }
        });
        let mut rate = IBig::ZERO;
        for (variable, step) in ray.main.iter().enumerate() {
            if *step != IBig::ZERO {
                program.objective.add_product(&mut rate, step, variable);
            }
        }
        (variables_hold && rows_hold && is_positive(&rate)).then(|| Decision::Unbounded {
            point: point.rationals(),
            ray: ray.rationals(),
        })
    }
}
