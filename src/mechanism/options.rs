//! What mechanisms may do, and limits on the work of finding the best.

use serde::{Deserialize, Serialize};

use super::{MechanismError, Participation};
use crate::contract::{Budget, ContractingProblem};
use crate::linear_program::LinearOptions;
use crate::number::Rational;

/// Who can say what to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Communication {
    /// Players report their types in private and a mediator recommends actions in private.
    #[default]
    Mediated,
    /// A mediator recommends to each player, in private, what to do at each of its types; nobody
    /// reports.
    Recommendations,
    /// No mediator: players report aloud, a public lottery and the contract name a profile, and
    /// everybody hears everything.
    Public,
}

/// What mechanisms may do, and limits on the work of finding the best.
///
/// ```
/// use lacuna::contract::Budget;
/// use lacuna::mechanism::{Communication, MechanismOptions};
/// use lacuna::number::Rational;
/// let options = MechanismOptions::default()
///     .with_budget(Budget::Balanced)
///     .with_liability(Rational::from(10))
///     .with_communication(Communication::Recommendations);
/// assert_eq!(options.liability, Some(Rational::from(10)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MechanismOptions {
    /// What transfers must sum to, whatever happens. Default: unrestricted.
    pub budget: Budget,
    /// The largest absolute transfer allowed. Default: unlimited.
    pub liability: Option<Rational>,
    /// When players may stay out. Default: never.
    pub participation: Participation,
    /// Who can say what to whom. Default: private reports and recommendations.
    pub communication: Communication,
    /// Where the value is approached and not attained, how far below it the returned mechanism may
    /// be. Above 0; default 1/1000.
    pub shortfall: Rational,
    /// The most pairs of reports and recommendations. Default: one million.
    pub max_arms: usize,
    /// The most rounds of adding columns to the linear program. Default: 10,000.
    pub max_rounds: usize,
    /// The most rows of the program whose value is traced exactly as a function of λ. Default: 1000.
    pub max_curve_rows: usize,
    /// Limits on each linear program.
    pub linear: LinearOptions,
}

impl Default for MechanismOptions {
    fn default() -> Self {
        MechanismOptions {
            budget: Budget::default(),
            liability: None,
            participation: Participation::none(),
            communication: Communication::default(),
            shortfall: Rational::new(1, 1000).unwrap_or(Rational::ONE),
            max_arms: 1_000_000,
            max_rounds: 10_000,
            max_curve_rows: 1000,
            linear: LinearOptions::default(),
        }
    }
}

impl MechanismOptions {
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

    /// The same without a limit on transfers.
    #[must_use]
    pub fn with_unlimited_liability(mut self) -> Self {
        self.liability = None;
        self
    }

    /// The same with participation constraints.
    #[must_use]
    pub fn with_participation(mut self, participation: Participation) -> Self {
        self.participation = participation;
        self
    }

    /// The same with other communication.
    #[must_use]
    pub fn with_communication(mut self, communication: Communication) -> Self {
        self.communication = communication;
        self
    }

    /// The same with another shortfall of a mechanism that approaches the value.
    #[must_use]
    pub fn with_shortfall(mut self, shortfall: Rational) -> Self {
        self.shortfall = shortfall;
        self
    }

    /// The same with another limit on the pairs of reports and recommendations.
    #[must_use]
    pub fn with_max_arms(mut self, limit: usize) -> Self {
        self.max_arms = limit;
        self
    }

    /// The same with another limit on rounds.
    #[must_use]
    pub fn with_max_rounds(mut self, limit: usize) -> Self {
        self.max_rounds = limit;
        self
    }

    /// The same with another limit on the rows of the program of an exact curve.
    #[must_use]
    pub fn with_max_curve_rows(mut self, limit: usize) -> Self {
        self.max_curve_rows = limit;
        self
    }

    /// The same with other limits on each linear program.
    #[must_use]
    pub fn with_linear(mut self, linear: LinearOptions) -> Self {
        self.linear = linear;
        self
    }

    /// Checks the options for a problem.
    ///
    /// # Errors
    /// [`MechanismError::BadOption`], or [`MechanismError::Contract`] for a negative liability.
    pub fn check(&self, problem: &ContractingProblem) -> Result<(), MechanismError> {
        if let Some(value) = self.liability.as_ref().filter(|l| l.is_negative()) {
            let value = value.clone();
            return Err(crate::contract::ContractError::NegativeLiability { value }.into());
        }
        if !self.shortfall.is_positive() {
            return Err(MechanismError::BadOption {
                what: format!("the shortfall is {}", self.shortfall),
                right: "it must be above 0",
            });
        }
        self.participation.check(problem)
    }
}
