//! The altruism from which a plain contract with limited money attains the first best.

use serde::{Deserialize, Serialize};

use super::check::{Reading, replaced};
use super::state::{StateView, check_shapes};
use crate::contract::{
    Budget, Cell, Contract, ContractError, ContractingProblem, IncentiveWeight, Monitoring,
    PlainContract, SettlementOptions,
};
use crate::gap::GapError;
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;

/// The least λ at which a plain contract attains the first best, with the contract and the proof
/// that no smaller λ suffices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttainedThreshold {
    /// The least λ, which is attained. Infinite if none suffices, which cannot be as long as optima
    /// are unique.
    pub value: Extended<Rational>,
    /// The optimum of each state.
    pub plan: Vec<Vec<usize>>,
    /// What is paid after each signal, at that λ; `None` if no λ suffices.
    pub contract: Option<PlainContract>,
    /// Weights of incentive conditions whose sum asks for that λ, whatever is paid; empty if the
    /// threshold is 0.
    pub proof: Vec<IncentiveWeight>,
}

/// The least λ at which a plain contract, transfers that depend on the signal alone, makes the
/// optimum an equilibrium in every state and burns nothing under it.
///
/// No recommendations and no reports: what [`altruism_threshold`](super::altruism_threshold)
/// approaches with vanishing probabilities and exploding fines is here to be attained within the
/// budget and the liability. Without noise and limits it is the
/// [`language_level`](crate::gap::level::language_level). As there, the plan must be an equilibrium
/// in states of probability 0 too.
///
/// # Errors
/// [`GapError::Contract`] for a monitoring of another shape, private information, a negative
/// liability or a budget that holds only in expectation; [`GapError::TiedOptima`];
/// [`GapError::LiabilityNeedsBalance`]; [`GapError::Linear`].
///
/// # Complexity
/// One linear program with a variable for each player and signal and a row for each unilateral
/// deviation from the plan.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Language, Monitoring, SettlementOptions};
/// use lacuna::game::NormalForm;
/// use lacuna::gap::irreducible::attained_threshold;
/// use lacuna::number::{Extended, Rational};
///
/// let payoffs = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&payoffs)?)?;
/// let seen = Monitoring::from(&Language::actions_only(&problem));
/// // A defector gains 2 and the other loses 3. A fine of 1/2 paid to the other leaves 1.
/// let options = SettlementOptions::default()
///     .with_budget(Budget::Balanced)
///     .with_liability(Rational::new(1, 2)?);
/// let found = attained_threshold(&problem, &seen, &options)?;
/// assert_eq!(found.value, Extended::Finite(Rational::new(3, 2)?));
/// assert!(found.verify(&problem, &seen, &options));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn attained_threshold(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &SettlementOptions,
) -> Result<AttainedThreshold, GapError> {
    check_shapes(
        problem,
        monitoring,
        &WeightMatrix::identity(problem.players()),
    )?;
    problem.check_informed()?;
    if options.budget == Budget::Expected {
        return Err(ContractError::ExpectedBudget.into());
    }
    if let Some(limit) = &options.liability {
        if limit.is_negative() {
            let value = limit.clone();
            return Err(ContractError::NegativeLiability { value }.into());
        }
        // Perceived and paid transfers differ by λ times the net, so that λ and t would multiply.
        if options.budget != Budget::Balanced {
            return Err(GapError::LiabilityNeedsBalance);
        }
    }
    let optima = problem.first_best().optima;
    if let Some(state) = optima.iter().position(|list| list.len() > 1) {
        return Err(GapError::TiedOptima {
            state,
            optima: optima[state].len(),
        });
    }
    let plan: Vec<usize> = optima.into_iter().flatten().collect();
    let system = System::new(problem, monitoring, &plan, options)?;
    let limits = LinearOptions::default().with_max_pivots(options.max_pivots);
    let plan = problem.plan_of(&plan);
    Ok(match system.program.solve(&limits)?.answer {
        Answer::Optimal(best) => AttainedThreshold {
            contract: Some(system.contract(&best.point)?),
            proof: if best.value.is_zero() {
                Vec::new()
            } else {
                system.proof(best.multipliers.iter().map(|m| -m))
            },
            value: Extended::Finite(best.value),
            plan,
        },
        Answer::Infeasible(farkas) => AttainedThreshold {
            value: Extended::Infinite,
            plan,
            contract: None,
            proof: system.proof(farkas.multipliers.into_iter()),
        },
        // λ is at least 0.
        Answer::Unbounded(_) => AttainedThreshold {
            value: Extended::Infinite,
            plan,
            contract: None,
            proof: Vec::new(),
        },
    })
}

