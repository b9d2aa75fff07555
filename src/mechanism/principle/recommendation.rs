//! A device that draws a profile and tells everybody its part.

use serde::{Deserialize, Serialize};

use super::transformed::{LIMIT, action_name, counts};
use super::{Play, Transform, Transformed, plans};
use crate::equilibrium::Distribution;
use crate::game::{Game, GameExt, Profile, SizeLimit};
use crate::mechanism::setting::{SettingError, distribution};
use crate::number::Rational;

/// A correlation device (Aumann 1974, 1987): it draws a profile from a known distribution and tells
/// each player its own action in private, or everybody everything.
///
/// A strategy is a plan: an action for each thing that the player may be told, in ascending order
/// (its own recommended actions, or with [`CorrelatedRecommendation::public`] the whole profiles),
/// the last one fastest. [`CorrelatedRecommendation::obedient`] is the profile in which everybody
/// does as told. With private recommendations it is an equilibrium if and only if the distribution
/// is a correlated equilibrium; with public ones, if and only if each profile drawn is an
/// equilibrium.
///
/// ```
/// use lacuna::game::{GameExt, catalogue::chicken};
/// use lacuna::mechanism::principle::{CorrelatedRecommendation, Transform};
/// // Aumann's traffic light: (0, 0), (0, 1) and (1, 0), equally likely.
/// let game = chicken(6, 2, 7, 0)?;
/// let third = "1/3".parse::<lacuna::number::Rational>()?;
/// let lottery = [[0, 0], [0, 1], [1, 0]].map(|told| (third.clone(), told.to_vec())).to_vec();
/// let device = CorrelatedRecommendation::private(lottery);
/// let changed = device.apply(&game)?;
/// let obedient = device.obedient(&game)?;
/// assert!(changed.game().is_pure_equilibrium(&obedient)?);
/// assert_eq!(changed.material_welfare(&obedient)?, 10.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrelatedRecommendation {
    lottery: Vec<(Rational, Profile)>,
    public: bool,
    size_limit: SizeLimit,
}

impl CorrelatedRecommendation {
    /// Each player is told its own action.
    pub fn private(lottery: Vec<(Rational, Profile)>) -> Self {
        CorrelatedRecommendation {
            lottery,
            public: false,
            size_limit: LIMIT,
        }
    }

    /// Everybody is told the whole profile.
    pub fn public(lottery: Vec<(Rational, Profile)>) -> Self {
        CorrelatedRecommendation {
            public: true,
            ..Self::private(lottery)
        }
    }

    /// Each player is told its own action of a profile that is drawn from this distribution.
    pub fn of(distribution: &Distribution) -> Self {
        let entries = distribution.iter();
        Self::private(entries.map(|(profile, p)| (p.clone(), profile)).collect())
    }

    /// A limit on the size of the changed game; by default a million payoffs.
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }

    /// What each player may be told, in ascending order, as profiles that are cut to what it hears.
    fn told(&self, game: &dyn Game<Rational>) -> Result<Vec<Vec<Vec<usize>>>, SettingError> {
        let probabilities: Vec<Rational> = self.lottery.iter().map(|(p, _)| p.clone()).collect();
        distribution(&probabilities, || "the recommendations".to_owned())?;
        for (_, profile) in &self.lottery {
            game.check_profile(profile)?;
        }
        let drawn = || self.lottery.iter().filter(|(p, _)| p.is_positive());
        Ok((0..game.players())
            .map(|player| {
                let mut told: Vec<Vec<usize>> = drawn()
                    .map(|(_, profile)| self.heard(player, profile))
                    .collect();
                told.sort();
                told.dedup();
                told
            })
            .collect())
    }

    fn heard(&self, player: usize, profile: &[usize]) -> Vec<usize> {
        match self.public {
            true => profile.to_vec(),
            false => vec![profile[player]],
        }
    }

    /// Everybody does as told: a profile of the changed game.
    ///
    /// # Errors
    /// As [`Transform::apply`].
    pub fn obedient(&self, game: &dyn Game<Rational>) -> Result<Profile, SettingError> {
        let told = self.told(game)?;
        let players = told.iter().enumerate();
        players
            .map(|(player, told)| {
                let actions = game.actions(player);
                plans::count("a recommendation", actions, told.len())?;
                let own = if self.public { player } else { 0 };
                Ok(plans::number(actions, told.len(), |occasion| {
                    told[occasion][own]
                }))
            })
            .collect()
    }
}

impl Transform for CorrelatedRecommendation {
    /// # Complexity
    /// A player with a actions who may be told k things has a^k strategies.
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let told = self.told(game)?;
        let actions = counts(game);
        let players = actions.len();
        let strategies = (0..players)
            .map(|i| plans::count("a recommendation", actions[i], told[i].len()))
            .collect::<Result<Vec<usize>, _>>()?;
        // For each draw: its probability, and which of the things it may be told a player hears.
        let draws: Vec<(&Rational, Vec<usize>)> = self
            .lottery
            .iter()
            .filter(|(p, _)| p.is_positive())
            .map(|(probability, profile)| {
                let occasions = (0..players).map(|player| {
                    let heard = self.heard(player, profile);
                    told[player].binary_search(&heard).unwrap_or_default()
                });
                (probability, occasions.collect())
            })
            .collect();
        let plays = |profile: &[usize]| {
            let played = draws.iter().map(|(probability, occasions)| {
                let actions = (0..players).map(|player| {
                    let plan = profile[player];
                    plans::action(plan, actions[player], told[player].len(), occasions[player])
                });
                let actions = actions.collect();
                Play::new(
                    (*probability).clone(),
                    actions,
                    vec![Rational::ZERO; players],
                )
            });
            played.collect()
        };
        let heard_name = |player: usize, occasion: usize| {
            let heard = &told[player][occasion];
            match self.public {
                true => game.describe_profile(heard),
                false => action_name(game, player, heard[0]),
            }
        };
        Transformed::new(game, &strategies, self.size_limit, plays, |player, plan| {
            plans::name(
                actions[player],
                told[player].len(),
                plan,
                |occasion| heard_name(player, occasion),
                |action| action_name(game, player, action),
            )
        })
    }
}
