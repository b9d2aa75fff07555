//! What a planner would do under growth with hysteresis.

use super::{Plan, PlanLimit};
use crate::number::Rational;
use crate::simulate::commons::{CommonsError, CommonsRules, Growth, Hysteresis, Regime};

/// The harvests of greatest expected total under [`Growth::Hysteresis`], by the month, the stock, the
/// regime, and the harvests of the last months that growth looks back on.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{CommonsRules, Growth, Hysteresis, HysteresisPlan, Regime};
/// let rules = CommonsRules::default()
///     .with_months(2)
///     .with_growth(Growth::Hysteresis(Hysteresis::default()));
/// let plan = HysteresisPlan::new(&rules)?;
/// // A harvest of 50 could tip the lake, one of 49 cannot, and the month after brings it all back.
/// assert_eq!(plan.harvest(0, 100, Regime::Healthy, &[]), Some(49));
/// assert_eq!(plan.value(), &Rational::from(149));
/// # Ok::<(), lacuna::simulate::commons::CommonsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HysteresisPlan {
    value: Rational,
    rules: CommonsRules,
    memory: usize,
    months: Vec<Choices>,
}

/// What to harvest in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choices {
    /// For each regime the place of each stock that may occur.
    places: [Vec<Option<u32>>; 2],
    /// By the place and the past.
    harvests: Vec<u32>,
    pasts: usize,
}

impl HysteresisPlan {
    /// The best plan, by dynamic programming (Bellman 1957), exactly: expected totals are integers
    /// over the common denominator of the chances of the months to come. Of harvests that are equally
    /// good the largest.
    ///
    /// `O(months · capacity^(memory + 1))` time and `O(months · capacity^memory)` memory.
    ///
    /// # Errors
    /// [`CommonsError`] for rules that make no sense, for other growth ([`Plan`]), beyond the default
    /// limit, and if the chances of so many months have a common denominator beyond 126 bits.
    pub fn new(rules: &CommonsRules) -> Result<Self, CommonsError> {
        Self::within(PlanLimit::default(), rules)
    }

    /// [`HysteresisPlan::new`] with a limit on months times stocks times pasts.
    ///
    /// # Errors
    /// As [`HysteresisPlan::new`].
    pub fn within(limit: PlanLimit, rules: &CommonsRules) -> Result<Self, CommonsError> {
        rules.check()?;
        let Growth::Hysteresis(parameters) = &rules.growth else {
            return Err(CommonsError::new(
                "growth",
                "without hysteresis",
                "with hysteresis",
            ));
        };
        limit.check(rules)?;
        let lake = Lake::new(rules, parameters, limit)?;
        let (value, months) = lake.plan();
        Ok(HysteresisPlan {
            value,
            rules: rules.clone(),
            memory: parameters.memory,
            months,
        })
    }

    /// The expected total of all harvests from a full and healthy stock on.
    pub fn value(&self) -> &Rational {
        &self.value
    }

    /// The rules.
    pub fn rules(&self) -> &CommonsRules {
        &self.rules
    }

    /// What to harvest in all in a month, from 0, at a stock in a regime after these harvests, the
    /// last one last; as many of them count as growth looks back on. `None` where no harvests lead.
    pub fn harvest(
        &self,
        month: usize,
        stock: u64,
        regime: Regime,
        harvests: &[u64],
    ) -> Option<u64> {
        let choices = self.months.get(month)?;
        let known = month.min(self.memory - 1);
        let recent = harvests.get(harvests.len().checked_sub(known)?..)?;
        let base = self.rules.capacity as usize + 1;
        let mut past = 0;
        for &harvest in recent {
            if harvest > self.rules.capacity {
                return None;
            }
            past = past * base + harvest as usize;
        }
        // The newest harvest is the lowest digit.
        let places = &choices.places[usize::from(regime == Regime::Degraded)];
        let place = (*places.get(usize::try_from(stock).ok()?)?)? as usize;
        let harvest = *choices.harvests.get(place * choices.pasts + past)?;
        (harvest != NOT_REACHED).then_some(u64::from(harvest))
    }
}

/// Where no harvests lead.
const NOT_REACHED: u32 = u32::MAX;

