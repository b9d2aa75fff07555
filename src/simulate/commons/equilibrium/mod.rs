//! Deviations from what all do in a commons, and for whom they do not pay.

mod search;
mod stage;

pub use search::{EquilibriumSelection, SymmetricEquilibrium};

pub(super) use search::Prospects;
pub(super) use stage::Stage;

use serde::{Deserialize, Serialize};

use search::rationed_amounts;
use stage::Role;

use super::planner::Seasons;
use super::strategy::ExpectedCatches;
use super::{
    CommonsError, CommonsRule, CommonsRules, MarkovStrategy, PathMonth, PlanLimit, Rationing,
    Wanted,
};
use crate::number::Rational;

/// What a player of a commons makes of catches: `own` times what it catches and `total` times what
/// all catch together.
///
/// Any preference that is linear in catches and treats the others alike is one of these. Where the
/// player weighs itself with `a` and each of the others with `b`, `own` is `a − b` and `total` is
/// `b`; only their ratio matters to what is best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CommonsPreference {
    /// The weight of what the player itself catches.
    pub own: Rational,
    /// The weight of what all catch, the player with them.
    pub total: Rational,
}

impl CommonsPreference {
    /// Its own catch alone.
    pub const fn selfish() -> Self {
        CommonsPreference {
            own: Rational::ONE,
            total: Rational::ZERO,
        }
    }

    /// The catch of all alone.
    pub const fn utilitarian() -> Self {
        CommonsPreference {
            own: Rational::ZERO,
            total: Rational::ONE,
        }
    }

    /// Its own catch and λ times that of all.
    pub const fn lambda(lambda: Rational) -> Self {
        CommonsPreference {
            own: Rational::ONE,
            total: lambda,
        }
    }

    /// Weights of its own catch and of that of each other player.
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// use lacuna::simulate::commons::CommonsPreference;
    /// let half = CommonsPreference::weights(Rational::ONE, Rational::new(1, 2)?);
    /// // Half the weight of oneself for everybody else is λ = 1.
    /// assert_eq!(half.own, half.total);
    /// # Ok::<(), lacuna::number::NumberError>(())
    /// ```
    pub fn weights(own: Rational, each_other: Rational) -> Self {
        CommonsPreference {
            own: own - &each_other,
            total: each_other,
        }
    }
}

/// A player who wants something else in one month at one stock, and does as before ever after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CommonsDeviation {
    /// The month, from 0.
    pub month: usize,
    /// The stock.
    pub stock: u64,
    /// What the strategy has the player want.
    pub wants: u64,
    /// What it wants instead.
    pub instead: u64,
    /// By how much what the player catches from this month on grows, in expectation.
    pub own: Rational,
    /// By how much what all catch grows.
    pub total: Rational,
}

impl CommonsDeviation {
    /// What a player of this preference gains by the deviation.
    pub fn gain(&self, preference: &CommonsPreference) -> Rational {
        &self.own * &preference.own + &(&self.total * &preference.total)
    }
}

/// An end of a [`LambdaRange`], and a deviation that pays beyond it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LambdaBound {
    /// The end; the deviation is worth nothing there.
    pub lambda: Rational,
    /// The deviation.
    pub deviation: CommonsDeviation,
}

/// The λ for which no deviation pays a player who cares for its own catch and λ times that of all: a
/// closed interval, because each deviation is one linear inequality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LambdaRange {
    /// The least λ; `None` if none is too small.
    pub lowest: Option<LambdaBound>,
    /// The greatest λ; `None` if none is too large.
    pub highest: Option<LambdaBound>,
    /// A deviation that pays whatever λ is, because it helps the player and leaves the total alone.
    pub always_pays: Option<CommonsDeviation>,
}

impl LambdaRange {
    /// Is the strategy an equilibrium for this λ?
    pub fn contains(&self, lambda: &Rational) -> bool {
        self.always_pays.is_none()
            && self
                .lowest
                .as_ref()
                .is_none_or(|bound| &bound.lambda <= lambda)
            && self
                .highest
                .as_ref()
                .is_none_or(|bound| lambda <= &bound.lambda)
    }