/// The program: minimise λ over λ and perceived transfers.
struct System {
    program: LinearProgram,
    players: usize,
    signals: usize,
    /// State, player and action of the first rows.
    incentives: Vec<(usize, usize, usize)>,
}

impl System {
    fn new(
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        plan: &[usize],
        options: &SettlementOptions,
    ) -> Result<Self, GapError> {
        let (players, signals) = (problem.players(), monitoring.signals());
        let mut program = LinearProgram::minimise();
        let bounds = match &options.liability {
            None => Bounds::FREE,
            Some(limit) => Bounds::between(-limit, limit.clone())?,
        };
        for _ in 0..players * signals {
            program.variable(bounds.clone(), 0);
        }
        let lambda = program.variable(Bounds::NONNEGATIVE, 1);
        let mut incentives = Vec::new();
        let mut planned = vec![false; signals];
        for (state, &optimum) in plan.iter().enumerate() {
            let view = StateView::new(problem, monitoring, state, &[optimum]);
            for (signal, _) in monitoring.law(state, optimum) {
                planned[*signal] |= problem.probability(state).is_positive();
            }
            let mut change = vec![Vec::new(); view.columns.len()];
            for (signal, columns) in view.outflow(optimum) {
                for (column, less) in columns {
                    let player = view.columns[column].player;
                    change[column].push((player * signals + signal, -less));
                }
            }
            for (column, gain, loss) in view.gains_and_losses(optimum) {
                let mut terms = std::mem::take(&mut change[column]);
                terms.push((lambda, -loss));
                program.row(terms, Relation::AtMost, -gain)?;
                let deviation = view.columns[column];
                incentives.push((state, deviation.player, deviation.action));
            }
        }
        for (signal, planned) in planned.into_iter().enumerate() {
            let relation = match options.budget {
                Budget::Unrestricted | Budget::Expected => continue,
                Budget::Burning if !planned => Relation::AtMost,
                Budget::Burning | Budget::Balanced => Relation::Equal,
            };
            let all = (0..players).map(|player| (player * signals + signal, 1));
            program.row(all, relation, 0)?;
        }
        Ok(System {
            program,
            players,
            signals,
            incentives,
        })
    }

    fn contract(&self, point: &[Rational]) -> Result<PlainContract, GapError> {
        let lambda = &point[self.players * self.signals];
        let weight = Rational::ONE + lambda * &Rational::from(self.players);
        let share = lambda.checked_div(&weight).unwrap_or_default();
        let perceived = |player: usize, signal: usize| &point[player * self.signals + signal];
        let paid = |player: usize, signal: usize| {
            let net: Rational = (0..self.players).map(|j| perceived(j, signal)).sum();
            perceived(player, signal) - &(&share * &net)
        };
        let list = |player| {
            (0..self.signals)
                .map(|signal| paid(player, signal))
                .collect()
        };
        let lists = (0..self.players).map(list).collect();
        Ok(PlainContract::from_transfers(self.signals, lists)?)
    }

    fn proof(&self, weights: impl Iterator<Item = Rational>) -> Vec<IncentiveWeight> {
        (self.incentives.iter().zip(weights))
            .filter(|(_, weight)| weight.is_positive())
            .map(|(&(state, player, action), weight)| IncentiveWeight {
                state,
                player,
                action,
                weight,
            })
            .collect()
    }
}

