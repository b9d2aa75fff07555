//! A game that a principle has changed, and what it still has to do with the game that it was.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::equilibrium::{PureOptions, SolveError, pure_equilibria};
use crate::game::{Game, NormalForm, Profile, SizeLimit};
use crate::mechanism::setting::{SettingError, distribution};
use crate::number::Rational;
use crate::preference::{Outcome, Preference};

/// The default limit on the payoffs of a changed game.
pub(super) const LIMIT: SizeLimit = SizeLimit::payoffs(1_000_000);

/// One thing that may come of a profile of the changed game.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Play {
    /// Its probability, above 0.
    pub probability: Rational,
    /// The profile of the *original* game that is played.
    pub profile: Profile,
    /// What each player receives; negative for a payment.
    pub transfers: Vec<Rational>,
}

impl Play {
    /// A play.
    pub fn new(probability: Rational, profile: Profile, transfers: Vec<Rational>) -> Self {
        Play {
            probability,
            profile,
            transfers,
        }
    }

    /// A profile that is played for certain, without transfers.
    pub fn certain(profile: Profile) -> Self {
        let transfers = vec![Rational::ZERO; profile.len()];
        Play::new(Rational::ONE, profile, transfers)
    }

    /// A profile that is played for certain, with transfers.
    pub fn paid(profile: Profile, transfers: Vec<Rational>) -> Self {
        Play::new(Rational::ONE, profile, transfers)
    }
}

/// A pure equilibrium of a changed game, and what it is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlayedEquilibrium {
    /// The equilibrium, a profile of the changed game.
    pub profile: Profile,
    /// What is then played in the original game.
    pub plays: Vec<Play>,
    /// The expected welfare in the original game, without payments.
    pub material_welfare: Rational,
    /// The money that leaves the group in expectation; below 0 if money comes in.
    pub burnt: Rational,
}

/// What a [`Transform`](super::Transform) makes of a game: another game, and for each of its
/// profiles what is then played in the *original* game and who is paid what.
///
/// The payoffs of the changed game are those of what is played plus the transfers. Material welfare
/// is measured on what is played, apart from payments.
///
/// ```
/// use lacuna::game::{GameExt, catalogue::prisoners_dilemma};
/// use lacuna::mechanism::principle::{Penalty, Target, Transform};
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// let fined = Penalty::new(Target::Profile(vec![0, 0]), 1.into()).apply(&dilemma)?;
/// // Both defect and pay a fine of 1: the welfare of the changed game is 0, that of what is
/// // played is 2, and 2 are burnt.
/// assert_eq!(fined.game().welfare(&[1, 1])?, 0.into());
/// assert_eq!(fined.material_welfare(&[1, 1])?, 2.into());
/// assert_eq!(fined.burnt(&[1, 1])?, 2.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Transformed {
    game: NormalForm<Rational>,
    original: NormalForm<Rational>,
    plays: Vec<Vec<Play>>,
}

impl Transformed {
    /// A changed game of one's own: `strategies[i]` strategies of player `i`, what may be played at
    /// each of their profiles, and the name of each strategy.
    ///
    /// # Errors
    /// [`SettingError::Game`] if either game is larger than the limit or a play is not one of the
    /// original game, [`SettingError::WrongLength`] for another number of players or transfers,
    /// [`SettingError::NegativeProbability`] and [`SettingError::ProbabilitySum`] for plays that
    /// are not a lottery.
    pub fn new(
        original: &dyn Game<Rational>,
        strategies: &[usize],
        limit: SizeLimit,
        mut plays: impl FnMut(&[usize]) -> Vec<Play>,
        name: impl Fn(usize, usize) -> String,
    ) -> Result<Self, SettingError> {
        let original = NormalForm::from_game_within(limit, original)?;
        let players = original.players();
        SettingError::check_length(
            "the list of numbers of strategies",
            strategies.len(),
            players,
        )?;
        let mut table: Vec<Vec<Play>> = Vec::new();
        let mut payoffs = vec![Rational::ZERO; players];
        let mut fault = None;
        let game = NormalForm::from_fn_within(limit, strategies, |player, profile| {
            if player == 0 && fault.is_none() {
                let mut list = plays(profile);
                list.retain(|play| !play.probability.is_zero());
                match expected_payoffs(&original, &list) {
                    Ok(expected) => payoffs = expected,
                    Err(error) => fault = Some(error),
                }
                table.push(list);
            }
            payoffs[player].clone()
        })?;
        if let Some(error) = fault {
            return Err(error);
        }
        let player_names = (0..players)
            .map(|player| {
                let name = original.player_name(player);
                name.map_or_else(|| player.to_string(), str::to_owned)
            })
            .collect();
        let strategy_names = strategies
            .iter()
            .enumerate()
            .map(|(player, &count)| (0..count).map(|own| name(player, own)).collect())
            .collect();
        Ok(Transformed {
            game: game.with_names(player_names, strategy_names)?,
            original,
            plays: table,
        })
    }

