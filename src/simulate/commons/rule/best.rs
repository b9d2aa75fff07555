//! The best cap or quota that a language can say, and the welfare gap it leaves.

use serde::{Deserialize, Serialize};

use super::{CommonsRule, RuleKind, RuleSees};
use crate::number::Rational;
use crate::simulate::commons::equilibrium::Prospects;
use crate::simulate::commons::strategy::ExpectedCatches;
use crate::simulate::commons::{
    CommonsAnalysis, CommonsError, CommonsPreference, EquilibriumSelection, MarkovStrategy, Plan,
    SymmetricEquilibrium,
};

/// The best rule of a language that was found, against players of one preference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BestRule {
    /// The rule.
    pub rule: CommonsRule,
    /// What the players do under it: a symmetric subgame-perfect equilibrium.
    pub equilibrium: MarkovStrategy,
    /// The expected total of all catches in that equilibrium.
    pub welfare: Rational,
    /// No rule of the language has more. If this is above `welfare`, the best rule lies between.
    pub at_most: Rational,
    /// What a planner gets.
    pub optimum: Rational,
}

impl BestRule {
    /// What the rule lacks of the planner's total.
    pub fn gap(&self) -> Rational {
        &self.optimum - &self.welfare
    }

    /// What every rule of the language lacks of it.
    pub fn gap_at_least(&self) -> Rational {
        &self.optimum - &self.at_most
    }

    /// Is no rule of the language better?
    pub fn is_best(&self) -> bool {
        self.welfare == self.at_most
    }
}

impl CommonsAnalysis {
    /// The best cap or quota that sees so much, if the players, who all have this preference, play
    /// the equilibrium that [`CommonsAnalysis::equilibrium`] selects; `None` if no rule that was tried
    /// has one.
    ///
    /// A rule that sees nothing is found by trying all limits, and is the best. One that sees the
    /// month and the stock is found by dynamic programming, limit by limit. Of those that see only
    /// the month, the limits on the path of that rule are tried, and every constant that is lifted
    /// from some month on; of those that see only the stock, what the rule that sees both says in the
    /// first month, and every stock that may be protected whatever the month. These are bounded by the
    /// planner's total: [`BestRule::at_most`] says whether there may be a better one.
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// use lacuna::simulate::commons::{
    ///     CommonsAnalysis, CommonsPreference, CommonsRules, EquilibriumSelection, RuleKind, RuleSees,
    /// };
    /// let analysis = CommonsAnalysis::new(&CommonsRules::default())?;
    /// let selfish = CommonsPreference::selfish();
    /// let worst = EquilibriumSelection::Worst;
    /// let best = |sees| analysis.best_rule(RuleKind::Quota, sees, &selfish, worst);
    /// // Fifty a month, and all that is there in the last one if the rule sees the month.
    /// let constant = best(RuleSees::Nothing)?.expect("an equilibrium");
    /// assert_eq!((constant.welfare.clone(), constant.is_best()), (Rational::from(600), true));
    /// let by_month = best(RuleSees::Month)?.expect("an equilibrium");
    /// assert_eq!(by_month.gap(), Rational::ZERO);
    /// # Ok::<(), lacuna::simulate::commons::CommonsError>(())
    /// ```
    ///
    /// `O(months · capacity³ · log(capacity))`.
    ///
    /// # Errors
    /// [`CommonsError`] if a rule is in force already, and as [`CommonsAnalysis::equilibrium`].
    pub fn best_rule(
        &self,
        kind: RuleKind,
        sees: RuleSees,
        preference: &CommonsPreference,
        selection: EquilibriumSelection,
    ) -> Result<Option<BestRule>, CommonsError> {
        if self.rule.is_some() {
            let needs = "none, so that one can be chosen";
            return Err(CommonsError::new("the rule in force", "given", needs));
        }
        // Each language is searched with a few rules a stock, each by backward induction.
        self.limit
            .weighs(self.steps() * 3 * self.seasons.stocks() as u128)?;
        let search = Search {
            analysis: self,
            kind,
            preference,
            selection,
            optimum: Plan::new(self.rules())?.value().clone(),
        };
        match sees {
            RuleSees::Nothing => search.nothing(),
            RuleSees::Month => search.month(),
            RuleSees::Stock => search.stock(),
            RuleSees::MonthAndStock => search.month_and_stock(),
        }
    }
}

struct Search<'a> {
    analysis: &'a CommonsAnalysis,
    kind: RuleKind,
    preference: &'a CommonsPreference,
    selection: EquilibriumSelection,
    optimum: Rational,
}

