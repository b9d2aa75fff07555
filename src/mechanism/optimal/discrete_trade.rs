//! Trade between a buyer and a seller with finitely many values and costs.

use crate::mechanism::Concern;
use crate::mechanism::ParticipationStage;
use crate::mechanism::design::{DesignOutcome, Designer, Incentives, Objective};
use crate::mechanism::setting::{Prior, Setting, SettingError};
use crate::number::Rational;
use crate::preference::WeightMatrix;

use super::DiscreteValues;

/// The setting of bilateral trade: agent 0 buys and has a value, agent 1 sells and has a cost;
/// alternative 1 is trade. Value and cost are independent.
///
/// # Errors
/// As [`Setting::private`].
pub fn bilateral_trade(
    values: &DiscreteValues,
    costs: &DiscreteValues,
) -> Result<Setting, SettingError> {
    let types = [values.values().len(), costs.values().len()];
    let setting = Setting::private(&types, 2, |agent, own_type, alternative| {
        match (alternative, agent) {
            (0, _) => Rational::ZERO,
            (_, 0) => values.values()[own_type].clone(),
            _ => -&costs.values()[own_type],
        }
    })?;
    let prior = [values, costs].map(|list| list.probabilities().to_vec());
    setting
        .with_agent_names(["buyer", "seller"])?
        .with_alternative_names(["no trade", "trade"])?
        .with_prior(Prior::Independent(prior.to_vec()))
}

/// The least expected subsidy with which some mechanism chooses efficiently, with Bayesian honesty
/// and interim participation, among agents with V = u + λW; below 0 if money is left over. Decided
/// by a linear program.
///
/// ```
/// use lacuna::mechanism::Concern;
/// use lacuna::mechanism::optimal::{DiscreteValues, bilateral_trade, least_subsidy};
/// use lacuna::number::Rational;
/// let grid = DiscreteValues::uniform((0..3).map(Rational::from).collect())?;
/// let trade = bilateral_trade(&grid, &grid)?;
/// let selfish = least_subsidy(&trade, &Rational::ZERO, Concern::Payoffs)?;
/// assert!(selfish.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `None` if no subsidy suffices.
///
/// # Errors
/// As [`Designer::solve`]; [`SettingError::Preference`] if λ is negative.
pub fn least_subsidy(
    setting: &Setting,
    lambda: &Rational,
    concern: Concern,
) -> Result<Option<Rational>, SettingError> {
    let agents = WeightMatrix::cooperative(setting.agents(), lambda)?;
    let outcome = Designer::new(setting)
        .with_objective(Objective::Revenue)
        .with_incentives(Incentives::Bayesian)
        .with_participation(ParticipationStage::Interim)
        .with_preferences(agents, concern)
        .with_efficient_choice()?
        .solve()?;
    match outcome {
        DesignOutcome::Optimal(design) => Ok(Some(-design.value)),
        DesignOutcome::Infeasible(_) => Ok(None),
        DesignOutcome::Unbounded(_) => Err(SettingError::invalid(
            "the least subsidy",
            "without limit",
            "participation must bound what agents can be made to pay",
        )),
    }
}
