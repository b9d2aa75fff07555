//! One month of a commons at one stock.

use crate::number::Rational;
use crate::simulate::commons::strategy::ExpectedCatches;
use crate::simulate::commons::{CommonsError, Wanted};

/// What may be done in a month at a stock.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulate::commons) struct Stage {
    pub(in crate::simulate::commons) stock: u64,
    /// What may be harvested together.
    pub(in crate::simulate::commons) available: u64,
    /// What a player may want, at most the stock.
    pub(in crate::simulate::commons) cap: u64,
    players: usize,
}

/// A player who is to want something, among the others.
#[derive(Debug, Clone)]
pub(in crate::simulate::commons) struct Role {
    pub(in crate::simulate::commons) want: u64,
    /// How many others want how much.
    others: Vec<(u64, u32)>,
    others_want: u128,
}

impl Stage {
    /// Without a rule.
    pub(in crate::simulate::commons) fn free(stock: u64, players: usize) -> Self {
        Stage {
            stock,
            available: stock,
            cap: stock,
            players,
        }
    }

    /// What is wanted, cut down to the cap.
    pub(in crate::simulate::commons) fn limited(&self, wanted: Wanted) -> Wanted {
        if wanted.each >= self.cap {
            Wanted::alike(self.cap)
        } else {
            wanted
        }
    }

    /// What is harvested if so much is wanted.
    pub(in crate::simulate::commons) fn harvest(&self, wanted: Wanted) -> u64 {
        let total = wanted.total(self.players).min(u128::from(self.available));
        u64::try_from(total).unwrap_or(self.available)
    }

    /// The largest harvest.
    pub(in crate::simulate::commons) fn most(&self) -> u64 {
        self.harvest(Wanted::alike(self.cap))
    }

    /// The different players there are.
    pub(in crate::simulate::commons) fn roles(&self, wanted: Wanted) -> Vec<Role> {
        let players = self.players as u32;
        let counts = [
            (wanted.each, players - wanted.one_more),
            (wanted.each + 1, wanted.one_more),
        ];
        let mut roles = Vec::with_capacity(2);
        for (own, &(want, count)) in counts.iter().enumerate() {
            if count == 0 {
                continue;
            }
            let mut others = Vec::with_capacity(2);
            for (other, &(want, count)) in counts.iter().enumerate() {
                let count = count - u32::from(other == own);
                if count > 0 {
                    others.push((want, count));
                }
            }
            roles.push(Role {
                want,
                others,
                others_want: wanted.total(self.players) - u128::from(want),
            });
        }
        roles
    }
}

impl Role {
    /// What the player may want so that nobody is rationed; `None` if the others want too much
    /// already.
    pub(in crate::simulate::commons) fn enough_up_to(&self, stage: &Stage) -> Option<u64> {
        u64::try_from(u128::from(stage.available).checked_sub(self.others_want)?).ok()
    }

    /// What is left if the player wants `want`.
    pub(in crate::simulate::commons) fn left(&self, stage: &Stage, want: u64) -> u64 {
        let total = (self.others_want + u128::from(want)).min(u128::from(stage.available));
        stage.stock - u64::try_from(total).unwrap_or(stage.available)
    }

    /// What the player catches in expectation if it wants `want`.
    pub(in crate::simulate::commons) fn catch(
        &self,
        stage: &Stage,
        want: u64,
        expected: &mut ExpectedCatches,
    ) -> Result<Rational, CommonsError> {
        expected.of_one(stage.available, want, &self.others)
    }
}

impl Stage {
    /// The stage with other limits, within those there are.
    pub(in crate::simulate::commons) fn within(mut self, cap: u64, available: u64) -> Self {
        self.cap = self.cap.min(cap);
        self.available = self.available.min(available);
        self
    }

    pub(in crate::simulate::commons) fn players(&self) -> usize {
        self.players
    }
}