    /// A change that keeps the actions and only pays transfers.
    pub(super) fn paying(
        original: &dyn Game<Rational>,
        mut transfers: impl FnMut(&[usize]) -> Vec<Rational>,
    ) -> Result<Self, SettingError> {
        Self::same_actions(original, |profile| {
            vec![Play::paid(profile.to_vec(), transfers(profile))]
        })
    }

    /// A change that keeps the actions.
    pub(super) fn same_actions(
        original: &dyn Game<Rational>,
        plays: impl FnMut(&[usize]) -> Vec<Play>,
    ) -> Result<Self, SettingError> {
        let counts = counts(original);
        Self::new(original, &counts, LIMIT, plays, |player, action| {
            action_name(original, player, action)
        })
    }

    /// The changed game; its payoffs include the transfers.
    pub fn game(&self) -> &NormalForm<Rational> {
        &self.game
    }

    /// The changed game alone.
    pub fn into_game(self) -> NormalForm<Rational> {
        self.game
    }

    /// The game that was changed.
    pub fn original(&self) -> &NormalForm<Rational> {
        &self.original
    }

    /// The lottery over profiles of the original game, and the transfers, at a profile of the
    /// changed one.
    ///
    /// # Errors
    /// [`SettingError::Game`] if there is no such profile.
    pub fn plays(&self, profile: &[usize]) -> Result<&[Play], SettingError> {
        Ok(&self.plays[self.game.space().index(profile)?])
    }

    /// What everybody is paid by the original game in expectation, without transfers.
    ///
    /// # Errors
    /// As [`Transformed::plays`].
    pub fn material_payoffs(&self, profile: &[usize]) -> Result<Vec<Rational>, SettingError> {
        let mut payoffs = vec![Rational::ZERO; self.original.players()];
        for play in self.plays(profile)? {
            for (player, payoff) in payoffs.iter_mut().enumerate() {
                *payoff += &play.probability * &self.original.payoff(player, &play.profile);
            }
        }
        Ok(payoffs)
    }

    /// The expected transfers.
    ///
    /// # Errors
    /// As [`Transformed::plays`].
    pub fn transfers(&self, profile: &[usize]) -> Result<Vec<Rational>, SettingError> {
        let mut transfers = vec![Rational::ZERO; self.original.players()];
        for play in self.plays(profile)? {
            for (sum, transfer) in transfers.iter_mut().zip(&play.transfers) {
                *sum += &play.probability * transfer;
            }
        }
        Ok(transfers)
    }

    /// The expected welfare of what is played in the original game, without payments.
    ///
    /// # Errors
    /// As [`Transformed::plays`].
    pub fn material_welfare(&self, profile: &[usize]) -> Result<Rational, SettingError> {
        Ok(self.material_payoffs(profile)?.into_iter().sum())
    }

    /// The money that leaves the group in expectation; below 0 if money comes in.
    ///
    /// # Errors
    /// As [`Transformed::plays`].
    pub fn burnt(&self, profile: &[usize]) -> Result<Rational, SettingError> {
        let received: Rational = self.transfers(profile)?.into_iter().sum();
        Ok(-received)
    }

