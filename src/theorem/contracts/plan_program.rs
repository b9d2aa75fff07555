//! Deviation plans of one state as linear programs, written down from their definition.

use super::ContractingInstance;
use super::definition::{after, gain, law, optima, welfare};
use super::mechanism_program::optimum;
use crate::contract::Budget;
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation, Sense};
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;
use crate::theorem::TheoremError;

type Terms = Vec<(usize, Rational)>;

/// The deviations of one state, and what they gain and change.
pub(super) struct Deviations<'a> {
    instance: &'a ContractingInstance,
    state: usize,
    /// Player, what it is told, what it does.
    pub(super) all: Vec<(usize, usize, usize)>,
}

impl<'a> Deviations<'a> {
    pub(super) fn new(instance: &'a ContractingInstance, state: usize) -> Self {
        let mut all = Vec::new();
        for (player, &actions) in instance.problem.space().actions().iter().enumerate() {
            for told in 0..actions {
                let others = (0..actions).filter(|&action| action != told);
                all.extend(others.map(|action| (player, told, action)));
            }
        }
        Deviations {
            instance,
            state,
            all,
        }
    }

    /// What each deviation gains at a profile at which it is told.
    pub(super) fn gains(&self, profile: &[usize], weights: &WeightMatrix<Rational>) -> Terms {
        let problem = &self.instance.problem;
        let told =
            |&(_, &(player, told, _)): &(usize, &(usize, usize, usize))| profile[player] == told;
        (self.all.iter().enumerate().filter(told))
            .map(|(column, &(player, _, action))| {
                let to = after(profile, player, action);
                let gain = gain(problem, weights, self.state, player, profile, &to);
                (column, gain)
            })
            .collect()
    }

    /// The price of money for each player after each signal: what a unit paid takes away from the
    /// weighted gains.
    pub(super) fn prices(
        &self,
        profile: &[usize],
        weights: &WeightMatrix<Rational>,
    ) -> Vec<Vec<Terms>> {
        let monitoring = &self.instance.monitoring;
        let players = self.instance.problem.players();
        let before = law(monitoring, self.state, profile);
        let mut prices = vec![vec![Vec::new(); players]; before.len()];
        for (column, &(player, told, action)) in self.all.iter().enumerate() {
            if profile[player] != told {
                continue;
            }
            let then = law(monitoring, self.state, &after(profile, player, action));
            for (signal, (before, then)) in before.iter().zip(&then).enumerate() {
                let less = before - then;
                if less.is_zero() {
                    continue;
                }
                for (other, terms) in prices[signal].iter_mut().enumerate() {
                    terms.push((column, weights.entry(player, other) * &less));
                }
            }
        }
        prices
    }

    fn program(&self, mut program: LinearProgram) -> LinearProgram {
        for _ in &self.all {
            program.variable(Bounds::NONNEGATIVE, 0);
        }
        program
    }

    /// No transfers within the budget matter to the plan. `counted`: burnt money is a loss, so that
    /// its price may fall to minus the probability of the signal; otherwise any multiple is asked for.
    fn admit(
        &self,
        program: &mut LinearProgram,
        weights: &WeightMatrix<Rational>,
        counted: bool,
    ) -> Result<(), TheoremError> {
        for profile in self.instance.problem.space().iter() {
            let chances = law(&self.instance.monitoring, self.state, &profile);
            for (signal, prices) in self.prices(&profile, weights).into_iter().enumerate() {
                for (player, price) in prices.iter().enumerate() {
                    let unrestricted =
                        !matches!(self.instance.budget, Budget::Balanced | Budget::Burning);
                    if unrestricted {
                        program.row(price.clone(), Relation::Equal, 0)?;
                    } else if player > 0 {
                        let less = prices[0].iter().map(|(column, c)| (*column, -c));
                        let row: Terms = price.iter().cloned().chain(less).collect();
                        program.row(row, Relation::Equal, 0)?;
                    }
                }
                let chance = &chances[signal];
                if self.instance.budget == Budget::Burning && (counted || chance.is_zero()) {
                    program.row(prices[0].clone(), Relation::AtLeast, -chance)?;
                }
            }
        }
        Ok(())
    }
}

/// The least bound that a plan proves on the welfare of the state, with unlimited transfers.
pub(super) fn least_bound(
    instance: &ContractingInstance,
    state: usize,
) -> Result<Rational, TheoremError> {
    let deviations = Deviations::new(instance, state);
    let mut program = deviations.program(LinearProgram::minimise());
    let bound = program.variable(Bounds::FREE, 1);
    deviations.admit(&mut program, &instance.preferences, true)?;
    for profile in instance.problem.space().iter() {
        let mut terms = deviations.gains(&profile, &instance.preferences);
        terms.push((bound, Rational::ONE));
        let welfare = welfare(&instance.problem, state, &profile);
        program.row(terms, Relation::AtLeast, welfare)?;
    }
    optimum(&program)
}

/// Is there a plan to which no transfers matter, with a gain at every optimum?
pub(super) fn gains_at_every_optimum(
    instance: &ContractingInstance,
    state: usize,
) -> Result<bool, TheoremError> {
    let deviations = Deviations::new(instance, state);
    let mut program = deviations.program(LinearProgram::maximise());
    let least = program.variable(Bounds::at_most(1), 1);
    deviations.admit(&mut program, &instance.preferences, false)?;
    for optimum in optima(&instance.problem, state) {
        let mut terms = deviations.gains(&optimum, &instance.preferences);
        terms.push((least, -Rational::ONE));
        program.row(terms, Relation::AtLeast, 0)?;
    }
    // The set of plans is a cone: a positive gain can be scaled to one.
    Ok(optimum(&program)?.is_positive())
}

/// The greatest ratio of own gain to loss of welfare at the first optimum over plans to which no
/// transfers matter; at least 0.
pub(super) fn greatest_ratio(
    instance: &ContractingInstance,
    state: usize,
) -> Result<Extended<Rational>, TheoremError> {
    let problem = &instance.problem;
    let optimum = optima(problem, state).swap_remove(0);
    let columns = Deviations::new(instance, state);
    let selfish = WeightMatrix::identity(problem.players());
    let mut program = columns.program(LinearProgram::maximise());
    columns.admit(&mut program, &selfish, false)?;
    let gains = columns.gains(&optimum, &selfish);
    let losses: Terms = gains
        .iter()
        .map(|(column, _)| {
            let (player, _, action) = columns.all[*column];
            let to = after(&optimum, player, action);
            let loss = welfare(problem, state, &optimum) - welfare(problem, state, &to);
            (*column, loss)
        })
        .collect();
    program.row(losses, Relation::Equal, 1)?;
    program.set_objective(Sense::Maximise, gains)?;
    Ok(match program.solve(&LinearOptions::default())?.answer {
        Answer::Optimal(best) => Extended::Finite(best.value.max(Rational::ZERO)),
        Answer::Unbounded(_) => Extended::Infinite,
        _ => Extended::Finite(Rational::ZERO),
    })
}
