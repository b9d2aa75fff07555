//! Fines for not doing one's part, and where money that is lost goes.

use serde::{Deserialize, Serialize};

use super::{Play, Target, Transform, Transformed};
use crate::game::{Game, GameExt, Profile};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// Where fines and forfeited deposits go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Proceeds {
    /// To nobody in the game.
    #[default]
    Burnt,
    /// What a player loses is shared equally by all others.
    SharedByOthers,
    /// What is lost is shared equally by all who lose nothing; it is burnt if there are none.
    SharedByTheRest,
}

impl Proceeds {
    /// The transfers when each player loses so much, at least 0.
    pub(super) fn transfers(self, lost: &[Rational]) -> Vec<Rational> {
        let share = |count: usize| Rational::new(1, count.max(1) as i64).unwrap_or_default();
        let total: Rational = lost.iter().sum();
        match self {
            Proceeds::Burnt => lost.iter().map(|loss| -loss).collect(),
            Proceeds::SharedByOthers => {
                if lost.len() < 2 {
                    return Proceeds::Burnt.transfers(lost);
                }
                let each = share(lost.len() - 1);
                lost.iter()
                    .map(|loss| &each * &(&total - loss) - loss)
                    .collect()
            }
            Proceeds::SharedByTheRest => {
                let rest = lost.iter().filter(|loss| loss.is_zero()).count();
                let each = &share(rest) * &total;
                lost.iter()
                    .map(|loss| match loss.is_zero() {
                        true if rest > 0 => each.clone(),
                        _ => -loss,
                    })
                    .collect()
            }
        }
    }
}

/// A list of one amount a player, or the same for all; at least 0.
pub(super) fn amounts(
    what: &'static str,
    list: &[Rational],
    players: usize,
) -> Result<Vec<Rational>, SettingError> {
    if let Some(negative) = list.iter().find(|amount| amount.is_negative()) {
        let needs = "it must be at least 0";
        return Err(SettingError::invalid(what, negative, needs));
    }
    match list {
        [same] => Ok(vec![same.clone(); players]),
        _ => {
            SettingError::check_length(what, list.len(), players)?;
            Ok(list.to_vec())
        }
    }
}

/// Checks the profiles at which something can be shown.
pub(super) fn check_profiles(
    game: &dyn Game<Rational>,
    profiles: Option<&Vec<Profile>>,
) -> Result<(), SettingError> {
    for profile in profiles.into_iter().flatten() {
        game.check_profile(profile)?;
    }
    Ok(())
}

/// A contract with penalties (Becker 1968 for fines and detection): whoever does not do its part of
/// the target pays a fine.
///
/// The breach must be found: where it can be shown at all ([`Penalty::with_provable`]), and with
/// some probability ([`Penalty::with_detection`]; one inspection finds all breaches or none). In a
/// prisoner's dilemma the least fine at which mutual cooperation is an equilibrium is T − R, and
/// at which cooperation dominates max(T − R, P − S); detection with probability q divides both by q.
///
/// ```
/// use lacuna::game::{GameExt, catalogue::prisoners_dilemma};
/// use lacuna::mechanism::principle::{Penalty, Target, Transform};
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// let cooperates = |fine: i64, detection: &str| -> Result<bool, Box<dyn std::error::Error>> {
///     let penalty = Penalty::new(Target::WelfareOptimum, fine.into());
///     let fined = penalty.with_detection(detection.parse()?).apply(&dilemma)?;
///     Ok(fined.game().is_pure_equilibrium(&[0, 0])?)
/// };
/// assert!(!cooperates(1, "1")? && cooperates(2, "1")?);
/// assert!(!cooperates(5, "1/3")? && cooperates(6, "1/3")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Penalty {
    target: Target,
    fines: Vec<Rational>,
    provable: Option<Vec<Profile>>,
    detection: Rational,
    proceeds: Proceeds,
}

impl Penalty {
    /// The same fine for everybody, which goes to nobody.
    pub fn new(target: Target, fine: Rational) -> Self {
        Penalty {
            target,
            fines: vec![fine],
            provable: None,
            detection: Rational::ONE,
            proceeds: Proceeds::Burnt,
        }
    }

    /// A fine for each player, 0 for none.
    pub fn with_fines(mut self, fines: Vec<Rational>) -> Self {
        self.fines = fines;
        self
    }

    /// Breaches can be shown at these profiles only.
    pub fn with_provable(mut self, profiles: Vec<Profile>) -> Self {
        self.provable = Some(profiles);
        self
    }

    /// The probability that breaches are found, from 0 to 1.
    pub fn with_detection(mut self, probability: Rational) -> Self {
        self.detection = probability;
        self
    }

    /// Where the fines go.
    pub fn with_proceeds(mut self, proceeds: Proceeds) -> Self {
        self.proceeds = proceeds;
        self
    }
}

impl Transform for Penalty {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let target = self.target.profile(game)?;
        let players = game.players();
        let fines = amounts("the fine", &self.fines, players)?;
        check_profiles(game, self.provable.as_ref())?;
        if self.detection.is_negative() || self.detection > Rational::ONE {
            let needs = "it must be from 0 to 1";
            let what = "the probability of detection";
            return Err(SettingError::invalid(what, &self.detection, needs));
        }
        Transformed::same_actions(game, |profile| {
            let shown = self.provable.as_ref();
            let provable = shown.is_none_or(|list| list.iter().any(|p| p == profile));
            let lost: Vec<Rational> = (0..players)
                .map(|i| match provable && profile[i] != target[i] {
                    true => fines[i].clone(),
                    false => Rational::ZERO,
                })
                .collect();
            if lost.iter().all(Rational::is_zero) {
                return vec![Play::certain(profile.to_vec())];
            }
            let undetected = Rational::ONE - &self.detection;
            let free = vec![Rational::ZERO; players];
            let transfers = self.proceeds.transfers(&lost);
            vec![
                Play::new(self.detection.clone(), profile.to_vec(), transfers),
                Play::new(undetected, profile.to_vec(), free),
            ]
        })
    }
}
