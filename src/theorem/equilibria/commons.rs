//! A stock that all harvest.

use std::collections::BTreeSet;

use crate::number::Rational;
use crate::simulate::commons::{
    CommonsAnalysis, CommonsPreference, CommonsRules, Growth, MarkovStrategy, Rationing,
    StocksConsidered,
};
use crate::theorem::by_definition::{invalid, over};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A commons without chance, in which a stock that does not suffice is shared by equal awards.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SmallCommons {
    /// The number of players.
    pub players: usize,
    /// The stock at first, and at most.
    pub capacity: u64,
    /// The number of months.
    pub months: usize,
    /// The factor by which the stock grows.
    pub growth: Rational,
    /// The commons has collapsed if less than this is left.
    pub collapse_below: u64,
    /// What each wants in every month, or its share of the planner's harvest if `None`.
    pub cap: Option<u64>,
}

impl SmallCommons {
    /// A commons in which all take their shares of the planner's harvest; collapse below 1.
    pub fn new(players: usize, capacity: u64, months: usize, growth: Rational) -> Self {
        SmallCommons {
            players,
            capacity,
            months,
            growth,
            collapse_below: 1,
            cap: None,
        }
    }

    /// The same with collapse below this.
    #[must_use]
    pub fn with_collapse_below(mut self, stock: u64) -> Self {
        self.collapse_below = stock;
        self
    }

    /// The same if each wants this in every month, or all if that is less.
    #[must_use]
    pub fn with_cap(mut self, cap: u64) -> Self {
        self.cap = Some(cap);
        self
    }

    /// Is it small enough for every deviation to be simulated?
    fn check_size(&self) -> Result<(), TheoremError> {
        let within = self.players <= 6 && self.capacity <= 24 && self.months <= 6;
        match within {
            true => Ok(()),
            false => Err(TheoremError::Limit(format!(
                "every deviation is simulated for at most 6 players, a stock of 24 and 6 months, and \
                 there are {} players, a stock of {} and {} months",
                self.players, self.capacity, self.months
            ))),
        }
    }

    fn rules(&self) -> CommonsRules {
        CommonsRules::default()
            .with_players(self.players)
            .with_capacity(self.capacity)
            .with_months(self.months)
            .with_collapse_below(self.collapse_below)
            .with_rationing(Rationing::EqualAwards)
            .with_growth(Growth::Deterministic {
                factor: self.growth.clone(),
            })
    }

    fn strategy(&self) -> Result<MarkovStrategy, TheoremError> {
        let rules = self.rules();
        match self.cap {
            Some(cap) => MarkovStrategy::capped(&rules, cap),
            None => MarkovStrategy::planner(&rules),
        }
        .map_err(invalid)
    }

    /// The stock of the next month; `None` after a collapse or the last month.
    fn next(&self, month: usize, left: u64) -> Option<u64> {
        if month + 1 == self.months || left < self.collapse_below {
            return None;
        }
        // The largest whole number that is not more.
        let grown = &self.growth * &Rational::from(left);
        (0..=self.capacity)
            .rev()
            .find(|&stock| Rational::from(stock) <= grown)
    }
}

/// What each gets of a stock if nobody gets more than it wants, and the same apart from that.
fn equal_awards(stock: u64, wanted: &[u64]) -> Vec<Rational> {
    let given = |level: u64| wanted.iter().map(|&want| want.min(level)).sum::<u64>();
    let Some(level) = (0..stock).rev().find(|&level| given(level) <= stock) else {
        return vec![Rational::ZERO; wanted.len()];
    };
    // Who still wants more shares what is left; at most one unit each.
    let hungry = wanted.iter().filter(|&&want| want > level).count();
    let rest = over(
        &Rational::from(stock - given(level)),
        &Rational::from(hungry),
    );
    let more = rest.min(Rational::ONE);
    let award = |&want: &u64| match want > level {
        true => Rational::from(level) + &more,
        false => Rational::from(want),
    };
    wanted.iter().map(award).collect()
}

/// Play of one strategy by all, and deviations, by simulation.
struct Simulated<'a> {
    commons: &'a SmallCommons,
    strategy: MarkovStrategy,
}

