//! The linear program of the best mechanism as a family in the altruism weight λ.
//!
//! Where liability is unlimited the variables of transfers are what players *perceive*: every
//! vector of perceived transfers comes from exactly one of material transfers, and sums differ by
//! the factor 1 + nλ. Their columns then do not depend on λ, and one spanning set serves all λ.
//! Where transfers are limited, they are variables themselves, counted from the largest fine.

use super::columns::{Column, Kind};
use super::conditions::Conditions;
use super::spanning::spanning;
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::linear_program::{Bounds, LinearError, LinearProgram, Relation, Sense};
use crate::mechanism::{MechanismError, MechanismOptions};
use crate::number::Rational;
use crate::parametric::ParametricProgram;
use crate::preference::WeightMatrix;

/// Players who maximise `u_i + λ·W`.
pub(in crate::mechanism) fn agents(
    problem: &ContractingProblem,
    lambda: &Rational,
) -> Result<WeightMatrix<Rational>, MechanismError> {
    let agents = WeightMatrix::cooperative(problem.players(), lambda);
    agents.map_err(|error| MechanismError::BadOption {
        what: error.to_string(),
        right: "λ must be at least 0",
    })
}

/// The programs of the closed value, one for each λ ≥ 0.
pub(in crate::mechanism) fn family(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
) -> Result<ParametricProgram, MechanismError> {
    let selfish = WeightMatrix::identity(problem.players());
    let conditions = Conditions::new(problem, monitoring, &selfish, options)?;
    let lines = match options.liability {
        None => spanning(&conditions, &vec![true; conditions.arms.len()]),
        Some(_) => Vec::new(),
    };
    let needed = rows(&conditions);
    if needed > options.max_curve_rows {
        return Err(MechanismError::TooLarge {
            what: "rows in the program of an exact curve:",
            needed,
            limit: options.max_curve_rows,
            option: "max_curve_rows",
        });
    }
    ParametricProgram::from_fn(|lambda| {
        let agents = agents(problem, lambda)?;
        let conditions = Conditions::new(problem, monitoring, &agents, options)?;
        let program = Building::new(&conditions);
        Ok(match &options.liability {
            None => program.with_unlimited(lambda, &lines)?,
            Some(liability) => program.with_limited(liability)?,
        })
    })
}

/// How many rows the program has.
fn rows(conditions: &Conditions<'_>) -> usize {
    let options = conditions.options;
    let players = conditions.problem.players();
    let kept = conditions.rows.len() + conditions.reports.len();
    let burning = options.budget == Budget::Burning;
    if options.liability.is_none() {
        return kept + usize::from(burning);
    }
    let each = match options.budget {
        Budget::Balanced if players == 2 => 1,
        Budget::Balanced | Budget::Burning => players + 1,
        Budget::Unrestricted | Budget::Expected => players,
    };
    kept + each * limited(conditions).len()
}

/// The readings of arms after which limited transfers matter.
fn limited(conditions: &Conditions<'_>) -> Vec<(usize, usize)> {
    let liability = conditions.options.liability.as_ref();
    if !liability.is_some_and(Rational::is_positive) {
        return Vec::new();
    }
    let arms = conditions.arms.iter().enumerate();
    arms.flat_map(|(arm, entry)| {
        let readings = entry.readings.iter().enumerate();
        readings
            .filter(|(_, reading)| !reading.terms.is_empty())
            .map(move |(reading, _)| (arm, reading))
    })
    .collect()
}

/// A program that is being written down.
struct Building<'a> {
    conditions: &'a Conditions<'a>,
    program: LinearProgram,
    /// The terms of the conditions, then of the profiles of reports.
    terms: Vec<Vec<(usize, Rational)>>,
    /// The variable of each arm's probability.
    arms: Vec<usize>,
    /// The objective, by variable.
    objective: Vec<(usize, Rational)>,
}

