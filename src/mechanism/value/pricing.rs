//! Which arms and transfers would raise the value at given weights of the conditions.

use super::columns::Payments;
use super::conditions::Conditions;
use super::transfers::{self, Pattern};
use crate::contract::Budget;
use crate::number::{Rational, Scalar, SumOfProducts};

/// Weights of the rows of the linear program.
#[derive(Debug, Clone)]
pub(super) struct Prices<S> {
    /// One a condition.
    pub(super) rows: Vec<S>,
    /// One a profile of reports.
    pub(super) reports: Vec<S>,
    /// The weight of welfare.
    pub(super) objective: S,
}

impl Prices<f64> {
    /// The point between two prices, `share` of the way from `self` to `other`.
    pub(super) fn towards(&self, other: &Prices<f64>, share: f64) -> Prices<f64> {
        let mix = |a: &[f64], b: &[f64]| {
            let pairs = a.iter().zip(b);
            pairs.map(|(a, b)| a + share * (b - a)).collect()
        };
        Prices {
            rows: mix(&self.rows, &other.rows),
            reports: mix(&self.reports, &other.reports),
            objective: self.objective + share * (other.objective - self.objective),
        }
    }
}

/// An arm as the pricing needs it.
struct PricedArm<S> {
    report: usize,
    welfare: S,
    payoff: Vec<(usize, S)>,
    readings: Vec<PricedReading<S>>,
}

struct PricedReading<S> {
    weight: S,
    terms: Vec<(usize, S)>,
}

/// What an arm is worth at most, and with which transfers.
pub(super) struct Offer<S> {
    pub(super) arm: usize,
    /// Worth, less the weight of its profile of reports.
    pub(super) gain: S,
    pub(super) payments: Payments,
}

/// The conditions in one kind of number.
pub(super) struct Pricing<S: Scalar> {
    players: usize,
    budget: Budget,
    liability: Option<S>,
    /// The player of each row.
    player_of: Vec<Option<usize>>,
    /// Row-major weight matrix of the preferences.
    preferences: Vec<S>,
    bounds: Vec<S>,
    arms: Vec<PricedArm<S>>,
    reports: usize,
}

impl<S: Scalar> Pricing<S> {
    pub(super) fn new(conditions: &Conditions<'_>, number: impl Fn(&Rational) -> S) -> Self {
        let terms = |list: &[(usize, Rational)]| -> Vec<(usize, S)> {
            list.iter().map(|(row, c)| (*row, number(c))).collect()
        };
        Pricing {
            players: conditions.problem.players(),
            budget: conditions.options.budget,
            liability: conditions.options.liability.as_ref().map(&number),
            player_of: conditions.rows.iter().map(|row| row.player()).collect(),
            preferences: conditions
                .preferences
                .rows()
                .flatten()
                .map(&number)
                .collect(),
            bounds: conditions.bounds.iter().map(&number).collect(),
            arms: conditions
                .arms
                .iter()
                .map(|arm| PricedArm {
                    report: arm.report,
                    welfare: number(&arm.welfare),
                    payoff: terms(&arm.payoff),
                    readings: arm
                        .readings
                        .iter()
                        .map(|reading| PricedReading {
                            weight: number(&reading.weight),
                            terms: terms(&reading.terms),
                        })
                        .collect(),
                })
                .collect(),
            reports: conditions.reports.len(),
        }
    }

    /// What a unit of transfer to each player after a reading is worth.
    fn worth(&self, reading: &PricedReading<S>, prices: &Prices<S>) -> Option<Vec<S>> {
        let zero = S::zero();
        let mut touched = false;
        let mut net = S::Products::default();
        let mut moved = vec![S::Products::default(); self.players];
        for (row, coefficient) in &reading.terms {
            let price = &prices.rows[*row];
            if *price == zero {
                continue;
            }
            touched = true;
            match self.player_of[*row] {
                None => net.add(price, coefficient),
                Some(player) => moved[player].add(price, coefficient),
            }
        }
        let burns = self.budget == Budget::Burning && reading.weight != zero;
        if !touched && !burns {
            return None;
        }
        let mut base = -net.finish();
        if burns {
            base += &(prices.objective.clone() * &reading.weight);
        }
        let moved: Vec<S> = moved.into_iter().map(S::Products::finish).collect();
        let worth = (0..self.players).map(|receiver| {
            let mut sum = S::Products::default();
            for (player, moved) in moved.iter().enumerate() {
                if *moved != zero {
                    sum.add(&self.preferences[player * self.players + receiver], moved);
                }
            }
            base.clone() - &sum.finish()
        });
        Some(worth.collect())
    }