impl Simulated<'_> {
    /// What the players want.
    fn wants(&self, month: usize, stock: u64) -> Vec<u64> {
        let Some(wanted) = self.strategy.wanted(month, stock) else {
            return Vec::new();
        };
        (0..self.commons.players)
            .map(|player| wanted.each + u64::from(player < wanted.one_more as usize))
            .map(|want| want.min(stock))
            .collect()
    }

    /// What all catch from a month on.
    fn total(&self, month: usize, stock: u64) -> u64 {
        let harvest = self.wants(month, stock).iter().sum::<u64>().min(stock);
        let later = self.commons.next(month, stock - harvest);
        harvest + later.map_or(0, |stock| self.total(month + 1, stock))
    }

    /// The most that all can catch, whatever they want.
    fn most(&self) -> u64 {
        let capacity = self.commons.capacity;
        // By stock, from the last month back.
        let mut best: Vec<u64> = Vec::new();
        for month in (0..self.commons.months).rev() {
            let of = |stock: u64, harvest: u64| {
                let later = self.commons.next(month, stock - harvest);
                let later = later.and_then(|stock| best.get(stock as usize));
                harvest + later.copied().unwrap_or(0)
            };
            let most = |stock: u64| (0..=stock).map(|harvest| of(stock, harvest)).max();
            best = (0..=capacity)
                .map(|stock| most(stock).unwrap_or(0))
                .collect();
        }
        best.last().copied().unwrap_or(0)
    }

    /// For every month and stock looked at, and every player and amount: what the deviator and all
    /// together gain.
    fn deviations(&self, only_path: bool) -> Vec<(Rational, Rational)> {
        let commons = self.commons;
        let mut stocks = BTreeSet::from([commons.capacity]);
        let mut found = Vec::new();
        for month in 0..commons.months {
            let mut following = BTreeSet::new();
            for &stock in &stocks {
                let wants = self.wants(month, stock);
                let harvest = wants.iter().sum::<u64>().min(stock);
                let lefts = match only_path {
                    true => stock - harvest..=stock - harvest,
                    false => 0..=stock,
                };
                following.extend(lefts.filter_map(|left| commons.next(month, left)));
                let before = equal_awards(stock, &wants);
                let later = |harvest: u64| {
                    let next = commons.next(month, stock - harvest);
                    Rational::from(next.map_or(0, |stock| self.total(month + 1, stock)))
                };
                // Players who want the same are alike: the first and the last of them are all.
                for player in [0, commons.players - 1] {
                    for instead in 0..=stock {
                        let mut other = wants.clone();
                        other[player] = instead;
                        let taken = other.iter().sum::<u64>().min(stock);
                        let ahead = later(taken) - later(harvest);
                        let now = &equal_awards(stock, &other)[player] - &before[player];
                        let own = now + over(&ahead, &Rational::from(commons.players));
                        let all = Rational::from(taken) - Rational::from(harvest) + ahead;
                        found.push((own, all));
                    }
                }
            }
            stocks = following;
        }
        found
    }
}

/// The weights at which a commons is looked at: those at which a deviation is worth nothing, and
/// others between and beyond.
fn weights(deviations: &[(Rational, Rational)]) -> Vec<Rational> {
    let roots = deviations
        .iter()
        .filter_map(|(own, all)| own.checked_div(&-all));
    let mut roots: Vec<Rational> = roots.filter(|root| !root.is_negative()).collect();
    roots.sort();
    roots.dedup();
    crate::theorem::by_definition::at_and_between(&roots)
}

/// A strategy of the commons is perfect for an interval of λ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommonsArePerfectForAnInterval;

impl Theorem for CommonsArePerfectForAnInterval {
    type Instance = SmallCommons;

    fn statement(&self) -> Statement {
        Statement::new(
            "commons_are_perfect_for_an_interval",
            "Strategies of a commons are perfect for an interval of λ",
        )
        .saying(
            "In a finite commons a strategy is subgame perfect if and only if no player gains by \
             wanting something else once. The weights λ of their own catch and that of all for which \
             this is so form a closed interval, which simulation of every deviation gives as well.",
        )
        .from_source("Blackwell, 1965; Piatti et al., 2024")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, commons: &Self::Instance) -> Result<Finding, TheoremError> {
        let strategy = commons.strategy()?;
        commons.check_size()?;
        let simulated = Simulated {
            commons,
            strategy: strategy.clone(),
        };
        let analysis = CommonsAnalysis::new(&commons.rules()).map_err(invalid)?;
        let value = analysis.value(&strategy).map_err(invalid)?;
        let total = Rational::from(simulated.total(0, commons.capacity));
        claim!(value == total, "all catch {total}, and not {value}");
        let most = Rational::from(simulated.most());
        let optimum = commons.rules().optimum().map_err(invalid)?;
        claim!(optimum == most, "all could catch {most}, and not {optimum}");
        for only_path in [false, true] {
            let deviations = simulated.deviations(only_path);
            let considered = match only_path {
                true => StocksConsidered::OnPath,
                false => StocksConsidered::Reachable,
            };
            let analysis = analysis.clone().with_stocks(considered);
            let range = analysis.perfect_for(&strategy).map_err(invalid)?;
            for lambda in weights(&deviations) {
                let gains = deviations.iter().map(|(own, all)| own + &(&lambda * all));
                let most = gains.max().filter(Rational::is_positive);
                claim!(
                    range.contains(&lambda) == most.is_none(),
                    "at λ = {lambda} the best deviation gains {most:?}: {range:?}"
                );
                let preference = CommonsPreference::lambda(lambda.clone());
                let best = analysis
                    .best_deviation(&strategy, &preference)
                    .map_err(invalid)?;
                let gain = best.map(|best| best.gain(&preference));
                claim!(
                    gain == most,
                    "at λ = {lambda} the best deviation gains {most:?}, not {gain:?}"
                );
            }
        }
        Ok(Finding::Holds)
    }
}

