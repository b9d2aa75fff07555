//! A commons: a stock that grows back, harvested by all.
//!
//! Played, it is an environment: [`Commons`] under [`CommonsRules`], watched by a [`CommonsLog`].
//! Analysed, it has an exact theory: what a planner would do ([`Plan`], [`HysteresisPlan`]), what
//! players with a [`MarkovStrategy`] earn, at which altruism weights λ a strategy is subgame perfect
//! ([`CommonsAnalysis`]), and what caps and quotas can do ([`CommonsRule`], [`BestRule`]).
//!
//! ```
//! use lacuna::number::Rational;
//! use lacuna::simulate::commons::{
//!     Commons, CommonsAnalysis, CommonsObservation, CommonsRules, MarkovStrategy, Plan, Rationing,
//! };
//! use lacuna::simulate::{FromFunction, Runner};
//!
//! // Five fishers for a year; the stock of 100 doubles what is left of it.
//! let rules = CommonsRules::default().with_rationing(Rationing::EqualAwards);
//! let plan = Plan::new(&rules)?;
//! assert_eq!(plan.value(), &Rational::from(650));
//!
//! // Played greedily it is gone after a month ...
//! let greedy = |seen: &CommonsObservation, _: &mut dyn rand::Rng| seen.stock / 5;
//! let mut fishers = [(); 5].map(|()| FromFunction::new("greedy", greedy));
//! let mut lake = Commons::new(rules.clone())?;
//! let outcome = Runner::default().run(&mut lake, &mut fishers, 1, &mut ())?;
//! assert_eq!(outcome.totals.iter().sum::<Rational>(), Rational::from(100));
//!
//! // ... and nobody leaves the planner's path from λ = 3/5 on.
//! let planner = MarkovStrategy::planner(&rules)?;
//! let range = CommonsAnalysis::new(&rules)?.perfect_for(&planner)?;
//! assert_eq!(range.lowest.ok_or("an end")?.lambda, Rational::new(3, 5)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod equilibrium;
mod growth;
mod log;
mod metrics;
mod planner;
mod rationing;
mod rule;
mod strategy;
mod threshold;
mod verifiable;

use std::fmt;

use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

pub use equilibrium::{
    CommonsAnalysis, CommonsDeviation, CommonsPreference, EquilibriumSelection, LambdaBound,
    LambdaRange, StocksConsidered, SymmetricEquilibrium,
};
pub use growth::{Growth, Hysteresis, Regime};
pub use log::{CommonsLog, MonthOnRecord};
pub use metrics::{CommonsMetrics, PublishedMetrics};
pub use planner::{HysteresisPlan, PathMonth, Plan, PlanLimit};
pub use rationing::Rationing;
pub use rule::{BestRule, CommonsRule, RuleKind, RuleSees};
pub use strategy::{Fisher, MarkovStrategy, Wanted};

use super::environment::check_step;
use super::{Environment, SimulationError, Streams};
use crate::number::Rational;

/// A parameter of a commons that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} is {found}; it must be {needs}")]
#[non_exhaustive]
pub struct CommonsError {
    /// What is wrong.
    pub what: &'static str,
    /// What it is.
    pub found: String,
    /// What would be right.
    pub needs: &'static str,
}

impl CommonsError {
    fn new(what: &'static str, found: impl ToString, needs: &'static str) -> Self {
        CommonsError {
            what,
            found: found.to_string(),
            needs,
        }
    }
}

/// The largest number of players of a commons.
const MOST_PLAYERS: usize = 10_000_000;

/// A sudden loss, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Shock {
    /// It strikes when so many months have passed, after the stock has grown back.
    pub after: usize,
    /// What is lost.
    pub loss: u64,
    /// What is left at least.
    pub floor: u64,
}

impl Shock {
    /// A loss after so many months that leaves at least `floor`.
    pub const fn new(after: usize, loss: u64, floor: u64) -> Self {
        Shock { after, loss, floor }
    }
}

