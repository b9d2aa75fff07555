//! A law replaced by another while it holds money.

use serde::{Deserialize, Serialize};

use super::super::check::CheckedLaw;
use super::{EnforceError, Enforcer, Ledgers, Small};
use crate::number::Rational;

/// On what terms a law gives way to another.
///
/// Ledgers that both laws declare, with the same name and of the same kind, are kept as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AmendmentTerms {
    /// What becomes of money in accounts that the law to come does not declare.
    pub left_over: LeftOver,
}

impl AmendmentTerms {
    /// Sets what becomes of money that is left over.
    #[must_use]
    pub fn with_left_over(mut self, left_over: LeftOver) -> Self {
        self.left_over = left_over;
        self
    }
}

/// What becomes of money in accounts that an amendment does not declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeftOver {
    /// Escrows go back to their owners; pools are divided equally among all players.
    Refund,
    /// It is destroyed.
    Forfeit,
    /// The amendment is refused while there is any.
    #[default]
    Refuse,
}

/// What an amendment did with everything that the law before it kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AmendmentReport {
    /// Every pool and account that held money, and what became of it.
    pub balances: Vec<AmendedBalance>,
    /// What each player is paid.
    pub payments: Vec<Rational>,
    /// What is destroyed.
    pub forfeited: Rational,
    /// Counters and memories that the amendment does not declare, with what they were.
    pub dropped: Vec<DroppedLedger>,
}

/// Money in an account at the time of an amendment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AmendedBalance {
    /// The pool or escrow.
    pub ledger: String,
    /// Whose account; none for a pool.
    pub player: Option<usize>,
    /// What it held.
    pub amount: Rational,
    /// What became of it.
    pub fate: BalanceFate,
}

/// What became of money in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BalanceFate {
    /// It is still there.
    Kept,
    /// It was paid to players.
    Refunded,
    /// It was destroyed.
    Forfeited,
}

/// A counter or memory that an amendment does not declare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DroppedLedger {
    /// The counter or memory.
    pub ledger: String,
    /// What it was: one number a player for a counter, one for a memory.
    pub values: Vec<Rational>,
}

impl Enforcer {
    /// Puts another law in the place of this one. Failures go on being counted; the policy stays.
    ///
    /// # Errors
    /// [`EnforceError::OtherPlayers`]; [`EnforceError::LeftOver`] if money would be left over and
    /// the terms refuse; as [`Enforcer::new`] if the actions of [`FailurePolicy::Closed`](super::FailurePolicy) are none
    /// of the law's court. The law in force stays as it is.
    pub fn amend(
        &mut self,
        law: CheckedLaw,
        terms: &AmendmentTerms,
    ) -> Result<AmendmentReport, EnforceError> {
        let before = &self.ledgers;
        let players = self.law.court().player_names();
        if law.court().player_names() != players {
            return Err(EnforceError::OtherPlayers {
                found: law.court().player_names().to_vec(),
                expected: players.to_vec(),
            });
        }
        let mut after = Ledgers::new(&law);
        before.copy_shared(&mut after);
        let report = report(before, &after, terms.left_over)?;
        let amended = Enforcer::arranged(law, self.policy.clone(), after)?;
        let (failures, counts_steps) = (self.failures, self.counts_steps);
        *self = Enforcer {
            failures,
            marked_failures: failures,
            counts_steps,
            ..amended
        };
        Ok(report)
    }
}

fn report(
    before: &Ledgers,
    after: &Ledgers,
    left_over: LeftOver,
) -> Result<AmendmentReport, EnforceError> {
    let names = &before.names;
    let players = names.players.len();
    let mut report = AmendmentReport {
        balances: Vec::new(),
        payments: vec![Rational::ZERO; players],
        forfeited: Rational::ZERO,
        dropped: Vec::new(),
    };
    let fate = |kept: bool| match (kept, left_over) {
        (true, _) => BalanceFate::Kept,
        (false, LeftOver::Refund) => BalanceFate::Refunded,
        (false, LeftOver::Forfeit | LeftOver::Refuse) => BalanceFate::Forfeited,
    };
    let refused = |ledger: &str, kept: bool, held: &Rational| {
        if kept || held.is_zero() || left_over != LeftOver::Refuse {
            return Ok(());
        }
        Err(EnforceError::LeftOver {
            ledger: ledger.into(),
            held: held.clone(),
        })
    };
    for pool in &names.pools {
        let amount = before.pool(pool).unwrap_or_default();
        let kept = after.pool_index(pool).is_some();
        refused(pool, kept, &amount)?;
        if amount.is_zero() {
            continue;
        }
        let fate = fate(kept);
        if fate == BalanceFate::Refunded {
            let share = Rational::new(1, players as i64).unwrap_or_default() * &amount;
            for payment in &mut report.payments {
                *payment += &share;
            }
        }
        report.note(pool, None, amount, fate);
    }
    for escrow in &names.escrows {
        let kept = after.names.escrows.contains(escrow);
        let held: Vec<Rational> = (0..players)
            .filter_map(|player| before.escrow(escrow, player))
            .collect();
        refused(escrow, kept, &held.iter().sum())?;
        let fate = fate(kept);
        for (player, amount) in held.into_iter().enumerate() {
            if amount.is_zero() {
                continue;
            }
            if fate == BalanceFate::Refunded {
                report.payments[player] += &amount;
            }
            report.note(escrow, Some(player), amount, fate);
        }
    }
    for counter in &names.counters {
        if !after.names.counters.contains(counter) {
            let count = |player| {
                let count = before.counter(counter, player)?;
                Some(Small::count(count)?.rational())
            };
            report.dropped.push(DroppedLedger {
                ledger: counter.clone(),
                values: (0..players).filter_map(count).collect(),
            });
        }
    }
    for memory in &names.memories {
        if after.memory_index(memory).is_none() {
            report.dropped.push(DroppedLedger {
                ledger: memory.clone(),
                values: before.memory(memory).into_iter().collect(),
            });
        }
    }
    Ok(report)
}

impl AmendmentReport {
    fn note(&mut self, ledger: &str, player: Option<usize>, amount: Rational, fate: BalanceFate) {
        if fate == BalanceFate::Forfeited {
            self.forfeited += &amount;
        }
        self.balances.push(AmendedBalance {
            ledger: ledger.into(),
            player,
            amount,
            fate,
        });
    }
}
