//! Caps and quotas: rules that limit what may be harvested.

mod best;

pub use best::BestRule;

use serde::{Deserialize, Serialize};

use super::equilibrium::Stage;
use super::planner::Seasons;
use super::{CommonsError, CommonsRules, PlanLimit};

/// What a rule limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RuleKind {
    /// What each player catches: whoever wants more wants that much.
    Cap,
    /// What all catch together: it is rationed as if the stock were no larger.
    Quota,
}

/// What a rule can see: its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RuleSees {
    /// Nothing: one limit for ever.
    Nothing,
    /// The month.
    Month,
    /// The stock.
    Stock,
    /// The month and the stock.
    MonthAndStock,
}

/// A cap or a quota for each month and stock.
///
/// ```
/// use lacuna::simulate::commons::{CommonsRule, CommonsRules, RuleKind, RuleSees};
/// let rules = CommonsRules::default();
/// let ten_each = CommonsRule::constant(&rules, RuleKind::Cap, 10)?;
/// assert_eq!(ten_each.sees(), RuleSees::Nothing);
/// let until_december = CommonsRule::from_fn(&rules, RuleKind::Cap, |month, _| {
///     if month < 11 { 10 } else { 100 }
/// })?;
/// assert_eq!(until_december.sees(), RuleSees::Month);
/// # Ok::<(), lacuna::simulate::commons::CommonsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonsRule {
    kind: RuleKind,
    /// Month by month, stock by stock.
    limits: Vec<Vec<u64>>,
}

impl CommonsRule {
    /// The rule that a function gives for each month, from 0, and each stock.
    ///
    /// # Errors
    /// [`CommonsError`] for rules of the commons that make no sense or go beyond the limit of a
    /// plan.
    pub fn from_fn(
        rules: &CommonsRules,
        kind: RuleKind,
        mut limit: impl FnMut(usize, u64) -> u64,
    ) -> Result<Self, CommonsError> {
        rules.check()?;
        PlanLimit::default().check(rules)?;
        let mut row = |month| {
            (0..=rules.capacity)
                .map(|stock| limit(month, stock))
                .collect()
        };
        Ok(CommonsRule {
            kind,
            limits: (0..rules.months).map(&mut row).collect(),
        })
    }

    /// The same limit always.
    ///
    /// # Errors
    /// As [`CommonsRule::from_fn`].
    pub fn constant(
        rules: &CommonsRules,
        kind: RuleKind,
        limit: u64,
    ) -> Result<Self, CommonsError> {
        Self::from_fn(rules, kind, |_, _| limit)
    }

    /// What the rule limits.
    pub fn kind(&self) -> RuleKind {
        self.kind
    }

    /// The limit in a month, from 0, at a stock; `None` out of range.
    pub fn limit(&self, month: usize, stock: u64) -> Option<u64> {
        let stock = usize::try_from(stock).ok()?;
        self.limits.get(month)?.get(stock).copied()
    }

    /// What the rule has to see to say what it says.
    pub fn sees(&self) -> RuleSees {
        let month = self.limits.windows(2).any(|pair| pair[0] != pair[1]);
        let varies = |row: &Vec<u64>| row.windows(2).any(|pair| pair[0] != pair[1]);
        match (month, self.limits.iter().any(varies)) {
            (false, false) => RuleSees::Nothing,
            (true, false) => RuleSees::Month,
            (false, true) => RuleSees::Stock,
            (true, true) => RuleSees::MonthAndStock,
        }
    }

    pub(super) fn check(&self, seasons: &Seasons) -> Result<(), CommonsError> {
        let needs = "that of the rules of the commons";
        let months = self.limits.len();
        if months != seasons.rules().months {
            return Err(CommonsError::new(
                "the number of months of the rule",
                months,
                needs,
            ));
        }
        for row in &self.limits {
            if row.len() != seasons.stocks() {
                let what = "the number of stocks of the rule";
                return Err(CommonsError::new(what, row.len(), needs));
            }
        }
        Ok(())
    }

    /// A stage under the rule.
    pub(super) fn limited(&self, stage: Stage, month: usize) -> Stage {
        let limit = self.limits[month][stage.stock as usize];
        self.kind.limited(stage, limit)
    }
}

impl RuleKind {
    /// A stage under a limit.
    pub(super) fn limited(self, stage: Stage, limit: u64) -> Stage {
        match self {
            RuleKind::Cap => stage.within(limit, u64::MAX),
            RuleKind::Quota => stage.within(u64::MAX, limit),
        }
    }
}
