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
    /// Did the player break the law: did the law change what it wanted, or put a violation of it on
    /// record? Empty where there is no law.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broke_law: Vec<bool>,
}

impl MonthOnRecord {
    /// What all caught together.
    pub fn total(&self) -> u64 {
        self.caught
            .iter()
            .fold(0, |total, &caught| total.saturating_add(caught))
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
    /// How often the law had found fault with each player before the month that comes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    faults: Vec<u64>,
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
            faults: Vec::new(),
        };
    }

    fn add(&mut self, commons: &Commons, step: &Step<'_, u64>) {
        self.played.push(MonthOnRecord {
            stock: self.stock,
            wanted: step.actions.to_vec(),
            caught: commons.caught().to_vec(),
            factor: commons.factor().clone(),
            rewards: step.rewards.to_vec(),
            broke_law: Vec::new(),
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
        self.faults = vec![0; self.players];
    }
    fn step(&mut self, environment: &Governed<Commons>, step: &Step<'_, u64>) {
        self.add(environment.environment(), step);
        let found = environment.enforcement();
        let found = found.overridden.iter().zip(&found.violations);
        let found: Vec<u64> = found
            .map(|(changed, recorded)| changed + recorded)
            .collect();
        if let Some(month) = self.played.last_mut() {
            let before = found.iter().zip(&self.faults);
            month.broke_law = before.map(|(found, before)| found > before).collect();
        }
        self.faults = found;
    }
}
