//! What a hook of a law did.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::super::Hook;
use super::super::Reading;
use crate::number::Rational;

/// What enforcement did in one hook: the actions as they stand, the money that moved, and a record
/// of every effect. The enforcer reuses one ruling; clone it to keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    pub(super) hook: Hook,
    pub(super) actions: Vec<Reading>,
    pub(super) transfers: Vec<Rational>,
    pub(super) destroyed: Rational,
    pub(super) granted: Rational,
    pub(super) entries: Vec<Entry>,
    pub(super) failure: Option<Failure>,
    pub(super) overridden: bool,
    /// The text of each clause that puts a violation on record, one list a hook.
    pub(super) texts: Arc<[Vec<Option<String>>; 3]>,
}

impl Ruling {
    /// The hook that ran.
    pub fn hook(&self) -> Hook {
        self.hook
    }

    /// The actions after the hook, one a player; empty at the start of a round.
    pub fn actions(&self) -> &[Reading] {
        &self.actions
    }

    /// What each player receives; negative for a payment.
    pub fn transfers(&self) -> &[Rational] {
        &self.transfers
    }

    /// Money that was taken from players and that nobody has.
    pub fn destroyed(&self) -> &Rational {
        &self.destroyed
    }

    /// Money that came from outside.
    pub fn granted(&self) -> &Rational {
        &self.granted
    }

    /// Every effect, in the order in which they happened; none after a failure.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What failed, if the hook failed; no money has moved then and no ledger has changed.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Is some action another than the player chose?
    pub fn overridden(&self) -> bool {
        self.overridden
    }

    /// Sanctions and violations, in the order in which they happened.
    pub fn violations(&self) -> impl Iterator<Item = Violation<'_>> {
        let texts: &[Option<String>] = match self.hook {
            Hook::Start => &self.texts[0],
            Hook::Resolve => &self.texts[1],
            Hook::End => &self.texts[2],
        };
        self.entries
            .iter()
            .filter(|entry| {
                matches!(
                    entry.kind,
                    EntryKind::Sanction | EntryKind::GraduatedSanction | EntryKind::Violation
                )
            })
            .map(|entry| Violation {
                player: entry.player,
                clause: entry.clause,
                text: texts.get(entry.clause).and_then(Option::as_deref),
                sanction: &entry.amount,
            })
    }
}

/// One effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Entry {
    /// The clause of the hook, 0-based.
    pub clause: usize,
    /// What kind of effect.
    pub kind: EntryKind,
    /// Who pays, or whose action, counter or violation it is; of a grant or a payout, who
    /// receives; of a release, whose account it is.
    pub player: usize,
    /// Of a transfer or a release, who receives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<usize>,
    /// The money; of an action its value (of a label its number), of a counter or memory what it
    /// is after.
    pub amount: Rational,
}

/// A kind of effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntryKind {
    /// An action was changed by its label.
    Direct,
    /// An action was set.
    Set,
    /// An action was lowered.
    Cap,
    /// Money destroyed.
    Fine,
    /// Money destroyed, for a violation.
    Sanction,
    /// Money destroyed, for a violation that was counted.
    GraduatedSanction,
    /// Money from one player to another.
    Transfer,
    /// Money from outside.
    Grant,
    /// Money into an account.
    Escrow,
    /// Money out of an account.
    Release,
    /// Money into a pool.
    Premium,
    /// Money out of a pool.
    Payout,
    /// Money destroyed for taking part.
    ParticipationCost,
    /// A violation on record.
    Violation,
    /// A counter went up by one, without a sanction.
    Count,
    /// A counter went back to zero.
    Clear,
    /// A memory was given another value; the player is 0 and means nothing.
    Remember,
}

/// A sanction, or a violation on record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation<'a> {
    /// Whose.
    pub player: usize,
    /// By which clause of the hook, 0-based.
    pub clause: usize,
    /// What it was, if the law says it in words.
    pub text: Option<&'a str>,
    /// What was taken from the player for it.
    pub sanction: &'a Rational,
}

/// Why a hook had no effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Failure {
    /// Which hook.
    pub hook: Hook,
    /// The clause at which it failed, 0-based.
    pub clause: usize,
    /// What failed.
    pub kind: FailureKind,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}, clause {}: {}",
            self.hook,
            self.clause + 1,
            self.kind
        )
    }
}

/// What failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum FailureKind {
    /// A number, a balance or a sum of payments whose numerator or denominator does not fit 64
    /// bits.
    #[error(
        "a number became too large; the numerator and denominator of every number must fit 64 bits"
    )]
    NumberTooLarge,
    /// An action that the court does not allow.
    #[error("the action of player {player} would be {value}, which the court does not allow")]
    #[non_exhaustive]
    ActionOutOfRange {
        /// Whose.
        player: usize,
        /// What it would be.
        value: Rational,
    },
    /// A counter that is at its end.
    #[error(
        "a counter of player {player} is at the largest 64-bit number; it cannot go up further"
    )]
    #[non_exhaustive]
    CounterFull {
        /// Whose.
        player: usize,
    },
}

/// How often each hook failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FailureCount {
    /// Before the players acted.
    pub start: u64,
    /// On their actions.
    pub resolve: u64,
    /// After everything had happened.
    pub end: u64,
}

impl FailureCount {
    /// Failures of all hooks.
    pub fn total(&self) -> u64 {
        self.start
            .saturating_add(self.resolve)
            .saturating_add(self.end)
    }

    pub(super) fn count(&mut self, hook: Hook) {
        let counter = match hook {
            Hook::Start => &mut self.start,
            Hook::Resolve => &mut self.resolve,
            Hook::End => &mut self.end,
        };
        *counter = counter.saturating_add(1);
    }
}