impl AttainedThreshold {
    /// Checks, from payoffs and signal probabilities alone, that the contract keeps within the
    /// budget and the liability and makes the plan an equilibrium at the threshold, and that the
    /// weighted conditions ask for as much, whatever is paid.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &SettlementOptions,
    ) -> bool {
        let optimal = |state: usize| {
            let optima = Reading::new(problem, monitoring, state).map(|r| r.optima());
            optima.is_some_and(|optima| optima == [self.plan[state].clone()])
        };
        self.plan.len() == problem.states()
            && problem.information().is_complete()
            && (0..problem.states()).all(optimal)
            && self.verify_contract(problem, monitoring, options) == Some(true)
            && self.verify_proof(problem, monitoring, options) == Some(true)
    }

    fn verify_contract(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &SettlementOptions,
    ) -> Option<bool> {
        let (lambda, contract) = match (&self.value, &self.contract) {
            (Extended::Finite(lambda), Some(contract)) => (lambda, contract),
            (value, contract) => return Some(!value.is_finite() && contract.is_none()),
        };
        if contract.cells() != monitoring.signals() || contract.players() != problem.players() {
            return None;
        }
        let preferences = WeightMatrix::cooperative(problem.players(), lambda).ok()?;
        let mut sound = options.allow(contract);
        for (state, profile) in self.plan.iter().enumerate() {
            let reading = Reading::new(problem, monitoring, state)?;
            let paid = |player: usize, signal: usize| {
                let amounts: Vec<Rational> = (0..problem.players())
                    .map(|j| contract.transfer(j, Cell::new(signal)))
                    .collect();
                preferences.apply(player, &amounts)
            };
            if options.budget == Budget::Burning && problem.probability(state).is_positive() {
                let law = reading.law(profile);
                sound &= law.keys().all(|&y| contract.net(Cell::new(y)).is_zero());
            }
            for (player, &actions) in problem.space().actions().iter().enumerate() {
                for action in 0..actions {
                    let after = replaced(profile, player, action);
                    let mut gain = reading.perceived(&preferences, player, &after)
                        - reading.perceived(&preferences, player, profile);
                    for (signal, change) in reading.change(profile, &after) {
                        gain += change * paid(player, signal);
                    }
                    sound &= !gain.is_positive();
                }
            }
        }
        Some(sound)
    }

    fn verify_proof(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &SettlementOptions,
    ) -> Option<bool> {
        if self.value == Extended::Finite(Rational::ZERO) {
            return Some(true);
        }
        let (players, signals) = (problem.players(), monitoring.signals());
        let (mut gain, mut loss) = (Rational::ZERO, Rational::ZERO);
        // What a unit paid after a signal adds to the weighted gains.
        let mut prices = vec![vec![Rational::ZERO; players]; signals];
        for w in &self.proof {
            let reading = Reading::new(problem, monitoring, w.state)?;
            let actions = problem.space().actions().get(w.player)?;
            if w.action >= *actions || !w.weight.is_positive() {
                return None;
            }
            let profile = &self.plan[w.state];
            let after = replaced(profile, w.player, w.action);
            let own = reading.payoff(w.player, &after) - reading.payoff(w.player, profile);
            gain += &w.weight * &own;
            loss += &w.weight * &(reading.welfare(profile) - reading.welfare(&after));
            for (signal, change) in reading.change(profile, &after) {
                prices[signal][w.player] += &w.weight * &change;
            }
        }
        let planned = |signal: usize| {
            (self.plan.iter().enumerate()).any(|(state, profile)| {
                let reading = Reading::new(problem, monitoring, state);
                problem.probability(state).is_positive()
                    && reading.is_some_and(|r| r.law(profile).contains_key(&signal))
            })
        };
        for (signal, prices) in prices.iter().enumerate() {
            let equal = prices.iter().all(|price| *price == prices[0]);
            let distance = |c: &Rational| prices.iter().map(|p| (p - c).abs()).sum::<Rational>();
            let vanishes = match (options.budget, &options.liability) {
                (Budget::Balanced, Some(limit)) => {
                    gain -= limit * &prices.iter().map(distance).min()?;
                    true
                }
                (Budget::Balanced, None) => equal,
                (Budget::Burning, None) => equal && (planned(signal) || !prices[0].is_positive()),
                (Budget::Unrestricted, None) => prices.iter().all(Rational::is_zero),
                _ => false,
            };
            if !vanishes {
                return Some(false);
            }
        }
        Some(match &self.value {
            Extended::Finite(lambda) => loss.is_positive() && gain == lambda * &loss,
            Extended::Infinite => loss.is_zero() && gain.is_positive(),
        })
    }
}
