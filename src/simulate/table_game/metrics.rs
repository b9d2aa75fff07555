//! What many sessions come to: metrics that say what happened to each player.

use serde::{Deserialize, Serialize};

use super::{SessionRecord, Treatment};
use crate::game::hidden_effort::Effort;
use crate::number::Rational;

/// Counts how often something was so, of how often it could be told.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Share {
    so: usize,
    told: usize,
}

impl Share {
    pub(super) fn add(&mut self, so: bool) {
        self.told += 1;
        self.so += usize::from(so);
    }

    pub(super) fn add_if_told(&mut self, so: Option<bool>) {
        if let Some(so) = so {
            self.add(so);
        }
    }

    /// `None` if it could never be told.
    pub(super) fn value(self) -> Option<Rational> {
        Rational::from(self.so).checked_div(&Rational::from(self.told))
    }
}

/// A sum of exact numbers, and of how many.
#[derive(Debug, Clone, Default)]
pub(super) struct Mean {
    sum: Rational,
    count: usize,
}

impl Mean {
    pub(super) fn add(&mut self, value: &Rational) {
        self.sum += value;
        self.count += 1;
    }

    /// `None` of nothing.
    pub(super) fn value(&self) -> Option<Rational> {
        self.sum.checked_div(&Rational::from(self.count))
    }
}

/// What sessions were like for one player.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlayerMetrics {
    /// Played samples in which the player's action carried out cooperates, of those of scenes that
    /// say which do.
    pub cooperation: Option<Rational>,
    /// Played samples in which it worked hard, of those of scenes that say how hard actions are.
    pub high_effort: Option<Rational>,
    /// Played samples in which it cooperated with low effort, of those that say both.
    pub greenwashing: Option<Rational>,
    /// Played samples in which it was exploited ([`Played::exploited`](super::Played)), of those of
    /// scenes that say who cooperates.
    pub exploited: Option<Rational>,
    /// Samples in which it kept a law that was agreed, of those played under one that did not fail:
    /// it did not breach it ([`Hearing::breached`](super::Hearing)), whatever the force of the law.
    pub compliance: Option<Rational>,
    /// Mean payoff over played samples, with what an enforced law paid or took.
    pub payoff: Option<Rational>,
    /// Samples in which it gave no answer, of all.
    pub unanswered: Option<Rational>,
}

/// What sessions come to, from their records. Every number is exact, and `None` where there is
/// nothing to count: a rate of nothing is not zero. Invalid samples count in
/// [`invalid`](TableMetrics::invalid), in formation and in answers, and nowhere else.
///
/// ```
/// use lacuna::game::hidden_effort::scenarios;
/// use lacuna::number::Rational;
/// use lacuna::simulate::FromFunction;
/// use lacuna::simulate::table_game::{
///     Choice, Form, Scene, Seated, TableMetrics, TableObservation, TableSession, Treatment,
/// };
///
/// let scene = Scene::of_scenario(&scenarios()[0], Form::Base)?;
/// let plays = |action: usize| {
///     let play = move |_: &TableObservation, _: &mut dyn rand::Rng| Choice::Action(action);
///     Seated::silent(FromFunction::new("fixed", play))
/// };
/// let mut session = TableSession::new(scene, Treatment::NoContract);
/// let records = [
///     session.play(&mut [plays(0), plays(1)], 1)?, // (S, T) = (-5, 9)
///     session.play(&mut [plays(0), plays(0)], 2)?, // (R, R) = (5, 5)
/// ];
/// let metrics = TableMetrics::of(&records);
/// assert_eq!(metrics.players[1].cooperation, Some("1/2".parse()?));
/// assert_eq!(metrics.players[0].exploited, Some("1/2".parse()?));
/// assert_eq!(metrics.welfare, Some(7.into()));
/// assert_eq!(metrics.compliance, None); // nothing was agreed
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TableMetrics {
    /// The number of samples.
    pub samples: usize,
    /// How many of them are invalid.
    pub invalid: usize,
    /// One entry a player.
    pub players: Vec<PlayerMetrics>,
    /// Played samples in which everybody cooperated, of those of scenes that say who does.
    pub all_cooperate: Option<Rational>,
    /// Played samples in which everybody worked hard, of those of scenes that say how hard.
    pub all_high_effort: Option<Rational>,
    /// Played samples in which somebody was exploited, of those of scenes that say who cooperates.
    pub exploitation: Option<Rational>,
    /// Kept obligations of all players, of all obligations: one for each player and each sample
    /// played under an agreed law that did not fail.
    pub compliance: Option<Rational>,
    /// Negotiations in which something was adopted, of all negotiations.
    pub formation: Option<Rational>,
    /// Played samples under an enforced law in which it changed an action, moved money or put
    /// something on record, of those played under one.
    pub interventions: Option<Rational>,
    /// Played samples under an enforced law in which a hook failed, of those played under one.
    pub enforcement_failures: Option<Rational>,
    /// Played samples whose profile has the greatest welfare of the game, of all played.
    pub at_optimum: Option<Rational>,
    /// Mean welfare over played samples, with what an enforced law paid or took.
    pub welfare: Option<Rational>,
    /// Mean of the greatest welfare of the game less the welfare, over played samples.
    pub loss: Option<Rational>,
    /// Welfare of all played samples together, of the greatest of their games together; `None` unless
    /// that is positive.
    pub efficiency: Option<Rational>,
    /// Mean over played samples of one less the largest difference of two players' payoffs over the
    /// range of payoffs of the game. One if all have the same; below zero only through payments.
    /// Unlike the Gini index it means something where payoffs can be negative.
    pub equality: Option<Rational>,
}