impl Default for Shock {
    /// Fifty after six months, leaving at least five.
    fn default() -> Self {
        Shock::new(6, 50, 5)
    }
}

/// The rules of a commons. The default is that of the GovSim fishery (Piatti et al. 2024): five
/// players, a stock and capacity of 100, twelve months, collapse below 5, growth by the factor 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CommonsRules {
    /// The number of players, at most ten million.
    pub players: usize,
    /// What the stock is at first, and at most.
    pub capacity: u64,
    /// The number of months.
    pub months: usize,
    /// The commons has collapsed if less than this is left after a harvest.
    pub collapse_below: u64,
    /// How a stock is divided that does not suffice.
    pub rationing: Rationing,
    /// How the stock grows back.
    pub growth: Growth,
    /// A sudden loss, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shock: Option<Shock>,
}

impl Default for CommonsRules {
    fn default() -> Self {
        CommonsRules {
            players: 5,
            capacity: 100,
            months: 12,
            collapse_below: 5,
            rationing: Rationing::default(),
            growth: Growth::Deterministic {
                factor: Rational::from(2),
            },
            shock: None,
        }
    }
}

impl CommonsRules {
    /// The same rules for another number of players.
    #[must_use]
    pub fn with_players(mut self, players: usize) -> Self {
        self.players = players;
        self
    }

    /// The same rules with another number of months.
    #[must_use]
    pub fn with_months(mut self, months: usize) -> Self {
        self.months = months;
        self
    }

    /// The same rules with another capacity, which is also the first stock.
    #[must_use]
    pub fn with_capacity(mut self, capacity: u64) -> Self {
        self.capacity = capacity;
        self
    }

    /// The same rules with another limit of collapse.
    #[must_use]
    pub fn with_collapse_below(mut self, stock: u64) -> Self {
        self.collapse_below = stock;
        self
    }

    /// The same rules with another way to divide a stock that does not suffice.
    #[must_use]
    pub fn with_rationing(mut self, rationing: Rationing) -> Self {
        self.rationing = rationing;
        self
    }

    /// The same rules with other growth.
    #[must_use]
    pub fn with_growth(mut self, growth: Growth) -> Self {
        self.growth = growth;
        self
    }

    /// The same rules with a sudden loss.
    #[must_use]
    pub fn with_shock(mut self, shock: Shock) -> Self {
        self.shock = Some(shock);
        self
    }

    fn check(&self) -> Result<(), CommonsError> {
        for (what, found) in [
            ("the number of players", self.players),
            ("the number of months", self.months),
        ] {
            if found == 0 {
                return Err(CommonsError::new(what, found, "at least 1"));
            }
        }
        // Something is kept for each player.
        if self.players > MOST_PLAYERS {
            let needs = "at most 10000000";
            let what = "the number of players";
            return Err(CommonsError::new(what, self.players, needs));
        }
        // Stocks are multiplied by growth factors and shares in 128 bits.
        if self.capacity == 0 || self.capacity > u64::from(u32::MAX) {
            let needs = "between 1 and 4294967295";
            return Err(CommonsError::new("the capacity", self.capacity, needs));
        }
        if let Some(shock) = self.shock
            && shock.floor > self.capacity
        {
            let needs = "at most the capacity";
            return Err(CommonsError::new("what a shock leaves", shock.floor, needs));
        }
        self.growth.check()
    }
}

/// What a player of a commons sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommonsObservation {
    /// The player.
    pub player: usize,
    /// The month, from 0.
    pub month: usize,
    /// What is there to harvest.
    pub stock: u64,
    /// What each could have harvested with the growth of last month, all alike, to leave the stock
    /// as it is.
    pub sustainable: u64,
    /// What the player wanted last month.
    pub wanted: u64,
    /// What it got.
    pub caught: u64,
    /// What all got together.
    pub total: u64,
    /// The regime, under hysteresis.
    pub regime: Regime,
    /// Has the sudden loss struck?
    pub shocked: bool,
}