impl CommonsRules {
    /// What a planner gets in expectation who decides for all, under any growth: the value of
    /// [`Plan`] or [`HysteresisPlan`].
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// use lacuna::simulate::commons::CommonsRules;
    /// assert_eq!(CommonsRules::default().optimum()?, Rational::from(650));
    /// # Ok::<(), lacuna::simulate::commons::CommonsError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Plan::new`] and [`HysteresisPlan::new`].
    pub fn optimum(&self) -> Result<Rational, CommonsError> {
        Ok(match &self.growth {
            Growth::Hysteresis(_) => HysteresisPlan::new(self)?.value,
            _ => Plan::new(self)?.value().clone(),
        })
    }
}

/// The chances at the end of a month, by the sum of the harvests that are averaged.
struct Chances {
    /// Numerators of the probability that the regime becomes degraded, from each regime.
    degrade: [Vec<i128>; 2],
    /// Their denominator.
    denominator: i128,
}

impl Chances {
    /// With `count` months averaged; `None` if the common denominator is too large.
    fn new(parameters: &Hysteresis, count: usize, capacity: u64) -> Option<Self> {
        let mut probabilities: [Vec<(i64, i64)>; 2] = [Vec::new(), Vec::new()];
        let mut denominator: i128 = 1;
        for sum in 0..=capacity * count as u64 {
            let mean = Rational::from(sum).checked_div(&Rational::from(count))?;
            let above = &mean - &parameters.tips_from;
            let tips = if above.is_negative() {
                Rational::ZERO
            } else {
                let more = above.checked_div(&parameters.tips_over)?;
                (&parameters.tips_with + &more).min(Rational::ONE)
            };
            let stays = if mean < parameters.recovers_below {
                Rational::ONE - &parameters.recovers_with
            } else {
                Rational::ONE
            };
            for (list, probability) in probabilities.iter_mut().zip([tips, stays]) {
                let parts = probability.to_i64_parts()?;
                let other = i128::from(parts.1);
                denominator =
                    (denominator / greatest_divisor(denominator, other)).checked_mul(other)?;
                list.push(parts);
            }
        }
        let scale = |list: Vec<(i64, i64)>| -> Option<Vec<i128>> {
            let over = |(numerator, own): (i64, i64)| {
                i128::from(numerator).checked_mul(denominator / i128::from(own))
            };
            list.into_iter().map(over).collect()
        };
        let [tips, stays] = probabilities;
        Some(Chances {
            degrade: [scale(tips)?, scale(stays)?],
            denominator,
        })
    }
}

fn greatest_divisor(mut one: i128, mut other: i128) -> i128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// A stock under hysteresis, made ready for dynamic programming.
struct Lake<'a> {
    rules: &'a CommonsRules,
    memory: usize,
    /// Stocks from 0 to the capacity.
    base: usize,
    /// What is left grown without a shock, by regime.
    grown: [Vec<u64>; 2],
    /// For each month but the last.
    chances: Vec<Chances>,
    /// For each month and regime the stocks that may occur.
    stocks: Vec<[Vec<u64>; 2]>,
}

