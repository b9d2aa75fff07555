//! What an institution did, added up.

use serde::{Deserialize, Serialize};

use crate::number::Rational;

/// What an institution did in an episode.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Account {
    /// In how many steps each player's action was changed.
    pub overridden: Vec<u64>,
    /// What each player received, less what it paid.
    pub transfers: Vec<Rational>,
}

impl Account {
    /// An account without entries.
    pub(super) fn new(players: usize) -> Self {
        Account {
            overridden: vec![0; players],
            transfers: vec![Rational::ZERO; players],
        }
    }

    /// What the institution has taken in and not paid out again: 0 if its budget is balanced,
    /// negative if it brought money in.
    pub fn surplus(&self) -> Rational {
        let paid: Rational = self.transfers.iter().sum();
        -paid
    }
}