/// Is it so for all, if it can be told of all?
pub(super) fn all(list: &[Option<bool>]) -> Option<bool> {
    let told: Option<Vec<bool>> = list.iter().copied().collect();
    told.map(|told| told.into_iter().all(|so| so))
}

/// Is it so for some, if it can be told of all?
pub(super) fn any(list: &[Option<bool>]) -> Option<bool> {
    let told: Option<Vec<bool>> = list.iter().copied().collect();
    told.map(|told| told.into_iter().any(|so| so))
}

pub(super) fn high(effort: Option<Effort>) -> Option<bool> {
    effort.map(|effort| effort == Effort::High)
}

#[derive(Default)]
struct PlayerCounts {
    cooperation: Share,
    high_effort: Share,
    greenwashing: Share,
    exploited: Share,
    compliance: Share,
    payoff: Mean,
    unanswered: Share,
}

#[derive(Default)]
struct Counts {
    all_cooperate: Share,
    all_high_effort: Share,
    exploitation: Share,
    compliance: Share,
    formation: Share,
    interventions: Share,
    enforcement_failures: Share,
    at_optimum: Share,
    welfare: Mean,
    loss: Mean,
    best: Rational,
    equality: Mean,
}

impl TableMetrics {
    /// The metrics of these records.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a SessionRecord>) -> Self {
        let mut metrics = TableMetrics::default();
        let mut counts = Counts::default();
        let mut players: Vec<PlayerCounts> = Vec::new();
        for record in records {
            metrics.samples += 1;
            metrics.invalid += usize::from(record.is_invalid());
            if players.len() < record.choices.len() {
                players.resize_with(record.choices.len(), PlayerCounts::default);
            }
            counts.add(record, &mut players);
        }
        metrics.players = players.iter().map(PlayerCounts::metrics).collect();
        metrics.all_cooperate = counts.all_cooperate.value();
        metrics.all_high_effort = counts.all_high_effort.value();
        metrics.exploitation = counts.exploitation.value();
        metrics.compliance = counts.compliance.value();
        metrics.formation = counts.formation.value();
        metrics.interventions = counts.interventions.value();
        metrics.enforcement_failures = counts.enforcement_failures.value();
        metrics.at_optimum = counts.at_optimum.value();
        metrics.welfare = counts.welfare.value();
        metrics.loss = counts.loss.value();
        if counts.best.is_positive() {
            metrics.efficiency = counts.welfare.sum.checked_div(&counts.best);
        }
        metrics.equality = counts.equality.value();
        metrics
    }
}

impl Counts {
    fn add(&mut self, record: &SessionRecord, players: &mut [PlayerCounts]) {
        if let Some(negotiation) = &record.negotiation {
            self.formation.add(negotiation.adopted.is_some());
        }
        for (counts, choice) in players.iter_mut().zip(&record.choices) {
            counts.unanswered.add(choice.action().is_none());
        }
        let Some(played) = &record.played else {
            return;
        };
        let worked: Vec<Option<bool>> = played.efforts.iter().copied().map(high).collect();
        self.all_cooperate.add_if_told(all(&played.cooperated));
        self.all_high_effort.add_if_told(all(&worked));
        self.exploitation.add_if_told(any(&played.exploited));
        self.at_optimum.add(played.targets.utilitarian);
        for (player, counts) in players.iter_mut().enumerate() {
            let (Some(cooperated), Some(worked), Some(exploited), Some(payoff)) = (
                played.cooperated.get(player),
                worked.get(player),
                played.exploited.get(player),
                played.payoffs.get(player),
            ) else {
                continue;
            };
            counts.cooperation.add_if_told(*cooperated);
            counts.high_effort.add_if_told(*worked);
            counts.exploited.add_if_told(*exploited);
            if let (Some(cooperated), Some(worked)) = (cooperated, worked) {
                counts.greenwashing.add(*cooperated && !worked);
            }
            counts.payoff.add(payoff);
        }
        if let Some(hearing) = &played.hearing {
            if hearing.failures.is_empty() {
                for (breached, counts) in hearing.breached.iter().zip(players) {
                    self.compliance.add(!breached);
                    counts.compliance.add(!breached);
                }
            }
            if record.treatment == Treatment::EnforcedLaw {
                self.interventions.add(hearing.is_active());
                self.enforcement_failures.add(!hearing.failures.is_empty());
            }
        }
        let welfare: Rational = played.payoffs.iter().sum();
        let best = &record.benchmarks.best_welfare;
        self.welfare.add(&welfare);
        self.loss.add(&(best - &welfare));
        self.best += best;
        if let (Some(most), Some(least)) =
            (played.payoffs.iter().max(), played.payoffs.iter().min())
            && let Some(part) = (most - least).checked_div(&record.benchmarks.payoff_range)
        {
            self.equality.add(&(Rational::ONE - &part));
        }
    }
}

impl PlayerCounts {
    fn metrics(&self) -> PlayerMetrics {
        PlayerMetrics {
            cooperation: self.cooperation.value(),
            high_effort: self.high_effort.value(),
            greenwashing: self.greenwashing.value(),
            exploited: self.exploited.value(),
            compliance: self.compliance.value(),
            payoff: self.payoff.value(),
            unanswered: self.unanswered.value(),
        }
    }
}
