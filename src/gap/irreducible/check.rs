//! The checkers. They know the problem and the proof, add up definitions profile by profile, and
//! share nothing with the solvers.

use std::collections::{BTreeMap, BTreeSet};

use super::gap_test::{CertifiedGap, GapTest};
use super::plan::{AdmissiblePlan, ClosedLaw, PlannedDeviation};
use super::threshold::{AltruismThreshold, StateThreshold, Threshold};
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::game::Game;
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;

/// One state as the checkers read it: payoffs and laws by profile.
pub(super) struct Reading<'a> {
    pub(super) problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    pub(super) state: usize,
}

impl<'a> Reading<'a> {
    /// `None` if shapes do not fit.
    pub(super) fn new(
        problem: &'a ContractingProblem,
        monitoring: &'a Monitoring,
        state: usize,
    ) -> Option<Self> {
        let fits = monitoring.check(problem).is_ok() && state < problem.states();
        fits.then_some(Reading {
            problem,
            monitoring,
            state,
        })
    }

    pub(super) fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
        self.problem.game(self.state).payoff(player, profile)
    }

    pub(super) fn welfare(&self, profile: &[usize]) -> Rational {
        let players = 0..self.problem.players();
        players.map(|player| self.payoff(player, profile)).sum()
    }

    pub(super) fn perceived(
        &self,
        preferences: &WeightMatrix<Rational>,
        player: usize,
        profile: &[usize],
    ) -> Rational {
        let players = 0..self.problem.players();
        let seen = players.map(|j| preferences.entry(player, j) * &self.payoff(j, profile));
        seen.sum()
    }

    pub(super) fn first_best(&self) -> Rational {
        let all = self.problem.space().iter();
        let best = all.map(|profile| self.welfare(&profile)).max();
        best.unwrap_or_default()
    }

    pub(super) fn optima(&self) -> Vec<Vec<usize>> {
        let best = self.first_best();
        let all = self.problem.space().iter();
        all.filter(|profile| self.welfare(profile) == best)
            .collect()
    }

    /// The law of the signal at a profile.
    pub(super) fn law(&self, profile: &[usize]) -> BTreeMap<usize, Rational> {
        let Ok(index) = self.problem.space().index(profile) else {
            return BTreeMap::new();
        };
        let law = self.monitoring.law(self.state, index);
        law.iter().cloned().collect()
    }

    /// The change of the law of the signal from one profile to another.
    pub(super) fn change(&self, from: &[usize], to: &[usize]) -> BTreeMap<usize, Rational> {
        let mut change = self.law(to);
        for (signal, probability) in self.law(from) {
            *change.entry(signal).or_default() -= probability;
        }
        change.retain(|_, difference| !difference.is_zero());
        change
    }

    pub(super) fn is_profile(&self, profile: &[usize]) -> bool {
        self.problem.space().index(profile).is_ok()
    }

    /// Are these deviations of the problem, each named once and with a positive weight?
    pub(super) fn are_deviations(&self, deviations: &[PlannedDeviation]) -> bool {
        let actions = self.problem.space().actions();
        let mut seen = BTreeSet::new();
        deviations.iter().all(|d| {
            d.player < actions.len()
                && d.told < actions[d.player]
                && d.action < actions[d.player]
                && d.told != d.action
                && d.weight.is_positive()
                && seen.insert((d.player, d.told, d.action))
        })
    }

    /// What the plan gains at a profile, with the gain of each deviation given by `gain`.
    pub(super) fn gain(
        &self,
        deviations: &[PlannedDeviation],
        profile: &[usize],
        gain: impl Fn(usize, &[usize], &[usize]) -> Rational,
    ) -> Rational {
        let told = deviations.iter().filter(|d| profile[d.player] == d.told);
        told.map(|d| {
            let after = replaced(profile, d.player, d.action);
            &d.weight * &gain(d.player, profile, &after)
        })
        .sum()
    }

    /// What a unit paid to each player after a signal is worth to the plan at a profile: minus the
    /// weighted changes of the signal's probability, as the deviators perceive the money.
    fn prices(
        &self,
        preferences: &WeightMatrix<Rational>,
        deviations: &[PlannedDeviation],
        profile: &[usize],
    ) -> BTreeMap<usize, Vec<Rational>> {
        let players = self.problem.players();
        let mut prices: BTreeMap<usize, Vec<Rational>> = BTreeMap::new();
        for d in deviations.iter().filter(|d| profile[d.player] == d.told) {
            let after = replaced(profile, d.player, d.action);
            for (signal, change) in self.change(profile, &after) {
                let entry = prices
                    .entry(signal)
                    .or_insert_with(|| vec![Rational::ZERO; players]);
                for (j, price) in entry.iter_mut().enumerate() {
                    *price -= &(&d.weight * &change) * preferences.entry(d.player, j);
                }
            }
        }
        prices
    }

    /// Do transfers within the budget never add to what the plan leaves? With `counted`, burnt
    /// money is a loss of welfare; without, any multiple of the plan is asked for.
    pub(super) fn transfers_vanish(
        &self,
        preferences: &WeightMatrix<Rational>,
        deviations: &[PlannedDeviation],
        budget: Budget,
        counted: bool,
    ) -> bool {
        self.problem.space().iter().all(|profile| {
            let law = self.law(&profile);
            let prices = self.prices(preferences, deviations, &profile);
            prices.iter().all(|(signal, prices)| {
                let equal = prices.iter().all(|price| *price == prices[0]);
                match budget {
                    Budget::Unrestricted | Budget::Expected => prices.iter().all(Rational::is_zero),
                    Budget::Balanced => equal,
                    Budget::Burning => match law.get(signal) {
                        Some(_) if !counted => equal,
                        Some(q) => equal && !(q + &prices[0]).is_negative(),
                        None => equal && !prices[0].is_negative(),
                    },
                }
            })
        })
    }
}

