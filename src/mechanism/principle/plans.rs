//! Plans: an action for each thing that may have happened, as one number in mixed radix.

use crate::mechanism::setting::SettingError;

/// How many plans there are with `actions` actions at each of `occasions`.
pub(super) fn count(
    what: &'static str,
    actions: usize,
    occasions: usize,
) -> Result<usize, SettingError> {
    let limit = isize::MAX as usize;
    let too_large = |cases| SettingError::TooLarge { what, cases, limit };
    let occasions = u32::try_from(occasions).map_err(|_| too_large(u128::MAX))?;
    let plans = (actions as u128)
        .checked_pow(occasions)
        .unwrap_or(u128::MAX);
    match usize::try_from(plans) {
        Ok(plans) if plans <= limit => Ok(plans),
        _ => Err(too_large(plans)),
    }
}

/// The product of two numbers of strategies.
pub(super) fn product(
    what: &'static str,
    left: usize,
    right: usize,
) -> Result<usize, SettingError> {
    let cases = left as u128 * right as u128;
    match usize::try_from(cases) {
        Ok(product) if product <= isize::MAX as usize => Ok(product),
        _ => Err(SettingError::TooLarge {
            what,
            cases,
            limit: isize::MAX as usize,
        }),
    }
}

/// What `plan` does on this occasion; the last occasion varies fastest.
pub(super) fn action(plan: usize, actions: usize, occasions: usize, occasion: usize) -> usize {
    // The plans of so many occasions were counted, so that the power fits.
    plan / actions.pow((occasions - 1 - occasion) as u32) % actions
}

/// The number of the plan that does `on(occasion)`.
pub(super) fn number(actions: usize, occasions: usize, on: impl Fn(usize) -> usize) -> usize {
    (0..occasions).fold(0, |plan, occasion| plan * actions + on(occasion))
}

/// A plan in words: the actions one after the other, or once if they are all the same.
pub(super) fn name(
    actions: usize,
    occasions: usize,
    plan: usize,
    occasion_name: impl Fn(usize) -> String,
    action_name: impl Fn(usize) -> String,
) -> String {
    let first = action(plan, actions, occasions, 0);
    if (1..occasions).all(|occasion| action(plan, actions, occasions, occasion) == first) {
        return action_name(first);
    }
    let parts: Vec<String> = (0..occasions)
        .map(|occasion| {
            let does = action_name(action(plan, actions, occasions, occasion));
            format!("{does} after {}", occasion_name(occasion))
        })
        .collect();
    parts.join(", ")
}