impl Search<'_> {
    /// A rule with its equilibrium; nothing beyond the planner's total is possible.
    fn of(&self, limit: impl FnMut(usize, u64) -> u64) -> Result<Option<BestRule>, CommonsError> {
        let rule = CommonsRule::from_fn(self.analysis.rules(), self.kind, limit)?;
        let under = self.analysis.clone().with_rule(rule.clone())?;
        Ok(match under.equilibrium(self.preference, self.selection)? {
            SymmetricEquilibrium::Found { strategy, value } => Some(BestRule {
                rule,
                equilibrium: strategy,
                welfare: value,
                at_most: self.optimum.clone(),
                optimum: self.optimum.clone(),
            }),
            SymmetricEquilibrium::Nowhere { .. } => None,
        })
    }

    /// The limit that harvests so much.
    fn limit_of(&self, harvest: u64) -> u64 {
        match self.kind {
            RuleKind::Cap => harvest.div_ceil(self.analysis.rules().players as u64),
            RuleKind::Quota => harvest,
        }
    }

    fn constant(&self) -> Result<Option<BestRule>, CommonsError> {
        let mut best = None;
        for limit in 0..=self.analysis.rules().capacity {
            keep_better(&mut best, self.of(|_, _| limit)?);
        }
        Ok(best)
    }

    fn nothing(&self) -> Result<Option<BestRule>, CommonsError> {
        Ok(self.constant()?.map(|best| BestRule {
            at_most: best.welfare.clone(),
            ..best
        }))
    }

    fn month(&self) -> Result<Option<BestRule>, CommonsError> {
        let rules = self.analysis.rules();
        let mut best = None;
        let both = self.month_and_stock()?;
        if let Some(both) = &both
            && let Some(path) = self.under(&both.rule)?.path(&both.equilibrium)?
        {
            let limits: Vec<u64> = path
                .iter()
                .enumerate()
                .filter_map(|(month, at)| both.rule.limit(month, at.stock))
                .collect();
            let after = rules.capacity;
            best = self.of(|month, _| limits.get(month).copied().unwrap_or(after))?;
        }
        if best.as_ref().is_some_and(BestRule::is_best) {
            return Ok(best);
        }
        let constant = self.constant()?;
        if let Some(limit) = constant.as_ref().and_then(|best| best.rule.limit(0, 0)) {
            for lifted in 1..rules.months {
                let rule = self.of(|month, _| {
                    if month < lifted {
                        limit
                    } else {
                        rules.capacity
                    }
                })?;
                keep_better(&mut best, rule);
            }
        }
        keep_better(&mut best, constant);
        Ok(best)
    }

    fn stock(&self) -> Result<Option<BestRule>, CommonsError> {
        let mut best = self.constant()?;
        for protected in 0..=self.analysis.rules().capacity {
            let rule = self.of(|_, stock| match self.kind {
                RuleKind::Quota => stock.saturating_sub(protected),
                // A cap protects in whole shares.
                RuleKind::Cap => {
                    stock.saturating_sub(protected) / self.analysis.rules().players as u64
                }
            })?;
            keep_better(&mut best, rule);
        }
        if let Some(both) = self.month_and_stock()? {
            let first = self.of(|_, stock| both.rule.limit(0, stock).unwrap_or(0))?;
            keep_better(&mut best, first);
        }
        Ok(best)
    }

    fn month_and_stock(&self) -> Result<Option<BestRule>, CommonsError> {
        let rules = self.analysis.rules();
        let mut expected = ExpectedCatches::new(rules.rationing);
        let mut values = vec![Rational::ZERO; self.analysis.seasons.stocks()];
        let mut limits = vec![Vec::new(); rules.months];
        for month in (0..rules.months).rev() {
            let later = self.analysis.seasons.after(month, &values);
            let prospects = Prospects::new(self.preference, self.selection, later, rules.players);
            for (stock, value) in values.iter_mut().enumerate() {
                let stock = stock as u64;
                let free = self.analysis.stage(month, stock);
                let mut best: Option<(Rational, u64)> = None;
                // Limits beyond these do not differ from no limit; of equal ones the loosest.
                for limit in (0..=self.limit_of(stock)).rev() {
                    // No limit at all, where it would not bind if all kept to it.
                    let limit = if limit == self.limit_of(stock) {
                        stock
                    } else {
                        limit
                    };
                    let stage = self.kind.limited(free, limit);
                    let found = prospects.equilibrium(&stage, &mut expected)?;
                    if let Some((_, total)) = found
                        && best.as_ref().is_none_or(|(most, _)| &total > most)
                    {
                        best = Some((total, limit));
                    }
                }
                let Some((total, limit)) = best else {
                    return Ok(None);
                };
                *value = total;
                limits[month].push(limit);
            }
        }
        self.of(|month, stock| limits[month][stock as usize])
    }

    fn under(&self, rule: &CommonsRule) -> Result<CommonsAnalysis, CommonsError> {
        self.analysis.clone().with_rule(rule.clone())
    }
}

fn keep_better(best: &mut Option<BestRule>, other: Option<BestRule>) {
    let worse = |best: &BestRule| {
        other
            .as_ref()
            .is_some_and(|other| other.welfare > best.welfare)
    };
    if best.as_ref().is_none_or(worse) {
        *best = other;
    }
}