impl<'a> Lake<'a> {
    fn new(
        rules: &'a CommonsRules,
        parameters: &Hysteresis,
        limit: PlanLimit,
    ) -> Result<Self, CommonsError> {
        let base = rules.capacity as usize + 1;
        let grow = |factor: &Rational| {
            let grow = |left| rules.grown_without_shock(left, factor);
            (0..=rules.capacity).map(grow).collect::<Vec<u64>>()
        };
        let grown = [grow(&parameters.healthy), grow(&parameters.degraded)];
        let mut stocks = vec![[vec![rules.capacity], Vec::new()]];
        for month in 1..rules.months {
            stocks.push([0, 1].map(|regime: usize| {
                let left = (rules.collapse_below.min(rules.capacity + 1)..=rules.capacity)
                    .map(|left| rules.shocked(grown[regime][left as usize], month));
                let mut stocks: Vec<u64> = left.collect();
                stocks.sort_unstable();
                stocks.dedup();
                stocks
            }));
        }
        let mut cells: usize = 0;
        for (month, [healthy, degraded]) in stocks.iter().enumerate() {
            let known = u32::try_from(month.min(parameters.memory - 1)).unwrap_or(u32::MAX);
            let pasts = base.saturating_pow(known);
            let more = (healthy.len() + degraded.len()).saturating_mul(pasts);
            cells = cells.saturating_add(more);
        }
        limit.allows("the number of months times stocks times pasts", cells)?;
        limit.weighs(cells as u128 * base as u128)?;
        let too_fine = || {
            let what = "the common denominator of the chances of all months";
            CommonsError::new(what, "too large", "within 126 bits with the totals")
        };
        let mut chances = Vec::with_capacity(rules.months);
        // Totals of all months over the denominators of all chances have to fit.
        let mut largest = i128::from(rules.capacity) * rules.months as i128;
        for month in 0..rules.months - 1 {
            let count = (month + 1).min(parameters.memory);
            let chance = Chances::new(parameters, count, rules.capacity).ok_or_else(too_fine)?;
            largest = largest
                .checked_mul(chance.denominator)
                .ok_or_else(too_fine)?;
            chances.push(chance);
        }
        if largest > i128::MAX / 4 {
            return Err(too_fine());
        }
        Ok(Lake {
            rules,
            memory: parameters.memory,
            base,
            grown,
            chances,
            stocks,
        })
    }

    /// The number of pasts that are told apart in a month.
    fn pasts(&self, month: usize) -> usize {
        self.base.pow(month.min(self.memory - 1) as u32)
    }

    fn places(&self, month: usize) -> [Vec<Option<u32>>; 2] {
        let mut place = 0;
        [0, 1].map(|regime: usize| {
            let mut places = vec![None; self.base];
            for &stock in &self.stocks[month][regime] {
                places[stock as usize] = Some(place);
                place += 1;
            }
            places
        })
    }

    /// For each stock of a month the least that can have been left for at least that much.
    fn least_left(&self, month: usize, regimes: &[usize]) -> Vec<usize> {
        let next = |left: usize| {
            let stocks = regimes
                .iter()
                .map(|&regime| self.rules.shocked(self.grown[regime][left], month));
            stocks.max().unwrap_or(0)
        };
        let mut left = 0;
        (0..self.base as u64)
            .map(|stock| {
                while left < self.base && next(left) < stock {
                    left += 1;
                }
                left
            })
            .collect()
    }

    fn plan(&self) -> (Rational, Vec<Choices>) {
        let mut months: Vec<Choices> = Vec::with_capacity(self.rules.months);
        // Expected totals over this denominator, by the place and the past.
        let mut ahead: Vec<i128> = Vec::new();
        let mut denominator: i128 = 1;
        for month in (0..self.rules.months).rev() {
            let next = months.last();
            let chances = next.and_then(|_| self.chances.get(month));
            denominator *= chances.map_or(1, |chances| chances.denominator);
            let (values, choices) = self.month(month, &ahead, next.zip(chances), denominator);
            ahead = values;
            months.push(choices);
        }
        months.reverse();
        let value = ahead.first().map_or(Rational::ZERO, |&total| {
            Rational::reduced(total, denominator)
        });
        (value, months)
    }

