//! Buyers and sellers as settings.

use super::matchings::Matchings;
use crate::mechanism::auction::check_grids;
use crate::mechanism::{Setting, SettingError};
use crate::number::Rational;

/// One buyer (agent 0) with these possible values and one seller (agent 1) with these possible
/// costs, both in increasing order. Alternative 0 is no trade, worth nothing to both; alternative 1
/// is trade, worth its value to the buyer and minus its cost to the seller. Types are independent
/// and uniform; [`Setting::with_prior`] changes that.
///
/// # Errors
/// [`SettingError::Invalid`] if a list is empty or not increasing.
///
/// ```
/// use lacuna::mechanism::trade::bilateral;
/// use lacuna::number::Rational;
/// let setting = bilateral(&[2, 4].map(Rational::from), &[1, 3].map(Rational::from))?;
/// assert_eq!(setting.welfare(&[0, 1], 1), Rational::from(-1));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn bilateral(values: &[Rational], costs: &[Rational]) -> Result<Setting, SettingError> {
    exchange(&[values.to_vec()], &[costs.to_vec()])?
        .with_agent_names(["buyer", "seller"])?
        .with_alternative_names(["no trade", "trade"])
}

/// Buyers who want one unit and sellers who have one: agents `0..n` are the buyers and the next the
/// sellers; `values[i]` are the values that buyer `i` may have and `costs[j]` the costs of seller
/// `j`, in increasing order. Alternatives are the [`Matchings`]: who trades.
///
/// # Errors
/// [`SettingError::Invalid`] if there are no buyers or no sellers, if a list is empty or not
/// increasing, or with too many alternatives.
pub fn exchange(
    values: &[Vec<Rational>],
    costs: &[Vec<Rational>],
) -> Result<Setting, SettingError> {
    check_grids("values", values)?;
    check_grids("costs", costs)?;
    let matchings = Matchings::new(values.len(), costs.len())?;
    let all: Vec<&Vec<Rational>> = values.iter().chain(costs).collect();
    let types: Vec<usize> = all.iter().map(|list| list.len()).collect();
    Setting::private(&types, matchings.len(), |agent, own_type, alternative| {
        let (buyers, sellers) = matchings.traders(alternative);
        match agent.checked_sub(values.len()) {
            None if buyers.contains(&agent) => all[agent][own_type].clone(),
            Some(seller) if sellers.contains(&seller) => -&all[agent][own_type],
            _ => Rational::ZERO,
        }
    })?
    .with_type_names(
        all.iter()
            .map(|list| list.iter().map(Rational::to_string).collect::<Vec<_>>()),
    )
}
