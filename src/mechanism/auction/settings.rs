//! Bidders and what they want, as settings.

use super::allocations::Allocations;
use super::grid::check_grids;
use super::schedules::check_schedules;
use crate::mechanism::{Setting, SettingError};
use crate::number::Rational;

fn counts<T>(lists: &[Vec<T>]) -> Vec<usize> {
    lists.iter().map(Vec::len).collect()
}

fn named(setting: Setting, values: &[Vec<Rational>]) -> Result<Setting, SettingError> {
    setting.with_type_names(
        values
            .iter()
            .map(|list| list.iter().map(Rational::to_string).collect()),
    )
}

/// One object, and bidders whose value for it is private: `values[i]` are the values that bidder
/// `i` may have, in increasing order. Alternative 0 leaves it unsold, alternative `1 + i` gives it
/// to bidder `i`. Types are independent and uniform; [`Setting::with_prior`] changes that.
///
/// # Errors
/// [`SettingError::Invalid`] if a list is empty or not increasing.
///
/// ```
/// use lacuna::mechanism::auction::one_object;
/// use lacuna::number::Rational;
/// let setting = one_object(&vec![[3, 7].map(Rational::from).to_vec(); 2])?;
/// assert_eq!(setting.value(1, &[0, 1], 2), &Rational::from(7));
/// assert_eq!(setting.alternative_name(2), "to agent 1");
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn one_object(values: &[Vec<Rational>]) -> Result<Setting, SettingError> {
    let names = std::iter::once("unsold".to_owned());
    let names = names.chain((0..values.len()).map(|bidder| format!("to agent {bidder}")));
    unit_demand(values, 1)?.with_alternative_names(names)
}

/// Several identical units, and bidders who want one each: `values[i]` are the values that bidder
/// `i` may have. Alternatives are `Allocations::new(bidders, units, 1)`.
///
/// # Errors
/// [`SettingError::Invalid`] if a list is empty or not increasing, without units, or with more
/// allocations than [`Allocations::new`] takes.
pub fn unit_demand(values: &[Vec<Rational>], units: usize) -> Result<Setting, SettingError> {
    check_grids("values", values)?;
    let allocations = Allocations::new(values.len(), units, 1)?;
    let setting = Setting::private(
        &counts(values),
        allocations.len(),
        |bidder, own_type, alternative| match allocations.quantities(alternative)[bidder] {
            0 => Rational::ZERO,
            _ => values[bidder][own_type].clone(),
        },
    )?;
    named(setting, values)
}

/// Several identical units, and bidders who want several: `schedules[i][t][k]` is what a unit more
/// is worth to bidder `i` of type `t` that has `k` already, not increasing in `k` and not negative;
/// beyond the end of a schedule units are worth nothing. Alternatives are
/// `Allocations::new(bidders, units, units)`.
///
/// # Errors
/// [`SettingError::Invalid`] if a list is empty, a schedule increases or is negative, without
/// units, or with more allocations than [`Allocations::new`] takes.
///
/// ```
/// use lacuna::mechanism::auction::{Allocations, multi_unit};
/// use lacuna::number::Rational;
/// let schedule = |list: &[i64]| list.iter().copied().map(Rational::from).collect::<Vec<_>>();
/// let setting = multi_unit(&[vec![schedule(&[5, 3])], vec![schedule(&[4])]], 2)?;
/// let both = Allocations::new(2, 2, 2)?.alternative(&[2, 0]).unwrap_or_default();
/// assert_eq!(setting.value(0, &[0, 0], both), &Rational::from(8));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn multi_unit(schedules: &[Vec<Vec<Rational>>], units: usize) -> Result<Setting, SettingError> {
    check_schedules(schedules)?;
    let allocations = Allocations::new(schedules.len(), units, units)?;
    Setting::private(
        &counts(schedules),
        allocations.len(),
        |bidder, own_type, alternative| {
            let own = allocations.quantities(alternative)[bidder];
            schedules[bidder][own_type].iter().take(own).sum()
        },
    )
}
