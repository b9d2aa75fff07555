//! Premiums from all, payouts to those whom it hits.

use serde::{Deserialize, Serialize};

use super::payments::{lookup, outcome_table};
use super::{Transform, Transformed};
use crate::game::{Game, GameExt, Profile};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// An insurance pool: each player pays a premium in any case, and is paid out at the profiles that
/// are listed.
///
/// Premiums alone move no incentive; payouts do. In a stag hunt, insuring those who hunt the stag
/// alone takes away its risk; insuring those who defect would be moral hazard. A *mutual* pool pays
/// what is left over back in equal shares, and collects what is missing in the same way.
///
/// ```
/// use lacuna::game::{GameExt, catalogue::stag_hunt};
/// use lacuna::mechanism::principle::{InsurancePool, Transform};
/// let payouts = vec![
///     (vec![0, 1], vec![3.into(), 0.into()]),
///     (vec![1, 0], vec![0.into(), 3.into()]),
/// ];
/// let pool = InsurancePool::new(vec![1.into(), 1.into()], payouts);
/// let changed = pool.mutual().apply(&stag_hunt(4, 0, 3, 2)?)?;
/// assert!(changed.is_balanced());
/// // Alone with the stag: 0 + 3 − 3/2; the defector pays the other half.
/// assert_eq!(changed.transfers(&[0, 1])?, vec!["3/2".parse()?, "-3/2".parse()?]);
/// assert_eq!(changed.transfers(&[0, 0])?, vec![0.into(), 0.into()]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InsurancePool {
    premiums: Vec<Rational>,
    payouts: Vec<(Profile, Vec<Rational>)>,
    mutual: bool,
}

impl InsurancePool {
    /// The premium of each player, and for each profile at which something is paid out what each
    /// player receives; payouts for the same profile add up. What is left over goes to nobody, and
    /// what is missing comes from nobody.
    pub fn new(premiums: Vec<Rational>, payouts: Vec<(Profile, Vec<Rational>)>) -> Self {
        InsurancePool {
            premiums,
            payouts,
            mutual: false,
        }
    }

    /// What is left over or missing is shared equally by all.
    pub fn mutual(mut self) -> Self {
        self.mutual = true;
        self
    }
}

impl Transform for InsurancePool {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let players = game.players();
        SettingError::check_length("the list of premiums", self.premiums.len(), players)?;
        let all = self.payouts.iter().flat_map(|(_, list)| list);
        if let Some(negative) = self.premiums.iter().chain(all).find(|x| x.is_negative()) {
            let needs = "it must be at least 0";
            return Err(SettingError::invalid(
                "a premium or payout",
                negative,
                needs,
            ));
        }
        let table = outcome_table(game, &self.payouts)?;
        let space = game.profile_space()?;
        let share = Rational::new(1, players.max(1) as i64).unwrap_or_default();
        Transformed::paying(game, |profile| {
            let mut transfers = lookup(&table, &space, profile);
            for (transfer, premium) in transfers.iter_mut().zip(&self.premiums) {
                *transfer -= premium;
            }
            if self.mutual {
                let total: Rational = transfers.iter().sum();
                let each = &share * &total;
                for transfer in &mut transfers {
                    *transfer -= &each;
                }
            }
            transfers
        })
    }
}
