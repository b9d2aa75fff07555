//! A mediator to whom players may hand their decision.

use serde::{Deserialize, Serialize};

use super::transformed::{LIMIT, action_name, counts};
use super::{Play, Transform, Transformed};
use crate::game::{Game, GameExt, Profile};
use crate::mechanism::setting::{SettingError, distribution};
use crate::number::Rational;

/// What a mediator does for one set of players that delegate to it: a lottery over their actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandate {
    delegators: Vec<usize>,
    lottery: Vec<(Rational, Vec<usize>)>,
}

impl Mandate {
    /// For exactly these delegators, in ascending order, an action each.
    pub fn new(delegators: Vec<usize>, actions: Vec<usize>) -> Self {
        Mandate::lottery(delegators, vec![(Rational::ONE, actions)])
    }

    /// For exactly these delegators, in ascending order, actions with their probabilities.
    pub fn lottery(delegators: Vec<usize>, lottery: Vec<(Rational, Vec<usize>)>) -> Self {
        Mandate {
            delegators,
            lottery,
        }
    }
}

/// A mediator (Monderer and Tennenholtz 2009): every player may act itself or delegate, and the
/// mediator acts for those who delegate, depending on who they are.
///
/// The strategies of a player are its actions and, last, `delegate`. If everybody delegates, the
/// target is played; a player who delegates while not all do plays its part of the fallback, unless
/// there is a [`Mandate`] for exactly those who delegate.
///
/// All delegating is then an equilibrium if and only if no player gains by acting alone against
/// what the mediator does for the others: with the fallback as a punishment, everything that gives
/// each player at least its best payoff against the others' fallbacks can be had.
///
/// ```
/// use lacuna::game::{GameExt, catalogue::prisoners_dilemma};
/// use lacuna::mechanism::principle::{Mediator, Transform};
/// let mediated = Mediator::new(vec![0, 0], vec![1, 1]).apply(&prisoners_dilemma(3, 0, 5, 1)?)?;
/// // Delegating is even weakly dominant: alone it means to defect.
/// assert_eq!(mediated.plays(&[2, 0])?[0].profile, vec![1, 0]);
/// assert!(mediated.game().is_pure_equilibrium(&[2, 2])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mediator {
    target: Profile,
    fallback: Profile,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    mandates: Vec<Mandate>,
}

impl Mediator {
    /// Plays `target` for all, and `fallback` for those who delegate while not all do.
    pub fn new(target: Profile, fallback: Profile) -> Self {
        Mediator {
            target,
            fallback,
            mandates: Vec::new(),
        }
    }

    /// What to do for one set of delegators; it stands before target and fallback, and of several
    /// for the same set the last counts.
    pub fn with_mandate(mut self, mandate: Mandate) -> Self {
        self.mandates.push(mandate);
        self
    }

    fn check(&self, game: &dyn Game<Rational>) -> Result<(), SettingError> {
        game.check_profile(&self.target)?;
        game.check_profile(&self.fallback)?;
        for mandate in &self.mandates {
            let delegators = &mandate.delegators;
            if delegators.is_empty() || !delegators.is_sorted_by(|left, right| left < right) {
                let found = format!("{delegators:?}");
                let needs = "there must be at least one, in ascending order";
                return Err(SettingError::invalid(
                    "the delegators of a mandate",
                    found,
                    needs,
                ));
            }
            let probabilities: Vec<Rational> =
                mandate.lottery.iter().map(|(p, _)| p.clone()).collect();
            distribution(&probabilities, || "a mandate".to_owned())?;
            for (_, actions) in &mandate.lottery {
                let what = "the actions of a mandate";
                SettingError::check_length(what, actions.len(), delegators.len())?;
                for (&player, &action) in delegators.iter().zip(actions) {
                    game.check_player(player)?;
                    SettingError::check_index(
                        "an action of a mandate",
                        action,
                        game.actions(player),
                    )?;
                }
            }
        }
        Ok(())
    }
}

impl Transform for Mediator {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        self.check(game)?;
        let actions = counts(game);
        let players = actions.len();
        let strategies: Vec<usize> = actions.iter().map(|&count| count + 1).collect();
        let plays = |profile: &[usize]| {
            let delegators: Vec<usize> =
                (0..players).filter(|&i| profile[i] == actions[i]).collect();
            let mut mandates = self.mandates.iter().rev();
            if let Some(mandate) = mandates.find(|mandate| mandate.delegators == delegators) {
                let drawn = mandate.lottery.iter().map(|(probability, chosen)| {
                    let mut played = profile.to_vec();
                    for (&player, &action) in delegators.iter().zip(chosen) {
                        played[player] = action;
                    }
                    Play::new(probability.clone(), played, vec![Rational::ZERO; players])
                });
                return drawn.collect();
            }
            let part = match delegators.len() == players {
                true => &self.target,
                false => &self.fallback,
            };
            let mut played = profile.to_vec();
            for &player in &delegators {
                played[player] = part[player];
            }
            vec![Play::certain(played)]
        };
        Transformed::new(game, &strategies, LIMIT, plays, |player, own| {
            match own == actions[player] {
                true => "delegate".to_owned(),
                false => action_name(game, player, own),
            }
        })
    }
}
