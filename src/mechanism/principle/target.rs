//! What a principle wants to be played.

use serde::{Deserialize, Serialize};

use crate::game::{Game, GameExt, Profile};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// The profile that a principle wants to be played: a given one, or a welfare optimum.
///
/// Never the profile with the largest *product* of payoffs: with negative payoffs that may be the
/// worst of all.
///
/// ```
/// use lacuna::game::{NormalForm, catalogue::prisoners_dilemma};
/// use lacuna::mechanism::principle::Target;
/// // Mutual defection is worth (−3)·(−3) = 9 as a product, mutual cooperation 1·1 = 1.
/// let dilemma = prisoners_dilemma(1, -4, 2, -3)?;
/// assert_eq!(Target::WelfareOptimum.profile(&dilemma)?, vec![0, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Target {
    /// This profile.
    Profile(Profile),
    /// The profile with the largest sum of payoffs, the first of several.
    WelfareOptimum,
}

impl Target {
    /// The profile in this game.
    ///
    /// # Errors
    /// [`SettingError::Game`] if it is not one of the game's.
    ///
    /// # Complexity
    /// One pass over all payoffs for a welfare optimum.
    pub fn profile(&self, game: &dyn Game<Rational>) -> Result<Profile, SettingError> {
        match self {
            Target::Profile(profile) => {
                game.check_profile(profile)?;
                Ok(profile.clone())
            }
            Target::WelfareOptimum => {
                let mut best: Option<(Rational, Profile)> = None;
                let mut payoffs = vec![Rational::ZERO; game.players()];
                game.profile_space()?.for_each(|_, profile| {
                    game.payoffs_into(profile, &mut payoffs);
                    let welfare: Rational = payoffs.iter().sum();
                    if best.as_ref().is_none_or(|(most, _)| welfare > *most) {
                        best = Some((welfare, profile.to_vec()));
                    }
                });
                best.map(|(_, profile)| profile)
                    .ok_or_else(|| crate::game::GameError::NoPlayers.into())
            }
        }
    }
}

impl From<Profile> for Target {
    fn from(profile: Profile) -> Self {
        Target::Profile(profile)
    }
}