impl<'a> Building<'a> {
    /// Expectations and probabilities.
    fn new(conditions: &'a Conditions<'a>) -> Self {
        let mut program = LinearProgram::maximise();
        let rows = conditions.rows.len();
        let mut terms = vec![Vec::new(); rows + conditions.reports.len()];
        for expectation in &conditions.expectations {
            let variable = program.variable(Bounds::FREE, Rational::ZERO);
            for (row, coefficient) in &expectation.terms {
                terms[*row].push((variable, coefficient.clone()));
            }
        }
        let mut arms = Vec::with_capacity(conditions.arms.len());
        let mut objective = Vec::with_capacity(conditions.arms.len());
        for arm in &conditions.arms {
            let variable = program.variable(Bounds::NONNEGATIVE, Rational::ZERO);
            for (row, coefficient) in &arm.payoff {
                terms[*row].push((variable, coefficient.clone()));
            }
            terms[rows + arm.report].push((variable, Rational::ONE));
            arms.push(variable);
            objective.push((variable, arm.welfare.clone()));
        }
        Building {
            conditions,
            program,
            terms,
            arms,
            objective,
        }
    }

    /// The program with perceived transfers without limit.
    ///
    /// What leaves the group counts as lost in material terms: a sum of perceived transfers over
    /// 1 + nλ, which one variable stands for.
    fn with_unlimited(
        mut self,
        lambda: &Rational,
        columns: &[Column],
    ) -> Result<LinearProgram, LinearError> {
        let burning = self.conditions.options.budget == Budget::Burning;
        let mut burnt: Vec<(usize, Rational)> = Vec::new();
        for column in columns {
            let bounds = match column.kind {
                Kind::Line => Bounds::FREE,
                _ => Bounds::NONNEGATIVE,
            };
            let variable = self.program.variable(bounds, Rational::ZERO);
            self.add(variable, column, &Rational::ONE);
            if !column.objective.is_zero() {
                burnt.push((variable, -&column.objective));
            }
        }
        if burning {
            let players = Rational::from(self.conditions.problem.players() as u64);
            let lost = self.program.variable(Bounds::NONNEGATIVE, Rational::ZERO);
            self.objective.push((lost, -Rational::ONE));
            burnt.push((lost, -(Rational::ONE + players * lambda)));
            self.program.row(burnt, Relation::AtMost, Rational::ZERO)?;
        }
        self.finish()
    }

    /// The program with transfers of at most `liability`, times the probability of their arm: a
    /// variable is what a transfer is above the largest fine.
    fn with_limited(mut self, liability: &Rational) -> Result<LinearProgram, LinearError> {
        let conditions = self.conditions;
        let players = conditions.problem.players();
        let budget = conditions.options.budget;
        let balanced = budget == Budget::Balanced;
        let times = |count: usize| liability * &Rational::from(count as u64);
        for (arm, reading) in limited(conditions) {
            let probability = self.arms[arm];
            let mut sum: Vec<(usize, Rational)> = Vec::new();
            // Where transfers balance, player 0 pays all others.
            for receiver in usize::from(balanced)..players {
                let mut pattern = vec![0i8; players];
                pattern[receiver] = 1;
                if balanced {
                    pattern[0] = -1;
                }
                let column = conditions.growth_column(arm, reading, pattern, Kind::Line);
                let variable = self.program.variable(Bounds::NONNEGATIVE, Rational::ZERO);
                for (variable, amount) in [(variable, &Rational::ONE), (probability, &-liability)] {
                    self.add(variable, &column, amount);
                    self.objective.push((variable, &column.objective * amount));
                }
                let upper = [(variable, Rational::ONE), (probability, -times(2))];
                self.program.row(upper, Relation::AtMost, Rational::ZERO)?;
                sum.push((variable, Rational::ONE));
            }
            if budget == Budget::Burning || (balanced && players > 2) {
                let mut most = sum.clone();
                most.push((probability, -times(players)));
                self.program.row(most, Relation::AtMost, Rational::ZERO)?;
            }
            if balanced && players > 2 {
                sum.push((probability, -times(players - 2)));
                self.program.row(sum, Relation::AtLeast, Rational::ZERO)?;
            }
        }
        self.finish()
    }

    fn add(&mut self, variable: usize, column: &Column, times: &Rational) {
        for (row, coefficient) in &column.terms {
            self.terms[*row].push((variable, coefficient * times));
        }
    }

    fn finish(mut self) -> Result<LinearProgram, LinearError> {
        for (number, terms) in self.terms.into_iter().enumerate() {
            match self.conditions.bounds.get(number) {
                Some(bound) => self.program.row(terms, Relation::AtMost, bound.clone())?,
                None => self.program.row(terms, Relation::Equal, Rational::ONE)?,
            };
        }
        self.program
            .set_objective(Sense::Maximise, self.objective)?;
        Ok(self.program)
    }
}