    /// Is it one for no λ at all?
    pub fn is_empty(&self) -> bool {
        let crossed = match (&self.lowest, &self.highest) {
            (Some(lowest), Some(highest)) => lowest.lambda > highest.lambda,
            _ => false,
        };
        crossed || self.always_pays.is_some()
    }

    /// Takes one more inequality `own + λ·total ≤ 0` into account.
    fn add(&mut self, deviation: CommonsDeviation) {
        let Some(root) = deviation.own.checked_div(&-&deviation.total) else {
            if deviation.own.is_positive() && self.always_pays.is_none() {
                self.always_pays = Some(deviation);
            }
            return;
        };
        if deviation.total.is_negative() {
            if self.lowest.as_ref().is_none_or(|bound| bound.lambda < root) {
                self.lowest = Some(LambdaBound {
                    lambda: root,
                    deviation,
                });
            }
        } else if self
            .highest
            .as_ref()
            .is_none_or(|bound| bound.lambda > root)
        {
            self.highest = Some(LambdaBound {
                lambda: root,
                deviation,
            });
        }
    }
}

/// At which stocks of a month deviations are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StocksConsidered {
    /// At those that some harvests lead to from a full stock: what subgame perfection asks for.
    #[default]
    Reachable,
    /// At every stock up to the capacity, as if the commons could begin anywhere.
    All,
    /// At those that come up if all follow the strategy: no deviation pays until somebody deviates.
    OnPath,
}

/// A commons in which all play alike, looked at exactly: growth may be deterministic or independent.
///
/// By the one-shot deviation principle (Blackwell 1965) a strategy is subgame perfect if and only if
/// no player gains by wanting something else once, in a month and at a stock, and following the
/// strategy ever after. Players may want up to the stock. A player knows whether the lot of
/// [`Wanted`] has picked it.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{CommonsAnalysis, CommonsRules, MarkovStrategy, Rationing};
///
/// let rules = CommonsRules::default().with_rationing(Rationing::EqualAwards);
/// let analysis = CommonsAnalysis::new(&rules)?;
/// let planner = MarkovStrategy::planner(&rules)?;
/// assert_eq!(analysis.value(&planner)?, Rational::from(650));
/// let range = analysis.perfect_for(&planner)?;
/// let lowest = range.lowest.expect("selfish players deviate");
/// assert_eq!(lowest.lambda, Rational::new(3, 5)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CommonsAnalysis {
    pub(super) seasons: Seasons,
    pub(super) rule: Option<CommonsRule>,
    pub(super) limit: PlanLimit,
    stocks: StocksConsidered,
}

impl CommonsAnalysis {
    /// A commons without a rule, with deviations at reachable stocks.
    ///
    /// # Errors
    /// [`CommonsError`] for rules that make no sense, beyond the default [`PlanLimit`], and for
    /// growth with hysteresis, under which harvests of the past matter as well.
    pub fn new(rules: &CommonsRules) -> Result<Self, CommonsError> {
        Self::within(PlanLimit::default(), rules)
    }

    /// [`CommonsAnalysis::new`] with a limit on months times stocks, and on the choices that are
    /// weighed when deviations, equilibria or rules are looked for.
    ///
    /// # Errors
    /// As [`CommonsAnalysis::new`].
    pub fn within(limit: PlanLimit, rules: &CommonsRules) -> Result<Self, CommonsError> {
        Ok(CommonsAnalysis {
            seasons: Seasons::new(limit, rules)?,
            rule: None,
            limit,
            stocks: StocksConsidered::default(),
        })
    }

    /// The same commons under a rule.
    ///
    /// # Errors
    /// [`CommonsError`] if the rule is for other months or stocks.
    pub fn with_rule(mut self, rule: CommonsRule) -> Result<Self, CommonsError> {
        rule.check(&self.seasons)?;
        self.rule = Some(rule);
        Ok(self)
    }