    /// Does every transfer come from another player, whatever is played?
    pub fn is_balanced(&self) -> bool {
        self.plays.iter().flatten().all(|play| {
            let sum: Rational = play.transfers.iter().sum();
            sum.is_zero()
        })
    }

    /// The strategies of the changed game with the payoffs of what is played, without transfers.
    ///
    /// # Errors
    /// Those of [`NormalForm::from_fn`].
    pub fn material_game(&self) -> Result<NormalForm<Rational>, SettingError> {
        self.tabulated(|_, play| {
            let payoffs =
                (0..self.original.players()).map(|i| self.original.payoff(i, &play.profile));
            Ok(payoffs.collect())
        })
    }

    /// The changed game as seen by players whose preference is about payoffs with transfers: the
    /// expectation of what they make of each play.
    ///
    /// For linear preferences this is [`Perceived`](crate::preference::Perceived) of
    /// [`Transformed::game`]; for others it matters that lotteries are weighed play by play.
    ///
    /// # Errors
    /// [`SettingError::Preference`] where the preference is not defined.
    pub fn perceived(
        &self,
        preference: &dyn Preference<Rational>,
    ) -> Result<NormalForm<Rational>, SettingError> {
        self.seen(preference, |material, transfers| {
            let with = material
                .iter()
                .zip(transfers)
                .map(|(value, paid)| value + paid);
            (with.collect(), None)
        })
    }

    /// The changed game as seen by players whose preference is about material payoffs only and who
    /// count the money that they themselves receive in full: others' money is not welfare.
    ///
    /// # Errors
    /// [`SettingError::Preference`] where the preference is not defined.
    pub fn perceived_values(
        &self,
        preference: &dyn Preference<Rational>,
    ) -> Result<NormalForm<Rational>, SettingError> {
        self.seen(preference, |material, transfers| {
            (material.to_vec(), Some(transfers.to_vec()))
        })
    }

    fn seen(
        &self,
        preference: &dyn Preference<Rational>,
        split: impl Fn(&[Rational], &[Rational]) -> (Vec<Rational>, Option<Vec<Rational>>),
    ) -> Result<NormalForm<Rational>, SettingError> {
        self.tabulated(|_, play| {
            let players = 0..self.original.players();
            let material: Vec<Rational> = players
                .clone()
                .map(|i| self.original.payoff(i, &play.profile))
                .collect();
            let (payoffs, own) = split(&material, &play.transfers);
            let outcome = Outcome::new(&payoffs);
            preference.check_outcome(&outcome)?;
            Ok(players
                .map(|i| {
                    let seen = preference.perceived(i, &outcome);
                    own.as_ref().map_or(seen.clone(), |own| seen + &own[i])
                })
                .collect())
        })
    }

    /// The changed game's strategies with the expectation of something about each play.
    fn tabulated(
        &self,
        worth: impl Fn(usize, &Play) -> Result<Vec<Rational>, SettingError>,
    ) -> Result<NormalForm<Rational>, SettingError> {
        let players = self.original.players();
        let mut tables = vec![Vec::with_capacity(self.plays.len()); players];
        for (index, plays) in self.plays.iter().enumerate() {
            let mut sums = vec![Rational::ZERO; players];
            for play in plays {
                for (sum, value) in sums.iter_mut().zip(worth(index, play)?) {
                    *sum += &play.probability * &value;
                }
            }
            for (table, sum) in tables.iter_mut().zip(sums) {
                table.push(sum);
            }
        }
        let game = NormalForm::from_tables(self.game.space().actions(), tables)?;
        Ok(match self.game.names() {
            Some(names) => game.with_names(names.players().to_vec(), names.actions().to_vec())?,
            None => game,
        })
    }

