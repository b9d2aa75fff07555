//! Money for actions, for outcomes, and for nothing.

use serde::{Deserialize, Serialize};

use super::{Target, Transform, Transformed};
use crate::game::{Game, GameExt, Profile, ProfileSpace};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// A side payment (Jackson and Wilkie 2005): one player pays another for an action.
///
/// Several of them are a [`Chain`](super::Chain). In a prisoner's dilemma cooperation
/// dominates if each pays the other max(T − R, P − S) for it, and if both cooperate the payments
/// cancel.
///
/// ```
/// use lacuna::game::{GameExt, catalogue::prisoners_dilemma};
/// use lacuna::mechanism::principle::{SidePayment, Transform};
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// let promise = |payer: usize| SidePayment::new(payer, 1 - payer, 0, 2.into());
/// let changed = promise(0).then(promise(1)).apply(&dilemma)?;
/// assert!(changed.game().is_pure_equilibrium(&[0, 0])? && changed.is_balanced());
/// assert_eq!(changed.transfers(&[0, 0])?, vec![0.into(), 0.into()]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SidePayment {
    payer: usize,
    receiver: usize,
    action: usize,
    amount: Rational,
}

impl SidePayment {
    /// `payer` pays `receiver` this amount if the receiver takes this action.
    pub fn new(payer: usize, receiver: usize, action: usize, amount: Rational) -> Self {
        SidePayment {
            payer,
            receiver,
            action,
            amount,
        }
    }
}

impl Transform for SidePayment {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        game.check_player(self.payer)?;
        game.check_player(self.receiver)?;
        SettingError::check_index("the paid action", self.action, game.actions(self.receiver))?;
        if self.payer == self.receiver {
            let needs = "it must be another player than the payer";
            return Err(SettingError::invalid("the receiver", self.receiver, needs));
        }
        if self.amount.is_negative() {
            let needs = "it must be at least 0; the other player can pay instead";
            return Err(SettingError::invalid("the payment", &self.amount, needs));
        }
        Transformed::paying(game, |profile| {
            let mut transfers = vec![Rational::ZERO; profile.len()];
            if profile[self.receiver] == self.action {
                transfers[self.payer] = -&self.amount;
                transfers[self.receiver] = self.amount.clone();
            }
            transfers
        })
    }
}

/// Transfers that depend on the outcome, for the profiles that are listed; none elsewhere.
///
/// ```
/// use lacuna::game::{GameExt, catalogue::stag_hunt};
/// use lacuna::mechanism::principle::{OutcomePayments, Transform};
/// // Whoever hunts the stag alone is compensated by 3 from outside: the stag dominates.
/// let insured = OutcomePayments::new(vec![
///     (vec![0, 1], vec![3.into(), 0.into()]),
///     (vec![1, 0], vec![0.into(), 3.into()]),
/// ]);
/// let changed = insured.apply(&stag_hunt(4, 0, 3, 2)?)?;
/// assert_eq!(changed.game().best_responses(0, &[1, 1])?, vec![0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OutcomePayments {
    payments: Vec<(Profile, Vec<Rational>)>,
}

impl OutcomePayments {
    /// Profiles and what each player receives there; entries for the same profile add up.
    pub fn new(payments: Vec<(Profile, Vec<Rational>)>) -> Self {
        OutcomePayments { payments }
    }
}

impl Transform for OutcomePayments {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let table = outcome_table(game, &self.payments)?;
        let space = game.profile_space()?;
        Transformed::paying(game, |profile| lookup(&table, &space, profile))
    }
}

/// Payments sorted by the number of their profile.
type OutcomeTable = std::collections::BTreeMap<usize, Vec<Rational>>;

pub(super) fn outcome_table(
    game: &dyn Game<Rational>,
    payments: &[(Profile, Vec<Rational>)],
) -> Result<OutcomeTable, SettingError> {
    let space = game.profile_space()?;
    let players = game.players();
    let mut table = OutcomeTable::new();
    for (profile, transfers) in payments {
        let index = space.index(profile)?;
        SettingError::check_length("the payments at a profile", transfers.len(), players)?;
        let sums = table
            .entry(index)
            .or_insert_with(|| vec![Rational::ZERO; players]);
        for (sum, transfer) in sums.iter_mut().zip(transfers) {
            *sum += transfer;
        }
    }
    Ok(table)
}