pub(super) fn replaced(profile: &[usize], player: usize, action: usize) -> Vec<usize> {
    let mut after = profile.to_vec();
    after[player] = action;
    after
}

/// The states of positive probability, if all players can tell all of them apart.
pub(super) fn told_apart(problem: &ContractingProblem) -> Option<Vec<usize>> {
    let states: Vec<usize> = (0..problem.states())
        .filter(|&state| problem.probability(state).is_positive())
        .collect();
    let apart = (0..problem.players()).all(|player| {
        let types = states
            .iter()
            .map(|&s| problem.information().type_of(player, s));
        types.collect::<BTreeSet<_>>().len() == states.len()
    });
    apart.then_some(states)
}

impl AdmissiblePlan {
    /// Checks, from payoffs and signal probabilities alone, that no transfers within the budget add
    /// to what the plan leaves of welfare, that this is nowhere more than the bound, and that the
    /// bound is below the first best of the state.
    ///
    /// # Complexity
    /// For each profile the deviations of the plan.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        budget: Budget,
    ) -> bool {
        let Some(reading) = Reading::new(problem, monitoring, self.state) else {
            return false;
        };
        let gain = |player: usize, from: &[usize], to: &[usize]| {
            reading.perceived(preferences, player, to)
                - reading.perceived(preferences, player, from)
        };
        let left = |profile: &[usize]| {
            reading.welfare(profile) - reading.gain(&self.deviations, profile, gain)
        };
        preferences.players() == problem.players()
            && reading.are_deviations(&self.deviations)
            && reading.transfers_vanish(preferences, &self.deviations, budget, true)
            && problem.space().iter().all(|p| left(&p) <= self.bound)
            && self.bound < reading.first_best()
    }
}

impl ClosedLaw {
    /// Checks, from payoffs and signal probabilities alone, that only optima are recommended, that
    /// transfers keep within the budget without burning money under obedience, and that obedience
    /// is an equilibrium.
    ///
    /// # Complexity
    /// For each recommended action and deviation from it the profiles recommended or paid at.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        budget: Budget,
    ) -> bool {
        let Some(reading) = Reading::new(problem, monitoring, self.state) else {
            return false;
        };
        let players = problem.players();
        let actions = problem.space().actions();
        let total: Rational = self.recommendations.iter().map(|(_, weight)| weight).sum();
        let valid = preferences.players() == players
            && total == Rational::ONE
            && self
                .recommendations
                .iter()
                .all(|(p, w)| reading.is_profile(p) && w.is_positive())
            && self.transfers.iter().all(|paid| {
                reading.is_profile(&paid.profile)
                    && paid.amounts.len() == players
                    && paid.signal < monitoring.signals()
            });
        if !valid {
            return false;
        }
        let best = reading.first_best();
        if !self
            .recommendations
            .iter()
            .all(|(p, _)| reading.welfare(p) == best)
        {
            return false;
        }
        let within = self.transfers.iter().all(|paid| {
            let net: Rational = paid.amounts.iter().sum();
            match budget {
                Budget::Unrestricted | Budget::Expected => true,
                Budget::Balanced => net.is_zero(),
                // Burnt where it can come about, it would be a loss.
                Budget::Burning if reading.law(&paid.profile).contains_key(&paid.signal) => {
                    net.is_zero()
                }
                Budget::Burning => !net.is_positive(),
            }
        });
        within
            && (0..players).all(|player| {
                (0..actions[player]).all(|told| {
                    (0..actions[player]).all(|action| {
                        let mut gain = Rational::ZERO;
                        for (profile, weight) in &self.recommendations {
                            if profile[player] == told {
                                let after = replaced(profile, player, action);
                                let change = reading.perceived(preferences, player, &after)
                                    - reading.perceived(preferences, player, profile);
                                gain += weight * &change;
                            }
                        }
                        for paid in self.transfers.iter().filter(|t| t.profile[player] == told) {
                            let after = replaced(&paid.profile, player, action);
                            let change = reading.change(&paid.profile, &after);
                            if let Some(change) = change.get(&paid.signal) {
                                gain += change * &preferences.apply(player, &paid.amounts);
                            }
                        }
                        !gain.is_positive()
                    })
                })
            })
    }
}

