//! What a planner would do who decides for everybody.

mod hysteresis;

pub use hysteresis::HysteresisPlan;

use serde::{Deserialize, Serialize};

use super::{CommonsError, CommonsRules, Growth};
use crate::number::Rational;

/// How large a plan or an analysis may become: the number of months times stocks (under hysteresis,
/// times pasts; and stocks times growth factors) for which something is kept, and the number of choices that are weighed for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanLimit {
    cells: usize,
    steps: u64,
}

impl PlanLimit {
    /// At most so many months times stocks, and the default number of choices.
    pub const fn cells(cells: usize) -> Self {
        PlanLimit {
            cells,
            steps: 2_000_000_000,
        }
    }

    /// At most so many choices.
    #[must_use]
    pub const fn with_steps(mut self, steps: u64) -> Self {
        self.steps = steps;
        self
    }

    /// Is the number of choices within the limit?
    pub(super) fn weighs(self, steps: u128) -> Result<(), CommonsError> {
        if steps > u128::from(self.steps) {
            let needs = "within the limit of steps";
            return Err(CommonsError::new(
                "the number of choices to weigh",
                steps,
                needs,
            ));
        }
        Ok(())
    }

    /// Are the months times the stocks of these rules within the limit?
    pub(super) fn check(self, rules: &CommonsRules) -> Result<(), CommonsError> {
        let stocks = usize::try_from(rules.capacity)
            .unwrap_or(usize::MAX)
            .saturating_add(1);
        let cells = rules.months.saturating_mul(stocks);
        self.allows("the number of months times stocks", cells)
    }

    pub(super) fn allows(self, what: &'static str, cells: usize) -> Result<(), CommonsError> {
        if cells > self.cells {
            let needs = "within the limit of the plan";
            return Err(CommonsError::new(what, cells, needs));
        }
        Ok(())
    }
}

impl Default for PlanLimit {
    /// Twenty million cells and two thousand million choices.
    fn default() -> Self {
        PlanLimit::cells(20_000_000)
    }
}

/// A month on the path of a plan or a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PathMonth {
    /// The stock at its beginning.
    pub stock: u64,
    /// What all harvest together.
    pub harvest: u64,
}

/// The harvests of greatest expected total, month by month and stock by stock.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{CommonsRules, Plan};
/// let plan = Plan::new(&CommonsRules::default())?;
/// // Half of the stock eleven times, and all of it in the end.
/// assert_eq!(plan.value(), &Rational::from(650));
/// assert_eq!((plan.harvest(0, 100), plan.harvest(11, 100)), (Some(50), Some(100)));
/// # Ok::<(), lacuna::simulate::commons::CommonsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    value: Rational,
    /// For each month and stock what to leave.
    leave: Vec<Vec<u64>>,
    path: Option<Vec<PathMonth>>,
}

impl Plan {
    /// The best plan for a commons, by dynamic programming over months and stocks (Bellman 1957),
    /// exactly; of harvests that are equally good the largest.
    ///
    /// `O(months · capacity · growth factors)`.
    ///
    /// # Errors
    /// [`CommonsError`] for rules that make no sense, for growth with hysteresis, where the harvests
    /// of the months before matter as well ([`HysteresisPlan`]), and beyond the default limit.
    pub fn new(rules: &CommonsRules) -> Result<Self, CommonsError> {
        Self::within(PlanLimit::default(), rules)
    }

    /// [`Plan::new`] with a limit on months times stocks.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn within(limit: PlanLimit, rules: &CommonsRules) -> Result<Self, CommonsError> {
        let seasons = Seasons::new(limit, rules)?;
        let mut leave = vec![Vec::new(); rules.months];
        // What can be had from a month on, for each stock at its beginning.
        let mut ahead = vec![Rational::ZERO; seasons.stocks()];
        for month in (0..rules.months).rev() {
            let mut values = Vec::with_capacity(seasons.stocks());
            let mut choices = Vec::with_capacity(seasons.stocks());
            // The best of what is had later less what is left for it, among the first stocks.
            let mut best = Rational::ZERO;
            let mut choice = 0;
            for (left, later) in seasons.after(month, &ahead).into_iter().enumerate() {
                let gain = later - &Rational::from(left);
                if left == 0 || gain > best {
                    (best, choice) = (gain, left as u64);
                }
                values.push(&best + &Rational::from(left));
                choices.push(choice);
            }
            ahead = values;
            leave[month] = choices;
        }
        let value = ahead.pop().unwrap_or_default();
        let path = seasons.path(|month, stock| stock - leave[month][stock as usize]);
        Ok(Plan { value, leave, path })
    }

    /// The expected total of all harvests from a full stock on.
    pub fn value(&self) -> &Rational {
        &self.value
    }

    /// What to harvest in all in a month, from 0, at a stock; `None` out of range.
    pub fn harvest(&self, month: usize, stock: u64) -> Option<u64> {
        let left = self.leave.get(month)?.get(usize::try_from(stock).ok()?)?;
        stock.checked_sub(*left)
    }

    /// The months as they come from a full stock on, where growth is deterministic; `None` where it
    /// is not. The path ends early with a collapse.
    ///
    /// ```
    /// use lacuna::simulate::commons::{CommonsRules, Plan};
    /// let plan = Plan::new(&CommonsRules::default().with_months(2))?;
    /// let harvests: Vec<u64> = plan.path().into_iter().flatten().map(|month| month.harvest).collect();
    /// assert_eq!(harvests, [50, 100]);
    /// # Ok::<(), lacuna::simulate::commons::CommonsError>(())
    /// ```
    pub fn path(&self) -> Option<&[PathMonth]> {
        self.path.as_deref()
    }
}

