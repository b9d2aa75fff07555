//! Everybody is charged its marginal externality.

use serde::{Deserialize, Serialize};

use super::{Transform, Transformed};
use crate::game::{Game, GameExt, Profile};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// The Pigouvian tax (Pigou 1920; the same idea as Vickrey, Clarke and Groves): each player is
/// charged what its action costs all others, compared with a baseline action.
///
/// Player `i` receives the others' payoffs at what is played, less what they would be if `i` took
/// its baseline action instead. Its payoff is then welfare minus something that it cannot change:
/// the taxed game is an *exact potential game* whose potential is material welfare (Monderer and
/// Shapley 1996), every welfare optimum is an equilibrium, and the pure equilibria are the
/// profiles at which no single player can raise welfare.
///
/// With [`PigouvianTax::pivot`] the baseline of a player is the action that is best for all others
/// at what they play: then nobody is ever paid, as in the pivot mechanism of Clarke (1971).
///
/// ```
/// use lacuna::game::catalogue::public_goods;
/// use lacuna::mechanism::principle::{PigouvianTax, Transform};
/// use lacuna::preference::Selfish;
/// let game = public_goods(3, 1, &[0.into(), 1.into()], 2)?;
/// // Contributing gives 2/3 to each of two others: the subsidy is 4/3.
/// let taxed = PigouvianTax::new(vec![0, 0, 0]).apply(&game)?;
/// assert_eq!(taxed.transfers(&[1, 0, 0])?[0], "4/3".parse()?);
/// let equilibria = taxed.equilibria(&Selfish)?;
/// assert_eq!(equilibria.len(), 1);
/// assert_eq!(equilibria[0].profile, vec![1, 1, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PigouvianTax {
    baseline: Option<Profile>,
}

impl PigouvianTax {
    /// Externalities compared with these actions, one a player.
    pub fn new(baseline: Profile) -> Self {
        PigouvianTax {
            baseline: Some(baseline),
        }
    }

    /// Externalities compared with what would be best for all others: a tax and never a subsidy.
    pub fn pivot() -> Self {
        PigouvianTax { baseline: None }
    }
}

impl Transform for PigouvianTax {
    /// # Complexity
    /// For each profile and player one profile of payoffs, or one an action with a pivot.
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        if let Some(baseline) = &self.baseline {
            game.check_profile(baseline)?;
        }
        let players = game.players();
        let mut payoffs = vec![Rational::ZERO; players];
        let mut others = move |player: usize, profile: &[usize]| -> Rational {
            game.payoffs_into(profile, &mut payoffs);
            let all = payoffs.iter().enumerate();
            all.filter(|(other, _)| *other != player)
                .map(|(_, payoff)| payoff)
                .sum()
        };
        Transformed::paying(game, |profile| {
            let mut instead = profile.to_vec();
            (0..players)
                .map(|player| {
                    let now = others(player, profile);
                    let compared = match &self.baseline {
                        Some(baseline) => baseline[player]..baseline[player] + 1,
                        None => 0..game.actions(player),
                    };
                    let mut best = None;
                    for action in compared {
                        instead[player] = action;
                        let without = others(player, &instead);
                        if best.as_ref().is_none_or(|most| without > *most) {
                            best = Some(without);
                        }
                    }
                    instead[player] = profile[player];
                    now - best.unwrap_or_default()
                })
                .collect()
        })
    }
}
