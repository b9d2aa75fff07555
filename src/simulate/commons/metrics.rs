//! How well a commons was kept, and how fairly: as published, and put right.

use serde::{Deserialize, Serialize};

use super::{CommonsLog, MonthOnRecord};
use crate::number::Rational;
use crate::welfare::gini;

/// The metrics of the GovSim studies as they are published (Piatti et al. 2024), kept so that
/// results can be compared. [`CommonsMetrics`] says what is wrong with them, and has others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PublishedMetrics {
    /// *m*: the number of months that began with any stock, up to the last of them.
    pub survival: usize,
    /// *R*: everything that was caught.
    pub gain: Rational,
    /// *u*: `1 − max(0, G − R)/G`, with *G* the sum over the months *played* of `K − K/r`; 0 for a
    /// month after which nothing grows (`r = 0`).
    pub efficiency: Rational,
    /// *e*: one less the Gini index of what each caught in all; 1 if nobody caught anything.
    pub equality: Rational,
    /// *o*: the share of months in which more was caught than grows back, charged to everybody.
    pub over_use: Rational,
}

/// What became of a commons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CommonsMetrics {
    /// The month, from 0, after whose harvest too little was left. Unlike the published survival
    /// this tells a commons that was used up in the last month from one that was kept.
    pub collapsed_in: Option<usize>,
    /// Everything that was caught.
    pub gain: Rational,
    /// The gain as a share of what a planner could have had, in all months and not only in those
    /// that were played; see [`Plan::value`](super::Plan::value).
    pub efficiency: Rational,
    /// What each player has in the end, with what laws paid and took.
    pub payoffs: Vec<Rational>,
    /// One less the Gini index of these payoffs; `None` if one of them is negative, where the index
    /// means nothing.
    pub equality: Option<Rational>,
    /// For each player the share of the months played in which it caught more than its share of
    /// what grows back: whoever did not is not charged.
    pub over_use: Vec<Rational>,
    /// For each player the share of the months played in which it *wanted* no more than its share of
    /// what grows back, whatever a law or the rationing then gave it. The last month counts like the
    /// others, though it costs nobody anything to take everything then. 0 if no month was played.
    pub cooperation: Vec<Rational>,
    /// The share of the months played in which somebody cooperated in this sense, somebody else did
    /// not, and the first caught less than the second.
    pub exploitation: Rational,
    /// For each player the share of the months played in which it kept the law: its wish was not
    /// changed, nor a violation of it put on record. `None` where there was no law.
    pub compliance: Option<Vec<Rational>>,
}

/// What has to be kept of a stock for it to grow back; all of it if nothing ever does.
fn kept(stock: &Rational, factor: &Rational) -> Rational {
    stock.checked_div(factor).unwrap_or_else(|| stock.clone())
}

/// What a player has in a list; 0 where a log that was read lacks it.
fn of(amounts: &[u64], player: usize) -> u64 {
    amounts.get(player).copied().unwrap_or(0)
}

fn share(part: &Rational, whole: &Rational) -> Rational {
    part.checked_div(whole).unwrap_or_default()
}

/// One less the Gini index of numbers that are at least 0; 1 if all are 0.
fn equality(amounts: &[Rational]) -> Rational {
    gini(amounts).map_or(Rational::ONE, |index| Rational::ONE - &index)
}

impl CommonsLog {
    /// What each player caught in all.
    pub fn catches(&self) -> Vec<Rational> {
        let mut totals = vec![Rational::ZERO; self.players];
        for month in &self.played {
            for (total, &caught) in totals.iter_mut().zip(&month.caught) {
                *total += Rational::from(caught);
            }
        }
        totals
    }

    /// What each player gained in all, with what laws paid and took.
    pub fn payoffs(&self) -> Vec<Rational> {
        let mut totals = vec![Rational::ZERO; self.players];
        for month in &self.played {
            for (total, reward) in totals.iter_mut().zip(&month.rewards) {
                *total += reward;
            }
        }
        totals
    }

    /// The metrics as published.
    pub fn published(&self) -> PublishedMetrics {
        let began = self.played.iter().rposition(|month| month.stock > 0);
        let survival = began.map_or(0, |last| last + 1);
        let catches = self.catches();
        let gain: Rational = catches.iter().sum();
        let capacity = Rational::from(self.capacity);
        let target: Rational = self
            .played
            .iter()
            .map(|month| &capacity - &kept(&capacity, &month.factor))
            .sum();
        let missed = (&target - &gain).max(Rational::ZERO);
        let over_used = self.played.iter().filter(|month| {
            let stock = Rational::from(month.stock);
            let kept = kept(&stock, &month.factor);
            Rational::from(month.total()) > stock - &kept
        });
        PublishedMetrics {
            survival,
            efficiency: Rational::ONE - &share(&missed, &target),
            equality: equality(&catches),
            over_use: share(
                &Rational::from(over_used.count()),
                &Rational::from(survival.max(1)),
            ),
            gain,
        }
    }

    /// What became of the commons, against what a planner could have had, `optimum`.
    pub fn metrics(&self, optimum: &Rational) -> CommonsMetrics {
        let gain: Rational = self.catches().iter().sum();
        let payoffs = self.payoffs();
        let players = Rational::from(self.players);
        let months = Rational::from(self.played.len());
        let share_of_months = |is_so: &dyn Fn(&MonthOnRecord) -> bool| {
            let count = self.played.iter().filter(|month| is_so(month)).count();
            share(&Rational::from(count), &months)
        };
        let is_fair = |month: &MonthOnRecord, amount: u64| {
            Rational::from(amount) * &players <= month.sustainable()
        };
        let per_player = |is_so: &dyn Fn(&MonthOnRecord, usize) -> bool| -> Vec<Rational> {
            let player = |player| share_of_months(&|month| is_so(month, player));
            (0..self.players).map(player).collect()
        };
        let is_exploited = |month: &MonthOnRecord| {
            let wishes = || month.wanted.iter().zip(&month.caught);
            let fair = wishes().filter(|(wanted, _)| is_fair(month, **wanted));
            let least = fair.map(|(_, caught)| caught).min();
            let greedy = wishes().filter(|(wanted, _)| !is_fair(month, **wanted));
            let most = greedy.map(|(_, caught)| caught).max();
            least.zip(most).is_some_and(|(fair, greedy)| fair < greedy)
        };
        let is_governed = self.played.iter().any(|month| !month.broke_law.is_empty());
        CommonsMetrics {
            collapsed_in: self.collapsed.then(|| self.played.len().saturating_sub(1)),
            efficiency: share(&gain, optimum),
            equality: (!payoffs.iter().any(Rational::is_negative)).then(|| equality(&payoffs)),
            over_use: per_player(&|month, player| !is_fair(month, of(&month.caught, player))),
            cooperation: per_player(&|month, player| is_fair(month, of(&month.wanted, player))),
            exploitation: share_of_months(&is_exploited),
            compliance: is_governed
                .then(|| per_player(&|month, player| month.broke_law.get(player) == Some(&false))),
            payoffs,
            gain,
        }
    }
}
