//! Instances that make sense: lists that fit, and few enough cases to go through one by one.

use crate::game::{NormalForm, ProfileSpace};
use crate::mechanism::auction::permutation;
use crate::mechanism::{Setting, SettingError};
use crate::number::Rational;
use crate::theorem::TheoremError;

/// The most profiles of types, messages or ballots that are gone through.
pub(super) const MOST_PROFILES: usize = 1 << 14;

/// Refuses a list that has not `expected` entries.
pub(super) fn entries(
    what: &'static str,
    found: usize,
    expected: usize,
) -> Result<(), TheoremError> {
    Ok(SettingError::check_length(what, found, expected)?)
}

/// Refuses anything but every number below `count` exactly once.
pub(super) fn order(what: &'static str, list: &[usize], count: usize) -> Result<(), TheoremError> {
    Ok(permutation(what, list, count)?)
}

/// Refuses a number that is not below `limit`.
pub(super) fn below(what: &'static str, number: usize, limit: usize) -> Result<(), TheoremError> {
    Ok(SettingError::check_index(what, number, limit)?)
}

/// Refuses more cases than are gone through one by one.
pub(super) fn few(what: &str, cases: usize, most: usize) -> Result<(), TheoremError> {
    match cases <= most {
        true => Ok(()),
        false => Err(TheoremError::Limit(format!(
            "{cases} {what}, and at most {most} are gone through"
        ))),
    }
}

/// Refuses a profile that the game does not have.
pub(super) fn profile_of(
    game: &NormalForm<Rational>,
    profile: &[usize],
) -> Result<(), TheoremError> {
    game.space().index(profile)?;
    Ok(())
}

/// The profiles of so many choices each, if they are few enough to go through.
pub(super) fn few_profiles(counts: &[usize]) -> Result<ProfileSpace, TheoremError> {
    let space = ProfileSpace::new(counts)?;
    few("profiles", space.len(), MOST_PROFILES)?;
    Ok(space)
}

/// Settings whose type profiles are gone through.
pub(super) trait FewProfiles {
    /// The type profiles, if they are few enough to go through.
    fn few_profiles(&self) -> Result<ProfileSpace, TheoremError>;
}

impl FewProfiles for Setting {
    fn few_profiles(&self) -> Result<ProfileSpace, TheoremError> {
        few_profiles(self.types())
    }
}
