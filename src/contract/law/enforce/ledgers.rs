//! What a law keeps from round to round: pools, escrows, counters and memories.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::super::check::CheckedLaw;
use super::super::{Declaration, Law};
use super::{EnforceError, Small};
use crate::number::Rational;

/// The accounts, counters and memories of a law, by name.
///
/// Goes through serde by name, so that a run can be saved and continued
/// ([`Enforcer::with_ledgers`](super::Enforcer::with_ledgers)).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "LedgersForm", into = "LedgersForm")]
pub struct Ledgers {
    pub(super) names: Arc<LedgerNames>,
    /// Pools, then a block a player for each escrow, then memories.
    pub(super) amounts: Vec<Small>,
    /// A block a player for each counter; none above the largest `i64`.
    pub(super) counts: Vec<u64>,
}

/// Which ledgers there are, in the order of their declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LedgerNames {
    pub(super) players: Vec<String>,
    pub(super) pools: Vec<String>,
    pub(super) escrows: Vec<String>,
    pub(super) counters: Vec<String>,
    pub(super) memories: Vec<String>,
}

impl PartialEq for Ledgers {
    /// The same balances, counts and memories by the same names, whatever the order of the
    /// declarations.
    fn eq(&self, other: &Self) -> bool {
        if self.names == other.names {
            return self.amounts == other.amounts && self.counts == other.counts;
        }
        LedgersForm::from(self.clone()) == LedgersForm::from(other.clone())
    }
}

impl Eq for Ledgers {}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgersForm {
    players: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pools: BTreeMap<String, Rational>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    escrows: BTreeMap<String, Vec<Rational>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    counters: BTreeMap<String, Vec<u64>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    memories: BTreeMap<String, Rational>,
}

impl From<Ledgers> for LedgersForm {
    fn from(ledgers: Ledgers) -> Self {
        let names = &ledgers.names;
        let players = 0..names.players.len();
        let of_players = |name: &str| {
            players
                .clone()
                .filter_map(|player| ledgers.escrow(name, player))
                .collect()
        };
        LedgersForm {
            players: names.players.clone(),
            pools: named(&names.pools, |name| ledgers.pool(name)),
            escrows: named(&names.escrows, |name| Some(of_players(name))),
            counters: named(&names.counters, |name| {
                players
                    .clone()
                    .map(|player| ledgers.counter(name, player))
                    .collect()
            }),
            memories: named(&names.memories, |name| ledgers.memory(name)),
        }
    }
}

fn named<T>(names: &[String], value: impl Fn(&str) -> Option<T>) -> BTreeMap<String, T> {
    names
        .iter()
        .filter_map(|name| Some((name.clone(), value(name)?)))
        .collect()
}

impl TryFrom<LedgersForm> for Ledgers {
    type Error = EnforceError;
    fn try_from(form: LedgersForm) -> Result<Self, EnforceError> {
        let players = form.players.len();
        let other = |problem: String| EnforceError::OtherLedgers { problem };
        let length = |name: &str, found: usize| {
            if found == players {
                return Ok(());
            }
            Err(other(format!(
                "{name:?} has {found} entries for {players} players"
            )))
        };
        let fits = |name: &str, value: &Rational| {
            Small::of(value).ok_or_else(|| {
                other(format!(
                    "{name:?} holds {value}, whose numerator and denominator do not fit 64 bits"
                ))
            })
        };
        let held = |name: &str, value: &Rational| {
            if value.is_negative() {
                return Err(other(format!(
                    "{name:?} holds {value}; it cannot be below zero"
                )));
            }
            fits(name, value)
        };
        let mut amounts = Vec::new();
        for (name, value) in &form.pools {
            amounts.push(held(name, value)?);
        }
        for (name, values) in &form.escrows {
            length(name, values.len())?;
            for value in values {
                amounts.push(held(name, value)?);
            }
        }
        for (name, value) in &form.memories {
            amounts.push(fits(name, value)?);
        }
        let mut counts = Vec::new();
        for (name, values) in &form.counters {
            length(name, values.len())?;
            if let Some(large) = values.iter().find(|count| i64::try_from(**count).is_err()) {
                return Err(other(format!(
                    "{name:?} has counted to {large}, beyond {}",
                    i64::MAX
                )));
            }
            counts.extend(values);
        }
        Ok(Ledgers {
            names: Arc::new(LedgerNames {
                players: form.players,
                pools: form.pools.into_keys().collect(),
                escrows: form.escrows.into_keys().collect(),
                counters: form.counters.into_keys().collect(),
                memories: form.memories.into_keys().collect(),
            }),
            amounts,
            counts,
        })
    }
}

impl LedgerNames {
    fn of(law: &Law, players: &[String]) -> Self {
        let names = |wanted: fn(&Declaration) -> bool| -> Vec<String> {
            law.declarations
                .iter()
                .filter(|declaration| wanted(declaration))
                .map(|declaration| declaration.name().to_owned())
                .collect()
        };
        LedgerNames {
            players: players.to_vec(),
            pools: names(|d| matches!(d, Declaration::Pool { .. })),
            escrows: names(|d| matches!(d, Declaration::Escrow { .. })),
            counters: names(|d| matches!(d, Declaration::Counter { .. })),
            memories: names(|d| matches!(d, Declaration::Memory { .. })),
        }
    }

    fn position(list: &[String], name: &str) -> Option<usize> {
        list.iter().position(|known| known == name)
    }

    fn block(list: &[String], name: &str, player: usize, players: usize) -> Option<usize> {
        if player >= players {
            return None;
        }
        Some(Self::position(list, name)? * players + player)
    }
}