    /// The pure equilibria of the changed game as [`perceived`](Transformed::perceived), with the
    /// material welfare of what is played in each.
    ///
    /// # Errors
    /// As [`Transformed::perceived`].
    ///
    /// ```
    /// use lacuna::game::catalogue::prisoners_dilemma;
    /// use lacuna::mechanism::principle::{Mediator, Transform};
    /// use lacuna::preference::Selfish;
    /// // A mediator that cooperates for both if both delegate, and defects for one alone.
    /// let mediated = Mediator::new(vec![0, 0], vec![1, 1]).apply(&prisoners_dilemma(3, 0, 5, 1)?)?;
    /// let best = mediated.equilibria(&Selfish)?.into_iter().map(|e| e.material_welfare).max();
    /// assert_eq!(best, Some(6.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn equilibria(
        &self,
        preference: &dyn Preference<Rational>,
    ) -> Result<Vec<PlayedEquilibrium>, SettingError> {
        let seen = self.perceived(preference)?;
        let options = PureOptions::default().with_max_equilibria(usize::MAX);
        let found = pure_equilibria(&seen, &options).map_err(|error| match error {
            SolveError::Game(error) => SettingError::Game(error),
            other => SettingError::invalid("the game", other, "it must be one that can be scanned"),
        })?;
        found
            .set()
            .iter()
            .map(|profile| {
                Ok(PlayedEquilibrium {
                    plays: self.plays(&profile)?.to_vec(),
                    material_welfare: self.material_welfare(&profile)?,
                    burnt: self.burnt(&profile)?,
                    profile,
                })
            })
            .collect()
    }

    /// Another change on top of this one: it sees the game with the payoffs and the strategies that
    /// this one made, and the plays still speak of the original game.
    ///
    /// # Errors
    /// Those of the other change, and [`SettingError::Game`] for a result that is too large.
    pub fn then(&self, next: &dyn super::Transform) -> Result<Transformed, SettingError> {
        let outer = next.apply(&self.game)?;
        let plays = outer
            .plays
            .iter()
            .map(|list| {
                let mut merged: BTreeMap<(Profile, Vec<Rational>), Rational> = BTreeMap::new();
                for later in list {
                    for first in self.plays(&later.profile)? {
                        let paid = first.transfers.iter().zip(&later.transfers);
                        let transfers = paid.map(|(first, later)| first + later).collect();
                        let place = merged.entry((first.profile.clone(), transfers));
                        *place.or_default() += &first.probability * &later.probability;
                    }
                }
                Ok(merged
                    .into_iter()
                    .map(|((profile, transfers), probability)| {
                        Play::new(probability, profile, transfers)
                    })
                    .collect())
            })
            .collect::<Result<_, SettingError>>()?;
        Ok(Transformed {
            game: outer.game,
            original: self.original.clone(),
            plays,
        })
    }
}

/// What a lottery over plays is worth to everybody, if it is one.
fn expected_payoffs(
    original: &NormalForm<Rational>,
    plays: &[Play],
) -> Result<Vec<Rational>, SettingError> {
    let players = original.players();
    let probabilities: Vec<Rational> = plays.iter().map(|play| play.probability.clone()).collect();
    distribution(&probabilities, || "the plays of a profile".to_owned())?;
    let mut payoffs = vec![Rational::ZERO; players];
    for play in plays {
        let index = original.space().index(&play.profile)?;
        SettingError::check_length("a list of transfers", play.transfers.len(), players)?;
        for (player, payoff) in payoffs.iter_mut().enumerate() {
            let total = original.payoff_at(player, index) + &play.transfers[player];
            *payoff += &play.probability * &total;
        }
    }
    Ok(payoffs)
}

/// The number of actions of each player.
pub(super) fn counts(game: &dyn Game<Rational>) -> Vec<usize> {
    (0..game.players()).map(|i| game.actions(i)).collect()
}

/// The name of an action, by default its number.
pub(super) fn action_name(game: &dyn Game<Rational>, player: usize, action: usize) -> String {
    let name = game.action_name(player, action);
    name.map_or_else(|| action.to_string(), str::to_owned)
}