    /// The same commons with deviations looked for at other stocks.
    #[must_use]
    pub fn with_stocks(mut self, stocks: StocksConsidered) -> Self {
        self.stocks = stocks;
        self
    }

    /// The rules of the commons.
    pub fn rules(&self) -> &CommonsRules {
        self.seasons.rules()
    }

    /// The number of choices that one backward induction weighs.
    pub(super) fn steps(&self) -> u128 {
        let stocks = self.seasons.stocks() as u128;
        self.rules().months as u128 * stocks * stocks
    }

    pub(super) fn stage(&self, month: usize, stock: u64) -> Stage {
        let stage = Stage::free(stock, self.rules().players);
        match &self.rule {
            Some(rule) => rule.limited(stage, month),
            None => stage,
        }
    }

    /// The expected total of all catches if all follow the strategy from a full stock on.
    ///
    /// # Errors
    /// [`CommonsError`] if the strategy is for other rules.
    pub fn value(&self, strategy: &MarkovStrategy) -> Result<Rational, CommonsError> {
        let wants = strategy.checked(&self.seasons)?;
        let (_, mut values) = self.totals(wants);
        Ok(values.pop().unwrap_or_default())
    }

    /// The months as they come if all follow the strategy from a full stock on; `None` if growth is
    /// random.
    ///
    /// # Errors
    /// As [`CommonsAnalysis::value`].
    pub fn path(&self, strategy: &MarkovStrategy) -> Result<Option<Vec<PathMonth>>, CommonsError> {
        let wants = strategy.checked(&self.seasons)?;
        Ok(self.seasons.path(|month, stock| {
            let stage = self.stage(month, stock);
            stage.harvest(stage.limited(wants[month][stock as usize]))
        }))
    }

    /// For each month what all catch later in expectation, by what is left; and for the first month
    /// what they catch from it on, by the stock.
    fn totals(&self, wants: &[Vec<Wanted>]) -> (Vec<Vec<Rational>>, Vec<Rational>) {
        let mut values = vec![Rational::ZERO; self.seasons.stocks()];
        let mut after = vec![Vec::new(); wants.len()];
        for (month, row) in wants.iter().enumerate().rev() {
            let later = self.seasons.after(month, &values);
            for (stock, &wanted) in row.iter().enumerate() {
                let stage = self.stage(month, stock as u64);
                let harvest = stage.harvest(stage.limited(wanted));
                values[stock] = Rational::from(harvest) + &later[stock - harvest as usize];
            }
            after[month] = later;
        }
        (after, values)
    }

    /// The stocks of each month at which deviations are looked for.
    fn considered(&self, wants: &[Vec<Wanted>]) -> Result<Vec<Vec<bool>>, CommonsError> {
        let all = self.stocks == StocksConsidered::All;
        let mut considered = vec![vec![all; self.seasons.stocks()]; wants.len()];
        considered[0][self.seasons.stocks() - 1] = true;
        let mut steps: u128 = 0;
        for month in 0..wants.len() - 1 {
            for stock in (0..self.seasons.stocks() as u64).filter(|_| !all) {
                if !considered[month][stock as usize] {
                    continue;
                }
                let stage = self.stage(month, stock);
                let harvest = stage.harvest(stage.limited(wants[month][stock as usize]));
                let harvests = match self.stocks {
                    StocksConsidered::OnPath => harvest..=harvest,
                    _ => 0..=stage.most(),
                };
                steps += u128::from(harvests.end() - harvests.start()) + 1;
                self.limit.weighs(steps)?;
                for left in harvests.map(|harvest| stock - harvest) {
                    if self.seasons.goes_on(month, left) {
                        for next in self.seasons.next(month, left) {
                            considered[month + 1][next as usize] = true;
                        }
                    }
                }
            }
        }
        Ok(considered)
    }

