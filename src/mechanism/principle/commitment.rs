//! Commitment: fewer actions, devices that look at each other, and moving first.

use serde::{Deserialize, Serialize};

use super::transformed::{LIMIT, action_name, counts};
use super::{Play, Transform, Transformed, plans};
use crate::game::{Game, GameError, GameExt, Profile, SizeLimit};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// Commitment as in Schelling (1960): players give up actions, for certain and seen by all.
///
/// Action `k` of the changed game is the `k`-th that is kept.
///
/// ```
/// use lacuna::game::catalogue::chicken;
/// use lacuna::mechanism::principle::{Restriction, Transform};
/// use lacuna::preference::Selfish;
/// // Who throws the steering wheel out of the window gets its favourite equilibrium.
/// let game = Restriction::new(vec![vec![1], vec![0, 1]]).apply(&chicken(3, 1, 4, 0)?)?;
/// let [only] = &game.equilibria(&Selfish)?[..] else { panic!("one equilibrium") };
/// assert_eq!(only.plays[0].profile, vec![1, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Restriction {
    kept: Vec<Vec<usize>>,
}

impl Restriction {
    /// The actions that each player keeps: one list a player, without repetition.
    pub fn new(kept: Vec<Vec<usize>>) -> Self {
        Restriction { kept }
    }

    /// `player` keeps these actions, all others keep all.
    ///
    /// # Errors
    /// [`SettingError::Game`] if there is no such player.
    pub fn of_player(
        game: &dyn Game<Rational>,
        player: usize,
        kept: Vec<usize>,
    ) -> Result<Self, SettingError> {
        game.check_player(player)?;
        let mut all: Vec<Vec<usize>> = counts(game).iter().map(|&n| (0..n).collect()).collect();
        all[player] = kept;
        Ok(Restriction::new(all))
    }
}

impl Transform for Restriction {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let what = "the list of kept actions";
        SettingError::check_length(what, self.kept.len(), game.players())?;
        for (player, list) in self.kept.iter().enumerate() {
            if list.is_empty() {
                return Err(GameError::NoActions { player }.into());
            }
            for (place, &action) in list.iter().enumerate() {
                SettingError::check_index("a kept action", action, game.actions(player))?;
                if list[..place].contains(&action) {
                    let needs = "each kept action of a player is listed once";
                    return Err(SettingError::invalid("a kept action", action, needs));
                }
            }
        }
        let strategies: Vec<usize> = self.kept.iter().map(Vec::len).collect();
        let plays = |profile: &[usize]| {
            let played = self.kept.iter().zip(profile).map(|(list, &k)| list[k]);
            vec![Play::certain(played.collect())]
        };
        Transformed::new(game, &strategies, LIMIT, plays, |player, k| {
            action_name(game, player, self.kept[player][k])
        })
    }
}

/// A commitment device: takes an action if certain other devices are used, and another one if not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    action: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    requires: Vec<(usize, usize)>,
    otherwise: usize,
}

impl Device {
    /// A device that takes `action` if each player `j` with an entry `(j, d)` in `requires` uses
    /// its device number `d`, and takes the action `otherwise` if not.
    pub fn new(action: usize, requires: Vec<(usize, usize)>, otherwise: usize) -> Self {
        Device {
            action,
            requires,
            otherwise,
        }
    }
}

/// Commitments that are conditional on the others' commitments (Kalai, Kalai, Lehrer and Samet
/// 2010; in the spirit of the program equilibria of Tennenholtz 2004): besides its actions, each
/// player may hand its decision to one of its [`Device`]s, which see which devices the others use.
///
/// The strategies of a player are its actions and then its devices. Devices look at devices and
/// not at what these do, so that nothing is circular.
///
/// With [`ConditionalCommitment::mutual`] everybody gets the device "my part of the target if all
/// others use this device too, else my fallback". All using it is an equilibrium if and only if
/// each player likes the target at least as much as the best that it can do against the others'
/// fallbacks.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::mechanism::principle::{ConditionalCommitment, Transform};
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// let devices = ConditionalCommitment::mutual(vec![0, 0], vec![1, 1]);
/// let changed = devices.apply(&dilemma)?;
/// use lacuna::game::GameExt;
/// assert!(changed.game().is_pure_equilibrium(&[2, 2])?);
/// assert_eq!(changed.material_welfare(&[2, 2])?, 6.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConditionalCommitment {
    devices: Vec<Vec<Device>>,
}

impl ConditionalCommitment {
    /// The devices of each player; an empty list for one who cannot commit.
    pub fn new(devices: Vec<Vec<Device>>) -> Self {
        ConditionalCommitment { devices }
    }

    /// One device for everybody: do your part of `target` if everybody uses the device, and your
    /// part of `fallback` if not. Both have one action a player; a longer one is refused when the
    /// change is applied.
    pub fn mutual(target: Profile, fallback: Profile) -> Self {
        let players = target.len().max(fallback.len());
        let action = |list: &[usize], player: usize| list.get(player).copied();
        let devices = (0..players)
            .map(|player| {
                let others = (0..players).filter(|&other| other != player);
                let requires = others.map(|other| (other, 0)).collect();
                // A part that is missing is no action of any game, and refused as such.
                let own = action(&target, player).unwrap_or(usize::MAX);
                let alone = action(&fallback, player).unwrap_or(usize::MAX);
                vec![Device::new(own, requires, alone)]
            })
            .collect();
        ConditionalCommitment { devices }
    }
}

