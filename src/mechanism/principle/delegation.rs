//! One player acts for another.

use serde::{Deserialize, Serialize};

use super::transformed::{LIMIT, action_name, counts};
use super::{Play, Transform, Transformed, plans};
use crate::game::{Game, GameExt};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// Delegation: the delegate chooses the principal's action along with its own, for its own ends.
///
/// The principal keeps one strategy, to let it happen; strategy `a · k + b` of the delegate takes
/// its own action `a` and action `b` of the `k` of the principal.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::mechanism::principle::{Delegation, Transform};
/// use lacuna::preference::{Cooperative, Selfish};
/// // A selfish delegate exploits; one that weighs welfare with λ > T − R over 2R − T − S does not.
/// let game = Delegation::new(0, 1).apply(&prisoners_dilemma(3, 0, 5, 1)?)?;
/// assert_eq!(game.equilibria(&Selfish)?[0].plays[0].profile, vec![0, 1]);
/// let kind = Cooperative::new(3.into())?;
/// assert_eq!(game.equilibria(&kind)?[0].plays[0].profile, vec![0, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    principal: usize,
    delegate: usize,
}

impl Delegation {
    /// `delegate` acts for `principal`.
    pub fn new(principal: usize, delegate: usize) -> Self {
        Delegation {
            principal,
            delegate,
        }
    }
}

impl Transform for Delegation {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let (principal, delegate) = (self.principal, self.delegate);
        game.check_player(principal)?;
        game.check_player(delegate)?;
        if principal == delegate {
            let needs = "it must be another player than the principal";
            return Err(SettingError::invalid("the delegate", delegate, needs));
        }
        let actions = counts(game);
        let chosen_for = actions[principal];
        let mut strategies = actions.clone();
        strategies[principal] = 1;
        strategies[delegate] = plans::product("delegation", actions[delegate], chosen_for)?;
        let plays = |profile: &[usize]| {
            let mut played = profile.to_vec();
            played[delegate] = profile[delegate] / chosen_for;
            played[principal] = profile[delegate] % chosen_for;
            vec![Play::certain(played)]
        };
        Transformed::new(game, &strategies, LIMIT, plays, |player, own| {
            if player == principal {
                return "delegate".to_owned();
            }
            if player != delegate {
                return action_name(game, player, own);
            }
            let own_action = action_name(game, delegate, own / chosen_for);
            let chosen = action_name(game, principal, own % chosen_for);
            format!("{own_action}, and {chosen} for the other")
        })
    }
}
