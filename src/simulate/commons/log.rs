//! A commons on record, month by month, for metrics.

use serde::{Deserialize, Serialize};

use super::Commons;
use crate::number::Rational;
use crate::simulate::{Environment, Governed, Step, Watcher};

/// One month of a commons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MonthOnRecord {
    /// The stock before the harvest.
    pub stock: u64,
    /// What each player wanted, before any law looked at it.
    pub wanted: Vec<u64>,
    /// What each player caught.
    pub caught: Vec<u64>,
    /// The factor by which the stock grew afterwards.
    pub factor: Rational,
    /// What each player gained, with what a law paid or took.
    pub rewards: Vec<Rational>,
}

impl MonthOnRecord {
    /// What all caught together.
    pub fn total(&self) -> u64 {
        self.caught.iter().sum()
    }

    /// The harvest that the growth of this month makes up for, `stock − stock / factor`; nothing if
    /// the stock does not grow.
    pub fn sustainable(&self) -> Rational {
        let stock = Rational::from(self.stock);
        match stock.checked_div(&self.factor) {
            Some(needed) if needed < stock => stock - &needed,
            _ => Rational::ZERO,
        }
    }
}

/// The episode of a commons that was watched last: a [`Watcher`] of a [`Commons`], or of one under a
/// law.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CommonsLog {
    /// The number of players.
    pub players: usize,
    /// The capacity.
    pub capacity: u64,
    /// The number of months that could have been played.
    pub months: usize,
    /// Had the commons collapsed in the end?
    pub collapsed: bool,
    /// The months that were played.
    pub played: Vec<MonthOnRecord>,
    /// The stock before the month that comes.
    stock: u64,
}

impl CommonsLog {
    fn open(&mut self, commons: &Commons) {
        let rules = commons.rules();
        *self = CommonsLog {
            players: rules.players,
            capacity: rules.capacity,
            months: rules.months,
            collapsed: false,
            played: Vec::new(),
            stock: commons.stock(),
        };
    }

    fn add(&mut self, commons: &Commons, step: &Step<'_, u64>) {
        self.played.push(MonthOnRecord {
            stock: self.stock,
            wanted: step.actions.to_vec(),
            caught: commons.caught().to_vec(),
            factor: commons.factor().clone(),
            rewards: step.rewards.to_vec(),
        });
        self.stock = commons.stock();
        self.collapsed = commons.has_collapsed();
    }
}

impl Watcher<Commons> for CommonsLog {
    fn begin(&mut self, environment: &Commons, _seed: u64) {
        self.open(environment);
    }
    fn step(&mut self, environment: &Commons, step: &Step<'_, <Commons as Environment>::Action>) {
        self.add(environment, step);
    }
}

impl Watcher<Governed<Commons>> for CommonsLog {
    fn begin(&mut self, environment: &Governed<Commons>, _seed: u64) {
        self.open(environment.environment());
    }
    fn step(&mut self, environment: &Governed<Commons>, step: &Step<'_, u64>) {
        self.add(environment.environment(), step);
    }
}
