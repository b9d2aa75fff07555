//! Deposits that come back to those who do their part.

use serde::{Deserialize, Serialize};

use super::penalty::{Proceeds, amounts, check_profiles};
use super::transformed::{LIMIT, action_name, counts};
use super::{Play, Target, Transform, Transformed, plans};
use crate::game::{Game, GameExt, Profile, SizeLimit};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// Deposit and refund (Bohm 1981): everybody pays a deposit, and gets it back for doing its part of
/// the target.
///
/// Where all is known this is a fine. Where not, the burden of proof is turned around: a fine needs
/// proof that the part was *not* done, a refund that it *was* ([`DepositRefund::with_provable`]).
///
/// ```
/// use lacuna::game::{GameExt, catalogue::prisoners_dilemma};
/// use lacuna::mechanism::principle::{DepositRefund, Target, Transform};
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// let deposit = DepositRefund::new(Target::WelfareOptimum, 2.into());
/// assert!(deposit.apply(&dilemma)?.game().is_pure_equilibrium(&[0, 0])?);
/// // A court that sees nothing keeps all deposits, whatever is done.
/// let blind = deposit.with_provable(vec![]).apply(&dilemma)?;
/// assert_eq!(blind.burnt(&[0, 0])?, 4.into());
/// assert!(!blind.game().is_pure_equilibrium(&[0, 0])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepositRefund {
    target: Target,
    deposits: Vec<Rational>,
    provable: Option<Vec<Profile>>,
    proceeds: Proceeds,
}

impl DepositRefund {
    /// The same deposit for everybody; what is not refunded goes to nobody.
    pub fn new(target: Target, deposit: Rational) -> Self {
        DepositRefund {
            target,
            deposits: vec![deposit],
            provable: None,
            proceeds: Proceeds::Burnt,
        }
    }

    /// A deposit for each player, 0 for none.
    pub fn with_deposits(mut self, deposits: Vec<Rational>) -> Self {
        self.deposits = deposits;
        self
    }

    /// That somebody has done its part can be shown at these profiles only.
    pub fn with_provable(mut self, profiles: Vec<Profile>) -> Self {
        self.provable = Some(profiles);
        self
    }

    /// Where deposits go that are not refunded.
    pub fn with_proceeds(mut self, proceeds: Proceeds) -> Self {
        self.proceeds = proceeds;
        self
    }
}

impl Transform for DepositRefund {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let target = self.target.profile(game)?;
        let deposits = amounts("the deposit", &self.deposits, game.players())?;
        check_profiles(game, self.provable.as_ref())?;
        Transformed::paying(game, |profile| {
            let shown = self.provable.as_ref();
            let provable = shown.is_none_or(|list| list.iter().any(|p| p == profile));
            let lost: Vec<Rational> = deposits
                .iter()
                .enumerate()
                .map(|(i, deposit)| match provable && profile[i] == target[i] {
                    true => Rational::ZERO,
                    false => deposit.clone(),
                })
                .collect();
            self.proceeds.transfers(&lost)
        })
    }
}

/// Deposits by consent: first everybody chooses whether to post a deposit, all see whether it is in
/// force, which it is if and only if *all* have posted (else posts are handed back), and then all
/// act. In force, whoever does not do its part of the target loses its deposit.
///
/// A player with `k` actions has `k² + k` strategies: `a·k + b` posts, takes action `a` in force
/// and `b` if not; `k² + b` does not post and takes action `b`. [`VoluntaryDeposit::consent`] is
/// the profile in which all post, do their part in force, and else play a given fallback. In a
/// prisoner's dilemma it is an equilibrium from a deposit of T − R on, with the fallback to defect:
/// nobody is forced, and the target is still had.
///
/// ```
/// use lacuna::game::{GameExt, catalogue::prisoners_dilemma};
/// use lacuna::mechanism::principle::{Target, Transform, VoluntaryDeposit};
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// let deposit = VoluntaryDeposit::new(Target::WelfareOptimum, 2.into());
/// let changed = deposit.apply(&dilemma)?;
/// let consent = deposit.consent(&dilemma, &[1, 1])?;
/// assert!(changed.game().is_pure_equilibrium(&consent)?);
/// assert_eq!(changed.plays(&consent)?[0].profile, vec![0, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoluntaryDeposit {
    target: Target,
    deposits: Vec<Rational>,
    proceeds: Proceeds,
    size_limit: SizeLimit,
}

impl VoluntaryDeposit {
    /// The same deposit for everybody who agrees; what is lost goes to nobody.
    pub fn new(target: Target, deposit: Rational) -> Self {
        VoluntaryDeposit {
            target,
            deposits: vec![deposit],
            proceeds: Proceeds::Burnt,
            size_limit: LIMIT,
        }
    }

    /// A deposit for each player, 0 for none.
    pub fn with_deposits(mut self, deposits: Vec<Rational>) -> Self {
        self.deposits = deposits;
        self
    }

    /// Where lost deposits go.
    pub fn with_proceeds(mut self, proceeds: Proceeds) -> Self {
        self.proceeds = proceeds;
        self
    }

    /// A limit on the size of the changed game; by default a million payoffs.
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }

    /// Everybody posts, does its part in force, and its part of the fallback if not: a profile of
    /// the changed game.
    ///
    /// # Errors
    /// [`SettingError::Game`] if target or fallback is not one of the game's profiles.
    pub fn consent(
        &self,
        game: &dyn Game<Rational>,
        fallback: &[usize],
    ) -> Result<Profile, SettingError> {
        let target = self.target.profile(game)?;
        game.check_profile(fallback)?;
        let parts = target.iter().zip(fallback).zip(counts(game));
        Ok(parts.map(|((&part, &alone), k)| part * k + alone).collect())
    }
}

impl Transform for VoluntaryDeposit {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let target = self.target.profile(game)?;
        let actions = counts(game);
        let deposits = amounts("the deposit", &self.deposits, actions.len())?;
        let strategies = actions
            .iter()
            .map(|&k| plans::product("the consent to a deposit", k + 1, k))
            .collect::<Result<Vec<usize>, _>>()?;
        let plays = |profile: &[usize]| {
            let own = || profile.iter().zip(&actions);
            let in_force = own().all(|(&strategy, &k)| strategy < k * k);
            let played: Vec<usize> = own()
                .map(|(&strategy, &k)| match in_force {
                    true => strategy / k,
                    false => strategy % k,
                })
                .collect();
            let lost: Vec<Rational> = (0..played.len())
                .map(|i| match in_force && played[i] != target[i] {
                    true => deposits[i].clone(),
                    false => Rational::ZERO,
                })
                .collect();
            vec![Play::paid(played, self.proceeds.transfers(&lost))]
        };
        Transformed::new(game, &strategies, self.size_limit, plays, |player, own| {
            let k = actions[player];
            let alone = action_name(game, player, own % k);
            match own < k * k {
                true => format!("post; {}, else {alone}", action_name(game, player, own / k)),
                false => format!("stay out; {alone}"),
            }
        })
    }
}