/// A commons, a month a step. An action is how much a player wants, in whole units; a reward is what
/// it gets.
///
/// In a month, what is wanted is harvested, or rationed if it is more than there is. The commons has
/// collapsed if too little is left; the stock then grows back, up to the capacity, rounded down; a
/// sudden loss comes last. Rationing and growth draw from streams of their own.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
/// use lacuna::simulate::{FromFunction, Runner};
///
/// let mut commons = Commons::new(CommonsRules::default())?;
/// let fifth = |seen: &CommonsObservation, _: &mut dyn rand::Rng| seen.stock / 10;
/// let mut agents = [(); 5].map(|()| FromFunction::new("a tenth", fifth));
/// let outcome = Runner::default().run(&mut commons, &mut agents, 1, &mut ())?;
/// assert_eq!(outcome.totals, [(); 5].map(|()| Rational::from(120)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Commons {
    rules: CommonsRules,
    stock: u64,
    month: usize,
    collapsed: bool,
    shocked: bool,
    regime: Regime,
    factor: Rational,
    /// Kept because every player sees it.
    sustainable: u64,
    wanted: Vec<u64>,
    caught: Vec<u64>,
    /// What all caught together.
    total: u64,
    /// The harvests of as many months as growth looks back on.
    harvests: Vec<u64>,
    hungry: Vec<usize>,
    rationing: Xoshiro256PlusPlus,
    growth: Xoshiro256PlusPlus,
}

impl Commons {
    /// A commons under these rules, at the beginning of an episode of seed 0.
    ///
    /// # Errors
    /// [`CommonsError`] for rules that make no sense.
    pub fn new(rules: CommonsRules) -> Result<Self, CommonsError> {
        rules.check()?;
        let streams = Streams::new(0);
        let players = rules.players;
        let mut commons = Commons {
            stock: rules.capacity,
            month: 0,
            collapsed: false,
            shocked: false,
            regime: Regime::Healthy,
            factor: rules.growth.initial(),
            sustainable: 0,
            wanted: vec![0; players],
            caught: vec![0; players],
            total: 0,
            harvests: Vec::new(),
            hungry: Vec::with_capacity(players),
            rationing: streams.world("rationing"),
            growth: streams.world("growth"),
            rules,
        };
        commons.reset(0);
        Ok(commons)
    }

    /// The rules.
    pub fn rules(&self) -> &CommonsRules {
        &self.rules
    }

    /// What is there to harvest.
    pub fn stock(&self) -> u64 {
        self.stock
    }

    /// The number of months that have passed.
    pub fn month(&self) -> usize {
        self.month
    }

    /// Was too little left after a harvest?
    pub fn has_collapsed(&self) -> bool {
        self.collapsed
    }

    /// What each player got last month.
    pub fn caught(&self) -> &[u64] {
        &self.caught
    }

    /// The factor by which the stock grew last.
    pub fn factor(&self) -> &Rational {
        &self.factor
    }

    /// What each may harvest, all alike, to leave the stock as it is, with the growth of last month.
    pub fn sustainable(&self) -> u64 {
        self.sustainable
    }

    fn grow(&mut self) {
        self.factor = self
            .rules
            .growth
            .factor(&mut self.regime, &self.harvests, &mut self.growth);
        self.stock = self.rules.grown(self.stock, &self.factor, self.month);
        let strikes = |shock: Shock| shock.after == self.month;
        self.shocked |= self.rules.shock.is_some_and(strikes);
        self.sustainable = sustainable(self.stock, &self.factor, self.rules.players);
    }
}

/// What each of so many may harvest, all alike, to leave the stock as it is, rounded down:
/// `(factor − 1) · stock / (factor · players)`.
fn sustainable(stock: u64, factor: &Rational, players: usize) -> u64 {
    if factor <= &Rational::ONE {
        return 0;
    }
    if let Some((numerator, denominator)) = factor.to_i64_parts() {
        let (numerator, denominator) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        let spared = (numerator - denominator).checked_mul(stock);
        let shares = numerator.checked_mul(players as u64);
        if let (Some(spared), Some(shares)) = (spared, shares) {
            return spared / shares;
        }
    }
    let spared = (factor - &Rational::ONE) * &Rational::from(stock);
    let shares = factor * &Rational::from(players);
    whole(&spared.checked_div(&shares).unwrap_or_default())
}

