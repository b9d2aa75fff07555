//! Money: the contracts for a plan that burn nothing, need no outside money, or keep within a
//! liability.
//!
//! [`settle`] decides, in exact arithmetic, whether a plan can be implemented when the transfers
//! must satisfy a [`Budget`] in every cell and stay within a [liability](SettlementOptions), and
//! finds the least liability with which it can.

use serde::{Deserialize, Serialize};

use super::conditions::Conditions;
use super::incentives::Incentives;
use super::{Cell, ContractError, ContractingProblem, Language, PlainContract};
use crate::linear_program::{Answer, LinearError, LinearOptions, LinearProgram, Relation, Sense};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// What the transfers of all players must sum to, in every cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Budget {
    /// Anything: outside money may come in.
    #[default]
    Unrestricted,
    /// At most zero in expectation over the play of a mechanism: a third party that is neutral to
    /// risk pays and is paid, and breaks even. What it is left with is not a loss of welfare.
    Expected,
    /// At most zero: money may be burnt, and burnt money is a loss of welfare.
    Burning,
    /// Exactly zero.
    Balanced,
}

/// Limits on the money of a contract, and on the work of finding it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SettlementOptions {
    /// What transfers must sum to. Default: unrestricted.
    pub budget: Budget,
    /// The largest absolute transfer allowed. Default: unlimited.
    pub liability: Option<Rational>,
    /// The largest number of simplex pivots. Default: 100,000.
    pub max_pivots: usize,
}

impl Default for SettlementOptions {
    fn default() -> Self {
        SettlementOptions {
            budget: Budget::default(),
            liability: None,
            max_pivots: 100_000,
        }
    }
}

impl SettlementOptions {
    /// The same with another budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// The same with a limit on the absolute value of every transfer.
    #[must_use]
    pub fn with_liability(mut self, liability: Rational) -> Self {
        self.liability = Some(liability);
        self
    }

    /// The same with another limit on the number of pivots.
    #[must_use]
    pub fn with_max_pivots(mut self, limit: usize) -> Self {
        self.max_pivots = limit;
        self
    }

    /// Does the contract keep within the budget in every cell, and within the liability?
    pub fn allow(&self, contract: &PlainContract) -> bool {
        let within_budget = match self.budget {
            Budget::Unrestricted => true,
            // In every cell is more than in expectation.
            Budget::Burning | Budget::Expected => contract.needs_no_outside_money(),
            Budget::Balanced => contract.is_balanced(),
        };
        let liability = self.liability.as_ref();
        within_budget && liability.is_none_or(|limit| contract.liability() <= *limit)
    }

    fn solve(&self, program: &LinearProgram) -> Result<Answer, LinearError> {
        let options = LinearOptions::default().with_max_pivots(self.max_pivots);
        Ok(program.solve(&options)?.answer)
    }

    fn check(&self) -> Result<(), ContractError> {
        if self.budget == Budget::Expected {
            return Err(ContractError::ExpectedBudget);
        }
        match &self.liability {
            Some(liability) if liability.is_negative() => Err(ContractError::NegativeLiability {
                value: liability.clone(),
            }),
            _ => Ok(()),
        }
    }
}

/// Whether a plan can be implemented within a budget and a liability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// It can.
    Met(SettledContract),
    /// It cannot.
    NotMet(MoneyBound),
}

impl Settlement {
    /// Can it?
    pub fn is_met(&self) -> bool {
        matches!(self, Settlement::Met(_))
    }
}

/// A contract within a budget and a liability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SettledContract {
    /// The contract: of those that burn least under the plan, one with the least liability.
    pub contract: PlainContract,
    /// The money burnt under the plan, in expectation, which no contract within the limits can
    /// undercut; 0 unless the budget is [`Budget::Burning`].
    pub expected_burnt: Rational,
    /// The least liability with which the plan can be implemented at that burning.
    pub least_liability: Rational,
    /// Why less cannot be burnt; `None` unless the budget is [`Budget::Burning`].
    pub proof: Option<MoneyBound>,
}

/// A weighted sum of the conditions on the transfers that proves a bound on them.
///
/// The conditions, with weights at least 0 (of any sign for a balanced budget), add up to a
/// statement without transfers on the left (a contradiction: the plan cannot be implemented), or
/// with the expected net transfer under the plan (an upper bound on it).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MoneyBound {
    /// The upper bound on the expected net transfer under the plan; `None` if the weights add up
    /// to a contradiction.
    pub net_at_most: Option<Rational>,
    /// Weights of "in `state`, `player` must not gain by `action`".
    pub incentives: Vec<IncentiveWeight>,
    /// Weights of the budget of each cell.
    pub budget: Vec<(Cell, Rational)>,
    /// Weights of the liability: player, cell, whether the payment to (true) or from (false) the
    /// player is limited, weight.
    pub liability: Vec<(usize, Cell, bool, Rational)>,
}

/// The weight of one incentive condition in a [`MoneyBound`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IncentiveWeight {
    /// The state.
    pub state: usize,
    /// Who would deviate.
    pub player: usize,
    /// To which action.
    pub action: usize,
    /// The weight, above 0.
    pub weight: Rational,
}