    /// The most that an arm is worth, with the best transfers that are limited.
    pub(super) fn offer(&self, arm: usize, prices: &Prices<S>) -> Offer<S> {
        let entry = &self.arms[arm];
        let mut payments = Vec::new();
        let mut gain = S::Products::default();
        gain.add(&prices.objective, &entry.welfare);
        for (row, coefficient) in &entry.payoff {
            gain.add(&-prices.rows[*row].clone(), coefficient);
        }
        if let Some(liability) = &self.liability {
            for (number, reading) in entry.readings.iter().enumerate() {
                let Some(worth) = self.worth(reading, prices) else {
                    continue;
                };
                let pattern = transfers::best(&worth, self.budget);
                if pattern.iter().all(|&t| t == 0) {
                    continue;
                }
                for (value, &t) in worth.iter().zip(&pattern) {
                    if t != 0 {
                        gain.add(&(S::from_integer(i64::from(t)) * value), liability);
                    }
                }
                payments.push((number, pattern));
            }
        }
        Offer {
            arm,
            gain: gain.finish() - &prices.reports[entry.report],
            payments,
        }
    }

    /// What an arm is worth with these transfers, less the weight of its profile of reports.
    pub(super) fn worth_with(&self, arm: usize, payments: &Payments, prices: &Prices<S>) -> S {
        let entry = &self.arms[arm];
        let mut gain = S::Products::default();
        gain.add(&prices.objective, &entry.welfare);
        for (row, coefficient) in &entry.payoff {
            gain.add(&-prices.rows[*row].clone(), coefficient);
        }
        let unit = self.liability.clone().unwrap_or_else(S::zero);
        for (reading, pattern) in payments {
            let Some(worth) = self.worth(&entry.readings[*reading], prices) else {
                continue;
            };
            for (value, &t) in worth.iter().zip(pattern) {
                if t != 0 {
                    gain.add(&(S::from_integer(i64::from(t)) * value), &unit);
                }
            }
        }
        gain.finish() - &prices.reports[entry.report]
    }

    /// Directions of transfers at an arm that are worth more and more, one a reading.
    pub(super) fn rays(
        &self,
        arm: usize,
        prices: &Prices<S>,
        negligible: impl Fn(&S) -> bool + Copy,
    ) -> Vec<(usize, Pattern)> {
        let readings = self.arms[arm].readings.iter().enumerate();
        readings
            .filter_map(|(number, reading)| {
                let worth = self.worth(reading, prices)?;
                Some((number, transfers::ray(&worth, self.budget, negligible)?))
            })
            .collect()
    }

    pub(super) fn is_limited(&self) -> bool {
        self.liability.is_some()
    }

    pub(super) fn arms(&self) -> usize {
        self.arms.len()
    }

    /// A bound on the value of every mechanism from the offers at these prices, one for each arm.
    pub(super) fn bound(&self, offers: &[Offer<S>], prices: &Prices<S>) -> S {
        let mut best: Vec<Option<S>> = vec![None; self.reports];
        for offer in offers {
            let entry = &mut best[self.arms[offer.arm].report];
            if entry.as_ref().is_none_or(|most| offer.gain > *most) {
                *entry = Some(offer.gain.clone());
            }
        }
        let mut bound = S::Products::default();
        for (price, limit) in prices.rows.iter().zip(&self.bounds) {
            bound.add(price, limit);
        }
        let mut bound = bound.finish();
        for (gain, report) in best.into_iter().zip(&prices.reports) {
            bound += report;
            bound += &gain.unwrap_or_else(S::zero);
        }
        bound
    }
}