pub(super) fn lookup(
    table: &OutcomeTable,
    space: &ProfileSpace,
    profile: &[usize],
) -> Vec<Rational> {
    let found = space
        .index(profile)
        .ok()
        .and_then(|index| table.get(&index));
    found
        .cloned()
        .unwrap_or_else(|| vec![Rational::ZERO; profile.len()])
}

/// Implementation by promises (k-implementation, Monderer and Tennenholtz 2004): an outsider
/// promises payments, never negative, that make the target dominant for everybody.
///
/// At the target each player is paid its regret there. Where others do not do their part, a player
/// who does is paid what it could gain otherwise plus a margin; this is never paid if all do. The
/// cost at the target, `−burnt(target)`, is the sum of regrets, the least that any promises can
/// cost that make the target dominant; it is 0 if the target is an equilibrium. With a margin above
/// 0 every part is the only best response wherever somebody else does not do its own.
///
/// ```
/// use lacuna::game::catalogue::{prisoners_dilemma, stag_hunt};
/// use lacuna::mechanism::principle::{Implementation, Target, Transform};
/// let promises = Implementation::new(Target::WelfareOptimum, 1.into());
/// let cost = |changed: lacuna::mechanism::principle::Transformed| changed.burnt(&[0, 0]);
/// assert_eq!(cost(promises.apply(&stag_hunt(4, 0, 3, 2)?)?)?, 0.into());
/// assert_eq!(cost(promises.apply(&prisoners_dilemma(3, 0, 5, 1)?)?)?, (-4).into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Implementation {
    target: Target,
    margin: Rational,
}

impl Implementation {
    /// Promises that make the target dominant, with this margin off the target, at least 0.
    pub fn new(target: Target, margin: Rational) -> Self {
        Implementation { target, margin }
    }
}

impl Transform for Implementation {
    /// # Complexity
    /// For each profile and player one payoff an action.
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        let target = self.target.profile(game)?;
        if self.margin.is_negative() {
            let needs = "it must be at least 0";
            return Err(SettingError::invalid("the margin", &self.margin, needs));
        }
        let mut fault = None;
        let changed = Transformed::paying(game, |profile| {
            let players = 0..profile.len();
            players
                .map(|i| {
                    if profile[i] != target[i] {
                        return Rational::ZERO;
                    }
                    let regret = game.regret(i, profile).unwrap_or_else(|error| {
                        fault = Some(error);
                        Rational::ZERO
                    });
                    match profile == target {
                        true => regret,
                        false => regret + &self.margin,
                    }
                })
                .collect()
        })?;
        match fault {
            Some(error) => Err(error.into()),
            None => Ok(changed),
        }
    }
}

/// An unconditional gift (or a poll tax): the same transfers whatever is done.
///
/// It moves money and changes no incentive: selfish players, players who weigh welfare, and all
/// whose preference is linear have the same equilibria before and after. Players who compare
/// themselves with others may not.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::mechanism::principle::{Gift, Transform};
/// use lacuna::preference::Selfish;
/// let changed = Gift::new(vec![7.into(), 0.into()]).apply(&prisoners_dilemma(3, 0, 5, 1)?)?;
/// let only = &changed.equilibria(&Selfish)?[0];
/// assert_eq!((&only.profile[..], only.material_welfare.clone()), (&[1, 1][..], 2.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Gift {
    transfers: Vec<Rational>,
}

impl Gift {
    /// What each player receives; negative for a tax.
    pub fn new(transfers: Vec<Rational>) -> Self {
        Gift { transfers }
    }
}

impl Transform for Gift {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        SettingError::check_length("the list of gifts", self.transfers.len(), game.players())?;
        Transformed::paying(game, |_| self.transfers.clone())
    }
}