/// Decides whether `plan` can be made an equilibrium in every state by transfers within a budget
/// and a liability, and finds the contract that burns least and, of these, needs the least
/// liability.
///
/// # Errors
/// As [`implement`](super::implement), and [`ContractError::NegativeLiability`],
/// [`ContractError::Linear`].
///
/// # Complexity
/// Two linear programs with one variable for each player and reachable cell, and one row for each
/// unilateral deviation from the plan.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Language, Settlement, SettlementOptions, settle};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let language = Language::actions_only(&problem);
/// let options = SettlementOptions::default().with_budget(Budget::Balanced);
/// let selfish = WeightMatrix::identity(2);
/// match settle(&problem, &language, &[vec![0, 0]], &selfish, &options)? {
///     // Pay for your defection what it gains you, split over reward and fine.
///     Settlement::Met(settled) => assert_eq!(settled.least_liability, Rational::from(2)),
///     Settlement::NotMet(_) => unreachable!(),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn settle(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Vec<usize>],
    preferences: &WeightMatrix<Rational>,
    options: &SettlementOptions,
) -> Result<Settlement, ContractError> {
    let indices: Vec<Option<usize>> = problem.check_plan(plan)?.into_iter().map(Some).collect();
    let incentives = Incentives::new(problem, language, preferences)?;
    settle_indices(&incentives, &indices, preferences, options)
}

/// What each budget makes of one plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BudgetReport {
    /// With outside money.
    pub unrestricted: Settlement,
    /// Without outside money, when money may be burnt.
    pub burning: Settlement,
    /// With transfers that sum to zero.
    pub balanced: Settlement,
}

/// [`settle`] for each [`Budget`]: which of them a plan can meet, within the liability of
/// `options` (whose budget is ignored), and at what least liability.
///
/// # Errors
/// As [`settle`].
///
/// # Complexity
/// Three times that of [`settle`].
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language, SettlementOptions, settle_all};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let count = Language::output_only(&problem, |_, profile| profile.iter().sum::<usize>());
/// let selfish = WeightMatrix::identity(2);
/// let options = SettlementOptions::default();
/// let report = settle_all(&problem, &count, &[vec![0, 0]], &selfish, &options)?;
/// // The court sees that somebody defected, not who: fining both works, balancing does not.
/// assert!(report.burning.is_met());
/// assert!(!report.balanced.is_met());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn settle_all(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Vec<usize>],
    preferences: &WeightMatrix<Rational>,
    options: &SettlementOptions,
) -> Result<BudgetReport, ContractError> {
    let indices: Vec<Option<usize>> = problem.check_plan(plan)?.into_iter().map(Some).collect();
    let incentives = Incentives::new(problem, language, preferences)?;
    let with = |budget| {
        let options = options.clone().with_budget(budget);
        settle_indices(&incentives, &indices, preferences, &options)
    };
    Ok(BudgetReport {
        unrestricted: with(Budget::Unrestricted)?,
        burning: with(Budget::Burning)?,
        balanced: with(Budget::Balanced)?,
    })
}

/// Why no contract within the limits implements the (partial) plan, if none does. What rules out a
/// partial plan rules out all plans that extend it: more states only add conditions.
pub(super) fn contradiction(
    incentives: &Incentives<'_>,
    plan: &[Option<usize>],
    preferences: &WeightMatrix<Rational>,
    options: &SettlementOptions,
) -> Result<Option<MoneyBound>, ContractError> {
    options.check()?;
    let conditions = Conditions::new(incentives, plan, preferences, options)?;
    match options.solve(&conditions.program(Vec::new())?)? {
        Answer::Infeasible(farkas) => Ok(Some(conditions.bound(None, &farkas.multipliers))),
        Answer::Optimal(_) | Answer::Unbounded(_) => Ok(None),
    }
}

pub(super) fn settle_indices(
    incentives: &Incentives<'_>,
    plan: &[Option<usize>],
    preferences: &WeightMatrix<Rational>,
    options: &SettlementOptions,
) -> Result<Settlement, ContractError> {
    options.check()?;
    let conditions = Conditions::new(incentives, plan, preferences, options)?;
    let burning = options.budget == Budget::Burning;
    let mut program = conditions.program(if burning {
        conditions.net.clone()
    } else {
        Vec::new()
    })?;
    let (net, multipliers) = match options.solve(&program)? {
        Answer::Optimal(optimum) => (optimum.value, optimum.multipliers),
        Answer::Infeasible(farkas) => {
            return Ok(Settlement::NotMet(
                conditions.bound(None, &farkas.multipliers),
            ));
        }
        // The net transfer is at most zero in every cell.
        Answer::Unbounded(_) => (Rational::ZERO, vec![Rational::ZERO; program.rows().len()]),
    };
    let proof = burning.then(|| conditions.bound(Some(net.clone()), &multipliers));
    // Among the contracts that burn least, the least liability.
    if burning {
        program.row(
            conditions.net.iter().cloned(),
            Relation::AtLeast,
            net.clone(),
        )?;
    }
    let limit = conditions.limit();
    for column in 0..limit {
        for sign in [1, -1] {
            program.row([(column, sign), (limit, -1)], Relation::AtMost, 0)?;
        }
    }
    program.set_objective(Sense::Minimise, [(limit, 1)])?;
    let (point, least) = match options.solve(&program)? {
        Answer::Optimal(optimum) => (optimum.point, optimum.value),
        // The first program had a solution, and the liability is at least zero.
        Answer::Infeasible(_) | Answer::Unbounded(_) => {
            (vec![Rational::ZERO; program.variables()], Rational::ZERO)
        }
    };
    Ok(Settlement::Met(SettledContract {
        contract: conditions.contract(&point, incentives.language.cells())?,
        expected_burnt: -net,
        least_liability: least,
        proof,
    }))
}
