//! Strategies of a commons that look at the month and the stock.

mod expectation;
mod fisher;

pub use fisher::Fisher;

pub(super) use expectation::ExpectedCatches;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use fisher::Plays;

use super::planner::Seasons;
use super::{CommonsError, CommonsRules, Plan, PlanLimit};

/// What the players of a commons want who all play alike: `each`, and `one_more` of them, whom a
/// public lot picks, one unit more.
///
/// The lot is what makes a harvest that the players do not divide a symmetric one: everybody expects
/// the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Wanted {
    /// What each wants at least.
    pub each: u64,
    /// How many want one unit more; fewer than there are players.
    pub one_more: u32,
}

impl Wanted {
    /// All want the same.
    pub const fn alike(each: u64) -> Self {
        Wanted { each, one_more: 0 }
    }

    /// A total in equal shares; who gets one of the units that are left over is decided by lot.
    ///
    /// ```
    /// use lacuna::simulate::commons::Wanted;
    /// let wanted = Wanted::share(48, 5);
    /// assert_eq!((wanted.each, wanted.one_more), (9, 3));
    /// ```
    pub const fn share(total: u64, players: usize) -> Self {
        match (
            total.checked_div(players as u64),
            total.checked_rem(players as u64),
        ) {
            (Some(each), Some(one_more)) => Wanted {
                each,
                one_more: one_more as u32,
            },
            _ => Wanted::alike(total),
        }
    }

    /// A harvest in equal shares; if it is the stock, all want all of it.
    pub(super) const fn of_harvest(harvest: u64, stock: u64, players: usize) -> Self {
        if harvest == stock {
            Wanted::alike(stock)
        } else {
            Wanted::share(harvest, players)
        }
    }

    /// What all want together.
    pub fn total(self, players: usize) -> u128 {
        u128::from(self.each) * players as u128 + u128::from(self.one_more)
    }
}

/// A symmetric Markov strategy of a commons: what the players want in each month at each stock.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::Runner;
/// use lacuna::simulate::commons::{Commons, CommonsRules, MarkovStrategy};
///
/// let rules = CommonsRules::default();
/// let patient = MarkovStrategy::planner(&rules)?;
/// let greedy = MarkovStrategy::myopic(&rules)?;
/// let total = |strategy: &MarkovStrategy| {
///     let mut fishers = strategy.fishers(1);
///     let outcome = Runner::default().run(&mut Commons::new(rules.clone())?, &mut fishers, 1, &mut ())?;
///     Ok::<_, Box<dyn std::error::Error>>(outcome.totals.iter().sum::<Rational>())
/// };
/// assert_eq!(total(&patient)?, Rational::from(650));
/// assert_eq!(total(&greedy)?, Rational::from(100));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawStrategy")]
pub struct MarkovStrategy {
    players: usize,
    /// Month by month, stock by stock.
    wants: Vec<Vec<Wanted>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStrategy {
    players: usize,
    wants: Vec<Vec<Wanted>>,
}

impl TryFrom<RawStrategy> for MarkovStrategy {
    type Error = CommonsError;
    fn try_from(raw: RawStrategy) -> Result<Self, CommonsError> {
        let stocks = raw.wants.first().map_or(0, Vec::len);
        if stocks < 2 || raw.wants.iter().any(|month| month.len() != stocks) {
            let needs = "the same in each month, for every stock from 0 to the capacity";
            return Err(CommonsError::new("the number of stocks", stocks, needs));
        }
        for month in &raw.wants {
            for (stock, &wanted) in month.iter().enumerate() {
                check(wanted, stock as u64, raw.players)?;
            }
        }
        Ok(MarkovStrategy {
            players: raw.players,
            wants: raw.wants,
        })
    }
}

fn check(wanted: Wanted, stock: u64, players: usize) -> Result<(), CommonsError> {
    if wanted.each.saturating_add(u64::from(wanted.one_more > 0)) > stock {
        let needs = "at most the stock";
        return Err(CommonsError::new("what a player wants", wanted.each, needs));
    }
    if wanted.one_more as usize >= players {
        let needs = "below the number of players";
        let what = "the number of players who want one more";
        return Err(CommonsError::new(what, wanted.one_more, needs));
    }
    Ok(())
}

impl MarkovStrategy {
    /// The strategy that a function gives for each month, from 0, and each stock.
    ///
    /// # Errors
    /// [`CommonsError`] for rules that make no sense or go beyond the limit of a plan, and if more
    /// is wanted than there is.
    pub fn from_fn(
        rules: &CommonsRules,
        mut wanted: impl FnMut(usize, u64) -> Wanted,
    ) -> Result<Self, CommonsError> {
        rules.check()?;
        PlanLimit::default().check(rules)?;
        let mut wants = Vec::with_capacity(rules.months);
        for month in 0..rules.months {
            let mut row = Vec::with_capacity(rules.capacity as usize + 1);
            for stock in 0..=rules.capacity {
                let wanted = wanted(month, stock);
                check(wanted, stock, rules.players)?;
                row.push(wanted);
            }
            wants.push(row);
        }
        Ok(MarkovStrategy {
            players: rules.players,
            wants,
        })
    }