/// The planner's path is kept from a threshold on.
///
/// ```
/// use lacuna::theorem::equilibria::{CommonsHaveAThreshold, SmallCommons};
/// use lacuna::theorem::{Theorem, Verdict};
/// // Four players and a stock of 12 that doubles: from λ = (1 − 2/4)/(2 − 1) = 1/2 on.
/// let commons = SmallCommons::new(4, 12, 3, 2.into());
/// assert_eq!(CommonsHaveAThreshold.check(&commons)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommonsHaveAThreshold;

impl Theorem for CommonsHaveAThreshold {
    type Instance = SmallCommons;

    fn statement(&self) -> Statement {
        Statement::new("commons_have_a_threshold", "The threshold of a commons")
            .saying(
                "Among n players of a commons whose stock grows by the factor g, it is an equilibrium \
                 to keep the planner's path if and only if `λ ≥ (1 − g/n)/(g − 1)`: a unit that is left \
                 returns g/n to who leaves it, and g to all. This is the selfishness level of the \
                 public good with the multiplier g.",
            )
            .from_source("Piatti et al., 2024; Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "planners_shares",
                "Everybody takes its share of the planner's harvest.",
                |commons: &SmallCommons| {
                    Ok(Finding::when(commons.cap.is_none(), || {
                        format!("each wants {:?}", commons.cap)
                    }))
                },
            ),
            Hypothesis::new(
                "whole_units",
                "What has to be left is a whole number, above which the commons does not collapse.",
                |commons: &SmallCommons| {
                    let left = over(&Rational::from(commons.capacity), &commons.growth);
                    let kept = left >= Rational::from(commons.collapse_below);
                    let grows = commons.growth > Rational::ONE && commons.months > 1;
                    let fits = left.is_integer() && kept && grows;
                    Ok(Finding::when(fits, || format!("it is {left}")))
                },
            ),
        ]
    }

    fn conclusion(&self, commons: &Self::Instance) -> Result<Finding, TheoremError> {
        let rules = commons.rules();
        let players = Rational::from(commons.players);
        let threshold = over(
            &(Rational::ONE - over(&commons.growth, &players)),
            &(&commons.growth - &Rational::ONE),
        );
        let strategy = commons.strategy()?;
        let analysis = CommonsAnalysis::new(&rules).map_err(invalid)?;
        let analysis = analysis.with_stocks(StocksConsidered::OnPath);
        let range = analysis.perfect_for(&strategy).map_err(invalid)?;
        let lowest = range.lowest.as_ref().map(|bound| &bound.lambda);
        claim!(
            lowest == Some(&threshold) && range.highest.is_none() && range.always_pays.is_none(),
            "the threshold is {threshold}, and the path is kept in {range:?}"
        );
        if let Ok(closed) = rules.divisible_threshold() {
            claim!(
                closed == threshold,
                "the closed form is {closed}, not {threshold}"
            );
        }
        // The planner's path: K − K/g each month, and K in the last.
        let left = over(&Rational::from(commons.capacity), &commons.growth);
        let each = Rational::from(commons.capacity) - left;
        let months = Rational::from(commons.months - 1);
        let expected = months * &each + &Rational::from(commons.capacity);
        let value = analysis.value(&strategy).map_err(invalid)?;
        let optimum = rules.optimum().map_err(invalid)?;
        Ok(Finding::when(
            value == expected && optimum == expected,
            || format!("the planner catches {expected}, not {value} or {optimum}"),
        ))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::{CommonsArePerfectForAnInterval, CommonsHaveAThreshold, SmallCommons};
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

    fn commons() -> BoxedStrategy<SmallCommons> {
        let growth = (2i64..=6).prop_map(|part| Rational::new(part, 2).unwrap_or_default());
        let cap = prop_oneof![2 => Just(None), 1 => (1u64..=8).prop_map(Some)];
        (1usize..=3, 1u64..=7, 1usize..=3, growth, 0u64..=2, cap)
            .prop_map(|(players, capacity, months, growth, collapse, cap)| {
                let commons = SmallCommons::new(players, capacity, months, growth);
                let commons = commons.with_collapse_below(collapse);
                match cap {
                    Some(cap) => commons.with_cap(cap),
                    None => commons,
                }
            })
            .boxed()
    }

    impl Drawn for CommonsArePerfectForAnInterval {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            commons()
        }
    }

    impl Drawn for CommonsHaveAThreshold {
        /// The stock left is a multiple of the denominator of the growth factor.
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (1usize..=6, 1u64..=4, 2usize..=4, 3i64..=6, 0u64..=2)
                .prop_map(|(players, left, months, halves, collapse)| {
                    let growth = Rational::new(halves, 2).unwrap_or_default();
                    SmallCommons::new(players, left * halves.unsigned_abs(), months, growth)
                        .with_collapse_below(collapse)
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            commons()
        }
    }
}
