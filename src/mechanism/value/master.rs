//! The linear program over the columns found so far, and the search for further ones.
//!
//! A mechanism is a mixture of arms with extreme transfers (Dantzig and Wolfe 1960): one row a
//! condition, and columns that are generated where the weights of the rows say that they are worth
//! something. Floating point looks for them first; the end is always exact: the program over the
//! columns found is solved with its multipliers, and every other column is shown to be worth
//! nothing at them.

use std::collections::HashSet;

use super::columns::{Column, Kind, Payments};
use super::conditions::Conditions;
use super::pricing::{Offer, Prices, Pricing};
use super::spanning::spanning;
use crate::linear_program::{Answer, Basis, Bounds, LinearError, LinearProgram, Relation};
use crate::mechanism::MechanismError;
use crate::number::Rational;

/// What is asked of the conditions.
#[derive(Debug, Clone)]
pub(super) enum Goal {
    /// The greatest expected welfare.
    Welfare,
    /// As many arms as possible with positive probability; with so much welfare, if given.
    Support { welfare: Option<Rational> },
    /// The least amount by which all conditions are missed, with a minus sign.
    Feasibility,
}

/// The amounts of the columns, and the weights that prove that no others do better.
pub(super) struct Decided {
    /// One amount a column; `None` if the conditions contradict each other.
    pub(super) amounts: Option<Vec<Rational>>,
    /// The weights of the rows.
    pub(super) prices: Prices<Rational>,
    /// The value of the objective.
    pub(super) value: Rational,
}

pub(super) struct Master<'a> {
    pub(super) conditions: &'a Conditions<'a>,
    pub(super) columns: Vec<Column>,
    /// Which arms may have positive probability.
    pub(super) allowed: Vec<bool>,
    /// Where transfers may grow without limit.
    pub(super) growth: Vec<bool>,
    pub(super) goal: Goal,
    pub(super) known: HashSet<(usize, Payments, bool)>,
    pub(super) basis: Option<Basis>,
    pub(super) rounds: usize,
    /// The search in floating point stops once this is out of reach.
    pub(super) aim: f64,
}

impl<'a> Master<'a> {
    /// A program whose transfers may grow only at the arms that `growth` names (all, if `None`),
    /// where liability is unlimited.
    pub(super) fn new(conditions: &'a Conditions<'a>, goal: Goal, growth: Option<&[bool]>) -> Self {
        Self::restricted(conditions, goal, growth, None)
    }

    /// The same in which only the arms that `allowed` names can have positive probability.
    pub(super) fn restricted(
        conditions: &'a Conditions<'a>,
        goal: Goal,
        growth: Option<&[bool]>,
        allowed: Option<&[bool]>,
    ) -> Self {
        let arms = conditions.arms.len();
        let all =
            |arms_of: Option<&[bool]>| arms_of.map_or_else(|| vec![true; arms], <[bool]>::to_vec);
        let mut master = Master {
            conditions,
            columns: Vec::new(),
            allowed: all(allowed),
            growth: all(growth),
            goal,
            known: HashSet::new(),
            basis: None,
            rounds: 0,
            aim: f64::NEG_INFINITY,
        };
        for arm in (0..arms)
            .filter(|&arm| master.allowed[arm])
            .collect::<Vec<_>>()
        {
            master.add(conditions.probability_column(arm, Vec::new()));
        }
        if conditions.options.liability.is_none() {
            for column in spanning(conditions, &master.growth) {
                master.add(column);
            }
        }
        master
    }

    pub(super) fn add(&mut self, column: Column) -> bool {
        let key = (
            column.arm,
            column.payments.clone(),
            column.kind == Kind::Probability,
        );
        let fresh = self.known.insert(key);
        if fresh {
            self.columns.push(column);
        }
        fresh
    }

    fn is_support(&self) -> bool {
        matches!(self.goal, Goal::Support { .. })
    }

    /// The program over the columns so far. Variables: what lies lead to, the scale (for a support
    /// only) or the amount by which rows are missed (for feasibility only), then the columns; a probability counts twice for a support, as at most 1 and beyond.
    pub(super) fn program(&self) -> Result<LinearProgram, LinearError> {
        let conditions = self.conditions;
        let support = self.is_support();
        let mut program = LinearProgram::maximise();
        let rows = conditions.rows.len();
        let mut terms: Vec<Vec<(usize, Rational)>> =
            vec![Vec::new(); rows + conditions.reports.len() + 1];
        for expectation in &conditions.expectations {
            let variable = program.variable(Bounds::FREE, Rational::ZERO);
            for (row, coefficient) in &expectation.terms {
                terms[*row].push((variable, coefficient.clone()));
            }
        }
        let scale = support.then(|| program.variable(Bounds::NONNEGATIVE, Rational::ZERO));
        let lack = matches!(self.goal, Goal::Feasibility)
            .then(|| program.variable(Bounds::NONNEGATIVE, -Rational::ONE));
        let counts = matches!(self.goal, Goal::Welfare);
        for column in &self.columns {
            let bounds = match column.kind {
                Kind::Line => Bounds::FREE,
                _ => Bounds::NONNEGATIVE,
            };
            let mut variables = vec![match counts {
                false => program.variable(bounds, Rational::ZERO),
                true => program.variable(bounds, column.objective.clone()),
            }];
            if support && column.kind == Kind::Probability {
                let unit = Bounds::between(Rational::ZERO, Rational::ONE)?;
                variables.push(program.variable(unit, Rational::ONE));
            }
            for variable in variables {
                for (row, coefficient) in &column.terms {
                    terms[*row].push((variable, coefficient.clone()));
                }
                if column.kind == Kind::Probability {
                    let report = conditions.arms[column.arm].report;
                    terms[rows + report].push((variable, Rational::ONE));
                }
                if support && !column.objective.is_zero() {
                    let last = rows + conditions.reports.len();
                    terms[last].push((variable, column.objective.clone()));
                }
            }
        }
        let last = terms.pop().unwrap_or_default();
        for (number, mut terms) in terms.into_iter().enumerate() {
            let (relation, bound) = match conditions.bounds.get(number) {
                Some(bound) => (Relation::AtMost, bound.clone()),
                None => (Relation::Equal, Rational::ONE),
            };
            if let (Some(lack), Relation::AtMost) = (lack, relation) {
                terms.push((lack, -Rational::ONE));
            }
            match scale {
                None => program.row(terms, relation, bound)?,
                Some(scale) => {
                    terms.push((scale, -bound));
                    program.row(terms, relation, Rational::ZERO)?
                }
            };
        }
        if let (
            Goal::Support {
                welfare: Some(welfare),
            },
            Some(scale),
        ) = (&self.goal, scale)
        {
            let mut terms = last;
            terms.push((scale, -welfare));
            program.row(terms, Relation::Equal, Rational::ZERO)?;
        }
        Ok(program)
    }