/// `factor · stock`, rounded down and at most `most`.
fn grown(stock: u64, factor: &Rational, most: u64) -> u64 {
    if let Some((numerator, denominator)) = factor.to_i64_parts()
        && let Ok(numerator) = u64::try_from(numerator)
        && let Some(product) = numerator.checked_mul(stock)
    {
        return (product / denominator.unsigned_abs()).min(most);
    }
    whole(&(factor * &Rational::from(stock)).min(Rational::from(most)))
}

/// The whole part of a number, 0 if it is negative; stocks and shares of them fit.
#[inline]
fn whole(number: &Rational) -> u64 {
    match number.to_i64_parts() {
        // Most are whole, and divisions are slow.
        Some((numerator, 1)) => u64::try_from(numerator).unwrap_or(0),
        Some((numerator, denominator)) => {
            u64::try_from(numerator).unwrap_or(0) / denominator.unsigned_abs()
        }
        None => {
            let parts = number.floor().to_i64_parts();
            parts.map_or(0, |(value, _)| u64::try_from(value).unwrap_or(0))
        }
    }
}

impl Environment for Commons {
    type Observation = CommonsObservation;
    type Action = u64;

    fn players(&self) -> usize {
        self.rules.players
    }

    fn reset(&mut self, seed: u64) {
        let streams = Streams::new(seed);
        self.stock = self.rules.capacity;
        self.month = 0;
        self.collapsed = false;
        self.shocked = false;
        self.regime = Regime::Healthy;
        self.factor = self.rules.growth.initial();
        self.sustainable = sustainable(self.stock, &self.factor, self.rules.players);
        self.wanted.fill(0);
        self.caught.fill(0);
        self.total = 0;
        self.harvests.clear();
        self.rationing = streams.world("rationing");
        self.growth = streams.world("growth");
    }

    fn is_over(&self) -> bool {
        self.collapsed || self.month >= self.rules.months
    }

    fn observe(&self, player: usize) -> CommonsObservation {
        CommonsObservation {
            player,
            month: self.month,
            stock: self.stock,
            sustainable: self.sustainable,
            wanted: self.wanted[player],
            caught: self.caught[player],
            total: self.total,
            regime: self.regime,
            shocked: self.shocked,
        }
    }

    fn step(&mut self, wanted: &[u64], rewards: &mut [Rational]) -> Result<(), SimulationError> {
        check_step(self, wanted, rewards)?;
        self.wanted.copy_from_slice(wanted);
        self.rules.rationing.divide(
            self.stock,
            wanted,
            &mut self.caught,
            &mut self.hungry,
            &mut self.rationing,
        );
        let total: u64 = self.caught.iter().sum();
        for (reward, &caught) in rewards.iter_mut().zip(&self.caught) {
            *reward = Rational::from(caught);
        }
        self.stock -= total;
        self.total = total;
        if let Growth::Hysteresis(parameters) = &self.rules.growth {
            if self.harvests.len() == parameters.memory {
                self.harvests.remove(0);
            }
            self.harvests.push(total);
        }
        self.month += 1;
        // Before it grows back: a stock that is too small does not count for what it would become.
        self.collapsed = self.stock < self.rules.collapse_below;
        self.grow();
        Ok(())
    }

    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        write!(
            to,
            "month {} of {}, stock {} of {}",
            self.month, self.rules.months, self.stock, self.rules.capacity
        )?;
        if self.month > 0 {
            write!(to, ", caught {:?}", self.caught)?;
        }
        if self.collapsed {
            write!(to, ", collapsed")?;
        }
        Ok(())
    }
}