    /// The expected totals from a month on over `denominator`, and the choices.
    fn month(
        &self,
        month: usize,
        ahead: &[i128],
        next: Option<(&Choices, &Chances)>,
        denominator: i128,
    ) -> (Vec<i128>, Choices) {
        let places = self.places(month);
        let pasts = self.pasts(month);
        let count: usize = self.stocks[month].iter().map(Vec::len).sum();
        let mut values = vec![0; count * pasts];
        let mut harvests = vec![NOT_REACHED; count * pasts];
        let known = month.min(self.memory - 1);
        // A full memory forgets its oldest harvest.
        let forgets = known > 0 && known == self.memory - 1;
        let kept = self.base.pow(known as u32 - u32::from(forgets));
        let forgotten = if forgets { self.base } else { 1 };
        // For the month before the last one no regime is known: the better one bounds what was left.
        let before = self.least_left(month.saturating_sub(1), &[0, 1]);
        let before = |stock: usize| {
            if month > 1 {
                before.get(stock).copied()
            } else {
                Some(0)
            }
        };
        let mut stay = vec![0; self.base];
        let mut change = vec![0; self.base];
        for regime in [0, 1] {
            let least = self.least_left(month, &[regime]);
            for &stock in &self.stocks[month][regime] {
                let Some(place) = places[regime][stock as usize] else {
                    continue;
                };
                let least = if month > 0 { least[stock as usize] } else { 0 };
                // The most that can have been harvested in the last month, and in the one before it.
                let last_most = self.base - 1 - least.min(self.base - 1);
                let most_before = |last: usize| {
                    before(last + least).map_or(0, |left| self.base - 1 - left.min(self.base - 1))
                };
                for rest in 0..kept {
                    let (last, second) = (rest % self.base, rest / self.base % self.base);
                    if kept > 1 && last > last_most
                        || kept > self.base && second > most_before(last)
                    {
                        continue;
                    }
                    self.prepare(
                        month,
                        stock,
                        rest,
                        ahead,
                        next,
                        denominator,
                        (&mut stay, &mut change),
                    );
                    let most_forgotten = match (forgets, kept) {
                        (false, _) => 0,
                        (true, 1) => last_most,
                        (true, kept) if kept == self.base => most_before(last),
                        _ => forgotten - 1,
                    };
                    let sum = digits(rest, self.base);
                    for oldest in 0..=most_forgotten {
                        let sum = sum + oldest;
                        let (total, harvest) = best(
                            &stay[..=stock as usize],
                            &change[..=stock as usize],
                            next.map(|(_, chances)| &chances.degrade[regime][sum..]),
                        );
                        let cell = place as usize * pasts + rest + kept * oldest;
                        values[cell] = total;
                        harvests[cell] = harvest as u32;
                    }
                }
            }
        }
        (
            values,
            Choices {
                places,
                harvests,
                pasts,
            },
        )
    }

    /// For each harvest the total if the regime is healthy afterwards, and for each numerator of the
    /// probability that it is degraded how much more that is.
    #[expect(
        clippy::too_many_arguments,
        reason = "the state of one step of the recursion"
    )]
    fn prepare(
        &self,
        month: usize,
        stock: u64,
        rest: usize,
        ahead: &[i128],
        next: Option<(&Choices, &Chances)>,
        denominator: i128,
        (stay, change): (&mut [i128], &mut [i128]),
    ) {
        for harvest in 0..=stock {
            let left = stock - harvest;
            let now = i128::from(harvest) * denominator;
            let index = harvest as usize;
            (stay[index], change[index]) = (now, 0);
            let Some((choices, chances)) = next else {
                continue;
            };
            if left < self.rules.collapse_below {
                continue;
            }
            let past = if choices.pasts > 1 {
                index + self.base * rest
            } else {
                0
            };
            let [healthy, degraded] = [0, 1].map(|regime: usize| {
                let stock = self
                    .rules
                    .shocked(self.grown[regime][left as usize], month + 1);
                choices.places[regime][stock as usize]
                    .map_or(0, |place| ahead[place as usize * choices.pasts + past])
            });
            stay[index] = now + healthy * chances.denominator;
            change[index] = degraded - healthy;
        }
    }
}

/// The best harvest, and what it gives; of several the largest.
fn best(stay: &[i128], change: &[i128], degrade: Option<&[i128]>) -> (i128, usize) {
    let mut best = (i128::MIN, 0);
    match degrade {
        Some(degrade) => {
            let totals = stay.iter().zip(change).zip(degrade).enumerate();
            for (harvest, ((stay, change), degrade)) in totals {
                let total = stay + change * degrade;
                if total >= best.0 {
                    best = (total, harvest);
                }
            }
        }
        None => {
            for (harvest, &total) in stay.iter().enumerate() {
                if total >= best.0 {
                    best = (total, harvest);
                }
            }
        }
    }
    best
}

/// The sum of the digits of a number.
fn digits(mut number: usize, base: usize) -> usize {
    let mut sum = 0;
    while number > 0 {
        sum += number % base;
        number /= base;
    }
    sum
}