impl CertifiedGap {
    fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        budget: Budget,
    ) -> bool {
        let mut lost = Rational::ZERO;
        let mut seen = BTreeSet::new();
        for plan in &self.plans {
            if !plan.verify(problem, monitoring, preferences, budget) || !seen.insert(plan.state) {
                return false;
            }
            let Some(reading) = Reading::new(problem, monitoring, plan.state) else {
                return false;
            };
            lost += problem.probability(plan.state) * &(reading.first_best() - &plan.bound);
        }
        lost.is_positive() && lost == self.at_least
    }
}

impl GapTest {
    /// Checks the proof: every plan and the sum, or one law for each state.
    ///
    /// # Complexity
    /// As [`AdmissiblePlan::verify`] and [`ClosedLaw::verify`].
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        budget: Budget,
    ) -> bool {
        let Some(states) = told_apart(problem) else {
            return false;
        };
        match self {
            GapTest::Gap(gap) => gap.verify(problem, monitoring, preferences, budget),
            GapTest::NoGap(laws) => {
                laws.len() == states.len()
                    && laws.iter().zip(states).all(|(law, state)| {
                        law.state == state && law.verify(problem, monitoring, preferences, budget)
                    })
            }
        }
    }
}

impl AltruismThreshold {
    /// Checks, from payoffs and signal probabilities alone, the thresholds of all states of positive
    /// probability: that the plans gain at every optimum at each λ below, whatever is paid, and that
    /// the law closes the gap at the upper end. (It then does at every greater λ: deviations from
    /// optima lose no less of welfare, and the same perceived transfers can be paid.)
    ///
    /// # Complexity
    /// For each profile the deviations of the plans.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        budget: Budget,
    ) -> bool {
        let Some(states) = told_apart(problem) else {
            return false;
        };
        let ends = |end: fn(&Threshold) -> Extended<Rational>| {
            let greatest = self.states.iter().map(|state| end(&state.value)).max();
            greatest == Some(end(&self.value))
        };
        let exact = match &self.value {
            Threshold::Bracketed { low, high } => low < high,
            _ => true,
        };
        states.len() == self.states.len()
            && exact
            && ends(Threshold::low)
            && ends(Threshold::high)
            && self.states.iter().zip(states).all(|(found, state)| {
                found.state == state && found.verify(problem, monitoring, budget) == Some(true)
            })
    }
}

impl StateThreshold {
    fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        budget: Budget,
    ) -> Option<bool> {
        let reading = Reading::new(problem, monitoring, self.state)?;
        let closed = match (self.value.high(), &self.closed) {
            (Extended::Infinite, None) => true,
            (Extended::Finite(high), Some(law)) => {
                let preferences = WeightMatrix::cooperative(problem.players(), &high).ok()?;
                law.state == self.state && law.verify(problem, monitoring, &preferences, budget)
            }
            _ => false,
        };
        let selfish = WeightMatrix::identity(problem.players());
        let admissible = self.below.iter().all(|plan| {
            reading.are_deviations(plan) && reading.transfers_vanish(&selfish, plan, budget, false)
        });
        // Gain and loss of a plan at an optimum.
        let both = |plan: &[PlannedDeviation], optimum: &[usize]| {
            let gain = |player: usize, from: &[usize], to: &[usize]| {
                reading.payoff(player, to) - reading.payoff(player, from)
            };
            let loss = |_: usize, from: &[usize], to: &[usize]| {
                reading.welfare(from) - reading.welfare(to)
            };
            (
                reading.gain(plan, optimum, gain),
                reading.gain(plan, optimum, loss),
            )
        };
        let mut optima = reading.optima();
        let low = self.value.low();
        if low == Extended::Finite(Rational::ZERO) {
            return Some(closed && self.below.is_empty());
        }
        for plan in &self.below {
            // At least 0 at the lower end, and so at each λ below.
            let keeps = optima.iter().all(|optimum| {
                let (gain, loss) = both(plan, optimum);
                let at_end = match &low {
                    Extended::Finite(low) => gain >= low * &loss,
                    Extended::Infinite => loss.is_zero(),
                };
                at_end && !gain.is_negative() && !loss.is_negative()
            });
            if !keeps {
                return Some(false);
            }
            optima.retain(|optimum| !both(plan, optimum).0.is_positive());
        }
        let below = optima.is_empty() && low > Extended::Finite(Rational::ZERO);
        Some(closed && admissible && below)
    }
}