impl Ledgers {
    /// Takes over the balances and counts of ledgers of the same law, without allocating.
    pub(super) fn copy_balances(&mut self, other: &Ledgers) {
        self.amounts.clone_from(&other.amounts);
        self.counts.clone_from(&other.counts);
    }

    /// The ledgers of a law before anything has happened.
    pub fn new(law: &CheckedLaw) -> Self {
        let names = LedgerNames::of(law.law(), law.court().player_names());
        let players = names.players.len();
        let mut amounts = vec![Small::ZERO; names.pools.len() + names.escrows.len() * players];
        amounts.extend(law.law().declarations.iter().filter_map(|declaration| {
            match declaration {
                // The checker has seen that it fits.
                Declaration::Memory { initial, .. } => {
                    Some(Small::of(initial).unwrap_or(Small::ZERO))
                }
                _ => None,
            }
        }));
        let counts = vec![0; names.counters.len() * players];
        Ledgers {
            names: Arc::new(names),
            amounts,
            counts,
        }
    }

    pub(super) fn pool_index(&self, name: &str) -> Option<usize> {
        LedgerNames::position(&self.names.pools, name)
    }

    pub(super) fn escrow_index(&self, name: &str, player: usize) -> Option<usize> {
        let names = &self.names;
        let index = LedgerNames::block(&names.escrows, name, player, names.players.len())?;
        Some(names.pools.len() + index)
    }

    pub(super) fn counter_index(&self, name: &str, player: usize) -> Option<usize> {
        let names = &self.names;
        LedgerNames::block(&names.counters, name, player, names.players.len())
    }

    pub(super) fn memory_index(&self, name: &str) -> Option<usize> {
        let index = LedgerNames::position(&self.names.memories, name)?;
        Some(self.held() + index)
    }

    /// How many of the amounts are money.
    pub(super) fn held(&self) -> usize {
        self.names.pools.len() + self.names.escrows.len() * self.names.players.len()
    }

    /// What a pool holds, if there is one of this name.
    pub fn pool(&self, name: &str) -> Option<Rational> {
        Some(self.amounts.get(self.pool_index(name)?)?.rational())
    }

    /// What a player's account holds, if there is an escrow of this name.
    pub fn escrow(&self, name: &str, player: usize) -> Option<Rational> {
        Some(
            self.amounts
                .get(self.escrow_index(name, player)?)?
                .rational(),
        )
    }

    /// What a player's counter has counted, if there is one of this name.
    pub fn counter(&self, name: &str, player: usize) -> Option<u64> {
        self.counts.get(self.counter_index(name, player)?).copied()
    }

    /// What is remembered, if there is a memory of this name.
    pub fn memory(&self, name: &str) -> Option<Rational> {
        Some(self.amounts.get(self.memory_index(name)?)?.rational())
    }

    /// The money in all pools and escrows.
    pub fn total_held(&self) -> Rational {
        self.amounts[..self.held()]
            .iter()
            .map(|amount| amount.rational())
            .sum()
    }

    /// These ledgers in the order of a law's declarations.
    pub(super) fn arranged(&self, law: &CheckedLaw) -> Result<Self, EnforceError> {
        let mut arranged = Ledgers::new(law);
        let (mine, wanted) = (&self.names, Arc::clone(&arranged.names));
        if mine.players != wanted.players {
            return Err(EnforceError::OtherLedgers {
                problem: format!(
                    "they are of the players {:?}, and the law is for {:?}",
                    mine.players, wanted.players
                ),
            });
        }
        for (what, mine, wanted) in [
            ("pool", &mine.pools, &wanted.pools),
            ("escrow", &mine.escrows, &wanted.escrows),
            ("counter", &mine.counters, &wanted.counters),
            ("memory", &mine.memories, &wanted.memories),
        ] {
            let lacks = |name: &&String| !mine.contains(name);
            if let Some(name) = wanted.iter().find(lacks) {
                return Err(EnforceError::OtherLedgers {
                    problem: format!("they have no {what} {name:?}"),
                });
            }
            let lacks = |name: &&String| !wanted.contains(name);
            if let Some(name) = mine.iter().find(lacks) {
                return Err(EnforceError::OtherLedgers {
                    problem: format!("the law declares no {what} {name:?}"),
                });
            }
        }
        self.copy_shared(&mut arranged);
        Ok(arranged)
    }

    /// Copies what both have.
    pub(super) fn copy_shared(&self, to: &mut Ledgers) {
        let names = Arc::clone(&to.names);
        let mut amount = |from: Option<usize>, into: Option<usize>| {
            if let (Some(from), Some(into)) = (from, into) {
                to.amounts[into] = self.amounts[from];
            }
        };
        let places = to_places(&names);
        for name in &names.pools {
            amount(self.pool_index(name), places.pool_index(name));
        }
        for name in &names.memories {
            amount(self.memory_index(name), places.memory_index(name));
        }
        for player in 0..names.players.len() {
            for name in &names.escrows {
                amount(
                    self.escrow_index(name, player),
                    places.escrow_index(name, player),
                );
            }
            for name in &names.counters {
                if let (Some(from), Some(into)) = (
                    self.counter_index(name, player),
                    places.counter_index(name, player),
                ) {
                    to.counts[into] = self.counts[from];
                }
            }
        }
    }
}

/// Ledgers without amounts, to ask for places.
fn to_places(names: &Arc<LedgerNames>) -> Ledgers {
    Ledgers {
        names: Arc::clone(names),
        amounts: Vec::new(),
        counts: Vec::new(),
    }
}