    /// Shows every deviation that may be best, for a positive weight of one's own catch or not.
    fn deviations(
        &self,
        strategy: &MarkovStrategy,
        prefers_more: bool,
        mut visit: impl FnMut(CommonsDeviation),
    ) -> Result<(), CommonsError> {
        let wants = strategy.checked(&self.seasons)?;
        let (after, _) = self.totals(wants);
        let considered = self.considered(wants)?;
        let places = considered.iter().flatten().filter(|&&here| here).count();
        self.limit
            .weighs(places as u128 * self.seasons.stocks() as u128)?;
        let players = Rational::from(self.rules().players);
        let share = players.recip().unwrap_or_default();
        let mut expected = ExpectedCatches::new(self.rules().rationing);
        for (month, row) in wants.iter().enumerate() {
            for (stock, &wanted) in row.iter().enumerate() {
                if !considered[month][stock] {
                    continue;
                }
                let stage = self.stage(month, stock as u64);
                let wanted = stage.limited(wanted);
                let harvest = stage.harvest(wanted);
                let later = &after[month][stock - harvest as usize];
                for role in stage.roles(wanted) {
                    let caught = role.catch(&stage, role.want, &mut expected)?;
                    for instead in worth_a_try(&stage, &role, prefers_more, expected.rationing()) {
                        let left = role.left(&stage, instead);
                        let ahead = &after[month][left as usize] - later;
                        let now = role.catch(&stage, instead, &mut expected)? - &caught;
                        let more = Rational::from(stock - left as usize) - &Rational::from(harvest);
                        visit(CommonsDeviation {
                            month,
                            stock: stock as u64,
                            wants: role.want,
                            instead,
                            own: now + &(&ahead * &share),
                            total: more + &ahead,
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// The deviation that gains a player of this preference most, if one gains anything: the strategy
    /// is subgame perfect for players of such preferences if and only if each of them has none.
    ///
    /// `O(months · capacity²)` and, for the unit lottery, an expected catch for each stock.
    ///
    /// # Errors
    /// [`CommonsError`] if the strategy is for other rules, beyond the limit, or for a lottery that is
    /// too large; see [`Rationing::expected`].
    pub fn best_deviation(
        &self,
        strategy: &MarkovStrategy,
        preference: &CommonsPreference,
    ) -> Result<Option<CommonsDeviation>, CommonsError> {
        let mut best: Option<(Rational, CommonsDeviation)> = None;
        let prefers_more = !preference.own.is_negative();
        self.deviations(strategy, prefers_more, |deviation| {
            let gain = deviation.gain(preference);
            if gain.is_positive() && best.as_ref().is_none_or(|(most, _)| &gain > most) {
                best = Some((gain, deviation));
            }
        })?;
        Ok(best.map(|(_, deviation)| deviation))
    }

    /// The λ for which the strategy is subgame perfect among players who care for their own catch and
    /// λ times that of all. Players may differ: each λ has to be in the interval, and no more.
    ///
    /// The cost is that of [`CommonsAnalysis::best_deviation`].
    ///
    /// # Errors
    /// As [`CommonsAnalysis::best_deviation`].
    pub fn perfect_for(&self, strategy: &MarkovStrategy) -> Result<LambdaRange, CommonsError> {
        let mut range = LambdaRange {
            lowest: None,
            highest: None,
            always_pays: None,
        };
        self.deviations(strategy, true, |deviation| range.add(deviation))?;
        Ok(range)
    }
}

/// What a player may want instead; of amounts that leave all the same, only those that may be best.
fn worth_a_try(stage: &Stage, role: &Role, prefers_more: bool, rationing: Rationing) -> Vec<u64> {
    let mut amounts: Vec<u64> = match role.enough_up_to(stage) {
        Some(enough) => (0..=enough.min(stage.cap)).collect(),
        None => Vec::new(),
    };
    amounts.extend(rationed_amounts(stage, role, prefers_more, rationing));
    amounts.retain(|&amount| amount != role.want);
    amounts
}