/// A commons of which the stock and the month say all, month by month.
#[derive(Debug, Clone)]
pub(super) struct Seasons {
    rules: CommonsRules,
    /// For each stock left and each factor, equally likely, what it grows to without a shock.
    grown: Vec<Vec<u64>>,
    /// The probability of each factor.
    each: Rational,
}

impl Seasons {
    /// Checks the rules and the limit on months times stocks.
    pub(super) fn new(limit: PlanLimit, rules: &CommonsRules) -> Result<Self, CommonsError> {
        rules.check()?;
        let factors = match &rules.growth {
            Growth::Deterministic { factor } => std::slice::from_ref(factor),
            Growth::Independent { factors } => factors.as_slice(),
            Growth::Hysteresis(_) => {
                let needs = "deterministic or independent, so that the stock alone matters";
                return Err(CommonsError::new("growth", "with hysteresis", needs));
            }
        };
        limit.check(rules)?;
        let stocks = usize::try_from(rules.capacity).unwrap_or(usize::MAX);
        let grown = stocks.saturating_add(1).saturating_mul(factors.len());
        limit.allows("the number of stocks times growth factors", grown)?;
        let stocks = 0..=rules.capacity;
        let row = |left| {
            let grow = |factor| rules.grown_without_shock(left, factor);
            factors.iter().map(grow).collect()
        };
        Ok(Seasons {
            grown: stocks.map(row).collect(),
            each: Rational::from(factors.len()).recip().unwrap_or_default(),
            rules: rules.clone(),
        })
    }

    pub(super) fn rules(&self) -> &CommonsRules {
        &self.rules
    }

    /// The number of stocks there may be: the capacity and 1.
    pub(super) fn stocks(&self) -> usize {
        self.grown.len()
    }

    /// Does the commons go on after a month in which so much was left?
    pub(super) fn goes_on(&self, month: usize, left: u64) -> bool {
        month + 1 < self.rules.months && left >= self.rules.collapse_below
    }

    /// The stocks, equally likely, that follow a month in which so much was left.
    pub(super) fn next(&self, month: usize, left: u64) -> impl Iterator<Item = u64> {
        let grown = &self.grown[left as usize];
        grown
            .iter()
            .map(move |&stock| self.rules.shocked(stock, month + 1))
    }

    /// The mean of `ahead`, given for the stocks of the next month, for each stock left in this one.
    pub(super) fn after(&self, month: usize, ahead: &[Rational]) -> Vec<Rational> {
        let mean = |left| {
            if !self.goes_on(month, left) {
                return Rational::ZERO;
            }
            let next = self.next(month, left).map(|stock| &ahead[stock as usize]);
            next.sum::<Rational>() * &self.each
        };
        (0..self.stocks() as u64).map(mean).collect()
    }

    /// The months as they come from a full stock on; `None` if chance decides.
    pub(super) fn path(
        &self,
        mut harvest: impl FnMut(usize, u64) -> u64,
    ) -> Option<Vec<PathMonth>> {
        if self.grown[0].len() > 1 {
            return None;
        }
        let mut path = Vec::with_capacity(self.rules.months);
        let mut stock = self.rules.capacity;
        for month in 0..self.rules.months {
            let harvest = harvest(month, stock);
            path.push(PathMonth { stock, harvest });
            let left = stock - harvest;
            if !self.goes_on(month, left) {
                break;
            }
            stock = self.next(month, left).next().unwrap_or(0);
        }
        Some(path)
    }
}

impl CommonsRules {
    /// The stock at the beginning of the next month if `left` is left at the end of the month that
    /// makes `month` months.
    pub(super) fn grown(&self, left: u64, factor: &Rational, month: usize) -> u64 {
        self.shocked(self.grown_without_shock(left, factor), month)
    }

    /// What is left grown by a factor, rounded down, at most the capacity.
    pub(super) fn grown_without_shock(&self, left: u64, factor: &Rational) -> u64 {
        super::grown(left, factor, self.capacity)
    }

    /// What the shock leaves of a stock, if it strikes after so many months.
    pub(super) fn shocked(&self, stock: u64, month: usize) -> u64 {
        match self.shock {
            Some(shock) if shock.after == month => {
                stock.saturating_sub(shock.loss).max(shock.floor)
            }
            _ => stock,
        }
    }
}