    /// Everybody takes an equal share of what the planner harvests; where that is everything,
    /// everybody wants all of it.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn planner(rules: &CommonsRules) -> Result<Self, CommonsError> {
        let plan = Plan::new(rules)?;
        Self::of_harvests(rules, |month, stock| {
            plan.harvest(month, stock).unwrap_or(0)
        })
    }

    /// Everybody takes an equal share of a total; where that is the stock, everybody wants all.
    ///
    /// # Errors
    /// As [`MarkovStrategy::from_fn`], which also refuses totals beyond the stock.
    pub fn of_harvests(
        rules: &CommonsRules,
        mut harvest: impl FnMut(usize, u64) -> u64,
    ) -> Result<Self, CommonsError> {
        Self::from_fn(rules, |month, stock| {
            Wanted::of_harvest(harvest(month, stock), stock, rules.players)
        })
    }

    /// Everybody wants everything.
    ///
    /// # Errors
    /// As [`MarkovStrategy::from_fn`].
    pub fn myopic(rules: &CommonsRules) -> Result<Self, CommonsError> {
        Self::capped(rules, u64::MAX)
    }

    /// Everybody wants `cap`, or the stock if that is less.
    ///
    /// # Errors
    /// As [`MarkovStrategy::from_fn`].
    pub fn capped(rules: &CommonsRules, cap: u64) -> Result<Self, CommonsError> {
        Self::from_fn(rules, |_, stock| Wanted::alike(stock.min(cap)))
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.players
    }

    /// What the players want in a month, from 0, at a stock; `None` out of range.
    pub fn wanted(&self, month: usize, stock: u64) -> Option<Wanted> {
        let stock = usize::try_from(stock).ok()?;
        self.wants.get(month)?.get(stock).copied()
    }

    /// The strategy for analysis: for these rules, in range by construction.
    pub(super) fn checked(&self, seasons: &Seasons) -> Result<&[Vec<Wanted>], CommonsError> {
        let rules = seasons.rules();
        for (what, found, right) in [
            (
                "the number of players of the strategy",
                self.players,
                rules.players,
            ),
            (
                "the number of months of the strategy",
                self.wants.len(),
                rules.months,
            ),
            (
                "the number of stocks of the strategy",
                self.wants[0].len(),
                seasons.stocks(),
            ),
        ] {
            if found != right {
                return Err(CommonsError::new(what, found, "that of the rules"));
            }
        }
        Ok(&self.wants)
    }

    /// One agent a player. They share the public lots, which come from `lots` and are drawn anew in
    /// each episode.
    pub fn fishers(&self, lots: u64) -> Vec<Fisher> {
        Fisher::all(Plays::Strategy(Arc::new(self.clone())), self.players, lots)
    }
}
