//! From the solution of the linear program to a mechanism and a deviation plan.

use std::collections::BTreeMap;

use super::columns::{Column, Kind};
use super::conditions::{Condition, Conditions};
use super::pricing::Prices;
use crate::contract::Budget;
use crate::mechanism::{
    Aftermath, Communication, DeviationPlan, DirectMechanism, Manipulation, ParticipationWeight,
    Recommendation, ReportBound, SignalTransfers,
};
use crate::number::Rational;

/// Probabilities of arms, and transfers times these probabilities.
#[derive(Debug, Clone)]
pub(super) struct Scheme {
    /// One entry an arm.
    pub(super) probability: Vec<Rational>,
    /// By arm and reading: one entry a player.
    pub(super) weighted: BTreeMap<(usize, usize), Vec<Rational>>,
}

impl Scheme {
    /// The scheme that mixes columns in these amounts.
    pub(super) fn new(
        conditions: &Conditions<'_>,
        columns: &[Column],
        amounts: &[Rational],
    ) -> Self {
        let players = conditions.problem.players();
        let liability = conditions.options.liability.clone();
        let mut scheme = Scheme {
            probability: vec![Rational::ZERO; conditions.arms.len()],
            weighted: BTreeMap::new(),
        };
        for (column, amount) in columns.iter().zip(amounts) {
            if amount.is_zero() {
                continue;
            }
            let unit = match (column.kind, &liability) {
                (Kind::Probability, Some(liability)) => amount * liability,
                _ => amount.clone(),
            };
            if column.kind == Kind::Probability {
                scheme.probability[column.arm] += amount;
            }
            for (reading, pattern) in &column.payments {
                let entry = scheme
                    .weighted
                    .entry((column.arm, *reading))
                    .or_insert_with(|| vec![Rational::ZERO; players]);
                for (sum, &t) in entry.iter_mut().zip(pattern) {
                    *sum += &unit * &Rational::from(i64::from(t));
                }
            }
        }
        let empty = |list: &Vec<Rational>| list.iter().all(Rational::is_zero);
        scheme.weighted.retain(|_, list| !empty(list));
        scheme
    }

    /// Are there transfers only at arms of positive probability?
    pub(super) fn is_proper(&self) -> bool {
        self.weighted
            .keys()
            .all(|(arm, _)| self.probability[*arm].is_positive())
    }

    /// Expected welfare, less what is burnt if that counts.
    pub(super) fn welfare(&self, conditions: &Conditions<'_>) -> Rational {
        let mut welfare = crate::number::DotProduct::new();
        for (arm, probability) in conditions.arms.iter().zip(&self.probability) {
            welfare.add(&arm.welfare, probability);
        }
        if conditions.options.budget == Budget::Burning {
            for ((arm, reading), list) in &self.weighted {
                let weight = &conditions.arms[*arm].readings[*reading].weight;
                welfare.add(weight, &list.iter().sum());
            }
        }
        welfare.finish()
    }

    /// `1 − share` of this and `share` of the other.
    pub(super) fn mixed(&self, other: &Scheme, share: &Rational) -> Scheme {
        let rest = Rational::ONE - share;
        let mut mixed = Scheme {
            probability: self
                .probability
                .iter()
                .zip(&other.probability)
                .map(|(a, b)| a * &rest + b * share)
                .collect(),
            weighted: BTreeMap::new(),
        };
        for (scheme, share) in [(self, &rest), (other, share)] {
            for (key, list) in &scheme.weighted {
                let entry = mixed
                    .weighted
                    .entry(*key)
                    .or_insert_with(|| vec![Rational::ZERO; list.len()]);
                for (sum, value) in entry.iter_mut().zip(list) {
                    *sum += value * share;
                }
            }
        }
        mixed
    }

    /// The mechanism; the scheme must be proper.
    pub(super) fn mechanism(&self, conditions: &Conditions<'_>) -> DirectMechanism {
        let mut law: BTreeMap<Vec<usize>, Vec<Recommendation>> = BTreeMap::new();
        for (number, arm) in conditions.arms.iter().enumerate() {
            let probability = &self.probability[number];
            let Some(inverse) = probability.recip() else {
                continue;
            };
            let transfers = self
                .weighted
                .range((number, 0)..=(number, usize::MAX))
                .map(|((_, reading), list)| {
                    SignalTransfers::new(
                        arm.readings[*reading].signal,
                        list.iter().map(|value| value * &inverse).collect(),
                    )
                })
                .collect();
            law.entry(conditions.reports[arm.report].clone())
                .or_default()
                .push(Recommendation::new(
                    conditions.told(arm.recommendation),
                    probability.clone(),
                    transfers,
                ));
        }
        DirectMechanism::new(conditions.options.communication, law)
    }
}

/// The deviation plan that the weights of the rows make.
pub(super) fn plan(conditions: &Conditions<'_>, prices: &Prices<Rational>) -> DeviationPlan {
    let mut manipulations = Vec::new();
    let mut participation = Vec::new();
    let mut budget = Rational::ZERO;
    let mut bound: Rational = prices.reports.iter().sum();
    for ((row, weight), limit) in conditions
        .rows
        .iter()
        .zip(&prices.rows)
        .zip(&conditions.bounds)
    {
        bound += weight * limit;
        if !weight.is_positive() {
            continue;
        }
        let weight = weight.clone();
        match row.clone() {
            Condition::Obedience {
                player,
                own_type,
                heard,
                action,
            } => manipulations.push(Manipulation::new(
                player,
                own_type,
                own_type,
                told(conditions, player, heard),
                action,
                weight,
            )),
            Condition::Lie {
                player,
                own_type,
                report,
                heard,
                action,
            } => manipulations.push(Manipulation::new(
                player,
                own_type,
                report,
                told(conditions, player, heard),
                action,
                weight,
            )),
            // Its weight is that of the lies that it sums up.
            Condition::Honesty { .. } => {}
            Condition::Participation { player, own_type } => {
                participation.push(ParticipationWeight::new(player, own_type, None, weight));
            }
            Condition::ExPost {
                player,
                state,
                recommendation,
                signal,
            } => participation.push(ParticipationWeight::new(
                player,
                None,
                Some(Aftermath::new(
                    state,
                    conditions.told(recommendation),
                    signal,
                )),
                weight,
            )),
            Condition::ExpectedBudget => budget = weight,
        }
    }
    manipulations.sort_by(|a, b| {
        let key = |m: &Manipulation| (m.player, m.own_type, m.report, m.told.clone(), m.action);
        key(a).cmp(&key(b))
    });
    let reports = conditions
        .reports
        .iter()
        .zip(&prices.reports)
        .map(|(reports, bound)| ReportBound {
            reports: reports.clone(),
            bound: bound.clone(),
        })
        .collect();
    DeviationPlan::new(
        conditions.options.communication,
        manipulations,
        participation,
        budget,
        reports,
        bound,
    )
}

/// What a player hears, in the form of a [`Manipulation`].
fn told(conditions: &Conditions<'_>, player: usize, heard: usize) -> Vec<usize> {
    match conditions.options.communication {
        Communication::Public => {
            let arm = &conditions.arms[heard];
            let mut told = conditions.reports[arm.report].clone();
            told.extend(
                conditions
                    .recommendations
                    .profile_unchecked(arm.recommendation),
            );
            told
        }
        Communication::Recommendations => (0..conditions.problem.information().types(player))
            .map(|own_type| conditions.action(player, own_type, heard))
            .collect(),
        Communication::Mediated => vec![heard],
    }
}