    /// The weights of the rows from the multipliers of the program.
    pub(super) fn prices<S: Clone>(
        &self,
        multipliers: &[S],
        zero: S,
        one: S,
        minus: fn(&S) -> S,
    ) -> Prices<S> {
        let rows = self.conditions.rows.len();
        let last = rows + self.conditions.reports.len();
        Prices {
            rows: multipliers[..rows].to_vec(),
            reports: multipliers[rows..last].to_vec(),
            objective: match &self.goal {
                Goal::Welfare => one,
                Goal::Support { .. } => multipliers.get(last).map_or(zero, minus),
                Goal::Feasibility => zero,
            },
        }
    }

    /// Solves the program exactly, adding columns until no other is worth anything.
    pub(super) fn decide(&mut self) -> Result<Decided, MechanismError> {
        let exact = Pricing::new(self.conditions, Rational::clone);
        loop {
            let program = self.program()?;
            let mut options = self.conditions.options.linear.clone();
            options.start = self.basis.take();
            let solved = program.solve(&options)?;
            self.basis = Some(solved.basis);
            let exact_prices = |multipliers: &[Rational], objective: Rational| {
                self.prices(multipliers, Rational::ZERO, objective, |m| -m)
            };
            let (amounts, prices, value) = match &solved.answer {
                Answer::Optimal(best) => (
                    Some(self.amounts(&best.point)),
                    exact_prices(&best.multipliers, Rational::ONE),
                    best.value.clone(),
                ),
                Answer::Infeasible(contradiction) => (
                    None,
                    exact_prices(&contradiction.multipliers, Rational::ZERO),
                    Rational::ZERO,
                ),
                // Probabilities are bounded, and what transfers do to welfare is at most zero.
                Answer::Unbounded(_) => {
                    return Err(LinearError::Unstable {
                        basis: Basis::default(),
                    }
                    .into());
                }
            };
            let offers: Vec<Offer<Rational>> = match exact.is_limited() {
                false => Vec::new(),
                true => (0..exact.arms())
                    .filter(|&arm| self.allowed[arm])
                    .map(|arm| exact.offer(arm, &prices))
                    .collect(),
            };
            let mut grown = false;
            for offer in offers.iter().filter(|offer| offer.gain.is_positive()) {
                let column = self
                    .conditions
                    .probability_column(offer.arm, offer.payments.clone());
                grown |= self.add(column);
            }
            if !exact.is_limited() {
                for arm in 0..exact.arms() {
                    if !self.growth[arm] {
                        continue;
                    }
                    for (reading, pattern) in exact.rays(arm, &prices, Rational::is_zero) {
                        let conditions = self.conditions;
                        let column = conditions.growth_column(arm, reading, pattern, Kind::Ray);
                        grown |= self.add(column);
                    }
                }
            }
            if !grown {
                return Ok(Decided {
                    amounts,
                    prices,
                    value,
                });
            }
            self.count_round(amounts.is_some().then_some(&value), || {
                exact.is_limited().then(|| exact.bound(&offers, &prices))
            })?;
            self.rounds += 1;
        }
    }

    fn count_round(
        &self,
        lower: Option<&Rational>,
        upper: impl FnOnce() -> Option<Rational>,
    ) -> Result<(), MechanismError> {
        if self.rounds < self.conditions.options.max_rounds {
            return Ok(());
        }
        Err(MechanismError::RoundLimit {
            limit: self.conditions.options.max_rounds,
            lower: lower.cloned(),
            upper: upper(),
        })
    }

    /// The amounts of the columns at a point of the program, with total probability 1.
    fn amounts(&self, point: &[Rational]) -> Vec<Rational> {
        let mut variable = self.conditions.expectations.len();
        let support = self.is_support();
        let scale = match support {
            false => Rational::ONE,
            true => {
                variable += 1;
                point[variable - 1].recip().unwrap_or_default()
            }
        };
        let amounts = self.columns.iter().map(|column| {
            let mut amount = point[variable].clone();
            variable += 1;
            if support && column.kind == Kind::Probability {
                amount += &point[variable];
                variable += 1;
            }
            if support { &amount * &scale } else { amount }
        });
        amounts.collect()
    }
}