impl Transform for ConditionalCommitment {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let actions = counts(game);
        let players = actions.len();
        SettingError::check_length("the list of devices", self.devices.len(), players)?;
        for (player, list) in self.devices.iter().enumerate() {
            for device in list {
                for action in [device.action, device.otherwise] {
                    SettingError::check_index("the action of a device", action, actions[player])?;
                }
                for &(other, required) in &device.requires {
                    game.check_player(other)?;
                    let devices = self.devices[other].len();
                    SettingError::check_index("a required device", required, devices)?;
                }
            }
        }
        let strategies: Vec<usize> = actions
            .iter()
            .zip(&self.devices)
            .map(|(&actions, devices)| actions + devices.len())
            .collect();
        let plays = |profile: &[usize]| {
            let uses = |player: usize, device: usize| profile[player] == actions[player] + device;
            let played = (0..players).map(|player| {
                let own = profile[player];
                if own < actions[player] {
                    return own;
                }
                let device = &self.devices[player][own - actions[player]];
                match device.requires.iter().all(|&(other, d)| uses(other, d)) {
                    true => device.action,
                    false => device.otherwise,
                }
            });
            vec![Play::certain(played.collect())]
        };
        Transformed::new(game, &strategies, LIMIT, plays, |player, own| {
            match own.checked_sub(actions[player]) {
                None => action_name(game, player, own),
                Some(number) => {
                    let device = &self.devices[player][number];
                    let does = action_name(game, player, device.action);
                    let otherwise = action_name(game, player, device.otherwise);
                    format!("commit {number}: {does}, else {otherwise}")
                }
            }
        })
    }
}

/// Commitment by moving first (von Stackelberg 1934): the leader acts, everybody sees it, and all
/// others act. The strategies of the others are plans, an action for each of the leader's, with the
/// leader's last action fastest; those of the leader are its actions.
///
/// The changed game is the normal form of the game in two stages. Its equilibria contain those with
/// threats that would not be carried out; with two players,
/// [`Leadership::outcome`] is the one without.
///
/// ```
/// use lacuna::game::catalogue::chicken;
/// use lacuna::mechanism::principle::{Leadership, Transform};
/// let leader = Leadership::new(0);
/// assert_eq!(leader.outcome(&chicken(3, 1, 4, 0)?)?, vec![1, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leadership {
    leader: usize,
    size_limit: SizeLimit,
}

impl Leadership {
    /// This player moves first.
    pub fn new(leader: usize) -> Self {
        Leadership {
            leader,
            size_limit: LIMIT,
        }
    }

    /// A limit on the size of the changed game; by default a million payoffs.
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }

    /// What is played by backward induction in a game of two players, a profile of the original
    /// game: the follower's best response to each action, in the leader's favour where there are
    /// several, and the leader's best action, the first of several.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] unless there are two players, [`SettingError::Game`] if there
    /// is no such leader.
    pub fn outcome(&self, game: &dyn Game<Rational>) -> Result<Profile, SettingError> {
        SettingError::check_length("the list of players", game.players(), 2)?;
        game.check_player(self.leader)?;
        let follower = 1 - self.leader;
        let mut best: Option<(Rational, Profile)> = None;
        for action in 0..game.actions(self.leader) {
            let mut profile = vec![0; 2];
            profile[self.leader] = action;
            let mut favoured: Option<(Rational, Profile)> = None;
            for response in game.best_responses(follower, &profile)? {
                profile[follower] = response;
                let payoff = game.payoff(self.leader, &profile);
                if favoured.as_ref().is_none_or(|(most, _)| payoff > *most) {
                    favoured = Some((payoff, profile.clone()));
                }
            }
            if let Some((payoff, profile)) = favoured
                && best.as_ref().is_none_or(|(most, _)| payoff > *most)
            {
                best = Some((payoff, profile));
            }
        }
        best.map(|(_, profile)| profile).ok_or_else(|| {
            GameError::NoActions {
                player: self.leader,
            }
            .into()
        })
    }
}

impl Transform for Leadership {
    /// # Complexity
    /// A follower with a actions has a^l strategies if the leader has l actions.
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let leader = self.leader;
        game.check_player(leader)?;
        let actions = counts(game);
        let occasions = actions[leader];
        let mut strategies = Vec::with_capacity(actions.len());
        for (player, &own) in actions.iter().enumerate() {
            strategies.push(match player == leader {
                true => own,
                false => plans::count("the plans of a follower", own, occasions)?,
            });
        }
        let plays = |profile: &[usize]| {
            let seen = profile[leader];
            let played = profile
                .iter()
                .enumerate()
                .map(|(player, &own)| match player == leader {
                    true => own,
                    false => plans::action(own, actions[player], occasions, seen),
                });
            vec![Play::certain(played.collect())]
        };
        Transformed::new(game, &strategies, self.size_limit, plays, |player, own| {
            if player == leader {
                return action_name(game, player, own);
            }
            plans::name(
                actions[player],
                occasions,
                own,
                |seen| action_name(game, leader, seen),
                |action| action_name(game, player, action),
            )
        })
    }
}
