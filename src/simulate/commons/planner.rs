//! What a planner would do who decides for everybody.

use super::{CommonsError, CommonsRules, Growth};
use crate::number::Rational;

/// The largest number of months times stocks that a plan is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanLimit {
    cells: usize,
}

impl PlanLimit {
    /// At most so many months times stocks.
    pub const fn cells(cells: usize) -> Self {
        PlanLimit { cells }
    }
}

impl Default for PlanLimit {
    /// Twenty million.
    fn default() -> Self {
        PlanLimit::cells(20_000_000)
    }
}

/// The harvests of greatest expected total, month by month and stock by stock.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{CommonsRules, Plan};
/// let plan = Plan::new(&CommonsRules::default())?;
/// // Half of the stock eleven times, and all of it in the end.
/// assert_eq!(plan.value(), &Rational::from(650));
/// assert_eq!((plan.harvest(0, 100), plan.harvest(11, 100)), (50, 100));
/// # Ok::<(), lacuna::simulate::commons::CommonsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    value: Rational,
    /// For each month and stock what to leave.
    leave: Vec<Vec<u64>>,
}

impl Plan {
    /// The best plan for a commons, by dynamic programming over months and stocks (Bellman 1957),
    /// exactly; of harvests that are equally good the largest.
    ///
    /// `O(months · capacity · growth factors)`.
    ///
    /// # Errors
    /// [`CommonsError`] for rules that make no sense, for growth with hysteresis, where the harvests
    /// of the months before matter as well, and beyond the default limit.
    pub fn new(rules: &CommonsRules) -> Result<Self, CommonsError> {
        Self::within(PlanLimit::default(), rules)
    }

    /// [`Plan::new`] with a limit on months times stocks.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn within(limit: PlanLimit, rules: &CommonsRules) -> Result<Self, CommonsError> {
        rules.check()?;
        let factors = match &rules.growth {
            Growth::Deterministic { factor } => std::slice::from_ref(factor),
            Growth::Independent { factors } => factors.as_slice(),
            Growth::Hysteresis(_) => {
                let needs = "deterministic or independent, so that the stock alone matters";
                return Err(CommonsError::new("growth", "with hysteresis", needs));
            }
        };
        let stocks = rules.capacity as usize + 1;
        let cells = rules.months.saturating_mul(stocks);
        if cells > limit.cells {
            let what = "the number of months times stocks";
            return Err(CommonsError::new(
                what,
                cells,
                "within the limit of the plan",
            ));
        }
        let each = Rational::from(factors.len()).recip().unwrap_or_default();
        let mut leave = vec![Vec::new(); rules.months];
        // What can be had from a month on, for each stock at its beginning.
        let mut ahead = vec![Rational::ZERO; stocks];
        for month in (0..rules.months).rev() {
            let last = month + 1 == rules.months;
            let mut values = Vec::with_capacity(stocks);
            let mut choices = Vec::with_capacity(stocks);
            // The best of what is had later less what is left for it, among the first stocks.
            let mut best = Rational::ZERO;
            let mut choice = 0;
            for left in 0..stocks as u64 {
                let later = if last || left < rules.collapse_below {
                    Rational::ZERO
                } else {
                    let next = factors
                        .iter()
                        .map(|factor| &ahead[rules.grown(left, factor, month + 1) as usize]);
                    next.sum::<Rational>() * &each
                };
                let gain = later - &Rational::from(left);
                if left == 0 || gain > best {
                    (best, choice) = (gain, left);
                }
                values.push(&best + &Rational::from(left));
                choices.push(choice);
            }
            ahead = values;
            leave[month] = choices;
        }
        let value = ahead.pop().unwrap_or_default();
        Ok(Plan { value, leave })
    }

    /// The expected total of all harvests from a full stock on.
    pub fn value(&self) -> &Rational {
        &self.value
    }

    /// What to harvest in all in a month, from 0, at a stock.
    ///
    /// # Panics
    /// If the month or the stock is out of range.
    pub fn harvest(&self, month: usize, stock: u64) -> u64 {
        stock - self.leave[month][stock as usize]
    }
}

impl CommonsRules {
    /// The stock at the beginning of the next month if `left` is left at the end of the month that
    /// makes `month` months.
    pub(super) fn grown(&self, left: u64, factor: &Rational, month: usize) -> u64 {
        let stock = super::grown(left, factor, self.capacity);
        match self.shock {
            Some(shock) if shock.after == month => {
                stock.saturating_sub(shock.loss).max(shock.floor)
            }
            _ => stock,
        }
    }
}
